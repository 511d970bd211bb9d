#include "catch.hpp"
#include "sample_book.hpp"

using namespace wumei;
using namespace wumei::rules;

namespace {

const std::string rule_text =
    sample::rule("A1", "points = 5\ncap = { times = 1, per = \"month\" }");

std::string with_example(const std::string& given, const std::string& expect) {
  return sample::text(rule_text) + "[[example]]\ntitle = \"例\"\ngiven = " + given +
         "\nexpect = " + expect + "\n";
}

std::string field_of(const std::string& given, const std::string& expect) {
  try {
    static_cast<void>(parse_book(with_example(given, expect), "sample.toml"));
  } catch (const Error& error) {
    return error.fact("field");
  }
  return "accepted";
}

const std::string one_deed = "[{ rule = \"A1\", on = 2026-04-08 }]";
const std::string two_deeds =
    "[{ rule = \"A1\", on = 2026-04-08 }, { rule = \"A1\", on = 2026-04-09 }]";

}  // namespace

TEST_CASE("an example that holds gives no failure", "[rules]") {
  const RuleBook book = parse_book(
      with_example(two_deeds, "[{ points = 5 },"
                              " { rule = \"A1\", points = 0, why = \"cap.times\" }]"),
      "sample.toml");

  CHECK(run_examples(book).empty());
}

TEST_CASE("an example that does not hold says which deed and both results", "[rules]") {
  const RuleBook book =
      parse_book(with_example(two_deeds, "[{ points = 5 }, { points = 5 }]"), "sample.toml");

  const std::vector<ExampleFailure> failures = run_examples(book);

  REQUIRE(failures.size() == 1);
  CHECK(failures[0].title == "例");
  CHECK(failures[0].deed == 2);
  CHECK(failures[0].line == 26);
  CHECK(failures[0].expected == "5.00");
  CHECK(failures[0].got == "A1 0.00 (cap.times)");
}

TEST_CASE("a wrong reason fails an example as a wrong amount does", "[rules]") {
  const RuleBook book = parse_book(
      with_example(two_deeds, "[{ points = 5 }, { points = 0, why = \"cap.points\" }]"),
      "sample.toml");

  CHECK(run_examples(book).size() == 1);
}

TEST_CASE("an example that cannot be read is refused", "[rules]") {
  const std::string five = "[{ points = 5 }]";

  CHECK(field_of("[]", "[]") == "example[1].given");
  CHECK(field_of(two_deeds, five) == "example[1].expect");
  CHECK(field_of("[{ rule = \"A9\", on = 2026-04-08 }]", five) == "example[1].given[1].rule");
  CHECK(field_of("[{ on = 2026-04-08 }]", five) == "example[1].given[1]");
  CHECK(field_of("[{ rule = \"A1\" }]", five) == "example[1].given[1].on");
  CHECK(field_of("[{ event = \"rain\", on = 2026-04-08 }]", five) == "example[1].given[1].event");
  CHECK(field_of("[{ rule = \"A1\", on = 2026-04-08, quantity = 2 }]", five) ==
        "example[1].given[1]");
  CHECK(field_of("[{ rule = \"A1\", on = 2026-04-08, household = \"户\" }]", five) ==
        "example[1].given[1]");
  CHECK(field_of("[{ rule = \"A1\", on = 2026-04-08, quantity = 1, score = 1 }]", five) ==
        "example[1].given[1].score");
  CHECK(field_of(one_deed, "[{ points = 5, why = \"because\" }]") == "example[1].expect[1].why");
  CHECK(field_of(one_deed, "[{ points = 5.0 }]") == "example[1].expect[1].points");
}

TEST_CASE("the township's rule book has 37 rules and its examples hold", "[rules]") {
  const RuleBook book = parse_book(test::example_text("rulebook.toml"), "rulebook.toml");

  CHECK(book.rules.size() == 37);
  CHECK(book.examples.size() >= 8);
  for (const ExampleFailure& failure : run_examples(book)) {
    FAIL_CHECK(failure.title << ": deed " << failure.deed << " gives " << failure.got
                             << ", expected " << failure.expected);
  }
}

TEST_CASE("the township's rule book has the values that were adopted", "[rules]") {
  const RuleBook book = parse_book(test::example_text("rulebook.toml"), "rulebook.toml");
  const auto line = [&](const std::string& id) {
    const Rule* rule = book.find(RuleId(id));
    return rule == nullptr ? "missing" : gain_text(*rule) + " | " + caps_text(*rule);
  };

  CHECK(line("ENV01") == ">=90: 5 | 1 times/month");
  CHECK(line("ENV02") == ">=75: 2.5 | 1 times/month");
  CHECK(line("ENV03") == "0.5 | 1.5/quarter");
  CHECK(line("ENV04") == "-2 | 6/quarter");
  CHECK(line("ENV05") == "-3 | 6/year");
  CHECK(line("ENV06") == "0.1/日 | 2/month");
  CHECK(line("ENV07") == "0.2/公斤 | 4/month");
  CHECK(line("ENV08") == "0.5/公斤 | 10/quarter");
  CHECK(line("ENV09") == "2 | 1 times/quarter");
  CHECK(line("ENV10") == "10 | 20/year");
  CHECK(line("ENV11") == "8 | 1 times/year");
  CHECK(line("ENV12") == "-5 | 10/year");
  CHECK(line("ENV13") == "-1.5 | 4.5/quarter");
  CHECK(line("CIV01") == "10 | 20/year");
  CHECK(line("CIV02") == "-10 | 20/year");
  CHECK(line("CIV03") == ">=1: 10, >=2: 15, >=3: 20 | ");
  CHECK(line("CIV04") == "2 | 4/month");
  CHECK(line("CIV05") == "3 | 9/quarter");
  CHECK(line("CIV06") == "5 | 10/year");
  CHECK(line("CIV07") == "50 | ");
  CHECK(line("CIV08") == "30 | 1 times/person");
  CHECK(line("CIV09") == "-20 | 20/year");
  CHECK(line("GOV01") == "1 | 8/year");
  CHECK(line("GOV02") == "2 | 4/quarter");
  CHECK(line("GOV03") == "5/半日 | 40/year");
  CHECK(line("GOV04") == "15 | 30/year");
  CHECK(line("GOV05") == "1 | 5/month");
  CHECK(line("VOL01") == "1/小时 | 10/month");
  CHECK(line("VOL02") == "10 | 30/year");
  CHECK(line("VOL03") == "0.5/次 | 4/month");
  CHECK(line("VOL04") == "1.5 | 6/month");
  CHECK(line("DEV01") == "3 | 9/year");
  CHECK(line("AWD01") == "10 | 1 times/year");
  CHECK(line("AWD02") == "30 | 1 times/year");
  CHECK(line("AWD03") == "60 | 1 times/year");
  CHECK(line("AWD04") == "2/星 | 20/year");
  CHECK(line("INT01") == "-20 | ");
  CHECK(book.household_cap.month == Points::parse("100"));
  CHECK(book.household_cap.year.is_zero());
  CHECK(book.notice_days == 3);
  CHECK(book.award.notice_working_days == 5);
  REQUIRE(book.award.levels.size() == 3);
  CHECK(book.award.levels[1].village_quota == Score::parse("20"));
  CHECK(book.award.levels[2].township_quota == Score::parse("3"));
}
