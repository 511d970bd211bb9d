"""What people find on a shelf, and goods that go from one shop to another. Law 9."""
from .book import Moves
from .entries import day
from .market import Market
from .result import need
from .scoring import same

REASONS = {"": "", "damaged": "-", "expired": "-", "miscounted": "-+", "missing": "-",
           "found": "+"}  # and the side of a difference that each explains


class Stock(Market):
    """Decides counts and transfers again; their legs are all that follows from them."""

    def its_day(self, entry):
        self.past(entry)
        need(day(entry.given["on"]) > max(self.closed_day, "1970-01-01"), 9,
             "the day was closed before")

    def second(self, entry, officer, roles, shop):
        need(officer != entry.officer and self.holds(officer, roles.split(), self.shops[shop]), 7,
             f"{officer} is no second person there")

    def on_a_list(self, sku):
        need(any(sku in known.goods for known in self.lists.values()), 9,
             f"no list names {sku}")

    def bars_shop_register(self, original):
        mine = [f"s/{original.given['shop']}:{purpose}/{lot.sku}" for lot in self.stock.values()
                for purpose in ("stock", "out", "short", "variance")]
        return super().bars_shop_register(original) or any(
            self.book.balances[name] for name in mine)

    # -- counts

    def check_stock_count(self, entry):
        given, moves, lines, all_lost, all_found = entry.given, Moves(), [], 0, 0
        need(given["shop"] in self.shops, 14, "there is no such shop")
        self.second(entry, given["witness"], "shop-supervisor supervisor village township",
                    given["shop"])
        self.its_day(entry)
        skus = [line["sku"] for line in given["lines"]]
        need(given["sheet"] and len(set(skus)) == len(skus) > 0, 9,
             "a count of nothing, of goods twice, or without a sheet")
        for line in given["lines"]:
            need(list(line) == ["sku", "counted", "reason"] and line["reason"] in REASONS,
                 "format", "not a line of a count")
            need(line["counted"] >= 0, 9, "fewer than no pieces")
            found, lost, gain = self.settle(given["shop"], line, moves)
            lines.append(found)
            all_lost, all_found = all_lost + lost, all_found + gain
        out = {"lines": lines, "lost": all_lost, "found": all_found}
        need(same(entry.out, out) and moves.are_legs_of(entry), 9,
             f"the books would say {out} and move {moves}")

    def settle(self, shop, line, moves):
        """(what the line says of the books, fen lost, fen found)"""
        sku, shelf = line["sku"], f"s/{shop}:stock/{line['sku']}"
        self.on_a_list(sku)
        book, short = self.book.balances[shelf], -self.book.balances[f"s/{shop}:short/{sku}"]
        change = line["counted"] - book
        difference = change + short
        side = "-" if difference < 0 else "+" if difference > 0 else ""
        need(side in REASONS[line["reason"]], 9, f"{line['reason']!r} explains nothing")
        lost, found = self.lose(shelf, max(-change, 0), moves), 0
        if change > 0:
            name = self.newest(shop, sku)
            lot = self.stock[name]
            found = change * lot.cost
            moves.add(shelf, name, change)
            moves.add(f"f/{lot.fund}:donated_value", "", -found)
            moves.add(f"f/{lot.fund}:stock_cost", "", found)
        moves.add(f"s/{shop}:short/{sku}", "", short)
        moves.add(f"s/{shop}:variance/{sku}", "", -difference)
        return {"sku": sku, "book": book, "short": short, "difference": difference}, lost, found

    def lose(self, shelf, pieces, moves):
        """Out of the lots that end first, whatever they were kept for; the yuan they carried."""
        lost = 0
        for _, name, amount in sorted((self.stock[name].order, name, amount)
                                      for name, amount in self.book.held_lots(shelf)):
            lot, part = self.stock[name], min(pieces, amount)
            moves.add(shelf, name, -part)
            moves.add(f"f/{lot.fund}:stock_cost", "", -part * lot.cost)
            moves.add(f"f/{lot.fund}:spent", "", part * lot.cost)
            lost, pieces = lost + part * lot.cost, pieces - part
        return lost

    def newest(self, shop, sku):
        held = dict(self.book.held_lots(f"s/{shop}:stock/{sku}"))
        lots = [(lot.order[1:], name) for name, lot in self.stock.items()
                if lot.sku == sku and lot.order[1] not in self.book.reversed
                and (lot.shop == shop or name in held)]
        need(lots, 9, f"{sku} never came to the shop")
        return max(lots)[1]

    # -- transfers

    def check_stock_transfer(self, entry):
        given, moves = entry.given, Moves()
        need({given["from"], given["to"]} <= self.shops.keys(), 14, "there is no such shop")
        need(given["from"] != given["to"], 9, "goods go from a shop to itself")
        self.second(entry, given["sender"], "keeper shop-supervisor village township",
                    given["from"])
        self.its_day(entry)
        asked = [(line["sku"], line.get("restriction", "")) for line in given["lines"]]
        need(given["slip"] and len(set(asked)) == len(asked) > 0
             and all(line["quantity"] > 0 for line in given["lines"]), 9,
             "a transfer of nothing, of goods twice, or without a slip")
        for line in given["lines"]:
            self.on_a_list(line["sku"])
            ends = [f"s/{given[end]}:stock/{line['sku']}" for end in ("from", "to")]
            lots = self.pick({"shop": given["from"], "on": given["on"]}, line, Moves())
            for name, pieces in lots:
                moves.add(ends[0], name, -pieces)
                moves.add(ends[1], name, pieces)
        need(same(entry.out, {}) and moves.are_legs_of(entry), 9, f"a transfer moves {moves}")

    # -- reversals

    def hands_stock_count(self, original):
        return original.officer, original.given["witness"]

    def hands_stock_transfer(self, original):
        return original.officer, original.given["sender"]

    def bars_stock_count(self, original):
        return original.given["shop"] not in self.shops

    def bars_stock_transfer(self, original):
        return not {original.given["from"], original.given["to"]} <= self.shops.keys()

    undo_stock_count = undo_stock_transfer = Market.undo_fund_deposit
