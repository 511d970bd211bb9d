#!/usr/bin/env python3
"""Draws every picture in both languages, to be looked at: draw_all.py FOLDER [LEDGER]."""
import pathlib
import sys

import matplotlib

import wumei
from township import many_judges, township

#: Price lists have Chinese names alone.
GOODS_EN = {"G02": "bin bags", "G04": "soap", "G07": "toothbrush", "G08": "toothpaste",
            "G10": "washing powder", "G12": "tissues", "G14": "soy sauce", "G17": "rice",
            "G19": "oil", "G24": "umbrella"}


def household_of(source):
    """The household with the most movements."""
    legs = wumei._tables.rows(source, "legs", {"holder": "word"})
    homes = legs["holder"][legs["holder"].str.startswith("h/")]
    return homes.value_counts().index[0][2:]


def pictures(source, language):
    plot = wumei.plot
    yield "time", plot.points_over_time(source, language=language)
    yield "weeks", plot.points_over_time(source, per="W", language=language)
    yield "coverage", plot.coverage(source, language=language)
    yield "radar", plot.beauty_radar(source, language=language)
    yield "multiples", plot.beauty_multiples(source, language=language)
    yield "distribution", plot.distribution(source, language=language)
    yield "lorenz", plot.lorenz(source, language=language)
    yield "leniency", plot.leniency(source, language=language)
    yield "leniency-county", plot.leniency(many_judges(150), language=language)
    yield "sankey", plot.sankey(source, names=GOODS_EN if language == "en" else None,
                                 language=language)
    yield "year", plot.household_year(source, household_of(source), language=language)


def main(folder, ledger=None):
    matplotlib.use("Agg")
    from matplotlib import pyplot
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    source = wumei.open(ledger) if ledger else township()
    for language in ("zh", "en"):
        for name, ax in pictures(source, language):
            figure = (ax[0] if hasattr(ax, "__len__") else ax).figure
            figure.savefig(pathlib.Path(folder) / f"{name}-{language}.png", dpi=110)
            pyplot.close(figure)


if __name__ == "__main__":
    main(*sys.argv[1:])
