"""What households did: inspections, claims, deductions, objections."""

from collections import namedtuple

from . import calendar

Inspection = namedtuple("Inspection", "on household part officer result marks")
Claim = namedtuple("Claim", "on household rule quantity evidence number by")
Objection = namedtuple("Objection", "on household rule reason outcome points officer")

# The five-beauty sheet: item -> most points, in tenths. D1 and D4 are seen from outside.
SHEET = {
    "D1.1": 60, "D1.2": 60, "D1.3": 50, "D1.4": 40, "D1.5": 40,
    "D2.1": 60, "D2.2": 50, "D2.3": 40, "D2.4": 30, "D2.5": 20,
    "D3.1": 60, "D3.2": 30, "D3.3": 50, "D3.4": 30, "D3.5": 30,
    "D4.1": 60, "D4.2": 50, "D4.3": 40,
    "D5.1": 60, "D5.2": 50, "D5.3": 40, "D5.4": 50,
}
OUTSIDE = [item for item in SHEET if item[:2] in ("D1", "D4")]

# What people claim: rule, weight among claims, quantities, evidence, who files it.
# Weights follow the expected averages: public life first, then volunteering, then sorting.
CLAIMS = (
    ("GOV01", 210, ("1",), "E3", "网格员代报"),
    ("GOV02", 12, ("1",), "E4", "本人"),
    ("GOV03", 40, ("1",), "E3", "网格员代报"),
    ("GOV04", 2, ("1",), "E4", "本人"),
    ("GOV05", 22, ("1",), "check", "本人"),
    ("VOL01", 170, ("1", "1.5", "2", "2.5", "3", "4"), "E3", "本人"),
    ("VOL02", 8, ("1",), "E3", "网格员代报"),
    ("VOL03", 60, ("1", "2", "3"), "E2", "本人"),
    ("VOL04", 40, ("1",), "E3", "本人"),
    ("ENV03", 40, ("1",), "E1", "网格员代报"),
    ("ENV06", 140, ("8", "10", "12", "15", "18", "20"), "log", "网格员代报"),
    ("ENV07", 110, ("1.5", "2", "2.5", "3.2", "4", "6.5", "8"), "E5", "本人"),
    ("ENV09", 60, ("1",), "sheet", "网格员代报"),
    ("ENV08", 40, ("2", "3.5", "5", "7.5"), "E5", "本人"),
    ("ENV10", 4, ("1",), "E1", "本人"),
    ("ENV11", 5, ("1",), "E1", "本人"),
    ("CIV01", 8, ("1",), "E4", "本人"),
    ("CIV03", 3, ("1", "1", "2", "3"), "E4", "本人"),
    ("CIV04", 60, ("1",), "E2", "本人"),
    ("CIV05", 9, ("1",), "E4", "本人"),
    ("CIV06", 5, ("1",), "E2", "本人"),
    ("DEV01", 15, ("1",), "E4", "本人"),
)
# What is held against a household, always found by someone else.
DEDUCTIONS = (
    ("ENV04", 40, "order"), ("ENV05", 10, "E1"), ("ENV12", 8, "E4"), ("ENV13", 25, "E2"),
    ("CIV02", 2, "E2"),
)
CLAIMS_A_MONTH = 7 / 12 / 0.81  # a household; those of households away fall out again
DEDUCTIONS_A_MONTH = 0.006
REMOTE = ("GOV02", "GOV04", "DEV01")  # what a household can earn while it works elsewhere
PREFIX = {"E1": "PH", "E2": "WT", "E4": "DC", "E5": "WB", "log": "LG", "sheet": "SH", "order": "OR",
          "check": "CK"}
REASONS = ("检查当日正在清运，非堆放", "登记户号有误，应为邻户", "当日在外务工，情况不符",
           "分值记错，应按较低一档", "同一事项重复登记")


def quality(home, random):
    """How well a household keeps its place, 0..1; most are good, a tail is not."""
    level = random.betavariate(11.0, 2.1)
    return level * (0.97 if home.status == "外出" else 1.0)


def marks(items, level, random):
    """Marks in tenths, in steps of 0.5: a defect costs a step, and better homes have fewer."""
    found = {}
    for item in items:
        most = SHEET[item]
        lost = sum(5 for _ in range(most // 5) if random.random() > level)
        found[item] = max(most - lost, 0)
    return found


def outcome(home, random):
    """Whether the visit could be made."""
    draw = random.random()
    if home.status == "外出":
        return "不在家" if draw < 0.62 else "已检"
    if draw < 0.02:
        return "不在家"
    return "拒检" if draw < 0.024 else "免检" if draw < 0.029 else "已检"


def inspections(register, levels, month, whole, random):
    """One visit a household: by the worker of its grid, on a day its group is walked."""
    workers = {grid.id: grid.officer for grid in register.grids}
    walked = calendar.inspection_days(month, whole)
    day_of_group = {}
    rows = []
    for home in register.households:
        if home.status == "休眠":
            continue
        on = day_of_group.setdefault((home.village, home.group), random.choice(walked))
        result = outcome(home, random)
        items = SHEET if whole else OUTSIDE
        seen = marks(items, levels[home.id], random) if result == "已检" else {}
        rows.append(Inspection(on, home.id, "季检" if whole else "月检", workers[home.grid],
                               result, seen))
    return rows


def evidence_number(kind, on, home, random):
    """A sign-in sheet serves its whole village that day; the rest have a number of their own."""
    if kind == "E3":
        return f"SG-{home.village[1:]}-{on:%m%d}"
    return f"{PREFIX[kind]}-{home.id}-{on:%m%d}-{random.randrange(100):02d}"


class ClaimBook:
    """Collects a month's claims: one a household, rule and day."""

    def __init__(self, month, random):
        self.days = calendar.claim_days(month)
        self.random = random
        self.rows = {}

    def add(self, home, rule, quantity, evidence, by, on=None):
        # The last days of a month bring most of the paper.
        on = on or self.random.choice(self.days[-4:] if self.random.random() < 0.5 else self.days)
        number = evidence_number(evidence, on, home, self.random)
        self.rows[on, home.id, rule] = Claim(on, home.id, rule, quantity, evidence, number, by)

    def sorted(self):
        return [self.rows[key] for key in sorted(self.rows)]


def everyday_claims(book, homes, count, meetings, random):
    weights = [weight for _, weight, *_ in CLAIMS]
    for home in random.choices(homes, k=count):
        rule, _, quantities, evidence, by = random.choices(CLAIMS, weights)[0]
        if home.status == "外出":
            if rule not in REMOTE:
                continue
            by = "代办"
        on = meetings[home.village] if rule == "GOV01" else None
        book.add(home, rule, random.choice(quantities), evidence, by, on)


def doubtful_claims(book, homes, random):
    """Claims the rules refuse or trim: past a cap, or with evidence the rule does not take."""
    for home in random.sample(homes, max(2, len(homes) // 400)):
        book.add(home, "VOL01", "14", "E3", "本人")                 # cap 10 a month
    for home in random.sample(homes, max(2, len(homes) // 600)):
        for on in random.sample(book.days, 3):                      # cap 4.0 a quarter
            book.add(home, "GOV02", "1", "E4", "本人", on)
    for home in random.sample(homes, max(2, len(homes) // 500)):
        book.add(home, "ENV07", "5", "E1", "本人")                  # needs a weighing slip
    for home in random.sample(homes, max(1, len(homes) // 1200)):
        for on in random.sample(book.days, 2):                      # once a year
            book.add(home, "ENV11", "1", "E2", "本人", on)


def claims(register, month, random):
    """A month's claims and deductions; returns them with the households that lose points."""
    homes = [home for home in register.households if home.status != "休眠"]
    book = ClaimBook(month, random)
    meetings = {village.id: random.choice(book.days) for village in register.villages}
    everyday_claims(book, homes, round(len(homes) * CLAIMS_A_MONTH), meetings, random)
    doubtful_claims(book, [home for home in homes if home.status == "常住"], random)
    losing = set()
    weights = [weight for _, weight, _ in DEDUCTIONS]
    resident = [home for home in homes if home.status == "常住"]
    for home in random.sample(resident, max(1, round(len(resident) * DEDUCTIONS_A_MONTH))):
        rule, _, evidence = random.choices(DEDUCTIONS, weights)[0]
        book.add(home, rule, "1", evidence, "网格员代报")
        losing.add(home.id)
    return book.sorted(), losing


def objections(register, earned, month, random):
    """About one earning in two hundred is objected to; most objections are dismissed."""
    village_of = {home.id: home.village for home in register.households}
    best = [household for household, rule in sorted(earned.items()) if rule == "ENV01"]
    rows = []
    for household in sorted(random.sample(best, max(3, len(earned) // 200))):
        verdict = random.choices(("维持", "撤销", "更正"), (55, 25, 20))[0]
        rows.append(Objection(
            random.choice(calendar.objection_days(month)), household, "ENV01",
            random.choice(REASONS), verdict, "2.5" if verdict == "更正" else "",
            f"SV{village_of[household][1:]}",
        ))
    return rows
