#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/merchant_commands.ipp>
#include <wumei/programme/merchant_commands.hpp>

// From the merchant's sheet to the money.
namespace wumei::programme {
namespace detail {

/// A merchant and a month; the month has a sheet.
struct KnownMonth {
  const market::Merchant& merchant;
  const market::MonthlySettlement& month;
};

WUMEI_INLINE Decision<KnownMonth> known_month(const State& state, const MerchantId& id,
                                              const std::string& month) {
  const market::Merchant* merchant = state.merchants.merchant(id);
  if (merchant == nullptr) return no_such_merchant(id);
  const market::MonthlySettlement* known = merchant->month(market::parse_month(month));
  if (known != nullptr) return KnownMonth{*merchant, *known};
  return Refusal{RefusalCode::settlement_unknown, {{"merchant", id.text()}, {"month", month}}};
}

WUMEI_INLINE json::Value claim_out(const market::Matching& matching) {
  json::Array verdicts;
  for (const market::LineVerdict& verdict : matching.verdicts) {
    verdicts.emplace_back(market::text(verdict));
  }
  Yuan unclaimed;
  for (const market::Unclaimed& line : matching.unclaimed) unclaimed += line.yuan;
  return json::Value::object(
      {{"verdicts", std::move(verdicts)},
       {"payable", matching.payable.units()},
       {"disputed", matching.disputed.units()},
       {"unclaimed", json::Array{static_cast<std::int64_t>(matching.unclaimed.size()),
                                 unclaimed.units()}}});
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_merchant_claim(const State& state, const Context& context,
                                                    const MerchantClaim& asked) {
  const market::Merchant* merchant = state.merchants.merchant(asked.merchant);
  if (merchant == nullptr) return detail::no_such_merchant(asked.merchant);
  if (auto refusal = lacks_roles(state, context,
                                 {people::Role::village, people::Role::township},
                                 merchant->contract.fund)) {
    return *refusal;
  }
  const std::int32_t month = market::parse_month(asked.month);
  const Period period = market::month_period(month);
  if (context.today <= period.last) {
    return Refusal{RefusalCode::month_open,
                   {{"month", asked.month}, {"until", period.last.text()}}};
  }
  if (merchant->month(month) != nullptr) return detail::settled_already(*merchant, month);
  const market::Matching matching = market::match(*merchant, month, asked.lines);
  return Drafts{{.kind = "merchant.claim",
                 .refs = {merchant->seq},
                 .in = detail::merchant_claim_in(asked),
                 .out = detail::claim_out(matching)}};
}

WUMEI_INLINE Decision<Drafts> decide_merchant_settlement(const State& state,
                                                         const Context& context,
                                                         const MerchantSettlement& asked) {
  const auto known = detail::known_month(state, asked.merchant, asked.month);
  if (!known) return known.refusal();
  auto refusal = lacks_role(state, context, people::Role::township, {});
  if (!refusal) refusal = same_officer(context, known->month.prepared_by);
  if (refusal) return *refusal;
  if (known->month.settle != ledger::no_seq) {
    return detail::settled_already(known->merchant, market::parse_month(asked.month));
  }
  return Drafts{{.kind = "merchant.settle",
                 .refs = {known->month.claim},
                 .in = detail::merchant_settlement_in(asked),
                 .out = json::Value::object({{"yuan", known->month.payable.units()}})}};
}

WUMEI_INLINE Decision<Drafts> decide_merchant_payment(const State& state, const Context& context,
                                                      const MerchantPayment& asked) {
  const auto known = detail::known_month(state, asked.merchant, asked.month);
  if (!known) return known.refusal();
  const auto& [merchant, month] = *known;
  auto refusal = lacks_role(state, context, people::Role::township, {});
  if (!refusal) refusal = detail::market_in_future(context, asked.on);
  if (refusal) return *refusal;
  if (month.settle == ledger::no_seq) {
    return Refusal{RefusalCode::settlement_unknown,
                   {{"merchant", merchant.id.text()}, {"month", asked.month}}};
  }
  if (auto same = same_officer(context, month.approved_by)) return *same;
  if (month.pay != ledger::no_seq) {
    return detail::settled_already(merchant, market::parse_month(asked.month));
  }
  if (month.payable.is_zero()) return Refusal{RefusalCode::nothing_to_do, {}};
  const VillageId& fund = merchant.contract.fund;
  const std::string cash = ledger::of_fund(fund, ledger::Purpose::cash);
  const Yuan held = Yuan::of_units(state.book.balance(cash));
  if (held < month.payable) {
    return Refusal{RefusalCode::not_enough_cash, {{"fund", fund.text()},
                                                  {"yuan", month.payable.text()},
                                                  {"cash", held.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "merchant.pay";
  draft.refs = {month.settle};
  draft.in = detail::merchant_payment_in(asked);
  draft.out = json::Value::object({{"yuan", month.payable.units()}, {"fund", fund.text()}});
  ledger::add_move(draft.moves, cash, "", -month.payable.units());
  ledger::add_move(draft.moves, ledger::payable(merchant.id, fund), "", month.payable.units());
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command merchant_claim_command(const Actor& actor, const MerchantClaim& asked) {
  detail::check_merchant_claim_facts(asked);
  Command command =
      detail::merchant_kind_command(actor, "merchant.claim", detail::merchant_claim_in(asked),
                                    asked, &decide_merchant_claim);
  command.key = detail::key_of(asked);
  return command;
}

WUMEI_INLINE Command merchant_settlement_command(const Actor& actor,
                                                 const MerchantSettlement& asked) {
  detail::check_merchant_settlement_facts(asked);
  return detail::merchant_kind_command(actor, "merchant.settle",
                                       detail::merchant_settlement_in(asked), asked,
                                       &decide_merchant_settlement);
}

WUMEI_INLINE Command merchant_payment_command(const Actor& actor, const MerchantPayment& asked) {
  detail::check_merchant_payment_facts(asked);
  Command command =
      detail::merchant_kind_command(actor, "merchant.pay", detail::merchant_payment_in(asked),
                                    asked, &decide_merchant_payment);
  command.key = detail::key_of(asked);
  return command;
}

}  // namespace wumei::programme
