#include "catch.hpp"
#include "sample_book.hpp"

#include <rapidcheck.h>

using namespace wumei;
using namespace wumei::rules;

namespace {

RuleBook capped_book() {
  std::string text = sample::text(
      sample::rule("KG", "per = { qty = 1, unit = \"kg\", points = \"0.37\","
                         " round = \"half_even\" }\n"
                         "caps = [{ points = 4, per = \"month\" },"
                         " { points = 9, per = \"quarter\" }]") +
      sample::rule("FIX", "points = 3\ncap = { points = 7, per = \"month\" }\n"
                          "highest_only = { group = \"g\", per = \"month\" }") +
      sample::rule("TWICE", "points = 2\ncap = { times = 2, per = \"month\" }\n"
                            "highest_only = { group = \"g\", per = \"month\" }") +
      sample::rule("BAD", "points = -2\nfloor = 0\ncap = { points = -5, per = \"quarter\" }"));
  text.insert(text.find("expiry ="), "household_cap = { month = 6 }\n");
  return parse_book(text, "sample.toml");
}

/// Deeds of one household on any days of two months, in any order.
std::vector<Deed> any_deeds() {
  const auto one = rc::gen::exec([] {
    const auto rule = *rc::gen::element<std::string>("KG", "FIX", "TWICE", "BAD");
    Deed deed = sample::deed(rule, "2026-04-01");
    deed.on = Date::of(2026, 4, 1).plus_days(*rc::gen::inRange(0, 61));
    if (rule == "KG") deed.quantity = Measure::of_units(*rc::gen::inRange(1, 20'000));
    return deed;
  });
  return *rc::gen::container<std::vector<Deed>>(one);
}

Points granted(const GrantList& grants, const std::string& rule, Cycle per, Date on) {
  return grants.points({HouseholdId("0301017"), RuleId(rule), calendar_period(per, on), {}});
}

}  // namespace

TEST_CASE("no order of deeds brings more than any cap", "[rules]") {
  const RuleBook book = capped_book();

  const bool holds = rc::check("caps hold for every order of deeds", [&] {
    GrantList grants;
    for (const Deed& deed : any_deeds()) static_cast<void>(sample::settle(book, deed, grants));
    for (const Date on : {Date::of(2026, 4, 1), Date::of(2026, 5, 1)}) {
      RC_ASSERT(granted(grants, "KG", Cycle::month, on) <= Points::parse("4"));
      RC_ASSERT(granted(grants, "FIX", Cycle::month, on) <= Points::parse("7"));
      RC_ASSERT(granted(grants, "TWICE", Cycle::month, on) <= Points::parse("4"));
      RC_ASSERT(grants.household_points(HouseholdId("0301017"),
                                        calendar_period(Cycle::month, on)) <= Points::parse("6"));
      const Points group = granted(grants, "FIX", Cycle::month, on) +
                           granted(grants, "TWICE", Cycle::month, on);
      RC_ASSERT(group <= Points::parse("3"));
    }
    RC_ASSERT(granted(grants, "KG", Cycle::quarter, Date::of(2026, 4, 1)) <= Points::parse("9"));
    RC_ASSERT(granted(grants, "BAD", Cycle::quarter, Date::of(2026, 4, 1)) >=
              Points::parse("-5"));
  });

  REQUIRE(holds);
}

TEST_CASE("what is earned and what is trimmed sum to the rule's points", "[rules]") {
  const RuleBook book = capped_book();

  const bool holds = rc::check("earned + trims = before caps, all in the rule's sign", [&] {
    GrantList grants;
    for (const Deed& deed : any_deeds()) {
      const Decision<Earned> earned = sample::settle(book, deed, grants);
      if (!earned) continue;
      const Points full = points_before_caps(*book.find(deed.rule), deed.quantity);
      Points sum = earned->points;
      for (const Trim& trim : earned->trims) {
        RC_ASSERT((trim.points > Points()) == (full > Points()));
        sum += trim.points;
      }
      RC_ASSERT(sum == full);
      RC_ASSERT((earned->points > Points()) == (full > Points()));
    }
  });

  REQUIRE(holds);
}

TEST_CASE("evaluation depends on nothing but book, deed and tally", "[rules]") {
  const RuleBook book = capped_book();
  const RuleBook same = capped_book();
  REQUIRE(book == same);

  const bool holds = rc::check("the same deeds give the same results twice", [&] {
    const std::vector<Deed> deeds = any_deeds();
    GrantList first;
    GrantList second;
    for (const Deed& deed : deeds) {
      const Decision<Earned> once = sample::settle(book, deed, first);
      const Decision<Earned> again = sample::settle(same, deed, second);
      RC_ASSERT(static_cast<bool>(once) == static_cast<bool>(again));
      if (once) {
        RC_ASSERT(*once == *again);
      } else {
        RC_ASSERT(once.refusal() == again.refusal());
      }
    }
  });

  REQUIRE(holds);
}

TEST_CASE("two readers of damaged text never crash", "[rules]") {
  const std::string good = sample::text(sample::rule("A1", "points = 5"));

  const bool holds = rc::check("a cut or changed book is read or refused with a place", [&] {
    std::string text = good;
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::arbitrary<char>();
    text.resize(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
    try {
      static_cast<void>(parse_book(text, "damaged.toml"));
    } catch (const Error& error) {
      RC_ASSERT(error.code() == Errc::bad_input || error.code() == Errc::unsupported);
      RC_ASSERT(error.fact("file") == "damaged.toml");
      RC_ASSERT(!error.fact("line").empty());
    }
  });

  REQUIRE(holds);
}
