#!/usr/bin/env python3
"""Writes into every table of a ledger behind the program's back and demands that it is noticed.

    forge.py --wumei PROGRAM [--ledger FILE]

Forged entries stand at the end, in their one spelling and in nobody's checkpoint, and break one of
laws 1 to 5 each: every verifier names the entry. Those of the register break laws 7, 9 or 14,
which wumei and verify_full.py name. Changes beside the entries are named by both of them, and by
verify.py where it reads that table. Without --ledger the manual's village is used.
"""
import datetime
import json
import shutil
import sys

from ledgers import FAILED, demand, open_without_guards, run, verifiers

TRIGGERS = ("entry_update", "entry_delete", "tile_update", "tile_delete", "document_update",
            "document_delete", "detail_update", "checkpoint_update", "checkpoint_delete")


def entries(db):
    return [json.loads(leaf) for (leaf,) in db.execute("SELECT leaf FROM entry ORDER BY seq")]


def sound_entry(log):
    """A deposit of one fen by the officer of the last entry: what the forgeries start from."""
    last = log[-1]
    fund = next(e[9]["in"]["fund"] for e in log if e[4] == "fund.deposit")
    legs = []
    for account, amount in ((f"f/{fund}:cash", 1), (f"f/{fund}:topup", -1)):
        touched = [(e[1], leg) for e in log for leg in e[8] if leg[0] == account]
        balance = touched[-1][1][3] if touched else 0
        legs.append([account, "", amount, balance + amount, touched[-1][0] if touched else -1])
    given = {"fund": fund, "yuan": 1, "document": "forged", "on": last[3]}
    return [last[0], last[1] + 1, last[2], last[3], "fund.deposit", founder(log), "~forged", [],
            legs, {"in": given, "out": {}}, ""]


def budget_reversal(log):
    """The last budget taken back by the founder's word, although points were issued under it."""
    last = log[-1]
    budget = next(e for e in log[::-1] if e[4] == "budget.approve")
    given = {"seq": budget[1], "reason": "forged"}
    repeated = {"kind": budget[4], "effective": budget[3], **budget[9]}
    return [last[0], last[1] + 1, last[2], last[3], "entry.reverse", founder(log), "~forged",
            [budget[1]], [], {"in": given, "out": repeated}, ""]


def founder(log):
    return log[0][5]


def changed(entry, path, value):
    copy = json.loads(json.dumps(entry))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


def forgeries(entry, reversal, log_key):
    """(law, forged entry, key it is filed under)"""
    legs = entry[8]
    debit = [[leg[0], leg[1], -10**12 * leg[2], leg[3] - leg[2] - 10**12 * leg[2], leg[4]]
             for leg in legs]
    return [
        (1, changed(entry, [8], legs[:1]), "~forged"),
        (1, changed(entry, [8], [legs[0], legs[0], legs[1]]), "~forged"),
        (2, changed(entry, [8], debit), "~forged"),
        (3, changed(entry, [8, 0, 3], legs[0][3] + 1), "~forged"),
        (3, changed(entry, [8, 0, 4], 0), "~forged"),
        (4, changed(entry, [2], entry[2] - 1), "~forged"),
        (4, changed(entry, [1], entry[1] + 1), "~forged"),
        (4, changed(entry, [7], [entry[1]]), "~forged"),
        (2, reversal, "~forged"),
        (5, changed(entry, [6], "~forged#2/2"), "~forged#2/2"),
        (5, changed(entry, [6], log_key), log_key + "~"),
        (5, entry, "~other"),
        (5, entry, ""),
    ]


def register_forgeries(entry, log):
    """(law, forged entry) for every kind of the register, by the founder, who may do anything but
    register what is there or cite what is not."""
    given = {e[4]: e[9]["in"] for e in log}  # one true entry of each kind
    home = given["household.register"]
    village, nobody = given["village.register"]["village"], "9999999"
    entry = changed(entry, [2], entry[2] + 86_400_000)  # the last day may be closed already
    facts = [
        (14, "village.register", given["village.register"]),
        (14, "grid.register", {"grid": "W99", "village": "V99", "officer": ""}),
        (14, "household.register", home),
        (14, "household.register", home | {"household": nobody, "village": "V99"}),
        (14, "household.change", {key: home[key] for key in (
            "household", "status", "group", "grid", "people", "passbook")} | {"household": nobody}),
        (14, "card.issue", {"household": nobody, "card": "C9", "replaces": ""}),
        (7, "officer.appoint", {"officer": founder(log).split("@")[0], "roles": ["keeper"],
                                "villages": []}),
        (14, "officer.appoint", {"officer": "X1", "roles": ["keeper"], "villages": ["V99"]}),
        (7, "officer.dismiss", {"officer": "X1"}),
        (14, "donor.register", given["donor.register"]),
        (14, "shop.register", given["shop.register"]),
        (14, "shop.register", {"shop": "99-1", "village": "V99", "name": "x"}),
        (14, "household.merge", {"household": nobody, "into": home["household"]}),
        (14, "opening.balance", given["opening.balance"]),
        (9, "fund.deposit", {"fund": village, "yuan": 0, "document": "x", "on": entry[3]}),
        (9, "honour.transfer", {"from": "m/1:honour", "to": "m/2:honour", "amount": 0}),
        (9, "honour.transfer", {"from": "m/1:honour", "to": "m/1:honour", "amount": 1}),
        (9, "honour.transfer", {"from": "m/1:spendable", "to": "m/2:honour", "amount": 1}),
        (9, "honour.transfer", {"from": "m/1:honour", "to": "m/2:honour", "amount": 1}),
        (14, "honour.transfer", {"from": "m/1:honour", "to": "h/nobody:honour", "amount": 1}),
        (14, "honour.transfer", {"from": "f/V99:honour_given", "to": "m/1:honour", "amount": 1}),
        *lease_forgeries(given), *stock_forgeries(given, recorded_on(entry)),
        *merchant_forgeries(given, recorded_on(entry)),
    ]
    for law, kind, data in facts:
        forged = changed(changed(entry, [4], kind), [8], [])
        yield law, changed(forged, [9], {"in": data, "out": {}})


def lease_forgeries(given):
    """(law, kind, facts) of leases that nobody could ask for, or of a till that has none."""
    limits = {"share": 60, "household": 10000, "till": 200000, "records": 200, "hours": 72,
              "redemption": 5000}
    home, shop = given["household.register"]["household"], given["shop.register"]["shop"]
    lease = {"till": "t", "shop": shop, "number": 1, "prices": 0, "households": [[home, 1]]}
    sale = {"till": "t", "lease": 1, "counter": 1, "random": "0" * 16, "household": home,
            "card": "", "at": 0, "clerk": "x", "lines": [], "receiver": "self"}
    addition = {"till": "t", "lease": 1, "random": "0" * 16, "household": home, "points": 1}
    return [
        (11, "lease.terms", limits), (11, "lease.terms", limits | {"share": 101}),
        (11, "lease.terms", limits | {"hours": -1}),
        (11, "lease.issue", lease | {"number": 2}), (12, "lease.issue", lease),
        (14, "lease.issue", lease | {"shop": "99-1"}), (11, "lease.redeem", sale),
        (11, "lease.add", addition), (11, "lease.add", addition | {"random": "0"}),
        (11, "lease.close", {"till": "t", "lease": 1, "records": 0, "last": 0}),
        (11, "lease.recall", {"till": "t", "lease": 1, "reason": "x"}),
        (11, "lease.force", {"till": "t", "lease": 1}),
    ]


def recorded_on(entry):
    """Its day in China."""
    moment = datetime.datetime.fromtimestamp(entry[2] / 1000, datetime.timezone.utc)
    return (moment + datetime.timedelta(hours=8)).strftime("%Y-%m-%d")


def stock_forgeries(given, today):
    """(law, kind, facts) of counts and transfers that nobody could ask for, or that move nothing
    although they should."""
    shop, sku = given["shop.register"]["shop"], given["prices.publish"]["goods"][0][0]
    witness, keeper = "T05", "SK01"  # of the manual
    line = {"sku": sku, "counted": 10**6, "reason": "found"}
    count = {"shop": shop, "sheet": "x", "on": today, "witness": witness, "lines": [line]}
    parcel = {"from": shop, "to": shop, "slip": "x", "on": today, "sender": witness,
              "lines": [{"sku": sku, "quantity": 1}]}
    return [
        (9, "stock.count", count), (14, "stock.count", count | {"shop": "99-1"}),
        (7, "stock.count", count | {"witness": keeper}),
        (9, "stock.count", count | {"lines": []}), (9, "stock.count", count | {"sheet": ""}),
        (9, "stock.count", count | {"lines": [line, line]}),
        (9, "stock.count", count | {"lines": [line | {"counted": -1}]}),
        (9, "stock.count", count | {"lines": [line | {"reason": "damaged"}]}),
        (9, "stock.count", count | {"lines": [line | {"sku": "G-none"}]}),
        (9, "stock.count", count | {"on": "1999-01-01"}),
        (9, "stock.transfer", parcel), (14, "stock.transfer", parcel | {"to": "99-1"}),
        (9, "stock.transfer", parcel | {"lines": []}),
    ]


def merchant_forgeries(given, today):
    """(law, kind, facts) about a merchant that nobody registered, and suspense that is none."""
    home, village = given["household.register"]["household"], given["village.register"]["village"]
    contract = {"merchant": "M9", "name": "x", "villages": [village], "fund": village, "rate": 100,
                "from": today, "until": today, "document": "x"}
    sale = {"merchant": "M9", "slip": "x", "household": home, "card": "", "on": today, "prices": 0,
            "lines": [{"sku": "G01", "quantity": 1}], "receiver": "self"}
    month = {"merchant": "M9", "month": "2026-01"}
    repaid = {"household": home, "points": 1, "consent": "x", "on": today}
    return [
        (9, "merchant.register", contract | {"rate": 0}),
        (9, "merchant.register", contract | {"villages": []}),
        (9, "merchant.register", contract | {"villages": [village, village]}),
        (9, "merchant.register", contract | {"until": "1999-01-01"}),
        (9, "merchant.register", contract | {"document": ""}),
        (14, "merchant.register", contract | {"fund": "V99"}),
        (14, "merchant.redeem", sale), (14, "merchant.settle", month),
        (14, "merchant.claim", month | {"statement": "x", "lines": []}),
        (14, "merchant.pay", month | {"document": "x", "on": today}),
        (9, "suspense.repay", repaid), (9, "suspense.repay", repaid | {"points": 0}),
        (14, "suspense.repay", repaid | {"household": "9999999"}),
        (9, "suspense.propose", {"household": home, "points": 1, "reason": "x"}),
        (9, "suspense.waive", {"proposal": 0}),
    ]


def append(db, seq, entry, key):
    leaf = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    db.execute("INSERT INTO entry(seq, key, leaf) VALUES(?, ?, ?)", (seq, key, leaf))


# (statement, whether verify.py reads that table)
CHANGES = [
    ("UPDATE entry SET key = key || 'x' WHERE seq = 7", True),
    ("UPDATE entry SET key = '' WHERE seq = 7", True),
    ("UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0", True),
    ("UPDATE edge SET hashes = zeroblob(length(hashes)) WHERE level = 0", True),
    ("UPDATE edge SET hashes = zeroblob(length(hashes)) WHERE level = 1", False),
    ("UPDATE document SET body = body || ' '", True),
    ("UPDATE detail SET body = body || ' ' WHERE seq = (SELECT max(seq) FROM detail)", False),
    ("UPDATE detail SET salt = zeroblob(32) WHERE seq = (SELECT max(seq) FROM detail)", False),
    ("INSERT INTO detail SELECT -1, salt, body FROM detail LIMIT 1", False),
    ("UPDATE checkpoint SET note = replace(note, '/e1', '/e2')", True),
    ("UPDATE checkpoint SET size = size + 1", False),
    ("DELETE FROM entry WHERE seq = 7", True),
]


def attack(wumei, ledger):
    copy = ledger.with_name("forged.wumei")

    def opened():
        shutil.copy(ledger, copy)
        return open_without_guards(copy, *TRIGGERS)

    db = opened()
    log = entries(db)
    db.close()
    entry = sound_entry(log)
    forged_entries = forgeries(entry, budget_reversal(log), log[0][6])
    for law, forged, key in [(0, entry, entry[6]), *forged_entries]:
        db = opened()
        append(db, len(log), forged, key)
        db.commit()
        db.close()
        code, words = (FAILED, str(len(log))) if law else (0, "")
        demand(wumei, copy, code, words)
    register = list(register_forgeries(entry, log))
    for law, forged in register:
        db = opened()
        append(db, len(log), forged, forged[6])
        db.commit()
        db.close()
        for command, got, said in list(verifiers(wumei, copy))[:2]:
            named = f"law: {law}\n" in said or f"law {law}:" in said
            if got != FAILED or not named or str(len(log)) not in said:
                sys.exit(f"{forged[4]}: {command} ends with {got}, wanted law {law}:\n{said}")
    for statement, read_by_all in CHANGES:
        db = opened()
        db.execute(statement)
        db.commit()
        db.close()
        answers = list(verifiers(wumei, copy))
        for command, got, said in answers if read_by_all else answers[:2]:
            if got != FAILED:
                sys.exit(f"{statement}: {command} ends with {got}:\n{said}")
    print(f"forge: {len(forged_entries)} forged entries named by every verifier, "
          f"{len(register)} of the register by two, "
          f"{len(CHANGES)} changes beside the entries noticed")


def tail_is_hashed(wumei, ledger):
    """An entry behind the last checkpoint has its hash stored as well."""
    copy = ledger.with_name("tail.wumei")
    shutil.copy(ledger, copy)
    db = open_without_guards(copy, *TRIGGERS)
    db.execute("DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)")
    seq, leaf = db.execute("SELECT seq, leaf FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    entry = json.loads(leaf)
    entry[5] += "x"
    leaf = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    db.execute("UPDATE entry SET leaf = ? WHERE seq = ?", (leaf, seq))
    db.commit()
    db.close()
    demand(wumei, copy, FAILED, str(seq))


def spoil(wumei, ledger):
    attack(wumei, ledger)
    tail_is_hashed(wumei, ledger)


if __name__ == "__main__":
    run(spoil, __doc__)
