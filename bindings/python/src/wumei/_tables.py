"""Rows for statistics and pictures: out of a book, a frame, or what pandas, polars, Arrow hold.

Amounts become float64 here, and nowhere else in the package: a picture or an estimate is no
account. What is booked stays exact in the frames.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Dict, Optional

from . import _core
from ._book import Book
from ._errors import Error, bad_input
from ._frames import Frame, _need

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["few", "level_of", "names_of", "rows", "wrong"]


def wrong(found: object, zh: str, en: str, **place: object) -> Error:
    """Bad input of a calculation: what was given cannot answer the question."""
    return bad_input(str(found), zh, en, **place)


def level_of(level: Any, least: float = 0.0) -> float:
    """The level of an interval or a list, as a share: 95 and "95%" are none."""
    try:
        if 0 < level < 1 and level >= least:
            return float(level)
    except (TypeError, ValueError):  # text, nothing, several
        pass
    if least:
        raise wrong(level, f"level 须不小于 {least} 而小于 1", f"a level lies in [{least}, 1)",
                    field="level")
    raise wrong(level, "level 须在 0 与 1 之间，如 0.95",
                "a level lies between 0 and 1, as 0.95", field="level")


def few(found: int, least: int, zh: str, en: str) -> Error:
    """Too few of something: households, judges, weeks."""
    return Error("bad_input", f"数据太少：{zh}至少要 {least}，只有 {found}",
                 f"too few data: {least} {en} are needed and there are {found}",
                 {"found": str(found), "expected": str(least)})


def rows(source: Any, table: str, need: Mapping[str, str],
         extra: Optional[Mapping[str, str]] = None) -> pandas.DataFrame:
    """Columns of a table as plain numpy columns.

    Parameters
    ----------
    source : Book, mapping of table name to frame, or a frame
        A frame is a `wumei.Frame`, a pandas or polars frame, or an Arrow table.
    table : str
        The table whose schema is meant.
    need : mapping of str to str
        Columns, and what they hold: ``number`` (float64), ``day`` (datetime64), ``word`` (str),
        ``flag`` (bool); a ``?`` behind it lets values be missing.
    extra : mapping, optional
        Columns that are taken when they are there.

    Raises
    ------
    Error
        ``bad_input`` with ``table`` and ``column`` for a missing column, with ``row`` too for a
        missing or infinite value where there must be one. Whole numbers are refused where a
        ledger has decimals.
    """
    pandas = _need("pandas", "pandas")
    pyarrow = _need("pyarrow", "pyarrow")
    frame = _frame(source, table)
    wanted = dict(need)
    present = _columns(frame)
    for name in wanted:
        if name not in present:
            raise wrong(", ".join(present), f"表缺少列 {name}", f"there is no column {name}",
                        table=table, column=name)
    wanted.update({name: kind for name, kind in (extra or {}).items() if name in present})
    arrow = _arrow(pyarrow, frame, table, list(wanted))
    _no_cents(pyarrow, arrow, table)
    return pandas.DataFrame({name: _column(pandas, pyarrow, arrow, (table, name, kind))
                             for name, kind in wanted.items()})


def _frame(source: Any, table: str) -> Any:
    if isinstance(source, Book):
        return source.table(table)
    if isinstance(source, Mapping):
        if table not in source:
            raise wrong(", ".join(map(str, source)), f"缺少表 {table}",
                        f"the table {table} is needed", table=table)
        return source[table]
    return source


def _columns(frame: Any) -> list[str]:
    for attribute in ("column_names", "columns"):  # Arrow's and everybody else's
        if hasattr(frame, attribute):
            return [str(name) for name in getattr(frame, attribute)]
    raise wrong(type(frame).__name__, "须为账本、表，或按表名给出的字典",
                "a book, a frame, or frames by table name is needed")


def _arrow(pyarrow: Any, frame: Any, table: str, names: list[str]) -> Any:
    if isinstance(frame, Frame):
        return frame.select(*names).to_arrow()
    try:
        if hasattr(frame, "iloc"):
            return pyarrow.Table.from_pandas(frame[names], preserve_index=False)
        if hasattr(frame, "column_names"):
            return frame.select(names)
        return pyarrow.table(frame[names])
    except pyarrow.ArrowException as error:
        raise wrong(error, "列中混有不同类型的值", "a column mixes types", table=table) from None


def _no_cents(pyarrow: Any, arrow: Any, table: str) -> None:
    """Whole numbers where a ledger has decimals may be counts of 0.01: a hundred times too much."""
    exact = {field[0] for field in _core.tables()[table][1] if field[1].startswith("decimal")}
    for field in arrow.schema:
        if field.name in exact and pyarrow.types.is_integer(field.type):
            raise wrong(field.type, "整数可能是以 0.01 计的数，请用 to_pandas() 或 "
                        "decimals=\"object\"；确是整分的，请先转成浮点数",
                        "whole numbers may be counts of 0.01: take to_pandas() or "
                        "decimals=\"object\", or make them floats where they are whole points",
                        table=table, column=field.name)


def _column(pandas: Any, pyarrow: Any, arrow: Any, which: tuple[str, str, str]) -> Any:
    table, name, kind = which
    column = arrow.column(name)
    if pyarrow.types.is_dictionary(column.type):
        column = _spelt_out(pyarrow, column)
    if pyarrow.types.is_decimal(column.type):
        column = column.cast(pyarrow.float64())
    series = column.to_pandas(date_as_object=False)
    place = {"table": table, "column": name}
    series = _typed(pandas, series, kind.rstrip("?"), place)
    missing = series.isna().to_numpy()
    if missing.any() and not kind.endswith("?"):
        row = int(missing.argmax())
        raise wrong("NaN", f"第 {row + 1} 行缺值", "a value is missing", row=row + 1, **place)
    return series.to_numpy() if kind.startswith("number") else series


def _spelt_out(pyarrow: Any, column: Any) -> Any:
    kind = column.type.value_type
    if str(kind) != "string_view":
        return column.cast(kind)
    # Categories of polars: pyarrow takes no element of such words, so they are plain ones first.
    chunks = [pyarrow.DictionaryArray.from_arrays(chunk.indices,
                                                  chunk.dictionary.cast(pyarrow.string()))
              for chunk in column.chunks]
    return pyarrow.chunked_array([chunk.dictionary_decode() for chunk in chunks], pyarrow.string())


def _typed(pandas: Any, series: Any, kind: str, place: Dict[str, str]) -> Any:
    import numpy
    try:
        if kind == "number":
            if series.dtype == object and series.map(lambda value: isinstance(value, str)).any():
                raise ValueError("text")
            series = series.astype("float64")
            infinite = numpy.isinf(series.to_numpy())
            if infinite.any():
                raise wrong("inf", "不是有限的数", "a number is not finite",
                            row=int(infinite.argmax()) + 1, **place)
            return series
        if kind == "day":
            series = pandas.to_datetime(series)
            return series.dt.tz_localize(None) if series.dt.tz is not None else series
        return series.astype(bool) if kind == "flag" else series.astype(object)
    except (TypeError, ValueError) as error:
        zh = {"number": "数字", "day": "日期"}.get(kind, "真假值")
        raise wrong(error, f"应为{zh}", f"this should be a {kind}", **place) from None


def names_of(source: Any, table: str, code: str, name: str) -> Dict[str, str]:
    """What people call villages or goods, where the source says so."""
    if not isinstance(source, (Book, Mapping)) or \
            isinstance(source, Mapping) and table not in source:
        return {}
    found = rows(source, table, {code: "word?"}, {name: "word?"})
    if name not in found:
        return {}
    found = found.dropna().drop_duplicates(code, keep="last")
    return dict(zip(found[code], found[name]))
