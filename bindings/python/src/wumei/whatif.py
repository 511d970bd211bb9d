"""What if: another rule book over the deeds of last season, another award line, another budget.

Nothing here writes. Every function returns a pandas frame whose points are exact (decimal128)::

    from wumei import whatif

    frame = whatif.replay(book, "draft.toml", village="V01")
    whatif.summary(frame, by="household").sort_values("difference")
    whatif.award_lines(book, "2026H1", lines=(80, 85, 90))
    whatif.budgets(book, monthly=4000)
"""
from __future__ import annotations

import os
from decimal import Decimal
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from . import _core
from ._errors import Error, bad_input
from ._values import listed, text_of

__all__ = ["award_lines", "budgets", "replay", "summary"]

Exact = Union[Decimal, int, str]
#: Codes with which a rule book itself says no; all others are people's or the village's.
BY_RULES = {"cap.times", "cap.points", "cap.household", "rule.not_in_force", "rule.excluded",
            "rule.unknown", "evidence.missing", "tier.below"}
POINTS, WORD = "decimal128(18, 2)", "utf8"


def replay(book: Any, rules: Union[str, "os.PathLike[str]"], *, since: Any = None,
           until: Any = None, village: Any = None, any_day: bool = True) -> Any:
    """Judges past claims again by another rule book, by the code that judges claims.

    Parameters
    ----------
    book : Book
        The ledger.
    rules : path or str
        A rule book: a TOML file, or its text (with a line break in it). Nobody has to have
        published it.
    since, until, village
        Which claims, as `Frame.where`; caps then count only these.
    any_day : bool
        The book holds on every day, so that a draft for next year can be asked about last year.

    Returns
    -------
    pandas.DataFrame
        A row a claim: ``seq, on, household, village, rule, quantity, state, before, after,
        difference, reasons`` (codes of what took points away).

    Raises
    ------
    Error
        ``bad_input`` with the facts ``file``, ``line``, ``field`` for a book that cannot be read.

    Notes
    -----
    Claims are taken that were settled, or refused by the rules themselves; not those that people
    refused, or that were withdrawn, reversed or not yet answered. They are judged in the order in
    which they were answered. Points of inspections stay as they were, since their rule depends on
    the sheet, and count towards the household's cap. Objections are not argued again: `before` is
    what the settlement gave.
    """
    deeds = [deed for deed in _rows(book.deeds, since=since, until=until, village=village)
             if _judged(deed)]
    deeds.sort(key=lambda deed: (deed["answer"], deed["seq"]))
    visits = [visit for visit in _rows(book.inspections, since=since, until=until, village=village)
              if visit["points"] and visit["rule"]]
    answers = _core.replay(
        _text(rules), any_day,
        [(deed["household"], deed["rule"], deed["on"].isoformat(), int(deed["quantity"] * 1000),
          (deed["evidence"] or "").split(",") if deed["evidence"] else [], deed["person"] or "")
         for deed in deeds],
        [(visit["household"], visit["rule"], visit["on"].isoformat(), int(visit["points"] * 100))
         for visit in visits])
    columns: Dict[str, List[Any]] = {name: [deed[name] for deed in deeds] for name in (
        "seq", "on", "household", "village", "rule", "quantity", "state")}
    columns["before"] = [deed["points"] or Decimal("0.00") if deed["state"] == "settled"
                         else Decimal("0.00") for deed in deeds]
    columns["after"] = [Decimal(points).scaleb(-2) for points, _ in answers]
    columns["difference"] = [after - before for after, before in zip(columns["after"],
                                                                     columns["before"])]
    columns["reasons"] = [reasons for _, reasons in answers]
    return _frame(columns, {"seq": "int64", "on": "date32", "household": WORD, "village": WORD,
                            "rule": WORD, "quantity": "decimal128(18, 3)", "state": WORD,
                            "before": POINTS, "after": POINTS, "difference": POINTS,
                            "reasons": WORD})


def summary(frame: Any, by: str = "household") -> Any:
    """Sums of a replay by ``household``, ``village`` or ``rule``.

    Parameters
    ----------
    frame : pandas.DataFrame
        What `replay` gave.
    by : {"household", "village", "rule"}

    Returns
    -------
    pandas.DataFrame
        ``claims, changed, before, after, difference``, indexed by `by`.
    """
    if by not in ("household", "village", "rule"):
        raise bad_input(str(by), "只能按 household、village、rule 汇总",
                        "sums are by household, village or rule", field="by")
    grouped = frame.groupby(by, dropna=False)
    summed = grouped[["before", "after", "difference"]].sum()
    summed.insert(0, "claims", grouped.size())
    changed = frame["difference"] != Decimal(0)
    summed.insert(1, "changed", changed.groupby(frame[by], dropna=False).sum().astype("int64"))
    return summed


def award_lines(book: Any, round: Optional[str] = None, *,
                lines: Union[Exact, Iterable[Exact]] = (75, 80, 85, 90, 95)) -> Any:
    """How many ranked households of a round stand at or above each line, by village.

    Parameters
    ----------
    book : Book
        The ledger.
    round : str, optional
        Its id; the one announced last by default.
    lines : Decimal, int or str, or iterable of these
        Lines of the score, or one.

    Returns
    -------
    pandas.DataFrame
        ``line, village, ranked, above, share`` (share in per cent, two places). Quotas, vetoes and
        bars are not applied: it is the line alone.
    """
    rows = _rows(book.awards)
    if round is None and rows:
        round = max(rows, key=lambda row: (row["opened"], row["ranking"]))["round"]
    rows = [row for row in rows if row["round"] == round]
    if not rows:
        raise Error("not_found", f"没有已排名的评选轮次 {round or ''}",
                    f"there is no ranked award round {round or ''}", {"round": str(round or "")})
    made: List[Tuple[Any, ...]] = []
    for line in (_exact("lines", line) for line in listed(lines)):
        for village in sorted({row["village"] or "" for row in rows}):
            here = [row for row in rows if (row["village"] or "") == village]
            above = sum(row["score"] >= line for row in here)
            share = (Decimal(above) * 100 / len(here)).quantize(Decimal("0.01"))
            made.append((line.quantize(Decimal("0.01")), village, len(here), above, share))
    names = ("line", "village", "ranked", "above", "share")
    return _frame({name: [row[number] for row in made] for number, name in enumerate(names)},
                  {"line": POINTS, "village": WORD, "ranked": "int64", "above": "int64",
                   "share": POINTS})


def budgets(book: Any, *, monthly: Optional[Exact] = None, factor: Exact = 1) -> Any:
    """Points that each village issued in each month against what was, or would be, approved.

    Parameters
    ----------
    book : Book
        The ledger.
    monthly : Decimal, int or str, optional
        Another approval for every month; by default those in force.
    factor : Decimal, int or str
        What issues would be multiplied by: ``"1.2"`` for a fifth more.

    Returns
    -------
    pandas.DataFrame
        ``village, month, approved, issued, would_issue, left`` (of that month alone; ``left`` is
        negative where the budget would not do). Unused points of a month carry on in the ledger,
        so sum ``left`` up to see when issuing would stop.
    """
    other = None if monthly is None else _exact("monthly", monthly)
    times = _exact("factor", factor)
    approved = _approved(book)
    issued: Dict[Tuple[str, str], Decimal] = {}
    for leg in _rows(book.legs, columns=("effective", "holder", "purpose", "amount")):
        if leg["purpose"] == "issued" and leg["holder"].startswith("f/"):
            key = (leg["holder"][2:], leg["effective"].strftime("%Y-%m"))
            issued[key] = issued.get(key, Decimal("0.00")) - leg["amount"]
    rows = []
    for village, month in sorted({*issued, *approved}):
        given = issued.get((village, month), Decimal("0.00"))
        may = approved.get((village, month), Decimal("0.00")) if other is None else other
        would = (given * times).quantize(Decimal("0.01"))
        rows.append((village, month, may, given, would, may - would))
    names = ("village", "month", "approved", "issued", "would_issue", "left")
    return _frame({name: [row[number] for row in rows] for number, name in enumerate(names)},
                  {"village": WORD, "month": WORD, **{name: POINTS for name in names[2:]}})


def _approved(book: Any) -> Dict[Tuple[str, str], Decimal]:
    approved: Dict[Tuple[str, str], Decimal] = {}
    for row in _rows(book.budgets):
        if row["reversed"]:
            continue
        for month in range(row["from"], row["until"] + 1):
            key = (row["village"], f"{row['year']}-{month:02}")
            approved[key] = approved.get(key, Decimal("0.00")) + row["monthly"]
    return approved


def _judged(deed: Dict[str, Any]) -> bool:
    if deed["answer"] is None:
        return False
    if deed["state"] == "settled":
        return True
    return deed["state"] == "refused" and bool(
        BY_RULES & set((deed["reasons"] or "").split(",")))


def _text(rules: Union[str, "os.PathLike[str]"]) -> str:
    if isinstance(rules, str) and "\n" in rules:
        return rules
    try:
        with open(rules, encoding="utf-8-sig") as file:
            return file.read()
    except FileNotFoundError:
        raise Error("not_found", f"没有文件 {rules}", f"there is no file {rules}",
                    {"file": str(rules)}) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Error("bad_input", f"不能读取 {rules}：{error}", f"{rules} cannot be read: {error}",
                    {"file": str(rules)}) from None


def _exact(name: str, value: Any) -> Decimal:
    text = text_of(name, value)
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise bad_input(text, "应为数字", "expected a number", field=name) from None
    if number.is_finite():
        return number
    raise bad_input(text, "应为数字", "expected a number", field=name)


def _rows(frame: Any, *, columns: Tuple[str, ...] = (), **wish: Any) -> List[Dict[str, Any]]:
    if any(value is not None for value in wish.values()):
        frame = frame.where(**wish)
    if columns:
        frame = frame.select(*columns)
    return frame.to_arrow().to_pylist()


def _frame(columns: Dict[str, List[Any]], types: Dict[str, str]) -> Any:
    import pandas
    import pyarrow
    made = {"int64": pyarrow.int64(), "utf8": pyarrow.utf8(), "date32": pyarrow.date32(),
            POINTS: pyarrow.decimal128(18, 2), "decimal128(18, 3)": pyarrow.decimal128(18, 3)}
    table = pyarrow.table({name: pyarrow.array(values, made[types[name]])
                           for name, values in columns.items()})
    return table.to_pandas(types_mapper=pandas.ArrowDtype)
