#!/usr/bin/env python3
"""Twelve attacks on a ledger that a witness has cosigned before: what it answers to each.

    witnessed.py --wumei PROGRAM

The cases are those of twelve.py. The county of the manual has cosigned the village's newest
checkpoint; then it is shown each tampered copy. Where the copy is not what it has seen, no
signature may leave, its memory must be as it was, and two heads that cannot both be true are kept
as evidence.
"""
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "guide"))
import twelve  # noqa: E402
from tampering import run  # noqa: E402

DONE, FAILED, UNCHECKED, STALE, TWICE = 0, 6, 7, 8, 9
ANSWERS = {
    "01a": FAILED, "01b": FAILED, "02": UNCHECKED, "03": FAILED, "04": DONE, "05": TWICE,
    "06": STALE, "07": DONE, "08": FAILED, "09a": TWICE, "09b": UNCHECKED, "10": FAILED,
    "11": FAILED, "12": FAILED,
}


class County:
    """The manual's county: its key, what it believes, and a memory for each case."""

    def __init__(self, wumei, village):
        self.wumei, self.folder = wumei, village.parent
        self.memory, self.cases = self.folder / "county.key.memory", 0

    def fresh_memory(self):
        self.cases += 1
        return shutil.copytree(self.memory, self.folder / f"memory{self.cases}")

    def cosign(self, ledger, memory):
        """The exit code; whether a signature left."""
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        done = run([self.wumei, "--lang", "en", "--key", self.folder / "county.key", "witness",
                    "cosign", ledger, "--log-key", self.folder / "guanqiao.vkey", "--memory",
                    memory, "--out", answer], WUMEI_PASSPHRASE="our passphrase",
                   WUMEI_NOW="2026-04-29T09:00")
        return done.returncode, answer.exists(), done.stdout + done.stderr

    def demand(self, ledger, memory, code):
        before = remembered(memory)
        got, signed, said = self.cosign(ledger, memory)
        if got != code or signed != (code == DONE):
            sys.exit(f"exit {got}, signed {signed}; wanted {code}\n{said}")
        if code != DONE and remembered(memory) != before:
            sys.exit(f"the memory is not as it was\n{said}")
        if bool(list(memory.glob("*/evidence/*.note"))) != (code == TWICE):
            sys.exit(f"evidence was kept, or was not\n{said}")


def remembered(memory):
    return {note.name: note.read_bytes() for note in memory.glob("*/*.note")}


def attack(wumei, village):
    scene, county = twelve.Scene(wumei, village), County(wumei, village)
    held = scene.newest
    for function, _, _ in twelve.CASES:
        scene.newest, copy, memory = held, scene.copy(), county.fresh_memory()
        name = function.__name__.split("_")[1]
        try:
            function(scene, copy)
            copy.close()
            county.demand(copy.path, memory, ANSWERS[name])
            if name == "07":  # the other branch, once the first was cosigned
                county.demand(scene.copies[-1].path, memory, TWICE)
        except SystemExit as why:
            sys.exit(f"{function.__name__}: {why}")
    print(f"witnessed: {len(twelve.CASES)} cases, no signature for what contradicts the memory")


if __name__ == "__main__":
    twelve.on_the_village(attack, __doc__)
