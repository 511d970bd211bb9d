#include "catch.hpp"
#include "sample_book.hpp"

using namespace wumei;
using namespace wumei::rules;
using sample::deed;
using sample::settle;

namespace {

Points points(const std::string& text) { return Points::parse(text); }

std::string fact(const Facts& facts, const std::string& name) {
  for (const Fact& fact : facts) {
    if (fact.name == name) return fact.value;
  }
  return "";
}

}  // namespace

TEST_CASE("a rule that the book does not have is refused", "[rules]") {
  const RuleBook book = sample::book(sample::rule("A1", "points = 5"));

  const auto earned = evaluate(book, deed("A2", "2026-04-08"), GrantList());

  REQUIRE_FALSE(earned);
  CHECK(earned.refusal().code == RefusalCode::rule_unknown);
}

TEST_CASE("a rule counts from its first day to the day before its end", "[rules]") {
  const RuleBook book = sample::book(
      sample::rule("A1", "points = 5\nvalid = { from = 2026-04-01, until = 2026-05-01 }"));
  const GrantList none;

  CHECK(evaluate(book, deed("A1", "2026-03-31"), none).refusal().code ==
        RefusalCode::rule_not_in_force);
  CHECK(evaluate(book, deed("A1", "2026-04-01"), none)->points == points("5"));
  CHECK(evaluate(book, deed("A1", "2026-04-30"), none)->points == points("5"));
  CHECK(evaluate(book, deed("A1", "2026-05-01"), none).refusal().code ==
        RefusalCode::rule_not_in_force);
}

TEST_CASE("any one kind of evidence suffices, none does not", "[rules]") {
  const RuleBook book =
      sample::book(sample::rule("A1", "points = 5\nneeds_any = [\"E1\", \"E2\"]") +
                   sample::rule("A2", "points = 5\nneeds_any = []"));
  Deed claim = deed("A1", "2026-04-08");

  claim.evidence = {"E2"};
  CHECK(evaluate(book, claim, GrantList())->points == points("5"));
  claim.evidence = {};
  const auto refused = evaluate(book, claim, GrantList());
  CHECK(refused.refusal().code == RefusalCode::evidence_missing);
  CHECK(fact(refused.refusal().facts, "needs") == "E1, E2");
  claim.rule = RuleId("A2");
  CHECK(evaluate(book, claim, GrantList())->points == points("5"));
}

TEST_CASE("fixed points count occurrences one at a time", "[rules]") {
  const RuleBook book = sample::book(sample::rule("A1", "points = \"2.5\""));

  CHECK(evaluate(book, deed("A1", "2026-04-08"), GrantList())->points == points("2.5"));
  CHECK_ERROR(evaluate(book, deed("A1", "2026-04-08", "2"), GrantList()), Errc::bad_input);
  CHECK_ERROR(evaluate(book, deed("A1", "2026-04-08", "0"), GrantList()), Errc::bad_input);
}

TEST_CASE("points per unit are rounded once, as the rule says", "[rules]") {
  const auto per = [](const std::string& round) {
    return sample::book(sample::rule(
        "A1", "per = { qty = 3, unit = \"kg\", points = \"0.2\", round = \"" + round + "\" }"));
  };
  const auto earned = [](const RuleBook& book, const std::string& quantity) {
    return evaluate(book, deed("A1", "2026-04-08", quantity), GrantList())->points;
  };

  // 0.2 / 3 = 0.0666...; 1.125 kg: 0.075 exactly.
  CHECK(earned(per("down"), "1") == points("0.06"));
  CHECK(earned(per("up"), "1") == points("0.07"));
  CHECK(earned(per("half_up"), "1") == points("0.07"));
  CHECK(earned(per("half_up"), "1.125") == points("0.08"));
  CHECK(earned(per("half_even"), "1.125") == points("0.08"));
  CHECK(earned(per("half_even"), "0.375") == points("0.02"));
  CHECK(earned(per("half_up"), "0.375") == points("0.03"));
  CHECK(earned(per("down"), "9000") == points("600"));
  CHECK_ERROR(earned(per("down"), "0"), Errc::bad_input);
  CHECK_ERROR(earned(per("down"), "-1"), Errc::bad_input);
}

TEST_CASE("a deduction per unit rounds its size, not towards the deep", "[rules]") {
  const RuleBook book = sample::book(sample::rule(
      "A1", "per = { qty = 3, unit = \"kg\", points = \"-0.2\", round = \"down\" }\nfloor = 0"));

  CHECK(evaluate(book, deed("A1", "2026-04-08", "1"), GrantList())->points == points("-0.06"));
}

TEST_CASE("what comes to nothing before any cap is below the first tier", "[rules]") {
  const RuleBook book = sample::book(
      sample::rule("A1", "tiers = [{ min = 60, points = 5 },"
                         " { min = 90, points = 20, star = 1 }]") +
      sample::rule("A2", "per = { qty = 1, unit = \"kg\", points = \"0.2\", round = \"down\" }"));
  const GrantList none;

  const auto below = evaluate(book, deed("A1", "2026-04-08", "59.999"), none);
  CHECK(below.refusal().code == RefusalCode::below_first_tier);
  CHECK(fact(below.refusal().facts, "min") == "60.000");
  CHECK(evaluate(book, deed("A1", "2026-04-08", "60"), none)->points == points("5"));
  CHECK(evaluate(book, deed("A1", "2026-04-08", "60"), none)->stars == 0);
  CHECK(evaluate(book, deed("A1", "2026-04-08", "93"), none)->points == points("20"));
  CHECK(evaluate(book, deed("A1", "2026-04-08", "93"), none)->stars == 1);
  CHECK(evaluate(book, deed("A2", "2026-04-08", "0.01"), none).refusal().code ==
        RefusalCode::below_first_tier);
  CHECK_ERROR(evaluate(book, deed("A1", "2026-04-08", "-1"), none), Errc::bad_input);
}

TEST_CASE("a count cap refuses with limit, use and the day it resets", "[rules]") {
  const RuleBook book =
      sample::book(sample::rule("A1", "points = 5\ncap = { times = 2, per = \"quarter\" }"));
  GrantList grants;
  REQUIRE(settle(book, deed("A1", "2026-04-01"), grants));
  REQUIRE(settle(book, deed("A1", "2026-06-30"), grants));

  const auto third = evaluate(book, deed("A1", "2026-05-15"), grants);

  REQUIRE_FALSE(third);
  CHECK(third.refusal().code == RefusalCode::cap_times);
  CHECK(third.refusal().facts == Facts{{"rule", "A1"},
                                       {"limit", "2"},
                                       {"used", "2"},
                                       {"per", "quarter"},
                                       {"resets", "2026-07-01"}});
  CHECK(evaluate(book, deed("A1", "2026-07-01"), grants));
}

TEST_CASE("a point cap trims to what is left, then refuses", "[rules]") {
  const RuleBook book =
      sample::book(sample::rule("A1", "points = 5\ncap = { points = 8, per = \"month\" }"));
  GrantList grants;

  CHECK(settle(book, deed("A1", "2026-04-01"), grants)->trims.empty());
  const auto second = settle(book, deed("A1", "2026-04-02"), grants);
  CHECK(second->points == points("3"));
  REQUIRE(second->trims.size() == 1);
  CHECK(second->trims[0].code == RefusalCode::cap_points);
  CHECK(second->trims[0].points == points("2"));
  CHECK(fact(second->trims[0].facts, "used") == "5.00");
  CHECK(settle(book, deed("A1", "2026-04-30"), grants).refusal().code ==
        RefusalCode::cap_points);
  CHECK(settle(book, deed("A1", "2026-05-01"), grants)->points == points("5"));
}

TEST_CASE("a point cap that rejects takes the whole deed or nothing of it", "[rules]") {
  const RuleBook book = sample::book(sample::rule(
      "A1", "points = 5\ncap = { points = 8, per = \"year\", on_exceed = \"reject\" }"));
  GrantList grants;

  CHECK(settle(book, deed("A1", "2026-01-01"), grants)->points == points("5"));
  CHECK(settle(book, deed("A1", "2026-12-31"), grants).refusal().code ==
        RefusalCode::cap_points);
}

TEST_CASE("several caps of one rule all hold", "[rules]") {
  const RuleBook book = sample::book(sample::rule(
      "A1", "points = 5\ncaps = [{ points = 4, per = \"day\" }, { points = 6, per = \"ever\" }]"));
  GrantList grants;

  CHECK(settle(book, deed("A1", "2026-04-01"), grants)->points == points("4"));
  const auto second = settle(book, deed("A1", "2026-04-02"), grants);
  CHECK(second->points == points("2"));
  REQUIRE(second->trims.size() == 2);
  CHECK(second->trims[0].points == points("1"));
  CHECK(second->trims[1].points == points("2"));
  CHECK(fact(second->trims[1].facts, "per") == "ever");
  CHECK(fact(second->trims[1].facts, "resets").empty());
  CHECK(settle(book, deed("A1", "2026-04-03"), grants).refusal().code ==
        RefusalCode::cap_points);
}

TEST_CASE("a cap on a deduction limits how much it takes", "[rules]") {
  const RuleBook book = sample::book(sample::rule(
      "A1", "points = -2\nfloor = 0\ncap = { points = -3, per = \"quarter\" }"));
  GrantList grants;

  CHECK(settle(book, deed("A1", "2026-04-01"), grants)->points == points("-2"));
  const auto second = settle(book, deed("A1", "2026-04-02"), grants);
  CHECK(second->points == points("-1"));
  CHECK(second->trims[0].points == points("-1"));
  CHECK(settle(book, deed("A1", "2026-04-03"), grants).refusal().code ==
        RefusalCode::cap_points);
}

TEST_CASE("a cap per person counts each person of the household", "[rules]") {
  const RuleBook book =
      sample::book(sample::rule("A1", "points = 30\ncap = { times = 1, per = \"person\" }"));
  GrantList grants;
  Deed first = deed("A1", "2026-04-01");
  first.person = "1";
  Deed second = first;
  second.person = "2";
  const Deed unnamed = deed("A1", "2026-04-03");

  CHECK(settle(book, first, grants));
  CHECK(settle(book, first, grants).refusal().code == RefusalCode::cap_times);
  CHECK(settle(book, second, grants));
  CHECK(settle(book, unnamed, grants).refusal().code == RefusalCode::cap_times);
}

TEST_CASE("of a group only the highest counts in its period", "[rules]") {
  const std::string group = "\nhighest_only = { group = \"g\", per = \"year\" }";
  const RuleBook book = sample::book(sample::rule("LOW", "points = 10" + group) +
                                     sample::rule("HIGH", "points = 60" + group));
  GrantList grants;

  CHECK(settle(book, deed("LOW", "2026-03-01"), grants)->points == points("10"));
  const auto high = settle(book, deed("HIGH", "2026-06-01"), grants);
  CHECK(high->points == points("50"));
  CHECK(high->trims[0].code == RefusalCode::excluded_by_other_rule);
  CHECK(fact(high->trims[0].facts, "other") == "LOW");
  const auto low = settle(book, deed("LOW", "2026-09-01"), grants);
  CHECK(low.refusal().code == RefusalCode::excluded_by_other_rule);
  CHECK(fact(low.refusal().facts, "resets") == "2027-01-01");
}

TEST_CASE("a rule that another excludes counts only without it", "[rules]") {
  const RuleBook book = sample::book(
      sample::rule("A1", "points = 5") +
      sample::rule("A2", "points = 2\nexcluded_by = { rules = [\"A1\"], per = \"month\" }"));
  GrantList grants;
  REQUIRE(settle(book, deed("A1", "2026-04-20"), grants));

  const auto same_month = evaluate(book, deed("A2", "2026-04-01"), grants);

  CHECK(same_month.refusal().code == RefusalCode::excluded_by_other_rule);
  CHECK(fact(same_month.refusal().facts, "other") == "A1");
  CHECK(evaluate(book, deed("A2", "2026-05-01"), grants)->points == points("2"));
}

TEST_CASE("the household cap comes last and spares deductions", "[rules]") {
  const std::string capped = "household_cap = { month = 8, year = 10, on_exceed = \"trim\" }\n";
  std::string text = sample::text(sample::rule("A1", "points = 5") +
                                  sample::rule("A2", "points = -3\nfloor = 0"));
  text.insert(text.find("expiry ="), capped);
  const RuleBook book = parse_book(text, "sample.toml");
  GrantList grants;

  CHECK(settle(book, deed("A1", "2026-04-01"), grants)->points == points("5"));
  CHECK(settle(book, deed("A2", "2026-04-02"), grants)->points == points("-3"));
  const auto second = settle(book, deed("A1", "2026-04-03"), grants);
  CHECK(second->points == points("3"));
  CHECK(second->trims[0].code == RefusalCode::cap_household);
  CHECK(fact(second->trims[0].facts, "limit") == "8.00");
  const auto third = settle(book, deed("A1", "2026-05-03"), grants);
  CHECK(third->points == points("2"));
  CHECK(fact(third->trims[0].facts, "per") == "year");
  CHECK(settle(book, deed("A1", "2026-06-03"), grants).refusal().code ==
        RefusalCode::cap_household);
}

TEST_CASE("another household's deeds do not count", "[rules]") {
  const RuleBook book =
      sample::book(sample::rule("A1", "points = 5\ncap = { times = 1, per = \"ever\" }"));
  GrantList grants;
  Deed other = deed("A1", "2026-04-01");
  other.household = HouseholdId("0301018");

  CHECK(settle(book, other, grants));
  CHECK(settle(book, deed("A1", "2026-04-01"), grants));
}

TEST_CASE("an event picks the rule that gives the most", "[rules]") {
  const std::string event = "\nevent = \"inspection.scored\"";
  const RuleBook book =
      sample::book(sample::rule("TOP", "tiers = [{ min = 90, points = 5 }]" + event) +
                   sample::rule("OK", "tiers = [{ min = 75, points = 2 }]" + event) +
                   sample::rule("NEW", "tiers = [{ min = 75, points = 9 }]\n"
                                       "valid = { from = 2026-06-01 }" + event));
  const auto best = [&](const std::string& score, const std::string& on) {
    const Rule* rule =
        book.best_for_event("inspection.scored", Measure::parse(score), Date::parse(on));
    return rule == nullptr ? "" : rule->id.text();
  };

  CHECK(best("90", "2026-04-08") == "TOP");
  CHECK(best("89.99", "2026-04-08") == "OK");
  CHECK(best("74.99", "2026-04-08").empty());
  CHECK(best("90", "2026-06-01") == "NEW");
  CHECK(book.for_event("inspection.scored").size() == 3);
  CHECK(book.for_event("").empty());
}
