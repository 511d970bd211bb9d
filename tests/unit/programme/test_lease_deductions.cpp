#include "deeds_fixture.hpp"

#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/opening_commands.hpp>

using namespace wumei;
using namespace wumei::test;

namespace {

/// Household 0301001 has 5 points, 3 of them with till 03-1-a, and a fine of 5 is on notice.
struct FinedTownship : DeedsTownship {
  FinedTownship() {
    accept(programme::shop_command(township, {ShopId("03-1"), VillageId("V03"), "柳河爱心超市"}));
    programme::PricePublication prices{"goods", 1, book->today(), Points::parse("1"), {}, "商品\n"};
    prices.goods.push_back({Sku("G04"), "肥皂", "块", Points::parse("1"), Yuan::parse("1"),
                            Quantity::of_units(9)});
    const Seq list = accept(programme::prices_command(township, prices)).first;
    accept(programme::opening_command(
        township, {home, Points::parse("5"), Honour(), Date::of(2027, 12, 31), "2025年台账"}));
    accept(programme::lease_command(
        keeper, {TillId("03-1-a"), ShopId("03-1"), 1, list, {{home, Points::parse("3")}}}));
    settle(deed("ENV12"));
    post();
    set_day("2026-04-24");
  }

  [[nodiscard]] std::int64_t escrow() const {
    return state().book.balance(ledger::escrow(TillId("03-1-a"), home));
  }
};

}  // namespace

TEST_CASE("a fine reaches what a till holds, as a debt of the household", "[lease][notice]") {
  FinedTownship town;

  town.accept(programme::confirm_command(town.supervisor, NoticeId("N-1")));

  CHECK(town.balance(Purpose::spendable) == 0);
  CHECK(town.balance(Purpose::arrears) == -300);
  CHECK(town.escrow() == 300);
  CHECK(town.fund(Purpose::penalty) == 500);
}

TEST_CASE("what is leased is owed once only", "[lease][notice]") {
  FinedTownship town;
  town.settle(town.deed("ENV12", "1", 2));
  town.post("N-2");
  town.set_day("2026-04-28");
  town.accept(programme::confirm_command(town.supervisor, NoticeId("N-1")));

  town.accept(programme::confirm_command(town.supervisor, NoticeId("N-2")));

  CHECK(town.balance(Purpose::arrears) == -300);
  CHECK(town.fund(Purpose::penalty) == 500);
}

TEST_CASE("without a lease a fine with floor 0 leaves no debt", "[lease][notice]") {
  FinedTownship town;
  town.accept(programme::lease_close_command(town.keeper, {TillId("03-1-a"), 1, 0, 0}));

  town.accept(programme::confirm_command(town.supervisor, NoticeId("N-1")));

  CHECK(town.balance(Purpose::spendable) == 0);
  CHECK(town.balance(Purpose::arrears) == 0);
  CHECK(town.fund(Purpose::penalty) == 500);
}
