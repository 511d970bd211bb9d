#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/lease_document.hpp>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE Digest hash_of_entry(const std::string& leaf) {
  Sha256 sha;
  return audit::leaf_hash(sha, leaf);
}

/// The legs of a lease stand in order of account and lot.
WUMEI_INLINE std::vector<audit::LeasedHousehold> leased_households(const ledger::Entry& entry) {
  std::vector<audit::LeasedHousehold> households;
  for (const ledger::Leg& leg : entry.legs) {
    const ledger::AccountName account = ledger::parse_account(leg.account);
    if (account.purpose != ledger::Purpose::escrow) continue;
    if (households.empty() || households.back().household != account.detail) {
      households.push_back({std::string(account.detail), 0, {}});
    }
    households.back().points += leg.amount;
    households.back().lots.push_back({std::string(leg.lot), leg.amount});
  }
  return households;
}

}  // namespace detail

WUMEI_INLINE audit::LeaseDocument lease_document(const Programme& programme, const TillId& till,
                                                 std::int64_t number) {
  const State& state = programme.state();
  const market::Lease* known = state.leases.lease(till, number);
  if (known == nullptr) {
    throw Error(Errc::not_found,
                "till " + till.text() + " has no lease " + std::to_string(number),
                {{"till", till.text()}, {"lease", std::to_string(number)}});
  }
  const std::string leaf = programme.leaf(known->seq);
  const ledger::Entry entry = ledger::decode(leaf);
  audit::LeaseDocument document;
  document.origin = state.charter.origin;
  document.entry = known->seq;
  document.hash = detail::hash_of_entry(leaf);
  document.till = till.text();
  document.shop = state.leases.till(till)->shop.text();
  document.number = number;
  document.prices = known->prices;
  document.issued = known->issued.millis();
  document.stop = known->stop.millis();
  document.records = known->records;
  document.redemption = known->redemption.units();
  if (const market::Lease* before = state.leases.lease(till, number - 1)) {
    document.previous = detail::hash_of_entry(programme.leaf(before->seq));
  }
  document.households = detail::leased_households(entry);
  return document;
}

}  // namespace wumei::programme
