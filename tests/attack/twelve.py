#!/usr/bin/env python3
"""Twelve attacks on a ledger, in fourteen cases; both verifiers must say what each one is.

    twelve.py --wumei PROGRAM

Each case tampers with a copy of the manual's village and asserts the class of the result and the
exit code of `wumei verify` and of verify_full.py, first from inside the file alone, then with a
checkpoint that was held outside. Five cases are beyond any check from inside: only that tells.
"""
import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "guide"))
from run import run_manual  # noqa: E402  (tests/guide)
from tampering import SOUND, Copy, forged_note, run, verdicts  # noqa: E402

PASSES, FAILS, UNCHECKED, TWICE = "sound", "failed", "could not check", "equivocation"
EXIT = {PASSES: 0, FAILS: 6, UNCHECKED: 7, TWICE: 9}
CASES = []


def case(inside, outside):
    """Registers an attack and what both verifiers must say without and with the held checkpoint."""
    def add(function):
        CASES.append((function, inside, outside))
        return function
    return add


class Scene:
    """The village, what outsiders hold of it, and a copy for every attack."""

    def __init__(self, wumei, ledger):
        self.wumei, self.ledger, self.copies = wumei, ledger, []
        whole = self.copy()
        self.sizes = sorted(size for (size,) in whole.db.execute("SELECT size FROM checkpoint"))
        self.newest = self.hold("newest.txt", whole.note())
        self.older = self.hold("older.txt", whole.note(self.sizes[0]))
        self.size = whole.size()

    def copy(self, of=None):
        self.copies.append(Copy(of or self.ledger, f"copy{len(self.copies)}.wumei"))
        return self.copies[-1]

    def hold(self, name, note):
        place = self.ledger.with_name(name)
        place.write_text(note, "utf-8")
        return place

    def expect(self, copy, result, *notes):
        copy.close()
        for who, verdict, code, said in verdicts(self.wumei, copy.path, *notes):
            fits = verdict == result or result == PASSES and verdict in SOUND
            if not fits or code != EXIT[result]:
                sys.exit(f"{who}: {verdict}, exit {code}; wanted {result}, {EXIT[result]}\n{said}")


def harmless(entry):
    """The entry with another word where no law looks: only hashes can tell."""
    entry[9]["in"]["document"] += "x"
    return entry


@case(FAILS, FAILS)
def case_01a_a_row_is_edited(scene, copy):
    entry = copy.entries("fund.deposit")[0]
    copy.write(entry[1], harmless(entry))


@case(FAILS, FAILS)
def case_01b_a_row_and_its_hashes_are_edited(scene, copy):
    entry = copy.entries("fund.deposit")[0]
    copy.write(entry[1], harmless(entry))
    copy.hash_again()


@case(PASSES, FAILS)
def case_02_the_tail_is_deleted_with_its_checkpoints(scene, copy):
    copy.cut(scene.size - 10)


@case(FAILS, FAILS)
def case_03_two_rows_are_swapped(scene, copy):
    first, second = copy.entries("household.register")[:2]
    first[1], second[1] = second[1], first[1]
    for entry in (first, second):  # as if each had always stood there
        copy.db.execute("UPDATE entry SET key = ? WHERE seq = ?", (f"~{entry[1]}", entry[1]))
    for entry in (first, second):
        copy.write(entry[1], entry)
    copy.hash_again()


@case(PASSES, PASSES)
def case_04_the_balances_kept_aside_are_edited(scene, copy):
    """The snapshot is a cache that no verifier reads, and the program trusts no other than the one
    whose digest it kept: it answers from the entries."""
    words = "--json", "find", "0101001"
    before = run([scene.wumei, "-L", scene.ledger, *words]).stdout
    body = bytearray(copy.one("SELECT body FROM snapshot"))
    for place in range(len(body) // 2, len(body) // 2 + 64):
        body[place] ^= 1
    copy.db.execute("UPDATE snapshot SET body = ?", (bytes(body),))
    head = scene.ledger.with_name(scene.ledger.name + ".head").read_bytes()
    pathlib.Path(f"{copy.path}.head").write_bytes(head)
    after = run([scene.wumei, "-L", copy.path, *words]).stdout
    if not before or before != after:
        sys.exit(f"a snapshot that was edited changes an answer:\n{before}\n{after}")


@case(PASSES, TWICE)
def case_05_an_insider_rewrites_and_signs_again(scene, copy):
    entry = copy.entries("fund.deposit")[0]
    copy.write(entry[1], harmless(entry))
    copy.sign_again(scene.wumei)
    scene.expect(copy, FAILS, scene.older)  # of a size that the insider signed no second time


@case(PASSES, FAILS)
def case_06_an_old_backup_is_brought_back(scene, copy):
    copy.cut(scene.sizes[0])
    memory = scene.copy()  # of a copy whose machine remembers what it signed
    memory.cut(scene.sizes[0])
    memory.close()
    head = scene.ledger.with_name(scene.ledger.name + ".head").read_bytes()
    pathlib.Path(f"{memory.path}.head").write_bytes(head)
    answer = run([scene.wumei, "-L", memory.path, "verify"])
    if answer.returncode != EXIT[FAILS]:
        sys.exit(f"the machine forgot what it signed: {answer.stdout}{answer.stderr}")


@case(PASSES, TWICE)
def case_07_two_futures_are_both_signed(scene, copy):
    """Whoever holds the head of one branch is shown the other."""
    other = scene.copy()
    for branch, day in ((copy, "2026-04-27"), (other, "2026-04-28")):
        branch.command(scene.wumei, "close", "day", "--day", day)
    scene.expect(copy, PASSES, scene.newest)  # both continue what was signed before
    scene.expect(other, PASSES, scene.newest)
    note = Copy(other.path, "branch.wumei").note()
    scene.newest = scene.hold("branch.txt", note)


@case(FAILS, FAILS)
def case_08_a_checkpoint_is_signed_with_another_key(scene, copy):
    note = forged_note(copy.note(), scene.size, copy.root())
    copy.db.execute("UPDATE checkpoint SET note = ? WHERE size = ?", (note, scene.size))
    untouched = scene.copy()  # a forged note held outside proves nothing, and is not believed
    scene.expect(untouched, UNCHECKED, scene.hold("forged.txt", note))


@case(PASSES, TWICE)
def case_09a_times_are_moved_forward(scene, copy):
    for entry in copy.entries()[-20:]:
        entry[2] += 3_600_000
        copy.write(entry[1], entry)
    copy.sign_again(scene.wumei)


@case(FAILS, FAILS)
def case_09b_times_are_moved_back(scene, copy):
    for entry in copy.entries()[-20:]:
        entry[2] -= 30 * 86_400_000
        copy.write(entry[1], entry)
    copy.db.execute("DELETE FROM checkpoint")
    copy.hash_again()


@case(FAILS, FAILS)
def case_10_a_redemption_is_brought_twice(scene, copy):
    """Its key counts up on every device: a second one of the same number is no new redemption."""
    entry = copy.entries("redeem.confirm")[-1]
    copy.append(rebooked(copy, entry), "~again")  # the column is unique, the entry is not


def rebooked(copy, entry):
    """The entry once more at the end, with balances and pointers that continue every account."""
    log = copy.entries()
    last = {leg[0]: (leg[3], earlier[1]) for earlier in log for leg in earlier[8]}
    running, legs = {}, []
    for account, lot, amount, _, _ in entry[8]:
        balance, previous = running.get(account, last[account][0]) + amount, last[account][1]
        running[account] = balance
        legs.append([account, lot, amount, balance, previous])
    return [entry[0], len(log), log[-1][2], log[-1][3], *entry[4:8], legs, *entry[9:]]


@case(FAILS, FAILS)
def case_11_the_rule_book_is_edited(scene, copy):
    digest = copy.entries("rules.publish")[0][9]["in"]["digest"]
    copy.db.execute("UPDATE document SET body = replace(body, 'points = 10', 'points = 90')"
                    " WHERE digest = ?", (digest,))


@case(FAILS, FAILS)
def case_12_a_private_detail_is_edited(scene, copy):
    seq = copy.entries("household.register")[0][1]
    copy.db.execute("UPDATE detail SET body = body || ' ' WHERE seq = ?", (seq,))
    gone, erased = scene.copy(), scene.copy()
    gone.db.execute("DELETE FROM detail WHERE seq = ?", (seq,))
    scene.expect(gone, FAILS)
    words = "--ground", "PIPL 47", "--document", "D-1"
    erased.command(scene.wumei, "erase", seq, *words)  # the lawful way passes, and says so
    scene.expect(erased, PASSES)


def attack(wumei, village):
    scene = Scene(wumei, village)
    scene.expect(scene.copy(), PASSES)
    held = scene.newest
    scene.expect(scene.copy(), PASSES, held, scene.older)
    for function, inside, outside in CASES:
        scene.newest = held
        copy = scene.copy()
        try:
            function(scene, copy)
            scene.expect(copy, inside)
            scene.expect(copy, outside, scene.newest)
        except SystemExit as why:
            sys.exit(f"{function.__name__}: {why}")
    print(f"twelve: {len(CASES)} cases told apart by both verifiers")


def on_the_village(attack, description):
    """Calls `attack(wumei, village)` on the manual's village, with its keys and notes beside it."""
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        village = run_manual(options.wumei, pathlib.Path(folder)) / "village.wumei"
        attack(options.wumei.resolve(), village)


if __name__ == "__main__":
    on_the_village(attack, __doc__)
