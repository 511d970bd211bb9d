#include "catch.hpp"
#include "sample_book.hpp"

using namespace wumei;
using namespace wumei::rules;

namespace {

const std::string rules_text =
    sample::rule("Q1", "points = 10") + sample::rule("M1", "points = 30");

struct Parts {
  std::string tie_break = "[\"D1\", \"open-orders\", \"draw\"]";
  std::string first = "level = \"qualified\"\nrule = \"Q1\"\ntotal = 80\ndimension = 60\n";
  std::string second = "level = \"model\"\nrule = \"M1\"\ntotal = \"95.5\"\ndimension = 70\n"
                       "township_quota = 3\n";
  std::string veto = "code = \"fraud\"\nname = \"作假\"\nname_en = \"fraud\"\n";
};

std::string text_of(const Parts& parts) {
  return sample::text(rules_text) +
         "[award]\nnotice_working_days = 5\nbarred_months = 12\ntie_break = " + parts.tie_break +
         "\n[[award.level]]\n" + parts.first + "[[award.level]]\n" + parts.second +
         "[[award.veto]]\n" + parts.veto;
}

std::string field_of(const Parts& parts) {
  try {
    static_cast<void>(parse_book(text_of(parts), "sample.toml"));
  } catch (const Error& error) {
    return error.fact("field");
  }
  return "accepted";
}

}  // namespace

TEST_CASE("the award section reads levels, ties and vetoes", "[rules]") {
  const AwardTerms terms = parse_book(text_of({}), "sample.toml").award;

  REQUIRE(terms.levels.size() == 2);
  CHECK(terms.find(Level::demonstration) == nullptr);
  const LevelTerms* model = terms.find(Level::model);
  REQUIRE(model != nullptr);
  CHECK(model->rule == RuleId("M1"));
  CHECK(model->total == Score::of_units(9550));
  CHECK(model->dimension_percent == Score::of_units(7000));
  CHECK(model->village_quota == Score::of_units(10'000));
  CHECK(model->township_quota == Score::of_units(300));
  CHECK(terms.tie_break == std::vector<TieStep>{{TieBreak::dimension, "D1"},
                                                {TieBreak::open_orders, ""},
                                                {TieBreak::draw, ""}});
  REQUIRE(terms.find_veto("作假") != nullptr);
  CHECK(terms.find_veto("作假")->code == "fraud");
  CHECK(terms.find_veto("rain") == nullptr);
  CHECK(terms.notice_working_days == 5);
}

TEST_CASE("award levels rise and cite rules of the book", "[rules]") {
  Parts parts;
  parts.first = "level = \"gold\"\nrule = \"Q1\"\ntotal = 80\ndimension = 60\n";
  CHECK(field_of(parts) == "award.level[1].level");
  parts.first = "level = \"qualified\"\nrule = \"Q9\"\ntotal = 80\ndimension = 60\n";
  CHECK(field_of(parts) == "award.level");
  parts.first = "level = \"qualified\"\nrule = \"Q1\"\ntotal = 101\ndimension = 60\n";
  CHECK(field_of(parts) == "award.level[1].total");
  parts.first = "level = \"qualified\"\nrule = \"Q1\"\ntotal = 96\ndimension = 60\n";
  CHECK(field_of(parts) == "award.level[2].total");
  parts.first = "level = \"model\"\nrule = \"Q1\"\ntotal = 80\ndimension = 60\n";
  CHECK(field_of(parts) == "award.level[2].level");
}

TEST_CASE("ties end in the draw and name each step once", "[rules]") {
  for (const std::string steps :
       {"[]", "[\"D1\"]", "[\"draw\", \"D1\"]", "[\"D1\", \"D1\", \"draw\"]",
        "[\"age\", \"draw\"]", "[\"D0\", \"draw\"]"}) {
    INFO(steps);
    Parts parts;
    parts.tie_break = steps;
    CHECK(field_of(parts) == "award.tie_break");
  }
}

TEST_CASE("a veto code is used once", "[rules]") {
  Parts parts;
  parts.veto += "[[award.veto]]\n" + parts.veto;

  CHECK(field_of(parts) == "award.veto[2].code");
}

TEST_CASE("levels are read by stored name and by Chinese word", "[rules]") {
  CHECK(parse_level("model") == Level::model);
  CHECK(parse_level("示范户") == Level::demonstration);
  CHECK_ERROR(parse_level("金牌"), Errc::bad_input);
}
