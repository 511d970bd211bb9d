#!/usr/bin/env python3
"""Checks a wumei ledger from its first entry; standard library only, no code shared with wumei.

Every entry is in its one spelling, hashes to what was stored and obeys laws 1-5; no date lies after
the day of recording; the tree's root (RFC 6962) fits every checkpoint; documents fit their digests.
Not checked: signatures (Python's library has no Ed25519), private details, laws 6-13.
verify.py LEDGER [--checkpoint NOTE]; exit 0 sound, 6 not (names the first bad entry), 7 unread."""
import base64, datetime, functools, hashlib, json, pathlib, re, sqlite3, sys, unicodedata
from collections import Counter, defaultdict

# What an account is for -> side of zero it may lie on (0: either), unit, and whether it has lots.
PURPOSES = {purpose: row[1:] for row in (
    ("pending spendable escrow", 1, "points", True), ("honour honour_given", 0, "honour", False),
    ("redeemed expired penalty", 1, "points", False), ("stock", 1, "goods", True),
    ("issued arrears suspense opening", -1, "points", False), ("out", 1, "goods", False),
    ("given bought short", -1, "goods", False), ("cash stock_cost spent", 1, "yuan", False),
    ("variance", 0, "goods", False), ("topup payable donated_value", -1, "yuan", False))
    for purpose in row[0].split()}

class Bad(Exception):
    """The ledger is not what it says it is."""

def need(true, message):
    if not true:
        raise Bad(message)

def plain(x):
    """Only what entries may hold: exact integers, NFC text, booleans, lists, objects."""
    if isinstance(x, (dict, list)):
        return all(map(plain, [*x, *x.values()] if isinstance(x, dict) else x))
    return isinstance(x, int) and abs(x) < 2**53 or unicodedata.is_normalized("NFC", x)

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

class Ledger:
    """What the entries read so far add up to; `edge`: roots of complete subtrees."""
    def __init__(self):
        self.size, self.recorded, self.zone, self.origin, self.group = 0, 0, None, "", None
        self.balance, self.last, self.lots, self.edge = Counter(), {}, Counter(), []
        self.budgets, self.keys = defaultdict(list), set()

    def add(self, leaf, key):
        """Decodes one entry, holds it against the laws, adds it up; returns its hash."""
        entry = json.loads(leaf)
        spelling = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        need(spelling == leaf and plain(entry) and len(leaf) < 65536, "not in its one spelling")
        tag, seq, recorded, day, kind, actor, name, refs, legs, data, seal = entry
        types = [type(x) for x in (seq, recorded, day, kind, actor, name, seal, *refs)]
        right = types == [int] * 2 + [str] * 5 + [int] * len(refs) and list(data) == ["in", "out"]
        need(tag == "wumei/entry/0" and right, "not an entry, or a field has the wrong type")
        follows = seq == self.size and all(0 <= ref < seq for ref in refs)
        need(follows and recorded >= self.recorded, "law 4: out of order")
        self.check_key(name, key.decode())
        if kind in ("log.open", "epoch.open"):  # a restored ledger goes on under a new name
            self.origin = (given := data["in"]).get("origin_new") or given["origin"]
            self.zone = self.zone or datetime.timezone(datetime.timedelta(minutes=given["offset"]))
        today = datetime.datetime.fromtimestamp(recorded // 1000, self.zone).date()
        need(datetime.date.fromisoformat(day) <= today, "dated after the day of recording")
        if kind == "budget.approve":
            fund, year, first, last, points = list(data["in"].values())[:5]
            self.budgets[f"f/{fund}:issued/{year}"] += [
                (f"{year}-{month:02}-01", points) for month in range(first, last + 1)]
        self.post(legs, day, seq)
        self.size, self.recorded = seq + 1, recorded
        return self.hash(leaf)

    def check_key(self, key, column):
        """Law 5: a key is used once, and the n entries of one command stand together."""
        right = key == column and key.isascii() and 0 < len(key) < 65
        need(right and key not in self.keys, f"law 5: key {key} was used before, or is no key")
        self.keys.add(key)
        part = re.fullmatch(r"(.*)#(\d+)/(\d+)", key)
        stem, i, n = (part[1], *map(int, part.groups()[1:])) if part else (key, 1, 1)
        need((stem, i, n) == (self.group or (stem, 1, n)), "law 5: a command is incomplete")
        self.group = (stem, i + 1, n) if i < n else None

    def post(self, legs, day, seq):
        """Laws 1 to 3 over the legs [account, lot, amount, balance, previous]."""
        sums, sides, order = Counter(), {}, [leg[:2] for leg in legs]
        need(all([*map(type, x)] == [str] * 2 + [int] * 3 for x in legs), "a leg has a wrong type")
        need(all(a < b for a, b in zip(order, order[1:])), "law 1: a leg stands twice")
        for account, lot, amount, balance, previous in legs:
            purpose, _, sku = account.split(":", 1)[1].partition("/")
            sides[account], unit, in_lots = PURPOSES[purpose]
            sums[sku if unit == "goods" else unit] += amount
            was, last = self.balance[account], self.last.get(account, -1)
            need((balance, previous) == (was + amount, last), f"law 3: {account} was {was}, {last}")
            self.balance[account] = balance
            self.lots[account, lot] += amount
            fits = amount and bool(lot) == in_lots and (not lot or self.lots[account, lot] >= 0)
            need(fits, f"law 2: {account}, lot {lot!r}: {amount} from what it held")
        need(not any(sums.values()), f"law 1: the legs sum to {dict(sums)}")
        for account, side in sides.items():
            need(self.balance[account] * side >= 0, f"law 2: {account} {self.balance[account]}")
            budget = sum(points for start, points in self.budgets[account] if start <= day)
            falls = ":issued/" in account and sum(x[2] for x in legs if x[0] == account) < 0
            need(not falls or -self.balance[account] <= budget, f"law 2: {account} over {budget}")
            self.last[account] = seq

    def hash(self, leaf):  # RFC 6962: two complete subtrees of one size make the next
        node = own = sha256(b"\0", leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            node = sha256(b"\1", self.edge.pop(), node)
        self.edge.append(node)
        return own

    def root(self):
        return functools.reduce(lambda node, left: sha256(b"\1", left, node), self.edge[::-1])

def verify(db, notes):
    """The ledger as its entries add up, held against the stored checkpoints and other notes."""
    ledger, heads = Ledger(), defaultdict(list)
    for note in notes + [note.decode() for (note,) in db.execute("SELECT note FROM checkpoint")]:
        origin, size, root = note.split("\n")[:3]
        heads[int(size)].append((origin, base64.b64decode(root)))
    tiles = dict(db.execute("SELECT n, hashes FROM edge WHERE tree = 0 AND level = 0 UNION ALL"
                            " SELECT n, hashes FROM tile WHERE tree = 0 AND level = 0"))
    for seq, key, leaf in db.execute("SELECT seq, key, leaf FROM entry ORDER BY seq"):
        try:
            own, at = ledger.add(leaf, key), seq % 256 * 32  # `at`: its place in the tile
            need(tiles.get(seq // 256, b"")[at:at + 32] in (b"", own), "not the bytes once hashed")
        except (Bad, LookupError, ValueError, TypeError, AttributeError) as why:
            raise Bad(f"entry {seq}: {why}") from why
        for head in heads.pop(ledger.size, []):  # the tree up to here, against what was signed
            need(head == (ledger.origin, ledger.root()), f"entry {seq} or before is not as signed")
    need(not heads and not ledger.group, f"entry {ledger.size} is missing; signed: {[*heads]}")
    for digest, body in db.execute("SELECT digest, body FROM document"):
        need(digest.decode() == "sha256:" + sha256(body).hex(), f"document {digest} was changed")
    return ledger

def main(path, *options):
    notes = [pathlib.Path(note).read_text("utf-8") for note in options if note != "--checkpoint"]
    db = sqlite3.connect(pathlib.Path(path).resolve().as_uri() + "?mode=ro", uri=True)
    db.text_factory = bytes
    ledger = verify(db, notes)
    if not ledger.size:
        raise OSError("no entries")
    print(f"sound: {ledger.size} entries, root {ledger.root().hex()}")
    for purpose in sorted({name.split(":")[1].split("/")[0] for name in ledger.balance}):
        total = sum(n for name, n in ledger.balance.items() if f"{name}/".find(f":{purpose}/") > 0)
        print(f"  {purpose:14}{total:>14} {PURPOSES[purpose][1]}")

if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Bad as why:
        sys.exit(print(f"NOT SOUND: {why}") or 6)
    except (OSError, TypeError, ValueError, sqlite3.Error) as why:
        sys.exit(print(f"COULD NOT CHECK: {why}") or 7)
