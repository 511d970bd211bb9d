#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/scoring/deeds.hpp>

#include <algorithm>

namespace wumei::scoring {
namespace detail {

/// Changes or removes a grant; false when this household does not have it.
WUMEI_INLINE bool amend_grant(Deeds& deeds, const HouseholdId& household, Seq seq,
                              Points points) {
  std::vector<Grant> grants = grants_of(deeds, household).values();
  const auto found = std::find_if(grants.begin(), grants.end(),
                                  [seq](const Grant& grant) { return grant.seq == seq; });
  if (found == grants.end()) return false;
  if (points.is_zero()) {
    grants.erase(found);
  } else {
    found->points = points;
  }
  deeds.grants.set(household, PackedList<Grant>(grants));
  return true;
}

WUMEI_INLINE void remove_inspection(Deeds& deeds, Seq seq) {
  for (auto& [household, visits] : deeds.inspections) {
    std::erase_if(visits, [seq](const WholeInspection& visit) { return visit.seq == seq; });
  }
}

/// An entry answers one claim at most.
WUMEI_INLINE std::optional<Seq> claim_answered_by(const Deeds& deeds, Seq seq) {
  for (const auto& [claim, answer] : deeds.answers) {
    if (answer.seq == seq) return claim;
  }
  return std::nullopt;
}

}  // namespace detail

WUMEI_INLINE std::uint32_t CapSubjects::number(const CapSubject& subject) {
  const auto [known, added] = numbers_.emplace(subject, static_cast<std::uint32_t>(all_.size()));
  if (added) all_.push_back(subject);
  return known->second;
}

WUMEI_INLINE ClaimState claim_state(const Deeds& deeds, Seq seq) {
  if (const auto open = deeds.claims.find(seq); open != deeds.claims.end()) {
    return open->second.steps == 0 ? ClaimState::recorded : ClaimState::checked;
  }
  if (const auto answer = deeds.answers.find(seq)) return answer->state;
  throw Error(Errc::not_found, "entry " + std::to_string(seq) + " does not record a claim",
              {{"claim", std::to_string(seq)}});
}

WUMEI_INLINE const WholeInspection* latest_whole(const Deeds& deeds, const HouseholdId& household,
                                                 const Period& period) {
  const auto found = deeds.inspections.find(household);
  if (found == deeds.inspections.end()) return nullptr;
  const WholeInspection* latest = nullptr;
  for (const WholeInspection& visit : found->second) {
    if (!period.contains(visit.on)) continue;
    if (latest == nullptr || visit.on >= latest->on) latest = &visit;
  }
  return latest;
}

WUMEI_INLINE PackedList<Grant> grants_of(const Deeds& deeds, const HouseholdId& household) {
  return deeds.grants.find(household).value_or(PackedList<Grant>());
}

WUMEI_INLINE std::int64_t deductions(const Deeds& deeds, const HouseholdId& household,
                                     const Period& period) {
  const PackedList<Grant> grants = grants_of(deeds, household);
  return std::count_if(grants.begin(), grants.end(), [&period](const Grant& grant) {
    return grant.points < Points() && period.contains(grant.on);
  });
}

WUMEI_INLINE std::optional<Grant> standing_grant(const Deeds& deeds, const HouseholdId& household,
                                                 Seq seq) {
  for (const Grant& grant : grants_of(deeds, household)) {
    if (grant.seq == seq) return grant;
  }
  return std::nullopt;
}

WUMEI_INLINE Points granted(const Deeds& deeds, const HouseholdId& household, Seq seq) {
  const std::optional<Grant> grant = standing_grant(deeds, household, seq);
  return grant ? grant->points : Points();
}

WUMEI_INLINE std::optional<HouseholdId> granted_to(const Deeds& deeds, Seq seq) {
  for (const auto& [household, grants] : deeds.grants) {
    const auto is_it = [seq](const Grant& grant) { return grant.seq == seq; };
    if (std::any_of(grants.begin(), grants.end(), is_it)) return household;
  }
  return std::nullopt;
}

WUMEI_INLINE std::vector<Seq> earnings_of(const Deeds& deeds, const VillageId& village,
                                          Date through) {
  std::vector<Seq> found;
  for (const auto& [seq, earning] : deeds.earnings) {
    const bool here = village.empty() || earning.village == village;
    if (here && earning.on <= through) found.push_back(seq);
  }
  return found;
}

WUMEI_INLINE void grant(Deeds& deeds, const Earning& earning) {
  WUMEI_ASSERT(!earning.points.is_zero());
  PackedList<Grant> grants = grants_of(deeds, earning.household);
  grants.push_back({earning.seq, earning.points, earning.on,
                    deeds.subjects.number({earning.rule, earning.person})});
  deeds.grants.set(earning.household, grants);
  deeds.earnings.emplace(earning.seq, earning);
}

WUMEI_INLINE void amend(Deeds& deeds, Seq seq, Points points) {
  if (const auto pending = deeds.earnings.find(seq); pending != deeds.earnings.end()) {
    static_cast<void>(detail::amend_grant(deeds, pending->second.household, seq, points));
    pending->second.points = points;
    if (points.is_zero()) deeds.earnings.erase(pending);
    return;
  }
  // A confirmed grant no longer says whose it is; this path is for reversals only, which are rare.
  if (const auto household = granted_to(deeds, seq)) {
    static_cast<void>(detail::amend_grant(deeds, *household, seq, points));
  }
}

WUMEI_INLINE void set_aside(Deeds& deeds, Seq seq) {
  const auto waiting = deeds.earnings.find(seq);
  WUMEI_ASSERT(waiting != deeds.earnings.end());
  deeds.set_aside.emplace(seq, waiting->second);
  amend(deeds, seq, Points());
}

WUMEI_INLINE void put_back(Deeds& deeds, Seq seq) {
  const auto found = deeds.set_aside.find(seq);
  WUMEI_ASSERT(found != deeds.set_aside.end());
  grant(deeds, found->second);
  deeds.set_aside.erase(found);
  const HouseholdId& household = deeds.earnings.at(seq).household;
  std::vector<Grant> grants = grants_of(deeds, household).values();
  std::sort(grants.begin(), grants.end(),
            [](const Grant& a, const Grant& b) { return a.seq < b.seq; });
  deeds.grants.set(household, PackedList<Grant>(grants));
}

WUMEI_INLINE void settle_earning(Deeds& deeds, Seq seq) { deeds.earnings.erase(seq); }

WUMEI_INLINE void reverse(Deeds& deeds, Seq seq) {
  amend(deeds, seq, Points());
  detail::remove_inspection(deeds, seq);
  for (auto& [household, entries] : deeds.refused) std::erase(entries, seq);
  if (deeds.claims.erase(seq) > 0) deeds.answers.set(seq, {ClaimState::reversed, seq});
  if (const auto claim = detail::claim_answered_by(deeds, seq)) {
    deeds.answers.set(*claim, {ClaimState::reversed, seq});
  }
}

WUMEI_INLINE std::string_view name(ClaimState state) {
  switch (state) {
    case ClaimState::recorded: return "recorded";
    case ClaimState::checked: return "checked";
    case ClaimState::settled: return "settled";
    case ClaimState::refused: return "refused";
    case ClaimState::withdrawn: return "withdrawn";
    case ClaimState::reversed: return "reversed";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE std::string_view name(ClaimedBy by) {
  switch (by) {
    case ClaimedBy::self: return "self";
    case ClaimedBy::proxy: return "proxy";
    case ClaimedBy::grid: return "grid";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE ClaimedBy parse_claimed_by(std::string_view text) {
  if (text == "self" || text == "本人") return ClaimedBy::self;
  if (text == "proxy" || text == "代办") return ClaimedBy::proxy;
  if (text == "grid" || text == "网格员代报") return ClaimedBy::grid;
  throw bad_input({}, text, "self, proxy or grid (本人, 代办, 网格员代报)");
}

}  // namespace wumei::scoring
