#pragma once

#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/impl/household_moves.ipp>
#include <wumei/programme/roles.hpp>

#include <utility>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value household_pair_in(const HouseholdMerge& asked) {
  return json::Value::object(
      {{"household", asked.household.text()}, {"into", asked.into.text()}});
}

WUMEI_INLINE json::Value household_pair_in(const HouseholdSplit& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"into", asked.into.text()},
                              {"moved", asked.moved},
                              {"of", asked.of}});
}

WUMEI_INLINE std::optional<Refusal> closed_household(const State& state,
                                                     const HouseholdId& household) {
  const auto known = state.people.household(household);
  if (known && known->status != people::Status::closed) return std::nullopt;
  return people::inactive(state.people, household);
}

/// What must hold before anything moves between two households.
WUMEI_INLINE std::optional<Refusal> may_not_move(const State& state, const Context& context,
                                                 const HouseholdMerge& pair) {
  using people::Role;
  if (auto refusal = lacks_role_for(state, context, {Role::township, Role::village},
                                    pair.household)) {
    return refusal;
  }
  if (pair.household == pair.into) {
    return Refusal{RefusalCode::duplicate, {{"household", pair.into.text()}}};
  }
  for (const HouseholdId& household : {pair.household, pair.into}) {
    if (auto refusal = closed_household(state, household)) return refusal;
    if (auto refusal = open_business(state, household)) return refusal;
  }
  const VillageId village = state.people.household(pair.household)->village;
  if (state.people.household(pair.into)->village == village) return std::nullopt;
  return Refusal{RefusalCode::village_mismatch,
                 {{"household", pair.into.text()}, {"village", village.text()}}};
}

template <class Asked>
[[nodiscard]] Command household_pair_command(
    Actor actor, std::string kind, Asked asked,
    Decision<Drafts> (*decide)(const State&, const Context&, const Asked&)) {
  Command command;
  command.actor = std::move(actor);
  command.kind = std::move(kind);
  command.in = household_pair_in(asked);
  command.decide = [asked = std::move(asked), decide](const State& state,
                                                      const Context& context) {
    return decide(state, context, asked);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE std::optional<Refusal> open_business(const State& state,
                                                  const HouseholdId& household) {
  for (const auto& [seq, claim] : state.deeds.claims) {
    if (claim.household != household) continue;
    return Refusal{RefusalCode::wrong_state,
                   {{"household", household.text()}, {"claim", std::to_string(seq)}}};
  }
  for (const auto& [seq, earning] : state.deeds.earnings) {
    if (earning.household != household) continue;
    return Refusal{RefusalCode::wrong_state,
                   {{"household", household.text()}, {"pending", earning.points.text()}}};
  }
  const TillId* till = state.leases.holder(household);
  if (till == nullptr) return std::nullopt;
  return Refusal{RefusalCode::lease_open,
                 {{"household", household.text()}, {"till", till->text()}}};
}

WUMEI_INLINE Decision<Drafts> decide_split(const State& state, const Context& context,
                                           const HouseholdSplit& asked) {
  if (auto refusal = detail::may_not_move(state, context, {asked.household, asked.into})) {
    return *refusal;
  }
  ledger::Draft draft;
  draft.kind = "household.split";
  draft.in = detail::household_pair_in(asked);
  draft.moves = detail::split_moves(state.book, asked);
  if (draft.moves.empty()) {
    return Refusal{RefusalCode::nothing_to_do, {{"household", asked.household.text()}}};
  }
  return Drafts{draft};
}

WUMEI_INLINE Decision<Drafts> decide_merge(const State& state, const Context& context,
                                           const HouseholdMerge& asked) {
  if (auto refusal = detail::may_not_move(state, context, asked)) return *refusal;
  ledger::Draft draft;
  draft.kind = "household.merge";
  draft.in = detail::household_pair_in(asked);
  draft.moves = detail::merge_moves(state, asked);
  return Drafts{draft};
}

WUMEI_INLINE Command split_command(Actor actor, HouseholdSplit asked) {
  if (!detail::possible_share(asked)) {
    throw Error(Errc::bad_input, "a split moves 1 or more of up to 99 members, but not all",
                {{"moved", std::to_string(asked.moved)}, {"of", std::to_string(asked.of)}});
  }
  return detail::household_pair_command(std::move(actor), "household.split", std::move(asked),
                                        decide_split);
}

WUMEI_INLINE Command merge_command(Actor actor, HouseholdMerge asked) {
  return detail::household_pair_command(std::move(actor), "household.merge", std::move(asked),
                                        decide_merge);
}

}  // namespace wumei::programme
