"""Colours, fonts and words that all pictures share."""
from __future__ import annotations

import re
import unicodedata
from typing import Any, Dict, Mapping, Optional, Tuple

import matplotlib
from matplotlib import font_manager

from .._errors import Error
from .._tables import wrong
from ._words import TEXTS

__all__ = ["BLACK", "BLUE", "GREEN", "GREY", "ORANGE", "PALETTE", "SKY", "VERMILLION", "Sheet",
           "chinese_font"]

# Okabe and Ito (2008): told apart with every common kind of colour blindness, and as greys nearly
# all; where two series cross, marks or dashes tell them apart as well.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILLION, PURPLE, YELLOW = "#0072B2", "#D55E00", "#CC79A7", "#F0E442"
PALETTE = (BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE, YELLOW, BLACK)
GREY, PALE = "#5A5A5A", "#D0D0D0"

#: Families with simplified Chinese, as systems and font files name them, best first.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
            "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "Noto Sans CJK JP", "Noto Sans CJK TC",
            "Noto Serif CJK SC", "Noto Serif CJK JP", "SimSun", "AR PL UMing CN",
            "Droid Sans Fallback", "Arial Unicode MS")
#: Parts of file names that hold them: a font installed since matplotlib looked is found by these.
FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy-", "msyh", "simhei", "pingfang",
         "notoserifcjk", "uming", "droidsansfallback")


#: Of a title, to an inch; a Chinese character takes two.
COLUMNS = 11.5
WORDS = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+")


def chinese_font() -> str:
    """Name of a font family with Chinese that matplotlib can use.

    Returns
    -------
    str

    Raises
    ------
    Error
        ``unsupported``, saying what to install, when there is none.
    """
    found = _known()
    if found is None:
        for file in font_manager.findSystemFonts():
            if any(part in file.lower().replace("_", "") for part in FILES):
                font_manager.fontManager.addfont(file)
        found = _known()
    if found is None:
        raise Error("unsupported",
                    "找不到中文字体，图上的汉字会成方框。请安装 Noto Sans CJK"
                    "（Debian：apt install fonts-noto-cjk），或用 language=\"en\"",
                    "no font with Chinese was found: install Noto Sans CJK (on Debian: apt install "
                    "fonts-noto-cjk), or draw with language=\"en\"",
                    {"package": "fonts-noto-cjk"})
    return found


def _known() -> Optional[str]:
    names = {font.name for font in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in names), None)


class Sheet:
    """What one picture is drawn with: a language, a font, names of things, an Axes."""

    def __init__(self, language: str, names: Optional[Mapping[str, str]] = None):
        if language not in ("zh", "en"):
            raise wrong(language, "language 须为 zh 或 en", "language is zh or en")
        self.language = language
        self.names: Dict[str, str] = dict(names or {})
        self.family = ["DejaVu Sans"]
        try:  # an English picture may name villages in Chinese
            self.family = [chinese_font(), *self.family]
        except Error:
            if language == "zh":
                raise

    def say(self, key: str, **values: Any) -> str:
        """A text of the picture in its language."""
        return TEXTS[key][self.language == "en"].format(**values)

    def name(self, code: str) -> str:
        """What people call a village, a rule or goods; the code where nobody said."""
        return self.names.get(code, code)

    def axes(self, ax: Any, size: Tuple[float, float], polar: bool = False) -> Any:
        """The Axes given, or a new one on a figure of that size in inches."""
        if ax is None:
            from matplotlib import pyplot
            _, ax = pyplot.subplots(figsize=size, layout="constrained",
                                    subplot_kw={"polar": True} if polar else {})
        if polar != (ax.name == "polar"):
            if polar:
                raise wrong(ax.name, "须为极坐标图",
                            "a polar Axes is needed: subplot_kw={'polar': True}", field="ax")
            raise wrong(ax.name, "须为直角坐标图", "an Axes that is not polar is needed",
                        field="ax")
        return ax

    def finish(self, ax: Any, title: str, note: str = "") -> Any:
        """Title, note, font and the few lines that stay."""
        place = ax.get_subplotspec()
        panels = place.get_gridspec().ncols if place else 1
        title = broken(title, int(COLUMNS * ax.figure.get_figwidth() / panels))
        ax.set_title(title, loc="left", fontsize=10.5, fontweight="normal",
                     pad=22 if note else 8)
        if note:
            ax.annotate(note, (0, 1), xytext=(0, 6), xycoords="axes fraction",
                        textcoords="offset points", fontsize=8, color=GREY, va="bottom")
        if ax.name != "polar":
            ax.spines[["top", "right"]].set_visible(False)
        ax.set_axisbelow(True)
        self.dress(ax)
        return ax

    def dress(self, ax: Any) -> None:
        """The font, on what is written and on labels of ticks to come."""
        for text in ax.findobj(matplotlib.text.Text):
            text.set_fontfamily(self.family)
        if ax.name != "polar":
            ax.tick_params(labelfontfamily=self.family)

    def legend(self, ax: Any, **options: Any) -> None:
        """Below the picture, where it hides nothing."""
        options = {"ncols": 3, "loc": "upper left", "bbox_to_anchor": (0, -0.13),
                   "frameon": False, "fontsize": 8.5, "borderaxespad": 0, **options}
        handles, labels = ax.get_legend_handles_labels()
        order = list(range(len(labels)))
        if ax.name != "polar":
            order.sort(key=lambda i: hasattr(handles[i], "get_marker"))
        ax.legend([handles[i] for i in order], [labels[i] for i in order], **options)


def broken(text: str, columns: int) -> str:
    """In lines of so many columns: between words, or anywhere in Chinese."""
    lines = [""]
    for word in WORDS.findall(text):
        if lines[-1] and _columns(lines[-1] + word) > columns:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return "\n".join(line.rstrip() for line in lines if line)


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def amount(value: float) -> str:
    """Points as people read them: 12,345 and 3.5, and nothing as 0."""
    value = round(value, 1)
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:,.1f}"


def percent(value: float) -> str:
    return f"{100 * value:.0f}%"
