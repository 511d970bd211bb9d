#include "catch.hpp"
#include "sample_book.hpp"

using namespace wumei;
using namespace wumei::rules;

namespace {

/// The error that reading this text gives.
Error error_of(const std::string& toml) {
  try {
    static_cast<void>(parse_book(toml, "sample.toml"));
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error("the text was accepted");
}

Error rule_error(const std::string& lines) {
  return error_of(sample::text(sample::rule("A1", lines)));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
  return text.replace(at, from.size(), to);
}

const std::string plain = "points = 5";

}  // namespace

TEST_CASE("an unknown key names its place and the nearest known key", "[rules]") {
  const Error error = error_of(sample::text("[[rule]]\nid = \"A1\"\nnaem = \"x\"\n"));

  CHECK(error.code() == Errc::bad_input);
  CHECK(error.fact("file") == "sample.toml");
  CHECK(error.fact("line") == "21");
  CHECK(error.fact("column") == "1");
  CHECK(error.fact("field") == "rule[1].naem");
  CHECK(error.fact("expected").starts_with("name?"));
}

TEST_CASE("unknown keys are refused at every level", "[rules]") {
  const std::string rule = sample::rule("A1", plain);
  const std::string good = sample::text(rule);

  CHECK(error_of("colour = 1\n" + good).fact("field") == "colour");
  CHECK(error_of(replaced(good, "until =", "till =")).fact("field") == "valid.till");
  CHECK(error_of(replaced(good, "doc =", "paper =")).fact("field") == "adopted.paper");
  CHECK(error_of(replaced(good, "answer_days", "answer")).fact("field") == "defaults.answer");
  CHECK(error_of(replaced(good, "end_of", "ends")).fact("field") == "defaults.expiry.ends");
  CHECK(error_of(replaced(good, "name_en = \"photo\"", "en = \"photo\"")).fact("field") ==
        "evidence.E1.en");
  CHECK(rule_error("points = 5\ncap = { time = 1, per = \"day\" }").fact("field") ==
        "rule[1].cap.time");
}

TEST_CASE("a decimal outside quotes is refused with the spelling it needs", "[rules]") {
  const Error error = rule_error("points = 2.5");

  CHECK(error.code() == Errc::bad_input);
  CHECK(error.fact("field") == "rule[1].points");
  CHECK(error.fact("found") == "2.5");
  CHECK(error.fact("expected").starts_with("\"2.5\" in quotes"));
  CHECK(rule_error("points = nan").code() == Errc::bad_input);
  CHECK(rule_error("points = inf").code() == Errc::bad_input);
}

TEST_CASE("points must be exact, not zero and within reason", "[rules]") {
  for (const std::string value : {"\"3.5.1\"", "\"2.555\"", "\"five\"", "0", "true", "\"\"",
                                  "99999999", "9223372036854775807", "[1]", "{}"}) {
    INFO(value);
    CHECK(rule_error("points = " + value).fact("field") == "rule[1].points");
  }
}

TEST_CASE("a missing field is named", "[rules]") {
  const std::string good = sample::text(sample::rule("A1", plain));

  CHECK(error_of(replaced(good, "schema = 1\n", "")).fact("field") == "schema");
  CHECK(error_of(replaced(good, "title = \"样本\"\n", "")).fact("field") == "title");
  CHECK(error_of(replaced(good, "notice_days = 3\n", "")).fact("field") ==
        "defaults.notice_days");
  CHECK(error_of(replaced(good, "name_en = \"line\"\n", "")).fact("field") == "rule[1].name_en");
  CHECK(error_of(replaced(good, "needs_any = [\"E1\"]\n", "")).fact("field") ==
        "rule[1].needs_any");
  CHECK(error_of(sample::text("")).fact("field") == "rule");
}

TEST_CASE("a value of another type is refused", "[rules]") {
  const std::string good = sample::text(sample::rule("A1", plain));

  CHECK(error_of(replaced(good, "version = 1", "version = \"1\"")).fact("field") == "version");
  CHECK(error_of(replaced(good, "title = \"样本\"", "title = 7")).fact("field") == "title");
  CHECK(error_of(replaced(good, "title = \"样本\"", "title = \" \"")).fact("field") == "title");
  CHECK(error_of(replaced(good, "notice_days = 3", "notice_days = -1")).fact("field") ==
        "defaults.notice_days");
  CHECK(error_of(replaced(good, "[\"E1\"]", "\"E1\"")).fact("field") == "rule[1].needs_any");
  CHECK(error_of(replaced(good, "[\"E1\"]", "[1]")).fact("field") == "rule[1].needs_any");
  CHECK(error_of(sample::head + "rule = 3\n" + sample::defaults).fact("field") == "rule");
  CHECK(error_of(sample::head + "rule = [3]\n" + sample::defaults).fact("field") == "rule");
  CHECK(error_of(sample::head + "defaults = 3\n").fact("field") == "defaults");
  CHECK(error_of(replaced(good, "name_en = \"photo\"", "name_en = \"photo\"\nsystem = 1"))
            .fact("field") == "evidence.E1.system");
}

TEST_CASE("text that is not TOML is refused at the place", "[rules]") {
  const Error error = error_of("schema = 1\nbook = \"unclosed\nversion = 1\n");

  CHECK(error.code() == Errc::bad_input);
  CHECK(error.fact("line") == "2");
  CHECK_ERROR(parse_book("schema = 1\nschema = 1\n", "x"), Errc::bad_input);
  CHECK_ERROR(parse_book("schema = 1\nbook = \"\xff\"\n", "x"), Errc::bad_input);
  CHECK_ERROR(parse_book("", "x"), Errc::bad_input);
}

TEST_CASE("a book of a later schema is unsupported, not wrong", "[rules]") {
  CHECK_ERROR(parse_book("schema = 2\n", "x"), Errc::unsupported);
}

TEST_CASE("a day that does not exist is refused", "[rules]") {
  const std::string good = sample::text(sample::rule("A1", plain));

  CHECK(error_of(replaced(good, "2026-01-01", "2026-02-30")).fact("line") == "5");
  CHECK(error_of(replaced(good, "2026-01-01", "\"2026-01-01\"")).fact("field") == "valid.from");
  CHECK(error_of(replaced(good, "2026-01-01", "1969-12-31")).fact("field") == "valid.from");
  CHECK(error_of(replaced(good, "2027-01-01", "2026-01-01")).fact("field") == "valid.until");
}

TEST_CASE("a rule says exactly one of points, per and tiers", "[rules]") {
  const std::string per = "per = { qty = 1, unit = \"kg\", points = 1, round = \"down\" }";

  CHECK(rule_error("points = 5\n" + per).fact("expected") == "only one");
  CHECK(rule_error("floor = 0").fact("expected") == "exactly one of points, per, tiers");
  CHECK(rule_error(replaced(per, ", round = \"down\"", "")).fact("field") == "rule[1].per.round");
  CHECK(rule_error(replaced(per, "down", "near")).fact("field") == "rule[1].per.round");
  CHECK(rule_error(replaced(per, "qty = 1", "qty = 0")).fact("field") == "rule[1].per.qty");
  CHECK(rule_error(replaced(per, "\"kg\"", "1")).fact("field") == "rule[1].per.unit");
}

TEST_CASE("tiers rise in quantity and in points", "[rules]") {
  CHECK(rule_error("tiers = []").fact("field") == "rule[1].tiers");
  CHECK(rule_error("tiers = [{ min = 2, points = 1 }, { min = 2, points = 2 }]").fact("field") ==
        "rule[1].tiers[2].min");
  CHECK(rule_error("tiers = [{ min = 1, points = 2 }, { min = 2, points = 2 }]").fact("field") ==
        "rule[1].tiers[2].points");
  CHECK(rule_error("tiers = [{ min = 1, points = -2 }]").fact("field") ==
        "rule[1].tiers[1].points");
}

TEST_CASE("every deduction says how far it goes, and nothing else does", "[rules]") {
  CHECK(rule_error("points = -5").fact("field") == "rule[1].floor");
  CHECK(rule_error("points = -5\nfloor = 1").fact("field") == "rule[1].floor");
  CHECK(rule_error("points = -5\nfloor = \"none\"").fact("field") == "rule[1].floor");
  CHECK(rule_error("points = 5\nfloor = 0").fact("field") == "rule[1].floor");
  CHECK(sample::book(sample::rule("A1", "points = -5\nfloor = 0")).rules[0].floor == Floor::zero);
  CHECK(sample::book(sample::rule("A1", "points = -5\nfloor = \"debt\"")).rules[0].floor ==
        Floor::debt);
}

TEST_CASE("a cap is checked for period, kind and sign", "[rules]") {
  const auto field = [](const std::string& cap) {
    return rule_error("points = 5\n" + cap).fact("field");
  };

  CHECK(field("cap = { times = 1, per = \"week\" }") == "rule[1].cap.per");
  CHECK(field("cap = { times = 1 }") == "rule[1].cap.per");
  CHECK(field("cap = { times = 0, per = \"day\" }") == "rule[1].cap.times");
  CHECK(field("cap = { points = -9, per = \"day\" }") == "rule[1].cap.points");
  CHECK(field("cap = { points = 9, per = \"person\" }") == "rule[1].cap.per");
  CHECK(field("cap = { points = 9, times = 1, per = \"day\" }") == "rule[1].cap.points");
  CHECK(field("cap = { points = 9, per = \"day\", on_exceed = \"drop\" }") ==
        "rule[1].cap.on_exceed");
  CHECK(field("cap = { times = 9, per = \"day\", on_exceed = \"trim\" }") ==
        "rule[1].cap.on_exceed");
  CHECK(field("cap = 9") == "rule[1].cap");
  CHECK(field("caps = [{ times = 1, per = \"day\" }, { times = 2, per = \"day\" }]") ==
        "rule[1].caps[2].per");
  CHECK(field("cap = { times = 1, per = \"day\" }\ncaps = []") == "rule[1].caps");
  CHECK(rule_error("points = -5\nfloor = 0\ncap = { points = 9, per = \"day\" }").fact("field") ==
        "rule[1].cap.points");
}

TEST_CASE("evidence, rules, roles and events that do not exist are refused", "[rules]") {
  const auto field = [](const std::string& lines) {
    return rule_error("points = 5\n" + lines).fact("field");
  };

  CHECK(field("needs_any = [\"E3\"]") == "rule[1].needs_any");
  CHECK(field("excluded_by = { rules = [\"A9\"], per = \"day\" }") == "rule[1].excluded_by");
  CHECK(field("excluded_by = { rules = [\"A1\"], per = \"day\" }") == "rule[1].excluded_by");
  CHECK(field("excluded_by = { rules = [], per = \"day\" }") == "rule[1].excluded_by.rules");
  CHECK(field("excluded_by = { rules = [\"号\"], per = \"day\" }") == "rule[1].excluded_by.rules");
  CHECK(field("chain = [\"mayor:approve\"]") == "rule[1].chain");
  CHECK(field("chain = [\"panel:sign\"]") == "rule[1].chain");
  CHECK(field("chain = [\"panel\"]") == "rule[1].chain");
  CHECK(field("chain = [\"panel:check\"]") == "rule[1].chain");
  CHECK(field("chain = [\"panel:approve\", \"women:check\"]") == "rule[1].chain");
  CHECK(field("chain = [\"panel:approve\", \"township:approve\"]") == "rule[1].chain");
  CHECK(field("event = \"inspection.done\"") == "rule[1].event");
}

TEST_CASE("rule ids are ids and used once", "[rules]") {
  const std::string twice = sample::rule("A1", plain) + sample::rule("A1", plain);

  CHECK(error_of(sample::text(twice)).fact("field") == "rule[2].id");
  CHECK(error_of(sample::text(sample::rule("条目一", plain))).fact("field") == "rule[1].id");
}

TEST_CASE("a rule is in force only within its book", "[rules]") {
  CHECK(rule_error("points = 5\nvalid = { from = 2025-12-31 }").fact("field") == "rule[1].valid");
  CHECK(rule_error("points = 5\nvalid = { until = 2027-01-02 }").fact("field") ==
        "rule[1].valid");
  CHECK(rule_error("points = 5\nvalid = { from = 2026-06-01, until = 2026-06-01 }")
            .fact("field") == "rule[1].valid");
}

TEST_CASE("deductions take no groups and listen to no events", "[rules]") {
  const std::string deduction = "points = -5\nfloor = 0\n";

  CHECK(rule_error(deduction + "highest_only = { group = \"g\", per = \"year\" }")
            .fact("field") == "rule[1].highest_only");
  CHECK(rule_error(deduction + "event = \"inspection.scored\"").fact("field") ==
        "rule[1].event");
}

TEST_CASE("a rule takes what it does not say from the defaults", "[rules]") {
  const RuleBook book = sample::book(
      sample::rule("A1", plain) +
      sample::rule("A2", "points = 1\nnotice_days = 0\nobjection_days = 1\n"
                         "chain = [\"grid-worker:record\", \"township:approve\"]"));

  const Rule& first = book.rules[0];
  const Rule& second = book.rules[1];
  CHECK(first.notice_days == 3);
  CHECK(first.steps_after_record() ==
        std::vector<Step>{{people::Role::group_leader, Verb::check},
                          {people::Role::panel, Verb::approve}});
  CHECK(first.may_record(people::Role::women));
  CHECK(second.notice_days == 0);
  CHECK(second.objection_days == 1);
  CHECK(second.steps_after_record() ==
        std::vector<Step>{{people::Role::township, Verb::approve}});
  CHECK(second.may_record(people::Role::grid_worker));
  CHECK_FALSE(second.may_record(people::Role::women));
  CHECK(first.from == Date::of(2026, 1, 1));
  CHECK(first.until == Date::of(2027, 1, 1));
}

TEST_CASE("points expire at the end of the year the book says", "[rules]") {
  const RuleBook book = sample::book(sample::rule("A1", plain));

  CHECK(expiry(book, Date::of(2026, 4, 8)) == Date::of(2027, 12, 31));
  CHECK(expiry(book, Date::of(2026, 12, 31)) == Date::of(2027, 12, 31));
}
