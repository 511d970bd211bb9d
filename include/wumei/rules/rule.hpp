#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/base/rational.hpp>
#include <wumei/people/role.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wumei::rules {

/// What an officer does at one step of a claim.
enum class Verb : std::uint8_t {
  record = 1,   ///< enters the claim; only at the front, and restricts who may
  check = 2,    ///< confirms the facts
  approve = 3,  ///< the last step: the points become pending
};

/// `panel:approve`.
struct Step {
  people::Role role = people::Role::panel;
  Verb verb = Verb::approve;
  bool operator==(const Step&) const = default;
};

/// The same points for every occurrence.
struct Fixed {
  Points points;
  bool operator==(const Fixed&) const = default;
};

/// `points` for every `quantity` of `unit`; what does not come out in whole 0.01 points is rounded
/// once.
struct PerUnit {
  Measure quantity;
  std::string unit;  ///< as printed: 公斤, 小时, 半日
  Points points;
  Rounding rounding = Rounding::down;
  bool operator==(const PerUnit&) const = default;
};

struct Tier {
  Measure min;
  Points points;
  std::int64_t stars = 0;
  bool operator==(const Tier&) const = default;
};

/// The points of the highest tier whose `min` the quantity reaches; tiers rise in both.
struct Tiered {
  std::vector<Tier> tiers;
  bool operator==(const Tiered&) const = default;
};

using Gain = std::variant<Fixed, PerUnit, Tiered>;

/// What happens to points beyond a cap.
enum class Excess : std::uint8_t {
  trim = 1,    ///< only what is left under the cap counts
  reject = 2,  ///< the whole deed counts for nothing
};

/// At most so many times, for one household (or one named person of it) in a calendar period.
struct TimesCap {
  std::int64_t times = 0;
  Cycle per = Cycle::month;
  bool by_person = false;  ///< `per = "person"`: once in a lifetime, for each person
  bool operator==(const TimesCap&) const = default;
};

/// At most so many points in a calendar period. Positive for a deduction too: how much it may
/// take in all.
struct PointsCap {
  Points points;
  Cycle per = Cycle::month;
  Excess on_exceed = Excess::trim;
  bool operator==(const PointsCap&) const = default;
};

using Cap = std::variant<TimesCap, PointsCap>;

/// 就高不就低: of the rules in one group, only the highest counts within the period. A higher one
/// that comes later earns the difference.
struct HighestOnly {
  std::string group;  ///< "" for none
  Cycle per = Cycle::year;
  bool operator==(const HighestOnly&) const = default;
};

/// Counts for nothing when one of these rules has already counted in the period.
struct ExcludedBy {
  std::vector<RuleId> rules;  ///< empty for none
  Cycle per = Cycle::month;
  bool operator==(const ExcludedBy&) const = default;
};

/// How far a deduction goes when the household has too little.
enum class Floor : std::uint8_t {
  none = 0,  ///< the rule gives points
  zero = 1,  ///< takes what there is; the rest lowers honour only
  debt = 2,  ///< takes all; later earnings repay it first
};

/// One line of the rule book: who may get how many points for what, how often, on what evidence,
/// through whose hands.
struct Rule {
  RuleId id;
  std::string name;
  std::string name_en;
  std::string event;  ///< what machinery reports, `inspection.scored`; "" for claims only
  Gain gain;
  Floor floor = Floor::none;
  std::vector<Cap> caps;
  HighestOnly highest_only;
  ExcludedBy excluded_by;
  std::vector<std::string> needs_any;  ///< kinds of evidence, any one of which suffices
  std::vector<Step> chain;
  std::int64_t notice_days = 0;
  std::int64_t objection_days = 0;
  Date from;   ///< the book's, unless the rule starts later
  Date until;  ///< exclusive; the book's, unless the rule ends earlier

  [[nodiscard]] bool is_deduction() const { return floor != Floor::none; }
  [[nodiscard]] bool in_force(Date on) const { return from <= on && on < until; }
  /// The steps after the record, in order; the last one approves.
  [[nodiscard]] std::vector<Step> steps_after_record() const;
  /// True when an officer with this role may record the claim.
  [[nodiscard]] bool may_record(people::Role role) const;
  bool operator==(const Rule&) const = default;
};

/// Points for that quantity before any cap: negative for a deduction, zero below the first tier.
/// A rule of fixed points counts occurrences: throws Errc::bad_input unless the quantity is 1, and
/// for any quantity that is not positive (below zero for tiers).
[[nodiscard]] Points points_before_caps(const Rule& rule, Measure quantity);

/// Stars of the tier reached; 0 for rules without tiers.
[[nodiscard]] std::int64_t stars(const Rule& rule, Measure quantity);

[[nodiscard]] std::string_view name(Verb verb);
[[nodiscard]] std::string_view name(Excess excess);
[[nodiscard]] std::string_view name(Floor floor);
/// `panel:approve`.
[[nodiscard]] std::string text(const Step& step);

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/rule.ipp>
#endif
