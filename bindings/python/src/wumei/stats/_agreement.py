"""Whether judges who saw the same courtyard give it the same mark."""
from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Tuple

import numpy

from .._tables import few, level_of, rows, wrong

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["Agreement", "icc", "krippendorff_alpha", "ratings"]


def ratings(source: Any, *, per: str = "M") -> pandas.DataFrame:
    """Scores of visits as a table of courtyards by judges.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``inspections``: household, on, part, judge, score.
    per : str
        Visits in one such period (as pandas names periods: ``D``, ``W``, ``M``, ``Q``) are taken
        to have seen the same courtyard.

    Returns
    -------
    pandas.DataFrame
        float64, one row a household, period and part of the sheet seen by two judges or more; one
        column a judge; NaN where a judge was not there. Of two visits by one judge the mean.

    Raises
    ------
    Error
        ``bad_input`` when no courtyard was seen by two judges.

    Notes
    -----
    Assumes that a courtyard stays as it is within the period: the longer it is, the more of the
    disagreement is change. Judges who went together and spoke are not independent, and agree more
    than their standards do.
    """
    visits = rows(source, "inspections", {"household": "word", "on": "day", "part": "word",
                                          "judge": "word", "score": "number?"}).dropna()
    unit = [visits["household"], visits["on"].dt.to_period(per).rename("period"), visits["part"]]
    table = visits["score"].groupby(unit + [visits["judge"]]).mean().unstack("judge")
    shared = table[table.notna().sum(axis=1) >= 2].dropna(axis=1, how="all")
    if shared.empty:
        raise few(0, 1, "由两位评分人看过的庭院", "courtyards seen by two judges")
    return shared


def _complete(table: Any) -> numpy.ndarray:
    marks = numpy.asarray(table, dtype="float64")
    if marks.ndim != 2:
        raise wrong(f"{marks.ndim} dimensions", "须为庭院×评分人的表",
                    "a table of courtyards by judges is needed")
    if marks.shape[0] < 2:
        raise few(marks.shape[0], 2, "庭院", "courtyards")
    if marks.shape[1] < 2:
        raise few(marks.shape[1], 2, "评分人", "judges")
    if not numpy.isfinite(marks).all():
        row = int((~numpy.isfinite(marks)).any(axis=1).argmax())
        raise wrong("NaN", f"第 {row + 1} 行缺分：ICC 要求每位评分人看过每个庭院，"
                    "可用 dropna() 或 krippendorff_alpha",
                    "every judge must have seen every courtyard: drop the row, or use "
                    "krippendorff_alpha, which takes gaps", row=row + 1)
    return marks


def _squares(marks: numpy.ndarray) -> Tuple[float, float, float, float]:
    """Mean squares between courtyards, within them, between judges, of the residual."""
    size, judges = marks.shape
    grand = marks.mean()
    between = judges * ((marks.mean(axis=1) - grand) ** 2).sum()
    by_judge = size * ((marks.mean(axis=0) - grand) ** 2).sum()
    total = ((marks - grand) ** 2).sum()
    if total <= 1e-12 * max(1.0, grand * grand) * marks.size:
        raise wrong(grand, "所有分数都一样，没有可比较的差异",
                    "all scores are the same: there is no difference to agree on")
    rest = max(total - between - by_judge, 0.0)
    return (between / (size - 1), (total - between) / (size * (judges - 1)),
            by_judge / (judges - 1), rest / ((size - 1) * (judges - 1)))


def icc(table: Any, *, level: float = 0.95) -> pandas.DataFrame:
    """Intraclass correlations of Shrout and Fleiss: all six forms.

    Parameters
    ----------
    table : array_like of float, shape (courtyards, judges)
        Every judge's score of every courtyard, no gaps; see `ratings`.
    level : float
        Confidence of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index ``form``: ``ICC(1,1)`` other judges for each courtyard; ``ICC(2,1)`` the same
        judges, taken from many, absolute agreement; ``ICC(3,1)`` these judges alone, consistency;
        and ``(·,k)``, the same of the mean over the judges. Columns float64: icc, F, df1, df2, p,
        low, high.

    Raises
    ------
    Error
        ``bad_input`` for fewer than two courtyards or judges, a gap, scores that are all the
        same, or a level outside of (0, 1).

    Notes
    -----
    Two-way analysis of variance; assumes normal residuals of one variance and judges who do not
    speak with each other. A correlation depends on how much the courtyards differ: a village where
    all are tidy has a low one though the judges agree to a mark. It does not tell who is right.

    References
    ----------
    Shrout, Fleiss (1979), Intraclass correlations, *Psychological Bulletin* 86, 420-428.
    McGraw, Wong (1996), *Psychological Methods* 1, 30-46, for the intervals.

    Examples
    --------
    >>> marks = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8],
    ...          [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> wumei.stats.icc(marks)["icc"].round(2).to_dict()["ICC(2,1)"]
    0.29
    """
    import pandas
    level = level_of(level)
    marks = _complete(table)
    size, judges = marks.shape
    between, within, by_judge, rest = _squares(marks)
    one = _one_way(between, within, (size - 1, size * (judges - 1)), (judges, level))
    three = _one_way(between, rest, (size - 1, (size - 1) * (judges - 1)), (judges, level))
    two = _two_way((between, by_judge, rest), (size, judges), level)
    forms = {"ICC(1,1)": one, "ICC(2,1)": (two, three[1]), "ICC(3,1)": three}
    found = {}
    for form, (interval, test) in forms.items():
        found[form] = [interval[0], *test, *interval[1:]]
    for form, (interval, test) in forms.items():
        up = [_stepped_up(value, judges) for value in interval]
        found[form.replace(",1", ",k")] = [up[0], *test, *up[1:]]
    return pandas.DataFrame.from_dict(
        found, orient="index", columns=["icc", "F", "df1", "df2", "p", "low", "high"]
    ).rename_axis("form")


def _stepped_up(value: float, judges: int) -> float:
    """Spearman and Brown's step from one judge to the mean of several."""
    below = 1 + value * (judges - 1)
    return value * judges / below if below > 0 else -numpy.inf


def _one_way(between: float, error: float, freedom: Tuple[int, int],
             about: Tuple[int, float]) -> Any:
    from scipy import stats
    judges, level = about
    ratio = between / error if error > 0 else numpy.inf
    tail = 1 - (1 - level) / 2
    ends = (ratio / stats.f.ppf(tail, *freedom), ratio * stats.f.ppf(tail, *freedom[::-1]))
    values = [1.0 if numpy.isinf(f) else (f - 1) / (f + judges - 1) for f in (ratio, *ends)]
    return values, (ratio, *freedom, float(stats.f.sf(ratio, *freedom)))


def _two_way(squares: Tuple[float, float, float], shape: Tuple[int, int], level: float) -> Any:
    from scipy import stats
    between, by_judge, rest = squares
    size, judges = shape
    value = (between - rest) / (between + (judges - 1) * rest + judges * (by_judge - rest) / size)
    if rest == 0 and by_judge == 0:
        return [1.0, 1.0, 1.0]
    a = judges * value / (size * (1 - value))
    b = 1 + judges * value * (size - 1) / (size * (1 - value))
    freedom = (a * by_judge + b * rest) ** 2 / (
        (a * by_judge) ** 2 / (judges - 1) + (b * rest) ** 2 / ((size - 1) * (judges - 1)))
    tail = 1 - (1 - level) / 2
    low_f = stats.f.ppf(tail, size - 1, freedom)
    high_f = stats.f.ppf(tail, freedom, size - 1)
    common = judges * by_judge + (judges * size - judges - size) * rest
    return [value, size * (between - low_f * rest) / (low_f * common + size * between),
            size * (high_f * between - rest) / (common + size * high_f * between)]


@dataclasses.dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha with its interval.

    Attributes
    ----------
    alpha : float
    low, high : float
        Ends of the bootstrap interval; NaN when none was asked for.
    metric : str
    units : int
        Courtyards with two scores or more.
    values : int
        Scores of these.
    """

    alpha: float
    low: float
    high: float
    metric: str
    units: int
    values: int


def krippendorff_alpha(table: Any, *, metric: str = "interval", level: float = 0.95,
                       resamples: int = 1000, seed: int = 0) -> Agreement:
    """Krippendorff's alpha: agreement beyond chance, with gaps, for any number of judges.

    Parameters
    ----------
    table : array_like of float, shape (units, judges)
        NaN where a judge was not there; units with fewer than two scores are left out.
    metric : {"nominal", "ordinal", "interval", "ratio"}
        What a difference means: scores are ``interval``, ranks and levels ``ordinal``.
    level : float
        Of the interval.
    resamples : int
        Bootstrap samples of units for the interval; 0 for none.
    seed : int
        Of the bootstrap: the same seed gives the same interval.

    Returns
    -------
    Agreement
        ``alpha``: 1 is full agreement, 0 what chance would give, below 0 is worse.

    Raises
    ------
    Error
        ``bad_input`` for fewer than two units with two scores, scores that are all the same, a
        metric that is not one of these, a negative score with ``ratio``, or a level outside of
        (0, 1).

    Notes
    -----
    The interval resamples units and says how alpha would vary with other courtyards, not with
    other judges; with fewer than about twenty units it is too narrow. Krippendorff asks for 0.8,
    and for 0.667 where tentative conclusions suffice. Low alpha does not tell who is right.

    References
    ----------
    Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*; (2019), *Content Analysis*,
    4th ed., ch. 12.

    Examples
    --------
    >>> wumei.stats.krippendorff_alpha([[1, 1], [2, 2], [3, 4]], resamples=0).alpha > 0.8
    True
    """
    level = level_of(level)
    marks = numpy.asarray(table, dtype="float64")
    if marks.ndim != 2 or marks.shape[1] < 2:
        raise few(0 if marks.ndim != 2 else marks.shape[1], 2, "评分人", "judges")
    if metric not in ("nominal", "ordinal", "interval", "ratio"):
        raise wrong(metric, "metric 须为 nominal、ordinal、interval、ratio 之一",
                    "metric is one of nominal, ordinal, interval, ratio")
    if numpy.isinf(marks).any():
        raise wrong("inf", "不是有限的数", "a score is not finite")
    marks = marks[(~numpy.isnan(marks)).sum(axis=1) >= 2]
    if marks.shape[0] < 2:
        raise few(marks.shape[0], 2, "有两个分数的庭院", "units with two scores")
    values = numpy.unique(marks[~numpy.isnan(marks)])
    if values.size < 2:
        raise wrong(values[0], "所有分数都一样，没有可比较的差异",
                    "all scores are the same: there is no difference to agree on")
    if metric == "ratio" and values[0] < 0:
        raise wrong(values[0], "ratio 不能有负数", "ratio takes no negative score")
    counts = numpy.stack([(marks == value).sum(axis=1) for value in values], axis=1)
    alpha = _alpha(counts, numpy.ones(len(counts)), values, metric)
    low = high = numpy.nan
    if resamples:
        random = numpy.random.default_rng(seed)
        weights = random.multinomial(len(counts), [1 / len(counts)] * len(counts), size=resamples)
        drawn = [_alpha(counts, weight, values, metric) for weight in weights]
        low, high = numpy.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Agreement(float(alpha), float(low), float(high), metric, len(counts),
                     int(counts.sum()))


def _alpha(counts: Any, weights: Any, values: Any, metric: str) -> float:
    """From how often each unit got each value; a weight is how often the unit is in the sample."""
    pairs = weights / (counts.sum(axis=1) - 1)
    together = (counts * pairs[:, None]).T @ counts
    together[numpy.diag_indices(len(values))] -= (counts * pairs[:, None]).sum(axis=0)
    each = together.sum(axis=1)
    distance = _distance(values, each, metric)
    expected = each @ distance @ each / (each.sum() - 1)
    return 1 - (together * distance).sum() / expected if expected > 0 else numpy.nan


def _distance(values: Any, each: Any, metric: str) -> Any:
    one, other = values[:, None], values[None, :]
    if metric == "nominal":
        return (one != other).astype("float64")
    if metric == "interval":
        return (one - other) ** 2
    if metric == "ratio":
        total = one + other
        return numpy.where(total == 0, 0.0, (one - other) / numpy.where(total == 0, 1, total)) ** 2
    middle = numpy.cumsum(each) - each / 2  # the distance of mid-ranks, half of each end included
    return (middle[:, None] - middle[None, :]) ** 2
