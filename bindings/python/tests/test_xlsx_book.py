"""Workbooks and a ledger: drop-down lists, looking, importing once, taking back, printing."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

import wumei
from wumei import xlsx
from wumei.xlsx._command import main

from sheets import CLAIMS, claims, row, save

GOOD = row(日期="2026-04-27", 条目="GOV01", 证据编号="QD-0427")


def write(copy, work, officer="T02", now="2026-04-28T09:00"):
    return copy.do(now, officer, work)


def test_an_id_that_lost_its_zeros_is_told_what_it_was(book, tmp_path):
    path = claims(tmp_path / "a.xlsx", GOOD, row(户编号=101002), row(户编号="0999999"))

    seen = xlsx.preview(book, "claims", path)

    assert not seen
    assert [problem.facts["cell"] for problem in seen.problems] == ["Sheet1!B3", "Sheet1!B4"]
    assert "0101002" in seen.problems[0].zh and "0101002" in seen.problems[0].en


def test_a_book_finds_rules_and_evidence_it_does_not_know(book, tmp_path):
    path = claims(tmp_path / "a.xlsx", row(条目="ENV99"), row(证据类型="E9"))

    cells = [problem.facts["cell"] for problem in xlsx.preview(book, "claims", path).problems]

    assert cells == ["Sheet1!C2", "Sheet1!E3"]


def test_a_refusal_of_the_rules_names_the_cell(copy, tmp_path):
    path = claims(tmp_path / "a.xlsx", GOOD, row(日期="2026-05-27", 条目="GOV01"))

    def work(desk):
        with pytest.raises(wumei.Error) as caught:
            xlsx.apply(desk, "claims", path)
        return caught.value
    error = write(copy, work)

    assert error.facts["cell"].startswith("Sheet1!") and error.facts["cell"].endswith("3")
    with wumei.open(copy.path) as after:
        assert not [on for on in after.deeds.to_arrow()["on"].to_pylist()
                    if on == datetime.date(2026, 4, 27)]


@pytest.mark.parametrize("changed, cell", [
    ({"户编号": "0999999"}, "B3"), ({"条目": "ENV99"}, "C3"), ({"数量": -1}, "D3"),
    ({"日期": "2026-05-27"}, "A3")])
def test_a_refusal_stands_at_the_column_it_is_about(copy, tmp_path, changed, cell):
    path = claims(tmp_path / "a.xlsx", GOOD, row(**{"日期": "2026-04-27", "条目": "GOV01",
                                                    "证据编号": "QD-0428", **changed}))

    def work(desk):
        with pytest.raises(wumei.Error) as caught:
            xlsx.apply(desk, "claims", path)
        return caught.value, xlsx.preview(desk, "claims", path).problems[0]
    for error in write(copy, work):
        assert error.facts["cell"] == f"Sheet1!{cell}" and error.en.startswith(f"Sheet1!{cell}: ")


def test_rows_left_out_are_listed_by_the_cell_at_fault(copy, tmp_path):
    path = claims(tmp_path / "a.xlsx", GOOD, row(日期="2026-04-27", 户编号="0999999"))
    done = write(copy, lambda desk: xlsx.apply(desk, "claims", path, skip_refused=True))

    assert [line["cell"] for line in done.refused] == ["Sheet1!B3"]


def test_goods_over_their_limit_are_told_at_the_quantity(copy, tmp_path):
    heads = [column.head for column in xlsx.KINDS["redemptions"].columns]
    path = save(tmp_path / "a.xlsx", (heads, ("2026-04-27", "01-1", "S-900", "0101001", None,
                                              "G01", 900, "本人")))

    def work(desk):
        with pytest.raises(wumei.Refused) as caught:
            xlsx.apply(desk, "redemptions", path)
        return caught.value
    assert write(copy, work).facts["cell"] == "Sheet1!G2"


def test_what_the_importer_finds_is_said_by_cell(copy, tmp_path):
    heads = ("村编号", "村名")
    path = save(tmp_path / "a.xlsx", (("各村",), heads, ("V07", "七里"), ("V07", "又七里")))

    def work(desk):
        with pytest.raises(wumei.Error) as caught:
            xlsx.apply(desk, "villages", path)
        return caught.value
    error = write(copy, work, "T01")

    assert error.code == "bad_input" and error.facts["cell"] == "Sheet1!A4"


def test_the_same_workbook_twice_imports_once_and_is_taken_back_as_one(copy, tmp_path):
    path = claims(tmp_path / "a.xlsx", GOOD, row(日期="2026-04-27", 条目="GOV01",
                                                  户编号="0101002"))

    def work(desk):
        seen = xlsx.preview(desk, "claims", path)
        first = xlsx.apply(desk, "claims", path)
        second = xlsx.apply(desk, "claims", path)
        back = desk.reverse(batch=first.record, reason="wrong sheet")
        return seen, first, second, back
    seen, first, second, back = write(copy, work)

    assert seen and seen.imported.dry_run and seen.imported.rows == 2
    assert first.rows == 2 and first.record > 0
    assert second.seen_before and second.added == 0
    assert back.added >= 1
    with wumei.open(copy.path) as after:
        assert after.verify()


def test_a_dirty_copy_of_known_rows_adds_nothing(copy, tmp_path):
    clean = claims(tmp_path / "a.xlsx", GOOD)
    loud = save(tmp_path / "b.xlsx", (("登记表",), (), CLAIMS + ("备注",),
                                      row(日期="２０２６年４月２７日", 条目="GOV01",
                                          证据编号="QD-0427"), ("合计",)))

    def work(desk):
        xlsx.apply(desk, "claims", clean)
        return xlsx.apply(desk, "claims", loud)

    assert write(copy, work).added == 0


def test_lists_in_the_cells_come_from_the_book(book, tmp_path):
    workbook = openpyxl.load_workbook(xlsx.template("claims", tmp_path / "a.xlsx", book=book))
    lists = workbook["lists"]
    columns = [[cell.value for cell in column if cell.value] for column in lists.columns]

    assert lists.sheet_state == "hidden"
    assert "0101001" in columns[0] and len(columns[0]) == len(set(columns[0]))
    assert any("GOV01" in column for column in columns)
    rules = {str(rule.sqref).split(":")[0]: rule.formula1
             for rule in workbook.worksheets[0].data_validations.dataValidation}
    assert rules["B2"].startswith("lists!$A$1:$A$") and rules["C2"].startswith("lists!")


def test_a_template_of_inspections_has_the_items_of_the_sheet(book, tmp_path):
    workbook = openpyxl.load_workbook(xlsx.template("inspections", tmp_path / "a.xlsx", book=book))
    heads = [cell.value for cell in workbook.worksheets[0][1]]

    assert len(heads) == 5 + 22 and heads[5] == "D1.1" and heads[-1] == "D5.4"


def test_tables_are_exact_and_text_is_no_formula(book, tmp_path):
    path = xlsx.export(book, tmp_path / "a.xlsx", ("balances", "redemptions", "entries"))
    workbook = openpyxl.load_workbook(path)
    frame = book.balances.to_arrow()

    sheet = workbook["balances"]
    assert [cell.value for cell in sheet[1]] == list(book.balances.columns)
    assert sheet.max_row == frame.num_rows + 1
    assert sheet["A2"].value == frame["household"][0].as_py() and sheet["A2"].data_type == "s"
    at = list(book.balances.columns).index("spendable") + 1
    total = sum(Decimal(str(sheet.cell(line, at).value)) for line in range(2, sheet.max_row + 1))
    assert total == sum(frame["spendable"].to_pylist())
    assert all(cell.data_type != "f" for line in workbook["entries"] for cell in line)
    assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "A2"


def test_an_unknown_table_writes_nothing(book, tmp_path):
    with pytest.raises(wumei.Error) as caught:
        xlsx.export(book, tmp_path / "a.xlsx", ("nothing",))

    assert caught.value.code == "not_found" and not list(tmp_path.iterdir())


@pytest.mark.parametrize("one", ["stock", "frame"])
def test_one_table_is_one_table(book, tmp_path, one):
    path = xlsx.export(book, tmp_path / "a.xlsx", tables=book.stock if one == "frame" else one)

    assert openpyxl.load_workbook(path).sheetnames == ["stock"]


@pytest.mark.parametrize("file, more", [
    ("z.csv", []), ("z.xlsx", ["--since", "x"]), ("z.xlsx", ["--village", "V99"]),
    ("there.xlsx", [])])
def test_a_refused_export_leaves_nothing_behind(village, tmp_path, file, more):
    claims(tmp_path / "there.xlsx", GOOD)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "wumei", "xlsx", "export", str(tmp_path / file), "-L", village,
         "--table", "balances", "--table", "entries", *more],
        check=False, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "TMPDIR": str(drafts),
             "PYTHONPATH": str(pathlib.Path(wumei.__file__).parent.parent)})

    assert done.returncode in (3, 4), done.stderr
    assert done.stderr.startswith("wumei: ") and len(done.stderr.splitlines()) == 1
    assert not list(drafts.iterdir())
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["there.xlsx"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bulletin_is_masked_and_made_for_paper(book, tmp_path, lang):
    path = xlsx.bulletin(book, tmp_path / "a.xlsx", village="V01", month="2026-04", lang=lang)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    said = book.run("bulletin", village="V01", month="2026-04", lang=lang)

    assert sheet.print_title_rows == "$1:$3"
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$E${sheet.max_row}"
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    heads = [sheet.cell(line, 3).value for line in range(4, sheet.max_row)]
    assert heads == [line["head"] for line in said["households"]]
    assert all("*" in head or "＊" in head or "某" in head for head in heads)
    points = [Decimal(str(sheet.cell(line, 4).value)) for line in range(4, sheet.max_row + 1)]
    assert sum(points[:-1]) == points[-1]


def test_statements_a_sheet_each(book, tmp_path):
    path = xlsx.statements(book, tmp_path / "a.xlsx", ("0101001", "0101002", "0101001"))
    workbook = openpyxl.load_workbook(path)
    said = book.statement("0101001")

    assert workbook.sheetnames == ["0101001", "0101002"]
    sheet = workbook["0101001"]
    texts = [str(cell.value) for line in sheet for cell in line if cell.value is not None]
    assert said.head in texts[0]
    assert Decimal(str(sheet["B3"].value)) == said.spendable
    assert sheet.print_area and sheet.print_title_rows


def test_a_household_that_is_not_there(book, tmp_path):
    with pytest.raises(wumei.Error) as caught:
        xlsx.statements(book, tmp_path / "a.xlsx", ("9999999",))

    assert caught.value.code == "not_found" and not list(tmp_path.iterdir())


def test_the_command_imports_once_and_refuses_by_class(copy, tmp_path, capsys):
    path = str(claims(tmp_path / "a.xlsx", GOOD))
    bad = str(claims(tmp_path / "b.xlsx", row(户编号="0999999", 日期="2026-04-27")))
    ledger = ["-L", str(copy.path), "--lang", "en"]
    who = ["--as", "T02", "--pin", copy.pins["T02"], "--now", "2026-04-28T09:00"]

    assert main(["preview", "claims", path, *ledger]) == 0
    assert main(["preview", "claims", bad, *ledger]) == 3
    assert "Sheet1!B2" in capsys.readouterr().err
    assert main(["import", "claims", path, *ledger, *who, "--dry-run"]) == 0
    assert main(["import", "claims", path, *ledger, *who, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["new"] == 1
    assert main(["import", "claims", path, *ledger, *who]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert main(["import", "claims", bad, *ledger, *who]) in (1, 3)
    assert "Sheet1!" in capsys.readouterr().err
    assert main(["import", "claims", path, *ledger, "--as", "T02", "--pin", "000000"]) == 1
    assert main(["export", str(tmp_path / "t.xlsx"), *ledger, "--table", "stock"]) == 0
    assert main(["bulletin", "V01", str(tmp_path / "b2.xlsx"), *ledger, "--month", "2026-04"]) == 0
    assert main(["statement", str(tmp_path / "s.xlsx"), "0101001", *ledger]) == 0


def test_the_command_dates_rows_and_cites_an_approval(copy, tmp_path, capsys):
    path = str(claims(tmp_path / "a.xlsx", GOOD))
    words = ["import", "claims", path, "-L", str(copy.path), "--lang", "en", "--as", "T02",
             "--pin", copy.pins["T02"], "--now", "2026-04-28T09:00", "--effective", "2026-04-20"]

    for more in ([], ["--dry-run"]):
        assert main([*words, *more]) == 1
        assert "accounting period is closed" in capsys.readouterr().err
    assert main([*words, "--late", "1"]) == 1
    assert "not a late approval" in capsys.readouterr().err


def test_the_command_says_an_error_as_the_command_line_does(copy, tmp_path, capsys):
    bad = str(claims(tmp_path / "b.xlsx", row(户编号="0999999", 日期="2026-04-27")))
    assert main(["preview", "claims", bad, "-L", str(copy.path), "--lang", "en", "--json"]) == 3
    said = capsys.readouterr()
    error = json.loads(said.err)["error"]

    assert json.loads(said.out)["schema_version"] == json.loads(said.err)["schema_version"] == 1
    assert (error["code"], error["exit"], error["facts"]["cell"]) == ("bad_input", 3, "Sheet1!B2")
    assert main(["preview", "claims", bad, "-L", str(copy.path), "--lang", "en"]) == 3
    assert capsys.readouterr().err.startswith("wumei: ")


@pytest.mark.parametrize("thrown, number", [
    (OSError(28, "No space left on device"), 5), (RuntimeError("a fault"), 70),
    (KeyboardInterrupt(), 130)])
def test_what_goes_wrong_within_is_no_refusal(thrown, number, tmp_path, monkeypatch, capsys):
    def fail(*_, **__):
        raise thrown
    monkeypatch.setattr("wumei.xlsx._template.template", fail)
    monkeypatch.delenv("WUMEI_LEDGER", raising=False)
    assert main(["template", "claims", str(tmp_path / "a.xlsx")]) == number


def test_options_stand_before_the_verb_or_after_it(village, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WUMEI_LEDGER", "no-such.wumei")
    claims(tmp_path / "a.xlsx", GOOD)
    words = ["preview", "claims", str(tmp_path / "a.xlsx")]

    for order in (["-L", village, "--lang=en", *words], [*words, "-L", village, "--lang=en"],
                  ["--lang", "en", *words, "-L", village]):
        assert main(order) == 0
        assert "1 rows of claims" in capsys.readouterr().out
    assert main(["-L", village, "template", "claims", str(tmp_path / "b.xlsx")]) == 0
    assert "lists" in openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames


@pytest.fixture
def wumei_xlsx(program, monkeypatch):
    """`wumei` as a shell finds it, with the package's program on its path."""
    folder = pathlib.Path(sys.executable).parent
    if not (folder / "wumei-xlsx").exists():
        pytest.skip("the package is not installed beside this Python")
    for name in ("WUMEI_LEDGER", "WUMEI_HUB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)

    def run(*words, **more):
        return subprocess.run([program, *map(str, words)], capture_output=True, text=True,
                              encoding="utf-8", check=False, **more)
    return run


def test_the_command_line_imports_and_exports_by_this_package(wumei_xlsx, copy, tmp_path):
    filled = claims(tmp_path / "四月 $(x).xlsx", GOOD)
    who = ["-L", copy.path, "--lang=en", "--as", "T02", "--now", "2026-04-28T09:00"]
    imported = wumei_xlsx(*who, "xlsx", "import", "claims", filled, "--json",
                          env={**os.environ, "WUMEI_PIN": copy.pins["T02"]})
    made = wumei_xlsx("xlsx", "template", "claims", tmp_path / "c.xlsx", "-L", copy.path)
    again = wumei_xlsx("xlsx", "template", "claims", tmp_path / "c.xlsx", "-L", copy.path)
    wrong = wumei_xlsx(*who, "--pin", "000000", "xlsx", "import", "claims", filled)
    tables = wumei_xlsx(*who, "xlsx", "export", tmp_path / "t.xlsx", "--table", "stock")

    assert (imported.returncode, json.loads(imported.stdout)["new"]) == (0, 1), imported.stderr
    assert made.returncode == tables.returncode == 0
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames[0] == "申报"
    assert again.returncode == 4 and again.stderr.startswith("wumei: ")
    assert (wrong.returncode, wrong.stdout) == (1, "")


def test_the_command_line_describes_what_this_package_takes(program):
    """Every option is in both, so that what the one lets through the other understands."""
    from wumei.xlsx._command import _parser
    verbs = next(action for action in _parser()._actions
                 if isinstance(action.choices, dict)).choices
    for name, verb in verbs.items():
        said = subprocess.run([program, "--lang", "en", "xlsx", name, "--help"], check=True,
                              capture_output=True, text=True, encoding="utf-8").stdout
        usage = said.split("Usage:")[1].split("Options:")[0]
        own = {text for action in verb._actions for text in action.option_strings}
        assert set(re.findall(r"--[a-z-]+", usage)) <= own, name
        places = [action.dest for action in verb._actions if not action.option_strings]
        assert [word.lower() for word in re.findall(r" ([A-Z]+)\b(?![^\[]*\])", re.sub(
            r"--[a-z]+ [A-Z]+", "", usage))] == places, name
        if "kind" in places:
            assert set(re.search(r"\((.*)\)", said)[1].split("|")) == set(xlsx.KINDS), name
