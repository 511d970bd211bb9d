#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <set>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE Refusal market_village_unknown(const VillageId& village) {
  return {RefusalCode::village_unknown, {{"village", village.text()}}};
}

WUMEI_INLINE std::optional<Refusal> market_in_future(const Context& context, Date on) {
  if (on <= context.today) return std::nullopt;
  return Refusal{RefusalCode::date_in_future,
                 {{"on", on.text()}, {"today", context.today.text()}}};
}

/// Law 12: a list holds from the day it is published or later, and a version is published once.
WUMEI_INLINE std::optional<Refusal> prices_refusal(const State& state, const Context& context,
                                                   const PricePublication& prices) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return refusal;
  if (prices.from < context.today) {
    return Refusal{RefusalCode::not_yet_valid,
                   {{"from", prices.from.text()}, {"published", context.today.text()}}};
  }
  for (const auto& [seq, known] : state.market.lists) {
    if (known.list != prices.list || known.version != prices.version) continue;
    return Refusal{RefusalCode::duplicate,
                   {{"list", known.list}, {"version", std::to_string(known.version)}}};
  }
  return std::nullopt;
}

WUMEI_INLINE void check_prices(const PricePublication& prices) {
  const auto bad = [&](const std::string& what) {
    return Error(Errc::bad_input, "price list " + prices.list + ": " + what);
  };
  if (prices.goods.empty()) throw bad("there are no goods in it");
  if (prices.list.empty() || prices.version <= 0) throw bad("name and a version from 1 on, please");
  std::set<Sku> seen;
  for (const market::Goods& goods : prices.goods) {
    const std::string& sku = goods.sku.text();
    if (!seen.insert(goods.sku).second) throw bad(sku + " stands in it twice");
    if (!ledger::names_goods(sku)) throw bad(sku + " is a unit already; call the goods otherwise");
    if (goods.price <= Points()) throw bad(sku + " has no price above zero");
    if (goods.reference_cost < Yuan()) throw bad(sku + " has a cost below zero");
    if (goods.monthly_limit <= Quantity()) throw bad(sku + " has no monthly limit above zero");
  }
}

WUMEI_INLINE void check_receiving(const Receiving& receiving) {
  const auto bad = [&](const std::string& what) {
    return Error(Errc::bad_input, "delivery " + receiving.delivery + ": " + what);
  };
  if (receiving.delivery.empty()) throw bad("a receipt cites its delivery note or document");
  if (receiving.lines.empty()) throw bad("there are no lines in it");
  if (receiving.source == market::Source::donor && receiving.donor.empty()) {
    throw bad("a donation names its donor");
  }
  if (receiving.source != market::Source::opening && receiving.witness.empty()) {
    throw bad("goods are received by two people; name the witness");
  }
  for (const ReceivedLine& line : receiving.lines) {
    const std::string& sku = line.sku.text();
    if (line.quantity <= Quantity()) throw bad(sku + " has no quantity above zero");
    if (line.unit_cost <= Yuan()) throw bad(sku + " has no unit cost above zero");
  }
}

WUMEI_INLINE void check_deposit_facts(const Deposit& deposit) {
  if (deposit.yuan <= Yuan()) {
    throw Error(Errc::bad_input, "a deposit of " + deposit.yuan.text() + " yuan");
  }
  if (deposit.document.empty()) {
    throw Error(Errc::bad_input, "a deposit cites the document that moved the money");
  }
}

/// Who may countersign what a shop receives. They sign the delivery note, not here, so their names
/// are worth no more than their posts.
inline constexpr std::initializer_list<people::Role> witnessing_roles{
    people::Role::shop_supervisor, people::Role::supervisor, people::Role::village,
    people::Role::township};

WUMEI_INLINE std::optional<Refusal> receiving_people(const State& state, const Context& context,
                                                     const Receiving& receiving,
                                                     const VillageId& village) {
  if (auto refusal = lacks_role(state, context, people::Role::keeper, village)) return refusal;
  if (receiving.source == market::Source::opening && receiving.witness.empty()) {
    return std::nullopt;
  }
  if (auto refusal = same_officer(context, receiving.witness)) return refusal;
  Context witness = context;
  witness.actor.officer = receiving.witness;
  return lacks_roles(state, witness, witnessing_roles, village);
}

WUMEI_INLINE std::optional<Refusal> receiving_source(const State& state,
                                                     const Receiving& receiving,
                                                     const VillageId& fund) {
  if (!receiving.donor.empty() && state.people.donor(receiving.donor) == nullptr) {
    return Refusal{RefusalCode::donor_unknown, {{"donor", receiving.donor.text()}}};
  }
  if (state.people.village(fund) == nullptr) return market_village_unknown(fund);
  for (const ReceivedLine& line : receiving.lines) {
    if (state.market.goods(line.sku) != nullptr) continue;
    return Refusal{RefusalCode::goods_unknown, {{"sku", line.sku.text()}}};
  }
  if (receiving.source != market::Source::purchase) return std::nullopt;
  const Yuan cost = receiving_cost(receiving);
  const Yuan cash =
      Yuan::of_units(state.book.balance(ledger::of_fund(fund, ledger::Purpose::cash)));
  if (cost <= cash) return std::nullopt;
  return Refusal{RefusalCode::budget_exhausted,
                 {{"fund", fund.text()}, {"cost", cost.text()}, {"cash", cash.text()}}};
}

/// Which account the stock's value comes out of.
WUMEI_INLINE ledger::Purpose value_source(const Receiving& receiving) {
  switch (receiving.source) {
    case market::Source::donor: return ledger::Purpose::donated_value;
    case market::Source::purchase: return ledger::Purpose::cash;
    case market::Source::opening: break;
  }
  // Stock that an earlier scheme bought counts as money paid in and spent on stock at once.
  return receiving.donor.empty() ? ledger::Purpose::topup : ledger::Purpose::donated_value;
}

WUMEI_INLINE std::vector<ledger::Move> receiving_moves(const Receiving& receiving,
                                                       const VillageId& fund, ledger::Seq seq) {
  std::vector<ledger::Move> moves;
  std::int64_t number = 0;
  for (const ReceivedLine& line : receiving.lines) {
    const std::int64_t pieces = line.quantity.units();
    const std::string from = receiving.donor.empty() ? ledger::bought(fund, line.sku)
                                                     : ledger::given(receiving.donor, line.sku);
    ledger::add_move(moves, from, "", -pieces);
    ledger::add_move(moves, ledger::stock(receiving.shop, line.sku),
                     market::lot_name(seq, ++number), pieces);
  }
  const std::int64_t fen = receiving_cost(receiving).units();
  ledger::add_move(moves, ledger::of_fund(fund, value_source(receiving)), "", -fen);
  ledger::add_move(moves, ledger::of_fund(fund, ledger::Purpose::stock_cost), "", fen);
  return moves;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_shop(const State& state, const Context& context,
                                          const ShopRegistration& shop) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (state.people.village(shop.village) == nullptr) {
    return detail::market_village_unknown(shop.village);
  }
  if (state.market.shop(shop.shop) != nullptr) {
    return Refusal{RefusalCode::duplicate, {{"shop", shop.shop.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "shop.register";
  draft.in = detail::shop_in(shop);
  return Drafts{draft};
}

WUMEI_INLINE Command shop_command(const Actor& actor, const ShopRegistration& shop) {
  Command command;
  command.actor = actor;
  command.kind = "shop.register";
  command.key = detail::key_of(shop);
  command.in = detail::shop_in(shop);
  command.decide = [shop](const State& state, const Context& context) {
    return decide_shop(state, context, shop);
  };
  return command;
}

WUMEI_INLINE Decision<Drafts> decide_prices(const State& state, const Context& context,
                                            const PricePublication& prices) {
  if (auto refusal = detail::prices_refusal(state, context, prices)) return *refusal;
  ledger::Draft draft;
  draft.kind = "prices.publish";
  draft.in = detail::prices_in(prices);
  return Drafts{draft};
}

WUMEI_INLINE Command prices_command(const Actor& actor, const PricePublication& prices) {
  detail::check_prices(prices);
  Command command;
  command.actor = actor;
  command.kind = "prices.publish";
  command.key = detail::key_of(prices);
  command.in = detail::prices_in(prices);
  command.documents = {prices.document};
  command.decide = [prices](const State& state, const Context& context) {
    return decide_prices(state, context, prices);
  };
  return command;
}

WUMEI_INLINE Decision<Drafts> decide_deposit(const State& state, const Context& context,
                                             const Deposit& deposit) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (state.people.village(deposit.fund) == nullptr) {
    return detail::market_village_unknown(deposit.fund);
  }
  if (auto refusal = detail::market_in_future(context, deposit.on)) return *refusal;
  ledger::Draft draft;
  draft.kind = "fund.deposit";
  draft.in = detail::deposit_in(deposit);
  const std::int64_t fen = deposit.yuan.units();
  ledger::add_move(draft.moves, ledger::of_fund(deposit.fund, ledger::Purpose::topup), "", -fen);
  ledger::add_move(draft.moves, ledger::of_fund(deposit.fund, ledger::Purpose::cash), "", fen);
  return Drafts{draft};
}

WUMEI_INLINE Command deposit_command(const Actor& actor, const Deposit& deposit) {
  detail::check_deposit_facts(deposit);
  Command command;
  command.actor = actor;
  command.kind = "fund.deposit";
  command.key = detail::key_of(deposit);
  command.in = detail::deposit_in(deposit);
  command.decide = [deposit](const State& state, const Context& context) {
    return decide_deposit(state, context, deposit);
  };
  return command;
}

WUMEI_INLINE Decision<Drafts> decide_receiving(const State& state, const Context& context,
                                               const Receiving& receiving) {
  const market::Shop* shop = state.market.shop(receiving.shop);
  if (shop == nullptr) {
    return Refusal{RefusalCode::shop_unknown, {{"shop", receiving.shop.text()}}};
  }
  const VillageId& fund = receiving.fund.empty() ? shop->village : receiving.fund;
  auto refusal = detail::receiving_people(state, context, receiving, shop->village);
  if (!refusal) refusal = detail::market_in_future(context, receiving.on);
  if (!refusal) refusal = detail::receiving_source(state, receiving, fund);
  if (refusal) return *refusal;
  ledger::Draft draft;
  draft.kind = "goods.receive";
  draft.in = detail::receiving_in(receiving);
  draft.out = json::Value::object({{"fund", fund.text()},
                                   {"cost", detail::receiving_cost(receiving).units()}});
  draft.moves = detail::receiving_moves(receiving, fund, context.next);
  return Drafts{draft};
}

WUMEI_INLINE Command receiving_command(const Actor& actor, const Receiving& receiving) {
  detail::check_receiving(receiving);
  Command command;
  command.actor = actor;
  command.kind = "goods.receive";
  command.key = detail::key_of(receiving);
  command.in = detail::receiving_in(receiving);
  command.decide = [receiving](const State& state, const Context& context) {
    return decide_receiving(state, context, receiving);
  };
  return command;
}

}  // namespace wumei::programme
