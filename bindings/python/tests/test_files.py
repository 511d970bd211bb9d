"""Rows that come in from files and frames, and those that must not."""
import datetime
from decimal import Decimal

import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, strategies

import wumei
from wumei._files import csv_of_frame

CLAIM = {"日期": ["2026-04-26"], "户编号": ["0101001"], "条目": ["ENV01"], "数量": [Decimal("1")],
         "证据类型": [""], "证据编号": [""], "申报方式": ["本人"]}


def refused_without_trace(copy, kind, frame, **place):
    """The error of an import, which left the ledger as it was."""
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    with book:
        before = len(book)
        with pytest.raises(wumei.Error) as raised:
            desk.import_frame(kind, frame, name="工作表1")
        assert raised.value.code == "bad_input"
        assert len(book) == before
    for name, value in place.items():
        assert raised.value.facts[name] == value
    return raised.value


@pytest.mark.parametrize("make", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_frames_of_every_library_are_read(copy, make):
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    with book:
        receipt = desk.import_frame("claims", make(CLAIM))
        assert receipt.rows == 1 and receipt.kinds["claim.record"] == 1


BUDGET = {"基金": ["V01"], "年度": ["2026"], "起始月": ["9"], "结束月": ["10"], "每月额度": ["50"],
          "文件号": ["D2"]}


def test_rows_of_a_closed_month_need_the_approval_that_they_cite(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        frame = pandas.DataFrame(BUDGET)
        with pytest.raises(wumei.Refused) as closed:
            desk.import_frame("budgets", frame, effective="2026-04-20")
        assert closed.value.code == "period.closed" and closed.value.facts["line"] == "2"
        approval = desk.do("close late", date="2026-04-20", reason="漏记", document="D9").seq
        day = datetime.date(2026, 4, 20)
        with pytest.raises(wumei.Refused) as unfit:
            desk.import_frame("budgets", frame, effective=day, late=approval - 1)
        assert unfit.value.code == "late.unfit"

        before = len(book)
        trial = desk.import_frame("budgets", frame, effective=day, late=approval, dry_run=True)
        assert trial.added == 2 and len(book) == before
        assert desk.import_frame("budgets", frame, effective=day, late=approval).added == 2
        entry = book.entry(before)
        assert entry["effective"] == day and entry["refs"] == [approval]
        with pytest.raises(wumei.Error) as wrong:
            desk.import_frame("budgets", pandas.DataFrame({**BUDGET, "文件号": ["D3"]}),
                              effective="20. April")
        assert wrong.value.code == "bad_input" and "20. April" in wrong.value.en


def test_within_a_batch_no_file_is_imported(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        for work in (lambda: desk.import_frame("budgets", pandas.DataFrame(BUDGET)),
                     lambda: desk.budget("V01", monthly=50, document="D2", dry_run=True),
                     lambda: desk.batch().__enter__()):
            with pytest.raises(wumei.Error) as raised, desk.batch():
                desk.budget("V01", monthly=50, document="D1", from_=9)
                work()
            assert raised.value.code == "conflict" and "批次" in raised.value.zh
            assert len(book) == before
        assert desk.import_frame("budgets", pandas.DataFrame(BUDGET)).added == 2


def test_a_missing_column_is_named(copy):
    frame = pandas.DataFrame(CLAIM).drop(columns="条目")
    error = refused_without_trace(copy, "claims", frame)
    assert "条目" in error.en and "工作表1" in error.en


def test_floats_in_a_column_of_amounts(copy):
    frame = pandas.DataFrame({**CLAIM, "数量": [1.5]})
    refused_without_trace(copy, "claims", frame, sheet="工作表1", row="1", column="数量")


def test_nan(copy):
    frame = pandas.DataFrame({**CLAIM, "数量": [float("nan")]})
    error = refused_without_trace(copy, "claims", frame, row="1", column="数量")
    assert "NaN" in error.zh


def test_a_column_of_text_may_be_wholly_empty(copy):
    none = float("nan")
    for column in (pandas.Series([none], dtype=object), pandas.Series([none], dtype="string")):
        frame = pandas.DataFrame(CLAIM).assign(证据类型=column)
        assert csv_of_frame(frame, "x") == csv_of_frame(pandas.DataFrame(CLAIM), "x")


@pytest.mark.parametrize("value, words", [
    ([1], "stands in no cell"), (Decimal("sNaN"), "not a number"), (True, "true or false"),
    (Decimal("Infinity"), "not a number"), (datetime.time(9), "stands in no cell")])
def test_what_stands_in_no_cell_is_named(copy, value, words):
    frame = pandas.DataFrame({**CLAIM, "数量": pandas.Series([value], dtype=object)})
    error = refused_without_trace(copy, "claims", frame, row="1", column="数量")
    assert words in error.en


def test_the_same_key_twice(copy):
    heads = {"检查日期": ["2026-04-26"] * 2, "户编号": ["0101001"] * 2, "检查类型": ["月检"] * 2,
             "检查人": ["T02"] * 2, "结果": ["不在家"] * 2}
    error = refused_without_trace(copy, "inspections", pandas.DataFrame(heads))
    assert error.facts["line"] == "3"


def test_a_column_twice(copy):
    frame = pandas.DataFrame(CLAIM)
    frame = pandas.concat([frame, frame[["条目"]]], axis=1)
    refused_without_trace(copy, "claims", frame, column="条目")


def test_a_cell_that_is_no_number_is_named(copy):
    frame = pandas.DataFrame({**CLAIM, "数量": ["lots"]})
    error = refused_without_trace(copy, "claims", frame, line="2", field="数量")
    assert error.facts["found"] == "lots"


def test_a_file_that_is_cut_off(copy, tmp_path):
    file = tmp_path / "claims.csv"
    text = "日期,户编号,条目,数量,证据类型,证据编号,申报方式\r\n2026-04-26,\"0101001,ENV01"
    file.write_text(text, "utf-8")
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    with book:
        before = len(book)
        with pytest.raises(wumei.Error) as raised:
            desk.import_csv("claims", file)
        assert raised.value.code == "bad_input"
        assert raised.value.facts["file"] == "claims.csv"
        assert len(book) == before


def test_something_else_than_a_table(copy):
    for thing in ([1, 2], pandas.Series([1]), polars.LazyFrame({"a": [1]})):
        refused_without_trace(copy, "claims", thing, sheet="工作表1")


@given(strategies.lists(strategies.tuples(
    strategies.decimals(-10**9, 10**9, places=2), strategies.integers(),
    strategies.dates(datetime.date(1970, 1, 1)),
    strategies.text(strategies.characters(blacklist_categories=("Cs", "Cc"))))))
def test_cells_are_written_as_they_are(rows):
    import csv
    import io
    frame = pyarrow.table({
        "a": pyarrow.array([row[0] for row in rows], pyarrow.decimal128(18, 2)),
        "b": [str(row[1]) for row in rows],
        "c": pyarrow.array([row[2] for row in rows], pyarrow.date32()),
        "d": pyarrow.array([row[3] for row in rows], pyarrow.utf8())})
    written = list(csv.reader(io.StringIO(csv_of_frame(frame, "x").decode(), newline="")))
    assert written[0] == ["a", "b", "c", "d"]
    assert [tuple(row) for row in written[1:]] == [
        (format(row[0], ".2f"), str(row[1]), row[2].isoformat(), row[3]) for row in rows]
