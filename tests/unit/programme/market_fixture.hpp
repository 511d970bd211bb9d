#pragma once

#include <catch.hpp>
#include <township.hpp>

#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/opening_commands.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wumei::test {

/// The township with shop 03-1, a list of three goods, 1,000 yuan in the fund, 20 pieces of G04
/// from donor D001 and 10 of G17 bought, and 40 points with household 0301001, on 2026-04-08.
struct Counter : Township {
  programme::Actor keeper = officer("keeper");
  programme::Actor township = officer("township");
  ledger::Seq prices = ledger::no_seq;

  Counter() {
    accept(programme::donor_command(
        head, {DonorId("D001"), "县水利局", people::DonorKind::assistance_unit}));
    accept(programme::shop_command(township, {ShopId("03-1"), VillageId("V03"), "柳河爱心超市"}));
    prices = accept(programme::prices_command(township, list(1))).first;
    accept(programme::deposit_command(township, deposit()));
    set_day("2026-04-08");
    programme::Receiving bought = delivery({{Sku("G17"), pieces(10), Yuan::parse("26")}});
    bought.source = market::Source::purchase;
    bought.donor = DonorId();
    bought.fund = VillageId("V03");
    bought.delivery = "PO-1";
    accept(programme::receiving_command(keeper, bought));
    accept(programme::receiving_command(
        keeper, delivery({{Sku("G04"), pieces(20), Yuan::parse("2.4")}}, "DN-1")));
    accept(programme::opening_command(
        township, {HouseholdId("0301001"), Points::parse("40"), Honour(), Date::of(2027, 12, 31),
                   "2025年台账"}));
  }

  static Quantity pieces(std::int64_t count) { return Quantity::of_units(count); }

  static market::Goods goods(const std::string& sku, const std::string& price,
                             std::int64_t limit) {
    return {Sku(sku), "商品" + sku, "件", Points::parse(price), Yuan::parse("1"), pieces(limit)};
  }

  [[nodiscard]] programme::PricePublication list(std::int64_t version) {
    return {"goods", version, book->today(), Points::parse("5"),
            {goods("G04", "3", 5), goods("G17", "30", 2), goods("G26", "2.5", 4)},
            "商品编号,名称\n"};
  }

  [[nodiscard]] programme::Deposit deposit() {
    return {VillageId("V03"), Yuan::parse("1000"), "官财〔2026〕3号", book->today()};
  }

  /// A donation of D001 to the shop, seen by the shop supervisor.
  [[nodiscard]] programme::Receiving delivery(std::vector<programme::ReceivedLine> lines,
                                              const std::string& note = "DN-2") {
    programme::Receiving receiving;
    receiving.shop = ShopId("03-1");
    receiving.donor = DonorId("D001");
    receiving.delivery = note;
    receiving.on = book->today();
    receiving.witness = OfficerId("o-shop-supervisor");
    receiving.lines = std::move(lines);
    return receiving;
  }

  [[nodiscard]] programme::Redemption sale(std::vector<market::BasketLine> lines,
                                           const std::string& slip = "0001") {
    programme::Redemption redemption;
    redemption.shop = ShopId("03-1");
    redemption.slip = slip;
    redemption.household = HouseholdId("0301001");
    redemption.on = book->today();
    redemption.prices = prices;
    redemption.lines = std::move(lines);
    return redemption;
  }

  [[nodiscard]] static market::BasketLine line(const std::string& sku, std::int64_t quantity) {
    return {Sku(sku), pieces(quantity), {}};
  }

  RefusalCode refused(const programme::Redemption& redemption) {
    return refusal(programme::redemption_command(keeper, redemption));
  }
  RefusalCode refused(const programme::Receiving& receiving) {
    return refusal(programme::receiving_command(keeper, receiving));
  }

  [[nodiscard]] std::int64_t balance(const std::string& account) const {
    return book->state().book.balance(account);
  }
};

}  // namespace wumei::test
