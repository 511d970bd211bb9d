"""``python -m wumei xlsx``: spreadsheets from the shell, with the exit codes of ``wumei``."""
from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from typing import Any, Callable, Dict, List, Optional, Sequence

from .._errors import Error, Refused

__all__ = ["exit_code", "main"]

CODES = {"bad_input": 3, "not_found": 3, "overflow": 3, "conflict": 4, "busy": 4, "key.conflict": 4,
         "io": 5, "corrupt": 5, "unsupported": 5, "unauthorised": 1, "cancelled": 130}
EPILOG = """\
examples 示例:
  python -m wumei xlsx template claims claims.xlsx -L guanqiao.wumei
  python -m wumei xlsx preview claims filled.xlsx -L guanqiao.wumei
  WUMEI_PIN=135790 python -m wumei xlsx import claims filled.xlsx -L guanqiao.wumei --as T02
  python -m wumei xlsx export tables.xlsx -L guanqiao.wumei --table balances --table stock
  python -m wumei xlsx bulletin V01 board.xlsx -L guanqiao.wumei --month 2026-04

exit codes 退出码: 0 done 完成; 1 refused by the rules 被规则拒绝; 2 usage 用法;
  3 bad input 输入有误; 4 conflict or busy 冲突或占用;
  5 disk, damaged or unsupported file 磁盘、文件损坏或不支持"""


def exit_code(error: Error) -> int:
    """What the shell sees of an error; the table of ``wumei --help``."""
    if isinstance(error, Refused):
        return CODES.get(error.code, 1) if error.code == "key.conflict" else 1
    return CODES.get(error.code, 5)


def main(words: Optional[Sequence[str]] = None) -> int:
    """Runs one command; gives its exit code."""
    given = _parser().parse_args(words)
    try:
        given.run(given)
    except Error as error:
        print(json.dumps({"error": error.code, **error.facts, "message": error.say(given.lang)},
                         ensure_ascii=False) if given.json else error.say(given.lang),
              file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wumei xlsx",
        description="表格：样表、导入、导出 — spreadsheets for a ledger",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
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
        verb.add_argument("-L", "--ledger", default=os.environ.get("WUMEI_LEDGER"),
                          help="账本 the ledger (WUMEI_LEDGER)")
        verb.add_argument("--lang", choices=("zh", "en"), default=_language())
        verb.add_argument("--json", action="store_true", help="输出 JSON print JSON")
        SHAPES[name](verb)
    return parser


def _language() -> str:
    said = os.environ.get("WUMEI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if said.lower().startswith(("en", "c.", "posix")) or said == "C" else "zh"


def _source(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("kind", help="哪种表 the kind: claims, households, ...")
    verb.add_argument("file", help=".xlsx")
    verb.add_argument("--sheet", help="工作表名 name of the sheet")


def _shape_import(verb: argparse.ArgumentParser) -> None:
    _source(verb)
    verb.add_argument("--as", dest="officer", default=os.environ.get("WUMEI_AS"),
                      help="人员编号 who imports (WUMEI_AS)")
    verb.add_argument("--pin", default=os.environ.get("WUMEI_PIN"), help="(WUMEI_PIN)")
    verb.add_argument("--now", default=os.environ.get("WUMEI_NOW"),
                      help="演练账本的时间 of a rehearsal")
    verb.add_argument("--dry-run", action="store_true", help="只预览 decide and write nothing")
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
        raise Error("bad_input", "请用 -L 指明账本", "name the ledger with -L", {"field": "ledger"})
    return wumei.open(given.ledger, **how)


def _say(given: Any, zh: str, en: str, **facts: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False, default=str) if given.json
          else zh if given.lang == "zh" else en)


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
        raise Error("bad_input", "请用 --as 指明人员", "say who imports with --as",
                    {"field": "as"})
    pin = given.pin or getpass.getpass("PIN: ")
    with _open(given, write=True, now=given.now) as book:
        desk = book.sign_in(given.officer, pin)
        if given.dry_run:
            seen = preview(desk, given.kind, given.file, sheet=given.sheet)
            if seen.problems:
                raise seen.problems[0]
            return _say(given, seen.say("zh"), seen.say("en"), rows=len(seen.sheet.rows),
                        dry_run=True)
        done = apply(desk, given.kind, given.file, sheet=given.sheet,
                     skip_refused=given.skip_refused)
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
