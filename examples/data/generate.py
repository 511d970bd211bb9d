#!/usr/bin/env python3
"""Writes a township's files as its offices would keep them: registers, inspections, claims,
objections, deliveries and redemptions, month by month from April 2026. The same arguments give the
same bytes. Everyone in them is invented; phones start with 100, which no subscriber's number does.

    generate.py --out DIR [--villages 19 --households 7200 --months 3 --seed 2026]
"""
import argparse
import csv
import pathlib
import random as randomness

from township import calendar, deeds, names, register, shops

HERE = pathlib.Path(__file__).resolve().parent
CLEANEST, CLEAN = 90, 75  # per cent of the marks outside: ENV01 and ENV02 of rulebook.toml


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--villages", type=int, default=19)
    parser.add_argument("--households", type=int, default=7200)
    parser.add_argument("--months", type=int, default=3, choices=(1, 2, 3))
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--encodings", action="store_true",
                        help="households.csv with a byte order mark, claims in GB18030")
    return parser.parse_args()


def points(tenths):
    """Tenths as the text a spreadsheet shows: 45 -> 4.5, 40 -> 4."""
    return f"{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")


class Folder:
    """Writes tables into a folder; a spreadsheet's habits of encoding on request."""

    def __init__(self, out, encodings):
        self.out = out
        self.encodings = encodings
        out.mkdir(parents=True, exist_ok=True)

    def encoding(self, name):
        if self.encodings and name == "households":
            return "utf-8-sig"
        return "gb18030" if self.encodings and name.startswith("claims") else "utf-8"

    def write(self, name, heads, rows):
        path = self.out / f"{name}.csv"
        with path.open("w", encoding=self.encoding(name), newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(heads.split(","))
            table.writerows(rows)


def read_goods():
    """The catalogue beside this script, prices and limits as whole tenths and pieces."""
    with (HERE / "goods.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            shops.Goods(row["商品编号"], row["名称"], row["单位"], shops.fen(row["积分价"]) // 10,
                        row["参考成本"], int(row["每月限量"]))
            for row in csv.DictReader(file)
        ]


def write_registers(folder, town):
    folder.write("villages", "村编号,村名", [(v.id, v.name) for v in town.villages])
    folder.write("grids", "网格编号,村编号,网格员", town.grids)
    folder.write("officers", "人员编号,姓名,角色,村编号,PIN", town.officers)
    folder.write("households", "户编号,村编号,村民小组,网格编号,户主,人口,状态,存折号,卡号,电话",
                 town.households)
    folder.write("shops", "店编号,村编号,店名", town.shops)
    folder.write("donors", "捐赠方编号,名称,类别", names.DONORS)
    folder.write("budgets", "基金,年度,起始月,结束月,每月额度,文件号", register.budgets(town))
    folder.write("opening", "户编号,可用积分,荣誉积分,有效期至,凭证号", [
        (home, points(spendable), points(honour), "2026-12-31", f"BOOK-2025-{home[:2]}")
        for home, (spendable, honour) in town.opening.items()
    ])


def write_inspections(folder, tag, rows):
    heads = "检查日期,户编号,检查类型,检查人,结果," + ",".join(deeds.SHEET)
    folder.write(f"inspections-{tag}", heads, [
        row[:5] + tuple(points(row.marks[i]) if i in row.marks else "" for i in deeds.SHEET)
        for row in rows
    ])


def earned(rows):
    """Which rule a month's inspection earns each household under."""
    found = {}
    for row in rows:
        best = sum(deeds.SHEET[item] for item in deeds.OUTSIDE)
        got = 100 * sum(row.marks.get(item, 0) for item in deeds.OUTSIDE)
        if row.result == "已检" and got >= CLEAN * best:
            found[row.household] = "ENV01" if got >= CLEANEST * best else "ENV02"
    return found


class Season:
    """Writes month after month and remembers what each household can surely spend.

    Only opening balances and undisputed monthly checks count: claims may be trimmed, and a
    redemption file is a record of goods already handed over, so none of it may overspend."""

    def __init__(self, folder, town, seed):
        self.folder = folder
        self.town = town
        self.random = randomness.Random(seed + 1)
        self.goods = read_goods()
        self.levels = {home.id: deeds.quality(home, self.random) for home in town.households}
        self.spendable = {home: balance[0] for home, balance in town.opening.items()}
        self.purchases = []

    def month(self, month, whole):
        tag = calendar.tag(month)
        visits = deeds.inspections(self.town, self.levels, month, whole, self.random)
        filed, losing = deeds.claims(self.town, month, self.random)
        grants = earned(visits)
        disputed = deeds.objections(self.town, grants, month, self.random)
        write_inspections(self.folder, tag, visits)
        self.folder.write(f"claims-{tag}",
                          "日期,户编号,条目,数量,证据类型,证据编号,申报方式", filed)
        self.folder.write(f"objections-{tag}",
                          "日期,户编号,条目,理由,处理结果,更正分值,经办人", disputed)
        self.settle(grants, losing | {row.household for row in disputed})
        self.trade(tag, month)

    def settle(self, grants, unsure):
        """Adds what the notice makes certain; whoever lost points stays away from the shop."""
        for household, rule in grants.items():
            gain = 50 if rule == "ENV01" else 25
            self.spendable[household] = self.spendable.get(household, 0) + gain
        for household in unsure:
            self.spendable[household] = -10_000

    def trade(self, tag, month):
        sales = shops.redemptions(self.town, self.goods, self.spendable, month, self.random)
        received = shops.deliveries(self.town, self.goods, sales, month, self.random)
        self.purchases += received
        self.folder.write(f"deliveries-{tag}",
                          "日期,店编号,来源,来源编号,单号,商品编号,数量,单价,"
                          "用途限制,保质期,见证人", received)
        self.folder.write(f"redemptions-{tag}",
                          "日期,店编号,小票号,户编号,卡号,商品编号,数量,领取人", sales)

    def finish(self):
        self.folder.write("deposits", "日期,基金,金额,凭证号",
                          shops.deposits(self.town, self.purchases))
        self.folder.write("opening-stock", "店编号,商品编号,数量,单价,来源编号,凭证号", [
            (shop.id, sku, pieces, cost, "", f"COUNT-2025-{shop.id[:2]}")
            for shop in self.town.shops
            for sku, pieces, cost in (("G03", 30, "1.55"), ("G04", 24, "2.30"))
        ])


def main():
    options = arguments()
    town = register.build(options, randomness.Random(options.seed))
    folder = Folder(options.out, options.encodings)
    write_registers(folder, town)
    season = Season(folder, town, options.seed)
    months = calendar.months(options.months)
    for month in months:
        season.month(month, whole=month == months[-1])
    season.finish()
    print(f"{options.out}: {len(town.villages)} villages, {len(town.households)} households, "
          f"{len(months)} months")


if __name__ == "__main__":
    main()
