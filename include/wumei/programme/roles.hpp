#pragma once

#include <wumei/programme/command.hpp>

#include <initializer_list>
#include <optional>

/// The first question of every decision: may this officer do this here?
namespace wumei::programme {

/// Why an officer may not act at all: officer_unknown or officer_dismissed. Nothing when he may.
[[nodiscard]] std::optional<Refusal> unknown_officer(const State& state, const OfficerId& officer);

/// Why the actor of `context` may not act as `role` in `village`: officer_unknown,
/// officer_dismissed or role_missing with role, village and officer. An empty village asks for the
/// role over the whole township. Nothing when he may.
[[nodiscard]] std::optional<Refusal> lacks_role(const State& state, const Context& context,
                                                people::Role role, const VillageId& village);

/// The same for any one of several roles; the refusal names the first.
[[nodiscard]] std::optional<Refusal> lacks_roles(const State& state, const Context& context,
                                                 std::initializer_list<people::Role> roles,
                                                 const VillageId& village);

/// The same for the village of a household; household_unknown when there is none.
[[nodiscard]] std::optional<Refusal> lacks_role_for(const State& state, const Context& context,
                                                    std::initializer_list<people::Role> roles,
                                                    const HouseholdId& household);

/// Law 7: refuses when the actor is the officer who did the earlier step (devices do not count).
[[nodiscard]] std::optional<Refusal> same_officer(const Context& context,
                                                  const OfficerId& proposer);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/roles.ipp>
#endif
