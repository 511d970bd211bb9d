#!/usr/bin/env python3
"""Runs a township's season through the command line, from files as its offices keep them.

    demo.py --wumei PROGRAM --out FOLDER

Writes the files with examples/data/generate.py, founds a rehearsal ledger, runs April to June 2026
with checks, notices, shop days, closes and one award round, verifies it twice, and prints the page
of the season. The clock is the rehearsal's (--now), so the same files give the same ledger.
"""
import argparse
import csv
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
FOUNDER = ("T01", "246801")
CLERK, FIRST_CHECKER, SECOND_CHECKER, CONFIRMER = "T02", "T03", "T04", "T05"
ROUND = "2026H1"


class Season:
    """One ledger and the people who act on it."""

    def __init__(self, wumei, out):
        self.wumei = str(wumei.resolve())
        self.out = out
        self.data = out / "data"
        self.ledger = out / "guanqiao.wumei"
        self.pins = dict([FOUNDER])
        self.started = time.monotonic()

    def run(self, now, officer, *words, show=False):
        """One command of `wumei` at a moment of the rehearsal; its output when not shown."""
        environment = dict(
            os.environ, WUMEI_LEDGER=str(self.ledger), WUMEI_AS=officer, WUMEI_NOW=now,
            WUMEI_PIN=self.pins.get(officer, ""), WUMEI_PASSPHRASE="rehearsal only")
        command = [self.wumei, *map(str, words)]
        answer = subprocess.run(command, env=environment, text=True, encoding="utf-8",
                                stdout=None if show else subprocess.PIPE, check=False)
        if answer.returncode != 0:
            print(answer.stdout or "", file=sys.stderr)
            sys.exit(f"wumei {' '.join(map(str, words))}: exit {answer.returncode}")
        return answer.stdout

    def say(self, text):
        print(f"[{time.monotonic() - self.started:5.1f} s] {text}", file=sys.stderr, flush=True)

    def load(self, now, officer, kind, name=None):
        """Imports one file of the township's folder."""
        self.run(now, officer, "import", kind, self.data / f"{name or kind}.csv")

    def read_pins(self):
        with (self.data / "officers.csv").open(encoding="utf-8", newline="") as file:
            self.pins.update((row["人员编号"], row["PIN"]) for row in csv.DictReader(file))


def prepare(season):
    """The folder as a township has it on the first day."""
    shutil.rmtree(season.out, ignore_errors=True)
    season.out.mkdir(parents=True)
    season.say("writing the township's files")
    subprocess.run([sys.executable, HERE / "data/generate.py", "--out", season.data], check=True,
                   stdout=subprocess.DEVNULL)
    for name in ("goods.csv", "rulebook.toml", "sheet.toml"):
        shutil.copy(HERE / "data" / name, season.data / name)
    season.read_pins()


def found(season):
    """Day one: the ledger, who is who, the rules, the money, what was there before."""
    season.say("founding the ledger; registers, rule book, prices, budgets, old balances")
    now, officer = "2026-03-30", FOUNDER[0]
    season.run(now, officer, "init", "--rehearsal", "--title", "官桥镇", "--programme", "guanqiao")
    for kind in ("villages", "officers", "grids", "households", "shops", "donors", "goods",
                 "budgets"):
        season.load(now, officer, kind)
    season.run(now, officer, "rules", "publish", season.data / "rulebook.toml")
    season.run(now, officer, "rules", "sheet", season.data / "sheet.toml")
    now = "2026-04-01T08:30"
    season.load(now, officer, "deposits")
    season.load(now, officer, "opening")
    season.load(now, CLERK, "opening-stock")


def month(season, tag, last):
    """Deliveries, inspections, claims and their checks, notice, objections, shop days, closes."""
    season.say(f"{tag}: deliveries, inspections, claims")
    season.load(f"{tag}-05T09:00", CLERK, "deliveries", f"deliveries-{tag}")
    season.load(f"{tag}-{'13' if last else '18'}T17:00", CLERK, "inspections", f"inspections-{tag}")
    if last:
        awards_opened(season, tag)
    season.load(f"{tag}-20T16:00", CLERK, "claims", f"claims-{tag}")
    season.say(f"{tag}: two checks, notice, objections")
    through = f"{tag}-19"
    season.run(f"{tag}-20T17:00", FIRST_CHECKER, "claim", "approve", "--all", "--through", through,
               "--step", "1")
    season.run(f"{tag}-20T18:00", SECOND_CHECKER, "claim", "approve", "--all", "--through", through)
    season.run(f"{tag}-20T19:00", SECOND_CHECKER, "notice", "open", "--all", "--through", through)
    season.load(f"{tag}-22T18:00", CLERK, "objections", f"objections-{tag}")
    season.load(f"{tag}-23T17:00", CONFIRMER, "verdicts", f"objections-{tag}")
    season.run(f"{tag}-24T08:00", CONFIRMER, "notice", "confirm", "--all")
    if last:
        season.run(f"{tag}-24T08:30", CONFIRMER, "award", "confirm", ROUND)
    season.say(f"{tag}: two shop days, closes")
    season.load(f"{tag}-25T17:30", CLERK, "redemptions", f"redemptions-{tag}")
    season.run(f"{tag}-25T18:00", FOUNDER[0], "close", "day")
    season.run(f"{tag}-26T08:00", FOUNDER[0], "close", "month", tag)


def awards_opened(season, tag):
    """The round of the half-year, ranked from the quarter's whole sheets, on notice for five
    working days."""
    season.say("award round: ranked and publicised")
    now = f"{tag}-15T09:00"
    season.run(now, SECOND_CHECKER, "award", "open", ROUND, "--from", "2026-04-01",
               "--until", f"{tag}-14")
    season.run(now, SECOND_CHECKER, "award", "rank", ROUND)
    season.run(now, SECOND_CHECKER, "award", "publish", ROUND)


def verify(season):
    """Both verifiers, from the first entry."""
    season.say("closing the quarter; verifying from the first entry, in C++ and in Python")
    end = "2026-06-30T18:00"
    season.run(end, FOUNDER[0], "close", "day")
    season.run(end, FOUNDER[0], "verify")
    check = subprocess.run([sys.executable, HERE / "python/verify.py", season.ledger], check=False,
                           capture_output=True, text=True)
    if check.returncode != 0:
        sys.exit(f"verify.py: {check.stdout}")
    return check.stdout.splitlines()[0]


def pages(season):
    """What the township hangs up and hands out."""
    end, officer = "2026-06-30T19:00", FOUNDER[0]
    season.run(end, officer, "bulletin", "V03", "--month", "2026-06",
               "--html", season.out / "bulletin.html")
    season.run(end, officer, "statement", "0301017", "--html", season.out / "statement.html")
    seconds = f"{time.monotonic() - season.started:.0f}"
    season.run(end, officer, "report", "--seconds", seconds, "--html", season.out / "report.html")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    options = parser.parse_args()
    season = Season(options.wumei, options.out)
    prepare(season)
    found(season)
    for tag in ("2026-04", "2026-05", "2026-06"):
        month(season, tag, last=tag == "2026-06")
    sound = verify(season)
    pages(season)
    season.run("2026-06-30T19:00", FOUNDER[0], "report", show=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"\nverify.py: {sound}")
    print(f"{season.ledger.stat().st_size:,} bytes, {time.monotonic() - season.started:.1f} s, "
          f"peak memory {peak // 1024} MB")
    for name in ("report.html", "bulletin.html", "statement.html", season.ledger.name):
        print(f"  {season.out / name}")


if __name__ == "__main__":
    main()
