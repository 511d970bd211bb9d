"""Frames of others as rows to import."""
from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from typing import Any, Dict, List, Tuple

from ._errors import bad_input
from ._values import plain

__all__ = ["csv_of_frame"]


def csv_of_frame(frame: Any, name: str) -> bytes:
    """A pandas, polars or Arrow table as the CSV file it stands for.

    Whole numbers, Decimals, dates and text are written exactly; a float is refused wherever it
    stands, since it may not be the number that was meant. What is missing is an empty cell, but
    NaN among numbers is refused: it is what became of something.
    """
    heads, columns = _columns(frame, name)
    seen = set()
    for head in heads:
        if head in seen:
            raise bad_input(head, "列名重复", "the same column twice", sheet=name, column=head)
        seen.add(head)
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\r\n")
    writer.writerow(heads)
    texts = [_texts(values, head, name) for head, values in zip(heads, columns)]
    writer.writerows(zip(*texts))
    return rows.getvalue().encode("utf-8")


def _columns(frame: Any, name: str) -> Tuple[List[str], List[List[Any]]]:
    module = type(frame).__module__.partition(".")[0]
    if module == "pandas" and getattr(frame, "ndim", 0) == 2:
        return ([str(head) for head in frame.columns],
                [_of_pandas(frame.iloc[:, number]) for number in range(frame.shape[1])])
    if module == "polars" and hasattr(frame, "rows"):
        return list(frame.columns), [frame[head].to_list() for head in frame.columns]
    if hasattr(frame, "__arrow_c_stream__") and module not in ("pandas", "polars"):
        import pyarrow
        table = pyarrow.table(frame)
        return list(table.column_names), [_of_arrow(column) for column in table.columns]
    raise bad_input(type(frame).__name__, "须为 pandas、polars 或 Arrow 表",
                    "a pandas, polars or Arrow table", sheet=name)


def _of_pandas(column: Any) -> List[Any]:
    """In a column of text NaN is pandas' word for an empty cell, also where no cell holds any;
    among numbers it is a fault."""
    values: List[Any] = column.astype(object).tolist()
    if getattr(column.dtype, "kind", "") == "f" or float not in set(map(type, values)):
        return values

    def missing(value: Any) -> bool:
        return isinstance(value, float) and value != value

    words = [value for value in values if value is not None and not missing(value)]
    if not all(isinstance(value, str) for value in words):
        return values
    return [None if missing(value) else value for value in values]


def _of_arrow(column: Any) -> List[Any]:
    """What Arrow writes exactly need not become a Python object first."""
    import pyarrow
    kinds = pyarrow.types
    kind = column.type
    exact = kinds.is_integer(kind) or kinds.is_date32(kind) or (
        kinds.is_decimal128(kind) and 0 <= kind.scale <= 6)  # else with an exponent
    return (column.cast(pyarrow.string()) if exact else column).to_pylist()


def _texts(values: List[Any], head: str, name: str) -> List[str]:
    kinds = set(map(type, values))
    if kinds <= {str}:
        return values
    if kinds <= {int}:
        return list(map(str, values))
    if not all(issubclass(kind, datetime.date) for kind in kinds):
        return [_cell(value, head, name, row) for row, value in enumerate(values, 1)]
    texts: Dict[Any, str] = {}  # a long column has few days
    for row, value in enumerate(values, 1):
        if value not in texts:
            texts[value] = _cell(value, head, name, row)
    return [texts[value] for value in values]


def _cell(value: Any, head: str, name: str, row: int) -> str:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise bad_input(str(value), "此处不能是真假值", "true or false stands for nothing here",
                        sheet=name, row=row, column=head)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        raise bad_input(str(value), "须为日期，不带时刻", "a date without a time of day",
                        sheet=name, row=row, column=head)
    if isinstance(value, datetime.date):
        return value.isoformat()
    own = plain(value)
    if own is not value:
        return _cell(own, head, name, row)
    if isinstance(value, Decimal):
        raise bad_input(str(value), "不是一个数", "not a number", sheet=name, row=row, column=head)
    if not isinstance(value, float):
        raise bad_input(repr(value), "单元格里不能是这种值",
                        "a value of this type stands in no cell", sheet=name, row=row,
                        column=head)
    missing = value != value
    raise bad_input(
        repr(value),
        "缺失值 NaN" if missing else "不能用浮点数，请用 Decimal 或文字",
        "NaN: a value got lost" if missing else
        "floats are not exact: give Decimals, whole numbers or text",
        sheet=name, row=row, column=head)
