"""Lists of what stands out, with a bound on how many of the listed do so by chance."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

from .._tables import few, level_of, rows, wrong
from ._shrink import benjamini_hochberg

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["anomalies"]

#: What is counted: table, its columns, who is counted, beside whom.
COUNTS = {
    "claims": ("deeds", ("village", "rule"), "household"),
    "redemptions": ("redemptions", ("village", "shop"), "household"),
    "officers": ("deeds", ("village",), "officer"),
}


def anomalies(source: Any, what: str = "claims", *, level: float = 0.05, least: int = 10) \
        -> pandas.DataFrame:
    """Who has many more settled claims, slips or refusals than those beside them.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``deeds`` (household, village, rule, state, officer) or ``redemptions`` (seq,
        household, village, shop, reversed, and merchant where it is); restrict them to the period
        in question.
    what : {"claims", "redemptions", "officers"}
        Settled claims of a household under a rule, beside the village's other households with
        that rule; slips of a household, beside the shop's other customers, or the merchant's of
        its village, who then stands in the column shop; refused claims of an officer who records,
        beside all others' share.
    level : float
        Share of false ones among the listed, at most, on average (Benjamini and Hochberg).
    least : int
        Groups with fewer members are left out: there is nothing to compare with.

    Returns
    -------
    pandas.DataFrame
        One row a household (or officer) and group, the most striking first: the group's columns,
        who, times int64, expected float64, p, q float64, listed bool (q <= level).

    Raises
    ------
    Error
        ``bad_input`` when no group has so many members, for another `what`, a level outside of
        (0, 1), a missing column.

    Notes
    -----
    Each count is compared with a negative binomial that the *others* of its group suggest, so that
    an outlier does not hide itself; counts have their minimum at one, since who has none is in no
    row. For officers the refusals are binomial with the others' share. Upper tails only. Two
    outliers in a small group can hide each other.

    It tells what is unlikely if all are alike, and households are not: a volunteer stands out, and
    so does a mistake in the rule. A listed name is a reason to look, never a finding.

    References
    ----------
    Benjamini, Hochberg (1995), *JRSS B* 57, 289-300.

    Examples
    --------
    >>> listed = wumei.stats.anomalies(deeds, "claims").query("listed")
    >>> listed["household"].tolist()
    ['0101001']
    """
    if what not in COUNTS:
        raise wrong(what, f"what 须为 {'、'.join(COUNTS)} 之一",
                    f"what is one of {', '.join(COUNTS)}")
    level = level_of(level)
    table = (_refusals(source) if what == "officers" else
             _crowded(_counted(source, what), list(COUNTS[what][1]), least))
    table["q"] = benjamini_hochberg(table["p"])
    table["listed"] = table["q"] <= level
    return table.sort_values(["p", "times"], ascending=[True, False], ignore_index=True)


def _counted(source: Any, what: str) -> pandas.DataFrame:
    table, group, who = COUNTS[what]
    if what == "claims":
        found = rows(source, table, {"household": "word", "village": "word?", "rule": "word",
                                     "state": "word"})
        found = found[found["state"] == "settled"]
    else:
        found = rows(source, table, {"seq": "number", "household": "word", "village": "word?",
                                     "shop": "word?", "reversed": "flag"},
                     {"merchant": "word?"})
        found = found[~found["reversed"]].drop_duplicates("seq")  # a slip has several lines
        if "merchant" in found:
            found["shop"] = found["shop"].fillna(found["merchant"])
    found = found.fillna({name: "" for name in group})
    keys = [*group, who]
    return found.groupby(keys).size().rename("times").reset_index()


def _crowded(counts: Any, group: list[str], least: int) -> pandas.DataFrame:
    """Upper tail of each count under what the others of its group suggest."""
    least = max(int(least), 3)
    size = counts.groupby(group)["times"].transform("size") if len(counts) else counts["times"]
    counts = counts[size >= least].reset_index(drop=True)
    if counts.empty:
        raise few(0, least, "可比较的户（同村同类）", "households of a group to compare with")
    more = counts["times"].to_numpy(dtype="float64") - 1
    extra = counts.assign(more=more, square=more ** 2)
    grouped = extra.groupby(group)
    others = grouped["more"].transform("size").to_numpy() - 1
    total = grouped["more"].transform("sum").to_numpy() - more
    square = grouped["square"].transform("sum").to_numpy() - more ** 2
    mean = (total + 0.5) / others
    variance = (square - total ** 2 / others) / (others - 1)
    counts["expected"] = 1 + mean
    counts["p"] = _upper_tail(more, mean, variance, others)
    return counts


def _upper_tail(more: Any, mean: Any, variance: Any, others: Any) -> Any:
    """P(at least so many): negative binomial, wider for the mean being an estimate."""
    from scipy import stats
    variance = numpy.maximum(variance, mean) * (1 + 1 / others)
    size = mean ** 2 / (variance - mean)
    return stats.nbinom.sf(more - 1, size, size / (size + mean))


def _refusals(source: Any) -> pandas.DataFrame:
    from scipy import stats
    deeds = rows(source, "deeds", {"officer": "word", "village": "word?", "state": "word"})
    deeds = deeds[deeds["state"].isin(["settled", "refused"])].fillna({"village": ""})
    table = deeds.assign(times=deeds["state"] == "refused").groupby(["village", "officer"])[
        "times"].agg(["sum", "size"]).set_axis(["times", "claims"], axis=1).reset_index()
    if table["officer"].nunique() < 2:
        raise few(table["officer"].nunique(), 2, "经办人", "officers")
    others = table["claims"].sum() - table["claims"]
    share = (table["times"].sum() - table["times"] + 0.5) / (others + 1)
    table["expected"] = share * table["claims"]
    table["p"] = stats.binom.sf(table["times"] - 1, table["claims"], share)
    return table
