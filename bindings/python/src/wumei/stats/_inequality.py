"""How evenly points are spread over households."""
from __future__ import annotations

from typing import Any, Tuple

import numpy

from .._tables import few, wrong

__all__ = ["gini", "lorenz"]


def _amounts(values: Any) -> numpy.ndarray:
    amounts = numpy.asarray(values, dtype="float64").ravel()
    if amounts.size == 0:
        raise few(0, 1, "数值", "values")
    if not numpy.isfinite(amounts).all():
        raise wrong("NaN", "有缺值或不是有限的数", "a value is missing or not finite")
    if (amounts < 0).any():
        raise wrong(amounts.min(), "不能有负数", "a negative amount has no place in a share")
    if amounts.sum() == 0:
        raise wrong(0, "全部为零，无法计算", "all amounts are zero, so there are no shares")
    return numpy.sort(amounts)


def gini(values: Any) -> float:
    """Gini coefficient of amounts.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Amounts, one a household, none negative; any unit. Households without points belong in it.

    Returns
    -------
    float
        0 when all have the same, (n - 1)/n when one has everything: in [0, 1).

    Raises
    ------
    Error
        ``bad_input`` for no values, a missing, infinite or negative one, or a sum of zero.

    Notes
    -----
    Half the mean absolute difference over the mean, of the households given and not of a
    population they were drawn from (Gini 1912; Sen 1973, *On Economic Inequality*).

    It does not tell whether the spread is just: households differ in size and in what they do, and
    two quite different spreads have one coefficient. Look at the Lorenz curve too.

    Examples
    --------
    >>> wumei.stats.gini([1, 2, 3, 4])
    0.25
    """
    amounts = _amounts(values)
    size = amounts.size
    weights = 2 * numpy.arange(1, size + 1) - size - 1
    # Shares first: a sum of products of large amounts would overflow or lose its last digits.
    return max(0.0, float(weights @ (amounts / amounts.sum()) / size))


def lorenz(values: Any) -> Tuple[numpy.ndarray, numpy.ndarray]:
    """Lorenz curve: which share of all points the poorest share of households has.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        As of `gini`.

    Returns
    -------
    households, points : ndarray of float64, shape (n + 1,)
        Cumulative shares from 0 to 1, poorest households first.

    Raises
    ------
    Error
        As `gini`.

    Examples
    --------
    >>> households, points = wumei.stats.lorenz([1, 3])
    >>> points.tolist()
    [0.0, 0.25, 1.0]
    """
    amounts = _amounts(values)
    shares = numpy.concatenate(([0.0], numpy.cumsum(amounts / amounts.sum())))
    return numpy.linspace(0, 1, amounts.size + 1), shares / shares[-1]
