"""How much a sheet says it is: what a small file may not make a reader build, and what stands far
from everything else."""
from __future__ import annotations

import zipfile
from typing import Any, Dict, Iterator, List, Optional
from xml.parsers import expat

from ._kinds import at_cell

__all__ = ["COLUMNS_MAX", "check_near", "used_cells", "wide_range"]

COLUMNS_MAX = 200
#: Empty rows that may lie above a cell that holds something.
GAP_MAX = 5_000
#: Cells of merged ranges and links together: openpyxl makes every one of them.
AREA_MAX = 1_000_000
CHUNK = 1 << 16


def wide_range(parts: zipfile.ZipFile) -> Optional[str]:
    """The range at which merged cells and links of a sheet become too many to be made."""
    for name in parts.namelist():
        scan = _Scan()
        try:
            with parts.open(name) as part:
                while scan.is_sheet and scan.wide is None and scan.feed(part.read(CHUNK)):
                    pass
        except expat.ExpatError:
            pass                      # no XML: the reader says so
        if scan.wide is not None:
            return scan.wide
    return None


class _Scan:
    """Goes over one part, as long as it is a sheet, and adds up what its ranges cover."""

    def __init__(self) -> None:
        self.is_sheet = True
        self.wide: Optional[str] = None
        self.area = 0
        self._first = True
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start

    def feed(self, content: bytes) -> bool:
        """Whether there was something."""
        self._parser.Parse(content, not content)
        return bool(content)

    def _start(self, name: str, attributes: Dict[str, str]) -> None:
        plain = name.rpartition(" ")[2]
        if self._first:
            self._first, self.is_sheet = False, plain == "worksheet"
        if plain in ("mergeCell", "hyperlink") and self.wide is None:
            self.area += _area(attributes.get("ref", ""))
            if self.area > AREA_MAX:
                self.wide = attributes["ref"]


def _area(ref: str) -> int:
    from openpyxl.utils import range_boundaries
    try:
        left, top, right, bottom = range_boundaries(ref)
    except (TypeError, ValueError):
        return 0                      # no range: the reader says so
    rows = bottom - top + 1 if top and bottom else 1_048_576
    columns = right - left + 1 if left and right else 16_384
    return int(rows * columns)


def used_cells(sheet: Any) -> Iterator[Any]:
    """The cells of an openpyxl sheet that hold something, and no others: a sheet's last cell may
    stand a million rows below its first, and what only has a format holds nothing."""
    for cell in sheet._cells.values():
        value = cell.value
        if value is not None and not (isinstance(value, str) and not value.strip()):
            yield cell


def check_near(sheet: str, used: Dict[int, List[Any]]) -> None:
    """Refuses what stands far from everything else, where nobody looks for it.

    `used` are the cells that hold something, by row.

    Raises
    ------
    Error
        ``bad_input`` with the cell.
    """
    last = 0
    for row in sorted(used):
        far = max(used[row], key=lambda cell: int(cell.column))
        if far.column > COLUMNS_MAX:
            raise at_cell(sheet, far.coordinate, far.value,
                          f"超出前 {COLUMNS_MAX} 列，请删去此格内容或移到表内",
                          f"it stands beyond the first {COLUMNS_MAX} columns: delete it, or move "
                          "it to the table", row=row)
        if row - last > GAP_MAX:
            raise at_cell(sheet, far.coordinate, far.value,
                          f"与上方内容相隔超过 {GAP_MAX} 行，请删去此格内容或移到表内",
                          f"more than {GAP_MAX} empty rows lie above it: delete it, or move it to "
                          "the table", row=row)
        last = row
