#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/merchant_settlement.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

/// Decides an entry of a merchant anew, unless no command could have asked for it.
template <class Facts>
[[nodiscard]] std::optional<ledger::Violation> merchant_anew(
    const State& before, const Record& record, const Facts& facts, void (*possible)(const Facts&),
    Decision<Drafts> (*decide)(const State&, const Context&, const Facts&)) {
  if (auto broken = check_facts(record, facts, possible)) return broken;
  return decided_anew(before, record, facts, decide, 9);
}

/// The merchant that an entry names; it was checked, or a fold has no business with it.
WUMEI_INLINE market::Merchant& merchant_of(State& state, const Record& record) {
  const auto place = state.merchants.known.find(MerchantId(record.in.at("merchant").text()));
  if (place == state.merchants.known.end()) throw Error(Errc::corrupt, "no such merchant");
  return place->second;
}

WUMEI_INLINE market::MonthlySettlement& month_of(State& state, const Record& record) {
  market::Merchant& merchant = merchant_of(state, record);
  const auto place = merchant.months.find(market::parse_month(record.in.at("month").text()));
  if (place == merchant.months.end()) throw Error(Errc::corrupt, "a month without a sheet");
  return place->second;
}

WUMEI_INLINE void fold_merchant(State& state, const Record& record) {
  MerchantRegistration asked = merchant_from(record.in);
  market::Merchant& merchant = state.merchants.known[asked.merchant];
  merchant.id = asked.merchant;
  merchant.name = std::move(asked.name);
  merchant.contract = std::move(asked.contract);
  merchant.seq = record.entry.seq;
}

WUMEI_INLINE std::optional<ledger::Violation> check_merchant(const State& before,
                                                             const Record& record) {
  return merchant_anew(before, record, merchant_from(record.in), &check_merchant_facts,
                       &decide_merchant);
}

WUMEI_INLINE void reverse_merchant(State& state, const Record& original) {
  state.merchants.known.erase(MerchantId(original.in.at("merchant").text()));
}

WUMEI_INLINE Refusal not_undone(const MerchantId& merchant) {
  return {RefusalCode::not_reversible, {{"merchant", merchant.text()}}};
}

WUMEI_INLINE std::optional<Refusal> may_reverse_merchant(const State& state,
                                                         const Record& original) {
  const MerchantId id(original.in.at("merchant").text());
  const market::Merchant* merchant = state.merchants.merchant(id);
  const bool unused =
      merchant != nullptr && merchant->sales.empty() && merchant->months.empty();
  if (unused) return std::nullopt;
  return not_undone(id);
}

/// What the household took counts as taken (sign 1) or as brought back (-1).
WUMEI_INLINE void take_lines(State& state, const Record& record, std::int64_t sign) {
  const Buyer buyer = buyer_of(record);
  for (const json::Value& line : record.out.at("lines").items()) {
    const Quantity quantity = Quantity::of_units(line.at("quantity").integer() * sign);
    market::hand_over_short(state.market, buyer.household, Sku(line.at("sku").text()), quantity,
                            buyer.on);
  }
}

WUMEI_INLINE void fold_merchant_redemption(State& state, const Record& record) {
  const MerchantRedemption asked = merchant_redemption_from(record.in);
  market::Sale sale{record.entry.seq, asked.on, asked.household, asked.card, {}};
  for (const json::Value& line : record.out.at("lines").items()) {
    sale.lines.push_back({Sku(line.at("sku").text()),
                          Quantity::of_units(line.at("quantity").integer()),
                          Yuan::of_units(line.at("yuan").integer())});
  }
  merchant_of(state, record).sales[asked.slip] = std::move(sale);
  take_lines(state, record, 1);
}

WUMEI_INLINE std::optional<ledger::Violation> check_merchant_redemption(const State& before,
                                                                        const Record& record) {
  return merchant_anew(before, record, merchant_redemption_from(record.in),
                       &check_merchant_redemption_facts, &decide_merchant_redemption);
}

WUMEI_INLINE void reverse_merchant_redemption(State& state, const Record& original) {
  merchant_of(state, original).sales.erase(original.in.at("slip").text());
  take_lines(state, original, -1);
}

/// What is on a sheet is paid by it, or is taken off it first.
WUMEI_INLINE std::optional<Refusal> may_reverse_merchant_redemption(const State& state,
                                                                    const Record& original) {
  const MerchantId id(original.in.at("merchant").text());
  const market::Merchant* merchant = state.merchants.merchant(id);
  if (merchant == nullptr) return not_undone(id);
  const auto sale = merchant->sales.find(original.in.at("slip").text());
  if (sale == merchant->sales.end()) return not_undone(id);
  for (const market::SaleLine& line : sale->second.lines) {
    if (line.claim != ledger::no_seq) return not_undone(id);
  }
  return std::nullopt;
}

/// Puts what matched on the sheet, or takes it off again.
WUMEI_INLINE void mark_lines(market::Merchant& merchant, const Record& record,
                             ledger::Seq claim) {
  const json::Array& lines = record.in.at("lines").items();
  const json::Array& verdicts = record.out.at("verdicts").items();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (verdicts.at(i).text() != market::name(market::Verdict::matched)) continue;
    const market::ClaimLine claimed = claim_line_from(lines[i]);
    for (market::SaleLine& line : merchant.sales.at(claimed.slip).lines) {
      if (line.sku == claimed.sku) line.claim = claim;
    }
  }
}

WUMEI_INLINE void fold_merchant_claim(State& state, const Record& record) {
  market::Merchant& merchant = merchant_of(state, record);
  market::MonthlySettlement month;
  month.claim = record.entry.seq;
  month.prepared_by = OfficerId(record.entry.officer());
  month.statement = record.in.at("statement").text();
  month.payable = Yuan::of_units(record.out.at("payable").integer());
  month.disputed = Yuan::of_units(record.out.at("disputed").integer());
  merchant.months[market::parse_month(record.in.at("month").text())] = month;
  mark_lines(merchant, record, record.entry.seq);
}

WUMEI_INLINE std::optional<ledger::Violation> check_merchant_claim(const State& before,
                                                                   const Record& record) {
  return merchant_anew(before, record, merchant_claim_of(record.in), &check_merchant_claim_facts,
                       &decide_merchant_claim);
}

WUMEI_INLINE void reverse_merchant_claim(State& state, const Record& original) {
  market::Merchant& merchant = merchant_of(state, original);
  mark_lines(merchant, original, ledger::no_seq);
  merchant.months.erase(market::parse_month(original.in.at("month").text()));
}

/// A sheet goes while its month is not settled, a settlement while it is not paid.
WUMEI_INLINE std::optional<Refusal> may_reverse_month(const State& state,
                                                      const Record& original) {
  const MerchantId id(original.in.at("merchant").text());
  const auto known = known_month(state, id, original.in.at("month").text());
  if (!known) return known.refusal();
  const bool is_claim = original.entry.kind == "merchant.claim";
  const ledger::Seq next = is_claim ? known->month.settle : known->month.pay;
  if (next == ledger::no_seq) return std::nullopt;
  return not_undone(id);
}

WUMEI_INLINE void fold_merchant_settlement(State& state, const Record& record) {
  market::MonthlySettlement& month = month_of(state, record);
  month.settle = record.entry.seq;
  month.approved_by = OfficerId(record.entry.officer());
}

WUMEI_INLINE std::optional<ledger::Violation> check_merchant_settlement(const State& before,
                                                                        const Record& record) {
  return merchant_anew(before, record, merchant_settlement_from(record.in),
                       &check_merchant_settlement_facts, &decide_merchant_settlement);
}

WUMEI_INLINE void reverse_merchant_settlement(State& state, const Record& original) {
  market::MonthlySettlement& month = month_of(state, original);
  month.settle = ledger::no_seq;
  month.approved_by = OfficerId();
}

WUMEI_INLINE void fold_merchant_payment(State& state, const Record& record) {
  month_of(state, record).pay = record.entry.seq;
}

WUMEI_INLINE std::optional<ledger::Violation> check_merchant_payment(const State& before,
                                                                     const Record& record) {
  return merchant_anew(before, record, merchant_payment_from(record.in),
                       &check_merchant_payment_facts, &decide_merchant_payment);
}

/// The bank sent the money back.
WUMEI_INLINE void reverse_merchant_payment(State& state, const Record& original) {
  month_of(state, original).pay = ledger::no_seq;
}

inline constexpr std::array<Kind, 5> merchant_table{{
    {"merchant.register", &fold_merchant, &check_merchant, &reverse_merchant,
     &may_reverse_merchant},
    {"merchant.redeem", &fold_merchant_redemption, &check_merchant_redemption,
     &reverse_merchant_redemption, &may_reverse_merchant_redemption},
    {"merchant.claim", &fold_merchant_claim, &check_merchant_claim, &reverse_merchant_claim,
     &may_reverse_month},
    {"merchant.settle", &fold_merchant_settlement, &check_merchant_settlement,
     &reverse_merchant_settlement, &may_reverse_month},
    {"merchant.pay", &fold_merchant_payment, &check_merchant_payment, &reverse_merchant_payment},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> merchant_kinds() { return detail::merchant_table; }

}  // namespace wumei::programme
