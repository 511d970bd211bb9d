#!/usr/bin/env python3
"""Measures a township's season: demo.wall, demo.rss and import.csv, one JSON line each.

    season.py --wumei PROGRAM --out FOLDER [NAME...]

Runs examples/demo.py into FOLDER when one of the demo's figures is asked for, or when the ledger
that the other figures need is not there yet or older than PROGRAM (whose snapshots may be laid
out differently). All figures without a NAME.
"""
import argparse
import csv
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "examples"))
import demo  # noqa: E402  (the folder of examples is no package)

NAMES = ("import.csv", "demo.wall", "demo.rss")
FIRST_MONTH = "inspections-2026-04"
BEFORE = "before-inspections"
RUNS = 5


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


class MeasuredSeason(demo.Season):
    """The demo's season; keeps the largest memory of a `wumei` process and, for import.csv, the
    ledger as it stood before the first inspections."""

    peak = 0

    def run(self, now, officer, *words, show=False):
        before = peak_bytes()  # of all children so far, also of those that are not wumei
        answer = super().run(now, officer, *words, show=show)
        if peak_bytes() > before:
            MeasuredSeason.peak = peak_bytes()
        return answer

    def load(self, now, officer, kind, name=None):
        if name == FIRST_MONTH:
            copy_ledger(self.ledger, self.out / BEFORE)
        super().load(now, officer, kind, name)


def copy_ledger(ledger, folder):
    folder.mkdir(exist_ok=True)
    for part in ledger.parent.glob(ledger.name + "*"):
        shutil.copy(part, folder / part.name)
    return folder / ledger.name


def line(name, value, unit, baseline, against, runs=1):
    """Times and sizes: the smaller the value, the larger the ratio. Rates: the other way round."""
    ratio = value / baseline if unit == "1/s" else baseline / value
    print(json.dumps({"name": name, "value": float(f"{value:.6g}"), "unit": unit,
                      "baseline": float(f"{baseline:.6g}"), "ratio": round(ratio, 3),
                      "runs": runs, "against": against}), flush=True)


def run_season(wumei, out):
    """Wall seconds of the whole demo. Its page goes to standard error, not among the figures."""
    demo.Season = MeasuredSeason
    sys.argv = ["demo.py", "--wumei", str(wumei), "--out", str(out)]
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    started = time.monotonic()
    try:
        demo.main()
        sys.stdout.flush()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    return time.monotonic() - started


def timed_import(wumei, out, scratch):
    """Rows a second of `wumei import inspections` on a ledger with the township's register."""
    season = demo.Season(wumei, out)
    season.read_pins()
    season.ledger = copy_ledger(out / BEFORE / season.ledger.name, scratch)
    started = time.monotonic()
    season.load("2026-04-18T17:00", demo.CLERK, "inspections", FIRST_MONTH)
    return time.monotonic() - started


def timed_insert(file, scratch):
    """Rows a second of the same file into a table of its columns, keyed like the ledger's."""
    started = time.monotonic()
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source)
        heads = next(rows)
        database = sqlite3.connect(scratch / "bare.db")
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        columns = ",".join(f'"{head}" TEXT' for head in heads)
        key = ",".join(f'"{head}"' for head in heads[:3])
        database.execute(f"CREATE TABLE inspection({columns}, UNIQUE({key}))")
        marks = ",".join("?" * len(heads))
        with database:
            database.executemany(f"INSERT INTO inspection VALUES({marks})", rows)
        database.close()
    return time.monotonic() - started


def season_there(wumei, out):
    ledger = out / "guanqiao.wumei"
    return ((out / BEFORE).exists() and ledger.exists()
            and ledger.stat().st_mtime > wumei.stat().st_mtime)


def import_figure(wumei, out):
    file = out / "data" / f"{FIRST_MONTH}.csv"
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = sum(1 for _ in csv.reader(source)) - 1
    candidates, baselines = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as scratch:
            candidates.append(rows / timed_import(wumei, out, pathlib.Path(scratch)))
            baselines.append(rows / timed_insert(file, pathlib.Path(scratch)))
    line("import.csv", statistics.median(candidates), "1/s", statistics.median(baselines),
         "csv.reader and prepared INSERT of the same file's rows in Python, same durability", RUNS)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    wumei, out = options.wumei.resolve(), options.out.resolve()
    wanted = set(options.names or NAMES)
    if wanted & {"demo.wall", "demo.rss"} or not season_there(wumei, out):
        seconds = run_season(wumei, out)
        if "demo.wall" in wanted:
            line("demo.wall", seconds, "s", 60, "the bar of a minute")
        if "demo.rss" in wanted:
            line("demo.rss", MeasuredSeason.peak, "B", 150e6, "the bar of 150 MB")
    if "import.csv" in wanted:
        import_figure(wumei, out)


if __name__ == "__main__":
    main()
