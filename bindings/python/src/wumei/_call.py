"""A call of a verb of the command line, put together from Python's values."""
from __future__ import annotations

import datetime
import os
from decimal import Decimal
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from . import _core
from ._errors import bad_input
from ._values import day_text, listed, plain, text_of

__all__ = ["Day", "Exact", "Path", "call_of", "day_or_none", "evidence_of", "index_of", "lines_of"]

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
        value = plain(value)
        if name == "dry_run" and not isinstance(value, bool):
            raise bad_input(repr(value), "须为 True 或 False", "True or False", field=name)
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


def index_of(name: str, seq: int) -> int:
    """The number of an entry."""
    if isinstance(seq, bool) or not isinstance(plain(seq), int) or seq < 0:
        raise bad_input(repr(seq), "须为记录的序号", "the number of an entry", field=name)
    return int(seq)


def evidence_of(pairs: Iterable[Tuple[str, str]]) -> List[str]:
    """``E3:0412`` for each pair of kind and number; a text is no pair of its letters."""
    pairs = listed(pairs)
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2 or not all(isinstance(w, str) for w in pair):
            raise bad_input(repr(pair), "须为（类型, 编号）的对",
                            "pairs of kind and number, as (\"E3\", \"0412\")", field="evidence")
    return [f"{kind}:{number}" for kind, number in pairs]


def lines_of(lines: Mapping[str, int]) -> List[str]:
    if not lines:
        raise bad_input("", "至少一种商品", "at least one of the goods", field="lines")
    return [f"{sku}={text_of('quantity', pieces)}" for sku, pieces in lines.items()]
