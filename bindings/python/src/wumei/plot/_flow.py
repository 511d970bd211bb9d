"""Points over time, and from what earned them to what they bought."""
from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Dict, Optional

import numpy
import pandas

from .._book import Book
from .._errors import Error
from .._tables import few, names_of, rows, wrong
from ._ribbons import draw_ribbons
from ._style import BLACK, BLUE, GREY, ORANGE, Sheet, amount, percent

if TYPE_CHECKING:  # pragma: no cover
    from matplotlib.axes import Axes

__all__ = ["household_year", "points_over_time", "sankey"]


def points_over_time(source: Any, *, per: str = "M", language: str = "zh",
                     ax: Optional[Axes] = None) -> Axes:
    """Points issued and spent in each period, and those pending at its end.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``legs`` from the beginning: effective, purpose, unit, amount.
    per : {"M", "W"}
        Months, or weeks that end on Sunday.
    language : {"zh", "en"}
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` for a table without points, another period, a missing column or value.

    Notes
    -----
    Issued and spent are net of what was taken back: a period of reversals may lie below zero. The
    last period may not be over yet.

    Examples
    --------
    >>> wumei.plot.points_over_time(book, language="en").get_ylabel()
    'points'
    """
    sheet = Sheet(language)
    table = _movements(source, per)
    ax = sheet.axes(ax, (6.3, 3.7))
    at = numpy.arange(len(table))
    ax.axhline(0, color=GREY, linewidth=0.6)
    ax.bar(at - 0.2, table["issued"], 0.38, color=BLUE, label=sheet.say("issued"))
    ax.bar(at + 0.2, table["redeemed"], 0.38, color=ORANGE, label=sheet.say("spent"))
    ax.plot(at, table["pending"], color=BLACK, marker="o", markersize=4, linewidth=1.2,
            label=sheet.say("pending_end"), zorder=3)
    _period_ticks(ax, table.index, per)
    ax.set_ylabel(sheet.say("points"))
    ax.yaxis.set_major_formatter(lambda value, _: amount(value).replace("-", "−"))
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.6)
    sheet.legend(ax)
    return sheet.finish(
        ax, sheet.say("time.title", issued=amount(table["issued"].sum()),
                      spent=amount(table["redeemed"].sum()),
                      pending=amount(table["pending"].iloc[-1])), sheet.say(f"time.note.{per}"))


def _movements(source: Any, per: str) -> pandas.DataFrame:
    if per not in ("M", "W"):
        raise wrong(per, "per 须为 W 或 M", "per is W or M")
    legs = rows(source, "legs", {"effective": "day", "purpose": "word", "unit": "word",
                                 "amount": "number"})
    legs = legs[legs["purpose"].isin(["issued", "redeemed", "pending"])
                & (legs["unit"] == "points")]
    if legs.empty:
        raise few(0, 1, "积分记录", "movements of points")
    table = legs.groupby([legs["effective"].dt.to_period(per), "purpose"])["amount"].sum().unstack()
    table = table.reindex(pandas.period_range(table.index.min(), table.index.max(),
                                              freq=table.index.freq)).fillna(0.0)
    table = table.reindex(columns=["issued", "redeemed", "pending"], fill_value=0.0)
    # What a fund issued stands on its account below zero; pending is what the legs sum up to.
    return table.assign(issued=-table["issued"], pending=table["pending"].cumsum())


def _period_ticks(ax: Any, periods: Any, per: str) -> None:
    one_year = periods[0].end_time.year == periods[-1].end_time.year
    form = "%Y-%m" if per == "M" else "%m-%d" if one_year else "%Y-%m-%d"
    step = -(-len(periods) // (12 if len(form) < 6 else 7))
    at = numpy.arange(0, len(periods), step)
    ax.set_xticks(at, [periods[i].end_time.strftime(form) for i in at], fontsize=8)
    ax.set_xlim(-0.7, len(periods) - 0.3)


def sankey(source: Any, *, top: int = 7, names: Optional[Mapping[str, str]] = None,
           language: str = "zh", ax: Optional[Axes] = None) -> Axes:
    """What earned the points that were spent, and what they were spent on.

    Parameters
    ----------
    source : Book or mapping
        Uses ``deeds`` (household, rule, state, points), ``redemptions`` (household, sku, points,
        reversed), and where there are, ``inspections`` (household, rule, points) and ``stock``
        (sku, name); of ``deeds`` and ``inspections`` also rule_name and rule_name_en.
    top : int
        Rules, and goods, that are shown by themselves, the largest; the rest together.
    names : mapping of str to str, optional
        What to call rules and goods, by code; by default as the rule book and the price list do.
    language, ax
        As of `points_over_time`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` when nothing was spent, for a missing table, column or value.

    Notes
    -----
    A ledger does not follow single points through a household's account. What a household spent is
    shared out over the rules in the proportion in which it earned, up to what it earned; the rest
    came from an opening balance or from before.

    Examples
    --------
    >>> wumei.plot.sankey(book, top=5, language="en").axison
    False
    """
    earned = _earned(source)
    sheet = Sheet(language, {**names_of(source, "stock", "sku", "name"),
                             **_rule_names(earned, language), **(names or {})})
    flows = _flows(_spent(source), earned)
    if flows.empty:
        raise few(0, 1, "兑换", "redemptions")
    flows = flows.assign(
        rule=_largest(flows, "rule", top, sheet.say("other.rules")).replace(
            "", sheet.say("before")),
        sku=_largest(flows, "sku", top, sheet.say("other.goods")))
    matrix = flows.pivot_table(index="rule", columns="sku", values="points", aggfunc="sum",
                               fill_value=0.0)
    last = [sheet.say(key) for key in ("other.rules", "other.goods", "before")]
    matrix = matrix.loc[_in_order(matrix.sum(axis=1), last), _in_order(matrix.sum(), last)]
    ax = sheet.axes(ax, (6.3, 4.6))
    draw_ribbons(ax, matrix, sheet.name, last)
    total = matrix.to_numpy().sum()
    rules, goods = (sums.drop(last, errors="ignore") if len(sums) > 1 else sums
                    for sums in (matrix.sum(axis=1), matrix.sum()))
    rules = rules if len(rules) else matrix.sum(axis=1)
    return sheet.finish(ax, sheet.say(
        "sankey.title", spent=amount(total), rule=sheet.name(rules.idxmax()),
        share=percent(rules.max() / total), sku=sheet.name(goods.idxmax()),
        part=percent(goods.max() / total)), sheet.say("sankey.note"))


def _spent(source: Any) -> pandas.DataFrame:
    """household, sku, spent."""
    lines = rows(source, "redemptions", {"household": "word", "sku": "word", "points": "number",
                                         "reversed": "flag"})
    lines = lines[~lines["reversed"] & (lines["points"] > 0)]
    return lines.groupby(["household", "sku"])["points"].sum().rename("spent").reset_index()


def _earned(source: Any) -> pandas.DataFrame:
    """What deeds and visits earned, a row each: household, rule, points; names, where known."""
    names = {"rule_name": "word?", "rule_name_en": "word?"}
    deeds = rows(source, "deeds", {"household": "word", "rule": "word", "state": "word",
                                   "points": "number?"}, names)
    parts = [deeds[deeds["state"] == "settled"].drop(columns="state")]
    if isinstance(source, Book) or isinstance(source, Mapping) and "inspections" in source:
        parts.append(rows(source, "inspections", {"household": "word", "rule": "word?",
                                                  "points": "number"}, names))
    # One without rows would only decide what type its columns have.
    parts = [part for part in parts if len(part)] or parts[:1]
    earned = pandas.concat(parts).dropna(subset=["rule"])
    return earned[(earned["points"] > 0) & (earned["rule"] != "")]


def _rule_names(earned: pandas.DataFrame, language: str) -> Dict[str, str]:
    """By code; what a rule has no English name for is called as in Chinese."""
    found: Dict[str, str] = {}
    for column in ("rule_name", "rule_name_en")[:2 if language == "en" else 1]:
        if column in earned:
            named = earned.dropna(subset=[column]).drop_duplicates("rule", keep="last")
            found.update(zip(named["rule"], named[column]))
    return found


def _flows(spent: pandas.DataFrame, earned: pandas.DataFrame) -> pandas.DataFrame:
    """rule, sku, points; rule is empty for what was not earned in these tables."""
    earned = earned.groupby(["household", "rule"])["points"].sum().rename("earned").reset_index()
    total_spent = spent.groupby("household")["spent"].sum()
    total_earned = earned.groupby("household")["earned"].sum().reindex(
        total_spent.index).fillna(0.0)
    covered = (numpy.minimum(total_earned, total_spent) / total_spent).rename("covered")
    both = spent.merge(covered, on="household")
    rest = both.assign(rule="", points=both["spent"] * (1 - both["covered"]))
    flow = both.merge(earned, on="household")
    flow["points"] = (flow["spent"] * flow["covered"] * flow["earned"]
                      / flow["household"].map(total_earned))
    flows = pandas.concat([flow, rest])[["rule", "sku", "points"]]
    return flows.groupby(["rule", "sku"])["points"].sum().loc[lambda sums: sums > 1e-9] \
        .reset_index()


def _largest(flows: Any, column: str, top: int, other: str) -> Any:
    """The codes, with those beyond the largest replaced; one that would be alone is left."""
    sums = flows[flows[column] != ""].groupby(column)["points"].sum().nlargest(len(flows))
    if len(sums) <= top + 1:
        return flows[column]
    kept = {*sums.index[:max(top, 1)], ""}
    return flows[column].where(flows[column].isin(kept), other)


def _in_order(sums: Any, last: Any) -> Any:
    ordered = sums.sort_values(ascending=False).index
    return [*(name for name in ordered if name not in last),
            *(name for name in ordered if name in last)]


def household_year(source: Any, household: str, *, year: Optional[int] = None,
                   language: str = "zh", ax: Optional[Axes] = None) -> Axes:
    """A household's points through a year: what came and went by month, and what it held.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``legs`` from the beginning: seq, effective, holder, purpose, unit, amount.
    household : str
        Its number.
    year : int, optional
        The year of its last movement by default.
    language, ax
        As of `points_over_time`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``not_found`` for a household without points, in all or in that year; ``bad_input`` for a
        year that is no whole number, a missing column or value.

    Notes
    -----
    In and out are entries by what they change in all the household's points together: points that
    were pending and become spendable neither come nor go.

    Examples
    --------
    >>> wumei.plot.household_year(book, "0101001").get_ylabel()
    '积分'
    """
    sheet = Sheet(language)
    if not (year is None or isinstance(year, numbers.Integral)):
        raise wrong(repr(year), "年份须为整数，如 2026", "a year is a whole number, as 2026",
                    field="year")
    legs = rows(source, "legs", {"seq": "number", "effective": "day", "holder": "word",
                                 "purpose": "word", "unit": "word", "amount": "number"})
    newest = legs["effective"].max()
    legs = legs[(legs["holder"] == f"h/{household}") & (legs["unit"] == "points")]
    if year is None and len(legs):
        year = int(legs["effective"].dt.year.max())
    if not (legs["effective"].dt.year == year).any():
        raise Error("not_found", f"户 {household} 没有积分记录",
                    f"household {household} has no movement of points",
                    {"household": str(household), **({"year": str(year)} if year else {})})
    ax = sheet.axes(ax, (6.3, 3.7))
    gained, lost = _draw_months(ax, sheet, legs[legs["effective"].dt.year == year])
    left = _draw_balances(ax, sheet, legs, min(newest, pandas.Timestamp(f"{year}-12-31")))
    ax.set_ylabel(sheet.say("points"))
    ax.yaxis.set_major_formatter(lambda value, _: amount(value).replace("-", "−"))
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.6)
    sheet.legend(ax, ncols=2)
    return sheet.finish(ax, sheet.say("year.title", name=household, year=year,
                                      gained=amount(gained), lost=amount(lost),
                                      left=amount(left)), sheet.say("year.note"))


def _draw_months(ax: Any, sheet: Sheet, legs: Any) -> tuple[float, float]:
    whole = legs.groupby("seq").agg({"effective": "first", "amount": "sum"})
    month = whole["effective"].dt.month
    months = numpy.arange(1, 13)
    gained = whole["amount"].clip(lower=0).groupby(month).sum().reindex(months).fillna(0.0)
    lost = whole["amount"].clip(upper=0).groupby(month).sum().reindex(months).fillna(0.0)
    ax.axhline(0, color=GREY, linewidth=0.6)
    ax.bar(months - 0.5, gained, 0.7, color=BLUE, label=sheet.say("year.gained"))
    ax.bar(months - 0.5, lost, 0.7, color=ORANGE, label=sheet.say("year.lost"))
    names = ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
             if sheet.language == "en" else [f"{number}月" for number in months])
    ax.set_xticks(months - 0.5, names, fontsize=8.5)
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.1, 12.1)
    return gained.sum(), -lost.sum()


def _draw_balances(ax: Any, sheet: Sheet, legs: Any, last: Any) -> float:
    """Steps by day through that year to its day `last`, months being equally wide."""
    days = pandas.date_range(f"{last.year}-01-01", last)
    place = days.month - 1 + (days.day - 1) / days.days_in_month
    end = 0.0
    for purpose, key, line in (("spendable", "year.spendable", "-"),
                               ("pending", "year.pending", ":")):
        moved = legs[legs["purpose"] == purpose].groupby("effective")["amount"].sum()
        held = moved.sort_index().cumsum()
        held = held.reindex(held.index.union(days)).ffill().fillna(0.0).reindex(days)
        ax.step(place, held, where="post", color=BLACK, linewidth=1.2, linestyle=line,
                label=sheet.say(key))
        end = float(held.iloc[-1]) if purpose == "spendable" else end
    return end
