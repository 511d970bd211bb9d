#pragma once

#include <wumei/market/leases.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/market_commands.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Commands of leases: the ledger lends points of households to a till, which redeems them without
/// a network and reports later. No entry of these kinds is ever reversed (not_reversible): what a
/// till did has happened, and a lease that is not wanted is closed with no records.
namespace wumei::programme {

/// Lots that one lease moves at most, so that it fits an entry.
inline constexpr std::size_t lease_lots = 200;

/// Points of one household in a lease.
struct LeaseShare {
  HouseholdId household;
  Points points;  ///< above zero
};

/// `lease.issue`: points leave the households' lots, soonest to end first, for the till's escrow,
/// where they keep their dates and do not expire. Role: keeper, shop supervisor or township, in the
/// shop's village. Refused: lease_off; till_quarantined; lease_open while the till or a household
/// has one; wrong_state for another number than the next, or a till of another shop; stale_prices
/// unless the list in force is cited; household_inactive; lease_limit beyond the terms in force or
/// `lease_lots`.
struct LeaseIssue {
  TillId till;
  ShopId shop;
  std::int64_t number = 0;              ///< 1 for the till's first lease, then one more each
  ledger::Seq prices = ledger::no_seq;  ///< list the till will sell by, by publishing entry
  std::vector<LeaseShare> households;   ///< in order of household, none twice
};

/// `lease.add`: points for one cart, for a household that stands at a till whose hub answers: it
/// joins the open lease, or has more in it, and the till sells to it as to the others. Neither the
/// share nor the limits of household and till hold here; what the household then has in the lease
/// is the most of one redemption. Role: as for the lease. Refused: lease_unknown; wrong_state for a
/// lease that was given back or is past its end; till_quarantined; household_inactive; lease_open
/// while another till has points of it; lease_limit; not_enough_points.
struct LeaseAddition {
  TillId till;
  std::int64_t lease = 0;
  std::string random;  ///< 64 bits as 16 hex digits in lower case, drawn for this cart
  HouseholdId household;
  Points points;       ///< above zero
};

/// `lease.redeem`: what a till did under a lease. The goods are gone, so nothing is parked and
/// nothing dropped: what does not fit is booked all the same and flagged, in suspense of the
/// household or of the one it was merged into. Role: keeper, shop supervisor or township, in the
/// shop's village; who brings it again does not matter. Refused:
/// lease_unknown, household_unknown, goods_unknown for what no honest till can have written; and
/// key_conflict, an alarm, when the same id comes with other content.
struct OfflineRedemption {
  TillId till;
  std::int64_t lease = 0;
  std::int64_t counter = 0;  ///< from 1 in every lease
  std::string random;        ///< 64 bits as 16 hex digits in lower case; part of the id
  HouseholdId household;
  CardId card = {};          ///< empty when the passbook was shown
  Instant at;                ///< by the till's clock
  OfficerId clerk;           ///< who sold it; may have been dismissed since
  std::vector<market::BasketLine> lines;
  Receiver receiver = Receiver::self;
};

/// `lease.close`: the till reports that it spends no more. What it did not spend goes back to the
/// households' lots. Role: as for redemptions. Refused: lease_records until exactly the redemptions
/// it reports are booked; wrong_state for a lease that was given back.
struct LeaseReport {
  TillId till;
  std::int64_t lease = 0;
  std::int64_t records = 0;  ///< redemptions under the lease that stand
  std::int64_t last = 0;     ///< highest counter; above `records` where goods were not handed over
};

/// `lease.recall`: the first of two people who take back a lease in doubt, whose till is lost.
/// Role: shop supervisor, supervisor or township. Refused: wrong_state before its end or after it
/// was given back; duplicate when it was recalled before.
struct LeaseRecall {
  TillId till;
  std::int64_t lease = 0;
  std::string reason;
};

/// `lease.force`: the second person. What is left goes back to the households; a redemption that
/// still arrives is booked against suspense. Role: as for the recall. Refused: wrong_state without
/// a recall, four_eyes for who recalled it.
struct LeaseForce {
  TillId till;
  std::int64_t lease = 0;
};

[[nodiscard]] Decision<Drafts> decide_lease_terms(const State& state, const Context& context,
                                                  const market::LeaseTerms& terms);
[[nodiscard]] Decision<Drafts> decide_lease(const State& state, const Context& context,
                                            const LeaseIssue& asked);
[[nodiscard]] Decision<Drafts> decide_lease_add(const State& state, const Context& context,
                                                const LeaseAddition& asked);
[[nodiscard]] Decision<Drafts> decide_offline(const State& state, const Context& context,
                                              const OfflineRedemption& redemption);
[[nodiscard]] Decision<Drafts> decide_lease_close(const State& state, const Context& context,
                                                  const LeaseReport& report);
[[nodiscard]] Decision<Drafts> decide_lease_recall(const State& state, const Context& context,
                                                   const LeaseRecall& recall);
[[nodiscard]] Decision<Drafts> decide_lease_force(const State& state, const Context& context,
                                                  const LeaseForce& force);

// The makers throw Errc::bad_input for what no state could accept: limits below zero or a share
// above 100 per cent, households out of order or without points, a random part that is not 16 hex
// digits, a basket without lines or with goods twice, more records than counters.

/// `lease.terms`: what may be lent from now on; leases that are out keep theirs. Role: township.
[[nodiscard]] Command lease_terms_command(const Actor& actor, const market::LeaseTerms& terms);
[[nodiscard]] Command lease_command(const Actor& actor, const LeaseIssue& asked);
[[nodiscard]] Command lease_add_command(const Actor& actor, const LeaseAddition& asked);
[[nodiscard]] Command offline_command(const Actor& actor, const OfflineRedemption& redemption);
[[nodiscard]] Command lease_close_command(const Actor& actor, const LeaseReport& report);
[[nodiscard]] Command lease_recall_command(const Actor& actor, const LeaseRecall& recall);
[[nodiscard]] Command lease_force_command(const Actor& actor, const LeaseForce& force);

/// The most that may be lent of the household today, within the terms and its points; zero for one
/// that takes no part or is leased already.
[[nodiscard]] Points leasable(const State& state, const HouseholdId& household, Date today);

/// The most that `lease.add` may lend of the household today under that lease.
[[nodiscard]] Points addable(const State& state, const TillId& till, const market::Lease& lease,
                             const HouseholdId& household, Date today);

/// As much as may be lent today of every household in the shop's village, in order of household,
/// as far as the terms and `lease_lots` go; empty for an unknown shop.
[[nodiscard]] std::vector<LeaseShare> leasable_village(const State& state, const ShopId& shop,
                                                       Date today);

/// What was asked for, from `data.in` of a `lease.issue`.
[[nodiscard]] LeaseIssue lease_issue_of(const json::Value& in);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds_leases.ipp>
#include <wumei/programme/impl/lease_addition.ipp>
#include <wumei/programme/impl/lease_commands.ipp>
#include <wumei/programme/impl/lease_facts.ipp>
#include <wumei/programme/impl/lease_redemption.ipp>
#endif
