"""A call of a verb of the command line, put together from Python's values."""
from __future__ import annotations

import datetime
import os
from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional, Union

from . import _core
from ._errors import bad_input
from ._values import day_text, text_of

__all__ = ["Day", "Exact", "Path", "call_of", "day_or_none", "lines_of"]

Day = Union[datetime.date, str]
Exact = Union[Decimal, int, str]
Path = Union[str, "os.PathLike[str]"]
GLOBALS = ("effective", "late", "now", "dry_run")


def call_of(verb: str, options: Mapping[str, Any], *, lang: str = "en",
            text: bool = False) -> _core.Call:
    """A verb with its options as text. What is None or False was not given."""
    given: Dict[str, List[str]] = {}
    general: Dict[str, str] = {}
    for name, value in options.items():
        if value is None or value is False:
            continue
        if name in GLOBALS:
            general[name] = "1" if value is True else text_of(name, value)
            continue
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            given[name] = [""]
        elif isinstance(value, (list, tuple, set, frozenset)):
            if value:
                given[name] = [text_of(name, item) for item in value]
        elif isinstance(value, os.PathLike):
            given[name] = [os.fspath(value)]
        else:
            given[name] = [text_of(name, value)]
    return _core.Call(verb.split(), given, general, lang, text)


def day_or_none(name: str, day: Optional[Day]) -> Optional[str]:
    return None if day is None else day_text(name, day)


def lines_of(lines: Mapping[str, int]) -> List[str]:
    if not lines:
        raise bad_input("", "至少一种商品", "at least one of the goods", field="lines")
    return [f"{sku}={text_of('quantity', pieces)}" for sku, pieces in lines.items()]
