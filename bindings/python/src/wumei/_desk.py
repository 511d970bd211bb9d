"""An officer's desk: what he may write, he writes here."""
from __future__ import annotations

import contextlib
import json
import os
import threading
from typing import Any, Iterable, Iterator, Mapping, Optional, Tuple

from . import _core
from ._call import Day, Exact, Path, call_of, day_or_none, evidence_of, lines_of
from ._values import Imported, Receipt, text_of

__all__ = ["Desk"]


class Desk:
    """What one officer writes, on one device; made by `Book.sign_in`.

    Every method that writes takes, as ``**how``, `effective` (the accounting date, today by
    default), `late` (the approval of a date in a closed period) and `dry_run` (decide and write
    nothing); it raises `Refused` when the rules say no, and `Error` when something fails. Amounts
    are Decimal, int or text, never floats; days are `datetime.date` or text, today by default. Each
    write is durable when the method returns, but within `batch`. For what has no method there is
    `do`.
    """

    def __init__(self, ledger: _core.Ledger, actor: str, batch: threading.RLock):
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
        lang : {"en", "zh"}
            Of the words in the answer.
        **options
            The verb's options; ``-`` becomes ``_``, and ``_`` may be added to a name that Python
            keeps for itself (``from_``).

        Returns
        -------
        Receipt

        Raises
        ------
        Refused
            The rules say no.
        Error
            ``not_found`` for an unknown verb, ``bad_input`` naming the option.
        """
        with self._batch:
            document, _ = self._ledger.run(call_of(verb, options, lang=lang), self._actor)
        return Receipt._of(json.loads(document))

    @contextlib.contextmanager
    def batch(self) -> Iterator["Desk"]:
        """Everything written within becomes durable together, or nothing does.

        Other threads wait with their writes. What is a batch itself (imports, dry runs,
        ``claim approve --all``) does not go within: ``conflict``, and nothing is written.

        Yields
        ------
        Desk
            Itself.
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

    def import_csv(self, kind: str, file: Path, **options: Any) -> Imported:
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
        **options
            ``dry_run``: decide, and write nothing. ``skip_refused``: leave out rows that the rules
            refuse, and list them. ``effective``: the accounting date of every row; ``late``: the
            entry that approves days of a closed period.

        Returns
        -------
        Imported

        Raises
        ------
        Error
            ``bad_input`` with the facts ``file``, ``line``, ``field`` and what was expected.
        Refused
            With the facts ``file`` and ``line``.
        """
        with open(file, "rb") as content:
            return self.import_bytes(kind, os.path.basename(os.fspath(file)), content.read(),
                                     **options)

    def import_bytes(self, kind: str, name: str, content: bytes, *, dry_run: bool = False,
                     skip_refused: bool = False, effective: Optional[Day] = None,
                     late: Optional[int] = None) -> Imported:
        """As `import_csv`, of a file's bytes; `name` is what errors call it.

        Parameters
        ----------
        kind, name : str
        content : bytes
        dry_run, skip_refused, effective, late
            As of `import_csv`.

        Returns
        -------
        Imported
        """
        dates = day_or_none("effective", effective) or "", "" if late is None else str(late)
        with self._batch:
            said = self._ledger.import_bytes(self._actor, (kind, name), content,
                                             (dry_run, skip_refused), dates)
        return Imported._of(json.loads(said))

    def import_frame(self, kind: str, frame: Any, *, name: str = "frame",
                     **options: Any) -> Imported:
        """As `import_csv`, of a pandas, polars or Arrow table with the same heads.

        Parameters
        ----------
        kind : str
        frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        name : str
            What errors call it.
        **options
            As of `import_csv`.

        Returns
        -------
        Imported

        Raises
        ------
        Error
            ``bad_input`` naming `name`, row and column: a missing or unknown column, a float or
            NaN in a column of amounts, the same key twice. Rows count from 1.
        """
        from ._files import csv_of_frame
        return self.import_bytes(kind, name, csv_of_frame(frame, name), **options)

    # What is done most.

    def claim(self, household: str, rule: str, *, on: Optional[Day] = None, quantity: Exact = 1,
              evidence: Iterable[Tuple[str, str]] = (), by: str = "self",
              person: Optional[str] = None, number: int = 1, **how: Any) -> Receipt:
        """Writes down what a household did.

        Parameters
        ----------
        household, rule : str
            Their ids.
        on : date or str, optional
        quantity : int, Decimal or str
            Times, hours, kilograms: what the rule counts.
        evidence : iterable of tuple
            Pairs of kind and number: ``[("E3", "0412")]``.
        by : {"self", "proxy", "grid"}
            Who claimed.
        person : str, optional
            A pseudonym within the household, for rules that count persons.
        number : int
            2 for the same deed a second time on a day, and so on.

        Returns
        -------
        Receipt
        """
        return self.do("claim record", household=household, rule=rule, on=day_or_none("on", on),
                       quantity=quantity, evidence=evidence_of(evidence),
                       by=by, person=person, number=number, **how)

    def check(self, claim: int, *, reject: bool = False, reason: Optional[str] = None,
              words: Optional[str] = None, **how: Any) -> Receipt:
        """The next step of a claim: lets it pass, or refuses it.

        Parameters
        ----------
        claim : int
            Its entry.
        reject : bool
            Refuse it.
        reason, words : str, optional
            A code that everybody sees, and words that only the household does.

        Returns
        -------
        Receipt
        """
        return self.do("claim check", claim=claim, reject=reject, reason=reason, words=words,
                       **how)

    def approve(self, *, village: Optional[str] = None, through: Optional[Day] = None,
                step: Optional[int] = None, **how: Any) -> Receipt:
        """Lets every claim pass that waits for this officer.

        Parameters
        ----------
        village : str, optional
            Of this village alone.
        through : date or str, optional
            Deeds up to this day.
        step : int, optional
            Claims at this step of their chain alone.

        Returns
        -------
        Receipt
        """
        return self.do("claim approve", all=True, village=village, step=step,
                       through=day_or_none("through", through), **how)

    def inspect(self, household: str, marks: Iterable[Exact] = (), *, part: str = "outside",
                status: str = "scored", judge: Optional[str] = None, on: Optional[Day] = None,
                **how: Any) -> Receipt:
        """Writes down a visit of a courtyard.

        Parameters
        ----------
        household : str
        marks : iterable of int, Decimal or str
            In the order of the sheet's items.
        part : {"outside", "whole"}
        status : {"scored", "absent", "refused", "exempt"}
            Without marks unless it is scored.
        judge : str, optional
            Who judged, the officer of the desk by default.
        on : date or str, optional

        Returns
        -------
        Receipt
        """
        return self.do("inspect record", household=household, mark=list(marks), part=part,
                       status=status, judge=judge, on=day_or_none("on", on), **how)

    def redeem(self, shop: str, lines: Mapping[str, int], *, slip: str,
               household: Optional[str] = None, card: Optional[str] = None,
               receiver: Optional[str] = None, on: Optional[Day] = None, **how: Any) -> Receipt:
        """Goods for points, at a shop.

        Parameters
        ----------
        shop : str
        lines : mapping of str to int
            Pieces by SKU.
        slip : str
            Number of the paper slip.
        household, card : str, optional
            One of them.
        receiver : {"self", "family", "proxy"}, optional
        on : date or str, optional

        Returns
        -------
        Receipt
        """
        return self.do("shop redeem", shop=shop, household=household, card=card, slip=slip,
                       line=lines_of(lines), receiver=receiver, on=day_or_none("on", on), **how)

    def receive(self, shop: str, lines: Mapping[str, Tuple[int, Exact]], *, delivery: str,
                witness: str, donor: Optional[str] = None, fund: Optional[str] = None,
                best_before: Optional[Day] = None, on: Optional[Day] = None,
                **how: Any) -> Receipt:
        """A delivery to a shop.

        Parameters
        ----------
        shop : str
        lines : mapping of str to tuple
            Pieces and yuan a piece, by SKU.
        delivery, witness : str
            Number of the paper, and the second officer who was there.
        donor, fund : str, optional
            Who gave them, or the village whose fund paid.
        best_before, on : date or str, optional

        Returns
        -------
        Receipt
        """
        line = [f"{sku}={text_of('quantity', pieces)}@{text_of('unit_cost', cost)}"
                for sku, (pieces, cost) in lines.items()]
        return self.do("shop receive", shop=shop, donor=donor, fund=fund, delivery=delivery,
                       witness=witness, line=line, on=day_or_none("on", on),
                       best_before=day_or_none("best_before", best_before), **how)

    def budget(self, village: str, *, monthly: Exact, document: str, year: Optional[int] = None,
               from_: int = 1, until: int = 12, **how: Any) -> Receipt:
        """Approves the points that a village's fund may issue in each of these months.

        Parameters
        ----------
        village : str
        monthly : int, Decimal or str
            Points released on the 1st of each month.
        document : str
            The paper that approved it.
        year : int, optional
            This year by default.
        from_, until : int
            First and last month.

        Returns
        -------
        Receipt
        """
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

        Returns
        -------
        Receipt
        """
        return self.do(f"award {step}", round=round, **options)

    def reverse(self, seq: Optional[int] = None, *, reason: str, batch: Optional[int] = None,
                **how: Any) -> Receipt:
        """Takes an entry back, or all of an import.

        Parameters
        ----------
        seq : int, optional
            The entry.
        reason : str
        batch : int, optional
            Instead of one entry: the record of an import, `Imported.record`.

        Returns
        -------
        Receipt
        """
        return self.do("reverse", seq=seq, batch=batch, reason=reason, **how)

    def close_day(self, day: Optional[Day] = None, **how: Any) -> Receipt:
        """Writes the day's totals, and signs them where the key's passphrase is known.

        Parameters
        ----------
        day : date or str, optional
            Today by default.

        Returns
        -------
        Receipt
        """
        return self.do("close day", day=day_or_none("day", day), **how)

    def checkpoint(self, **how: Any) -> str:
        """Signs the head of the ledger.

        Returns
        -------
        str
            The signed note.
        """
        return self.do("checkpoint", **how).document["text"]
