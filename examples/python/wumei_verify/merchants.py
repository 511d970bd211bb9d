"""Merchants who hand out their own goods and are paid by the month; who settles suspense. Law 9."""
import re
from types import SimpleNamespace as Record

from .book import Moves
from .entries import day, ident
from .result import need
from .scoring import same

LINES, NO_CLAIM = 500, -1


class Merchants:
    """Folds merchants and write-offs and decides their entries again."""

    def __init__(self):
        super().__init__()
        self.merchants, self.write_offs = {}, {}

    def merchant(self, entry):
        need(entry.given["merchant"] in self.merchants, 14, "there is no such merchant")
        return self.merchants[entry.given["merchant"]]

    def village_trades(self, village):
        return super().village_trades(village) or any(
            village in (known.fund, *known.villages) for known in self.merchants.values())

    # -- contracts

    def check_merchant_register(self, entry):
        given = entry.given
        villages = given["villages"]
        need(given["merchant"] not in self.merchants
             and {given["fund"], *villages} <= self.villages.keys(), 14,
             "a merchant that there is, or of no village")
        need(villages and all(a < b for a, b in zip(villages, villages[1:])) and given["name"]
             and given["rate"] > 0 and day(given["from"]) <= day(given["until"])
             and given["document"] and not entry.out, 9, "a contract over nothing")

    def fold_merchant_register(self, entry):
        given = entry.given
        self.merchants[ident(given["merchant"])] = Record(
            seq=entry.seq, villages=given["villages"], fund=given["fund"], rate=given["rate"],
            first=given["from"], last=given["until"], sales={}, months={})

    def bars_merchant_register(self, original):
        known = self.merchants.get(original.given["merchant"])
        return not known or known.sales or known.months

    def undo_merchant_register(self, original):
        del self.merchants[original.given["merchant"]]

    # -- redemptions

    def check_merchant_redeem(self, entry):
        given, known, moves = entry.given, self.merchant(entry), Moves()
        need(known.first <= given["on"] <= known.last
             and self.village_of(given["household"]) in known.villages, 9,
             "not a day or a village of the contract")
        month = known.months.get(given["on"][:7])
        need(not (month and month.settle), 9, "the month was settled")
        need(given["slip"] not in known.sales, 14, "the slip was used before")
        need(len(given["slip"].encode()) <= 40
             and all(list(line) == ["sku", "quantity"] for line in given["lines"]), 9,
             "a slip too long, or goods kept for others")
        self.visit(entry)
        self.acts_on(entry, known.seq, given["prices"])
        lines = [self.priced(given, line) for line in given["lines"]]
        points = self.spend(entry, lines, moves)
        for line in lines:
            line["yuan"] = line["points"] * known.rate // 100
        yuan = sum(line["yuan"] for line in lines)
        moves.add(f"m/{given['merchant']}:payable/{known.fund}", "", -yuan)
        moves.add(f"f/{known.fund}:spent", "", yuan)
        out = {"points": points, "yuan": yuan, "fund": known.fund, "lines": lines}
        need(same(entry.out, out) and moves.are_legs_of(entry), 9,
             f"the merchant is owed {yuan}, by {moves}")

    def fold_merchant_redeem(self, entry):
        given = entry.given
        self.merchants[given["merchant"]].sales[given["slip"]] = Record(
            on=given["on"], holders=[given["household"], given["card"]], lines={
                line["sku"]: Record(quantity=line["quantity"], yuan=line["yuan"], claim=NO_CLAIM)
                for line in entry.out["lines"]})
        self.take(entry, 1)

    def bars_merchant_redeem(self, original):
        known = self.merchants.get(original.given["merchant"])
        sale = known and known.sales.get(original.given["slip"])
        return not sale or any(line.claim != NO_CLAIM for line in sale.lines.values())

    def undo_merchant_redeem(self, original):
        del self.merchants[original.given["merchant"]].sales[original.given["slip"]]
        self.take(original, -1)

    # -- the sheet of a month

    def month(self, entry):
        return self.merchant(entry).months.get(entry.given["month"])

    def check_merchant_claim(self, entry):
        given, known = entry.given, self.merchant(entry)
        need(self.holds(entry.officer, ["village", "township"], known.fund), 7,
             f"{entry.officer} settles nothing there")
        need(re.fullmatch("[0-9]{4}-[0-9]{2}", given["month"]) and day(given["month"] + "-01")
             and entry.today[:7] > given["month"], 9, "the month is not over")
        need(not self.month(entry), 9, "the month has a sheet")
        need(given["statement"] and len(given["lines"]) <= LINES, 9, "a sheet without a number")
        self.acts_on(entry, known.seq)
        for slip, on, holder, sku, quantity, yuan in given["lines"]:
            need(0 < len(slip.encode()) <= 40 and day(on) and ident(sku) and quantity > 0 < yuan
                 and re.fullmatch("[A-Za-z0-9._*-]{3,40}", holder)
                 and len(holder.replace("*", "")) >= 3, 9, "a line of nothing or of nobody")
        verdicts = self.verdicts(known, given)
        payable = sum(line[5] for line, verdict in zip(given["lines"], verdicts)
                      if verdict == "matched")
        claimed = {(line[0], line[3]) for line in given["lines"]}
        left = [line.yuan for slip, sale in known.sales.items() if sale.on[:7] <= given["month"]
                for sku, line in sale.lines.items()
                if line.claim == NO_CLAIM and (slip, sku) not in claimed]
        out = {"verdicts": verdicts, "payable": payable,
               "disputed": sum(line[5] for line in given["lines"]) - payable,
               "unclaimed": [len(left), sum(left)]}
        need(same(entry.out, out), 9, f"the sheet comes to {out}")

    def verdicts(self, known, given):
        """One for every line of the sheet; of several for the same goods on one slip, the one
        that agrees with the ledger counts."""
        lines, verdicts = given["lines"], [""] * len(given["lines"])
        groups = {}
        for number, line in enumerate(lines):
            groups.setdefault((line[0], line[3]), []).append(number)
        for (slip, sku), group in groups.items():
            group.sort(key=lambda number: (lines[number][1], lines[number][2], lines[number][4:]))
            sale = known.sales.get(slip)
            line = sale and sale.lines.get(sku)
            if not line:
                self.unknown_goods(given, group, verdicts)
            elif line.claim != NO_CLAIM or sale.on[:7] > given["month"]:
                word = "outside" if line.claim == NO_CLAIM else "claimed"
                verdicts = [word if number in group else verdict
                            for number, verdict in enumerate(verdicts)]
            else:
                told = [self.held_against(lines[number], sale, line) for number in group]
                chosen = told.index("matched") if "matched" in told else 0
                for place, number in enumerate(group):
                    verdicts[number] = told[place] if place == chosen else "duplicate"
        return verdicts

    @staticmethod
    def unknown_goods(given, group, verdicts):
        word = "missing"
        for number in group:
            inside = given["lines"][number][1][:7] == given["month"]
            verdicts[number] = word if inside else "outside"
            word = "duplicate" if inside else word

    @staticmethod
    def held_against(claimed, sale, line):
        _, on, holder, _, quantity, yuan = claimed
        mask = re.sub(r"\*+", "*", holder).split("*")
        fits = any(name and re.fullmatch(".*".join(map(re.escape, mask)), name)
                   for name in sale.holders)
        wrong = [field for field, differs in (
            ("on", on != sale.on), ("holder", not fits), ("quantity", quantity != line.quantity),
            ("yuan", yuan != line.yuan)) if differs]
        return "differs:" + ",".join(wrong) if wrong else "matched"

    def mark(self, entry, claim):
        known = self.merchants[entry.given["merchant"]]
        for line, verdict in zip(entry.given["lines"], entry.out["verdicts"]):
            if verdict == "matched":
                known.sales[line[0]].lines[line[3]].claim = claim

    def fold_merchant_claim(self, entry):
        self.merchants[entry.given["merchant"]].months[entry.given["month"]] = Record(
            claim=entry.seq, prepared=entry.officer, payable=entry.out["payable"], settle=0,
            approved="", pay=0)
        self.mark(entry, entry.seq)

    def bars_merchant_claim(self, original):
        month = self.month(original)
        return not month or month.settle

    def undo_merchant_claim(self, original):
        self.mark(original, NO_CLAIM)
        del self.merchants[original.given["merchant"]].months[original.given["month"]]

    # -- four eyes, and the money

    def check_merchant_settle(self, entry):
        month = self.month(entry)
        need(month and not month.settle, 9, "there is no sheet, or it was settled")
        need(month.prepared != entry.officer, 7, "who prepared the sheet approves it")
        self.acts_on(entry, month.claim)
        need(same(entry.out, {"yuan": month.payable}), 9, f"{month.payable} matched")

    def fold_merchant_settle(self, entry):
        month = self.month(entry)
        month.settle, month.approved = entry.seq, entry.officer

    def bars_merchant_settle(self, original):
        return self.month(original).pay

    def undo_merchant_settle(self, original):
        month = self.month(original)
        month.settle, month.approved = 0, ""

    def check_merchant_pay(self, entry):
        given, fund, month = entry.given, self.merchant(entry).fund, self.month(entry)
        self.past(entry)
        need(month and month.settle and not month.pay, 9, "nothing is settled, or it was paid")
        need(month.approved != entry.officer, 7, "who approved it pays it")
        self.acts_on(entry, month.settle)
        need(given["document"] and month.payable > 0, 9, "a payment of nothing, or without paper")
        moves = Moves()
        moves.add(f"f/{fund}:cash", "", -month.payable)
        moves.add(f"m/{given['merchant']}:payable/{fund}", "", month.payable)
        need(same(entry.out, {"yuan": month.payable, "fund": fund})
             and moves.are_legs_of(entry), 9, f"a payment moves {moves}")

    def fold_merchant_pay(self, entry):
        self.month(entry).pay = entry.seq

    def undo_merchant_pay(self, original):
        self.month(original).pay = 0

    # -- suspense

    def check_suspense_repay(self, entry):
        given, moves, home = entry.given, Moves(), f"h/{entry.given['household']}"
        self.past(entry)
        need(not self.inactive(given["household"]) and given["consent"], 9,
             "the household takes no part, or signed nothing")
        need(0 < given["points"] <= -self.book.balances[f"{home}:suspense"], 9,
             "so much is not in suspense")
        self.out_of_lots(f"{home}:spendable", given["points"], entry.today, moves)
        moves.add(f"{home}:suspense", "", given["points"])
        need(not entry.out and moves.are_legs_of(entry), 9, f"a repayment moves {moves}")

    def undo_suspense_repay(self, original):
        """Its legs are all there is to it."""

    def check_suspense_propose(self, entry):
        given = entry.given
        waiting = sum(points for home, points, _ in self.write_offs.values()
                      if home == given["household"])
        held = -self.book.balances[f"h/{given['household']}:suspense"]
        need(0 < given["points"] <= held - waiting and given["reason"] and not entry.out, 9,
             "so much is not in suspense, or no reason is given")

    def fold_suspense_propose(self, entry):
        self.write_offs[entry.seq] = (entry.given["household"], entry.given["points"],
                                      entry.officer)

    def bars_suspense_propose(self, original):
        return original.seq not in self.write_offs

    def undo_suspense_propose(self, original):
        del self.write_offs[original.seq]

    def check_suspense_waive(self, entry):
        seq, moves = entry.given["proposal"], Moves()
        need(seq in self.write_offs, 9, "nobody proposed it")
        home, points, officer = self.write_offs[seq]
        need(officer != entry.officer, 7, "who proposed it decides it")
        need(points <= -self.book.balances[f"h/{home}:suspense"], 9, "less is in suspense by now")
        self.acts_on(entry, seq)
        moves.add(f"f/{self.village_of(home)}:issued/{entry.effective[:4]}", "", -points)
        moves.add(f"h/{home}:suspense", "", points)
        need(same(entry.out, {"household": home, "points": points})
             and moves.are_legs_of(entry), 9, f"a write-off moves {moves}")

    def fold_suspense_waive(self, entry):
        del self.write_offs[entry.given["proposal"]]
