#include "market_fixture.hpp"

#include <wumei/programme/kinds.hpp>

using namespace wumei;
using test::Counter;

TEST_CASE("a sale at a shop nobody registered is refused", "[market]") {
  Counter counter;
  auto sale = counter.sale({Counter::line("G04", 2)});
  sale.shop = ShopId("09-9");

  CHECK(counter.refused(sale) == RefusalCode::shop_unknown);
}

TEST_CASE("only the keeper of the shop's village sells and receives", "[market]") {
  Counter counter;
  const auto sale = counter.sale({Counter::line("G04", 2)});
  const auto delivery = counter.delivery({{Sku("G04"), Counter::pieces(1), Yuan::parse("2")}});
  const auto village = Counter::officer("village");

  CHECK(counter.refusal(programme::redemption_command(village, sale)) ==
        RefusalCode::role_missing);
  CHECK(counter.refusal(programme::receiving_command(village, delivery)) ==
        RefusalCode::role_missing);
}

TEST_CASE("only the township registers shops, publishes prices and deposits money", "[market]") {
  Counter counter;

  CHECK(counter.refusal(programme::shop_command(
            counter.keeper, {ShopId("03-2"), VillageId("V03"), "二店"})) ==
        RefusalCode::role_missing);
  CHECK(counter.refusal(programme::prices_command(counter.keeper, counter.list(2))) ==
        RefusalCode::role_missing);
  CHECK(counter.refusal(programme::deposit_command(counter.keeper, counter.deposit())) ==
        RefusalCode::role_missing);
}

TEST_CASE("a shop and a fund belong to a village that is known", "[market]") {
  Counter counter;
  auto deposit = counter.deposit();
  deposit.fund = VillageId("V99");

  CHECK(counter.refusal(programme::shop_command(
            counter.township, {ShopId("99-1"), VillageId("V99"), "无"})) ==
        RefusalCode::village_unknown);
  CHECK(counter.refusal(programme::deposit_command(counter.township, deposit)) ==
        RefusalCode::village_unknown);
}

TEST_CASE("a sale of tomorrow is refused", "[market]") {
  Counter counter;
  auto sale = counter.sale({Counter::line("G04", 2)});
  sale.on = sale.on.plus_days(1);

  CHECK(counter.refused(sale) == RefusalCode::date_in_future);
}

TEST_CASE("a household that is unknown or dormant does not redeem", "[market]") {
  Counter counter;
  auto sale = counter.sale({Counter::line("G04", 2)});
  sale.household = HouseholdId("0301999");
  CHECK(counter.refused(sale) == RefusalCode::household_unknown);

  counter.accept(programme::household_change_command(
      counter.head, {HouseholdId("0301001"), people::Status::dormant, "01", GridId("V03-G1"), 3,
                     "P1", "", ""}));
  sale.household = HouseholdId("0301001");
  CHECK(counter.refused(sale) == RefusalCode::household_inactive);
}

TEST_CASE("a card must be the household's own and in use", "[market]") {
  Counter counter;
  auto sale = counter.sale({Counter::line("G04", 2)});
  sale.card = CardId("C404");
  CHECK(counter.refused(sale) == RefusalCode::card_unknown);
  sale.card = CardId("C2");
  CHECK(counter.refused(sale) == RefusalCode::card_unknown);

  counter.accept(programme::card_command(
      counter.head, {HouseholdId("0301001"), CardId("C1-new"), CardId("C1")}));
  sale.card = CardId("C1");
  CHECK(counter.refused(sale) == RefusalCode::card_stopped);
  sale.card = CardId("C1-new");
  counter.accept(programme::redemption_command(counter.keeper, sale));
}

TEST_CASE("goods no list has are refused, at the till and at the door", "[market]") {
  Counter counter;

  CHECK(counter.refused(counter.sale({Counter::line("G99", 2)})) == RefusalCode::goods_unknown);
  CHECK(counter.refused(counter.delivery({{Sku("G99"), Counter::pieces(1), Yuan::parse("2")}})) ==
        RefusalCode::goods_unknown);
}

TEST_CASE("a sale under the minimum or of nothing is refused", "[market]") {
  Counter counter;

  CHECK(counter.refused(counter.sale({Counter::line("G04", 1)})) == RefusalCode::below_minimum);
  CHECK(counter.refused(counter.sale({})) == RefusalCode::nothing_to_do);
}

TEST_CASE("a sale beyond the points says by how much", "[market]") {
  Counter counter;

  const auto outcome = counter.book->submit(programme::redemption_command(
      counter.keeper, counter.sale({Counter::line("G04", 4), Counter::line("G17", 1)})));

  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::not_enough_points,
                                     {{"points", "42.00"},
                                      {"spendable", "40.00"},
                                      {"missing", "2.00"}}});
}

TEST_CASE("points that expired before the sale cannot be spent", "[market]") {
  Counter counter;
  counter.set_day("2028-01-01");

  CHECK(counter.refused(counter.sale({Counter::line("G04", 2)})) ==
        RefusalCode::not_enough_points);
}

TEST_CASE("a sale beyond the shelf is refused", "[market]") {
  Counter counter;

  CHECK(counter.refused(counter.sale({Counter::line("G26", 2)})) ==
        RefusalCode::not_enough_stock);
}

TEST_CASE("the monthly limit holds over several sales", "[market]") {
  Counter counter;
  counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 3)})));

  CHECK(counter.refused(counter.sale({Counter::line("G04", 3)}, "0002")) ==
        RefusalCode::goods_limit);
  counter.set_day("2026-05-01");
  counter.accept(programme::redemption_command(
      counter.keeper, counter.sale({Counter::line("G04", 3)}, "0002")));
}

TEST_CASE("goods kept for certain households need a sale that says so", "[market]") {
  Counter counter;
  const auto delivery =
      counter.delivery({{Sku("G26"), Counter::pieces(4), Yuan::parse("1.8"), "困难户"}});
  counter.accept(programme::receiving_command(counter.keeper, delivery));

  CHECK(counter.refused(counter.sale({Counter::line("G26", 2)})) ==
        RefusalCode::restricted_goods);
  counter.accept(programme::redemption_command(
      counter.keeper, counter.sale({{Sku("G26"), Counter::pieces(2), "困难户"}})));
}

TEST_CASE("a till that shows an old list must show the new one first", "[market]") {
  Counter counter;
  auto dearer = counter.list(2);
  dearer.goods[0].price = Points::parse("4");
  const auto newer = counter.accept(programme::prices_command(counter.township, dearer)).first;

  CHECK(counter.refused(counter.sale({Counter::line("G04", 2)})) == RefusalCode::stale_prices);
  counter.prices = newer;
  const auto receipt = counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 2)})));
  CHECK(receipt.out.at("points").integer() == 8'00);
}

TEST_CASE("the list of the sale's day counts, and before the first there is none", "[market]") {
  Counter counter;
  const auto first = counter.prices;
  auto may = counter.list(2);
  may.from = Date::of(2026, 5, 1);
  counter.accept(programme::prices_command(counter.township, may));
  counter.set_day("2026-05-02");

  auto april = counter.sale({Counter::line("G04", 2)});
  april.on = Date::of(2026, 4, 30);
  april.prices = first;
  counter.accept(programme::redemption_command(counter.keeper, april));
  auto march = counter.sale({Counter::line("G04", 2)}, "0002");
  march.on = Date::of(2026, 3, 31);
  CHECK(counter.refused(march) == RefusalCode::not_yet_valid);
}

TEST_CASE("a list cannot hold from before its publication, nor a version come twice", "[market]") {
  Counter counter;
  auto early = counter.list(2);
  early.from = early.from.plus_days(-1);
  auto again = counter.list(1);
  again.goods.pop_back();

  CHECK(counter.refusal(programme::prices_command(counter.township, early)) ==
        RefusalCode::not_yet_valid);
  CHECK(counter.refusal(programme::prices_command(counter.township, again)) ==
        RefusalCode::key_conflict);
  programme::Command other_key = programme::prices_command(counter.township, again);
  other_key.key = "other";
  CHECK(counter.refusal(other_key) == RefusalCode::duplicate);
}

TEST_CASE("goods come in before a second officer whose post it is to see to them", "[market]") {
  Counter counter;
  auto delivery = counter.delivery({{Sku("G04"), Counter::pieces(1), Yuan::parse("2")}});

  delivery.witness = counter.keeper.officer;
  CHECK(counter.refused(delivery) == RefusalCode::four_eyes);
  delivery.witness = OfficerId("o-nobody");
  CHECK(counter.refused(delivery) == RefusalCode::officer_unknown);
  delivery.witness = OfficerId("o-women");
  CHECK(counter.refused(delivery) == RefusalCode::role_missing);
  counter.accept(programme::dismissal_command(counter.head, {OfficerId("o-supervisor")}));
  delivery.witness = OfficerId("o-supervisor");
  CHECK(counter.refused(delivery) == RefusalCode::officer_dismissed);
}

TEST_CASE("a delivery names a known donor, or money the fund has", "[market]") {
  Counter counter;
  auto delivery = counter.delivery({{Sku("G17"), Counter::pieces(100), Yuan::parse("26")}});

  delivery.donor = DonorId("D404");
  CHECK(counter.refused(delivery) == RefusalCode::donor_unknown);
  delivery.donor = DonorId();
  delivery.source = market::Source::purchase;
  CHECK(counter.refused(delivery) == RefusalCode::budget_exhausted);
  delivery.fund = VillageId("V99");
  CHECK(counter.refused(delivery) == RefusalCode::village_unknown);
}

TEST_CASE("what no state could accept is an input error", "[market]") {
  Counter counter;
  auto free = counter.delivery({{Sku("G04"), Counter::pieces(1), Yuan()}});
  auto empty = counter.delivery({});
  auto alone = counter.delivery({{Sku("G04"), Counter::pieces(1), Yuan::parse("2")}});
  alone.witness = OfficerId();
  auto units = counter.list(2);
  units.goods.front().sku = Sku("points");
  auto twice = counter.list(2);
  twice.goods.push_back(twice.goods.front());
  auto gratis = counter.list(2);
  gratis.goods.front().price = Points();
  auto nothing = counter.deposit();
  nothing.yuan = Yuan();

  CHECK_ERROR(programme::receiving_command(counter.keeper, free), Errc::bad_input);
  CHECK_ERROR(programme::receiving_command(counter.keeper, empty), Errc::bad_input);
  CHECK_ERROR(programme::receiving_command(counter.keeper, alone), Errc::bad_input);
  CHECK_ERROR(programme::prices_command(counter.township, twice), Errc::bad_input);
  CHECK_ERROR(programme::prices_command(counter.township, units), Errc::bad_input);
  CHECK_ERROR(programme::prices_command(counter.township, gratis), Errc::bad_input);
  CHECK_ERROR(programme::deposit_command(counter.township, nothing), Errc::bad_input);
  CHECK_ERROR(programme::redemption_command(counter.keeper,
                                            counter.sale({Counter::line("G04", 0)})),
              Errc::bad_input);
  CHECK_ERROR(programme::redemption_command(counter.keeper,
                                            counter.sale({Counter::line("G04", 2)}, "")),
              Errc::bad_input);
}
