#!/usr/bin/env python3
"""Writes the vectors of this folder again: make.py [--check]. See README.md for what they are."""
import json
import pathlib
import sys

import cases
from formats import (account_leaf, base64_text, base64url, checkpoint, commitment, consistency,
                     cosignature_line, inclusion, leaf_hash, proof_file, root, signature_line,
                     spell, verifier_key)

HERE = pathlib.Path(__file__).resolve().parent
# RFC 8032, section 7.1, tests 1 and 2.
LOG_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
WITNESS_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
LOG, TOWN, ORIGIN = "wumei.example/village", "wumei.example/township", "wumei.example/village/e1"
START = 1_775_000_000_000  # 2026-04-01 07:33:20 +08:00


def witnessed_log(size):
    """Entry 0, then one household after the other brings 1.00 point from an older scheme."""
    leaves = [spell(["wumei/entry/1", 0, START, "2026-04-01", "log.open", "o-lin@pc1", "open", [],
                     [], {"in": {"origin": ORIGIN, "offset": 480,
                                 "log_key": verifier_key(LOG, LOG_SEED)}, "out": {}}, ""])]
    for seq in range(1, size):
        household = f"01{seq % 400:05}"
        legs = [["f/V01:opening", "", -100, -100 * seq, seq - 1 if seq > 1 else -1],
                [f"h/{household}:spendable", "2027-12-31", 100, 100, -1]]
        seal = "" if seq % 5 else commitment(bytes([seq % 100]) * 32, b'{"note":"private"}')
        leaves.append(spell(["wumei/entry/1", seq, START + seq, "2026-04-01", "opening.balance",
                             "o-lin@pc1", f"k{seq:08}", [], legs,
                             {"in": {"household": household}, "out": {}}, seal]))
    return [leaf.encode() for leaf in leaves]


def witnessed_files():
    leaves = witnessed_log(300)
    text = checkpoint(ORIGIN, 300, root(leaves))
    note = (text + "\n" + signature_line(LOG, LOG_SEED, text)
            + cosignature_line(TOWN, WITNESS_SEED, text, 1_775_001_000))
    yield "witnessed.tlog-proof", proof_file(leaves[200], 200, leaves, note)
    yield "witnessed.policy", (f"log {verifier_key(LOG, LOG_SEED)}\n"
                               f"witness township {verifier_key(TOWN, WITNESS_SEED, 4)}\n"
                               "quorum township\n")
    leaves[5] = leaves[5].replace(b"@pc1", b"@pc2")
    text = checkpoint(ORIGIN, 300, root(leaves))
    yield "forked.note", text + "\n" + signature_line(LOG, LOG_SEED, text)


# -- a small ledger: three households, two of them with points, and a closed day

DAY, SECRET, SALT = "2026-04-01", b"s" * 32, b"d" * 32
HOMES = ["0101001", "0101002", "0101003"]


class Log:
    """Leaves in order, with balances and pointers that continue."""

    def __init__(self):
        self.leaves, self.details, self.balance, self.last = [], {}, {}, {}

    def add(self, kind, key, given, moves=(), out=None, detail=None):
        seq, legs = len(self.leaves), []
        for account, lot, amount in sorted(moves):
            self.balance[account] = self.balance.get(account, 0) + amount
            legs.append([account, lot, amount, self.balance[account], self.last.get(account, -1)])
        self.last |= {leg[0]: seq for leg in legs}
        seal = ""
        if detail is not None:
            seal, self.details[seq] = commitment(SALT, detail.encode()), detail
        self.leaves.append(spell(["wumei/entry/1", seq, START + seq, DAY, kind, "T01@pc", key, [],
                                  legs, {"in": given, "out": out or {}}, seal]).encode())
        return seq

    def account(self, home):
        names = [f"h/{home}:{purpose}" for purpose in ("spendable", "pending", "arrears", "honour")]
        return account_leaf(SECRET, home, [self.balance.get(name, 0) for name in names],
                            max(self.last.get(name, -1) for name in names))


def small_log():
    log = Log()
    log.add("log.open", "log#1/2", {
        "origin": ORIGIN, "programme": "village", "title": "\u9752\u77f3\u6751", "offset": 480,
        "log_key": verifier_key(LOG, LOG_SEED), "hash": "sha256", "parent": "", "rehearsal": True,
        "close_day": 25})
    log.add("officer.appoint", "log#2/2", {"officer": "T01", "roles": ["admin", "township"],
                                           "villages": []}, detail='{"name":"\u738b","pin":""}')
    log.add("village.register", "0/village/V01", {
        "village": "V01", "name": "\u9752\u77f3\u6751"})
    for number, home in enumerate(HOMES):
        log.add("household.register", f"0/household/{home}", {
            "household": home, "village": "V01", "group": "1", "grid": "", "status": "resident",
            "people": 3, "passbook": f"P{number}", "card": f"C{number}"},
            detail='{"head":"\u5f20"}')
    log.add("budget.approve", "budget", {"fund": "V01", "year": 2026, "from": 4, "until": 12,
                                         "monthly": 410_000, "document": "B-1"})
    log.add("fund.deposit", "deposit", {
        "fund": "V01", "yuan": 200_000, "document": "F-1", "on": DAY},
            [("f/V01:cash", "", 200_000), ("f/V01:topup", "", -200_000)])
    for home, points in zip(HOMES, (1_050, 20)):
        log.add("opening.balance", f"opening/{home}", {
            "household": home, "points": points, "honour": points, "expires": "2026-12-31",
            "document": "O-1"},
            [("f/V01:honour_given", "", -points), ("f/V01:opening", "", -points),
             (f"h/{home}:honour", "", points), (f"h/{home}:spendable", "2026-12-31", points)])
    totals = dict.fromkeys("issued pending spendable arrears redeemed expired penalty opening"
                           " honour cash stock_cost".split(), 0)
    totals |= {"spendable": 1_070, "opening": 1_070, "honour": 1_070, "cash": 200_000}
    log.add("day.close", f"{DAY}/close", {"day": DAY}, out={
        **totals, "stock": {}, "accounts": len(HOMES),
        "account_root": root([log.account(home) for home in HOMES]).hex()},
        detail=spell({"secret": base64url(SECRET)}))
    log.add("village.register", "0/village/V02", {"village": "V02", "name": "\u677e\u5cad"})
    return log


def signed_note(leaves, cosigned_at=None):
    text = checkpoint(ORIGIN, len(leaves), root(leaves))
    note = text + "\n" + signature_line(LOG, LOG_SEED, text)
    return note + (cosignature_line(TOWN, WITNESS_SEED, text, cosigned_at) if cosigned_at else "")


def proofs(leaves):
    """Roots at every size, and every inclusion and consistency proof among them."""
    sizes = range(1, len(leaves) + 1)
    return {
        "roots": [root(leaves[:size]).hex() for size in range(len(leaves) + 1)],
        "inclusion": [{"index": index, "size": size,
                       "path": [one.hex() for one in inclusion(index, leaves[:size])]}
                      for size in sizes for index in range(size)],
        "consistency": [{"older": older, "newer": newer, "path": [
            one.hex() for one in consistency(older, leaves[:newer])]}
            for newer in sizes for older in range(1, newer + 1)],
    }


def log_vectors(log):
    return {
        "origin": ORIGIN, "log_key": verifier_key(LOG, LOG_SEED), "log_seed": LOG_SEED.hex(),
        "witness_key": verifier_key(TOWN, WITNESS_SEED, 4), "witness_seed": WITNESS_SEED.hex(),
        "entries": [{"leaf": leaf.decode(), "hash": leaf_hash(leaf).hex()} for leaf in log.leaves],
        "details": [{"seq": seq, "salt": SALT.hex(), "body": body}
                    for seq, body in log.details.items()],
        **proofs(log.leaves),
        "note": signed_note(log.leaves), "cosigned_at": 1_775_001_000,
        "cosigned": signed_note(log.leaves, 1_775_001_000),
    }


def balance_vectors(log):
    """The proof of the second household's balance at the close, and changes that prove nothing."""
    accounts, close = [log.account(home) for home in HOMES], len(log.leaves) - 2
    lines = ["wumei/balance@v1", f"account {base64_text(accounts[1])}", f"index 1 of {len(HOMES)}",
             *map(base64_text, inclusion(1, accounts))]
    text = "\n".join(lines) + "\n\n" + proof_file(log.leaves[close], close, log.leaves,
                                                  signed_note(log.leaves))
    path = base64_text(inclusion(1, accounts)[0])
    return {
        "log_key": verifier_key(LOG, LOG_SEED), "proof": text, "household": HOMES[1], "day": DAY,
        "spendable": 20, "pending": 0, "arrears": 0, "honour": 20, "last": 9,
        "accounts": [leaf.decode() for leaf in accounts], "secret": SECRET.hex(),
        "account_root": root(accounts).hex(),
        "reject": [{"why": why, "proof": text.replace(old, new, 1)} for why, old, new in (
            ("an older version of the format", "balance@v1", "balance@v0"),
            ("another place", "index 1 of 3", "index 0 of 3"),
            ("another number of accounts", "index 1 of 3", "index 1 of 4"),
            ("a place behind the last", "index 1 of 3", "index 3 of 3"),
            ("a leading zero", "index 1 of 3", "index 01 of 3"),
            ("a hash less", path + "\n", ""), ("a hash more", path + "\n", 2 * (path + "\n")),
            ("another account", base64_text(accounts[1]), base64_text(accounts[0])),
            ("another entry", base64_text(log.leaves[close]), base64_text(log.leaves[close - 1])),
            ("another size", f"\n{len(log.leaves)}\n", f"\n{len(log.leaves) - 1}\n"))],
    }


def lease_vectors(log):
    """A lease as a till takes it along, the one before it, and what no till may take for one."""
    first, second = (base64_text(leaf_hash(log.leaves[seq])) for seq in (8, 9))
    head = f"wumei/lease@v1\norigin {ORIGIN}\n"
    limits = "records 200\nredemption 5000\n"
    before = (f"{head}entry 8 {first}\ntill 01-1-a\nshop 01-1\nnumber 1\nprices 7\n"
              f"issued {START}\nstop {START + 259_200_000}\n{limits}previous none\n"
              f"household {HOMES[0]} 500 2026-12-31=500\n")
    text = (f"{head}entry 9 {second}\ntill 01-1-a\nshop 01-1\nnumber 2\nprices 7\n"
            f"issued {START + 1}\nstop {START + 259_200_001}\n{limits}previous {first}\n"
            f"household {HOMES[0]} 630 2026-12-31=600 2027-12-31=30\n"
            f"household {HOMES[1]} 12 2026-12-31=12\n")

    third = base64_text(leaf_hash(log.leaves[10]))
    grown = text.replace("household", f"added 10 {third}\nhousehold", 1).replace(
        f"{HOMES[1]} 12 2026-12-31=12", f"{HOMES[1]} 40 2026-12-31=15 2027-12-31=25")

    def note(content, seed=LOG_SEED):
        return content + "\n" + signature_line(LOG, seed, content)
    return {
        "log_key": verifier_key(LOG, LOG_SEED), "note": note(text), "before": note(before),
        "grown": note(grown), "added": 10, "added_hash": leaf_hash(log.leaves[10]).hex(),
        "entry": 9, "hash": leaf_hash(log.leaves[9]).hex(), "till": "01-1-a", "number": 2,
        "stop": START + 259_200_001, "points": 642,
        "lots": [[HOMES[0], "2026-12-31", 600], [HOMES[0], "2027-12-31", 30],
                 [HOMES[1], "2026-12-31", 12]],
        "unsigned": note(text).replace(text, text.replace(" 630 ", " 640 ").replace(
            "=600", "=610")),
        "other_key": note(text, WITNESS_SEED),
        "reject": [{"why": why, "note": note(text.replace(old, new, 1))} for why, old, new in (
            ("an older version of the format", "lease@v1", "lease@v0"),
            ("another log", ORIGIN, "wumei.example/other/e1"),
            ("a member less", "shop 01-1\n", ""), ("a member more", "till", "x y\ntill"),
            ("members in another order", "till 01-1-a\nshop 01-1", "shop 01-1\ntill 01-1-a"),
            ("no number", "number 2", "number 0"), ("a leading zero", "number 2", "number 02"),
            ("a sign", "records 200", "records -1"), ("not a till", "till 01-1-a", "till 01/1"),
            ("an end before its issue", f"stop {START + 259_200_001}", f"stop {START}"),
            ("a hash cut short", first, first[:40]), ("the first after another", "number 2",
                                                      "number 1"),
            ("none before the second", f"previous {first}", "previous none"),
            ("lots that do not sum up", "2027-12-31=30", "2027-12-31=31"),
            ("lots out of order", "2026-12-31=600 2027-12-31=30", "2027-12-31=30 2026-12-31=600"),
            ("a lot of nothing", "630 2026-12-31=600 2027-12-31=30",
             "600 2026-12-31=600 2027-12-31=0"),
            ("not a day", "2027-12-31", "2027-12-32"), ("a lot without points", "=30", ""),
            ("households out of order", f"household {HOMES[0]}", f"household {HOMES[2]}"),
            ("a household twice", f"household {HOMES[1]}", f"household {HOMES[0]}"),
            ("two spaces", f"{HOMES[1]} 12", f"{HOMES[1]}  12"),
            ("a line more", "2026-12-31=12\n", "2026-12-31=12\nx\n"))] + [
            {"why": why, "note": note(grown.replace(old, new, 1))} for why, old, new in (
                ("points added before its issue", "added 10", "added 8"),
                ("points added by its issue", "added 10", "added 9"),
                ("an addition without its hash", f"added 10 {third}", "added 10"),
                ("an addition without its entry", f"added 10 {third}", f"added {third}"),
                ("a leading zero in an addition", "added 10", "added 010"),
                ("nothing added", f"added 10 {third}", "added none"),
                ("added twice", f"added 10 {third}\n", 2 * f"added 10 {third}\n"),
                ("added before the lease before", f"previous {first}\nadded 10 {third}\n",
                 f"added 10 {third}\nprevious {first}\n"))],
    }


def reader_vectors(log):
    """What a reader takes and what it refuses."""
    name = "\u9752\u77f3\u6751"
    page = ('["wumei/entry/1",0,1774843200000,"2026-03-30","village.register","T01@cli",'
            '"0/village/V01",[],[],{"in":{"village":"V01","name":"' + name + '"},"out":{}},""]')
    accept, reject = cases.codes(signed_note(log.leaves))
    return {
        "canonical_json": {
            "accept": cases.JSON_ACCEPT,
            "reject": [{"text": text, "why": why} for text, why in cases.JSON_REJECT],
            "reject_hex": [{"hex": text, "why": why} for text, why in cases.JSON_REJECT_HEX]},
        "keys": {
            "accept": [dict(zip(("key", "command", "part", "parts"), row))
                       for row in cases.KEY_ACCEPT],
            "reject": cases.KEY_REJECT},
        "accounts": {
            "accept": [dict(zip(("account", "holder", "detail", "unit", "lots"), row))
                       for row in cases.ACCOUNT_ACCEPT],
            "reject": cases.ACCOUNT_REJECT},
        "entries": {
            "accept": page, "hash": leaf_hash(page.encode()).hex(),
            "reject": [{"leaf": page.replace(old, new, 1), "ends": ends}
                       for old, new, ends in cases.ENTRY_REJECT],
            # The name becomes that many `x`: the longest entry, and one byte more.
            "longest": {"old": name, "times": 65_535 - len(page.encode()) + len(name.encode())}},
        "commitments": [{"salt": salt.hex(), "body": body, "is": commitment(salt, body.encode())}
                        for salt, body in ((bytes(32), "{}"), (SALT, ""), (SALT, "x" * 48),
                                           (SALT, "x" * 49), (SALT, "\u5f20\u4e09"))],
        "qr": {"text": signed_note(log.leaves), "accept": accept,
               "reject": [{"payload": text, "why": why} for text, why in reject]},
    }


def files():
    yield from witnessed_files()
    log = small_log()
    for name, content in (("log.json", log_vectors(log)), ("balance.json", balance_vectors(log)),
                          ("lease.json", lease_vectors(log)),
                          ("readers.json", reader_vectors(log))):
        yield name, json.dumps(content, indent=1) + "\n"


def main(words):
    wrong = 0
    for name, text in files():
        if "--check" in words:
            wrong += (HERE / name).read_text("utf-8") != text and not print(f"{name} differs")
        else:
            (HERE / name).write_text(text, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
