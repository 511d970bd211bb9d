#!/usr/bin/env python3
"""Fills a real disk under the real program: a small tmpfs.

    full_disk.py --wumei PROGRAM

A ledger is founded and filled there until the disk is full. The command that did not fit must say
so and leave everything as it was; reading, searching and verifying must work on; with room again
the same command must succeed. Once with the write-ahead log of a killed process beside it, once
with the head file alone on a full disk: the day is closed then, and the same command again signs
it. Needs the right to mount; exit 77 (skipped) without.
"""
import argparse
import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from kill import EXAMPLES, Bench, commands, demand, entries  # noqa: E402

SKIPPED, STORAGE = 77, 5
SAID = {"en": ("full", "No space left"), "zh": ("磁盘已满",)}


@contextlib.contextmanager
def small_disk(folder, size):
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
                          capture_output=True, check=False)
    if made.returncode != 0:
        print(f"skipped: no right to mount a tmpfs: {made.stderr.decode().strip()}")
        sys.exit(SKIPPED)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=False)


def fill(folder, spare=0):
    """A file that takes all room but `spare` bytes."""
    ballast = folder / "ballast"
    with open(ballast, "wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(bytes(4096))
    if spare:
        os.truncate(ballast, max(0, ballast.stat().st_size - spare))
    return ballast


class FullDisk:
    def __init__(self, wumei, folder):
        self.bench, self.folder = Bench(wumei, folder), folder
        self.village = folder / "village"
        self.steps = commands()

    def run(self, words, language, code):
        """What is printed by `words`, by the officer of the last command."""
        environment = {**self.steps[-1][0], "WUMEI_LANG": language}
        answer = subprocess.run([self.bench.wumei, "--lang", language, *words], cwd=self.village,
                                env={**self.bench.plain, **environment}, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, check=False)
        said = answer.stdout.decode()
        demand(answer.returncode == code, f"{words}: exit {answer.returncode}\n{said}")
        return said

    def reads(self, note):
        """Whatever only reads works and says what it always says."""
        self.run(["verify"], "en", 0)
        demand("0101001" in self.run(["find", "0101001"], "en", 0), "find says nothing")
        self.run(["statement", "0101001"], "zh", 0)
        demand(self.run(["checkpoint", "--last"], "en", 0) == note, "another checkpoint")

    def refuses(self, step):
        """Writing says that the disk is full, in both languages, and adds nothing."""
        for language, words in SAID.items():
            answer = subprocess.run(
                [self.bench.wumei, "--lang", language, *step[1]], cwd=self.village,
                env={**self.bench.plain, **step[0]}, capture_output=True, check=False)
            said = (answer.stdout + answer.stderr).decode()
            demand(answer.returncode == STORAGE and any(word in said for word in words),
                   f"{step[1]}: exit {answer.returncode}, one of {words} expected:\n{said}")

    def founding(self):
        """A founding that found no room can be tried again."""
        ballast = fill(self.folder, 8192)
        self.refuses(self.steps[0])
        ballast.unlink()
        self.bench.run(self.folder, self.steps[0])

    def full(self, step, note, spare):
        before = entries(self.folder)
        ballast = fill(self.folder, spare)
        self.refuses(step)
        self.reads(note)
        ballast.unlink()
        demand(entries(self.folder) == before, "a command that failed added something")

    def killed(self, note):
        """The same beside the log of a process that was killed before it could tidy up."""
        leave_log(self.village)
        ballast = fill(self.folder)
        (self.village / "village.wumei-shm").unlink(missing_ok=True)
        fill(self.folder / "village")
        self.reads(note)
        ballast.unlink()
        (self.village / "ballast").unlink()

    def head_apart(self, step):
        """The head file lies on a disk of its own, which is full when the day is closed."""
        stick = self.folder / "stick"
        stick.mkdir()
        with small_disk(stick, "16k"):
            ballast = fill(stick)
            apart = (step[0], ["--head", str(stick / "head"), *step[1]])
            self.refuses(apart)
            closed = entries(self.folder)
            ballast.unlink()
            self.bench.run(self.folder, apart)
            demand(entries(self.folder) == closed, "the day was closed twice")
            note = self.run(["checkpoint", "--last"], "en", 0)
            demand(f"\n{len(closed)}\n" in note, f"{len(closed)} entries are not signed:\n{note}")


def leave_log(village):
    """Opens the ledger in a process of its own that writes nothing new, and kills it."""
    script = ("import sqlite3, sys, time\n"
              "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
              "db.execute('PRAGMA wal_autocheckpoint=0')\n"
              "db.execute('CREATE TABLE spare(x)')\n"
              "db.execute('DROP TABLE spare')\n"
              "print('written', flush=True)\n"
              "sys.stdin.read()\n")
    process = subprocess.Popen([sys.executable, "-c", script, village / "village.wumei"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    demand(process.stdout.readline() == b"written\n", "the log could not be written")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    demand((village / "village.wumei-wal").stat().st_size > 0, "no log was left")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    wumei = parser.parse_args().wumei.resolve()
    with tempfile.TemporaryDirectory() as folder, small_disk(folder, "4m"):
        disk = FullDisk(wumei, pathlib.Path(folder))
        shutil.copytree(EXAMPLES / "data/village", disk.village)
        for name in ("goods.csv", "rulebook.toml", "sheet.toml"):
            shutil.copy(EXAMPLES / "data" / name, folder)
        disk.founding()
        for step in disk.steps[1:-4]:
            disk.bench.run(disk.folder, step)
        first = disk.run(["checkpoint"], "en", 0)
        for spare in (0, 4096, 40960, 65536):
            disk.full(disk.steps[-4], first, spare)
        disk.killed(first)
        for step in disk.steps[-4:-2]:
            disk.bench.run(disk.folder, step)
        disk.head_apart(disk.steps[-2])
        disk.bench.run(disk.folder, disk.steps[-1])
        disk.run(["verify"], "en", 0)
        print(f"full disk: said so, read on, and went on with room again: "
              f"{len(entries(disk.folder))} entries")


if __name__ == "__main__":
    main()
