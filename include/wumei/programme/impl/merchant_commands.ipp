#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/merchant_facts.ipp>
#include <wumei/programme/impl/redemption.ipp>
#include <wumei/programme/merchant_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <utility>

// Who the merchants are and what they hand out.
namespace wumei::programme {
namespace detail {

WUMEI_INLINE Refusal no_such_merchant(const MerchantId& merchant) {
  return {RefusalCode::merchant_unknown, {{"merchant", merchant.text()}}};
}

/// Who may book what a merchant handed out.
inline constexpr std::initializer_list<people::Role> merchant_roles{
    people::Role::keeper, people::Role::village, people::Role::township};

/// That of a shop, for what both have in common.
WUMEI_INLINE Redemption at_shop(const MerchantRedemption& asked) {
  Redemption redemption;
  redemption.slip = asked.slip;
  redemption.household = asked.household;
  redemption.card = asked.card;
  redemption.on = asked.on;
  redemption.prices = asked.prices;
  redemption.lines = asked.lines;
  redemption.receiver = asked.receiver;
  return redemption;
}

WUMEI_INLINE std::optional<Refusal> outside_contract(const State& state,
                                                     const market::Merchant& merchant,
                                                     const MerchantRedemption& asked) {
  const market::Contract& contract = merchant.contract;
  if (!contract.term.contains(asked.on)) {
    return Refusal{RefusalCode::merchant_contract,
                   {{"merchant", merchant.id.text()},
                    {"on", asked.on.text()},
                    {"from", contract.term.first.text()},
                    {"until", contract.term.last.text()}}};
  }
  const VillageId village = state.people.household(asked.household)->village;
  if (contract.villages.contains(village)) return std::nullopt;
  return Refusal{RefusalCode::village_mismatch,
                 {{"merchant", merchant.id.text()}, {"village", village.text()}}};
}

WUMEI_INLINE Refusal settled_already(const market::Merchant& merchant, std::int32_t month) {
  return {RefusalCode::already_settled,
          {{"merchant", merchant.id.text()}, {"month", market::month_text(month)}}};
}

/// A month that was settled takes no more, and a slip stands once.
WUMEI_INLINE std::optional<Refusal> sold_too_late(const market::Merchant& merchant,
                                                  const MerchantRedemption& asked) {
  const std::int32_t number = market::month_number(asked.on);
  const market::MonthlySettlement* month = merchant.month(number);
  if (month != nullptr && month->settle != ledger::no_seq) {
    return settled_already(merchant, number);
  }
  if (!merchant.sales.contains(asked.slip)) return std::nullopt;
  return Refusal{RefusalCode::duplicate,
                 {{"merchant", merchant.id.text()}, {"slip", asked.slip}}};
}

/// What is owed for every line, into the moves and as the entry says it.
WUMEI_INLINE json::Value owed(const market::Merchant& merchant, const market::Basket& basket,
                              std::vector<ledger::Move>& moves) {
  json::Array lines;
  Yuan total;
  for (const market::PricedLine& line : basket.lines) {
    const Yuan yuan = market::worth(merchant.contract, line.points);
    total += yuan;
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"quantity", line.quantity.units()},
                                         {"price", line.price.units()},
                                         {"points", line.points.units()},
                                         {"yuan", yuan.units()}}));
  }
  const VillageId& fund = merchant.contract.fund;
  ledger::add_move(moves, ledger::payable(merchant.id, fund), "", -total.units());
  ledger::add_move(moves, ledger::of_fund(fund, ledger::Purpose::spent), "", total.units());
  return json::Value::object({{"points", basket.points.units()},
                              {"yuan", total.units()},
                              {"fund", fund.text()},
                              {"lines", std::move(lines)}});
}

template <class Facts>
[[nodiscard]] Command merchant_kind_command(
    const Actor& actor, std::string kind, json::Value in, Facts facts,
    Decision<Drafts> (*decide)(const State&, const Context&, const Facts&)) {
  Command command;
  command.actor = actor;
  command.kind = std::move(kind);
  command.in = std::move(in);
  command.decide = [facts = std::move(facts), decide](const State& state,
                                                      const Context& context) {
    return decide(state, context, facts);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_merchant(const State& state, const Context& context,
                                              const MerchantRegistration& asked) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (state.merchants.merchant(asked.merchant) != nullptr) {
    return Refusal{RefusalCode::duplicate, {{"merchant", asked.merchant.text()}}};
  }
  std::set<VillageId> villages = asked.contract.villages;
  villages.insert(asked.contract.fund);
  for (const VillageId& village : villages) {
    if (state.people.village(village) == nullptr) return detail::market_village_unknown(village);
  }
  return Drafts{{.kind = "merchant.register", .in = detail::merchant_in(asked)}};
}

WUMEI_INLINE Decision<Drafts> decide_merchant_redemption(const State& state,
                                                         const Context& context,
                                                         const MerchantRedemption& asked) {
  const market::Merchant* merchant = state.merchants.merchant(asked.merchant);
  if (merchant == nullptr) return detail::no_such_merchant(asked.merchant);
  const Redemption redemption = detail::at_shop(asked);
  auto refusal = lacks_role_for(state, context, detail::merchant_roles, asked.household);
  if (!refusal) refusal = detail::market_in_future(context, asked.on);
  if (!refusal) refusal = detail::outside_contract(state, *merchant, asked);
  if (!refusal) refusal = detail::may_redeem(state, redemption);
  if (!refusal) refusal = detail::sold_too_late(*merchant, asked);
  if (refusal) return *refusal;

  const auto prices = detail::prices_for(state, redemption);
  if (!prices) return prices.refusal();
  const auto basket = market::price_basket(**prices, asked.lines);
  if (!basket) return basket.refusal();
  const market::Visit visit{asked.household, {}, asked.on};
  ledger::Draft draft;
  draft.kind = "merchant.redeem";
  draft.refs = {merchant->seq, asked.prices};
  refusal = market::over_limit(state.market, **prices, visit, *basket);
  if (!refusal) refusal = detail::move_points(state, redemption, basket->points, draft.moves);
  if (refusal) return *refusal;
  draft.in = detail::merchant_redemption_in(asked);
  draft.out = detail::owed(*merchant, *basket, draft.moves);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command merchant_command(const Actor& actor, const MerchantRegistration& asked) {
  detail::check_merchant_facts(asked);
  Command command = detail::merchant_kind_command(
      actor, "merchant.register", detail::merchant_in(asked), asked, &decide_merchant);
  command.key = detail::key_of(asked);
  return command;
}

WUMEI_INLINE Command merchant_redemption_command(const Actor& actor,
                                                 const MerchantRedemption& asked) {
  detail::check_merchant_redemption_facts(asked);
  Command command =
      detail::merchant_kind_command(actor, "merchant.redeem", detail::merchant_redemption_in(asked),
                                    asked, &decide_merchant_redemption);
  command.key = detail::key_of(asked);
  return command;
}

}  // namespace wumei::programme
