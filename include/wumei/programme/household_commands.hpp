#pragma once

#include <wumei/programme/command.hpp>

#include <optional>

/// Households that part or come together. Every lot moves by legs, so each point keeps its expiry;
/// nothing is issued and nothing lost.
namespace wumei::programme {

/// `moved` of `of` members leave and found `into`, which is registered before. They take that
/// share of points, debt and honour. Each lot's share is rounded down; what is left over by the
/// rounding stays with the old household.
struct HouseholdSplit {
  HouseholdId household;
  HouseholdId into;
  std::int64_t moved = 0;
  std::int64_t of = 0;
};

/// `household` joins `into` and is closed. Points and debt are summed, debt being paid from the
/// points that come together; honour is a standing, so the higher of the two remains.
struct HouseholdMerge {
  HouseholdId household;
  HouseholdId into;
};

/// Refusals of both: roles (township or village), household_unknown, household_inactive (closed),
/// village_mismatch (moving to another village is settled through the township), duplicate (the
/// same household twice), wrong_state (a claim or a notice of either is under way).
/// For a split also nothing_to_do when there is nothing to share.
[[nodiscard]] Decision<Drafts> decide_split(const State&, const Context&, const HouseholdSplit&);
[[nodiscard]] Decision<Drafts> decide_merge(const State&, const Context&, const HouseholdMerge&);

/// Throws Errc::bad_input unless 0 < moved < of <= 99.
[[nodiscard]] Command split_command(Actor actor, HouseholdSplit asked);
[[nodiscard]] Command merge_command(Actor actor, HouseholdMerge asked);

/// Why nothing may be moved or closed: a claim that waits for its check, or points or a deduction
/// in notice (wrong_state), or points that a till holds (lease_open). Nothing when the
/// household's business is done.
[[nodiscard]] std::optional<Refusal> open_business(const State& state,
                                                   const HouseholdId& household);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/household_commands.ipp>
#include <wumei/programme/impl/household_moves.ipp>
#endif
