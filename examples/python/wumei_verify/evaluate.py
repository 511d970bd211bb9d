"""What a deed gives: what the rule of its book says, cut down limit by limit, and why."""
import datetime

QUANTITY, POINTS = 3, 2  # decimal places; amounts are whole counts of the last place
CYCLES = {  # what two days of one period have in common
    "day": lambda on: on, "month": lambda on: on[:7], "year": lambda on: on[:4],
    "quarter": lambda on: (on[:4], (int(on[5:7]) - 1) // 3), "ever": lambda on: ""}


def decimal(amount, places=POINTS):
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def rounded(numerator, denominator, how):
    low, rest = divmod(numerator, denominator)
    up = {"down": False, "up": rest > 0, "half_up": 2 * rest >= denominator,
          "half_even": 2 * rest > denominator or 2 * rest == denominator and low % 2}
    return low + bool(up[how])


def next_period(cycle, on):
    """The first day after the period that holds this day."""
    date = datetime.date.fromisoformat(on)
    if cycle == "day":
        return (date + datetime.timedelta(1)).isoformat()
    month = {"month": date.month, "quarter": (date.month + 2) // 3 * 3, "year": 12}[cycle]
    return f"{date.year + month // 12:04}-{month % 12 + 1:02}-01"


class Deed:
    def __init__(self, rule, household, on, quantity=1000, evidence=(), person=""):
        self.rule, self.household, self.on = rule, household, on
        self.quantity, self.evidence, self.person = quantity, evidence, person


class Grant:
    """What caps count: points granted for a deed and not taken back."""

    def __init__(self, deed, points):
        self.rule, self.on, self.person, self.points = deed.rule, deed.on, deed.person, points


class Answer:
    """Points with what limits took away, or none with the code and the facts of the refusal."""

    def __init__(self, points=0, trims=(), code="", facts=None):
        self.points, self.trims, self.code, self.facts = points, list(trims), code, facts or {}

    def trimmed(self):
        return [{"code": code, "points": points} for code, points in self.trims]


def evaluate(book, deed, grants):
    """What the deed gives its household, which was granted `grants` before."""
    rule = book.rules.get(deed.rule)
    if not rule:
        return Answer(code="rule.unknown", facts={"rule": deed.rule})
    if not rule.in_force(deed.on):
        return Answer(code="rule.not_in_force", facts={
            "rule": rule.id, "on": deed.on, "from": rule.start, "until": rule.end})
    if rule.needs and not set(rule.needs) & set(deed.evidence):
        return Answer(code="evidence.missing",
                      facts={"rule": rule.id, "needs": ", ".join(rule.needs)})
    full = rule.full(deed.quantity)
    if not full:
        return Answer(code="tier.below", facts={
            "rule": rule.id, "quantity": decimal(deed.quantity, QUANTITY), "min": rule.least()})
    return Limits(book, rule, deed, grants).trim(full)


class Limits:
    """Cuts points down, limit by limit, in sizes; the sign of the rule comes back at the end."""

    def __init__(self, book, rule, deed, grants):
        self.book, self.rule, self.deed, self.grants = book, rule, deed, grants
        self.sign, self.left, self.trims, self.facts = -1 if rule.deducts else 1, 0, [], {}

    def trim(self, full):
        self.left = abs(full)
        for cap in self.rule.caps:
            if self.left:
                self.cap(*cap)
        for step in (self.highest_only, self.excluded_by, self.household):
            if self.left:
                step()
        if self.left:
            return Answer(self.sign * self.left, self.trims)
        return Answer(code=self.trims[-1][0], facts=self.facts)

    def before(self, rule, per, person=""):
        return [grant.points for grant in self.grants
                if grant.rule == rule and CYCLES[per](grant.on) == CYCLES[per](self.deed.on)
                and person in ("", grant.person)]

    def limit(self, room, excess, code, facts):
        if self.left <= room:
            return
        kept = 0 if excess == "reject" else max(room, 0)
        self.trims.append((code, self.sign * (self.left - kept)))
        self.left, self.facts = kept, facts

    def why(self, limit, used, per, **more):
        facts = {"rule": self.rule.id, "limit": limit, "used": used, "per": per}
        if per != "ever":
            facts["resets"] = next_period(per, self.deed.on)
        return facts | more

    def cap(self, kind, most, per, by_person, excess):
        before = self.before(self.rule.id, per, self.deed.person if by_person else "")
        if kind == "points":
            used = self.sign * sum(before)
            why = self.why(decimal(most), decimal(used), per)
            self.limit(most - used, excess, "cap.points", why)
        elif len(before) >= most:
            self.limit(0, "reject", "cap.times", self.why(str(most), str(len(before)), per))

    def highest_only(self):
        rule, per = self.rule, self.rule.group_per
        sums = {other.id: sum(self.before(other.id, per)) for other in self.book.rules.values()
                if rule.group and other.group == rule.group}
        used, others = sum(sums.values()), ", ".join(key for key, points in sums.items() if points)
        if used > 0:
            self.limit(self.left - used, "trim", "rule.excluded",
                       self.why(decimal(self.left), decimal(used), per, other=others))

    def excluded_by(self):
        for other in self.rule.excluded:
            times = len(self.before(other, self.rule.excluded_per))
            if times and self.left:
                self.limit(0, "reject", "rule.excluded",
                           self.why("0", str(times), self.rule.excluded_per, other=other))

    def household(self):
        for per, most in self.book.caps if not self.rule.deducts else ():
            period = CYCLES[per]
            used = sum(grant.points for grant in self.grants
                       if grant.points > 0 and period(grant.on) == period(self.deed.on))
            self.limit(most - used, self.book.cap_excess, "cap.household",
                       self.why(decimal(most), decimal(used), per))
