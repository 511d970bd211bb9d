#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/rules/rule_book.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::rules {

/// What a household did, as far as the rules look at it.
struct Deed {
  RuleId rule;
  HouseholdId household;
  Date on;                            ///< the day it was done
  Measure quantity = Measure::of_units(1000);  ///< of the rule's unit; 1 for fixed points
  std::vector<std::string> evidence;  ///< kinds shown, by id
  std::string person = {};            ///< pseudonym within the household, for caps per person
};

/// Which earlier grants a cap looks at: those of `rule` to `household` for deeds in `period`, and
/// only those for `person` when it is not empty.
struct Question {
  HouseholdId household;
  RuleId rule;
  Period period;
  std::string person = {};
};

/// What was granted before: pending or confirmed, not reversed or withdrawn, by the date of the
/// deed.
class Tally {
 public:
  virtual ~Tally() = default;
  /// Grants other than zero.
  [[nodiscard]] virtual std::int64_t times(const Question& question) const = 0;
  /// Sum of the grants, negative for deductions.
  [[nodiscard]] virtual Points points(const Question& question) const = 0;
  /// Sum of the positive grants of all rules.
  [[nodiscard]] virtual Points household_points(const HouseholdId& household,
                                                Period period) const = 0;
};

/// Points a limit took away, in the sign of the rule, and why: the facts are `limit`, `used`,
/// `per`, `resets` (first day of the next period) or `rule` (the one that counts instead).
struct Trim {
  RefusalCode code = RefusalCode::cap_points;
  Points points;
  Facts facts;
  bool operator==(const Trim&) const = default;
};

/// What a deed brings: `points` (negative for a deduction, never zero) after every trim.
struct Earned {
  Points points;
  std::vector<Trim> trims;
  std::int64_t stars = 0;
  bool operator==(const Earned&) const = default;
};

/// Rule points, then the rule's caps, then exclusion, then the household's cap. Pure and exact.
/// Refused with rule_unknown, rule_not_in_force, evidence_missing, below_first_tier, cap_times,
/// cap_points, excluded_by_other_rule or cap_household when nothing is left, naming the limit that
/// took the last of it. Throws Errc::bad_input as `points_before_caps` does.
[[nodiscard]] Decision<Earned> evaluate(const RuleBook& book, const Deed& deed,
                                        const Tally& tally);

/// A tally that remembers grants in a list: examples, replay of last year, tests.
class GrantList final : public Tally {
 public:
  struct Grant {
    HouseholdId household;
    RuleId rule;
    Date on;
    Points points;
    std::string person = {};
  };
  void add(Grant grant) { grants_.push_back(std::move(grant)); }

  [[nodiscard]] std::int64_t times(const Question& question) const override;
  [[nodiscard]] Points points(const Question& question) const override;
  [[nodiscard]] Points household_points(const HouseholdId& household,
                                        Period period) const override;

 private:
  std::vector<Grant> grants_;
};

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/evaluate.ipp>
#endif
