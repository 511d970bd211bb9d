#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/rational.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/market/market.hpp>
#include <wumei/people/registry.hpp>

#include <map>
#include <vector>

namespace wumei::market {

/// What stands behind the points households may spend, at 1.00 point = 1.00 yuan.
struct Coverage {
  Yuan stock;        ///< goods on the shelf at cost
  Yuan cash;         ///< of the fund
  Points spendable;  ///< of the fund's households, with those that tills hold on leases

  /// (stock + cash) / spendable, exact and as written; 1/1 when nothing is owed.
  [[nodiscard]] Ratio ratio() const;
  /// True below 1.2: goods may run out before the points do.
  [[nodiscard]] bool thin() const;
  bool operator==(const Coverage&) const = default;
};

/// Every village's coverage by its own fund; a village without households or money is left out.
[[nodiscard]] std::map<VillageId, Coverage> coverage_by_fund(const ledger::Book& book,
                                                             const people::Registry& people);

[[nodiscard]] Coverage total(const std::map<VillageId, Coverage>& funds);

/// One SKU on one shop's shelf.
struct ShelfLine {
  Sku sku;
  Quantity quantity;    ///< all lots together
  Quantity restricted;  ///< of these, kept for certain households
  Quantity spoiled;     ///< of these, past their best-before date
  Yuan cost;            ///< at the lots' unit cost
};

/// What the shop has, by SKU.
[[nodiscard]] std::vector<ShelfLine> shelf(const Market& market, const ledger::Book& book,
                                           const ShopId& shop, Date on);

}  // namespace wumei::market

#ifndef WUMEI_COMPILED
#include <wumei/market/impl/coverage.ipp>
#endif
