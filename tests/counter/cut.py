#!/usr/bin/env python3
"""Cuts the counter's power at a random moment of a sale, a return or a delivery, again and again:
kill -9 of the program itself, over its HTTP API and without a browser. After each cut it is
started anew and its question is answered; in the end every figure is compared: nothing may be lost,
nothing doubled.

    cut.py --wumei PROGRAM [--rounds N] [--seed N]
"""
import argparse
import collections
import http.client
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

import real
import shop_day

CLERK = (real.FIXTURE["officer"], real.FIXTURE["pin"])
SKU, PRICE = "G03", 200  # cheap, and there is most of it: three are a sale
PIECES = 3
ANSWER_SECONDS = 0.008  # about what one answer takes, so that the cut falls before and after it
ENOUGH = 1000


class Refused(Exception):
    """The counter said no."""


class Counter:
    """The program on one ledger, and who is signed in at it."""

    def __init__(self, wumei, ledger, shop):
        self.command = [wumei, "-L", ledger, "terminal", "--shop", shop]
        self.environment = dict(os.environ, WUMEI_PASSPHRASE="our passphrase")
        self.kills = 0
        self.open()

    def open(self):
        self.child = subprocess.Popen(self.command, env=self.environment, text=True,
                                      stdout=subprocess.PIPE)
        address = self.child.stdout.readline().strip()
        self.host = address.removeprefix("http://").rstrip("/")
        self.cookie = self.csrf = ""

    def kill(self):
        self.kills += 1
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()

    def ask(self, method, path, body=None):
        """The answer; Refused for a no, OSError or HTTPException when the line is dead."""
        link = http.client.HTTPConnection(self.host, timeout=300)
        try:
            link.request(method, "/api/" + path, json.dumps(body) if body is not None else None, {
                "Content-Type": "application/json", "Cookie": self.cookie,
                "X-Wumei-Csrf": self.csrf, "Origin": f"http://{self.host}"})
            answer = link.getresponse()
            said = json.loads(answer.read())
            if answer.status != 200:
                raise Refused(said["error"]["code"])
            if answer.getheader("Set-Cookie"):
                self.cookie = answer.getheader("Set-Cookie").split(";")[0]
            return said
        finally:
            link.close()

    def sign_in(self):
        officer, pin = CLERK
        clerk = self.ask("POST", "session", {"officer": officer, "pin": pin})["clerk"]
        self.csrf = clerk["csrf"]


class Sale(threading.Thread):
    """One sale from the cart to the tick; what it heard before the line went dead."""

    def __init__(self, counter, visit, prices):
        super().__init__()
        self.counter, self.id, self.prices = counter, visit["redemption"], prices
        self.debited = self.ticked = False
        self.refused = None

    def run(self):
        lines = [{"sku": SKU, "quantity": str(PIECES), "restriction": ""}]
        try:
            self.counter.ask("PUT", "cart", {"lines": lines})
            self.counter.ask("POST", "redemptions",
                             {"id": self.id, "lines": lines, "prices": self.prices})
            self.debited = True
            self.counter.ask("POST", f"redemptions/{self.id}/handed", {})
            self.ticked = True
        except (OSError, http.client.HTTPException):
            pass
        except Refused as no:
            self.refused = str(no)


class Asked(threading.Thread):
    """One request; whether its answer was heard before the line went dead."""

    def __init__(self, counter, path, body):
        super().__init__()
        self.counter, self.path, self.body, self.heard = counter, path, body, False

    def again(self):
        self.counter.ask("POST", self.path, self.body)

    def run(self):
        try:
            self.again()
            self.heard = True
        except (OSError, http.client.HTTPException):
            pass


class Loop:
    """The rounds, and what the ledger must have after them."""

    def __init__(self, counter, people, seed):
        self.counter, self.people, self.random = counter, people, random.Random(seed)
        self.spent = collections.Counter()  # household -> hundredths of a point
        self.sold = self.delivered = 0
        self.outcomes = collections.Counter()
        self.slips = {}  # id -> whether the household has the goods

    def begin(self, person):
        self.counter.ask("POST", "visit", {"household": person["id"], "card": person["card"],
                                           "answer": person["answer"], "receiver": "self"})
        return self.counter.ask("GET", "visit")

    def cut(self, work, longest):
        """Kills the program at a random moment of `work`, and opens it again."""
        moment = self.random.uniform(0, longest)
        work.start()
        time.sleep(moment)
        self.counter.kill()
        work.join()
        self.counter.open()
        self.counter.sign_in()

    def round(self, person, longest):
        """One sale and one cut; `longest` is how many seconds such a sale takes."""
        visit = self.begin(person)
        prices = self.counter.ask("GET", "goods")["prices"]
        sale = Sale(self.counter, visit, prices)
        self.cut(sale, longest)
        assert not sale.refused, f"the sale was refused: {sale.refused}"
        self.outcomes[self.settle(sale, person)] += 1

    def settle(self, sale, person):
        """Answers what the counter asks after the cut; what the cut turned out to be."""
        state = self.counter.ask("GET", "state")
        asked = state["unresolved"]
        assert [each["id"] for each in asked] in ([], [sale.id]), asked
        if not asked and state["visit"]:
            assert not sale.debited, f"{sale.id} was debited, and the cart is back"
            assert state["visit"]["redemption"] == sale.id
            self.counter.ask("DELETE", "visit")
            return "before the debit"
        if asked:
            assert not sale.ticked, f"{sale.id} was ticked, and the question is asked"
            return self.answer(sale, person)
        self.book(sale, person)
        assert self.counter.ask("GET", f"redemptions/{sale.id}")["state"] == "done"
        return "after the tick"

    def answer(self, sale, person):
        try:
            self.begin(person)
            raise AssertionError("somebody is served before the question is answered")
        except Refused as no:
            assert str(no) == "unresolved", no
        given = self.random.random() < 0.5
        self.say(sale, given)
        wanted = "done" if given else "taken_back"
        assert self.counter.ask("GET", f"redemptions/{sale.id}")["state"] == wanted
        if given:
            self.book(sale, person)
            return "in doubt, goods given"
        self.slips[sale.id] = False
        return "in doubt, taken back"

    def say(self, sale, given):
        """Answers the question; every third time the power goes while it is answered."""
        path = f"redemptions/{sale.id}/" + ("handed" if given else "not-handed")
        body = {} if given else {"reason": "断电或故障"}
        if self.random.random() < 1 / 3:
            answer = Asked(self.counter, path, body)
            self.cut(answer, ANSWER_SECONDS)
            self.outcomes["(cut again while the question was answered)"] += 1
            if not self.counter.ask("GET", "state")["unresolved"]:
                return
            assert not answer.heard, "an answer was confirmed and is asked for again"
        self.counter.ask("POST", path, body)

    def sell(self, person):
        """A sale that nobody cuts; how many seconds it took."""
        visit = self.begin(person)
        sale = Sale(self.counter, visit, self.counter.ask("GET", "goods")["prices"])
        began = time.monotonic()
        sale.start()
        sale.join()
        assert sale.ticked, sale.refused
        self.book(sale, person)
        return sale, time.monotonic() - began

    def return_round(self, person):
        """The goods of a sale come back, and the power goes meanwhile: once, whatever was heard."""
        sale, _ = self.sell(person)
        back = Asked(self.counter, f"redemptions/{sale.id}/return", {
            "lines": [{"sku": SKU, "quantity": str(PIECES)}], "exchange": [], "reason": "不要了"})
        self.cut(back, ANSWER_SECONDS)
        state = self.counter.ask("GET", f"redemptions/{sale.id}")["state"]
        self.outcomes[f"return: {state} after the cut"] += 1
        if state == "done":
            assert not back.heard, "a return was confirmed and is lost"
            back.again()
        assert self.counter.ask("GET", f"redemptions/{sale.id}")["state"] == "returned"
        self.spent[person["id"]] -= PRICE * PIECES
        self.sold -= PIECES
        self.slips[sale.id] = False

    def delivery_round(self, number, longest):
        """A lorry is taken in, the power goes, and the same note is typed again."""
        lorry = Asked(self.counter, "goods-in", delivery(f"DN-CUT-{number}", 1))
        self.cut(lorry, longest)
        try:
            lorry.again()
            assert not lorry.heard, "a delivery was confirmed and is lost"
            self.outcomes["delivery: typed again"] += 1
        except Refused as no:
            assert str(no) == "duplicate", no
            self.outcomes["delivery: known already"] += 1
        self.delivered += 1

    def book(self, sale, person):
        self.spent[person["id"]] += PRICE * PIECES
        self.sold += PIECES
        self.slips[sale.id] = True


def shoppers(accounts):
    """Who can pay for a few of these sales this month."""
    taken = shop_day.taken_before()
    people = [shop_day.household(row, accounts, taken)
              for row in shop_day.rows("village/households.csv") if row["状态"] == "常住"]
    return [person for person in people if person["balance"] >= PRICE * PIECES and
            person["taken"].get(SKU, 0) + PIECES <= 5 and person["id"] != real.STOPPED[0]]


def delivery(note, pieces):
    return {"delivery": note, "source": "donor", "donor": "D01", "second": real.FIXTURE["second"],
            "lines": [{"sku": SKU, "quantity": str(pieces), "unit_cost": "", "best_before": "",
                       "restriction": ""}]}


def expected(before, loop, shop):
    """What every account of a household and the goods must be."""
    accounts = {name: amount for name, amount in before.items() if name.startswith("h/")}
    for number, points in loop.spent.items():
        accounts[f"h/{number}:spendable"] -= points
    stock = f"s/{shop}:stock/{SKU}"
    accounts[stock] = before[stock] + ENOUGH + loop.delivered - loop.sold
    return accounts


def run(wumei, folder, rounds, seed):
    shop = real.make(wumei, folder / "made")
    ledger = folder / "made/village/village.wumei"
    before = shop_day.folded(ledger)
    people = shoppers(before)
    counter = Counter(wumei, ledger, shop)
    try:
        counter.sign_in()
        loop = Loop(counter, people, seed)
        began = time.monotonic()
        counter.ask("POST", "goods-in", delivery("DN-CUT", ENOUGH))
        lorry_takes = (time.monotonic() - began) * 1.2
        longest = min(loop.sell(people.pop())[1] for _ in range(3))
        for number, person in enumerate(people[:-1][:rounds]):
            loop.round(person, longest * 1.2)
            if number % 5 == 0:
                loop.delivery_round(number, lorry_takes)
                loop.return_round(people[-1])
    finally:
        counter.kill()
    for outcome, times in sorted(loop.outcomes.items()):
        print(f"{times:4} {outcome}")
    after = shop_day.folded(ledger)
    wrong = sum(shop_day.check(name, amount, after.get(name, 0))
                for name, amount in expected(before, loop, shop).items())
    slips = {slip: {"state": "done" if kept else "taken_back"}
             for slip, kept in loop.slips.items()}
    wrong += shop_day.finished(wumei, ledger, {"sales": slips})
    print(f"{counter.kills} cuts, {len(slips)} sales, {wrong} findings")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--seed", type=int, default=20260426)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(asked.wumei.resolve(), pathlib.Path(folder), asked.rounds, asked.seed)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
