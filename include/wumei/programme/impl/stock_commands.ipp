#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/impl/stock_facts.ipp>
#include <wumei/programme/stock_commands.hpp>

namespace wumei::programme {
namespace detail {

/// Who may hand goods over to the keeper of another shop.
inline constexpr std::initializer_list<people::Role> sending_roles{
    people::Role::keeper, people::Role::shop_supervisor, people::Role::village,
    people::Role::township};

WUMEI_INLINE std::optional<Refusal> no_such_shop(const State& state, const ShopId& shop) {
  if (state.market.shop(shop) != nullptr) return std::nullopt;
  return Refusal{RefusalCode::shop_unknown, {{"shop", shop.text()}}};
}

/// The second person: another officer, with one of the roles in that village.
WUMEI_INLINE std::optional<Refusal> unfit_second(const State& state, const Context& context,
                                                 const OfficerId& second,
                                                 std::initializer_list<people::Role> roles,
                                                 const VillageId& village) {
  if (auto refusal = same_officer(context, second)) return refusal;
  Context other = context;
  other.actor.officer = second;
  return lacks_roles(state, other, roles, village);
}

/// A shelf is what it is today: a day whose close was signed is not gone back to.
WUMEI_INLINE std::optional<Refusal> not_its_day(const State& state, const Context& context,
                                                Date on) {
  if (auto refusal = market_in_future(context, on)) return refusal;
  if (on > state.last_day_close) return std::nullopt;
  return Refusal{RefusalCode::wrong_state,
                 {{"on", on.text()}, {"closed", state.last_day_close.text()}}};
}

WUMEI_INLINE std::optional<Refusal> no_such_goods(const State& state, const Sku& sku) {
  if (state.market.goods(sku) != nullptr) return std::nullopt;
  return Refusal{RefusalCode::goods_unknown, {{"sku", sku.text()}}};
}

/// What a count comes to besides its lines.
struct CountedValue {
  Yuan lost;
  Yuan found;
};

WUMEI_INLINE Yuan write_off(const State& state, const ShopId& shop, const Sku& sku,
                            std::int64_t pieces, std::vector<ledger::Move>& moves) {
  Yuan lost;
  for (const market::Picked& part : market::pick_lost(state.market, state.book, shop, sku,
                                                      Quantity::of_units(pieces))) {
    const std::int64_t fen = part.cost.units();
    ledger::add_move(moves, ledger::stock(shop, sku), part.lot, -part.quantity.units());
    ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::stock_cost), "", -fen);
    ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::spent), "", fen);
    lost += part.cost;
  }
  return lost;
}

WUMEI_INLINE Yuan put_back(const market::StockLot& lot, const std::string& shelf,
                           std::int64_t pieces, std::vector<ledger::Move>& moves) {
  const Yuan cost = lot.unit_cost * pieces;
  ledger::add_move(moves, shelf, market::lot_name(lot.seq, lot.line), pieces);
  ledger::add_move(moves, ledger::of_fund(lot.fund, ledger::Purpose::donated_value), "",
                   -cost.units());
  ledger::add_move(moves, ledger::of_fund(lot.fund, ledger::Purpose::stock_cost), "",
                   cost.units());
  return cost;
}

WUMEI_INLINE bool explains(CountReason reason, std::int64_t difference) {
  if (difference == 0) return true;
  if (difference > 0) return reason == CountReason::found || reason == CountReason::miscounted;
  return reason != CountReason::none && reason != CountReason::found;
}

/// One line held against the books; what it says of them, or why not.
WUMEI_INLINE Decision<json::Value> settle_line(const State& state, const StockCount& count,
                                               const CountedLine& line, CountedValue& value,
                                               std::vector<ledger::Move>& moves) {
  if (auto refusal = no_such_goods(state, line.sku)) return *refusal;
  const std::string shelf = ledger::stock(count.shop, line.sku);
  const std::string beyond = ledger::short_stock(count.shop, line.sku);
  const std::int64_t book = state.book.balance(shelf);
  const std::int64_t missing = -state.book.balance(beyond);
  const std::int64_t change = line.counted.units() - book;
  const std::int64_t difference = change + missing;
  const market::StockLot* newest = nullptr;
  if (change > 0) {
    newest = market::newest_lot(state.market, state.book, count.shop, line.sku);
    if (newest == nullptr) {
      return Refusal{RefusalCode::goods_unknown,
                     {{"sku", line.sku.text()}, {"shop", count.shop.text()}}};
    }
  }
  if (!explains(line.reason, difference)) {
    return Refusal{RefusalCode::count_reason, {{"sku", line.sku.text()}}};
  }
  if (change < 0) value.lost += write_off(state, count.shop, line.sku, -change, moves);
  if (change > 0) value.found += put_back(*newest, shelf, change, moves);
  ledger::add_move(moves, beyond, "", missing);
  ledger::add_move(moves, ledger::variance(count.shop, line.sku), "", -difference);
  return json::Value::object({{"sku", line.sku.text()},
                              {"book", book},
                              {"short", missing},
                              {"difference", difference}});
}

WUMEI_INLINE std::optional<Refusal> transfer_people(const State& state, const Context& context,
                                                    const StockTransfer& transfer) {
  for (const ShopId* shop : {&transfer.from, &transfer.to}) {
    if (auto refusal = no_such_shop(state, *shop)) return refusal;
  }
  if (transfer.from == transfer.to) {
    return Refusal{RefusalCode::nothing_to_do, {{"shop", transfer.to.text()}}};
  }
  const VillageId& here = state.market.shop(transfer.to)->village;
  if (auto refusal = lacks_role(state, context, people::Role::keeper, here)) return refusal;
  return unfit_second(state, context, transfer.sender, sending_roles,
                      state.market.shop(transfer.from)->village);
}

template <class Facts>
[[nodiscard]] Command stock_command(const Actor& actor, const std::string& kind, json::Value in,
                                    const Facts& facts,
                                    Decision<Drafts> (*decide)(const State&, const Context&,
                                                               const Facts&)) {
  Command command;
  command.actor = actor;
  command.kind = kind;
  command.key = key_of(facts);
  command.in = std::move(in);
  command.decide = [facts, decide](const State& state, const Context& context) {
    return decide(state, context, facts);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_count(const State& state, const Context& context,
                                           const StockCount& count) {
  if (auto refusal = detail::no_such_shop(state, count.shop)) return *refusal;
  const VillageId& village = state.market.shop(count.shop)->village;
  auto refusal = lacks_role(state, context, people::Role::keeper, village);
  if (!refusal) {
    refusal = detail::unfit_second(state, context, count.witness, detail::witnessing_roles,
                                   village);
  }
  if (!refusal) refusal = detail::not_its_day(state, context, count.on);
  if (refusal) return *refusal;
  ledger::Draft draft;
  draft.kind = "stock.count";
  draft.in = detail::count_in(count);
  detail::CountedValue value;
  json::Array lines;
  for (const CountedLine& line : count.lines) {
    auto settled = detail::settle_line(state, count, line, value, draft.moves);
    if (!settled) return settled.refusal();
    lines.push_back(std::move(settled).value());
  }
  draft.out = json::Value::object({{"lines", std::move(lines)},
                                   {"lost", value.lost.units()},
                                   {"found", value.found.units()}});
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command count_command(const Actor& actor, const StockCount& count) {
  detail::check_count_facts(count);
  return detail::stock_command(actor, "stock.count", detail::count_in(count), count,
                               &decide_count);
}

WUMEI_INLINE Decision<Drafts> decide_stock_transfer(const State& state, const Context& context,
                                                    const StockTransfer& transfer) {
  auto refusal = detail::transfer_people(state, context, transfer);
  if (!refusal) refusal = detail::not_its_day(state, context, transfer.on);
  if (refusal) return *refusal;
  ledger::Draft draft;
  draft.kind = "stock.transfer";
  draft.in = detail::stock_transfer_in(transfer);
  draft.out = json::Value::object({});
  const market::Visit visit{HouseholdId(), transfer.from, transfer.on};
  for (const market::BasketLine& line : transfer.lines) {
    if (auto unknown = detail::no_such_goods(state, line.sku)) return *unknown;
    const auto picked = market::pick_stock(state.market, state.book, visit, line);
    if (!picked) return picked.refusal();
    for (const market::Picked& part : *picked) {
      const std::int64_t pieces = part.quantity.units();
      ledger::add_move(draft.moves, ledger::stock(transfer.from, line.sku), part.lot, -pieces);
      ledger::add_move(draft.moves, ledger::stock(transfer.to, line.sku), part.lot, pieces);
    }
  }
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command stock_transfer_command(const Actor& actor, const StockTransfer& transfer) {
  detail::check_stock_transfer_facts(transfer);
  return detail::stock_command(actor, "stock.transfer", detail::stock_transfer_in(transfer),
                               transfer, &decide_stock_transfer);
}

}  // namespace wumei::programme
