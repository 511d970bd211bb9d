#!/usr/bin/env python3
"""Checks lease.pml with Spin: every state of it within small bounds, and that each planted mistake
is found. Ends with 77 where Spin or a C compiler is not installed.

    run.py [--only NAME]
"""
import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MODEL = pathlib.Path(__file__).resolve().parent / "lease.pml"
ONE = {"TILLS": 1, "DEATH": 1}                     # one till, two leases of two redemptions each
TWO = {"TILLS": 2, "RECORDS": 1, "LEASES": 1, "POINTS": 1, "DEATH": 1}
SMALL = {"TILLS": 1, "RECORDS": 1, "DEATH": 1}

# Name, bounds, the property of an `ltl` line, and what must be found: "" for nothing.
CHECKS = [
    ("one till", ONE, "", ""),
    ("one till, three leases", {**ONE, "LEASES": 3}, "", ""),
    ("two tills", TWO, "", ""),
    ("every lease ends", SMALL, "ends", ""),
    ("every redemption is booked", SMALL, "booked", ""),
]
# A mistake of the design, and the assertion, invariant or property that finds it.
MISTAKES = [
    (1, "a report that comes again is booked again", "applied[", ""),
    (2, "the hub takes a lease back by the clock", "forced[", ""),
    (3, "a till debits after its closing report", "left[", ""),
    (4, "goods are handed over before the debit is on disk", "invariant", ""),
    (5, "the lot that ends last is spent first", "today", ""),
    (6, "expiry takes what is held", "held[", ""),
    (7, "a lease is closed before all its redemptions are booked", "left[", ""),
    (8, "a till takes the same lease twice", "escrow[", ""),
    (9, "a redemption at the hub that is asked again is taken again", "held[", ""),
    (10, "nobody takes back the lease of a till that is lost", "cycle", "ends"),
    # Not mistakes: that these are found shows that the model gets that far.
    (11, "seen: a redemption after its lease was taken back", "invariant", ""),
    (12, "seen: a lot ends while points of it are held", "invariant", ""),
]
NAMES = {"invariant": "assertion violated 0 ", "cycle": "acceptance cycle",
         "today": "assertion violated (((spendable[(0+lot)]>0)"}


def explore(bounds, goal, found):
    """What Spin's verifier of the model prints."""
    with tempfile.TemporaryDirectory() as folder:
        return explored(folder, bounds, goal, found)


def explored(folder, bounds, goal, found):
    defines = [f"-D{name}={value}" for name, value in bounds.items()]
    live = ["-DLIVE"] if goal else []
    commands = [["spin", *defines, *live, "-a", MODEL],
                ["cc", "-O0" if found else "-O2", "-w", "-DCOLLAPSE", "-DNFAIR=3",
                 *([] if goal else ["-DSAFETY"]), "-o", "pan", "pan.c"],
                ["./pan", "-w22", "-m1000", *(["-a", "-f", "-N", goal] if goal else [])]]
    for command in commands:
        done = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise OSError(f"{command[0]}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def figure(pattern, text):
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def complete(text):
    """The whole of it was looked at, and no depth or memory cut it short."""
    return not re.search(r"not completed|max search depth too small|out of memory", text)


def main(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", help="the name of one check")
    only = parser.parse_args(words).only
    missing = [tool for tool in ("spin", "cc") if not shutil.which(tool)]
    if missing:
        print(f"skipped: {', '.join(missing)} is not installed")
        return 77
    rows = [(name, bounds, goal, found) for name, bounds, goal, found in CHECKS]
    rows += [(f"{number} {name}", {**(SMALL if goal else ONE), "MUTANT": number}, goal, found)
             for number, name, found, goal in MISTAKES]
    rows = [row for row in rows if only in (None, row[0])]
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = pool.map(lambda row: explore(*row[1:]), rows)
        for (name, _, _, found), text in zip(rows, texts):
            errors = figure(r"errors: (\d+)", text)
            said = re.search(r"pan:\d+: (.*)", text)
            right = (NAMES.get(found, found) in said[1] if found and said else
                     not found and not errors and complete(text))
            wrong += not right
            states, depth = (figure(pattern, text) for pattern in (
                r"(\d+) states, stored", r"depth reached (\d+)"))
            why = f"; {said[1]}" if said and not right else ""
            print(f"{'ok' if right else 'WRONG':5} {name:60} {states:>9} states, depth {depth}"
                  f"{why}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
