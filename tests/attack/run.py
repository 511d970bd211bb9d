#!/usr/bin/env python3
"""Tampers with a ledger and demands that every verifier notices and names the entry.

    run.py --wumei PROGRAM [--ledger FILE] [--changes 24]

Without --ledger the manual's village is used. Changes are drawn from a printed seed: one bit of one
byte of an entry each. Then the last ten entries are cut off: only a checkpoint held outside tells.
"""
import random
import shutil
import sqlite3

from ledgers import FAILED, demand, open_without_guards, run

SEED = 20260630


def flip(ledger, seq, draw):
    """Changes one bit of one ASCII byte of an entry."""
    db = open_without_guards(ledger, "entry_update")
    leaf = bytearray(db.execute("SELECT leaf FROM entry WHERE seq = ?", (seq,)).fetchone()[0],
                     "utf-8")
    place = draw.choice([i for i, byte in enumerate(leaf) if 0x20 < byte < 0x7f])
    leaf[place] ^= 1
    db.execute("UPDATE entry SET leaf = ? WHERE seq = ?", (leaf.decode(), seq))
    db.commit()
    db.close()


def cut(ledger, count):
    """Removes the last entries and every trace of them in the file."""
    db = open_without_guards(ledger, "entry_delete", "tile_delete", "checkpoint_delete")
    size = db.execute("SELECT max(seq) + 1 FROM entry").fetchone()[0] - count
    db.execute("DELETE FROM detail WHERE seq >= ?", (size,))
    db.execute("DELETE FROM entry WHERE seq >= ?", (size,))
    db.execute("DELETE FROM checkpoint WHERE size > ?", (size,))
    db.execute("DELETE FROM edge")
    db.execute("DELETE FROM tile WHERE n >= ? AND level = 0", (size // 256,))
    db.execute("DELETE FROM snapshot")
    db.commit()
    db.close()


def attack(wumei, ledger, changes):
    draw = random.Random(SEED)
    db = sqlite3.connect(ledger)
    size = db.execute("SELECT max(seq) + 1 FROM entry").fetchone()[0]
    note = db.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()[0]
    db.close()
    demand(wumei, ledger, 0, "")
    copy = ledger.with_name("attacked.wumei")
    for seq in [0, size - 1, *draw.sample(range(size), changes)]:
        shutil.copy(ledger, copy)
        flip(copy, seq, draw)
        demand(wumei, copy, FAILED, f"{seq}")
    shutil.copy(ledger, copy)
    cut(copy, 10)
    slip = ledger.with_name("slip.txt")
    slip.write_text(note, "utf-8")
    demand(wumei, copy, FAILED, "", "--checkpoint", str(slip))
    print(f"attack: {changes + 2} changes of {size} entries named by every verifier, "
          f"a cut of ten noticed with a checkpoint (seed {SEED})")


if __name__ == "__main__":
    run(attack, __doc__, changes=24)
