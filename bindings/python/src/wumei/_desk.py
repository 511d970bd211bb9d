"""An officer's desk: what he may write, he writes here."""
from __future__ import annotations

import contextlib
import datetime
import json
import os
import threading
from decimal import Decimal
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from . import _core
from ._errors import bad_input
from ._values import Imported, Receipt, day_text, text_of

__all__ = ["Desk"]

Day = Union[datetime.date, str]
Exact = Union[Decimal, int, str]
Path = Union[str, "os.PathLike[str]"]
GLOBALS = ("effective", "late", "now", "dry_run")


def call_of(verb: str, options: Mapping[str, Any], *, lang: str = "en",
            text: bool = False) -> "_core.Call":
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


class Desk:
    """What one officer writes, on one device; made by `Book.sign_in`.

    Every method that writes takes `effective` (the accounting date, today by default), `late` (the
    approval of a date in a closed period) and `dry_run` (decide and write nothing), and raises
    `Refused` when the rules say no. Amounts are Decimal, int or text, never floats; days are
    `datetime.date` or text. Each write is durable when the method returns, but within `batch`.
    """

    def __init__(self, ledger: "_core.Ledger", actor: str, batch: "threading.RLock"):
        self._ledger = ledger
        self._actor = actor
        self._batch = batch

    @property
    def actor(self) -> str:
        """``officer@device``."""
        return self._actor

    def __repr__(self) -> str:
        return f"<wumei.Desk {self._actor}>"

    def do(self, verb: str, *, lang: str = "en", **options: Any) -> Receipt:
        """Runs any verb of the command line as this officer: ``award open``, ``rules publish``.

        Parameters
        ----------
        verb : str
            As ``wumei --help`` names it; `wumei.verbs` lists them.
        **options
            The verb's options; ``-`` becomes ``_``, and ``_`` may be added to a name that Python
            keeps for itself (``from_``).

        Raises
        ------
        Refused
            The rules say no.
        Error
            ``not_found`` for an unknown verb, ``bad_input`` naming the option.
        """
        with self._batch:
            document, _ = self._ledger.run(call_of(verb, options, lang=lang), self._actor)
        return Receipt.of(json.loads(document))

    @contextlib.contextmanager
    def batch(self) -> Iterator["Desk"]:
        """Everything written within becomes durable together, or nothing does.

        Other threads wait with their writes. Verbs that are batches themselves (imports,
        ``claim approve --all``) do not go within.
        """
        with self._batch:
            self._ledger.begin()
            try:
                yield self
            except BaseException:
                self._ledger.abandon()
                raise
            self._ledger.commit()

    # Files.

    def import_csv(self, kind: str, file: Path, *, dry_run: bool = False,
                   skip_refused: bool = False) -> Imported:
        """Imports a CSV file, all rows or none; the same file again adds nothing.

        Parameters
        ----------
        kind : str
            ``villages``, ``officers``, ``grids``, ``households``, ``shops``, ``donors``,
            ``goods``, ``budgets``, ``deposits``, ``deliveries``, ``inspections``, ``claims``,
            ``objections``, ``verdicts``, ``redemptions``, ``opening``, ``opening-stock``,
            ``counts``, ``transfers``.
        file : path
            UTF-8 or GB18030.
        skip_refused : bool
            Leave out rows that the rules refuse, and list them.

        Raises
        ------
        Error
            ``bad_input`` with the facts ``file``, ``line``, ``field`` and what was expected.
        Refused
            With the facts ``file`` and ``line``.
        """
        with open(file, "rb") as content:
            return self.import_bytes(kind, os.path.basename(os.fspath(file)), content.read(),
                                     dry_run=dry_run, skip_refused=skip_refused)

    def import_bytes(self, kind: str, name: str, content: bytes, *, dry_run: bool = False,
                     skip_refused: bool = False) -> Imported:
        """As `import_csv`, of a file's bytes; `name` is what errors call it."""
        with self._batch:
            said = self._ledger.import_bytes(self._actor, (kind, name), content,
                                             (dry_run, skip_refused))
        return Imported.of(json.loads(said))

    def import_frame(self, kind: str, frame: Any, *, name: str = "frame", dry_run: bool = False,
                     skip_refused: bool = False) -> Imported:
        """As `import_csv`, of a pandas, polars or Arrow table with the same heads.

        Raises
        ------
        Error
            ``bad_input`` naming `name`, row and column: a missing or unknown column, a float or
            NaN in a column of amounts, the same key twice. Rows count from 1.
        """
        from ._files import csv_of_frame
        return self.import_bytes(kind, name, csv_of_frame(frame, name), dry_run=dry_run,
                                 skip_refused=skip_refused)

    # What is done most.

    def claim(self, household: str, rule: str, *, on: Optional[Day] = None, quantity: Exact = 1,
              evidence: Iterable[Tuple[str, str]] = (), by: str = "self",
              person: Optional[str] = None, number: int = 1, **how: Any) -> Receipt:
        """Writes down what a household did: `evidence` are pairs of kind and number."""
        return self.do("claim record", household=household, rule=rule, on=_day("on", on),
                       quantity=quantity, evidence=[f"{kind}:{ref}" for kind, ref in evidence],
                       by=by, person=person, number=number, **how)

    def check(self, claim: int, *, reject: bool = False, reason: Optional[str] = None,
              words: Optional[str] = None, **how: Any) -> Receipt:
        """The next step of a claim: lets it pass, or refuses it with a code and private words."""
        return self.do("claim check", claim=claim, reject=reject, reason=reason, words=words,
                       **how)

    def approve(self, *, village: Optional[str] = None, through: Optional[Day] = None,
                step: Optional[int] = None, **how: Any) -> Receipt:
        """Lets every claim pass that waits for this officer."""
        return self.do("claim approve", all=True, village=village, through=_day("through", through),
                       step=step, **how)

    def inspect(self, household: str, marks: Iterable[Exact] = (), *, part: str = "outside",
                status: str = "scored", judge: Optional[str] = None, on: Optional[Day] = None,
                **how: Any) -> Receipt:
        """Writes down a visit: marks in the order of the sheet's items."""
        return self.do("inspect record", household=household, mark=list(marks), part=part,
                       status=status, judge=judge, on=_day("on", on), **how)

    def redeem(self, shop: str, lines: Mapping[str, int], *, slip: str,
               household: Optional[str] = None, card: Optional[str] = None,
               receiver: Optional[str] = None, on: Optional[Day] = None, **how: Any) -> Receipt:
        """Goods for points: `lines` are pieces by SKU; the household or its card is named."""
        return self.do("shop redeem", shop=shop, household=household, card=card, slip=slip,
                       line=_lines(lines), receiver=receiver, on=_day("on", on), **how)

    def receive(self, shop: str, lines: Mapping[str, Tuple[int, Exact]], *, delivery: str,
                witness: str, donor: Optional[str] = None, fund: Optional[str] = None,
                best_before: Optional[Day] = None, on: Optional[Day] = None,
                **how: Any) -> Receipt:
        """A delivery: pieces and unit cost by SKU, from a donor or paid by a fund."""
        line = [f"{sku}={text_of('quantity', pieces)}@{text_of('unit_cost', cost)}"
                for sku, (pieces, cost) in lines.items()]
        return self.do("shop receive", shop=shop, donor=donor, fund=fund, delivery=delivery,
                       witness=witness, line=line, best_before=_day("best_before", best_before),
                       on=_day("on", on), **how)

    def budget(self, village: str, *, monthly: Exact, document: str, year: Optional[int] = None,
               from_: int = 1, until: int = 12, **how: Any) -> Receipt:
        """Approves the points that a village's fund may issue in each of these months."""
        return self.do("budget approve", fund=village, monthly=monthly, document=document,
                       year=year, from_=from_, until=until, **how)

    def award(self, step: str, round: str, **options: Any) -> Receipt:
        """A step of an award round.

        Parameters
        ----------
        step : {"open", "veto", "rank", "publish", "object", "decide", "confirm"}
        round : str
            Its id, ``2026H1``.
        **options
            Of the step: ``from_`` and ``until`` of ``open``, ``household`` and ``reason`` of
            ``veto``, ``household`` and ``note`` of ``object``, ``objection`` and ``verdict`` of
            ``decide``.
        """
        return self.do(f"award {step}", round=round, **options)

    def reverse(self, seq: Optional[int] = None, *, reason: str, batch: Optional[int] = None,
                **how: Any) -> Receipt:
        """Takes an entry back, or all of an import by its record."""
        return self.do("reverse", seq=seq, batch=batch, reason=reason, **how)

    def close_day(self, day: Optional[Day] = None, **how: Any) -> Receipt:
        """Writes the day's totals, and signs them where the key's passphrase is known."""
        return self.do("close day", day=_day("day", day), **how)

    def checkpoint(self, **how: Any) -> str:
        """Signs the head of the ledger and returns the note."""
        return self.do("checkpoint", **how).document["text"]


def _day(name: str, day: Optional[Day]) -> Optional[str]:
    return None if day is None else day_text(name, day)


def _lines(lines: Mapping[str, int]) -> List[str]:
    if not lines:
        raise bad_input("", "至少一种商品", "at least one of the goods", field="lines")
    return [f"{sku}={text_of('quantity', pieces)}" for sku, pieces in lines.items()]
