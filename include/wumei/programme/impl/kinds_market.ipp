#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/kinds.hpp>

#include <algorithm>
#include <tuple>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE bool same_moves(std::vector<ledger::Move> moves, std::span<const ledger::Leg> legs) {
  if (moves.size() != legs.size()) return false;
  using Row = std::tuple<std::string_view, std::string_view, std::int64_t>;
  std::vector<Row> asked;
  std::vector<Row> found;
  for (const ledger::Move& move : moves) asked.emplace_back(move.account, move.lot, move.amount);
  for (const ledger::Leg& leg : legs) found.emplace_back(leg.account, leg.lot, leg.amount);
  std::sort(asked.begin(), asked.end());
  std::sort(found.begin(), found.end());
  return asked == found;
}

/// The law a refused entry broke: rights are law 7, the cited list law 12, the amount law 9.
WUMEI_INLINE int market_law(RefusalCode code) {
  if (concerns_rights(code)) return 7;
  const bool prices = code == RefusalCode::stale_prices || code == RefusalCode::not_yet_valid;
  return prices ? 12 : 9;
}

/// Decides the entry anew from its own facts and compares: the strictest check there is, and no
/// second spelling of any rule.
WUMEI_INLINE std::optional<ledger::Violation> decided_alike(const Record& record,
                                                            const Decision<Drafts>& decided) {
  const std::string kind(record.entry.kind);
  if (!decided) {
    const RefusalCode code = decided.refusal().code;
    return ledger::Violation{market_law(code), kind + " should be refused: " +
                                                   std::string(wumei::name(code))};
  }
  const ledger::Draft& draft = decided->front();
  if (draft.in != record.in) return ledger::Violation{9, kind + ": facts not as the kind has them"};
  if (draft.out != record.out || draft.refs != record.entry.refs) {
    return ledger::Violation{9, kind + ": decided otherwise than its facts and prices say"};
  }
  if (!same_moves(draft.moves, record.entry.legs)) {
    return ledger::Violation{9, kind + ": moves other points, goods or yuan than its facts say"};
  }
  return std::nullopt;
}

template <class Facts>
using Decide = Decision<Drafts> (*)(const State&, const Context&, const Facts&);

/// `Facts` read back from the entry and decided against the state before it.
template <class Facts>
[[nodiscard]] std::optional<ledger::Violation> check_again(const State& before,
                                                           const Record& record,
                                                           const Facts& facts,
                                                           Decide<Facts> decide) {
  return decided_alike(record, decide(before, context_of(before, record.entry), facts));
}

WUMEI_INLINE void fold_shop(State& state, const Record& record) {
  const ShopRegistration shop = shop_from(record.in);
  state.market.shops[shop.shop] = {shop.shop, shop.village, shop.name, record.entry.seq};
}

WUMEI_INLINE std::optional<ledger::Violation> check_shop(const State& before,
                                                         const Record& record) {
  return check_again(before, record, shop_from(record.in), &decide_shop);
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
  if (!refusal) return std::nullopt;
  return ledger::Violation{market_law(refusal->code), "prices.publish should be refused: " +
                                                          std::string(wumei::name(refusal->code))};
}

WUMEI_INLINE std::optional<ledger::Violation> check_deposit(const State& before,
                                                            const Record& record) {
  return check_again(before, record, deposit_from(record.in), &decide_deposit);
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
  return check_again(before, record, receiving_from(record.in), &decide_receiving);
}

/// Books a redemption's pieces as handed over (sign 1) or as brought back (-1).
WUMEI_INLINE void hand_over_lines(market::Market& market, const Record& record,
                                  std::int64_t sign) {
  const HouseholdId household(record.in.at("household").text());
  const Date on = Date::parse(record.in.at("on").text());
  for (const json::Value& line : record.out.at("lines").items()) {
    for (const json::Value& lot : line.at("lots").items()) {
      const json::Array& cells = lot.items();
      if (cells.size() != 2) throw Error(Errc::corrupt, "a lot of a redemption has not two cells");
      const Quantity quantity = Quantity::of_units(cells[1].integer() * sign);
      market::hand_over(market, {household, cells[0].text(), quantity, on});
    }
  }
}

WUMEI_INLINE void fold_redemption(State& state, const Record& record) {
  hand_over_lines(state.market, record, 1);
}

WUMEI_INLINE std::optional<ledger::Violation> check_redemption(const State& before,
                                                               const Record& record) {
  return check_again(before, record, redemption_from(record.in), &decide_redemption);
}

// What `entry.reverse` undoes. The book has the legs.
WUMEI_INLINE void reverse_shop(State& state, const Record& original) {
  state.market.shops.erase(shop_from(original.in).shop);
}

/// Goods that were ever brought to a shop would be out of everybody's reach without it.
WUMEI_INLINE std::optional<Refusal> may_reverse_shop(const State& state, const Record& original) {
  const ShopId shop = shop_from(original.in).shop;
  for (const auto& [name, lot] : state.market.lots) {
    if (lot.shop != shop) continue;
    return Refusal{RefusalCode::not_reversible, {{"shop", shop.text()}, {"lot", name}}};
  }
  return std::nullopt;
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
  hand_over_lines(state.market, original, -1);
}

inline constexpr std::array<Kind, 5> market_table{{
    {"shop.register", &fold_shop, &check_shop, &reverse_shop, &may_reverse_shop},
    {"prices.publish", &fold_prices, &check_prices_entry, &reverse_prices, nullptr, "digest"},
    {"fund.deposit", nullptr, &check_deposit, &nothing_to_undo},
    {"goods.receive", &fold_receiving, &check_receiving_entry, &reverse_receiving},
    {"redeem.confirm", &fold_redemption, &check_redemption, &reverse_redemption},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> market_kinds() { return detail::market_table; }

}  // namespace wumei::programme
