"""Judges beside the mean judge."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional, Tuple

import numpy

from .._tables import wrong
from ._style import BLUE, GREY, Sheet, amount, percent

if TYPE_CHECKING:  # pragma: no cover
    from matplotlib.axes import Axes

__all__ = ["leniency"]

#: Rows that the judges between the two ends share, however many they are, with a gap around them.
BETWEEN, APART = 6.0, 1.0
SHADE = "#C4DDEC"  #: the blue, pale: of intervals that touch each other


def leniency(source: Any, *, level: float = 0.95, top: int = 10,
             names: Optional[Mapping[str, str]] = None, language: str = "zh",
             ax: Optional[Axes] = None) -> Axes:
    """How many marks more or less each judge gives than the mean judge, with intervals.

    Parameters
    ----------
    source : Book, mapping or frame
        As of `wumei.stats.judge_effects`, which estimates; read its notes first.
    level : float
        Confidence of the intervals.
    top : int
        Judges at either end that have a row of their own. Where there are many more, those
        between them lie close together: every estimate and interval is there, but no name.
    names : mapping of str to str, optional
        What to call judges; officers have numbers alone in the tables.
    language, ax
        As of `coverage`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    Error
        ``bad_input`` as of `wumei.stats.judge_effects`, or for a `top` below one.

    Examples
    --------
    >>> ax = wumei.plot.leniency(visits, language="en")
    """
    from ..stats import judge_effects
    sheet = Sheet(language, names)
    if top < 1:
        raise wrong(top, "两端至少各画一位", "one judge at either end at least", field="top")
    table = judge_effects(source, level=level)[::-1]
    at, own = _places(len(table), top)
    ax = sheet.axes(ax, (6.3, 1.4 + 0.26 * (at[-1] + 1)))
    unlike = (table["q"] <= 0.05).to_numpy()
    ax.axvline(0, color=GREY, linewidth=0.8)
    for rows, colour, size in ((own, BLUE, 6.0), (~own, SHADE, 3.0)):
        _draw(ax, table[rows], at[rows], unlike[rows], (colour, size))
    _label(ax, sheet, table, at, own)
    ax.set_xlabel(sheet.say("judge.axis"))
    return sheet.finish(ax, sheet.say("judge.title" if unlike.any() else "judge.none",
                                      judges=len(table), unlike=int(unlike.sum())),
                        sheet.say("judge.note", level=percent(level)))


def _places(judges: int, top: int) -> Tuple[numpy.ndarray, numpy.ndarray]:
    """Where each judge lies, lowest first, and which of them have a row of their own."""
    own = numpy.ones(judges, dtype=bool)
    at = numpy.arange(judges, dtype="float64")
    between = judges - 2 * top
    if between <= BETWEEN + 2 * APART:  # that few take no more room by themselves
        return at, own
    own[top:-top] = False
    at[top:-top] = top - 0.5 + APART + BETWEEN * (numpy.arange(between) + 0.5) / between
    at[-top:] = top + 2 * APART + BETWEEN - 0.5 + numpy.arange(top) + 0.5
    return at, own


def _draw(ax: Any, table: Any, at: Any, unlike: Any, stroke: Tuple[str, float]) -> None:
    colour, size = stroke
    ax.hlines(at, table["low"], table["high"], color=colour, linewidth=0.23 * size)
    effect = table["effect"].to_numpy()
    ax.plot(effect[unlike], at[unlike], "o", color=BLUE, markersize=size)
    ax.plot(effect[~unlike], at[~unlike], "o", markerfacecolor="white", markeredgecolor=BLUE,
            markersize=size, markeredgewidth=size / 6)


def _label(ax: Any, sheet: Sheet, table: Any, at: Any, own: Any) -> None:
    """Names left, counts right; those between the ends are counted together."""
    ticks = [(place, sheet.name(judge)) for judge, place in zip(table.index[own], at[own])]
    notes = [(place, sheet.say("judge.visits", visits=row.visits, shared=row.shared,
                               households=row.households))
             for place, row in zip(at[own], table[own].itertuples())]
    if not own.all():
        middle, rest = float(at[~own].mean()), table[~own]
        ticks.append((middle, sheet.say("judge.between", judges=len(rest))))
        notes.append((middle, sheet.say("judge.visits.between",
                                        visits=amount(int(rest["visits"].sum())))))
    for place, text in notes:
        ax.annotate(text, (1, place), xytext=(6, 0), textcoords="offset points",
                    xycoords=("axes fraction", "data"), va="center", fontsize=8, color=GREY)
    ax.set_yticks([place for place, _ in ticks], [name for _, name in ticks], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(-0.6, at[-1] + 0.6)
