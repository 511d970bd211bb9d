"""The public notice: what waits, who objects, what is confirmed. Laws 7 and 10."""
import collections
from types import SimpleNamespace as Record

from .book import Moves
from .entries import day, plus_days
from .result import need
from .scoring import same


class Notices:
    """Folds notices and objections; computes again what a confirmation moves."""

    def __init__(self):
        super().__init__()
        self.notices, self.notice_of = {}, {}  # by name; entry in notice -> name
        self.objections, self.open_objections = {}, {}  # by seq; entry objected to -> seq
        self.aside = {}  # void by a verdict: the earning as it was, its grant and its notice

    def check_notice_open(self, entry):
        given, out = entry.given, entry.out
        book = self.book_on(entry.today)[1]
        need(given["scope"] == "points", "format", "a notice of something else")
        need((book.notice_days if book else 0) <= given["days"] <= 3660, 10, "a notice too short")
        need(out["until"] == plus_days(entry.effective, given["days"]), 10, "another last day")
        for seq in out["entries"]:
            earning = self.earnings.get(seq)
            need(earning and earning.village == given["village"] and seq not in self.notice_of, 10,
                 f"entry {seq} does not wait there, or is in another notice")
        need(len(set(out["entries"])) == len(out["entries"]), 10, "an entry stands in it twice")

    def fold_notice_open(self, entry):
        notice = self.notices.setdefault(entry.given["notice"], Record(
            until=entry.out["until"], officer=entry.officer, village=entry.given["village"],
            waiting=set(), seq=entry.seq, confirmed=0))
        need(notice.until == entry.out["until"], 10, "a part of a notice with another last day")
        notice.waiting |= set(entry.out["entries"])
        self.notice_of |= dict.fromkeys(entry.out["entries"], entry.given["notice"])

    def release(self, seq):
        """Takes an entry out of its notice."""
        name = self.notice_of.pop(seq, None)
        if name is not None:
            self.notices[name].waiting.discard(seq)
            objection = self.open_objections.pop(seq, None)
            if objection is not None:
                self.objections[objection].open = False

    def check_notice_object(self, entry):
        seq = entry.out["entry"]
        name = self.notice_of.get(seq)
        need(name is not None and name == entry.out["notice"] and seq not in self.open_objections
             and day(entry.given["on"]) <= self.notices[name].until, 10,
             f"entry {seq} was not open to objection")
        self.acts_on(entry, seq, law=10)
        self.check_subject(entry, seq)
        roles = "grid-worker", "group-leader", "village", "supervisor", "township"
        need(self.holds(entry.officer, roles, self.earnings[seq].village), 7, "who may not object")

    def check_subject(self, entry, seq):
        """The facts name the entry, or else the household and the rule that earned it."""
        given, earning = entry.given, self.earnings[seq]
        fits = (given["household"], given["rule"]) == (earning.household, earning.rule)
        need(given["entry"] == seq or given["entry"] == -1 and fits, 10, "its facts name another")

    def fold_notice_object(self, entry):
        self.objections[entry.seq] = Record(
            entry=entry.out["entry"], filer=entry.officer, open=True, notice=entry.out["notice"])
        self.open_objections[entry.out["entry"]] = entry.seq

    def check_notice_decide(self, entry):
        given, out = entry.given, entry.out
        objection, earning = self.objections.get(out["objection"]), self.earnings.get(out["entry"])
        need(objection and objection.open and earning and objection.entry == earning.seq, 10,
             "there is no such open objection")
        for officer in (entry.officer, given["by"]):
            need(officer not in {objection.filer, *earning.officers}, 7, f"{officer} had a hand")
            need(self.holds(officer, ("supervisor", "township"), earning.village), 7,
                 f"{officer} may not answer objections there")
        self.check_subject(entry, earning.seq)
        self.acts_on(entry, out["objection"], earning.seq, law=10)
        points, verdict = earning.points, given["verdict"]
        left = {"dismissed": points, "upheld": 0, "amended": given["points"]}[verdict]
        less = 0 < left < points or points < left < 0
        need(verdict != "amended" or less, 10, "an amendment leaves less, not nothing")
        need((out["before"], out["after"]) == (points, left)
             and self.returned(earning, points - left).are_legs_of(entry), 10,
             "its legs are not what the verdict takes back")

    def fold_notice_decide(self, entry):
        objection = self.objections[entry.out["objection"]]
        objection.open = False
        self.open_objections.pop(objection.entry, None)
        seq = entry.out["entry"]
        if entry.given["verdict"] == "upheld":
            grant = self.grants[self.owner[seq]][seq]
            self.aside[seq] = self.earnings[seq], grant, self.notice_of[seq]
            self.release(objection.entry)
        self.amend(seq, entry.out["after"])

    def check_notice_confirm(self, entry):
        notice, seqs = self.notices.get(entry.given["notice"]), entry.out["earnings"]
        need(notice and entry.effective > notice.until, 10, "the notice is still running")
        need(set(seqs) <= notice.waiting - set(self.open_objections), 10,
             "it confirms what does not wait, or what is objected to")
        hands = {notice.officer}.union(*(self.earnings[seq].officers for seq in seqs))
        need(entry.officer not in hands, 7, f"{entry.officer} had a hand in it")
        roles = "village", "supervisor", "township"
        need(self.holds(entry.officer, roles, notice.village), 7, "who may not confirm there")
        self.acts_on(entry, notice.seq, *seqs, law=10)
        moves = Confirmation(self, entry.effective)
        for seq in seqs:
            moves.add(self.earnings[seq])
        total = sum(self.earnings[seq].points for seq in seqs)
        need(same(entry.out, {"earnings": seqs, "points": total})
             and moves.moves.are_legs_of(entry), 10, "its legs are not what waited")

    def hands_notice_decide(self, original):
        """Who made what was objected to; they take neither objection nor verdict back."""
        seq = original.out["entry"]
        earning = self.earnings.get(seq) or self.aside.get(seq, [None])[0]
        return earning.officers if earning else ()

    hands_notice_object = hands_notice_decide

    def bars_notice_object(self, original):
        return original.seq not in self.objections or not self.objections[original.seq].open

    def undo_notice_object(self, original):
        del self.open_objections[self.objections.pop(original.seq).entry]

    def bars_notice_decide(self, original):
        """Its notice was confirmed since, somebody objected again, or what it left is gone."""
        objection, seq = original.out["objection"], original.out["entry"]
        notice = self.notices[self.objections[objection].notice]
        again = any(one > objection and known.entry == seq
                    for one, known in self.objections.items())
        held = self.earnings if original.out["after"] else self.aside
        return (notice.confirmed > original.seq or again or seq not in held
                or seq in self.book.reversed)

    def undo_notice_decide(self, original):
        objection, seq = original.out["objection"], original.out["entry"]
        if not original.out["after"]:
            earning, grant, name = self.aside.pop(seq)
            self.earnings[seq], self.notice_of[seq] = earning, name
            self.grants.setdefault(earning.household, {})[seq] = grant
            self.notices[name].waiting.add(seq)
        self.amend(seq, original.out["before"])
        self.objections[objection].open = True
        self.open_objections[seq] = objection

    def fold_notice_confirm(self, entry):
        self.notices[entry.given["notice"]].confirmed = entry.seq
        for seq in entry.out["earnings"]:
            del self.earnings[seq]
            self.release(seq)


class Confirmation:
    """What earnings and deductions move, each on top of those before it."""

    def __init__(self, state, on):
        self.state, self.on, self.moves = state, on, Moves()

    def add(self, earning):
        home, fund = f"h/{earning.household}", f"f/{earning.village}"
        (self.credit if earning.points > 0 else self.deduct)(earning, home, fund)
        self.moves.add(f"{home}:honour", "", earning.points)
        self.moves.add(f"{fund}:honour_given", "", -earning.points)

    def owed(self, home):
        name = f"{home}:arrears"
        return -self.state.book.balances[name] - self.moves.get((name, ""), 0)

    def credit(self, earning, home, fund):
        """Debt is repaid first; the rest can be spent until the book's expiry."""
        repaid = min(earning.points, self.owed(home))
        expiry = self.state.books[earning.rules][1].expiry(earning.on)
        self.moves.add(f"{home}:pending", str(earning.seq), -earning.points)
        self.moves.add(f"{home}:arrears", "", repaid)
        self.moves.add(f"{home}:spendable", expiry, earning.points - repaid)

    def deduct(self, earning, home, fund):
        """Takes what can still be spent, soonest to expire first; with a floor of debt the rest
        is owed, with a floor of 0 as much as a till holds; what is left lowers honour only."""
        account, due = f"{home}:spendable", -earning.points
        held = collections.Counter(dict(self.state.book.held_lots(account)))
        for (name, lot), amount in self.moves.items():
            held[lot] += amount if name == account else 0
        taken = 0
        for lot, amount in sorted(held.items()):
            if amount > 0 and lot >= self.on and taken < due:
                part = min(amount, due - taken)
                self.moves.add(account, lot, -part)
                taken += part
        debt = due - taken
        if not self.state.books[earning.rules][1].rules[earning.rule].debt:
            till = self.state.leased.get(earning.household)
            escrow = self.state.book.balances[f"t/{till}:escrow/{earning.household}"]
            debt = min(debt, max(escrow - self.owed(home), 0)) if till else 0
        self.moves.add(f"{home}:arrears", "", -debt)
        taken += debt
        self.moves.add(f"{fund}:penalty", "", taken)
