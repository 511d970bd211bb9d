#include "award_fixture.hpp"

#include <catch.hpp>

#include <wumei/programme/kinds.hpp>

namespace wumei::programme {
namespace {

using ledger::Purpose;
using rules::Level;
using test::AwardTownship;
using test::GrantingTownship;
using test::PublicisedTownship;
using test::Township;

AwardGrant on_day(AwardGrant grant, Date day) {
  grant.on = day;
  return grant;
}

TEST_CASE("a round needs a rule book with awards and a sheet", "[programme]") {
  Township town;
  const AwardOpening opening{RoundId("2026H1"), Date::of(2026, 4, 1), Date::of(2026, 6, 20),
                             "draw-2026", Date::of(2026, 4, 1)};

  CHECK(town.refusal(award_opening_command(town.head, opening)) ==
        RefusalCode::rule_not_in_force);
}

TEST_CASE("who may not open a round, and what a round may not be", "[programme]") {
  AwardTownship town;
  AwardOpening backwards = town.opening();
  backwards.until = Date::of(2026, 3, 1);
  AwardOpening tomorrow = town.opening();
  tomorrow.on = Date::of(2026, 4, 2);
  AwardOpening guessable = town.opening();
  guessable.seed = "1";

  CHECK(town.refusal(award_opening_command(town.officer("keeper"), town.opening())) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(award_opening_command(town.women, backwards)) == RefusalCode::wrong_state);
  CHECK(town.refusal(award_opening_command(town.women, tomorrow)) ==
        RefusalCode::date_in_future);
  CHECK_ERROR(award_opening_command(town.women, guessable), Errc::bad_input);
}

TEST_CASE("a round is announced once", "[programme]") {
  AwardTownship town;
  town.open();

  CHECK(town.refusal(award_opening_command(town.women, town.opening())) ==
        RefusalCode::duplicate);
}

TEST_CASE("a veto gives a reason of the rule book about a known household", "[programme]") {
  AwardTownship town;
  town.open();
  const AwardVeto veto{town.round, town.home(7), "fraud", town.book->today(), ""};
  AwardVeto taste = veto;
  taste.reason = "ugly-gate";
  AwardVeto nobody = veto;
  nobody.household = HouseholdId("0399999");

  CHECK(town.refusal(award_veto_command(town.head, taste)) == RefusalCode::rule_unknown);
  CHECK(town.refusal(award_veto_command(town.head, nobody)) == RefusalCode::household_unknown);
  CHECK(town.refusal(award_veto_command(town.officer("keeper"), veto)) ==
        RefusalCode::role_missing);
  town.accept(award_veto_command(town.head, veto));
  CHECK(town.refusal(award_veto_command(town.head, veto)) == RefusalCode::duplicate);
}

TEST_CASE("nothing is ranked before the window is over or when nobody was scored",
          "[programme]") {
  AwardTownship town;
  town.open();
  town.set_day("2026-06-19");
  CHECK(town.refusal(award_ranking_command(town.women, {town.round, town.book->today()})) ==
        RefusalCode::not_yet_valid);

  town.set_day("2026-06-20");
  CHECK(town.refusal(award_ranking_command(town.women, {town.round, town.book->today()})) ==
        RefusalCode::nothing_to_do);
  CHECK_ERROR(ranking_now(town.book->state(), RoundId("2030")), Errc::not_found);
}

TEST_CASE("a round ranks the village by hand", "[programme]") {
  PublicisedTownship town;

  const auto& winners = town.now().winners;

  REQUIRE(winners.size() == 5);
  // Home 7 and home 1 tie at 100; the vetoed one takes no place.
  CHECK(winners.at(town.home(1)).level == Level::model);
  CHECK(winners.at(town.home(2)).level == Level::demonstration);
  CHECK(winners.at(town.home(3)).level == Level::demonstration);
  CHECK(winners.at(town.home(4)).level == Level::qualified);
  CHECK(winners.at(town.home(4)).rank == 5);
  CHECK(winners.at(town.home(5)).level == Level::qualified);
  CHECK(winners.at(town.home(5)).total == Score::parse("85"));
  CHECK(town.now().candidates == 10);
  CHECK(town.now().notice_until == Date::of(2026, 6, 29));
}

TEST_CASE("the entry of a ranking names every home with its reason", "[programme]") {
  PublicisedTownship town;
  const std::string leaf = town.book->leaf(town.now().ranking);

  const auto placings = placings_in(ledger::parse_data(ledger::decode(leaf)).at("out"));

  REQUIRE(placings.size() == 10);
  CHECK(placings == ranking_now(town.book->state(), town.round));
  CHECK(placings[3].household == town.home(3));
  CHECK(placings[4].household == town.home(4));
  CHECK(placings[4].held_back == RefusalCode::quota_full);
  CHECK(placings[9].held_back == RefusalCode::below_threshold);
}

TEST_CASE("awards wait for the end of the notice and for a second officer", "[programme]") {
  PublicisedTownship town;
  const auto grant = [&] { return town.grant(1, Level::model); };

  CHECK(town.refusal(award_grant_command(town.granter, grant())) ==
        RefusalCode::notice_running);
  town.set_day("2026-06-30");
  CHECK(town.refusal(award_grant_command(town.officer("village"), grant())) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(award_grant_command(town.granter, town.grant(1, Level::qualified))) ==
        RefusalCode::wrong_state);
  CHECK(town.refusal(award_grant_command(town.granter, town.grant(6, Level::qualified))) ==
        RefusalCode::wrong_state);
}

TEST_CASE("who ranked does not grant", "[programme]") {
  AwardTownship town;
  town.budget(Points::parse("5000"));
  town.open();
  town.inspect_everybody();
  town.set_day("2026-06-22");
  town.accept(award_ranking_command(town.granter, {town.round, town.book->today()}));
  town.accept(award_notice_command(town.women, {town.round, town.book->today()}));
  town.set_day("2026-06-30");

  CHECK(town.refusal(award_grant_command(town.granter, town.grant(1, Level::model))) ==
        RefusalCode::four_eyes);
}

TEST_CASE("a grant brings the points and the honour of its level at once", "[programme]") {
  GrantingTownship town;

  const Receipt receipt =
      town.accept(award_grant_command(town.granter, town.grant(1, Level::model)));

  CHECK(receipt.out.at("rule").text() == "AWD03");
  CHECK(receipt.out.at("points").integer() == 6000);
  CHECK(town.balance(1, Purpose::spendable) == 6000);
  CHECK(town.balance(1, Purpose::honour) == 6000);
  CHECK(town.book->state().book.lot_balance("h/0301001:spendable", "2027-12-31") == 6000);
  CHECK(town.now().winners.at(town.home(1)).granted == receipt.first);
}

TEST_CASE("a household is granted its award once", "[programme]") {
  GrantingTownship town;
  const AwardGrant grant = town.grant(2, Level::demonstration);
  const Receipt first = town.accept(award_grant_command(town.granter, grant));

  const Receipt again = town.accept(award_grant_command(town.granter, grant));

  CHECK(again.replayed);
  CHECK(again.first == first.first);
  town.set_day("2026-07-01");
  CHECK(town.refusal(award_grant_command(town.granter, on_day(grant, town.book->today()))) ==
        RefusalCode::duplicate);
}

TEST_CASE("a fund without budget grants nothing", "[programme]") {
  AwardTownship town;
  town.publicise();
  town.set_day("2026-06-30");

  CHECK(town.refusal(award_grant_command(town.granter, town.grant(1, Level::model))) ==
        RefusalCode::budget_exhausted);
}

TEST_CASE("a second round of the year brings only what is above the first", "[programme]") {
  GrantingTownship town;
  town.grant_everybody();
  town.accept(award_closing_command(town.granter, {town.round, town.book->today()}));
  AwardOpening second{RoundId("2026H2"), Date::of(2026, 7, 1), Date::of(2026, 9, 10), "draw-two",
                      town.book->today()};
  town.accept(award_opening_command(town.women, second));
  town.set_day("2026-09-10");
  for (int number = 1; number <= 10; ++number) town.inspect(number, {{0, "3"}}, "2026-09-09");
  town.inspect(4, {}, "2026-09-10");
  town.accept(award_ranking_command(town.women, {second.round, town.book->today()}));
  town.accept(award_notice_command(town.women, {second.round, town.book->today()}));
  town.set_day("2026-09-18");

  const AwardGrant higher{second.round, town.home(4), Level::model, town.book->today()};
  const Receipt receipt = town.accept(award_grant_command(town.granter, higher));

  CHECK(receipt.out.at("points").integer() == 5000);  // 60 for a model home less the 10 it has
  for (const AwardGrant& due :
       grants_due(town.book->state(), second.round, town.book->today())) {
    const Receipt same = town.accept(award_grant_command(town.granter, due));
    const bool had_more = due.household == town.home(1);
    if (had_more) CHECK(same.out.at("points").integer() == 0);
    if (had_more) CHECK_FALSE(same.out.at("code").text().empty());
  }
}

TEST_CASE("an objection stops the grants until someone else decides it", "[programme]") {
  PublicisedTownship town;
  const AwardObjection objection{town.round, town.home(3), town.book->today(), "院内有违建"};
  const Receipt filed = town.accept(award_objection_command(town.officer("village"), objection));
  town.set_day("2026-06-30");

  CHECK(town.refusal(award_grant_command(town.granter, town.grant(1, Level::model))) ==
        RefusalCode::objection_open);
  CHECK(town.refusal(award_objection_command(
            town.officer("village"), {town.round, town.home(3), town.book->today(), "迟了"})) ==
        RefusalCode::objection_late);
  const AwardAnswer dismissed{town.round, filed.first, false, town.book->today()};
  CHECK(town.refusal(award_answer_command(town.officer("keeper"), dismissed)) ==
        RefusalCode::role_missing);
  town.accept(award_answer_command(town.granter, dismissed));
  CHECK(town.refusal(award_answer_command(town.granter, dismissed)) == RefusalCode::wrong_state);
  town.accept(award_grant_command(town.granter, town.grant(1, Level::model)));
}

TEST_CASE("who wrote an objection down does not decide it", "[programme]") {
  PublicisedTownship town;
  const Receipt filed = town.accept(award_objection_command(
      town.granter, {town.round, town.home(3), town.book->today(), "院内有违建"}));

  CHECK(town.refusal(award_answer_command(
            town.granter, {town.round, filed.first, true, town.book->today()})) ==
        RefusalCode::four_eyes);
  CHECK(town.refusal(award_objection_command(
            town.granter, {town.round, HouseholdId("0399999"), town.book->today(), "?"})) ==
        RefusalCode::household_unknown);
}

TEST_CASE("an upheld objection sends the round back to be ranked again", "[programme]") {
  PublicisedTownship town;
  const Receipt filed = town.accept(award_objection_command(
      town.officer("village"), {town.round, town.home(1), town.book->today(), "院内有违建"}));

  town.accept(award_answer_command(town.granter,
                                   {town.round, filed.first, true, town.book->today()}));

  CHECK(town.now().state == awards::RoundState::announced);
  town.veto(1);
  town.rank();
  CHECK_FALSE(town.now().winners.contains(town.home(1)));
  CHECK(town.now().winners.at(town.home(2)).level == Level::model);
}

TEST_CASE("a round closes when every winner has its grant, for good", "[programme]") {
  GrantingTownship town;
  const AwardClosing closing{town.round, town.book->today()};
  CHECK(town.refusal(award_closing_command(town.granter, closing)) == RefusalCode::wrong_state);
  town.grant_everybody();

  const Receipt receipt = town.accept(award_closing_command(town.granter, closing));

  CHECK(receipt.out.at("points").integer() == 6000 + 2 * 3000 + 2 * 1000);
  CHECK(town.now().state == awards::RoundState::confirmed);
  CHECK(grants_due(town.book->state(), town.round, town.book->today()).empty());
  CHECK(town.refusal(award_ranking_command(town.women, {town.round, town.book->today()})) ==
        RefusalCode::wrong_state);
}

TEST_CASE("a reversed grant takes the points back and is due again", "[programme]") {
  GrantingTownship town;
  const Receipt receipt =
      town.accept(award_grant_command(town.granter, town.grant(1, Level::model)));

  town.accept(reverse_command(*town.book, town.granter, receipt.first, "户号录错"));

  CHECK(town.balance(1, Purpose::spendable) == 0);
  CHECK(town.balance(1, Purpose::honour) == 0);
  CHECK(town.now().winners.at(town.home(1)).granted == 0);
  CHECK(grants_due(town.book->state(), town.round, town.book->today()).size() == 5);
}

TEST_CASE("a reversed veto lets the household in again", "[programme]") {
  AwardTownship town;
  town.open();
  const Receipt receipt = town.accept(award_veto_command(
      town.head, {town.round, town.home(7), "fraud", town.book->today(), ""}));

  town.accept(reverse_command(*town.book, town.head, receipt.first, "户号录错"));

  CHECK(town.now().vetoes.empty());
}

/// The state before entry `seq`, folded from the log.
State before(const Programme& book, ledger::Seq seq) {
  State state;
  json::Parser parser;
  for (ledger::Seq at = 0; at < seq; ++at) {
    const std::string leaf = book.leaf(at);
    fold(state, ledger::decode(leaf), parser);
  }
  return state;
}

std::string text_with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The law that the checks of the entry's kind find broken when its data reads `data`.
int broken_law(const State& state, const ledger::Entry& entry, const std::string& data) {
  const json::Value value = json::parse(data);
  const Record record{entry, value.at("in"), value.at("out")};
  const auto violation = find_kind(entry.kind)->check(state, record);
  return violation ? violation->law : 0;
}

TEST_CASE("every entry of a round passes its check and a changed one does not", "[programme]") {
  GrantingTownship town;
  const Receipt grant =
      town.accept(award_grant_command(town.granter, town.grant(1, Level::model)));
  const auto check = [&](ledger::Seq seq, std::string_view from, std::string_view to) {
    const std::string leaf = town.book->leaf(seq);
    const ledger::Entry entry = ledger::decode(leaf);
    const State state = before(*town.book, seq);
    CHECK(broken_law(state, entry, std::string(entry.data)) == 0);
    return broken_law(state, entry, text_with(std::string(entry.data), from, to));
  };

  CHECK(check(town.now().seq, "\"rules\":", "\"rules\":9") == 12);
  CHECK(check(town.now().ranking, "\"demonstration\",\"\"]", "\"model\",\"\"]") == 9);
  CHECK(check(grant.first - 1, "2026-06-29", "2026-06-23") == 12);
  CHECK(check(grant.first, "\"points\":6000", "\"points\":7000") == 9);
}

TEST_CASE("a grant by who ranked breaks law 7", "[programme]") {
  GrantingTownship town;
  const Receipt grant =
      town.accept(award_grant_command(town.granter, town.grant(1, Level::model)));
  const std::string leaf = text_with(town.book->leaf(grant.first), "o-township@", "o-women@");

  const ledger::Entry entry = ledger::decode(leaf);

  CHECK(broken_law(before(*town.book, grant.first), entry, std::string(entry.data)) == 7);
}

TEST_CASE("a log with a round replays to the same state", "[programme]") {
  GrantingTownship town;
  town.grant_everybody();

  const Programme again = town.reopened();

  CHECK(again.root() == town.book->root());
  CHECK(again.state().awards.rounds == town.book->state().awards.rounds);
}

}  // namespace
}  // namespace wumei::programme
