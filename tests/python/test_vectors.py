#!/usr/bin/env python3
"""The second verifier held to the vectors of tests/vectors, as the unit tests hold the library."""
import contextlib
import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests/vectors"
sys.path.insert(0, str(ROOT / "examples/python"))
import verify_full  # noqa: E402
from wumei_verify import book, ed25519, entries, notes, proofs, tree  # noqa: E402
from wumei_verify.result import FAILED, UNCHECKED, UNWITNESSED, WITNESSED, Broken  # noqa: E402

BAD = (Broken, ValueError, LookupError, TypeError, AttributeError)
READERS, LOG, BALANCE, PUBLIC = (json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
                                 for name in ("readers", "log", "balance", "public"))


def path(row):
    return [bytes.fromhex(one) for one in row["path"]]


class Readers(unittest.TestCase):
    def test_canonical_json(self):
        rows = READERS["canonical_json"]
        for text in rows["accept"]:
            entries.canonical(text.encode())
        refuse = [(row["text"].encode(), row["why"]) for row in rows["reject"]]
        for data, why in refuse + [(bytes.fromhex(row["hex"]), row["why"])
                                   for row in rows["reject_hex"]]:
            with self.assertRaises(BAD, msg=(data, why)):
                entries.canonical(data)

    def test_keys(self):
        for row in READERS["keys"]["accept"]:
            self.assertTrue(entries.is_key(row["key"]), row)
            command, *part = entries.KEY.fullmatch(row["key"]).groups("1")
            self.assertEqual([command, *map(int, part)],
                             [row["command"], row["part"], row["parts"]])
        for key in READERS["keys"]["reject"]:
            self.assertFalse(entries.is_key(key), key)

    def test_accounts(self):
        for row in READERS["accounts"]["accept"]:
            found = book.account(row["account"])
            self.assertEqual([found.holder, found.part, found.unit, found.lots],
                             [row["holder"], row["detail"], row["unit"], row["lots"]])
        for name in READERS["accounts"]["reject"]:
            with self.assertRaises(Broken, msg=name):
                book.account(name)

    def test_entries(self):
        rows = READERS["entries"]
        good = rows["accept"].encode()
        self.assertEqual(entries.Entry(good).kind, "village.register")
        self.assertEqual(tree.leaf_hash(good).hex(), rows["hash"])
        for row in rows["reject"]:
            with self.assertRaises(BAD, msg=row["leaf"]) as caught:
                entries.Entry(row["leaf"].encode())
            verdict = getattr(caught.exception, "verdict", FAILED)
            self.assertEqual(verdict, UNCHECKED if row["ends"] == "unsupported" else FAILED)
        old, times = rows["longest"]["old"], rows["longest"]["times"]
        self.assertEqual(len(entries.Entry(good.replace(old.encode(), b"x" * times)).key), 13)
        with self.assertRaises(Broken):
            entries.Entry(good.replace(old.encode(), b"x" * (times + 1)))

    def test_commitments(self):
        for row in READERS["commitments"]:
            self.assertEqual(entries.commitment(bytes.fromhex(row["salt"]), row["body"].encode()),
                             row["is"])

    def test_codes(self):
        for payload in READERS["qr"]["accept"]:
            self.assertEqual(proofs.unpacked(payload), READERS["qr"]["text"])
        for row in READERS["qr"]["reject"]:
            with self.assertRaises(Exception, msg=row["why"]):
                text = proofs.unpacked(row["payload"])
                self.assertFalse(row["payload"].startswith("WUMEI1:"))
                notes.read_checkpoint(text)


class Log(unittest.TestCase):
    def setUp(self):
        self.hashes = [tree.leaf_hash(row["leaf"].encode()) for row in LOG["entries"]]
        self.roots = [bytes.fromhex(root) for root in LOG["roots"]]

    def test_hashes_and_roots(self):
        self.assertEqual([one.hex() for one in self.hashes],
                         [row["hash"] for row in LOG["entries"]])
        for size, root in enumerate(self.roots):
            self.assertEqual(tree.Tree(self.hashes[:size]).root(), root)

    def test_inclusion(self):
        for row in LOG["inclusion"]:
            index, size = row["index"], row["size"]
            for other in range(len(self.roots)):
                for place in range(other):
                    leads = tree.inclusion(self.hashes[index], place, other, path(row)) == (
                        self.roots[other])
                    self.assertEqual(leads, (place, other) == (index, size), row)
            if row["path"]:
                for wrong in (path(row)[1:], path(row) + [self.hashes[0]]):
                    self.assertNotEqual(tree.inclusion(self.hashes[index], index, size, wrong),
                                        self.roots[size])

    def test_consistency(self):
        for row in LOG["consistency"]:
            older, newer = row["older"], row["newer"]
            good = (older, self.roots[older], newer, self.roots[newer], path(row))
            self.assertTrue(tree.consistent(*good), row)
            for wrong in ((older, self.roots[older - 1], *good[2:]),
                          (*good[:3], self.roots[newer - 1], good[4]),
                          (*good[:4], good[4] + [self.hashes[0]]),
                          *([(*good[:4], good[4][1:])] if good[4] else [])):
                self.assertFalse(tree.consistent(*wrong), row)

    def test_notes(self):
        key, witness = (notes.read_key(LOG[name]) for name in ("log_key", "witness_key"))
        for name in ("note", "cosigned"):
            head = notes.read_checkpoint(LOG[name])
            self.assertEqual((head.origin, head.size, head.root),
                             (LOG["origin"], len(self.hashes), self.roots[-1]))
            self.assertTrue(head.note.signed_by(key))
        self.assertEqual(head.note.signed_by(witness), LOG["cosigned_at"])

    def test_the_whole_log_is_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            ledger, note = pathlib.Path(folder) / "t.wumei", pathlib.Path(folder) / "note"
            note.write_text(LOG["cosigned"], "utf-8")
            db = sqlite3.connect(ledger, isolation_level=None)
            for table in ("entry(seq, key, leaf)", "tile(tree, level, n, hashes)",
                          "edge(tree, level, n, hashes)", "checkpoint(size, note)",
                          "document(digest, body)", "detail(seq, salt, body)",
                          "cosignature(size, line)"):
                db.execute("CREATE TABLE " + table)
            for seq, row in enumerate(LOG["entries"]):
                key = json.loads(row["leaf"])[6]
                db.execute("INSERT INTO entry VALUES(?, ?, ?)", (seq, key, row["leaf"]))
            for row in LOG["details"]:
                db.execute("INSERT INTO detail VALUES(?, ?, ?)",
                           (row["seq"], bytes.fromhex(row["salt"]), row["body"]))
            db.close()
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                code = verify_full.main([str(ledger), "--checkpoint", str(note)])
            self.assertEqual(code, 0, said.getvalue())
            simple = subprocess.run([sys.executable, ROOT / "examples/python/verify.py", ledger,
                                     "--checkpoint", note], stdout=subprocess.PIPE, check=False)
            self.assertEqual(simple.returncode, 0, simple.stdout)


class Balance(unittest.TestCase):
    def test_the_proof(self):
        trust = proofs.Trust(key=BALANCE["log_key"])
        verdict, facts = proofs.check_proof(BALANCE["proof"], trust)
        self.assertEqual(verdict, UNWITNESSED)
        self.assertIn("household {household} at the close of {day}: spendable {spendable},"
                      " pending {pending}, arrears {arrears}, honour {honour},"
                      " last entry {last}".format(**BALANCE), facts)

    def test_what_proves_nothing(self):
        for row in BALANCE["reject"]:
            self.assertNotEqual(row["proof"], BALANCE["proof"])
            with self.subTest(why=row["why"]), self.assertRaises(BAD):
                verdict, _ = proofs.check_proof(row["proof"], proofs.Trust(key=BALANCE["log_key"]))
                self.assertNotIn(verdict, (WITNESSED, UNWITNESSED))

    def test_the_tree_of_accounts(self):
        leaves = [tree.leaf_hash(leaf.encode()) for leaf in BALANCE["accounts"]]
        self.assertEqual(tree.Tree(leaves).root().hex(), BALANCE["account_root"])


class Public(unittest.TestCase):
    """What others publish. SM3 and SM2 are not this verifier's."""

    def test_the_tree(self):
        rows = PUBLIC["tree"]
        hashes = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in rows["leaves"]]
        roots = [bytes.fromhex(root) for root in rows["roots"]]
        self.assertEqual([tree.Tree(hashes[:size]).root() for size in range(9)], roots)
        for row in rows["inclusion"]:
            self.assertEqual(tree.inclusion(hashes[row["index"]], row["index"], row["size"],
                                            path(row)), roots[row["size"]])
        for row in rows["consistency"]:
            older, newer = row["older"], row["newer"]
            self.assertTrue(tree.consistent(older, roots[older], newer, roots[newer], path(row)))
        self.assertEqual(tree.leaf_hash(PUBLIC["leaf"]["data"].encode()).hex(),
                         PUBLIC["leaf"]["hash"])

    def test_signatures(self):
        for row in PUBLIC["ed25519"]["cases"]:
            self.assertTrue(ed25519.verify(*(bytes.fromhex(row[name]) for name in (
                "key", "message", "signature"))))
        for row in PUBLIC["notes"]["cases"]:
            key = notes.read_key(row["key"])
            note = notes.Note(f"{row['text']}\n\u2014 {key.name} {row['signature']}\n")
            self.assertTrue(note.signed_by(key))

    def test_base45(self):
        for text, code in PUBLIC["base45"]["cases"]:
            self.assertEqual(proofs.from_base45(code), text.encode())


class Made(unittest.TestCase):
    def test_the_files_are_what_make_writes(self):
        made = subprocess.run([sys.executable, "-B", VECTORS / "make.py", "--check"],
                              stdout=subprocess.PIPE, text=True, check=False)
        self.assertEqual(made.returncode, 0, made.stdout)


if __name__ == "__main__":
    unittest.main()
