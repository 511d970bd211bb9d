#!/usr/bin/env python3
"""Lives through months of a village at random and demands that both verifiers agree on all of it.

    agree.py --wumei PROGRAM [--steps 160] [--seed N]

After the manual's April come visits, claims, objections, reversals, splits, merges, leases, closes,
awards, expiry and a restored backup, by several officers. What the program refuses is not written;
what it wrote must be sound to both, with the same root. The seed is printed.
"""
import argparse
import collections
import datetime
import pathlib
import random
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "guide"))
from run import run_manual  # noqa: E402  (tests/guide)
from tampering import INSIDER, SOUND, Copy, run, verdicts  # noqa: E402

PINS = {"T01": "246801", "T02": "135790", "T03": "864209", "T04": "975310", "T05": "420864"}
RULES = [("ENV03", "E1"), ("ENV04", "order"), ("ENV05", "E1"), ("ENV06", "log"), ("ENV07", "E5"),
         ("ENV10", "E1"), ("CIV03", "E4"), ("CIV04", "E2"), ("CIV07", "E4"), ("CIV08", "E4"),
         ("CIV09", "E4"), ("GOV01", "E3"), ("GOV03", "E3"), ("VOL01", "E3"), ("INT01", "report"),
         ("AWD04", "round"), ("ENV03", "E9")]
SHOPS = ["01-1", "01-2"]
MARKS = ["6 6 5 4 4 6 5 4", "5 5 4 4 3 5 4 4", "2 1 0 0 1 1 1 0"]


class Story:
    """One ledger, one clock, several officers; `tried` counts what was written and refused."""

    def __init__(self, wumei, copy, seed):
        self.wumei, self.copy, self.draw = wumei, copy, random.Random(seed)
        self.now, self.tried = datetime.datetime(2026, 4, 27, 8), collections.Counter()
        self.homes = [f"01{group:02}{home:03}" for group in (1, 2, 3) for home in range(1, 9)]
        self.number = 0

    def do(self, *words, officer="T01"):
        """A command as a person types it; a refusal of the rules is an answer as well."""
        self.now += datetime.timedelta(minutes=self.draw.randint(1, 90))
        answer = run([self.wumei, "-L", self.copy.path, *words], **INSIDER | {
            "WUMEI_AS": officer, "WUMEI_PIN": PINS[officer],
            "WUMEI_NOW": self.now.strftime("%Y-%m-%dT%H:%M")})
        if answer.returncode not in (0, 1, 3, 4):
            sys.exit(f"{words}: exit {answer.returncode}: {answer.stderr}")
        self.tried[words[0] + " " + words[1] if words[0] != "reverse" else "reverse",
                   answer.returncode == 0] += 1
        return answer.returncode == 0

    def home(self):
        return self.draw.choice(self.homes)

    def seq(self, *kinds):
        """A recent entry, of one of the kinds where there are any."""
        found = [entry[1] for entry in self.copy.entries() if not kinds or entry[4] in kinds]
        return str(self.draw.choice(found[-40:] or [1]))

    # -- what can happen

    def visit(self):
        words = ["--part", "outside"]
        for mark in self.draw.choice(MARKS).split():
            words += ["--mark", mark]
        self.do("inspect", "record", "--household", self.home(), *words)

    def claim(self):
        rule, evidence = self.draw.choice(RULES)
        fixed = rule not in ("ENV06", "ENV07", "GOV03", "VOL01", "CIV03", "AWD04")
        self.do("claim", "record", "--household", self.home(), "--rule", rule, "--evidence",
                f"{evidence}:1", "--quantity", "1" if fixed else self.draw.choice("1237"),
                officer=self.draw.choice(["T01", "T02"]))

    def answer(self):
        self.do("claim", "approve", "--all", officer=self.draw.choice(["T03", "T04", "T05"]))

    def withdraw(self):
        self.do("claim", "withdraw", self.seq("claim.record"))

    def post(self):
        self.do("notice", "open", "--all", officer="T04")

    def confirm(self):
        self.now += datetime.timedelta(days=4)
        self.do("notice", "confirm", "--all", officer="T05")

    def objection(self):
        posted = [seq for entry in self.copy.entries() if entry[4] == "notice.open"
                  for seq in entry[9]["out"]["entries"]]
        seq = str(self.draw.choice(posted[-12:]))
        if not self.do("notice", "object", seq, officer="T02"):
            return
        verdict = self.draw.choice(["dismissed", "upheld", "amended"])
        points = ["--points", self.draw.choice(["0.5", "1", "-1"])] if verdict == "amended" else []
        self.do("notice", "decide", seq, "--verdict", verdict, *points,
                officer=self.draw.choice(["T01", "T05"]))

    def reversal(self):
        kinds = "claim.record claim.settle claim.refuse inspection.record redeem.confirm" \
            " stock.count stock.transfer merchant.redeem merchant.claim merchant.settle" \
            " merchant.pay merchant.register suspense.repay suspense.propose" \
            " opening.balance goods.receive fund.deposit card.issue household.register" \
            " officer.appoint donor.register prices.publish award.grant budget.approve".split()
        self.do("reverse", self.seq(*self.draw.sample(kinds, 4)), "--reason", "typing error")

    def change(self):
        status = self.draw.choice(["away", "resident", "dormant", "closed"])
        self.do("household", "change", self.home(), "--status", status, "--people",
                str(self.draw.randint(1, 6)))

    def split(self):
        self.do("household", "split", self.home(), "--into", self.home(), "--members",
                str(self.draw.randint(1, 3)), "--of", "4")

    def merge(self):
        self.do("household", "merge", self.home(), "--into", self.home())

    def card(self):
        self.number += 1
        self.do("card", "issue", self.home(), "--card", f"N{self.number}")

    def redeem(self):
        self.number += 1
        self.do("shop", "redeem", self.shop(), "--household", self.home(), "--slip",
                f"R{self.number}", "--line", f"{self.draw.choice(['G01', 'G03', 'G04', 'G07'])}=3")

    def shop(self):
        """Mostly the first one."""
        return self.draw.choice(SHOPS[:1] * 3 + SHOPS)

    def count(self):
        self.number += 1
        lines = []
        for sku in self.draw.sample(["G01", "G03", "G04", "G07"], 2):
            pieces = self.draw.choice([0, 10, 20, 30, 40])
            reason = self.draw.choice(["miscounted", "miscounted", "missing", "found"])
            lines += ["--line", f"{sku}={pieces}:{reason}"]
        self.do("shop", "count", self.shop(), "--sheet", f"C{self.number}",
                "--witness", self.draw.choice(["T01", "T05"]), *lines,
                officer=self.draw.choice(["T01", "T02"]))

    def transfer(self):
        self.number += 1
        goods = self.draw.choice(["G01", "G03", "G04", "G07"])
        ends = SHOPS if self.draw.random() < 0.8 else SHOPS[::-1]
        self.do("shop", "transfer", *ends, "--slip", f"D{self.number}", "--sender",
                self.draw.choice(["T01", "T02", "T05"]), "--line",
                f"{goods}={self.draw.choice('137')}", officer=self.draw.choice(["T01", "T02"]))

    def second_shop(self):
        shops = self.copy.path.with_name("second-shop.csv")
        shops.write_text(f"店编号,村编号,店名\n{SHOPS[1]},V01,x\n", encoding="utf-8")
        self.do("import", "shops", shops)

    def lend(self):
        till = f"01-1-{self.draw.choice('abcd')}"
        self.do("lease", "issue", till, "--shop", "01-1", *self.draw.choice(
            [["--all"], ["--household", self.home()], ["--household", f"{self.home()}=1.5"]]))

    def lease(self):
        """(till, number, redemptions booked) of a lease, mostly the newest."""
        issued = [entry[9]["in"] for entry in self.copy.entries() if entry[4] == "lease.issue"]
        if not issued:
            return "01-1-a", 1, []
        one = self.draw.choice(issued[-2:] if self.draw.random() < 0.9 else issued)
        booked = [entry[9]["in"]["counter"] for entry in self.copy.entries()
                  if entry[4] == "lease.redeem" and entry[9]["in"]["till"] == one["till"]
                  and entry[9]["in"]["lease"] == one["number"]]
        return one["till"], one["number"], booked

    def lend_more(self):
        till, number, _ = self.lease()
        cart = ["lease", "add", till, "--lease", str(number), "--household", self.home(),
                "--points", self.draw.choice(["0.5", "1", "2", "2", "9.5"]),
                "--random", f"{self.draw.getrandbits(64):016x}"]
        for _ in range(self.draw.choice([1, 1, 2])):
            self.do(*cart)

    def offline(self):
        till, number, booked = self.lease()
        counter = max(booked, default=0) + self.draw.choice([1, 1, 1, 2, 0])
        at = self.now - datetime.timedelta(minutes=self.draw.choice([0, 5, 600, 4000]))
        card = self.draw.choice([[], ["--card", "N1"]])
        sale = ["lease", "redeem", till, "--lease", str(number), "--counter", str(counter or 1),
                "--random", f"{self.draw.getrandbits(64):016x}", "--household", self.home(), *card,
                "--at", at.strftime("%Y-%m-%dT%H:%M"), "--clerk", self.draw.choice(["T01", "T02"]),
                "--line", f"{self.draw.choice(['G01', 'G03', 'G04', 'G07'])}=2"]
        for _ in range(self.draw.choice([1, 1, 2])):  # an answer was lost: it comes again
            self.do(*sale)

    def lease_end(self):
        till, number, booked = self.lease()
        where = [till, "--lease", str(number)]
        if self.draw.random() < 0.6:
            self.do("lease", "close", *where, "--records", str(len(set(booked))), "--last",
                    str(max(booked, default=0)))
        else:
            self.now += datetime.timedelta(hours=self.draw.choice([1, 80]))
            self.do("lease", "recall", *where, "--reason", "lost", officer="T05")
            self.do("lease", "force", *where, officer=self.draw.choice(["T01", "T05"]))

    def terms(self):
        self.do("lease", "terms", "--household", self.draw.choice(["3", "8", "0"]), "--records",
                self.draw.choice(["1", "9"]), "--redemption", self.draw.choice(["2", "9"]))

    def merchant(self):
        """One of two, registered where it is not yet."""
        name = self.draw.choice(["M1", "M1", "M2"])
        self.do("merchant", "add", name, "--name", "x", "--village", "V01", "--fund", "V01",
                "--rate", "0.95", "--from", "2026-04-01", "--until", "2027-12-31", "--document",
                "C")
        return name

    def merchant_sale(self):
        goods = self.draw.choice(["G01", "G03", "G04", "G07"])
        self.do("merchant", "redeem", self.merchant(), "--slip", f"L{self.draw.randint(1, 60)}",
                "--household", self.home(), "--line", f"{goods}={self.draw.choice('345')}")

    def merchant_month(self):
        """A sheet made of what was sold, now and then wrong, and what follows from it."""
        name, lines = self.merchant(), ["小票号,日期,户或卡,商品,数量,金额"]
        for entry in self.copy.entries("merchant.redeem")[-12:]:
            sold, out = entry[9]["in"], entry[9]["out"]["lines"][0]
            yuan = out["yuan"] + self.draw.choice([0, 0, 0, 1])
            holder = self.draw.choice([sold["household"], sold["household"][:4] + "***", "010***"])
            lines += [f"{sold['slip']},{sold['on']},{holder},{out['sku']},{out['quantity']},"
                      f"{yuan // 100}.{yuan % 100:02}"] * self.draw.choice([1, 1, 2])
        sheet = self.copy.path.with_name("sheet.csv")
        sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.number += 1
        month = (self.now.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
        self.do("merchant", "match", name, month, "--file", sheet, "--statement", f"J{self.number}",
                officer=self.draw.choice(["T01", "T05", "T02"]))
        for verb in ("settle", "pay"):
            paper = ["--document", f"P{self.number}"] if verb == "pay" else []
            self.do("merchant", verb, name, month, *paper,
                    officer=self.draw.choice(["T01", "T04", "T05"]))

    def suspense(self):
        """Settles some of what is there, in either way."""
        held = {}
        for entry in self.copy.entries():
            held |= {leg[0][2:-9]: -leg[3] for leg in entry[8] if leg[0].endswith(":suspense")}
        home = max(held, key=held.get, default=self.home())
        points = self.draw.choice(["1", "0.5", f"{max(held.get(home, 0), 1) / 100:.2f}"])
        if self.draw.random() < 0.4:
            self.number += 1
            self.do("suspense", "repay", home, "--points", points, "--consent", f"S{self.number}")
        elif self.do("suspense", "propose", home, "--points", points, "--reason", "lost",
                     officer=self.draw.choice(["T01", "T05"])):
            self.do("suspense", "waive", self.seq("suspense.propose"),
                    officer=self.draw.choice(["T01", "T04", "T05"]))

    def close(self):
        self.now += datetime.timedelta(days=1)
        self.do("close", "day")

    def budget(self):
        self.number += 1
        self.do("budget", "approve", "V01", "--monthly", "100", "--document", f"B{self.number}")

    def live(self, steps):
        often = [self.visit, self.claim, self.claim, self.answer, self.reversal, self.objection]
        rare = [self.withdraw, self.post, self.confirm, self.change, self.split, self.merge,
                self.card, self.redeem, self.close, self.budget, self.lend, self.lend,
                self.lend_more, self.lend_more, self.offline, self.offline, self.offline,
                self.lease_end, self.lease_end, self.terms, self.count, self.count, self.transfer,
                self.transfer, self.suspense, self.suspense, self.merchant_sale,
                self.merchant_sale, self.merchant_sale, self.merchant_month, self.merchant_month]
        self.second_shop()
        self.do("lease", "issue", "01-1-a", "--shop", "01-1", "--household", self.homes[0])
        for _ in range(4):
            self.lend_more()
        for _ in range(steps):
            self.draw.choice(self.draw.choice([often, rare]))()
        self.award()
        self.confirm()
        self.now = datetime.datetime(2028, 1, 2, 9)
        self.do("close", "expire")
        self.do("close", "day")

    def award(self):
        self.now = max(self.now, datetime.datetime(2026, 6, 1, 8))
        for home in self.homes[:6]:
            marks = [word for item in range(22) for word in ("--mark", "4")]
            self.do("inspect", "record", "--household", home, "--part", "whole", *marks)
        today = self.now.strftime("%Y-%m-%d")
        self.do("award", "open", "R1", "--from", "2026-04-01", "--until", today, "--seed",
                "a seed of a draw", officer="T01")
        self.do("award", "veto", "R1", self.homes[0], "--reason", "open-burning")
        for verb in ("rank", "publish"):
            self.do("award", verb, "R1")
        self.now += datetime.timedelta(days=12)
        self.do("award", "confirm", "R1", officer=self.draw.choice(["T01", "T05", "T05"]))
        for _ in range(3):
            self.do("reverse", self.seq("award.grant"), "--reason", "not theirs")

    def restore(self, old):
        """A backup that is brought back goes on under a new name."""
        self.do("restore", old, "--accept-loss")
        self.do("close", "day")


def agreed(wumei, path):
    seen = set()
    for who, verdict, code, said in verdicts(wumei, path):
        if code != 0 or verdict not in SOUND:
            sys.exit(f"{who}: {verdict}, exit {code}\n{said}")
        seen.add(code)
    return len(seen) == 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--seed", type=int, default=20260427)
    options = parser.parse_args()
    wumei = options.wumei.resolve()
    with tempfile.TemporaryDirectory() as folder:
        village = run_manual(options.wumei, pathlib.Path(folder)) / "village.wumei"
        shutil.copy(village.with_name(village.name + ".head"), f"{folder}/head")
        story = Story(wumei, Copy(village, "life.wumei"), options.seed)
        story.copy.command(wumei, "checkpoint")  # a machine that remembers what it signed
        story.copy.command(wumei, "backup", f"{folder}/old.wumei")
        story.live(options.steps)
        for (name, done), count in sorted(story.tried.items()):
            print(f"  {name:18}{'done' if done else 'refused':8}{count:5}")
        agreed(wumei, story.copy.path)
        size = story.copy.size()
        story.restore(f"{folder}/old.wumei")
        agreed(wumei, story.copy.path)
    print(f"agree: both verifiers find all of {size} entries sound (seed {options.seed})")


if __name__ == "__main__":
    main()
