"""What the workbooks written here have in common: fonts, pages, cells that are never formulas."""
from __future__ import annotations

import datetime
import os
import tempfile
from decimal import Decimal
from typing import Any, Sequence

from .._errors import Error
from ._open import Path

__all__ = ["free_name", "literal", "page", "put", "save_new"]

ILLEGAL = {number: None for number in range(32) if number not in (9, 10, 13)}


def FONT(**how: Any) -> Any:
    """A font that Chinese spreadsheets have; others take what they have."""
    from openpyxl.styles import Font
    return Font(name="宋体", size=how.pop("size", 11), **how)


def HEAD_FILL() -> Any:
    """Light enough for a black and white printer."""
    from openpyxl.styles import PatternFill
    return PatternFill("solid", fgColor="E8EEE4")


def literal(text: str) -> str:
    """Text without what a workbook cannot hold."""
    return str(text).translate(ILLEGAL)[:32767]


def put(cell: Any, value: Any) -> Any:
    """Sets a cell. Text stays text: a name that begins with ``=`` is no formula."""
    if value is None:
        return cell
    if isinstance(value, Decimal):
        cell.value = value
        cell.number_format = "0.00" if value.as_tuple().exponent == -2 else "General"
    elif isinstance(value, bool):
        cell.value = value
    elif isinstance(value, datetime.datetime):
        cell.value = value.replace(tzinfo=None)
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, datetime.date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int):
        cell.value = value
        cell.number_format = "0"
    else:
        cell.value = literal(value)
        cell.data_type = "s"
        cell.number_format = "@"
    return cell


def page(sheet: Any, *, area: str, heads: Sequence[int], foot: str) -> None:
    """A page for the wall: A4, as wide as the paper, its heads on every page."""
    sheet.print_area = area
    sheet.print_title_rows = f"{heads[0]}:{heads[-1]}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top, margins.bottom = 0.7, 0.8
    sheet.oddFooter.left.text = foot.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def free_name(path: Path) -> str:
    """The path as text, of a workbook that may be written there."""
    target = os.fspath(path)
    if os.path.splitext(target)[1].lower() != ".xlsx":
        raise Error("bad_input", f"文件名须以 .xlsx 结尾：{target}",
                    f"the file's name must end in .xlsx: {target}", {"file": target})
    if os.path.exists(target):
        raise Error("conflict", f"文件已存在，不覆盖：{target}",
                    f"the file exists and is not overwritten: {target}", {"file": target})
    return target


def save_new(workbook: Any, path: Path) -> str:
    """Saves under a name that is free, at once and whole or not at all."""
    target = free_name(path)
    folder = os.path.dirname(os.path.abspath(target))
    try:
        handle, draft = tempfile.mkstemp(suffix=".xlsx", dir=folder)
        os.close(handle)
    except OSError as error:
        raise Error("io", f"不能写入 {folder}：{error.strerror}",
                    f"cannot write to {folder}: {error.strerror}", {"file": target}) from None
    try:
        workbook.save(draft)
        os.chmod(draft, 0o666 & ~_umask())
        os.link(draft, target)  # refuses to replace a file that came meanwhile
    except FileExistsError:
        raise Error("conflict", f"文件已存在，不覆盖：{target}",
                    f"the file exists and is not overwritten: {target}", {"file": target}) from None
    except OSError as error:
        raise Error("io", f"不能写入 {target}：{error.strerror}",
                    f"cannot write {target}: {error.strerror}", {"file": target}) from None
    finally:
        os.unlink(draft)
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
