"""Whether a judge marks higher or lower than the others would have."""
from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Tuple

import numpy

from .._tables import few, level_of, rows, wrong
from ._shrink import benjamini_hochberg, shrink

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["judge_effects"]


def judge_effects(source: Any, *, level: float = 0.95) -> pandas.DataFrame:
    """How many marks more or less each judge gives, courtyards and months being equal.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``inspections``: household, on, part, judge, score (marks of 100).
    level : float
        Confidence of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index ``judge``, most lenient first. Columns: visits, households, shared int64 (of those,
        the ones that another judge saw too); effect float64, in marks against the mean judge;
        error, low, high, p, q (Benjamini and Hochberg's); shrunk, the effect drawn towards 0 by
        how uncertain it is (NaN with fewer than three judges). ``attrs["model"]`` is ``mixed`` or
        ``least squares``.

    Raises
    ------
    Error
        ``bad_input`` for one judge, fewer than ten visits, scores that are all the same,
        scores that leave nothing to estimate an error from, or a level outside of (0, 1).

    Notes
    -----
    Linear mixed model fitted by REML (statsmodels' ``MixedLM``): score = judge + part + month +
    household + residual, with judges and months fixed and households random and normal. When no
    household was seen twice there is nothing to tell households apart by, and ordinary least
    squares is used.

    A judge is compared through households that others saw too. Judges without any share only the
    assumption that their households are like the others': then a judge with tidy households looks
    lenient. Look at ``shared`` before drawing a conclusion. Effects sum to zero: one very lenient
    judge moves the mean, and the others then lie below it. An effect tells that a judge marks
    unlike the others, not who is right, and not why.

    Bates, Mächler, Bolker, Walker (2015), *J. Stat. Software* 67(1), for the model.

    Examples
    --------
    >>> wumei.stats.judge_effects(visits).index.tolist()
    ['A', 'C', 'B']
    """
    level = level_of(level)
    visits = rows(source, "inspections", {"household": "word", "on": "day", "part": "word",
                                          "judge": "word", "score": "number?"}).dropna()
    judges = sorted(visits["judge"].unique())
    if len(judges) < 2:
        raise few(len(judges), 2, "评分人", "judges")
    if len(visits) < 10:
        raise few(len(visits), 10, "次检查", "visits")
    if visits["score"].max() - visits["score"].min() < 1e-9:
        raise wrong(visits["score"].iloc[0], "所有分数都一样，看不出评分人的差别",
                    "all scores are the same: judges cannot be told apart")
    design, contrast = _design(visits, judges)
    coefficients, covariance, model = _fit(visits, design)
    width = len(judges) - 1
    effect = contrast @ coefficients[1:width + 1]
    spread = contrast @ covariance[1:width + 1, 1:width + 1] @ contrast.T
    table = _counts(visits, judges)
    _add_inference(table, effect, numpy.sqrt(numpy.diag(spread)), level)
    table.attrs["model"] = model
    return table.sort_values("effect", ascending=False)


def _design(visits: Any, judges: Any) -> Tuple[numpy.ndarray, numpy.ndarray]:
    """Columns: one, judges summing to zero, parts, months; and what makes effects of the judges."""
    import pandas
    place = {judge: number for number, judge in enumerate(judges)}
    width = len(judges) - 1
    contrast = numpy.vstack([numpy.eye(width), -numpy.ones(width)])
    columns = [numpy.ones((len(visits), 1)), contrast[visits["judge"].map(place).to_numpy()]]
    for name in (visits["part"], visits["on"].dt.to_period("M").astype(str)):
        columns.append(pandas.get_dummies(name, drop_first=True).to_numpy(dtype="float64"))
    design = numpy.hstack(columns)
    rank = numpy.linalg.matrix_rank(design)
    if rank < design.shape[1] or len(visits) <= design.shape[1]:
        design = design[:, :width + 1]  # who went in a month alone cannot be told from the month
    if numpy.linalg.matrix_rank(design) < design.shape[1]:
        raise wrong(len(judges), "评分人之间没有可比的检查", "the judges cannot be compared")
    return design, contrast


def _fit(visits: Any, design: Any) -> Any:
    from statsmodels.regression.linear_model import OLS
    from statsmodels.regression.mixed_linear_model import MixedLM
    score = visits["score"].to_numpy()
    if visits["household"].duplicated().any():
        with warnings.catch_warnings():  # a variance at zero is an answer
            warnings.simplefilter("ignore")
            try:
                fitted = MixedLM(score, design, groups=visits["household"].to_numpy()).fit(
                    reml=True, method=["lbfgs", "powell"])
                width = design.shape[1]
                covariance = numpy.asarray(fitted.cov_params())[:width, :width]
                if numpy.isfinite(covariance).all() and (numpy.diag(covariance) > 0).all():
                    return numpy.asarray(fitted.fe_params), covariance, "mixed"
            except numpy.linalg.LinAlgError:
                pass  # households explain nothing or everything: least squares says as much
    fitted = OLS(score, design).fit()
    return fitted.params, fitted.cov_params(), "least squares"


def _counts(visits: Any, judges: Any) -> pandas.DataFrame:
    import pandas
    seen = visits.groupby("household")["judge"].nunique()
    pairs = visits[["judge", "household"]].drop_duplicates()
    shared = pairs[pairs["household"].map(seen) > 1].groupby("judge").size()
    return pandas.DataFrame({
        "visits": visits.groupby("judge").size().reindex(judges),
        "households": pairs.groupby("judge").size().reindex(judges),
        "shared": shared.reindex(judges).fillna(0).astype("int64")}).rename_axis("judge")


def _add_inference(table: Any, effect: Any, error: Any, level: float) -> None:
    from scipy import stats
    if not (numpy.isfinite(error) & (error > 1e-12)).all():
        raise wrong(0, "分数没有随机误差，无法给出区间", "scores leave no residual: no interval")
    reach = stats.norm.ppf((1 + level) / 2) * error
    table["effect"], table["error"] = effect, error
    table["low"], table["high"] = effect - reach, effect + reach
    table["p"] = 2 * stats.norm.sf(numpy.abs(effect / error))
    table["q"] = benjamini_hochberg(table["p"])
    table["shrunk"] = shrink(effect, error).estimate if len(table) > 2 else numpy.nan
