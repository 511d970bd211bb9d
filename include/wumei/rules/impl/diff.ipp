#pragma once

#include <wumei/config.hpp>
#include <wumei/rules/rule_book.hpp>

#include <map>
#include <utility>

namespace wumei::rules {
namespace detail {

/// Field name and its value in the spelling of the book.
using DiffFields = std::vector<std::pair<std::string, std::string>>;

/// `2.5`, not `2.50`: as an official would write it.
template <class Amount>
std::string short_text(Amount amount) {
  std::string text = amount.text();
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

template <class Items, class Print>
std::string joined(const Items& items, std::string_view separator, Print print) {
  std::string text;
  for (const auto& item : items) {
    if (!text.empty()) text += separator;
    text += print(item);
  }
  return text;
}

WUMEI_INLINE std::string diff_text(const TimesCap& cap) {
  return std::to_string(cap.times) + " times/" +
         (cap.by_person ? "person" : std::string(name(cap.per)));
}

WUMEI_INLINE std::string diff_text(const PointsCap& cap) {
  return short_text(cap.points) + "/" + std::string(name(cap.per)) +
         (cap.on_exceed == Excess::reject ? " reject" : "");
}

WUMEI_INLINE std::string diff_text(const Fixed& fixed) { return short_text(fixed.points); }

WUMEI_INLINE std::string diff_text(const PerUnit& per) {
  const std::string quantity =
      per.quantity == Measure::of_units(1000) ? "" : short_text(per.quantity) + " ";
  return short_text(per.points) + "/" + quantity + per.unit;
}

WUMEI_INLINE std::string diff_text(const Tiered& tiered) {
  return joined(tiered.tiers, ", ", [](const Tier& tier) {
    const std::string stars = tier.stars == 0 ? "" : " *" + std::to_string(tier.stars);
    return ">=" + short_text(tier.min) + ": " + short_text(tier.points) + stars;
  });
}

WUMEI_INLINE std::string diff_text(const LevelTerms& terms) {
  return std::string(name(terms.level)) + " " + terms.rule.text() + " >=" +
         short_text(terms.total) + " each>=" + short_text(terms.dimension_percent) +
         "% village<=" + short_text(terms.village_quota) + "% township<=" +
         short_text(terms.township_quota) + "%";
}

WUMEI_INLINE std::string diff_text(const HouseholdCap& cap) {
  return short_text(cap.month) + "/month, " + short_text(cap.year) + "/year " +
         std::string(name(cap.on_exceed));
}

WUMEI_INLINE DiffFields rule_fields(const Rule& rule) {
  const auto same = [](const std::string& text) { return text; };
  const std::string excluded =
      joined(rule.excluded_by.rules, ", ", [](const RuleId& id) { return id.text(); });
  const HighestOnly& highest = rule.highest_only;
  return {
      {"name", rule.name},
      {"name_en", rule.name_en},
      {"event", rule.event},
      {"points", gain_text(rule)},
      {"floor", rule.is_deduction() ? std::string(name(rule.floor)) : ""},
      {"caps", caps_text(rule)},
      {"highest_only",
       highest.group.empty() ? "" : highest.group + "/" + std::string(name(highest.per))},
      {"excluded_by",
       excluded.empty() ? "" : excluded + "/" + std::string(name(rule.excluded_by.per))},
      {"needs_any", joined(rule.needs_any, ", ", same)},
      {"chain", joined(rule.chain, ", ", [](const Step& step) { return text(step); })},
      {"notice_days", std::to_string(rule.notice_days)},
      {"objection_days", std::to_string(rule.objection_days)},
      {"valid", rule.from.text() + " - " + rule.until.text()},
  };
}

WUMEI_INLINE DiffFields book_fields(const RuleBook& book) {
  const AwardTerms& award = book.award;
  return {
      {"book", book.id},
      {"title", book.title},
      {"valid", book.from.text() + " - " + book.until.text()},
      {"adopted", book.adopted.by + " " + book.adopted.on.text() + " " + book.adopted.document},
      {"household_cap", diff_text(book.household_cap)},
      {"expiry_years", std::to_string(book.expiry_years)},
      {"notice_days", std::to_string(book.notice_days)},
      {"objection_days", std::to_string(book.objection_days)},
      {"answer_days", std::to_string(book.answer_days)},
      {"evidence", joined(book.evidence, ", ",
                          [](const EvidenceKind& kind) { return kind.id + " " + kind.name; })},
      {"award.level",
       joined(award.levels, "; ", [](const LevelTerms& terms) { return diff_text(terms); })},
      {"award.tie_break", joined(award.tie_break, ", ",
                                 [](const TieStep& step) {
                                   if (step.by == TieBreak::dimension) return step.dimension;
                                   return std::string(
                                       step.by == TieBreak::draw ? "draw" : "open-orders");
                                 })},
      {"award.veto", joined(award.vetoes, ", ", [](const Veto& veto) { return veto.name; })},
      {"award.notice_working_days", std::to_string(award.notice_working_days)},
      {"award.barred_months", std::to_string(award.barred_months)},
  };
}

/// Both lists have the same fields in the same order.
WUMEI_INLINE void compare_fields(const DiffFields& before, const DiffFields& after,
                                 const Change& subject, std::vector<Change>& changes) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].second == after[i].second) continue;
    Change change = subject;
    change.field = before[i].first;
    change.before = before[i].second;
    change.after = after[i].second;
    changes.push_back(std::move(change));
  }
}

}  // namespace detail

WUMEI_INLINE std::string gain_text(const Rule& rule) {
  return std::visit([](const auto& gain) { return detail::diff_text(gain); }, rule.gain);
}

WUMEI_INLINE std::string caps_text(const Rule& rule) {
  return detail::joined(rule.caps, ", ", [](const Cap& cap) {
    return std::visit([](const auto& one) { return detail::diff_text(one); }, cap);
  });
}

WUMEI_INLINE std::vector<Change> diff(const RuleBook& before, const RuleBook& after) {
  std::vector<Change> changes;
  detail::compare_fields(detail::book_fields(before), detail::book_fields(after), {}, changes);
  std::map<RuleId, std::pair<const Rule*, const Rule*>> pairs;
  for (const Rule& rule : before.rules) pairs[rule.id].first = &rule;
  for (const Rule& rule : after.rules) pairs[rule.id].second = &rule;
  for (const auto& [id, pair] : pairs) {
    const auto [old_rule, new_rule] = pair;
    if (old_rule == nullptr) {
      changes.push_back(
          {ChangeKind::added, id.text(), new_rule->name, {}, {}, gain_text(*new_rule)});
    } else if (new_rule == nullptr) {
      changes.push_back(
          {ChangeKind::removed, id.text(), old_rule->name, {}, gain_text(*old_rule), {}});
    } else {
      const Change subject{ChangeKind::changed, id.text(), new_rule->name, {}, {}, {}};
      detail::compare_fields(detail::rule_fields(*old_rule), detail::rule_fields(*new_rule),
                             subject, changes);
    }
  }
  return changes;
}

}  // namespace wumei::rules
