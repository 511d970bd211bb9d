"""Files that are not workbooks one may read, and workbooks made here and read again."""
import datetime
import io
import json
import re
import string

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wumei
from wumei import xlsx
from wumei.xlsx._command import exit_code, main

from sheets import CLAIMS, ROW, claims, part, row

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path, code):
    with pytest.raises(wumei.Error) as caught:
        xlsx.read(path, "claims")
    assert caught.value.code == code
    assert path.name in caught.value.zh and path.name in caught.value.en
    return caught.value


def test_a_workbook_with_a_password(tmp_path):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)

    assert refused(path, "unsupported").facts["reason"] == "password"


def test_the_old_format(tmp_path):
    path = tmp_path / "old.xlsx"
    path.write_bytes(OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600)

    assert refused(path, "unsupported").facts["reason"] == "xls"


def test_macros_even_under_another_name(tmp_path):
    path = part(claims(tmp_path / "a.xlsx", ROW), "xl/vbaProject.bin", lambda _: b"macro")

    assert refused(path, "unsupported").facts["reason"] == "macros"


def test_a_type_of_content_with_macros(tmp_path):
    path = part(claims(tmp_path / "a.xlsx", ROW), "[Content_Types].xml",
                lambda old: old.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"))

    assert refused(path, "unsupported").facts["reason"] == "macros"


@pytest.mark.parametrize("kept", [1, 30, 200, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off(tmp_path, kept):
    path = claims(tmp_path / "a.xlsx", ROW)
    whole = path.read_bytes()
    size = kept if isinstance(kept, int) else int(len(whole) * kept)
    path.write_bytes(whole[:size])

    refused(path, "bad_input" if size < 2 else "corrupt")


def test_an_empty_file_and_none(tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(b"")

    refused(tmp_path / "empty.xlsx", "corrupt")
    refused(tmp_path / "none.xlsx", "not_found")


def test_a_part_that_is_no_xml(tmp_path):
    path = part(claims(tmp_path / "a.xlsx", ROW), "xl/worksheets/sheet1.xml", lambda old: old[:-40])

    refused(path, "corrupt")


def test_a_csv_file_is_sent_where_it_belongs(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text(",".join(CLAIMS))

    assert "wumei import" in refused(path, "bad_input").en


def test_links_to_other_files_are_named_by_cell(tmp_path):
    error = refused(claims(tmp_path / "a.xlsx", row(数量="=[1]Sheet1!A1")), "unsupported")

    assert error.facts["reason"] == "links" and error.facts["cell"] == "Sheet1!D2"


def test_no_file_is_overwritten(tmp_path):
    path = claims(tmp_path / "a.xlsx", ROW)
    before = path.read_bytes()

    with pytest.raises(wumei.Error) as caught:
        xlsx.template("claims", path)

    assert caught.value.code == "conflict" and path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_name_that_is_no_workbooks(tmp_path):
    with pytest.raises(wumei.Error) as caught:
        xlsx.template("claims", tmp_path / "a.csv")
    assert caught.value.code == "bad_input"


@pytest.mark.parametrize("kind", sorted(xlsx.KINDS))
def test_every_template_has_checks_heads_and_help(tmp_path, kind):
    path = xlsx.template(kind, tmp_path / "a.xlsx", items=("D1.1", "D1.2"))
    workbook = openpyxl.load_workbook(path)
    sheet, help_ = workbook.worksheets[:2]
    heads = [cell.value for cell in sheet[1]]

    assert heads[:len(xlsx.KINDS[kind].columns)] == [c.head for c in xlsx.KINDS[kind].columns]
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
    assert [row[0].value for row in help_.iter_rows(min_row=2, max_row=len(heads) + 1)] == heads
    assert all(row[2].value and row[3].value for row in help_.iter_rows(min_row=2,
                                                                        max_row=len(heads) + 1))
    for number, column in enumerate(xlsx.KINDS[kind].columns, 1):
        letter = openpyxl.utils.get_column_letter(number)
        rules = [rule for rule in sheet.data_validations.dataValidation
                 if f"{letter}2" in rule.sqref]
        assert bool(rules) == (bool(column.words) or column.of in ("day", "count", "points", "yuan",
                                                                   "measure"))
        if column.words:
            assert rules[0].formula1 == '"' + ",".join(column.words) + '"'


WORDS = st.text(string.ascii_letters + string.digits + "村组甲乙丙（）%", min_size=1, max_size=12)
CELLS = {
    "id": st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,9}", fullmatch=True), "text": WORDS,
    "day": st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)),
    "points": st.integers(-10**7, 10**7).map(lambda units: units / 100),
    "yuan": st.integers(0, 10**7).map(lambda units: units / 100),
    "measure": st.integers(0, 10**8).map(lambda units: units / 1000),
    "count": st.integers(0, 10**6),
    "secret": st.from_regex(r"[0-9]{6}", fullmatch=True)}


def meant(value, column):
    """What a cell says, said again without the reader."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").replace("-0", "-0") if value else "0"
    return str(value)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_filled_into_a_template_is_read(tmp_path_factory, data):
    kind = data.draw(st.sampled_from(sorted(xlsx.KINDS)))
    columns = xlsx.KINDS[kind].columns
    cells = [st.sampled_from(column.words) if column.words else CELLS[column.of]
             for column in columns]
    rows = data.draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))
    path = tmp_path_factory.mktemp("filled") / "a.xlsx"
    xlsx.template(kind, path, rows=5)
    workbook = openpyxl.load_workbook(path)
    for number, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            workbook.worksheets[0].cell(number, column, value)
    workbook.save(path)

    sheet = xlsx.read(path, kind)

    import unicodedata
    expected = tuple(tuple(unicodedata.normalize("NFKC", meant(value, column)) or "0"
                           for value, column in zip(values, columns)) for values in rows)
    assert sheet.rows == expected


@pytest.mark.parametrize("code, number", [
    ("bad_input", 3), ("not_found", 3), ("conflict", 4), ("busy", 4), ("corrupt", 5),
    ("unsupported", 5), ("io", 5), ("unauthorised", 1)])
def test_exit_codes_by_class(code, number):
    assert exit_code(wumei.Error(code, "", "")) == number
    assert exit_code(wumei.Refused("points.short", "", "")) == 1
    assert exit_code(wumei.Refused("key.conflict", "", "")) == 4


@pytest.mark.parametrize("lang, word", [("zh", "没有"), ("en", "there is no kind")])
def test_the_command_speaks_both_languages(tmp_path, capsys, lang, word, monkeypatch):
    monkeypatch.delenv("WUMEI_LEDGER", raising=False)

    assert main(["template", "claim", str(tmp_path / "a.xlsx"), "--lang", lang]) == 3
    assert word in capsys.readouterr().err
    assert main(["template", "claims", str(tmp_path / "a.xlsx"), "--lang", lang]) == 0
    assert main(["template", "claims", str(tmp_path / "a.xlsx"), "--lang", lang]) == 4


@pytest.mark.parametrize("words", [
    ["nonsense"], [], ["template"], ["preview", "claims", "a.xlsx"], ["template", "--rows", "x"],
    ["import", "claims", "a.xlsx", "-L", "v.wumei"], ["import", "claims", "a.xlsx", "--as", "T02"],
    ["import", "claims", "a.xlsx", "-L", "v.wumei", "--as", "T02"]])
def test_words_that_cannot_be_understood_are_told_in_the_readers_language(
        words, capsys, monkeypatch):
    for name in ("WUMEI_LEDGER", "WUMEI_AS", "WUMEI_PIN", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(words) == 2
    assert re.match(r"wumei: .*[\u4e00-\u9fff]", capsys.readouterr().err)
    assert main([*words, "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("wumei: ") and said.isascii()
    assert main([*words, "--lang=en", "--json"]) == 2
    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["exit"]) == ("usage", 2)


@pytest.mark.parametrize("rows", [0, -1, 100_001, 2_000_000])
def test_a_template_of_rows_that_no_sheet_has(tmp_path, rows):
    with pytest.raises(wumei.Error) as caught:
        xlsx.template("claims", tmp_path / "a.xlsx", rows=rows)

    assert caught.value.code == "bad_input" and caught.value.facts["field"] == "rows"
    assert "1 到 100000" in caught.value.zh and "1 to 100000" in caught.value.en
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("element", ["mergeCell", "hyperlink"])
def test_a_range_as_wide_as_a_sheet_is_not_made(tmp_path, element):
    wide = f'<{element}s><{element} ref="A3:XFD1048576"/></{element}s>'.encode()
    path = part(claims(tmp_path / "a.xlsx", ROW), "xl/worksheets/sheet1.xml",
                lambda old: old.replace(b"</sheetData>", b"</sheetData>" + wide))

    error = refused(path, "unsupported")

    assert (error.facts["reason"], error.facts["cell"]) == ("size", "A3:XFD1048576")
