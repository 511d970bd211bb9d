"""Opening workbooks that came from anywhere: what cannot be read safely is refused by name."""
from __future__ import annotations

import os
import re
import zipfile
from typing import Any, Dict, Iterator, Optional, Tuple, Union

from .._errors import Error
from ._bounds import used_cells, wide_range
from ._kinds import at_cell, need_openpyxl

__all__ = ["Workbook", "open_workbook"]

Path = Union[str, "os.PathLike[str]"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Larger than any township's sheet; a file that unpacks to more was made to fill memory.
UNPACKED_MAX = 512 * 1024 * 1024
FOREIGN = re.compile(r"\[\d+\]|\[[^\]]+\.xls[xmb]?\]", re.IGNORECASE)


def _refused(file: str, zh: str, en: str, code: str = "unsupported", **facts: str) -> Error:
    return Error(code, f"{file}：{zh}", f"{file}: {en}", {"file": file, **facts})


class Workbook:
    """A workbook with the values its formulas had when it was saved.

    `values` and `formulas` are openpyxl workbooks, the same one where no formula stands.
    """

    def __init__(self, file: str, values: Any, formulas: Any):
        self.file = file
        self.values = values
        self.formulas = formulas

    @property
    def sheets(self) -> Tuple[str, ...]:
        """Names of the sheets that people see."""
        return tuple(sheet.title for sheet in self.values.worksheets
                     if sheet.sheet_state == "visible")

    def value(self, sheet: str, row: int, column: int) -> Any:
        """A cell's value; a formula's as it was calculated last.

        Raises
        ------
        Error
            ``bad_input`` for an error value, and for a formula that was never calculated.
        """
        cell = self.values[sheet].cell(row, column)
        if cell.data_type == "e":
            raise at_cell(sheet, cell.coordinate, cell.value, "单元格是公式错误，请改正或填值",
                          "the cell is an error of a formula: correct it or type the value")
        if cell.value is None and self.formulas is not self.values:
            formula = self.formulas[sheet].cell(row, column)
            if formula.data_type == "f":
                raise at_cell(sheet, cell.coordinate, _formula(formula),
                              "公式没有计算结果，请用 Excel 或 WPS 打开保存一次，或粘贴为数值",
                              "the formula has no value: open and save the file in Excel or WPS, "
                              "or paste values")
        return cell.value


def _formula(cell: Any) -> str:
    return str(getattr(cell.value, "text", cell.value))


def open_workbook(path: Path) -> Workbook:
    """Opens an .xlsx file.

    Raises
    ------
    Error
        ``not_found``; ``unsupported`` for a password, macros, the old .xls, .ods, links to other
        files; ``corrupt`` for a file that is cut off or damaged.
    """
    need_openpyxl()
    name = os.path.basename(os.fspath(path))
    _check_container(path, name)
    formulas = _load(path, name, data_only=False)
    _refuse_links(formulas, name)
    has_formula = any(cell.data_type == "f" for _, cell in _cells(formulas))
    return Workbook(name, _load(path, name, data_only=True) if has_formula else formulas, formulas)


def _check_container(path: Path, name: str) -> None:
    try:
        with open(path, "rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise _refused(name, "没有这个文件", "there is no such file", "not_found") from None
    except OSError as error:
        raise _refused(name, f"不能读取（{error.strerror}）", f"cannot be read ({error.strerror})",
                       "io") from None
    if head == OLE:
        raise _ole(path, name)
    if not head:
        raise _refused(name, "文件是空的", "the file is empty", "corrupt")
    if not head.startswith(b"PK"):
        raise _refused(name, "不是 Excel 工作簿；若是 CSV，请用 wumei import",
                       "is no Excel workbook; a CSV file goes to wumei import", "bad_input")
    _check_parts(path, name)


def _ole(path: Path, name: str) -> Error:
    """An OLE container is a workbook with a password, or one of Excel 97 to 2003."""
    with open(path, "rb") as file:
        content = file.read(1 << 22)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _refused(name, "工作簿有打开密码，请在 Excel 中取消密码后另存",
                        "the workbook has a password: remove it in Excel and save again",
                        reason="password")
    return _refused(name, "是旧格式 .xls，请在 Excel 或 WPS 中另存为 .xlsx",
                    "is the old format .xls: save it as .xlsx in Excel or WPS", reason="xls")


def _check_parts(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
            size = sum(part.file_size for part in parts.infolist())
            if size > UNPACKED_MAX:
                raise _refused(name, "展开后过大，不予读取", "unpacks to too much to be read",
                               reason="size")
            damaged = parts.testzip()
            wide = None if damaged else wide_range(parts)
            kinds = parts.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
        raise _refused(name, "文件不完整或已损坏，请重新复制或另存",
                       "the file is cut off or damaged: copy it again, or save it again",
                       "corrupt") from None
    if damaged:
        raise _refused(name, f"文件已损坏（{damaged}）", f"the file is damaged ({damaged})",
                       "corrupt")
    if wide:
        raise _refused(name, f"合并单元格或链接的区域过大（{wide}），请取消合并或删去链接",
                       f"merged cells or links cover too much to be read (at {wide}): unmerge the "
                       "cells or delete the links", reason="size", cell=wide)
    if any("vbaProject" in part for part in names) or b"macroEnabled" in kinds:
        raise _refused(name, "工作簿带宏，请另存为不带宏的 .xlsx",
                       "the workbook has macros: save it as .xlsx without them", reason="macros")
    if "xl/workbook.xml" not in names:
        raise _refused(name, "不是 .xlsx 工作簿（.ods、.xlsb 请另存为 .xlsx）",
                       "is no .xlsx workbook: save .ods or .xlsb as .xlsx", reason="format")


def _load(path: Path, name: str, *, data_only: bool) -> Any:
    import warnings

    import openpyxl
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that are not ours to keep
            return openpyxl.load_workbook(path, data_only=data_only)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl tells damage by whatever its parsers throw
        raise _refused(name, f"文件已损坏（{type(error).__name__}）",
                       f"the file is damaged ({type(error).__name__}: {error})",
                       "corrupt") from None


def _cells(workbook: Any) -> Iterator[Tuple[str, Any]]:
    for sheet in workbook.worksheets:
        for cell in used_cells(sheet):
            yield sheet.title, cell


def _refuse_links(workbook: Any, name: str) -> None:
    """What another file says may have changed since, and nobody here can look."""
    place: Optional[Dict[str, str]] = None
    for sheet, cell in _cells(workbook):
        if cell.data_type == "f" and FOREIGN.search(_formula(cell)):
            place = {"cell": f"{sheet}!{cell.coordinate}", "found": _formula(cell)}
            break
    if place is None and not getattr(workbook, "_external_links", None):
        return
    where = f"（{place['cell']}：{place['found']}）" if place else ""
    raise _refused(name, f"含有指向其他文件的链接{where}，请“断开链接”或粘贴为数值后再导入",
                   "has links to other files" + (f" ({place['cell']}: {place['found']})"
                                                 if place else "")
                   + ": break the links or paste values", reason="links", **(place or {}))
