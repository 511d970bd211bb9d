#pragma once

#include <wumei/programme/command.hpp>
#include <wumei/programme/market_commands.hpp>

#include <string>

/// What a till accepted beyond its lease stands against the household's suspense (待核) until
/// people settle it: out of points that the household has by now, with its consent, or as a loss of
/// the fund, which two officers answer for.
namespace wumei::programme {

/// `suspense.repay`: out of the household's lots that end first. Role: keeper, shop supervisor,
/// village or township, in the household's village. Refused: household_unknown and _inactive;
/// nothing_to_do for more than is in suspense; not_enough_points.
struct SuspenseRepayment {
  HouseholdId household;
  Points points;
  std::string consent;  ///< number of the paper that the household signed
  Date on;
};

/// `suspense.propose`: the first of two people who write it off. Role: shop supervisor, village or
/// township. Refused: nothing_to_do for more than is in suspense and not proposed yet.
struct SuspenseProposal {
  HouseholdId household;
  Points points;
  std::string reason;
};

/// `suspense.waive`: the second person. The points are issued against the fund of the household's
/// village, within its budget. Role: township. Refused: settlement_unknown without that proposal,
/// four_eyes for who made it, nothing_to_do when less is in suspense by now, budget_exhausted. It
/// is never reversed.
struct SuspenseWaiver {
  ledger::Seq proposal = ledger::no_seq;  ///< the `suspense.propose`
};

[[nodiscard]] Decision<Drafts> decide_suspense_repayment(const State& state,
                                                         const Context& context,
                                                         const SuspenseRepayment& asked);
[[nodiscard]] Decision<Drafts> decide_suspense_proposal(const State& state,
                                                        const Context& context,
                                                        const SuspenseProposal& asked);
[[nodiscard]] Decision<Drafts> decide_suspense_waiver(const State& state, const Context& context,
                                                      const SuspenseWaiver& asked);

// The makers throw Errc::bad_input for points of zero or less, no paper and no reason.
[[nodiscard]] Command suspense_repayment_command(const Actor& actor,
                                                 const SuspenseRepayment& asked);
[[nodiscard]] Command suspense_proposal_command(const Actor& actor,
                                                const SuspenseProposal& asked);
[[nodiscard]] Command suspense_waiver_command(const Actor& actor, const SuspenseWaiver& asked);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds_suspense.ipp>
#include <wumei/programme/impl/suspense_commands.ipp>
#endif
