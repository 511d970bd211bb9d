"""Everything that follows from the entries, and every law an entry is held against."""
from .awards import Awards
from .book import Book, account
from .control import Control
from .leases import Leases
from .merchants import Merchants
from .notices import Notices
from .register import Register
from .result import need
from .scoring import Scoring
from .stock import Stock

# Kind -> the members of `in`, in their order; of a kind that has two ways, either.
FACTS = {kind: [way.split() for way in ways.split("|")] for kind, ways in {
    "log.open": "origin programme title offset log_key hash parent rehearsal close_day",
    "epoch.open": "origin_old origin_new signed_size signed_root witnessed_size witnessed_root"
                  " lost_from lost_until",
    "key.rotate": "old_key new_key old_signature new_signature",
    "budget.approve": "fund year from until monthly document", "period.close": "through",
    "period.late": "on reason document", "day.close": "day", "points.expire": "day",
    "import.record": "file digest kind", "entry.reverse": "seq reason",
    "detail.erase": "seq ground document", "anchor.record": "origin size root note",
    "village.register": "village name",
    "grid.register": "grid village officer", "donor.register": "donor name kind",
    "household.register": "household village group grid status people passbook card",
    "household.change": "household status group grid people passbook",
    "household.split": "household into moved of", "household.merge": "household into",
    "card.issue": "household card replaces", "officer.appoint": "officer roles villages",
    "officer.dismiss": "officer", "opening.balance": "household points honour expires document",
    "rules.publish": "book version title from until digest body",
    "sheet.publish": "sheet version title from digest body",
    "prices.publish": "list version from digest minimum goods",
    "shop.register": "shop village name", "fund.deposit": "fund yuan document on",
    "honour.transfer": "from to amount",
    "goods.receive": "shop source donor fund delivery on witness lines",
    "redeem.confirm": "shop slip household card on prices lines receiver",
    "stock.count": "shop sheet on witness lines",
    "stock.transfer": "from to slip on sender lines",
    "lease.terms": "share household till records hours redemption",
    "lease.issue": "till shop number prices households",
    "lease.add": "till lease random household points",
    "lease.redeem": "till lease counter random household card at clerk lines receiver",
    "lease.close": "till lease records last", "lease.recall": "till lease reason",
    "lease.force": "till lease",
    "merchant.register": "merchant name villages fund rate from until document",
    "merchant.redeem": "merchant slip household card on prices lines receiver",
    "merchant.claim": "merchant month statement lines", "merchant.settle": "merchant month",
    "merchant.pay": "merchant month document on",
    "suspense.repay": "household points consent on",
    "suspense.propose": "household points reason", "suspense.waive": "proposal",
    "inspection.record": "household on part judge status marks",
    "claim.record": "rule household on quantity evidence person by",
    "claim.check": "claim step", "claim.settle": "claim step",
    "claim.refuse": "claim step|claim step reason", "claim.withdraw": "claim",
    "notice.open": "notice scope village through days",
    "notice.object": "entry household rule on ground",
    "notice.decide": "entry household rule on verdict points by", "notice.confirm": "notice",
    "award.open": "round from until seed on", "award.veto": "round household reason on",
    "award.rank": "round on", "award.publish": "round on", "award.object": "round household on",
    "award.decide": "round objection verdict on", "award.grant": "round household level on",
    "award.close": "round on"}.items()}

# Who may: (kinds, roles, where the role must hold). Other kinds say so themselves.
MAY = {kind: (roles.split(), where) for kinds, roles, where in (
    ("village.register donor.register officer.appoint officer.dismiss", "admin township", ""),
    ("grid.register household.register", "admin township village", "village"),
    ("household.change card.issue", "admin township village", "household"),
    ("household.split household.merge", "township village", "household"),
    ("opening.balance", "township", "household"),
    ("rules.publish sheet.publish prices.publish shop.register fund.deposit budget.approve"
     " period.close period.late points.expire epoch.open key.rotate detail.erase award.grant"
     " award.close anchor.record honour.transfer lease.terms merchant.register merchant.settle"
     " merchant.pay suspense.waive",
     "township", ""),
    ("merchant.redeem", "keeper village township", "household"),
    ("suspense.repay", "keeper shop-supervisor village township", "household"),
    ("suspense.propose", "shop-supervisor village township", "household"),
    ("goods.receive redeem.confirm stock.count", "keeper", "shop"),
    ("stock.transfer", "keeper", "to"),
    ("lease.issue", "keeper shop-supervisor township", "shop"),
    ("lease.add lease.redeem lease.close", "keeper shop-supervisor township", "till"),
    ("lease.recall lease.force", "shop-supervisor supervisor township", "till"),
    ("day.close", "township village keeper", ""),
    ("notice.open", "village township", "village"),
    ("award.open award.rank award.publish", "women township", ""),
    ("award.veto", "village supervisor women township", "household"),
    ("award.decide", "township supervisor", "")) for kind in kinds.split()}

MOVING = set("""award.grant claim.settle claim.withdraw entry.reverse fund.deposit goods.receive
    honour.transfer household.merge household.split inspection.record lease.add lease.close
    lease.force lease.issue lease.redeem merchant.pay merchant.redeem notice.confirm notice.decide
    opening.balance points.expire redeem.confirm stock.count stock.transfer suspense.repay
    suspense.waive""".split())
ACT_ON_OTHERS = set("""claim.check claim.settle claim.refuse claim.withdraw notice.object
    notice.decide notice.confirm redeem.confirm entry.reverse detail.erase award.open award.veto
    award.rank award.publish award.object award.decide award.grant award.close lease.issue
    lease.add lease.redeem lease.close lease.recall lease.force merchant.redeem merchant.claim
    merchant.settle merchant.pay suspense.waive""".split())
LETS_PENDING_FALL = {"notice.confirm", "notice.decide", "claim.withdraw", "entry.reverse"}


class Programme(Leases, Control, Register, Scoring, Notices, Awards, Merchants, Stock):
    """One entry after the other: `check` against the state before it, then `apply`.

    A kind has up to four methods, `check_kind`, `fold_kind`, and for its reversal `bars_kind` and
    `undo_kind`. `read(seq)` gives an earlier entry again, `private(seq)` its salt and detail."""

    def __init__(self, read, private):
        super().__init__()
        self.book, self.read, self.private = Book(), read, private
        self.unknown, self.committed = {}, {}

    def check(self, entry):
        self.book.check(entry)
        need(entry.seq or entry.kind == "log.open", "format", "a log begins with log.open")
        legs = [(account(leg[0]), leg[2]) for leg in entry.legs]
        if entry.kind not in FACTS:
            points = entry.kind == "ledger.transfer" and any(
                name.unit == "points" for name, _ in legs)
            need(not points, 9, "it moves points for no reason")
            return
        need(not legs or entry.kind in MOVING, 9, f"{entry.kind} moves what no rule gives")
        need(list(entry.given) in FACTS[entry.kind], "format", "not the facts of its kind")
        need(all(name.purpose != "pending" or amount > 0 for name, amount in legs)
             or entry.kind in LETS_PENDING_FALL, 10, "pending points fall by no such entry")
        if entry.seq > 1:  # entries 0 and 1 make the first officer
            need(self.in_office(entry.officer), 7, f"{entry.officer} is no officer in office")
            self.check_role(entry)
        if entry.kind not in ACT_ON_OTHERS:
            self.acts_on(entry)
        getattr(self, "check_" + entry.kind.replace(".", "_"), lambda _: None)(entry)

    def check_role(self, entry):
        roles, where = MAY.get(entry.kind, ((), ""))
        village = entry.given[where] if where == "village" else (
            self.village_of(entry.given["household"]) if where == "household" else
            self.shops[self.till_shop(entry.given["till"])] if where == "till" else
            self.shops.get(entry.given[where], "") if where else "")
        need(not roles or self.holds(entry.officer, roles, village), 7,
             f"{entry.officer} is none of {roles} there")

    def acts_on(self, entry, *refs, law=9):
        """Its refs are these, and at most behind them the approval of a late entry."""
        own, late = entry.refs[:len(refs)], entry.refs[len(refs):]
        need(own == list(refs) and (not late or len(late) == 1 and self.book.late.get(
            late[0]) == entry.effective), law, f"it acts on {entry.refs}, not on {list(refs)}")

    def apply(self, entry):
        self.book.apply(entry)
        if entry.kind not in FACTS:
            self.unknown[entry.kind] = self.unknown.get(entry.kind, 0) + 1
        else:
            getattr(self, "fold_" + entry.kind.replace(".", "_"), lambda _: None)(entry)
        if entry.detail:
            self.committed[entry.seq] = entry.detail
        document = entry.given.get("note" if entry.kind == "anchor.record" else "digest")
        if document and entry.kind != "import.record":
            self.cited[document] = entry.seq
