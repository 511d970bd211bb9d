"""Tables: what they hold, what they are typed as, what filters leave."""
import datetime
import json
from decimal import Decimal

import pyarrow
import pyarrow.compute as compute
import pytest
from hypothesis import HealthCheck, given, settings, strategies

import wumei
from conftest import DATA

POINTS = pyarrow.decimal128(18, 2)


def test_every_table_is_read_by_arrow_and_says_what_its_columns_are(book):
    for name, frame in book.tables().items():
        table = frame.to_arrow()
        table.validate(full=True)
        assert table.column_names == list(frame.columns), name
        assert all(column.about for column in frame.schema), name
    assert set(book.tables()) == set(wumei.TABLES)


def test_the_types_of_legs(book):
    schema = pyarrow.schema(book.legs)
    words = pyarrow.dictionary(pyarrow.int32(), pyarrow.utf8())

    assert schema.field("amount").type == POINTS
    assert schema.field("balance").type == POINTS
    assert schema.field("recorded").type == pyarrow.timestamp("ms", "UTC")
    assert schema.field("effective").type == pyarrow.date32()
    for name in ("kind", "account", "holder", "purpose", "village", "unit"):
        assert schema.field(name).type == words


def test_entries_are_the_log(book):
    table = book.entries.to_arrow()
    some = len(book) // 2
    row = table.slice(some, 1).to_pylist()[0]
    entry = book.entry(some)

    assert table.num_rows == len(book)
    assert table.column("seq").to_pylist() == list(range(len(book)))
    assert (row["kind"], row["key"]) == (entry["kind"], entry["key"])
    assert f"{row['officer']}@{row['device']}" == entry["actor"]
    assert row["refs"] == entry["refs"]
    assert row["effective"] == entry["effective"]
    assert row["recorded"] == entry["recorded"]
    assert row["legs"] == len(entry["legs"])


def test_legs_sum_to_the_balances(book):
    legs = book.legs.to_arrow()
    legs = legs.set_column(legs.column_names.index("account"), "account",
                           legs.column("account").cast(pyarrow.utf8()))
    sums = {row["account"]: row["amount_sum"] for row in
            legs.group_by("account").aggregate([("amount", "sum")]).to_pylist()}
    accounts = book.accounts.to_arrow().to_pylist()

    assert sums == {row["account"]: row["balance"] for row in accounts}
    for row in accounts[::37]:
        assert book.balance(row["account"]) == row["balance"], row["account"]


def test_monthly_sums_are_those_of_the_legs(book):
    sums = {}
    for leg in book.legs.to_arrow().to_pylist():
        key = (f"{leg['effective']:%Y-%m}", leg["village"], leg["purpose"], leg["unit"],
               leg["kind"])
        amount, legs = sums.get(key, (0, 0))
        sums[key] = amount + leg["amount"], legs + 1
    names = ("month", "village", "purpose", "unit", "kind")
    for _ in range(2):  # added up, and kept
        rows = book.monthly.to_arrow().to_pylist()
        assert {tuple(row[name] for name in names): (row["amount"], row["legs"])
                for row in rows} == sums
    april = book.monthly.where(since="2026-04-01", village="V01").to_arrow().to_pylist()
    assert {row["month"] for row in april} == {"2026-04"}
    assert {row["village"] for row in april} == {"V01"}


def monthly_rows(path):
    with wumei.open(path) as book:
        return book.monthly.to_arrow().to_pylist()


def test_monthly_sums_are_kept_for_the_next_process(village, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rows = monthly_rows(village)
    kept, = (tmp_path / "wumei").iterdir()
    assert kept.suffix == ".monthly"
    assert monthly_rows(village) == rows

    marked = json.loads(kept.read_text())
    marked["rows"] = marked["rows"][:1]
    kept.write_text(json.dumps(marked, ensure_ascii=False, separators=(",", ":")))
    assert len(monthly_rows(village)) == 1  # it is what is shown


def test_monthly_sums_of_another_log_are_not_shown(village, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    rows = monthly_rows(village)
    kept, = (tmp_path / "wumei").iterdir()
    whole = json.loads(kept.read_text())
    for wrong in ({"root": "00" * 32}, {"entries": whole["entries"] - 1},
                  {"entries": whole["entries"] + 1}, {"format": "wumei/monthly@v0"}):
        kept.write_text(json.dumps({**whole, **wrong, "rows": []}, separators=(",", ":")))
        assert monthly_rows(village) == rows, wrong
    for damaged in ("", "{", "[]", kept.read_text()[:100]):
        kept.write_text(damaged)
        assert monthly_rows(village) == rows
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert monthly_rows(village) == rows


def test_every_entry_balances_in_every_unit(book):
    legs = book.legs.select("seq", "unit", "amount").to_arrow()
    legs = legs.set_column(1, "unit", legs.column("unit").cast(pyarrow.utf8()))
    sums = legs.group_by(["seq", "unit"]).aggregate([("amount", "sum")])
    assert set(sums.column("amount_sum").to_pylist()) == {Decimal("0.00")}


def test_balances_are_those_of_the_accounts(book):
    accounts = {row["account"]: row["balance"] for row in book.accounts.to_arrow().to_pylist()}
    for row in book.balances.to_arrow().to_pylist():
        for purpose in ("spendable", "pending", "honour", "arrears"):
            account = f"h/{row['household']}:{purpose}"
            assert row[purpose] == accounts.get(account, Decimal(0)), account


def test_deeds_tell_what_came_of_them(book):
    deeds = book.deeds.to_arrow().to_pylist()
    states = {row["state"] for row in deeds}
    settled = next(row for row in deeds if row["state"] == "settled")
    answer = book.entry(settled["answer"])

    assert states <= {"recorded", "checked", "settled", "refused", "withdrawn", "reversed"}
    assert answer["kind"] == "claim.settle"
    assert settled["points"] == Decimal(answer["data"]["out"]["points"]).scaleb(-2)
    for row in deeds:
        if row["state"] == "refused":
            assert row["reasons"]


def test_deeds_and_visits_have_the_names_of_their_rules(book):
    names = {row["rule"]: (row["rule_name"], row["rule_name_en"])
             for frame in (book.deeds, book.inspections) for row in frame.to_arrow().to_pylist()
             if row["rule"] is not None}
    assert names["ENV01"] == ("月度检查·最清洁", "monthly check: cleanest")
    assert names["ENV06"] == ("垃圾分类投放正确", "correct waste sorting")
    nothing = [row for row in book.inspections.to_arrow().to_pylist() if row["rule"] is None]
    assert nothing and not any(row["rule_name"] or row["rule_name_en"] for row in nothing)


def test_a_deed_keeps_the_name_that_its_own_rule_book_has(copy, tmp_path):
    text = (DATA / "rulebook.toml").read_text("utf-8")
    for old, new in (("version = 1", "version = 2"), ("from = 2026-04-01", "from = 2026-05-01"),
                     ('name = "志愿服务"', 'name = "志愿者服务"')):
        text = text.replace(old, new)
    (tmp_path / "second.toml").write_text(text[:text.index("[[example]]")], "utf-8")
    before = rules_and_names(copy)
    copy.do("2026-04-27", "T01", lambda desk: desk.do("rules publish",
                                                      file=tmp_path / "second.toml"))
    copy.do("2026-05-02T20:00", "T02", lambda desk: desk.claim(
        "0101001", "VOL01", on="2026-05-02", quantity=2, evidence=[("E3", "0502")]))
    after = rules_and_names(copy)

    assert after[:-1] == before
    assert ("VOL01", "志愿服务") in before
    assert after[-1] == ("VOL01", "志愿者服务")  # nobody has answered it: the book of its day


def rules_and_names(copy):
    with wumei.open(copy.path) as book:
        return [(row["rule"], row["rule_name"]) for row in book.deeds.to_arrow().to_pylist()]


def test_scores_add_up_to_inspections(book):
    scores = book.scores.to_arrow().to_pylist()
    marks, full = {}, {}
    for row in scores:
        marks[row["seq"]] = marks.get(row["seq"], 0) + row["mark"]
        full[row["seq"]] = full.get(row["seq"], 0) + row["full"]
    visits = [row for row in book.inspections.to_arrow().to_pylist()
              if row["status"] == "scored"]

    assert {row["seq"] for row in visits} == set(marks)
    for row in visits:
        share = 10_000 * marks[row["seq"]] // full[row["seq"]]
        assert row["score"] == Decimal(int(share)).scaleb(-2)


def test_redemptions_are_what_shelves_lost(book):
    pieces = {}
    for row in book.redemptions.to_arrow().to_pylist():
        assert row["points"] == row["price"] * row["quantity"]
        if not row["reversed"]:
            key = f"s/{row['shop']}:out/{row['sku']}"
            pieces[key] = pieces.get(key, 0) + row["quantity"]
    for account, count in pieces.items():
        assert book.balance(account) == count, account


def test_a_filter_leaves_what_a_filter_of_arrow_leaves(book):
    first, last = datetime.date(2026, 4, 1), datetime.date(2026, 4, 20)
    pushed = book.legs.where(since=first, until=last, village="V01", kind="claim.").to_arrow()
    table = book.legs.to_arrow()
    kept = [row for row in table.to_pylist()
            if first <= row["effective"] <= last and row["village"] == "V01"
            and row["kind"].startswith("claim.")]

    assert pushed.to_pylist() == kept
    assert kept


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=strategies.integers(0, 60), length=strategies.integers(-3, 40),
       kind=strategies.sampled_from([None, "claim.settle", "claim.", "redeem.confirm", "no.thing"]),
       threads=strategies.integers(1, 4),
       columns=strategies.lists(strategies.sampled_from(
           ["seq", "effective", "kind", "key", "refs", "device"]), min_size=1, unique=True))
def test_filters_and_columns_agree_with_the_whole_table(book, start, length, kind, threads,
                                                        columns):
    since = datetime.date(2026, 3, 20) + datetime.timedelta(start)
    until = since + datetime.timedelta(length)
    frame = book.entries.where(since=since, until=until, kind=kind).threads(threads)
    kept = [{name: row[name] for name in columns} for row in book.entries.to_arrow().to_pylist()
            if since <= row["effective"] <= until
            and (kind is None or row["kind"] == kind
                 or (kind.endswith(".") and row["kind"].startswith(kind)))]

    assert frame.select(*columns).to_arrow().to_pylist() == kept


def test_pandas_gets_exact_points_and_categories(book):
    frame = book.legs.to_pandas()
    assert str(frame["amount"].dtype) == "decimal128(18, 2)[pyarrow]"
    assert str(frame["account"].dtype) == "category"

    cents = book.legs.select("amount").to_pandas(decimals="cents")["amount"]
    exact = book.legs.select("amount").to_pandas(decimals="object")["amount"]
    assert [Decimal(int(value)).scaleb(-2) for value in cents] == list(exact)


def test_polars_and_duckdb_take_frames(book):
    polars = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    legs = book.legs
    sums = legs.to_polars().group_by("unit").agg(polars.col("amount").sum())
    assert set(sums["amount"].to_list()) == {Decimal("0.00")}

    found = duckdb.sql("SELECT count(*), sum(amount) FROM legs WHERE unit = 'points'").fetchall()
    assert found == [(sum(row["unit"] == "points" for row in legs.to_arrow().to_pylist()),
                      Decimal("0.00"))]


def test_a_frame_is_read_again_and_again(book):
    frame = book.accounts
    assert frame.to_arrow().equals(frame.to_arrow())
    assert len(frame) == frame.to_arrow().num_rows


def test_a_stream_outlives_its_book(village):
    book = wumei.open(village)
    batches = book.legs.batches()
    count = len(book.legs)
    book.close()

    assert sum(batch.num_rows for batch in batches) == count
    with pytest.raises(wumei.Error) as raised:
        book.legs.to_arrow()
    assert raised.value.code == "bad_input"


def test_what_is_not_there_is_named(book):
    for ask, code in ((lambda: book.table("ledger"), "not_found"),
                      (lambda: book.legs.select("points"), "not_found"),
                      (lambda: book.legs.select("amount", "amount"), "bad_input"),
                      (lambda: book.legs.select(["amount"]), "not_found"),
                      (lambda: book.legs.where(since=3.5), "bad_input"),
                      (lambda: book.legs.where(since=""), "bad_input"),
                      (lambda: book.legs.where(village=[]), "bad_input"),
                      (lambda: book.legs.where(kind=[]), "bad_input"),
                      (lambda: book.legs.where(kind=["redeem.confirm", "claim"]), "bad_input"),
                      (lambda: book.legs.where(village=1), "bad_input"),
                      (lambda: book.export_parquet("x", ["legs"], compression="nope"),
                       "bad_input"),
                      (lambda: book.legs.where(since="2026-02-30").to_arrow(), "bad_input"),
                      (lambda: book.legs.where(village="V99").to_arrow(), "not_found"),
                      (lambda: book.legs.to_pandas(decimals="float"), "bad_input")):
        with pytest.raises(wumei.Error) as raised:
            ask()
        assert raised.value.code == code
        assert raised.value.zh and raised.value.en


def test_months_as_parquet_hold_the_table(book, tmp_path):
    import pyarrow.dataset as dataset
    files = wumei.export_parquet(book, tmp_path, ["legs", "accounts", "deeds"])
    again = wumei.export_parquet(book, tmp_path, ["legs", "accounts", "deeds"])
    legs = dataset.dataset(tmp_path / "legs", partitioning="hive").to_table()

    assert sorted(files) == sorted(again)
    assert all("programme=guanqiao" in file for file in files)
    assert legs.num_rows == len(book.legs)
    assert set(legs.column("month").to_pylist()) == {"2026-04"}
    assert compute.sum(legs.column("amount")).as_py() == compute.sum(
        book.legs.to_arrow().column("amount")).as_py()

    for wrong in ({"since": "2026-4-31"}, {"village": "V99"}, {"kind": ()}):
        with pytest.raises(wumei.Error):
            wumei.export_parquet(book, tmp_path, "legs", **wrong)
        assert sorted(str(file) for file in (tmp_path / "legs").glob("**/part*")) == sorted(
            file for file in files if "/legs/" in file)


def test_days_are_read_as_people_write_them(book):
    assert book.legs.where(since="2026-4-8").to_arrow() == book.legs.where(
        since=datetime.date(2026, 4, 8)).to_arrow()


def test_cents_are_hundredths_wherever_they_are_whole_numbers(book):
    quantity = book.deeds.to_pandas(decimals="cents")["quantity"]
    assert [str(value) for value in quantity] == [
        str(value) for value in book.deeds.to_arrow().column("quantity").to_pylist()]
