"""Statistics, on data whose answer is known: published examples, arithmetic, planted effects."""
import doctest
import importlib
import math
from decimal import Decimal

import pytest

for _name in ("numpy", "pandas", "pyarrow", "scipy", "statsmodels"):
    pytest.importorskip(_name)

import numpy
import pandas
from hypothesis import given, settings, strategies
from hypothesis.extra.numpy import arrays

import wumei
from township import township
from wumei import stats

# Shrout and Fleiss (1979), table 2: six targets by four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
                 [6, 2, 4, 7]]
_ = math.nan
# Krippendorff (2011), the example of section C: twelve units by four observers, with gaps.
KRIPPENDORFF = [[1, 1, _, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2],
                [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [_, 5, 5, 5],
                [_, _, 1, 1], [_, 3, _, _]]
# Benjamini and Hochberg (1995), section 4.1: fifteen p-values, of which four are listed at 0.05.
HOCHBERG = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
            0.4262, 0.5719, 0.6528, 0.7590, 1.0000]


@pytest.fixture(scope="module")
def frames():
    return township()


def refused(code, call, *arguments, **options):
    with pytest.raises(wumei.Error) as caught:
        call(*arguments, **options)
    assert caught.value.code == code
    assert caught.value.zh and caught.value.en
    return caught.value


def claims_of(counts, busiest=None):
    """Settled claims of as many households as there are counts; the busiest has 25."""
    times = {f"V01-{home:03}": int(count) for home, count in enumerate(counts)}
    if busiest:
        times[busiest] = 25
    return pandas.DataFrame([
        {"household": home, "village": "V01", "rule": "R", "state": "settled", "officer": "T02"}
        for home, count in times.items() for _ in range(count)])


@pytest.mark.parametrize("module", ["_agreement", "_anomalies", "_forecast", "_inequality",
                                    "_judges", "_shrink", "_villages"])
def test_the_examples_of_the_docstrings_hold(module, frames):
    lenient = visits_of({"A": 3.0, "B": -3.0, "C": 0.0}, 40)
    high = by_village({"V01": 92.0, "V02": 84.0, "V03": 88.0}, 12)
    names = {"wumei": wumei, "pandas": pandas, "legs": frames["legs"],
             "redemptions": frames["redemptions"],
             "deeds": claims_of(1 + numpy.arange(40) % 4, busiest="0101001"),
             "visits": lenient if module == "_judges" else high}
    found = doctest.testmod(importlib.import_module(f"wumei.stats.{module}"), extraglobs=names)
    assert found.failed == 0


# Inequality.

amounts = arrays("float64", strategies.integers(1, 30),
                 elements=strategies.floats(0, 1e9, allow_subnormal=False)).filter(
                     lambda values: values.sum() > 1e-3)


def test_gini_of_one_household_with_everything():
    assert stats.gini([0, 0, 0, 8]) == 0.75


@given(amounts)
def test_gini_lies_between_nought_and_one(values):
    assert 0 <= stats.gini(values) < 1


@given(amounts, strategies.floats(0.01, 1000))
def test_gini_knows_no_unit(values, factor):
    assert stats.gini(values * factor) == pytest.approx(stats.gini(values), abs=1e-9)


@given(amounts)
def test_gini_of_households_counted_twice_is_the_same(values):
    assert stats.gini(numpy.repeat(values, 2)) == pytest.approx(stats.gini(values), abs=1e-9)


@given(amounts)
def test_the_lorenz_curve_rises_below_the_diagonal_and_has_gini_above_it(values):
    households, points = stats.lorenz(values)
    area = ((points[1:] + points[:-1]) / 2 * numpy.diff(households)).sum()

    assert points[0] == 0 and points[-1] == 1
    assert (numpy.diff(points) >= -1e-12).all() and (points <= households + 1e-9).all()
    assert 1 - 2 * area == pytest.approx(stats.gini(values), abs=1e-9)


@pytest.mark.parametrize("values", [[], [0, 0], [1, -1], [1, math.nan], [1, math.inf]])
def test_amounts_that_have_no_shares_are_refused(values):
    refused("bad_input", stats.gini, values)
    refused("bad_input", stats.lorenz, values)


# Agreement.

def test_icc_gives_the_six_of_shrout_and_fleiss():
    table = stats.icc(SHROUT_FLEISS)
    assert table["icc"].round(2).to_dict() == {
        "ICC(1,1)": 0.17, "ICC(2,1)": 0.29, "ICC(3,1)": 0.71,
        "ICC(1,k)": 0.44, "ICC(2,k)": 0.62, "ICC(3,k)": 0.91}


def test_icc_gives_the_tests_and_intervals_that_other_programs_give():
    """The values of R's psych::ICC on the same table."""
    table = stats.icc(SHROUT_FLEISS)
    assert table["F"].round(2).tolist() == [1.79, 11.03, 11.03] * 2
    assert table["df2"].tolist() == [18, 15, 15] * 2
    assert table["low"].round(2).tolist() == [-0.13, 0.02, 0.34, -0.88, 0.07, 0.68]
    assert table["high"].round(2).tolist() == [0.72, 0.76, 0.95, 0.91, 0.93, 0.99]


def test_judges_who_differ_by_a_constant_are_consistent_and_disagree():
    table = stats.icc([[1, 3], [2, 4], [5, 7], [9, 11]])
    assert table.loc["ICC(3,1)", "icc"] == pytest.approx(1)
    assert table.loc["ICC(2,1)", "icc"] < 0.9


@pytest.mark.parametrize("table", [
    [[1, 2]], [[1], [2], [3]], [[5, 5], [5, 5]], [[1, math.nan], [2, 3]], [1, 2, 3]])
def test_icc_refuses_what_cannot_be_compared(table):
    refused("bad_input", stats.icc, table)


@pytest.mark.parametrize("metric, alpha", [("nominal", 0.743), ("ordinal", 0.815),
                                           ("interval", 0.849), ("ratio", 0.797)])
def test_alpha_gives_the_example_of_krippendorff(metric, alpha):
    found = stats.krippendorff_alpha(KRIPPENDORFF, metric=metric, resamples=0)
    assert round(found.alpha, 3) == alpha
    assert (found.units, found.values) == (11, 40)


def test_alpha_is_one_in_full_agreement_and_below_nought_when_judges_contradict():
    full = stats.krippendorff_alpha([[1, 1], [2, 2], [5, 5]], resamples=0)
    against = stats.krippendorff_alpha([[1, 5], [5, 1], [1, 5]], resamples=0)
    assert full.alpha == 1 and against.alpha < 0


def test_the_interval_of_alpha_is_that_of_its_seed_and_holds_alpha():
    one = stats.krippendorff_alpha(KRIPPENDORFF, resamples=200, seed=7)
    assert one == stats.krippendorff_alpha(KRIPPENDORFF, resamples=200, seed=7)
    assert one.low < one.alpha < one.high


@given(strategies.floats(0.1, 50), strategies.floats(-100, 100))
def test_alpha_of_intervals_knows_no_unit_and_no_origin(factor, shift):
    table = numpy.array(KRIPPENDORFF)
    one = stats.krippendorff_alpha(table, resamples=0).alpha
    other = stats.krippendorff_alpha(table * factor + shift, resamples=0).alpha
    assert other == pytest.approx(one, abs=1e-7)


@pytest.mark.parametrize("table, options", [
    ([[1], [2]], {}), ([[1, math.nan], [2, math.nan]], {}), ([[3, 3], [3, 3]], {}),
    ([[1, 2], [2, 1]], {"metric": "cosine"}), ([[-1, 2], [2, 1]], {"metric": "ratio"}),
    ([[1, math.inf], [2, 1]], {})])
def test_alpha_refuses_what_cannot_be_compared(table, options):
    refused("bad_input", stats.krippendorff_alpha, table, **options)


def test_ratings_are_what_two_judges_saw_in_one_month(frames):
    table = stats.ratings(frames)
    visits = frames["inspections"].to_pandas()
    visits["month"] = pandas.to_datetime(visits["on"]).dt.to_period("M")
    judges = visits.groupby(["household", "month", "part"], observed=True)["judge"].nunique()

    assert len(table) == (judges >= 2).sum()
    assert sorted(table.columns) == ["J01", "J02", "J03", "J04"]
    assert stats.krippendorff_alpha(table, resamples=0).alpha < 0.9


def test_visits_that_share_no_courtyard_have_no_ratings():
    refused("bad_input", stats.ratings, by_village({"V01": 90.0}, 5))


# Judges.

def visits_of(effects, homes, each=2, seed=1):
    """Every household is seen by `each` judges in turn; the noise is known."""
    random = numpy.random.default_rng(seed)
    judges = list(effects)
    rows = []
    for home in range(homes):
        true = 80 + random.normal(0, 5)
        for turn in range(each):
            judge = judges[(home + turn) % len(judges)]
            rows.append({"household": f"h{home}", "village": "V01", "part": "whole",
                         "judge": judge, "on": pandas.Timestamp("2026-04-10"),
                         "score": true + effects[judge] + random.normal(0, 0.3)})
    return pandas.DataFrame(rows)


def by_village(means, homes, seed=2):
    random = numpy.random.default_rng(seed)
    return pandas.DataFrame([
        {"household": f"{village}{home}", "village": village, "part": "whole", "judge": village,
         "on": pandas.Timestamp("2026-04-10"), "score": mean + random.normal(0, 3)}
        for village, mean in means.items() for home in range(homes)])


def test_planted_effects_of_judges_are_found():
    truth = {"A": 4.0, "B": -4.0, "C": 0.5, "D": -0.5}
    table = stats.judge_effects(visits_of(truth, 80))
    assert table.attrs["model"] == "mixed"
    assert table.index.tolist() == ["A", "C", "D", "B"]
    for judge, effect in truth.items():
        assert table.loc[judge, "effect"] == pytest.approx(effect, abs=0.25)
    assert (table["q"] < 0.001).all()
    assert table["effect"].sum() == pytest.approx(0, abs=1e-9)
    assert (table["shared"] == table["households"]).all()


def test_in_a_balanced_design_the_effects_are_differences_of_means():
    """Every judge saw every household: REML then agrees with the analysis of variance."""
    visits = visits_of({"A": 1.0, "B": -1.0, "C": 0.0}, 30, each=3)
    table = stats.judge_effects(visits)
    means = visits.groupby("judge")["score"].mean()
    wide = visits.pivot(index="household", columns="judge", values="score").to_numpy()
    rest = wide - wide.mean(axis=1, keepdims=True) - wide.mean(axis=0) + wide.mean()
    residual = (rest ** 2).sum() / (29 * 2)

    for judge in "ABC":
        assert table.loc[judge, "effect"] == pytest.approx(means[judge] - means.mean(), abs=1e-6)
        assert table.loc[judge, "error"] == pytest.approx(math.sqrt(residual * 2 / 3 / 30),
                                                          rel=1e-3)


def test_judges_who_are_alike_are_not_listed():
    table = stats.judge_effects(visits_of(dict.fromkeys("ABCD", 0.0), 60, seed=5))
    assert (table["q"] > 0.05).all()
    assert table["shrunk"].abs().max() <= table["effect"].abs().max()


def test_without_shared_households_it_says_so():
    table = stats.judge_effects(by_village({"V01": 90.0, "V02": 80.0, "V03": 85.0}, 10))
    assert table.attrs["model"] == "least squares"
    assert (table["shared"] == 0).all()


def test_the_lenient_judge_of_the_township_is_found(frames):
    table = stats.judge_effects(frames)
    assert table.index[0] == "J01"
    assert table.loc["J01", "effect"] == pytest.approx(3, abs=0.5)  # 4 above each of three others


@pytest.mark.parametrize("change", [
    lambda visits: visits[visits["judge"] == "A"], lambda visits: visits.head(6),
    lambda visits: visits.assign(score=80.0), lambda visits: visits.drop(columns="judge"),
    lambda visits: visits.assign(score=math.nan),
    lambda visits: visits.assign(score=visits["judge"].map({"A": 1.0, "B": 2.0}))])
def test_visits_that_tell_no_judges_apart_are_refused(change):
    refused("bad_input", stats.judge_effects, change(visits_of({"A": 1.0, "B": -1.0}, 20)))


# Shrinkage and many tests.

def test_the_eight_schools_are_drawn_to_one_mean():
    """Rubin (1981): they vary no more than their errors."""
    found = stats.shrink([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    assert found.variance == 0
    assert found.estimate.round(3).tolist() == [7.686] * 8
    assert found.mean_error == pytest.approx(4.072, abs=0.001)


def test_equal_errors_shrink_equally_and_by_the_variance_between():
    """With one error s, Paule and Mandel's variance is that of the means less s squared."""
    values = numpy.array([1.0, 3.0, 5.0, 11.0])
    found = stats.shrink(values, [2.0] * 4)
    between = values.var(ddof=1) - 4
    assert found.variance == pytest.approx(between, rel=1e-4)
    assert found.estimate == pytest.approx(5 + between / (between + 4) * (values - 5), rel=1e-4)


@given(arrays("float64", 6, elements=strategies.floats(-100, 100)),
       arrays("float64", 6, elements=strategies.floats(0.1, 20)))
def test_shrunk_estimates_lie_between_their_own_figure_and_the_mean(values, errors):
    found = stats.shrink(values, errors)
    low, high = numpy.minimum(values, found.mean), numpy.maximum(values, found.mean)
    assert (found.estimate >= low - 1e-9).all() and (found.estimate <= high + 1e-9).all()


@pytest.mark.parametrize("values, errors", [
    ([1, 2], [1, 1]), ([1, 2, 3], [1, 1]), ([1, 2, 3], [1, 0, 1]), ([1, 2, math.nan], [1, 1, 1])])
def test_groups_that_cannot_be_shrunk_are_refused(values, errors):
    refused("bad_input", stats.shrink, values, errors)


VISITS = visits_of({"A": 1.0, "B": -1.0}, 20)


@pytest.mark.parametrize("level", [95, -1, 0, 1, True, math.nan, "95%", None, [0.9, 0.95]])
@pytest.mark.parametrize("call, given", [
    (stats.anomalies, claims_of([2] * 20)), (stats.icc, SHROUT_FLEISS),
    (stats.judge_effects, VISITS), (stats.krippendorff_alpha, KRIPPENDORFF),
    (stats.village_standards, by_village({"V01": 90.0, "V02": 80.0, "V03": 85.0}, 6))])
def test_a_level_is_a_share(call, given, level):
    error = refused("bad_input", call, given, level=level)
    assert error.facts == {"field": "level", "found": str(level)}


def test_a_level_may_be_exact():
    assert stats.icc(SHROUT_FLEISS, level=Decimal("0.95")).equals(stats.icc(SHROUT_FLEISS))


def test_four_of_the_fifteen_hypotheses_of_benjamini_and_hochberg_are_listed():
    q = stats.benjamini_hochberg(HOCHBERG)
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@given(arrays("float64", strategies.integers(0, 20), elements=strategies.floats(0, 1)))
def test_q_is_at_least_p_and_keeps_the_order(p):
    q = stats.benjamini_hochberg(p)
    assert (q >= p - 1e-12).all() and (q <= 1).all()
    assert (numpy.diff(q[numpy.argsort(p)]) >= -1e-12).all()


@pytest.mark.parametrize("p", [[0.1, 1.2], [-0.1], [math.nan]])
def test_what_is_no_probability_is_refused(p):
    refused("bad_input", stats.benjamini_hochberg, p)
