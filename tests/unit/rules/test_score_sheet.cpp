#include "catch.hpp"
#include "sample_book.hpp"

#include <wumei/rules/score_sheet.hpp>

using namespace wumei;
using namespace wumei::rules;

namespace {

const std::string head = R"(schema = 1
sheet = "s"
version = 1
title = "表"
valid = { from = 2026-01-01 }
step = "0.5"
[[dimension]]
id = "D1"
name = "院"
name_en = "yard"
[[dimension]]
id = "D2"
name = "屋"
name_en = "room"
)";

std::string item(const std::string& code, const std::string& dimension, const std::string& max,
                 const std::string& part) {
  return "[[item]]\ncode = \"" + code + "\"\ndimension = \"" + dimension +
         "\"\nname = \"项\"\nname_en = \"item\"\nmax = " + max + "\npart = \"" + part + "\"\n";
}

std::string field_of(const std::string& toml) {
  try {
    static_cast<void>(parse_sheet(toml, "sheet.toml"));
  } catch (const Error& error) {
    CHECK(error.code() == Errc::bad_input);
    return error.fact("field");
  }
  return "accepted";
}

const std::string yard = item("D1.1", "D1", "40", "outside");
const std::string room = item("D2.1", "D2", "60", "whole");

}  // namespace

TEST_CASE("a sheet whose items do not sum to 100 is refused", "[rules]") {
  CHECK(field_of(head + yard + room) == "accepted");
  CHECK(field_of(head + yard) == "item");
  CHECK(field_of(head + yard + room + item("D2.2", "D2", "\"0.5\"", "whole")) == "item");
  CHECK(field_of(head) == "item");
}

TEST_CASE("sheet items are checked one by one", "[rules]") {
  CHECK(field_of(head + yard + item("D1.1", "D2", "60", "whole")) == "item[2].code");
  CHECK(field_of(head + yard + item("D2.1", "D3", "60", "whole")) == "item[2].dimension");
  CHECK(field_of(head + room + yard) == "item[2].dimension");
  CHECK(field_of(head + yard + item("D2.1", "D2", "\"60.25\"", "whole")) == "item[2].max");
  CHECK(field_of(head + yard + item("D2.1", "D2", "60.0", "whole")) == "item[2].max");
  CHECK(field_of(head + yard + item("D2.1", "D2", "-60", "whole")) == "item[2].max");
  CHECK(field_of(head + yard + item("D2.1", "D2", "60", "roof")) == "item[2].part");
  CHECK(field_of(head + item("D1.1", "D1", "40", "whole") + room) == "item");
  CHECK(field_of(head + item("D1.1", "D1", "100", "outside")) == "dimension");
}

TEST_CASE("a sheet of a later schema is unsupported", "[rules]") {
  CHECK_ERROR(parse_sheet("schema = 9\n", "x"), Errc::unsupported);
}

TEST_CASE("full marks are known by part and by dimension", "[rules]") {
  const ScoreSheet sheet = parse_sheet(test::example_text("sheet.toml"), "sheet.toml");

  CHECK(sheet.items.size() == 22);
  CHECK(sheet.full_marks(Part::whole) == Score::parse("100"));
  CHECK(sheet.full_marks(Part::outside) == Score::parse("40"));
  CHECK(sheet.full_marks("D1") == Score::parse("25"));
  CHECK(sheet.full_marks("D2") == Score::parse("20"));
  CHECK(sheet.full_marks("D3") == Score::parse("20"));
  CHECK(sheet.full_marks("D4") == Score::parse("15"));
  CHECK(sheet.full_marks("D5") == Score::parse("20"));
  CHECK(sheet.full_marks("D6").is_zero());
  REQUIRE(sheet.find("D1.1") != nullptr);
  CHECK(looks_at(Part::outside, *sheet.find("D1.1")));
  CHECK_FALSE(looks_at(Part::outside, *sheet.find("D2.1")));
  CHECK(looks_at(Part::whole, *sheet.find("D1.1")));
  CHECK(sheet.find("D9.9") == nullptr);
}

TEST_CASE("parts are read by their stored names", "[rules]") {
  CHECK(parse_part("outside") == Part::outside);
  CHECK_ERROR(parse_part("inside"), Errc::bad_input);
}
