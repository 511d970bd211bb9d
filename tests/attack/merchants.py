"""What is forged about merchants and suspense: the story that leads there, and each change."""
import copy as copies

from forgeries import forgery


def newest(log, kind):
    return next(e for e in reversed(log) if e[4] == kind)


@forgery("merchant.register", 9)
def a_contract_at_no_rate(entry, _log):
    entry[9]["in"]["rate"] = 0


@forgery("merchant.register", 14)
def a_contract_of_no_village(entry, _log):
    entry[9]["in"]["villages"] = ["V99"]


@forgery("merchant.register", 7)
def a_contract_by_a_grid_worker(entry, _log):
    entry[5] = "GW0101@cli"


@forgery("merchant.redeem", 9)
def a_merchant_is_owed_more(entry, _log):
    out = entry[9]["out"]
    out["yuan"] += 100
    out["lines"][0]["yuan"] += 100
    for leg in entry[8]:
        if ":payable/" in leg[0] or ":spent" in leg[0]:
            leg[2] += 100 if leg[2] > 0 else -100


@forgery("merchant.redeem", 9)
def a_merchant_is_owed_for_nothing(entry, _log):
    entry[8] = [leg for leg in entry[8] if ":payable/" in leg[0] or ":spent" in leg[0]]


@forgery("merchant.redeem", 14)
def a_slip_is_used_twice(entry, log):
    entry[9]["in"]["slip"] = next(e for e in log if e[4] == "merchant.redeem")[9]["in"]["slip"]


@forgery("merchant.redeem", 14)
def a_merchant_of_no_entry(entry, _log):
    entry[9]["in"]["merchant"] = "M99"


@forgery("merchant.redeem", 9)
def a_redemption_before_the_contract(entry, _log):
    entry[9]["in"]["on"] = "2026-03-31"


@forgery("merchant.claim", 9)
def a_line_that_differs_is_called_matched(entry, _log):
    out = entry[9]["out"]
    place = next(i for i, word in enumerate(out["verdicts"]) if word.startswith("differs"))
    out["verdicts"][place] = "matched"
    yuan = entry[9]["in"]["lines"][place][5]
    out["payable"] += yuan
    out["disputed"] -= yuan


@forgery("merchant.claim", 9)
def a_line_is_left_without_a_verdict(entry, _log):
    entry[9]["out"]["verdicts"].pop()


@forgery("merchant.claim", 9)
def a_month_is_claimed_before_its_end(entry, log):
    entry[2:4] = log[entry[1] - 1][2:4]


@forgery("merchant.claim", 9)
def a_holder_is_masked_altogether(entry, _log):
    entry[9]["in"]["lines"][0][2] = "****"


@forgery("merchant.claim", 7)
def a_sheet_by_a_grid_worker(entry, _log):
    entry[5] = "GW0101@cli"


@forgery("merchant.settle", 9)
def a_settlement_pays_a_line_that_did_not_match(entry, log):
    claim = newest(log, "merchant.claim")[9]
    entry[9]["out"]["yuan"] = claim["out"]["payable"] + claim["out"]["disputed"]


@forgery("merchant.settle", 7)
def who_wrote_the_sheet_approves_it(entry, log):
    entry[5] = newest(log, "merchant.claim")[5]


@forgery("merchant.settle", 9)
def a_settlement_without_its_sheet(entry, _log):
    entry[7] = []


@forgery("merchant.pay", 9)
def more_is_paid_than_was_settled(entry, _log):
    entry[9]["out"]["yuan"] += 1
    for leg in entry[8]:
        leg[2] += 1 if leg[2] > 0 else -1


@forgery("merchant.pay", 2, 9)
def more_is_paid_than_is_payable(entry, _log):
    entry[9]["out"]["yuan"] *= 100
    for leg in entry[8]:
        leg[2] *= 100


@forgery("merchant.pay", 7)
def who_approved_it_pays_it(entry, log):
    entry[5] = newest(log, "merchant.settle")[5]


@forgery("merchant.pay", 2, 9)
def another_fund_pays(entry, _log):
    out = entry[9]["out"]
    for leg in entry[8]:
        leg[0] = leg[0].replace(out["fund"], "V99")
    out["fund"] = "V99"


@forgery("day.close", 9)
def a_month_is_paid_twice(entry, log):
    entry[4:] = copies.deepcopy(newest(log, "merchant.pay"))[4:]
    entry[9]["in"]["document"] = "again"


@forgery("day.close", 9)
def a_month_is_settled_twice(entry, log):
    entry[4:] = copies.deepcopy(newest(log, "merchant.settle"))[4:]


@forgery("day.close", 9)
def a_line_is_matched_on_a_second_sheet(entry, log):
    entry[4:] = copies.deepcopy(newest(log, "merchant.claim"))[4:]
    entry[9]["in"]["month"], entry[9]["in"]["statement"] = "2026-03", "again"


@forgery("day.close", 9)
def a_redemption_slips_into_a_settled_month(entry, log):
    entry[4:] = copies.deepcopy(newest(log, "merchant.redeem"))[4:]
    entry[9]["in"]["slip"] = "new"


@forgery("day.close", 6)
def a_paid_redemption_is_taken_back(entry, log):
    sale = next(e for e in log if e[4] == "merchant.redeem")
    entry[4:9] = ["entry.reverse", entry[5], "", [sale[1]],
                  [[leg[0], leg[1], -leg[2], 0, 0] for leg in sale[8]]]
    entry[9:] = {"in": {"seq": sale[1], "reason": "x"},
                 "out": {"kind": sale[4], "effective": sale[3], **sale[9]}}, ""


@forgery("suspense.repay", 9)
def more_is_repaid_than_is_in_suspense(entry, _log):
    entry[9]["in"]["points"] = 10**6


@forgery("suspense.repay", 9)
def a_household_repays_without_its_consent(entry, _log):
    entry[9]["in"]["consent"] = ""


@forgery("suspense.propose", 9)
def a_write_off_without_a_reason(entry, _log):
    entry[9]["in"]["reason"] = ""


@forgery("suspense.waive", 7)
def who_proposed_a_write_off_decides_it(entry, log):
    entry[5] = newest(log, "suspense.propose")[5]


@forgery("suspense.waive", 9)
def a_write_off_gives_the_household_points(entry, _log):
    for leg in entry[8]:
        if leg[0].endswith(":suspense"):
            leg[:2] = leg[0].replace("suspense", "spendable"), "2027-12-31"


def live_merchants(wumei, copy):
    """A month of a merchant until it is paid, and suspense that is repaid and written off."""
    officers = {"T01": "246801", "T05": "420864"}

    def done(now, *words, who="T01"):
        copy.command(wumei, "--now", now, "--as", who, "--pin", officers[who], *words)
    home, _ = max(copy.entries("lease.issue")[-1][9]["in"]["households"], key=lambda row: row[1])
    done("2026-05-04T09:00", "merchant", "add", "M01", "--name", "x", "--village", "V01", "--fund",
         "V01", "--from", "2026-04-01", "--until", "2026-12-31", "--document", "C1")
    for number, line in enumerate(["G03=3", "G02=4"]):
        done("2026-05-04T10:00", "merchant", "redeem", "M01", "--slip", f"L{number}",
             "--household", home, "--line", line)
    suspense(done, copy, home)
    sheet = copy.path.with_name("sheet.csv")
    sheet.write_text("小票号,日期,户或卡,商品,数量,金额\n"
                     f"L0,2026-05-04,{home},G03,3,6\nL1,2026-05-04,{home},G02,4,7\n"
                     "L9,2026-05-04,0101***,G03,1,2\n", encoding="utf-8")
    done("2026-06-01T09:00", "merchant", "match", "M01", "2026-05", "--file", sheet,
         "--statement", "1")
    done("2026-06-01T10:00", "merchant", "settle", "M01", "2026-05", who="T05")
    done("2026-06-01T11:00", "merchant", "pay", "M01", "2026-05", "--document", "P1")
    done("2026-06-02T09:00", "close", "day")


def suspense(done, copy, home):
    """A till sells three points more than was lent to it: one is repaid, two are written off."""
    done("2026-05-05T09:00", "lease", "issue", "01-1-b", "--shop", "01-1", "--household",
         f"{home}=1")
    done("2026-05-05T10:00", "lease", "redeem", "01-1-b", "--counter", "1", "--random", "1" * 16,
         "--household", home, "--at", "2026-05-05T09:30", "--clerk", "T01", "--line", "G03=2")
    done("2026-05-05T11:00", "lease", "close", "01-1-b", "--records", "1", "--last", "1")
    done("2026-05-05T12:00", "suspense", "repay", home, "--points", "1", "--consent", "S1")
    done("2026-05-05T13:00", "suspense", "propose", home, "--points", "2", "--reason", "lost")
    done("2026-05-05T14:00", "suspense", "waive", copy.entries("suspense.propose")[-1][1],
         who="T05")
