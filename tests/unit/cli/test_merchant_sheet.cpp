#include "merchant_files.hpp"

#include <catch.hpp>

#include <string>

using namespace wumei;

namespace {

const std::string head = "小票号,日期,户或卡,商品,数量,金额\n";

market::Market goods() {
  market::Market market;
  market.lists[3].goods[Sku("G03")] = {Sku("G03"), "食盐", "袋", Points(), Yuan(), Quantity()};
  return market;
}

std::vector<market::ClaimLine> read(const std::string& lines) {
  return cli::read_merchant_sheet(goods(), "sheet.csv", head + lines);
}

/// Line and column of the complaint, as `3:金额`.
std::string wrong(const std::string& lines) {
  try {
    static_cast<void>(read(lines));
  } catch (const Error& error) {
    CHECK(error.code() == Errc::bad_input);
    return error.fact("line") + ":" + error.fact("field");
  }
  return "";
}

}  // namespace

TEST_CASE("a sheet as a merchant keeps it is read", "[merchants]") {
  const auto lines =
      read("Ｌ－１１８,2026年4月28日,０１０１＊＊＊,食盐,３,６.００\n"
           "L-119,2026/4/29,C010*,G03,1,2\n");

  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == market::ClaimLine{"L-118", Date::of(2026, 4, 28), "0101***", Sku("G03"),
                                      Quantity::of_units(3), Yuan::parse("6")});
  CHECK(lines[1].on == Date::of(2026, 4, 29));
}

TEST_CASE("what is wrong in a sheet is named by line and column", "[merchants]") {
  const std::string good = "L1,2026-04-28,0101***,G03,1,2\n";
  CHECK(wrong(good + "合计,,,,,8.00\n") == "3:小票号");
  CHECK(wrong(good + ",,,合计,,8.00\n") == "3:小票号");
  CHECK(wrong(good + "L2,四月,0101***,G03,1,2\n") == "3:日期");
  CHECK(wrong(good + "L2,2026-04-28,***,G03,1,2\n") == "3:户或卡");
  CHECK(wrong(good + "L2,2026-04-28,张三,G03,1,2\n") == "3:户或卡");
  CHECK(wrong(good + "L2,2026-04-28,0101***,茶叶,1,2\n") == "3:商品");
  CHECK(wrong(good + "L2,2026-04-28,0101***,G03,0,2\n") == "3:数量");
  CHECK(wrong(good + "L2,2026-04-28,0101***,G03,1,0\n") == "3:金额");
  CHECK(wrong(good + "L2,2026-04-28,0101***,G03,1,2.001\n") == "3:金额");
  CHECK(wrong(good + "L2,2026-04-28,0101***,G03,1\n") == "3:金额");
}

TEST_CASE("a sheet holds what an entry holds", "[merchants]") {
  std::string lines;
  for (std::size_t i = 0; i < market::claim_lines; ++i) lines += "L1,2026-04-28,0101***,G03,1,2\n";
  CHECK(read(lines).size() == market::claim_lines);
  CHECK(wrong(lines + "L2,2026-04-28,0101***,G03,1,2\n") == "502:小票号");
}
