#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/lease_commands.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/lease_commands.hpp>

#include <algorithm>

// What a till did without a network, as the ledger books it.
namespace wumei::programme {
namespace detail {

/// What there is to know of an offline redemption before anything moves.
struct Offline {
  const OfflineRedemption& record;
  const KnownLease& known;
  Date on;  ///< day of `at`
};

/// Prices of the lease's list, whatever holds by now.
WUMEI_INLINE Decision<market::Basket> price_offline(const State& state, const Offline& offline) {
  const market::PriceList* list = state.market.list_by_seq(offline.known.lease.prices);
  WUMEI_ASSERT(list != nullptr);
  market::Basket basket;
  for (const market::BasketLine& line : offline.record.lines) {
    const auto goods = list->goods.find(line.sku);
    if (goods == list->goods.end()) {
      return Refusal{RefusalCode::goods_unknown,
                     {{"sku", line.sku.text()}, {"prices", std::to_string(list->seq)}}};
    }
    const Points price = goods->second.price;
    basket.lines.push_back({line.sku, line.quantity, price, price * line.quantity.units()});
    basket.points += basket.lines.back().points;
  }
  return basket;
}

/// Takes out of the household's escrow what is there: first the lots that the till could still
/// spend on its day, then, for a time within the lease, those that had ended. Returns the excess.
WUMEI_INLINE std::int64_t take_escrow(const State& state, const Offline& offline,
                                      std::int64_t points, std::vector<ledger::Move>& moves) {
  const OfflineRedemption& record = offline.record;
  const TillId* holder = state.leases.holder(record.household);
  const bool leased = offline.known.lease.state == market::LeaseState::open &&
                      holder != nullptr && *holder == record.till;
  if (!leased) return points;
  const std::string account = ledger::escrow(record.till, record.household);
  const std::string day = offline.on.text();
  std::vector<ledger::Lot> lots = state.book.lots(account);
  const auto ended = std::stable_partition(
      lots.begin(), lots.end(), [&](const ledger::Lot& lot) { return lot.name >= day; });
  if (!offline.known.lease.covers(record.at)) lots.erase(ended, lots.end());
  for (const ledger::Lot& lot : lots) {
    const std::int64_t taken = std::min(points, lot.amount);
    ledger::add_move(moves, account, lot.name, -taken);
    points -= taken;
  }
  return points;
}

/// Pieces that left the shelf, line by line, and those that were on no shelf.
WUMEI_INLINE json::Array hand_out(const State& state, const Offline& offline,
                                  const market::Basket& basket,
                                  std::vector<ledger::Move>& moves) {
  const ShopId& shop = offline.known.shop.id;
  const market::Visit visit{offline.record.household, shop, offline.on};
  json::Array lines;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const market::PricedLine& line = basket.lines[i];
    json::Array lots;
    Quantity missing = line.quantity;
    for (const market::Picked& part : market::pick_what_is_there(
             state.market, state.book, visit, offline.record.lines[i])) {
      const std::int64_t fen = part.cost.units();
      ledger::add_move(moves, ledger::stock(shop, line.sku), part.lot, -part.quantity.units());
      ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::stock_cost), "", -fen);
      ledger::add_move(moves, ledger::of_fund(part.fund, ledger::Purpose::spent), "", fen);
      lots.push_back(json::Array{part.lot, part.quantity.units()});
      missing -= part.quantity;
    }
    ledger::add_move(moves, ledger::short_stock(shop, line.sku), "", -missing.units());
    ledger::add_move(moves, ledger::out(shop, line.sku), "", line.quantity.units());
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"quantity", line.quantity.units()},
                                         {"price", line.price.units()},
                                         {"points", line.points.units()},
                                         {"lots", std::move(lots)},
                                         {"short", missing.units()}}));
  }
  return lines;
}

WUMEI_INLINE bool over_month(const State& state, const Offline& offline,
                             const market::Basket& basket) {
  const market::PriceList& list = *state.market.list_by_seq(offline.known.lease.prices);
  const market::Visit visit{offline.record.household, offline.known.shop.id, offline.on};
  return market::over_limit(state.market, list, visit, basket).has_value();
}

WUMEI_INLINE bool clerk_may_sell(const State& state, const Offline& offline) {
  const people::Officer* clerk = state.people.officer(offline.record.clerk);
  return clerk != nullptr && clerk->holds(people::Role::keeper, offline.known.shop.village);
}

WUMEI_INLINE bool card_fits(const State& state, const OfflineRedemption& record) {
  if (record.card.empty()) return true;
  const auto household = state.people.household_by_card(record.card);
  return household && household->id == record.household &&
         !state.people.stopped_cards.contains(record.card);
}

/// A number that was used before, by another record of this till.
WUMEI_INLINE bool forks(const Offline& offline) {
  const market::Lease& lease = offline.known.lease;
  return lease.state == market::LeaseState::closed ||
         lease.counters.contains(offline.record.counter);
}

/// What a person should look into, in this order.
WUMEI_INLINE json::Array offline_flags(const State& state, const Context& context,
                                       const Offline& offline, const market::Basket& basket) {
  const OfflineRedemption& record = offline.record;
  const market::Lease& lease = offline.known.lease;
  json::Array flags;
  const auto flag = [&flags](bool raised, const char* text) {
    if (raised) flags.emplace_back(text);
  };
  flag(forks(offline), "fork");
  flag(lease.state != market::LeaseState::open, "returned");
  flag(!lease.covers(record.at) || record.at > context.now, "time");
  flag(record.counter > lease.records, "records");
  flag(basket.points > lease.redemption, "redemption");
  flag(over_month(state, offline, basket), "limit");
  flag(people::inactive(state.people, record.household).has_value(), "household");
  flag(!card_fits(state, record), "card");
  flag(!clerk_may_sell(state, offline), "clerk");
  return flags;
}

WUMEI_INLINE ledger::Draft offline_draft(const State& state, const Context& context,
                                         const Offline& offline, const market::Basket& basket) {
  const OfflineRedemption& record = offline.record;
  const VillageId village = state.people.household(record.household)->village;
  ledger::Draft draft;
  draft.kind = "lease.redeem";
  draft.refs = {offline.known.lease.seq};
  draft.in = offline_in(record);
  const std::int64_t points = basket.points.units();
  const std::int64_t excess = take_escrow(state, offline, points, draft.moves);
  const HouseholdId& answers = state.people.successor(record.household);
  ledger::add_move(draft.moves, ledger::of_household(answers, ledger::Purpose::suspense), "",
                   -excess);
  ledger::add_move(draft.moves, ledger::of_fund(village, ledger::Purpose::redeemed), "", points);
  json::Array lines = hand_out(state, offline, basket, draft.moves);
  const bool is_short = std::any_of(lines.begin(), lines.end(), [](const json::Value& line) {
    return line.at("short").integer() > 0;
  });
  json::Array flags = offline_flags(state, context, offline, basket);
  if (excess > 0) flags.emplace_back("over");
  if (is_short) flags.emplace_back("short");
  draft.out = json::Value::object({{"points", points},
                                   {"excess", excess},
                                   {"lines", std::move(lines)},
                                   {"flags", std::move(flags)}});
  return draft;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_offline(const State& state, const Context& context,
                                             const OfflineRedemption& redemption) {
  const auto known = detail::known_lease(state, redemption.till, redemption.lease);
  if (!known) return known.refusal();
  if (auto refusal = lacks_roles(state, context, detail::till_roles, known->shop.village)) {
    return *refusal;
  }
  if (!state.people.households.contains(redemption.household)) {
    return Refusal{RefusalCode::household_unknown,
                   {{"household", redemption.household.text()}}};
  }
  const detail::Offline offline{redemption, *known,
                                redemption.at.date(state.charter.offset_minutes)};
  const auto basket = detail::price_offline(state, offline);
  if (!basket) return basket.refusal();
  return Drafts{detail::offline_draft(state, context, offline, *basket)};
}

WUMEI_INLINE Command offline_command(const Actor& actor, const OfflineRedemption& redemption) {
  detail::check_offline_facts(redemption);
  Command command =
      detail::lease_kind_command(actor, "lease.redeem", detail::offline_in(redemption),
                                 redemption, &decide_offline);
  command.key = detail::key_of(redemption);
  command.by_anyone = true;
  return command;
}

}  // namespace wumei::programme
