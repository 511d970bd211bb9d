#include <wumei/market/market.hpp>
#include <wumei/market/merchants.hpp>

#include <catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

namespace wumei::market {
namespace {

constexpr std::int32_t april = 2026 * 12 + 3;

Quantity pieces(std::int64_t count) { return Quantity::of_units(count); }
Yuan yuan(const char* text) { return Yuan::parse(text); }

/// Slip 7 of 10 April has two soaps and a salt, slip 8 of 12 May a soap, slip 3 of March a salt.
Merchant merchant() {
  Merchant known;
  known.id = MerchantId("M01");
  known.sales["7"] = {11,
                      Date::of(2026, 4, 10),
                      HouseholdId("0301001"),
                      CardId("C0301001-1"),
                      {{Sku("G04"), pieces(2), yuan("6")}, {Sku("G26"), pieces(1), yuan("2.5")}}};
  known.sales["8"] = {12, Date::of(2026, 5, 12), HouseholdId("0301002"), CardId(),
                      {{Sku("G04"), pieces(1), yuan("3")}}};
  known.sales["3"] = {9, Date::of(2026, 3, 30), HouseholdId("0301003"), CardId(),
                      {{Sku("G26"), pieces(1), yuan("2.5")}}};
  return known;
}

ClaimLine soap() {
  return {"7", Date::of(2026, 4, 10), "0301***", Sku("G04"), pieces(2), yuan("6")};
}

std::string verdict(const ClaimLine& line) {
  const std::vector<ClaimLine> lines{line};
  return text(match(merchant(), april, lines).verdicts.front());
}

TEST_CASE("a claimed line that says what the ledger says is matched", "[merchants]") {
  const std::vector<ClaimLine> lines{soap()};
  const Matching matching = match(merchant(), april, lines);

  CHECK(text(matching.verdicts.front()) == "matched");
  CHECK(matching.payable == yuan("6"));
  CHECK(matching.disputed.is_zero());
}

TEST_CASE("what differs from the ledger is named", "[merchants]") {
  ClaimLine line = soap();
  line.yuan = yuan("6.01");
  CHECK(verdict(line) == "differs:yuan");
  line.quantity = pieces(3);
  line.holder = "0302***";
  line.on = Date::of(2026, 4, 11);
  CHECK(verdict(line) == "differs:on,holder,quantity,yuan");
}

TEST_CASE("goods or slips that the ledger does not have are missing", "[merchants]") {
  ClaimLine line = soap();
  line.sku = Sku("G17");
  CHECK(verdict(line) == "missing");
  line = soap();
  line.slip = "99";
  CHECK(verdict(line) == "missing");
  line.on = Date::of(2026, 5, 1);
  CHECK(verdict(line) == "outside");
}

TEST_CASE("a sale of the next month is outside, one of an earlier month is not", "[merchants]") {
  CHECK(verdict({"8", Date::of(2026, 5, 12), "0301002", Sku("G04"), pieces(1), yuan("3")}) ==
        "outside");
  CHECK(verdict({"3", Date::of(2026, 3, 30), "0301003", Sku("G26"), pieces(1), yuan("2.5")}) ==
        "matched");
}

TEST_CASE("goods of a slip are payable once in a sheet and once for ever", "[merchants]") {
  ClaimLine dearer = soap();
  dearer.yuan = yuan("7");
  const std::vector<ClaimLine> lines{dearer, soap(), soap()};
  const Matching matching = match(merchant(), april, lines);

  CHECK(text(matching.verdicts[0]) == "duplicate");
  CHECK(text(matching.verdicts[1]) == "matched");
  CHECK(text(matching.verdicts[2]) == "duplicate");
  CHECK(matching.payable == yuan("6"));
  CHECK(matching.disputed == yuan("13"));

  Merchant paid = merchant();
  paid.sales["7"].lines[0].claim = 40;
  const std::vector<ClaimLine> again{soap()};
  CHECK(text(match(paid, april, again).verdicts.front()) == "claimed");
}

TEST_CASE("what the sheet leaves out is listed and stays owed", "[merchants]") {
  const std::vector<ClaimLine> lines{soap()};
  const std::vector<Unclaimed> left = match(merchant(), april, lines).unclaimed;

  REQUIRE(left.size() == 2);
  CHECK(left[0] == Unclaimed{"3", 9, Date::of(2026, 3, 30), HouseholdId("0301003"), Sku("G26"),
                             pieces(1), yuan("2.5")});
  CHECK(left[1].slip == "7");
  CHECK(left[1].sku == Sku("G26"));
}

TEST_CASE("a masked holder fits household or card", "[merchants]") {
  const Sale sale = merchant().sales["7"];
  for (const char* shown : {"0301001", "0301***", "***001", "C0301001-1", "C03*1-1", "0*1*1"}) {
    INFO(shown);
    CHECK(fits_holder(shown, sale));
  }
  for (const char* shown : {"0301002", "03010011", "030100", "***002", "", "C0301001"}) {
    INFO(shown);
    CHECK_FALSE(fits_holder(shown, sale));
  }
}

TEST_CASE("points are worth what the contract says, rounded down", "[merchants]") {
  Contract contract;
  CHECK(worth(contract, Points::parse("3.5")) == yuan("3.50"));
  contract.rate = 95;
  CHECK(worth(contract, Points::parse("3.5")) == yuan("3.32"));
}

TEST_CASE("a month is written as year and month", "[merchants]") {
  CHECK(parse_month("2026-04") == april);
  CHECK(month_text(april) == "2026-04");
  CHECK(month_period(april) == Period{Date::of(2026, 4, 1), Date::of(2026, 4, 30)});
  for (const char* wrong : {"", "2026", "2026-13", "2026-4", "April"}) {
    CHECK_THROWS_AS(parse_month(wrong), Error);
  }
}

ClaimLine any_line() {
  return {std::to_string(*rc::gen::inRange(1, 10)), Date::of(2026, *rc::gen::inRange(3, 6), 10),
          *rc::gen::element<std::string>("0301***", "0301001", "0399***"),
          Sku(*rc::gen::element<std::string>("G04", "G26")), pieces(*rc::gen::inRange(1, 3)),
          *rc::gen::element(Yuan::parse("6"), Yuan::parse("2.5"), Yuan::parse("3"))};
}

/// Sheets near the truth: lines of the ledger's own among lines made up.
std::vector<ClaimLine> any_sheet() {
  std::vector<ClaimLine> lines;
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    lines.push_back(*rc::gen::arbitrary<bool>() ? soap() : any_line());
  }
  return lines;
}

TEST_CASE("every line has one verdict, and the sums are those of the sheet", "[merchants]") {
  CHECK(rc::check([] {
    const std::vector<ClaimLine> lines = any_sheet();
    const Matching matching = match(merchant(), april, lines);
    RC_ASSERT(matching.verdicts.size() == lines.size());
    Yuan claimed;
    for (const ClaimLine& line : lines) claimed += line.yuan;
    RC_ASSERT(matching.payable + matching.disputed == claimed);
  }));
}

TEST_CASE("the order of a sheet changes no verdict", "[merchants]") {
  CHECK(rc::check([] {
    const std::vector<ClaimLine> lines = any_sheet();
    std::vector<ClaimLine> mixed = lines;
    const auto turn = *rc::gen::inRange<std::size_t>(0, lines.size() + 1);
    std::rotate(mixed.begin(), mixed.begin() + static_cast<std::ptrdiff_t>(turn), mixed.end());
    if (*rc::gen::arbitrary<bool>()) std::reverse(mixed.begin(), mixed.end());
    const auto judged = [](const std::vector<ClaimLine>& sheet) {
      const Matching matching = match(merchant(), april, sheet);
      std::vector<std::pair<ClaimLine, std::string>> all;
      for (std::size_t i = 0; i < sheet.size(); ++i) {
        all.emplace_back(sheet[i], text(matching.verdicts[i]));
      }
      std::sort(all.begin(), all.end());
      return all;
    };
    RC_ASSERT(judged(lines) == judged(mixed));
    RC_ASSERT(match(merchant(), april, lines).unclaimed ==
              match(merchant(), april, mixed).unclaimed);
  }));
}

}  // namespace
}  // namespace wumei::market
