#!/usr/bin/env python3
"""Measures wumei against the plain-text ledgers of Debian: peer.ledger, peer.hledger.

    peers.py --bin FOLDER --work FOLDER [NAME...]

The same 100,000 transactions of two postings over 1,000 accounts are a journal for `ledger` and
`hledger`, which read it and print balances, and a CSV file for `wumei import transfers`, which
makes them durable in a ledger that was founded before. Beside it, as `.opened`: a list of all
balances of the ledger once it is open, against reading the journal again. Runs alternate; medians
of five.
"""
import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

TRANSACTIONS, ACCOUNTS, RUNS = 100_000, 1_000, 5
NAMES = ("peer.ledger", "peer.hledger")
BARS = {"": 2, ".opened": 100}
WHO = {"WUMEI_AS": "o-bench", "WUMEI_PIN": "482913", "WUMEI_PASSPHRASE": "bench only"}


def transactions():
    for number in range(TRANSACTIONS):
        source = number * 7919 % ACCOUNTS
        target = (source + 1 + number % 97) % ACCOUNTS
        yield number, source, target, 1 + number % 97


def write_files(work):
    journal, table = work / "transfers.journal", work / "transfers.csv"
    with journal.open("w", encoding="ascii") as text, table.open("w", newline="") as cells:
        rows = csv.writer(cells)
        rows.writerow(["key", "date", "from", "to", "amount"])
        for number, source, target, amount in transactions():
            text.write(f"2026-04-01 t{number:06}\n    m:{target:04}  {amount} P\n"
                       f"    m:{source:04}  {-amount} P\n\n")
            rows.writerow([f"{number:06}", "2026-04-01", f"m/{source:04}:honour",
                           f"m/{target:04}:honour", amount])
    return journal, table


def run(*command):
    started = time.monotonic()
    subprocess.run([str(word) for word in command], check=True, env=dict(os.environ, **WHO),
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def found(wumei, folder):
    ledger = folder / "plain.wumei"
    run(wumei, "-L", ledger, "init", "--title", "bench", "--programme", "bench", "--rehearsal",
        "--now", "2026-04-01")
    return ledger


def import_and_list(programs, table, folder):
    """Seconds of the import, and of a list of all balances of the ledger it leaves."""
    ledger = found(programs / "wumei", folder)
    imported = run(programs / "wumei", "-L", ledger, "--now", "2026-04-02", "import", "transfers",
                   table)
    listed = subprocess.run([programs / "wumei_bench", "--balances", ledger], check=True,
                            capture_output=True, text=True)
    return imported, float(listed.stdout)


def line(name, values, baselines, against):
    ratio = statistics.median(base / value for value, base in zip(values, baselines))
    bar = BARS[".opened" if name.endswith(".opened") else ""]
    print(json.dumps({"name": name, "value": float(f"{statistics.median(values):.6g}"),
                      "unit": "s", "baseline": float(f"{statistics.median(baselines):.6g}"),
                      "ratio": round(ratio, 3), "runs": RUNS, "against": against,
                      "bar": f"ratio >= {bar}", "held": ratio >= bar}), flush=True)


def measure(name, programs, journal, table):
    peer = name.removeprefix("peer.")
    imports, lists, peers = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory(dir=table.parent) as folder:
            imported, listed = import_and_list(programs, table, pathlib.Path(folder))
        imports.append(imported)
        lists.append(listed)
        peers.append(run(peer, "-f", journal, "balance"))
    against = f"{peer} -f JOURNAL balance, the same {TRANSACTIONS} transactions"
    line(name, imports, peers, against)
    line(name + ".opened", lists, peers, against)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    programs, work = options.bin.resolve(), options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    journal, table = write_files(work)
    for name in NAMES:
        if not options.names or name in {word.removesuffix(".opened") for word in options.names}:
            measure(name, programs, journal, table)


if __name__ == "__main__":
    main()
