"""What if: the book in force changes nothing, a changed one exactly what it says."""
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest

import wumei
from wumei import whatif

from conftest import DATA

RULES = (DATA / "rulebook.toml").read_text(encoding="utf-8")


def test_a_book_that_cannot_be_read_is_named(book):
    with pytest.raises(wumei.Error) as caught:
        whatif.replay(book, RULES.replace("schema = 1", "schema = one", 1))
    with pytest.raises(wumei.Error) as missing:
        whatif.replay(book, "no-such.toml")

    assert caught.value.code == "bad_input" and caught.value.facts["line"]
    assert missing.value.code == "not_found"


def test_floats_and_words_are_no_budget(book):
    for value in (4000.0, "many", "NaN"):
        with pytest.raises(wumei.Error) as caught:
            whatif.budgets(book, monthly=value)
        assert caught.value.code == "bad_input"


def test_sums_by_what_is_no_name_are_refused_with_text():
    with pytest.raises(wumei.Error) as caught:
        whatif.summary(None, by=3)
    assert caught.value.facts == {"field": "by", "found": "3"}


def test_a_round_that_was_never_ranked(book):
    with pytest.raises(wumei.Error) as caught:
        whatif.award_lines(book, "1999H1")
    assert caught.value.code == "not_found"


def test_one_line_may_be_given_by_itself():
    marks = [{"round": "R", "opened": 1, "ranking": 1, "village": "V01", "score": Decimal(score)}
             for score in ("84.99", "85.00")]
    ranked = SimpleNamespace(to_arrow=lambda: SimpleNamespace(to_pylist=lambda: marks))
    book = SimpleNamespace(awards=ranked)
    listed = whatif.award_lines(book, lines=["85"])
    assert listed[["line", "above"]].values.tolist() == [[Decimal("85.00"), 1]]
    for line in ("85", 85, Decimal(85)):
        assert whatif.award_lines(book, lines=line).equals(listed)
    with pytest.raises(wumei.Error) as caught:
        whatif.award_lines(book, lines=85.0)
    assert caught.value.facts["field"] == "lines"


def test_the_book_in_force_gives_what_was_given(book):
    frame = whatif.replay(book, DATA / "rulebook.toml")

    assert len(frame) > 50
    assert frame[frame["difference"] != Decimal(0)].empty


def test_twice_the_points_of_one_rule_change_that_rule_alone(book):
    before = 'id = "GOV01"'
    head, _, rest = RULES.partition(before)
    assert rest
    body, gap, tail = rest.partition("\n\n")
    body = re.sub(r"(?m)^points = .*$", 'points = "2.5"', body, count=1)
    changed = head + before + body + gap + tail
    changed = changed[:changed.index("[[example]]")] if "[[example]]" in changed else changed

    frame = whatif.replay(book, changed)
    moved = frame[frame["difference"] != Decimal(0)]

    assert set(moved["rule"]) == {"GOV01"} and len(moved)
    rules = whatif.summary(frame, by="rule")
    assert rules.loc["GOV01", "difference"] == moved["difference"].sum()
    assert rules["difference"].sum() == rules.loc["GOV01", "difference"]
    assert rules.loc["GOV01", "changed"] == len(moved)


def test_issues_stand_against_what_was_approved(book):
    frame = whatif.budgets(book)
    april = frame[(frame["village"] == "V01") & (frame["month"] == "2026-04")].iloc[0]
    more = whatif.budgets(book, monthly=1, factor="2")

    assert april["approved"] == Decimal("4400.00") and april["issued"] > 0
    assert april["left"] == april["approved"] - april["issued"]
    again = more[(more["village"] == "V01") & (more["month"] == "2026-04")].iloc[0]
    assert again["would_issue"] == 2 * april["issued"]
    assert again["left"] == 1 - again["would_issue"]
