#include "shelf_fixture.hpp"

#include <catch.hpp>
#include <rapidcheck.h>

namespace wumei::market {
namespace {

std::vector<BasketLine> lines(std::initializer_list<std::pair<std::string, std::int64_t>> asked) {
  std::vector<BasketLine> result;
  for (const auto& [sku, quantity] : asked) result.push_back({Sku(sku), pieces(quantity), {}});
  return result;
}

TEST_CASE("an empty basket is refused", "[market]") {
  const ShelfFixture shop;

  const auto basket = price_basket(shop.list, {});

  CHECK(basket.refusal().code == RefusalCode::nothing_to_do);
}

TEST_CASE("goods that the list does not have are refused by SKU", "[market]") {
  const ShelfFixture shop;

  const auto basket = price_basket(shop.list, lines({{"G04", 2}, {"G99", 1}}));

  REQUIRE(basket.refusal().code == RefusalCode::goods_unknown);
  CHECK(basket.refusal().facts.front() == Fact{"sku", "G99"});
}

TEST_CASE("the same goods on two lines are refused", "[market]") {
  const ShelfFixture shop;

  const auto basket = price_basket(shop.list, lines({{"G04", 1}, {"G17", 1}, {"G04", 1}}));

  CHECK(basket.refusal().code == RefusalCode::duplicate);
}

TEST_CASE("a basket under the minimum is refused, one at the minimum is not", "[market]") {
  const ShelfFixture shop;

  const auto under = price_basket(shop.list, lines({{"G04", 1}}));
  const auto at = price_basket(shop.list, lines({{"G26", 2}}));

  REQUIRE(under.refusal().code == RefusalCode::below_minimum);
  CHECK(under.refusal().facts == Facts{{"points", "3.00"}, {"minimum", "5.00"}});
  CHECK(at->points == Points::parse("5"));
}

TEST_CASE("no pieces or fewer are an input error", "[market]") {
  const ShelfFixture shop;

  CHECK_ERROR(price_basket(shop.list, lines({{"G04", 0}})), Errc::bad_input);
  CHECK_ERROR(price_basket(shop.list, lines({{"G04", -1}})), Errc::bad_input);
}

TEST_CASE("every line costs its price times its pieces", "[market]") {
  const ShelfFixture shop;

  const auto basket = price_basket(shop.list, lines({{"G04", 2}, {"G26", 3}}));

  REQUIRE(basket);
  CHECK(basket->points == Points::parse("13.5"));
  CHECK(basket->lines[1] ==
        PricedLine{Sku("G26"), pieces(3), Points::parse("2.5"), Points::parse("7.5")});
}

TEST_CASE("the monthly limit counts what was taken and says when it resets", "[market]") {
  ShelfFixture shop;
  shop.market.taken[{shop.visit.household, Sku("G04"), month_number(shop.visit.on)}] = pieces(4);
  const auto basket = price_basket(shop.list, lines({{"G04", 2}}));

  const auto refusal = over_limit(shop.market, shop.list, shop.visit, *basket);

  REQUIRE(refusal);
  CHECK(*refusal == Refusal{RefusalCode::goods_limit,
                            {{"sku", "G04"},
                             {"asked", "2"},
                             {"taken", "4"},
                             {"limit", "5"},
                             {"resets", "2026-05-01"}}});
}

TEST_CASE("the limit starts anew with the calendar month, not with the accounting one",
          "[market]") {
  ShelfFixture shop;
  shop.market.taken[{shop.visit.household, Sku("G04"), month_number(Date::of(2026, 4, 1))}] =
      pieces(5);
  const auto basket = price_basket(shop.list, lines({{"G04", 5}}));

  shop.visit.on = Date::of(2026, 4, 30);
  CHECK(over_limit(shop.market, shop.list, shop.visit, *basket).has_value());
  shop.visit.on = Date::of(2026, 5, 1);
  CHECK_FALSE(over_limit(shop.market, shop.list, shop.visit, *basket).has_value());
}

TEST_CASE("another household has a limit of its own", "[market]") {
  ShelfFixture shop;
  shop.market.taken[{HouseholdId("0301018"), Sku("G17"), month_number(shop.visit.on)}] = pieces(2);
  const auto basket = price_basket(shop.list, lines({{"G17", 2}}));

  CHECK_FALSE(over_limit(shop.market, shop.list, shop.visit, *basket).has_value());
}

TEST_CASE("points of a basket are the sum of price times quantity, whatever is in it",
          "[market]") {
  CHECK(rc::check("basket total", [] {
    ShelfFixture shop;
    shop.list.minimum = Points();
    std::vector<BasketLine> asked;
    std::int64_t expected = 0;
    for (int i = 0; i < *rc::gen::inRange(1, 12); ++i) {
      const std::string sku = "X" + std::to_string(i);
      const auto price = *rc::gen::inRange<std::int64_t>(1, 10'000);
      const auto quantity = *rc::gen::inRange<std::int64_t>(1, 50);
      shop.list.goods[Sku(sku)] = {Sku(sku), sku, "件", Points::of_units(price), Yuan(),
                                   pieces(50)};
      asked.push_back({Sku(sku), pieces(quantity), {}});
      expected += price * quantity;
    }
    RC_ASSERT(price_basket(shop.list, asked)->points == Points::of_units(expected));
  }));
}

}  // namespace
}  // namespace wumei::market
