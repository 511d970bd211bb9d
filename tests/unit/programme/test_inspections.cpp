#include "deeds_fixture.hpp"

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;

namespace {

/// A visit on 12 April with full marks less `lost` on the first item.
InspectionRecord visit(const DeedsTownship& town, std::string_view lost = "0",
                       scoring::Part part = scoring::Part::outside) {
  InspectionRecord visit;
  visit.household = town.home;
  visit.on = Date::of(2026, 4, 12);
  visit.part = part;
  visit.judge = town.grid.officer;
  for (const rules::SheetItem* item :
       scoring::items_of(town.state().rules.sheet_on(visit.on)->sheet, part)) {
    visit.marks.push_back(item->max);
  }
  visit.marks.front() -= Score::parse(lost);
  return visit;
}

InspectionRecord unscored(const DeedsTownship& town, scoring::Outcome outcome) {
  InspectionRecord nobody = visit(town);
  nobody.status = outcome;
  nobody.marks.clear();
  return nobody;
}

std::string first_trim(const Receipt& receipt) {
  const json::Array& trims = receipt.out.at("trims").items();
  REQUIRE(trims.size() == 1);
  return trims.front().at("code").text();
}

}  // namespace

TEST_CASE("a visit to an unknown or closed household is not recorded",
          "[programme][inspection]") {
  DeedsTownship town;
  InspectionRecord elsewhere = visit(town);
  elsewhere.household = HouseholdId("0399999");
  CHECK(town.refusal(inspection_command(town.grid, elsewhere)) ==
        RefusalCode::household_unknown);

  town.accept(household_change_command(
      town.head, {town.home, people::Status::closed, "01", GridId("V03-G1"), 3, "P1", "张三",
                  ""}));
  CHECK(town.refusal(inspection_command(town.grid, visit(town))) ==
        RefusalCode::household_inactive);
}

TEST_CASE("a visit of tomorrow, or before there was a sheet, is not recorded",
          "[programme][inspection]") {
  DeedsTownship town;
  InspectionRecord inspection = visit(town);
  inspection.on = Date::of(2026, 4, 21);
  CHECK(town.refusal(inspection_command(town.grid, inspection)) == RefusalCode::date_in_future);

  inspection.on = Date::of(2026, 3, 31);
  CHECK(town.refusal(inspection_command(town.grid, inspection)) ==
        RefusalCode::rule_not_in_force);
}

TEST_CASE("who types and who looked both need a role", "[programme][inspection]") {
  DeedsTownship town;
  CHECK(town.refusal(inspection_command(town.keeper, visit(town))) == RefusalCode::role_missing);

  InspectionRecord inspection = visit(town);
  inspection.judge = town.keeper.officer;
  CHECK(town.refusal(inspection_command(town.grid, inspection)) == RefusalCode::role_missing);
  inspection.judge = OfficerId("o-stranger");
  CHECK(town.refusal(inspection_command(town.grid, inspection)) ==
        RefusalCode::officer_unknown);
}

TEST_CASE("marks the sheet does not allow leave the log as it was", "[programme][inspection]") {
  DeedsTownship town;
  InspectionRecord inspection = visit(town);
  inspection.marks.front() = Score::parse("6.5");
  CHECK_ERROR(town.book->submit(inspection_command(town.grid, inspection)), Errc::bad_input);

  InspectionRecord absent = visit(town);
  absent.status = scoring::Outcome::absent;
  const std::int64_t before = town.book->size();
  CHECK_ERROR(town.book->submit(inspection_command(town.grid, absent)), Errc::bad_input);
  CHECK(town.book->size() == before);
}

TEST_CASE("an absent, refusing or exempt household has no score at all",
          "[programme][inspection]") {
  for (const scoring::Outcome outcome :
       {scoring::Outcome::absent, scoring::Outcome::refused, scoring::Outcome::exempt}) {
    DeedsTownship town;

    const Receipt receipt = town.accept(inspection_command(town.grid, unscored(town, outcome)));

    CHECK(receipt.out.find("score") == nullptr);
    CHECK(receipt.out.at("points").integer() == 0);
    CHECK(town.state().deeds.inspections.empty());
    CHECK(town.state().deeds.outcomes.at("outside/" + std::string(name(outcome))) == 1);
  }
}

TEST_CASE("a score below the first tier earns nothing and says so", "[programme][inspection]") {
  DeedsTownship town;
  InspectionRecord poor = visit(town, "6");
  poor.marks[1] -= Score::parse("5");  // 29 of 40: 72.50

  const Receipt receipt = town.accept(inspection_command(town.grid, poor));

  CHECK(receipt.out.at("score").integer() == 7250);
  CHECK(receipt.out.at("points").integer() == 0);
  CHECK(first_trim(receipt) == "tier.below");
}

TEST_CASE("the score picks one rule: clean or cleanest, never both", "[programme][inspection]") {
  DeedsTownship town;
  const Receipt cleanest = town.accept(inspection_command(town.grid, visit(town, "4")));
  CHECK(cleanest.out.at("score").integer() == 9000);
  CHECK(cleanest.out.at("rule").text() == "ENV01");
  CHECK(cleanest.out.at("points").integer() == 500);
  CHECK(town.balance(Purpose::pending) == 500);

  InspectionRecord next = visit(town, "4.5");
  next.household = HouseholdId("0301002");
  const Receipt clean = town.accept(inspection_command(town.grid, next));
  CHECK(clean.out.at("rule").text() == "ENV02");
  CHECK(clean.out.at("points").integer() == 250);
}

TEST_CASE("only the highest visit of a calendar month counts", "[programme][inspection]") {
  DeedsTownship town;
  town.accept(inspection_command(town.grid, visit(town, "4.5")));
  InspectionRecord better = visit(town);
  better.on = Date::of(2026, 4, 18);
  const Receipt higher = town.accept(inspection_command(town.grid, better));
  CHECK(higher.out.at("points").integer() == 250);  // the difference
  CHECK(town.balance(Purpose::pending) == 500);

  InspectionRecord again = visit(town);
  again.on = Date::of(2026, 4, 19);
  const Receipt nothing = town.accept(inspection_command(town.grid, again));
  CHECK(nothing.out.at("points").integer() == 0);
  CHECK(town.balance(Purpose::pending) == 500);
}

TEST_CASE("a visit is recorded even when the budget is spent", "[programme][inspection]") {
  DeedsTownship town(Points::parse("2"));

  const Receipt receipt = town.accept(inspection_command(town.grid, visit(town)));

  CHECK(receipt.out.at("points").integer() == 0);
  CHECK(first_trim(receipt) == "budget.exhausted");
  CHECK(town.state().deeds.trims.at(RefusalCode::budget_exhausted) == Points::parse("5"));
}

TEST_CASE("the whole sheet feeds awards, its outside part earns the month",
          "[programme][inspection]") {
  DeedsTownship town;
  InspectionRecord whole = visit(town, "0", scoring::Part::whole);
  whole.marks[5] -= Score::parse("6");  // D2.1: indoors

  const Receipt receipt = town.accept(inspection_command(town.grid, whole));

  CHECK(receipt.out.at("score").integer() == 9400);
  CHECK(receipt.out.at("outside").integer() == 10000);
  CHECK(receipt.out.at("rule").text() == "ENV01");
  const auto& visits = town.state().deeds.inspections.at(town.home);
  REQUIRE(visits.size() == 1);
  CHECK(visits.front().total == Score::parse("94"));
  CHECK(visits.front().dimensions ==
        std::vector<Score>{Score::parse("100"), Score::parse("70"), Score::parse("100"),
                           Score::parse("100"), Score::parse("100")});
}

TEST_CASE("the same visit twice is one visit", "[programme][inspection]") {
  DeedsTownship town;
  town.accept(inspection_command(town.grid, visit(town)));

  CHECK(town.accept(inspection_command(town.grid, visit(town))).replayed);
  CHECK(town.refusal(inspection_command(town.grid, visit(town, "1"))) ==
        RefusalCode::key_conflict);
}

TEST_CASE("a reversed visit no longer counts, for caps or awards", "[programme][inspection]") {
  DeedsTownship town;
  const Receipt receipt = town.accept(
      inspection_command(town.grid, visit(town, "0", scoring::Part::whole)));

  town.accept(reverse_command(*town.book, town.head, receipt.first, "wrong house"));

  CHECK(town.balance(Purpose::pending) == 0);
  CHECK(town.state().deeds.earnings.empty());
  CHECK(town.state().deeds.inspections.at(town.home).empty());
}

TEST_CASE("a verifier catches a score that the marks do not give", "[programme][inspection]") {
  DeedsTownship town;
  const Command command = inspection_command(town.grid, visit(town, "4.5"));
  ledger::Draft draft = town.draft_of(command);
  CHECK(town.broken_law(town.grid, draft) == 0);

  json::Object out = draft.out.members();
  for (auto& [key, value] : out) {
    if (key == "score") value = 9500;
  }
  draft.out = json::Value(std::move(out));
  CHECK(town.broken_law(town.grid, draft) == 9);
}

TEST_CASE("a verifier catches points booked on another household", "[programme][inspection]") {
  DeedsTownship town;
  ledger::Draft draft = town.draft_of(inspection_command(town.grid, visit(town)));
  for (ledger::Move& move : draft.moves) {
    if (move.amount > 0) move.account = "h/0301002:pending";
  }

  CHECK(town.broken_law(town.grid, draft) == 9);
}
