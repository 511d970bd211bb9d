"""Villages and households beside each other."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import numpy

from .._tables import few, names_of, rows, wrong
from .._values import listed
from ._style import BLACK, BLUE, GREY, ORANGE, PALE, PALETTE, Sheet, amount, percent
from ._words import BEAUTIES

if TYPE_CHECKING:  # pragma: no cover
    from matplotlib.axes import Axes
    from matplotlib.projections.polar import PolarAxes

__all__ = ["beauty_multiples", "beauty_radar", "coverage", "distribution", "lorenz"]


def _village_names(source: Any, names: Optional[Mapping[str, str]]) -> dict[str, str]:
    return {**names_of(source, "households", "village", "village_name"), **(names or {})}


def coverage(source: Any, *, names: Optional[Mapping[str, str]] = None, language: str = "zh",
             ax: Optional[Axes] = None) -> Axes:
    """Share of each village's resident households that earned points.

    Parameters
    ----------
    source : Book or mapping
        As of `wumei.stats.coverage`.
    names : mapping of str to str, optional
        What to call villages; by default as the register does.
    language : {"zh", "en"}
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` as of `wumei.stats.coverage`.

    Examples
    --------
    >>> wumei.plot.coverage(book).get_xlabel()
    '得分户比例'
    """
    from ..stats import coverage as shares
    sheet = Sheet(language, _village_names(source, names))
    table = shares(source).sort_values("share")
    ax = sheet.axes(ax, (6.3, 1.3 + 0.24 * len(table)))
    ax.barh(range(len(table)), table["share"], 0.7, color=BLUE)
    for at, (earned, homes) in enumerate(zip(table["earned"], table["households"])):
        ax.annotate(f"{earned}/{homes}", (1, at), xytext=(6, 0), textcoords="offset points",
                    xycoords=("axes fraction", "data"), va="center", fontsize=8, color=GREY)
    whole = table["earned"].sum() / table["households"].sum()
    ax.axvline(whole, color=BLACK, linewidth=1, linestyle="--")
    ax.set_yticks(range(len(table)), [sheet.name(code) for code in table.index], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(-0.6, len(table) - 0.4)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda value, _: percent(value))
    ax.set_xlabel(sheet.say("coverage.axis"))
    return sheet.finish(ax, sheet.say(
        "coverage.title", earned=amount(table["earned"].sum()), share=percent(whole),
        households=amount(table["households"].sum())), sheet.say("coverage.note"))


def _beauties(source: Any) -> Any:
    """Per cent of full marks by village and beauty, villages with the highest total first."""
    marks = rows(source, "scores", {"village": "word?", "dimension": "word", "mark": "number",
                                    "full": "number"}).dropna()
    if marks.empty:
        raise few(0, 1, "分数", "marks")
    sums = marks.groupby(["village", "dimension"])[["mark", "full"]].sum()
    if (sums["full"] <= 0).any():
        raise wrong(0, "满分须大于零", "full marks must be above zero", table="scores",
                    column="full")
    share = (100 * sums["mark"] / sums["full"]).unstack("dimension")
    # Marks that a village lacks (no whole inspection yet) are no zeros.
    return share.loc[share.mean(axis=1).sort_values(ascending=False).index]


def _beauty_names(sheet: Sheet, codes: Any) -> list[str]:
    english = sheet.language == "en"
    return [sheet.names.get(code) or BEAUTIES.get(code, (code, code))[english] for code in codes]


def beauty_radar(source: Any, *, villages: Optional[Union[str, Iterable[str]]] = None,
                 names: Optional[Mapping[str, str]] = None, language: str = "zh",
                 ax: Optional[PolarAxes] = None) -> PolarAxes:
    """The five beauties of a few villages, beside the mean of all, as a radar.

    Parameters
    ----------
    source : Book, mapping or frame
        Uses ``scores``: village, dimension, mark, full.
    villages : str or iterable of str, optional
        Id of one, or of at most six; by default the one with the highest and the one with the
        lowest total.
    names : mapping of str to str, optional
        What to call villages and dimensions.
    language : {"zh", "en"}
    ax : matplotlib.projections.polar.PolarAxes, optional

    Returns
    -------
    matplotlib.projections.polar.PolarAxes

    Raises
    ------
    Error
        ``bad_input`` without marks, with fewer than three dimensions, an Axes that is not polar,
        more than six villages; ``not_found`` for one without marks.

    Notes
    -----
    A radar shows a shape; areas in it mean nothing, since they depend on the order of the axes. To
    compare many villages take `beauty_multiples`.

    Examples
    --------
    >>> wumei.plot.beauty_radar(book, language="en").name
    'polar'
    """
    sheet = Sheet(language, _village_names(source, names))
    share = _beauties(source)
    chosen = _chosen(share, villages)
    complete = share.columns[share.loc[chosen].notna().all()]
    if len(complete) < 3:
        raise few(len(complete), 3, "各村都有的维度", "dimensions that all villages have")
    ax = sheet.axes(ax, (5.2, 4.8), polar=True)
    ax.set_theta_offset(numpy.pi / 2)
    ax.set_theta_direction(-1)
    angles = numpy.linspace(0, 2 * numpy.pi, len(complete), endpoint=False)
    series = [(sheet.name(code), share.loc[code], colour, marker) for code, colour, marker in
              zip(chosen, PALETTE, "os^Dvp")]
    if len(share) > len(chosen):
        series.append((sheet.say("all"), share.mean(), GREY, ""))
    for label, values, colour, marker in series:
        line = values[complete].to_numpy()
        ax.plot([*angles, angles[0]], [*line, line[0]], color=colour, marker=marker, label=label,
                linewidth=1.5 if marker else 1.2, linestyle="-" if marker else "--", markersize=4)
    ax.set_xticks(angles, _beauty_names(sheet, complete), fontsize=9)
    for label, angle in zip(ax.get_xticklabels(), angles):
        side = numpy.sin(angle)
        label.set_ha("center" if abs(side) < 0.01 else "left" if side > 0 else "right")
    ax.set_ylim(0, 100)
    ax.set_yticks([25, 50, 75, 100], ["", "50", "", "100"], fontsize=7.5, color=GREY)
    ax.set_rlabel_position(180 / len(complete))
    ax.grid(color=PALE, linewidth=0.6)
    ax.spines["polar"].set_color(PALE)
    ax.set_xlabel(sheet.say("radar.note"), fontsize=8, color=GREY, labelpad=10)
    sheet.legend(ax, loc="upper center", bbox_to_anchor=(0.5, -0.16))
    return sheet.finish(ax, _radar_title(sheet, chosen, villages is not None))


def _radar_title(sheet: Sheet, chosen: list[str], asked_for: bool) -> str:
    if len(chosen) == 1:  # the highest and the lowest of a single village are itself
        return sheet.say("radar.title.one", village=sheet.name(chosen[0]))
    if asked_for:
        return sheet.say("radar.title.some")
    return sheet.say("radar.title", best=sheet.name(chosen[0]), worst=sheet.name(chosen[-1]))


def _chosen(share: Any, villages: Optional[Union[str, Iterable[str]]]) -> list[str]:
    from .._errors import Error
    if villages is None:
        return list(dict.fromkeys([share.index[0], share.index[-1]]))
    chosen = listed(villages)
    for code in chosen:
        if code not in share.index:
            raise Error("not_found", f"村 {code} 没有分数", f"village {code} has no marks",
                        {"village": str(code)})
    if not 1 <= len(chosen) <= 6:
        raise wrong(len(chosen), "雷达图最多画六个村", "a radar holds one to six villages")
    return chosen


def beauty_multiples(source: Any, *, names: Optional[Mapping[str, str]] = None,
                     language: str = "zh", ax: Any = None) -> numpy.ndarray:
    """The five beauties of every village, one panel a beauty, villages in one order.

    Parameters
    ----------
    source, names, language
        As of `beauty_radar`.
    ax : sequence of matplotlib.axes.Axes, optional
        One a dimension, side by side.

    Returns
    -------
    ndarray of matplotlib.axes.Axes, shape (dimensions,)
        The highest total on top.

    Raises
    ------
    Error
        ``bad_input`` without marks, or with too few Axes.

    Examples
    --------
    >>> len(wumei.plot.beauty_multiples(book))
    5
    """
    from matplotlib import pyplot
    sheet = Sheet(language, _village_names(source, names))
    share = _beauties(source)[::-1]
    if ax is None:
        _, ax = pyplot.subplots(1, len(share.columns), sharey=True, squeeze=False,
                                figsize=(7.2, 1.6 + 0.22 * len(share)), layout="constrained")
    panels = numpy.asarray(ax, dtype=object).ravel()
    if len(panels) < len(share.columns):
        raise wrong(len(panels), f"需要 {len(share.columns)} 个坐标系",
                    f"{len(share.columns)} Axes are needed", field="ax")
    low, high = numpy.nanmin(share), numpy.nanmax(share)
    edge = max(0.08 * (high - low), 1.0)
    for panel, code, label in zip(panels, share.columns, _beauty_names(sheet, share.columns)):
        at = numpy.arange(len(share))
        panel.hlines(at, low - edge, high + edge, color="#EAEAEA", linewidth=0.6)
        panel.axvline(share[code].mean(), color=ORANGE, linewidth=1.2)
        panel.plot(share[code], at, "o", color=BLUE, markersize=4.5)
        panel.set_xlim(low - edge, high + edge)
        panel.set_ylim(-0.7, len(share) - 0.3)
        panel.locator_params(axis="x", nbins=3)
        panel.tick_params(axis="both", labelsize=8, length=0)
        panel.set_title(label, fontsize=9)
        panel.spines[["top", "right", "left"]].set_visible(False)
        sheet.dress(panel)
    panels[0].set_yticks(range(len(share)), [sheet.name(code) for code in share.index])
    sheet.dress(panels[0])
    wide = (share.max() - share.min()).idxmax()
    word = _beauty_names(sheet, [wide])[0].replace("\n", " ")
    figure = panels[0].figure
    figure.suptitle(sheet.say("multiples.title", beauty=word, low=f"{share[wide].min():.0f}",
                              high=f"{share[wide].max():.0f}"),
                    x=0.01, ha="left", fontsize=10.5, fontfamily=sheet.family)
    figure.supxlabel(sheet.say("multiples.axis"), fontsize=8, color=GREY, x=0.01, ha="left",
                     fontfamily=sheet.family)
    return panels


def distribution(source: Any, *, bins: int = 24, language: str = "zh",
                 ax: Optional[Axes] = None) -> Axes:
    """How many households earned how much.

    Parameters
    ----------
    source : Book or mapping
        As of `wumei.stats.earnings`.
    bins : int
        Bars, of equal width, from 0 to the 99th percentile; who earned more is counted in words.
    language, ax
        As of `coverage`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` when nobody earned anything, or for fewer than one bar.

    Examples
    --------
    >>> wumei.plot.distribution(book, language="en").get_xlabel()
    'points earned'
    """
    from ..stats import earnings
    sheet = Sheet(language)
    earned = earnings(source).to_numpy()
    if bins < 1:
        raise wrong(bins, "至少一条柱", "one bar at least", field="bins")
    if not (earned > 0).any():
        raise few(0, 1, "得分户", "households that earned points")
    ax = sheet.axes(ax, (6.3, 3.5))
    edge = float(numpy.quantile(earned[earned > 0], 0.99))
    # One bar holds the households without points alone, or it would hide how many they are.
    width = edge / bins
    counts, edges = numpy.histogram(earned[(earned > 0) & (earned <= edge)], bins, (0, edge))
    ax.bar(edges[:-1] + width / 2, counts, width * 0.92, color=BLUE)
    none = int((earned == 0).sum())
    if none:
        ax.bar(-width, none, width * 0.92, color=ORANGE)
        ax.annotate(f"0: {none}", (-width, none), xytext=(0, 2), textcoords="offset points",
                    fontsize=8.5, ha="center", va="bottom")
    for value, key, line in ((numpy.median(earned), "median", "-"), (earned.mean(), "mean", "--")):
        ax.axvline(value, color=BLACK, linewidth=1.1, linestyle=line,
                   label=sheet.say(key, value=amount(float(value))))
    ax.set_xlabel(sheet.say("spread.axis"))
    ax.set_ylabel(sheet.say("households"))
    ax.set_xlim(-1.7 * width if none else 0, edge + 0.3 * width)
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= edge])
    ax.legend(frameon=False, fontsize=8.5, loc="upper right")
    note = sheet.say("spread.note", count=amount(len(earned)))
    over = int((earned > edge).sum())
    if over:
        note += "；" if language == "zh" else "; "
        note += sheet.say("spread.over", over=over)
    return sheet.finish(ax, sheet.say("spread.title", none=amount(none), median=amount(
        float(numpy.median(earned)))), note)


def lorenz(source: Any, *, language: str = "zh", ax: Optional[Axes] = None) -> Axes:
    """Lorenz curve of points earned by household, with the Gini coefficient.

    Parameters
    ----------
    source : Book or mapping
        As of `wumei.stats.earnings`.
    language, ax
        As of `coverage`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` when nobody earned anything.

    Examples
    --------
    >>> wumei.plot.lorenz(book).get_ylabel()
    '积分累计'
    """
    from ..stats import earnings, gini
    from ..stats import lorenz as curve
    sheet = Sheet(language)
    earned = earnings(source).to_numpy()
    households, points = curve(earned)
    ax = sheet.axes(ax, (4.6, 4.6))
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=0.9, linestyle="--")
    ax.plot(households, points, color=BLUE, linewidth=2)
    ax.fill_between(households, points, households, color=SHADE, linewidth=0)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_aspect("equal")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: percent(value))
    ax.set_xlabel(sheet.say("lorenz.x"))
    ax.set_ylabel(sheet.say("lorenz.y"))
    top = 1 - numpy.interp(0.9, households, points)
    return sheet.finish(ax, sheet.say("lorenz.title", top=percent(top), gini=f"{gini(earned):.2f}"),
                        sheet.say("lorenz.note", count=amount(len(earned))))


SHADE = "#DCEAF4"  #: the blue, pale
