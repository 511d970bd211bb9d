"""What an attacker with the file, and sometimes with the key, can do: shared by the attacks.

Uses the tree and the curve of examples/python/wumei_verify to hash and to sign again.
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = HERE.parents[1] / "examples/python"
sys.path.insert(0, str(PYTHON))
from wumei_verify import ed25519  # noqa: E402
from wumei_verify.tree import Tree, WIDTH, leaf_hash, sha256  # noqa: E402

# The manual's village: its founder, and the passphrase of its key.
INSIDER = {"WUMEI_PASSPHRASE": "our passphrase", "WUMEI_AS": "T01", "WUMEI_PIN": "246801",
           "WUMEI_NOW": "2026-04-28T09:00"}
SOUND = ("verified", "witnessed", "unwitnessed")


def spell(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def run(command, **environment):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WUMEI_")}
    return subprocess.run(list(map(str, command)), env=clean | environment, check=False, text=True,
                          encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Copy:
    """A copy of a ledger with its key, without the memory that its machine has of the last head."""

    def __init__(self, ledger, name):
        self.path = ledger.with_name(name)
        shutil.copy(ledger, self.path)
        shutil.copy(ledger.with_name(ledger.name + ".key"), f"{self.path}.key")
        self.forget_head()
        self.db = sqlite3.connect(self.path, isolation_level=None)
        triggers = self.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            self.db.execute(f"DROP TRIGGER {trigger}")

    def forget_head(self):
        pathlib.Path(f"{self.path}.head").unlink(missing_ok=True)

    def close(self):
        self.db.close()

    # -- reading

    def one(self, query, *values):
        return self.db.execute(query, values).fetchone()[0]

    def size(self):
        return self.one("SELECT count(*) FROM entry")

    def entries(self, kind=None):
        leaves = self.db.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()
        log = [json.loads(leaf) for (leaf,) in leaves]
        return [entry for entry in log if kind in (None, entry[4])]

    def note(self, size=None):
        """The stored checkpoint of that size, or the newest."""
        return self.one("SELECT note FROM checkpoint WHERE size = ?",
                        size or self.one("SELECT max(size) FROM checkpoint"))

    # -- writing

    def write(self, seq, entry):
        self.db.execute("UPDATE entry SET leaf = ?, key = ? WHERE seq = ?",
                        (spell(entry), entry[6], seq))

    def append(self, entry, key=None):
        self.db.execute("INSERT INTO entry(seq, key, leaf) VALUES(?, ?, ?)",
                        (entry[1], key or entry[6], spell(entry)))

    def cut(self, size):
        """Everything from that place on, and every trace of it."""
        self.db.execute("DELETE FROM detail WHERE seq >= ?", (size,))
        self.db.execute("DELETE FROM entry WHERE seq >= ?", (size,))
        self.db.execute("DELETE FROM checkpoint WHERE size > ?", (size,))
        self.hash_again()

    def hash_again(self):
        """Tiles and edge as they follow from the entries that are there now."""
        for table in ("tile", "edge", "snapshot"):
            self.db.execute(f"DELETE FROM {table}")
        hashes = [leaf_hash(leaf.encode()) for (leaf,) in
                  self.db.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()]
        level = 0
        while hashes:
            rows = [hashes[i:i + WIDTH] for i in range(0, len(hashes), WIDTH)]
            for n, row in enumerate(rows):
                table = "tile" if len(row) == WIDTH else "edge"
                self.db.execute(f"INSERT INTO {table}(tree, level, n, hashes) VALUES(0, ?, ?, ?)",
                                (level, n, b"".join(row)))
            hashes = [Tree(row).root() for row in rows if len(row) == WIDTH]
            level += 1

    def root(self, size=None):
        leaves = self.db.execute("SELECT leaf FROM entry ORDER BY seq").fetchall()[:size]
        return Tree(leaf_hash(leaf.encode()) for (leaf,) in leaves).root()

    def sign_again(self, wumei):
        """The real key signs what is there now, as whoever knows its passphrase can make it."""
        self.db.execute("DELETE FROM checkpoint")
        self.hash_again()
        self.forget_head()
        return self.command(wumei, "checkpoint")

    def command(self, wumei, *words):
        answer = run([wumei, "-L", self.path, *words], **INSIDER)
        if answer.returncode != 0:
            sys.exit(f"{words}: exit {answer.returncode}: {answer.stderr}")
        return answer.stdout


def forged_note(note, size, root):
    """A checkpoint under the log's name, by a key that somebody made up."""
    name = note.split("\n\n")[1].split(" ")[1]
    text = f"{note.splitlines()[0]}\n{size}\n{base64.b64encode(root).decode()}\n"
    key, signature = sign(b"anybody's own key".ljust(32), text.encode())
    line = sha256(name.encode(), b"\n\1", key)[:4] + signature
    return f"{text}\n\u2014 {name} {base64.b64encode(line).decode()}\n"


def sign(seed, message):
    """(public key, signature) of RFC 8032 section 5.1.6."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    key = ed25519.encode(ed25519.multiply(scalar, ed25519.BASE))
    nonce = ed25519.challenge(digest[32:], message)
    point = ed25519.encode(ed25519.multiply(nonce, ed25519.BASE))
    answer = (nonce + ed25519.challenge(point, key, message) * scalar) % ed25519.ORDER
    return key, point + answer.to_bytes(32, "little")


def is_plain(entry):
    """Of points where its kind gives any, of the till that sold within its lease if of a till to
    which nothing was added, not from the middle of a command."""
    gives = entry[4] in ("inspection.record", "claim.settle")
    of_till = entry[4].startswith("lease.") and entry[4] not in ("lease.add", "lease.terms")
    fits = not of_till or entry[9]["in"]["till"] == "01-1-a"
    return (entry[8] or not gives) and fits and ("#" not in entry[6] or "#1/" in entry[6])


def verdicts(wumei, ledger, *notes):
    """(who, class, exit code, what was said) of both verifiers, with checkpoints held outside."""
    held = [word for note in notes for word in ("--checkpoint", note)]
    answer = run([wumei, "-L", ledger, "--lang", "en", "--json", "verify", *held])
    said = answer.stdout + answer.stderr
    first = said.partition("\n")[0]
    verdict = json.loads(first).get("verdict", "") if first.startswith("{") else first
    yield "wumei", verdict.replace("_", " "), answer.returncode, said
    answer = run([sys.executable, PYTHON / "verify_full.py", ledger, *held])
    said = answer.stdout + answer.stderr
    yield "verify_full.py", said.partition("\n")[0], answer.returncode, said
