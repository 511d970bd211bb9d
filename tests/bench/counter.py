#!/usr/bin/env python3
"""Measures the counter of a village's shop after a year of sales, one JSON line a figure:
counter.scan, counter.confirm, counter.start, counter.rss and counter.page_bytes.

    counter.py --wumei PROGRAM --out FOLDER [--days N] [NAME...]

The year is the example village and 250 shop days of 30 visits, each sold and each day closed by
the counter itself, over its API. It is made once, kept in FOLDER, and made anew when it is older
than PROGRAM; every figure is taken on a copy. `--days` makes a shorter one, for trying. The rows
of the page are skipped, by name, where node, Chromium or the page's packages are absent.
"""
import argparse
import contextlib
import csv
import datetime
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "counter"))
import cut  # noqa: E402  (the folders of tests are no packages)
import real  # noqa: E402
import shop_day  # noqa: E402

IN_A_BROWSER = ("counter.scan", "counter.page_bytes")
NAMES = ("counter.scan", "counter.confirm", "counter.start", "counter.rss", "counter.page_bytes")
DAYS, VISITS = 250, 30
FIRST_DAY = datetime.date(2026, 5, 1)
CONFIRMED, SCANNED, STARTS, BEFORE_RSS = 300, 300, 5, 200
BASKET = ("G03", "G04")  # a bag of salt and a piece of soap: five points, the least of a visit
DELIVERED = 1000  # of each, a month: more than households ask for
POINTS = 250  # of each household, for the year and what is measured after it
LEDGER = "village.wumei"


class Shop(cut.Counter):
    """The counter on one ledger, opened at a time of its rehearsal; ended at the end of a block."""

    def __init__(self, wumei, ledger, now):
        self.now = now
        super().__init__(wumei, ledger, real.example().SHOP)
        self.goods = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """As a clerk ends it in the evening."""
        self.child.terminate()
        self.child.wait()
        self.child.stdout.close()

    def open(self):
        self.environment["WUMEI_NOW"] = self.now
        super().open()

    def peak_bytes(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def deliver(self, note):
        lines = [{**cut.delivery(note, DELIVERED)["lines"][0], "sku": sku} for sku in BASKET]
        self.ask("POST", "goods-in", {**cut.delivery(note, DELIVERED), "lines": lines})

    def sell(self, person):
        """One visit as the page sends it; the seconds of its confirmation."""
        self.goods = self.goods or self.ask("GET", "goods")
        lines = [{"sku": sku, "quantity": "1", "restriction": ""} for sku in BASKET]
        visit = self.ask("POST", "visit", {"household": person["id"], "card": person["card"],
                                           "answer": person["answer"], "receiver": "self"})
        self.ask("PUT", "cart", {"lines": lines})
        sale = {"id": visit["redemption"], "lines": lines, "prices": self.goods["prices"]}
        began = time.monotonic()
        self.ask("POST", "redemptions", sale)
        took = time.monotonic() - began
        self.ask("POST", f"redemptions/{sale['id']}/handed", {})
        return took

    def close_day(self):
        """Counts what is there: the books are right."""
        shelf = {each["sku"]: each["on_shelf"] for each in self.ask("GET", "goods")["goods"]}
        counts = [{"sku": each["sku"], "counted": shelf[each["sku"]], "reason": ""}
                  for each in self.ask("GET", "day")["count"]]
        self.ask("POST", "day/close", {"counts": counts, "second": real.FIXTURE["second"]})


class Year:
    """A shop's year on disk, and copies of it to measure on."""

    def __init__(self, wumei, out, days):
        self.wumei, self.folder, self.sales = wumei, out / f"counter-{days}-days", days * VISITS
        *self.days, after = shop_days(days + 1)
        self.after = f"{after}T08:00"
        self.people = [{**shop_day.household(row, {}, {}), "group": row["村民小组"]}
                       for row in shop_day.rows("village/households.csv")
                       if row["状态"] == "常住" and row["户编号"] != real.STOPPED[0]]
        if not self.there():
            self.make()

    def there(self):
        ledger = self.folder / LEDGER
        return ledger.exists() and ledger.stat().st_mtime > self.wumei.stat().st_mtime

    def person(self, visit):
        """Households come in turns."""
        return self.people[visit % len(self.people)]

    def make(self):
        print(f"making a shop's year of {self.sales} sales, once ...", file=sys.stderr)
        new = self.folder.with_name(self.folder.name + ".new")
        for old in (new, self.folder):
            shutil.rmtree(old, ignore_errors=True)
        real.make(self.wumei, new)
        village = new / "village"
        self.give_points(village)
        for number, day in enumerate(self.days):
            self.hold_day(village / LEDGER, number, day)
        village.rename(self.folder)
        shutil.rmtree(new)

    def give_points(self, village):
        """A scheme that ran before: its passbooks are brought over."""
        file = village / "passbooks.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            rows = csv.writer(text)
            rows.writerow(["户编号", "可用积分", "荣誉积分", "有效期至", "凭证号"])
            rows.writerows([person["id"], POINTS, 0, "2027-12-31", "BOOK-YEAR"]
                           for person in self.people)
        subprocess.run([self.wumei, "-L", village / LEDGER, "import", "opening", file], check=True,
                       stdout=subprocess.DEVNULL, env=dict(
                           os.environ, WUMEI_PASSPHRASE="our passphrase", WUMEI_AS="T01",
                           WUMEI_PIN="246801"))

    def hold_day(self, ledger, number, day):
        with Shop(self.wumei, ledger, f"{day}T08:00") as shop:
            shop.sign_in()
            if number == 0 or day.month != self.days[number - 1].month:
                shop.deliver(f"DN-{day}")
            for visit in range(number * VISITS, (number + 1) * VISITS):
                shop.sell(self.person(visit))
            shop.close_day()

    @contextlib.contextmanager
    def copied(self):
        """The ledger of a copy beside it, on the same disk."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as scratch:
            for part in self.folder.glob(LEDGER + "*"):
                shutil.copy(part, scratch)
            yield pathlib.Path(scratch) / LEDGER

    @contextlib.contextmanager
    def opened(self):
        """The counter on the morning after the year, its clerk signed in, and its folder."""
        with self.copied() as ledger, Shop(self.wumei, ledger, self.after) as shop:
            shop.sign_in()
            yield shop, ledger.parent


def shop_days(count):
    """Mondays to Fridays."""
    days, day = [], FIRST_DAY
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += datetime.timedelta(days=1)
    return days


def p99(values):
    return sorted(values)[len(values) * 99 // 100]


def line(name, value, unit, limit, **more):
    """`more` begins with runs and against, as in the other rows."""
    print(json.dumps({"name": name, "value": float(f"{value:.6g}"), "unit": unit,
                      "baseline": float(f"{limit:.6g}"), "ratio": round(limit / value, 3), **more,
                      "bar": f"value <= {limit:.6g}", "held": value <= limit}), flush=True)


def latency(name, seconds, limit, against, **more):
    line(name, p99(seconds), "s", limit, runs=len(seconds), against=against,
         p50=float(f"{statistics.median(seconds):.6g}"), **more)


def fsync_seconds(file):
    began = time.monotonic()
    file.write(b"w" * 4096)
    os.fdatasync(file.fileno())
    return time.monotonic() - began


def confirm_figure(year):
    """The disk is asked before each sale what it takes, in the ledger's folder."""
    confirmed, synced = [], []
    with year.opened() as (shop, folder), (folder / "fsync-probe").open("wb", buffering=0) as probe:
        shop.deliver("DN-CONFIRM")
        for visit in range(year.sales, year.sales + CONFIRMED):
            synced.append(fsync_seconds(probe))
            confirmed.append(shop.sell(year.person(visit)))
    fsync = statistics.median(synced)
    latency("counter.confirm", confirmed, 0.05 + fsync,
            "the bar of 50 ms and one fsync (median of 4 KiB and fdatasync beside the ledger);"
            " p99 from the POST of a redemption to its answer, over HTTP",
            fsync=float(f"{fsync:.6g}"), sales_before=year.sales)


def start_figure(year):
    seconds = []
    with year.copied() as ledger:
        for _ in range(STARTS):
            began = time.monotonic()
            with Shop(year.wumei, ledger, year.after) as shop:
                shop.ask("GET", "state")
                seconds.append(time.monotonic() - began)
    line("counter.start", statistics.median(seconds), "s", 1, runs=STARTS,
         against="the bar of 1 s; start of the process to its first line and an answered GET",
         sales_before=year.sales)


def rss_figure(year):
    with year.opened() as (shop, _):
        shop.deliver("DN-RSS")
        for visit in range(year.sales, year.sales + BEFORE_RSS):
            shop.sell(year.person(visit))
        peak = shop.peak_bytes()
    line("counter.rss", peak, "B", 60e6, runs=1,
         against=f"the bar of 60 MB; VmHWM after {BEFORE_RSS} redemptions", sales_before=year.sales)


def absent():
    """What the browser's rows need and is not there; nothing when all is."""
    for needed in (shutil.which("node") or "node", shop_day.CHROMIUM, shop_day.PACKAGES):
        if not pathlib.Path(needed).exists():
            return needed
    return None


def page_figures(year, wanted):
    """Both rows in one browser: it signs in, then it scans."""
    cards = [{"card": person["card"], "words": person["group"]}
             for person in year.people[:SCANNED]] if "counter.scan" in wanted else []
    with year.opened() as (shop, _):
        told = {"url": f"http://{shop.host}/", "chromium": str(shop_day.CHROMIUM), "cards": cards,
                "officer": real.FIXTURE["officer"], "pin": real.FIXTURE["pin"]}
        answer = subprocess.run(["node", HERE / "counter.mjs", json.dumps(told)], check=True,
                                stdout=subprocess.PIPE, text=True)
    found = json.loads(answer.stdout)
    if cards:
        latency("counter.scan", found["scans"], 0.1,
                "the bar of 0.1 s; p99 from the Enter of a card's scan to the painted identity"
                " question, in Chromium", sales_before=year.sales)
    if "counter.page_bytes" in wanted:
        if found["outside"]:
            sys.exit(f"the page asked for {', '.join(found['outside'])}")
        line("counter.page_bytes", found["bytes"], "B", 150e3, runs=1, against=
             "the bar of 150 kB; answers with their headers until the sign-in and the card screen"
             " are shown, nothing asked outside loopback; sent is what the requests take",
             requests=found["requests"], sent=found["sent"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--wumei", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    wanted = [name for name in NAMES if not options.names or name in options.names]
    missing = absent()
    for name in IN_A_BROWSER if missing else ():
        if name in wanted:
            print(f"{name} is skipped: there is no {missing}", file=sys.stderr)
            wanted.remove(name)
    if not wanted:
        return
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    year = Year(options.wumei.resolve(), out, options.days)
    if set(wanted) & set(IN_A_BROWSER):
        page_figures(year, wanted)
    for name, figure in (("counter.confirm", confirm_figure), ("counter.start", start_figure),
                         ("counter.rss", rss_figure)):
        if name in wanted:
            figure(year)


if __name__ == "__main__":
    main()
