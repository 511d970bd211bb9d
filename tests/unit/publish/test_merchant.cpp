#include "../programme/merchant_fixture.hpp"
#include "page_checks.hpp"

#include <wumei/publish/merchant.hpp>

using namespace wumei;
using publish::Language;
using test::Counter;
using test::MerchantCounter;

TEST_CASE("a statement before the sheet lists what the ledger owes", "[merchants]") {
  MerchantCounter town;
  town.april();
  const auto statement = publish::gather_merchant(*town.book, town.shop, "2026-04");

  CHECK_FALSE(statement.sheet);
  CHECK(statement.owed == Yuan::parse("16"));
  CHECK(statement.open == Yuan::parse("16"));
  REQUIRE(statement.unclaimed.size() == 2);
  CHECK(statement.unclaimed[0].goods == "商品G04");
  CHECK(statement.fund == "柳河村");
}

TEST_CASE("a statement says of every line what became of it, and whose hands it went through",
          "[merchants]") {
  MerchantCounter town;
  town.april();
  town.claim(town.sheet());
  town.settle();
  town.pay();
  const auto statement = publish::gather_merchant(*town.book, town.shop, "2026-04");

  REQUIRE(statement.claims.size() == 2);
  CHECK(statement.claims[0].verdict == "matched");
  CHECK(statement.claims[1].verdict == "differs:yuan");
  CHECK(statement.claims[1].recorded == Yuan::parse("10"));
  CHECK(statement.claimed == Yuan::parse("18"));
  CHECK(statement.payable == Yuan::parse("6"));
  CHECK(statement.owed == Yuan::parse("10"));
  CHECK(statement.prepared_by == "o-village");
  CHECK(statement.approved_by == "o-township");
  CHECK(statement.paid_by == "o-head");
  CHECK(statement.transfer == "付-1");
}

TEST_CASE("a preview says what the sheet would come to and writes nothing", "[merchants]") {
  MerchantCounter town;
  town.april();
  const auto before = town.book->size();
  const auto preview = publish::preview_merchant(*town.book, town.sheet());
  town.claim(town.sheet());
  const auto statement = publish::gather_merchant(*town.book, town.shop, "2026-04");

  CHECK(town.book->size() == before + 1);
  CHECK(preview.payable == statement.payable);
  CHECK(preview.claims[1].verdict == statement.claims[1].verdict);
}

TEST_CASE("a verdict is said in words", "[merchants]") {
  CHECK(publish::verdict_words("differs:on,yuan", Language::zh) == "与账不符：日期、金额");
  CHECK(publish::verdict_words("differs:on,yuan", Language::en) == "differs: date, amount");
  CHECK(publish::verdict_words("matched", Language::zh) == "相符");
}

TEST_CASE("a statement is a page that both sign", "[merchants]") {
  MerchantCounter town;
  town.april();
  town.claim(town.sheet());
  const auto statement = publish::gather_merchant(*town.book, town.shop, "2026-04");
  const std::string page = publish::merchant_html(statement, Language::zh);

  CHECK(test::well_formed(page));
  CHECK(page.find("老李粮油店") != std::string::npos);
  CHECK(page.find("与账不符：金额") != std::string::npos);
  CHECK(page.find("签名、盖章") != std::string::npos);
  CHECK(page.find("张三") == std::string::npos);
  CHECK_THROWS_AS(publish::gather_merchant(*town.book, MerchantId("M09"), "2026-04"), Error);
}
