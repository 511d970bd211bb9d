"""Tables as Parquet files that DuckDB, Spark and ClickHouse read."""
from __future__ import annotations

import os
import pathlib
import re
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional, Union

from ._errors import Error, bad_input
from ._frames import TABLES, Frame, _need
from ._values import listed

if TYPE_CHECKING:  # pragma: no cover
    from ._book import Book

__all__ = ["export_parquet"]

Path = Union[str, "os.PathLike[str]"]
#: Tables with an accounting date, by whose month their files are apart.
DATED = ("entries", "legs", "deeds", "inspections", "scores", "redemptions", "budgets")
#: Rows that wait, of all months together, until those of the fullest month are written.
WAITING = 131_072
NEW = ".new"  #: after the name of a file that is not whole yet


def export_parquet(book: Book, folder: Path, tables: Optional[Iterable[str]] = None, *,
                   compression: str = "zstd", **where: Any) -> List[str]:
    """Writes tables as Parquet, partitioned as Hive does.

    ``FOLDER/legs/programme=guanqiao/month=2026-04/part-0.parquet``; tables of the state, which
    have no dates, lie in ``FOLDER/accounts/programme=guanqiao/part-0.parquet``. Rows are read and
    written batch by batch, so memory does not grow with the ledger.

    Parameters
    ----------
    book : Book
    folder : path
        Made when it is not there; files of an earlier export in it are replaced once all of the
        table is written.
    tables : iterable of str, optional
        All of them by default.
    compression : str
        As pyarrow knows it.
    **where
        As `Frame.where`: ``since``, ``until``, ``village``, ``kind``.

    Returns
    -------
    list of str
        The files written.

    Examples
    --------
    >>> files = wumei.export_parquet(book, folder, ["legs"])
    >>> duckdb.sql(f"SELECT month, sum(amount) FROM read_parquet('{folder}/legs/**/*.parquet', "
    ...            "hive_partitioning = true) WHERE purpose = 'redeemed' GROUP BY month").fetchall()
    [('2026-04', Decimal('1554.50'))]
    """
    codecs = _need("pyarrow", "pyarrow").Codec
    try:
        known = compression == "none" or codecs.is_available(compression)
    except ValueError:
        known = False
    if not known:
        raise bad_input(str(compression), "不支持的压缩方式", "a compression that pyarrow knows",
                        field="compression")
    programme = book.programme
    if not re.fullmatch(r"[A-Za-z0-9._-]+", programme):
        raise Error("bad_input", "项目代号不能作为文件夹名", "the programme names no folder",
                    {"programme": programme})
    written: List[str] = []
    wanted = TABLES if tables is None else listed(tables)
    for frame in [book.table(name).where(**where) for name in wanted]:
        files = _Files(pathlib.Path(folder) / frame.name / f"programme={programme}", compression)
        try:
            _write(frame, files, frame.name in DATED)
        except BaseException:
            files.abandon()
            raise
        written += files.settle()
    return written


def _clear(home: pathlib.Path) -> None:
    """Takes away what an earlier export left: only files that it writes itself."""
    for old in home.glob("**/part-0.parquet"):
        old.unlink()


class _Files:
    """The files of one table, one a month; few are open at a time."""

    def __init__(self, home: pathlib.Path, compression: str):
        self.home = home
        self.compression = compression
        self.names: List[str] = []
        self._open: Dict[str, Any] = {}

    def write(self, month: str, table: Any) -> None:
        import pyarrow.parquet as parquet
        if month not in self._open:
            home = self.home / f"month={month}" if month else self.home
            home.mkdir(parents=True, exist_ok=True)
            name = str(home / "part-0.parquet")
            self.names.append(name)
            self._open[month] = parquet.ParquetWriter(name + NEW, table.schema,
                                                      compression=self.compression)
        self._open[month].write_table(table, row_group_size=WAITING)

    def _close(self) -> None:
        for writer in self._open.values():
            writer.close()

    def settle(self) -> List[str]:
        """Puts the files in the place of those of an earlier export; gives their names."""
        self._close()
        _clear(self.home)
        for name in self.names:
            os.replace(name + NEW, name)
        return self.names

    def abandon(self) -> None:
        """Leaves an earlier export as it was."""
        self._close()
        for name in self.names:
            pathlib.Path(name + NEW).unlink(missing_ok=True)


def _write(frame: Frame, files: _Files, dated: bool) -> None:
    import pyarrow
    if not dated:
        table = frame.to_arrow()
        files.write("", _plain(pyarrow, table))
        return
    waiting: Dict[str, List[Any]] = {}
    rows: Dict[str, int] = {}
    for batch in frame.batches():
        for month, part in _by_month(pyarrow, batch):
            waiting.setdefault(month, []).append(part)
            rows[month] = rows.get(month, 0) + part.num_rows
        while sum(rows.values()) > WAITING:
            fullest = max(rows, key=rows.__getitem__)
            files.write(fullest, pyarrow.Table.from_batches(waiting.pop(fullest)))
            del rows[fullest]
        pyarrow.default_memory_pool().release_unused()
    for month in sorted(waiting):
        files.write(month, pyarrow.Table.from_batches(waiting[month]))


def _plain(pyarrow: Any, table: Any) -> Any:
    """Dictionaries as the text they stand for: Parquet makes its own."""
    schema = pyarrow.schema([
        pyarrow.field(field.name, field.type.value_type, field.nullable)
        if pyarrow.types.is_dictionary(field.type) else field for field in table.schema])
    return table.cast(schema)


def _by_month(pyarrow: Any, batch: Any) -> Iterable[tuple[str, Any]]:
    import pyarrow.compute as compute
    batch = pyarrow.Table.from_batches([batch])
    days = batch.column("effective")
    months = compute.add(compute.multiply(compute.year(days), 12), compute.month(days))
    for number in compute.unique(months).to_pylist():
        part = batch.filter(compute.equal(months, number))
        name = f"{(number - 1) // 12:04}-{(number - 1) % 12 + 1:02}"
        yield name, _plain(pyarrow, part).combine_chunks().to_batches()[0]
