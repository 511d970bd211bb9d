#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/lease_document.hpp>

#include <map>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE Digest hash_of_entry(const std::string& leaf) {
  Sha256 sha;
  return audit::leaf_hash(sha, leaf);
}

/// Lots by their last day, of each household.
using LeasedLots = std::map<std::string, std::map<std::string, std::int64_t>>;

WUMEI_INLINE void add_leased(LeasedLots& lots, const ledger::Entry& entry) {
  for (const ledger::Leg& leg : entry.legs) {
    const ledger::AccountName account = ledger::parse_account(leg.account);
    if (account.purpose != ledger::Purpose::escrow) continue;
    lots[std::string(account.detail)][std::string(leg.lot)] += leg.amount;
  }
}

WUMEI_INLINE std::vector<audit::LeasedHousehold> leased_households(const LeasedLots& lots) {
  std::vector<audit::LeasedHousehold> households;
  for (const auto& [household, held] : lots) {
    households.push_back({household, 0, {}});
    for (const auto& [day, amount] : held) {
      households.back().points += amount;
      households.back().lots.push_back({day, amount});
    }
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
  detail::LeasedLots lots;
  detail::add_leased(lots, ledger::decode(leaf));
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
  for (const ledger::Seq seq : known->added) {
    const std::string added = programme.leaf(seq);
    detail::add_leased(lots, ledger::decode(added));
    document.added = {seq, detail::hash_of_entry(added)};
  }
  document.households = detail::leased_households(lots);
  return document;
}

}  // namespace wumei::programme
