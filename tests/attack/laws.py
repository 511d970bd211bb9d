#!/usr/bin/env python3
"""Forges one entry against each law and demands that both verifiers name it, and the law.

    laws.py --wumei PROGRAM

The manual's village is cut off before a real entry, and that entry is written back with one thing
changed: balances and pointers continue, the spelling is right, the hashes fit. Only the law tells.
"""
import argparse
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "guide"))
import leases  # noqa: E402
import merchants  # noqa: E402
from forgeries import FORGERIES, forgery  # noqa: E402
from run import run_manual  # noqa: E402  (tests/guide)
from tampering import Copy, is_plain, verdicts  # noqa: E402


def scale(entry, points):
    """Gives all points of the entry another size, in its facts and in its legs."""
    before = entry[9]["out"]["points"]
    entry[9]["out"]["points"] = points
    for leg in entry[8]:
        leg[2] = leg[2] * points // before


def claimed(entry, log):
    """The facts of the claim that the entry answers."""
    return log[entry[9]["in"]["claim"]][9]["in"]


@forgery("entry.reverse", 6)
def a_reversal_takes_back_less(entry, _log):
    entry[8] = []


@forgery("entry.reverse", 6)
def a_reversal_of_another_entry(entry, _log):
    entry[9]["in"]["seq"] -= 1


@forgery("entry.reverse", 6)
def a_reversal_with_other_facts(entry, _log):
    entry[9]["out"]["in"]["reason"] = "x"


@forgery("claim.settle", 7)
def who_records_a_claim_approves_it(entry, log):
    entry[5] = log[entry[9]["in"]["claim"]][5]


@forgery("claim.settle", 7)
def a_stranger_approves_a_claim(entry, _log):
    entry[5] = "nobody@cli"


@forgery("claim.check", 7)
def a_check_is_repeated_by_the_recorder(entry, log):
    entry[5] = log[entry[9]["in"]["claim"]][5]


@forgery("notice.confirm", 7)
def who_recorded_a_visit_confirms_it(entry, log):
    entry[5] = log[entry[9]["out"]["earnings"][0]][5]


@forgery("redeem.confirm", 7)
def a_redemption_by_who_keeps_no_shop(entry, log):
    entry[5] = next(e for e in log if e[4] == "claim.check")[5]


@forgery("claim.settle", 8)
def an_entry_of_tomorrow(entry, _log):
    entry[3] = "2026-12-31"


@forgery("day.close", 8)
def an_entry_in_a_closed_period(entry, _log):
    entry[3] = "2026-04-25"


@forgery("claim.settle", 9)
def a_claim_earns_more(entry, _log):
    scale(entry, entry[9]["out"]["points"] + 100)


@forgery("claim.settle", 9)
def a_claim_earns_what_another_rule_gives(entry, log):
    rule = claimed(entry, log)["rule"]
    scale(entry, next(e[9]["out"]["points"] for e in log
                      if e[4] == "claim.settle" and e[8] and claimed(e, log)["rule"] != rule
                      and e[9]["out"]["points"] != entry[9]["out"]["points"]))


@forgery("claim.settle", 9)
def the_first_answer_is_filed_under_another_claim(entry, log):
    entry[:] = next(e for e in log if e[4] == "claim.settle" and e[8])
    mine = claimed(entry, log)
    entry[7][0] = entry[9]["in"]["claim"] = next(
        e[1] for e in log if e[4] == "claim.record" and e[9]["in"]["rule"] == mine["rule"]
        and e[9]["in"]["household"] != mine["household"])


@forgery("claim.settle", 9, "format")
def an_answer_says_another_quantity_than_its_claim(entry, log):
    entry[9]["in"]["quantity"] = 2 * claimed(entry, log)["quantity"]


@forgery("claim.refuse", 9)
def a_claim_is_refused_for_another_reason(entry, _log):
    entry[9]["out"] = {"code": "cap.household", "facts": {}}


@forgery("inspection.record", 9)
def a_visit_earns_more(entry, _log):
    scale(entry, entry[9]["out"]["points"] + 100)


@forgery("inspection.record", 9)
def a_mark_is_raised(entry, _log):
    entry[9]["in"]["marks"][0] -= 50


@forgery("redeem.confirm", 9)
def goods_go_for_half_the_price(entry, _log):
    out = entry[9]["out"]
    for part in (out, *out["lines"]):
        part["points"] //= 2
    for leg in entry[8]:
        if ":spendable" in leg[0] or ":redeemed" in leg[0]:
            leg[2] //= 2


@forgery("opening.balance", 9)
def an_opening_cites_no_document(entry, _log):
    entry[9]["in"]["document"] = ""


@forgery("goods.receive", 9)
def a_delivery_brings_more_than_its_note(entry, _log):
    entry[9]["in"]["lines"][0]["quantity"] += 1


@forgery("stock.count", 9)
def a_count_hides_what_is_short(entry, _log):
    entry[9]["in"]["lines"][0]["counted"] += 1


@forgery("stock.count", 9)
def a_difference_without_a_reason(entry, _log):
    entry[9]["in"]["lines"][0]["reason"] = ""


@forgery("stock.count", 9)
def a_loss_at_no_cost(entry, _log):
    entry[8] = [leg for leg in entry[8] if leg[0].startswith("s/")]


@forgery("stock.count", 7)
def a_count_without_a_witness(entry, _log):
    entry[9]["in"]["witness"] = entry[5].split("@")[0]


@forgery("stock.count", 7)
def a_count_by_a_grid_worker(entry, _log):
    entry[5] = "T03@cli"


@forgery("stock.transfer", 9)
def a_piece_is_lost_on_the_way(entry, _log):
    entry[9]["in"]["lines"][0]["quantity"] += 1


@forgery("stock.transfer", 2, 9)
def goods_come_from_another_lot(entry, _log):
    for leg in entry[8]:
        leg[1] = "3.1"


@forgery("stock.transfer", 7)
def a_transfer_by_who_sent_the_goods(entry, _log):
    entry[9]["in"]["sender"] = entry[5].split("@")[0]


@forgery("household.register", 9)
def a_register_entry_moves_yuan(entry, _log):
    entry[8] = [["f/V01:cash", "", 1, 0, 0], ["f/V01:topup", "", -1, 0, 0]]


@forgery("notice.confirm", 10)
def a_confirmation_before_its_notice_is_over(entry, _log):
    entry[3] = "2026-04-23"


@forgery("notice.confirm", 10)
def a_confirmation_of_other_points(entry, _log):
    entry[9]["out"]["points"] += 1


@forgery("notice.open", 10)
def a_notice_of_one_day(entry, _log):
    entry[9]["in"]["days"] = 1


@forgery("notice.open", 10)
def a_notice_of_what_does_not_wait(entry, _log):
    entry[9]["out"]["entries"].append(1)


@forgery("rules.publish", 12)
def a_rule_book_from_before_its_publication(entry, _log):
    entry[2] += 40 * 86_400_000


@forgery("rules.publish", 12)
def a_rule_book_with_another_text(entry, _log):
    entry[9]["in"]["body"] += "\n# "


@forgery("inspection.record", 12)
def a_visit_before_there_was_a_sheet(entry, _log):
    entry[9]["in"]["on"] = "2026-03-31"


@forgery("day.close", 13)
def a_close_with_other_totals(entry, _log):
    entry[9]["out"]["issued"] += 1


@forgery("day.close", 13)
def a_day_is_closed_twice(entry, log):
    entry[9]["in"]["day"] = next(e for e in log if e[4] == "day.close")[9]["in"]["day"]


def chained(copy, entry):
    """The entry with balances and pointers that continue every account of the copy."""
    last = {}
    for earlier in copy.entries():
        last |= {leg[0]: (leg[3], earlier[1]) for leg in earlier[8]}
    running = {}
    for leg in entry[8]:
        balance, previous = last.get(leg[0], (0, -1))
        running[leg[0]] = running.get(leg[0], balance) + leg[2]
        leg[3:] = running[leg[0]], previous
    return entry


def forge(wumei, copy, row):
    """The last such entry, of points where it gives any, changed and written back."""
    _, kind, laws, change = row
    log = copy.entries()
    entry = next(e for e in reversed(log) if e[4] == kind and is_plain(e))
    before = json.dumps(entry)
    change(entry, log)
    assert before != json.dumps(entry)
    copy.cut(entry[1])
    entry[6] = "~forged"
    copy.append(chained(copy, entry))
    copy.hash_again()
    copy.close()
    for who, verdict, code, said in verdicts(wumei, copy.path):
        named = any(f'"law":{law},' in said or f"law {law}:" in said or f": {law}:" in said
                    for law in laws)
        if (verdict, code) != ("failed", 6) or f"entry {entry[1]}" not in said or not named:
            sys.exit(f"{row[0]}, entry {entry[1]}, laws {laws}: {who}: {verdict}, {code}\n{said}")


def unknown_kind(wumei, copy):
    """Nobody says that an entry is right that he does not understand."""
    last = copy.entries()[-1]
    last[1:2], last[4], last[6:9] = [last[1] + 1], "tea.served", ["~tea", [], []]
    last[9:] = {"in": {}, "out": {}}, ""
    copy.append(last)
    copy.close()
    for who, verdict, code, said in verdicts(wumei, copy.path):
        if (verdict, code) != ("could not check", 7):
            sys.exit(f"an unknown kind: {who}: {verdict}, {code}\n{said}")


def live_stock(wumei, copy):
    """A count that misses a piece, and goods that a second shop gets."""
    def done(*words):
        copy.command(wumei, "--now", "2026-05-03T10:00", "--as", "T02", "--pin", "135790", *words)
    shops = copy.path.with_name("second-shop.csv")
    shops.write_text("店编号,村编号,店名\n01-2,V01,x\n", encoding="utf-8")
    copy.command(wumei, "--now", "2026-05-03T09:00", "import", "shops", shops)
    stock = sum(leg[2] for entry in copy.entries() for leg in entry[8]
                if leg[0] == "s/01-1:stock/G04")
    done("shop", "count", "01-1", "--sheet", "1", "--witness", "T05", "--line",
         f"G04={stock - 1}:missing")
    done("shop", "transfer", "01-1", "01-2", "--slip", "1", "--sender", "T05", "--line", "G04=1")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    options = parser.parse_args()
    wumei = options.wumei.resolve()
    with tempfile.TemporaryDirectory() as folder:
        village = run_manual(options.wumei, pathlib.Path(folder)) / "village.wumei"
        start = Copy(village, "start.wumei")
        redemption = start.entries("redeem.confirm")[-1][1]
        start.command(wumei, "reverse", redemption, "--reason", "typing error")
        leases.live_leases(wumei, start)
        live_stock(wumei, start)
        merchants.live_merchants(wumei, start)
        leases.live_additions(wumei, start)
        start.close()
        for number, row in enumerate(FORGERIES):
            forge(wumei, Copy(start.path, f"forged{number}.wumei"), row)
        unknown_kind(wumei, Copy(start.path, "unknown.wumei"))
    print(f"laws: {len(FORGERIES)} forged entries named by both verifiers")


if __name__ == "__main__":
    main()
