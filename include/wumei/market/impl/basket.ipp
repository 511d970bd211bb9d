#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/market/basket.hpp>

#include <algorithm>
#include <utility>

namespace wumei::market {
namespace detail {

/// A lot that still holds pieces, and how many.
struct OnShelf {
  const StockLot* lot = nullptr;
  Quantity quantity;
};

WUMEI_INLINE bool hand_out_first(const OnShelf& left, const OnShelf& right) {
  if (left.lot->best_before != right.lot->best_before) {
    return left.lot->best_before < right.lot->best_before;
  }
  if (left.lot->seq != right.lot->seq) return left.lot->seq < right.lot->seq;
  return left.lot->line < right.lot->line;
}

/// All lots of the goods, in the order of handing out.
WUMEI_INLINE std::vector<OnShelf> on_shelf(const Market& market, const ledger::Book& book,
                                           const ShopId& shop, const Sku& sku) {
  std::vector<OnShelf> found;
  for (const ledger::Lot& held : book.lots(ledger::stock(shop, sku))) {
    const StockLot* lot = market.lot(held.name);
    WUMEI_ASSERT(lot != nullptr);
    found.push_back({lot, Quantity::of_units(held.amount)});
  }
  std::sort(found.begin(), found.end(), hand_out_first);
  return found;
}

/// Those that are still good on the day of the visit.
WUMEI_INLINE std::vector<OnShelf> fit_to_hand_out(const Market& market, const ledger::Book& book,
                                                  const Visit& visit, const Sku& sku) {
  std::vector<OnShelf> found = on_shelf(market, book, visit.shop, sku);
  std::erase_if(found,
                [&](const OnShelf& held) { return held.lot->best_before < visit.on; });
  return found;
}

WUMEI_INLINE Picked part_of(const StockLot& lot, Quantity quantity) {
  return {lot_name(lot.seq, lot.line), quantity, lot.fund, lot.unit_cost * quantity.units()};
}

/// What a line finds on the shelf.
struct Pick {
  std::vector<Picked> parts;  ///< up to what the line asks for
  Quantity open;              ///< what the line may draw on
  Quantity kept;              ///< what is there for others
};

WUMEI_INLINE Pick pick(const Market& market, const ledger::Book& book, const Visit& visit,
                       const BasketLine& line) {
  Pick found;
  for (const OnShelf& held : fit_to_hand_out(market, book, visit, line.sku)) {
    if (held.lot->restriction != line.restriction) {
      found.kept += held.quantity;
      continue;
    }
    const Quantity wanted =
        std::min(line.quantity - std::min(found.open, line.quantity), held.quantity);
    found.open += held.quantity;
    if (wanted.is_zero()) continue;
    found.parts.push_back(part_of(*held.lot, wanted));
  }
  return found;
}

WUMEI_INLINE Refusal stock_refusal(const BasketLine& line, Quantity open, Quantity kept) {
  const bool kept_would_do = line.restriction.empty() && open + kept >= line.quantity;
  Facts facts{{"sku", line.sku.text()},
              {"asked", line.quantity.text()},
              {"available", open.text()}};
  if (!line.restriction.empty()) facts.push_back({"restriction", line.restriction});
  if (!kept_would_do) return {RefusalCode::not_enough_stock, std::move(facts)};
  facts.push_back({"restricted", kept.text()});
  return {RefusalCode::restricted_goods, std::move(facts)};
}

}  // namespace detail

WUMEI_INLINE Decision<Basket> price_basket(const PriceList& list,
                                           std::span<const BasketLine> lines) {
  if (lines.empty()) return Refusal{RefusalCode::nothing_to_do, {}};
  Basket basket;
  for (const BasketLine& line : lines) {
    if (line.quantity <= Quantity()) {
      throw Error(Errc::bad_input, line.sku.text() + ": a quantity of " + line.quantity.text() +
                                       "; take one or more pieces");
    }
    const auto goods = list.goods.find(line.sku);
    if (goods == list.goods.end()) {
      return Refusal{RefusalCode::goods_unknown,
                     {{"sku", line.sku.text()}, {"prices", std::to_string(list.seq)}}};
    }
    const auto same = [&](const PricedLine& other) { return other.sku == line.sku; };
    if (std::any_of(basket.lines.begin(), basket.lines.end(), same)) {
      return Refusal{RefusalCode::duplicate, {{"sku", line.sku.text()}}};
    }
    const Points price = goods->second.price;
    basket.lines.push_back({line.sku, line.quantity, price, price * line.quantity.units()});
    basket.points += basket.lines.back().points;
  }
  if (basket.points < list.minimum) {
    return Refusal{RefusalCode::below_minimum,
                   {{"points", basket.points.text()}, {"minimum", list.minimum.text()}}};
  }
  return basket;
}

WUMEI_INLINE std::optional<Refusal> over_limit(const Market& market, const PriceList& list,
                                               const Visit& visit, const Basket& basket) {
  for (const PricedLine& line : basket.lines) {
    const Quantity limit = list.goods.at(line.sku).monthly_limit;
    const Quantity taken = market.taken_in_month(visit.household, line.sku, visit.on);
    if (taken + line.quantity <= limit) continue;
    const Date resets = calendar_period(Cycle::month, visit.on).last.plus_days(1);
    return Refusal{RefusalCode::goods_limit,
                   {{"sku", line.sku.text()},
                    {"asked", line.quantity.text()},
                    {"taken", taken.text()},
                    {"limit", limit.text()},
                    {"resets", resets.text()}}};
  }
  return std::nullopt;
}

WUMEI_INLINE Decision<std::vector<Picked>> pick_stock(const Market& market,
                                                      const ledger::Book& book,
                                                      const Visit& visit,
                                                      const BasketLine& line) {
  detail::Pick pick = detail::pick(market, book, visit, line);
  if (pick.open < line.quantity) return detail::stock_refusal(line, pick.open, pick.kept);
  return std::move(pick.parts);
}

WUMEI_INLINE std::vector<Picked> pick_what_is_there(const Market& market,
                                                    const ledger::Book& book,
                                                    const Visit& visit, const BasketLine& line) {
  return detail::pick(market, book, visit, line).parts;
}

WUMEI_INLINE std::vector<Picked> pick_lost(const Market& market, const ledger::Book& book,
                                           const ShopId& shop, const Sku& sku,
                                           Quantity quantity) {
  std::vector<Picked> parts;
  for (const detail::OnShelf& held : detail::on_shelf(market, book, shop, sku)) {
    const Quantity gone = std::min(quantity, held.quantity);
    if (gone.is_zero()) break;
    parts.push_back(detail::part_of(*held.lot, gone));
    quantity -= gone;
  }
  return parts;
}

WUMEI_INLINE const StockLot* newest_lot(const Market& market, const ledger::Book& book,
                                        const ShopId& shop, const Sku& sku) {
  const std::string shelf = ledger::stock(shop, sku);
  const StockLot* newest = nullptr;
  for (const auto& [name, lot] : market.lots) {
    if (lot.sku != sku || book.is_reversed(lot.seq)) continue;
    if (lot.shop != shop && book.lot_balance(shelf, name) == 0) continue;
    const bool newer = newest == nullptr || newest->seq < lot.seq ||
                       (newest->seq == lot.seq && newest->line < lot.line);
    if (newer) newest = &lot;
  }
  return newest;
}

}  // namespace wumei::market
