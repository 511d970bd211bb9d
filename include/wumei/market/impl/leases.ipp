#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/market/leases.hpp>

#include <algorithm>

namespace wumei::market {
namespace detail {

WUMEI_INLINE void add_exposure(Exposure& sum, const Lease& lease, Points points, Instant now) {
  (lease.in_doubt(now) ? sum.in_doubt : sum.open) += points;
  ++sum.leases;
}

}  // namespace detail

WUMEI_INLINE bool LeaseTerms::off() const {
  return share == 0 || household.is_zero() || till.is_zero() || records == 0 || hours == 0 ||
         redemption.is_zero();
}

WUMEI_INLINE std::string_view name(LeaseState state) {
  switch (state) {
    case LeaseState::open: return "open";
    case LeaseState::closed: return "closed";
    case LeaseState::forced: return "forced";
  }
  throw InvariantViolation("a state of a lease without a name");
}

WUMEI_INLINE bool Lease::in_doubt(Instant now) const {
  return state == LeaseState::open && now > stop;
}

WUMEI_INLINE bool Lease::covers(Instant at) const { return issued <= at && at <= stop; }

WUMEI_INLINE std::int64_t Till::last() const { return leases.empty() ? 0 : leases.rbegin()->first; }

WUMEI_INLINE const Lease* Till::open() const {
  if (leases.empty()) return nullptr;
  const Lease& newest = leases.rbegin()->second;
  return newest.state == LeaseState::open ? &newest : nullptr;
}

WUMEI_INLINE const Till* Leases::till(const TillId& id) const {
  const auto place = tills.find(id);
  return place == tills.end() ? nullptr : &place->second;
}

WUMEI_INLINE const Lease* Leases::lease(const TillId& id, std::int64_t number) const {
  const Till* known = till(id);
  if (known == nullptr) return nullptr;
  const auto place = known->leases.find(number);
  return place == known->leases.end() ? nullptr : &place->second;
}

WUMEI_INLINE const TillId* Leases::holder(const HouseholdId& household) const {
  const auto place = households.find(household);
  return place == households.end() ? nullptr : &place->second;
}

WUMEI_INLINE bool Leases::cite(ledger::Seq prices) const {
  for (const auto& [id, till] : tills) {
    for (const auto& [number, lease] : till.leases) {
      if (lease.prices == prices) return true;
    }
  }
  return false;
}

WUMEI_INLINE Points leased(const Leases& leases, const ledger::Book& book,
                           const HouseholdId& household) {
  const TillId* till = leases.holder(household);
  if (till == nullptr) return {};
  return Points::of_units(book.balance(ledger::escrow(*till, household)));
}

WUMEI_INLINE std::map<TillId, Exposure> exposure_by_till(const Leases& leases,
                                                         const ledger::Book& book, Instant now) {
  std::map<TillId, Points> points;
  for (const auto& [household, till] : leases.households) {
    points[till] += Points::of_units(book.balance(ledger::escrow(till, household)));
  }
  std::map<TillId, Exposure> exposures;
  for (const auto& [till, sum] : points) {
    const Lease* lease = leases.tills.at(till).open();
    WUMEI_ASSERT(lease != nullptr);
    detail::add_exposure(exposures[till], *lease, sum, now);
  }
  return exposures;
}

WUMEI_INLINE std::map<ShopId, Exposure> exposure_by_shop(const Leases& leases,
                                                         const ledger::Book& book, Instant now) {
  std::map<ShopId, std::map<TillId, Exposure>> shops;
  for (const auto& [till, exposure] : exposure_by_till(leases, book, now)) {
    shops[leases.tills.at(till).shop].emplace(till, exposure);
  }
  std::map<ShopId, Exposure> exposures;
  for (const auto& [shop, tills] : shops) exposures[shop] = total(tills);
  return exposures;
}

}  // namespace wumei::market
