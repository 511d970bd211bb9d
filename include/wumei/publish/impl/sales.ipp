#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/market/coverage.hpp>
#include <wumei/publish/sales.hpp>

#include <algorithm>
#include <set>

namespace wumei::publish {
namespace detail {

/// Goods last at least so long, or they are low.
inline constexpr std::int64_t low_weeks = 2;
/// How fast they go is seen from so many weeks: older ones would hide that a shop is new or busy.
inline constexpr std::int64_t pace_weeks = 4;

WUMEI_INLINE std::set<Sku> known_goods(const market::Market& market) {
  std::set<Sku> known;
  for (const auto& [seq, list] : market.lists) {
    for (const auto& [sku, goods] : list.goods) known.insert(sku);
  }
  for (const auto& [lot, stock] : market.lots) known.insert(stock.sku);
  return known;
}

WUMEI_INLINE ShopSale sale_of(const ledger::Entry& entry, const json::Value& data,
                              int offset_minutes) {
  const bool offline = entry.kind == "lease.redeem";
  const json::Value& in = data.at("in");
  const json::Value& out = data.at("out");
  ShopSale sale;
  sale.seq = entry.seq;
  sale.recorded = entry.recorded;
  sale.points = Points::of_units(out.at("points").integer());
  sale.on = offline ? Instant::from_millis(in.at("at").integer()).date(offset_minutes)
                    : Date::parse(in.at("on").text());
  if (offline) {
    sale.till = TillId(in.at("till").text());
    for (const json::Value& flag : out.at("flags").items()) sale.flags.push_back(flag.text());
  }
  for (const json::Value& line : out.at("lines").items()) {
    const json::Value* beyond = line.find("short");
    sale.lines.push_back({Sku(line.at("sku").text()),
                          Quantity::of_units(line.at("quantity").integer()),
                          Quantity::of_units(beyond == nullptr ? 0 : beyond->integer())});
  }
  return sale;
}

/// Adds the entries before this one that gave out goods of the shop.
WUMEI_INLINE void add_previous(std::set<ledger::Seq>& ahead, const ledger::Entry& entry,
                               std::string_view holder) {
  for (const ledger::Leg& leg : entry.legs) {
    const ledger::AccountName account = ledger::parse_account(leg.account);
    if (account.purpose != ledger::Purpose::out || account.holder != holder) continue;
    if (leg.previous != ledger::no_seq) ahead.insert(leg.previous);
  }
}

WUMEI_INLINE Date effective_of(const programme::Programme& programme, ledger::Seq seq) {
  const std::string leaf = programme.leaf(seq);
  return ledger::decode(leaf).effective;
}

WUMEI_INLINE Quantity quantity_in(const std::map<Sku, Quantity>& pieces, const Sku& sku) {
  const auto place = pieces.find(sku);
  return place == pieces.end() ? Quantity() : place->second;
}

WUMEI_INLINE ShelfState shelf_state(const WatchedGoods& goods, Quantity recent,
                                    std::int64_t weeks) {
  const Quantity there = goods.left + goods.restricted;
  if (there <= Quantity()) return ShelfState::out;
  const bool low = there.units() * std::min(weeks, pace_weeks) < recent.units() * low_weeks;
  return low ? ShelfState::low : ShelfState::enough;
}

/// First of the days that `weeks` up to `day` look at.
WUMEI_INLINE Date first_day(Date day, std::int64_t weeks) {
  return day.plus_days(static_cast<std::int32_t>(1 - 7 * weeks));
}

WUMEI_INLINE void add_sale(Demand& demand, const ShopSale& sale, Date day) {
  const bool recent = sale.on >= first_day(day, pace_weeks);
  for (const SoldLine& line : sale.lines) {
    demand.handed_out[line.sku] += line.quantity;
    demand.beyond[line.sku] += line.beyond;
    if (recent) demand.recent[line.sku] += line.quantity;
  }
}

}  // namespace detail

WUMEI_INLINE std::string_view name(ShelfState state) {
  switch (state) {
    case ShelfState::enough: return "enough";
    case ShelfState::low: return "low";
    case ShelfState::out: return "out";
  }
  throw InvariantViolation("a state of a shelf without a name");
}

WUMEI_INLINE void each_sale(const programme::Programme& programme, const ShopId& shop,
                            const std::function<bool(const ShopSale&)>& visit) {
  const programme::State& state = programme.state();
  std::set<ledger::Seq> ahead;
  for (const Sku& sku : detail::known_goods(state.market)) {
    const ledger::Seq last = state.book.last_entry(ledger::out(shop, sku));
    if (last != ledger::no_seq) ahead.insert(last);
  }
  const std::string any = ledger::out(shop, Sku("G"));
  const std::string_view holder = ledger::parse_account(any).holder;
  json::Parser parser;
  while (!ahead.empty()) {
    const ledger::Seq seq = *ahead.rbegin();
    ahead.erase(seq);
    const std::string leaf = programme.leaf(seq);
    const ledger::Entry entry = ledger::decode(leaf);
    detail::add_previous(ahead, entry, holder);
    const bool sale = entry.kind == "redeem.confirm" || entry.kind == "lease.redeem";
    if (!sale || state.book.is_reversed(seq)) continue;
    if (!visit(detail::sale_of(entry, ledger::parse_data(entry, parser),
                               state.charter.offset_minutes))) {
      return;
    }
  }
}

WUMEI_INLINE std::vector<WatchedGoods> watch_shelf(const programme::Programme& programme,
                                                   const ShopId& shop, Date day,
                                                   const Demand& demand, std::int64_t weeks) {
  WUMEI_ASSERT(weeks > 0);
  const programme::State& state = programme.state();
  const market::PriceList* list = state.market.list_on(day);
  std::vector<WatchedGoods> watched;
  if (list == nullptr) return watched;
  std::map<Sku, WatchedGoods> had;
  for (const auto& [sku, pieces] : demand.handed_out) had[sku];
  for (const auto& [name, lot] : state.market.lots) {
    const Quantity left =
        Quantity::of_units(state.book.lot_balance(ledger::stock(shop, lot.sku), name));
    if (lot.shop != shop && left.is_zero()) continue;  // never came here, or is gone
    WatchedGoods& goods = had[lot.sku];
    if (lot.best_before < day) {
      goods.spoiled += left;
    } else {
      (lot.restriction.empty() ? goods.left : goods.restricted) += left;
    }
  }
  for (auto& [sku, goods] : had) {
    const auto listed = list->goods.find(sku);
    if (listed == list->goods.end()) continue;
    goods.sku = sku;
    goods.name = listed->second.name;
    goods.unit = listed->second.unit;
    goods.handed_out = detail::quantity_in(demand.handed_out, sku);
    goods.beyond = detail::quantity_in(demand.beyond, sku);
    goods.state =
        detail::shelf_state(goods, detail::quantity_in(demand.recent, sku), weeks);
    const ledger::Seq last = state.book.last_entry(ledger::stock(shop, sku));
    const bool empty = (goods.left + goods.restricted + goods.spoiled).is_zero();
    if (empty && last != ledger::no_seq) goods.empty_since = detail::effective_of(programme, last);
    watched.push_back(std::move(goods));
  }
  return watched;
}

WUMEI_INLINE std::vector<WatchedGoods> watch_shelf(const programme::Programme& programme,
                                                   const ShopId& shop, Date day,
                                                   std::int64_t weeks) {
  const Date from = detail::first_day(day, weeks);
  const int offset = programme.state().charter.offset_minutes;
  Demand demand;
  each_sale(programme, shop, [&](const ShopSale& sale) {
    // A sale is recorded on its day or later, so what was recorded before is of before.
    if (sale.recorded.date(offset) < from) return false;
    if (sale.on >= from && sale.on <= day) detail::add_sale(demand, sale, day);
    return true;
  });
  return watch_shelf(programme, shop, day, demand, weeks);
}

}  // namespace wumei::publish
