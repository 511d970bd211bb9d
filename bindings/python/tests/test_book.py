"""Opening, asking, checking, writing; and what happens when that cannot be."""
import datetime
import json
import pathlib
import pickle
import shutil
import sqlite3
import subprocess
import threading
from decimal import Decimal

import numpy
import pytest

import wumei
from conftest import PASSPHRASE, VILLAGE


def error_of(work, kind=wumei.Error):
    with pytest.raises(kind) as raised:
        work()
    assert raised.value.zh and raised.value.en and str(raised.value) == raised.value.en
    return raised.value


def test_a_book_says_what_it_is(book, village):
    assert (book.title, book.programme, book.writes) == ("官桥镇", "guanqiao", False)
    assert book.path == village
    assert book.closed_through == datetime.date(2026, 4, 25)
    assert [place.id for place in book.villages]
    assert "官桥镇" in book._repr_html_()
    assert f"{len(book):,}" in repr(book)


def test_a_ledger_in_use_is_read_and_read_anew(copy):
    reader = wumei.open(copy.path)
    before = len(reader)
    writer, desk = copy.desk("2026-04-27T09:00", "T01")
    with writer, reader:
        assert error_of(lambda: wumei.open(copy.path, write=True)).code == "busy"
        seq = desk.budget("V01", monthly=Decimal("10.50"), document="D-1", year=2026).seq

        assert len(reader) == before
        reader.refresh()
        assert len(reader) == before + 1
        assert reader.budgets.to_arrow().to_pylist()[-1]["monthly"] == Decimal("10.50")
        assert reader.entry(seq)["kind"] == "budget.approve"


def test_files_that_are_no_ledger(tmp_path, village):
    assert error_of(lambda: wumei.open(tmp_path / "no.wumei")).code == "not_found"
    text = tmp_path / "text.wumei"
    text.write_text("no ledger")
    assert error_of(lambda: wumei.open(text)).code in ("bad_input", "corrupt")
    cut = tmp_path / "cut.wumei"
    cut.write_bytes(pathlib.Path(village).read_bytes()[:40_000])
    assert error_of(lambda: [wumei.open(cut).legs.to_arrow()]).code in ("corrupt", "io",
                                                                        "bad_input")


def test_who_may_not_write(book, copy):
    assert error_of(lambda: book.sign_in("T01", "246801")).code == "bad_input"
    writer, _ = copy.desk("2026-04-27T09:00", "T01")
    with writer:
        assert error_of(lambda: writer.sign_in("T01", "000000")).code == "unauthorised"
        assert error_of(lambda: writer.sign_in("nobody", "246801")).code == "unauthorised"


def test_what_is_no_text_is_refused_without_being_shown(book, copy):
    writer, _ = copy.desk("2026-04-27T09:00", "T01")
    with writer:
        for work, field in ((lambda: writer.sign_in("T01", 246801), "pin"),
                            (lambda: writer.sign_in("T01", 246801.0), "pin"),
                            (lambda: writer.sign_in(7, "246801"), "officer"),
                            (lambda: writer.sign_in("T01", "246801", device=None), "device"),
                            (lambda: wumei.open(book.path, passphrase=246801), "passphrase")):
            error = error_of(work)
            assert (error.code, error.facts["field"]) == ("bad_input", field)
            assert "246801" not in repr(error) + str(error.facts)
    for work in (lambda: book.entry("0"), lambda: book.entry(-1), lambda: book.entry(1.0),
                 lambda: book.find(4), lambda: book.balance(None)):
        assert error_of(work).code == "bad_input"


def test_a_refusal_has_code_facts_and_both_languages(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    with book:
        before = len(book)
        refused = error_of(lambda: desk.claim("0199999", "ENV01", on="2026-04-26"),
                           wumei.Refused)
        assert refused.code == "household.unknown"
        assert refused.facts["household"] == "0199999"
        assert refused.say("zh") == refused.zh != refused.en
        assert len(book) == before
        again = pickle.loads(pickle.dumps(refused))
        assert (type(again), again.code, again.facts) == (wumei.Refused, refused.code,
                                                          refused.facts)


@pytest.mark.parametrize("amount", [1.5, float("nan"), Decimal("NaN"), Decimal("1.234"), True,
                                    "ten", None])
def test_points_that_are_no_exact_number(copy, amount):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        error = error_of(lambda: desk.budget("V01", monthly=amount, document="D"))
        assert error.code == "bad_input"
        assert "monthly" in error.facts["field"]
        assert len(book) == before


def test_claims_go_through_their_chain(copy):
    book, clerk = copy.desk("2026-04-28T09:00", "T02")
    with book:
        like = book.deeds.to_arrow().to_pylist()[-1]
        made = clerk.claim(like["household"], like["rule"], on="2026-04-27",
                           evidence=[(like["evidence"], "E-1")])

        def deed():
            return next(row for row in book.deeds.to_arrow().to_pylist()
                        if row["seq"] == made.seq)

        assert (deed()["state"], deed()["quantity"], deed()["answer"]) == ("recorded", 1, None)
        four_eyes = error_of(lambda: clerk.check(made.seq), wumei.Refused)
        assert four_eyes.code in ("role.four_eyes", "role.missing")
        checker = book.sign_in("T03", copy.pins["T03"])
        answer = checker.check(made.seq, reject=True, reason="evidence.missing", words="照片不清")
        assert (deed()["state"], deed()["reasons"], deed()["answer"]) == (
            "refused", "evidence.missing", answer.seq)


def test_a_batch_is_all_or_nothing(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        with pytest.raises(RuntimeError):
            with desk.batch():
                desk.budget("V01", monthly=1, document="D-1")
                raise RuntimeError
        assert len(book) == before
        with desk.batch():
            for number in range(5):
                desk.budget("V01", monthly=1, document=f"D-{number}")
        assert len(book) == before + 5


def test_a_dry_run_writes_nothing(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        assert desk.budget("V01", monthly=1, document="D", dry_run=True).added == 0
        assert len(book) == before


def test_a_refused_trial_leaves_no_batch_behind(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    claim = {"rule": "ENV01", "on": "2026-04-26", "evidence": [("E3", "0412")]}
    with book:
        before = len(book)
        for refused in (lambda: desk.claim("9999999", dry_run=True, **claim),
                        lambda: desk.redeem("S01", {"G04": 99}, household="0101001", slip="X-1",
                                            dry_run=True),
                        lambda: desk.do("claim approve", all=True, dry_run=True, late=1)):
            error_of(refused)
            assert len(book) == before
        assert desk.claim("0101010", **claim).added == 1
        with desk.batch():
            desk.claim("0101011", **claim)
    with wumei.open(copy.path) as again:
        assert len(again) == before + 2


def test_what_is_neither_true_nor_false_is_no_flag(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    claim = {"rule": "ENV01", "on": "2026-04-26", "evidence": [("E3", "0412")]}
    with book:
        before = len(book)
        error = error_of(lambda: desk.claim("0101010", dry_run="no", **claim))
        assert (error.code, error.facts["field"]) == ("bad_input", "dry_run")
        error = error_of(lambda: desk.check(before - 1, reject=0))
        assert error.code == "bad_input" and "reject" in error.en and "真或假" in error.zh
        for pairs in ("E3", ["E3"], [("E3",)], [("E3", 412)]):
            error = error_of(lambda: desk.claim("0101010", **{**claim, "evidence": pairs}))
            assert (error.code, error.facts["field"]) == ("bad_input", "evidence")
        assert error_of(lambda: desk.claim("0101010", number=0, **claim)).code == "bad_input"
        assert len(book) == before
        count = numpy.int64(2)
        assert desk.claim("0101010", **{**claim, "rule": "VOL01", "quantity": count}).added == 1


def test_threads_share_a_book(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    failures = []

    def work(number):
        try:
            for step in range(5):
                desk.budget("V01", monthly=1, document=f"D-{number}-{step}")
                assert book.legs.select("seq").to_arrow().num_rows > 0
        except Exception as failure:  # shown below
            failures.append(failure)

    with book:
        before = len(book)
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert len(book) == before + 20


def test_the_whole_ledger_verifies_and_a_changed_one_does_not(village, tmp_path):
    found = wumei.verify(village)
    assert found and found.verdict == "verified" and found.law is None
    assert "✓" in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found

    bad = tmp_path / "bad.wumei"
    shutil.copy(village, bad)
    with sqlite3.connect(bad) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE entry SET leaf = replace(leaf, 'V01', 'V02') WHERE seq = 40")
    base.close()
    found = wumei.verify(bad)
    assert not found and found.verdict == "failed" and found.seq is not None
    assert "✗" in found._repr_html_()


def other_key(key):
    """The key of another log: that of the format's example."""
    return "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_proofs_are_checked_without_the_ledger(book, tmp_path):
    proof = tmp_path / "1.tlog-proof"
    proof.write_text(book.prove(1))
    checked = wumei.check_proof(proof, key=book.log_key)
    assert checked
    wrong = wumei.check_proof(proof, key=other_key(book.log_key))
    assert not wrong
    head, hashes = proof.read_text().split("\n\n", 1)
    proof.write_text(head.replace("A", "B", 1) + "\n\n" + hashes)
    try:
        assert not wumei.check_proof(proof, key=book.log_key)
    except wumei.Error as error:
        assert error.code in ("bad_input", "corrupt")


def test_a_balance_is_proven_and_what_cannot_be_says_why(copy, tmp_path):
    book, desk = copy.desk("2026-04-27T09:00", "T02")
    with book:
        (tmp_path / "p.txt").write_text(book.prove(household="0101001"), "utf-8")
        found = wumei.check_proof(tmp_path / "p.txt", key=book.log_key)
        assert found and found.document["household"] == "0101001"
        seq = desk.claim("0101010", "ENV01", on="2026-04-26", evidence=[("E3", "0412")]).seq
        error = error_of(lambda: book.prove(seq))
        assert error.code == "not_found" and str(seq) in error.zh
        assert error_of(book.prove).code == "bad_input"
        assert error_of(lambda: book.prove(1, household="0101001")).code == "bad_input"
        assert error_of(lambda: book.balance("h/0101001:honour", as_of=-1)).code == "bad_input"


def test_statements_hold_decimals_and_pages(book):
    household = next(row["household"] for row in book.balances.to_arrow().to_pylist()
                     if row["spendable"] > 0)
    statement = book.statement(household)
    assert statement.spendable == book.balance(f"h/{household}:spendable")
    assert all(isinstance(line["spendable"], Decimal) for line in statement.lines)
    assert all(isinstance(line["on"], datetime.date) for line in statement.lines)
    assert household in statement._repr_html_() and "<html" in statement.page
    assert pickle.loads(pickle.dumps(statement)) == statement
    assert error_of(lambda: book.statement("0199999")).code == "not_found"


def test_balances_of_earlier(book):
    account = next(row["account"] for row in book.accounts.to_arrow().to_pylist()
                   if row["purpose"] == "spendable" and row["balance"] > 0)
    seqs = [row for row in book.legs.to_arrow().to_pylist() if row["account"] == account]
    for row in seqs:
        last = [leg for leg in seqs if leg["seq"] == row["seq"]][-1]
        assert book.balance(account, as_of=row["seq"]) == last["balance"]
    assert book.balance(account, on="2026-03-01") == 0


def test_the_key_signs_only_with_its_passphrase(copy):
    with wumei.open(copy.path, write=True, passphrase="wrong", now="2026-04-27T09:00") as book:
        desk = book.sign_in("T01", copy.pins["T01"])
        assert error_of(desk.checkpoint).code == "unauthorised"
    with wumei.open(copy.path, write=True, passphrase=PASSPHRASE, now="2026-04-27T09:00") as book:
        note = book.sign_in("T01", copy.pins["T01"]).checkpoint()
        assert note.startswith(book.origin)


def test_only_a_rehearsal_is_told_the_time(tmp_path):
    terms = {"title": "t", "programme": "t", "officer": "T01", "passphrase": "p"}
    path = tmp_path / "a.wumei"
    for more in ({"pin": "246801", "now": "2026-04-01"}, {"pin": 246801}):
        assert error_of(lambda: wumei.create(path, **terms, **more)).code == "bad_input"
        assert not list(tmp_path.iterdir())


def test_a_ledger_is_founded_with_words_alone(tmp_path):
    terms = {"title": "x", "programme": "x", "officer": "T01", "pin": "246801",
             "passphrase": "secret enough"}
    for field in ("officer", "pin", "passphrase"):
        for wrong in (None, 246801):
            error = error_of(lambda: wumei.create(tmp_path / "n.wumei", **{**terms, field: wrong}))
            assert (error.code, error.facts["field"]) == ("bad_input", field)
    assert list(tmp_path.iterdir()) == []


def test_create_overwrites_nothing(copy):
    error = error_of(lambda: wumei.create(copy.path, title="x", programme="x", officer="T01",
                                          pin="246801", passphrase="secret enough"))
    assert error.code == "conflict"


def test_the_command_line_says_the_same(book, village, program):
    def said(*words):
        answer = subprocess.run([program, "-L", village, "--json", "--lang", "en", *words],
                                capture_output=True, check=True, text=True, encoding="utf-8")
        return json.loads(answer.stdout)

    for household in ("0101001", "0101002", "0101003"):
        statement, told = book.statement(household, lang="en"), said("statement", household)
        assert str(statement.spendable) == told["spendable"]
        assert str(statement.pending) == told["pending"]
        assert str(statement.honour) == told["honour"]
        assert len(statement.lines) == len(told["lines"])
    assert book.run("claim list") == said("claim", "list")
    assert said("verify")["root"] == book.root == book.verify().root
    shop = book.stock.to_arrow().to_pylist()[0]["shop"]
    assert book.run("shop stock", shop=shop) == said("shop", "stock", shop)


def test_files_of_the_village_are_known_the_second_time(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        again = desk.import_csv("villages", VILLAGE / "villages.csv")
        assert again.seen_before and again.added == 0
        assert len(book) == before
