"""Signed notes, checkpoints, cosignatures and policies, as C2SP has them."""
import base64
import collections
import re

from . import ed25519
from .result import UNCHECKED, Broken, need
from .tree import sha256

YEAR_10000 = 253_402_300_800  # a cosignature of no date, or of none this side of it, says nothing
LOG, WITNESS = 1, 4  # types of keys: who signs the text, who cosigns it with a time
Key = collections.namedtuple("Key", "name id type key text")
Checkpoint = collections.namedtuple("Checkpoint", "origin size root note")


def bad(what):
    return Broken("note", what, UNCHECKED)


def unbase64(text):
    """Strict: no white space, no stray bits, padding complete."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError(f"{text!r} is not base64 in its one spelling")
    return data


def number(text):
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", text):
        raise ValueError(f"{text!r} is not a number in its one spelling")
    return int(text)


def read_key(text):
    """`name+id+base64 of type and key`; the id must follow from the rest."""
    name, key_id, data = text.split("+", 2)
    data = unbase64(data)
    key = Key(name, bytes.fromhex(key_id), data[0], data[1:], text)
    if sha256(name.encode(), b"\n", data)[:4] != key.id or not re.fullmatch(r"\S+", name):
        raise ValueError(f"{text!r}: the id is not that of name and key")
    if key.type not in (LOG, WITNESS) or len(key.key) != 32:
        raise ValueError(f"{text!r}: an unknown type of key")
    return key


class Note:
    """Text and the signatures under it: [(name, id, bytes)]."""

    def __init__(self, note):
        if re.search("[\0-\x09\x0b-\x1f]", note):
            raise ValueError("a note holds control characters")
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise ValueError("a note is text, an empty line and signatures, each with a newline")
        self.note, self.text, self.signatures = note, text + "\n", []
        for line in lines[:-1].split("\n"):
            dash, name, data = line.split(" ")
            data = unbase64(data)
            if dash != "\u2014" or not name or "+" in name or len(data) < 5:
                raise ValueError(f"not a signature line: {line!r}")
            self.signatures.append((name, data[:4], data[4:]))
        if len(self.signatures) > 16:
            raise ValueError("a note with over 16 signatures")

    def signed_by(self, key):
        """True, or the newest time of a witness; False for a wrong signature, None for none."""
        found, time = None, 1
        for name, key_id, data in self.signatures:
            if (name, key_id) != (key.name, key.id):
                continue
            message = self.text.encode()
            if key.type == WITNESS:
                time = int.from_bytes(data[:8], "big")
                message, data = f"cosignature/v1\ntime {time}\n".encode() + message, data[8:]
            if not ed25519.verify(key.key, message, data):
                return False
            if 0 < time < YEAR_10000:
                found = max(found or 0, time) if key.type == WITNESS else True
        return found


def read_checkpoint(note):
    try:
        parsed = Note(note)
        origin, size, root, end = parsed.text.split("\n")
        if end or not origin or len(unbase64(root)) != 32:
            raise ValueError("a checkpoint is origin, size and root")
        return Checkpoint(origin, number(size), unbase64(root), parsed)
    except ValueError as why:
        raise bad(f"not a checkpoint: {why}") from why


def log_name(origin):
    """The name that signs: the origin without its epoch."""
    return re.sub("/e[0-9]+$", "", origin)


class Policy:
    """A tlog-policy: the logs and witnesses to believe, and how many witnesses it takes."""

    ITEMS = {"log": (2, 3), "witness": (3, 4), "group": (4, 99), "quorum": (2, 2)}

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        self.keys, self.members = set(), set()
        if not text.endswith("\n") or len(text) > 65_536 or re.search("[\0-\x08\x0b-\x1f]", text):
            raise ValueError("a policy is at most 64 KiB of lines, without control characters")
        for line in text.split("\n"):
            word, *rest = re.findall("[^ \t]+", line) or ["#"]
            least, most = self.ITEMS.get(word, (0, 0))
            if not word.startswith("#") and not least <= len(rest) + 1 <= most:
                raise ValueError(f"not a line of a policy: {line}")
            if word in self.ITEMS:
                getattr(self, "see_" + word)(*rest)
        if self.quorum is None:
            raise ValueError("a policy names a quorum")

    def key(self, text, kind):
        key = read_key(text)
        if key.type != kind or key.key in self.keys:
            raise ValueError(f"{text} is a key for something else, or listed twice")
        self.keys.add(key.key)
        return key

    def known(self, name):
        return name in self.witnesses or name in self.groups

    def see_log(self, key, _url=""):
        self.logs.append(self.key(key, LOG))

    def see_witness(self, name, key, _url=""):
        if name == "none" or self.known(name):
            raise ValueError(f"a witness called {name}, as is another")
        self.witnesses[name] = self.key(key, WITNESS)

    def see_group(self, name, least, *parts):
        least = {"any": 1, "all": len(parts)}.get(least) or number(least)
        fits = all(map(self.known, parts)) and len(set(parts)) == len(parts)
        if not fits or self.members & set(parts) or not 1 <= least <= len(parts):
            raise ValueError(f"group {name}: members named before and in one group, and a number"
                             " of them")
        if name == "none" or self.known(name):
            raise ValueError(f"a group called {name}, as is another")
        self.members |= set(parts)
        self.groups[name] = least, parts

    def see_quorum(self, name):
        if self.quorum is not None or name != "none" and not self.known(name):
            raise ValueError(f"quorum {name}: one quorum, of a name that is known")
        self.quorum = name

    def seen(self, note):
        """Witness -> when it saw this. A wrong cosignature of a known witness is an attack."""
        times = {name: note.signed_by(key) for name, key in self.witnesses.items()}
        for name, time in times.items():
            need(time is not False, "witness", f"the cosignature of {name} is wrong")
        return {name: time for name, time in times.items() if time}

    def witnessed(self, note):
        """True when enough witnesses cosigned. `quorum none` is never met: nobody saw anything."""
        met = set(self.seen(note))
        for name, (least, parts) in self.groups.items():
            met |= {name} if len(met & set(parts)) >= least else set()
        return self.quorum in met
