"""Award rounds: who is ranked where, who gets which plaque and what points. Laws 7, 9, 12."""
import datetime
from types import SimpleNamespace as Record

from .book import Moves
from .entries import day, plus_days, spell
from .evaluate import Deed, evaluate
from .result import need
from .scoring import same
from .tree import sha256

PART = 500  # households of one entry of a ranking


def working_days(on, count):
    while count > 0:
        on = plus_days(on, 1)
        count -= datetime.date.fromisoformat(on).weekday() < 5
    return on


def largest_remainder(total, weights):
    """Shares `total` out in proportion; what is left goes to the largest remainders."""
    whole = sum(weights.values())
    shares = {name: total * weight // whole for name, weight in weights.items()}
    order = sorted(weights, key=lambda name: -(total * weights[name] % whole))
    for name in order[:total - sum(shares.values())]:
        shares[name] += 1
    return shares


class Awards:
    """Folds rounds and ranks them again."""

    def __init__(self):
        super().__init__()
        self.rounds, self.ranked = {}, None

    def round(self, entry):
        need(entry.given["round"] in self.rounds, 9, "an award round that nobody opened")
        return self.rounds[entry.given["round"]]

    def acting(self, entry):
        """The round, once the entry cites it, what it ranked, and what else it is about."""
        round_ = self.round(entry)
        ranking = entry.kind in ("award.publish", "award.grant", "award.close")
        more = [round_.ranking] if ranking else [entry.given["objection"]] if (
            entry.kind == "award.decide") else []
        self.acts_on(entry, round_.seq, *more)
        return round_

    def check_award_open(self, entry):
        book, sheet = self.book_on(entry.given["on"]), self.sheet_on(entry.given["on"])
        need(book[1] and book[1].award and sheet[1]
             and same(entry.out, {"rules": book[0], "sheet": sheet[0]}), 12,
             "it does not cite the rule book and the sheet of its day")
        need(entry.given["round"] not in self.rounds, 9, "this round was opened before")
        self.acts_on(entry, *sorted([book[0], sheet[0]]))

    def fold_award_open(self, entry):
        given, out = entry.given, entry.out
        self.rounds[given["round"]] = Record(
            state="announced", seq=entry.seq, start=day(given["from"]), end=day(given["until"]),
            book=self.books[out["rules"]][1], sheet=self.sheets[out["sheet"]][1],
            seed=given["seed"], vetoes={}, winners={}, ranker="", ranking=0, until="", protests={})

    def check_award_veto(self, entry):
        round_, given = self.acting(entry), entry.given
        self.household(given["household"])
        need(round_.state in ("announced", "ranked") and given["household"] not in round_.vetoes
             and given["reason"] in round_.book.award.vetoes, 9, "a veto out of turn")

    def fold_award_veto(self, entry):
        self.round(entry).vetoes[entry.given["household"]] = entry.seq

    def undo_award_veto(self, original):
        self.round(original).vetoes.pop(original.given["household"], None)

    # -- ranking

    def candidates(self, round_):
        """village -> [(household, visit, deductions)] of resident homes with a whole inspection in
        the window: the latest one counts, of one day the later entry."""
        found = {}
        for name, household in sorted(self.households.items()):
            visits = [(visit.on, seq, visit) for seq, visit in self.visits.get(name, {}).items()
                      if round_.start <= visit.on <= round_.end]
            if household.status == "resident" and visits:
                taken = sum(grant.points < 0 and round_.start <= grant.on <= round_.end
                            for grant in self.grants.get(name, {}).values())
                found.setdefault(household.village, []).append(
                    (name, max(visits, key=lambda visit: visit[:2])[2], taken))
        return dict(sorted(found.items()))

    def order(self, round_, candidate):
        """What is compared, the smaller ahead: total, the book's steps, the draw."""
        name, visit, taken = candidate
        ticket, keys = sha256((round_.seed + name).encode()), [-visit.total]
        for step in round_.book.award.ties:
            if step == "draw":
                keys.append(ticket)
            elif step == "open-orders":
                keys.append(taken)
            else:
                keys.append(-visit.dimensions[round_.sheet.dimensions.index(step)])
        return [*keys, ticket, name]

    def quotas(self, round_, homes):
        """village -> level -> places: its own share, at most its part of the township's."""
        places, everyone = {village: {} for village in homes}, sum(homes.values())
        for level, (_, _, _, here, all_over) in round_.book.award.levels.items():
            shares = largest_remainder(everyone * all_over // 10_000, homes)
            for village, count in homes.items():
                places[village][level] = min(count * here // 10_000, shares[village])
        return places

    def rank_village(self, round_, candidates, places):
        rows, left, levels = [], dict(places), list(round_.book.award.levels.items())[::-1]
        candidates.sort(key=lambda candidate: self.order(round_, candidate))
        for rank, (name, visit, _) in enumerate(candidates, 1):
            won, reason = "", ""
            for level, (_, total, share, _, _) in levels if name not in round_.vetoes else ():
                if visit.total < total or min(visit.dimensions) < share:
                    continue
                if left[level]:
                    left[level], won = left[level] - 1, level
                    break
                reason = "award.quota"
            else:
                vetoed = name in round_.vetoes
                reason = "award.vetoed" if vetoed else reason or "award.threshold"
            rows.append([name, visit.total, rank, won, reason])
        return rows

    def ranking(self, round_):
        """The `out` of every part: villages in order of name, at most 500 households each."""
        found, parts = self.candidates(round_), []
        homes = {village: len(candidates) for village, candidates in found.items()}
        quotas = self.quotas(round_, homes) if homes else {}
        for village, candidates in found.items():
            rows = self.rank_village(round_, candidates, quotas[village])
            for first in range(0, len(rows), PART):
                parts.append({"village": village, "homes": homes[village],
                              "quotas": [list(item) for item in quotas[village].items()],
                              "results": rows[first:first + PART]})
        return [{"part": i, "parts": len(parts), **part} for i, part in enumerate(parts)]

    def check_award_rank(self, entry):
        round_, part = self.acting(entry), entry.out["part"]
        need(round_.state in ("announced", "ranked") and entry.given["on"] >= round_.end, 9,
             "a ranking out of turn")
        if part == 0:
            self.ranked = self.ranking(round_)
        need(self.ranked and 0 <= part < len(self.ranked) and same(entry.out, self.ranked[part]), 9,
             "the ranking does not follow from the inspections")

    def fold_award_rank(self, entry):
        round_, out = self.round(entry), entry.out
        if out["part"] == 0:
            round_.winners, round_.ranking, round_.ranker = {}, entry.seq, entry.officer
        for name, _, _, level, _ in out["results"]:
            if level:
                round_.winners[name] = Record(
                    level=level, granted=0, points=0, village=out["village"])
        if out["part"] + 1 == out["parts"]:
            round_.state = "ranked"

    # -- notice and grants

    def check_award_publish(self, entry):
        round_ = self.acting(entry)
        until = working_days(day(entry.given["on"]), round_.book.award.notice_days)
        need(round_.state == "ranked" and same(entry.out, {"until": until}), 12,
             f"its notice runs until {until}")

    def fold_award_publish(self, entry):
        round_ = self.round(entry)
        round_.state, round_.until = "publicised", entry.out["until"]

    def check_award_object(self, entry):
        round_ = self.acting(entry)
        need(round_.state == "publicised" and entry.given["on"] <= round_.until, 9,
             "an objection out of turn")
        self.household(entry.given["household"])

    def fold_award_object(self, entry):
        self.round(entry).protests[entry.seq] = Record(filer=entry.officer, open=True)

    def check_award_decide(self, entry):
        round_ = self.acting(entry)
        protest = round_.protests.get(entry.given["objection"])
        need(protest and protest.open and entry.officer not in (protest.filer, round_.ranker), 7,
             "an objection decided by who filed it or ranked")

    def fold_award_decide(self, entry):
        round_ = self.round(entry)
        round_.protests[entry.given["objection"]].open = False
        if entry.given["verdict"] == "upheld":
            round_.state = "announced"

    def may_grant(self, entry):
        round_ = self.acting(entry)
        need(round_.state == "publicised" and day(entry.given["on"]) > round_.until
             and not any(protest.open for protest in round_.protests.values()), 7,
             "an award out of turn")
        need(entry.officer != round_.ranker, 7, "who ranks does not grant")
        return round_

    def check_award_grant(self, entry):
        round_, given = self.may_grant(entry), entry.given
        winner, home = round_.winners.get(given["household"]), "h/" + given["household"]
        need(winner and (winner.level, winner.granted) == (given["level"], 0)
             and not self.inactive(given["household"]), 9, "it did not win this, or has it already")
        seq, book = self.book_on(given["on"])
        need(book and book.award and given["level"] in book.award.levels, 9, "no such level")
        deed = Deed(book.award.levels[given["level"]][0], given["household"], given["on"],
                    evidence=["round"])
        answer = evaluate(book, deed, list(self.grants.get(given["household"], {}).values()))
        out = {"rules": seq, "rule": deed.rule, "points": answer.points,
               "trims": answer.trimmed() if not answer.code else [], "code": answer.code}
        fund, points = f"f/{self.village_of(given['household'])}", answer.points
        need(points <= self.book.issuable(fund[2:], entry.effective), 9, "beyond the budget")
        moves, repaid = Moves(), min(points, -self.book.balances[f"{home}:arrears"])
        moves.add(f"{fund}:issued/{entry.effective[:4]}", "", -points)
        moves.add(f"{home}:arrears", "", repaid)
        moves.add(f"{home}:spendable", book.expiry(given["on"]), points - repaid)
        moves.add(f"{home}:honour", "", points)
        moves.add(f"{fund}:honour_given", "", -points)
        need(same(entry.out, out) and moves.are_legs_of(entry), 9, f"the rules give {spell(out)}")

    def fold_award_grant(self, entry):
        winner = self.round(entry).winners[entry.given["household"]]
        winner.granted, winner.points = entry.seq, entry.out["points"]
        deed = Deed(entry.out["rule"], entry.given["household"], entry.given["on"])
        self.grant(entry, deed, (), waits=False)  # the round had its own notice

    def undo_award_grant(self, original):
        winner = self.round(original).winners.get(original.given["household"])
        if winner and winner.granted == original.seq:
            winner.granted, winner.points = 0, 0
            self.amend(original.seq, 0)

    def check_award_close(self, entry):
        round_ = self.may_grant(entry)
        missing = [name for name, winner in round_.winners.items()
                   if not winner.granted and not self.inactive(name)]
        levels = {}
        for level in round_.book.award.levels:
            count = sum(winner.level == level for winner in round_.winners.values())
            levels |= {level: count} if count else {}
        out = {"levels": [list(item) for item in levels.items()],
               "points": sum(winner.points for winner in round_.winners.values())}
        need(not missing and same(entry.out, out), 7, f"it closes with {spell(out)}")

    def fold_award_close(self, entry):
        self.round(entry).state = "confirmed"
