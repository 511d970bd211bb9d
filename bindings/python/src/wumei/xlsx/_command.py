"""``wumei xlsx``: spreadsheets from the shell, with the words and exit codes of ``wumei``.

The command line hands its verb on to the program ``wumei-xlsx``, which is this; so is ``python -m
wumei xlsx``, where there is no command line.
"""
from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import traceback
from typing import Any, Callable, Dict, List, NoReturn, Optional, Sequence, Tuple

from .._errors import Error, Refused

__all__ = ["exit_code", "main"]

CODES = {"usage": 2, "bad_input": 3, "not_found": 3, "overflow": 3, "conflict": 4, "busy": 4,
         "key.conflict": 4, "io": 5, "corrupt": 5, "unsupported": 5, "unauthorised": 1,
         "cancelled": 130}
EPILOG = """\
examples 示例:
  {0} template claims claims.xlsx -L guanqiao.wumei
  {0} preview claims filled.xlsx -L guanqiao.wumei
  WUMEI_PIN=135790 {0} import claims filled.xlsx -L guanqiao.wumei --as T02
  {0} export tables.xlsx -L guanqiao.wumei --table balances --table stock
  {0} bulletin V01 board.xlsx -L guanqiao.wumei --month 2026-04

exit codes 退出码: 0 done 完成; 1 refused by the rules 被规则拒绝; 2 usage 用法;
  3 bad input 输入有误; 4 conflict or busy 冲突或占用;
  5 disk, damaged or unsupported file 磁盘、文件损坏或不支持; 70 fault in wumei 程序内部错误"""


#: Options that a variable of the environment may stand for.
VARIABLES: Dict[str, Tuple[Tuple[str, ...], str]] = {
    "WUMEI_LEDGER": (("-L", "--ledger"), "账本 the ledger"),
    "WUMEI_AS": (("--as",), "人员编号 who imports"),
    "WUMEI_PIN": (("--pin",), "PIN"),
    "WUMEI_DEVICE": (("--device",), "本机名称 name of this machine"),
    "WUMEI_HEAD": (("--head",), "账头文件 the head file"),
    "WUMEI_KEY": (("--key",), "签名密钥 the signing key"),
    "WUMEI_NOW": (("--now",), "演练账本的时间 of a rehearsal")}


def exit_code(error: Error) -> int:
    """What the shell sees of an error; the table of ``wumei --help``."""
    if isinstance(error, Refused):
        return CODES.get(error.code, 1) if error.code == "key.conflict" else 1
    return CODES.get(error.code, 5)


def main(words: Optional[Sequence[str]] = None) -> int:
    """Runs one command; gives its exit code."""
    try:
        given = _parser().parse_args(words)
    except Error as error:
        return _failed(_asked(sys.argv[1:] if words is None else words), error)
    try:
        given.run(given)
    except Error as error:
        return _failed(given, error)
    except OSError as error:
        return _failed(given, Error("io", f"读写失败：{error}", str(error)))
    except KeyboardInterrupt:
        return 130
    except Exception:  # the edge: a fault of ours must not look like a refusal, which is 1
        traceback.print_exc()
        return 70
    return 0


class _Parser(argparse.ArgumentParser):
    """One that says its errors as everything else is said."""

    def error(self, message: str) -> NoReturn:
        raise Error("usage", f"命令写法有误（{message}）。\n用法见 {self.prog} --help",
                    f"{message}\nSee {self.prog} --help")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    """How to say an error of words that could not be understood."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", nargs="?")
    parser.add_argument("--json", action="store_true")
    try:
        asked = parser.parse_known_args(words)[0]
    except Error:
        asked = argparse.Namespace(lang=None, json=False)
    asked.lang = (asked.lang or "")[:2]
    if asked.lang not in ("zh", "en"):
        asked.lang = _language()
    return asked


def _failed(given: Any, error: Error) -> int:
    """Says it as the command line does."""
    number, message = exit_code(error), error.say(given.lang)
    said = {"code": error.code, "exit": number, "message": message, "facts": error.facts}
    print(_document(error=said) if given.json else f"wumei: {message}", file=sys.stderr)
    return number


def _document(**facts: Any) -> str:
    return json.dumps({"schema_version": 1, **facts}, ensure_ascii=False, default=str)


def _parser() -> argparse.ArgumentParser:
    called = os.path.basename(sys.argv[0]).startswith("wumei-xlsx")
    program = "wumei xlsx" if called else "python -m wumei xlsx"
    parser = _Parser(
        prog=program, description="表格：样表、导入、导出 — spreadsheets for a ledger",
        epilog=EPILOG.format(program), formatter_class=argparse.RawDescriptionHelpFormatter)
    _shape_all(parser, {variable: os.environ.get(variable) or None for variable in VARIABLES})
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, words, run in (
            ("template", "生成样表（带下拉和检查） make a workbook to fill in", _template),
            ("preview", "先看会导入什么，不写账本 say what an import would do", _preview),
            ("import", "导入，全部或一行不写 import all rows or none", _import),
            ("export", "导出数据表 write tables", _export),
            ("bulletin", "月度公示 a village's monthly notice", _bulletin),
            ("statement", "农户对账单 statements of households", _statement)):
        verb = verbs.add_parser(name, help=words, description=words)
        verb.set_defaults(run=run)
        _shape_all(verb, None)
        SHAPES[name](verb)
    return parser


def _shape_all(parser: argparse.ArgumentParser, preset: Optional[Dict[str, Any]]) -> None:
    """What every command of ``wumei`` takes, here too, whether or not this one has a use for it.

    It may stand before the verb or after it. What is not given is `preset`, or nothing at all
    after the verb, so that it does not hide what stood before.
    """
    def take(*names: str, default: Any = None, **how: Any) -> None:
        parser.add_argument(*names, default=argparse.SUPPRESS if preset is None else default,
                            **how)

    for variable, (names, words) in VARIABLES.items():
        take(*names, dest="officer" if names == ("--as",) else names[-1][2:],
             default=(preset or {}).get(variable), help=f"{words} ({variable})")
    take("--effective", help="记账日期 accounting date of all rows")
    take("--late", type=int, help="补记审批的条目 the approval of a closed period's")
    take("--dry-run", action="store_true", default=False,
         help="只预览 decide and write nothing")
    take("--passphrase-file", help="口令文件 the passphrase (WUMEI_PASSPHRASE)")
    take("--lang", type=lambda text: text[:2], choices=("zh", "en"), default=_language())
    take("--json", action="store_true", default=False, help="输出 JSON print JSON")
    take("-q", "--quiet", action="store_true", default=False, help=argparse.SUPPRESS)


def _language() -> str:
    """As the command line chooses it."""
    said = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, said), "").startswith("zh") else "en"


def _source(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("kind", help="哪种表 the kind: claims, households, ...")
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("--sheet", help="工作表名 name of the sheet")


def _shape_import(verb: argparse.ArgumentParser) -> None:
    _source(verb)
    verb.add_argument("--skip-refused", action="store_true",
                      help="跳过被规则拒绝的行 leave out what the rules refuse")


def _shape_template(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("kind", help="哪种表 the kind: claims, households, ...")
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("--rows", type=int, default=500)
    verb.add_argument("--item", action="append", default=[], help="评分项目 items of inspections")


def _shape_export(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("--table", action="append", help="表名，可重复 a table; may be repeated")
    verb.add_argument("--village")
    verb.add_argument("--since")
    verb.add_argument("--until")


def _shape_bulletin(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("village")
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("--month", required=True, help="YYYY-MM")


def _shape_statement(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("household", nargs="+")


SHAPES: Dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "template": _shape_template, "preview": _source, "import": _shape_import,
    "export": _shape_export, "bulletin": _shape_bulletin, "statement": _shape_statement}


def _open(given: Any, **how: Any) -> Any:
    import wumei
    if not given.ledger:
        raise _no_ledger()
    return wumei.open(given.ledger, head=given.head, **how)


def _no_ledger() -> Error:
    return Error("usage", "请用 -L 文件 或环境变量 WUMEI_LEDGER 指明账本。",
                 "name the ledger with -L FILE or the variable WUMEI_LEDGER", {"field": "ledger"})


def _pin(given: Any) -> str:
    """As given, or as typed where somebody sits who can."""
    missing = Error("usage", "需要 PIN：用 --pin 或环境变量 WUMEI_PIN 给出。",
                    "the PIN is needed: --pin or the variable WUMEI_PIN", {"field": "pin"})
    if given.pin:
        return str(given.pin)
    if sys.stdin is None or not sys.stdin.isatty():
        raise missing
    try:
        typed = getpass.getpass("PIN: ")
    except EOFError:
        raise missing from None
    if not typed:
        raise missing
    return typed


def _passphrase(given: Any) -> Optional[str]:
    if not given.passphrase_file:
        return os.environ.get("WUMEI_PASSPHRASE")
    with open(given.passphrase_file, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n")


def _say(given: Any, zh: str, en: str, **facts: Any) -> None:
    print(_document(**facts) if given.json else zh if given.lang == "zh" else en)


def _wrote(given: Any, path: str) -> None:
    _say(given, f"已写入 {path}", f"wrote {path}", file=path)


def _template(given: Any) -> None:
    from ._template import template
    if not given.ledger:
        return _wrote(given, template(given.kind, given.file, items=given.item, rows=given.rows))
    with _open(given) as book:
        return _wrote(given, template(given.kind, given.file, book=book, items=given.item,
                                      rows=given.rows))


def _preview(given: Any) -> None:
    from ._apply import preview
    with _open(given) as book:
        seen = preview(book, given.kind, given.file, sheet=given.sheet)
    _say(given, seen.say("zh"), seen.say("en"), rows=len(seen.sheet.rows),
         problems=[problem.facts for problem in seen.problems])
    if seen.problems:
        raise seen.problems[0]


def _import(given: Any) -> None:
    from ._apply import apply, preview
    if not given.officer:
        raise Error("usage", "写入账本需用 --as 人员编号 和 --pin 说明由谁办理。",
                    "who does it? Writing needs --as OFFICER and --pin", {"field": "as"})
    if not given.ledger:
        raise _no_ledger()
    pin = _pin(given)
    with _open(given, write=True, now=given.now, key=given.key,
               passphrase=_passphrase(given)) as book:
        desk = book.sign_in(given.officer, pin, device=given.device or "py")
        dates = {"effective": given.effective, "late": given.late}
        if given.dry_run:
            seen = preview(desk, given.kind, given.file, sheet=given.sheet, **dates)
            if seen.problems:
                raise seen.problems[0]
            return _say(given, seen.say("zh"), seen.say("en"), rows=len(seen.sheet.rows),
                        dry_run=True)
        done = apply(desk, given.kind, given.file, sheet=given.sheet,
                     skip_refused=given.skip_refused, **dates)
    return _report(given, done)


def _report(given: Any, done: Any) -> None:
    new = done.rows - done.known - len(done.refused)
    refused: List[str] = [f"{row['cell']} {row.get(given.lang, row.get('code'))}"
                          for row in done.refused]
    zh = f"新增 {new} 行，已有 {done.known} 行；撤回：wumei reverse --batch {done.record}"
    en = f"{new} rows new, {done.known} known; to take back: wumei reverse --batch {done.record}"
    if done.seen_before or done.record < 0:
        zh = f"此前已导入，未新增（{done.rows} 行）"
        en = f"imported before, nothing new ({done.rows} rows)"
    _say(given, "\n".join([zh, *refused]), "\n".join([en, *refused]), rows=done.rows, new=new,
         known=done.known, record=done.record, refused=done.refused)


def _export(given: Any) -> None:
    from ._export import SHOWN, export
    with _open(given) as book:
        tables = [book.table(name).where(village=given.village, since=given.since,
                                         until=given.until) for name in given.table or SHOWN]
        _wrote(given, export(book, given.file, tables))


def _bulletin(given: Any) -> None:
    from ._export import bulletin
    with _open(given) as book:
        _wrote(given, bulletin(book, given.file, village=given.village, month=given.month,
                               lang=given.lang))


def _statement(given: Any) -> None:
    from ._export import statements
    with _open(given) as book:
        _wrote(given, statements(book, given.file, given.household, lang=given.lang))
