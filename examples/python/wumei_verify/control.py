"""The log's own entries: opening, epochs, keys, budgets, periods, closes, reversals, erasure."""
import hmac
import json

from . import ed25519
from .book import Moves, account
from .entries import base64url, day, day_of, spell
from .notes import log_name, number, read_key, unbase64
from .result import need
from .scoring import same
from .tree import Tree, leaf_hash

TOTALS = {"issued": -1, "pending": 1, "spendable": 1, "arrears": 1, "redeemed": 1, "expired": 1,
          "penalty": 1, "opening": -1, "honour": 1, "cash": 1, "stock_cost": 1}
LEASED = "escrow", "suspense"  # told where there is any


def epoch_of(origin):
    return number(origin[len(log_name(origin)) + 2:] or "1")


class Control:
    """Folds what governs the log itself. Laws 6, 8, 10 and 13."""

    def __init__(self):
        super().__init__()
        self.epochs, self.keys = [], []  # [(first size, origin)], [(first size, key)]
        self.closed_day, self.erased, self.cited = "", {}, {}  # entry erased, document -> entry
        self.anchors = {}  # origin of another log -> newest size that is kept of it

    # -- names and keys

    def fold_log_open(self, entry):
        self.epochs.append((0, entry.given["origin"]))
        if entry.given["log_key"]:
            self.keys.append((0, read_key(entry.given["log_key"])))

    def check_epoch_open(self, entry):
        given, (_, origin) = entry.given, self.epochs[-1]
        new = given["origin_new"]
        need(given["origin_old"] == origin and log_name(new) == log_name(origin)
             and epoch_of(new) > epoch_of(origin)
             and given["lost_from"] == entry.seq <= given["lost_until"], "epoch",
             f"it does not follow {origin}")

    def fold_epoch_open(self, entry):
        self.epochs.append((entry.seq + 1, entry.given["origin_new"]))

    def check_key_rotate(self, entry):
        """Both keys sign for the change: who holds one alone changes nothing."""
        given, old = entry.given, self.keys[-1][1]
        new = read_key(given["new_key"])
        need(given["old_key"] == old.text and new.name == old.name
             and new.type == old.type and new.key != old.key, "key",
             "it does not follow the key in use")
        message = (f"wumei/key-rotate/1\n{self.epochs[-1][1]}\n{entry.seq}\n{new.text}\n").encode()
        for key, signature in ((old, given["old_signature"]), (new, given["new_signature"])):
            need(ed25519.verify(key.key, message, unbase64(signature)), "key",
                 f"{key.text} did not sign for it")

    def fold_key_rotate(self, entry):
        self.keys.append((entry.seq + 1, read_key(entry.given["new_key"])))

    # -- budgets and periods

    def check_budget_approve(self, entry):
        given = entry.given
        need(1 <= given["from"] <= given["until"] <= 12 and 1970 <= given["year"] <= 9999
             and given["monthly"] > 0, 2, "a budget over impossible months, or of no points")
        need(given["fund"] in self.villages, 14, "a budget of no village")

    def undo_budget_approve(self, original):
        """The book has taken it out of what is released."""

    def check_period_close(self, entry):
        through = day(entry.given["through"])
        need(self.book.closed < through < entry.effective, 8, "it is closed already, or not over")

    def check_import_record(self, entry):
        first, count = entry.out["first"], entry.out["entries"]
        need(first > 0 and count > 0 and first + count == entry.seq, 4,
             "an import names entries that are not those right before it")

    def check_points_expire(self, entry):
        """Whole lots past their last day, to the sink of their village."""
        last, moves = day(entry.given["day"]), Moves()
        need(last <= entry.today, 10, "points expire before their day has come")
        for name in {leg[0] for leg in entry.legs if account(leg[0]).purpose == "spendable"}:
            fund = f"f/{self.village_of(account(name).holder[2:])}"
            for lot, amount in self.book.held_lots(name):
                if lot < last:
                    moves.add(name, lot, -amount)
                    moves.add(f"{fund}:expired", "", amount)
        need(moves.are_legs_of(entry), 10, "other lots go than those that had expired")

    # -- the close of a day

    def totals(self):
        sums, stock, leased = dict.fromkeys(TOTALS, 0), {}, dict.fromkeys(LEASED, 0)
        for name, balance in sorted(self.book.balances.items()):
            purpose = account(name).purpose
            if purpose in sums:
                sums[purpose] += TOTALS[purpose] * balance
            elif purpose in leased:
                leased[purpose] += balance
            elif purpose == "stock" and balance:
                stock[account(name).part] = stock.get(account(name).part, 0) + balance
        leased = {purpose: balance for purpose, balance in leased.items() if balance}
        return {**sums, "stock": dict(sorted(stock.items())), **leased}

    def account_leaf(self, household, secret):
        book, names = self.book, [f"h/{household}:{purpose}" for purpose in
                                  ("spendable", "pending", "arrears", "honour")]
        blind = hmac.digest(secret, f"wumei/account/1\n{household}".encode(), "sha256")
        return spell(["wumei/account/1", household, [book.balances[name] for name in names],
                      max(book.last.get(name, -1) for name in names), base64url(blind)])

    def check_day_close(self, entry):
        need(day(entry.given["day"]) > self.closed_day, 13, "the day was closed before")
        out = dict(entry.out)
        if "accounts" in out:
            count, root = out.pop("accounts"), out.pop("account_root")
            need(count == len(self.households), 13, f"{len(self.households)} accounts")
            salt, body = self.private(entry.seq)
            if body is not None:
                secret = json.loads(body)["secret"]
                secret = unbase64(secret.replace("-", "+").replace("_", "/") + "=")
                leaves = [self.account_leaf(name, secret) for name, _ in sorted(
                    self.households.items(), key=lambda item: item[1].seq)]
                tree = Tree(leaf_hash(leaf.encode()) for leaf in leaves)
                need(root == tree.root().hex(), 13, "the root of the accounts does not follow")
        need(same(out, self.totals()), 13, "its totals do not follow from the entries")

    def fold_day_close(self, entry):
        self.closed_day = entry.given["day"]

    # -- erasure and anchors

    def check_detail_erase(self, entry):
        seq = entry.given["seq"]
        self.acts_on(entry, seq, law="erasure")
        need(seq in self.committed and seq not in self.erased and entry.given["ground"]
             and entry.given["document"], "erasure", f"entry {seq} has no detail to erase")
        need(all(known.seq != seq or not known.active for known in self.officers.values()),
             "erasure", "an officer in office needs his PIN")

    def fold_detail_erase(self, entry):
        self.erased[entry.given["seq"]] = entry.seq

    def check_anchor_record(self, entry):
        """Another log's checkpoint, larger than those kept of it before."""
        origin, size, root, _ = entry.given.values()
        need(log_name(origin) != log_name(self.epochs[-1][1]) and len(unbase64(root)) == 32
             and size > self.anchors.get(origin, 0) and not entry.out, "anchor",
             f"it does not follow what is kept of {origin}")

    def fold_anchor_record(self, entry):
        self.anchors[entry.given["origin"]] = entry.given["size"]

    # -- reversals

    def check_entry_reverse(self, entry):
        """Law 6: exactly what the entry moved goes back, lot by lot, as far as it is there."""
        seq = entry.refs[0]
        original = self.read(seq)
        name = original.kind.replace(".", "_")
        plain = original.kind == "ledger.transfer"
        self.acts_on(entry, entry.given["seq"], law=6)
        need(plain or hasattr(self, "undo_" + name), 6, f"{original.kind} cannot be reversed")
        own = (original.officer, day_of(original.recorded, self.book.offset)) == (
            entry.officer, entry.today)
        need(own or self.holds(entry.officer, ["township"], ""), 7, "who may not reverse it")
        hands = getattr(self, "hands_" + name, lambda _: ())(original)
        need(entry.officer not in hands, 7, f"{entry.officer} had a hand in what it is about")
        need(not getattr(self, "bars_" + name, lambda _: False)(original), 6,
             f"what followed from entry {seq} can no longer be undone")
        moves = self.taken_back(original)
        for holder in {account(name).holder for name, _ in moves}:
            home = self.households.get(holder[2:])
            need(not holder.startswith("h/") or home and home.status != "closed", 6,
                 "a closed household has handed its points on")
        facts = {"kind": original.kind, "effective": original.effective, **original.data}
        need(same(entry.out, facts), 6, "it does not repeat the facts")
        need(moves.are_legs_of(entry), 6, f"it moves something else back than {moves}")

    def taken_back(self, original):
        moves, gone, issued = Moves(), 0, ""
        for name, lot, amount, _, _ in original.legs:
            holder, purpose = account(name)[:2]
            if purpose == "spendable" and amount > 0:
                self.take_spendable(moves, holder, amount, lot)
            elif purpose == "pending" and amount > 0:
                gone += amount - self.take_pending(moves, holder, lot, amount)
            else:
                issued = name if purpose == "issued" else issued
                moves.add(name, lot, -amount)
        if gone:  # an objection sent it back to the fund already
            moves.add(issued, "", -gone)
        return moves

    def take_spendable(self, moves, holder, amount, lot=None):
        """Out of that lot, or those that expire last; what is no longer there is owed."""
        name = f"{holder}:spendable"
        for known, held in reversed(self.book.held_lots(name)):
            if lot in (None, known):
                moves.add(name, known, -min(amount, held))
                amount -= min(amount, held)
        moves.add(f"{holder}:arrears", "", -amount)

    def take_pending(self, moves, holder, lot, amount):
        """What still waits, and what was confirmed: from the points and from the honour."""
        held = min(self.book.lots[f"{holder}:pending"][lot], amount)
        moves.add(f"{holder}:pending", lot, -held)
        confirmed = min(amount, self.granted(int(lot))) - held
        if confirmed <= 0:
            return held
        self.take_spendable(moves, holder, confirmed)
        fund = self.village_of(holder[2:])
        moves.add(f"{holder}:honour", "", -confirmed)
        moves.add(f"f/{fund}:honour_given", "", confirmed)
        return held + confirmed

    def fold_entry_reverse(self, entry):
        original = self.read(entry.refs[0])
        getattr(self, "undo_" + original.kind.replace(".", "_"), lambda _: None)(original)
