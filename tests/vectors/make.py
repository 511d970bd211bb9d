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
