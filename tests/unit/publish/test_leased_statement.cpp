#include "../programme/lease_fixture.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/publish/statement.hpp>

using namespace wumei;
using test::LeaseCounter;

namespace {

publish::Statement statement_of(const LeaseCounter& counter) {
  publish::StatementQuery query;
  query.household = counter.home;
  query.day = counter.book->today();
  return publish::gather_statement(*counter.book, query);
}

}  // namespace

TEST_CASE("a statement shows what a till holds and what was redeemed there", "[publish][lease]") {
  LeaseCounter counter;
  counter.lend("30");
  CHECK(statement_of(counter).lines.size() == 2);  // two openings; lending changes nothing

  const auto sale = counter.upload(counter.sold({LeaseCounter::line("G04", 2)}));
  const publish::Statement statement = statement_of(counter);

  CHECK(statement.spendable == Points::parse("30"));
  CHECK(statement.leased == Points::parse("24"));
  REQUIRE(statement.lines.size() == 3);
  CHECK(statement.lines[0].seq == sale.first);
  CHECK(statement.lines[0].on == counter.book->today());
  CHECK(statement.lines[0].what == "兑换：商品G04×2");
  CHECK(statement.lines[0].spendable == Points::parse("-6"));
  CHECK_FALSE(statement.more);
  const std::string page = publish::statement_html(statement, publish::Language::zh);
  CHECK(page.find("超市离线额度<b>24.00</b>") != std::string::npos);

  counter.close(1, 1);
  const publish::Statement after = statement_of(counter);
  CHECK(after.leased == Points());
  CHECK(after.lines.size() == 3);
  CHECK(publish::statement_html(after, publish::Language::zh).find("超市离线额度") ==
        std::string::npos);
}

TEST_CASE("points that a till holds are outstanding", "[publish][lease]") {
  LeaseCounter counter;
  const auto before =
      market::coverage_by_fund(counter.book->state().book, counter.book->state().people);

  counter.lend("30");

  CHECK(market::coverage_by_fund(counter.book->state().book, counter.book->state().people) ==
        before);
  CHECK(programme::totals_by_village(counter.book->state()).at(VillageId("V03")).escrow == 30'00);
}
