"""Finding the head of a table in a sheet that people made: below titles, merged, spaced out."""
from __future__ import annotations

import dataclasses
import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from .._errors import Error
from ._bounds import COLUMNS_MAX, check_near, used_cells
from ._kinds import KINDS, Column, Kind, at_cell, kind_of, plain
from ._open import Workbook

__all__ = ["Grid", "Head", "find_head"]

SEARCHED = 30  # rows from the top in which a head is looked for
#: Columns that sheets have for people and the ledger has no use for.
BESIDE = {plain(word) for word in ("序号", "编号", "行号", "备注", "说明", "签字", "签名", "no.",
                                   "no", "#", "remark", "remarks", "note", "notes")}
OTHER_NAMES = {"户号": "户编号", "农户编号": "户编号", "户编码": "户编号", "条目编号": "条目",
               "积分条目": "条目", "登记日期": "日期", "店号": "店编号", "商品编码": "商品编号",
               "小票编号": "小票号", "村号": "村编号"}
ITEM = re.compile(r"[A-Z][0-9]{1,2}\.[0-9]{1,2}")


class Grid:
    """A sheet's cells, with what was merged downwards filled into every row of it."""

    def __init__(self, workbook: Workbook, sheet: str):
        self.workbook = workbook
        self.sheet = sheet
        self.raw = workbook.values[sheet]
        self.used: Dict[int, List[Any]] = {}  #: cells that hold something, by row
        for cell in sorted(used_cells(self.raw), key=lambda cell: (cell.row, cell.column)):
            self.used.setdefault(cell.row, []).append(cell)
        self.columns = max((cells[-1].column for cells in self.used.values()), default=0)
        self._ranges: Dict[Tuple[int, int], Any] = {}
        for merged in self.raw.merged_cells.ranges:
            for row in range(merged.min_row, merged.max_row + 1):
                for column in range(merged.min_col, merged.max_col + 1):
                    self._ranges[row, column] = merged

    def filled(self, row: int) -> List[int]:
        """Numbers of the columns in which a row holds something, from the left."""
        return [cell.column for cell in self.used.get(row, ())]

    def merged(self, row: int, column: int) -> Optional[Any]:
        """The merged range a cell lies in."""
        return self._ranges.get((row, column))

    def value(self, row: int, column: int) -> Any:
        """A cell's value, of a merged range that of its first cell."""
        merged = self._ranges.get((row, column))
        if merged is not None:
            row, column = merged.min_row, merged.min_col
        return self.workbook.value(self.sheet, row, column)

    def text(self, row: int, column: int) -> str:
        """What stands there, for looking at titles; an error of a formula is looked at as text."""
        merged = self._ranges.get((row, column))
        if merged is not None:
            row, column = merged.min_row, merged.min_col
        value = self.raw.cell(row, column).value
        return "" if value is None else str(value)

    def address(self, row: int, column: int) -> str:
        """As people say it: ``C7``."""
        from openpyxl.utils import get_column_letter
        return f"{get_column_letter(column)}{row}"


@dataclasses.dataclass(frozen=True)
class Head:
    """Where the head of a table stands, and which column is which."""

    kind: Kind
    row: int                          #: its last row
    columns: Dict[str, int]           #: number of the column in the sheet, by head
    beside: Tuple[str, ...] = ()      #: heads of columns that are left out
    missing: Tuple[str, ...] = ()
    unknown: Tuple[int, ...] = ()     #: numbers of columns that nothing here knows

    def column(self, head: str) -> Column:
        """What the cells under a head are."""
        return next(column for column in self.kind.columns if column.head == head)


def find_head(workbook: Workbook, kind: Optional[str], sheet: Optional[str]) -> Tuple[Grid, Head]:
    """The sheet and the head of the one table in a workbook.

    Raises
    ------
    Error
        ``bad_input`` when there is none, naming what is missing at the nearest; when there are
        two; when the kind has to be said.
    """
    names = [sheet] if sheet else list(workbook.sheets)
    if sheet and sheet not in workbook.values.sheetnames:
        raise Error("not_found", f"{workbook.file} 没有工作表“{sheet}”；有："
                    + "、".join(workbook.sheets), f"{workbook.file} has no sheet {sheet}; it has "
                    + ", ".join(workbook.sheets), {"file": workbook.file, "sheet": sheet})
    kinds = [kind_of(kind)] if kind else list(KINDS.values())
    found: List[Tuple[Grid, Head]] = []
    near: List[Tuple[Grid, Head]] = []
    for name in names:
        grid = Grid(workbook, name)
        heads = [head for one in kinds for head in [_best(grid, one)] if head is not None]
        whole = [head for head in heads if not head.missing]
        fitting = [head for head in whole if not head.unknown] or whole
        found += [(grid, head) for head in fitting]
        near += [(grid, head) for head in heads if head.missing]
    if len(found) == 1:
        check_near(found[0][0].sheet, found[0][0].used)
        _check(*found[0])
        return found[0]
    if not found:
        raise _no_head(workbook, kinds, near)
    raise _several(workbook, found)


def _best(grid: Grid, kind: Kind) -> Optional[Head]:
    """The row with all heads, or the row with most of them if there are two at least."""
    best: Optional[Head] = None
    for row in sorted(row for row in grid.used if row <= SEARCHED):
        head = _read(grid, kind, row)
        if not head.missing:
            return head
        if len(head.columns) >= 2 and (best is None or len(head.columns) > len(best.columns)):
            best = head
    return best


def _read(grid: Grid, kind: Kind, row: int) -> Head:
    known = {plain(name): column.head for column in kind.columns
             for name in (column.head, column.english)}
    known.update({plain(other): head for other, head in OTHER_NAMES.items()
                  if head in known.values() and plain(other) not in known})
    columns: Dict[str, int] = {}
    beside, unknown, items = [], [], []
    for number in range(1, min(grid.columns, COLUMNS_MAX) + 1):
        text = plain(grid.text(row, number))
        merged = grid.merged(row, number)
        if not text or (merged is not None and number > merged.min_col):
            continue
        if text in known and known[text] not in columns:
            columns[known[text]] = number
        elif text in BESIDE:
            beside.append(grid.text(row, number))
        elif kind.items and ITEM.fullmatch(text.upper()) and text.upper() not in columns:
            columns[text.upper()] = number
            items.append(text.upper())
        else:
            unknown.append(number)
    missing = tuple(column.head for column in kind.columns
                    if column.head not in columns and not column.optional)
    bottom = max([row] + [merged.max_row for number in columns.values()
                          for merged in [grid.merged(row, number)] if merged is not None])
    return Head(kind.with_items(items) if items else kind, bottom, columns, tuple(beside), missing,
                tuple(unknown))


def _check(grid: Grid, head: Head) -> None:
    for number in head.unknown:
        again = plain(grid.text(head.row, number)) in {plain(known) for known in head.columns}
        cell = grid.address(head.row, number)
        if again:
            raise at_cell(grid.sheet, cell, grid.text(head.row, number), "列名重复，请删去一列",
                          "the same column twice: delete one")
        raise at_cell(grid.sheet, cell, grid.text(head.row, number),
                      "没有这一列；可用列名：" + "、".join(c.head for c in head.kind.columns)
                      + "；不需导入的列请删去，或改名为“备注”",
                      "there is no such column; there are "
                      + ", ".join(f"{c.head} ({c.english})" for c in head.kind.columns)
                      + "; delete it, or call it 备注")


def _no_head(workbook: Workbook, kinds: Sequence[Kind], near: List[Tuple[Grid, Head]]) -> Error:
    if near:
        grid, head = min(near, key=lambda pair: (len(pair[1].missing), -len(pair[1].columns)))
        missing = "、".join(head.missing)
        cell = grid.address(head.row, 1)
        return at_cell(grid.sheet, cell,
                       "、".join(head.columns), f"表头缺少：{missing}（{head.kind.zh}）",
                       f"the head lacks {', '.join(head.missing)} of {head.kind.name}",
                       column=head.missing[0])
    wanted = "、".join(column.head for column in kinds[0].columns if not column.optional)
    zh = f"应有：{wanted}" if len(kinds) == 1 else "可用 template 得到样表"
    en = f"expected {wanted}" if len(kinds) == 1 else "make one with template"
    return Error("bad_input", f"{workbook.file}：前 {SEARCHED} 行没有认得的表头；{zh}",
                 f"{workbook.file}: no head is known in the first {SEARCHED} rows; {en}",
                 {"file": workbook.file, "found": "", "sheet": ", ".join(workbook.sheets)})


def _several(workbook: Workbook, found: List[Tuple[Grid, Head]]) -> Error:
    sheets = sorted({grid.sheet for grid, _ in found})
    kinds = sorted({head.kind.name for _, head in found})
    facts = {"file": workbook.file, "sheet": ", ".join(sheets), "kind": ", ".join(kinds)}
    if len(sheets) > 1:
        zh = f"{workbook.file} 有多张可导入的工作表：{'、'.join(sheets)}，请指明一张"
        return Error("bad_input", zh, f"{workbook.file} has several sheets to import: "
                     + ", ".join(sheets) + "; name one",
                     facts)
    return Error("bad_input", f"{workbook.file} 可能是 {'、'.join(kinds)}，请指明是哪种表",
                 f"{workbook.file} may be {', '.join(kinds)}: name the kind", facts)
