"""Statistics of villages, awards, time and what stands out; tables that are not as promised."""
import datetime
import math
from decimal import Decimal

import pytest

for _name in ("numpy", "pandas", "pyarrow", "scipy", "statsmodels"):
    pytest.importorskip(_name)

import numpy
import pandas
from hypothesis import given, strategies
from scipy import stats as scipy_stats

import wumei
from test_stats import by_village, claims_of, refused
from township import township
from wumei import stats


@pytest.fixture(scope="module")
def frames():
    return township()


# Villages.

def test_villages_are_drawn_to_their_mean_the_small_ones_most():
    visits = by_village({f"V{n:02}": 80.0 + n for n in range(1, 9)}, 20)
    visits = visits[(visits["village"] != "V08") | (visits["household"] < "V082")]
    table = stats.village_standards(visits)
    small, large = table.loc["V08"], table.loc["V01"]
    mean = table.attrs["mean"]

    assert small["households"] < large["households"] and small["error"] > large["error"]
    assert (abs(small["shrunk"] - mean) / abs(small["mean"] - mean)
            < abs(large["shrunk"] - mean) / abs(large["mean"] - mean))
    assert math.sqrt(table.attrs["within"]) == pytest.approx(3, abs=0.4)
    assert math.sqrt(table.attrs["variance"]) == pytest.approx(
        math.sqrt(6), abs=0.5)  # of 1 ... 8


def test_villages_with_one_standard_are_not_told_apart():
    table = stats.village_standards(by_village({f"V{n}": 85.0 for n in range(8)}, 15, seed=11))
    assert (table["q"] > 0.05).all()


@pytest.mark.parametrize("change", [
    lambda visits: visits[visits["village"] != "V03"],
    lambda visits: visits.drop_duplicates("village"), lambda visits: visits.assign(score=90.0),
    lambda visits: visits.drop(columns="village")])
def test_villages_that_cannot_be_compared_are_refused(change):
    visits = by_village({"V01": 90.0, "V02": 80.0, "V03": 85.0}, 6)
    refused("bad_input", stats.village_standards, change(visits))


def small_ledger():
    """Three resident households of which one earned; what the others got was not issued."""
    day = datetime.date(2026, 4, 1)
    legs = [(1, "f/V01:issued/2026", "issued", "-5.00"), (1, "h/a:pending", "pending", "5.00"),
            (2, "h/a:pending", "pending", "-5.00"), (2, "h/a:spendable", "spendable", "5.00"),
            (3, "f/V01:opening", "opening", "-9.00"), (3, "h/b:spendable", "spendable", "9.00")]
    return {"households": pandas.DataFrame({"household": ["a", "b", "c", "d"],
                                            "village": ["V01", "V01", "V01", "V01"],
                                            "status": ["resident"] * 3 + ["away"]}),
            "legs": pandas.DataFrame([
                {"seq": seq, "effective": day, "kind": "k", "holder": account.split(":")[0],
                 "purpose": purpose, "unit": "points", "amount": Decimal(amount)}
                for seq, account, purpose, amount in legs])}


def test_coverage_counts_resident_households_that_were_issued_points():
    table = stats.coverage(small_ledger())
    assert table.loc["V01", ["earned", "households"]].tolist() == [1, 3]
    # Wilson (1927), by hand: centre (1/3 + z²/6) / (1 + z²/3), z = 1.959964.
    assert table.loc["V01", "low"] == pytest.approx(0.0615, abs=0.0005)
    assert table.loc["V01", "high"] == pytest.approx(0.7923, abs=0.0005)


def test_earnings_hold_the_households_that_earned_nothing():
    assert stats.earnings(small_ledger()).to_dict() == {"a": 5.0, "b": 0.0, "c": 0.0}


def test_a_line_is_reached_with_that_score():
    ranked = pandas.DataFrame({
        "round": "R", "village": ["V1", "V1", "V2", "V2"], "household": list("abcd"),
        "score": [Decimal("90.00"), Decimal("89.99"), Decimal("95.00"), Decimal("70.00")]})
    found = stats.award_lines(ranked, [95, 90])
    assert found.villages.values.tolist() == [
        [90.0, "V1", 2, 1, 0.5], [90.0, "V2", 2, 1, 0.5],
        [95.0, "V1", 2, 0, 0.0], [95.0, "V2", 2, 1, 0.5]]
    assert found.villages.head(2).equals(stats.award_lines(ranked, 90).villages)
    assert found.villages.head(2).equals(stats.award_lines(ranked, "90").villages)
    assert found.households["household"].tolist() == ["a", "c", "c"]


@given(strategies.lists(strategies.floats(0, 100), min_size=2, max_size=5, unique=True))
def test_a_higher_line_is_reached_by_no_one_else(lines):
    ranked = pandas.DataFrame({"round": "R", "village": ["V1", "V2"] * 5,
                               "household": [str(n) for n in range(10)],
                               "score": numpy.linspace(5.0, 95.0, 10)})
    found = stats.award_lines(ranked, lines).households
    at = [set(found[found["line"] == line]["household"]) for line in sorted(lines)]
    assert all(upper <= lower for lower, upper in zip(at, at[1:]))


def test_rounds_are_not_mixed_and_lines_are_needed(frames):
    ranked = frames["awards"].to_pandas()
    two = pandas.concat([ranked, ranked.assign(round="2025H2")])
    assert "round" in refused("bad_input", stats.award_lines, two, [90]).facts.values()
    assert len(stats.award_lines(two, [90], round="2026H1").villages) == 8
    refused("bad_input", stats.award_lines, ranked, [])
    refused("bad_input", stats.award_lines, ranked, "high")
    refused("bad_input", stats.award_lines, ranked, [90], round="1999")


# Time.

def test_a_random_walk_goes_on_with_its_drift():
    """Steps 1 and 3 in turn: drift 2, s² = 8/7 of eight steps; by hand."""
    mean, low, high = stats.random_walk(numpy.cumsum([0, 1, 3, 1, 3, 1, 3, 1, 3]), 2)
    reach = scipy_stats.t.ppf(0.975, 7) * math.sqrt(8 / 7 * (2 + 4 / 8))
    assert mean.tolist() == [18, 20]
    assert high[1] - mean[1] == pytest.approx(reach) == mean[1] - low[1]


def test_the_interval_of_a_random_walk_holds_as_often_as_it_says():
    random = numpy.random.default_rng(3)
    held = 0
    for _ in range(1000):
        walk = numpy.cumsum(random.normal(1, 2, 16))
        _, low, high = stats.random_walk(walk[:12], 4)
        held += low[3] <= walk[15] <= high[3]
    assert 0.93 <= held / 1000 <= 0.97


def weekly_legs(amounts, unit="points"):
    monday = pandas.Timestamp("2026-01-05")
    return pandas.DataFrame({
        "effective": [monday + pandas.Timedelta(days=7 * week + 6)
                      for week in range(len(amounts))],
        "purpose": "spendable", "unit": unit, "amount": amounts})


def test_liability_is_what_households_hold():
    forecast = stats.forecast_liability(weekly_legs([Decimal("10.00")] * 8), ahead=3)
    assert forecast.history.tolist() == [10.0 * n for n in range(1, 9)]
    assert forecast.future["mean"].tolist() == [90, 100, 110]
    assert forecast.future.index[0] == pandas.Timestamp("2026-03-08")


def test_a_week_that_is_not_over_is_left_out():
    legs = weekly_legs([10.0] * 8)
    legs.loc[8] = [pandas.Timestamp("2026-03-03"), "spendable", "points", 500.0]
    assert len(stats.forecast_liability(legs, ahead=1).history) == 8
    assert len(stats.forecast_liability(legs, ahead=1, until="2026-03-08").history) == 9


def test_weeks_without_an_entry_count_up_to_the_day_given():
    legs = weekly_legs([10.0] * 8)
    history = stats.forecast_liability(legs, ahead=1, until="2026-06-28").history
    assert history.tolist() == [10.0 * n for n in range(1, 9)] + [80.0] * 17
    assert history.index[-1] == pandas.Timestamp("2026-06-28")
    assert len(stats.forecast_liability(legs, ahead=1, until="2026-06-27").history) == 24
    assert len(stats.forecast_liability(legs, ahead=1, until="2026-02-22").history) == 7
    monthly = stats.forecast_liability(legs, ahead=1, per="M", until=datetime.date(2026, 7, 1))
    assert monthly.history.index[-1] == pandas.Timestamp("2026-06-30")


@pytest.mark.parametrize("until", ["", "soon", [2026, 6, 28], math.nan])
def test_the_last_day_of_a_history_is_a_day(until):
    error = refused("bad_input", stats.forecast_liability, weekly_legs([1.0] * 8), until=until)
    assert error.facts["field"] == "until"


def test_smoothing_follows_a_straight_line():
    random = numpy.random.default_rng(4)
    forecast = stats.forecast_liability(weekly_legs(100 + random.normal(0, 1, 30)), ahead=2,
                                        model="ets")
    assert forecast.future["mean"].tolist() == pytest.approx([3100, 3200], rel=0.02)
    assert (forecast.future["low"] < forecast.future["mean"]).all()


@pytest.mark.parametrize("legs, options", [
    (weekly_legs([1.0] * 3), {}), (weekly_legs([1.0] * 8), {"model": "ets"}),
    (weekly_legs([1.0] * 8), {"model": "prophet"}), (weekly_legs([1.0] * 8), {"per": "?"}),
    (weekly_legs([1.0] * 8, unit="honour"), {}), (weekly_legs([1.0] * 8), {"ahead": 0}),
    (weekly_legs([1.0, math.nan] * 4), {})])
def test_liability_that_cannot_be_forecast_is_refused(legs, options):
    refused("bad_input", stats.forecast_liability, legs, **options)


def sold(counts, sku="G1"):
    monday = pandas.Timestamp("2026-01-05")
    return pandas.DataFrame([
        {"on": monday + pandas.Timedelta(days=7 * week + 6), "shop": "s", "sku": sku,
         "quantity": count, "reversed": False} for week, count in enumerate(counts)])


def test_demand_of_steady_goods_is_the_negative_binomial_of_its_rate():
    """Ten weeks, twenty pieces: gamma(20.5, 10), of two weeks NB(20.5, 10/12)."""
    table = stats.forecast_demand(sold([2] * 10), ahead=2)
    row = table.loc[("s", "G1")]
    assert row["mean"] == pytest.approx(4.1)
    assert row["spread"] == 1
    assert row["low"] == scipy_stats.nbinom.ppf(0.025, 20.5, 10 / 12)
    assert row["high"] == scipy_stats.nbinom.ppf(0.975, 20.5, 10 / 12)


def test_demand_of_the_township_is_that_of_all_shops():
    lines = pandas.concat([sold([2] * 8), sold([1] * 8).assign(shop="other")])
    table = stats.forecast_demand(lines, by="sku")
    assert table["pieces"].to_dict() == {"G1": 24}
    pandas.testing.assert_frame_equal(table, stats.forecast_demand(lines, by=("sku",)))
    for by in ("village", (), ("sku", "sku")):
        assert refused("bad_input", stats.forecast_demand, lines, by=by).facts["field"] == "by"


def test_weeks_without_a_sale_are_weeks_of_no_demand():
    """Twenty-five weeks, sixteen pieces: the rate has the gamma of 16.5 and 25."""
    lines = sold([2] * 8)
    stock = pandas.DataFrame({"shop": ["s"], "sku": ["G1"], "left": [0]})
    row = stats.forecast_demand({"redemptions": lines, "stock": stock}, ahead=2,
                                until="2026-06-28").iloc[0]
    short = stats.forecast_demand({"redemptions": lines, "stock": stock}, ahead=2,
                                  until="2026-03-01").iloc[0]
    assert (row["pieces"], row["periods"], short["periods"]) == (16, 25, 8)
    assert row["mean"] == pytest.approx(2 * 16.5 / 25)
    assert row["order"] < short["order"]


def test_the_interval_of_demand_holds_at_least_as_often_as_it_says():
    random = numpy.random.default_rng(6)
    lines = pandas.concat([sold(random.poisson(3, 12), f"G{n}") for n in range(400)])
    lines = lines[lines["quantity"] > 0]
    table = stats.forecast_demand(lines, ahead=4)
    came = random.poisson(12, len(table))
    held = ((table["low"] <= came) & (came <= table["high"])).mean()
    assert 0.94 <= held <= 0.995  # counts are discrete, and the spread is never below one


def test_what_the_shelf_lacks_is_ordered_and_reversed_slips_are_not_demand():
    lines = pandas.concat([sold([2] * 10), sold([50] * 10).assign(reversed=True)])
    stock = pandas.DataFrame({"shop": ["s"], "sku": ["G1"], "left": [3]})
    row = stats.forecast_demand({"redemptions": lines, "stock": stock}, ahead=2).iloc[0]
    assert (row["pieces"], row["left"], row["order"]) == (20, 3, row["high"] - 3)


def test_what_merchants_handed_out_empties_no_shelf():
    lines = pandas.concat([sold([2] * 10).assign(merchant=None),
                           sold([50] * 10).assign(merchant="M01", shop=None)])
    table = stats.forecast_demand(lines, ahead=2)
    assert table["pieces"].to_dict() == {("s", "G1"): 20}


@pytest.mark.parametrize("lines, options", [
    (sold([2] * 3), {}), (sold([2] * 8), {"level": 1.0}), (sold([2] * 8), {"ahead": 0}),
    (sold([2] * 8).assign(reversed=True), {}), (sold([2] * 8).drop(columns="quantity"), {})])
def test_demand_that_cannot_be_forecast_is_refused(lines, options):
    refused("bad_input", stats.forecast_demand, lines, **options)


@pytest.mark.parametrize("level", [95, -1, 1, math.nan, "95%"])
@pytest.mark.parametrize("call, given", [
    (lambda walk, level: stats.random_walk(walk, 2, level=level), range(9)),
    (stats.forecast_liability, weekly_legs([1.0] * 20)),
    (lambda legs, level: stats.forecast_liability(legs, model="ets", level=level),
     weekly_legs([1.0] * 20)),
    (stats.forecast_demand, sold([2] * 8))])
def test_the_level_of_a_forecast_is_a_share(call, given, level):
    error = refused("bad_input", call, given, level=level)
    assert error.facts == {"field": "level", "found": str(level)}


def test_the_interval_of_demand_is_wide_enough_to_hold_its_mean():
    error = refused("bad_input", stats.forecast_demand, sold([2] * 8), level=0.4)
    assert error.facts["field"] == "level" and "[0.5, 1)" in error.en


# What stands out.

def test_a_planted_outlier_is_listed_and_nobody_else():
    counts = 1 + numpy.random.default_rng(8).poisson(2, 60)
    counts[17] = 25
    table = stats.anomalies(claims_of(counts))
    assert table.loc[table["listed"], "household"].tolist() == ["V01-017"]
    assert table.loc[0, "expected"] == pytest.approx(3, abs=0.5)


def test_among_households_that_are_alike_few_lists_name_anybody():
    random = numpy.random.default_rng(9)
    named = sum(stats.anomalies(claims_of(1 + random.poisson(2, 40)))["listed"].any()
                for _ in range(60))
    assert named <= 6  # five in a hundred lists on average, at most


def test_an_officer_whose_claims_are_refused_far_more_often_is_listed():
    deeds = pandas.concat([
        claims_of([5] * 40).assign(officer=officer, state=["settled"] * (200 - bad)
                                   + ["refused"] * bad)
        for officer, bad in (("A", 10), ("B", 12), ("C", 60))])
    table = stats.anomalies(deeds, "officers")
    assert table.loc[table["listed"], "officer"].tolist() == ["C"]


def test_slips_are_counted_once_and_reversed_ones_not(frames):
    table = stats.anomalies(frames, "redemptions")
    assert not table["listed"].any()
    assert table["times"].max() <= 6


def test_customers_of_a_merchant_are_compared_with_its_others():
    slips = pandas.DataFrame(
        [{"household": f"{n:03}", "village": "V01", "shop": None, "merchant": merchant,
          "reversed": False}
         for merchant, least in (("M01", 1), ("M02", 20)) for n in range(30)
         for _ in range(least + n % 3)] + [{"household": "007", "village": "V01", "shop": None,
                                            "merchant": "M01", "reversed": False}] * 20)
    table = stats.anomalies(slips.assign(seq=range(len(slips))), "redemptions")
    assert set(table["shop"]) == {"M01", "M02"}
    assert table.loc[table["listed"], ["shop", "household"]].to_numpy().tolist() == [["M01", "007"]]


@pytest.mark.parametrize("deeds, options", [
    (claims_of([2] * 5), {}), (claims_of([2] * 20), {"what": "grudges"}),
    (claims_of([2] * 20), {"level": 0}), (claims_of([2] * 20).drop(columns="rule"), {}),
    (claims_of([2] * 20), {"what": "officers"}), (claims_of([2] * 20).head(0), {})])
def test_lists_that_cannot_be_made_are_refused(deeds, options):
    refused("bad_input", stats.anomalies, deeds, **options)


# Tables.

def test_a_missing_column_is_named(frames):
    error = refused("bad_input", stats.village_standards,
                    frames["inspections"].drop_columns("village"))
    assert (error.facts["table"], error.facts["column"]) == ("inspections", "village")


def test_a_missing_value_is_named_by_its_row():
    legs = weekly_legs([1.0, 2.0, math.nan, 4.0, 5.0, 6.0, 7.0])
    error = refused("bad_input", stats.forecast_liability, legs)
    assert (error.facts["column"], error.facts["row"]) == ("amount", "3")


@pytest.mark.parametrize("amount", ["12", math.inf, object()])
def test_what_is_no_number_is_refused(amount):
    legs = weekly_legs([1.0] * 8).astype({"amount": object})
    legs.loc[2, "amount"] = amount
    refused("bad_input", stats.forecast_liability, legs)


def test_counts_of_hundredths_are_not_taken_for_points(book):
    cents = {"households": book.households, "legs": book.legs.to_pandas(decimals="cents")}
    error = refused("bad_input", stats.earnings, cents)
    assert (error.facts["table"], error.facts["column"]) == ("legs", "amount")
    assert 'decimals="object"' in error.en and 'decimals="object"' in error.zh
    merged = cents["legs"].merge(pandas.DataFrame({"unit": ["points"]}))  # forgets its attributes
    refused("bad_input", stats.forecast_liability, merged)

    expected = stats.earnings(book)
    for decimals in ("arrow", "object"):
        legs = book.legs.to_pandas(decimals=decimals)
        assert stats.earnings({**cents, "legs": legs}).equals(expected)
    whole = cents["legs"].assign(amount=cents["legs"]["amount"] / 100)
    assert stats.earnings({**cents, "legs": whole}).to_dict() == pytest.approx(expected.to_dict())


def test_whole_pieces_are_no_hundredths():
    assert sold([2] * 8)["quantity"].dtype == "int64"
    assert stats.forecast_demand(sold([2] * 8))["pieces"].tolist() == [16]


def test_a_missing_table_is_named(frames):
    error = refused("bad_input", stats.coverage, {"legs": frames["legs"]})
    assert error.facts["table"] == "households"
    refused("bad_input", stats.coverage, 7)


def test_an_error_without_a_place_has_no_brackets():
    error = refused("bad_input", stats.gini, [1, -1])
    assert (error.zh, error.en) == ("输入有误：不能有负数",
                                    "bad input: a negative amount has no place in a share")
    assert error.facts == {"found": "-1.0"}
    placed = refused("bad_input", stats.village_standards, pandas.DataFrame({"part": ["whole"]}))
    assert "（table inspections, column household）" in placed.zh


def test_pandas_arrow_and_polars_give_the_same(frames):
    arrow = frames["inspections"]
    expected = stats.village_standards(arrow)
    exact = arrow.to_pandas(types_mapper=lambda kind: pandas.ArrowDtype(kind)
                            if not str(kind).startswith("dictionary") else None)
    pandas.testing.assert_frame_equal(stats.village_standards(arrow.to_pandas()), expected)
    pandas.testing.assert_frame_equal(stats.village_standards(exact), expected)
    polars = pytest.importorskip("polars")
    pandas.testing.assert_frame_equal(stats.village_standards(polars.DataFrame(arrow)), expected)
