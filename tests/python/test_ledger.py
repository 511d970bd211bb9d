#!/usr/bin/env python3
"""The second verifier on small ledgers made here: how a check ends, whom it believes, and the kinds
that concern the log itself: keys, epochs, erasure, the accounts at the close of a day."""
import base64
import contextlib
import hashlib
import hmac
import io
import pathlib
import sqlite3
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "examples/python"), str(ROOT / "tests/attack")]
import verify_full  # noqa: E402
from tampering import sign  # noqa: E402
from wumei_verify.entries import base64url, commitment, spell  # noqa: E402
from wumei_verify.tree import Tree, leaf_hash, sha256  # noqa: E402

SEEDS = {name: name.encode().ljust(32) for name in ("log", "new", "township", "county")}
NAME, START = "wumei.example/village", 1774843200000
ZEROS = dict.fromkeys("issued pending spendable arrears redeemed expired penalty opening honour"
                      " cash stock_cost".split(), 0) | {"stock": {}}


def key(name, kind=1, called=NAME):
    data = bytes([kind]) + sign(SEEDS[name], b"")[0]
    return f"{called}+{sha256(called.encode(), bytes([10]), data)[:4].hex()}+" + base64.b64encode(
        data).decode()


def signature(name, message):
    return base64.b64encode(sign(SEEDS[name], message)[1]).decode()


def signed(text, who, time=None):
    """A signature line; of a witness when it has a time."""
    called = NAME if time is None else f"wumei.example/{who}"
    message = text.encode() if time is None else f"cosignature/v1\ntime {time}\n{text}".encode()
    kind, prefix = (1, b"") if time is None else (4, time.to_bytes(8, "big"))
    key_id = bytes.fromhex(key(who, kind, called).split("+")[1])
    line = base64.b64encode(key_id + prefix + sign(SEEDS[who], message)[1]).decode()
    return f"\u2014 {called} {line}\n"


class Ledger:
    """Entries, written as a program would, into a file."""

    def __init__(self, folder):
        self.path, self.leaves, self.origin = folder / "t.wumei", [], NAME + "/e1"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        for table, columns in (
                ("entry", "seq, key, leaf"), ("tile", "tree, level, n, hashes"),
                ("edge", "tree, level, n, hashes"), ("checkpoint", "size, note"),
                ("cosignature", "size, line"),
                ("document", "digest, body"), ("detail", "seq, salt, body")):
            self.db.execute(f"CREATE TABLE {table}({columns})")
        self.add("log.open", {"origin": self.origin, "programme": "p", "title": "t", "offset": 480,
                              "log_key": key("log"), "hash": "sha256", "parent": "",
                              "rehearsal": False, "close_day": 25}, name="log#1/2")
        self.add("officer.appoint", {"officer": "T01", "roles": ["township", "admin"],
                                     "villages": []}, name="log#2/2")

    def add(self, kind, given, out=None, refs=(), detail=None, name=None):
        seq = len(self.leaves)
        seal = commitment(b"s" * 32, detail.encode()) if detail is not None else ""
        leaf = spell(["wumei/entry/1", seq, START, "2026-03-30", kind, "T01@cli",
                      name or f"k{seq}", list(refs), [], {"in": given, "out": out or {}}, seal])
        self.leaves.append(leaf)
        self.db.execute("INSERT INTO entry VALUES(?, ?, ?)", (seq, name or f"k{seq}", leaf))
        if detail is not None:
            self.db.execute("INSERT INTO detail VALUES(?, ?, ?)", (seq, b"s" * 32, detail))
        return seq

    def note(self, *witnesses, by="log", root=None, origin=None):
        root = root or Tree(leaf_hash(leaf.encode()) for leaf in self.leaves).root()
        text = (f"{origin or self.origin}\n{len(self.leaves)}\n"
                f"{base64.b64encode(root).decode()}\n")
        return text + "\n" + signed(text, by) + "".join(signed(text, *w) for w in witnesses)

    def checkpoint(self, *witnesses, **more):
        note = self.note(*witnesses, **more)
        self.db.execute("INSERT INTO checkpoint VALUES(?, ?)", (len(self.leaves), note))
        return note

    def household(self, name, card):
        return self.add("household.register", {
            "household": name, "village": "V", "group": "1", "grid": "", "status": "resident",
            "people": 1, "passbook": "", "card": card}, detail='{"head":"x"}')


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.ledger = Ledger(self.folder)
        self.addCleanup(self.ledger.db.close)

    def file(self, name, text):
        (self.folder / name).write_text(text, "utf-8")
        return str(self.folder / name)

    def ends(self, verdict, code, *options, words=""):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            got = verify_full.main([str(self.ledger.path), *options])
        self.assertEqual((said.getvalue().split("\n")[0], got), (verdict, code), said.getvalue())
        self.assertIn(words, said.getvalue())


class Ends(Case):
    def test_nothing_checked_never_passes(self):
        self.ledger.db.execute("DELETE FROM entry")
        self.ends("could not check", 7, words="nothing was checked")
        self.ledger.db.execute("DROP TABLE entry")
        self.ends("could not check", 7)

    def test_sound_with_and_without_witnesses(self):
        town = f"log {key('log')}\nwitness T {key('township', 4, 'wumei.example/township')}\n"
        policy = self.file("policy", town + "quorum T\n")
        self.ends("unwitnessed", 0)
        self.ledger.checkpoint()
        self.ends("unwitnessed", 0, "--policy", policy)
        self.ends("failed", 6, "--policy", policy, "--require-witness")
        cosigned = self.file("note", self.ledger.note(("township", 1774843300)))
        self.ends("witnessed", 0, "--policy", policy, "--checkpoint", cosigned, "--require-witness")
        self.ends("unwitnessed", 0, "--policy", self.file("none", town + "quorum none\n"),
                  "--checkpoint", cosigned)
        early = self.file("early", self.ledger.note(("township", 0)))
        self.ends("unwitnessed", 0, "--policy", policy, "--checkpoint", early)
        forged = self.ledger.note(("township", 1774843300)).rstrip("\n")[:-6] + "AAAA==\n"
        self.ends("failed", 6, "--policy", policy, "--checkpoint", self.file("forged", forged),
                  words="cosignature of T is wrong")
        stranger = f"log {key('county')}\nquorum none\n"
        self.ends("failed", 6, "--policy", self.file("stranger", stranger))

    def test_held_heads(self):
        self.ledger.checkpoint()
        note = self.ledger.note()
        self.ends("unwitnessed", 0, "--checkpoint", self.file("note", note))
        other = self.file("other", self.ledger.note(root=bytes(32)))
        self.ends("equivocation", 9, "--checkpoint", other, words=note.split("\n")[2])
        for name, held in (("x", self.ledger.note(by="county")), ("y", "no note"),
                           ("z", self.ledger.note(origin="wumei.example/other/e1"))):
            self.ends("could not check", 7, "--checkpoint", self.file(name, held))
        self.ledger.add("village.register", {"village": "V", "name": "v"})
        longer = self.file("longer", self.ledger.note())
        self.ledger.db.execute("DELETE FROM entry WHERE seq = 2")
        self.ends("failed", 6, "--checkpoint", longer, words="entry 2 is missing")

    def test_stale_unknown_and_another_key(self):
        self.ends("stale", 8, "--newer-than", "2026-03-31")
        self.ends("unwitnessed", 0, "--newer-than", "2026-03-30", "--key", key("log"))
        self.ends("failed", 6, "--key", key("new"))
        self.ledger.add("tea.served", {"cups": 2})
        self.ends("could not check", 7, words="1 tea.served")

    def test_stored_heads(self):
        for note in (self.ledger.note(by="county"), self.ledger.note(root=bytes(32)), "x"):
            self.ledger.db.execute("DELETE FROM checkpoint")
            self.ledger.db.execute("INSERT INTO checkpoint VALUES(2, ?)", (note,))
            self.ends("failed", 6, words="checkpoint")
        self.ledger.db.execute("UPDATE checkpoint SET size = 1, note = ?", (self.ledger.note(),))
        self.ends("failed", 6, words="checkpoint")


class Kinds(Case):
    def rotate(self, old="log", new="new", text=None):
        seq, text = len(self.ledger.leaves), text or key(new)
        message = f"wumei/key-rotate/1\n{self.ledger.origin}\n{seq}\n{text}\n".encode()
        return {"old_key": key("log"), "new_key": text, "old_signature": signature(old, message),
                "new_signature": signature(new, message)}

    def change(self, old, new, origin=None):
        """The key changes from one to the other, signed by both under that origin."""
        ledger = self.ledger
        message = (f"wumei/key-rotate/1\n{origin or ledger.origin}\n{len(ledger.leaves)}\n"
                   f"{key(new)}\n").encode()
        ledger.add("key.rotate", {"old_key": key(old), "new_key": key(new),
                                  "old_signature": signature(old, message),
                                  "new_signature": signature(new, message)})

    def test_keys_change_hands(self):
        self.ledger.checkpoint()
        self.ledger.add("key.rotate", self.rotate())
        self.ledger.checkpoint(by="new")
        self.ends("unwitnessed", 0, "--key", key("log"))
        self.ledger.db.execute("UPDATE checkpoint SET note = ? WHERE size = 3",
                               (self.ledger.note(),))
        self.ends("failed", 6, words="checkpoint 3: is not signed")

    def test_one_key_alone_changes_nothing(self):
        self.ledger.add("key.rotate", self.rotate(old="new"))
        self.ends("failed", 6, words="entry 2: key")

    def test_epochs_follow(self):
        given = {"origin_old": NAME + "/e1", "origin_new": NAME + "/e2", "signed_size": 0,
                 "signed_root": "", "witnessed_size": 0, "witnessed_root": "", "lost_from": 2,
                 "lost_until": 4}
        lost = self.file("lost", self.ledger.note(root=bytes(32)).replace("\n2\n", "\n3\n"))
        self.ledger.add("epoch.open", given)
        self.ledger.origin = NAME + "/e2"
        self.ledger.checkpoint()
        self.ends("unwitnessed", 0)
        self.ends("could not check", 7, "--checkpoint", lost)  # cut, so its signature is none
        self.ledger.add("epoch.open", given, name="again")
        self.ends("failed", 6, words="entry 3: epoch")

    def test_a_key_changes_again_after_a_restore(self):
        """Each change is signed for the origin that it stands under; heads follow name and key."""
        ledger = self.ledger
        first = self.file("first", ledger.checkpoint())
        self.change("log", "new")
        ledger.checkpoint(by="new")
        new = NAME + "/e2"
        ledger.add("epoch.open", {
            "origin_old": ledger.origin, "origin_new": new, "signed_size": 9, "signed_root": "",
            "witnessed_size": 0, "witnessed_root": "", "lost_from": 3, "lost_until": 9})
        ledger.origin = new
        ledger.checkpoint(by="new")
        self.change("new", "county")
        last = self.file("last", ledger.checkpoint(by="county"))
        self.ends("unwitnessed", 0, "--checkpoint", first, "--checkpoint", last, "--key",
                  key("log"))
        old = self.file("old", ledger.note(by="new"))
        self.ends("could not check", 7, "--checkpoint", old, words="is not signed by the log's key")
        self.change("county", "log", origin=NAME + "/e1")
        self.ends("failed", 6, words="did not sign for it")

    def test_anchors(self):
        ledger, root = self.ledger, base64.b64encode(b"r" * 32).decode()
        other = "wumei.example/other/e1"

        def anchor(origin, size, top=root):
            note = f"{origin}\n{size}\n{top}\n"
            digest = "sha256:" + hashlib.sha256(note.encode()).hexdigest()
            ledger.db.execute("INSERT INTO document VALUES(?, ?)", (digest, note))
            ledger.add("anchor.record", {"origin": origin, "size": size, "root": top,
                                         "note": digest})

        anchor(other, 4)
        anchor("wumei.example/third/e1", 2)
        anchor(other, 5)
        self.ends("unwitnessed", 0)
        ledger.db.execute("DELETE FROM document WHERE rowid = 2")
        self.ends("failed", 6, words="of entry 3, is missing")
        for origin, size, top in ((other, 5, root), (other, 4, root), (NAME + "/e7", 3, root),
                                  ("wumei.example/fourth", 0, root), (other, 6, root[:-4])):
            with self.subTest(origin=origin, size=size):
                last = len(ledger.leaves)
                anchor(origin, size, top)
                self.ends("failed", 6, words=f"entry {last}: ")
                ledger.leaves.pop()
                ledger.db.execute("DELETE FROM entry WHERE seq = ?", (last,))

    def test_erasure(self):
        self.ledger.add("village.register", {"village": "V", "name": "v"})
        seq = self.ledger.household("H1", "")
        self.ledger.db.execute("DELETE FROM detail")
        self.ends("failed", 6, words=f"entry {seq}: its private detail is gone")
        erase = {"seq": seq, "ground": "law", "document": "D1"}
        self.ledger.add("detail.erase", erase, refs=[seq])
        self.ends("unwitnessed", 0, words="erased 1")
        self.ledger.db.execute("INSERT INTO detail VALUES(?, ?, ?)", (seq, b"s" * 32,
                                                                      '{"head":"x"}'))
        self.ends("failed", 6, words="was to be erased")
        self.ledger.add("detail.erase", erase, refs=[seq])
        self.ends("failed", 6, words="entry 5: erasure")

    def close(self, root, accounts=2, secret=b"k" * 32):
        self.ledger.add("village.register", {"village": "V", "name": "v"})
        self.ledger.household("H2", "C2")
        self.ledger.household("H1", "")
        out = ZEROS | {"accounts": accounts, "account_root": root}
        return self.ledger.add("day.close", {"day": "2026-03-30"}, out,
                               detail=spell({"secret": base64url(secret)}))

    def account_root(self, secret=b"k" * 32):
        blinds = [base64url(hmac.new(secret, f"wumei/account/1\n{name}".encode(),
                                     hashlib.sha256).digest()) for name in ("H2", "H1")]
        return Tree(leaf_hash(spell(["wumei/account/1", name, [0, 0, 0, 0], -1, blind]).encode())
                    for name, blind in zip(("H2", "H1"), blinds)).root()

    def test_the_root_of_the_accounts(self):
        self.close(self.account_root().hex())
        self.ends("unwitnessed", 0)

    def test_other_accounts(self):
        for root, accounts, secret in ((self.account_root().hex(), 3, b"k" * 32),
                                       (bytes(32).hex(), 2, b"k" * 32),
                                       (self.account_root().hex(), 2, b"x" * 32)):
            with self.subTest(accounts=accounts, secret=secret):
                self.setUp()
                self.close(root, accounts, secret)
                self.ends("failed", 6, words="entry 5: law 13")

    def test_the_register(self):
        add, village = self.ledger.add, {"village": "V", "name": "v"}
        add("village.register", village)
        self.ledger.household("H1", "C1")
        for kind, given in (("village.register", village), ("donor.register", None),
                            ("household.register", "card"), ("card.issue", "C1")):
            last = len(self.ledger.leaves)
            if kind == "donor.register":
                add(kind, {"donor": "D", "name": "d", "kind": "company"})
                continue
            if given == "card":
                self.ledger.household("H9", "C1")
            else:
                add(kind, given if kind != "card.issue" else {"household": "H1", "card": "C1",
                                                              "replaces": "C1"})
            self.ends("failed", 6, words="law 14")
            self.ledger.db.execute("DELETE FROM entry WHERE seq >= ?", (last,))
            self.ledger.db.execute("DELETE FROM detail WHERE seq >= ?", (last,))
            del self.ledger.leaves[last:]
        self.ends("unwitnessed", 0)


if __name__ == "__main__":
    unittest.main()
