"""Signed notes, checkpoints, cosignatures and policies, as C2SP has them."""
import base64
import collections
import re

from . import ed25519
from .result import UNCHECKED, Broken, need
from .tree import sha256

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
        """True or False by the signatures of the key that are there, None when there is none."""
        found = None
        for name, key_id, data in self.signatures:
            if (name, key_id) != (key.name, key.id):
                continue
            message = self.text.encode()
            if key.type == WITNESS:
                time = int.from_bytes(data[:8], "big")
                message, data = f"cosignature/v1\ntime {time}\n".encode() + message, data[8:]
            if not ed25519.verify(key.key, message, data):
                return False
            found = True
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

    def __init__(self, text):
        self.logs, self.needs, self.quorum, members = [], {}, None, set()
        for line in text.split("\n"):
            word, *rest = line.split() or ["#"]
            if word == "log":
                self.logs.append(self.key(rest[0], LOG))
            elif word == "witness":
                self.name(rest[0], self.key(rest[1], WITNESS))
            elif word == "group":
                name, least, *parts = rest
                least = {"any": 1, "all": len(parts)}.get(least) or number(least)
                fits = all(part in self.needs for part in parts) and not members & set(parts)
                if not fits or not 1 <= least <= len(parts) or len(set(parts)) != len(parts):
                    raise ValueError(f"a group as no policy has one: {line}")
                members |= set(parts)
                self.name(name, (least, parts))
            elif word == "quorum":
                if self.quorum or rest[0] not in (*self.needs, "none"):
                    raise ValueError(f"a quorum as no policy has one: {line}")
                self.quorum = rest[0]
            elif not word.startswith("#"):
                raise ValueError(f"not a line of a policy: {line}")
        keys = [need.key for need in self.needs.values() if isinstance(need, Key)]
        if not self.quorum or len(set(keys)) < len(keys):
            raise ValueError("a policy names one quorum, and every witness once")

    @staticmethod
    def key(text, kind):
        key = read_key(text)
        if key.type != kind:
            raise ValueError(f"{text} is a key for something else")
        return key

    def name(self, name, meaning):
        if name == "none" or name in self.needs:
            raise ValueError(f"{name} is named twice, or none")
        self.needs[name] = meaning

    def witnessed(self, note, name=None):
        """True when enough witnesses cosigned."""
        name = name or self.quorum
        if name == "none":
            return True
        meaning = self.needs[name]
        if isinstance(meaning, Key):
            signed = note.signed_by(meaning)
            need(signed is not False, "witness", f"a cosignature of {meaning.name} is wrong")
            return bool(signed)
        return sum(self.witnessed(note, part) for part in meaning[1]) >= meaning[0]
