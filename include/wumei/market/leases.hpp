#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/market/market.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

/// Points lent to a till (租约), so that it can redeem without a network.
namespace wumei::market {

/// How much may be lent. What the township last said; these defaults until it says something.
/// A limit of 0 turns redeeming without a network off.
struct LeaseTerms {
  std::int64_t share = 60;                          ///< per cent of a household's points, 0 to 100
  Points household = Points::of_units(100'00);      ///< of one household
  Points till = Points::of_units(2'000'00);         ///< in one lease
  std::int64_t records = 200;                       ///< redemptions under one lease
  std::int64_t hours = 72;                          ///< from the issue until the till stops
  Points redemption = Points::of_units(50'00);      ///< one redemption

  [[nodiscard]] bool off() const;
  bool operator==(const LeaseTerms&) const = default;
};

/// Numbers are archived.
enum class LeaseState : std::uint8_t {
  open = 1,    ///< the till may spend it, or past its end may have spent it
  closed = 2,  ///< the till has reported, and everything it reported is booked
  forced = 3,  ///< taken back by two people without a report
};

[[nodiscard]] std::string_view name(LeaseState state);

/// A signed promise to a till: what it redeems within it is covered.
struct Lease {
  ledger::Seq seq = ledger::no_seq;     ///< its `lease.issue`
  ledger::Seq prices = ledger::no_seq;  ///< price list the till sells by
  Instant issued;
  Instant stop;                         ///< last moment the till may spend
  std::int64_t records = 0;             ///< most redemptions under it
  Points redemption;                    ///< most points of one of them
  LeaseState state = LeaseState::open;
  std::set<std::int64_t> counters;      ///< of the redemptions booked; empty again once closed
  OfficerId recalled_by;                ///< who asked for it back without a report
  std::vector<ledger::Seq> added;       ///< its `lease.add` entries, in order

  /// Past its end without a report (存疑): the goods may be gone, so no clock takes it back.
  [[nodiscard]] bool in_doubt(Instant now) const;
  /// True when the till could spend at that moment, by its own clock.
  [[nodiscard]] bool covers(Instant at) const;
};

/// A till is of one shop for good. It has one lease after the other, never two at a time.
struct Till {
  ShopId shop;
  std::map<std::int64_t, Lease> leases;  ///< by number, from 1 without gaps
  /// Two redemptions under one number: a copy of the till is about, or its disk was set back. It
  /// gets no further lease.
  bool quarantined = false;

  [[nodiscard]] std::int64_t last() const;
  /// The lease that is not given back yet, or nullptr.
  [[nodiscard]] const Lease* open() const;
};

/// What is lent and to whom. The points themselves are in the book, in the tills' escrow.
struct Leases {
  LeaseTerms terms;
  std::map<TillId, Till> tills;
  std::map<HouseholdId, TillId> households;  ///< those in a lease that is not given back yet

  [[nodiscard]] const Till* till(const TillId& id) const;
  /// nullptr for a lease that was never issued.
  [[nodiscard]] const Lease* lease(const TillId& id, std::int64_t number) const;
  /// The till that holds points of the household, or nullptr.
  [[nodiscard]] const TillId* holder(const HouseholdId& household) const;
  /// True when a lease was issued on that price list.
  [[nodiscard]] bool cite(ledger::Seq prices) const;
};

/// Points of the household that a till holds: with its spendable ones they are its balance.
[[nodiscard]] Points leased(const Leases& leases, const ledger::Book& book,
                            const HouseholdId& household);

/// What is out of the township's hands at a moment: the most that copied tills could cost.
struct Exposure {
  Points open;              ///< in leases whose end has not come
  Points in_doubt;          ///< in leases past their end without a report
  std::int64_t leases = 0;  ///< of both kinds
  bool operator==(const Exposure&) const = default;
};
[[nodiscard]] std::map<TillId, Exposure> exposure_by_till(const Leases& leases,
                                                          const ledger::Book& book, Instant now);
[[nodiscard]] std::map<ShopId, Exposure> exposure_by_shop(const Leases& leases,
                                                          const ledger::Book& book, Instant now);
template <class Id>
[[nodiscard]] Exposure total(const std::map<Id, Exposure>& exposures) {
  Exposure sum;
  for (const auto& [id, exposure] : exposures) {
    sum.open += exposure.open;
    sum.in_doubt += exposure.in_doubt;
    sum.leases += exposure.leases;
  }
  return sum;
}

}  // namespace wumei::market

#ifndef WUMEI_COMPILED
#include <wumei/market/impl/leases.ipp>
#endif
