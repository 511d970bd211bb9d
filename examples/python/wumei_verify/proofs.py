"""Proofs that people keep: of an entry, of a balance, that one head follows another."""
import json
import zlib

from .entries import Entry, spell
from .notes import log_name, number, read_checkpoint, read_key, unbase64
from .result import EQUIVOCATION, UNCHECKED, UNWITNESSED, WITNESSED, Broken, need
from .tree import consistent, inclusion, leaf_hash

PROOF, BALANCE, QR, MOST = "c2sp.org/tlog-proof@v1", "wumei/balance@v0", "WUMEI1:", 16_384
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


def check_proof(text, policy, key, held):
    """(class, what was proven), after every check in the order of the format's last section."""
    text, balance = unpacked(text), None
    if text.startswith("old "):
        return check_consistency(text, policy, key, held)
    if text.startswith(BALANCE):
        balance, _, text = text.partition("\n\n")
    if not text.startswith(PROOF):
        head, result = believe(read_checkpoint(text), policy, key, held)
        return result, [f"a head of {head.size} entries of {head.origin}"]
    proof = Proof(text)
    head, result = believe(read_checkpoint(proof.note), policy, key, held)
    need(proof.leaf, "proof", "it does not hold the entry", UNCHECKED)
    root = inclusion(leaf_hash(proof.leaf), proof.index, head.size, proof.path)
    need(root == head.root, "proof", f"entry {proof.index} is not in the signed log")
    try:
        entry = Entry(proof.leaf)
    except (ValueError, LookupError, TypeError, AttributeError) as why:
        raise Broken("proof", f"what it proves is no entry: {why!r}") from why
    need(entry.seq == proof.index, "proof", f"the entry calls itself {entry.seq}")
    facts = [f"entry {entry.seq} of {head.size} of {head.origin}", proof.leaf.decode()]
    return result, facts if balance is None else [*facts, *check_balance(balance, entry)]


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
    need(tag == "wumei/account/0" and spell(json.loads(leaf)).encode() == leaf, "balance",
         "the account is not in its one spelling")
    spendable, pending, arrears, honour = amounts
    return [f"household {household} at the close of {close.given['day']}: spendable {spendable},"
            f" pending {pending}, arrears {arrears}, honour {honour}, last entry {last}"]


def check_consistency(text, policy, key, held):
    """What a witness is sent: `old N`, the path, an empty line, the new note."""
    lines, _, note = text.partition("\n\n")
    first, *lines = lines.split("\n")
    old, path = number(first[4:]), [unbase64(line) for line in lines]
    head, result = believe(read_checkpoint(note), policy, key, [])
    olds = [one for one in map(read_checkpoint, held) if one.size == old]
    need(olds, "proof", f"give the head of size {old} with --checkpoint", UNCHECKED)
    for one in olds:
        believe(one, policy, key, [])
        need(consistent(old, one.root, head.size, head.root, path), "proof",
             f"the log of {head.size} entries does not continue the one of {old}")
    return result, [f"{old} entries of {head.origin} are the first of {head.size}"]


def believe(head, policy, key, held):
    """(the head, witnessed or not), once a log that is believed has signed it, and no held head of
    its size contradicts it."""
    keys = [read_key(key)] if key else policy.logs if policy else []
    need(keys, "key", "give the log's key with --key, or a policy that names it", UNCHECKED)
    named = [one for one in keys if log_name(one.name) == log_name(head.origin)]
    need(named, "key", f"none of the keys is of {head.origin}", UNCHECKED)
    signed = [head.note.signed_by(one) for one in named]
    need(False not in signed, "signature", "the log did not sign this head")
    need(True in signed, "signature", "no log that is believed signed this head", UNCHECKED)
    for other in map(read_checkpoint, held):
        twice = (other.origin, other.size) == (head.origin, head.size) and any(
            other.note.signed_by(one) for one in named)
        if twice and other.root != head.root:
            raise Broken("equivocation", f"two signed heads of size {head.size}: keep both, they"
                         " are proof", EQUIVOCATION, (other.note.note, head.note.note))
    witnessed = policy and policy.witnessed(head.note)
    return head, WITNESSED if witnessed else UNWITNESSED
