"""The ledger that the notebooks look at: the example village in April 2026, made through wumei.

    python village.py FOLDER

founds FOLDER/village.wumei from examples/data, as pages 1 and 2 of the guide do it on the command
line. The clock is a rehearsal's, so the same files make the same ledger.
"""
import csv
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"
VILLAGE = DATA / "village"
PASSPHRASE = "rehearsal only"
FOUNDER = ("T01", "246801")
ROUND = "2026H1"


def pins():
    """Who may sign in with what; examples, all of them."""
    with (VILLAGE / "officers.csv").open(encoding="utf-8-sig", newline="") as file:
        return {FOUNDER[0]: FOUNDER[1],
                **{row["人员编号"]: row["PIN"] for row in csv.DictReader(file)}}


class Office:
    """A ledger, and officers who come in at their time."""

    def __init__(self, path):
        self.path = path
        self.pins = pins()

    def at(self, now, officer, *work):
        """Each piece of `work` is a call with the officer's desk."""
        import wumei
        with wumei.open(self.path, write=True, passphrase=PASSPHRASE, now=now) as book:
            desk = book.sign_in(officer, self.pins[officer])
            for piece in work:
                piece(desk)

    def load(self, now, officer, *kinds, month=""):
        """Imports files of the village's folder."""
        self.at(now, officer, *(
            lambda desk, kind=kind: desk.import_csv(
                kind, DATA / "goods.csv" if kind == "goods" else VILLAGE / f"{kind}{month}.csv")
            for kind in kinds))


def found(path):
    """Day one: who is who, the rules, the money, what was there before."""
    import wumei
    wumei.create(path, title="官桥镇", programme="guanqiao", officer=FOUNDER[0], pin=FOUNDER[1],
                 passphrase=PASSPHRASE, rehearsal=True, now="2026-03-30").close()
    office = Office(path)
    office.load("2026-03-30", "T01", "villages", "officers", "grids", "households", "shops",
                "donors", "goods", "budgets")
    office.at("2026-03-30", "T01",
              lambda desk: desk.do("rules publish", file=DATA / "rulebook.toml"),
              lambda desk: desk.do("rules sheet", file=DATA / "sheet.toml"))
    office.load("2026-04-01T08:30", "T01", "deposits", "opening")
    office.load("2026-04-01T08:30", "T02", "opening-stock")
    return office


def april(office):
    """A month: deliveries, inspections, claims and their checks, notice, shop day, close."""
    month = "-2026-04"
    office.load("2026-04-05T09:00", "T02", "deliveries", month=month)
    office.load("2026-04-18T17:00", "T02", "inspections", month=month)
    office.load("2026-04-20T16:00", "T02", "claims", month=month)
    office.at("2026-04-20T17:00", "T03", lambda desk: desk.approve(through="2026-04-19", step=1))
    office.at("2026-04-20T18:00", "T04", lambda desk: desk.approve(through="2026-04-19"),
              lambda desk: desk.do("notice open", all=True, through="2026-04-19"))
    office.load("2026-04-22T18:00", "T02", "objections", month=month)
    office.at("2026-04-23T17:00", "T05", lambda desk: desk.import_csv(
        "verdicts", VILLAGE / "objections-2026-04.csv"))
    office.at("2026-04-24T08:00", "T05", lambda desk: desk.do("notice confirm", all=True))
    office.load("2026-04-25T17:30", "T02", "redemptions", month=month)
    office.at("2026-04-25T18:00", "T01", lambda desk: desk.close_day())


def rank(office):
    """An award round over the month's whole sheets, ranked."""
    office.at("2026-04-26T09:00", "T04",
              lambda desk: desk.award("open", ROUND, from_="2026-04-01", until="2026-04-25"),
              lambda desk: desk.award("rank", ROUND))


def make(folder):
    """The whole month with its round; gives the ledger's path."""
    path = pathlib.Path(folder) / "village.wumei"
    office = found(path)
    april(office)
    rank(office)
    return path


if __name__ == "__main__":
    print(make(sys.argv[1]))
