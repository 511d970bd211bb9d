#!/usr/bin/env python3
"""A month of six leased tills and their hub, through a line that cuts, drops answers, sends twice
and brings old requests late, with kills of tills and hub at random moments. In the end every figure
is compared: what the clerks handed over, what the tills keep, what the ledger has.

    month.py --wumei PROGRAM [--days N] [--seed N]
"""
import argparse
import collections
import contextlib
import csv
import json
import os
import pathlib
import random
import re
import socket
import socketserver
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
VILLAGE = ROOT / "examples" / "data" / "village"
TILLS = ["a", "b", "c", "d", "e", "f"]
FIRST = "2026-04-01"
DONE, RETURNED = 2, 3


class Line(socketserver.ThreadingTCPServer):
    """What stands between tills and hub. What it does to a request is drawn by the seed."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, rng):
        super().__init__(("127.0.0.1", 0), Wire)
        self.rng = rng
        self.hub = None      # port, while it runs
        self.kill = None     # kills the hub
        self.late = []       # requests that are still to arrive
        self.faults = collections.Counter()
        self.calm = False
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def send(self, request):
        """The whole answer; b"" when the hub is not there."""
        try:
            with socket.create_connection(("127.0.0.1", self.hub), timeout=60) as link:
                link.sendall(request)
                return read_message(link)
        except OSError:
            return b""


def read_message(link):
    """One HTTP message, by its length; b"" for one that was cut."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = link.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    missing = (int(length[1]) if length else 0) - len(body)
    while missing > 0:
        part = link.recv(65536)
        if not part:
            return b""
        data += part
        missing -= len(part)
    return data


class Wire(socketserver.BaseRequestHandler):
    """One connection of a till."""

    def handle(self):
        line = self.server
        while True:
            try:
                request = read_message(self.request)
            except OSError:
                return
            if not request:
                return
            answer = self.passed(line, request)
            if not answer:
                return
            self.request.sendall(answer)

    @staticmethod
    def passed(line, request):
        chance = 1 if line.calm else line.rng.random()
        fault = next((name for name, until in (("cut", 0.08), ("lost", 0.18), ("twice", 0.28),
                                               ("late", 0.34), ("kill", 0.36))
                      if chance < until), "")
        line.faults[fault] += 1
        if fault == "cut":
            return b""
        if fault == "late":  # the till has given it up when it arrives, behind others
            line.late.append(request)
            return b""
        if fault == "kill":
            threading.Thread(target=line.send, args=(request,), daemon=True).start()
            line.kill()
            return b""
        answer = line.send(request)
        if fault == "twice":
            answer = line.send(request)
        if line.late and not line.calm:
            line.send(line.late.pop(0))
        return b"" if fault == "lost" else answer


class Town:
    """The ledger in a folder, its hub and its tills."""

    def __init__(self, wumei, folder, seed):
        self.wumei, self.folder = wumei, pathlib.Path(folder)
        self.rng = random.Random(seed)
        self.line = Line(random.Random(seed + 1))
        self.hub = None
        self.handed_over = set()   # ids, as the clerk saw them
        self.kills = collections.Counter()
        self.environment = dict(os.environ, WUMEI_PASSPHRASE="correct horse", LANG="C.UTF-8")
        self.found()

    def run(self, *words, officer="T01", pin="246801", now=FIRST + "T07:00"):
        command = [self.wumei, "-L", "t.wumei", "--as", officer, "--pin", pin, *words]
        if now:
            command += ["--now", now]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, text=True,
                              capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stderr}{done.stdout}")
        return done.stdout

    def found(self):
        self.run("init", "--rehearsal", "--title", "官桥镇", "--programme", "guanqiao",
                 "--name", "林秀英")
        for kind in ("villages", "officers", "grids", "households", "shops"):
            self.run("import", kind, str(VILLAGE / f"{kind}.csv"))
        self.run("import", "goods", str(VILLAGE.parent / "goods.csv"))
        self.run("import", "budgets", str(VILLAGE / "budgets.csv"))
        self.run("import", "opening", str(VILLAGE / "opening.csv"))
        self.run("import", "opening-stock", str(VILLAGE / "opening-stock.csv"), officer="T02",
                 pin="135790")
        self.run("lease", "terms", "--till-limit", "150")
        with open(VILLAGE / "households.csv", encoding="utf-8-sig") as rows:
            self.cards = [row[8] for row in list(csv.reader(rows))[1:] if row[8]]
        self.tokens = {}
        for till in TILLS:
            said = self.run("hub", "token", "add", "--for", "till-" + till, "--right", "shop",
                            officer="SK01", pin="445201", now="")
            self.tokens[till] = re.search(r"wumei_\S+", said)[0]

    def start_hub(self, now=""):
        """At that time, or where its last entry stands."""
        self.stop_hub()
        self.line.kill = lambda: None  # requests of a till just killed arrive while this one starts
        command = [self.wumei, "-L", "t.wumei", "hub", "serve", "--rate", "1000000"]
        if now:
            command += ["--now", now]
        with open(self.folder / "hub.log", "w", encoding="utf-8") as log:
            self.hub = subprocess.Popen(command, cwd=self.folder, env=self.environment, text=True,
                                        stdout=subprocess.PIPE, stderr=log)
        address = self.hub.stdout.readline().strip()
        if not address:
            sys.exit((self.folder / "hub.log").read_text(encoding="utf-8"))
        self.line.hub = int(address.rsplit(":", 1)[1].rstrip("/"))
        self.line.kill = self.kill_hub

    def kill_hub(self):
        self.kills["hub"] += 1
        self.hub.kill()

    def stop_hub(self):
        if self.hub is None:
            return
        if self.hub.poll() is None:
            self.hub.terminate()
        self.hub.wait()
        self.hub.stdout.close()

    def revive(self):
        """After a kill: what was written is there, as it was."""
        if self.hub.poll() is not None:
            self.start_hub()

    def visit(self, till, now, answers, kill_after=None):
        """One run of a till. With `kill_after`, it dies at so many lines of its output."""
        command = [self.wumei, "--hub", f"http://127.0.0.1:{self.line.server_address[1]}/",
                   "--as", "SK01", "--pin", "445201", "--now", now, "--lang", "en", "terminal",
                   "--shop", "01-1", "--text", "--till", till]
        child = subprocess.Popen(command, cwd=self.folder, text=True, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 env=dict(self.environment, WUMEI_TOKEN=self.tokens[till]))
        try:
            child.stdin.write("\n".join(answers) + "\n")
            child.stdin.close()
        except BrokenPipeError:
            pass
        said = ""
        for count, text in enumerate(child.stdout):
            said += text
            if kill_after is not None and count >= kill_after:
                self.kills["till"] += 1
                child.kill()
                break
        child.stdout.close()
        child.wait()
        self.handed_over.update(re.findall(r"Done\. Number (\S+)", said))
        return said

    def sales(self, count):
        """What a clerk types for some customers; what he is refused moves him on to the next."""
        typed = ["y", "y"]  # in case something waits to be answered
        for _ in range(count):
            goods = self.rng.choice(["G03 3", "G04 2", "G04 3", "G04 1"])
            typed += [self.rng.choice(self.cards), "1", goods, "ok", "y",
                      self.rng.choice(["y", "y", "y", "n"]), "out", "x"]
            if self.rng.random() < 0.3:
                typed += ["r", str(self.rng.randrange(1, 9)), "G04 1", "broken"]
        return typed

    def rows(self, till, query):
        file = self.folder / f"{till}.till"
        if not file.exists():
            return []
        with contextlib.closing(sqlite3.connect(file)) as database:
            return database.execute(query).fetchall()


def day_of(number):
    return f"2026-04-{number:02d}"


def live_a_day(town, number):
    day = day_of(number)
    rng = town.rng
    town.start_hub(f"{day}T08:00")
    for till in TILLS:
        town.revive()
        town.visit(till, f"{day}T09:00", ["y", "x", "s", "q"],
                   rng.randrange(12) if rng.random() < 0.2 else None)
    for till in TILLS:  # at times the line is dead all day: no card is refused for that
        town.revive()
        hour = 10 + TILLS.index(till)
        town.visit(till, f"{day}T{hour}:00", cards_of(town, till) + ["q"],
                   rng.randrange(8, 40) if rng.random() < 0.4 else None)
    town.start_hub(f"{day}T18:00")
    for till in TILLS:
        town.revive()
        end = ["c"] if rng.random() < 0.4 else []
        town.visit(till, f"{day}T18:30", ["y", "x", "s", *end, "s", "q"],
                   rng.randrange(12) if rng.random() < 0.2 else None)


def cards_of(town, till):
    """Sales to households that the till's lease names, as far as it has one."""
    found = town.rows(till, "SELECT households FROM lease ORDER BY number DESC LIMIT 1")
    if found:
        town.cards = [row["card"] for row in json.loads(found[0][0])["households"]]
    return town.sales(3)


def settle(town):
    """A calm last evening: everything arrives, also what was late."""
    town.start_hub("2026-04-30T20:00")
    town.line.calm = True
    for request in town.line.late:
        town.line.send(request)
    for till in TILLS:
        said = town.visit(till, "2026-04-30T21:00", ["y", "x", "s", "s", "q"])
        assert "not brought yet: 0" in said or "kept here 0" in said, said


def ask(town, path):
    request = urllib.request.Request(f"http://127.0.0.1:{town.line.hub}/v1/ledgers/guanqiao/{path}",
                                     headers={"Authorization": f"Bearer {town.tokens['a']}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def booked(town):
    """Every `lease.redeem` of the log by its id: points, and how often it is there."""
    found, after = collections.defaultdict(list), -1
    while True:
        page = ask(town, f"entries?after={after}&limit=1000")
        for entry in page["entries"]:
            if entry["kind"] != "lease.redeem":
                continue
            told = entry["data"]["in"]
            number = "{till}/{lease}/{counter}/{random}".format(**told)
            found[number].append((entry["data"]["out"]["points"], entry["data"]["out"]["flags"]))
        after = page["next"]
        if after + 1 >= page["size"]:
            return found


def compare(town):
    """Everything that is wrong, in words."""
    wrong, kept, returned, spent = [], {}, set(), collections.Counter()
    for till in TILLS:
        for lease, counter, rand, state, points in town.rows(
                till, "SELECT lease, counter, random, state, points FROM record"):
            number = f"{till}/{lease}/{counter}/{rand}"
            if state == DONE:
                kept[number] = points
                spent[till, lease] += points
            elif state == RETURNED:
                returned.add(number)
            else:
                wrong.append(f"{number} was never answered for")
    there = booked(town)
    wrong += [f"{n} was handed over and is lost" for n in town.handed_over - returned - set(there)]
    wrong += [f"{n} is in the till alone" for n in set(kept) - set(there)]
    wrong += [f"{n} is in the ledger alone" for n in set(there) - set(kept)]
    wrong += [f"{n} is booked {len(v)} times" for n, v in there.items() if len(v) != 1]
    wrong += [f"{n} was given back and is booked" for n in returned & set(there)]
    for number, entries in there.items():
        points, flags = entries[0]
        if number in kept and kept[number] != points:
            wrong.append(f"{number}: {kept[number]} here, {points} there")
        bad = set(flags) & {"fork", "over", "returned", "records", "redemption", "card"}
        if bad:
            wrong.append(f"{number} is flagged {sorted(bad)}")
    exposed, total = ask(town, "leases"), 0
    for row in exposed["tills"]:
        lent = sum(round(float(h["points"]) * 100) for h in ask(
            town, f"tills/{row['till']}/leases/{row['lease']}/households")["households"])
        figure = row["exposure"]
        held = round((float(figure["open"]) + float(figure["in_doubt"])) * 100)
        expected = lent - spent[row["till"], row["lease"]]
        total += expected
        if row["quarantined"] or held != expected:
            wrong.append(f"till {row['till']}: {held} out, {expected} expected; {row}")
    whole = exposed["total"]
    if round((float(whole["open"]) + float(whole["in_doubt"])) * 100) != total:
        wrong.append(f"exposure in all: {whole}, {total} expected")
    return wrong, len(there)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--wumei", required=True)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        town = Town(os.path.abspath(asked.wumei), folder, asked.seed)
        try:
            for number in range(1, asked.days + 1):
                live_a_day(town, number)
            settle(town)
            wrong, count = compare(town)
        finally:
            town.stop_hub()
        verdict = town.run("verify", now="")
        print(f"{count} redemptions, {len(town.handed_over)} seen by clerks, "
              f"kills {dict(town.kills)}, line {dict(town.line.faults)}, "
              f"{time.monotonic() - began:.0f} s")
        if wrong or not count:
            sys.exit("\n".join(wrong) or "nothing was sold")
        print(verdict.splitlines()[0])


if __name__ == "__main__":
    main()
