"""Quantities: accounts, balances, lots, budgets and periods. Laws 1 to 4, 6 and 8."""
import collections
import functools
import re

from .entries import day, day_of
from .result import Broken, need

# Purpose -> (unit, side of zero it lies on or 0 for either, whether it keeps lots).
PURPOSES = {
    "issued": ("points", -1, False), "pending": ("points", 1, True),
    "spendable": ("points", 1, True), "escrow": ("points", 1, True),
    "arrears": ("points", -1, False), "suspense": ("points", -1, False),
    "opening": ("points", -1, False), "redeemed": ("points", 1, False),
    "expired": ("points", 1, False), "penalty": ("points", 1, False),
    "honour": ("honour", 0, False), "honour_given": ("honour", 0, False),
    "given": ("goods", -1, False), "bought": ("goods", -1, False), "short": ("goods", -1, False),
    "stock": ("goods", 1, True), "out": ("goods", 1, False), "variance": ("goods", 0, False),
    "cash": ("yuan", 1, False), "stock_cost": ("yuan", 1, False), "spent": ("yuan", 1, False),
    "topup": ("yuan", -1, False), "payable": ("yuan", -1, False),
    "donated_value": ("yuan", -1, False)}
Account = collections.namedtuple("Account", "holder purpose part unit side lots")


@functools.lru_cache(None)
def account(name):
    """`holder:purpose` or `holder:purpose/part`; the unit of goods is the part itself."""
    split = re.fullmatch("([^:]+):([a-z_]+)(?:/(.*))?", name)
    if not split or split[2] not in PURPOSES:
        raise Broken(2, f"{name!r} is no account")
    holder, purpose, part = split.groups("")
    unit, side, lots = PURPOSES[purpose]
    need(unit != "goods" or part not in ("", "points", "honour", "yuan"), 2,
         f"{name!r} names no goods")
    return Account(holder, purpose, part, part if unit == "goods" else unit, side, lots)


def of(holder, purpose):
    return f"{holder}:{purpose}"


class Moves(dict):
    """(account, lot) -> amount: what an entry must move. Zeros vanish."""

    def add(self, name, lot, amount):
        total = self.get((name, lot), 0) + amount
        self[name, lot] = total
        if not total:
            del self[name, lot]

    def are_legs_of(self, entry):
        return sorted(self.items()) == [((leg[0], leg[1]), leg[2]) for leg in entry.legs]


class Book:
    """What the entries so far add up to."""

    def __init__(self):
        self.size, self.recorded, self.offset, self.closed = 0, 0, 480, ""
        self.balances, self.last = collections.Counter(), {}
        self.lots = collections.defaultdict(collections.Counter)  # account -> lot -> amount
        self.released = collections.defaultdict(list)  # account -> [(first day, amount, seq)]
        self.issued = collections.defaultdict(collections.Counter)  # account -> month -> amount
        self.reversed, self.reversals, self.late = set(), set(), {}

    def held_lots(self, name):
        """[(lot, amount)] of an account, in order of name, without empty ones."""
        return sorted((lot, amount) for lot, amount in self.lots.get(name, {}).items() if amount)

    def budget(self, name, on):
        return sum(amount for first, amount, _ in self.released.get(name, ()) if first <= on)

    def issuable(self, fund, on):
        name = f"f/{fund}:issued/{on[:4]}"
        return self.budget(name, on) + self.balances[name]

    def check(self, entry):
        follows = entry.seq == self.size and entry.recorded >= self.recorded
        need(follows and all(0 <= ref < entry.seq for ref in entry.refs), 4,
             f"it calls itself {entry.seq}, or its time or refs run against the order")
        if entry.kind == "log.open":
            need(entry.seq == 0 and -840 <= entry.given["offset"] <= 840, 4, "no opening of a log")
            self.offset = entry.given["offset"]
        entry.today = day_of(entry.recorded, self.offset)
        admitted = any(self.late.get(ref) == entry.effective for ref in entry.refs)
        need(entry.effective <= entry.today, 8, f"{entry.effective} is after the day of recording")
        need(entry.effective > self.closed or admitted, 8, f"{entry.effective} is closed")
        if entry.kind == "entry.reverse":
            first = entry.refs[0] if entry.refs else -1
            fit = first >= 0 and first not in self.reversed and first not in self.reversals
            need(fit, 6, "it reverses nothing, a reversal, or what was reversed before")
            for name in self.released:
                self.check_cover(name, first)
        self.check_legs(entry)

    def check_cover(self, name, seq):
        """A budget goes again only while the others cover what every month had issued."""
        issued = 0
        for month, amount in sorted(self.issued[name].items()):
            released = [(budget, points) for first, points, budget in self.released[name]
                        if first[:7] <= month]
            left = sum(points for budget, points in released if budget != seq)
            issued += amount
            need(issued <= left or left == sum(points for _, points in released), 2,
                 f"{name} had issued {issued} by {month}, without that budget {left} is released")

    def check_legs(self, entry):
        sums, places = collections.Counter(), [leg[:2] for leg in entry.legs]
        for name, _, amount, _, _ in entry.legs:
            sums[account(name).unit] += amount
        need(not any(sums.values()) and all(leg[2] for leg in entry.legs), 1,
             f"the legs sum to {dict(sums)}")
        need(all(a < b for a, b in zip(places, places[1:])), 1, "legs out of order, or one twice")
        after = {}
        for name, lot, amount, balance, previous in entry.legs:
            was, last = after.get(name, self.balances[name]), self.last.get(name, -1)
            need((balance, previous) == (was + amount, last), 3,
                 f"{name} stood at {was} after entry {last}")
            after[name] = balance
            kept = account(name).lots
            need(bool(lot) == kept, 2, f"{name}: lot {lot!r} does not fit")
            need(not kept or self.lots[name][lot] + amount >= 0, 2, f"{name} has not so much {lot}")
        for name, balance in after.items():
            need(balance * account(name).side >= 0, 2, f"{name} would stand at {balance}")
            if account(name).purpose == "issued" and balance < self.balances[name]:
                budget = self.budget(name, entry.effective)
                need(-balance <= budget, 2, f"{name} at {balance}, beyond the budget {budget}")

    def apply(self, entry):
        for name, lot, amount, balance, _ in entry.legs:
            self.balances[name], self.last[name] = balance, entry.seq
            if lot:
                self.lots[name][lot] += amount
            if account(name).purpose == "issued":
                self.issued[name][entry.effective[:7]] -= amount
        self.size, self.recorded, given = entry.seq + 1, entry.recorded, entry.given
        if entry.kind == "entry.reverse":
            self.reversed.add(entry.refs[0])
            self.reversals.add(entry.seq)
            for rows in self.released.values():
                rows[:] = [row for row in rows if row[2] != entry.refs[0]]
        elif entry.kind == "period.late":
            self.late[entry.seq] = day(given["on"])
        elif entry.kind == "period.close":
            self.closed = day(given["through"])
        elif entry.kind == "budget.approve":
            months = range(given["from"], given["until"] + 1)
            self.released[f"f/{given['fund']}:issued/{given['year']}"] += [
                (f"{given['year']}-{month:02}-01", given["monthly"], entry.seq) for month in months]
