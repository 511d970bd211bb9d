"""Sheets that people made: what is refused, by its cell, and what is understood."""
import datetime

import openpyxl
import pytest

import wumei
from wumei import xlsx

from sheets import CLAIMS, DIRTY_ROWS, ROW, claims, dirty, part, row, save


def refused(path, kind="claims", **how):
    with pytest.raises(wumei.Error) as caught:
        xlsx.read(path, kind, **how)
    assert caught.value.zh and caught.value.en
    return caught.value


@pytest.mark.parametrize("cell, head, value, found", [
    ("A3", "日期", "4月8日", "4月8日"),
    ("A3", "日期", "2026-02-30", "2026-02-30"),
    ("A3", "日期", "1926-04-08", "1926-04-08"),
    ("A3", "日期", 7, "7"),
    ("A3", "日期", True, "True"),
    ("A3", "日期", None, ""),
    ("B3", "户编号", None, ""),
    ("B3", "户编号", 101001.5, "101001.5"),
    ("B3", "户编号", datetime.datetime(2026, 4, 8), "2026-04-08 00:00:00"),
    ("D3", "数量", "两次", "两次"),
    ("D3", "数量", 1.2345, "1.2345"),
    ("D3", "数量", "1,2", "1,2"),
    ("D3", "数量", datetime.datetime(2026, 4, 8), "2026-04-08 00:00:00"),
    ("D3", "数量", 1e26, "1e+26"),
    ("D3", "数量", 1e300, "1e+300"),
    ("D3", "数量", "1" + "0" * 40, "1" + "0" * 40),
    ("F3", "证据编号", 1234567890123456789, "1234567890123457024"),
    ("G3", "申报方式", "邻居", "邻居"),
    ("G3", "申报方式", None, ""),
])
def test_a_cell_that_is_not_what_it_should_be_is_named(tmp_path, cell, head, value, found):
    path = claims(tmp_path / "a.xlsx", ROW, row(**{head: value}))

    error = refused(path)

    assert error.code == "bad_input"
    assert error.facts["cell"] == f"Sheet1!{cell}"
    assert error.facts["found"] == found
    assert error.facts["column"] == head and error.facts["problems"] == "1"


def test_a_day_of_hundreds_of_digits_is_named(tmp_path):
    path = part(claims(tmp_path / "a.xlsx", row(日期=12345)), "xl/worksheets/sheet1.xml",
                lambda old: old.replace(b"<v>12345</v>", b"<v>1" + b"0" * 400 + b"</v>"))

    assert refused(path).facts["cell"] == "Sheet1!A2"


def test_a_number_of_too_many_digits_is_too_large(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", row(数量=1e26)))

    assert "too large" in error.en and "过大" in error.zh


@pytest.mark.parametrize("address, found", [
    ("XFD1048576", "stray"), ("A1048576", 7), ("GS2", "stray"), ("A5003", "stray")])
def test_a_cell_far_from_everything_is_refused_by_its_address(tmp_path, address, found):
    def work(sheet):
        sheet[address] = found
    error = refused(claims(tmp_path / "a.xlsx", ROW, work=work))

    assert error.code == "bad_input"
    assert (error.facts["cell"], error.facts["found"]) == (f"Sheet1!{address}", str(found))


def test_formats_far_out_are_harmless(tmp_path):
    def work(sheet):
        for address in ("XFD1048576", "A1048576", "XFD1"):
            sheet[address].number_format = "@"
        sheet["A900000"] = " "
        sheet.row_dimensions[1048576].height = 30
        sheet.column_dimensions["XFD"].hidden = True
        other = sheet.parent.create_sheet("另一张")
        other["XFD1048576"] = "not of this table"

    assert xlsx.read(claims(tmp_path / "a.xlsx", ROW, work=work)).rows == (ROW,)


def test_all_cells_to_correct_are_counted_and_listed(tmp_path):
    path = claims(tmp_path / "a.xlsx", row(日期="?"), ROW, row(数量="x", 申报方式="y"))

    error = refused(path)

    assert error.facts["problems"] == "3"
    assert error.facts["cell"] == "Sheet1!A2"


def test_a_pin_is_never_repeated(tmp_path):
    path = save(tmp_path / "a.xlsx", (("人员编号", "姓名", "角色", "村编号", "PIN"),
                                      ("T09", "甲", "店长", None, "987654x")))

    error = refused(path, "officers")

    assert error.facts["cell"] == "Sheet1!E2"
    assert "987654" not in error.zh + error.en + "".join(error.facts.values())


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!"])
def test_an_error_of_a_formula_is_no_value(tmp_path, text):
    def work(sheet):
        sheet["D2"] = text
        sheet["D2"].data_type = "e"
    error = refused(claims(tmp_path / "a.xlsx", ROW, work=work))

    assert (error.facts["cell"], error.facts["found"]) == ("Sheet1!D2", text)


def test_a_formula_that_was_never_calculated_is_refused(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", ROW, row(数量="=1+1")))

    assert (error.facts["cell"], error.facts["found"]) == ("Sheet1!D3", "=1+1")


def test_a_number_merged_over_rows_may_mean_two_things(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", ROW, row(数量=None),
                           work=lambda sheet: sheet.merge_cells("D2:D3")))

    assert error.facts["cell"] == "Sheet1!D2" and "D2:D3" in error.zh


def test_cells_merged_across_columns_are_refused(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", ROW, ROW,
                           work=lambda sheet: sheet.merge_cells("E3:F3")))

    assert error.facts["cell"] == "Sheet1!E3"


def test_rows_below_the_total_are_not_lost_silently(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", ROW, ("合计", None, None, 1), ROW))

    assert error.facts["cell"] == "Sheet1!A4"


def test_a_missing_column_is_named_with_the_heads_row(tmp_path):
    error = refused(save(tmp_path / "a.xlsx", (("登记表",), CLAIMS[:3] + CLAIMS[4:])))

    assert error.facts["cell"] == "Sheet1!A2" and error.facts["column"] == "数量"


def test_an_unknown_column_is_named(tmp_path):
    error = refused(save(tmp_path / "a.xlsx", (CLAIMS + ("身份证号",), ROW)))

    assert (error.facts["cell"], error.facts["found"]) == ("Sheet1!H1", "身份证号")


def test_a_column_that_comes_twice_is_named(tmp_path):
    error = refused(save(tmp_path / "a.xlsx", (CLAIMS + ("数量",), ROW + ("2",))))

    assert error.facts["cell"] == "Sheet1!H1"


def test_a_sheet_without_a_head_or_rows_is_refused(tmp_path):
    empty = refused(save(tmp_path / "a.xlsx", ()))
    bare = refused(save(tmp_path / "b.xlsx", (CLAIMS,)))

    assert empty.code == bare.code == "bad_input"
    assert bare.facts["cell"] == "Sheet1!A2"


def test_two_sheets_that_fit_must_be_told_apart(tmp_path):
    def work(sheet):
        other = sheet.parent.create_sheet("五月")
        for number, values in enumerate((CLAIMS, ROW), 1):
            for column, value in enumerate(values, 1):
                other.cell(number, column, value)
    path = claims(tmp_path / "a.xlsx", ROW, work=work)

    assert refused(path).facts["sheet"] == "Sheet1, 五月"
    assert refused(path, sheet="六月").code == "not_found"
    assert xlsx.read(path, "claims", "五月").sheet == "五月"


def test_a_kind_that_cannot_be_told_must_be_said(tmp_path):
    heads = ("日期", "户编号", "条目", "理由", "处理结果", "更正分值", "经办人")
    path = save(tmp_path / "a.xlsx", (heads, ("2026-04-22", "0101001", "ENV01", "重复", "撤销",
                                              None, "SV01")))

    error = refused(path, None)

    assert error.facts["kind"] == "objections, verdicts"
    assert xlsx.read(path, "verdicts").rows[0][4] == "撤销"


def test_an_unknown_kind_lists_the_known(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", ROW), "claim")

    assert error.code == "not_found" and "claims" in error.en


def test_a_dirty_sheet_means_the_clean_rows(tmp_path):
    sheet = xlsx.read(dirty(tmp_path / "四月.xlsx"))

    assert sheet.kind == "claims" and sheet.sheet == "四月"
    assert sheet.heads == CLAIMS
    assert sheet.rows == DIRTY_ROWS
    assert sheet.lines == (5, 6, 8, 9)
    assert sheet.cell(4, "数量") == "四月!E8"
    assert any("备注" in note for note in sheet.notes)


@pytest.mark.parametrize("value", [
    "2026-04-08", "2026/4/8", "2026.04.08", "2026年4月8日", "２０２６－０４－０８", "20260408",
    20260408, 46120, "46120", 46120.75, datetime.datetime(2026, 4, 8, 14, 30),
    datetime.date(2026, 4, 8), "2026-04-08 00:00:00", " 2026-4-8 "])
def test_a_day_in_every_dress(tmp_path, value):
    sheet = xlsx.read(claims(tmp_path / "a.xlsx", row(日期=value)))

    assert sheet.rows[0][0] == "2026-04-08"


def test_serials_of_a_workbook_that_counts_from_1904(tmp_path):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    path = claims(tmp_path / "a.xlsx", row(日期=46120 - 1462))
    workbook = openpyxl.load_workbook(path)
    workbook.epoch = CALENDAR_MAC_1904
    workbook.save(path)

    assert xlsx.read(path).rows[0][0] == "2026-04-08"


@pytest.mark.parametrize("value, text", [
    (1, "1"), (1.0, "1"), ("1", "1"), ("１．５", "1.5"), ("1,000", "1000"), ("2 分", "2"),
    (0.1 + 0.2, "0.3"), ("-3", "-3"), ("−3", "-3"), (None, ""), ("/", ""), ("2.500", "2.5")])
def test_a_number_in_every_dress(tmp_path, value, text):
    assert xlsx.read(claims(tmp_path / "a.xlsx", row(数量=value))).rows[0][3] == text


def test_a_head_in_two_rows_and_in_english(tmp_path):
    rows = (("Claims of April",), ("date", "household", "rule", "quantity", "证据", None, "by"),
            (None, None, None, None, "证据类型", "证据编号", None), ROW)

    def work(sheet):
        sheet.merge_cells("E2:F2")
        for letter in "ABCDG":
            sheet.merge_cells(f"{letter}2:{letter}3")

    sheet = xlsx.read(save(tmp_path / "a.xlsx", rows, work=work))

    assert sheet.rows == (ROW,) and sheet.lines == (4,)


def test_hidden_sheets_are_left_alone_and_hidden_rows_are_told(tmp_path):
    def work(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("旧表").sheet_state = "hidden"
        for column, value in enumerate(CLAIMS, 1):
            sheet.parent["旧表"].cell(1, column, value)
    sheet = xlsx.read(claims(tmp_path / "a.xlsx", ROW, row(数量="2"), work=work))

    assert len(sheet.rows) == 2 and any("hidden" in note for note in sheet.notes)


def test_rows_struck_through_are_told(tmp_path):
    def work(sheet):
        sheet["A3"].font = openpyxl.styles.Font(strike=True)
    sheet = xlsx.read(claims(tmp_path / "a.xlsx", ROW, row(数量="2"), work=work))

    assert len(sheet.rows) == 2
    assert "有删除线的行也已读取 rows struck through that were read: 3" in sheet.notes


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    def work(sheet):
        sheet["F2"].value = "=1+1"
        sheet["F2"].data_type = "s"
    assert xlsx.read(claims(tmp_path / "a.xlsx", ROW, work=work)).rows[0][5] == "=1+1"


def test_the_same_rows_are_the_same_bytes(tmp_path):
    tidy = claims(tmp_path / "b.xlsx", *DIRTY_ROWS)

    assert xlsx.read(dirty(tmp_path / "a.xlsx")).csv() == xlsx.read(tidy).csv()
