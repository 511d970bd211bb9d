#include "lease_fixture.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/stock_commands.hpp>

using namespace wumei;
using programme::CountReason;
using test::Counter;

namespace {

/// The counter with a second shop in another village, whose keeper `o-other` keeps nothing here.
struct TwoShops : test::LeaseCounter {
  const programme::Actor other{OfficerId("o-other"), DeviceId("unit")};

  TwoShops() {
    accept(programme::village_command(head, {VillageId("V04"), "东湖村"}));
    accept(programme::shop_command(township, {ShopId("04-1"), VillageId("V04"), "东湖爱心超市"}));
    accept(programme::appointment_command(
        head, {other.officer, {people::Role::keeper}, {VillageId("V04")}, "某某", ""}));
  }

  [[nodiscard]] programme::StockCount sheet(std::vector<programme::CountedLine> lines,
                                            const std::string& number = "PD-1") const {
    return {ShopId("03-1"), number, book->today(), OfficerId("o-shop-supervisor"),
            std::move(lines)};
  }
  [[nodiscard]] static programme::CountedLine found(const std::string& sku, std::int64_t counted,
                                                    CountReason reason = CountReason::none) {
    return {Sku(sku), pieces(counted), reason};
  }
  programme::Receipt count(const programme::StockCount& asked) {
    return accept(programme::count_command(keeper, asked));
  }
  RefusalCode refused_count(const programme::StockCount& asked) {
    return refusal(programme::count_command(keeper, asked));
  }

  [[nodiscard]] programme::StockTransfer handed(std::vector<market::BasketLine> lines) const {
    return {ShopId("03-1"), ShopId("04-1"), "DB-1", book->today(), OfficerId("o-keeper"),
            std::move(lines)};
  }
  programme::Receipt transfer(const programme::StockTransfer& asked) {
    return accept(programme::stock_transfer_command(other, asked));
  }
  RefusalCode refused_transfer(const programme::StockTransfer& asked) {
    return refusal(programme::stock_transfer_command(other, asked));
  }
};

}  // namespace

TEST_CASE("a count is refused for who, when, where and what", "[stock]") {
  TwoShops shops;
  const auto count = shops.sheet({TwoShops::found("G04", 20)});

  auto asked = count;
  asked.shop = ShopId("09-9");
  CHECK(shops.refused_count(asked) == RefusalCode::shop_unknown);
  CHECK(shops.refusal(programme::count_command(shops.other, count)) == RefusalCode::role_missing);
  asked = count;
  asked.witness = OfficerId("o-keeper");
  CHECK(shops.refused_count(asked) == RefusalCode::four_eyes);
  asked.witness = OfficerId("o-grid-worker");
  CHECK(shops.refused_count(asked) == RefusalCode::role_missing);
  asked.witness = OfficerId("o-nobody");
  CHECK(shops.refused_count(asked) == RefusalCode::officer_unknown);
  asked = count;
  asked.on = Date::of(2026, 4, 9);
  CHECK(shops.refused_count(asked) == RefusalCode::date_in_future);
  CHECK(shops.refused_count(shops.sheet({TwoShops::found("G99", 0)})) ==
        RefusalCode::goods_unknown);
  CHECK(shops.refused_count(shops.sheet({TwoShops::found("G26", 1, CountReason::found)})) ==
        RefusalCode::goods_unknown);
}

TEST_CASE("a count of a day that was closed comes too late", "[stock]") {
  TwoShops shops;
  const auto count = shops.sheet({TwoShops::found("G04", 20)});
  const auto transfer = shops.handed({Counter::line("G04", 1)});
  shops.set_day("2026-04-09");
  shops.accept(programme::close_day_command(shops.township, Date::of(2026, 4, 8)));

  CHECK(shops.refused_count(count) == RefusalCode::wrong_state);
  CHECK(shops.refused_transfer(transfer) == RefusalCode::wrong_state);
  CHECK(shops.count(shops.sheet({TwoShops::found("G04", 20)})).count == 1);
}

TEST_CASE("a difference needs a reason of its side", "[stock]") {
  TwoShops shops;
  const auto refused = [&](std::int64_t counted, CountReason reason) {
    return shops.refused_count(shops.sheet({TwoShops::found("G04", counted, reason)}));
  };
  CHECK(refused(19, CountReason::none) == RefusalCode::count_reason);
  CHECK(refused(19, CountReason::found) == RefusalCode::count_reason);
  CHECK(refused(21, CountReason::none) == RefusalCode::count_reason);
  for (const CountReason reason :
       {CountReason::damaged, CountReason::expired, CountReason::missing}) {
    CHECK(refused(21, reason) == RefusalCode::count_reason);
  }
  CHECK_THROWS_AS(programme::count_reason("stolen"), Error);
}

TEST_CASE("nobody asks for a count or a transfer of nothing", "[stock]") {
  TwoShops shops;
  const auto count = [&](programme::StockCount asked) {
    return programme::count_command(shops.keeper, asked);
  };
  const auto twice = {TwoShops::found("G04", 20), TwoShops::found("G04", 20)};
  CHECK_THROWS_AS(count(shops.sheet({})), Error);
  CHECK_THROWS_AS(count(shops.sheet(twice)), Error);
  CHECK_THROWS_AS(count(shops.sheet({TwoShops::found("G04", -1)})), Error);
  CHECK_THROWS_AS(count(shops.sheet({TwoShops::found("G04", 1)}, "")), Error);
  auto alone = shops.sheet({TwoShops::found("G04", 1)});
  alone.witness = OfficerId();
  CHECK_THROWS_AS(count(alone), Error);

  const auto transfer = [&](programme::StockTransfer asked) {
    return programme::stock_transfer_command(shops.other, asked);
  };
  CHECK_THROWS_AS(transfer(shops.handed({})), Error);
  CHECK_THROWS_AS(transfer(shops.handed({Counter::line("G04", 0)})), Error);
  CHECK_THROWS_AS(
      transfer(shops.handed({Counter::line("G04", 1), Counter::line("G04", 1)})), Error);
  auto nobody = shops.handed({Counter::line("G04", 1)});
  nobody.sender = OfficerId();
  CHECK_THROWS_AS(transfer(nobody), Error);
  nobody = shops.handed({Counter::line("G04", 1)});
  nobody.slip = "";
  CHECK_THROWS_AS(transfer(nobody), Error);
}

TEST_CASE("a count that agrees moves nothing and is kept", "[stock]") {
  TwoShops shops;
  const auto receipt = shops.count(shops.sheet({TwoShops::found("G04", 20)}));

  CHECK(ledger::decode(shops.book->leaf(receipt.first)).legs.empty());
  CHECK(json::write(receipt.out) ==
        R"({"lines":[{"sku":"G04","book":20,"short":0,"difference":0}],"lost":0,"found":0})");
  shops.sound();
}

TEST_CASE("what is short goes out of the lots that end first, at their cost", "[stock]") {
  TwoShops shops;
  auto soon = shops.delivery({{Sku("G04"), TwoShops::pieces(4), Yuan::parse("3")}});
  soon.lines[0].best_before = Date::of(2026, 4, 1);
  const auto lot = shops.accept(programme::receiving_command(shops.keeper, soon)).first;
  const auto before = shops.balance("f/V03:stock_cost");

  const auto receipt =
      shops.count(shops.sheet({TwoShops::found("G04", 19, CountReason::expired)}));

  CHECK(shops.lot("s/03-1:stock/G04", std::to_string(lot) + ".1") == 0);
  CHECK(shops.balance("s/03-1:stock/G04") == 19);
  CHECK(shops.balance("s/03-1:variance/G04") == 5);
  CHECK(receipt.out.at("lost").integer() == 4 * 3'00 + 2'40);
  CHECK(shops.balance("f/V03:stock_cost") == before - receipt.out.at("lost").integer());
  CHECK(shops.balance("f/V03:spent") == receipt.out.at("lost").integer());
  shops.sound();
}

TEST_CASE("what is over goes into the newest lot, at its cost", "[stock]") {
  TwoShops shops;
  const auto given = shops.balance("f/V03:donated_value");
  const auto receipt = shops.count(shops.sheet({TwoShops::found("G04", 23, CountReason::found)}));

  CHECK(shops.balance("s/03-1:stock/G04") == 23);
  CHECK(shops.balance("s/03-1:variance/G04") == -3);
  CHECK(receipt.out.at("found").integer() == 3 * 2'40);
  CHECK(shops.balance("f/V03:donated_value") == given - 3 * 2'40);
  // They can be handed out like all others.
  shops.accept(programme::redemption_command(shops.keeper, shops.sale({Counter::line("G04", 2)})));
  shops.sound();
}

TEST_CASE("the next count settles what a till handed over beyond the books", "[stock]") {
  TwoShops shops;
  shops.lend("24");
  shops.count(shops.sheet({TwoShops::found("G04", 0, CountReason::missing)}));
  shops.upload(shops.sold({Counter::line("G04", 2)}));
  REQUIRE(shops.balance("s/03-1:short/G04") == -2);

  SECTION("the shelf is empty: two pieces were there that the count had missed") {
    const auto receipt =
        shops.count(shops.sheet({TwoShops::found("G04", 0, CountReason::miscounted)}, "PD-2"));
    CHECK(json::write(receipt.out.at("lines")) ==
          R"([{"sku":"G04","book":0,"short":2,"difference":2}])");
    CHECK(shops.balance("s/03-1:variance/G04") == 18);
  }
  SECTION("they were of a delivery that was booked after them") {
    shops.accept(programme::receiving_command(
        shops.keeper, shops.delivery({{Sku("G04"), TwoShops::pieces(5), Yuan::parse("2")}})));
    const auto receipt = shops.count(shops.sheet({TwoShops::found("G04", 3)}, "PD-2"));
    CHECK(receipt.out.at("lost").integer() == 4'00);
    CHECK(shops.balance("s/03-1:stock/G04") == 3);
    CHECK(shops.balance("s/03-1:variance/G04") == 20);
  }
  CHECK(shops.balance("s/03-1:short/G04") == 0);
  shops.sound();
}

TEST_CASE("a transfer is refused for who, where and what", "[stock]") {
  TwoShops shops;
  const auto good = shops.handed({Counter::line("G04", 3)});

  auto asked = good;
  asked.from = ShopId("09-9");
  CHECK(shops.refused_transfer(asked) == RefusalCode::shop_unknown);
  asked = good;
  asked.to = ShopId("09-9");
  CHECK(shops.refused_transfer(asked) == RefusalCode::shop_unknown);
  asked.to = asked.from;
  CHECK(shops.refused_transfer(asked) == RefusalCode::nothing_to_do);
  CHECK(shops.refusal(programme::stock_transfer_command(shops.officer("panel"), good)) ==
        RefusalCode::role_missing);
  asked = good;
  asked.sender = shops.other.officer;
  CHECK(shops.refused_transfer(asked) == RefusalCode::four_eyes);
  asked.sender = OfficerId("o-panel");
  CHECK(shops.refused_transfer(asked) == RefusalCode::role_missing);
  asked = good;
  asked.on = Date::of(2026, 4, 9);
  CHECK(shops.refused_transfer(asked) == RefusalCode::date_in_future);
  CHECK(shops.refused_transfer(shops.handed({Counter::line("G99", 1)})) ==
        RefusalCode::goods_unknown);
  CHECK(shops.refused_transfer(shops.handed({Counter::line("G04", 21)})) ==
        RefusalCode::not_enough_stock);
  // The sender cannot write himself free: only who received it signs.
  asked = good;
  asked.sender = shops.other.officer;
  asked.to = ShopId("04-1");
  programme::Appointment only_here{OfficerId("o-here"), {people::Role::keeper},
                                   {VillageId("V03")}, "某某", ""};
  shops.accept(programme::appointment_command(shops.head, only_here));
  CHECK(shops.refusal(programme::stock_transfer_command(
            {only_here.officer, DeviceId("unit")}, asked)) == RefusalCode::role_missing);
}

TEST_CASE("goods keep their lot on another shop's shelf", "[stock]") {
  TwoShops shops;
  auto kept = shops.delivery({{Sku("G04"), TwoShops::pieces(4), Yuan::parse("3"), "残疾人户"}});
  shops.accept(programme::receiving_command(shops.keeper, kept));
  CHECK(shops.refused_transfer(shops.handed({Counter::line("G04", 22)})) ==
        RefusalCode::restricted_goods);

  auto asked = shops.handed({Counter::line("G04", 5), Counter::line("G17", 1)});
  asked.lines.push_back({Sku("G04"), TwoShops::pieces(1), "残疾人户"});
  const auto before = shops.balance("f/V03:stock_cost");
  const auto receipt = shops.transfer(asked);

  CHECK(shops.balance("s/03-1:stock/G04") == 18);
  CHECK(shops.balance("s/04-1:stock/G04") == 6);
  CHECK(shops.balance("s/04-1:stock/G17") == 1);
  CHECK(shops.balance("f/V03:stock_cost") == before);
  const auto& state = shops.book->state();
  const auto shelf = market::shelf(state.market, state.book, ShopId("04-1"), shops.book->today());
  REQUIRE(shelf.size() == 2);
  CHECK(shelf[0].restricted == TwoShops::pieces(1));
  CHECK(shelf[0].cost == Yuan::parse("15"));

  // Handed out there, it is spent of the fund that carried it, and its donor's still.
  auto sale = shops.sale({Counter::line("G04", 2)});
  sale.shop = ShopId("04-1");
  shops.accept(programme::redemption_command(shops.other, sale));
  CHECK(shops.balance("f/V03:spent") == 2 * 2'40);
  CHECK(state.market.donors.at(DonorId("D001")).handed_out.at(Sku("G04")) == TwoShops::pieces(2));
  CHECK(shops.refusal(programme::reverse_command(*shops.book, shops.township, receipt.first,
                                                 "写错")) == RefusalCode::not_reversible);
  shops.sound();
}

TEST_CASE("who signed for goods does not sign himself free", "[stock]") {
  TwoShops shops;
  const auto undo = [&](const programme::Actor& actor, ledger::Seq seq) {
    return programme::reverse_command(*shops.book, actor, seq, "写错");
  };
  const auto moved = shops.transfer(shops.handed({Counter::line("G04", 5)})).first;
  CHECK(shops.refusal(undo(shops.other, moved)) == RefusalCode::four_eyes);
  shops.accept(undo(shops.township, moved));
  CHECK(shops.balance("s/04-1:stock/G04") == 0);
  CHECK(shops.balance("s/03-1:stock/G04") == 20);

  auto count = shops.sheet({TwoShops::found("G04", 18, CountReason::missing)});
  count.witness = OfficerId("o-township");
  const auto counted = shops.count(count).first;
  CHECK(shops.refusal(undo(shops.keeper, counted)) == RefusalCode::four_eyes);
  CHECK(shops.refusal(undo(shops.township, counted)) == RefusalCode::four_eyes);
  shops.accept(undo(shops.head, counted));
  CHECK(shops.balance("s/03-1:stock/G04") == 20);
  CHECK(shops.balance("s/03-1:variance/G04") == 0);
  shops.sound();
}

TEST_CASE("a shop that goods went to is not unmade", "[stock]") {
  TwoShops shops;
  const ledger::Seq registered = shops.book->state().market.shop(ShopId("04-1"))->seq;
  const auto moved = shops.transfer(shops.handed({Counter::line("G04", 5)})).first;
  const auto undo = [&](ledger::Seq seq) {
    return programme::reverse_command(*shops.book, shops.head, seq, "写错");
  };
  CHECK(shops.refusal(undo(registered)) == RefusalCode::not_reversible);
  shops.accept(undo(moved));
  shops.accept(undo(registered));
  shops.sound();
}
