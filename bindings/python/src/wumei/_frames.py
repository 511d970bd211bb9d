"""Tables of a ledger, handed to pandas, polars, pyarrow and DuckDB without a copy."""
from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional, Tuple, Union

from . import _core
from ._errors import Error, bad_input
from ._values import day_text, listed

if TYPE_CHECKING:  # pragma: no cover
    import pandas
    import polars
    import pyarrow

__all__ = ["Frame", "Column", "TABLES"]

Day = Union[datetime.date, str]
Names = Union[str, Iterable[str]]

TABLES: Tuple[str, ...] = ("entries", "legs", "accounts", "balances", "households", "deeds",
                           "inspections", "scores", "awards", "redemptions", "stock", "notices",
                           "budgets", "monthly")


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
    type : str
        Arrow type, as ``decimal128(18, 2)``.
    nullable : bool
        Whether values may be missing.
    about : str
        What it says.
    """

    name: str
    type: str
    nullable: bool
    about: str


def _some(field: str, value: Names) -> List[str]:
    """None at all would be no restriction, and everything what nobody asked for."""
    names = listed(value)
    if not names or not all(isinstance(name, str) and name for name in names):
        raise bad_input(repr(value), "须为一个或几个名称；不限定时请省略",
                        "one name or more; leave it out for all", field=field)
    return names


def _kinds(value: Names) -> List[str]:
    kinds = _some("kind", value)
    for kind in kinds:
        if "." not in kind:
            raise bad_input(kind, "须为记录种类，如 claim.record，或以 claim. 代表其下各种",
                            "a kind as claim.record, or claim. for all that begin with it",
                            field="kind")
    return kinds


def _day(field: str, day: Day) -> str:
    text = day_text(field, day)
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date().isoformat()
    except ValueError:
        raise bad_input(text, "须为日期，如 2026-04-08", "a date as 2026-04-08",
                        field=field) from None


def _need(module: str, package: str) -> Any:
    """The library, or an error that says how to get it."""
    import importlib
    try:
        return importlib.import_module(module)
    except ImportError:
        raise Error("unsupported", f"需要先安装 {package}：pip install {package}",
                    f"this needs {package}: pip install {package}",
                    {"package": package}) from None


class Frame:
    """A table of a ledger, or some rows and columns of it; read when somebody takes it.

    A frame is a description and costs nothing. It shows the ledger as its book saw it last
    (`Book.refresh`), holds no more than a few batches in memory, and can be read any number of
    times. Everything that takes Arrow streams takes it: ``polars.DataFrame(frame)``,
    ``pyarrow.table(frame)``, ``duckdb.sql("SELECT ... FROM frame")``.

    Points, honour, yuan and scores are decimal128(18, 2), never floats; goods are whole pieces of
    the same type. Days are date32, moments timestamp[ms, UTC], ids and codes dictionaries.

    Examples
    --------
    >>> legs = book.legs.where(village="V01", kind="claim.").select("effective", "amount")
    >>> legs.columns
    ('effective', 'amount')
    >>> legs.to_arrow().num_columns
    2
    """

    def __init__(self, ledger: _core.Ledger, name: str, wish: Optional[Dict[str, Any]] = None):
        self._ledger = ledger
        self._wish: Dict[str, Any] = {"table": name, "since": "", "until": "", "villages": [],
                                      "kinds": [], "columns": [], "threads": 2, **(wish or {})}

    @property
    def name(self) -> str:
        """Name of the table."""
        return self._wish["table"]

    @property
    def about(self) -> str:
        """What a row is."""
        return _core.tables()[self.name][0]

    @property
    def schema(self) -> Tuple[Column, ...]:
        """The columns with their types, in order."""
        fields = {field[0]: Column(*field) for field in _core.tables()[self.name][1]}
        wanted = self._wish["columns"] or list(fields)
        return tuple(fields[name] for name in wanted)

    @property
    def columns(self) -> Tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.schema)

    def where(self, *, since: Optional[Day] = None, until: Optional[Day] = None,
              village: Optional[Names] = None, kind: Optional[Names] = None) -> Frame:
        """Rows of some days, villages and kinds alone; decided while reading, before any copy.

        Called again, it replaces what was said of the same word before, and keeps the rest.

        Parameters
        ----------
        since, until : date or str, optional
            First and last accounting date, both included; of notices the day of posting, of
            awards the day the round was announced, of monthly sums the first of the month. Tables
            of the state as it stands (accounts, balances, households, stock) have no days and are
            not restricted by them.
        village : str or iterable of str, optional
            Ids of villages.
        kind : str or iterable of str, optional
            Kinds of entries; one that ends in a dot stands for all that begin with it.

        Returns
        -------
        Frame

        Raises
        ------
        Error
            ``bad_input`` for what is no day or has no dot to be a kind, and for an empty list;
            ``not_found`` for a village that the ledger does not know, when the frame is read.
        """
        wish = dict(self._wish)
        for name, day in (("since", since), ("until", until)):
            if day is not None:
                wish[name] = _day(name, day)
        if village is not None:
            wish["villages"] = _some("village", village)
        if kind is not None:
            wish["kinds"] = _kinds(kind)
        return Frame(self._ledger, self.name, wish)

    def select(self, *columns: str) -> Frame:
        """These columns alone, in this order; the others are never made.

        Parameters
        ----------
        *columns : str

        Returns
        -------
        Frame

        Raises
        ------
        Error
            ``not_found`` for one that the table does not have, ``bad_input`` for one that is
            named twice.
        """
        known = {field[0] for field in _core.tables()[self.name][1]}
        for number, column in enumerate(columns):
            if column in columns[:number]:
                raise bad_input(str(column), "列名重复", "the same column twice", field="columns")
            if not isinstance(column, str) or column not in known:
                raise Error("not_found", f"表 {self.name} 没有列 {column}",
                            f"{self.name} has no column {column}",
                            {"table": self.name, "column": str(column)})
        return Frame(self._ledger, self.name, {**self._wish, "columns": list(columns)})

    def threads(self, count: int) -> Frame:
        """Read by so many threads (2 by default).

        Parameters
        ----------
        count : int

        Returns
        -------
        Frame
        """
        return Frame(self._ledger, self.name, {**self._wish, "threads": int(count)})

    def _wished(self) -> _core.Wish:
        wish = _core.Wish()
        for name, value in self._wish.items():
            setattr(wish, name, value)
        return wish

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows as an Arrow stream, for whoever asks (Arrow PyCapsule interface)."""
        return self._ledger.stream(self._wished())

    def __arrow_c_schema__(self) -> object:
        """The schema alone (Arrow PyCapsule interface)."""
        return _core.schema(self._wished())

    def batches(self) -> pyarrow.RecordBatchReader:
        """The rows batch by batch: memory stays bounded.

        Returns
        -------
        pyarrow.RecordBatchReader
        """
        return _need("pyarrow", "pyarrow").RecordBatchReader.from_stream(self)

    def to_arrow(self) -> pyarrow.Table:
        """All rows as an Arrow table.

        Returns
        -------
        pyarrow.Table
        """
        return self.batches().read_all()

    def to_pandas(self, *, decimals: str = "arrow") -> pandas.DataFrame:
        """All rows as a `pandas.DataFrame`.

        Parameters
        ----------
        decimals : {"arrow", "object", "cents"}
            Points as pandas' Arrow type (exact, nothing is copied, the default), as
            `decimal.Decimal` objects (exact, slow), or as int64 counts of 0.01; quantities of
            three places stay as they are then.

        Returns
        -------
        pandas.DataFrame
            One row a row of the table. Ids and codes are categorical, days and moments Arrow
            types, missing values ``<NA>``.
        """
        pandas = _need("pandas", "pandas")
        pyarrow = _need("pyarrow", "pyarrow")
        table = self.to_arrow()
        if decimals == "cents":
            table = _cents(pyarrow, table)
        elif decimals not in ("arrow", "object"):
            raise Error("bad_input", "decimals 须为 arrow、object 或 cents",
                        "decimals is one of arrow, object, cents", {"found": str(decimals)})

        def mapper(kind: Any) -> Any:
            if pyarrow.types.is_dictionary(kind):
                return None
            if pyarrow.types.is_decimal(kind) and decimals == "object":
                return None
            return pandas.ArrowDtype(kind)

        return table.to_pandas(types_mapper=mapper, split_blocks=True, self_destruct=True)

    def to_polars(self) -> polars.DataFrame:
        """All rows as a polars frame; ids and codes are categorical.

        Returns
        -------
        polars.DataFrame
        """
        return _need("polars", "polars").DataFrame(self)

    def __len__(self) -> int:
        """Counts the rows: reads one column of them all."""
        first = self.columns[0]
        return sum(batch.num_rows for batch in self.select(first).batches())

    def __repr__(self) -> str:
        return f"<wumei.Frame {self.name}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        import html
        rows = "".join(f"<tr><td><code>{html.escape(column.name)}</code></td>"
                       f"<td>{html.escape(column.type)}</td><td>{html.escape(column.about)}</td>"
                       f"</tr>" for column in self.schema)
        return (f"<table class='wumei'><caption><b>{html.escape(self.name)}</b>: "
                f"{html.escape(self.about)}</caption><tbody>{rows}</tbody></table>")


def _cents(pyarrow: Any, table: pyarrow.Table) -> pyarrow.Table:
    """Decimals as whole counts of their last place: the lower half of each 16 bytes."""
    for number, field in enumerate(table.schema):
        if not pyarrow.types.is_decimal(field.type) or field.type.scale != 2:
            continue
        chunks = [_halved(pyarrow, chunk) for chunk in table.column(number).chunks]
        table = table.set_column(number, field.name,
                                 pyarrow.chunked_array(chunks, type=pyarrow.int64()))
    return table


def _halved(pyarrow: Any, chunk: pyarrow.Array) -> pyarrow.Array:
    import numpy
    validity, values = chunk.buffers()
    halves = numpy.frombuffer(values, dtype="<i8")[2 * chunk.offset:][: 2 * len(chunk):2]
    missing = None if chunk.null_count == 0 else chunk.is_null().to_numpy(zero_copy_only=False)
    return pyarrow.array(halves, type=pyarrow.int64(), mask=missing)
