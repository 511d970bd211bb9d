#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

/// What no command can ask for, no entry can say.
template <class Facts>
[[nodiscard]] std::optional<ledger::Violation> check_facts(const Record& record,
                                                           const Facts& facts,
                                                           void (*check)(const Facts&)) {
  try {
    check(facts);
    return std::nullopt;
  } catch (const Error& error) {
    return ledger::Violation{9, std::string(record.entry.kind) + ": " + error.what()};
  }
}

WUMEI_INLINE void fold_shop(State& state, const Record& record) {
  const ShopRegistration shop = shop_from(record.in);
  state.market.shops[shop.shop] = {shop.shop, shop.village, shop.name, record.entry.seq};
}

WUMEI_INLINE std::optional<ledger::Violation> check_shop(const State& before,
                                                         const Record& record) {
  return decided_anew(before, record, shop_from(record.in), &decide_shop, 9);
}

WUMEI_INLINE void fold_prices(State& state, const Record& record) {
  PricePublication prices = prices_from(record.in);
  market::PriceList& list = state.market.lists[record.entry.seq];
  list.list = prices.list;
  list.version = prices.version;
  list.from = prices.from;
  list.seq = record.entry.seq;
  list.minimum = prices.minimum;
  for (market::Goods& goods : prices.goods) list.goods.emplace(goods.sku, std::move(goods));
}

/// The document itself is not in the entry, so this one is not decided anew.
WUMEI_INLINE std::optional<ledger::Violation> check_prices_entry(const State& before,
                                                                 const Record& record) {
  const PricePublication prices = prices_from(record.in);
  const auto refusal = prices_refusal(before, context_of(before, record.entry), prices);
  if (!refusal) return check_facts(record, prices, &check_prices);
  return should_be_refused(record, refusal->code, law_against(refusal->code, 12));
}

WUMEI_INLINE std::optional<ledger::Violation> check_deposit(const State& before,
                                                            const Record& record) {
  const auto deposit = deposit_from(record.in);
  if (auto broken = check_facts(record, deposit, &check_deposit_facts)) return broken;
  return decided_anew(before, record, deposit, &decide_deposit, 9);
}

WUMEI_INLINE void fold_receiving(State& state, const Record& record) {
  const Receiving receiving = receiving_from(record.in);
  std::int64_t number = 0;
  for (const ReceivedLine& line : receiving.lines) {
    market::StockLot lot;
    lot.seq = record.entry.seq;
    lot.line = ++number;
    lot.shop = receiving.shop;
    lot.sku = line.sku;
    lot.source = receiving.source;
    lot.donor = receiving.donor;
    lot.fund = VillageId(record.out.at("fund").text());
    lot.received = line.quantity;
    lot.unit_cost = line.unit_cost;
    lot.restriction = line.restriction;
    lot.best_before = line.best_before;
    market::receive(state.market, lot);
  }
}

WUMEI_INLINE std::optional<ledger::Violation> check_receiving_entry(const State& before,
                                                                    const Record& record) {
  const auto receiving = receiving_from(record.in);
  if (auto broken = check_facts(record, receiving, &check_receiving)) return broken;
  return decided_anew(before, record, receiving, &decide_receiving, 9);
}

/// Who took goods home, and when.
struct Buyer {
  HouseholdId household;
  Date on;
};

/// Books a redemption's pieces as handed over (sign 1) or as brought back (-1).
WUMEI_INLINE void hand_over_lines(market::Market& market, const Buyer& buyer,
                                  const json::Value& lines, std::int64_t sign) {
  for (const json::Value& line : lines.items()) {
    for (const json::Value& lot : line.at("lots").items()) {
      const json::Array& cells = lot.items();
      if (cells.size() != 2) throw Error(Errc::corrupt, "a lot of a redemption has not two cells");
      const Quantity quantity = Quantity::of_units(cells[1].integer() * sign);
      market::hand_over(market, {buyer.household, cells[0].text(), quantity, buyer.on});
    }
  }
}

WUMEI_INLINE Buyer buyer_of(const Record& record) {
  return {HouseholdId(record.in.at("household").text()),
          Date::parse(record.in.at("on").text())};
}

WUMEI_INLINE void fold_redemption(State& state, const Record& record) {
  hand_over_lines(state.market, buyer_of(record), record.out.at("lines"), 1);
}

WUMEI_INLINE std::optional<ledger::Violation> check_redemption(const State& before,
                                                               const Record& record) {
  const auto redemption = redemption_from(record.in);
  if (auto broken = check_facts(record, redemption, &check_redemption_facts)) return broken;
  return decided_anew(before, record, redemption, &decide_redemption, 9);
}

// What `entry.reverse` undoes. The book has the legs.
WUMEI_INLINE void reverse_shop(State& state, const Record& original) {
  state.market.shops.erase(shop_from(original.in).shop);
}

/// True when goods of other shops came here or went from here, or were counted.
WUMEI_INLINE bool holds_goods(const State& state, const ShopId& shop) {
  for (const auto& [name, lot] : state.market.lots) {
    for (const std::string& account :
         {ledger::stock(shop, lot.sku), ledger::out(shop, lot.sku),
          ledger::short_stock(shop, lot.sku), ledger::variance(shop, lot.sku)}) {
      if (state.book.balance(account) != 0) return true;
    }
  }
  return false;
}

/// Goods that were brought to a shop would be out of everybody's reach without it, and so would
/// the leases of its tills.
WUMEI_INLINE std::optional<Refusal> may_reverse_shop(const State& state, const Record& original) {
  const ShopId shop = shop_from(original.in).shop;
  for (const auto& [name, lot] : state.market.lots) {
    if (lot.shop != shop || state.book.is_reversed(lot.seq)) continue;
    return Refusal{RefusalCode::not_reversible, {{"shop", shop.text()}, {"lot", name}}};
  }
  if (holds_goods(state, shop)) {
    return Refusal{RefusalCode::not_reversible, {{"shop", shop.text()}}};
  }
  for (const auto& [id, till] : state.leases.tills) {
    if (till.shop != shop) continue;
    return Refusal{RefusalCode::not_reversible, {{"shop", shop.text()}, {"till", id.text()}}};
  }
  return std::nullopt;
}

/// A till on a lease sells by its list until it has reported.
WUMEI_INLINE std::optional<Refusal> may_reverse_prices(const State& state,
                                                       const Record& original) {
  const ledger::Seq seq = original.entry.seq;
  if (!state.leases.cite(seq)) return std::nullopt;
  return Refusal{RefusalCode::not_reversible, {{"prices", std::to_string(seq)}}};
}

WUMEI_INLINE void reverse_prices(State& state, const Record& original) {
  state.market.lists.erase(original.entry.seq);
}

WUMEI_INLINE void reverse_receiving(State& state, const Record& original) {
  const Receiving receiving = receiving_from(original.in);
  for (std::size_t i = 1; i <= receiving.lines.size(); ++i) {
    const auto line = static_cast<std::int64_t>(i);
    market::unreceive(state.market, market::lot_name(original.entry.seq, line));
  }
}

WUMEI_INLINE void reverse_redemption(State& state, const Record& original) {
  hand_over_lines(state.market, buyer_of(original), original.out.at("lines"), -1);
}

inline constexpr std::array<Kind, 5> market_table{{
    {"shop.register", &fold_shop, &check_shop, &reverse_shop, &may_reverse_shop},
    {"prices.publish", &fold_prices, &check_prices_entry, &reverse_prices,
     &may_reverse_prices, "digest"},
    {"fund.deposit", nullptr, &check_deposit, &nothing_to_undo},
    {"goods.receive", &fold_receiving, &check_receiving_entry, &reverse_receiving},
    {"redeem.confirm", &fold_redemption, &check_redemption, &reverse_redemption},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> market_kinds() { return detail::market_table; }

}  // namespace wumei::programme
