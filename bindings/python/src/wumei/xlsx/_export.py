"""Tables and papers of a ledger as workbooks."""
from __future__ import annotations

import contextlib
import datetime
from decimal import Decimal
from typing import Any, Iterable, List, Optional, Sequence, Tuple, Union

from .._errors import Error
from .._frames import TABLES, Frame
from ._kinds import need_openpyxl
from ._open import Path
from ._paper import FONT, HEAD_FILL, free_name, page, put, save_new

__all__ = ["bulletin", "export", "statements"]

ROWS_MAX = 1_048_575  # below the head
SHOWN = ("balances", "households", "redemptions", "stock", "notices", "budgets")
CHINA = datetime.timezone(datetime.timedelta(hours=8))
WORDS = {
    "zh": {"group": "村民小组", "household": "户编号", "head": "户主", "points": "加分",
           "penalty": "扣分", "rule": "条目", "what": "事项", "count": "次数", "total": "合计",
           "on": "日期", "pending": "待公示", "spendable": "可用", "why": "说明",
           "honour": "荣誉", "arrears": "欠分", "village": "村", "until": "公示至",
           "bulletin": "{village} {month} 积分公示", "period": "{0} 至 {1}，制表 {2}",
           "by_household": "公示", "by_rule": "条目", "statement": "{household} {head} 对账单",
           "waiting": "待公示", "expires": "有效期至", "lots": "积分批次"},
    "en": {"group": "Group", "household": "Household", "head": "Head", "points": "Earned",
           "penalty": "Deducted", "rule": "Rule", "what": "What", "count": "Times",
           "total": "Total", "on": "Date", "pending": "Pending", "spendable": "Spendable",
           "why": "Why", "honour": "Honour", "arrears": "Arrears", "village": "Village",
           "until": "On notice until", "bulletin": "{village}: points of {month}",
           "period": "{0} to {1}, printed {2}", "by_household": "Households", "by_rule": "Rules",
           "statement": "Statement of {household} {head}", "waiting": "On notice",
           "expires": "Expires", "lots": "Lots"}}


def export(book: Any, path: Path, tables: Union[str, Frame, Iterable[Any]] = SHOWN) -> str:
    """Writes tables of a ledger into one workbook, a sheet each.

    Parameters
    ----------
    book : Book
        The ledger.
    path : path
        A new ``.xlsx`` file.
    tables : str, Frame, or iterable of them
        Names, or frames restricted by ``where`` and ``select``.

    Returns
    -------
    str
        The file.

    Raises
    ------
    Error
        ``not_found`` for an unknown table, ``unsupported`` for more rows than a sheet has,
        ``conflict`` for a file that exists.
    """
    need_openpyxl()
    from openpyxl import Workbook
    free_name(path)
    named = [tables] if isinstance(tables, (str, Frame)) else tables
    frames = [book.table(table) if isinstance(table, str) else table for table in named]
    if not frames:
        raise Error("bad_input", "没有指明表", "no table is named; there are " + ", ".join(TABLES))
    workbook = Workbook(write_only=True)
    try:
        for frame in frames:
            _table(workbook, frame, sum(frame.name == other.title.split(" ")[0]
                                        for other in workbook.worksheets))
        return save_new(workbook, path)
    except BaseException:
        _drop(workbook)
        raise


def _drop(workbook: Any) -> None:
    """Ends the sheets of a workbook that will not be saved, and deletes what they wrote meanwhile:
    one that is left open complains when it is collected."""
    for sheet in workbook.worksheets:
        with contextlib.suppress(OSError):  # a full disk was said already
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()


def _table(workbook: Any, frame: Any, before: int) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter
    sheet = workbook.create_sheet(frame.name + (f" {before + 1}" if before else ""))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for number, name in enumerate(frame.columns, 1):
        wide = 36 if name in ("data", "command", "key") else 14
        sheet.column_dimensions[get_column_letter(number)].width = wide

    def cells(values: Sequence[Any]) -> List[Any]:
        return [put(WriteOnlyCell(sheet), _value(value)) for value in values]

    heads = cells(frame.columns)
    for head in heads:
        head.font, head.fill = FONT(bold=True), HEAD_FILL()
    sheet.append(heads)
    rows = 0
    for batch in frame.batches():
        rows += batch.num_rows
        if rows > ROWS_MAX:
            raise Error("unsupported", f"表 {frame.name} 超过 {ROWS_MAX} 行，工作表放不下；"
                        "请用 where 限定，或导出 Parquet",
                        f"the table {frame.name} has more than {ROWS_MAX} rows, which a sheet "
                        "cannot hold: restrict it by where, or export Parquet",
                        {"table": frame.name})
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns):
            sheet.append(cells(row))
    letter = get_column_letter(len(frame.columns))
    sheet.auto_filter.ref = f"A1:{letter}{rows + 1}"


def _value(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(CHINA)
    if isinstance(value, list):
        return " ".join(map(str, value))
    return value


class _Sheet:
    """A page that grows downwards."""

    def __init__(self, sheet: Any, widths: Sequence[int]):
        from openpyxl.utils import get_column_letter
        self.sheet, self.columns, self.row = sheet, len(widths), 0
        self.last = get_column_letter(self.columns)
        for number, wide in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = wide

    def title(self, text: str, size: int = 16) -> None:
        from openpyxl.styles import Alignment
        cell = self.line([text])[0]
        cell.font = FONT(bold=size > 12, size=size)
        cell.alignment = Alignment(horizontal="center")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1,
                               end_column=self.columns)

    def head(self, names: Sequence[str]) -> int:
        for cell in self.line(names):
            cell.font, cell.fill, cell.border = FONT(bold=True), HEAD_FILL(), _border()
        return self.row

    def body(self, values: Sequence[Any]) -> None:
        for cell in self.line(values):
            cell.border, cell.font = _border(), FONT()

    def line(self, values: Sequence[Any]) -> List[Any]:
        self.row += 1
        return [put(self.sheet.cell(self.row, number), value)
                for number, value in enumerate(values, 1)]


def _border() -> Any:
    from openpyxl.styles import Border, Side
    thin = Side(style="thin", color="808080")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def bulletin(book: Any, path: Path, *, village: str, month: str, lang: str = "zh") -> str:
    """Writes a village's monthly notice as a workbook to print; names are masked.

    Parameters
    ----------
    book : Book
        The ledger.
    path : path
        A new ``.xlsx`` file.
    village, month : str
        ``V01``, ``2026-04``.
    lang : {"zh", "en"}
        Of heads and titles.

    Returns
    -------
    str
        The file.

    Raises
    ------
    Error
        ``not_found`` for an unknown village, ``conflict`` for a file that exists.
    """
    need_openpyxl()
    from openpyxl import Workbook
    said, words = book.run("bulletin", village=village, month=month, lang=lang), WORDS[lang]
    workbook = Workbook()
    title = words["bulletin"].format(village=said["village"], month=month)
    line = words["period"].format(said["from"], said["through"], book.today)
    _households(workbook.active, said["households"], (title, line), words)
    _rules(workbook.create_sheet(words["by_rule"]), said["rules"], (title, line), words)
    return save_new(workbook, path)


def _households(sheet: Any, rows: Sequence[Any], titles: Tuple[str, str], words: Any) -> None:
    sheet.title = words["by_household"]
    made = _Sheet(sheet, (16, 16, 16, 14, 14))
    made.title(titles[0])
    made.title(titles[1], 10)
    head = made.head([words[name] for name in ("group", "household", "head", "points",
                                               "penalty")])
    for row in rows:
        made.body((row["group"], row["household"], row["head"], Decimal(row["points"]),
                   Decimal(row["penalty"])))
    points, penalty = (sum((Decimal(row[name]) for row in rows), Decimal("0.00"))
                       for name in ("points", "penalty"))
    made.body((words["total"], "", "", points, penalty))
    sheet.freeze_panes = f"A{head + 1}"
    page(sheet, area=f"A1:{made.last}{made.row}", heads=(1, head), foot=titles[0])


def _rules(sheet: Any, rows: Sequence[Any], titles: Tuple[str, str], words: Any) -> None:
    made = _Sheet(sheet, (12, 36, 10, 14))
    made.title(titles[0])
    head = made.head([words[name] for name in ("rule", "what", "count", "points")])
    for row in rows:
        made.body((row["rule"], row["what"], int(row["count"]), Decimal(row["points"])))
    page(sheet, area=f"A1:{made.last}{made.row}", heads=(1, head), foot=titles[0])


def statements(book: Any, path: Path, households: Union[str, Iterable[str]], *,
               lang: str = "zh", lines: int = 60) -> str:
    """Writes statements of households, a sheet each, to print; names are masked.

    Parameters
    ----------
    book : Book
        The ledger.
    path : path
        A new ``.xlsx`` file.
    households : str or iterable of str
        Ids.
    lang : {"zh", "en"}
        Of heads and titles.
    lines : int
        How many movements of each at most, the newest.

    Returns
    -------
    str
        The file.

    Raises
    ------
    Error
        ``not_found`` for an unknown household, ``conflict`` for a file that exists.
    """
    need_openpyxl()
    from openpyxl import Workbook
    wanted = [households] if isinstance(households, str) else list(dict.fromkeys(households))
    if not wanted:
        raise Error("bad_input", "没有指明农户", "no household is named")
    workbook = Workbook()
    workbook.remove(workbook.active)
    for household in wanted:
        said = book.statement(household, lines=lines, lang=lang)
        _statement(workbook.create_sheet(household), said, WORDS[lang])
    return save_new(workbook, path)


def _statement(sheet: Any, said: Any, words: Any) -> None:
    made = _Sheet(sheet, (14, 30, 12, 12, 36))
    title = words["statement"].format(household=said.household, head=said.head)
    made.title(title)
    made.title(f"{said.village} {said.group}", 10)
    for name in ("spendable", "pending", "honour", "arrears"):
        made.body((words[name], getattr(said, name), "", "", ""))
    for lot in said.lots:
        made.body((words["expires"], lot["expires"], lot["points"], "", ""))
    made.line([])
    head = made.head([words[name] for name in ("on", "what", "pending", "spendable", "why")])
    for row in said.lines:
        made.body((row["on"], row["what"], row["pending"], row["spendable"], row["why"]))
    if said.waiting:
        made.line([])
        made.head((words["on"], words["waiting"], words["pending"], words["until"], ""))
        for row in said.waiting:
            made.body((row["on"], row["what"], row["points"], row["until"], ""))
    page(sheet, area=f"A1:{made.last}{made.row}", heads=(head, head), foot=title)
