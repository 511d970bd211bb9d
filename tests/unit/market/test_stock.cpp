#include "shelf_fixture.hpp"

#include <catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

namespace wumei::market {
namespace {

BasketLine asking(const std::string& sku, std::int64_t quantity,
                  const std::string& restriction = {}) {
  return {Sku(sku), pieces(quantity), restriction};
}

/// Lot names and pieces, the part of a pick most cases are about.
std::vector<std::pair<std::string, std::int64_t>> picks(
    const Decision<std::vector<Picked>>& picked) {
  std::vector<std::pair<std::string, std::int64_t>> result;
  for (const Picked& part : picked.value()) result.emplace_back(part.lot, part.quantity.units());
  return result;
}

Decision<std::vector<Picked>> pick(const ShelfFixture& shop, const BasketLine& line) {
  return pick_stock(shop.market, shop.book, shop.visit, line);
}

TEST_CASE("an empty shelf is refused with what is there", "[market]") {
  ShelfFixture shop;
  shop.stock(lot_of("G04", "2.4"), 3);

  const auto picked = pick(shop, asking("G04", 4));

  REQUIRE(picked.refusal().code == RefusalCode::not_enough_stock);
  CHECK(picked.refusal().facts == Facts{{"sku", "G04"}, {"asked", "4"}, {"available", "3"}});
  CHECK(pick(shop, asking("G17", 1)).refusal().code == RefusalCode::not_enough_stock);
}

TEST_CASE("goods past their best-before date are not handed out", "[market]") {
  ShelfFixture shop;
  StockLot milk = lot_of("G04", "2.4");
  milk.best_before = Date::of(2026, 4, 8);
  shop.stock(milk, 3);

  CHECK(picks(pick(shop, asking("G04", 3))).size() == 1);
  shop.visit.on = Date::of(2026, 4, 9);
  CHECK(pick(shop, asking("G04", 1)).refusal().code == RefusalCode::not_enough_stock);
}

TEST_CASE("the soonest best-before date goes first, then the oldest lot", "[market]") {
  ShelfFixture shop;
  const std::string keeps_old = shop.stock(lot_of("G04", "2.4"), 2);
  const std::string keeps_new = shop.stock(lot_of("G04", "2.5"), 2);
  StockLot soon = lot_of("G04", "2.6");
  soon.best_before = Date::of(2026, 6, 1);
  const std::string spoils = shop.stock(soon, 2);

  const auto picked = pick(shop, asking("G04", 5));

  const std::vector<std::pair<std::string, std::int64_t>> expected{
      {spoils, 2}, {keeps_old, 2}, {keeps_new, 1}};
  CHECK(picks(picked) == expected);
  CHECK(picked->front().cost == Yuan::parse("5.20"));
}

TEST_CASE("lots are taken by age, not by the spelling of their names", "[market]") {
  ShelfFixture shop;
  while (shop.book.size() < 9) post(shop.book, {});
  const std::string older = shop.stock(lot_of("G04", "2.4"), 1);  // 9.1
  const std::string newer = shop.stock(lot_of("G04", "2.4"), 1);  // 10.1

  const std::vector<std::pair<std::string, std::int64_t>> expected{{older, 1}};
  CHECK(picks(pick(shop, asking("G04", 1))) == expected);
  CHECK(older > newer);
}

TEST_CASE("a restricted lot serves only a line that names its restriction", "[market]") {
  ShelfFixture shop;
  StockLot kept = lot_of("G17", "26");
  kept.restriction = "困难户";
  const std::string name = shop.stock(kept, 5);

  const auto open = pick(shop, asking("G17", 1));
  const auto named = pick(shop, asking("G17", 1, "困难户"));
  const auto other = pick(shop, asking("G17", 1, "残疾人户"));

  CHECK(open.refusal().code == RefusalCode::restricted_goods);
  CHECK(picks(named).front().first == name);
  CHECK(other.refusal().code == RefusalCode::not_enough_stock);
}

TEST_CASE("restricted and open lots never mix in one line", "[market]") {
  ShelfFixture shop;
  StockLot kept = lot_of("G17", "26");
  kept.restriction = "困难户";
  shop.stock(kept, 2);
  shop.stock(lot_of("G17", "26"), 2);

  CHECK(pick(shop, asking("G17", 3)).refusal().code == RefusalCode::restricted_goods);
  CHECK(pick(shop, asking("G17", 3, "困难户")).refusal().code == RefusalCode::not_enough_stock);
  CHECK(pick(shop, asking("G17", 5)).refusal().code == RefusalCode::not_enough_stock);
}

TEST_CASE("goods of another shop are not on this shelf", "[market]") {
  ShelfFixture shop;
  shop.stock(lot_of("G04", "2.4"), 3);
  shop.visit.shop = ShopId("05-1");

  CHECK(pick(shop, asking("G04", 1)).refusal().code == RefusalCode::not_enough_stock);
}

TEST_CASE("what is picked is what was asked, from lots that hold it", "[market]") {
  CHECK(rc::check("pick adds up", [] {
    ShelfFixture shop;
    std::int64_t on_shelf = 0;
    for (int i = 0; i < *rc::gen::inRange(1, 8); ++i) {
      StockLot lot = lot_of("G04", "2.4");
      lot.best_before = Date::of(2026, 4, 5).plus_days(*rc::gen::inRange(0, 10));
      const auto count = *rc::gen::inRange<std::int64_t>(1, 20);
      if (lot.best_before >= shop.visit.on) on_shelf += count;
      shop.stock(lot, count);
    }
    const auto asked = *rc::gen::inRange<std::int64_t>(1, 60);
    const auto picked = pick(shop, asking("G04", asked));
    RC_ASSERT(static_cast<bool>(picked) == (asked <= on_shelf));
    if (!picked) return;
    std::int64_t sum = 0;
    for (const Picked& part : *picked) {
      const std::string account = ledger::stock(shop.visit.shop, Sku("G04"));
      RC_ASSERT(part.quantity.units() <= shop.book.lot_balance(account, part.lot));
      RC_ASSERT(part.cost == Yuan::parse("2.4") * part.quantity.units());
      sum += part.quantity.units();
    }
    RC_ASSERT(sum == asked);
  }));
}

}  // namespace
}  // namespace wumei::market
