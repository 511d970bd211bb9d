#include "page_checks.hpp"

#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/receipt.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

#include <catch.hpp>

using namespace wumei;
using namespace wumei::publish;
using wumei::test::contains;
using wumei::test::well_formed;

namespace {

Statement example_statement() {
  Statement statement;
  statement.township = "官桥镇";
  statement.village = "石门村";
  statement.group = "3组";
  statement.household = HouseholdId("0301017");
  statement.head = "张建国";
  statement.day = Date::of(2026, 4, 30);
  statement.spendable = Points::parse("12.50");
  statement.pending = Points::parse("5");
  statement.honour = Honour::parse("40");
  statement.lots = {{Date::of(2027, 12, 31), Points::parse("12.50")}};
  statement.waiting = {{88, Date::of(2026, 4, 20), "垃圾分类", Points::parse("5"), true,
                        Date::of(2026, 5, 3), false}};
  statement.lines = {{70, Date::of(2026, 4, 8), "庭院月检，得 92 分", "少计 2 分：已到上限",
                      Points(), Points::parse("3")}};
  statement.refused = {{71, Date::of(2026, 4, 9), "志愿服务", "缺少佐证"}};
  statement.log = {"wumei.local/guanqiao/e1", 100, std::string(64, 'a')};
  return statement;
}

Bulletin example_bulletin() {
  Bulletin bulletin;
  bulletin.township = "官桥镇";
  bulletin.village = "石门村";
  bulletin.month = "2026-04";
  bulletin.period = {Date::of(2026, 3, 26), Date::of(2026, 4, 25)};
  bulletin.printed = Date::of(2026, 4, 27);
  bulletin.stage = NoticeStage::running;
  bulletin.until = Date::of(2026, 4, 30);
  bulletin.households = 380;
  bulletin.groups = {{"1组", {{HouseholdId("0301001"), "张*国", Points::parse("5"), 2, Points()},
                              {HouseholdId("0301002"), "李*", Points::parse("3"), 1,
                               Points::parse("-2")}}}};
  bulletin.gains = {{RuleId("ENV01"), "庭院月检", 3, Points::parse("8")}};
  bulletin.deductions = {{RuleId("NEG01"), "乱倒垃圾", 1, Points::parse("-2")}};
  bulletin.awards = {{"2026H1", "标兵户", false, Date::of(2026, 5, 8),
                      {{HouseholdId("0301001"), "张*国"}}}};
  bulletin.log = {"wumei.local/guanqiao/e1", 100, std::string(64, 'a')};
  return bulletin;
}

}  // namespace

TEST_CASE("text in a page is escaped", "[publish]") {
  CHECK(escape_html("<b>\"A&B\"</b>") == "&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;");

  Statement statement = example_statement();
  statement.head = "<script>alert(1)</script>";
  const std::string page = statement_html(statement, Language::zh);
  CHECK_FALSE(contains(page, "<script"));
  CHECK(well_formed(page));
}

TEST_CASE("amounts are written as people write them", "[publish]") {
  CHECK(plain(Points::parse("12.00")) == "12");
  CHECK(plain(Points::parse("-2.50")) == "-2.5");
  CHECK(plain(Quantity::parse("100")) == "100");
  CHECK(change(Points::parse("3")) == "+3.00");
  CHECK(change(Points::parse("-3.25")) == "-3.25");
  CHECK(change(Points()).empty());
  CHECK(grouped("1234567.50") == "1,234,567.50");
  CHECK(grouped("-1234.00") == "-1,234.00");
  CHECK(grouped("999") == "999");
}

TEST_CASE("dates are written out in the reader's language", "[publish]") {
  CHECK(long_date(Date::of(2026, 4, 8), Language::zh) == "2026年4月8日");
  CHECK(long_date(Date::of(2026, 4, 8), Language::en) == "8 April 2026");
}

TEST_CASE("a statement shows balances, lots, what waits and until when", "[publish]") {
  const std::string page = statement_html(example_statement(), Language::zh);

  CHECK(well_formed(page));
  for (const char* text : {"0301017", "张建国", "12.5", "2027年12月31日", "公示至 2026年5月3日",
                           "少计 2 分：已到上限", "缺少佐证", "wumei.local/guanqiao/e1"}) {
    INFO(text);
    CHECK(contains(page, text));
  }
  CHECK(contains(page, "size: A4"));
  CHECK(contains(page, "lang=\"zh-CN\""));
}

TEST_CASE("a statement in English keeps the facts and changes the words", "[publish]") {
  const std::string page = statement_html(example_statement(), Language::en);

  CHECK(well_formed(page));
  CHECK(contains(page, "lang=\"en\""));
  CHECK(contains(page, "31 December 2027"));
  CHECK(contains(page, "May be spent"));
  CHECK_FALSE(contains(page, "可用积分"));
}

TEST_CASE("a household without movements gets a statement that says so", "[publish]") {
  Statement statement;
  statement.household = HouseholdId("0301017");

  const std::string page = statement_html(statement, Language::en);
  CHECK(well_formed(page));
  CHECK(contains(page, "No points have moved yet."));
}

TEST_CASE("a bulletin lists groups, rules, deductions, awards and the window", "[publish]") {
  for (const Language language : {Language::zh, Language::en}) {
    const std::string page = bulletin_html(example_bulletin(), language);

    CHECK(well_formed(page));
    for (const char* text : {"1组", "张*国", "0301002", "ENV01", "NEG01", "2026H1", "2 / 380"}) {
      INFO(text);
      CHECK(contains(page, text));
    }
  }
  CHECK(contains(bulletin_html(example_bulletin(), Language::zh), "2026年4月30日"));
}

TEST_CASE("a bulletin says how far the notice is", "[publish]") {
  std::set<std::string> pages;
  for (const NoticeStage stage : {NoticeStage::unposted, NoticeStage::running, NoticeStage::over,
                                  NoticeStage::in_force}) {
    Bulletin bulletin = example_bulletin();
    bulletin.stage = stage;
    CHECK(pages.insert(bulletin_html(bulletin, Language::zh)).second);
  }
}

TEST_CASE("groups stand in the order of their numbers", "[publish]") {
  CHECK(group_order("第2组") < group_order("第10组"));
  CHECK(group_order("２组") < group_order("10组"));
}

TEST_CASE("a slip shows lines, what is left and the signed checkpoint", "[publish]") {
  RedemptionSlip slip;
  slip.shop = "石门村爱心超市";
  slip.household = HouseholdId("0301017");
  slip.lines = {{"肥皂", "块", Quantity::parse("2"), Points::parse("3"), Points::parse("6")}};
  slip.points = Points::parse("6");
  slip.before = Points::parse("12.50");
  slip.after = Points::parse("6.50");
  slip.next_expiry = Date::of(2027, 12, 31);
  slip.next_expiring = Points::parse("6.50");
  slip.on = Date::of(2026, 4, 8);
  slip.log.checkpoint = "wumei.local/guanqiao/e1\n100\nroot=\n";

  const std::string page = receipt_html(slip, Language::zh);
  CHECK(well_formed(page));
  CHECK(contains(page, "80mm"));
  CHECK_FALSE(contains(page, "58mm"));
  const std::string narrow = receipt_html(slip, Language::zh, Paper::roll58);
  CHECK(well_formed(narrow));
  CHECK(contains(narrow, "size: 58mm"));
  CHECK_FALSE(contains(narrow, "80mm"));
  CHECK(contains(page, "2块 × 3"));
  CHECK(contains(page, "剩余可用积分：6.5"));
  CHECK(contains(page, slip.log.checkpoint));
}

TEST_CASE("the township's page sums villages and marks thin coverage", "[publish]") {
  publish::Township township;
  township.title = "官桥镇";
  township.day = Date::of(2026, 6, 30);
  VillageRow row;
  row.name = "石门村";
  row.households = 3;
  row.issued = Points::parse("10000");
  row.spendable = Points::parse("5000");
  row.redeemed = Points::parse("4000");
  row.pending = Points::parse("1000");
  row.stock = Yuan::parse("4000");
  row.cash = Yuan::parse("1000");
  row.coverage = {500'000, 500'000};
  row.winners = {{rules::Level::model, 2}};
  township.villages = {row};
  township.total = row;
  township.rounds = {"2026H1"};
  township.refused = {{"缺少佐证", 12}};
  township.log.size = 12345;

  const std::string page = township_html(township, Language::zh);
  CHECK(well_formed(page));
  for (const char* text : {"10,000.00", "3,333.33", "100% 不足", "标兵户", "缺少佐证", "12,345"}) {
    INFO(text);
    CHECK(contains(page, text));
  }
  // The bar is as long as all its points: 40, 50 and 10 per cent of the full width.
  CHECK(contains(page, "width=\"184\""));
  CHECK(contains(page, "width=\"230\""));
  CHECK(contains(page, "width=\"46\""));
}

TEST_CASE("every refusal has a reason in both languages", "[publish]") {
  std::set<std::string> said;
  for (int code = 1; code <= 47; ++code) {
    CHECK(said.insert(reason(static_cast<RefusalCode>(code), Language::zh)).second);
    CHECK(said.insert(reason(static_cast<RefusalCode>(code), Language::en)).second);
  }
}
