"""Pictures: drawn in both languages with every glyph, and showing the figures they should."""
import datetime
import doctest
import importlib
import subprocess
import sys
import warnings

import pytest

for _name in ("matplotlib", "numpy", "pandas", "pyarrow", "scipy", "statsmodels"):
    pytest.importorskip(_name)

import matplotlib

matplotlib.use("Agg")
import numpy
import pandas
from matplotlib import pyplot

import wumei
from draw_all import pictures
from test_stats import refused
from test_stats_tables import small_ledger
from township import VILLAGES, many_judges, township
from wumei import plot


@pytest.fixture(scope="module")
def frames():
    return township()


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def chinese():
    try:
        plot.chinese_font()
        return True
    except wumei.Error:
        return False


def written(ax):
    """The texts of a picture; of its panels, where it has several."""
    for panel in ax.figure.axes:
        legend = panel.get_legend()
        low, high = sorted(panel.get_ylim())
        yield from [panel.title, panel._left_title, *panel.texts]
        yield from legend.get_texts() if legend else []
        if not panel.axison:
            continue
        yield from [panel.xaxis.label, panel.yaxis.label]
        if panel.name != "polar":
            yield from (label for at, label in zip(panel.get_yticks(), panel.get_yticklabels())
                        if low <= at <= high)
        else:
            yield from panel.get_xticklabels()


def nothing_is_cut(ax, name):
    ax.figure.canvas.draw()
    page = ax.figure.bbox
    for text in filter(lambda one: one.get_text(), written(ax)):
        box = text.get_window_extent()
        inside = page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1 and box.y1 <= page.y1 + 1
        assert inside and page.y0 - 1 <= box.y0, (name, text.get_text())


needs_font = pytest.mark.skipif(not chinese(), reason="no font with Chinese: fonts-noto-cjk")


@needs_font
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_drawn_with_every_glyph_and_nothing_cut(frames, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, drawn in pictures(frames, language):
            ax = numpy.ravel(drawn)[0]
            assert isinstance(ax, matplotlib.axes.Axes), name
            nothing_is_cut(ax, name)


@needs_font
@pytest.mark.parametrize("language, longer", [("zh", "经久耐用一等品（政府采购目录内）家庭装"),
                                              ("en", ", long-lasting, of the first quality")])
def test_long_names_stay_on_the_page(frames, language, longer):
    goods = frames["redemptions"].column("sku").to_pylist()
    names = {sku: sku + longer for sku in set(goods)}
    nothing_is_cut(plot.sankey(frames, names=names, language=language), language)


@needs_font
def test_the_examples_of_the_docstrings_hold(frames):
    visits = frames["inspections"]
    for module in ("_compare", "_flow", "_judges", "_style"):
        found = doctest.testmod(importlib.import_module(f"wumei.plot.{module}"),
                                extraglobs={"wumei": wumei, "book": frames, "visits": visits})
        assert found.failed == 0


def test_importing_wumei_imports_no_matplotlib_and_plot_is_found():
    program = ("import sys, wumei\n"
               "print('matplotlib' in sys.modules, 'scipy' in sys.modules)\n"
               "print(wumei.plot.__name__, wumei.stats.__name__)")
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True,
                            text=True)
    assert answer.stdout.split() == ["False", "False", "wumei.plot", "wumei.stats"]


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch, frames):
    monkeypatch.setattr(plot._style, "FAMILIES", ())
    monkeypatch.setattr(plot._style, "FILES", ())
    error = refused("unsupported", plot.points_over_time, frames)
    assert "fonts-noto-cjk" in error.en and "fonts-noto-cjk" in error.zh
    assert plot.points_over_time(frames, language="en").get_ylabel() == "points"


def heights(ax, colour):
    wanted = matplotlib.colors.to_rgba(colour)
    return [bar.get_height() for bar in ax.patches if bar.get_facecolor() == wanted]


def test_bars_are_what_was_issued_and_spent(frames):
    ax = plot.points_over_time(frames, language="en")
    legs = frames["legs"].to_pandas()
    month = pandas.to_datetime(legs["effective"]).dt.month
    amount = legs["amount"].astype(float)
    for purpose, colour, sign in (("issued", plot.PALETTE[0], -1),
                                  ("redeemed", plot.PALETTE[1], 1)):
        sums = (sign * amount[legs["purpose"] == purpose]).groupby(month).sum()
        assert heights(ax, colour) == pytest.approx(sums.tolist())
    assert ax.lines[-1].get_ydata()[-1] == pytest.approx(
        amount[legs["purpose"] == "pending"].sum())


def test_a_month_without_movement_keeps_its_place(frames):
    legs = frames["legs"].to_pandas()
    days = pandas.to_datetime(legs["effective"])
    ax = plot.points_over_time(legs[days.dt.month != 3], language="en")
    assert [label.get_text() for label in ax.get_xticklabels()][2] == "2026-03"
    assert heights(ax, plot.PALETTE[0])[2] == 0


def test_the_axes_given_is_drawn_on(frames):
    _, ax = pyplot.subplots()
    assert plot.lorenz(frames, language="en", ax=ax) is ax
    refused("bad_input", plot.beauty_radar, frames, language="en", ax=ax)
    refused("bad_input", plot.beauty_multiples, frames, language="en", ax=[ax])


def test_villages_have_the_names_of_the_register_or_those_given(frames):
    ax = plot.coverage(frames, names={"V01": "Stone Bridge"}, language="en")
    shown = {label.get_text() for label in ax.get_yticklabels()}
    assert shown == {*VILLAGES.values(), "Stone Bridge"} - {VILLAGES["V01"]}


def test_the_radar_begins_at_nought_and_shows_the_villages_asked_for(frames):
    ax = plot.beauty_radar(frames, villages=["V02", "V03"], language="en")
    assert ax.get_ylim() == (0, 100)
    assert len(ax.lines) == 3
    assert len(plot.beauty_radar(frames, villages="V02", language="en").lines) == 2
    error = refused("not_found", plot.beauty_radar, frames, villages="V99", language="en")
    assert error.facts == {"village": "V99"}
    refused("bad_input", plot.beauty_radar, frames, villages=list(VILLAGES), language="en")


@pytest.mark.parametrize("language, title", [
    ("en", "Five beauties: Stone Bridge"),
    pytest.param("zh", "五美得分率：Stone Bridge", marks=needs_font)])
def test_the_radar_of_one_village_names_it_alone(frames, language, title):
    names, marks = {"V01": "Stone Bridge"}, frames["scores"].to_pandas()
    alone = plot.beauty_radar(marks[marks["village"] == "V01"], names=names, language=language)
    chosen = plot.beauty_radar(marks, villages=["V01"], names=names, language=language)
    assert alone.get_title(loc="left") == chosen.get_title(loc="left") == title


def test_the_panels_share_their_scale(frames):
    panels = plot.beauty_multiples(frames, language="en")
    assert len(panels) == 5
    assert len({panel.get_xlim() for panel in panels}) == 1


def test_the_bars_of_the_distribution_count_every_household(frames):
    ax = plot.distribution(frames, language="en")
    shown = sum(heights(ax, plot.PALETTE[0]) + heights(ax, plot.PALETTE[1]))
    earned = wumei.stats.earnings(frames)
    over = (earned > numpy.quantile(earned[earned > 0], 0.99)).sum()
    assert shown + over == len(earned)


def flows_of(source):
    return plot._flow._flows(plot._flow._spent(source), plot._flow._earned(source))


def labels(ax):
    """What stands beside the bars, without its amount."""
    return {" ".join(text.get_text().split()[:-1]) for text in ax.texts}


def test_few_judges_have_a_row_each(frames):
    ax = plot.leniency(frames, language="en")
    assert sorted(label.get_text() for label in ax.get_yticklabels()) == ["J01", "J02", "J03",
                                                                          "J04"]


@pytest.mark.parametrize("language, between", [("en", "130 others"), pytest.param(
    "zh", "其余 130 位", marks=needs_font)])
def test_many_judges_fit_a_page_and_none_is_left_out(language, between):
    table = wumei.stats.judge_effects(many_judges(150))
    ax = plot.leniency(many_judges(150), language=language)
    ax.figure.canvas.draw()
    names = [label.get_text() for label in ax.get_yticklabels()]
    shown = sorted(value for line in ax.lines[1:] for value in line.get_xdata())

    assert ax.figure.get_size_inches()[1] < 10
    assert names == [*table.index[::-1][:10], *table.index[::-1][-10:], between]
    assert shown == pytest.approx(sorted(table["effect"]))
    assert sum(len(lines.get_segments()) for lines in ax.collections) == 150


def test_the_ends_hold_as_many_judges_as_asked_for():
    ax = plot.leniency(many_judges(40), top=3, language="en")
    assert len(ax.get_yticklabels()) == 2 * 3 + 1
    refused("bad_input", plot.leniency, many_judges(40), top=0, language="en")
    error = refused("bad_input", plot.leniency, many_judges(40), level=95, language="en")
    assert error.facts["field"] == "level"


def test_the_ribbons_call_rules_as_their_book_does(frames):
    english = labels(plot.sankey(frames, top=20, language="en"))
    given = labels(plot.sankey(frames, top=20, names={"ENV06": "sorting"}, language="en"))
    plain = dict(frames, deeds=frames["deeds"].drop_columns(["rule_name", "rule_name_en"]))

    assert {"waste sorted correctly", "monthly check: cleanest"} <= english
    assert "参加村民（代表）会议" in english  # its book has no English name for it
    assert "sorting" in given and "waste sorted correctly" not in given
    assert "ENV06" in labels(plot.sankey(plain, top=20, language="en"))


@needs_font
def test_the_ribbons_call_rules_in_chinese(frames):
    shown = {label.replace(" ", "") for label in labels(plot.sankey(frames, top=20))}
    assert {"垃圾分类投放正确", "月度检查·最清洁", "参加村民（代表）会议"} <= shown


def test_the_ribbons_carry_what_was_spent():
    spent = pandas.DataFrame({"household": ["a", "b"], "sku": ["G1", "G2"], "points": [6.0, 4.0],
                              "reversed": False})
    deeds = pandas.DataFrame({"household": ["a", "a", "b"], "rule": ["R1", "R2", "R1"],
                              "state": "settled", "points": [8.0, 4.0, 1.0]})
    flows = flows_of({"redemptions": spent, "deeds": deeds})
    assert flows.set_index(["rule", "sku"])["points"].to_dict() == {
        ("R1", "G1"): pytest.approx(4), ("R2", "G1"): pytest.approx(2),
        ("R1", "G2"): pytest.approx(1), ("", "G2"): pytest.approx(3)}


def test_the_ribbons_of_the_township_sum_up(frames):
    flows = flows_of(frames)
    total = frames["redemptions"].to_pandas()["points"].astype(float).sum()
    assert flows["points"].sum() == pytest.approx(total)


def test_a_household_year_tells_what_came_and_went():
    legs = small_ledger()["legs"]
    ax = plot.household_year(legs, "a", language="en")
    assert heights(ax, plot.PALETTE[0])[3] == 5  # April
    assert ax.lines[1].get_ydata()[-1] == 5
    assert "5 points in, 0 out" in ax.get_title(loc="left")
    newest = pandas.Timestamp(legs["effective"].max())  # of anybody: it held its points till then
    end = newest.month - 1 + (newest.day - 1) / newest.days_in_month
    assert ax.lines[1].get_xdata()[-1] == pytest.approx(end)
    refused("not_found", plot.household_year, legs, "zz", language="en")
    refused("not_found", plot.household_year, legs, "a", year=1999, language="en")
    assert plot.household_year(legs, "a", year=numpy.int64(2026), language="en")


def test_a_household_that_is_no_text_is_named_by_text():
    error = refused("not_found", plot.household_year, small_ledger()["legs"], 101001,
                    language="en")
    assert error.facts == {"household": "101001"}


@pytest.mark.parametrize("year", ["2026", 2026.0, datetime.date(2026, 1, 1)])
def test_a_year_is_a_whole_number(year):
    error = refused("bad_input", plot.household_year, small_ledger()["legs"], "a", year=year,
                    language="en")
    assert error.facts == {"field": "year", "found": repr(year)}


@pytest.mark.parametrize("draw", [
    lambda: plot.points_over_time(small_ledger(), language="fr"),
    lambda: plot.points_over_time(small_ledger(), per="D", language="en"),
    lambda: plot.points_over_time(small_ledger()["legs"].head(0), language="en"),
    lambda: plot.points_over_time(small_ledger()["legs"].drop(columns="unit"), language="en"),
    lambda: plot.distribution(small_ledger(), bins=0, language="en"),
    lambda: plot.sankey(small_ledger(), language="en"),
    lambda: plot.points_over_time(small_ledger()["legs"].astype({"amount": "int64"}),
                                  language="en"),
    lambda: plot.beauty_radar({"scores": pandas.DataFrame(
        {"village": [], "dimension": [], "mark": [], "full": []})}, language="en"),
    lambda: plot.lorenz({**small_ledger(), "legs": small_ledger()["legs"].tail(2)},
                        language="en")])
def test_what_cannot_be_drawn_is_refused(draw):
    with pytest.raises(wumei.Error) as caught:
        draw()
    assert caught.value.code == "bad_input"


@needs_font
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_ledger_is_drawn_as_it_is(book, language):
    household = book.redemptions.select("household").to_arrow().column(0)[0].as_py()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for draw in (plot.points_over_time, plot.coverage, plot.distribution, plot.lorenz,
                     plot.beauty_radar, plot.beauty_multiples, plot.sankey,
                     lambda *given, **more: plot.household_year(*given, household, **more)):
            ax = numpy.ravel(draw(book, language=language))[0]
            ax.figure.canvas.draw()


def test_what_a_ledger_issued_is_what_its_picture_shows(book):
    issued = sum(row["balance"] for row in book.accounts.to_arrow().to_pylist()
                 if row["purpose"] == "issued")
    ax = plot.points_over_time(book, language="en")
    assert sum(heights(ax, plot.PALETTE[0])) == pytest.approx(-float(issued))
