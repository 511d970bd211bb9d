#!/usr/bin/env python3
"""Kills the real program in the midst of the manual's commands, and looks at what is left.

    kill.py --wumei PROGRAM [--rounds 20] [--seed N]

The manual's first pages are done once without a kill, the folder before each command is kept. A
round takes one of those folders and a command, draws a point of its work (a write to disk, a size
of the write-ahead log, a share of its computing), kills it there, and demands: the ledger opens and
verifies; it holds every entry acknowledged before and, of the command that was killed, all or none;
the command again ends as it does without a kill, byte for byte, and once more it adds nothing.
"""
import argparse
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "guide"))
from run import BLOCK, EXAMPLES  # noqa: E402

PAGES = ("1-day-one.md", "2-a-month.md")
LEDGER = "village.wumei"
REFUSED = 1  # a second `claim approve` or `close day` has nothing left to do


def commands():
    """(environment, words) of every writing command of the manual's first two pages that stands
    alone: one that takes what another printed is the shell's."""
    environment, found = {}, []
    for page in PAGES:
        for block in BLOCK.findall((EXAMPLES / "guide" / page).read_text("utf-8")):
            for line in block.splitlines():
                words = shlex.split(line)
                sets = dict(word.split("=", 1) for word in words if re.match(r"WUMEI_\w+=", word))
                if words[:1] == ["export"]:
                    environment.update(sets)
                elif "$" in line:
                    continue
                elif "wumei" in words and "--dry-run" not in words and "check" not in words:
                    found.append(({**environment, **sets}, words[words.index("wumei") + 1:]))
    return found


class Work:
    """How far a running process has come, by three measures that only grow."""

    def __init__(self, process, folder):
        self.process, self.wal = process, folder / f"{LEDGER}-wal"

    def read(self, name):
        try:
            return pathlib.Path(f"/proc/{self.process.pid}/{name}").read_text("ascii")
        except OSError:
            return ""

    def writes(self):
        found = re.search(r"^syscw: (\d+)", self.read("io"), re.MULTILINE)
        return int(found[1]) if found else 0

    def computing(self):
        return int((self.read("schedstat").split() or ["0"])[0])

    def wal_size(self):
        try:
            return self.wal.stat().st_size
        except OSError:
            return 0

    def of(self, measure):
        return getattr(self, measure)()


MEASURES = ("writes", "computing", "wal_size")


class Bench:
    def __init__(self, wumei, work):
        self.wumei, self.work = wumei, work
        self.plain = {key: value for key, value in os.environ.items()
                      if not key.startswith("WUMEI_")}

    def start(self, folder, command):
        environment, words = command
        return subprocess.Popen([self.wumei, "--lang", "en", *words], cwd=folder / "village",
                                env={**self.plain, **environment}, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def run(self, folder, command, allowed=(0,)):
        process = self.start(folder, command)
        said = process.communicate()[0].decode()
        if process.returncode not in allowed:
            raise AssertionError(f"{command[1]}: exit {process.returncode}\n{said}")
        return said

    def measured(self, folder, command):
        """Runs to the end; the most that each measure showed."""
        process = self.start(folder, command)
        work = Work(process, folder / "village")
        most = dict.fromkeys(MEASURES, 0)
        while process.poll() is None:
            for measure in MEASURES:
                most[measure] = max(most[measure], work.of(measure))
        if process.returncode != 0:
            raise AssertionError(f"{command[1]}: {process.stdout.read().decode()}")
        process.stdout.close()
        return most

    def killed(self, folder, command, measure, point):
        """Kills at that point of the work; False when the process had ended by then."""
        process = self.start(folder, command)
        work = Work(process, folder / "village")
        while process.poll() is None and work.of(measure) < point:
            pass
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL


def entries(folder):
    """Every entry with its key; None when there is no ledger yet."""
    file = folder / "village" / LEDGER
    if not file.exists():
        return None
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return db.execute("SELECT seq, key, leaf FROM entry ORDER BY seq").fetchall()
    except sqlite3.OperationalError:
        return None
    finally:
        db.close()


def demand(true, message):
    if not true:
        raise AssertionError(message)


class Rounds:
    def __init__(self, bench, draw):
        self.bench, self.draw = bench, draw
        self.commands = commands()
        self.before, self.after, self.most = [], [], []

    def tell(self):
        """Does everything once; keeps the folder before each command."""
        folder = self.bench.work / "told"
        shutil.copytree(EXAMPLES / "data", folder)
        for number, command in enumerate(self.commands):
            kept = self.bench.work / f"before-{number}"
            shutil.copytree(folder, kept)
            self.before.append(kept)
            self.most.append(self.bench.measured(folder, command))
            self.after.append(entries(folder))

    def point(self, number):
        """A measure and a point of it that the command passes."""
        measure = self.draw.choice([name for name in MEASURES if self.most[number][name] > 0])
        return measure, self.draw.randint(1, self.most[number][measure])

    def check(self, folder, number):
        """What the kill left: whole commands, and a ledger that verifies."""
        before, found = self.after[number - 1], entries(folder)
        demand(found in (before, self.after[number]),
               f"{len(found)} entries, neither the {len(before)} acknowledged before nor "
               f"the {len(self.after[number])} of the whole command")
        self.bench.run(folder, (self.commands[number][0], ["verify"]))

    def round(self, folder, number):
        command = self.commands[number]
        shutil.copytree(self.before[number], folder)
        kills = 0
        for _ in range(self.draw.choice([1, 1, 2])):
            measure, point = self.point(number)
            print(f"  {' '.join(command[1][:3])}: {measure} {point}", flush=True)
            kills += self.bench.killed(folder, command, measure, point)
            self.check(folder, number)
        self.bench.run(folder, command, (0, REFUSED))
        demand(entries(folder) == self.after[number], "the second try ends otherwise")
        self.bench.run(folder, (command[0], ["checkpoint"]))
        self.bench.run(folder, command, (0, REFUSED))
        demand(entries(folder) == self.after[number], "a third try adds something")
        self.bench.run(folder, (command[0], ["verify"]))
        shutil.rmtree(folder)
        return kills

    def founding(self, folder):
        """A founding that was killed is whole, or no ledger: then it is cleared away and done."""
        shutil.copytree(self.before[0], folder)
        measure, point = self.point(0)
        print(f"  init: {measure} {point}", flush=True)
        killed = self.bench.killed(folder, self.commands[0], measure, point)
        found = entries(folder)
        demand(found is None or len(found) in (0, 2), "half a founding")
        if not found:
            for part in (folder / "village").glob(f"{LEDGER}*"):
                part.unlink()
            self.bench.run(folder, self.commands[0])
        self.bench.run(folder, (self.commands[0][0], ["verify"]))
        shutil.rmtree(folder)
        return killed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261124)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(Bench(options.wumei.resolve(), pathlib.Path(folder)),
                        random.Random(options.seed))
        rounds.tell()
        kills, tries = 0, 0
        while kills < options.rounds and tries < 4 * options.rounds:
            tries += 1
            place = pathlib.Path(folder) / "round"
            number = rounds.draw.randrange(len(rounds.commands)) if tries > 2 else 0
            kills += rounds.round(place, number) if number else rounds.founding(place)
    demand(kills >= options.rounds, f"only {kills} of {tries} came before the end")
    print(f"kill: {kills} kills in {tries} rounds over {len(rounds.commands)} commands; every "
          f"ledger opened, verified and went on to the same bytes")


if __name__ == "__main__":
    main()
