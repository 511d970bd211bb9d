#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/merchant_commands.hpp>

/// `data.in` of the merchants' entries, written and read back in one place. Key order is the
/// schema.
namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value merchant_in(const MerchantRegistration& asked) {
  const market::Contract& contract = asked.contract;
  json::Array villages;
  for (const VillageId& village : contract.villages) villages.emplace_back(village.text());
  return json::Value::object({{"merchant", asked.merchant.text()},
                              {"name", asked.name},
                              {"villages", std::move(villages)},
                              {"fund", contract.fund.text()},
                              {"rate", contract.rate},
                              {"from", contract.term.first.text()},
                              {"until", contract.term.last.text()},
                              {"document", contract.document}});
}

WUMEI_INLINE MerchantRegistration merchant_from(const json::Value& in) {
  MerchantRegistration asked;
  asked.merchant = MerchantId(in.at("merchant").text());
  asked.name = in.at("name").text();
  for (const json::Value& village : in.at("villages").items()) {
    asked.contract.villages.insert(VillageId(village.text()));
  }
  asked.contract.fund = VillageId(in.at("fund").text());
  asked.contract.rate = in.at("rate").integer();
  asked.contract.term = {Date::parse(in.at("from").text()), Date::parse(in.at("until").text())};
  asked.contract.document = in.at("document").text();
  return asked;
}

WUMEI_INLINE json::Value merchant_redemption_in(const MerchantRedemption& asked) {
  return json::Value::object({{"merchant", asked.merchant.text()},
                              {"slip", asked.slip},
                              {"household", asked.household.text()},
                              {"card", asked.card.text()},
                              {"on", asked.on.text()},
                              {"prices", asked.prices},
                              {"lines", basket_in(asked.lines)},
                              {"receiver", name(asked.receiver)}});
}

WUMEI_INLINE MerchantRedemption merchant_redemption_from(const json::Value& in) {
  MerchantRedemption asked;
  asked.merchant = MerchantId(in.at("merchant").text());
  asked.slip = in.at("slip").text();
  asked.household = HouseholdId(in.at("household").text());
  asked.card = id_or_none<CardId>(in.at("card"));
  asked.on = Date::parse(in.at("on").text());
  asked.prices = in.at("prices").integer();
  for (const json::Value& line : in.at("lines").items()) {
    asked.lines.push_back(basket_line_from(line));
  }
  asked.receiver = receiver(in.at("receiver").text());
  return asked;
}

/// A line is an array: a month has hundreds, and an entry has its limit.
WUMEI_INLINE json::Value merchant_claim_in(const MerchantClaim& asked) {
  json::Array lines;
  for (const market::ClaimLine& line : asked.lines) {
    lines.push_back(json::Array{line.slip, line.on.text(), line.holder, line.sku.text(),
                                line.quantity.units(), line.yuan.units()});
  }
  return json::Value::object({{"merchant", asked.merchant.text()},
                              {"month", asked.month},
                              {"statement", asked.statement},
                              {"lines", std::move(lines)}});
}

WUMEI_INLINE market::ClaimLine claim_line_from(const json::Value& line) {
  const json::Array& cells = line.items();
  if (cells.size() != 6) throw Error(Errc::corrupt, "a line of a sheet has not six cells");
  return {cells[0].text(),
          Date::parse(cells[1].text()),
          cells[2].text(),
          Sku(cells[3].text()),
          Quantity::of_units(cells[4].integer()),
          Yuan::of_units(cells[5].integer())};
}

WUMEI_INLINE json::Value merchant_settlement_in(const MerchantSettlement& asked) {
  return json::Value::object({{"merchant", asked.merchant.text()}, {"month", asked.month}});
}

WUMEI_INLINE MerchantSettlement merchant_settlement_from(const json::Value& in) {
  return {MerchantId(in.at("merchant").text()), in.at("month").text()};
}

WUMEI_INLINE json::Value merchant_payment_in(const MerchantPayment& asked) {
  return json::Value::object({{"merchant", asked.merchant.text()},
                              {"month", asked.month},
                              {"document", asked.document},
                              {"on", asked.on.text()}});
}

WUMEI_INLINE MerchantPayment merchant_payment_from(const json::Value& in) {
  return {MerchantId(in.at("merchant").text()), in.at("month").text(), in.at("document").text(),
          Date::parse(in.at("on").text())};
}

WUMEI_INLINE Error bad_merchant(const MerchantId& merchant, const std::string& what) {
  return Error(Errc::bad_input, "merchant " + merchant.text() + ": " + what,
               {{"merchant", merchant.text()}});
}

WUMEI_INLINE void check_merchant_facts(const MerchantRegistration& asked) {
  const market::Contract& contract = asked.contract;
  const auto bad = [&](const std::string& what) { return bad_merchant(asked.merchant, what); };
  if (asked.name.empty()) throw bad("it has no name");
  if (contract.villages.empty()) throw bad("it serves no village");
  if (contract.rate <= 0) throw bad("a point is worth more than nothing");
  if (contract.term.last < contract.term.first) throw bad("the contract ends before it begins");
  if (contract.document.empty()) throw bad("a merchant is registered on a contract; cite it");
}

WUMEI_INLINE void check_merchant_redemption_facts(const MerchantRedemption& asked) {
  const auto bad = [&](const std::string& what) { return bad_merchant(asked.merchant, what); };
  if (asked.slip.empty() || asked.slip.size() > 40) throw bad("a slip has a number, of 40 bytes");
  for (const market::BasketLine& line : asked.lines) {
    const std::string& sku = line.sku.text();
    if (line.quantity <= Quantity()) throw bad(sku + ": a quantity of " + line.quantity.text());
    if (!line.restriction.empty()) throw bad(sku + " is kept for others on our own shelves");
  }
}

WUMEI_INLINE void check_merchant_claim_facts(const MerchantClaim& asked) {
  const auto bad = [&](const std::string& what) { return bad_merchant(asked.merchant, what); };
  static_cast<void>(market::parse_month(asked.month));
  if (asked.statement.empty()) throw bad("a sheet has a number");
  if (asked.lines.size() > market::claim_lines) throw bad("a sheet has at most 500 lines");
  for (const market::ClaimLine& line : asked.lines) {
    if (line.slip.empty() || line.slip.size() > 40) throw bad("a slip has a number, of 40 bytes");
    if (!market::shows_holder(line.holder)) {
      throw bad("\"" + line.holder + "\" shows no household or card");
    }
    const bool counts = line.quantity > Quantity() && line.yuan > Yuan();
    if (!counts) throw bad(line.slip + ": a line of no goods or no yuan");
  }
}

WUMEI_INLINE void check_merchant_settlement_facts(const MerchantSettlement& asked) {
  static_cast<void>(market::parse_month(asked.month));
}

WUMEI_INLINE void check_merchant_payment_facts(const MerchantPayment& asked) {
  static_cast<void>(market::parse_month(asked.month));
  if (asked.document.empty()) throw bad_merchant(asked.merchant, "a payment cites its transfer");
}

// Natural keys; those without a day begin with 0, as all that has none.
WUMEI_INLINE std::string key_of(const MerchantRegistration& asked) {
  return market_key("0/merchant", {asked.merchant.text()});
}

WUMEI_INLINE std::string key_of(const MerchantRedemption& asked) {
  return market_key(asked.on.text() + "/merchant", {asked.merchant.text(), asked.slip});
}

WUMEI_INLINE std::string key_of(const MerchantClaim& asked) {
  return market_key("0/merchant-claim", {asked.merchant.text(), asked.month, asked.statement});
}

WUMEI_INLINE std::string key_of(const MerchantPayment& asked) {
  return market_key(asked.on.text() + "/merchant-pay",
                    {asked.merchant.text(), asked.month, asked.document});
}

}  // namespace detail

WUMEI_INLINE MerchantClaim merchant_claim_of(const json::Value& in) {
  MerchantClaim asked{MerchantId(in.at("merchant").text()), in.at("month").text(),
                      in.at("statement").text(), {}};
  for (const json::Value& line : in.at("lines").items()) {
    asked.lines.push_back(detail::claim_line_from(line));
  }
  return asked;
}

}  // namespace wumei::programme
