"""A township made up with a seed, as Arrow tables in the documented schemas.

For statistics and pictures: what is in it is known beforehand. Judge J01 gives four marks more than
the others; villages V01 and V06 are the tidiest and the least tidy.
"""
import datetime
from decimal import Decimal

import numpy
import pyarrow

VILLAGES = {"V01": "石桥村", "V02": "松岭村", "V03": "大湾村", "V04": "白杨坪村", "V05": "柳树店村",
            "V06": "龙潭村", "V07": "青山口村", "V08": "上官桥村"}
GOODS = {"G02": ("垃圾袋", "1.50"), "G04": ("肥皂", "3.00"), "G07": ("牙刷", "5.00"),
         "G08": ("牙膏", "8.00"), "G10": ("洗衣粉", "12.00"), "G12": ("抽纸", "12.00"),
         "G14": ("生抽", "7.00"), "G17": ("大米", "30.00"), "G19": ("食用油", "65.00"),
         "G24": ("雨伞", "18.00")}
RULE_NAMES = {"ENV01": ("月度检查·最清洁", "monthly check: cleanest"),
              "ENV02": ("月度检查·清洁", "monthly check: clean"),
              "ENV03": ("整改按期销号", "rectification closed on time"),
              "ENV06": ("垃圾分类投放正确", "waste sorted correctly"),
              "ENV09": ("户厕正常使用管护", "household toilet in use and kept"),
              "CIV02": ("孝老爱亲荣誉", "care for elders"),
              "CIV05": ("邻里互助", "helped a neighbour"),
              "VOL01": ("志愿服务", "volunteering"),
              "LAW03": ("让地让树支持公益", "gave land or trees for public works"),
              "FAM01": ("五美庭院达标户", "five-beauty courtyard: qualified"),
              "GOV02": ("参加村民（代表）会议", "")}
RULES = {"ENV06": 2, "ENV09": 5, "CIV02": 10, "CIV05": 8, "VOL01": 6, "LAW03": 4, "ENV03": 3,
         "FAM01": 15, "GOV02": 5}
FULL = {"D1": 25, "D2": 20, "D3": 20, "D4": 15, "D5": 20}
LENIENT = {"J01": 4.0}
MONTHS = [datetime.date(2026, month, 1) for month in range(1, 7)]
START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
POINTS = pyarrow.decimal128(18, 2)
WORD = pyarrow.dictionary(pyarrow.int32(), pyarrow.utf8())
TYPES = {"recorded": pyarrow.timestamp("ms", "UTC"), "quantity": pyarrow.decimal128(18, 3),
         **dict.fromkeys(("effective", "on", "answered", "opened", "best_before"),
                         pyarrow.date32()),
         **dict.fromkeys(("amount", "balance", "points", "score", "outside", "mark", "full",
                          "price", "unit_cost"), POINTS),
         **dict.fromkeys(("seq", "line", "people", "since", "answer", "rules", "sheet", "rank",
                          "granted", "ranking", "received", "left"), pyarrow.int64()),
         **dict.fromkeys(("lot", "slip", "passbook", "card"), pyarrow.utf8()),
         "reversed": pyarrow.bool_()}


def points(value):
    return Decimal(str(round(float(value), 2))).quantize(Decimal("0.01"))


def with_rule_names(rows):
    """What people call the rule of each row, as the tables of a ledger have it."""
    for row in rows:
        name, english = RULE_NAMES.get(row["rule"], (None, None))
        yield {**row, "rule_name": name, "rule_name_en": english or None}


def table(rows, columns, **types):
    known = {**TYPES, **types}
    fields = [pyarrow.field(name, known.get(name, WORD)) for name in columns]
    arrays = []
    for field in fields:
        values = [row.get(field.name) for row in rows]
        if pyarrow.types.is_dictionary(field.type):
            array = pyarrow.array(values, pyarrow.utf8()).dictionary_encode()
            arrays.append(array.cast(field.type) if len(array) else pyarrow.array([], field.type))
        else:
            arrays.append(pyarrow.array(values, field.type))
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


class Maker:
    """Writes entries one after the other, as the log would hold them."""

    def __init__(self, seed, homes):
        self.random = numpy.random.default_rng(seed)
        self.households = [(f"{v:02}01{n:03}", f"V{v:02}") for v in range(1, len(VILLAGES) + 1)
                           for n in range(1, homes + 1)]
        self.legs, self.deeds, self.visits, self.marks, self.lines = [], [], [], [], []
        self.held = {home: 0.0 for home, _ in self.households}
        self.active = {home: self.random.gamma(1.2) * (0.35 if village == "V06" else 1.0)
                       for home, village in self.households}
        self.tidy = {home: self.random.normal(0, 3) for home, _ in self.households}
        self.seq = 0

    def entry(self, day, kind, *legs):
        for account, village, amount in legs:
            holder, _, purpose = account.partition(":")
            self.legs.append({"seq": self.seq, "recorded": START, "effective": day, "kind": kind,
                              "account": account, "holder": holder,
                              "purpose": purpose.partition("/")[0], "village": village,
                              "unit": "points", "amount": points(amount),
                              "balance": points(0)})
        self.seq += 1
        return self.seq - 1

    def earn(self, day, kind, home, village, amount):
        seq = self.entry(day, kind, (f"f/{village}:issued/2026", village, -amount),
                         (f"h/{home}:pending", village, amount))
        self.waiting.append((home, village, amount))
        return seq

    def visit(self, day, home, village, judge):
        village_taste = {"V01": 2.5, "V06": -3.0}.get(village, 0.0)
        taste = self.tidy[home] + LENIENT.get(judge, 0.0) + village_taste
        share = {code: numpy.clip((84 + taste + self.random.normal(0, 4)
                                   + (6 if code == "D5" else 0)) / 100, 0.2, 1)
                 for code in FULL}
        score = sum(round(share[code] * full * 2) / 2 for code, full in FULL.items())
        gained = 6.0 if score >= 90 else 3.0 if score >= 84 else 0.0
        row = {"recorded": START, "effective": day, "on": day, "household": home,
               "village": village, "part": "whole", "judge": judge}
        seq = self.earn(day, "inspection.record", home, village, gained) if gained else self.seq
        self.visits.append({**row, "seq": seq, "status": "scored", "score": points(score),
                            "rule": "ENV01" if gained == 6 else "ENV02" if gained else None,
                            "points": points(gained)})
        for code, full in FULL.items():
            self.marks.append({**row, "seq": seq, "dimension": code, "item": f"{code}.1",
                               "mark": points(round(share[code] * full * 2) / 2),
                               "full": points(full), "sheet": 3})

    def claim(self, day, home, village):
        rule = self.random.choice(list(RULES), p=numpy.array([9, 7, 5, 4, 4, 3, 2, 2, 1]) / 37)
        refused = self.random.random() < 0.08
        seq = self.seq if refused else self.earn(day, "claim.settle", home, village, RULES[rule])
        self.deeds.append({"seq": seq, "recorded": START, "effective": day, "on": day,
                           "household": home, "village": village, "rule": str(rule),
                           "quantity": Decimal("1.000"), "by": "self", "officer": "T02",
                           "state": "refused" if refused else "settled", "answered": day,
                           "points": None if refused else points(RULES[rule])})

    def confirm(self, day):
        for home, village, amount in self.waiting:
            self.entry(day, "notice.confirm", (f"h/{home}:pending", village, -amount),
                       (f"h/{home}:spendable", village, amount))
            self.held[home] += amount

    def shop(self, day, home, village):
        sku = str(self.random.choice(list(GOODS)))
        price = float(GOODS[sku][1])
        pieces = int(min(self.random.integers(1, 4), self.held[home] // price))
        if pieces < 1:
            return
        self.held[home] -= pieces * price
        seq = self.entry(day, "redeem.confirm", (f"h/{home}:spendable", village, -pieces * price),
                         (f"f/{village}:redeemed", village, pieces * price))
        self.lines.append({"seq": seq, "line": 1, "recorded": START, "effective": day, "on": day,
                           "shop": f"{village[1:]}-1", "village": village, "household": home,
                           "slip": str(seq), "sku": sku, "quantity": pieces,
                           "price": points(price), "points": points(pieces * price),
                           "reversed": False})

    def month(self, first):
        self.waiting = []
        for home, village in self.households:
            number = int(village[1:])
            for judge in sorted({f"J{(number - 1) % 4 + 1:02}",
                                 f"J{(first.month + number) % 4 + 1:02}"}):
                if self.random.random() < 0.3:
                    self.visit(first.replace(day=10), home, village, judge)
            times = self.random.poisson(self.active[home])
            for _ in range(times + (4 if home == "0101001" else 0)):
                self.claim(first.replace(day=int(self.random.integers(1, 20))), home, village)
        if first.month < 6:  # June's notice still hangs
            self.confirm(first.replace(day=24))
        for home, village in self.households:
            if self.random.random() < 0.6:
                self.shop(first.replace(day=int(self.random.integers(25, 29))), home, village)


def register(maker):
    rows = [{"household": home, "village": village, "village_name": VILLAGES[village],
             "group": f"{village}-1", "grid": f"{village}-G", "status": "resident", "people": 3}
            for home, village in maker.households]
    rows[-1]["status"] = "away"
    return table(rows, ["household", "village", "village_name", "group", "grid", "grid_worker",
                        "status", "people", "passbook", "card", "since"])


def ranking(maker):
    mean = {}
    for visit in maker.visits:
        mean.setdefault((visit["village"], visit["household"]), []).append(float(visit["score"]))
    rows = [{"round": "2026H1", "state": "ranked", "opened": MONTHS[-1], "village": village,
             "household": home, "rank": 1, "score": points(numpy.mean(scores)), "ranking": 9}
            for (village, home), scores in sorted(mean.items())]
    return table(rows, ["round", "state", "opened", "village", "household", "rank", "score",
                        "level", "held_back", "points", "granted", "ranking"])


def shelves(maker):
    rows = [{"shop": f"{village[1:]}-1", "village": village, "lot": "5.1", "sku": sku,
             "name": name, "source": "purchase", "received": 40, "left": 5,
             "unit_cost": points(1)} for village in VILLAGES for sku, (name, _) in GOODS.items()]
    return table(rows, ["shop", "village", "lot", "sku", "name", "unit", "source", "donor", "fund",
                        "received", "left", "unit_cost", "restriction", "best_before", "seq"])


def many_judges(judges, seed=5):
    """Visits of a county: judges of more or less lenience, each beside two neighbours."""
    random = numpy.random.default_rng(seed)
    lenient = random.normal(0, 2.5, judges)
    rows = [{"household": f"{judge:03}-{home}", "on": datetime.date(2026, 4, 1 + home),
             "part": "whole", "judge": f"J{(judge + step) % judges + 1:03}",
             "score": points(80 + lenient[(judge + step) % judges] + random.normal(0, 4))}
            for judge in range(judges) for home in range(5) for step in (0, 1)]
    return table(rows, ["household", "on", "part", "judge", "score"])


def township(seed=20261129, homes=30):
    """Tables by name."""
    maker = Maker(seed, homes)
    for first in MONTHS:
        maker.month(first)
    start = ["seq", "recorded", "effective", "on", "household", "village"]
    return {
        "legs": table(maker.legs, ["seq", "recorded", "effective", "kind", "account", "holder",
                                   "purpose", "detail", "village", "unit", "lot", "amount",
                                   "balance", "previous"], previous=pyarrow.int64()),
        "households": register(maker),
        "deeds": table([*with_rule_names(maker.deeds)],
                       [*start, "rule", "quantity", "person", "by", "evidence", "officer", "state",
                        "answer", "answered", "points", "reasons", "rules", "rule_name",
                        "rule_name_en"]),
        "inspections": table([*with_rule_names(maker.visits)],
                             [*start, "part", "judge", "status", "score", "outside", "rule",
                              "points", "sheet", "rule_name", "rule_name_en"]),
        "scores": table(maker.marks, [*start, "part", "judge", "dimension", "item", "mark", "full",
                                      "sheet"]),
        "awards": ranking(maker),
        "redemptions": table(maker.lines, ["seq", "line", "recorded", "effective", "on", "shop",
                                           "village", "household", "slip", "till", "sku",
                                           "quantity", "price", "points", "receiver", "reversed",
                                           "merchant"],
                             quantity=pyarrow.int64()),
        "stock": shelves(maker)}
