#pragma once

#include <wumei/config.hpp>
#include <wumei/rules/evaluate.hpp>

#include <algorithm>
#include <optional>

namespace wumei::rules {
namespace detail {

/// Cuts the points of one deed down, limit by limit. Works on sizes; the sign returns at the end.
class Trimming {
 public:
  Trimming(const Rule& rule, const Deed& deed, const Tally& tally, Points full)
      : rule_(rule), deed_(deed), tally_(tally), left_(full) {
    if (rule.is_deduction()) left_ = -full;
  }

  void cap(const TimesCap& cap);
  void cap(const PointsCap& cap);
  void household(const HouseholdCap& cap);
  void highest_only(const RuleBook& book);
  void excluded_by();
  [[nodiscard]] bool nothing_left() const { return left_.is_zero(); }
  [[nodiscard]] Decision<Earned> outcome() &&;

 private:
  [[nodiscard]] Question question(const RuleId& rule, Cycle per) const {
    return {deed_.household, rule, calendar_period(per, deed_.on), {}};
  }
  [[nodiscard]] Facts facts(std::string limit, std::string used, Cycle per) const;
  void household_part(Points limit, Cycle per, Excess on_exceed);
  /// Leaves `room` at most, or nothing when the excess is to be rejected.
  void limit(Points room, Excess on_exceed, RefusalCode code, Facts why);

  const Rule& rule_;
  const Deed& deed_;
  const Tally& tally_;
  Points left_;
  std::vector<Trim> trims_;
};

WUMEI_INLINE Facts Trimming::facts(std::string limit, std::string used, Cycle per) const {
  Facts facts{{"rule", rule_.id.text()},
              {"limit", std::move(limit)},
              {"used", std::move(used)},
              {"per", std::string(name(per))}};
  if (per != Cycle::ever) {
    facts.push_back({"resets", calendar_period(per, deed_.on).last.plus_days(1).text()});
  }
  return facts;
}

WUMEI_INLINE void Trimming::limit(Points room, Excess on_exceed, RefusalCode code, Facts why) {
  if (left_ <= room) return;
  const Points kept = on_exceed == Excess::reject ? Points() : std::max(room, Points());
  const Points taken = left_ - kept;
  trims_.push_back({code, rule_.is_deduction() ? -taken : taken, std::move(why)});
  left_ = kept;
}

WUMEI_INLINE void Trimming::cap(const TimesCap& cap) {
  Question asked = question(rule_.id, cap.per);
  if (cap.by_person) asked.person = deed_.person;
  const std::int64_t used = tally_.times(asked);
  if (used < cap.times) return;
  limit(Points(), Excess::reject, RefusalCode::cap_times,
        facts(std::to_string(cap.times), std::to_string(used), cap.per));
}

WUMEI_INLINE void Trimming::cap(const PointsCap& cap) {
  const Points granted = tally_.points(question(rule_.id, cap.per));
  const Points used = rule_.is_deduction() ? -granted : granted;
  limit(cap.points - used, cap.on_exceed, RefusalCode::cap_points,
        facts(cap.points.text(), used.text(), cap.per));
}

WUMEI_INLINE void Trimming::highest_only(const RuleBook& book) {
  if (rule_.highest_only.group.empty()) return;
  const Cycle per = rule_.highest_only.per;
  Points granted;
  std::string counted;
  for (const Rule& other : book.rules) {
    if (other.highest_only.group != rule_.highest_only.group) continue;
    const Points points = tally_.points(question(other.id, per));
    if (points.is_zero()) continue;
    granted += points;
    counted += (counted.empty() ? "" : ", ") + other.id.text();
  }
  if (granted <= Points()) return;
  Facts why = facts(left_.text(), granted.text(), per);
  why.push_back({"other", counted});
  limit(left_ - granted, Excess::trim, RefusalCode::excluded_by_other_rule, std::move(why));
}

WUMEI_INLINE void Trimming::excluded_by() {
  const Cycle per = rule_.excluded_by.per;
  for (const RuleId& other : rule_.excluded_by.rules) {
    const std::int64_t times = tally_.times(question(other, per));
    if (times == 0 || nothing_left()) continue;
    Facts why = facts("0", std::to_string(times), per);
    why.push_back({"other", other.text()});
    limit(Points(), Excess::reject, RefusalCode::excluded_by_other_rule, std::move(why));
  }
}

WUMEI_INLINE void Trimming::household_part(Points most, Cycle per, Excess on_exceed) {
  if (most.is_zero()) return;
  const Points used = tally_.household_points(deed_.household, calendar_period(per, deed_.on));
  limit(most - used, on_exceed, RefusalCode::cap_household, facts(most.text(), used.text(), per));
}

WUMEI_INLINE void Trimming::household(const HouseholdCap& cap) {
  if (rule_.is_deduction()) return;
  household_part(cap.month, Cycle::month, cap.on_exceed);
  household_part(cap.year, Cycle::year, cap.on_exceed);
}

WUMEI_INLINE Decision<Earned> Trimming::outcome() && {
  if (nothing_left()) return Refusal{trims_.back().code, trims_.back().facts};
  return Earned{rule_.is_deduction() ? -left_ : left_, std::move(trims_),
                stars(rule_, deed_.quantity)};
}

WUMEI_INLINE bool shows_evidence(const Rule& rule, const Deed& deed) {
  if (rule.needs_any.empty()) return true;
  return std::find_first_of(rule.needs_any.begin(), rule.needs_any.end(), deed.evidence.begin(),
                            deed.evidence.end()) != rule.needs_any.end();
}

WUMEI_INLINE std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + text;
  return list;
}

/// The least quantity that would give anything, for the person who asks why it gave nothing.
WUMEI_INLINE std::string least_quantity(const Rule& rule) {
  if (const auto* tiered = std::get_if<Tiered>(&rule.gain)) return tiered->tiers[0].min.text();
  if (const auto* per = std::get_if<PerUnit>(&rule.gain)) return per->quantity.text();
  return "1";
}

/// Why the deed does not reach the question of points at all.
WUMEI_INLINE std::optional<Refusal> inadmissible(const Rule& rule, const Deed& deed) {
  if (!rule.in_force(deed.on)) {
    return Refusal{RefusalCode::rule_not_in_force,
                   {{"rule", rule.id.text()},
                    {"on", deed.on.text()},
                    {"from", rule.from.text()},
                    {"until", rule.until.text()}}};
  }
  if (!shows_evidence(rule, deed)) {
    return Refusal{RefusalCode::evidence_missing,
                   {{"rule", rule.id.text()}, {"needs", list_of(rule.needs_any)}}};
  }
  return std::nullopt;
}

template <class Match>
Points sum_grants(const std::vector<GrantList::Grant>& grants, Match match) {
  Points sum;
  for (const GrantList::Grant& grant : grants) {
    if (match(grant)) sum += grant.points;
  }
  return sum;
}

WUMEI_INLINE bool answers(const Question& question, const GrantList::Grant& grant) {
  return grant.household == question.household && grant.rule == question.rule &&
         question.period.contains(grant.on) &&
         (question.person.empty() || grant.person == question.person);
}

}  // namespace detail

WUMEI_INLINE Decision<Earned> evaluate(const RuleBook& book, const Deed& deed,
                                       const Tally& tally) {
  const Rule* rule = book.find(deed.rule);
  if (rule == nullptr) return Refusal{RefusalCode::rule_unknown, {{"rule", deed.rule.text()}}};
  if (const auto refusal = detail::inadmissible(*rule, deed)) return *refusal;

  const Points full = points_before_caps(*rule, deed.quantity);
  if (full.is_zero()) {
    return Refusal{RefusalCode::below_first_tier,
                   {{"rule", rule->id.text()},
                    {"quantity", deed.quantity.text()},
                    {"min", detail::least_quantity(*rule)}}};
  }
  detail::Trimming trimming(*rule, deed, tally, full);
  for (const Cap& cap : rule->caps) {
    if (trimming.nothing_left()) break;
    std::visit([&](const auto& one) { trimming.cap(one); }, cap);
  }
  if (!trimming.nothing_left()) trimming.highest_only(book);
  if (!trimming.nothing_left()) trimming.excluded_by();
  if (!trimming.nothing_left()) trimming.household(book.household_cap);
  return std::move(trimming).outcome();
}

WUMEI_INLINE std::int64_t GrantList::times(const Question& question) const {
  return std::count_if(grants_.begin(), grants_.end(), [&](const Grant& grant) {
    return !grant.points.is_zero() && detail::answers(question, grant);
  });
}

WUMEI_INLINE Points GrantList::points(const Question& question) const {
  return detail::sum_grants(
      grants_, [&](const Grant& grant) { return detail::answers(question, grant); });
}

WUMEI_INLINE Points GrantList::household_points(const HouseholdId& household,
                                                Period period) const {
  return detail::sum_grants(grants_, [&](const Grant& grant) {
    return grant.household == household && period.contains(grant.on) && grant.points > Points();
  });
}

}  // namespace wumei::rules
