#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/market/market.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wumei::market {

/// Goods a household asks for. Goods kept for certain households are handed out only when the
/// line names their restriction, and then no others are: lots of the two never mix.
struct BasketLine {
  Sku sku;
  Quantity quantity;
  std::string restriction = {};
};

struct PricedLine {
  Sku sku;
  Quantity quantity;
  Points price;   ///< for one piece
  Points points;  ///< price * quantity
  bool operator==(const PricedLine&) const = default;
};

struct Basket {
  std::vector<PricedLine> lines;
  Points points;
};

/// Prices every line. Refuses an empty basket (`nothing`), goods the list does not have
/// (`goods.unknown`), the same goods on two lines (`duplicate`) and a total under the list's
/// minimum (`points.minimum`). Throws Errc::bad_input for a quantity of zero or less.
[[nodiscard]] Decision<Basket> price_basket(const PriceList& list,
                                            std::span<const BasketLine> lines);

/// Who takes it and when: limits count the calendar month of the sale.
struct Visit {
  HouseholdId household;
  ShopId shop;
  Date on;
};

/// `goods.limit`, with what was taken already and the day the limit resets; nothing when every
/// line stays within its monthly limit.
[[nodiscard]] std::optional<Refusal> over_limit(const Market& market, const PriceList& list,
                                                const Visit& visit, const Basket& basket);

/// Pieces to be taken from one lot.
struct Picked {
  std::string lot;
  Quantity quantity;
  VillageId fund;
  Yuan cost;  ///< unit cost of the lot * quantity
};

/// Picks the pieces of one line: soonest best-before first, then oldest; goods past their
/// best-before date on the day of the sale are left on the shelf. Refuses `goods.restricted` when
/// only restricted lots could serve a line that names no restriction, else `stock.short`.
[[nodiscard]] Decision<std::vector<Picked>> pick_stock(const Market& market,
                                                       const ledger::Book& book,
                                                       const Visit& visit,
                                                       const BasketLine& line);

/// The same for goods that have left already: as many pieces as there are, perhaps none.
[[nodiscard]] std::vector<Picked> pick_what_is_there(const Market& market,
                                                     const ledger::Book& book,
                                                     const Visit& visit, const BasketLine& line);

/// Pieces that a count misses, out of the same order, whatever they were kept for and spoiled or
/// not: fewer than `quantity` when there are not as many.
[[nodiscard]] std::vector<Picked> pick_lost(const Market& market, const ledger::Book& book,
                                            const ShopId& shop, const Sku& sku,
                                            Quantity quantity);

/// The newest lot that the shop received or has on its shelf, of deliveries that stand; nullptr for
/// none.
[[nodiscard]] const StockLot* newest_lot(const Market& market, const ledger::Book& book,
                                         const ShopId& shop, const Sku& sku);

}  // namespace wumei::market

#ifndef WUMEI_COMPILED
#include <wumei/market/impl/basket.ipp>
#endif
