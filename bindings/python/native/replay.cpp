#include "replay.hpp"

#include <wumei/rules/evaluate.hpp>

#include <unordered_map>
#include <utility>

namespace wumei::python {
namespace {

/// Every cap looks at one household, so each has a list of its own and a search stays short.
using Tallies = std::unordered_map<std::string, rules::GrantList>;

void hold_always(rules::RuleBook& book) {
  const Date first = Date::of(1970, 1, 1);
  const Date never = Date::of(9999, 12, 31);
  for (rules::Rule& rule : book.rules) {
    if (rule.from == book.from) rule.from = first;
    if (rule.until == book.until) rule.until = never;
  }
  book.from = first;
  book.until = never;
}

rules::Deed deed_of(const PastDeed& past) {
  rules::Deed deed;
  deed.rule = RuleId(past.rule);
  deed.household = HouseholdId(past.household);
  deed.on = Date::parse(past.on);
  deed.quantity = Measure::of_units(past.quantity);
  deed.evidence = past.evidence;
  deed.person = past.person;
  return deed;
}

std::string reasons_of(const rules::Earned& earned) {
  std::string reasons;
  for (const rules::Trim& trim : earned.trims) {
    if (!reasons.empty()) reasons += ',';
    reasons += name(trim.code);
  }
  return reasons;
}

Replayed judge(const rules::RuleBook& book, const PastDeed& past, rules::GrantList& tally) {
  const rules::Deed deed = deed_of(past);
  try {
    const Decision<rules::Earned> decision = rules::evaluate(book, deed, tally);
    if (!decision) return {0, std::string(name(decision.refusal().code))};
    tally.add({deed.household, deed.rule, deed.on, decision->points, deed.person});
    return {decision->points.units(), reasons_of(*decision)};
  } catch (const Error& error) {
    if (error.code() != Errc::bad_input) throw;
    return {0, "bad_input"};  // a quantity that the changed rule cannot take
  }
}

}  // namespace

std::vector<Replayed> replay(const std::string& toml, bool any_day,
                             const std::vector<PastDeed>& deeds,
                             const std::vector<PastGrant>& grants) {
  rules::RuleBook book = rules::parse_book(toml, "rulebook.toml");
  if (any_day) hold_always(book);
  Tallies tallies;
  for (const PastGrant& grant : grants) {
    tallies[grant.household].add({HouseholdId(grant.household), RuleId(grant.rule),
                                  Date::parse(grant.on), Points::of_units(grant.points), {}});
  }
  std::vector<Replayed> replayed;
  replayed.reserve(deeds.size());
  for (const PastDeed& deed : deeds) {
    replayed.push_back(judge(book, deed, tallies[deed.household]));
  }
  return replayed;
}

}  // namespace wumei::python
