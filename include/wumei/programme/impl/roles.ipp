#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/roles.hpp>

#include <algorithm>

namespace wumei::programme {

WUMEI_INLINE std::optional<Refusal> unknown_officer(const State& state,
                                                    const OfficerId& officer) {
  const people::Officer* known = state.people.officer(officer);
  if (known == nullptr) {
    return Refusal{RefusalCode::officer_unknown, {{"officer", officer.text()}}};
  }
  if (!known->active) {
    return Refusal{RefusalCode::officer_dismissed, {{"officer", officer.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE std::optional<Refusal> lacks_role(const State& state, const Context& context,
                                               people::Role role, const VillageId& village) {
  return lacks_roles(state, context, {role}, village);
}

WUMEI_INLINE std::optional<Refusal> lacks_roles(const State& state, const Context& context,
                                                std::initializer_list<people::Role> roles,
                                                const VillageId& village) {
  if (auto unfit = unknown_officer(state, context.actor.officer)) return unfit;
  const people::Officer& officer = *state.people.officer(context.actor.officer);
  const bool held = std::any_of(roles.begin(), roles.end(), [&](people::Role role) {
    return officer.holds(role, village);
  });
  if (held) return std::nullopt;
  Refusal refusal{RefusalCode::role_missing,
                  {{"officer", officer.id.text()},
                   {"role", std::string(people::name(*roles.begin()))}}};
  if (!village.empty()) refusal.facts.push_back({"village", village.text()});
  return refusal;
}

WUMEI_INLINE std::optional<Refusal> lacks_role_for(const State& state, const Context& context,
                                                   std::initializer_list<people::Role> roles,
                                                   const HouseholdId& household) {
  const auto known = state.people.household(household);
  if (!known) {
    return Refusal{RefusalCode::household_unknown, {{"household", household.text()}}};
  }
  return lacks_roles(state, context, roles, known->village);
}

WUMEI_INLINE std::optional<Refusal> same_officer(const Context& context,
                                                 const OfficerId& proposer) {
  if (context.actor.officer != proposer) return std::nullopt;
  return Refusal{RefusalCode::four_eyes, {{"officer", proposer.text()}}};
}

}  // namespace wumei::programme
