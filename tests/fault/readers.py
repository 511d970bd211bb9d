#!/usr/bin/env python3
"""Readers in other processes beside a writer at work: none can checkpoint, none can block it.

    readers.py --wumei PROGRAM --holder PROGRAM [--commits 24]

The writer is the real program, a commit of four entries a run. Everything is counted, nothing is
timed: a run that waits for a lock in vain ends with another exit code.
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile

PASSPHRASE = "our passphrase"
OFFICER, PIN = "T01", "246801"
BUSY = 4
A_COMMIT = 4  # three deposits and the record of their import
NOBODY = 65534


def demand(true, message):
    if not true:
        raise AssertionError(message)


class Ledger:
    """A founded rehearsal ledger in a folder of its own."""

    def __init__(self, wumei, holder, folder):
        self.wumei, self.holder, self.folder = wumei, holder, folder
        self.file = folder / "village.wumei"
        self.commits = 0
        folder.mkdir()
        self.must("init", "--rehearsal", "--title", "官桥镇", "--programme", "guanqiao")
        (folder / "villages.csv").write_text("村编号,村名\nV01,青石村\n", "utf-8")
        self.must("import", "villages", "villages.csv")
        self.founded = self.entries()

    def start(self, *words, **more):
        plain = {key: value for key, value in os.environ.items() if not key.startswith("WUMEI_")}
        environment = {**plain, "WUMEI_LEDGER": str(self.file), "WUMEI_PASSPHRASE": PASSPHRASE,
                       "WUMEI_AS": OFFICER, "WUMEI_PIN": PIN, "WUMEI_NOW": "2026-04-01T09:00"}
        return subprocess.Popen([self.wumei, "--lang", "en", *words], cwd=self.folder,
                                env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                **more)

    def run(self, *words, **more):
        process = self.start(*words, **more)
        said = process.communicate()[0].decode()
        return process.returncode, said

    def must(self, *words, **more):
        code, said = self.run(*words, **more)
        demand(code == 0, f"{words}: exit {code}\n{said}")
        return said

    def deposits(self):
        """A file that makes one commit."""
        self.commits += 1
        rows = [f"2026-04-01,V01,{n + 1},F-{self.commits}-{n}\n" for n in range(A_COMMIT - 1)]
        file = self.folder / f"deposits-{self.commits}.csv"
        file.write_text("日期,基金,金额,凭证号\n" + "".join(rows), "utf-8")
        return file.name

    def commit(self):
        self.must("import", "deposits", self.deposits())

    def entries(self):
        """Counted by SQLite itself, on a copy: looking must not touch the files."""
        with tempfile.TemporaryDirectory() as folder:
            for part in self.files():
                shutil.copy(part, folder)
            db = sqlite3.connect(pathlib.Path(folder) / self.file.name)
            try:
                return db.execute("SELECT count(*) FROM entry").fetchone()[0]
            finally:
                db.close()

    def files(self):
        """What holds entries: the ledger and its write-ahead log."""
        return [part for part in (self.file, pathlib.Path(f"{self.file}-wal")) if part.exists()]

    def digests(self):
        return {part.name: hashlib.sha256(part.read_bytes()).hexdigest() for part in self.files()}

    def hold(self, how):
        """A process that has stopped in the midst of reading or as the writer."""
        process = subprocess.Popen([self.holder, how, str(self.file)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        return process, process.stdout.readline().decode().split()

    def hold_refused(self):
        """The first word of what a second writer is told."""
        process, said = self.hold("write")
        process.communicate(b"\n")
        return said[:1]

    def is_whole(self, entries):
        return entries >= self.founded and (entries - self.founded) % A_COMMIT == 0


def release(process):
    said = process.communicate(b"\n")[0].decode().split()
    demand(process.returncode == 0, f"a holder ended with {process.returncode}: {said}")
    return said


def held_reads(ledger, commits):
    """Open read transactions keep their moment; the writer makes every commit."""
    before = ledger.entries()
    held = [ledger.hold("read") for _ in range(3)]
    demand(all(said == ["reading"] for _, said in held), f"a reader did not open: {held}")
    for _ in range(commits):
        ledger.commit()
    demand(ledger.entries() == before + commits * A_COMMIT, "not every commit is there")
    for process, _ in held:
        said = release(process)
        demand(said == ["read", str(before)], f"a reader of {before} entries {said}")
    ledger.must("verify")


def looping_reads(ledger, commits):
    """Whole readers in a loop beside the writer: each sees a whole number of commits."""
    read = ["verify", "export", "find"]
    running, seen, runs = {}, [], 0

    def begin(word):
        extra = {"export": [f"export-{runs}-{word}"], "find": ["青石"]}.get(word, [])
        running[word] = (ledger.start("--json", word, *extra), extra)

    def finish(word):
        process, extra = running.pop(word)
        said = process.communicate()[0].decode()
        demand(process.returncode == 0, f"{word} beside the writer: {process.returncode}\n{said}")
        if word == "verify":
            seen.append(json.loads(said)["entries"])
        if word == "export":
            lines = next((ledger.folder / extra[0]).glob("*.jsonl"), None)
            seen.append(len(lines.read_text("utf-8").splitlines()) if lines else
                        json.loads(said)["entries"])
            shutil.rmtree(ledger.folder / extra[0])

    for number in range(commits):
        for word in read:
            if word in running and running[word][0].poll() is not None:
                finish(word)
            if word not in running:
                begin(word)
                runs += 1
        ledger.commit()
    for word in list(running):
        finish(word)
    demand(all(ledger.is_whole(entries) for entries in seen), f"half a commit was seen: {seen}")
    demand(runs >= len(read) and seen, "no reader ran")
    demand(ledger.entries() == ledger.founded + ledger.commits * A_COMMIT, "a commit is missing")
    return runs


def no_checkpoint(ledger):
    """A ledger whose writer has gone, with its newest entries in the write-ahead log: readers come
    and go, the last of them too, and both files stay as they are."""
    process, _ = ledger.hold("read")
    ledger.commit()
    release(process)
    before = ledger.digests()
    demand(len(before) == 2, "the log of pages was emptied by a reader that closed last")
    entries = ledger.entries()
    for words in (["verify"], ["find", "青石"], ["export", "audit"], ["checkpoint", "--last"]):
        ledger.run(*words)
    process, _ = ledger.hold("read")
    demand(release(process) == ["read", str(entries)], "entries in the log of pages are not read")
    demand(ledger.digests() == before, "a reader wrote to the ledger or moved its log of pages")
    ledger.commit()  # and a writer that closes last does empty it
    demand(len([part for part in ledger.files() if part.stat().st_size]) == 1, "it was not emptied")


def one_writer(ledger):
    """A second writer is refused at once and loses nothing; the first stays the writer."""
    before = ledger.entries()
    process, said = ledger.hold("write")
    demand(said == ["writing", str(before)], f"no writer: {said}")
    file = ledger.deposits()
    for words in (["import", "deposits", file], ["checkpoint"], ["close", "day"]):
        code, said = ledger.run(*words)
        demand(code == BUSY, f"a second writer: {words} exit {code}\n{said}")
    demand(ledger.hold_refused() == ["busy:"], "a second holder of the writer's place")
    ledger.must("verify")
    release(process)
    demand(ledger.entries() == before, "a refused writer left something")
    ledger.must("import", "deposits", file)
    demand(ledger.entries() == before + A_COMMIT, "what was refused cannot be done later")


def killed_reader(ledger):
    """A reader killed in its transaction leaves nothing that holds the writer back."""
    process, _ = ledger.hold("read")
    ledger.commit()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = ledger.entries()
    ledger.commit()
    demand(ledger.entries() == before + A_COMMIT, "a commit after the kill is missing")
    demand(len([part for part in ledger.files() if part.stat().st_size]) == 1,
           "the log of pages is not emptied after a reader was killed")
    ledger.must("verify")


def read_only(ledger):
    """Somebody who may only read: a closed ledger, one with entries in its log of pages, and one
    that is being read already. Nothing is written, and the writer comes through meanwhile."""
    if os.getuid() != 0:
        print("readers: read-only users are not tried (not root)")
        return
    guest = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    ledger.folder.chmod(0o755)
    for part in ledger.folder.iterdir():
        part.chmod(0o644)
    count = ledger.entries()
    before = ledger.digests()
    said = json.loads(ledger.must("--json", "verify", **guest))
    demand(said["entries"] == count, "a guest reads another number of entries")
    demand(ledger.digests() == before, "a guest changed a file")

    holder, _ = ledger.hold("read")
    ledger.commit()
    count = ledger.entries()
    said = json.loads(ledger.must("--json", "verify", **guest))
    demand(said["entries"] == count, "a guest does not see the newest commit")
    release(holder)
    for part in ledger.folder.glob(f"{ledger.file.name}-shm"):
        part.unlink()  # as on a copy: the log of pages is there, its index is not
    before = ledger.digests()
    code, said = ledger.run("verify", **guest)
    demand(code == 5 and "copy both files" in said, f"a guest beside it: exit {code}\n{said}")
    demand(ledger.digests() == before, "a guest changed a file")
    ledger.commit()
    demand(ledger.entries() == count + A_COMMIT, "a guest kept the writer out")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--holder", required=True, type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=24)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        work.chmod(0o755)
        wumei = shutil.copy(options.wumei, work / "wumei")  # where a guest may run it
        os.chmod(wumei, os.stat(wumei).st_mode | stat.S_IXOTH | stat.S_IROTH)
        ledger = Ledger(wumei, options.holder.resolve(), work / "ledger")
        held_reads(ledger, options.commits // 3)
        runs = looping_reads(ledger, options.commits)
        no_checkpoint(ledger)
        one_writer(ledger)
        killed_reader(ledger)
        read_only(ledger)
        ledger.must("verify")
        demand(ledger.entries() == ledger.founded + ledger.commits * A_COMMIT, "a commit was lost")
        print(f"readers: {ledger.commits} commits beside {runs} readers in a loop and those held; "
              f"each saw whole commits, none wrote, none held the writer back")


if __name__ == "__main__":
    main()
