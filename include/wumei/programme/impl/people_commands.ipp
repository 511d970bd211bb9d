#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/impl/people_records.ipp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

using people::Role;

template <class Asked>
[[nodiscard]] Drafts people_draft(std::string kind, const Asked& asked, std::string text = {}) {
  ledger::Draft draft;
  draft.kind = std::move(kind);
  draft.in = people_in(asked);
  draft.detail = std::move(text);
  return {draft};
}

WUMEI_INLINE Refusal people_duplicate(std::string_view what, const std::string& id) {
  return {RefusalCode::duplicate, {{std::string(what), id}}};
}

WUMEI_INLINE std::optional<Refusal> people_unknown_village(const State& state,
                                                           const VillageId& village) {
  if (state.people.village(village) != nullptr) return std::nullopt;
  return Refusal{RefusalCode::village_unknown, {{"village", village.text()}}};
}

/// The grid, if one is named, must be known and lie in the village.
WUMEI_INLINE std::optional<Refusal> people_foreign_grid(const State& state, const GridId& grid,
                                                        const VillageId& village) {
  if (grid.empty()) return std::nullopt;
  const people::Grid* known = state.people.grid(grid);
  if (known == nullptr) return Refusal{RefusalCode::grid_unknown, {{"grid", grid.text()}}};
  if (known->village == village) return std::nullopt;
  return Refusal{RefusalCode::village_mismatch,
                 {{"grid", grid.text()}, {"village", village.text()}}};
}

WUMEI_INLINE std::optional<Refusal> people_taken_card(const State& state, const CardId& card) {
  if (card.empty() || !state.people.cards.contains(card)) return std::nullopt;
  return people_duplicate("card", card.text());
}

WUMEI_INLINE std::optional<Refusal> people_taken_passbook(const State& state,
                                                          const std::string& passbook,
                                                          const HouseholdId& household) {
  if (passbook.empty()) return std::nullopt;
  const auto holder = state.people.passbooks.find(passbook);
  if (!holder || *holder == household) return std::nullopt;
  return people_duplicate("passbook", passbook);
}

/// A grid worker must be an officer who is one in that village: households are shown his name.
WUMEI_INLINE std::optional<Refusal> unfit_grid_worker(const State& state,
                                                      const GridRegistration& asked) {
  if (asked.officer.empty()) return std::nullopt;
  if (auto refusal = unknown_officer(state, asked.officer)) return refusal;
  if (state.people.officer(asked.officer)->holds(Role::grid_worker, asked.village)) {
    return std::nullopt;
  }
  return Refusal{RefusalCode::role_missing,
                 {{"officer", asked.officer.text()},
                  {"role", std::string(people::name(Role::grid_worker))},
                  {"village", asked.village.text()}}};
}

/// A closed household is out of reach of every later entry, so nothing may be left on it.
WUMEI_INLINE std::optional<Refusal> people_points_left(const State& state,
                                                       const HouseholdId& household) {
  for (const ledger::Purpose purpose : {ledger::Purpose::spendable, ledger::Purpose::arrears}) {
    const std::int64_t left = state.book.balance(ledger::of_household(household, purpose));
    if (left == 0) continue;
    return Refusal{RefusalCode::wrong_state,
                   {{"household", household.text()},
                    {std::string(ledger::name(purpose)), Points::of_units(left).text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE bool people_changes_nothing(const people::Household& known,
                                         const HouseholdChange& asked) {
  return known.status == asked.status && known.group == asked.group &&
         known.grid == asked.grid && known.people == asked.people &&
         known.passbook == asked.passbook && asked.head.empty() && asked.phone.empty();
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_village(const State& state, const Context& context,
                                             const VillageRegistration& asked) {
  using people::Role;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township}, {})) {
    return *refusal;
  }
  if (state.people.village(asked.village) != nullptr) {
    return detail::people_duplicate("village", asked.village.text());
  }
  return detail::people_draft("village.register", asked);
}

WUMEI_INLINE Decision<Drafts> decide_grid(const State& state, const Context& context,
                                          const GridRegistration& asked) {
  using people::Role;
  if (auto refusal = detail::people_unknown_village(state, asked.village)) return *refusal;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township, Role::village},
                                 asked.village)) {
    return *refusal;
  }
  if (const people::Grid* known = state.people.grid(asked.grid)) {
    if (auto refusal = detail::people_foreign_grid(state, asked.grid, asked.village)) {
      return *refusal;
    }
    if (known->officer == asked.officer) {
      return detail::people_duplicate("grid", asked.grid.text());
    }
  }
  if (auto refusal = detail::unfit_grid_worker(state, asked)) return *refusal;
  return detail::people_draft("grid.register", asked);
}

WUMEI_INLINE Decision<Drafts> decide_household(const State& state, const Context& context,
                                               const HouseholdRegistration& asked) {
  using people::Role;
  if (auto refusal = detail::people_unknown_village(state, asked.village)) return *refusal;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township, Role::village},
                                 asked.village)) {
    return *refusal;
  }
  if (state.people.households.contains(asked.household)) {
    return detail::people_duplicate("household", asked.household.text());
  }
  if (auto refusal = detail::people_foreign_grid(state, asked.grid, asked.village)) return *refusal;
  if (auto refusal = detail::people_taken_card(state, asked.card)) return *refusal;
  if (auto refusal = detail::people_taken_passbook(state, asked.passbook, asked.household)) {
    return *refusal;
  }
  return detail::people_draft("household.register", asked,
                              detail::household_detail(asked.head, asked.phone));
}

WUMEI_INLINE Decision<Drafts> decide_household_change(const State& state, const Context& context,
                                                      const HouseholdChange& asked) {
  using people::Role;
  using people::Status;
  if (auto refusal = lacks_role_for(state, context, {Role::admin, Role::township, Role::village},
                                    asked.household)) {
    return *refusal;
  }
  const people::Household known = *state.people.household(asked.household);
  if (known.status == Status::closed) {
    return Refusal{RefusalCode::wrong_state, {{"household", known.id.text()},
                                              {"status", std::string(name(known.status))}}};
  }
  if (detail::people_changes_nothing(known, asked)) {
    return Refusal{RefusalCode::nothing_to_do, {{"household", known.id.text()}}};
  }
  if (auto refusal = detail::people_foreign_grid(state, asked.grid, known.village)) return *refusal;
  if (auto refusal = detail::people_taken_passbook(state, asked.passbook, known.id)) {
    return *refusal;
  }
  if (asked.status == Status::closed) {
    if (auto refusal = open_business(state, known.id)) return *refusal;
    if (auto refusal = detail::people_points_left(state, known.id)) return *refusal;
  }
  return detail::people_draft("household.change", asked,
                              detail::household_detail(asked.head, asked.phone));
}

WUMEI_INLINE Decision<Drafts> decide_card(const State& state, const Context& context,
                                          const CardIssue& asked) {
  using people::Role;
  if (auto refusal = lacks_role_for(state, context, {Role::admin, Role::township, Role::village},
                                    asked.household)) {
    return *refusal;
  }
  if (auto refusal = people::inactive(state.people, asked.household)) return *refusal;
  if (auto refusal = detail::people_taken_card(state, asked.card)) return *refusal;
  const CardId in_use = state.people.household(asked.household)->card;
  if (in_use != asked.replaces) {
    return Refusal{RefusalCode::wrong_state, {{"household", asked.household.text()},
                                              {"card", in_use.text()},
                                              {"replaces", asked.replaces.text()}}};
  }
  return detail::people_draft("card.issue", asked);
}

WUMEI_INLINE Decision<Drafts> decide_appointment(const State& state, const Context& context,
                                                 const Appointment& asked) {
  using people::Role;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township}, {})) {
    return *refusal;
  }
  if (auto refusal = same_officer(context, asked.officer)) return *refusal;
  for (const VillageId& village : asked.villages) {
    if (auto refusal = detail::people_unknown_village(state, village)) return *refusal;
  }
  return detail::people_draft("officer.appoint", asked,
                              officer_detail(asked.name, asked.pin_hash));
}

WUMEI_INLINE Decision<Drafts> decide_dismissal(const State& state, const Context& context,
                                               const Dismissal& asked) {
  using people::Role;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township}, {})) {
    return *refusal;
  }
  // Nobody dismisses himself, so there is always one left who may appoint.
  if (auto refusal = same_officer(context, asked.officer)) return *refusal;
  if (auto refusal = unknown_officer(state, asked.officer)) return *refusal;
  return detail::people_draft("officer.dismiss", asked);
}

WUMEI_INLINE Decision<Drafts> decide_donor(const State& state, const Context& context,
                                           const DonorRegistration& asked) {
  using people::Role;
  if (auto refusal = lacks_roles(state, context, {Role::admin, Role::township}, {})) {
    return *refusal;
  }
  if (state.people.donor(asked.donor) != nullptr) {
    return detail::people_duplicate("donor", asked.donor.text());
  }
  return detail::people_draft("donor.register", asked, detail::donor_detail(asked));
}

}  // namespace wumei::programme
