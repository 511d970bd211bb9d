"""Pictures of a ledger, on matplotlib: ``pip install 'wumei[plot]'``.

`points_over_time`, `coverage`, `beauty_radar`, `beauty_multiples`, `distribution`, `lorenz`,
`leniency`, `sankey`, `household_year`. Each takes a book, frames by table name, or the frame of the
one table it uses; draws in Chinese or English (``language="zh"`` or ``"en"``); takes an Axes as
``ax`` or makes a figure for A4; and returns the Axes, so everything can still be changed::

    ax = wumei.plot.points_over_time(book)
    ax.figure.savefig("points.png", dpi=200)

Colours are Okabe and Ito's. Chinese needs a font: Noto Sans CJK or another of those that
`chinese_font` looks for.
"""
from __future__ import annotations

from .._frames import _need

for _module, _package in (("matplotlib", "matplotlib"), ("numpy", "numpy"), ("pandas", "pandas"),
                          ("pyarrow", "pyarrow")):
    _need(_module, _package)

from ._compare import (beauty_multiples, beauty_radar, coverage, distribution,  # noqa: E402
                       lorenz)
from ._flow import household_year, points_over_time, sankey  # noqa: E402
from ._judges import leniency  # noqa: E402
from ._style import PALETTE, chinese_font  # noqa: E402

__all__ = ["PALETTE", "beauty_multiples", "beauty_radar", "chinese_font", "coverage",
           "distribution", "household_year", "leniency", "lorenz", "points_over_time", "sankey"]
