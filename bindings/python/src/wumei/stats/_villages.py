"""Villages side by side: their standards, how many households earn, and award lines."""
from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import numpy

from .._tables import few, level_of, rows, wrong
from .._values import listed
from ._shrink import benjamini_hochberg, shrink

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["AwardLines", "award_lines", "coverage", "earnings", "village_standards"]


def coverage(source: Any) -> pandas.DataFrame:
    """Share of a village's households that earned points.

    Parameters
    ----------
    source : Book or mapping
        Uses ``households`` (household, village, status) and ``legs`` (seq, holder, purpose,
        amount), those of the funds too; restrict legs to a period to ask about that period.

    Returns
    -------
    pandas.DataFrame
        Index ``village``; columns earned, households int64 (resident ones), share, low, high
        float64: Wilson's 95% interval, for reading a village's share as a rate that may recur.

    Raises
    ------
    Error
        ``bad_input`` when there is no resident household.

    Notes
    -----
    Earned is any credit to a household in an entry that issues points, also where an objection
    took it away later; opening balances were not issued. It does not tell how much was earned, nor
    whether a household that earned nothing did nothing, or was not seen.
    """
    import pandas
    from statsmodels.stats.proportion import proportion_confint
    homes = rows(source, "households", {"household": "word", "village": "word?", "status": "word"})
    homes = homes[(homes["status"] == "resident") & homes["village"].notna()]
    if homes.empty:
        raise few(0, 1, "常住户", "resident households")
    legs = rows(source, "legs", {"seq": "number", "holder": "word", "purpose": "word",
                                 "amount": "number"})
    earned = legs[earns(legs)]["holder"].str.slice(2).unique()
    table = homes.assign(earned=homes["household"].isin(earned)).groupby("village")["earned"].agg(
        ["sum", "size"]).set_axis(["earned", "households"], axis=1).astype("int64")
    low, high = proportion_confint(table["earned"], table["households"], method="wilson")
    return pandas.DataFrame({**table, "share": table["earned"] / table["households"],
                             "low": low, "high": high})


def earns(legs: Any) -> Any:
    """Which legs credit a household out of points that their entry issued.

    A confirmed notice, a return or a merge moves points that were issued before.
    """
    issuing = legs.loc[(legs["purpose"] == "issued") & (legs["amount"] < 0), "seq"].unique()
    return ((legs["amount"] > 0) & legs["holder"].str.startswith("h/")
            & legs["purpose"].isin(["pending", "spendable", "arrears"])
            & legs["seq"].isin(issuing))


def earnings(source: Any) -> pandas.Series:
    """Points that each resident household earned, zeros included.

    Parameters
    ----------
    source : Book or mapping
        Uses ``households`` (household, status) and ``legs`` (seq, holder, purpose, amount), those
        of the funds too.

    Returns
    -------
    pandas.Series
        float64 by household, in points; net of nothing: deductions and what an objection took
        back are not subtracted.

    Raises
    ------
    Error
        ``bad_input`` when there is no resident household, for a missing column or value.
    """
    register = rows(source, "households", {"household": "word", "status": "word"})
    homes = register.loc[register["status"] == "resident", "household"]
    if homes.empty:
        raise few(0, 1, "常住户", "resident households")
    legs = rows(source, "legs", {"seq": "number", "holder": "word", "purpose": "word",
                                 "amount": "number"})
    legs = legs[earns(legs)]
    sums = legs.groupby(legs["holder"].str.slice(2))["amount"].sum()
    return sums.reindex(homes.to_numpy(), fill_value=0.0).rename_axis("household").rename("points")


def village_standards(source: Any, *, level: float = 0.95) -> pandas.DataFrame:
    """Mean score of each village, drawn towards the mean of all by how uncertain it is.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``inspections``: household, village, part, score (marks of 100).
    level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index ``village``, highest first. Columns: households int64; mean, error float64, of the
        village's own figures; shrunk, low, high, of the empirical Bayes estimate; difference, of
        it from the mean of the villages; p, q, of the village's own mean being the common one.
        ``attrs``: ``mean``, ``variance`` between villages, ``within`` between households.

    Raises
    ------
    Error
        ``bad_input`` for fewer than three villages, no village with two households, scores that
        are all the same, or a level outside of (0, 1).

    Notes
    -----
    A household counts once, with the mean of its scores after the difference between parts of the
    sheet is taken out. Households of a village are taken to be independent and to spread alike in
    all villages; for `shrink` the means are normal. A village with few households has the widest
    error and is drawn most: a list by raw means has the small villages at both ends (Gelman,
    Price, 1999, *Statistics in Medicine* 18, 3221-3234).

    It does not tell a strict village from an untidy one: unless judges cross villages, the two
    cannot be told apart by any method. See `judge_effects` and its ``shared``.

    Examples
    --------
    >>> standards = wumei.stats.village_standards(visits)
    >>> standards.index[0]
    'V01'
    """
    from scipy import stats
    level = level_of(level)
    visits = rows(source, "inspections", {"household": "word", "village": "word?",
                                          "part": "word", "score": "number?"}).dropna()
    if visits["village"].nunique() < 3:
        raise few(visits["village"].nunique(), 3, "村", "villages")
    above = visits.groupby("part")["score"].transform("mean") - visits["score"].mean()
    homes = visits.assign(score=visits["score"] - above).groupby(
        ["village", "household"])["score"].mean()
    groups = homes.groupby("village")
    table = groups.agg(["size", "mean"]).rename(columns={"size": "households"})
    freedom = len(homes) - len(table)
    if freedom < 1:
        raise few(1, 2, "每村被检查的户", "inspected households in some village")
    within = float(((homes - groups.transform("mean")) ** 2).sum() / freedom)
    if within <= 1e-12:
        raise wrong(homes.iloc[0], "同村各户分数都一样，无法估计误差",
                    "all households of a village have the same score: no error can be estimated")
    table["error"] = numpy.sqrt(within / table["households"])
    drawn = shrink(table["mean"], table["error"])
    reach = stats.norm.ppf((1 + level) / 2) * drawn.error
    table["shrunk"], table["low"] = drawn.estimate, drawn.estimate - reach
    table["high"], table["difference"] = drawn.estimate + reach, drawn.estimate - drawn.mean
    table["p"] = 2 * stats.norm.sf(numpy.abs(table["mean"] - drawn.mean) / table["error"])
    table["q"] = benjamini_hochberg(table["p"])
    table.attrs.update(mean=drawn.mean, variance=drawn.variance, within=within)
    return table.sort_values("shrunk", ascending=False)


@dataclasses.dataclass(frozen=True)
class AwardLines:
    """What award lines would do.

    Attributes
    ----------
    villages : pandas.DataFrame
        line, village, ranked, reached int64, share float64.
    households : pandas.DataFrame
        line, village, household, score: who would reach it.
    """

    villages: pandas.DataFrame
    households: pandas.DataFrame


def award_lines(source: Any, lines: Union[int, float, Iterable[Union[int, float]]], *,
                round: Optional[str] = None) -> AwardLines:
    """Who would reach the line, at each of some lines, by village.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``awards``: round, village, household, score (marks of the whole sheet).
    lines : number or iterable of number
        Scores; a household reaches a line with that score or a higher one.
    round : str, optional
        Id of the round; needed when the table has several.

    Returns
    -------
    AwardLines
        Frames with a row for each line and village, also where nobody reaches it, and for each
        line and household that does.

    Raises
    ------
    Error
        ``bad_input`` without lines or ranked households, for a line that is no number, or with
        several rounds to choose from.

    Notes
    -----
    Arithmetic on the scores as they are; nothing is estimated. Quotas, vetoes and ties are the
    programme's to decide (``wumei award rank``), so more may reach a line than would be granted.
    It does not tell how judges would mark if they knew the line.

    Examples
    --------
    >>> ranked = {"round": ["R"] * 3, "village": ["V1", "V1", "V2"], "household": ["a", "b", "c"],
    ...           "score": [92.0, 85.0, 88.0]}
    >>> wumei.stats.award_lines(pandas.DataFrame(ranked), [88]).villages["reached"].tolist()
    [1, 1]
    """
    import pandas
    ranked = rows(source, "awards", {"round": "word", "village": "word?", "household": "word",
                                     "score": "number"})
    rounds = sorted(ranked["round"].unique())
    if round is None and len(rounds) > 1:
        raise wrong(", ".join(rounds), "有几轮评选，请用 round 指定一轮",
                    "there are several rounds: name one as round", column="round")
    ranked = ranked if round is None else ranked[ranked["round"] == round]
    if ranked.empty:
        raise few(0, 1, "参评户", "ranked households")
    try:
        wanted = sorted({float(line) for line in listed(lines)})
    except (TypeError, ValueError):
        raise wrong(lines, "分数线须为数字", "lines are numbers", field="lines") from None
    if not wanted or not numpy.isfinite(wanted).all():
        raise wrong(wanted, "请给出至少一条分数线", "at least one line is needed")
    ranked = ranked.assign(village=ranked["village"].fillna("")).drop(columns="round")
    reached = pandas.concat([ranked[ranked["score"] >= line - 1e-9].assign(line=line)
                             for line in wanted], ignore_index=True)
    totals = ranked.groupby("village").size()
    table = pandas.DataFrame(
        [(line, village, total, ((reached["line"] == line)
                                 & (reached["village"] == village)).sum())
         for line in wanted for village, total in totals.items()],
        columns=["line", "village", "ranked", "reached"])
    table["share"] = table["reached"] / table["ranked"]
    order = ["line", "village", "household", "score"]
    return AwardLines(table, reached[order].sort_values(
        ["line", "village", "score"], ascending=[True, True, False], ignore_index=True))
