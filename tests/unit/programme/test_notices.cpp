#include "deeds_fixture.hpp"

#include <wumei/scoring/tally.hpp>

#include <rapidcheck.h>

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;
using notice::Verdict;

namespace {

const NoticeId first_notice("N-1");

Command opening(const DeedsTownship& town, std::int64_t days = 3) {
  return notice_open_command(town.village,
                             {first_notice, VillageId("V03"), town.book->today(), days});
}

Command objecting(const DeedsTownship& town, Seq entry) {
  return objection_command(town.grid, {{entry}, town.book->today(), notice::Ground::amount},
                           "只做了一小时");
}

Command deciding(const Actor& actor, Seq entry, Verdict verdict, const char* points = "0") {
  NoticeDecide decision;
  decision.subject.entry = entry;
  decision.verdict = verdict;
  decision.points = Points::parse(points);
  return verdict_command(actor, decision, "");
}

/// Two hours of voluntary work, posted on 20 April, open to objection through the 23rd.
struct PostedTownship : DeedsTownship {
  PostedTownship() : entry(settle(deed("VOL01", "2")).first) { post(); }
  const Seq entry;
};

/// Everything settled so far, posted and confirmed four days later.
void bring_into_force(DeedsTownship& town, const std::string& id, const std::string& day) {
  town.post(id);
  town.set_day(day);
  town.accept(confirm_command(town.supervisor, NoticeId(id)));
}

}  // namespace

TEST_CASE("a notice is posted by the village, once, and with something in it",
          "[programme][notice]") {
  DeedsTownship town;
  CHECK(town.refusal(opening(town)) == RefusalCode::nothing_to_do);

  town.settle(town.deed("VOL01"));
  CHECK(town.refusal(notice_open_command(
            town.keeper, {first_notice, VillageId("V03"), town.book->today(), 3})) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(opening(town, 2)) == RefusalCode::below_minimum);
  CHECK(town.refusal(notice_open_command(
            town.village, {first_notice, VillageId("V03"), Date::of(2026, 4, 21), 3})) ==
        RefusalCode::date_in_future);

  town.post();
  town.settle(town.deed("VOL01", "1", 2));
  CHECK(town.refusal(opening(town)) == RefusalCode::duplicate);
}

TEST_CASE("what is in one notice is not posted in another", "[programme][notice]") {
  PostedTownship town;

  CHECK(town.refusal(notice_open_command(
            town.village, {NoticeId("N-2"), VillageId("V03"), town.book->today(), 3})) ==
        RefusalCode::nothing_to_do);
}

TEST_CASE("an objection needs an entry in notice and an officer who takes it down",
          "[programme][notice]") {
  PostedTownship town;
  CHECK(town.refusal(objecting(town, 3)) == RefusalCode::wrong_state);
  CHECK(town.refusal(objection_command(town.keeper, {{town.entry}, town.book->today()}, "")) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(objection_command(town.grid, {{town.entry}, Date::of(2026, 4, 21)}, "")) ==
        RefusalCode::date_in_future);
}

TEST_CASE("an objection after the window is late, however it is dated", "[programme][notice]") {
  PostedTownship town;
  town.set_day("2026-04-24");

  CHECK(town.refusal(objecting(town, town.entry)) == RefusalCode::objection_late);
}

TEST_CASE("paper names household and rule, not the entry", "[programme][notice]") {
  PostedTownship town;
  NoticeObject objection;
  objection.subject.household = town.home;
  objection.subject.rule = RuleId("VOL01");
  objection.on = town.book->today();

  const Receipt filed = town.accept(objection_command(town.grid, objection, "不是他做的"));

  CHECK(filed.out.at("entry").integer() == town.entry);
  objection.subject.rule = RuleId("VOL02");
  CHECK(town.refusal(objection_command(town.grid, objection, "")) == RefusalCode::wrong_state);
}

TEST_CASE("one objection at a time, its words kept private", "[programme][notice]") {
  PostedTownship town;

  const Receipt filed = town.accept(objecting(town, town.entry));

  CHECK(town.book->detail(filed.first) == "只做了一小时");
  CHECK(town.book->leaf(filed.first).find("一小时") == std::string::npos);
  CHECK(town.refusal(objecting(town, town.entry)) == RefusalCode::objection_open);
}

TEST_CASE("an objection is decided by someone without a hand in it", "[programme][notice]") {
  PostedTownship town;
  CHECK(town.refusal(deciding(town.supervisor, town.entry, Verdict::upheld)) ==
        RefusalCode::wrong_state);
  CHECK(town.refusal(deciding(town.supervisor, 3, Verdict::upheld)) == RefusalCode::wrong_state);
  const Receipt filed =
      town.accept(objection_command(town.head, {{town.entry}, town.book->today()}, ""));

  CHECK(town.refusal(deciding(town.village, town.entry, Verdict::upheld)) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(deciding(town.head, town.entry, Verdict::upheld)) == RefusalCode::four_eyes);
  town.accept(deciding(town.supervisor, town.entry, Verdict::dismissed));
  CHECK_FALSE(town.state().notices.objections.at(filed.first).open);
}

TEST_CASE("an amendment leaves less than there was, and something", "[programme][notice]") {
  PostedTownship town;
  town.accept(objecting(town, town.entry));
  const auto amended = [&](const char* points) {
    return deciding(town.supervisor, town.entry, Verdict::amended, points);
  };

  CHECK(town.refusal(amended("2")) == RefusalCode::not_enough_points);
  CHECK(town.refusal(amended("0")) == RefusalCode::below_minimum);
  CHECK(town.refusal(amended("-1")) == RefusalCode::below_minimum);

  town.accept(amended("0.5"));
  CHECK(town.balance(Purpose::pending) == 50);
  CHECK(town.issued() == -50);
  CHECK(town.state().deeds.earnings.at(town.entry).points == Points::parse("0.5"));
}

TEST_CASE("an upheld objection sends the points back and frees the cap", "[programme][notice]") {
  DeedsTownship town;
  const Seq entry = town.settle(town.deed("VOL01", "10")).first;
  town.post();
  town.accept(objecting(town, entry));

  town.accept(deciding(town.supervisor, entry, Verdict::upheld));

  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.issued() == 0);
  CHECK(town.settle(town.deed("VOL01", "10", 2)).kind == "claim.settle");
}

TEST_CASE("nothing is confirmed while the notice runs, or twice", "[programme][notice]") {
  PostedTownship town;
  const Command confirm = confirm_command(town.supervisor, first_notice);
  CHECK(town.refusal(confirm_command(town.supervisor, NoticeId("N-9"))) ==
        RefusalCode::wrong_state);
  town.set_day("2026-04-23");
  CHECK(town.refusal(confirm) == RefusalCode::notice_running);

  town.set_day("2026-04-24");
  town.accept(confirm);
  CHECK(town.refusal(confirm) == RefusalCode::wrong_state);
}

TEST_CASE("nobody confirms what they had a hand in", "[programme][notice]") {
  PostedTownship town;
  town.set_day("2026-04-24");

  CHECK(town.refusal(confirm_command(town.keeper, first_notice)) == RefusalCode::role_missing);
  CHECK(town.refusal(confirm_command(town.village, first_notice)) == RefusalCode::four_eyes);

  town.accept(appointment_command(
      town.head, {town.leader.officer, {people::Role::township}, {}, "某某", ""}));
  CHECK(town.refusal(confirm_command(town.leader, first_notice)) == RefusalCode::four_eyes);
}

TEST_CASE("an open objection holds up its own entry only", "[programme][notice]") {
  DeedsTownship town;
  const Seq disputed = town.settle(town.deed("VOL01", "2")).first;
  town.settle(town.deed("GOV01"));
  town.post();
  town.accept(objecting(town, disputed));
  town.set_day("2026-04-24");

  town.accept(confirm_command(town.supervisor, first_notice));
  CHECK(town.balance(Purpose::spendable) == 100);
  CHECK(town.balance(Purpose::pending) == 200);
  CHECK(town.refusal(confirm_command(town.supervisor, first_notice)) ==
        RefusalCode::objection_open);

  town.accept(deciding(town.township, disputed, Verdict::dismissed));
  town.accept(confirm_command(town.supervisor, first_notice));
  CHECK(town.balance(Purpose::pending) == 0);
}

TEST_CASE("confirmed points become spendable until the end of next year, and honour",
          "[programme][notice]") {
  PostedTownship town;
  town.set_day("2026-04-24");

  const Receipt receipt = town.accept(confirm_command(town.supervisor, first_notice));

  CHECK(receipt.out.at("earnings").items() == json::Array{json::Value(town.entry)});
  CHECK(town.state().book.lot_balance("h/0301001:spendable", "2027-12-31") == 200);
  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.balance(Purpose::honour) == 200);
  CHECK(town.fund(Purpose::honour_given) == -200);
}

TEST_CASE("a deduction with floor 0 takes what there is, and honour in full",
          "[programme][notice]") {
  DeedsTownship town;
  town.settle(town.deed("VOL01", "2"));
  const Receipt burning = town.settle(town.deed("ENV12"));
  CHECK(burning.kind == "claim.settle");
  CHECK(burning.out.at("points").integer() == -500);
  CHECK(town.balance(Purpose::spendable) == 0);

  bring_into_force(town, "N-1", "2026-04-24");

  CHECK(town.balance(Purpose::spendable) == 0);
  CHECK(town.balance(Purpose::arrears) == 0);
  CHECK(town.balance(Purpose::honour) == -300);
  CHECK(town.fund(Purpose::penalty) == 200);
}

TEST_CASE("a deduction that leaves a debt is repaid by the next earnings",
          "[programme][notice]") {
  DeedsTownship town;
  town.settle(town.deed("VOL01", "2"));
  town.settle(town.deed("CIV02"));
  bring_into_force(town, "N-1", "2026-04-24");
  CHECK(town.balance(Purpose::spendable) == 0);
  CHECK(town.balance(Purpose::arrears) == -800);
  CHECK(town.fund(Purpose::penalty) == 1000);

  town.settle(town.deed("VOL02"));
  bring_into_force(town, "N-2", "2026-04-28");
  CHECK(town.balance(Purpose::arrears) == 0);
  CHECK(town.balance(Purpose::spendable) == 200);
  CHECK(town.balance(Purpose::honour) == 200);
}

TEST_CASE("a deduction can be amended down or set aside, without legs", "[programme][notice]") {
  DeedsTownship town;
  const Seq burning = town.settle(town.deed("ENV12")).first;
  const Seq fouling = town.settle(town.deed("ENV13")).first;
  town.post();
  town.accept(objecting(town, burning));
  town.accept(objecting(town, fouling));
  CHECK(town.refusal(deciding(town.supervisor, burning, Verdict::amended, "-5")) ==
        RefusalCode::not_enough_points);

  town.accept(deciding(town.supervisor, burning, Verdict::amended, "-2"));
  town.accept(deciding(town.supervisor, fouling, Verdict::upheld));
  town.set_day("2026-04-24");
  town.accept(confirm_command(town.supervisor, first_notice));

  CHECK(town.balance(Purpose::honour) == -200);
}

TEST_CASE("a long notice is confirmed in entries of a hundred", "[programme][notice]") {
  DeedsTownship town;
  town.set_day("2026-05-28");
  for (int number = 1; number <= 18; ++number) {
    for (const char* household : {"0301001", "0301002", "0301003"}) {
      for (const int month : {4, 5}) {
        ClaimRecord claim = town.deed("ENV06", "1", number);
        claim.household = HouseholdId(household);
        claim.on = Date::of(2026, month, 12);
        town.settle(claim);
      }
    }
  }
  town.post();
  town.set_day("2026-06-01");

  const Receipt receipt = town.accept(confirm_command(town.supervisor, first_notice));

  CHECK(receipt.count == 2);
  CHECK(receipt.out.at("earnings").items().size() == 100);
  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.balance(Purpose::spendable) == 360);
  CHECK(town.state().deeds.earnings.empty());
}

TEST_CASE("a verifier catches a confirmation too early, by the wrong officer, or of more",
          "[programme][notice]") {
  PostedTownship town;
  town.set_day("2026-04-24");
  const ledger::Draft honest = town.draft_of(confirm_command(town.supervisor, first_notice));

  CHECK(town.broken_law(town.supervisor, honest) == 0);
  CHECK(town.broken_law(town.village, honest) == 7);
  ledger::Draft more = honest;
  for (ledger::Move& move : more.moves) {
    if (move.account == "h/0301001:spendable") move.lot = "2099-12-31";
  }
  CHECK(town.broken_law(town.supervisor, more) == 10);
  town.set_day("2026-04-23");
  CHECK(town.broken_law(town.supervisor, honest) == 10);
}

TEST_CASE("a verifier catches a verdict by the filer, or with other legs",
          "[programme][notice]") {
  PostedTownship town;
  town.accept(objecting(town, town.entry));
  const ledger::Draft honest =
      town.draft_of(deciding(town.supervisor, town.entry, Verdict::upheld));
  CHECK(town.broken_law(town.supervisor, honest) == 0);

  ledger::Draft by_filer = honest;
  json::Object in = honest.in.members();
  in.back().second = town.grid.officer.text();
  by_filer.in = json::Value(std::move(in));
  CHECK(town.broken_law(town.supervisor, by_filer) == 7);

  ledger::Draft kept = honest;
  kept.moves.clear();
  CHECK(town.broken_law(town.supervisor, kept) == 10);
}

TEST_CASE("a verifier catches a notice of what does not wait, or with a short window",
          "[programme][notice]") {
  DeedsTownship town;
  town.settle(town.deed("VOL01"));
  const ledger::Draft honest = town.draft_of(opening(town));
  CHECK(town.broken_law(town.village, honest) == 0);

  ledger::Draft other = honest;
  other.out = json::Value::object({{"until", honest.out.at("until")},
                                   {"entries", json::Array{json::Value(3)}}});
  CHECK(town.broken_law(town.village, other) == 10);
  other.out = json::Value::object({{"until", "2026-04-21"},
                                   {"entries", honest.out.at("entries")}});
  CHECK(town.broken_law(town.village, other) == 10);
}

TEST_CASE("a ledger with notices replays to the same state", "[programme][notice]") {
  PostedTownship town;
  town.accept(objecting(town, town.entry));

  const Programme again = town.reopened();

  CHECK(again.state().notices.notices == town.state().notices.notices);
  CHECK(again.state().notices.objections == town.state().notices.objections);
  CHECK(again.state().notices.open_objections == town.state().notices.open_objections);
}

/// So many claims, and a notice of what came of them.
void claim_and_post(DeedsTownship& town, int round, std::int64_t& number) {
  const std::vector<std::string> rules{"VOL01", "VOL02", "GOV03", "ENV12", "CIV02", "ENV13"};
  for (int left = *rc::gen::inRange(1, 8); left > 0; --left) {
    const std::string rule = *rc::gen::elementOf(rules);
    const bool countable = rule == "VOL01" || rule == "GOV03";
    const int quantity = countable ? *rc::gen::inRange(1, 15) : 1;
    town.settle(town.deed(rule, std::to_string(quantity), ++number));
  }
  if (town.balance(Purpose::pending) == 0) return;  // nothing is left to post
  const std::string id = "N-" + std::to_string(round);
  town.post(id);
  town.set_day(town.book->today().plus_days(4).text());
  town.accept(confirm_command(town.supervisor, NoticeId(id)));
}

TEST_CASE("whatever is claimed, caps hold and points add up", "[programme][notice][property]") {
  CHECK(rc::check("any sequence of claims", [] {
    DeedsTownship town;
    std::int64_t number = 0;
    const int rounds = *rc::gen::inRange(1, 5);
    for (int round = 0; round < rounds; ++round) {
      claim_and_post(town, round, number);
      const scoring::DeedsTally tally(town.state().deeds);
      const Period april{Date::of(2026, 4, 1), Date::of(2026, 4, 30)};
      const Period year{Date::of(2026, 1, 1), Date::of(2026, 12, 31)};
      RC_ASSERT(tally.points({town.home, RuleId("VOL01"), april, ""}) <= Points::parse("10"));
      RC_ASSERT(tally.points({town.home, RuleId("VOL02"), year, ""}) <= Points::parse("30"));
      RC_ASSERT(tally.points({town.home, RuleId("GOV03"), year, ""}) <= Points::parse("40"));
      RC_ASSERT(tally.points({town.home, RuleId("ENV12"), year, ""}) >= Points::parse("-10"));
      RC_ASSERT(tally.points({town.home, RuleId("CIV02"), year, ""}) >= Points::parse("-20"));
      RC_ASSERT(tally.household_points(town.home, april) <= Points::parse("100"));
      RC_ASSERT(town.balance(Purpose::pending) == 0);
      RC_ASSERT(town.balance(Purpose::spendable) + town.balance(Purpose::arrears) +
                    town.fund(Purpose::penalty) ==
                -town.issued());
      RC_ASSERT(town.balance(Purpose::spendable) == 0 || town.balance(Purpose::arrears) == 0);
      RC_ASSERT(town.balance(Purpose::honour) == -town.fund(Purpose::honour_given));
    }
  }));
}
