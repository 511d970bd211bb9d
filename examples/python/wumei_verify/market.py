"""Shops, prices, money, goods on the shelf and over the counter. Laws 7, 9 and 12."""
from types import SimpleNamespace as Record

from .book import Moves, account
from .entries import day, ident
from .result import need
from .scoring import same

KEEPS = "9999-12-31"


class Market:
    """Folds the market and decides its entries again."""

    def __init__(self):
        super().__init__()
        self.shops, self.lists, self.stock, self.taken = {}, {}, {}, {}

    def past(self, entry):
        need(day(entry.given["on"]) <= entry.today, 9, "it is dated in the future")

    def check_shop_register(self, entry):
        given = entry.given
        need(given["village"] in self.villages and given["shop"] not in self.shops, 14,
             "a shop of no village, or one that there is")

    def fold_shop_register(self, entry):
        self.shops[ident(entry.given["shop"])] = entry.given["village"]

    def bars_shop_register(self, original):
        return any(lot.shop == original.given["shop"] for lot in self.standing_lots())

    def standing_lots(self):
        """Those whose delivery was not taken back."""
        return (lot for lot in self.stock.values() if lot.order[1] not in self.book.reversed)

    def village_trades(self, village):
        return village in self.shops.values() or any(
            lot.fund == village for lot in self.standing_lots())

    def undo_shop_register(self, original):
        del self.shops[original.given["shop"]]

    def check_prices_publish(self, entry):
        given = entry.given
        need(day(given["from"]) >= entry.today, 12, "it would hold from before its publication")
        need(all((known.list, known.version) != (given["list"], given["version"])
                 for known in self.lists.values()), 14, "this version was published before")
        skus = [sku for sku, _, _, price, cost, limit in given["goods"]
                if price > 0 <= cost and limit > 0]
        need(len(set(skus)) == len(given["goods"]) > 0 < given["version"] and given["list"], 9,
             "a list without name, version or goods, or goods without price or limit, or twice")

    def fold_prices_publish(self, entry):
        given = entry.given
        self.lists[entry.seq] = Record(
            list=given["list"], version=given["version"], start=given["from"],
            minimum=given["minimum"],
            goods={line[0]: (line[3], line[5]) for line in given["goods"]})

    def undo_prices_publish(self, original):
        del self.lists[original.seq]

    def list_on(self, on):
        """The list in force: the latest first day, of two the one published later."""
        return max(((known.start, seq) for seq, known in self.lists.items() if known.start <= on),
                   default=("", -1))[1]

    def check_fund_deposit(self, entry):
        given, moves = entry.given, Moves()
        self.past(entry)
        need(given["fund"] in self.villages, 14, "a deposit for no village")
        need(given["yuan"] > 0 and given["document"], 9, "a deposit of nothing, or without paper")
        moves.add(f"f/{given['fund']}:topup", "", -given["yuan"])
        moves.add(f"f/{given['fund']}:cash", "", given["yuan"])
        need(moves.are_legs_of(entry), 9, f"a deposit moves {moves}")

    def undo_fund_deposit(self, original):
        """Its legs are all there is to it."""

    def check_honour_transfer(self, entry):
        given, moves = entry.given, Moves()
        ends = [account(given["from"]), account(given["to"])]
        need(all(end.purpose in ("honour", "honour_given") and not end.part for end in ends)
             and given["from"] != given["to"] and given["amount"] > 0, 9,
             "it does not move honour from one account to another")
        for kind, name in ((end.holder[:2], end.holder[2:]) for end in ends):
            need(kind != "h/" or name in self.households, 14, "it names a household of no entry")
            need(kind != "f/" or name in self.villages, 14, "it names a village of no entry")
        moves.add(given["from"], "", -given["amount"])
        moves.add(given["to"], "", given["amount"])
        need(moves.are_legs_of(entry), 9, f"a transfer moves {moves}")

    undo_honour_transfer = undo_fund_deposit

    # -- goods

    def check_goods_receive(self, entry):
        given, opening = entry.given, entry.given["source"] == "opening"
        need(given["shop"] in self.shops, 14, "there is no such shop")
        fund, donor = given["fund"] or self.shops[given["shop"]], given["donor"]
        self.past(entry)
        roles = "shop-supervisor", "supervisor", "village", "township"
        witnessed = given["witness"] != entry.officer and self.holds(
            given["witness"], roles, self.shops[given["shop"]])
        need(witnessed or opening and not given["witness"], 7, "goods are received by two people")
        need((donor in self.donors or not donor) and fund in self.villages, 14, "no such donor")
        need(given["lines"] and given["delivery"] and all(
            line["quantity"] > 0 < line["unit_cost"] for line in given["lines"]), 9,
             "a delivery of nothing, without note, or at no cost")
        need(all(any(line["sku"] in known.goods for known in self.lists.values())
                 for line in given["lines"]), 9, "goods that no list names")
        value = {"donor": "donated_value", "purchase": "cash"}.get(given["source"]) or (
            "donated_value" if donor else "topup")
        need(given["source"] in ("donor", "purchase", "opening"), 9, "goods from nowhere")
        moves, cost = Moves(), 0
        for number, line in enumerate(given["lines"], 1):
            origin = f"d/{donor}:given" if donor else f"f/{fund}:bought"
            moves.add(f"{origin}/{line['sku']}", "", -line["quantity"])
            moves.add(f"s/{given['shop']}:stock/{line['sku']}", f"{entry.seq}.{number}",
                      line["quantity"])
            cost += line["quantity"] * line["unit_cost"]
        moves.add(f"f/{fund}:{value}", "", -cost)
        moves.add(f"f/{fund}:stock_cost", "", cost)
        need(same(entry.out, {"fund": fund, "cost": cost}) and moves.are_legs_of(entry), 9,
             f"a receipt moves {moves}")

    def fold_goods_receive(self, entry):
        for number, line in enumerate(entry.given["lines"], 1):
            self.stock[f"{entry.seq}.{number}"] = Record(
                order=(day(line["best_before"] or KEEPS), entry.seq, number),
                best_before=line["best_before"] or KEEPS, sku=ident(line["sku"]),
                shop=entry.given["shop"], fund=entry.out["fund"], cost=line["unit_cost"],
                restriction=line["restriction"], donor=entry.given["donor"])

    def undo_goods_receive(self, original):
        """The lots are empty now; what is left of them harms nobody."""

    def check_redeem_confirm(self, entry):
        given, moves, lines = entry.given, Moves(), []
        need(given["shop"] in self.shops, 14, "there is no such shop")
        self.visit(entry)
        self.acts_on(entry, given["prices"])
        for line in given["lines"]:
            lots = self.pick(given, line, moves)
            lines.append({**self.priced(given, line), "lots": lots})
        points = self.spend(entry, lines, moves)
        need(same(entry.out, {"points": points, "lines": lines}) and moves.are_legs_of(entry), 9,
             "it moves other points, goods or yuan than its facts and prices say")

    def visit(self, entry):
        """Who comes, with what, and which list prices it."""
        given = entry.given
        self.past(entry)
        need(given["slip"], 9, "a redemption has a slip")
        need(not self.inactive(given["household"]), 9, "the household takes no part")
        need(not given["card"] or self.cards.get(given["card"]) == given["household"]
             and given["card"] not in self.stopped, 9, "not a card of the household in use")
        need(given["receiver"] in ("self", "family", "proxy"), 9, "nobody received it")
        need(given["prices"] == self.list_on(given["on"]) >= 0, 12, "not the list in force")

    def priced(self, given, line):
        price, limit = self.lists[given["prices"]].goods.get(line["sku"], (0, 0))
        month = given["household"], line["sku"], given["on"][:7]
        need(line["quantity"] > 0 and self.taken.get(month, 0) + line["quantity"] <= limit, 9,
             f"{line['sku']}: not on the list, or over the month's limit")
        return {"sku": line["sku"], "quantity": line["quantity"], "price": price,
                "points": price * line["quantity"]}

    def spend(self, entry, lines, moves):
        """Out of the lots that end first, into the sink of the village; what was spent."""
        given, home = entry.given, f"h/{entry.given['household']}"
        points = sum(line["points"] for line in lines)
        need(len({line["sku"] for line in lines}) == len(lines) > 0, 9, "goods twice, or none")
        need(points >= self.lists[given["prices"]].minimum, 9, "below the list's minimum")
        self.out_of_lots(f"{home}:spendable", points, given["on"], moves)
        moves.add(f"f/{self.village_of(given['household'])}:redeemed", "", points)
        return points

    def out_of_lots(self, name, points, on, moves):
        for lot, amount in self.book.held_lots(name):
            if lot >= on:
                moves.add(name, lot, -min(points, amount))
                points -= min(points, amount)
        need(points == 0, 9, "there are not enough points")

    def pick(self, given, line, moves):
        picked, left = self.pieces(given, line, moves)
        need(left == 0, 9, f"there is not enough {line['sku']} on the shelf")
        return picked

    def pieces(self, given, line, moves):
        """As many as there are, lot by lot, soonest to spoil first, and the yuan they carried."""
        shelf, left, picked = f"s/{given['shop']}:stock/{line['sku']}", line["quantity"], []
        held = sorted((self.stock[name].order, name, amount)
                      for name, amount in self.book.held_lots(shelf))
        for _, name, amount in held:
            lot, part = self.stock[name], min(left, amount)
            fits = lot.restriction == line.get("restriction", "")
            if fits and part > 0 and lot.best_before >= given["on"]:
                picked.append([name, part])
                moves.add(shelf, name, -part)
                moves.add(f"f/{lot.fund}:stock_cost", "", -part * lot.cost)
                moves.add(f"f/{lot.fund}:spent", "", part * lot.cost)
                left -= part
        moves.add(f"s/{given['shop']}:out/{line['sku']}", "", line["quantity"])
        return picked, left

    def take(self, entry, sign):
        for line in entry.out["lines"]:
            month = entry.given["household"], line["sku"], entry.given["on"][:7]
            self.taken[month] = self.taken.get(month, 0) + sign * line["quantity"]

    def fold_redeem_confirm(self, entry):
        self.take(entry, 1)

    def undo_redeem_confirm(self, original):
        self.take(original, -1)
