#include "../programme/market_fixture.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/publish/township.hpp>

#include <map>

using namespace wumei;
using namespace wumei::test;

namespace {

/// The counter's village and two more: one with a household and a fund of its own, one with
/// neither.
struct ThreeVillages : Counter {
  ThreeVillages() {
    accept(programme::village_command(head, {VillageId("V04"), "石门村"}));
    accept(programme::village_command(head, {VillageId("V05"), "前进村"}));
    programme::HouseholdRegistration household;
    household.household = HouseholdId("0401001");
    household.village = VillageId("V04");
    household.people = 2;
    household.passbook = "P0401001";
    household.card = CardId("C0401001");
    household.head = "李四";
    accept(programme::household_command(head, household));
    programme::Deposit money = deposit();
    money.fund = VillageId("V04");
    money.yuan = Yuan::parse("7.50");
    accept(programme::deposit_command(township, money));
    accept(programme::opening_command(
        township, {HouseholdId("0401001"), Points::parse("8.50"), Honour(), Date::of(2027, 12, 31),
                   "2025年台账"}));
    accept(programme::redemption_command(keeper, sale({line("G04", 2)})));
  }

  [[nodiscard]] publish::Township gathered() const {
    return publish::gather_township(*book, {book->today(), publish::Language::zh});
  }

  [[nodiscard]] Points of_households(const VillageId& village, ledger::Purpose purpose) const {
    Points sum;
    for (const auto& [id, household] : book->state().people.households) {
      if (household.village != village) continue;
      sum += Points::of_units(balance(ledger::of_household(id, purpose)));
    }
    return sum;
  }

  [[nodiscard]] std::int64_t of_fund(const VillageId& village, ledger::Purpose purpose) const {
    return balance(ledger::of_fund(village, purpose));
  }
};

}  // namespace

TEST_CASE("the report's rows are what each village's accounts say one by one", "[publish]") {
  using ledger::Purpose;
  const ThreeVillages town;
  const publish::Township report = town.gathered();

  REQUIRE(report.villages.size() == 3);
  for (const publish::VillageRow& row : report.villages) {
    INFO(row.village.text());
    CHECK(row.spendable == town.of_households(row.village, Purpose::spendable));
    CHECK(row.pending == town.of_households(row.village, Purpose::pending));
    CHECK(row.redeemed == Points::of_units(town.of_fund(row.village, Purpose::redeemed)));
    CHECK(row.opening == Points::of_units(-town.of_fund(row.village, Purpose::opening)));
    CHECK(row.cash == Yuan::of_units(town.of_fund(row.village, Purpose::cash)));
    CHECK(row.stock == Yuan::of_units(town.of_fund(row.village, Purpose::stock_cost)));
    CHECK(row.issued == Points::of_units(-town.balance(ledger::issued(row.village, 2026))));
  }
  CHECK(report.villages[0].redeemed == Points::parse("6"));
  CHECK(report.villages[1].spendable == Points::parse("8.50"));
  CHECK(report.villages[1].cash == Yuan::parse("7.50"));
  CHECK(report.villages[2].spendable == Points());
}

TEST_CASE("the report's coverage is the market's", "[publish]") {
  const ThreeVillages town;
  const publish::Township report = town.gathered();
  const auto funds = market::coverage_by_fund(town.book->state().book, town.book->state().people);

  REQUIRE(funds.size() == 2);
  for (const publish::VillageRow& row : report.villages) {
    const auto fund = funds.find(row.village);
    const market::Coverage known = fund == funds.end() ? market::Coverage{} : fund->second;
    CHECK(market::Coverage{row.stock, row.cash, row.spendable} == known);
    CHECK(compare(row.coverage, known.ratio()) == 0);
  }
  CHECK(compare(report.total.coverage, market::total(funds).ratio()) == 0);
}
