#include "../programme/market_fixture.hpp"
#include "page_checks.hpp"

#include <wumei/programme/kinds.hpp>
#include <wumei/publish/donor.hpp>
#include <wumei/publish/sales.hpp>

using namespace wumei;
using namespace wumei::test;
using publish::Language;

namespace {

/// The counter, whose donor D001 gave 20 pieces of G04 on 8 April, and on 20 April 6 of G26 that
/// spoil in May, and a household of another village.
struct Given : Counter {
  const HouseholdId away{"0401001"};

  Given() {
    accept(programme::village_command(head, {VillageId("V04"), "石门村"}));
    programme::HouseholdRegistration household;
    household.household = away;
    household.village = VillageId("V04");
    household.people = 2;
    household.passbook = "P0401001";
    household.card = CardId("C0401001");
    household.head = "李四";
    accept(programme::household_command(head, household));
    for (const HouseholdId& each : {away, HouseholdId("0301002")}) {
      accept(programme::opening_command(township, {each, Points::parse("40"), Honour(),
                                                   Date::of(2027, 12, 31), "旧" + each.text()}));
    }
    set_day("2026-04-20");
    accept(programme::receiving_command(
        keeper, delivery({{Sku("G26"), pieces(6), Yuan::parse("2"), "残疾人户",
                           Date::of(2026, 5, 10)}})));
  }

  programme::Receipt sell(const HouseholdId& household, const market::BasketLine& asked,
                          const std::string& slip) {
    programme::Redemption redemption = sale({asked}, slip);
    redemption.household = household;
    return accept(programme::redemption_command(keeper, redemption));
  }

  /// Pieces of the first delivery of G04 from the counter's shelf to that of another shop.
  void move_on(const ShopId& shop, std::int64_t count) {
    accept(programme::shop_command(township, {shop, VillageId("V04"), "石门爱心超市"}));
    const ledger::Lot lot = book->state().book.lots(ledger::stock(ShopId("03-1"), Sku("G04")))[0];
    programme::Command command;
    command.actor = head;
    command.kind = programme::bare_transfer;
    command.key = "move/" + shop.text();
    command.decide = [=](const programme::State&, const programme::Context&)
        -> Decision<programme::Drafts> {
      ledger::Draft draft;
      draft.kind = programme::bare_transfer;
      ledger::add_move(draft.moves, ledger::stock(ShopId("03-1"), Sku("G04")), lot.name, -count);
      ledger::add_move(draft.moves, ledger::stock(shop, Sku("G04")), lot.name, count);
      return programme::Drafts{draft};
    };
    accept(command);
  }

  [[nodiscard]] publish::DonorReport report() const {
    return publish::gather_donor(*book, {DonorId("D001"), {}, {}, book->today()});
  }
};

}  // namespace

TEST_CASE("a donor nobody knows and a period that ends before it begins are refused",
          "[publish][donor]") {
  const Given town;
  CHECK_THROWS_AS(publish::gather_donor(*town.book, {DonorId("D009"), {}, {}, Date()}), Error);
  CHECK_THROWS_AS(publish::gather_donor(*town.book, {DonorId("D001"), Date::of(2026, 4, 9),
                                                     Date::of(2026, 4, 8), Date()}),
                  Error);
}

TEST_CASE("what was given, to how many households, where, and what is left", "[publish][donor]") {
  Given town;
  town.sell(HouseholdId("0301001"), Given::line("G04", 2), "1");
  town.sell(HouseholdId("0301001"), Given::line("G04", 2), "2");
  town.sell(HouseholdId("0301002"), Given::line("G04", 3), "3");
  town.sell(town.away, Given::line("G04", 4), "4");
  town.sell(town.away, {Sku("G26"), Given::pieces(2), "残疾人户"}, "5");
  const auto undone = town.sell(HouseholdId("0301002"), Given::line("G04", 2), "6");
  town.accept(programme::reverse_command(*town.book, town.township, undone.first, "打错"));
  town.set_day("2026-05-11");

  const publish::DonorReport report = town.report();

  REQUIRE(report.lots.size() == 2);
  CHECK(report.lots[0].on == Date::of(2026, 4, 8));
  CHECK(report.lots[0].received == Given::pieces(20));
  CHECK(report.lots[0].given == Given::pieces(11));
  CHECK(report.lots[0].left == Given::pieces(9));
  CHECK(report.lots[0].households == 3);
  CHECK(report.lots[0].expired.is_zero());
  CHECK(report.lots[1].restriction == "残疾人户");
  CHECK(report.lots[1].given == Given::pieces(2));
  CHECK(report.lots[1].expired == Given::pieces(4));
  CHECK(report.total.received == Given::pieces(26));
  CHECK(report.total.given == Given::pieces(13));
  CHECK(report.total.other.is_zero());
  CHECK(report.total.households == 3);
  REQUIRE(report.villages.size() == 2);
  CHECK(report.villages[0].village == VillageId("V03"));
  CHECK(report.villages[0].households == 2);
  CHECK(report.villages[0].pieces == Given::pieces(7));
  CHECK(report.villages[1].pieces == Given::pieces(6));
  CHECK(report.value == Yuan::parse("60"));
  const market::DonorTally& tally = town.book->state().market.donors.at(DonorId("D001"));
  CHECK(tally.handed_out.at(Sku("G04")) == report.lots[0].given);
}

TEST_CASE("a period picks deliveries, but none that was taken back", "[publish][donor]") {
  Given town;
  const auto wrong = town.accept(programme::receiving_command(
      town.keeper, town.delivery({{Sku("G04"), Given::pieces(7), Yuan::parse("1")}}, "DN-9")));
  town.accept(programme::reverse_command(*town.book, town.township, wrong.first, "记错"));
  town.sell(HouseholdId("0301001"), Given::line("G04", 2), "1");

  CHECK(town.report().total.received == Given::pieces(26));
  publish::DonorQuery query{DonorId("D001"), Date::of(2026, 4, 9), {}, town.book->today()};
  const publish::DonorReport late = publish::gather_donor(*town.book, query);
  REQUIRE(late.lots.size() == 1);
  CHECK(late.total.received == Given::pieces(6));
  CHECK(late.total.households == 0);
  CHECK(late.villages.empty());
  query.from.reset();
  query.to = Date::of(2026, 4, 8);
  CHECK(publish::gather_donor(*town.book, query).total.given == Given::pieces(2));
}

TEST_CASE("goods that went on to another shop are still the donor's", "[publish][donor]") {
  Given town;
  const ShopId other("04-1");
  town.move_on(other, 8);
  programme::Redemption there = town.sale({Given::line("G04", 3)}, "1");
  there.shop = other;
  there.household = town.away;
  town.accept(programme::redemption_command(town.keeper, there));
  town.sell(HouseholdId("0301001"), Given::line("G04", 2), "2");

  const publish::DonorReport report = town.report();
  CHECK(report.lots[0].received == Given::pieces(20));
  CHECK(report.lots[0].given == Given::pieces(5));
  CHECK(report.lots[0].left == Given::pieces(15));
  CHECK(report.lots[0].households == 2);
  CHECK(report.total.other.is_zero());
  const auto shelf = publish::watch_shelf(*town.book, other, town.book->today(), 1);
  REQUIRE(shelf.size() == 1);
  CHECK(shelf[0].left == Given::pieces(5));
  CHECK(shelf[0].handed_out == Given::pieces(3));
}

TEST_CASE("the donor's paper says it in a sentence and names no household", "[publish][donor]") {
  Given town;
  town.sell(town.away, Given::line("G04", 4), "1");

  const std::string zh = publish::donor_html(town.report(), Language::zh);
  for (const char* text : {"县水利局：捐赠物资去向", "<b>4</b> 件送到 <b>1</b> 户", "石门村",
                           "限残疾人户", "保质期至 2026-05-10", "共值 60.00 元"}) {
    INFO(text);
    CHECK(contains(zh, text));
  }
  const std::string en = publish::donor_html(town.report(), Language::en);
  CHECK(contains(en, "reached <b>1</b> household in <b>1</b> village."));
  for (const std::string& page : {zh, en}) {
    CHECK(well_formed(page));
    CHECK_FALSE(contains(page, "李四"));
    CHECK_FALSE(contains(page, "0401001"));
    CHECK_FALSE(contains(page, "<script"));
  }
}
