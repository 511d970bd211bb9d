#!/usr/bin/env python3
"""verify.py LEDGER [--checkpoint NOTE]: checks a wumei ledger; shares no code with wumei.

Every entry is in its one spelling, hashes to what was stored and obeys laws 1-5; roots (RFC 6962)
fit the checkpoints, documents their digests, dates the days of recording. Not checked: signatures,
private details, laws 6-14. Exit: 0 sound, 6 not, 7 could not check."""
import base64, datetime, functools, hashlib, json, pathlib, re, sqlite3, sys, unicodedata
from collections import Counter, defaultdict

# What an account is for -> the side of zero it lies on (0: either, 2: each lot as well), its unit.
PURPOSES = {purpose: row[1:] for row in (
    ("pending spendable escrow", 2, "points"), ("stock", 2, "goods"), ("out", 1, "goods"),
    ("redeemed expired penalty", 1, "points"), ("cash stock_cost spent", 1, "yuan"),
    ("issued arrears suspense opening", -1, "points"), ("given bought short", -1, "goods"),
    ("topup payable donated_value", -1, "yuan"), ("variance", 0, "goods"),
    ("honour honour_given", 0, "honour")) for purpose in row[0].split()}

def need(true, message):  # AssertionError: the ledger is not what it says it is
    if not true:
        raise AssertionError(message)

def plain(x):  # only what entries may hold: exact integers, NFC text, booleans, lists, objects
    if isinstance(x, (dict, list)):
        return all(map(plain, [*x, *x.values()] if isinstance(x, dict) else x))
    return isinstance(x, int) and abs(x) < 2**53 or unicodedata.is_normalized("NFC", x)

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def root(edge):
    return functools.reduce(lambda node, left: sha256(b"\1", left, node), edge[::-1])
def through(day, months):
    return sum(points for month, points in months.items() if month <= day)

class Ledger:
    """What the entries read so far add up to; `edge`: roots of complete subtrees."""
    def __init__(self):
        self.size, self.recorded, self.zone, self.origin, self.group = 0, 0, None, "", None
        self.balance, self.lots, self.edge, self.last, self.given = Counter(), Counter(), [], {}, {}
        self.keys, self.released, self.issued = set(), defaultdict(Counter), defaultdict(Counter)

    def add(self, leaf, key):  # holds an entry against the laws, adds it up; its hash (RFC 6962)
        entry = json.loads(leaf)
        spelling = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        need(spelling == leaf and plain(entry) and len(leaf) < 65536, "not in its one spelling")
        tag, seq, recorded, day, kind, actor, name, refs, legs, data, seal = entry
        need([*map(type, entry)] == [str] + [int] * 2 + [str] * 4 + [list] * 2 + [dict, str] and
             list(data) == ["in", "out"], "not an entry")
        if tag != "wumei/entry/1":
            raise OSError(f"entry {self.size} has the format {tag}, not wumei/entry/1")
        follows = seq == self.size and all(type(ref) is int and 0 <= ref < seq for ref in refs)
        need(follows and recorded >= self.recorded, "law 4: out of order")
        self.check_key(name, key.decode())
        if kind in ("log.open", "epoch.open"):  # a restored ledger goes on under a new name
            self.origin = (given := data["in"]).get("origin_new") or given["origin"]
            self.zone = self.zone or datetime.timezone(datetime.timedelta(minutes=given["offset"]))
        today = datetime.datetime.fromtimestamp(recorded // 1000, self.zone).date()
        need(datetime.date.fromisoformat(day) <= today, "dated after the day of recording")
        if kind == "budget.approve":
            fund, year, first, last, points = list(data["in"].values())[:5]
            months = {f"{year}-{month:02}": points for month in range(first, last + 1)}
            self.given[seq] = f"f/{fund}:issued/{year}", months
            self.released[self.given[seq][0]].update(months)
        elif kind == "entry.reverse" and refs[0] in self.given:
            self.take_back(*self.given.pop(refs[0]))
        self.post(legs, day, seq)
        self.size, self.recorded = seq + 1, recorded
        node = own = sha256(b"\0", leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            node = sha256(b"\1", self.edge.pop(), node)  # two complete subtrees of one size
        self.edge.append(node)
        return own

    def take_back(self, account, months):
        """Law 2: a budget goes again only while the others cover what every month had issued."""
        self.released[account].subtract(months)
        for month in [month for month in self.issued[account] if month >= min(months)]:
            over = through(month, self.issued[account]) - through(month, self.released[account])
            need(over <= 0, f"law 2: without that budget {account} is {over} over by {month}")

    def check_key(self, key, column):  # law 5: once for ever; a command's n entries stand together
        part = key == column and re.fullmatch(r"([ -\"$-~]+)(#([1-9]\d*)/([2-9]|[1-9]\d+))?", key)
        need(part and len(key) < 65, f"law 5: {key} is no key")
        stem, i, n = part[1], int(part[3] or 1), int(part[4] or 1)
        need((stem, i, n) == (self.group or (stem, 1, n)), "law 5: a command is incomplete")
        need(i > 1 or stem not in self.keys, f"law 5: key {key} was used before")
        self.keys.add(stem)
        self.group = (stem, i + 1, n) if i < n else None

    def post(self, legs, day, seq):
        """Laws 1 to 3 over the legs [account, lot, amount, balance, previous]."""
        sums, order = Counter(), [leg[:2] for leg in legs]
        need(all([*map(type, x)] == [str] * 2 + [int] * 3 for x in legs), "a leg has a wrong type")
        need(all(a < b for a, b in zip(order, order[1:])), "law 1: a leg stands twice")
        for account, lot, amount, balance, previous in legs:
            purpose, _, sku = account.split(":", 1)[1].partition("/")
            side, unit = PURPOSES[purpose]
            sums[unit, sku if unit == "goods" else ""] += amount
            was, last = self.balance[account], self.last.get(account, -1)
            need((balance, previous) == (was + amount, last), f"law 3: {account} was {was}, {last}")
            self.balance[account] = balance
            self.lots[account, lot] += amount
            fits = self.lots[account, lot] >= 0 if lot else balance * side >= 0
            need(amount and fits and bool(lot) == (side == 2), f"law 2: {account} {balance}")
            if purpose == "issued":
                self.issued[account][day[:7]] -= amount
                budget = through(day, self.released[account])
                need(amount > 0 or -balance <= budget, f"law 2: {account} over {budget}")
        need(not any(sums.values()), f"law 1: the legs sum to {dict(sums)}")
        self.last.update({leg[0]: seq for leg in legs})

def verify(db, notes):
    """The ledger as its entries add up, held against the stored checkpoints and other notes."""
    ledger, heads = Ledger(), defaultdict(list)
    for note in notes + [note.decode() for (note,) in db.execute("SELECT note FROM checkpoint")]:
        origin, size, top = note.split("\n")[:3]
        heads[int(size)].append((origin, base64.b64decode(top)))
    tiles = dict(db.execute("SELECT n, hashes FROM edge WHERE tree = 0 AND level = 0 UNION ALL"
                            " SELECT n, hashes FROM tile WHERE tree = 0 AND level = 0"))
    for seq, key, leaf in db.execute("SELECT seq, key, leaf FROM entry ORDER BY seq"):
        try:
            own, at = ledger.add(leaf, key), seq % 256 * 32  # `at`: its place in the tile
            need(tiles.get(seq // 256, b"")[at:at + 32] in (b"", own), "not the bytes once hashed")
        except (AssertionError, LookupError, ValueError, TypeError, AttributeError) as why:
            raise AssertionError(f"entry {seq}: {why}") from why
        for head in heads.pop(ledger.size, []):  # the tree up to here, against what was signed
            need(head == (ledger.origin, root(ledger.edge)), f"entry {seq} or before was changed")
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
    print(f"sound: {ledger.size} entries, root {root(ledger.edge).hex()}")
    for purpose in sorted({name.split(":")[1].split("/")[0] for name in ledger.balance}):
        total = sum(n for name, n in ledger.balance.items() if f"{name}/".find(f":{purpose}/") > 0)
        print(f"  {purpose:14}{total:>14} {PURPOSES[purpose][1]}")

if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except AssertionError as why:
        sys.exit(print(f"NOT SOUND: {why}") or 6)
    except (OSError, TypeError, ValueError, sqlite3.Error) as why:
        sys.exit(print(f"COULD NOT CHECK: {why}") or 7)
