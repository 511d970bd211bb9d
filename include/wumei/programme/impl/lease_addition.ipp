#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/lease_commands.ipp>
#include <wumei/programme/lease_commands.hpp>

#include <algorithm>

// Points for one cart, added to a lease while there is a network.
namespace wumei::programme {
namespace detail {

/// What one more redemption of the household may take beyond what the till has of it.
WUMEI_INLINE Points room_in_lease(const State& state, const TillId& till,
                                  const market::Lease& lease, const HouseholdId& household) {
  const Points held = Points::of_units(state.book.balance(ledger::escrow(till, household)));
  return std::max(Points(), lease.redemption - held);
}

WUMEI_INLINE std::optional<Refusal> may_not_add(const State& state, const Context& context,
                                                const LeaseAddition& asked,
                                                const KnownLease& known) {
  if (auto refusal = lacks_roles(state, context, till_roles, known.shop.village)) return refusal;
  if (auto refusal = not_open(known, asked.till)) return refusal;
  if (known.till.quarantined) {
    return Refusal{RefusalCode::till_quarantined, {{"till", asked.till.text()}}};
  }
  if (known.lease.in_doubt(context.now)) return wrong_side_of_end(state, asked.till, known.lease);
  if (auto refusal = people::inactive(state.people, asked.household)) return refusal;
  const TillId* holder = state.leases.holder(asked.household);
  if (holder != nullptr && *holder != asked.till) return leased_already(state, asked.household);
  const Points room = room_in_lease(state, asked.till, known.lease, asked.household);
  if (asked.points > room) {
    return over_lease_limit("redemption", asked.points.text(), room.text());
  }
  const Points held =
      Points::of_units(ledger::spendable_on(state.book, asked.household, context.today));
  if (asked.points <= held) return std::nullopt;
  return Refusal{RefusalCode::not_enough_points,
                 {{"points", asked.points.text()},
                  {"spendable", held.text()},
                  {"missing", (asked.points - held).text()}}};
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_lease_add(const State& state, const Context& context,
                                               const LeaseAddition& asked) {
  const auto known = detail::known_lease(state, asked.till, asked.lease);
  if (!known) return known.refusal();
  if (auto refusal = detail::may_not_add(state, context, asked, *known)) return *refusal;
  ledger::Draft draft;
  draft.kind = "lease.add";
  draft.refs = {known->lease.seq};
  draft.in = detail::addition_in(asked);
  detail::lend(state, asked.till, {asked.household, asked.points}, context.today, draft.moves);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command lease_add_command(const Actor& actor, const LeaseAddition& asked) {
  detail::check_addition_facts(asked);
  Command command = detail::lease_kind_command(actor, "lease.add", detail::addition_in(asked),
                                               asked, &decide_lease_add);
  command.key = detail::key_of(asked);
  return command;
}

WUMEI_INLINE Points addable(const State& state, const TillId& till, const market::Lease& lease,
                            const HouseholdId& household, Date today) {
  const TillId* holder = state.leases.holder(household);
  const bool elsewhere = holder != nullptr && *holder != till;
  if (elsewhere || people::inactive(state.people, household)) return {};
  return std::min(detail::room_in_lease(state, till, lease, household),
                  Points::of_units(ledger::spendable_on(state.book, household, today)));
}

}  // namespace wumei::programme
