"""What is forged about leases of tills: the story that leads there, and each change."""
import collections

from forgeries import forgery
from tampering import is_plain

HOMES = [f"0101{number:03}" for number in range(1, 8)]
ENDED = "2026-06-05"


@forgery("lease.issue", 11)
def a_till_is_lent_more_than_its_share(entry, _log):
    entry[9]["in"]["households"][0][1] += 1_000_000


@forgery("lease.issue", 7)
def a_lease_by_who_keeps_no_shop(entry, log):
    entry[5] = next(e for e in log if e[4] == "claim.check")[5]


@forgery("lease.redeem", 11)
def a_till_sells_for_half_the_price(entry, _log):
    out = entry[9]["out"]
    for part in (out, *out["lines"]):
        part["points"] //= 2
    for leg in entry[8]:
        if ":escrow" in leg[0] or ":redeemed" in leg[0]:
            leg[2] //= 2


@forgery("lease.redeem", 11)
def a_till_debits_more_than_it_sold_for(entry, _log):
    for leg in entry[8]:
        if ":escrow" in leg[0] or ":redeemed" in leg[0]:
            leg[2] *= 2


@forgery("lease.redeem", 11)
def what_does_not_fit_is_not_flagged(entry, _log):
    entry[9]["in"]["at"] -= 10**9
    assert "time" not in entry[9]["out"]["flags"]


@forgery("lease.close", 11)
def a_till_keeps_what_it_did_not_spend(entry, _log):
    entry[8] = []


@forgery("lease.close", 11)
def a_lease_is_closed_before_all_is_booked(entry, _log):
    entry[9]["in"] |= {"records": 2, "last": 2}


@forgery("lease.recall", 11)
def a_lease_is_recalled_by_the_clock(entry, log):
    entry[2:4] = next(e for e in reversed(log) if e[4] == "lease.issue" and is_plain(e))[2:4]


@forgery("lease.force", 7)
def one_person_takes_a_lease_back(entry, log):
    entry[5] = next(e for e in reversed(log) if e[4] == "lease.recall")[5]


def lots_of(log, account):
    """[(lot, amount)] of the account that have not ended, soonest to end first."""
    held = collections.Counter()
    for entry in log:
        for name, lot, amount, *_ in entry[8]:
            held[lot] += amount if name == account else 0
    return [(lot, amount) for lot, amount in sorted(held.items())
            if amount and lot >= log[-1][3]]


def added(entry, log, till, household, points):
    """Makes of the entry an addition to the till's only lease that moves what it says."""
    issue = next(e for e in log if e[4] == "lease.issue" and e[9]["in"]["till"] == till)
    given = {"till": till, "lease": 1, "random": "e" * 16, "household": household,
             "points": points}
    entry[7], entry[9]["in"], entry[8] = [issue[1]], given, []
    home, escrow = f"h/{household}:spendable", f"t/{till}:escrow/{household}"
    for lot, amount in lots_of(log[:entry[1]], home):
        taken = min(points, amount)
        points -= taken
        if taken:
            entry[8] += [[escrow, lot, taken, 0, 0], [home, lot, -taken, 0, 0]]
    entry[8].sort()


@forgery("lease.add", 11)
def one_redemption_may_cost_more(entry, log):
    added(entry, log, "01-1-c", HOMES[0], 401)


@forgery("lease.add", 11)
def fewer_points_are_moved_than_added(entry, _log):
    entry[9]["in"]["points"] += 5


@forgery("lease.add", 11)
def nothing_is_added(entry, log):
    added(entry, log, "01-1-c", HOMES[0], 0)


@forgery("lease.add", 11)
def points_are_added_to_a_closed_lease(entry, log):
    added(entry, log, "01-1-f", HOMES[6], 100)


@forgery("lease.add", 11)
def points_are_added_after_the_end_of_a_lease(entry, log):
    added(entry, log, "01-1-g", HOMES[4], 100)


@forgery("lease.add", 11)
def points_are_added_for_a_till_that_forked(entry, log):
    added(entry, log, "01-1-e", HOMES[2], 100)


@forgery("lease.add", 11)
def points_are_added_while_another_till_has_some(entry, log):
    added(entry, log, "01-1-c", HOMES[3], 100)


@forgery("lease.add", 11)
def points_are_added_of_who_takes_no_part(entry, log):
    added(entry, log, "01-1-c", HOMES[5], 100)


@forgery("lease.add", 14)
def points_are_added_of_nobody(entry, _log):
    entry[9]["in"]["household"] = "9999999"


@forgery("lease.add", 11)
def points_are_added_to_a_lease_of_no_entry(entry, _log):
    entry[9]["in"]["lease"] = 9


@forgery("lease.add", 11)
def the_lot_that_ends_last_is_added(entry, log):
    lots = lots_of(log[:entry[1]], f"h/{HOMES[0]}:spendable")
    for leg in entry[8]:
        assert leg[1] < lots[-1][0]
        leg[1] = lots[-1][0]


@forgery("lease.add", 11)
def points_that_have_ended_are_added(entry, _log):
    for leg in entry[8]:
        leg[1] = ENDED


@forgery("lease.add", 11)
def points_of_a_household_are_added_for_another(entry, _log):
    for leg in entry[8]:
        leg[0] = leg[0].replace(f"escrow/{HOMES[0]}", f"escrow/{HOMES[1]}")


@forgery("lease.add", 11)
def points_are_added_and_do_not_move(entry, _log):
    entry[8] = []


@forgery("lease.add", 11)
def an_addition_without_its_lease(entry, _log):
    entry[7] = []


@forgery("lease.add", 11)
def an_addition_of_another_lease(entry, _log):
    entry[7] = [entry[7][0] - 1]


@forgery("lease.add", 11)
def an_addition_without_an_id(entry, _log):
    entry[9]["in"]["random"] = "E" * 16


@forgery("lease.add", 11)
def an_addition_that_decides_something(entry, _log):
    entry[9]["out"] = {"points": entry[9]["in"]["points"]}


@forgery("lease.add", 7)
def an_addition_by_who_keeps_no_shop(entry, log):
    entry[5] = next(e for e in log if e[4] == "claim.check")[5]


@forgery("lease.add", 6)
def an_addition_is_taken_back(entry, log):
    sale = next(e for e in log if e[4] == "lease.add")
    entry[4:9] = ["entry.reverse", entry[5], "", [sale[1]],
                  [[leg[0], leg[1], -leg[2], 0, 0] for leg in sale[8]]]
    entry[9:] = {"in": {"seq": sale[1], "reason": "x"},
                 "out": {"kind": sale[4], "effective": sale[3], **sale[9]}}, ""


def live_leases(wumei, copy):
    """One lease that its till reports, and one that two people take back."""
    def lease(now, *words, who=("T01", "246801")):
        copy.command(wumei, "--now", now, "--as", who[0], "--pin", who[1], "lease", *words)
    till = ("01-1-a", "--shop", "01-1", "--all")
    lease("2026-04-28T10:00", "issue", *till)
    home, _ = max(copy.entries("lease.issue")[-1][9]["in"]["households"], key=lambda row: row[1])
    lease("2026-04-28T11:00", "redeem", "01-1-a", "--counter", "1", "--random", "0" * 16,
          "--household", home, "--at", "2026-04-28T10:30", "--clerk", "T01", "--line", "G03=2")
    lease("2026-04-28T12:00", "close", "01-1-a", "--records", "1", "--last", "1")
    lease("2026-04-28T13:00", "issue", *till)
    lease("2026-05-02T09:00", "recall", "01-1-a", "--reason", "lost", who=("T05", "420864"))
    lease("2026-05-02T10:00", "force", "01-1-a")



def live_additions(wumei, copy):
    """Tills to which nothing may be added, each for its own reason, and one to which something was
    three times: the last of them forged, that of a household with points in two lots."""
    def done(now, *words):
        copy.command(wumei, "--now", now, "--as", "T01", "--pin", "246801", *words)

    def issue(now, till, home, points):
        done(now, "lease", "issue", till, "--shop", "01-1", "--household", f"{home}={points}")

    def redeem(now, till, home, random):
        done(now, "lease", "redeem", till, "--counter", "1", "--random", random * 16,
             "--household", home, "--at", now, "--clerk", "T01", "--line", "G01=1")
    openings = copy.path.with_name("openings.csv")
    rows = "".join(f"{home},{points},0,{until},L{points}\n" for home in HOMES for points, until in (
        ("1", ENDED), ("4", "2026-11-30"), ("8", "2027-12-31")))
    openings.write_text("户编号,可用积分,荣誉积分,有效期至,凭证号\n" + rows, "utf-8")
    done("2026-06-03T09:00", "import", "opening", openings)
    done("2026-06-03T10:00", "lease", "terms", "--redemption", "6")
    issue("2026-06-03T11:00", "01-1-g", HOMES[4], "1")
    issue("2026-06-07T09:00", "01-1-f", HOMES[1], "1")
    done("2026-06-07T10:00", "lease", "close", "01-1-f", "--records", "0", "--last", "0")
    issue("2026-06-07T11:00", "01-1-e", HOMES[2], "1")
    for random in "12":
        redeem("2026-06-07T12:00", "01-1-e", HOMES[2], random)
    issue("2026-06-07T13:00", "01-1-d", HOMES[3], "1")
    done("2026-06-07T13:30", "household", "change", HOMES[5], "--status", "dormant",
         "--people", "3")
    issue("2026-06-07T14:00", "01-1-c", HOMES[0], "1")
    for home, points in ((HOMES[0], "1"), (HOMES[1], "2")):
        done("2026-06-07T15:00", "lease", "add", "01-1-c", "--household", home, "--points", points)
    redeem("2026-06-07T15:10", "01-1-c", HOMES[1], "3")
    done("2026-06-07T16:00", "lease", "add", "01-1-c", "--household", HOMES[0], "--points", "1")
