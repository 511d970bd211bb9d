#!/usr/bin/env python3
"""The same commands beside a ledger and by way of a hub: each says the same, ends with the same
number and writes the same files, and what they leave is the same but for keys, salts and times.

    same.py --wumei PROGRAM
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "examples" / "data"
VILLAGE = DATA / "village"
NOW = "2026-05-01T10:00"
PINS = {"T01": "482913", "T02": "135790", "T03": "864209", "T04": "975310", "T05": "420864"}
RIGHTS = ["people", "claims", "notices", "shop", "close", "import", "register", "awards", "rules",
          "money", "reverse", "erase"]
# What differs by nature: signatures, digests and their codes, a clock that goes on, the size of a
# file that is open.
NATURE = re.compile(r"(?s)<svg.*?</svg>|[A-Za-z0-9+/_=-]{40,}|\b\d{13}\b|"
                    r"\d\d:\d\d(:\d\d)?(\.\d+)?|[\d,]+ bytes")


def commands():
    """`OFFICER word word ...`; `!` before an officer means that it must be refused."""
    volunteer = "claim record --household 0101005 --rule VOL01 --evidence E3:1 --on 2026-04-30"
    award = "award open 2026H1 --from 2026-04-01 --until 2026-04-30"
    text = f"""
    T01 import shops {VILLAGE}/shops.csv --dry-run
    T01 import shops {VILLAGE}/shops.csv
    T01 import shops {VILLAGE}/shops.csv
    T01 import donors {VILLAGE}/donors.csv
    T01 --json import goods {DATA}/goods.csv
    T01 import budgets {VILLAGE}/budgets.csv
    T01 import opening {VILLAGE}/opening.csv
    T01 import opening-stock {VILLAGE}/opening-stock.csv
    T01 import deposits {VILLAGE}/deposits.csv
    !T01 import villages broken.csv
    !T01 --lang zh import villages broken.csv
    !T01 --json import villages broken.csv
    !T01 import villages strange.csv
    !T01 import villages missing.csv
    !T01 import villages .
    T02 import goods {DATA}/goods.csv --dry-run
    T01 import villages gb18030.csv
    T01 import donors donors.csv --skip-refused
    T01 rules publish {DATA}/rulebook.toml
    T01 rules sheet {DATA}/sheet.toml
    T01 rules list
    T01 --lang zh rules show 1
    T01 rules show {DATA}/rulebook.toml
    T01 rules diff 1 {DATA}/rulebook.toml
    !T01 rules diff 1 7
    !T01 rules publish {DATA}/goods.csv
    T01 import deliveries {VILLAGE}/deliveries-2026-04.csv
    T01 import claims {VILLAGE}/claims-2026-04.csv --skip-refused
    T01 import inspections {VILLAGE}/inspections-2026-04.csv
    T01 import redemptions {VILLAGE}/redemptions-2026-04.csv --skip-refused
    T01 officer appoint KP01 --name 周梅 --role 店长 --village V01 --new-pin 897932
    T01 officer list --village V01
    T01 officer dismiss KP01
    !T02 officer appoint KP02 --name 周梅 --role 店长
    T01 card issue 0101001 --card C9
    T01 household change 0101001 --group 2组 --phone 10000009999
    T01 household change 0101002 --status 休眠
    T01 household change 0101002 --status 常住
    T01 find 0101001
    T01 --json find --village V01 --group 1组
    T01 find 吕
    !T01 find
    T01 {volunteer} --quantity 2
    T01 {volunteer} --quantity 2
    !T01 {volunteer} --quantity 3
    T02 claim list
    T03 claim approve --all --village V01
    T04 --lang zh claim approve --all
    !T02 claim check 1
    !T02 claim withdraw 7 --dry-run
    !T02 claim show 1
    T01 inspect list --village V01
    T01 inspect count
    T01 notice open --village V01 --through 2026-04-30 --id N1
    T01 notice list
    T01 notice show N1
    !T01 notice confirm N1
    T01 --lang zh notice list --closed
    T01 {award} --seed 00112233445566778899aabbccddeeff
    !T01 award veto 2026H1 0101001 --reason conduct
    T01 award rank 2026H1
    T01 award list
    T01 award list 2026H1 --village V01
    T01 award publish 2026H1
    !T01 award confirm 2026H1
    T01 shop prices {DATA}/goods.csv --from 2026-05-01
    T01 shop deposit V01 100 --document F-9
    T02 shop receive 01-1 --fund V01 --delivery DN-9 --witness T04 --line G04=20@2.40
    T02 shop stock 01-1
    !T02 shop stock 09-9
    T02 shop coverage
    T02 shop redeem 01-1 --household 0101003 --slip 0501-001 --line G04=2 --dry-run
    T02 shop redeem 01-1 --household 0101003 --slip 0501-001 --line G04=2
    !T02 --lang zh shop redeem 01-1 --household 0101003 --slip 0501-002 --line G04=9
    T02 shop count 01-1 --sheet PD-1 --witness T04 --line G04=1:missing
    T01 lease terms --share 60 --household 20
    T02 lease issue 01-1-a --shop 01-1 --household 0101003 --out lease.note
    T02 lease add 01-1-a --household 0101003 --points 0.5 --random 00112233445566aa --out more.note
    !T02 --lang zh lease add 01-1-a --household 0101003 --points 99 --random 00112233445566ab
    T02 lease show
    T02 lease show 01-1-a --out again.note
    T02 lease close 01-1-a --records 0 --last 0
    T01 budget approve V01 --monthly 9000 --document 官政〔2026〕4号 --from 5
    T01 close day --day 2026-04-30
    !T01 close expire --day 2026-05-01
    T01 close month 2026-04
    T01 close late 2026-04-20 --reason 漏记 --document 官政〔2026〕9号
    !T01 --effective 2026-04-20 claim withdraw 7
    !T01 --effective 2026-04-20 --late 3 shop deposit V01 5 --document F-10
    T01 statement 0101003
    T01 statement 0101003 --html statement.html
    T01 --lang zh statement 0101003 --full
    T01 --json statement 0101005 --lines 3
    T01 bulletin V01 --month 2026-04 --html board.html
    T01 bulletin V01 --month 2026-04
    T01 report --html report.html
    T01 overview --weeks 4
    T01 donor D08
    T01 rank --village V01 --limit 5
    T01 rank --village V01 --limit 5 --full-names
    T01 checkpoint --out head.txt
    T01 checkpoint --last
    T01 proof 5 --out 5.proof
    T01 proof 5 --checkpoint head.txt
    T01 proof --balance 0101003
    !T01 proof 999999
    T01 check-page --out check.html
    T01 anchor {ROOT}/tests/vectors/witnessed.tlog-proof
    T01 erase --household 0101009 --ground 个保法47条 --document 官政〔2026〕21号
    !T01 erase --household 0101009 --ground 个保法47条 --document 官政〔2026〕21号
    !T01 reverse --batch 1 --reason 试
    T01 export out
    """
    for line in text.splitlines():
        words = line.split()
        if words:
            refused = words[0].startswith("!")
            yield words[0].lstrip("!"), words[1:], refused


def demand(true, message):
    if not true:
        raise AssertionError(message)


class Office:
    """A ledger in a folder of its own, and how commands reach it."""

    def __init__(self, wumei, folder):
        self.wumei, self.folder = wumei, folder
        self.file = folder / "village.wumei"
        self.tokens, self.address, self.hub = {}, None, None

    def run(self, officer, words, hub=None):
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder),
                       "WUMEI_PASSPHRASE": "correct horse"}
        if hub is None:
            environment |= {"WUMEI_LEDGER": "village.wumei", "WUMEI_AS": officer,
                            "WUMEI_PIN": PINS[officer], "WUMEI_NOW": NOW, "WUMEI_DEVICE": "pc"}
        else:
            environment |= {"WUMEI_HUB": hub, "WUMEI_TOKEN": self.tokens[officer]}
        done = subprocess.run([self.wumei, *words], cwd=self.folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def must(self, officer, *words):
        code, out, err = self.run(officer, words)
        demand(code == 0, f"{words}: {code} {out} {err}")
        return out

    def found(self):
        self.must("T01", "init", "--title", "官桥镇", "--programme", "guanqiao", "--name", "林秀",
                  "--rehearsal", "--now", "2026-04-01T08:30")
        for kind in ("villages", "officers", "grids", "households"):
            self.must("T01", "--now", "2026-04-01T09:00", "import", kind,
                      str(VILLAGE / f"{kind}.csv"))
        for verb, file in (("publish", "rulebook.toml"), ("sheet", "sheet.toml")):
            self.must("T01", "--now", "2026-04-01T09:00", "rules", verb, str(DATA / file))
        for officer in PINS:
            words = [word for right in RIGHTS for word in ("--right", right)]
            out = self.must(officer, "--json", "hub", "token", "add", "--for", "pc", *words)
            self.tokens[officer] = json.loads(out)["secret"]

    @contextlib.contextmanager
    def serving(self):
        environment = {"PATH": os.environ["PATH"], "WUMEI_LEDGER": "village.wumei",
                       "WUMEI_NOW": NOW, "WUMEI_PASSPHRASE": "correct horse"}
        hub = subprocess.Popen([self.wumei, "hub", "serve"], cwd=self.folder, env=environment,
                               stdout=subprocess.PIPE, text=True)
        try:
            yield hub.stdout.readline().strip()
        finally:
            hub.terminate()
            demand(hub.wait(60) == 0, "the hub ended badly")


def prepare(folder):
    (folder / "broken.csv").write_text("村编号,村名\nV08,松岭村\nV 9,青石村\n", "utf-8")
    (folder / "strange.csv").write_text("村号,名\n1,2\n", "utf-8")
    (folder / "gb18030.csv").write_bytes("村编号,村名\nV07,龙潭村\n".encode("gb18030"))
    (folder / "donors.csv").write_text("捐赠方编号,名称,类别\nD01,别的名字,帮扶单位\n"
                                       "D77,县供电所,帮扶单位\n", "utf-8")


def plain(text):
    return NATURE.sub("~", text)


def files(folder):
    """Every file that commands wrote, without what is the ledger's own."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("village.wumei"):
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def kinds(office):
    code, _, err = office.run("T01", ["export", "whole"])
    demand(code == 0, err)
    entries = []
    for line in (office.folder / "whole" / "entries.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        entries.append((entry[1], entry[3], entry[4], entry[5], entry[7]))
    return entries


def compare(local, remote):
    ran, wrong = 0, []
    with remote.serving() as address:
        for officer, words, refused in commands():
            here = local.run(officer, words)
            there = remote.run(officer, words, address)
            ran += 1
            same = here[0] == there[0] and all(plain(a) == plain(b)
                                               for a, b in zip(here[1:], there[1:]))
            if not same or (here[0] != 0) != refused:
                wrong.append(f"{officer} {' '.join(words)}\n--- here {here[0]}\n{here[1]}{here[2]}"
                             f"--- there {there[0]}\n{there[1]}{there[2]}")
    demand(not wrong, f"{len(wrong)} of {ran} differ:\n" + "\n".join(wrong))
    mine, theirs = files(local.folder), files(remote.folder)
    demand(mine.keys() == theirs.keys(), f"other files: {mine.keys() ^ theirs.keys()}")
    for name in mine:
        if name.startswith("out/"):
            continue  # leaves and hashes: compared as entries below
        here, there = (plain(folder[name].decode("utf-8", "replace")).splitlines()
                       for folder in (mine, theirs))
        other = [pair for pair in zip(here, there) if pair[0] != pair[1]]
        demand(here == there, f"{name} differs: {other[:3]}")
    return ran


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wumei", required=True)
    wumei = str(pathlib.Path(parser.parse_args().wumei).resolve())
    with tempfile.TemporaryDirectory() as folder:
        local, remote = (Office(wumei, pathlib.Path(folder) / name) for name in ("here", "there"))
        local.folder.mkdir()
        local.found()
        shutil.copytree(local.folder, remote.folder)
        remote.tokens = local.tokens
        prepare(local.folder)
        prepare(remote.folder)
        ran = compare(local, remote)
        demand(kinds(local) == kinds(remote), "the ledgers hold other entries")
        code, out, err = remote.run("T01", ["verify"])
        demand(code == 0, f"the hub's ledger does not verify: {out}{err}")
    print(f"{ran} commands say the same beside the ledger and by way of the hub")


if __name__ == "__main__":
    sys.exit(main())
