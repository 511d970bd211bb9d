#include "deeds_fixture.hpp"

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;
using scoring::ClaimState;

namespace {

HouseholdChange change(people::Status status) {
  return {HouseholdId("0301001"), status, "01", GridId("V03-G1"), 3, "P1", "张三", ""};
}

/// Code of the refusal that was written as an entry.
std::string refused(const Receipt& receipt) {
  REQUIRE(receipt.kind == "claim.refuse");
  return receipt.out.at("code").text();
}

}  // namespace

TEST_CASE("a claim of a household nobody knows is not written down", "[programme][claim]") {
  DeedsTownship town;
  ClaimRecord claim = town.deed("VOL01");
  claim.household = HouseholdId("0399999");

  CHECK(town.refusal(claim_command(town.grid, claim)) == RefusalCode::household_unknown);
}

TEST_CASE("a dormant household claims nothing", "[programme][claim]") {
  DeedsTownship town;
  town.accept(household_change_command(town.head, change(people::Status::dormant)));

  CHECK(town.refusal(claim_command(town.grid, town.deed("VOL01"))) ==
        RefusalCode::household_inactive);
}

TEST_CASE("a claim names a rule that is in force on the day of the deed", "[programme][claim]") {
  DeedsTownship town;
  ClaimRecord claim = town.deed("VOL01");
  claim.on = Date::of(2026, 3, 31);
  CHECK(town.refusal(claim_command(town.grid, claim)) == RefusalCode::rule_not_in_force);

  CHECK(town.refusal(claim_command(town.grid, town.deed("VOL99"))) == RefusalCode::rule_unknown);
}

TEST_CASE("a deed of tomorrow cannot be claimed", "[programme][claim]") {
  DeedsTownship town;
  ClaimRecord claim = town.deed("VOL01");
  claim.on = Date::of(2026, 4, 21);

  CHECK(town.refusal(claim_command(town.grid, claim)) == RefusalCode::date_in_future);
}

TEST_CASE("a stranger or a dismissed officer records nothing", "[programme][claim]") {
  DeedsTownship town;
  const Actor stranger{OfficerId("o-stranger"), DeviceId("unit")};
  CHECK(town.refusal(claim_command(stranger, town.deed("VOL01"))) ==
        RefusalCode::officer_unknown);

  town.accept(dismissal_command(town.head, {town.grid.officer}));
  CHECK(town.refusal(claim_command(town.grid, town.deed("VOL01"))) ==
        RefusalCode::officer_dismissed);
}

TEST_CASE("a quantity the rule cannot count is a slip of the pen", "[programme][claim]") {
  DeedsTownship town;

  CHECK_ERROR(town.book->submit(claim_command(town.grid, town.deed("GOV01", "2"))),
              Errc::bad_input);
  CHECK_ERROR(town.book->submit(claim_command(town.grid, town.deed("VOL01", "-1"))),
              Errc::bad_input);
}

TEST_CASE("a step needs its role", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));

  CHECK(town.refusal(town.passing(claim, town.keeper)) == RefusalCode::role_missing);
  CHECK(town.refusal(withdraw_command(town.keeper, claim)) == RefusalCode::role_missing);
}

TEST_CASE("nobody acts twice in one claim", "[programme][claim]") {
  DeedsTownship town;
  const Seq by_leader = town.accept(claim_command(town.leader, town.deed("VOL01"))).first;
  CHECK(town.refusal(town.passing(by_leader, town.leader)) == RefusalCode::four_eyes);

  const Seq two_steps = town.accept(claim_command(town.leader, town.deed("GOV03"))).first;
  town.pass(two_steps, town.head);
  CHECK(town.refusal(town.passing(two_steps, town.head)) == RefusalCode::four_eyes);
}

TEST_CASE("a claim is answered once", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  const Command again = town.passing(claim, town.head);
  town.pass(claim, town.leader);

  CHECK(town.refusal(again) == RefusalCode::wrong_state);
  CHECK_ERROR(town.passing(99'999, town.leader), Errc::not_found);
}

TEST_CASE("the rules refuse a claim in the log, with the reason", "[programme][claim]") {
  DeedsTownship town;
  ClaimRecord bare = town.deed("VOL01");
  bare.evidence.clear();
  CHECK(refused(town.settle(bare)) == "evidence.missing");

  CHECK(town.settle(town.deed("VOL01", "10", 2)).kind == "claim.settle");
  CHECK(refused(town.settle(town.deed("VOL01", "1", 3))) == "cap.points");

  CHECK(town.settle(town.deed("ENV11")).kind == "claim.settle");
  CHECK(refused(town.settle(town.deed("ENV11", "1", 2))) == "cap.times");
  CHECK(town.state().deeds.refusals.at(RefusalCode::cap_points) == 1);
}

TEST_CASE("the household's monthly cap is the last word", "[programme][claim]") {
  DeedsTownship town;
  CHECK(town.settle(town.deed("CIV07")).out.at("points").integer() == 5000);
  CHECK(town.settle(town.deed("CIV07", "1", 2)).out.at("points").integer() == 5000);

  CHECK(refused(town.settle(town.deed("VOL01"))) == "cap.household");
}

TEST_CASE("what the budget does not hold is refused", "[programme][claim]") {
  DeedsTownship town(Points::parse("5"));

  CHECK(refused(town.settle(town.deed("VOL01", "6"))) == "budget.exhausted");
  CHECK(town.settle(town.deed("VOL01", "5", 2)).kind == "claim.settle");
  CHECK(town.issued() == -500);
}

TEST_CASE("an officer refuses a claim with a reason, and words that stay private",
          "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));

  const Receipt receipt = town.accept(check_command(
      town.state(), town.leader, {claim, false, RefusalCode::duplicate}, "同一次活动已由其子申报"));

  CHECK(refused(receipt) == "duplicate");
  CHECK(town.book->detail(receipt.first) == "同一次活动已由其子申报");
  CHECK(town.book->leaf(receipt.first).find("同一次") == std::string::npos);
  CHECK(scoring::claim_state(town.state().deeds, claim) == ClaimState::refused);
}

TEST_CASE("a household that turned dormant after its claim gets a reason", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  town.accept(household_change_command(town.head, change(people::Status::dormant)));

  CHECK(refused(town.pass(claim, town.leader)) == "household.inactive");
}

TEST_CASE("a household that is away is not charged", "[programme][claim]") {
  DeedsTownship town;
  town.accept(household_change_command(town.head, change(people::Status::away)));

  CHECK(refused(town.settle(town.deed("ENV12"))) == "household.inactive");
  CHECK(town.settle(town.deed("VOL01")).kind == "claim.settle");
}

TEST_CASE("a passed claim holds its points as pending", "[programme][claim]") {
  DeedsTownship town;

  const Receipt receipt = town.settle(town.deed("VOL01", "2.5"));

  CHECK(receipt.kind == "claim.settle");
  CHECK(receipt.out.at("points").integer() == 250);
  CHECK(receipt.out.at("rules").integer() == town.state().rules.books.front().seq);
  CHECK(town.state().book.lot_balance("h/0301001:pending", std::to_string(receipt.first)) == 250);
  CHECK(town.balance(Purpose::spendable) == 0);
  CHECK(town.balance(Purpose::honour) == 0);
  CHECK(town.issued() == -250);
}

TEST_CASE("points beyond a cap are trimmed and said to be", "[programme][claim]") {
  DeedsTownship town;

  const Receipt receipt = town.settle(town.deed("VOL01", "12"));

  CHECK(receipt.out.at("points").integer() == 1000);
  const json::Array& trims = receipt.out.at("trims").items();
  REQUIRE(trims.size() == 1);
  CHECK(trims[0].at("code").text() == "cap.points");
  CHECK(trims[0].at("points").integer() == 200);
  CHECK(town.state().deeds.trims.at(RefusalCode::cap_points) == Points::parse("2"));
}

TEST_CASE("the day of the deed picks the month of the cap", "[programme][claim]") {
  DeedsTownship town;
  CHECK(town.settle(town.deed("VOL01", "10")).kind == "claim.settle");
  town.set_day("2026-05-02");
  ClaimRecord late = town.deed("VOL01", "1", 2);
  CHECK(refused(town.settle(late)) == "cap.points");

  ClaimRecord in_may = town.deed("VOL01", "1");
  in_may.on = Date::of(2026, 5, 1);
  CHECK(town.settle(in_may).kind == "claim.settle");
}

TEST_CASE("a claim of two steps waits between them", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("GOV03"));
  CHECK(claims_waiting(town.state(), town.leader.officer, {}) == std::vector<Seq>{claim});
  CHECK(claims_waiting(town.state(), town.panel.officer, {}).empty());

  CHECK(town.pass(claim, town.leader).kind == "claim.check");

  CHECK(scoring::claim_state(town.state().deeds, claim) == ClaimState::checked);
  CHECK(claims_waiting(town.state(), town.leader.officer, {}).empty());
  CHECK(claims_waiting(town.state(), town.panel.officer, {{}, Date::of(2026, 4, 11), 0}).empty());
  CHECK(claims_waiting(town.state(), town.panel.officer, {{}, Date::of(2026, 4, 12), 2}) ==
        std::vector<Seq>{claim});
  CHECK(claims_waiting(town.state(), town.panel.officer, {VillageId("V04")}).empty());
  CHECK(town.pass(claim, town.panel).kind == "claim.settle");
}

TEST_CASE("the same claim twice is one claim", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));

  const Receipt again = town.accept(claim_command(town.grid, town.deed("VOL01")));
  CHECK(again.replayed);
  CHECK(again.first == claim);
  CHECK(town.refusal(claim_command(town.grid, town.deed("VOL01", "2"))) ==
        RefusalCode::key_conflict);
}

TEST_CASE("a claim taken back leaves nothing behind", "[programme][claim]") {
  DeedsTownship town;
  const Seq open = town.record(town.deed("VOL01"));
  town.accept(withdraw_command(town.grid, open));
  CHECK(scoring::claim_state(town.state().deeds, open) == ClaimState::withdrawn);
  CHECK(town.refusal(withdraw_command(town.grid, open)) == RefusalCode::wrong_state);

  const Seq settled = town.record(town.deed("VOL01", "10", 2));
  town.pass(settled, town.leader);
  town.accept(withdraw_command(town.grid, settled));
  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.issued() == 0);
  CHECK(town.settle(town.deed("VOL01", "10", 3)).kind == "claim.settle");
}

TEST_CASE("a claim that was objected to, or confirmed, is not taken back", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  const Seq entry = town.pass(claim, town.leader).first;
  town.post();
  town.accept(objection_command(town.grid, {{entry}, town.book->today()}, ""));
  CHECK(town.refusal(withdraw_command(town.grid, claim)) == RefusalCode::objection_open);

  town.accept(verdict_command(town.supervisor, {{entry}, town.book->today()}, ""));
  town.set_day("2026-04-24");
  town.accept(confirm_command(town.supervisor, NoticeId("N-1")));
  CHECK(town.refusal(withdraw_command(town.grid, claim)) == RefusalCode::wrong_state);
}

TEST_CASE("a reversed settlement frees its cap and its points", "[programme][claim]") {
  DeedsTownship town;
  const Receipt receipt = town.settle(town.deed("VOL01", "10"));

  town.accept(reverse_command(*town.book, town.head, receipt.first, "typing error"));

  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.issued() == 0);
  CHECK(town.state().deeds.earnings.empty());
  CHECK(town.settle(town.deed("VOL01", "10", 2)).kind == "claim.settle");
}

TEST_CASE("a reversal takes back what an objection left, and no more", "[programme][claim]") {
  for (const auto verdict : {notice::Verdict::upheld, notice::Verdict::amended}) {
    DeedsTownship town;
    const Seq entry = town.settle(town.deed("VOL01", "2")).first;
    town.post();
    town.accept(objection_command(town.grid, {{entry}, town.book->today(), notice::Ground::amount},
                                  "只做了一小时"));
    NoticeDecide decision;
    decision.subject.entry = entry;
    decision.verdict = verdict;
    if (verdict == notice::Verdict::amended) decision.points = Points::parse("0.5");
    town.accept(verdict_command(town.supervisor, decision, ""));

    town.accept(reverse_command(*town.book, town.head, entry, "整批重来"));

    CHECK(town.balance(Purpose::pending) == 0);
    CHECK(town.issued() == 0);
  }
}

TEST_CASE("a verifier catches a claim answered by who recorded it", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01"));
  const ledger::Draft answer = town.draft_of(town.passing(claim, town.leader));

  CHECK(town.broken_law(town.leader, answer) == 0);
  CHECK(town.broken_law(town.grid, answer) == 7);
}

TEST_CASE("a verifier catches points the rule book does not give", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01", "2"));
  const ledger::Draft honest = town.draft_of(town.passing(claim, town.leader));

  ledger::Draft generous = honest;
  generous.out = json::Value::object({{"points", 300},
                                      {"trims", json::Array{}},
                                      {"rules", honest.out.at("rules")}});
  CHECK(town.broken_law(town.leader, generous) == 9);

  ledger::Draft elsewhere = honest;
  for (ledger::Move& move : elsewhere.moves) {
    if (move.amount > 0) move.account = "h/0301002:pending";
  }
  CHECK(town.broken_law(town.leader, elsewhere) == 9);
}

TEST_CASE("a verifier catches the answer to another claim", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01", "2"));
  const Seq other = town.record(town.deed("VOL01", "3", 2));
  ledger::Draft answer = town.draft_of(town.passing(other, town.leader));
  CHECK(town.broken_law(town.leader, answer) == 0);

  answer.refs = {claim};
  CHECK(town.broken_law(town.leader, answer) == 9);

  answer.in = town.draft_of(town.passing(claim, town.leader)).in;
  CHECK(town.broken_law(town.leader, answer) == 9);
}

TEST_CASE("an answer to a claim does not repeat it", "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01", "2"));
  const json::Value step = json::Value::object({{"claim", claim}, {"step", 1}});
  const json::Value rejection =
      json::Value::object({{"claim", claim}, {"step", 1}, {"reason", "duplicate"}});

  const ledger::Draft passed = town.draft_of(town.passing(claim, town.leader));
  const ledger::Draft rejected = town.draft_of(
      check_command(town.state(), town.leader, {claim, false, RefusalCode::duplicate}, ""));
  CHECK(passed.kind == "claim.settle");
  CHECK(passed.in == step);
  CHECK(rejected.kind == "claim.refuse");
  CHECK(rejected.in == rejection);

  ClaimRecord bare = town.deed("VOL01", "2", 2);
  bare.evidence.clear();
  const ledger::Draft refused_by_rules =
      town.draft_of(town.passing(town.record(bare), town.leader));
  CHECK(refused_by_rules.kind == "claim.refuse");
  CHECK(refused_by_rules.in.find("reason") == nullptr);
}

TEST_CASE("a ledger with claims replays to the same state", "[programme][claim]") {
  DeedsTownship town;
  town.record(town.deed("GOV03"));
  town.settle(town.deed("VOL01", "12"));
  town.settle(town.deed("VOL01", "1", 2));

  const Programme again = town.reopened();

  CHECK(again.state().deeds.claims == town.state().deeds.claims);
  CHECK(again.state().deeds.answers == town.state().deeds.answers);
  CHECK(again.state().deeds.earnings == town.state().deeds.earnings);
  CHECK(again.state().deeds.grants == town.state().deeds.grants);
  CHECK(again.root() == town.book->root());
}
