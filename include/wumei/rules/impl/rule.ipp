#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/rules/rule.hpp>

#include <algorithm>

namespace wumei::rules {
namespace detail {

[[noreturn]] WUMEI_INLINE void bad_quantity(const Rule& rule, Measure quantity,
                                            const std::string& expected) {
  throw bad_input({.file = {}, .field = "quantity"}, quantity.text(),
                  expected + " (rule " + rule.id.text() + ")");
}

WUMEI_INLINE Points points_per_unit(const PerUnit& per, Measure quantity) {
  const bool deduction = per.points.units() < 0;
  const std::int64_t size = deduction ? -per.points.units() : per.points.units();
  const std::int64_t units =
      multiply(quantity.units(), Ratio{size, per.quantity.units()}, per.rounding);
  return Points::of_units(deduction ? -units : units);
}

/// The highest tier reached, or nullptr.
WUMEI_INLINE const Tier* tier_reached(const Tiered& tiered, Measure quantity) {
  const Tier* reached = nullptr;
  for (const Tier& tier : tiered.tiers) {
    if (quantity >= tier.min) reached = &tier;
  }
  return reached;
}

}  // namespace detail

WUMEI_INLINE std::vector<Step> Rule::steps_after_record() const {
  std::vector<Step> steps;
  std::copy_if(chain.begin(), chain.end(), std::back_inserter(steps),
               [](const Step& step) { return step.verb != Verb::record; });
  return steps;
}

WUMEI_INLINE bool Rule::may_record(people::Role role) const {
  bool restricted = false;
  for (const Step& step : chain) {
    if (step.verb != Verb::record) continue;
    if (step.role == role) return true;
    restricted = true;
  }
  return !restricted;
}

WUMEI_INLINE Points points_before_caps(const Rule& rule, Measure quantity) {
  constexpr Measure one = Measure::of_units(1000);
  if (const auto* fixed = std::get_if<Fixed>(&rule.gain)) {
    if (quantity != one) detail::bad_quantity(rule, quantity, "1: it counts occurrences");
    return fixed->points;
  }
  if (const auto* per = std::get_if<PerUnit>(&rule.gain)) {
    if (quantity <= Measure()) detail::bad_quantity(rule, quantity, "more than 0");
    return detail::points_per_unit(*per, quantity);
  }
  if (quantity < Measure()) detail::bad_quantity(rule, quantity, "0 or more");
  const Tier* tier = detail::tier_reached(std::get<Tiered>(rule.gain), quantity);
  return tier == nullptr ? Points() : tier->points;
}

WUMEI_INLINE std::int64_t stars(const Rule& rule, Measure quantity) {
  const auto* tiered = std::get_if<Tiered>(&rule.gain);
  if (tiered == nullptr) return 0;
  const Tier* tier = detail::tier_reached(*tiered, quantity);
  return tier == nullptr ? 0 : tier->stars;
}

WUMEI_INLINE std::string_view name(Verb verb) {
  switch (verb) {
    case Verb::record: return "record";
    case Verb::check: return "check";
    case Verb::approve: return "approve";
  }
  return "unknown";
}

WUMEI_INLINE std::string_view name(Excess excess) {
  switch (excess) {
    case Excess::trim: return "trim";
    case Excess::reject: return "reject";
  }
  return "unknown";
}

WUMEI_INLINE std::string_view name(Floor floor) {
  switch (floor) {
    case Floor::none: return "none";
    case Floor::zero: return "0";
    case Floor::debt: return "debt";
  }
  return "unknown";
}

WUMEI_INLINE std::string text(const Step& step) {
  return std::string(people::name(step.role)) + ":" + std::string(name(step.verb));
}

}  // namespace wumei::rules
