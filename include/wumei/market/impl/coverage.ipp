#pragma once

#include <wumei/config.hpp>
#include <wumei/market/coverage.hpp>

#include <algorithm>

namespace wumei::market {
namespace detail {

/// Below this the shelf may be empty before the points are spent.
inline constexpr Ratio coverage_wanted{12, 10};

/// The part of a holder after its letter: `V03` of `f/V03`; empty for holders of another letter.
WUMEI_INLINE std::string_view holder_id(std::string_view holder, std::string_view letter) {
  return holder.starts_with(letter) ? holder.substr(letter.size()) : std::string_view();
}

WUMEI_INLINE void add_to_shelf(ShelfLine& line, const StockLot& lot, Quantity quantity, Date on) {
  line.quantity += quantity;
  if (!lot.restriction.empty()) line.restricted += quantity;
  if (lot.best_before < on) line.spoiled += quantity;
  line.cost += lot.unit_cost * quantity.units();
}

}  // namespace detail

WUMEI_INLINE Ratio Coverage::ratio() const {
  if (spendable <= Points()) return {1, 1};
  return {(stock + cash).units(), spendable.units()};
}

WUMEI_INLINE bool Coverage::thin() const {
  return spendable > Points() && compare(ratio(), detail::coverage_wanted) < 0;
}

WUMEI_INLINE std::map<VillageId, Coverage> coverage_by_fund(const ledger::Book& book,
                                                            const people::Registry& people) {
  std::map<VillageId, Coverage> funds;
  book.for_each_account([&](std::string_view account, std::int64_t balance) {
    if (balance == 0) return;
    const ledger::AccountName name = ledger::parse_account(account);
    const bool escrow = name.purpose == ledger::Purpose::escrow;
    if (escrow || name.purpose == ledger::Purpose::spendable) {
      const HouseholdId id(escrow ? name.detail : detail::holder_id(name.holder, "h/"));
      const auto household = people.household(id);
      if (!household) return;
      funds[household->village].spendable += Points::of_units(balance);
    } else if (name.purpose == ledger::Purpose::stock_cost) {
      funds[VillageId(detail::holder_id(name.holder, "f/"))].stock += Yuan::of_units(balance);
    } else if (name.purpose == ledger::Purpose::cash) {
      funds[VillageId(detail::holder_id(name.holder, "f/"))].cash += Yuan::of_units(balance);
    }
  });
  return funds;
}

WUMEI_INLINE Coverage total(const std::map<VillageId, Coverage>& funds) {
  Coverage sum;
  for (const auto& [fund, coverage] : funds) {
    sum.stock += coverage.stock;
    sum.cash += coverage.cash;
    sum.spendable += coverage.spendable;
  }
  return sum;
}

WUMEI_INLINE std::vector<ShelfLine> shelf(const Market& market, const ledger::Book& book,
                                          const ShopId& shop, Date on) {
  std::map<Sku, ShelfLine> lines;
  for (const auto& [name, lot] : market.lots) {
    const std::int64_t left = book.lot_balance(ledger::stock(shop, lot.sku), name);
    if (lot.shop != shop && left == 0) continue;  // never came here, or is gone
    ShelfLine& line = lines[lot.sku];
    line.sku = lot.sku;
    detail::add_to_shelf(line, lot, Quantity::of_units(left), on);
  }
  std::vector<ShelfLine> result;
  for (const auto& [sku, line] : lines) result.push_back(line);
  return result;
}

}  // namespace wumei::market
