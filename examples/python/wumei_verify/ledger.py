"""A whole ledger from its first entry: the entries, then everything beside them."""
import collections
import contextlib
import pathlib
import sqlite3

from .entries import Entry, Keys, commitment
from .notes import read_checkpoint
from .programme import Programme
from .result import EQUIVOCATION, FAILED, STALE, UNCHECKED, UNWITNESSED, WITNESSED, Broken, need
from .tree import Tiles, Tree, leaf_hash, sha256


class File:
    """The SQLite file, read only; text comes as the bytes that are stored."""

    def __init__(self, path):
        where = pathlib.Path(path).resolve().as_uri() + "?mode=ro"
        self.db = sqlite3.connect(where, uri=True)
        self.db.text_factory = bytes

    def rows(self, query, *values):
        return self.db.execute(query, values)

    def entry(self, seq):
        return Entry(self.rows("SELECT leaf FROM entry WHERE seq = ?", seq).fetchone()[0])

    def private(self, seq):
        row = self.rows("SELECT salt, body FROM detail WHERE seq = ?", seq).fetchone()
        return row or (None, None)


class Check:
    """One verification. `held` are notes from outside, `policy` says whom to believe."""

    def __init__(self, path, held=(), policy=None, key=None, newer_than=None):
        self.file = File(path)
        self.policy, self.key, self.newer_than = policy, key, newer_than
        self.state = Programme(self.file.entry, self.file.private)
        self.tree, self.roots = Tree(), {}
        self.held, self.stored = [read_checkpoint(note) for note in held], []

    def run(self):
        """The class of the result; raises Broken with the first thing that is wrong."""
        self.read_stored()
        self.walk()
        need(self.tree.size, "log", "no entries: nothing was checked", UNCHECKED)
        self.check_heads()
        self.check_documents()
        self.check_details()
        state, newest = self.state, max(head.size for head in [*self.all(), self.nothing()])
        if self.newer_than is not None and state.book.recorded < self.newer_than:
            raise Broken("time", "sound, but the last entry is older than asked for", STALE)
        if state.unknown:
            kinds = ", ".join(f"{count} {kind}" for kind, count in state.unknown.items())
            raise Broken("kinds", f"entries of unknown kinds: {kinds}. Laws 1 to 6 and 8 hold for"
                                  " them; what they may do was not checked", UNCHECKED)
        witnessed = self.policy and any([
            self.policy.witnessed(head.note) for head in self.all() if head.size == newest])
        return WITNESSED if witnessed else UNWITNESSED

    def all(self):
        return [*self.stored, *self.held]

    @staticmethod
    def nothing():
        return collections.namedtuple("Head", "size")(0)

    def read_stored(self):
        lines = collections.defaultdict(bytes)
        for size, line in self.file.rows("SELECT size, line FROM cosignature ORDER BY rowid"):
            lines[size] += line
        for size, note in self.file.rows("SELECT size, note FROM checkpoint ORDER BY size"):
            try:
                head = read_checkpoint((note + lines[size]).decode())
            except (Broken, ValueError) as why:
                raise Broken("checkpoint", str(why)) from why
            need(head.size == size, "checkpoint", f"that of size {head.size} is stored as {size}")
            self.stored.append(head)

    def walk(self):
        """Every entry in order: spelling, hash, keys, laws, and the tree as it grows."""
        tables = "SELECT level, n, hashes FROM {} WHERE tree = 0"
        tiles = Tiles({(level, n): hashes for table in ("edge", "tile")
                       for level, n, hashes in self.file.rows(tables.format(table))})
        keys, sizes = Keys(), {head.size for head in self.all()}
        for seq, key, leaf in self.file.rows("SELECT seq, key, leaf FROM entry ORDER BY seq"):
            with self.naming(self.tree.size):
                need(seq == self.tree.size, 4, "it is missing")
                own = leaf_hash(leaf)
                tiles.append(own)
                entry = Entry(leaf)
                keys.add(entry.key, key.decode())
                self.state.check(entry)
                self.state.apply(entry)
            self.tree.append(own)
            if self.tree.size in sizes:
                self.roots[self.tree.size] = self.tree.root()
        need(not keys.awaited, 5, f"entry {self.tree.size} is missing: the command goes on")
        self.tiles = tiles.checked

    @contextlib.contextmanager
    def naming(self, seq):
        try:
            yield
        except Broken as why:
            raise Broken(f"entry {seq}", str(why), why.verdict) from why
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as why:
            raise Broken(f"entry {seq}", f"cannot be read or folded: {why!r}") from why

    # -- beside the entries

    def at(self, size, table):
        """What was in force when the log had that size: its origin, its key."""
        return next((value for first, value in reversed(table) if first <= size), None)

    def check_heads(self):
        state, seen = self.state, {}
        keys = [key for _, key in state.keys]
        need(self.key is None or keys and self.key == keys[0].text, "key",
             f"the log does not name the key {self.key}")
        for head in self.all():
            other = seen.setdefault((head.origin, head.size), head)
            if other.root != head.root and all(any(
                    one.note.signed_by(key) for key in keys) for one in (head, other)):
                raise Broken("equivocation", f"two signed heads of size {head.size}: keep both,"
                             " they are proof", EQUIVOCATION, (other.note.note, head.note.note))
        sound = 0
        for head in self.stored:
            self.check_head(head, f"checkpoint {head.size}", FAILED, sound)
            sound = head.size
        for head in self.held:
            self.check_head(head, f"the checkpoint you hold, of size {head.size}", UNCHECKED)
        self.check_policy()

    def check_head(self, head, name, verdict, sound=0):
        state, size = self.state, self.tree.size
        key = self.at(min(head.size, size), state.keys)
        need(key and head.note.signed_by(key), name, "is not signed by the log's key", verdict)
        known = [origin for _, origin in state.epochs]
        need(head.origin in known, name, f"is of another log, {head.origin}", verdict)
        need(0 < head.size <= size, name, f"the log is shorter: entry {size} is missing")
        need(head.origin == self.at(head.size, state.epochs), name,
             "is of entries that were lost when the log was restored")
        need(head.root == self.roots[head.size], name, "has another root: an entry from"
             f" {sound} to {head.size - 1} was changed after it was signed")

    def check_policy(self):
        logs = [key.text for key in self.policy.logs] if self.policy else []
        need(not logs or any(key.text in logs for _, key in self.state.keys), "policy",
             "it does not believe this log's key")

    def check_documents(self):
        stored = set()
        for digest, body in self.file.rows("SELECT digest, body FROM document"):
            name = "sha256:" + sha256(body).hex()
            need(digest.decode() == name, "document", f"{digest.decode()} has other bytes")
            stored.add(name)
        for name, seq in self.state.cited.items():
            need(name in stored, "document", f"{name}, of entry {seq}, is missing")
        self.documents = len(stored)

    def check_details(self):
        """What is left must be what was committed to, what is gone must have been erased."""
        left, state = set(), self.state
        for seq, salt, body in self.file.rows("SELECT seq, salt, body FROM detail"):
            need(commitment(salt, body) == state.committed.get(seq), f"entry {seq}",
                 "its private detail is not the one it was written with")
            need(seq not in state.erased, f"entry {seq}", "its private detail was to be erased")
            left.add(seq)
        for seq in state.committed:
            need(seq in left or seq in state.erased, f"entry {seq}",
                 "its private detail is gone, and no entry erased it")
        self.details = len(left)
