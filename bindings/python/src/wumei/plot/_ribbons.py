"""Ribbons between two columns of bars: matplotlib's own Sankey knows only one trunk."""
from __future__ import annotations

from typing import Any, Callable, List, Tuple

import numpy
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ._style import GREY, PALETTE, amount, broken

__all__ = ["draw_ribbons"]

LEFT, RIGHT, WIDE = 0.0, 1.0, 0.025
GAP = 0.025  #: between bars, of the whole height
LINE = 0.041  #: of a label, likewise
COLUMNS = 22  #: of a label's line


def draw_ribbons(ax: Any, matrix: Any, name: Callable[[str], str],
                 grey: List[str]) -> None:
    """Rows of the matrix left, columns right; widths are its values. Rows in `grey` are grey."""
    total = matrix.to_numpy().sum()
    values = matrix.to_numpy() / total
    from_names, to_names = (_labels_of(sums, name) for sums in (matrix.sum(axis=1), matrix.sum()))
    starts = _places(values.sum(axis=1), from_names)
    ends = _places(values.sum(axis=0), to_names)
    colours = ["#8C8C8C" if code in grey else PALETTE[i % 7]  # the eighth is black
               for i, code in enumerate(matrix.index)]
    from_, to = starts.copy(), ends.copy()
    for i, row in enumerate(values):
        for j, width in enumerate(row):
            if width > 0:
                ax.add_patch(_ribbon(from_[i], to[j], width, colours[i]))
                from_[i] -= width
                to[j] -= width
    _bars(ax, LEFT - WIDE, starts, values.sum(axis=1), colours)
    _bars(ax, RIGHT, ends, values.sum(axis=0), [GREY] * values.shape[1])
    _label(ax, from_names, starts - values.sum(axis=1) / 2, (LEFT - WIDE - 0.015, "right"))
    _label(ax, to_names, ends - values.sum(axis=0) / 2, (RIGHT + WIDE + 0.015, "left"))
    low = min(starts[-1] - values.sum(axis=1)[-1], ends[-1] - values.sum(axis=0)[-1])
    ax.set_xlim(-0.5, 1.5)
    ax.set_ylim(low - 0.03, 1.03)
    ax.set_axis_off()


def _places(heights: Any, labels: List[str]) -> Any:
    """Upper ends of bars that stand below each other; thin ones get room for their label."""
    room = numpy.maximum(heights, [LINE * (1 + label.count("\n")) for label in labels]) + GAP
    return 1 - numpy.concatenate(([0.0], numpy.cumsum(room)[:-1])) - (room - GAP - heights) / 2


def _ribbon(start: float, end: float, width: float, colour: str) -> PathPatch:
    middle = (LEFT + RIGHT) / 2
    points = [(LEFT, start), (middle, start), (middle, end), (RIGHT, end),
              (RIGHT, end - width), (middle, end - width), (middle, start - width),
              (LEFT, start - width), (LEFT, start)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), facecolor=colour, alpha=0.45, edgecolor="none")


def _bars(ax: Any, at: float, tops: Any, heights: Any, colours: List[str]) -> None:
    for top, height, colour in zip(tops, heights, colours):
        ax.add_patch(Rectangle((at, top - height), WIDE, height, facecolor=colour,
                               edgecolor="none"))


def _labels_of(sums: Any, name: Callable[[str], str]) -> List[str]:
    return [broken(f"{name(code)}  {amount(value)}", COLUMNS) for code, value in sums.items()]


def _label(ax: Any, labels: List[str], middles: Any, where: Tuple[float, str]) -> None:
    at, side = where
    for label, middle in zip(labels, middles):
        ax.text(at, middle, label, ha=side, va="center", fontsize=8.5, linespacing=1.1)
