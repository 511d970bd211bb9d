#pragma once

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <boost/serialization/map.hpp>
#include <boost/serialization/set.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <wumei/market/leases.hpp>
#include <wumei/market/market.hpp>
#include <wumei/market/merchants.hpp>

/// What a snapshot keeps of the market.
namespace wumei::market {

template <class Archive>
void serialize(Archive& archive, Shop& shop, unsigned /*version*/) {
  archive& shop.id& shop.village& shop.name& shop.seq;
}

template <class Archive>
void serialize(Archive& archive, Goods& goods, unsigned /*version*/) {
  archive& goods.sku& goods.name& goods.unit;
  archive& goods.price& goods.reference_cost& goods.monthly_limit;
}

template <class Archive>
void serialize(Archive& archive, PriceList& list, unsigned /*version*/) {
  archive& list.list& list.version& list.from& list.seq& list.minimum& list.goods;
}

template <class Archive>
void serialize(Archive& archive, StockLot& lot, unsigned /*version*/) {
  archive& lot.seq& lot.line& lot.shop& lot.sku& lot.source& lot.donor& lot.fund;
  archive& lot.received& lot.unit_cost& lot.restriction& lot.best_before;
}

template <class Archive>
void serialize(Archive& archive, TakenKey& key, unsigned /*version*/) {
  archive& key.household& key.sku& key.month;
}

template <class Archive>
void serialize(Archive& archive, DonorTally& tally, unsigned /*version*/) {
  archive& tally.given& tally.handed_out& tally.reached& tally.value;
}

template <class Archive>
void serialize(Archive& archive, Market& market, unsigned /*version*/) {
  archive& market.shops& market.lists& market.lots& market.taken& market.donors;
}

template <class Archive>
void serialize(Archive& archive, LeaseTerms& terms, unsigned /*version*/) {
  archive& terms.share& terms.household& terms.till& terms.records& terms.hours;
  archive& terms.redemption;
}

template <class Archive>
void serialize(Archive& archive, Lease& lease, unsigned /*version*/) {
  archive& lease.seq& lease.prices& lease.issued& lease.stop& lease.records& lease.redemption;
  archive& lease.state& lease.counters& lease.recalled_by& lease.added;
}

template <class Archive>
void serialize(Archive& archive, Till& till, unsigned /*version*/) {
  archive& till.shop& till.leases& till.quarantined;
}

template <class Archive>
void serialize(Archive& archive, Leases& leases, unsigned /*version*/) {
  archive& leases.terms& leases.tills& leases.households;
}

template <class Archive>
void serialize(Archive& archive, Contract& contract, unsigned /*version*/) {
  archive& contract.villages& contract.fund& contract.rate;
  archive& contract.term.first& contract.term.last& contract.document;
}

template <class Archive>
void serialize(Archive& archive, SaleLine& line, unsigned /*version*/) {
  archive& line.sku& line.quantity& line.yuan& line.claim;
}

template <class Archive>
void serialize(Archive& archive, Sale& sale, unsigned /*version*/) {
  archive& sale.seq& sale.on& sale.household& sale.card& sale.lines;
}

template <class Archive>
void serialize(Archive& archive, MonthlySettlement& month, unsigned /*version*/) {
  archive& month.claim& month.prepared_by& month.statement& month.payable& month.disputed;
  archive& month.settle& month.approved_by& month.pay;
}

template <class Archive>
void serialize(Archive& archive, Merchant& merchant, unsigned /*version*/) {
  archive& merchant.id& merchant.name& merchant.contract& merchant.seq& merchant.sales;
  archive& merchant.months;
}

template <class Archive>
void serialize(Archive& archive, WriteOff& asked, unsigned /*version*/) {
  archive& asked.household& asked.points& asked.proposed_by;
}

template <class Archive>
void serialize(Archive& archive, Merchants& merchants, unsigned /*version*/) {
  archive& merchants.known& merchants.write_offs;
}

}  // namespace wumei::market
