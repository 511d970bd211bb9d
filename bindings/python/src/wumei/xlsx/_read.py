"""Reading a sheet of rows as the CSV file it stands for, or saying cell by cell why not."""
from __future__ import annotations

import csv
import dataclasses
import io
import re
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .._errors import Error
from ._cells import Trouble, cell_text
from ._head import Grid, Head, find_head
from ._kinds import at_cell, plain
from ._open import Path, open_workbook

__all__ = ["Sheet", "gather", "read"]

SUM = re.compile(r"(本页|本月|本组|全村|全镇)?(合计|总计|共计|累计|小计)|(sub|grand)?total|sum$")
PART_SUM = re.compile(r"(本页|本组)?小计|subtotal")
FOOT = re.compile(r"(制表|填表|填报|审核|复核|审批|负责人|经办|单位|注|备注|说明|签字|签名|盖章|"
                  r"日期|preparedby|checkedby|note)")
NUMBERS = ("points", "yuan", "measure", "count")
CELL_MAX = 2000


@dataclasses.dataclass(frozen=True)
class Sheet:
    """The rows of a sheet, as text that the importers read, and where each of them stands.

    Attributes
    ----------
    file, sheet, kind : str
    heads : tuple of str
    rows : tuple of tuple of str
    lines : tuple of int
        Row of the sheet, of each row.
    letters : mapping of str to int
        Number of the column in the sheet, by head.
    notes : tuple of str
        What was left out or taken differently, in both languages.
    """

    file: str
    sheet: str
    kind: str
    heads: Tuple[str, ...]
    rows: Tuple[Tuple[str, ...], ...]
    lines: Tuple[int, ...]
    letters: Mapping[str, int] = dataclasses.field(default_factory=dict)
    notes: Tuple[str, ...] = ()

    def cell(self, line: int, field: str = "") -> str:
        """The cell that the importer calls `field` in `line`.

        Parameters
        ----------
        line : int
            Of the CSV that the same rows would be; 2 is the first row.
        field : str
            A head; the first column by default.

        Returns
        -------
        str
            ``Sheet1!C7``.
        """
        from openpyxl.utils import get_column_letter
        if not 2 <= line < len(self.lines) + 2:
            return f"{self.sheet}!A1"
        number = self.letters.get(field) or min(self.letters.values())
        return f"{self.sheet}!{get_column_letter(number)}{self.lines[line - 2]}"

    def csv(self) -> bytes:
        """The CSV file that the same rows would be: the same rows are the same bytes.

        Returns
        -------
        bytes
            UTF-8.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.heads)
        writer.writerows(self.rows)
        return text.getvalue().encode("utf-8")

    def dicts(self) -> List[Dict[str, str]]:
        """Every row as a dict by head.

        Returns
        -------
        list of dict of str to str
        """
        return [dict(zip(self.heads, row)) for row in self.rows]

    def to_pandas(self) -> Any:
        """A frame of text; the index is the row of the sheet.

        Returns
        -------
        pandas.DataFrame
        """
        import pandas
        index = pandas.Index(self.lines, name="row")
        return pandas.DataFrame(list(self.rows), columns=list(self.heads), index=index)


def read(path: Path, kind: Optional[str] = None, sheet: Optional[str] = None) -> Sheet:
    """Reads a workbook as people keep it, all of it or nothing.

    Titles above the head, blank lines, sums and signatures below, full-width digits, dates as text
    or numbers, numbers as text and cells merged downwards are understood. What could mean two
    things is refused by its cell.

    Parameters
    ----------
    path : path
        An .xlsx file.
    kind : str, optional
        As `Desk.import_csv` has them; by default the one whose heads the sheet has.
    sheet : str, optional
        Its name; by default the only one with such a head.

    Returns
    -------
    Sheet

    Raises
    ------
    Error
        ``bad_input`` with the facts ``cell`` (``Sheet1!C7``), ``found`` and ``problems`` (how many
        cells there are to correct); ``unsupported`` and ``corrupt`` for files that cannot be read.
    """
    taken, problems = gather(path, kind, sheet)
    if not problems:
        return taken
    first = problems[0]
    more = len(problems) - 1
    if more:
        raise Error(first.code, f"{first.zh}（另有 {more} 处）", f"{first.en} (and {more} more)",
                    {**first.facts, "problems": str(len(problems))})
    raise Error(first.code, first.zh, first.en, {**first.facts, "problems": "1"})


def gather(path: Path, kind: Optional[str] = None,
           sheet: Optional[str] = None) -> Tuple[Sheet, List[Error]]:
    """As `read`, with everything that is wrong in cells instead of an error for the first."""
    workbook = open_workbook(path)
    grid, head = find_head(workbook, kind, sheet)
    reader = _Reader(grid, head)
    reader.run()
    taken = Sheet(file=workbook.file, sheet=grid.sheet, kind=head.kind.name,
                  heads=tuple(head.columns), rows=tuple(reader.rows), lines=tuple(reader.lines),
                  letters=dict(head.columns), notes=tuple(reader.notes()))
    if not taken.rows and not reader.problems:
        reader.problems.append(at_cell(
            grid.sheet, grid.address(head.row + 1, min(head.columns.values())), "",
            "表头下没有数据行", "there are no rows under the head"))
    return taken, reader.problems


class _Reader:
    """Goes down a sheet from its head."""

    def __init__(self, grid: Grid, head: Head):
        self.grid, self.head = grid, head
        self.epoch = grid.workbook.values.epoch
        self.rows: List[Tuple[str, ...]] = []
        self.lines: List[int] = []
        self.problems: List[Error] = []
        self.ended = 0                #: row of the grand total
        self.sums: List[int] = []
        self.feet: List[int] = []
        self.hidden = 0
        self.struck: List[int] = []

    def run(self) -> None:
        for row in (row for row in sorted(self.grid.used) if row > self.head.row):
            what = self._what(row)
            if what == "sum":
                self.sums.append(row)
            elif what == "foot":
                self.feet.append(row)
            elif what == "row":
                self._take(row)

    def _what(self, row: int) -> str:
        """blank, sum, foot or row."""
        own = [(number, plain(self.grid.text(row, number)))
               for number in self.grid.filled(row) if not self._from_above(row, number)]
        filled = [(number, text) for number, text in own if text]
        if not filled:
            return "blank"
        first = filled[0][1]
        if SUM.match(first):
            self.ended = self.ended if PART_SUM.match(first) else row
            return "sum"
        known = set(self.head.columns.values())
        of_rows = sum(number in known for number, _ in filled)
        if FOOT.match(first) and of_rows * 2 < len(known):
            return "foot"
        if of_rows == 0:
            return "blank"            # a number or a remark beside an empty row
        return "row"

    def _from_above(self, row: int, number: int) -> bool:
        merged = self.grid.merged(row, number)
        return merged is not None and (row, number) != (merged.min_row, merged.min_col)

    def _take(self, row: int) -> None:
        if self.ended:
            number = min(self.head.columns.values())
            self.problems.append(at_cell(
                self.grid.sheet, self.grid.address(row, number), self.grid.text(row, number),
                f"第 {self.ended} 行合计之后还有数据，请移到合计之上",
                f"there are rows below the total in row {self.ended}: move them above it", row=row))
            return
        cells = []
        for head, number in self.head.columns.items():
            try:
                cells.append(self._cell(row, head, number))
            except Trouble as trouble:
                found = self.grid.text(row, number) if trouble.found is None else trouble.found
                self.problems.append(at_cell(
                    self.grid.sheet, self.grid.address(row, number), found, trouble.zh, trouble.en,
                    row=row, column=head))
            except Error as error:    # of a formula
                self.problems.append(Error(error.code, error.zh, error.en, {
                    **error.facts, "sheet": self.grid.sheet, "row": str(row), "column": head}))
        if len(cells) == len(self.head.columns):
            self.rows.append(tuple(cells))
            self.lines.append(row)
            self.hidden += bool(self.grid.raw.row_dimensions[row].hidden)
            if any(cell.has_style and cell.font.strike for cell in self.grid.used[row]):
                self.struck.append(row)

    def _cell(self, row: int, head: str, number: int) -> str:
        column = self.head.column(head)
        merged = self.grid.merged(row, number)
        if merged is not None:
            if merged.min_col != merged.max_col:
                raise Trouble(f"合并单元格 {merged.coord} 跨了几列，请取消合并并逐格填写",
                              f"the merged cells {merged.coord} stand across columns: unmerge them "
                              "and fill in each")
            if merged.min_row != merged.max_row and column.of in NUMBERS:
                raise Trouble(f"合并单元格 {merged.coord} 的数字不知是各行之和还是每行，请逐格填写",
                              f"nobody can tell whether the number in {merged.coord} is of each "
                              "row or of all: unmerge the cells and fill in each")
            row, number = merged.min_row, merged.min_col
        value = self.grid.value(row, number)
        text = cell_text(value, column, epoch=self.epoch,
                         number_format=self.grid.raw.cell(row, number).number_format)
        if not text and column.needed:
            raise Trouble(f"不能空：{column.zh}", f"must not be empty: {column.en}", "")
        if len(text) > CELL_MAX:
            raise Trouble(f"文字过长（{len(text)}）", f"the text is too long ({len(text)})",
                          text[:20])
        return text

    def notes(self) -> List[str]:
        """What somebody who looks before importing should know."""
        said = []
        if self.head.beside:
            said.append("不导入的列 columns left out: " + "、".join(self.head.beside))
        for zh, en, rows in (("合计行", "sums left out", self.sums),
                             ("表尾行", "lines at the foot left out", self.feet),
                             ("有删除线的行也已读取", "rows struck through that were read",
                              self.struck)):
            if rows:
                said.append(f"{zh} {en}: " + ", ".join(map(str, rows)))
        if self.hidden:
            said.append(f"隐藏的行也已读取 hidden rows that were read: {self.hidden}")
        return said
