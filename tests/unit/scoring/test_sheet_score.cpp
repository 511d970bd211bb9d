#include <catch.hpp>

#include <wumei/scoring/sheet_score.hpp>

using namespace wumei;
using namespace wumei::scoring;

namespace {

/// D1 25 and D4 15 outside, D2 60 inside, marked in halves.
rules::ScoreSheet sheet() {
  rules::ScoreSheet sheet;
  sheet.step = Score::parse("0.5");
  sheet.dimensions = {{"D1", "", ""}, {"D2", "", ""}, {"D4", "", ""}};
  sheet.items = {{"D1.1", "D1", "", "", Score::parse("15"), Part::outside},
                 {"D1.2", "D1", "", "", Score::parse("10"), Part::outside},
                 {"D2.1", "D2", "", "", Score::parse("60"), Part::whole},
                 {"D4.1", "D4", "", "", Score::parse("15"), Part::outside}};
  return sheet;
}

std::vector<Score> marks(std::initializer_list<const char*> texts) {
  std::vector<Score> marks;
  for (const char* text : texts) marks.push_back(Score::parse(text));
  return marks;
}

}  // namespace

TEST_CASE("a mark below zero, above its maximum or between steps is bad input", "[scoring]") {
  CHECK_ERROR(score_marks(sheet(), Part::outside, marks({"-0.5", "10", "15"})), Errc::bad_input);
  CHECK_ERROR(score_marks(sheet(), Part::outside, marks({"15", "10.5", "15"})), Errc::bad_input);
  CHECK_ERROR(score_marks(sheet(), Part::outside, marks({"15", "10", "14.75"})), Errc::bad_input);
}

TEST_CASE("a bad mark is named by its item", "[scoring]") {
  try {
    static_cast<void>(score_marks(sheet(), Part::outside, marks({"15", "10.5", "15"})));
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.fact("field") == "D1.2");
    CHECK(error.fact("found") == "10.50");
  }
}

TEST_CASE("marks missing or too many are bad input", "[scoring]") {
  CHECK_ERROR(score_marks(sheet(), Part::outside, marks({"15", "10"})), Errc::bad_input);
  CHECK_ERROR(score_marks(sheet(), Part::whole, marks({"15", "10", "15"})), Errc::bad_input);
  CHECK_ERROR(score_marks(sheet(), Part::outside, {}), Errc::bad_input);
}

TEST_CASE("the outside part is rescaled to 100", "[scoring]") {
  const SheetScore score = score_marks(sheet(), Part::outside, marks({"12", "9.5", "13"}));

  CHECK(score.total == Score::parse("86.25"));  // 34.5 of 40
  REQUIRE(score.dimensions.size() == 2);
  CHECK(score.dimensions[0] ==
        DimensionScore{"D1", Score::parse("21.5"), Score::parse("86")});
  CHECK(score.dimensions[1] ==
        DimensionScore{"D4", Score::parse("13"), Score::parse("86.66")});  // 86.666...
}

TEST_CASE("the whole sheet counts every item once", "[scoring]") {
  const SheetScore score =
      score_marks(sheet(), Part::whole, marks({"15", "10", "44.5", "0"}));

  CHECK(score.total == Score::parse("69.5"));
  REQUIRE(score.dimensions.size() == 3);
  CHECK(score.dimensions[1].percent == Score::parse("74.16"));
  CHECK(score.dimensions[2].percent == Score());
}

TEST_CASE("rounding never lifts a dimension over a bar", "[scoring]") {
  rules::ScoreSheet thirds = sheet();
  thirds.step = Score::parse("0.01");
  thirds.items[0].max = Score::parse("20");  // D1 of 30: 17.999 would print as 60.00 if rounded up

  const SheetScore score = score_marks(thirds, Part::outside, marks({"17.99", "0", "0"}));

  CHECK(score.dimensions[0].percent == Score::parse("59.96"));
}

TEST_CASE("the words of spreadsheets and the stored names are read alike", "[scoring]") {
  for (const Outcome outcome :
       {Outcome::scored, Outcome::absent, Outcome::refused, Outcome::exempt}) {
    CHECK(parse_outcome(name(outcome)) == outcome);
  }
  CHECK(parse_outcome("不在家") == Outcome::absent);
  CHECK(parse_visit("月检") == Part::outside);
  CHECK(parse_visit("whole") == Part::whole);
  CHECK_ERROR(parse_outcome("没去"), Errc::bad_input);
  CHECK_ERROR(parse_visit("周检"), Errc::bad_input);
}
