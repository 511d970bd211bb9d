"""Workbooks to fill in: drop-down lists, checks in the cells, a sheet that explains the columns."""
from __future__ import annotations

import os
from typing import Any, Dict, List, Optional, Sequence

from .._errors import Error
from ._kinds import Column, Kind, kind_of, need_openpyxl
from ._open import Path
from ._paper import FONT, HEAD_FILL, literal, save_new

__all__ = ["template"]

LISTED_INLINE = 250  # characters that a list may have within the cell's rule itself
ROWS_MAX = 100_000   # each is a formatted cell in every column
FORMATS = {"day": "yyyy-mm-dd", "points": "0.##", "yuan": "0.00", "measure": "0.###", "count": "0"}


def template(kind: str, path: Path, *, book: Optional[Any] = None,
             items: Sequence[str] = (), rows: int = 500) -> str:
    """Makes a workbook of one kind, to be filled in and read by `read`.

    Parameters
    ----------
    kind : str
        As `Desk.import_csv` has them: ``claims``, ``households``, ``inspections``.
    path : path
        A new ``.xlsx`` file; none is overwritten.
    book : Book, optional
        Where the drop-down lists come from: villages, households, rules, goods, shops, officers.
    items : sequence of str, optional
        Columns of marks of ``inspections``; the book's score sheet by default.
    rows : int
        For how many rows the checks are made, 1 to 100000.

    Returns
    -------
    str
        The path.

    Raises
    ------
    Error
        ``not_found`` for an unknown kind, ``conflict`` for a file that exists, ``bad_input`` for
        `rows` that no sheet has.
    """
    need_openpyxl()
    if not 1 <= rows <= ROWS_MAX:
        raise Error("bad_input", f"rows：读到“{rows}”；应为 1 到 {ROWS_MAX}",
                    f'rows: found "{rows}"; expected 1 to {ROWS_MAX}',
                    {"field": "rows", "found": str(rows), "expected": f"1 to {ROWS_MAX}"})
    from openpyxl import Workbook
    made = kind_of(kind)
    lists: Dict[str, Dict[str, str]] = {}
    if book is not None:
        from ._lists import items_of, lists_of
        lists = lists_of(book)
        items = items or (items_of(book) if made.items else ())
    if made.items:
        made = made.with_items(items)
    workbook = Workbook()
    workbook.properties.keywords = f"wumei:{made.name}"
    sheet = workbook.active
    sheet.title = made.zh
    _heads(sheet, made)
    _explain(workbook.create_sheet("说明 Help"), made)
    places = _lists(workbook, made, lists)
    _checks(sheet, made, places, rows)
    return save_new(workbook, path)


def _heads(sheet: Any, kind: Kind) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    for number, column in enumerate(kind.columns, 1):
        cell = sheet.cell(1, number, column.head)
        cell.font, cell.fill = FONT(bold=True), HEAD_FILL()
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.comment = Comment(f"{column.zh}\n{column.en}", "wumei", width=260, height=90)
        wide = 8 if column.optional and kind.items else max(10, 2 * len(column.head) + 4)
        sheet.column_dimensions[get_column_letter(number)].width = wide
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _explain(sheet: Any, kind: Kind) -> None:
    rows: List[Sequence[str]] = [
        ("列 Column", "必填 Needed", "说明", "Meaning", "可填 Choices"),
        *((column.head, "是 yes" if column.needed else "否 no", column.zh,
           f"{column.english}: {column.en}", "、".join(column.words)) for column in kind.columns)]
    for row in rows:
        sheet.append([literal(cell) for cell in row])
    for cell in sheet[1]:
        cell.font, cell.fill = FONT(bold=True), HEAD_FILL()
    for letter, wide in zip("ABCDE", (14, 12, 44, 60, 30)):
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = "A2"
    sheet.append([])
    sheet.append([literal("填好后先预览再导入 Look before importing: "
                          f"python -m wumei xlsx import {kind.name} FILE --dry-run")])


def _lists(workbook: Any, kind: Kind, lists: Dict[str, Dict[str, str]]) -> Dict[str, str]:
    """A hidden sheet with the register's ids; gives the range of each list."""
    wanted = [name for name in dict.fromkeys(column.from_book for column in kind.columns)
              if name and lists.get(name)]
    if not wanted:
        return {}
    sheet = workbook.create_sheet("lists")
    sheet.sheet_state = "hidden"
    places = {}
    from openpyxl.utils import get_column_letter
    for number, name in enumerate(wanted):
        letter = get_column_letter(2 * number + 1)
        for row, (id, about) in enumerate(lists[name].items(), 1):
            for column, text in ((2 * number + 1, id), (2 * number + 2, about)):
                cell = sheet.cell(row, column, literal(text))
                cell.data_type = "s"
                cell.number_format = "@"
        places[name] = f"lists!${letter}$1:${letter}${len(lists[name])}"
    return places


def _checks(sheet: Any, kind: Kind, places: Dict[str, str], rows: int) -> None:
    from openpyxl.utils import get_column_letter
    for number, column in enumerate(kind.columns, 1):
        letter = get_column_letter(number)
        shape = FORMATS.get(column.of, "@")
        for row in range(2, rows + 2):
            sheet.cell(row, number).number_format = shape
        rule = _rule(column, places)
        if rule is None:
            continue
        rule.errorTitle, rule.error = "填写有误 Not so", f"{column.zh} / {column.en}"[:220]
        rule.promptTitle, rule.prompt = column.head[:30], f"{column.zh} / {column.en}"[:250]
        rule.showErrorMessage = rule.showInputMessage = True
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{rows + 1}")


def _rule(column: Column, places: Dict[str, str]) -> Optional[Any]:
    from openpyxl.worksheet.datavalidation import DataValidation
    blank = not column.needed
    if column.words and len(",".join(column.words)) <= LISTED_INLINE:
        return DataValidation(type="list", formula1='"' + ",".join(column.words) + '"',
                              allow_blank=blank)
    if column.from_book in places:
        return DataValidation(type="list", formula1=places[column.from_book], allow_blank=blank)
    if column.of == "day":
        return DataValidation(type="date", operator="between", formula1="36526", formula2="73050",
                              allow_blank=blank)
    if column.of == "count":
        return DataValidation(type="whole", operator="between", formula1="0", formula2="99999999",
                              allow_blank=blank)
    if column.of in ("points", "yuan", "measure"):
        return DataValidation(type="decimal", operator="between", formula1="-99999999",
                              formula2="99999999", allow_blank=blank)
    return None
