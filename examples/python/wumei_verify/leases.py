"""Points lent to tills, and what they redeem without a network. Law 11."""
import re
from types import SimpleNamespace as Record

from .book import Moves
from .entries import day_of, ident
from .result import need
from .scoring import same

TERMS = {"share": 60, "household": 10000, "till": 200000, "records": 200, "hours": 72,
         "redemption": 5000}
LOTS, HOURS, FAR = 200, 8784, 253_370_764_800_000  # lots in a lease, a year, the year 9999


class Leases:
    """Folds leases and decides their entries again. None of them is ever reversed."""

    def __init__(self):
        super().__init__()
        self.lease_terms, self.tills, self.leased = dict(TERMS), {}, {}  # household -> till

    def has_business(self, household):
        return household in self.leased or super().has_business(household)

    def bars_prices_publish(self, original):
        """A till on a lease sells by its list."""
        return any(lease.prices == original.seq for till in self.tills.values()
                   for lease in till.leases)

    def bars_shop_register(self, original):
        return super().bars_shop_register(original) or any(
            till.shop == original.given["shop"] for till in self.tills.values())

    def till_shop(self, till):
        need(till in self.tills, 11, f"there is no till {till!r}")
        return self.tills[till].shop

    def lease(self, given):
        """The lease that an entry names; its number is its place in the till's list."""
        self.till_shop(given["till"])
        leases = self.tills[given["till"]].leases
        need(0 < given["lease"] <= len(leases), 11, "a lease that was never issued")
        return leases[given["lease"] - 1]

    # -- terms and leases

    def check_lease_terms(self, entry):
        given = entry.given
        need(min(given.values()) >= 0 and given["share"] <= 100 and given["hours"] <= HOURS, 11,
             "impossible limits of leases")
        need(given != self.lease_terms and not entry.out, 11, "it changes nothing")

    def fold_lease_terms(self, entry):
        self.lease_terms = dict(entry.given)

    def check_lease_issue(self, entry):
        given, terms, moves = entry.given, self.lease_terms, Moves()
        till, shares = self.tills.get(given["till"]), given["households"]
        need(given["shop"] in self.shops, 14, "there is no such shop")
        need(all(terms.values()), 11, "redeeming without a network is turned off")
        need(given["number"] == (len(till.leases) if till else 0) + 1 and (not till or (
            till.shop == given["shop"] and not till.quarantined
            and till.leases[-1].state != "open")), 11, "not the till's next lease")
        need(given["prices"] == self.list_on(entry.today) >= 0, 12, "not the list in force")
        self.acts_on(entry, given["prices"], law=11)
        names = [name for name, _ in shares]
        need(names and all(a < b for a, b in zip(names, names[1:])), 11, "nobody, or out of order")
        for name, points in shares:
            need(not self.inactive(name) and name not in self.leased, 11,
                 f"{name} takes no part, or is leased already")
            self.lend(entry, f"h/{name}:spendable", f"t/{given['till']}:escrow/{name}", points,
                      moves)
        total = sum(points for _, points in shares)
        need(total <= terms["till"] and len(moves) <= 2 * LOTS, 11, "more than a till may hold")
        out = {"points": total, "stop": entry.recorded + terms["hours"] * 3_600_000,
               "records": terms["records"], "redemption": terms["redemption"]}
        need(same(entry.out, out) and moves.are_legs_of(entry), 11, f"a lease moves {moves}")

    def lend(self, entry, home, escrow, points, moves):
        """At most the household's share, out of its lots."""
        part = self.lendable(entry, home) * self.lease_terms["share"] // 100
        need(0 < points <= min(part, self.lease_terms["household"]), 11,
             f"{points} of {home} is more than may be lent")
        self.to_escrow(entry, home, escrow, points, moves)

    def lasting(self, entry, home):
        """The lots that have not ended yet, soonest to end first."""
        return [lot for lot in self.book.held_lots(home) if lot[0] >= entry.today]

    def lendable(self, entry, home):
        return sum(amount for _, amount in self.lasting(entry, home))

    def to_escrow(self, entry, home, escrow, points, moves):
        for lot, amount in self.lasting(entry, home):
            moves.add(home, lot, -min(points, amount))
            moves.add(escrow, lot, min(points, amount))
            points -= min(points, amount)

    def fold_lease_issue(self, entry):
        given, out = entry.given, entry.out
        till = self.tills.setdefault(ident(given["till"]), Record(
            shop=given["shop"], leases=[], quarantined=False))
        till.leases.append(Record(
            seq=entry.seq, prices=given["prices"], issued=entry.recorded, stop=out["stop"],
            records=out["records"], redemption=out["redemption"], state="open", counters=set(),
            recalled=""))
        for name, _ in given["households"]:
            self.leased[name] = given["till"]

    def check_lease_add(self, entry):
        """Points for one cart: neither share nor limits hold, but what one redemption may cost."""
        given, lease, moves = entry.given, self.lease(entry.given), Moves()
        name, till, points = given["household"], given["till"], given["points"]
        home, escrow = f"h/{name}:spendable", f"t/{till}:escrow/{name}"
        self.acts_on(entry, lease.seq, law=11)
        need(re.fullmatch("[0-9a-f]{16}", given["random"]), 11, "an addition without its id")
        need(lease.state == "open" and entry.recorded <= lease.stop
             and not self.tills[till].quarantined, 11, "nothing is added to this lease any more")
        self.household(name)
        need(not self.inactive(name) and self.leased.get(name, till) == till, 11,
             f"{name} takes no part, or another till has points of it")
        room = lease.redemption - sum(amount for _, amount in self.book.held_lots(escrow))
        need(0 < points <= min(room, self.lendable(entry, home)), 11,
             f"{points} of {home} is more than may be added")
        self.to_escrow(entry, home, escrow, points, moves)
        need(not entry.out and moves.are_legs_of(entry), 11, f"an addition moves {moves}")

    def fold_lease_add(self, entry):
        self.leased[ident(entry.given["household"])] = entry.given["till"]

    # -- redemptions

    def check_lease_redeem(self, entry):
        given, lease, moves = entry.given, self.lease(entry.given), Moves()
        self.acts_on(entry, lease.seq, law=11)
        skus = [line["sku"] for line in given["lines"]]
        need(given["counter"] > 0 and re.fullmatch("[0-9a-f]{16}", given["random"])
             and 0 <= given["at"] < FAR and len(set(skus)) == len(skus) > 0
             and given["receiver"] in ("self", "family", "proxy")
             and all(line["quantity"] > 0 for line in given["lines"]), 11,
             "a redemption of nothing, of goods twice, without id or time")
        on, fund = day_of(given["at"], self.book.offset), self.village_of(given["household"])
        lines = self.hand_out(given, lease, on, moves)
        points = sum(line["points"] for line in lines)
        excess = self.take_escrow(given, lease, on, points, moves)
        moves.add(f"h/{self.successor(given['household'])}:suspense", "", -excess)
        moves.add(f"f/{fund}:redeemed", "", points)
        flags = self.flags(entry, lease, on, lines)
        flags += ["over"] * (excess > 0) + ["short"] * any(line["short"] for line in lines)
        out = {"points": points, "excess": excess, "lines": lines, "flags": flags}
        need(same(entry.out, out) and moves.are_legs_of(entry), 11,
             f"{out} would be booked, by {moves}")

    def hand_out(self, given, lease, on, moves):
        """Pieces off the shelf as far as there are any, at the prices of the lease's list."""
        shop, lines = self.till_shop(given["till"]), []
        for line in given["lines"]:
            sku, count = line["sku"], line["quantity"]
            need(sku in self.lists[lease.prices].goods, 11, f"{sku} is not on the lease's list")
            price, _ = self.lists[lease.prices].goods[sku]
            lots, missing = self.pieces({"shop": shop, "on": on}, line, moves)
            moves.add(f"s/{shop}:short/{sku}", "", -missing)
            lines.append({"sku": sku, "quantity": count, "price": price, "points": price * count,
                          "lots": lots, "short": missing})
        return lines

    def take_escrow(self, given, lease, on, points, moves):
        """What the till could still spend that day, then, for a time within the lease, what had
        ended. The rest is in excess."""
        escrow = f"t/{given['till']}:escrow/{given['household']}"
        if lease.state != "open" or self.leased.get(given["household"]) != given["till"]:
            return points
        within = lease.issued <= given["at"] <= lease.stop
        for lot, amount in sorted(self.book.held_lots(escrow), key=lambda lot: lot[0] < on):
            if lot >= on or within:
                moves.add(escrow, lot, -min(points, amount))
                points -= min(points, amount)
        return points

    def flags(self, entry, lease, on, lines):
        given, goods = entry.given, self.lists[lease.prices].goods
        home, card = given["household"], given["card"]
        taken = {line["sku"]: self.taken.get((home, line["sku"], on[:7]), 0) for line in lines}
        shop = self.shops[self.till_shop(given["till"])]
        raised = {
            "fork": lease.state == "closed" or given["counter"] in lease.counters,
            "returned": lease.state != "open",
            "time": not lease.issued <= given["at"] <= min(lease.stop, entry.recorded),
            "records": given["counter"] > lease.records,
            "redemption": sum(line["points"] for line in lines) > lease.redemption,
            "limit": any(taken[line["sku"]] + line["quantity"] > goods[line["sku"]][1]
                         for line in lines),
            "household": self.inactive(home),
            "card": card and (self.cards.get(card) != home or card in self.stopped),
            "clerk": not self.holds(given["clerk"], ["keeper"], shop)}
        return [name for name, holds in raised.items() if holds]

    def fold_lease_redeem(self, entry):
        given, lease = entry.given, self.lease(entry.given)
        if lease.state != "closed":
            lease.counters.add(given["counter"])
        if "fork" in entry.out["flags"]:
            self.tills[given["till"]].quarantined = True
        month = day_of(given["at"], self.book.offset)[:7]
        for line in entry.out["lines"]:
            key = given["household"], line["sku"], month
            self.taken[key] = self.taken.get(key, 0) + line["quantity"]

    # -- the end of a lease

    def check_return(self, entry, lease):
        """What the till did not spend goes back to its lots."""
        till, moves, points = entry.given["till"], Moves(), 0
        need(lease.state == "open", 11, "the lease was given back before")
        self.acts_on(entry, lease.seq, law=11)
        for name in (name for name, holder in self.leased.items() if holder == till):
            for lot, amount in self.book.held_lots(f"t/{till}:escrow/{name}"):
                moves.add(f"t/{till}:escrow/{name}", lot, -amount)
                moves.add(f"h/{name}:spendable", lot, amount)
                points += amount
        need(same(entry.out, {"points": points}) and moves.are_legs_of(entry), 11,
             f"what comes back is {moves}")

    def end_lease(self, entry, state):
        self.lease(entry.given).state = state
        self.leased = {name: till for name, till in self.leased.items()
                       if till != entry.given["till"]}

    def check_lease_close(self, entry):
        given, lease = entry.given, self.lease(entry.given)
        need(0 <= given["records"] <= given["last"], 11, "more records than counters")
        need(len(lease.counters) == given["records"]
             and max(lease.counters, default=0) <= given["last"], 11,
             f"not what is booked: {sorted(lease.counters)}")
        self.check_return(entry, lease)

    def fold_lease_close(self, entry):
        self.end_lease(entry, "closed")
        self.lease(entry.given).counters = set()

    def check_lease_recall(self, entry):
        lease = self.lease(entry.given)
        self.acts_on(entry, lease.seq, law=11)
        need(lease.state == "open" and entry.recorded > lease.stop and not lease.recalled
             and entry.given["reason"] and not entry.out, 11, "not in doubt, or recalled before")

    def fold_lease_recall(self, entry):
        self.lease(entry.given).recalled = entry.officer

    def check_lease_force(self, entry):
        lease = self.lease(entry.given)
        need(lease.recalled, 11, "nobody recalled it")
        need(lease.recalled != entry.officer, 7, "who recalled it takes it back")
        self.check_return(entry, lease)

    def fold_lease_force(self, entry):
        self.end_lease(entry, "forced")
