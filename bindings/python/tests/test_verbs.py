"""Every verb of the command line is here, and those that came last work as it words them."""
import re
import subprocess
from decimal import Decimal

import pytest

import wumei

# They listen, write for a shell, or are this package.
HERE_ALONE = {"terminal", "hub", "check-page", "completion", "xlsx"}


def refusal_of(work):
    with pytest.raises(wumei.Refused) as raised:
        work()
    return raised.value


def contract(**changes):
    return {"merchant": "M01", "name": "老李粮油店", "village": ["V01"], "fund": "V01",
            "from_": "2026-04-01", "until": "2026-12-31", "document": "合同7号", **changes}


def redeem(desk, **changes):
    return desk.do("merchant redeem", **{"merchant": "M01", "slip": "L-118",
                                         "household": "0101009", "line": ["G03=3"], **changes})


def test_the_package_has_the_verbs_of_the_command_line(program):
    said = subprocess.run([program, "--lang", "en", "--help"], capture_output=True, check=True,
                          text=True, encoding="utf-8").stdout
    commands = said.split("Commands:\n")[1].split("\n\n")[0]

    named = set(re.findall(r"^  ([a-z-]+) ", commands, re.MULTILINE))
    assert named - {verb.split()[0] for verb in wumei.verbs()} == HERE_ALONE
    assert {"merchant match", "merchant redeem", "suspense repay"} <= set(wumei.verbs())


def test_a_hub_is_not_to_be_reached(book):
    with pytest.raises(wumei.Error) as raised:
        book.run("hub serve")
    assert raised.value.code == "not_found"


def test_a_merchant_needs_a_contract_and_a_slip_is_booked_once(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        before = len(book)
        assert refusal_of(lambda: redeem(desk)).code == "merchant.unknown"
        unknown = refusal_of(lambda: desk.do("merchant add", **contract(village=["V99"])))
        assert unknown.code == "village.unknown"
        assert len(book) == before

        desk.do("merchant add", **contract())
        points = book.balance("h/0101009:spendable")
        booked = redeem(desk)

        assert (booked.kind, booked.document["yuan"]) == ("merchant.redeem", "6.00")
        assert points - book.balance("h/0101009:spendable") == Decimal("6.00")
        other = refusal_of(lambda: redeem(desk, line=["G04=1"]))
        assert (other.code, other.facts["seq"]) == ("key.conflict", str(booked.seq))
        assert redeem(desk).added == 0
        owed = book.run("merchant list")["merchants"]
        assert [(row["merchant"], row["owed"]) for row in owed] == [("M01", "6.00")]


def test_what_merchants_are_owed_is_in_the_frames(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        desk.do("merchant add", **contract())
        seq = redeem(desk).seq

        legs = [row for row in book.legs.to_arrow().to_pylist() if row["seq"] == seq]
        payable = [row for row in legs if row["purpose"] == "payable"]
        assert [(row["holder"], row["unit"], row["amount"], row["village"])
                for row in payable] == [("m/M01", "yuan", Decimal("-6.00"), None)]
        accounts = book.accounts.to_arrow().to_pylist()
        assert "m/M01:payable/V01" in [row["account"] for row in accounts]
        assert book.verify()


def test_what_was_taken_at_a_merchant_is_among_the_redemptions(copy):
    def sold(book, **where):
        lines = book.redemptions.where(kind="merchant.redeem", **where).to_arrow().to_pylist()
        return [(row["merchant"], row["shop"], row["village"], row["slip"], row["till"],
                 row["household"], row["sku"], row["quantity"], row["points"], row["reversed"])
                for row in lines]

    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        shops = book.redemptions.to_arrow().to_pylist()
        desk.do("merchant add", **contract())
        seq = redeem(desk, line=["G03=2", "G04=1"]).seq
        start = ("M01", None, "V01", "L-118", None, "0101009")
        price = {row["sku"]: row["price"] for row in
                 book.redemptions.to_arrow().to_pylist() if row["merchant"]}
        lines = [(*start, "G03", 2, 2 * price["G03"]), (*start, "G04", 1, price["G04"])]

        assert price["G03"] == Decimal("2.00")
        assert sold(book) == sold(book, village="V01") == [(*line, False) for line in lines]
        assert book.redemptions.to_arrow().to_pylist()[:len(shops)] == shops
        assert shops and not any(row["merchant"] for row in shops)
        desk.reverse(seq, reason="误录")
        assert sold(book) == [(*line, True) for line in lines]


def test_the_sheet_of_a_month_is_read_from_its_file(copy, tmp_path):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        desk.do("merchant add", **contract())
        redeem(desk)
    sheet = tmp_path / "april.csv"
    sheet.write_text("小票号,日期,户或卡,商品,数量,金额\nL-118,2026-04-27,0101***,食盐,3,6.00\n"
                     "L-120,2026-04-27,0101***,G03,1,2\n", encoding="utf-8")

    def match(desk, file):
        return desk.do("merchant match", merchant="M01", month="2026-04", file=file,
                       statement="JS-4", dry_run=True)
    book, desk = copy.desk("2026-05-04T09:00", "T01")
    with book:
        with pytest.raises(wumei.Error) as raised:
            match(desk, tmp_path / "may.csv")
        assert raised.value.code == "not_found"
        told = match(desk, sheet).document
    assert (told["payable"], told["disputed"], told["dry_run"]) == ("6.00", "2.00", True)
    assert len(told["lines"]) == 2


def test_suspense_is_settled_only_where_there_is_some(copy):
    book, desk = copy.desk("2026-04-27T09:00", "T01")
    with book:
        assert book.run("suspense list")["households"] == []
        refused = refusal_of(lambda: desk.do("suspense repay", household="0101009", points="1",
                                             consent="同意书3号"))
        assert refused.facts["household"] == "0101009"
