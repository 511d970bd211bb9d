#!/usr/bin/env python3
"""The parts of the second verifier that know the laws: entries, quantities, the rule book."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples/python"))
from wumei_verify import entries, evaluate, rules, tree  # noqa: E402
from wumei_verify.book import Book, Moves, account  # noqa: E402
from wumei_verify.result import UNCHECKED, Broken  # noqa: E402

ENTRY = ('["wumei/entry/1",0,1774843200000,"2026-03-30","village.register","T01@cli",'
         '"0/village/V01",[],[],{"in":{"village":"V01","name":"青石村"},"out":{}},""]')


class Entries(unittest.TestCase):
    def test_the_entry_of_the_format(self):
        entry = entries.Entry(ENTRY.encode())
        self.assertEqual((entry.kind, entry.officer, entry.given["village"]),
                         ("village.register", "T01", "V01"))
        self.assertEqual(tree.leaf_hash(ENTRY.encode()).hex(),
                         "deffcd702691464c08ee4c3a5e6b979075c76cf0443d613d16bae5f96601a4b7")

    def test_one_spelling(self):
        for old, new in ((",0,", ", 0,"), ('"V01"', '"V\\u0030\\u0031"'), (",[],", ",null,"),
                         ('"V01"', "1.5"), ('"V01"', "-0"), ('"V01"', str(2**53)), ('"V01"', "1e3"),
                         ('"V01"', '"V01","village":"V01"'), ("青石村", "e\u0301"),
                         (",[],", ",[1.0],"),
                         ('"out"', '"aus"'), ("T01@cli", "T\u00e9@cli"), ('"]', 'abc"]'),
                         ("2026-03-30", "2026-02-30"), ("2026-03-30", "20260330"),
                         ("entry/1", "entry/9"), ("V01\"", "\\ud800\""), ('"0/village/V01"', '""'),
                         ("[],[]", "[],[[\"f/V01:cash\",\"\",1,1]]"), ("青", "青" * 30_000)):
            with self.assertRaises((Broken, ValueError), msg=new[:40]):
                entries.Entry(ENTRY.replace(old, new, 1).encode())

    def test_commitments(self):
        self.assertEqual(entries.commitment(bytes(32), b"{}"),
                         "ffCbY_A6ubQ2jcHA8X7Vzi2trf_g4mVv1dY-xc0yPMY")
        longest = {len(entries.commitment(bytes(32), bytes(n))) for n in range(130)}
        self.assertEqual(longest, {43})

    def test_keys_of_commands(self):
        keys = entries.Keys()
        for key in ("a", "b#1/3", "b#2/3", "b#3/3"):
            keys.add(key, key)
        self.assertIsNone(keys.awaited)
        for before, key in (([], "a"), ([], "b"), ([], "d#2/2"), (["d#1/2"], "e"),
                            (["d#1/3"], "d#3/3"), (["d#1/2"], "e#2/2")):
            again = entries.Keys()
            for one in ("a", "b#1/3", "b#2/3", "b#3/3", *before):
                again.add(one, one)
            with self.assertRaisesRegex(Broken, "law 5", msg=(before, key)):
                again.add(key, key)
        with self.assertRaisesRegex(Broken, "law 5"):
            keys.add("x", "y")

    def test_what_is_a_key(self):
        for key in ("a", "k" * 64, "0/village/V01", "a#1/2", "a b#12/999999999"):
            self.assertTrue(entries.is_key(key), key)
        for key in ("", "k" * 65, "#", "#1/2", "a#", "a#1", "a#/2", "a#1/", "a#0/2", "a#3/2",
                    "a#1/1", "a#01/2", "a#1/02", "a#1/1000000000", "a#b#1/2", "a#1/2#1/2"):
            self.assertFalse(entries.is_key(key), key)

    def test_another_version_of_the_format(self):
        for number in (0, 2, 12):
            with self.assertRaisesRegex(Broken, f"wumei/entry/{number}, this program") as caught:
                entries.Entry(ENTRY.replace("entry/1", f"entry/{number}", 1).encode())
            self.assertEqual(caught.exception.verdict, UNCHECKED)

    def test_days(self):
        self.assertEqual(entries.day_of(1774800000000, 480), "2026-03-30")
        self.assertEqual(entries.day_of(1774799999999, 480), "2026-03-29")
        self.assertEqual(entries.day_of(-1, 0), "1969-12-31")


def posted(book, seq, legs, **more):
    """An entry of legs on top of a book."""
    row = ["wumei/entry/1", seq, 1774843200000, "2026-03-30", "k", "T01@cli", f"k{seq}", [],
           sorted(legs), {"in": {}, "out": {}}, ""]
    entry = entries.Entry(entries.spell(row).encode())
    for name, value in more.items():
        setattr(entry, name, value)
    book.check(entry)
    book.apply(entry)


class Quantities(unittest.TestCase):
    def setUp(self):
        self.book = Book()
        posted(self.book, 0, [["f/V:cash", "", 5, 5, -1], ["f/V:topup", "", -5, -5, -1]])

    def test_what_an_account_is(self):
        self.assertEqual(account("s/01:stock/G04")[2:], ("G04", "G04", 1, True))
        for wrong in ("cash", ":cash", "f/V:gold", "s/01:stock", "s/01:stock/", "f/V:cash:x"):
            with self.assertRaisesRegex(Broken, "law 2", msg=wrong):
                account(wrong)

    def test_laws_one_to_four(self):
        cash, topup = "f/V:cash", "f/V:topup"
        for law, seq, legs in (
                (1, 1, [[cash, "", 1, 6, 0]]), (1, 1, [[cash, "", 0, 5, 0]]),
                (1, 1, [[cash, "", 1, 6, 0], [cash, "", 1, 7, 0], [topup, "", -2, -7, 0]]),
                (1, 1, [["h/1:honour", "", 1, 1, -1], [topup, "", -1, -6, 0]]),
                (2, 1, [[cash, "", -6, -1, 0], [topup, "", 6, 1, 0]]),
                (2, 1, [[cash, "x", 1, 6, 0], [topup, "", -1, -6, 0]]),
                (3, 1, [[cash, "", 1, 7, 0], [topup, "", -1, -6, 0]]),
                (3, 1, [[cash, "", 1, 6, -1], [topup, "", -1, -6, 0]]),
                (4, 2, []), (4, 0, [])):
            with self.assertRaisesRegex(Broken, f"law {law}", msg=legs):
                posted(self.book, seq, legs)
        for change in ({"recorded": 1}, {"refs": [1]}, {"refs": [-1]}):
            with self.assertRaisesRegex(Broken, "law 4"):
                posted(self.book, 1, [], **change)

    def test_lots_do_not_cover_for_each_other(self):
        opening, spendable = "f/V:opening", "h/1:spendable"
        posted(self.book, 1, [[opening, "", -5, -5, -1], [spendable, "2026-12-31", 5, 5, -1]])
        with self.assertRaisesRegex(Broken, "law 2"):
            posted(self.book, 2, [[opening, "", 1, -4, 1], [spendable, "2027-12-31", -1, 4, 1]])
        self.assertEqual(self.book.held_lots(spendable), [("2026-12-31", 5)])

    def test_budgets_bind_what_is_issued_and_not_what_returns(self):
        given = {"fund": "V", "year": 2026, "from": 3, "until": 4, "monthly": 10}
        posted(self.book, 1, [], kind="budget.approve", given=given)
        issued, pending = "f/V:issued/2026", "h/1:pending"
        with self.assertRaisesRegex(Broken, "law 2"):
            posted(self.book, 2, [[issued, "", -11, -11, -1], [pending, "2", 11, 11, -1]])
        posted(self.book, 2, [[issued, "", -10, -10, -1], [pending, "2", 10, 10, -1]])
        self.assertEqual(self.book.issuable("V", "2026-03-30"), 0)
        self.assertEqual(self.book.issuable("V", "2026-04-01"), 10)

    def test_closed_periods(self):
        posted(self.book, 1, [], kind="period.close", given={"through": "2026-03-30"})
        with self.assertRaisesRegex(Broken, "law 8"):
            posted(self.book, 2, [])
        late = {"kind": "period.late", "given": {"on": "2026-03-30"}}
        posted(self.book, 2, [], effective="2026-03-31", recorded=1775003400000, **late)
        posted(self.book, 3, [], refs=[2], recorded=1775003400000)
        with self.assertRaisesRegex(Broken, "law 8"):
            posted(self.book, 4, [], effective="2026-04-02", recorded=1775003400000)

    def test_moves_vanish_at_zero(self):
        moves = Moves()
        moves.add("a", "", 3)
        moves.add("a", "", -3)
        self.assertEqual(moves, {})


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        text = (ROOT / "examples/data/rulebook.toml").read_text("utf-8")
        cls.text, cls.book = text, rules.RuleBook(text)

    def give(self, rule, quantity=1000, before=(), on="2026-04-08", evidence=None):
        deed = evaluate.Deed(rule, "h", on, quantity, evidence or self.book.evidence)
        grants = [evaluate.Grant(evaluate.Deed(*one[:1], "h", one[2] if len(one) > 2 else on),
                                 one[1]) for one in before]
        return evaluate.evaluate(self.book, deed, grants)

    def test_the_examples_of_the_book(self):
        self.assertIsNone(self.book.run_examples())
        changed = rules.RuleBook(self.text.replace('points = "0.2"', 'points = "0.3"'))
        self.assertIn("可回收物", changed.run_examples())

    def test_ways_to_give(self):
        self.assertEqual(self.give("ENV03").points, 50)
        self.assertEqual(self.give("ENV06", 7000).points, 70)
        self.assertEqual(self.give("ENV07", 2990).points, 59)
        self.assertEqual(self.give("ENV01", 90_000).points, 500)
        self.assertEqual(self.give("ENV01", 89_990).code, "tier.below")
        self.assertEqual(self.give("ENV04").points, -200)
        with self.assertRaises(Broken):
            self.give("ENV03", 2000)
        with self.assertRaises(Broken):
            self.give("ENV06", 0)

    def test_limits_say_what_they_took(self):
        answer = self.give("ENV06", 30_000, [("ENV06", 150)])
        self.assertEqual((answer.points, answer.trims), (50, [("cap.points", 250)]))
        answer = self.give("ENV06", 1000, [("ENV06", 200)])
        self.assertEqual((answer.points, answer.code), (0, "cap.points"))
        self.assertEqual(answer.facts, {"rule": "ENV06", "limit": "2.00", "used": "2.00",
                                        "per": "month", "resets": "2026-05-01"})
        self.assertEqual(self.give("ENV06", 1000, [("ENV06", 200, "2026-03-31")]).points, 10)
        answer = self.give("ENV04", before=[("ENV04", -500)])
        self.assertEqual((answer.points, answer.trims), (-100, [("cap.points", -100)]))
        answer = self.give("ENV01", 95_000, [("ENV02", 250)])
        self.assertEqual((answer.points, answer.trims), (250, [("rule.excluded", 250)]))
        answer = self.give("ENV02", 80_000, [("ENV01", 500)])
        self.assertEqual((answer.code, answer.facts["other"]), ("rule.excluded", "ENV01"))
        self.assertEqual(self.give("ENV01", 95_000, [("ENV01", 500)]).code, "cap.times")
        answer = self.give("ENV03", before=[("AWD01", 9980)])
        self.assertEqual((answer.points, answer.trims), (20, [("cap.household", 30)]))

    def test_what_is_not_admitted(self):
        self.assertEqual(self.give("NONE").code, "rule.unknown")
        self.assertEqual(self.give("ENV03", on="2027-04-01").code, "rule.not_in_force")
        answer = self.give("ENV07", evidence=["E1"])
        self.assertEqual((answer.code, answer.facts), (
            "evidence.missing", {"rule": "ENV07", "needs": "E5"}))

    def test_books_that_are_none(self):
        for old, new in (("schema = 1", "schema = 2"), ("points = -2\nfloor = 0", "points = -2"),
                         ("min = 90", "max = 90"), ('points = "0.5"', "points = 0.5"),
                         ('points = "0.5"', 'points = "0.555"'),
                         ('needs_any = ["E5"]', 'needs_any = ["E9"]'),
                         ("version = 1", "version = \"1\""), ('id = "ENV02"', 'id = "ENV01"'),
                         ("from = 2026-04-01", 'from = "2026-04-01"'), ("floor = 0", "floor = 1")):
            with self.assertRaises((ValueError, LookupError, TypeError), msg=new):
                rules.RuleBook(self.text.replace(old, new, 1))

    def test_numbers(self):
        self.assertEqual([evaluate.decimal(n) for n in (0, 5, -5, 1050)],
                         ["0.00", "0.05", "-0.05", "10.50"])
        self.assertEqual([evaluate.rounded(n, 2, how) for n, how in (
            (5, "down"), (5, "up"), (5, "half_up"), (5, "half_even"), (7, "half_even"), (4, "up"))],
            [2, 3, 3, 2, 4, 2])
        self.assertEqual([evaluate.next_period(cycle, "2026-11-30") for cycle in (
            "day", "month", "quarter", "year")],
            ["2026-12-01", "2026-12-01", "2027-01-01", "2027-01-01"])

    def test_sheets(self):
        sheet = rules.Sheet((ROOT / "examples/data/sheet.toml").read_text("utf-8"))
        total, outside, shares = sheet.score("outside", [550, 600, 500, 400, 350, 600, 500, 400])
        self.assertEqual((total, outside, shares), (9750, 9750, [9600, 10000]))
        for wrong in ([], [550] * 8, [551, 600, 500, 400, 350, 600, 500, 400], [-50] * 8):
            with self.assertRaisesRegex(Broken, "law 9"):
                sheet.score("outside", wrong)


if __name__ == "__main__":
    unittest.main()
