"""What the love supermarkets receive and hand out."""

from collections import defaultdict, namedtuple
from datetime import date

from . import calendar, names
from .register import budgets, shop_of

Sale = namedtuple("Sale", "on shop slip household card sku quantity receiver")
Delivery = namedtuple(
    "Delivery", "on shop source origin number sku quantity cost restriction best_before witness")
Goods = namedtuple("Goods", "sku name unit price cost limit")

MINIMUM = 50            # 5.00 points, in tenths
VISITS_A_MONTH = 1 / 3  # a household
KEEPS_UNTIL = {"G14": "2027-09-30", "G15": "2027-12-31", "G16": "2027-03-31", "G17": "2027-01-31",
               "G18": "2027-01-31", "G19": "2027-06-30", "G20": "2026-11-30"}
FAVOURITES = {"G03": 9, "G04": 8, "G08": 6, "G09": 6, "G10": 5, "G12": 8, "G13": 6, "G14": 6,
              "G16": 7, "G17": 5, "G19": 4, "G06": 4, "G07": 4, "G05": 4, "G02": 4, "G01": 3}


class Till:
    """Fills one basket after another from what each household can surely spend."""

    def __init__(self, goods, random):
        self.goods = goods
        self.random = random
        self.weights = [FAVOURITES.get(item.sku, 2) for item in goods]
        self.slips = defaultdict(int)

    def basket(self, budget):
        """Lines worth at least the smallest redemption and at most `budget`; none if too little."""
        lines, spent = {}, 0
        for item in self.random.choices(self.goods, self.weights, k=6):
            most = min(item.limit, (budget - spent) // item.price)
            if most < 1 or item.sku in lines or len(lines) == 3:
                continue
            if len(lines) and spent >= MINIMUM and self.random.random() < 0.45:
                break
            lines[item.sku] = self.random.randint(1, min(most, 2 if item.price > 50 else 3))
            spent += lines[item.sku] * item.price
        return (lines, spent) if spent >= MINIMUM else ({}, 0)

    def visit(self, home, shop, on, lines):
        """The rows of one redemption slip."""
        self.slips[shop, on] += 1
        slip = f"{on:%m%d}-{self.slips[shop, on]:03d}"
        receiver = self.random.choices(("本人", "家人", "代领"), (80, 15, 5))[0]
        return [Sale(on, shop, slip, home.id, home.card, sku, quantity, receiver)
                for sku, quantity in sorted(lines.items())]


def redemptions(register, goods, spendable, month, random):
    """A month's two shop days; takes what is spent out of `spendable`."""
    till = Till(goods, random)
    homes = [home for home in register.households
             if spendable.get(home.id, 0) >= MINIMUM and home.status != "休眠"]
    wanted = round(len(register.households) * VISITS_A_MONTH)
    chosen = random.sample(homes, min(wanted, len(homes)))
    rows = []
    days = calendar.shop_days(month)
    for on, share in zip(days, (chosen[::2], chosen[1::2])):
        for home in share:
            lines, spent = till.basket(min(spendable[home.id], 1000))
            if lines:
                spendable[home.id] -= spent
                rows += till.visit(home, shop_of(register.shops, home.village), on, lines)
    return sorted(rows)


def split(quantity, random):
    """Of the pieces of one kind of goods, how many are given and how many bought."""
    given = quantity // 3 if random.random() < 0.6 else 0
    return given, quantity - given


def deliveries(register, goods, sales, month, random):
    """What a month's sales need and a little more: a third given by donors, the rest bought."""
    need = defaultdict(int)
    for sale in sales:
        need[sale.shop, sale.sku] += sale.quantity
    rows = []
    for number, shop in enumerate(register.shops):
        donor = names.DONORS[random.randrange(len(names.DONORS))][0]
        for item in goods:
            wanted = need[shop.id, item.sku] * 11 // 10 + (2 if item.price < 200 else 0)
            for source, pieces in zip(("捐赠", "采购"), split(wanted, random)):
                if pieces:
                    rows.append(line(shop, item, (source, donor), pieces, month))
    return sorted(rows)


def line(shop, item, source, pieces, month):
    """One line of a delivery note; all lines of one source on one day are one note."""
    origin = source[1] if source[0] == "捐赠" else shop.village
    note = f"{'DN' if source[0] == '捐赠' else 'PO'}-{shop.id}-{calendar.tag(month)}"
    return Delivery(calendar.delivery_day(month), shop.id, source[0], origin, note, item.sku,
                    pieces, item.cost, "", KEEPS_UNTIL.get(item.sku, ""),
                    f"SV{shop.village[1:]}")


def fen(amount):
    """Yuan text as whole fen, without floating point."""
    yuan, _, rest = amount.partition(".")
    return int(yuan) * 100 + int((rest + "00")[:2])


def deposits(register, purchases):
    """Money paid into the funds before the season: a quarter of what each village's budget of
    points is backed by, and in the villages with a shop what its purchases cost, and a fifth."""
    cost = defaultdict(int)
    for row in purchases:
        if row.source == "采购":
            cost[row.origin] += row.quantity * fen(row.cost)
    first_day = date(calendar.YEAR, calendar.FIRST_MONTH, 1)
    return [(first_day, fund, monthly * 5 // 2 + -(-cost[fund] * 12 // 10 // 100_000) * 1000,
             f"FUND-2026-{fund[1:]}")
            for fund, _, _, _, monthly, _ in budgets(register)]
