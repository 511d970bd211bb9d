"""Who there is: villages, grids, households, officers, donors, cards; openings, splits, merges."""
from types import SimpleNamespace as Record

from .book import Moves, of
from .entries import day, ident
from .result import need

STATUSES, PARTAKE = ("resident", "away", "dormant", "closed"), ("resident", "away")
CHANGING = "status", "group", "grid", "people", "passbook"
ROLES = {"admin", "grid-worker", "group-leader", "panel", "women", "council", "village",
         "supervisor", "township", "keeper", "shop-supervisor"}


class Register:
    """Folds the register and checks what it moves."""

    def __init__(self):
        super().__init__()
        self.villages, self.grids, self.households, self.officers = {}, {}, {}, {}
        self.donors, self.cards, self.stopped, self.openings = set(), {}, set(), {}
        self.merged, self.passbooks = {}, {}
        self.terms = {}  # grid -> what each of its entries said

    # -- questions

    def household(self, name):
        need(name in self.households, 14, f"there is no household {name!r}")
        return self.households[name]

    def village_of(self, household):
        return self.household(household).village

    def successor(self, name):
        """Who stands for a household now."""
        while name in self.merged:
            name = self.merged[name]
        return name

    def inactive(self, name):
        """(code, facts) of the refusal for a household that takes no part, or None."""
        known = self.households.get(name)
        if not known:
            return "household.unknown", {"household": name}
        if known.status not in PARTAKE:
            return "household.inactive", {"household": name, "status": known.status}
        return None

    def in_office(self, officer):
        return officer in self.officers and self.officers[officer].active

    def holds(self, officer, roles, village):
        """True when the officer holds one of the roles there; a village of "" is the township."""
        if not self.in_office(officer):
            return False
        known = self.officers[officer]
        return bool(known.roles & set(roles)) and (not known.villages or village in known.villages)

    # -- folds

    def fold_village_register(self, entry):
        self.villages[ident(entry.given["village"])] = entry.given["name"]

    def fold_grid_register(self, entry):
        grid = ident(entry.given["grid"])
        self.grids[grid] = entry.given["village"], entry.given["officer"]
        self.terms.setdefault(grid, []).append((self.grids[grid], entry.seq))

    def fold_household_register(self, entry):
        given = entry.given
        self.households[ident(given["household"])] = Record(
            village=given["village"], card=given["card"], seq=entry.seq, facts={}, said=[])
        self.describe(given)
        self.households[given["household"]].said.append((given, entry.seq))
        if given["card"]:
            self.cards[ident(given["card"])] = given["household"]

    def describe(self, given):
        """What a household says of itself and may say otherwise later."""
        household = self.households[given["household"]]
        self.passbooks.pop(household.facts.get("passbook"), None)
        household.facts = {key: given[key] for key in CHANGING}
        household.status = given["status"]
        if given["passbook"]:
            self.passbooks[given["passbook"]] = given["household"]

    def fold_household_change(self, entry):
        self.describe(entry.given)
        household = self.household(entry.given["household"])
        household.said.append((entry.given, entry.seq))
        if entry.given["status"] == "closed":
            self.stopped.add(household.card)

    def fold_household_merge(self, entry):
        household = self.household(entry.given["household"])
        household.status = "closed"
        self.stopped.add(household.card)
        self.merged[entry.given["household"]] = entry.given["into"]

    def fold_card_issue(self, entry):
        self.stopped.add(entry.given["replaces"])
        self.cards[ident(entry.given["card"])] = entry.given["household"]
        self.household(entry.given["household"]).card = entry.given["card"]

    def fold_officer_appoint(self, entry):
        self.officers[ident(entry.given["officer"])] = Record(
            roles=set(entry.given["roles"]), villages=set(entry.given["villages"]), active=True,
            seq=entry.seq)

    def fold_officer_dismiss(self, entry):
        self.officers[entry.given["officer"]].active = False

    def fold_donor_register(self, entry):
        self.donors.add(ident(entry.given["donor"]))

    def fold_opening_balance(self, entry):
        self.openings[entry.given["household"], entry.given["document"]] = entry.seq

    # -- laws

    def check_village_register(self, entry):
        need(entry.given["village"] not in self.villages, 14, "there is this village")

    def check_grid_register(self, entry):
        """A new grid, or another officer for one; he is a grid worker of the village."""
        given = entry.given
        known = self.grids.get(given["grid"], (given["village"], None))
        need(given["village"] in self.villages and known[0] == given["village"]
             and known[1] != given["officer"], 14, "a grid of no village, or one that there is")
        need(not given["officer"] or self.holds(given["officer"], ["grid-worker"],
                                                given["village"]), 7, "no grid worker there")

    def check_household_register(self, entry):
        given = entry.given
        need(given["village"] in self.villages and given["household"] not in self.households
             and given["card"] not in self.cards, 14, "no such village, or a household or a card"
             " that there is")
        self.check_description(given, given["village"])

    def check_description(self, given, village):
        holder = self.passbooks.get(given["passbook"], given["household"])
        need(given["status"] in STATUSES and 1 <= given["people"] <= 99
             and holder == given["household"], 14, "a household as there can be none")
        need(not given["grid"] or self.grids.get(given["grid"], [""])[0] == village, 14,
             "a grid of another village")

    def check_household_change(self, entry):
        given, known = entry.given, self.household(entry.given["household"])
        self.check_description(given, known.village)
        facts = {key: given[key] for key in CHANGING}
        need(known.status != "closed" and (facts != known.facts or entry.detail), 14,
             "a closed household changes, or nothing does")
        left = any(self.book.balances[f"h/{given['household']}:{purpose}"]
                   for purpose in ("spendable", "arrears"))
        need(given["status"] != "closed" or not left and not self.has_business(
            given["household"]), 14, "it is closed with points, a debt or a claim")

    def check_card_issue(self, entry):
        given, refusal = entry.given, self.inactive(entry.given["household"])
        need(not refusal and given["card"] and given["card"] not in self.cards
             and self.household(given["household"]).card == given["replaces"], 14,
             "a card that there is, that replaces another, or for a household that takes no part")

    def check_officer_appoint(self, entry):
        given, founds = entry.given, entry.seq == 1  # the first one appoints himself
        need(founds == (given["officer"] == entry.officer), 7, "nobody appoints himself")
        need(given["roles"] and set(given["roles"]) <= ROLES
             and set(given["villages"]) <= set(self.villages), 14, "roles or villages of nowhere")

    def check_officer_dismiss(self, entry):
        need(entry.given["officer"] != entry.officer, 7, "nobody dismisses himself")
        need(self.in_office(entry.given["officer"]), 7, "nobody is dismissed")

    def check_donor_register(self, entry):
        kinds = "assistance-unit", "company", "person", "organisation"
        need(entry.given["donor"] not in self.donors and entry.given["kind"] in kinds, 14,
             "there is this donor, or not such a kind of one")

    def check_opening_balance(self, entry):
        given, household = entry.given, "h/" + entry.given["household"]
        fund = "f/" + self.village_of(given["household"])
        need(given["document"], 9, "an opening balance cites no document")
        need((given["household"], given["document"]) not in self.openings, 14,
             "the document was brought over before")
        need(min(given["points"], given["honour"]) >= 0 < given["points"] + given["honour"], 9,
             "an opening of nothing, or below zero")
        need(self.household(given["household"]).status != "closed" and (
            not given["points"] or given["expires"] >= entry.effective), 9,
             "for a closed household, or points that have expired")
        moves = Moves()
        moves.add(of(fund, "opening"), "", -given["points"])
        moves.add(of(household, "spendable"), day(given["expires"]), given["points"])
        moves.add(of(fund, "honour_given"), "", -given["honour"])
        moves.add(of(household, "honour"), "", given["honour"])
        need(moves.are_legs_of(entry), 9, f"an opening moves {moves}")

    def check_household_split(self, entry):
        """Each lot's share goes along, rounded towards zero: the old household keeps the rest."""
        old, new, moved, whole = (entry.given[key] for key in ("household", "into", "moved", "of"))
        need(1 <= moved < whole <= 99, 9, f"a split of {moved} of {whole}")
        self.check_pair(old, new)
        moves = Moves()
        parts = [("spendable", *lot) for lot in self.book.held_lots(f"h/{old}:spendable")]
        parts += [(purpose, "", self.book.balances[f"h/{old}:{purpose}"])
                  for purpose in ("arrears", "honour")]
        for purpose, lot, amount in parts:
            share = abs(amount) * moved // whole * (-1 if amount < 0 else 1)
            moves.add(f"h/{old}:{purpose}", lot, -share)
            moves.add(f"h/{new}:{purpose}", lot, share)
        need(moves.are_legs_of(entry), 9, f"a split moves {moves}")

    def check_pair(self, old, new):
        need(old != new and self.village_of(old) == self.village_of(new), 9,
             "two households of one village")
        for name in (old, new):
            need(self.household(name).status != "closed" and not self.has_business(name), 9,
                 f"household {name} is closed, or has a claim or points that wait")

    def check_household_merge(self, entry):
        """Everything goes along; debt that meets points is paid, soonest to expire first; honour
        becomes the higher of both."""
        old, new = entry.given["household"], entry.given["into"]
        self.check_pair(old, new)
        balances, moves, lots = self.book.balances, Moves(), {}
        for home in (old, new):
            for lot, amount in self.book.held_lots(f"h/{home}:spendable"):
                lots[lot] = lots.get(lot, 0) + amount
        for lot, amount in self.book.held_lots(f"h/{old}:spendable"):
            moves.add(f"h/{old}:spendable", lot, -amount)
            moves.add(f"h/{new}:spendable", lot, amount)
        debt = balances[f"h/{old}:arrears"]
        moves.add(f"h/{old}:arrears", "", -debt)
        moves.add(f"h/{new}:arrears", "", debt)
        unsettled = balances[f"h/{old}:suspense"]
        moves.add(f"h/{old}:suspense", "", -unsettled)
        moves.add(f"h/{new}:suspense", "", unsettled)
        owed = -debt - balances[f"h/{new}:arrears"]
        for lot, amount in sorted(lots.items()):
            paid = min(owed, amount)
            moves.add(f"h/{new}:spendable", lot, -paid)
            moves.add(f"h/{new}:arrears", "", paid)
            owed -= paid
        brought = balances[f"h/{old}:honour"]
        gained = max(brought - balances[f"h/{new}:honour"], 0)
        moves.add(f"h/{old}:honour", "", -brought)
        moves.add(f"h/{new}:honour", "", gained)
        moves.add(f"f/{self.village_of(old)}:honour_given", "", brought - gained)
        need(moves.are_legs_of(entry), 9, f"a merge moves {moves}")

    # -- reversals

    def bars_village_register(self, original):
        """Somebody lives or works there, or money is there."""
        village = original.given["village"]
        fund, books = f"f/{village}", self.book.balances
        budgets = any(rows for name, rows in self.book.released.items()
                      if name.startswith(f"{fund}:issued/"))
        return (budgets or books[f"{fund}:cash"] or books[f"{fund}:topup"]
                or any(grid[0] == village for grid in self.grids.values())
                or any(home.village == village for home in self.households.values())
                or any(one.active and village in one.villages for one in self.officers.values())
                or self.village_trades(village))

    def undo_village_register(self, original):
        del self.villages[original.given["village"]]

    def bars_grid_register(self, original):
        """Something was said of it later, or a household lies in it, or who had it is gone."""
        grid = original.given["grid"]
        terms = self.terms.get(grid)
        if not terms or terms[-1][1] != original.seq:
            return True
        if len(terms) == 1:
            return any(home.facts["grid"] == grid for home in self.households.values())
        village, officer = terms[-2][0]
        return officer and not self.holds(officer, ["grid-worker"], village)

    def undo_grid_register(self, original):
        grid = original.given["grid"]
        self.terms[grid].pop()
        self.grids.pop(grid)
        if self.terms[grid]:
            self.grids[grid] = self.terms[grid][-1][0]

    def bars_household_change(self, original):
        """A later change or a merge stands, or its grid or passbook of before went to others."""
        name = original.given["household"]
        home = self.households.get(name)
        if not home or home.said[-1][1] != original.seq or (
                home.status != original.given["status"]):
            return True
        before = home.said[-2][0]
        lost = before["grid"] and self.grids.get(before["grid"], [""])[0] != home.village
        return lost or self.passbooks.get(before["passbook"], name) != name

    def undo_household_change(self, original):
        home = self.households[original.given["household"]]
        if home.status == "closed":
            self.stopped.discard(home.card)
        home.said.pop()
        self.describe(home.said[-1][0])

    def bars_donor_register(self, original):
        return any(lot.donor == original.given["donor"] for lot in self.standing_lots())

    def bars_household_register(self, original):
        name = original.given["household"]
        touched = any(f"h/{name}:{purpose}" in self.book.last
                      for purpose in ("pending", "spendable", "arrears", "suspense", "honour"))
        return touched or self.has_business(name) or bool(self.visits.get(name))

    def undo_household_register(self, original):
        name = original.given["household"]
        known = self.households.pop(name, None)
        self.passbooks.pop(known and known.facts["passbook"], None)
        self.cards = {card: home for card, home in self.cards.items() if home != name}

    def undo_card_issue(self, original):
        given = original.given
        household = self.households.get(given["household"])
        if household and household.card == given["card"]:  # a later card stays in use
            self.cards.pop(given["card"], None)
            self.stopped.discard(given["replaces"])
            household.card = given["replaces"]

    def undo_officer_appoint(self, original):
        known = self.officers.get(original.given["officer"])
        if known and known.seq == original.seq and original.seq != 1:
            known.active = False

    def undo_donor_register(self, original):
        self.donors.discard(original.given["donor"])

    def undo_opening_balance(self, original):
        self.openings.pop((original.given["household"], original.given["document"]), None)
