"""The example village's ledger, made once through the package as the manual makes it."""
import csv
import os
import pathlib
import shutil

import pytest
from hypothesis import HealthCheck, settings

import wumei

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = ROOT / "examples" / "data"
VILLAGE = DATA / "village"
PASSPHRASE = "our passphrase"

# A busy machine is no fault. Before any test is imported, since `given` takes what holds then.
settings.register_profile("untimed", deadline=None, print_blob=True,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pins():
    with (VILLAGE / "officers.csv").open(encoding="utf-8-sig", newline="") as file:
        return {"T01": "246801",
                **{row["人员编号"]: row["PIN"] for row in csv.DictReader(file)}}


class Rehearsal:
    """The ledger and who signs in when: a clock that is put where the manual has it."""

    def __init__(self, path):
        self.path = path
        self.pins = pins()

    def desk(self, now, officer):
        book = wumei.open(self.path, write=True, passphrase=PASSPHRASE, now=now)
        return book, book.sign_in(officer, self.pins[officer])

    def do(self, now, officer, work):
        book, desk = self.desk(now, officer)
        with book:
            return work(desk)


def load(rehearsal, now, officer, *kinds):
    def work(desk):
        for kind, file in kinds:
            desk.import_csv(kind, file)
    rehearsal.do(now, officer, work)


def day_one(path):
    """Page 1 of the manual."""
    wumei.create(path, title="官桥镇", programme="guanqiao", officer="T01", pin="246801",
                 passphrase=PASSPHRASE, name="林秀英", rehearsal=True, now="2026-03-30").close()
    rehearsal = Rehearsal(path)
    names = ("villages", "officers", "grids", "households", "shops", "donors")
    load(rehearsal, "2026-03-30T13:00", "T01", *((name, VILLAGE / f"{name}.csv") for name in names),
         ("goods", DATA / "goods.csv"), ("budgets", VILLAGE / "budgets.csv"))

    def publish(desk):
        desk.do("rules publish", file=DATA / "rulebook.toml")
        desk.do("rules sheet", file=DATA / "sheet.toml")
    rehearsal.do("2026-03-30T14:00", "T01", publish)
    load(rehearsal, "2026-04-01T08:30", "T01", ("deposits", VILLAGE / "deposits.csv"),
         ("opening", VILLAGE / "opening.csv"))
    load(rehearsal, "2026-04-01T08:40", "T02",
         ("opening-stock", VILLAGE / "opening-stock.csv"))
    return rehearsal


def month(rehearsal):
    """Page 2 of the manual, up to the close of the month."""
    def file(name):
        return name, VILLAGE / f"{name}-2026-04.csv"

    load(rehearsal, "2026-04-05T09:00", "T02", file("deliveries"))
    load(rehearsal, "2026-04-18T17:00", "T02", file("inspections"))
    load(rehearsal, "2026-04-20T16:00", "T02", file("claims"))
    rehearsal.do("2026-04-20T17:00", "T03",
                 lambda desk: desk.approve(through="2026-04-19", step=1))
    rehearsal.do("2026-04-20T18:00", "T04", lambda desk: desk.approve(through="2026-04-19"))
    rehearsal.do("2026-04-20T19:00", "T04",
                 lambda desk: desk.do("notice open", all=True, through="2026-04-19"))
    load(rehearsal, "2026-04-22T18:00", "T02", file("objections"))
    load(rehearsal, "2026-04-23T17:00", "T05",
         ("verdicts", VILLAGE / "objections-2026-04.csv"))
    rehearsal.do("2026-04-24T08:00", "T05", lambda desk: desk.do("notice confirm", all=True))
    load(rehearsal, "2026-04-25T17:30", "T02", file("redemptions"))
    rehearsal.do("2026-04-25T18:00", "T01", lambda desk: desk.close_day())
    rehearsal.do("2026-04-26T08:00", "T01",
                 lambda desk: desk.do("close month", month="2026-04"))


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory):
    """Keeps what the package keeps for the next process out of the user's own folder."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("caches"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def village(tmp_path_factory):
    """The village's ledger at the end of its first month; read it, never write it."""
    path = tmp_path_factory.mktemp("village") / "village.wumei"
    month(day_one(path))
    return str(path)


@pytest.fixture
def book(village):
    with wumei.open(village) as opened:
        yield opened


@pytest.fixture
def copy(village, tmp_path):
    """A rehearsal on a copy of the village's ledger, to be written."""
    for file in pathlib.Path(village).parent.iterdir():
        if not file.name.endswith((".lock", "-wal", "-shm")):
            shutil.copy(file, tmp_path / file.name)
    return Rehearsal(tmp_path / "village.wumei")


@pytest.fixture(scope="session")
def program():
    """The command line, to compare with: WUMEI_PROGRAM names it."""
    named = os.environ.get("WUMEI_PROGRAM")
    if not named:
        pytest.skip("WUMEI_PROGRAM names no command line to compare with")
    return named
