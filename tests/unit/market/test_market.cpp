#include "shelf_fixture.hpp"

#include <wumei/market/coverage.hpp>

#include <catch.hpp>
#include <rapidcheck.h>

namespace wumei::market {
namespace {

PriceList list_from(ledger::Seq seq, Date from) {
  PriceList list;
  list.seq = seq;
  list.from = from;
  return list;
}

TEST_CASE("no list is in force before the first one", "[market]") {
  const ShelfFixture shop;

  CHECK(shop.market.list_on(Date::of(2026, 3, 31)) == nullptr);
  CHECK(shop.market.list_by_seq(7) == nullptr);
  CHECK(shop.market.goods(Sku("G99")) == nullptr);
}

TEST_CASE("the latest list that has begun is in force, the later published of two", "[market]") {
  Market market;
  market.lists[3] = list_from(3, Date::of(2026, 4, 1));
  market.lists[5] = list_from(5, Date::of(2026, 6, 1));
  market.lists[7] = list_from(7, Date::of(2026, 5, 1));
  market.lists[9] = list_from(9, Date::of(2026, 5, 1));

  CHECK(market.list_on(Date::of(2026, 4, 30))->seq == 3);
  CHECK(market.list_on(Date::of(2026, 5, 1))->seq == 9);
  CHECK(market.list_on(Date::of(2026, 6, 2))->seq == 5);
}

TEST_CASE("a source of goods keeps its stored name", "[market]") {
  for (const Source known : {Source::donor, Source::purchase, Source::opening}) {
    CHECK(source(name(known)) == known);
  }
  CHECK_ERROR(source("theft"), Errc::corrupt);
}

TEST_CASE("a donor's tally counts pieces given, handed out and households reached", "[market]") {
  ShelfFixture shop;
  StockLot lot = lot_of("G04", "2.4");
  lot.donor = DonorId("D001");
  const std::string name = shop.stock(lot, 10);

  hand_over(shop.market, {HouseholdId("0301017"), name, pieces(2), shop.visit.on});
  hand_over(shop.market, {HouseholdId("0301018"), name, pieces(1), shop.visit.on});
  hand_over(shop.market, {HouseholdId("0301017"), name, pieces(1), shop.visit.on});

  const DonorTally& tally = shop.market.donors.at(DonorId("D001"));
  CHECK(tally.value == Yuan::parse("24"));
  CHECK(tally.given.at(Sku("G04")) == pieces(10));
  CHECK(tally.handed_out.at(Sku("G04")) == pieces(4));
  CHECK(tally.reached.size() == 2);
  CHECK(shop.market.taken_in_month(HouseholdId("0301017"), Sku("G04"), shop.visit.on) == pieces(3));
}

TEST_CASE("bringing pieces back leaves no trace in limits or tallies", "[market]") {
  ShelfFixture shop;
  StockLot lot = lot_of("G04", "2.4");
  lot.donor = DonorId("D001");
  const std::string name = shop.stock(lot, 10);

  hand_over(shop.market, {HouseholdId("0301017"), name, pieces(2), shop.visit.on});
  hand_over(shop.market, {HouseholdId("0301017"), name, -pieces(2), shop.visit.on});

  CHECK(shop.market.taken.empty());
  CHECK(shop.market.donors.at(DonorId("D001")).handed_out.empty());
  CHECK(shop.market.donors.at(DonorId("D001")).reached.empty());
}

TEST_CASE("a receipt taken back leaves its donor's tally", "[market]") {
  ShelfFixture shop;
  StockLot lot = lot_of("G04", "2.4");
  lot.donor = DonorId("D001");

  unreceive(shop.market, shop.stock(lot, 10));

  CHECK(shop.market.donors.at(DonorId("D001")).given.empty());
  CHECK(shop.market.donors.at(DonorId("D001")).value.is_zero());
}

TEST_CASE("coverage of exactly 1.2 does not warn, a fen less does", "[market]") {
  const Coverage at{Yuan::parse("100"), Yuan::parse("20"), Points::parse("100")};
  const Coverage under{Yuan::parse("100"), Yuan::parse("19.99"), Points::parse("100")};

  CHECK(at.ratio() == Ratio{12'000, 10'000});
  CHECK_FALSE(at.thin());
  CHECK(under.thin());
}

TEST_CASE("nothing owed needs nothing behind it", "[market]") {
  const Coverage nothing;

  CHECK(nothing.ratio() == Ratio{1, 1});
  CHECK_FALSE(nothing.thin());
}

TEST_CASE("coverage adds a fund's cash and stock and its households' points", "[market]") {
  people::Registry people;
  people::Household household;
  household.id = HouseholdId("0301017");
  household.village = VillageId("V03");
  people.households.set(household.id, household);
  ledger::Book book;
  const VillageId fund("V03");
  post(book, {{ledger::of_fund(fund, ledger::Purpose::topup), "", -150'00},
              {ledger::of_fund(fund, ledger::Purpose::cash), "", 50'00},
              {ledger::of_fund(fund, ledger::Purpose::stock_cost), "", 100'00}});
  post(book, {{ledger::of_fund(fund, ledger::Purpose::opening), "", -99'50},
              {ledger::of_household(household.id, ledger::Purpose::spendable), "2027-12-31",
               99'50}});

  const auto funds = coverage_by_fund(book, people);

  REQUIRE(funds.size() == 1);
  CHECK(funds.at(fund) ==
        Coverage{Yuan::parse("100"), Yuan::parse("50"), Points::parse("99.5")});
  CHECK(total(funds).ratio() == Ratio{15'000, 9'950});
}

TEST_CASE("coverage warns exactly when five times what backs it is under six times what is owed",
          "[market]") {
  CHECK(rc::check("thin", [](std::uint32_t stock, std::uint32_t cash, std::uint32_t owed) {
    const Coverage coverage{Yuan::of_units(stock), Yuan::of_units(cash), Points::of_units(owed)};
    const std::int64_t backing = std::int64_t{stock} + cash;
    RC_ASSERT(coverage.thin() == (owed > 0 && 5 * backing < 6 * std::int64_t{owed}));
  }));
}

TEST_CASE("the shelf shows pieces, kept ones, spoiled ones and cost by SKU", "[market]") {
  ShelfFixture shop;
  shop.stock(lot_of("G04", "2.4"), 3);
  StockLot kept = lot_of("G04", "2");
  kept.restriction = "困难户";
  shop.stock(kept, 2);
  StockLot old = lot_of("G17", "26");
  old.best_before = Date::of(2026, 4, 7);
  shop.stock(old, 1);

  const auto lines = shelf(shop.market, shop.book, shop.visit.shop, shop.visit.on);

  REQUIRE(lines.size() == 2);
  CHECK(lines[0].quantity == pieces(5));
  CHECK(lines[0].restricted == pieces(2));
  CHECK(lines[0].cost == Yuan::parse("11.20"));
  CHECK(lines[1].spoiled == pieces(1));
}

}  // namespace
}  // namespace wumei::market
