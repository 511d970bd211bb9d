#include "csv.hpp"

#include <catch.hpp>

using namespace wumei;
using namespace wumei::cli;

namespace {
const Heads heads{.required = {"户编号", "积分"}, .optional = {"备注"}, .key = {"户编号"}};
}  // namespace

TEST_CASE("columns may stand in any order and optional ones may be missing", "[cli]") {
  const auto csv = read_csv("a.csv", "积分,户编号\n3.5,0301017\n", heads);

  REQUIRE(csv->rows().size() == 1);
  CHECK(csv->rows()[0].id<HouseholdId>("户编号") == HouseholdId("0301017"));
  CHECK(csv->rows()[0].points("积分") == Points::of_units(350));
  CHECK(csv->rows()[0].text("备注").empty());
  CHECK_FALSE(csv->has("备注"));
}

TEST_CASE("a byte order mark, CRLF and GB18030 are all read", "[cli]") {
  const std::string gb18030 =
      "\xbb\xa7\xb1\xe0\xba\xc5,\xbb\xfd\xb7\xd6\r\n0301017,3\r\n";  // 户编号,积分

  CHECK(read_csv("a.csv", "\xef\xbb\xbf户编号,积分\r\n0301017,3\r\n", heads)->rows().size() == 1);
  CHECK(read_csv("a.csv", gb18030, heads)->rows()[0].points("积分") == Points::of_units(300));
}

TEST_CASE("quotes protect commas, quotes and line breaks", "[cli]") {
  const auto csv = read_csv("a.csv", "户编号,积分,备注\n1,2,\"a,\"\"b\"\"\nc\"\n2,3,d\n", heads);

  CHECK(csv->rows()[0].text("备注") == "a,\"b\"\nc");
  CHECK(csv->rows()[1].line() == 4);
}

TEST_CASE("blank lines, blank cells at the end and full-width digits are taken", "[cli]") {
  const auto csv = read_csv("a.csv", "户编号,积分,,\n\n０３０１０１７,３．５,,\n,,,\n", heads);

  REQUIRE(csv->rows().size() == 1);
  CHECK(csv->rows()[0].id<HouseholdId>("户编号") == HouseholdId("0301017"));
  CHECK(csv->rows()[0].points("积分") == Points::of_units(350));
}

TEST_CASE("wrong heads, repeated keys, broken quotes and empty files are refused", "[cli]") {
  CHECK_ERROR(read_csv("a.csv", "", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号\n1\n", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号,积分,电话\n", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号,积分,积分\n", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号,积分\n1,2\n１,3\n", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号,积分\n1,\"2\n", heads), Errc::bad_input);
  CHECK_ERROR(read_csv("a.csv", "户编号,积分\n1,2,3\n", heads), Errc::bad_input);
}

TEST_CASE("an error in a cell names file, line and column head", "[cli]") {
  const auto csv = read_csv("a.csv", "户编号,积分\n1,3.5.1\n2,NaN\n3,\n", heads);

  for (const Row& row : csv->rows()) {
    try {
      static_cast<void>(row.points("积分"));
      FAIL("accepted " << row.text("积分"));
    } catch (const Error& error) {
      CHECK(error.code() == Errc::bad_input);
      CHECK(error.fact("file") == "a.csv");
      CHECK(error.fact("line") == std::to_string(row.line()));
      CHECK(error.fact("field") == "积分");
    }
  }
}

TEST_CASE("a cell is split into words at Chinese and ASCII separators", "[cli]") {
  const auto csv = read_csv("a.csv", "户编号,积分,备注\n1,2,\"网格员、组长，村两委 x;y\"\n", heads);

  CHECK(csv->rows()[0].list("备注") ==
        std::vector<std::string>{"网格员", "组长", "村两委", "x", "y"});
}

TEST_CASE("what csv_line writes is read back", "[cli]") {
  const std::string head = csv_line({"户编号", "积分", "备注"});
  const std::string text = head + csv_line({"1", "2", "a,\"b\"\nc"});

  CHECK(read_csv("a.csv", text, heads)->rows()[0].text("备注") == "a,\"b\"\nc");
}
