#!/usr/bin/env python3
"""A shop day of 150 visits at the counter itself, with power cuts, replayed in a browser. At its
end every balance and every piece of stock is compared with a naive model, and the ledger verified.

    shop_day.py --wumei PROGRAM [--seed N] [--keep FOLDER]

Exits 77 when node, the browser or the page's packages are absent.
"""
import argparse
import csv
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import real

DATA = real.ROOT / "examples/data"
PACKAGES = real.ROOT / "src/terminal/web/node_modules/playwright-core"
CHROMIUM = pathlib.Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
DELIVERY = {"G01": 40, "G02": 30, "G03": 30, "G04": 40, "G05": 30, "G06": 25, "G07": 20, "G08": 25,
            "G09": 25, "G10": 15, "G12": 12, "G14": 20, "G15": 25, "G16": 25}
MINIMUM = 500  # the list's; the counter itself refuses what is below


def rows(name):
    with open(DATA / name, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def folded(ledger):
    """Every account as the sum of its legs: account -> amount."""
    accounts = {}
    with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as database:
        for (leaf,) in database.execute("SELECT leaf FROM entry ORDER BY seq"):
            for account, _, amount, *_ in json.loads(leaf)[8]:
                accounts[account] = accounts.get(account, 0) + amount
    return accounts


def taken_before():
    taken = {}
    for row in rows("village/redemptions-2026-04.csv"):
        of_household = taken.setdefault(row["户编号"], {})
        of_household[row["商品编号"]] = of_household.get(row["商品编号"], 0) + int(row["数量"])
    return taken


def household(row, accounts, taken):
    number = row["户编号"]
    return {"id": number, "card": row["卡号"], "passbook": row["存折号"],
            "answer": row["电话"][-2:], "balance": accounts.get(f"h/{number}:spendable", 0),
            "taken": taken.get(number, {})}


def known(wumei, folder, shop, accounts):
    """What the replay is told."""
    taken = taken_before()
    households = [household(row, accounts, taken) for row in rows("village/households.csv")
                  if row["状态"] == "常住" and row["户编号"] != real.STOPPED[0]]
    goods = [{"sku": row["商品编号"], "price": round(float(row["积分价"]) * 100),
              "limit": int(row["每月限量"]),
              "stock": accounts.get(f"s/{shop}:stock/{row['商品编号']}", 0)}
             for row in rows("goods.csv")]
    return {"wumei": str(wumei), "folder": str(folder), "shop": shop, "chromium": str(CHROMIUM),
            "picture": str(folder / "failed.png"), "officer": real.FIXTURE["officer"],
            "pin": real.FIXTURE["pin"], "second": real.FIXTURE["second"],
            "stopped": real.FIXTURE["stopped"], "delivery": DELIVERY, "minimum": MINIMUM,
            "households": households, "goods": goods}


def check(what, expected, found):
    if expected == found:
        return 0
    print(f"FAIL  {what}: expected {expected}, the ledger has {found}")
    return 1


def compared(before, after, result, shop):
    """How many figures of the ledger are not those of the model."""
    wrong = 0
    balances = {name: amount for name, amount in before.items() if name.startswith("h/")}
    for number, balance in result["balances"].items():
        if balance != before.get(f"h/{number}:spendable", 0):
            balances[f"h/{number}:spendable"] = balance
    for name in balances.keys() | {name for name in after if name.startswith("h/")}:
        wrong += check(name, balances.get(name, 0), after.get(name, 0))
    for sku, pieces in result["stock"].items():
        wrong += check(f"stock of {sku}", pieces, after.get(f"s/{shop}:stock/{sku}", 0))
    sold = sum(sale["points"] for sale in result["sales"].values() if sale["state"] == "done")
    redeemed = "f/V01:redeemed"
    wrong += check(redeemed, before.get(redeemed, 0) + sold, after.get(redeemed, 0))
    return wrong


def in_the_log(ledger):
    """Slips of `redeem.confirm` with how often the log has each, and how many were taken back."""
    slips, entries, back = {}, {}, []
    with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as database:
        for (leaf,) in database.execute("SELECT leaf FROM entry ORDER BY seq"):
            _, seq, _, _, kind, actor, _, refs, _, data, *_ = json.loads(leaf)
            if kind == "redeem.confirm" and "@till-" in actor:
                slip = data["in"]["slip"]
                slips[slip] = slips.get(slip, 0) + 1
                entries[seq] = slip
            if kind == "entry.reverse":
                back += [entries[ref] for ref in refs if ref in entries]
    return slips, sorted(back)


def finished(wumei, ledger, result):
    """Each sale is in the log once, each that was taken back is reversed once, and all is sound."""
    slips, back = in_the_log(ledger)
    wrong = check("the slips", {slip: 1 for slip in result["sales"]}, slips)
    wrong += check("the reversals", sorted(
        slip for slip, sale in result["sales"].items() if sale["state"] != "done"), back)
    verified = subprocess.run([wumei, "-L", ledger, "verify"], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if verified.returncode != 0:
        print(f"FAIL  wumei verify: {verified.stdout}")
    return wrong + (verified.returncode != 0)


def replay(wumei, folder, seed):
    shop = real.make(wumei, folder / "made")
    village = folder / "made/village"
    ledger = village / "village.wumei"
    before = folded(ledger)
    told, result = folder / "village.json", folder / "result.json"
    told.write_text(json.dumps(known(wumei, village, shop, before)), "utf-8")
    day = subprocess.run([shutil.which("node"), real.ROOT / "tests/counter/day.mjs", told, result,
                          str(seed)], check=False,
                         env=dict(os.environ, WUMEI_PASSPHRASE="our passphrase"))
    if not result.exists():
        return 1
    come = json.loads(result.read_text("utf-8"))
    after = folded(ledger)
    wrong = compared(before, after, come, shop) + finished(wumei, ledger, come)
    print(f"{len(after)} accounts compared, {wrong} findings")
    return wrong + day.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20260426)
    parser.add_argument("--keep", type=pathlib.Path)
    asked = parser.parse_args()
    for needed in [shutil.which("node"), CHROMIUM, PACKAGES]:
        if not needed or not pathlib.Path(needed).exists():
            print(f"skipped: there is no {needed or 'node'}")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sys.exit(1 if replay(asked.wumei.resolve(), folder, asked.seed) else 0)


if __name__ == "__main__":
    main()
