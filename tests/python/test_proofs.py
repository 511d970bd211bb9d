#!/usr/bin/env python3
"""The parts of the second verifier that need no ledger: signatures, tree, notes, policies, proofs.

Public vectors are read from the folder named by WUMEI_VECTORS (default ../shared/vectors beside the
project); where it is absent those tests report themselves as skipped, by name.
"""
import base64
import hashlib
import json
import os
import pathlib
import sys
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples/python"))
from wumei_verify import ed25519, notes, proofs, tree  # noqa: E402
from wumei_verify.result import EXIT, Broken  # noqa: E402

VECTORS = pathlib.Path(os.environ.get("WUMEI_VECTORS", ROOT / "../shared/vectors"))


def vectors(name):
    return unittest.skipUnless((VECTORS / name).exists(), f"no public vectors {name}")


class Ed25519(unittest.TestCase):
    # RFC 8032, section 7.1: public key, message, signature.
    CASES = [
        ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", b"",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", b"\x72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", b"\xaf\x82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
         "84dc6594a7c15e9716ed28dc027beceea1ec40a"),
        ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
         hashlib.sha512(b"abc").digest(),
         "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66"
         "431e0303dca179c138ac17ad9bef1177331a704")]

    def test_signatures_of_the_standard(self):
        for key, message, signature in self.CASES:
            key, signature = bytes.fromhex(key), bytes.fromhex(signature)
            self.assertTrue(ed25519.verify(key, message, signature))
            self.assertFalse(ed25519.verify(key, message + b"x", signature))
            for place in (0, 31, 32, 63):
                wrong = bytearray(signature)
                wrong[place] ^= 1
                self.assertFalse(ed25519.verify(key, message, bytes(wrong)))

    def test_one_signature_has_one_spelling(self):
        key, message, signature = self.CASES[0]
        data = bytes.fromhex(signature)
        again = int.from_bytes(data[32:], "little") + ed25519.ORDER
        malleable = data[:32] + again.to_bytes(32, "little")
        self.assertFalse(ed25519.verify(bytes.fromhex(key), message, malleable))

    def test_what_is_no_point_is_no_key(self):
        for data in (b"", bytes(31), b"\xff" * 32, (2).to_bytes(32, "little")):
            self.assertIsNone(ed25519.decode(data))

    @vectors("wycheproof/ed25519_test.json")
    def test_wycheproof(self):
        groups = json.loads((VECTORS / "wycheproof/ed25519_test.json").read_text())["testGroups"]
        count = 0
        for group in groups:
            key = bytes.fromhex(group["publicKey"]["pk"])
            for case in group["tests"]:
                good = ed25519.verify(key, *(bytes.fromhex(case[x]) for x in ("msg", "sig")))
                self.assertEqual(good, case["result"] == "valid", case)
                count += 1
        self.assertEqual(count, 151)


LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f")]
ROOTS = """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328""".split()
NODES = {name: bytes.fromhex(text) for name, text in (
    ("L1", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
    ("L4", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
    ("L6", "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
    ("N23", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
    ("N45", "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
    ("N67", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
    ("N47", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
    *((f"R{i}", text) for i, text in enumerate(ROOTS, 1)))}


def head(hashes):
    """The recursive definition of RFC 6962, as the other way to the same root."""
    if len(hashes) < 2:
        return hashes[0] if hashes else tree.sha256()
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return tree.node_hash(head(hashes[:half]), head(hashes[half:]))


def path_to(index, hashes):
    if len(hashes) < 2:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return path_to(index, hashes[:half]) + [head(hashes[half:])]
    return path_to(index - half, hashes[half:]) + [head(hashes[:half])]


def path_between(old, hashes, whole=True):
    if old == len(hashes):
        return [] if whole else [head(hashes)]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if old <= half:
        return path_between(old, hashes[:half], whole) + [head(hashes[half:])]
    return path_between(old - half, hashes[half:], False) + [head(hashes[:half])]


class Trees(unittest.TestCase):
    def setUp(self):
        self.hashes = [tree.leaf_hash(leaf) for leaf in LEAVES]

    def test_roots_of_the_standard(self):
        self.assertEqual(tree.Tree().root().hex(), hashlib.sha256().hexdigest())
        for size, root in enumerate(ROOTS, 1):
            self.assertEqual(tree.Tree(self.hashes[:size]).root().hex(), root)

    def test_inclusion_of_the_standard(self):
        for index, size, path in ((0, 1, ""), (0, 8, "L1 N23 N47"), (5, 8, "L4 N67 R4"),
                                  (2, 3, "R2"), (1, 5, "R1 N23 L4")):
            path = [NODES[name] for name in path.split()]
            root = tree.inclusion(self.hashes[index], index, size, path)
            self.assertEqual(root.hex(), ROOTS[size - 1], (index, size))

    def test_consistency_of_the_standard(self):
        for old, new, path in ((1, 1, ""), (1, 8, "L1 N23 N47"), (6, 8, "N45 N67 R4"),
                               (2, 5, "N23 L4"), (6, 7, "N45 L6 R4")):
            path = [NODES[name] for name in path.split()]
            roots = [bytes.fromhex(ROOTS[size - 1]) for size in (old, new)]
            self.assertTrue(tree.consistent(old, roots[0], new, roots[1], path), (old, new))
            self.assertFalse(tree.consistent(old, roots[0], new, roots[1], path + [roots[0]]))

    def test_every_small_tree(self):
        hashes = [tree.leaf_hash(bytes([i])) for i in range(40)]
        roots = [head(hashes[:size]) for size in range(41)]
        for size in range(1, 41):
            self.assertEqual(tree.Tree(hashes[:size]).root(), roots[size])
            for i in range(size):
                path = path_to(i, hashes[:size])
                self.assertEqual(tree.inclusion(hashes[i], i, size, path), roots[size])
                path = path_between(i + 1, hashes[:size])
                self.assertTrue(tree.consistent(i + 1, roots[i + 1], size, roots[size], path))

    def test_nothing_follows_from_nothing(self):
        root = bytes.fromhex(ROOTS[7])
        self.assertFalse(tree.consistent(0, tree.sha256(), 8, root, []))
        self.assertFalse(tree.consistent(3, root, 8, root, []))
        self.assertIsNone(tree.inclusion(self.hashes[0], 8, 8, []))
        self.assertIsNone(tree.inclusion(self.hashes[0], 0, 8, [root] * 2))

    @vectors("merkle/testdata")
    def test_public_probes(self):
        decode = lambda text: base64.b64decode(text or "")  # noqa: E731
        counts = [0, 0]
        for file in sorted((VECTORS / "merkle/testdata").rglob("*.json")):
            case = json.loads(file.read_text())
            path = [decode(text) for text in case["proof"] or []]
            if "leafIdx" in case:
                root = tree.inclusion(decode(case["leafHash"]), case["leafIdx"], case["treeSize"],
                                      path)
                good = root is not None and root == decode(case["root"])
            else:
                good = tree.consistent(case["size1"], decode(case["root1"]), case["size2"],
                                       decode(case["root2"]), path)
            self.assertEqual(good, not case["wantErr"], file)
            counts[good] += 1
        self.assertEqual(counts, [184, 12])

    def test_tiles_name_what_is_missing(self):
        hashes = [tree.leaf_hash(bytes(i)) for i in range(300)]
        row = b"".join(hashes[:256])
        stored = {(0, 0): row, (0, 1): b"".join(hashes[256:]), (1, 0): head(hashes[:256])}
        tiles = tree.Tiles(stored)
        for one in hashes:
            tiles.append(one)
        self.assertEqual(tiles.checked, 1)
        for at, wrong in (((0, 0), row[:-1] + b"x"), ((0, 0), b""), ((1, 0), bytes(32))):
            tiles = tree.Tiles(stored | {at: wrong})
            with self.assertRaisesRegex(Broken, "tile"):
                for one in hashes:
                    tiles.append(one)


VILLAGE = "wumei.example/village+65a333ae+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
TOWNSHIP = "wumei.example/township+ac4622be+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM"
HEAD = """wumei.example/village
8
XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

\u2014 wumei.example/village ZaMzrkr3vA2nPPC71TAolpgq0LYFZya83LiJXhK0HYaa3P/eXE0WuoD3vKTCBuhgN8\
HcdfSwoxtkCrWPH0MLrS58fQQ=
\u2014 wumei.example/township rEYivgAAAABpVbkAnTk4AP4czBlqSjqMwfWFdSzv4yYjVUIQpu1YepkXwLBF6j7/\
YHmKaZw9QflR4NONnO/RLJHE+gMDVyMyf/V9Dg==
"""
PROOF = """c2sp.org/tlog-proof@v1
index 5
vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=
yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=
037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=

""" + HEAD
BOTH = f"log {VILLAGE}\nwitness T {TOWNSHIP}\nquorum T\n"


class Notes(unittest.TestCase):
    def test_public_notes(self):
        text = ("If you think cryptography is the answer to your problem,\n"
                "then you don't know what your problem is.\n")
        for key, name, said, signature in (
                ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                 "example.com/foo", "This is an example message.\n",
                 "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHj"
                 "G1Yu72IneyaQM="),
                ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                 "PeterNeumann", text,
                 "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"
                 "E6RyyBwJnAM=")):
            note = notes.Note(f"{said}\n\u2014 {name} {signature}\n")
            self.assertTrue(note.signed_by(notes.read_key(key)))
            other = notes.Note(f"{said[1:]}\n\u2014 {name} {signature}\n")
            self.assertIs(other.signed_by(notes.read_key(key)), False)
            self.assertIsNone(note.signed_by(notes.read_key(VILLAGE)))

    def test_what_is_no_note(self):
        for wrong in ("", "a\n", HEAD[:-1], HEAD.replace("\n\n", "\n"), "\t" + HEAD,
                      HEAD.replace("\u2014", "-"), HEAD.replace("fQQ=", "fQR="),
                      HEAD.replace("\n8\n", "\n08\n"), HEAD.replace("\n8\n", "\n8\nmore\n"),
                      HEAD.replace("\n8\n", "\n-8\n"), HEAD + HEAD[HEAD.index("\u2014"):] * 9):
            with self.assertRaises(Broken, msg=wrong) as caught:
                notes.read_checkpoint(wrong)
            self.assertEqual(EXIT[caught.exception.verdict], 7)

    def test_keys_and_their_ids(self):
        self.assertEqual(notes.read_key(VILLAGE).name, "wumei.example/village")
        for wrong in (VILLAGE.replace("65a333ae", "65a333af"), VILLAGE.replace("+Add", "+Bdd"),
                      VILLAGE[:-1], "name", VILLAGE.replace("wumei", "wu mei")):
            with self.assertRaises(ValueError, msg=wrong):
                notes.read_key(wrong)

    def test_cosignatures_and_quorums(self):
        note = notes.Note(HEAD)
        self.assertTrue(note.signed_by(notes.read_key(TOWNSHIP)))
        self.assertTrue(notes.Policy(BOTH).witnessed(note))
        self.assertFalse(notes.Policy(BOTH.replace("quorum T", "quorum none")).witnessed(note))
        other = ("example.org/w+" + tree.sha256(b"example.org/w\n\4" + bytes(32)).hex()[:8] + "+" +
                 base64.b64encode(b"\4" + bytes(32)).decode())
        two = BOTH.replace("quorum T", f"witness W {other}\ngroup G {{}} T W\nquorum G")
        self.assertTrue(notes.Policy(two.format("any")).witnessed(note))
        self.assertTrue(notes.Policy(two.format("1")).witnessed(note))
        self.assertFalse(notes.Policy(two.format("all")).witnessed(note))
        alone = notes.Note(HEAD[:HEAD.rindex("\u2014")])
        self.assertFalse(notes.Policy(BOTH).witnessed(alone))
        for changed in (HEAD.replace("QflR4", "QflR5"), HEAD.replace("pVbkA", "pVbkB")):
            with self.assertRaisesRegex(Broken, "cosignature of T is wrong"):
                notes.Policy(BOTH).witnessed(notes.Note(changed))

    def test_policies_that_are_none(self):
        for wrong in ("", BOTH[:-1], BOTH + "quorum none\n", BOTH + "witness T2\n",
                      BOTH.replace("quorum T", "quorum X"), BOTH.replace("log", "lag"),
                      BOTH.replace("witness T ", "witness none "), BOTH + f"log {TOWNSHIP}\n",
                      BOTH + f"log {VILLAGE}\n", BOTH + "group G 2 T\n", BOTH + "group G 0 T\n",
                      BOTH + "group G any T\ngroup H any T\n", BOTH + "group T any T\n",
                      BOTH + "group G any T T\n", BOTH + "\x07\n"):
            with self.assertRaises((ValueError, TypeError), msg=wrong):
                notes.Policy(wrong)
        self.assertEqual(notes.Policy("\n # all\n\tquorum \t none\n").quorum, "none")


class Proofs(unittest.TestCase):
    def test_the_whole_pipeline(self):
        self.assertEqual(hashlib.sha256(PROOF.encode()).hexdigest(),
                         "e76496fe4f5d11e88c094f0684842793b53cad84b902223772b8719b88d57936")
        policy, proof = notes.Policy(BOTH), proofs.Proof(PROOF)
        checkpoint = notes.read_checkpoint(proof.note)
        trust = proofs.Trust(policy)
        seen = trust.believe(checkpoint)
        self.assertEqual(seen, {"T": 1767225600})
        self.assertEqual(trust.judge(checkpoint, seen), "witnessed")
        self.assertEqual(proofs.Trust(key=VILLAGE).judge(checkpoint, {}), "unwitnessed")
        for time, result in ((1767225600, 0), (1767225601, 8)):
            trust.newer_than = time * 1000
            with self.subTest(time):
                self.assertEqual(ended(lambda: trust.judge(checkpoint, seen)), result)
        leaf = tree.leaf_hash(LEAVES[5])
        self.assertEqual(tree.inclusion(leaf, proof.index, 8, proof.path), checkpoint.root)
        with self.assertRaisesRegex(Broken, "does not hold the entry"):
            proofs.check_proof(PROOF, proofs.Trust(policy))

    def test_heads_that_nobody_believes(self):
        other = HEAD.replace("Xcnae", "Ycnae")
        for text, trust, result in (
                (HEAD, {}, 7), (HEAD, {"key": VILLAGE}, 0),
                (HEAD.replace("\n8\n", "\n9\n"), {"key": VILLAGE}, 6), (other, {"key": VILLAGE}, 6),
                (HEAD.replace("/village\n", "/v\n"), {"key": VILLAGE}, 7),
                (HEAD.replace("\u2014 wumei.example/village", "\u2014 x"), {"key": VILLAGE}, 6),
                (HEAD, {"key": VILLAGE, "held": [HEAD]}, 0),
                (HEAD, {"key": VILLAGE, "held": [other]}, 7)):
            with self.subTest(text=text, trust=trust):
                self.assertEqual(ended(lambda: proofs.check_proof(
                    text, proofs.Trust(**trust))), result)

    def test_codes_of_two_dimensions(self):
        for data, text in ((b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"),
                           (b"base-45", "UJCLQE7W581")):
            self.assertEqual(proofs.from_base45(text), data)
        self.assertEqual(proofs.unpacked(HEAD), HEAD)
        self.assertEqual(proofs.unpacked(proofs.QR + base45(zlib.compress(HEAD.encode()))), HEAD)
        bomb = proofs.QR + base45(zlib.compress(bytes(1 << 20)))
        cut = proofs.QR + base45(zlib.compress(HEAD.encode())[:-4])
        for wrong in (bomb, cut, "WUMEI1:", "WUMEI1:A", "WUMEI1::::", "WUMEI1:abc"):
            with self.assertRaises((ValueError, OverflowError, zlib.error), msg=wrong[:20]):
                proofs.unpacked(wrong)


def ended(check):
    """The exit code of a check."""
    try:
        check()
        return 0
    except Broken as why:
        return EXIT[why.verdict]


def base45(data):
    text = ""
    for i in range(0, len(data), 2):
        value, count = int.from_bytes(data[i:i + 2], "big"), len(data[i:i + 2]) + 1
        text += "".join(proofs.BASE45[value // 45**place % 45] for place in range(count))
    return text


if __name__ == "__main__":
    unittest.main()
