#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_commands.ipp>
#include <wumei/programme/market_commands.hpp>

namespace wumei::programme {
namespace detail {

/// The card in hand must be the household's current one; a passbook needs no card.
WUMEI_INLINE std::optional<Refusal> may_redeem(const State& state, const Redemption& redemption) {
  if (auto refusal = people::inactive(state.people, redemption.household)) return refusal;
  if (redemption.card.empty()) return std::nullopt;
  const Decision<HouseholdId> holder = people::present_card(state.people, redemption.card);
  if (!holder) return holder.refusal();
  if (*holder == redemption.household) return std::nullopt;
  return Refusal{RefusalCode::card_unknown,
                 {{"card", redemption.card.text()}, {"household", redemption.household.text()}}};
}

/// The list in force on the day of the sale counts, whatever the till still shows.
WUMEI_INLINE Decision<const market::PriceList*> prices_for(const State& state,
                                                           const Redemption& redemption) {
  const market::PriceList* in_force = state.market.list_on(redemption.on);
  if (in_force == nullptr) {
    return Refusal{RefusalCode::not_yet_valid, {{"on", redemption.on.text()}}};
  }
  if (in_force->seq == redemption.prices) return in_force;
  return Refusal{RefusalCode::stale_prices,
                 {{"cited", std::to_string(redemption.prices)},
                  {"in_force", std::to_string(in_force->seq)},
                  {"list", in_force->list},
                  {"version", std::to_string(in_force->version)}}};
}

/// Points out of the household's lots into the sink of its village's fund.
WUMEI_INLINE std::optional<Refusal> move_points(const State& state, const Redemption& redemption,
                                                Points points, std::vector<ledger::Move>& moves) {
  const Points held = Points::of_units(
      ledger::spendable_on(state.book, redemption.household, redemption.on));
  if (held < points) {
    return Refusal{RefusalCode::not_enough_points,
                   {{"points", points.text()},
                    {"spendable", held.text()},
                    {"missing", (points - held).text()}}};
  }
  const std::string account =
      ledger::of_household(redemption.household, ledger::Purpose::spendable);
  moves = ledger::take_from_lots(state.book, account, points.units(), redemption.on);
  const people::Household household = *state.people.household(redemption.household);
  ledger::add_move(moves, ledger::of_fund(household.village, ledger::Purpose::redeemed), "",
                   points.units());
  return std::nullopt;
}

/// The pieces of every line, lot by lot.
using PickedLines = std::vector<std::vector<market::Picked>>;

WUMEI_INLINE Decision<PickedLines> pick_lines(const State& state, const Redemption& redemption) {
  const market::Visit visit{redemption.household, redemption.shop, redemption.on};
  PickedLines lines;
  for (const market::BasketLine& line : redemption.lines) {
    auto picked = market::pick_stock(state.market, state.book, visit, line);
    if (!picked) return picked.refusal();
    lines.push_back(std::move(picked).value());
  }
  return lines;
}

/// Goods off the shelf and their cost out of the fund that carries them.
WUMEI_INLINE void move_goods(const Redemption& redemption, const PickedLines& picked,
                             std::vector<ledger::Move>& moves) {
  for (std::size_t i = 0; i < picked.size(); ++i) {
    const market::BasketLine& line = redemption.lines[i];
    for (const market::Picked& part : picked[i]) {
      const std::int64_t fen = part.cost.units();
      ledger::add_move(moves, ledger::stock(redemption.shop, line.sku), part.lot,
                       -part.quantity.units());
      ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::stock_cost), "", -fen);
      ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::spent), "", fen);
    }
    ledger::add_move(moves, ledger::out(redemption.shop, line.sku), "", line.quantity.units());
  }
}

/// The lots stand here besides the legs, because what undoes the facts of an entry sees only its
/// data.
WUMEI_INLINE json::Value redemption_out(const market::Basket& basket, const PickedLines& picked) {
  json::Array lines;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const market::PricedLine& line = basket.lines[i];
    json::Array lots;
    for (const market::Picked& part : picked[i]) {
      lots.push_back(json::Array{part.lot, part.quantity.units()});
    }
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"quantity", line.quantity.units()},
                                         {"price", line.price.units()},
                                         {"points", line.points.units()},
                                         {"lots", std::move(lots)}}));
  }
  return json::Value::object({{"points", basket.points.units()}, {"lines", std::move(lines)}});
}

WUMEI_INLINE void check_redemption_facts(const Redemption& redemption) {
  if (redemption.slip.empty()) throw Error(Errc::bad_input, "a redemption has a slip number");
  for (const market::BasketLine& line : redemption.lines) {
    if (line.quantity > Quantity()) continue;
    throw Error(Errc::bad_input, line.sku.text() + ": a quantity of " + line.quantity.text());
  }
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_redemption(const State& state, const Context& context,
                                                const Redemption& redemption) {
  const market::Shop* shop = state.market.shop(redemption.shop);
  if (shop == nullptr) {
    return Refusal{RefusalCode::shop_unknown, {{"shop", redemption.shop.text()}}};
  }
  auto refusal = lacks_role(state, context, people::Role::keeper, shop->village);
  if (!refusal) refusal = detail::market_in_future(context, redemption.on);
  if (!refusal) refusal = detail::may_redeem(state, redemption);
  if (refusal) return *refusal;

  const auto prices = detail::prices_for(state, redemption);
  if (!prices) return prices.refusal();
  const auto basket = market::price_basket(**prices, redemption.lines);
  if (!basket) return basket.refusal();

  const market::Visit visit{redemption.household, redemption.shop, redemption.on};
  ledger::Draft draft;
  draft.kind = "redeem.confirm";
  draft.refs = {redemption.prices};
  refusal = market::over_limit(state.market, **prices, visit, *basket);
  if (!refusal) refusal = detail::move_points(state, redemption, basket->points, draft.moves);
  if (refusal) return *refusal;
  const auto picked = detail::pick_lines(state, redemption);
  if (!picked) return picked.refusal();
  detail::move_goods(redemption, *picked, draft.moves);
  draft.in = detail::redemption_in(redemption);
  draft.out = detail::redemption_out(*basket, *picked);
  return Drafts{draft};
}

WUMEI_INLINE Command redemption_command(const Actor& actor, const Redemption& redemption) {
  detail::check_redemption_facts(redemption);
  Command command;
  command.actor = actor;
  command.kind = "redeem.confirm";
  command.key = detail::key_of(redemption);
  command.in = detail::redemption_in(redemption);
  command.decide = [redemption](const State& state, const Context& context) {
    return decide_redemption(state, context, redemption);
  };
  return command;
}

}  // namespace wumei::programme
