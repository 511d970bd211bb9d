"""What will be owed, and what the shelves will need: forecasts with prediction intervals."""
from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Iterable, Optional, Tuple, Union

import numpy

from .._tables import few, level_of, rows, wrong
from .._values import listed

if TYPE_CHECKING:  # pragma: no cover
    import pandas

__all__ = ["Forecast", "forecast_demand", "forecast_liability", "random_walk"]

#: Accounts of households that hold points somebody may still ask goods for.
OWED = ("pending", "spendable", "escrow")


@dataclasses.dataclass(frozen=True)
class Forecast:
    """A series and how it may go on.

    Attributes
    ----------
    history : pandas.Series
        float64 by the period's last day, oldest first.
    future : pandas.DataFrame
        float64 columns mean, low, high by the period's last day.
    model : str
        What was assumed.
    level : float
        Of the intervals.
    """

    history: pandas.Series
    future: pandas.DataFrame
    model: str
    level: float


def periodic(days: Any, values: Any, per: str, until: Any = None) -> pandas.Series:
    """Sums by period, zero where nothing happened; a period that has not ended is left out.

    Those that ended by `until` are counted, also when nothing happened in the last of them.
    """
    import pandas
    if len(days) == 0:
        raise few(0, 1, "记录", "rows")
    days = pandas.Series(pandas.to_datetime(days)).reset_index(drop=True)
    try:
        periods = days.dt.to_period(per)
    except ValueError:
        raise wrong(per, "per 须为 W 或 M", "per is W or M") from None
    sums = pandas.Series(numpy.asarray(values, dtype="float64")).groupby(periods).sum()
    last = days.max() if until is None else _day(until)
    end = max(periods.max(), last.to_period(sums.index.freq))
    sums = sums.reindex(pandas.period_range(periods.min(), end, freq=sums.index.freq),
                        fill_value=0.0)
    return sums[sums.index.end_time.normalize() <= last]


def _day(until: Any) -> Any:
    import pandas
    try:
        day = pandas.Timestamp(until).tz_localize(None)
    except (TypeError, ValueError):
        day = pandas.NaT
    if day is pandas.NaT:
        raise wrong(until, "须为日期，如 2026-06-28", "a date, or text as 2026-06-28",
                    field="until")
    return day


def random_walk(values: Any, ahead: int, *, level: float = 0.95) \
        -> Tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Forecast of a random walk with drift.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        The series at equal distances, n at least 6.
    ahead : int
        How many steps.
    level : float
        Of the intervals.

    Returns
    -------
    mean, low, high : ndarray of float64, shape (ahead,)

    Raises
    ------
    Error
        ``bad_input`` for fewer than six values, a missing one, no step to forecast, or a level
        outside of (0, 1).

    Notes
    -----
    Steps are independent and normal with one mean and variance, both estimated: with m steps of
    variance s², that of the forecast h steps ahead is s² (h + h²/m), and the interval Student's
    with m - 1 degrees of freedom (Hyndman, Athanasopoulos, 2021, *Forecasting: Principles and
    Practice*, 3rd ed., 5.2 and 5.5). It knows no season and no ceiling.

    Examples
    --------
    >>> mean, low, high = wumei.stats.random_walk([0, 2, 3, 5, 6, 8, 9], 2)
    >>> mean.tolist()
    [10.5, 12.0]
    """
    from scipy import stats
    level = level_of(level)
    series = numpy.asarray(values, dtype="float64").ravel()
    if series.size < 6:
        raise few(series.size, 6, "期", "periods")
    if not numpy.isfinite(series).all():
        raise wrong("NaN", "有缺值或不是有限的数", "a value is missing or not finite")
    if ahead < 1:
        raise wrong(ahead, "至少预测一期", "one step ahead at least")
    steps = numpy.diff(series)
    ahead_by = numpy.arange(1, ahead + 1)
    mean = series[-1] + ahead_by * steps.mean()
    error = steps.std(ddof=1) * numpy.sqrt(ahead_by + ahead_by ** 2 / steps.size)
    reach = stats.t.ppf((1 + level) / 2, steps.size - 1) * error
    return mean, mean - reach, mean + reach


def forecast_liability(source: Any, ahead: int = 8, *, per: str = "W", model: str = "drift",
                       level: float = 0.95, until: Any = None) -> Forecast:
    """Points that households hold at the end of each period, and may hold in those to come.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``legs`` from the beginning: effective, purpose, unit, amount (points).
    ahead : int
        Periods to forecast.
    per : {"W", "M"}
        Weeks that end on Sunday, or months.
    model : {"drift", "ets"}
        `random_walk`, for a short history; or exponential smoothing with a damped trend
        (statsmodels' ``ETSModel``, from 16 periods), whose intervals leave out that its
        parameters are estimated.
    level : float
        Of the intervals.
    until : date, optional
        Last day that is complete; the last day with an entry by default. The period that has not
        ended by then is left out; one that has ended counts, also when it is empty.

    Returns
    -------
    Forecast
        In points; lows below zero are cut there.

    Raises
    ------
    Error
        ``bad_input`` for too few periods (6; 16 for ``ets``), another model or period, a level
        outside of (0, 1), a missing column or value.

    Notes
    -----
    Pending points are part of it though some will be struck out; points that expire leave it only
    when they are booked. Both models go on with what was: a new rule, a fair or the day on which
    points expire is in neither, and after a round of awards the interval is too narrow.

    Examples
    --------
    >>> forecast = wumei.stats.forecast_liability(legs, ahead=4)
    >>> forecast.future.columns.tolist()
    ['mean', 'low', 'high']
    """
    import pandas
    level = level_of(level)
    legs = rows(source, "legs", {"effective": "day", "purpose": "word", "unit": "word",
                                 "amount": "number"})
    legs = legs[legs["purpose"].isin(OWED) & (legs["unit"] == "points")]
    history = periodic(legs["effective"], legs["amount"], per, until).cumsum()
    if model == "drift":
        values = random_walk(history.to_numpy(), ahead, level=level)
    elif model == "ets":
        values = _smoothed(history.to_numpy(), ahead, level)
    else:
        raise wrong(model, "model 须为 drift 或 ets", "model is drift or ets")
    future = pandas.DataFrame(
        dict(zip(("mean", "low", "high"), (numpy.maximum(value, 0) for value in values))),
        index=pandas.period_range(history.index[-1] + 1, periods=ahead).end_time.normalize())
    history.index = history.index.end_time.normalize()
    return Forecast(history, future, model, level)


def _smoothed(values: Any, ahead: int, level: float) -> Any:
    import warnings
    import pandas
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    if values.size < 16:
        raise few(values.size, 16, "期", "periods")
    with warnings.catch_warnings():  # of convergence: what is not finite is refused below
        warnings.simplefilter("ignore")
        model = ETSModel(pandas.Series(values), error="add", trend="add", damped_trend=True)
        fitted = model.fit(disp=False)
    said = fitted.get_prediction(start=values.size, end=values.size + ahead - 1).summary_frame(
        alpha=1 - level)
    found = [said[name].to_numpy() for name in ("mean", "pi_lower", "pi_upper")]
    if not numpy.isfinite(found).all():
        raise wrong("NaN", "平滑模型无法拟合，请用 drift", "the model does not fit: use drift")
    return found


def forecast_demand(source: Any, ahead: int = 4, *, per: str = "W", level: float = 0.95,
                    until: Optional[Any] = None, by: Union[str, Iterable[str]] = ("shop", "sku")) \
        -> pandas.DataFrame:
    """Pieces that each shop will be asked for, goods by goods, over the next periods together.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``redemptions`` (on, shop, sku, quantity, reversed, and merchant where it is) and, of a
        book or a mapping that has it, ``stock`` (shop, sku, left). What was taken at merchants
        left no shelf of ours and does not count.
    ahead : int
        Periods to forecast.
    per : {"W", "M"}
        Weeks that end on Sunday, or months.
    level : float
        Of the prediction interval, in [0.5, 1).
    until : date, optional
        As of `forecast_liability`.
    by : str or iterable of str
        ``("shop", "sku")``, or ``"sku"`` for the township.

    Returns
    -------
    pandas.DataFrame
        Index `by`; columns pieces float64 (redeemed in the history), periods int64, mean float64,
        low, high int64 (pieces over the periods ahead), spread float64 (variance over mean of a
        period, 1 for chance alone), and with stock left, order int64: what is missing to `high`.

    Raises
    ------
    Error
        ``bad_input`` for fewer than four complete periods, no period to forecast, a level outside
        of [0.5, 1), another `by`, a missing column or value.

    Notes
    -----
    Counts of a period are Poisson with a constant rate, or wider by the spread that is seen; the
    rate has Jeffreys' prior, so the forecast is negative binomial (Gelman et al., 2013, *Bayesian
    Data Analysis*, 3rd ed., 2.6). The history runs from the first redemption in the table, for
    all goods alike. It forecasts what is redeemed, and an empty shelf redeems nothing: goods that
    ran out are wanted more than this says. It knows no season, no new price, no festival.

    Examples
    --------
    >>> demand = wumei.stats.forecast_demand(redemptions, ahead=4)
    >>> bool((demand["low"] <= demand["mean"]).all())
    True
    """
    import pandas
    level = level_of(level, least=0.5)
    keys = listed(by)
    if sorted(keys) not in (["shop"], ["sku"], ["shop", "sku"]):
        raise wrong(by, "只能按 shop、sku 汇总", "sums are by shop, sku or both", field="by")
    lines = rows(source, "redemptions", {"on": "day", "shop": "word?", "sku": "word",
                                         "quantity": "number", "reversed": "flag"},
                 {"merchant": "word?"})
    lines = lines[~lines["reversed"]]
    if "merchant" in lines:
        lines = lines[lines["merchant"].isna()]
    lines = lines.assign(shop=lines["shop"].fillna(""))
    total = periodic(lines["on"], lines["quantity"], per, until)
    if len(total) < 4:
        raise few(len(total), 4, "个完整的周期", "complete periods")
    if ahead < 1:
        raise wrong(ahead, "至少预测一期", "one period ahead at least")
    counts = lines.groupby(keys + [lines["on"].dt.to_period(per).rename("period")])[
        "quantity"].sum().unstack("period").reindex(columns=total.index).fillna(0.0)
    table = pandas.DataFrame({"pieces": counts.sum(axis=1), "periods": len(total)})
    table["mean"], table["low"], table["high"], table["spread"] = _negative_binomial(
        counts.to_numpy(), ahead, level)
    left = _left(source, keys)
    if left is not None:
        table["left"] = left.reindex(table.index).fillna(0).astype("int64")
        table["order"] = (table["high"] - table["left"]).clip(lower=0)
    return table


def _negative_binomial(counts: Any, ahead: int, level: float) -> Any:
    from scipy import stats
    periods = counts.shape[1]
    rate = counts.mean(axis=1)
    spread = numpy.maximum(counts.var(axis=1, ddof=1) / numpy.where(rate > 0, rate, 1), 1.0)
    mean = ahead * (counts.sum(axis=1) + 0.5) / periods
    variance = spread * mean * (1 + ahead / periods)
    size = mean ** 2 / (variance - mean)
    chance = size / (size + mean)
    low, high = (stats.nbinom.ppf(tail, size, chance).astype("int64")
                 for tail in ((1 - level) / 2, (1 + level) / 2))
    return mean, numpy.minimum(low, numpy.floor(mean).astype("int64")), high, spread


def _left(source: Any, keys: list[str]) -> Any:
    from collections.abc import Mapping
    from .._book import Book
    if not (isinstance(source, Book) or isinstance(source, Mapping) and "stock" in source):
        return None
    stock = rows(source, "stock", {"shop": "word", "sku": "word", "left": "number"})
    return stock.groupby(keys)["left"].sum()
