"""What deeds earn: published texts, claims and their checks, inspections. Laws 7, 9, 12."""
import tomllib
from types import SimpleNamespace as Record

from .book import Moves
from .entries import day, spell
from .evaluate import Answer, Deed, Grant, decimal, evaluate
from .result import Broken, need
from .rules import RuleBook, Sheet
from .tree import sha256


def same(a, b):
    """Equal with the same order of members, and no number that is a truth value."""
    return a == b and spell(a) == spell(b)


class Scoring:
    """Folds books, sheets, claims and visits, and asks the rules again."""

    def __init__(self):
        super().__init__()
        self.books, self.sheets, self.claims, self.answers = {}, {}, {}, {}
        self.earnings, self.grants, self.owner, self.visits = {}, {}, {}, {}

    # -- published texts: of those in force the one published last

    def book_on(self, on):
        return next(((seq, book) for seq, (start, book) in reversed(self.books.items())
                     if start <= on < book.end), (-1, None))

    def sheet_on(self, on):
        return next(((seq, sheet) for seq, (start, sheet) in reversed(self.sheets.items())
                     if start <= on), (-1, None))

    def rule_on(self, rule, on):
        book = self.book_on(on)[1]
        return book.rules.get(rule) if book else None

    def published(self, entry, read, known):
        """The text of the entry, after law 12: it is what the facts say and holds from no earlier
        than its publication."""
        given = entry.given
        try:
            text = read(given["body"])
            failed = text.run_examples() if read is RuleBook else None
        except (ValueError, LookupError, TypeError, AttributeError, tomllib.TOMLDecodeError,
                Broken) as why:
            raise Broken(12, f"{entry.kind}: its text cannot be read: {why}") from why
        end = text.end if read is RuleBook else "9999-12-31"
        need(text.start <= day(given["from"]) < end and given["from"] >= entry.today, 12,
             f"it would hold from {given['from']}")
        need((given["version"], given["title"]) == (text.version, text.title)
             and given["digest"] == "sha256:" + sha256(given["body"].encode()).hex(), 12,
             "its facts are not those of its text")
        need(all(text.id != other.id or text.version > other.version
                 for _, other in known.values()), 12, "this version was published before")
        need(failed is None, 12, f"its example {failed!r} does not come out")
        return text

    def check_rules_publish(self, entry):
        book = self.published(entry, RuleBook, self.books)
        need(entry.given["book"] == book.id and entry.given["until"] == book.end and same(
            entry.out, {"rules": len(book.rules), "examples": len(book.examples)}), 12,
             "its facts are not those of its text")

    def check_sheet_publish(self, entry):
        sheet = self.published(entry, Sheet, self.sheets)
        need(entry.given["sheet"] == sheet.id and same(entry.out, {"items": len(sheet.items)}),
             12, "its facts are not those of its text")

    def fold_rules_publish(self, entry):
        self.books[entry.seq] = entry.given["from"], RuleBook(entry.given["body"])

    def fold_sheet_publish(self, entry):
        self.sheets[entry.seq] = entry.given["from"], Sheet(entry.given["body"])

    # -- earning

    def earn(self, deed, entry):
        """(answer of the rules, seq of the book, legs): what the deed brings at this entry."""
        seq, book = self.book_on(deed.on)
        facts = {"rule": deed.rule, "on": deed.on}
        if not book:
            return Answer(code="rule.not_in_force", facts=facts), seq, Moves()
        rule = book.rules.get(deed.rule)
        if not rule:
            return Answer(code="rule.unknown", facts=facts), seq, Moves()
        refusal = self.inactive(deed.household)
        if not refusal and rule.deducts and self.household(deed.household).status == "away":
            refusal = "household.inactive", {"household": deed.household, "status": "away"}
        if refusal:
            return Answer(code=refusal[0], facts=refusal[1]), seq, Moves()
        answer = evaluate(book, deed, list(self.grants.get(deed.household, {}).values()))
        moves, fund = Moves(), self.village_of(deed.household)
        if answer.points > 0:
            left = self.book.issuable(fund, entry.effective)
            if answer.points > left:
                facts = {"fund": fund, "asked": decimal(answer.points), "left": decimal(left)}
                return Answer(code="budget.exhausted", facts=facts), seq, moves
            moves.add(f"f/{fund}:issued/{entry.effective[:4]}", "", -answer.points)
            moves.add(f"h/{deed.household}:pending", str(entry.seq), answer.points)
        return answer, seq, moves

    def grant(self, entry, deed, officers, waits=True):
        """Remembers points that an entry gave or took."""
        points, home = entry.out["points"], deed.household
        if not points:
            return
        self.grants.setdefault(home, {})[entry.seq] = Grant(deed, points)
        self.owner[entry.seq] = home
        if waits:
            self.earnings[entry.seq] = Record(
                seq=entry.seq, household=home, village=self.village_of(home), rule=deed.rule,
                on=deed.on, points=points, rules=entry.out["rules"], officers=officers,
                issued=f"f/{self.village_of(home)}:issued/{entry.effective[:4]}")

    def granted(self, seq):
        """What the grant of an entry counts for now."""
        grant = self.grants.get(self.owner.get(seq), {}).get(seq)
        return grant.points if grant else 0

    def amend(self, seq, points):
        grants = self.grants.get(self.owner.get(seq), {})
        for held in (grants, self.earnings):
            if seq in held and points:
                held[seq].points = points
            else:
                held.pop(seq, None)

    def returned(self, earning, points):
        """Pending points that go back to the fund; a deduction has none to give."""
        moves = Moves()
        if points > 0:
            moves.add(f"h/{earning.household}:pending", str(earning.seq), -points)
            moves.add(earning.issued, "", points)
        return moves

    def has_business(self, household):
        """True while a claim is open or points wait for their notice."""
        return any(item.household == household
                   for item in (*self.claims.values(), *self.earnings.values()))

    # -- claims

    def check_claim_record(self, entry):
        given = entry.given
        self.household(given["household"])
        rule = self.rule_on(given["rule"], day(given["on"]))
        need(rule and given["on"] <= entry.today, 12, "it cites a rule that was not in force")
        need(given["by"] in ("self", "proxy", "grid"), "format", "a claim that nobody brought")
        role = [role for role, verb in rule.chain if verb == "record"][:1]
        village = self.village_of(given["household"])
        need(not role or self.holds(entry.officer, role, village), 7, f"recording is for {role}")

    def fold_claim_record(self, entry):
        given = entry.given
        self.claims[entry.seq] = Record(
            household=given["household"], rule=given["rule"], on=given["on"], steps=0,
            person=given["person"], quantity=given["quantity"], officers=[entry.officer],
            evidence=[shown["kind"] for shown in given["evidence"]])

    def check_claim_check(self, entry):
        """Whoever acts has the role of the step that comes next and no hand in the claim yet. A
        rule without checks is answered by its recorder, in the same command."""
        seq = entry.given["claim"]
        claim = self.claims.get(seq)
        need(claim, 7, f"entry {seq} is no open claim")
        self.acts_on(entry, seq)
        rule = self.rule_on(claim.rule, claim.on)
        need(rule, 12, "its rule is no longer in force")
        steps, final = rule.steps(), entry.kind != "claim.check"
        if steps:
            need(claim.steps < len(steps), 7, "a check that no rule asks for")
            role, last = steps[claim.steps]
            village, hands = self.village_of(claim.household), claim.officers
            need(self.holds(entry.officer, [role], village), 7, f"{entry.officer} is no {role}")
            need(entry.officer not in hands, 7, f"{entry.officer} had a hand in it")
            need("reason" in entry.given or last == final, 7, "a check skipped or added")
        facts = entry.given | {"claim": seq, "step": claim.steps + 1}
        need(same(entry.given, facts), 9, "not the step that its claim waits for")

    def claimed(self, entry):
        """The deed of the open claim that the entry answers."""
        claim = self.claims[entry.given["claim"]]
        return Deed(claim.rule, claim.household, claim.on, claim.quantity, claim.evidence,
                    claim.person)

    def check_claim_settle(self, entry):
        self.check_claim_check(entry)
        if "reason" in entry.given:
            refused = {"code": entry.given["reason"], "facts": {}}
            need(entry.kind == "claim.refuse" and same(entry.out, refused), 9, "a rejected claim")
            return
        answer, book, moves = self.earn(self.claimed(entry), entry)
        out = {"code": answer.code, "facts": answer.facts} if answer.code else {
            "points": answer.points, "trims": answer.trimmed(), "rules": book}
        need(same(entry.out, out) and (entry.kind == "claim.refuse") == bool(answer.code), 9,
             f"the rule book gives {spell(out)}")
        need(moves.are_legs_of(entry), 9, f"the rule book moves {moves}")

    check_claim_refuse = check_claim_settle

    def fold_claim_check(self, entry):
        claim = self.claims[entry.given["claim"]]
        claim.steps += 1
        claim.officers.append(entry.officer)

    def close_claim(self, entry, how):
        claim = self.claims.pop(entry.given["claim"], None)
        self.answers[entry.given["claim"]] = Record(how=how, seq=entry.seq)
        return {entry.officer, *(claim.officers if claim else ())}

    def fold_claim_settle(self, entry):
        deed = self.claimed(entry)
        self.grant(entry, deed, self.close_claim(entry, "settled"))

    def fold_claim_refuse(self, entry):
        self.close_claim(entry, "refused")

    def check_claim_withdraw(self, entry):
        seq, moves, points = entry.given["claim"], Moves(), 0
        claim, answer = self.claims.get(seq), self.answers.get(seq)
        if not claim:
            claim = self.earnings.get(answer.seq) if answer else None
            need(claim, 10, "it takes back a claim whose points do not wait")
            need(answer.seq not in self.open_objections, 10, "somebody objected to the points")
            moves, points = self.returned(claim, claim.points), claim.points
        self.acts_on(entry, seq, *([claim.seq] if points else []))
        need(self.holds(entry.officer, ("grid-worker", "group-leader", "village", "township"),
                        self.village_of(claim.household)), 7, "who may not withdraw it")
        need(moves.are_legs_of(entry) and same(entry.out, {"points": points}), 10,
             "it moves other points than those that wait")

    def fold_claim_withdraw(self, entry):
        answer = self.answers.get(entry.given["claim"])
        if answer:
            self.amend(answer.seq, 0)
            self.release(answer.seq)
        self.close_claim(entry, "withdrawn")

    # -- inspections

    def check_inspection_record(self, entry):
        given = entry.given
        sheet_seq, sheet = self.sheet_on(day(given["on"]))
        need(sheet and given["on"] <= entry.today, 12, "no score sheet was in force")
        roles = "grid-worker", "panel", "women", "village", "township"
        village = self.village_of(given["household"])
        inspectors = entry.officer, given["judge"]
        need(all(self.holds(officer, roles, village) for officer in inspectors), 7,
             "who may not inspect there")
        out, moves = {"sheet": sheet_seq}, Moves()
        if given["status"] == "scored":
            total, outside, shares = sheet.score(given["part"], given["marks"])
            out |= {"score": total, "outside": outside, "dimensions": shares}
            more, moves = self.inspection_points(entry, outside * 10)
            out |= more
        else:
            need(given["status"] in ("absent", "refused", "exempt") and not given["marks"], 9,
                 "marks of a visit that did not take place")
            out |= {"points": 0, "trims": []}
        need(same(entry.out, out), 9, f"the rule book gives {spell(out)}")
        need(moves.are_legs_of(entry), 9, f"the rule book moves {moves}")

    def inspection_points(self, entry, quantity):
        """A refusal by the rules is a reason in the entry: the visit took place."""
        given = entry.given
        seq, book = self.book_on(given["on"])
        rule = book.best("inspection.scored", quantity, given["on"]) if book else None
        if not rule:
            trims = [{"code": "tier.below", "points": 0}]
            return {"rule": "", "points": 0, "trims": trims, "rules": seq}, Moves()
        deed = Deed(rule.id, given["household"], given["on"], quantity, ["sheet"])
        answer, seq, moves = self.earn(deed, entry)
        trims = answer.trimmed() if not answer.code else [
            {"code": answer.code, "points": rule.full(quantity)}]
        return {"rule": rule.id, "points": answer.points, "trims": trims, "rules": seq}, moves

    def fold_inspection_record(self, entry):
        given, out = entry.given, entry.out
        if out["points"]:
            deed = Deed(out["rule"], given["household"], given["on"])
            self.grant(entry, deed, {entry.officer, given["judge"]})
        if given["part"] == "whole" and given["status"] == "scored":
            self.visits.setdefault(given["household"], {})[entry.seq] = Record(
                on=given["on"], total=out["score"], dimensions=out["dimensions"])

    # -- reversals

    def bars_inspection_record(self, original):
        """A deduction that was taken: no leg says from which lots. A claim while it is answered."""
        seq, answer = original.seq, self.answers.get(original.seq)
        taken = original.out.get("points", 0) < 0 and seq not in self.earnings
        return bool(taken and self.granted(seq)
                    or answer and answer.how not in ("reversed", "withdrawn"))

    bars_claim_record = bars_claim_settle = bars_inspection_record

    def undo_inspection_record(self, original):
        seq = original.seq
        self.amend(seq, 0)
        for visits in self.visits.values():
            visits.pop(seq, None)
        if self.claims.pop(seq, None):
            self.answers[seq] = Record(how="reversed", seq=seq)
        for answer in self.answers.values():
            if answer.seq == seq:
                answer.how = "reversed"
        self.release(seq)

    undo_claim_record = undo_claim_settle = undo_claim_refuse = undo_inspection_record
