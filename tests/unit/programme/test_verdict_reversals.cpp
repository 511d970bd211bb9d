#include "deeds_fixture.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

// Objections and their verdicts taken back: the points come back to where they were.
namespace wumei::programme {
namespace {

using ledger::Purpose;
using ledger::Seq;
using notice::Verdict;
using test::DeedsTownship;

/// Two hours of voluntary work, 2 points in notice N-1 from 20 April through the 23rd.
struct DecidedTownship : DeedsTownship {
  DecidedTownship() : entry(settle(deed("VOL01", "2")).first) {
    post();
    objection = object();
  }

  const Seq entry;
  Seq objection = ledger::no_seq;

  Seq object() {
    return accept(objection_command(grid, {{entry}, book->today(), notice::Ground::amount}, "少"))
        .first;
  }
  Seq decide(Verdict verdict, const char* points = "0") {
    NoticeDecide decision;
    decision.subject.entry = entry;
    decision.verdict = verdict;
    decision.points = Points::parse(points);
    return accept(verdict_command(supervisor, decision, "")).first;
  }
  [[nodiscard]] Command reversal(Seq seq) const {
    return reverse_command(*book, township, seq, "录错");
  }
  /// The fact of a refused reversal that names what stands in its way.
  std::string barred(Seq seq, std::string_view fact) {
    const Decision<Receipt> outcome = book->submit(reversal(seq));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.refusal().code == RefusalCode::not_reversible);
    for (const Fact& known : outcome.refusal().facts) {
      if (known.name == fact) return known.value;
    }
    return "no such fact";
  }
  void verifies() {
    ProgrammeReplay replay;
    const audit::Finding finding = audit::verify(store::log_reader(store, "test"), replay, {});
    INFO(finding.message);
    CHECK(finding.verdict == audit::Verdict::verified);
  }
};

/// All that a verdict touches, to be compared before it and after its reversal.
void as_before(const DecidedTownship& town, const State& before) {
  const State& now = town.state();
  CHECK(now.deeds.earnings == before.deeds.earnings);
  CHECK(now.deeds.grants == before.deeds.grants);
  CHECK(now.deeds.set_aside.empty());
  CHECK(now.notices.notices == before.notices.notices);
  CHECK(now.notices.notice_of == before.notices.notice_of);
  CHECK(now.notices.objections == before.notices.objections);
  CHECK(now.notices.open_objections == before.notices.open_objections);
  CHECK(town.balance(Purpose::pending) ==
        before.book.balance(ledger::of_household(town.home, Purpose::pending)));
  CHECK(town.issued() == before.book.balance(ledger::issued(VillageId("V03"), 2026)));
}

TEST_CASE("a verdict that was typed wrong is taken back and decided anew", "[programme][notice]") {
  DecidedTownship town;
  town.settle(town.deed("CIV07"));  // a later grant of the same household, to keep their order
  const State before = town.state();

  for (const Verdict verdict : {Verdict::upheld, Verdict::amended, Verdict::dismissed}) {
    const Seq decided = town.decide(verdict, "1");
    town.accept(town.reversal(decided));
    as_before(town, before);
    CHECK(town.refusal(town.reversal(decided)) == RefusalCode::already_reversed);
  }
  town.set_day("2026-04-24");
  CHECK(town.refusal(confirm_command(town.supervisor, NoticeId("N-1"))) ==
        RefusalCode::objection_open);
  town.decide(Verdict::amended, "1");
  town.accept(confirm_command(town.supervisor, NoticeId("N-1")));

  CHECK(town.balance(Purpose::spendable) == 100);
  town.verifies();
}

TEST_CASE("a deduction that was struck out wrongly waits again", "[programme][notice]") {
  DecidedTownship town;
  const Seq deduction = town.settle(town.deed("CIV02")).first;
  town.post("N-2");
  town.accept(objection_command(town.grid, {{deduction}, town.book->today()}, "不是他"));
  NoticeDecide upheld;
  upheld.subject.entry = deduction;
  upheld.verdict = Verdict::upheld;
  const Points was = town.state().deeds.earnings.at(deduction).points;
  const Seq decided = town.accept(verdict_command(town.supervisor, upheld, "")).first;

  town.accept(town.reversal(decided));

  CHECK(town.state().deeds.earnings.at(deduction).points == was);
  CHECK(town.state().notices.notices.at(NoticeId("N-2")).waiting.contains(deduction));
  town.verifies();
}

TEST_CASE("a verdict stands once its notice is confirmed", "[programme][notice]") {
  for (const Verdict verdict : {Verdict::upheld, Verdict::dismissed}) {
    DecidedTownship town;
    ClaimRecord other = town.deed("VOL01");
    other.household = HouseholdId("0301002");
    town.settle(other);
    town.post("N-2");
    const Seq second = town.state().deeds.earnings.rbegin()->first;
    const Seq decided = town.decide(verdict);
    town.set_day("2026-04-24");
    town.accept(confirm_command(town.supervisor, NoticeId("N-2")));
    CHECK_FALSE(town.state().deeds.earnings.contains(second));
    if (verdict == Verdict::upheld) {
      // Nothing of N-1 is in force: its only entry was struck out.
      town.accept(town.reversal(decided));
      town.decide(verdict);
      continue;
    }
    const Seq confirmed =
        town.accept(confirm_command(town.supervisor, NoticeId("N-1"))).first;
    CHECK(town.barred(decided, "confirmed") == std::to_string(confirmed));
    town.verifies();
  }
}

TEST_CASE("a verdict stands once the entry was objected to again", "[programme][notice]") {
  DecidedTownship town;
  const Seq decided = town.decide(Verdict::dismissed);
  const Seq again = town.object();

  CHECK(town.barred(decided, "objection") == std::to_string(again));
  town.accept(town.reversal(again));
  town.accept(town.reversal(decided));
  CHECK(town.state().notices.open_objections.at(town.entry) == town.objection);
  town.verifies();
}

TEST_CASE("a verdict stands once the entry it is about was taken back", "[programme][notice]") {
  DecidedTownship town;
  const Seq decided = town.decide(Verdict::upheld);
  town.accept(town.reversal(town.entry));

  CHECK(town.barred(decided, "entry") == std::to_string(town.entry));
}

TEST_CASE("an objection is taken back until it is decided", "[programme][notice]") {
  DecidedTownship town;
  const Seq decided = town.decide(Verdict::dismissed);
  CHECK(town.barred(town.objection, "entry") == std::to_string(town.entry));
  town.accept(town.reversal(decided));

  town.accept(town.reversal(town.objection));

  CHECK(town.state().notices.open_objections.empty());
  CHECK(town.state().notices.objections.empty());
  town.object();
  town.verifies();
}

TEST_CASE("nobody takes back an objection to his own points, or its verdict",
          "[programme][notice]") {
  DecidedTownship town;
  const Command own = reverse_command(*town.book, town.grid, town.objection, "录错");
  const Seq decided = town.decide(Verdict::upheld);
  const Actor leader = town.leader;
  Appointment promoted;
  promoted.officer = leader.officer;
  promoted.roles = {people::Role::group_leader, people::Role::township};
  promoted.name = "某某";
  town.accept(appointment_command(town.head, promoted));

  CHECK(town.refusal(reverse_command(*town.book, leader, decided, "录错")) ==
        RefusalCode::four_eyes);
  town.accept(town.reversal(decided));
  CHECK(town.refusal(own) == RefusalCode::four_eyes);
  CHECK(town.refusal(reverse_command(*town.book, leader, town.objection, "录错")) ==
        RefusalCode::four_eyes);
  CHECK(town.refusal(reverse_command(*town.book, town.keeper, town.objection, "录错")) ==
        RefusalCode::role_missing);
}

TEST_CASE("points do not come back to a household that the fund can no longer pay",
          "[programme][notice]") {
  DecidedTownship town;
  const Seq decided = town.decide(Verdict::upheld);
  Seq budget = 0;
  while (ledger::decode(town.book->leaf(budget)).kind != "budget.approve") ++budget;
  town.accept(town.reversal(budget));

  CHECK(town.barred(decided, "seq") == std::to_string(decided));
  CHECK(town.balance(Purpose::pending) == 0);
}

TEST_CASE("a file of objections and verdicts is taken back whole", "[programme][notice]") {
  DecidedTownship town;
  town.accept(town.reversal(town.objection));
  const State before = town.state();
  const auto rows = [&] {
    ImportRow said{objection_command(town.supervisor,
                                     {{town.entry}, town.book->today(), notice::Ground::amount},
                                     "少"),
                   {"o.csv", 2, 0, ""}};
    said.command.key = "2026-04-20/object/1";
    NoticeDecide decision;
    decision.subject.entry = town.entry;
    decision.verdict = Verdict::upheld;
    ImportRow decided{verdict_command(town.township, decision, ""), {"o.csv", 2, 0, ""}};
    decided.command.key = "2026-04-20/verdict/1";
    return std::vector<ImportRow>{said, decided};
  };
  const ImportFile file{"o.csv", "objections", "0301001,VOL01"};
  const ImportReceipt first = import_rows(*town.book, town.township, file, rows()).value();

  CHECK(reverse_import(*town.book, town.head, {first.record, "录错"}).value() == 2);
  as_before(town, before);
  CHECK(import_rows(*town.book, town.township, file, rows()).value().added == 3);
  CHECK(town.balance(Purpose::pending) == 0);
  town.verifies();
}

TEST_CASE("a snapshot keeps what a reversed verdict brings back", "[programme][notice]") {
  DecidedTownship town;
  const State before = town.state();
  const Seq decided = town.decide(Verdict::upheld);
  const std::string digest = town.book->save_snapshot();
  town.book = std::make_unique<Programme>(Programme::open(
      town.store, town.clock, town.ids, {.programme = "test", .snapshot_digest = digest}));

  town.accept(town.reversal(decided));

  as_before(town, before);
  town.verifies();
}

}  // namespace
}  // namespace wumei::programme
