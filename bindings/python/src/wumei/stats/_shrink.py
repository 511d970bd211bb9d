"""Estimates of many groups at once: shrinkage, and control of how many findings are false."""
from __future__ import annotations

import dataclasses
from typing import Any

import numpy

from .._tables import few, wrong

__all__ = ["Shrunk", "benjamini_hochberg", "shrink"]


@dataclasses.dataclass(frozen=True)
class Shrunk:
    """Estimates drawn towards their common mean.

    Attributes
    ----------
    estimate, error, weight : ndarray, shape (n,)
        float64: empirical Bayes means, their standard errors, and the weight of the group's own
        figure; the rest is of the common mean.
    mean, mean_error : float
        The common mean and its standard error.
    variance : float
        Between the groups, beyond what sampling explains.
    """

    estimate: numpy.ndarray
    error: numpy.ndarray
    weight: numpy.ndarray
    mean: float
    mean_error: float
    variance: float


def shrink(estimates: Any, errors: Any) -> Shrunk:
    """Draws the estimates of groups towards their mean, the uncertain ones most.

    Parameters
    ----------
    estimates : array_like of float, shape (n,)
        One a group, in any unit, n at least 3.
    errors : array_like of float, shape (n,)
        Their standard errors, above zero, in the same unit.

    Returns
    -------
    Shrunk

    Raises
    ------
    Error
        ``bad_input`` for fewer than three groups, a missing value, or an error that is not above
        zero.

    Notes
    -----
    Normal-normal model: true values vary normally around a common mean with a variance that is
    estimated by Paule and Mandel's equation (statsmodels' ``combine_effects``), errors are known
    and independent. The standard errors include that of the mean, not that of the variance, so
    with few groups they are too small. When the groups differ no more than sampling would make
    them, the variance is 0 and all get the mean.

    References
    ----------
    Efron, Morris (1975), *JASA* 70, 311-319. Paule, Mandel (1982), *J. Res. NBS* 87, 377-385.

    Examples
    --------
    >>> schools = [28, 8, -3, 7, -1, 1, 18, 12]
    >>> wumei.stats.shrink(schools, [15, 10, 16, 11, 9, 11, 10, 18]).variance
    0.0
    """
    from statsmodels.stats.meta_analysis import combine_effects
    values = numpy.asarray(estimates, dtype="float64")
    spread = numpy.asarray(errors, dtype="float64")
    if values.shape != spread.shape or values.ndim != 1:
        raise wrong(f"{values.shape}, {spread.shape}", "估计与误差须一一对应",
                    "one error for each estimate is needed")
    if values.size < 3:
        raise few(values.size, 3, "组", "groups")
    if not (numpy.isfinite(values).all() and numpy.isfinite(spread).all()):
        raise wrong("NaN", "有缺值或不是有限的数", "a value is missing or not finite")
    if (spread <= 0).any():
        raise wrong(spread.min(), "标准误须大于零", "a standard error must be above zero")
    tau = float(combine_effects(values, spread ** 2, method_re="iterated").tau2)
    between = max(tau, 0.0)
    trust = 1 / (spread ** 2 + between)
    mean = float(trust @ values / trust.sum())
    weight = between / (between + spread ** 2)
    error = numpy.sqrt(weight * spread ** 2 + (1 - weight) ** 2 / trust.sum())
    return Shrunk(mean + weight * (values - mean), error, weight, mean,
                  float(trust.sum() ** -0.5), between)


def benjamini_hochberg(p: Any) -> numpy.ndarray:
    """q-values: the share of false findings to expect when all with a smaller one are listed.

    Parameters
    ----------
    p : array_like of float, shape (n,)
        p-values in [0, 1].

    Returns
    -------
    ndarray of float64, shape (n,)
        In the order given. Listing those with q <= 0.05 keeps the expected share of false ones
        among the listed at or below 0.05.

    Raises
    ------
    Error
        ``bad_input`` for a value that is missing or outside of [0, 1].

    Notes
    -----
    Holds for independent tests and for positively dependent ones. It bounds an average over many
    lists: one list may be worse. A q-value is no probability of guilt.

    References
    ----------
    Benjamini, Hochberg (1995), *JRSS B* 57, 289-300.

    Examples
    --------
    >>> wumei.stats.benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from statsmodels.stats.multitest import multipletests
    values = numpy.asarray(p, dtype="float64").ravel()
    if not ((values >= 0) & (values <= 1)).all():  # NaN fails this too
        raise wrong(values, "p 值须在 0 与 1 之间", "p-values lie between 0 and 1")
    if values.size == 0:
        return values
    return multipletests(values, method="fdr_bh")[1]
