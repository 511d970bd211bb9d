"""Proofs that people keep: of an entry, of a balance, that one head follows another."""
import json
import pathlib
import zlib

from .entries import Entry, spell
from .notes import log_name, number, read_checkpoint, read_key, unbase64
from .result import (EQUIVOCATION, FAILED, STALE, UNCHECKED, UNWITNESSED, WITNESSED, Broken,
                     need)
from .tree import WIDTH, Tree, consistent, inclusion, leaf_hash

PROOF, BALANCE, QR, MOST = "c2sp.org/tlog-proof@v1", "wumei/balance@v1", "WUMEI1:", 16_384
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def from_base45(text):
    """RFC 9285: three characters are two bytes, a rest of two is one."""
    digits, data = [BASE45.index(char) for char in text], b""
    for i in range(0, len(digits), 3):
        part = digits[i:i + 3]
        if len(part) == 1:
            raise ValueError("not Base45: a character too many")
        value = sum(digit * 45**place for place, digit in enumerate(part))
        data += value.to_bytes(len(part) - 1, "big")
    return data


def unpacked(text):
    """The text of a QR code: deflated, Base45, and never more than 16 KiB; others as they are."""
    if not text.startswith(QR):
        return text
    inflate = zlib.decompressobj()
    data = inflate.decompress(from_base45(text.strip("\r\n")[len(QR):]), MOST)
    if not inflate.eof or inflate.unused_data:
        raise ValueError("the code is cut short, too long, or followed by something")
    return data.decode()


def hashes(lines):
    path = [unbase64(line) for line in lines]
    if len(path) > 63 or any(len(one) != 32 for one in path):
        raise ValueError("a path has at most 63 hashes of 32 bytes")
    return path


class Proof:
    """A tlog-proof: the entry, its place, its path, the checkpoint."""

    def __init__(self, text):
        head, _, self.note = text.partition("\n\n")
        first, *lines = head.split("\n")
        self.leaf = unbase64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else b""
        word, place = lines.pop(0).split(" ")
        if first != PROOF or word != "index":
            raise ValueError("not a tlog-proof")
        self.index, self.path = number(place), hashes(lines)


def note_of(text):
    """The note in a file that people keep: a proof, a code, or the note itself."""
    text = unpacked(text)
    if text.startswith(BALANCE):
        text = text.partition("\n\n")[2]
    return Proof(text).note if text.startswith(PROOF) else text


class Trust:
    """Whom to believe, and what else is known: heads held outside, public tiles, how new."""

    def __init__(self, policy=None, key=None, held=(), newer_than=None, tiles=None):
        self.policy, self.newer_than, self.tiles = policy, newer_than, tiles
        self.keys = [read_key(key)] if key else policy.logs if policy else []
        self.held = [read_checkpoint(note) for note in held]

    def believe(self, head, verdict=FAILED):
        """A log that is believed signed the head, and no witness of the policy wrongly."""
        need(self.keys, "key", "give the log's key, or a policy that names it", UNCHECKED)
        named = [key for key in self.keys if log_name(key.name) == log_name(head.origin)]
        need(named, "key", f"none of the keys is of {head.origin}", UNCHECKED)
        signed = [head.note.signed_by(key) for key in named]
        need(False not in signed and True in signed, "signature", f"the head of size {head.size}"
             " is not signed by a log that is believed", verdict)
        return self.policy.seen(head.note) if self.policy else {}

    def judge(self, head, seen):
        """witnessed or not, once every held head fits and the newest sighting is as new."""
        for kept in self.held:
            self.believe(kept, UNCHECKED)
            need(kept.origin == head.origin, "held", f"a head held is of {kept.origin}", UNCHECKED)
            if not self.fits(*sorted((kept, head), key=lambda one: one.size)):
                raise Broken("equivocation", f"two signed heads, of sizes {kept.size} and"
                             f" {head.size}: keep both, they are proof", EQUIVOCATION,
                             (kept.note.note, head.note.note))
        if self.newer_than is not None:
            need(seen, "time", "no witness says when it saw this", UNCHECKED)
            need(max(seen.values()) * 1000 >= self.newer_than, "time", "last seen earlier", STALE)
        return WITNESSED if self.policy and self.policy.witnessed(head.note) else UNWITNESSED

    def fits(self, older, newer):
        if older.size == newer.size:
            return older.root == newer.root
        need(self.tiles, "held", f"nothing leads from the head of {older.size} entries to the one"
             f" of {newer.size}: give the hashes with --tiles", UNCHECKED)
        hashes = folder_hashes(pathlib.Path(self.tiles), newer.size)
        need(Tree(hashes).root() == newer.root, "tiles", "not those of the newer head", UNCHECKED)
        return not older.size or Tree(hashes[:older.size]).root() == older.root


def folder_hashes(folder, size):
    """The hashes of the first entries from a folder of C2SP tlog-tiles."""
    hashes = []
    for n in range((size + WIDTH - 1) // WIDTH):
        digits = f"{n:0{(len(str(n)) + 2) // 3 * 3}}"
        groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
        place = folder / "tile/0" / "/".join([*("x" + group for group in groups[:-1]), groups[-1]])
        parts = sorted(place.with_name(place.name + ".p").glob("*"), key=lambda one: int(one.name))
        data = (place if place.exists() else parts[-1]).read_bytes()
        hashes += [data[i:i + 32] for i in range(0, len(data), 32)]
    need(len(hashes) >= size, "tiles", f"only {len(hashes)} hashes", UNCHECKED)
    return hashes[:size]


def check_proof(text, trust):
    """(class, what was proven), after every check in the order of the format's last section."""
    text, balance = unpacked(text), None
    if text.startswith("old "):
        return check_consistency(text, trust)
    if text.startswith(BALANCE):
        balance, _, text = text.partition("\n\n")
    if not text.startswith(PROOF):
        head = read_checkpoint(text)
        return trust.judge(head, trust.believe(head)), [
            f"a head of {head.size} entries of {head.origin}"]
    proof = Proof(text)
    head = read_checkpoint(proof.note)
    seen, entry = trust.believe(head), read_entry(proof)
    root = inclusion(leaf_hash(proof.leaf), proof.index, head.size, proof.path)
    need(root == head.root, "proof", f"entry {proof.index} is not in the signed log")
    facts = [f"entry {entry.seq} of {head.size} of {head.origin}", proof.leaf.decode()]
    facts += [] if balance is None else check_balance(balance, entry)
    return trust.judge(head, seen), facts


def read_entry(proof):
    need(proof.leaf, "proof", "it does not hold the entry", UNCHECKED)
    try:
        entry = Entry(proof.leaf)
    except (ValueError, LookupError, TypeError, AttributeError) as why:
        raise Broken("proof", f"what it proves is no entry: {why!r}") from why
    need(entry.seq == proof.index, "proof", f"the entry calls itself {entry.seq}")
    return entry


def check_balance(text, close):
    """The account is the leaf at its place in the tree that the close of the day names."""
    _, account, place, *lines = text.split("\n")
    word, leaf = account.split(" ")
    index, index_of, of, size = place.split(" ")
    if (word, index, of) != ("account", "index", "of"):
        raise ValueError("not a proof of a balance")
    leaf, out = unbase64(leaf), close.out
    need(close.kind == "day.close" and number(size) == out.get("accounts"), "balance",
         "the entry does not close a day with so many accounts")
    root = inclusion(leaf_hash(leaf), number(index_of), number(size), hashes(lines))
    need(root is not None and root.hex() == out["account_root"], "balance",
         "the account is not in the tree of that close")
    tag, household, amounts, last, _ = json.loads(leaf)
    need(tag == "wumei/account/1" and spell(json.loads(leaf)).encode() == leaf, "balance",
         "the account is not in its one spelling")
    spendable, pending, arrears, honour = amounts
    return [f"household {household} at the close of {close.given['day']}: spendable {spendable},"
            f" pending {pending}, arrears {arrears}, honour {honour}, last entry {last}"]


def check_consistency(text, trust):
    """What a witness is sent: `old N`, the path, an empty line, the new note."""
    lines, _, note = text.partition("\n\n")
    first, *lines = lines.split("\n")
    old, path = number(first[4:]), [unbase64(line) for line in lines]
    head = read_checkpoint(note)
    trust.believe(head)
    olds = [one for one in trust.held if one.size == old]
    need(olds, "proof", f"give the head of size {old} with --checkpoint", UNCHECKED)
    for one in olds:
        trust.believe(one, UNCHECKED)
        need(one.origin == head.origin and consistent(old, one.root, head.size, head.root, path),
             "proof", f"the log of {head.size} entries does not continue the one of {old}")
    witnessed = trust.policy and trust.policy.witnessed(head.note)
    return WITNESSED if witnessed else UNWITNESSED, [
        f"{old} entries of {head.origin} are the first of {head.size}"]
