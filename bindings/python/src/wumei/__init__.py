"""wumei (五美): the points ledger of a township, for analysts.

Open a ledger, or found one, and have its tables as frames, its checks and its papers::

    import wumei

    with wumei.open("guanqiao.wumei") as book:
        legs = book.legs.where(village="V01", since="2026-04-01").to_pandas()
        print(book.verify().verdict, book.balance("h/0101001:spendable"))

A book is opened for reading by default, and may then be the one that a counter is writing. To
write, an officer signs in::

    with wumei.open("guanqiao.wumei", write=True) as book:
        desk = book.sign_in("T02", pin="135790")
        desk.import_csv("claims", "claims-2026-04.csv")
        desk.claim("0101001", "ENV01", on="2026-04-08", evidence=[("E3", "0412")])

`Book` says what can be read, `Desk` what can be written, `Frame` how tables go to pandas, polars,
DuckDB and pyarrow; ``book.legs.schema`` lists a table's columns. Checks that trust nobody are
`verify` and `check_proof`. Apart from these, each with what it needs besides:

* `wumei.stats`: effects of judges, agreement, standards of villages, forecasts, what stands out
* `wumei.plot`: pictures in Chinese and English
* `wumei.xlsx`: workbooks to fill in, to import and to print; ``wumei xlsx`` in the shell
* `wumei.whatif`: another rule book, award lines and budgets over what happened
* `wumei.export_parquet`: tables as files for DuckDB, Spark, ClickHouse

Points go in and come out as `decimal.Decimal` and never as floats; days are `datetime.date`,
moments aware `datetime.datetime`. What the rules refuse raises `wumei.Refused`, what fails
`wumei.Error`; both have a ``code`` for programs, ``facts``, and the sentence in Chinese and in
English.
"""
from __future__ import annotations

from typing import Tuple

from . import _core
from ._book import Book
from ._checks import check_proof, verify
from ._desk import Desk
from ._errors import Error, Refused
from ._export import export_parquet
from ._frames import TABLES, Column, Frame
from ._open import create, open
from ._values import Imported, Receipt, Statement, Verification, Village

__version__ = _core.__version__
__all__ = ["Book", "Column", "Desk", "Error", "Frame", "Imported", "Receipt", "Refused",
           "Statement", "TABLES", "Verification", "Village", "check_proof", "create",
           "export_parquet", "open", "verbs", "verify"]


def verbs() -> Tuple[str, ...]:
    """The verbs that `Desk.do` and `Book.run` take, as ``award open``.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "award open" in wumei.verbs()
    True
    """
    return tuple(_core.verbs())


def __getattr__(name: str) -> object:
    """Imports the modules that need other packages when they are first asked for."""
    if name in ("whatif", "xlsx"):
        import importlib
        return importlib.import_module(f"{__name__}.{name}")
    if name in ("plot", "stats"):  # with matplotlib, with scipy: whoever draws or estimates waits
        import importlib
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'wumei' has no attribute {name!r}")
