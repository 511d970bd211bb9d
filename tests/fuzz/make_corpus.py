#!/usr/bin/env python3
"""Makes the seed corpora anew, from the project's example data and the program itself.

    make_corpus.py --wumei PROGRAM

To be run when a byte format changes. Files that it does not make (inputs that once showed a
finding) are left alone.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parents[1] / "examples" / "data"
VECTORS = HERE.parent / "vectors"
CORPUS = HERE / "corpus"
PASSPHRASE = "our passphrase"
HOUSEHOLDS = {"0101001", "0101002", "0101003", "0101004", "0101039", "0101006", "0106019"}


def put(name, data):
    file = CORPUS / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())


def rows(name, wanted):
    """The head of an example file and its first rows about the few households."""
    raw = (DATA / name).read_bytes()
    code = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        lines = raw.decode(code).splitlines(keepends=True)
    except UnicodeDecodeError:
        code, lines = "gb18030", raw.decode("gb18030").splitlines(keepends=True)
    kept = [line for line in lines[1:] if HOUSEHOLDS.intersection(line.split(","))]
    return "".join(lines[:1] + (kept or lines[1:])[:wanted]).encode(code)


class Village:
    """The manual's first month with a handful of households."""

    def __init__(self, wumei, folder):
        self.wumei, self.folder = wumei, folder
        self.ledger = folder / "village.wumei"

    def run(self, now, officer, *words):
        name, pin = officer.split(":")
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith("WUMEI_")}
        environment |= {"WUMEI_LEDGER": str(self.ledger), "WUMEI_PASSPHRASE": PASSPHRASE,
                        "WUMEI_AS": name, "WUMEI_PIN": pin, "WUMEI_NOW": now}
        done = subprocess.run([self.wumei, *words], cwd=self.folder, env=environment,
                              capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{words}: exit {done.returncode}\n{done.stderr.decode()}")
        return done.stdout

    def take(self, now, officer, kind, name, wanted=6):
        data = rows(name, wanted)
        put(f"import/{kind}", kind.encode() + b"\n" + data)
        file = self.folder / f"{kind}.csv"
        file.write_bytes(data)
        self.run(now, officer, "import", kind, str(file), "--skip-refused")

    def month(self):
        start, one, two, three = "2026-03-30", "T01:246801", "T02:135790", "T03:864209"
        self.run(start, one, "init", "--rehearsal", "--title", "官桥镇", "--programme", "guanqiao")
        for kind in ("villages", "officers", "grids", "households", "shops", "donors"):
            self.take(start, one, kind, f"village/{kind}.csv", 40 if kind == "officers" else 8)
        self.take(start, one, "goods", "goods.csv")
        self.take(start, one, "budgets", "village/budgets.csv")
        self.run(start, one, "rules", "publish", str(DATA / "rulebook.toml"))
        self.run(start, one, "rules", "sheet", str(DATA / "sheet.toml"))
        self.take("2026-04-01", one, "deposits", "village/deposits.csv")
        self.take("2026-04-01", one, "opening", "village/opening.csv")
        self.take("2026-04-01", two, "opening-stock", "village/opening-stock.csv")
        self.take("2026-04-05", two, "deliveries", "village/deliveries-2026-04.csv", 3)
        self.take("2026-04-18", two, "inspections", "village/inspections-2026-04.csv")
        self.take("2026-04-20T16:00", two, "claims", "village/claims-2026-04.csv")
        self.run("2026-04-20T17:00", three, "claim", "approve", "--all", "--through", "2026-04-19",
                 "--step", "1")
        self.run("2026-04-20T18:00", "T04:975310", "claim", "approve", "--all", "--through",
                 "2026-04-19")
        self.run("2026-04-20T19:00", "T04:975310", "notice", "open", "--all", "--through",
                 "2026-04-19")
        self.run("2026-04-24", "T05:420864", "notice", "confirm", "--all")
        self.take("2026-04-25", two, "redemptions", "village/redemptions-2026-04.csv")
        put("import/objections", b"objections\n" + rows("village/objections-2026-04.csv", 4))
        put("import/verdicts", b"verdicts\n" + rows("village/objections-2026-04.csv", 4))
        self.run("2026-04-25T18:00", one, "close", "day")

    def leaves(self):
        db = sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)
        try:
            return [leaf for (leaf,) in db.execute("SELECT leaf FROM entry ORDER BY seq")]
        finally:
            db.close()


def entries(leaves):
    shortest = {}
    for leaf in leaves:
        kind = leaf.split(",", 5)[4].strip('"')
        if len(leaf) < len(shortest.get(kind, leaf + " ")):
            shortest[kind] = leaf
    for kind, leaf in shortest.items():
        put(f"entry/{kind}", leaf)
    longest = max(leaves, key=len)
    put("json/data", longest[longest.index('{"in"'):longest.rindex("}") + 1])
    put("verify/month", "\n".join(leaves) + "\n")
    put("verify/founding", "\n".join(leaves[:4]) + "\n")


def documents():
    book = (DATA / "rulebook.toml").read_text("utf-8")
    head, *parts = book.split("\n[[")
    rules = [part for part in parts if part.startswith("rule]]")]
    short = [part for part in rules[:40] if "excluded_by" not in part and "event" not in part][:6]
    put("rule_book/short.toml", "\n[[".join([head, *short]) + "\n")
    put("rule_book/whole.toml", book)
    put("score_sheet/sheet.toml", (DATA / "sheet.toml").read_bytes())
    text = "户编号,积分,备注,日期\r\n0101001,3.5,本人,2026-04-01\r\n"
    text += '0101002,２,"代领、""半""袋\n两行",2026年4月2日\r\n\r\n0101003,-7,,,\r\n'
    put("csv/plain", text)
    put("csv/with_mark", "\ufeff" + text.replace("\r\n", "\n"))
    put("csv/gb18030", text.encode("gb18030"))


def proofs(village):
    one = "T01:246801"
    now = "2026-04-25T18:00"
    note = village.run(now, one, "checkpoint", "--last")
    put("note/checkpoint", note)
    leases = json.loads((VECTORS / "lease.json").read_text("utf-8"))
    for name in ("note", "before", "grown"):
        put(f"lease/{name}", leases[name].rpartition("\n\n")[0] + "\n")
    put("note/forked", (VECTORS / "forked.note").read_bytes())
    proof = (VECTORS / "witnessed.tlog-proof").read_bytes()
    put("proof/witnessed.tlog-proof", proof)
    put("proof/pipeline.tlog-proof", (VECTORS / "pipeline.tlog-proof").read_bytes())
    signed = proof[proof.index(b"\n\n") + 2:]
    put("note/witnessed", signed)
    put("note/signature_line", signed[signed.rindex("—".encode()):])
    put("shown_file/proof", proof)
    put("shown_file/note", note)
    (HERE / "originals").mkdir(exist_ok=True)
    policy = (VECTORS / "witnessed.policy").read_text("utf-8")
    (HERE / "originals" / "witnessed.policy").write_text(policy, "utf-8")
    put("policy/witnessed", policy)
    keys = [line.split()[-1] for line in policy.splitlines()[:2]]
    put("policy/groups", f"# 县里的见证\nlog {keys[0]} https://a.example/\nwitness t\t{keys[1]}\n"
        "group g any t\ngroup all 1 g\nquorum all\n")
    put("verifier_key/log", keys[0])
    put("verifier_key/witness", keys[1])
    own = village.run(now, one, "key", "show").decode().split()[-1]
    put("shown_file/key", own + "\n")
    put("key_file/ed25519", (village.folder / "village.wumei.key").read_bytes())
    village.run(now, one, "national", "key", "guanqiao.example/points")
    put("key_file/sm2", (village.folder / "village.wumei.key.sm2").read_bytes())
    put("verifier_key/sm2", village.run(now, one, "national", "show").decode().split()[-1])
    put("head_file/signed", (village.folder / "village.wumei.head").read_bytes())
    balance = village.run(now, one, "proof", "--balance", "0101002")
    put("balance_proof/household.balance-proof", balance)
    (HERE / "originals" / "balance.policy").write_text(f"log {own}\nquorum none\n", "utf-8")
    put("qr/proof", village.run(now, one, "proof", "5", "--qr", "payload").strip())
    put("qr/note", village.run(now, one, "checkpoint", "--last", "--qr", "payload").strip())
    put("qr/base45", "%69 VD92EX0")
    put("shown_file/payload", village.run(now, one, "checkpoint", "--last", "--qr", "payload"))


def tiles(village):
    folder = village.folder / "public"
    village.run("2026-04-25T18:00", "T01:246801", "export", "--tiles", str(folder), "--entries")
    hashes = next((folder / "tile" / "0").glob("000.p/*"))
    bundle = (folder / "tile" / "entries" / "000.p" / hashes.name).read_bytes()
    end = 0
    for _ in range(5):
        end += 2 + int.from_bytes(bundle[end:end + 2], "big")
    put("tiles/log", bytes((0, 4, 0, 2, 0, 3)) + hashes.read_bytes()[:5 * 32] + bundle[:end])
    put("tiles/two_tiles", (299).to_bytes(2, "big") + bytes((0, 1, 0, 9)) +
        (hashes.read_bytes() * 10)[:300 * 32] + bundle[:end])


def snapshots():
    put("snapshot/same", "p")
    put("snapshot/untrusted_patch", b"P" + bytes((0, 4, 0, 1)))
    put("snapshot/trusted_patch", b"p" + bytes((0, 4, 0, 1, 0, 9, 9, 128)))
    put("snapshot/cut", b"c" + bytes(40))
    put("snapshot/own_body", b"r" + base64.b64encode(bytes(range(64))))


def scans():
    """`input_event`s of a 64-bit Linux: a type, a code and a value behind a time."""
    def events(*rows):
        return b"".join(struct.pack("<qqHHi", at // 100, at % 100 * 10000, *row)
                        for at, row in enumerate(rows, 500))

    def keys(*codes):
        return [row for code in codes for row in ((1, code, 1), (0, 0, 0), (1, code, 0), (0, 0, 0))]

    card = [(1, 42, 1), *keys(46), (1, 42, 0), *keys(10, 12, 2)]  # C9-1
    put("scan/code", events(*card, *keys(28)))
    put("scan/lost_keys", events(*card, (0, 3, 0), *keys(3, 28), *card, *keys(28)))
    put("scan/odd_key", events(*card, *keys(56, 28), *keys(34, 11, 5, 28)))
    put("scan/held", events(*card, (1, 2, 2), (1, 2, 2), *keys(96)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        village = Village(options.wumei.resolve(), folder)
        village.month()
        entries(village.leaves())
        documents()
        proofs(village)
        tiles(village)
        snapshots()
        scans()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
