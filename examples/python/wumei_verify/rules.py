"""The published texts: a rule book that says what a deed gives, a sheet that marks are put in."""
import datetime
import re
import tomllib
import unicodedata

from .entries import spell
from .evaluate import CYCLES, POINTS, QUANTITY, Deed, Grant, decimal, evaluate, rounded
from .result import need

MARKS = 2  # decimal places of marks and scores


def wrong(what):
    return ValueError(f"the published text: {what}")


class Table:
    """A table of a closed vocabulary: a key it does not know is an error."""

    def __init__(self, table, keys):
        unknown = [key for key in table if key not in keys.split()]
        if not isinstance(table, dict) or unknown:
            raise wrong(f"unknown keys {unknown}")
        self.table = table

    def __contains__(self, key):
        return key in self.table

    def get(self, key, kind):
        value = self.table[key]
        if type(value) is not kind:
            raise wrong(f"{key} = {value!r}")
        return value

    def text(self, key, among=None):
        value = unicodedata.normalize("NFC", self.get(key, str))
        if not value.strip() or among and value not in among.split():
            raise wrong(f"{key} = {value!r}")
        return value

    def texts(self, key):
        return [unicodedata.normalize("NFC", text) for text in self.get(key, list)]

    def day(self, key):
        return self.get(key, datetime.date).isoformat()

    def whole(self, key, default=None):
        return default if default is not None and key not in self else self.get(key, int)

    def amount(self, key, places):
        """A whole number, or a decimal in quotes, as a count of its last place."""
        value = str(self.table[key])
        if type(self.table[key]) not in (int, str) or not re.fullmatch(
                rf"[+-]?[0-9]+(\.[0-9]{{1,{places}}})?", value):
            raise wrong(f"{key} = {value!r}")
        whole, _, part = value.partition(".")
        return int(whole + part.ljust(places, "0"))

    def of(self, key, keys):
        return Table(self.table[key], keys)

    def all(self, key, keys):
        return [Table(table, keys) for table in self.table.get(key, [])]


class Rule:
    """One line of the book."""

    def __init__(self, table, book, chain):
        self.id, self.name = table.text("id"), (table.text("name"), table.text("name_en"))
        self.event = table.text("event", "inspection.scored") if "event" in table else ""
        ways = [way for way in ("points", "per", "tiers") if way in table]
        if len(ways) != 1:
            raise wrong(f"{self.id} gives points in {len(ways)} ways")
        self.way = ways[0]
        getattr(self, "read_" + self.way)(table)
        self.deducts = self.way != "tiers" and self.points < 0
        self.debt = self.deducts and table.table["floor"] == "debt"
        if ("floor" in table) != self.deducts or table.table.get("floor", 0) not in (0, "debt"):
            raise wrong(f"{self.id}: a floor is for a deduction, 0 or \"debt\"")
        caps = [table.table["cap"]] if "cap" in table else table.table.get("caps", [])
        self.caps = [self.read_cap(Table(cap, "times points per on_exceed")) for cap in caps]
        self.group, self.group_per, self.excluded, self.excluded_per = "", "", [], ""
        if "highest_only" in table:
            group = table.of("highest_only", "group per")
            self.group, self.group_per = group.text("group"), group.text("per", " ".join(CYCLES))
        if "excluded_by" in table:
            other = table.of("excluded_by", "rules per")
            self.excluded = other.texts("rules")
            self.excluded_per = other.text("per", " ".join(CYCLES))
        self.needs = table.texts("needs_any")
        self.chain = read_chain(table) if "chain" in table else chain
        self.start, self.end = book.start, book.end
        if "valid" in table:
            valid = table.of("valid", "from until")
            self.start = valid.day("from") if "from" in valid else book.start
            self.end = valid.day("until") if "until" in valid else book.end
        if not book.start <= self.start < self.end <= book.end or self.deducts and self.event:
            raise wrong(f"{self.id}: its days, or an event that takes points")

    def read_points(self, table):
        self.points = table.amount("points", POINTS)

    def read_per(self, table):
        per = table.of("per", "qty unit points round")
        self.per, self.points = per.amount("qty", QUANTITY), per.amount("points", POINTS)
        self.round = per.text("round", "down up half_up half_even")

    def read_tiers(self, table):
        self.tiers = [(tier.amount("min", QUANTITY), tier.amount("points", POINTS))
                      for tier in table.all("tiers", "min points star")]
        if not self.tiers or any(a >= c or b >= d for (a, b), (c, d) in
                                 zip(self.tiers, self.tiers[1:])) or self.tiers[0][1] <= 0:
            raise wrong(f"{self.id}: tiers rise in both")

    def read_cap(self, cap):
        """(kind, limit, period, whether it counts each person alone, what happens to the rest)"""
        excess = cap.text("on_exceed", "trim reject") if "on_exceed" in cap else "trim"
        if "times" in cap:
            person = cap.text("per", " ".join(CYCLES) + " person") == "person"
            return "times", cap.whole("times"), "ever" if person else cap.text("per"), person, ""
        limit = cap.amount("points", POINTS)
        if (limit < 0) != self.deducts:
            raise wrong(f"{self.id}: a cap of the other sign")
        return "points", abs(limit), cap.text("per", " ".join(CYCLES)), False, excess

    def in_force(self, on):
        return self.start <= on < self.end

    def full(self, quantity):
        """Points before any cap, below 0 for a deduction."""
        if self.way == "points":
            need(quantity == 1000, 9, f"{self.id} counts occurrences, one by one")
            return self.points
        need(quantity >= (self.way == "per"), 9, f"{self.id}: a quantity of {quantity}")
        if self.way == "tiers":
            return max((points for least, points in self.tiers if quantity >= least), default=0)
        size = rounded(quantity * abs(self.points), self.per, self.round)
        return -size if self.deducts else size

    def least(self):
        """The least quantity that gives anything."""
        amount = {"tiers": lambda: self.tiers[0][0], "per": lambda: self.per}.get(self.way)
        return decimal(amount(), QUANTITY) if amount else "1"

    def steps(self):
        """[(role, last)] of the checks after the record."""
        steps = [role for role, verb in self.chain if verb != "record"]
        return [(role, i == len(steps)) for i, role in enumerate(steps, 1)]


def read_chain(table):
    chain = [tuple(step.split(":")) for step in table.texts("chain")]
    order = [("record", "check", "approve").index(verb) for _, verb in chain]
    if order != sorted(order) or order.count(2) != 1:
        raise wrong("a chain records, checks, and approves once")
    return chain


class RuleBook:
    """One version of the rules, from the TOML in its entry."""

    def __init__(self, text):
        top = Table(tomllib.loads(text), "schema book version title title_en valid adopted defaults"
                                         " evidence rule award example")
        if top.whole("schema") != 1:
            raise wrong("a schema of later years")
        self.id, self.version = top.text("book"), top.whole("version")
        self.title = top.text("title")
        valid = top.of("valid", "from until")
        self.start, self.end = valid.day("from"), valid.day("until")
        top.of("adopted", "by on doc")
        self.evidence = list(top.table.get("evidence", {}))
        self.read_defaults(top.of("defaults", "household_cap expiry notice_days objection_days"
                                              " answer_days chain"))
        keys = ("id name name_en event points per tiers floor cap caps highest_only excluded_by"
                " chain valid needs_any notice_days objection_days")
        rules = [Rule(table, self, self.chain) for table in top.all("rule", keys)]
        self.rules = {rule.id: rule for rule in rules}
        known = all(need in self.evidence for rule in rules for need in rule.needs)
        others = all(other in self.rules for rule in rules for other in rule.excluded)
        if len(self.rules) < len(rules) or not rules or not known or not others:
            raise wrong("rules twice, none, or ones that name what the book does not have")
        self.award = Award(top.of("award", Award.KEYS)) if "award" in top else None
        self.examples = top.all("example", "title given expect")

    def read_defaults(self, table):
        self.caps, self.cap_excess = [], "trim"
        if "household_cap" in table:
            cap = table.of("household_cap", "month year on_exceed")
            self.caps = [(per, cap.amount(per, POINTS)) for per in ("month", "year") if per in cap]
            self.cap_excess = cap.text("on_exceed") if "on_exceed" in cap else "trim"
        self.expiry_years = table.of("expiry", "years end_of").whole("years")
        self.notice_days = max(table.whole("notice_days"), table.whole("objection_days"))
        self.chain = read_chain(table)

    def expiry(self, on):
        """The last day on which points of this deed are spent."""
        return f"{int(on[:4]) + self.expiry_years:04}-12-31"

    def best(self, event, quantity, on):
        """The rule in force for the event that gives most for the quantity; the earlier of two."""
        given = [(rule.full(quantity), rule) for rule in self.rules.values()
                 if rule.event == event and rule.in_force(on)]
        most = max((points for points, _ in given), default=0)
        return next((rule for points, rule in given if points == most > 0), None)

    def run_examples(self):
        """The first example that does not come out as the book says, or None."""
        for example in self.examples:
            grants = []
            for given, expect in zip(*(example.get(key, list) for key in ("given", "expect")),
                                     strict=True):
                given, points = Table(given, "rule event on quantity score household person"
                                             " evidence"), Table(expect, "rule points why")
                got = self.example(given, grants)
                if got != (expect.get("rule", got[0]), points.amount("points", POINTS),
                           expect.get("why", "")):
                    return example.text("title")
        return None

    def example(self, given, grants):
        quantity = next((given.amount(key, QUANTITY) for key in ("quantity", "score")
                         if key in given), 1000)
        deed = Deed(given.table.get("rule", ""), given.table.get("household", "example"),
                    given.day("on"), quantity, given.table.get("evidence", self.evidence),
                    given.table.get("person", ""))
        if "event" in given:
            best = self.best(given.text("event"), quantity, deed.on)
            if not best:
                return "", 0, "tier.below"
            deed.rule = best.id
        answer = evaluate(self, deed, [grant for home, grant in grants if home == deed.household])
        if answer.points:
            grants.append((deed.household, Grant(deed, answer.points)))
        return deed.rule, answer.points, answer.code or (answer.trims or [("", 0)])[0][0]


class Award:
    """What an award round is decided by."""

    KEYS = "level tie_break veto notice_working_days barred_months"

    def __init__(self, table):
        keys = "level rule total dimension village_quota township_quota"
        self.levels = {}  # from the lowest: (rule, total, share of each dimension, quotas)
        for level in table.all("level", keys):
            quotas = [level.amount(key, MARKS) if key in level else 10_000
                      for key in ("village_quota", "township_quota")]
            self.levels[level.text("level", "qualified demonstration model")] = (
                level.text("rule"), level.amount("total", MARKS),
                level.amount("dimension", MARKS), *quotas)
        self.ties, self.notice_days = table.texts("tie_break"), table.whole("notice_working_days")
        self.vetoes = [veto.text("code") for veto in table.all(
            "veto", "code name name_en barred_months")]


class Sheet:
    """A score sheet: items in order, each with its full marks and the part it is seen in."""

    def __init__(self, text):
        top = Table(tomllib.loads(text), "schema sheet version title title_en valid step dimension"
                                         " item")
        if top.whole("schema") != 1:
            raise wrong("a schema of later years")
        self.id, self.version = top.text("sheet"), top.whole("version")
        self.title = top.text("title")
        self.start, self.step = top.of("valid", "from").day("from"), top.amount("step", MARKS)
        self.dimensions = [one.text("id") for one in top.all("dimension", "id name name_en")]
        self.items = [(item.text("dimension", " ".join(self.dimensions)), item.amount("max", MARKS),
                       item.text("part", "outside whole"))
                      for item in top.all("item", "code dimension name name_en max part")]
        if sum(most for _, most, _ in self.items) != 10_000:
            raise wrong("full marks are 100")

    def score(self, part, marks):
        """(total, outside, [per cent of each dimension]), all in hundredths and rounded down."""
        items = [item for item in self.items if part in ("whole", item[2])]
        fits = len(items) == len(marks) and all(
            0 <= mark <= most and mark % self.step == 0 for mark, (_, most, _) in zip(marks, items))
        need(fits, 9, f"marks that the sheet does not have: {spell(marks)}")

        def share(chosen):
            got = [(mark, item[1]) for mark, item in zip(marks, items) if chosen(item)]
            return 10_000 * sum(a for a, _ in got) // sum(b for _, b in got)
        seen = [name for name in self.dimensions if any(item[0] == name for item in items)]
        return (share(lambda item: True), share(lambda item: item[2] == "outside"),
                [share(lambda item, name=name: item[0] == name) for name in seen])
