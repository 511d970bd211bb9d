#include "../programme/lease_fixture.hpp"
#include "page_checks.hpp"

#include <wumei/publish/overview.hpp>

#include <algorithm>

using namespace wumei;
using namespace wumei::test;
using publish::Language;
using publish::ShelfState;

namespace {

publish::Overview overview_of(const Counter& counter, std::int64_t weeks = 4) {
  return publish::gather_overview(*counter.book, {counter.book->today(), weeks});
}

const publish::WatchedGoods& goods_of(const publish::ShopOverview& row, const std::string& sku) {
  const auto found = std::find_if(row.goods.begin(), row.goods.end(),
                                  [&](const auto& each) { return each.sku == Sku(sku); });
  if (found == row.goods.end()) throw InvariantViolation("no " + sku + " on this shelf");
  return *found;
}

const publish::ShopOverview& shop_of(const publish::Overview& overview, const std::string& shop) {
  const auto found = std::find_if(overview.shops.begin(), overview.shops.end(),
                                  [&](const auto& row) { return row.shop == ShopId(shop); });
  if (found == overview.shops.end()) throw InvariantViolation("no shop " + shop);
  return *found;
}

/// Twenty shops of twenty villages beside the counter's, each with its goods and a household; shop
/// n sold n pieces on day n of April.
struct TwentyShops : Counter {
  TwentyShops() {
    for (int number = 1; number <= 20; ++number) open_shop(number);
    for (int number = 1; number <= 20; ++number) sell(number);
    set_day("2026-04-28");
  }

  static std::string two(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  }
  static VillageId village(int number) { return VillageId("W" + two(number)); }
  static ShopId shop(int number) { return ShopId("W" + two(number) + "-1"); }
  static HouseholdId home(int number) { return HouseholdId("9" + two(number) + "0001"); }

  void open_shop(int number) {
    accept(programme::village_command(head, {village(number), "第" + two(number) + "村"}));
    programme::HouseholdRegistration household;
    household.household = home(number);
    household.village = village(number);
    household.people = 2;
    household.passbook = "PW" + two(number);
    household.card = CardId("CW" + two(number));
    household.head = "李四";
    accept(programme::household_command(head, household));
    accept(programme::shop_command(
        township, {shop(number), village(number), "第" + two(number) + "爱心超市"}));
    programme::Receiving goods = delivery({{Sku("G26"), pieces(100), Yuan::parse("2")}},
                                          "DN-W" + two(number));
    goods.shop = shop(number);
    accept(programme::receiving_command(keeper, goods));
    accept(programme::opening_command(
        township, {home(number), Points::parse("500"), Honour(), Date::of(2027, 12, 31),
                   "2025年台账" + two(number)}));
  }

  void sell(int number) {
    set_day("2026-04-" + two(number + 7));
    programme::Redemption redemption = sale({line("G26", 2)}, "S" + two(number));
    redemption.shop = shop(number);
    redemption.household = home(number);
    accept(programme::redemption_command(keeper, redemption));
  }
};

}  // namespace

TEST_CASE("an overview is of 1 to 26 weeks", "[publish][overview]") {
  const Counter counter;
  CHECK_THROWS_AS(overview_of(counter, 0), Error);
  CHECK_THROWS_AS(overview_of(counter, 27), Error);
}

TEST_CASE("a shop that never sold anything is silent, and so says the page",
          "[publish][overview]") {
  const Counter counter;
  const publish::Overview overview = overview_of(counter);

  REQUIRE(overview.shops.size() == 1);
  const publish::ShopOverview& row = overview.shops[0];
  CHECK(row.silent());
  CHECK_FALSE(row.silent_days);
  CHECK_FALSE(row.last_sale);
  CHECK_FALSE(row.last_upload);
  CHECK(row.tills == 0);
  CHECK(contains(publish::overview_html(overview, Language::zh), "▲ 从未"));
  CHECK(contains(publish::overview_html(overview, Language::en), "▲ never"));
}

TEST_CASE("redemptions stand in their weeks unless they were reversed", "[publish][overview]") {
  Counter counter;
  counter.accept(programme::redemption_command(counter.keeper,
                                               counter.sale({Counter::line("G04", 2)}, "1")));
  counter.set_day("2026-04-15");
  const auto undone = counter.accept(programme::redemption_command(
      counter.keeper, counter.sale({Counter::line("G04", 2)}, "2")));
  counter.accept(programme::reverse_command(
      *counter.book, counter.township, undone.first, "打错"));
  counter.set_day("2026-04-20");
  counter.accept(programme::redemption_command(counter.keeper,
                                               counter.sale({Counter::line("G04", 3)}, "3")));
  counter.set_day("2026-04-22");

  const publish::ShopOverview row = overview_of(counter, 3).shops.at(0);

  REQUIRE(row.weeks.size() == 3);
  CHECK(row.weeks[0].first == Date::of(2026, 4, 2));
  CHECK(row.weeks[0].points == Points::parse("6"));
  CHECK(row.weeks[1].points == Points());
  CHECK(row.weeks[2].points == Points::parse("9"));
  CHECK(row.weeks[2].redemptions == 1);
  CHECK(row.last_sale == Date::of(2026, 4, 20));
  CHECK(row.silent_days == 2);
  CHECK(goods_of(row, "G04").handed_out == Counter::pieces(5));
  CHECK(overview_of(counter, 1).shops.at(0).weeks[0].points == Points::parse("9"));
}

TEST_CASE("goods are out, low or enough by the pace of the weeks", "[publish][overview]") {
  Counter counter;
  const auto sell = [&](const std::string& sku, std::int64_t count, const std::string& slip) {
    counter.accept(programme::redemption_command(
        counter.keeper, counter.sale({Counter::line(sku, count)}, slip)));
  };
  sell("G04", 5, "1");
  CHECK(goods_of(overview_of(counter, 1).shops.at(0), "G04").state == ShelfState::enough);

  // Fifteen left at five a week last three weeks; two pieces of spoiled goods count for nothing.
  counter.accept(programme::receiving_command(
      counter.keeper, counter.delivery({{Sku("G26"), Counter::pieces(4), Yuan::parse("2"), "",
                                         Date::of(2026, 4, 20)}}, "DN-3")));
  sell("G26", 2, "2");
  CHECK(goods_of(overview_of(counter, 1).shops.at(0), "G26").state == ShelfState::low);
  counter.set_day("2026-04-21");

  const publish::ShopOverview row = overview_of(counter, 4).shops.at(0);
  CHECK(goods_of(row, "G26").state == ShelfState::out);
  CHECK(goods_of(row, "G26").spoiled == Counter::pieces(2));
  CHECK_FALSE(goods_of(row, "G26").empty_since);
  CHECK(row.count(ShelfState::out) == 1);
  CHECK(row.silent());
  CHECK(row.silent_days == 13);
}

TEST_CASE("how soon goods run out does not depend on how far one looks back",
          "[publish][overview]") {
  Counter counter;
  counter.accept(programme::receiving_command(
      counter.keeper, counter.delivery({{Sku("G26"), Counter::pieces(5), Yuan::parse("2")}},
                                       "DN-3")));
  counter.accept(programme::redemption_command(counter.keeper,
                                               counter.sale({Counter::line("G26", 4)}, "1")));
  for (const std::int64_t weeks : {1, 4, 8, 26}) {
    CHECK(goods_of(overview_of(counter, weeks).shops.at(0), "G26").state == ShelfState::low);
  }
  counter.set_day("2026-05-06");  // four weeks later nobody has wanted any
  CHECK(goods_of(overview_of(counter, 26).shops.at(0), "G26").state == ShelfState::enough);
  CHECK(goods_of(overview_of(counter, 26).shops.at(0), "G26").handed_out == Counter::pieces(4));
}

TEST_CASE("what tills hold, used and left to be looked into", "[publish][overview][lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.upload(counter.sold({LeaseCounter::line("G04", 2)}));

  const publish::ShopOverview row = overview_of(counter).shops.at(0);
  CHECK(row.tills == 1);
  CHECK(row.lent == Points::parse("30"));
  CHECK(row.used == Points::parse("6"));
  CHECK(row.exposure.open == Points::parse("24"));
  CHECK_FALSE(row.doubt_since);
  CHECK(row.last_upload == counter.book->now());
  CHECK(row.weeks.back().offline == Points::parse("6"));
  CHECK(row.flagged == 0);

  // Another record under the same number, for more than is lent and more than is there.
  programme::OfflineRedemption copy = counter.sold({LeaseCounter::line("G17", 1)});
  copy.random = "00000000000000ff";
  counter.upload(copy);
  counter.upload(counter.sold({LeaseCounter::line("G26", 4)}, 2));
  counter.pass_hours(80);

  const publish::Overview late = overview_of(counter);
  const publish::ShopOverview& after = late.shops.at(0);
  CHECK(after.quarantined == std::vector<TillId>{counter.till});
  CHECK(after.suspense == Points::parse("16"));  // 6 + 30 + 10 of 30 lent
  CHECK(after.short_pieces == LeaseCounter::pieces(4));
  CHECK(after.flagged == 2);
  CHECK(after.doubt_since == counter.leases().lease(counter.till, 1)->stop);
  CHECK(late.total.suspense == after.suspense);
  CHECK(late.total.exposure == after.exposure);
  CHECK(goods_of(after, "G26").beyond == LeaseCounter::pieces(4));
  CHECK(goods_of(after, "G26").state == ShelfState::out);
  const std::string page = publish::overview_html(late, Language::zh);
  for (const char* text : {"终端 03-1-a 流水号重复", "16 分兑换超出额度", "4 件给出时账上没有库存",
                           "起存疑", "2 笔离线兑换带待核标记"}) {
    INFO(text);
    CHECK(contains(page, text));
  }
}

TEST_CASE("what was added to a lease is lent, and its till was heard",
          "[publish][overview][lease]") {
  LeaseCounter counter;
  counter.lend("6");
  counter.pass_hours(48);
  counter.accept(programme::lease_add_command(
      counter.keeper,
      {counter.till, 1, "00000000000000aa", counter.neighbour, Points::parse("4")}));

  const publish::ShopOverview row = overview_of(counter).shops.at(0);
  counter.upload(counter.sold({LeaseCounter::line("G04", 1)}));
  const publish::ShopOverview after = overview_of(counter).shops.at(0);

  CHECK(row.silent_days == 0);
  CHECK(row.lent == Points::parse("10"));
  CHECK(row.used == Points());
  CHECK(after.lent == row.lent);
  CHECK(after.used == Points::parse("3"));
  CHECK(after.exposure.open == Points::parse("7"));
}

TEST_CASE("a till's report is an upload though it moves nothing", "[publish][overview][lease]") {
  LeaseCounter counter;
  counter.lend("6");
  counter.upload(counter.sold({LeaseCounter::line("G04", 2)}));
  counter.pass_hours(24);
  counter.close(1, 1);

  const publish::ShopOverview row = overview_of(counter).shops.at(0);
  CHECK(row.last_upload == counter.book->now());
  CHECK(row.silent_days == 0);
  CHECK(row.lent == Points());
}

TEST_CASE("twenty shops on one page, those to look into first", "[publish][overview]") {
  const TwentyShops town;
  const publish::Overview overview = overview_of(town, 8);

  REQUIRE(overview.shops.size() == 21);
  CHECK(overview.shops[0].shop == TwentyShops::shop(1));  // silent, and its fund is thin
  for (std::size_t i = 1; i < overview.shops.size(); ++i) {
    CHECK(overview.shops[i - 1].alarms() >= overview.shops[i].alarms());
  }
  for (int number = 1; number <= 20; ++number) {
    const publish::ShopOverview& row = shop_of(overview, TwentyShops::shop(number).text());
    CHECK(row.silent_days == 21 - number);
    CHECK(row.silent() == (number <= 14));
    CHECK(goods_of(row, "G26").left == Counter::pieces(98));
    CHECK(row.fund.spendable == Points::parse("495"));
  }
  Points sum;
  for (const publish::ShopWeek& week : overview.total.weeks) sum += week.points;
  CHECK(sum == Points::parse("100"));
  for (const Language language : {Language::zh, Language::en}) {
    const std::string page = publish::overview_html(overview, language);
    for (int number = 1; number <= 20; ++number) {
      CHECK(contains(page, "第" + TwentyShops::two(number) + "爱心超市"));
    }
    CHECK(well_formed(page));
    CHECK(contains(page, "size: A4 landscape"));
    CHECK_FALSE(contains(page, "<script"));
    CHECK_FALSE(contains(page, "李四"));
  }
}

TEST_CASE("names on the overview are escaped", "[publish][overview]") {
  Counter counter;
  counter.accept(programme::shop_command(
      counter.township, {ShopId("03-2"), VillageId("V03"), "<b>\"A&B\"</b>"}));
  const std::string page = publish::overview_html(overview_of(counter), Language::en);
  CHECK(well_formed(page));
  CHECK(contains(page, "&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;"));
}
