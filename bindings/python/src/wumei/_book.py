"""An open ledger: asking and checking. What writes is in `Desk`."""
from __future__ import annotations

import datetime
import json
import os
import threading
from decimal import Decimal
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from . import _core
from ._call import Path, call_of, index_of
from ._checks import proof_of, verify
from ._desk import Desk
from ._errors import Error
from ._frames import TABLES, Frame
from ._values import (Statement, Verification, Village, day_of, day_text, instant_of, need_text,
                      table_html)

__all__ = ["Book"]


class Book:
    """An open ledger. Made by `open` and `create`; any number of threads may use it.

    What it shows is the ledger at the moment it was opened or last refreshed, with what it wrote
    itself. Its tables are frames: `entries`, `legs`, `accounts`, `balances`, `households`,
    `deeds`, `inspections`, `scores`, `awards`, `redemptions`, `stock`, `notices`, `budgets`,
    `monthly`.
    """

    # Properties, made below from what the compiled part says of its tables.
    entries: Frame
    legs: Frame
    accounts: Frame
    balances: Frame
    households: Frame
    deeds: Frame
    inspections: Frame
    scores: Frame
    awards: Frame
    redemptions: Frame
    stock: Frame
    notices: Frame
    budgets: Frame
    monthly: Frame

    def __init__(self, ledger: _core.Ledger):
        self._ledger = ledger
        self._batch = threading.RLock()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file. Frames that are being read read on; new ones cannot be."""
        self._ledger.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._ledger.closed

    @property
    def path(self) -> str:
        """The ledger's file."""
        return os.fspath(self._ledger.file)

    @property
    def writes(self) -> bool:
        """Whether it was opened for writing."""
        return self._ledger.writes

    def refresh(self) -> Book:
        """Sees what other processes have written since. Of a book that writes: no effect.

        Returns
        -------
        Book
            Itself.
        """
        self._ledger.refresh()
        return self

    # What it says of itself.

    def about(self) -> Dict[str, Any]:
        """Charter, size, root, villages and dates, in one dict.

        Returns
        -------
        dict
        """
        return json.loads(self._ledger.about())

    @property
    def title(self) -> str:
        """As pages call it: 官桥镇."""
        return self.about()["title"]

    @property
    def programme(self) -> str:
        """Its short id."""
        return self.about()["programme"]

    @property
    def origin(self) -> str:
        """Name of the log in checkpoints."""
        return self.about()["origin"]

    @property
    def log_key(self) -> str:
        """The verifier key that checkpoints are checked with."""
        return self.about()["log_key"]

    @property
    def root(self) -> str:
        """RFC 6962 root over all entries, base64."""
        return self.about()["root"]

    @property
    def today(self) -> datetime.date:
        """The programme's civil date."""
        return datetime.date.fromisoformat(self.about()["today"])

    @property
    def closed_through(self) -> Optional[datetime.date]:
        """Last day of the last accounting period that was closed."""
        return day_of(self.about()["closed_through"])

    @property
    def villages(self) -> Tuple[Village, ...]:
        """The villages of the register."""
        return tuple(Village(row["village"], row["name"], row["resident"])
                     for row in self.about()["villages"])

    def __len__(self) -> int:
        """How many entries the log has."""
        return self.about()["entries"]

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"{len(self):,} entries"
        return f"<wumei.Book {self.path!r}: {state}>"

    def _repr_html_(self) -> str:
        if self.closed:
            return table_html("账本 book", [("文件 file", self.path), ("状态 state", "closed")])
        said = self.about()
        zone = datetime.timezone(datetime.timedelta(minutes=said["offset"]))
        written = instant_of(said["recorded"], zone).strftime("%Y-%m-%d %H:%M")
        return table_html(f"{said['title']} · {said['programme']}", [
            ("记录 entries", f"{said['entries']:,}"), ("最后一笔 last", written),
            ("户 households", f"{said['households']:,}"), ("村 villages", len(said["villages"])),
            ("已结账至 closed", said["closed_through"] or "—"), ("根 root", said["root"])])

    # Tables.

    def table(self, name: str) -> Frame:
        """The table of that name.

        Parameters
        ----------
        name : str
            One of `wumei.TABLES`.

        Returns
        -------
        Frame

        Raises
        ------
        Error
            ``not_found``, when there is no such table.
        """
        if name not in TABLES:
            raise Error("not_found", f"没有表 {name}", f"there is no table {name}; there are "
                        + ", ".join(TABLES), {"table": str(name)})
        return Frame(self._ledger, name)

    def tables(self) -> Dict[str, Frame]:
        """Every table by its name.

        Returns
        -------
        dict of str to Frame
        """
        return {name: Frame(self._ledger, name) for name in TABLES}

    # Questions.

    def balance(self, account: str, *, as_of: Optional[int] = None,
                on: Optional[Union[datetime.date, str]] = None) -> Decimal:
        """Balance of an account, now or earlier.

        Parameters
        ----------
        account : str
            ``holder:purpose`` or ``holder:purpose/detail``; 0 for one that nothing has touched.
        as_of : int, optional
            Up to this entry.
        on : date or str, optional
            Up to this accounting date.

        Returns
        -------
        Decimal
            Points, honour and yuan with two places, goods in whole pieces.

        Examples
        --------
        >>> book.balance("h/0101001:honour") >= 0
        True
        """
        need_text(account=account)
        units = self._ledger.balance(account, -1 if as_of is None else index_of("as_of", as_of),
                                     "" if on is None else day_text("on", on))
        purpose = account.partition(":")[2].partition("/")[0]
        pieces = purpose in ("stock", "out", "given", "bought", "short", "variance")
        return Decimal(units) if pieces else Decimal(units).scaleb(-2)

    def entry(self, seq: int) -> Dict[str, Any]:
        """An entry by its fields; legs are ``[account, lot, amount, balance, previous]``.

        Parameters
        ----------
        seq : int

        Returns
        -------
        dict

        Raises
        ------
        Error
            ``not_found``.
        """
        fields = json.loads(self._ledger.leaf(index_of("seq", seq)))
        names = ("format", "seq", "recorded", "effective", "kind", "actor", "key", "refs", "legs",
                 "data", "detail")
        entry = dict(zip(names, fields))
        entry["recorded"] = instant_of(entry["recorded"])
        entry["effective"] = datetime.date.fromisoformat(entry["effective"])
        return entry

    def find(self, key: str) -> Optional[int]:
        """The entry with that idempotency key, or None.

        Parameters
        ----------
        key : str

        Returns
        -------
        int or None
        """
        need_text(key=key)
        return self._ledger.find(key)

    def statement(self, household: str, *, lines: int = 60, lang: str = "zh") -> Statement:
        """A household's own account; the head's name is masked.

        Parameters
        ----------
        household : str
        lines : int
            How many at most, the newest.
        lang : {"zh", "en"}
            Of the words in it.

        Returns
        -------
        Statement

        Raises
        ------
        Error
            ``not_found``.

        Examples
        --------
        >>> book.statement("0101001").household
        '0101001'
        """
        document = self.run("statement", household=household, lines=lines, lang=lang)
        return Statement._of(document, self._ledger.statement_page(household, lang))

    def run(self, verb: str, *, lang: str = "en", **options: Any) -> Dict[str, Any]:
        """Runs a verb of the command line that only reads: ``claim list``, ``overview``, ``donor``.

        Parameters
        ----------
        verb : str
            As ``wumei --help`` names it; `wumei.verbs` lists them.
        lang : {"en", "zh"}
            Of the words in the answer.
        **options
            The verb's options; ``-`` becomes ``_``.

        Returns
        -------
        dict
            What ``wumei --json`` prints.
        """
        document, _ = self._ledger.run(call_of(verb, options, lang=lang))
        return json.loads(document)

    # Checks.

    def verify(self, **options: Any) -> Verification:
        """Checks the whole ledger; see `wumei.verify`.

        Parameters
        ----------
        **options
            As of `wumei.verify`.

        Returns
        -------
        Verification
        """
        return verify(self.path, **options)

    def prove(self, seq: Optional[int] = None, *, household: Optional[str] = None,
              checkpoint: Optional[Path] = None) -> str:
        """A proof of an entry, or of a household's balance, that anyone can check offline.

        Parameters
        ----------
        seq : int, optional
            An entry.
        household : str, optional
            Or the household whose balance at the last close is proven.
        checkpoint : path, optional
            A checkpoint that covers it; the newest by default.

        Returns
        -------
        str
            Text of a ``c2sp.org/tlog-proof``; `wumei.check_proof` checks the file it is kept in.

        Raises
        ------
        Error
            ``not_found`` without a checkpoint that covers the entry.
        """
        return proof_of(self.run, {"seq": seq, "balance": household, "checkpoint": checkpoint})

    # Writing.

    def sign_in(self, officer: str, pin: str, *, device: str = "py") -> Desk:
        """Proves by PIN who writes; the PIN is asked for this once.

        Parameters
        ----------
        officer : str
            His id.
        pin : str
        device : str
            What entries call this machine.

        Returns
        -------
        Desk

        Raises
        ------
        Error
            ``unauthorised``, whatever is wrong; ``bad_input`` for a book opened for reading.
        """
        need_text(officer=officer, pin=pin, device=device)
        return Desk(self._ledger, self._ledger.sign_in(officer, pin, device), self._batch)

    def export_parquet(self, folder: Path, tables: Optional[Iterable[str]] = None,
                       **options: Any) -> List[str]:
        """Writes tables as Parquet files by programme and month; see `wumei.export_parquet`.

        Parameters
        ----------
        folder, tables, **options
            As of `wumei.export_parquet`.

        Returns
        -------
        list of str
            The files.
        """
        from ._export import export_parquet
        return export_parquet(self, folder, tables, **options)


def _table_property(name: str) -> property:
    about = _core.tables()[name][0]
    return property(lambda book: Frame(book._ledger, name), doc=f"Frame: {about}.")


for _name in TABLES:
    setattr(Book, _name, _table_property(_name))
