#pragma once

#include <wumei/config.hpp>
#include <wumei/rules/rule_book.hpp>

#include <algorithm>

namespace wumei::rules {

WUMEI_INLINE const Rule* RuleBook::find(const RuleId& rule) const {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const Rule& known) { return known.id == rule; });
  return found == rules.end() ? nullptr : &*found;
}

WUMEI_INLINE const EvidenceKind* RuleBook::find_evidence(std::string_view id_or_name) const {
  for (const EvidenceKind& kind : evidence) {
    if (kind.id == id_or_name || kind.name == id_or_name || kind.name_en == id_or_name) {
      return &kind;
    }
  }
  return nullptr;
}

WUMEI_INLINE std::vector<const Rule*> RuleBook::for_event(std::string_view event) const {
  std::vector<const Rule*> listening;
  for (const Rule& rule : rules) {
    if (!rule.event.empty() && rule.event == event) listening.push_back(&rule);
  }
  return listening;
}

WUMEI_INLINE const Rule* RuleBook::best_for_event(std::string_view event, Measure quantity,
                                                  Date on) const {
  const Rule* best = nullptr;
  Points most;
  for (const Rule* rule : for_event(event)) {
    if (!rule->in_force(on)) continue;
    const Points points = points_before_caps(*rule, quantity);
    if (points <= most) continue;
    best = rule;
    most = points;
  }
  return best;
}

WUMEI_INLINE Date expiry(const RuleBook& book, Date earned) {
  return Date::of(earned.year() + static_cast<int>(book.expiry_years), 12, 31);
}

}  // namespace wumei::rules
