#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/market_commands.hpp>

#include <array>
#include <utility>

/// `data.in` of the market's entries, written and read back in one place. Key order is the schema.
namespace wumei::programme {
namespace detail {

/// What may stand in a key as it is; `#` begins the number of a part.
WUMEI_INLINE bool fits_key(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '#') return false;
  }
  return true;
}

/// `head/part/part`, or `head/` and a digest of the parts where they would not fit: document
/// numbers such as 官财〔2026〕12号 are not ASCII. Room for the `#i/n` of a command is left.
WUMEI_INLINE std::string market_key(const std::string& head,
                                    const std::vector<std::string>& parts) {
  std::string tail;
  for (const std::string& part : parts) tail += "/" + part;
  if (fits_key(tail) && head.size() + tail.size() <= 56) return head + tail;
  return head + "/" + to_hex(sha256(tail).bytes()).substr(0, 32);
}

template <class SomeId>
[[nodiscard]] SomeId id_or_none(const json::Value& value) {
  return value.text().empty() ? SomeId() : SomeId(value.text());
}

WUMEI_INLINE json::Value shop_in(const ShopRegistration& shop) {
  return json::Value::object(
      {{"shop", shop.shop.text()}, {"village", shop.village.text()}, {"name", shop.name}});
}

WUMEI_INLINE ShopRegistration shop_from(const json::Value& in) {
  return {ShopId(in.at("shop").text()), VillageId(in.at("village").text()), in.at("name").text()};
}

WUMEI_INLINE json::Value prices_in(const PricePublication& prices) {
  json::Array goods;
  for (const market::Goods& line : prices.goods) {
    goods.push_back(json::Array{line.sku.text(), line.name, line.unit, line.price.units(),
                                line.reference_cost.units(), line.monthly_limit.units()});
  }
  return json::Value::object({{"list", prices.list},
                              {"version", prices.version},
                              {"from", prices.from.text()},
                              {"digest", document_name(prices.document)},
                              {"minimum", prices.minimum.units()},
                              {"goods", std::move(goods)}});
}

WUMEI_INLINE market::Goods goods_from(const json::Value& line) {
  const json::Array& cells = line.items();
  if (cells.size() != 6) throw Error(Errc::corrupt, "a line of a price list has not six cells");
  return {Sku(cells[0].text()),
          cells[1].text(),
          cells[2].text(),
          Points::of_units(cells[3].integer()),
          Yuan::of_units(cells[4].integer()),
          Quantity::of_units(cells[5].integer())};
}

/// Without the document: only its digest is in the entry.
WUMEI_INLINE PricePublication prices_from(const json::Value& in) {
  PricePublication prices;
  prices.list = in.at("list").text();
  prices.version = in.at("version").integer();
  prices.from = Date::parse(in.at("from").text());
  prices.minimum = Points::of_units(in.at("minimum").integer());
  for (const json::Value& line : in.at("goods").items()) prices.goods.push_back(goods_from(line));
  return prices;
}

WUMEI_INLINE json::Value deposit_in(const Deposit& deposit) {
  return json::Value::object({{"fund", deposit.fund.text()},
                              {"yuan", deposit.yuan.units()},
                              {"document", deposit.document},
                              {"on", deposit.on.text()}});
}

WUMEI_INLINE Deposit deposit_from(const json::Value& in) {
  return {VillageId(in.at("fund").text()), Yuan::of_units(in.at("yuan").integer()),
          in.at("document").text(), Date::parse(in.at("on").text())};
}

WUMEI_INLINE json::Value receiving_in(const Receiving& receiving) {
  json::Array lines;
  for (const ReceivedLine& line : receiving.lines) {
    const bool spoils = line.best_before != market::keeps;
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"quantity", line.quantity.units()},
                                         {"unit_cost", line.unit_cost.units()},
                                         {"restriction", line.restriction},
                                         {"best_before", spoils ? line.best_before.text() : ""}}));
  }
  return json::Value::object({{"shop", receiving.shop.text()},
                              {"source", market::name(receiving.source)},
                              {"donor", receiving.donor.text()},
                              {"fund", receiving.fund.text()},
                              {"delivery", receiving.delivery},
                              {"on", receiving.on.text()},
                              {"witness", receiving.witness.text()},
                              {"lines", std::move(lines)}});
}

WUMEI_INLINE ReceivedLine received_line_from(const json::Value& line) {
  const std::string& best_before = line.at("best_before").text();
  return {Sku(line.at("sku").text()), Quantity::of_units(line.at("quantity").integer()),
          Yuan::of_units(line.at("unit_cost").integer()), line.at("restriction").text(),
          best_before.empty() ? market::keeps : Date::parse(best_before)};
}

WUMEI_INLINE Receiving receiving_from(const json::Value& in) {
  Receiving receiving;
  receiving.shop = ShopId(in.at("shop").text());
  receiving.source = market::source(in.at("source").text());
  receiving.donor = id_or_none<DonorId>(in.at("donor"));
  receiving.fund = id_or_none<VillageId>(in.at("fund"));
  receiving.delivery = in.at("delivery").text();
  receiving.on = Date::parse(in.at("on").text());
  receiving.witness = id_or_none<OfficerId>(in.at("witness"));
  for (const json::Value& line : in.at("lines").items()) {
    receiving.lines.push_back(received_line_from(line));
  }
  return receiving;
}

WUMEI_INLINE Yuan receiving_cost(const Receiving& receiving) {
  Yuan cost;
  for (const ReceivedLine& line : receiving.lines) cost += line.unit_cost * line.quantity.units();
  return cost;
}

inline constexpr std::array<std::pair<Receiver, std::string_view>, 3> receiver_names{{
    {Receiver::self, "self"},
    {Receiver::family, "family"},
    {Receiver::proxy, "proxy"},
}};

WUMEI_INLINE json::Array basket_in(const std::vector<market::BasketLine>& basket) {
  json::Array lines;
  for (const market::BasketLine& line : basket) {
    json::Value item = json::Value::object(
        {{"sku", line.sku.text()}, {"quantity", line.quantity.units()}});
    // Rare, and most of a season's bytes are redemptions: left out when there is none.
    if (!line.restriction.empty()) item.add("restriction", line.restriction);
    lines.push_back(std::move(item));
  }
  return lines;
}

WUMEI_INLINE json::Value redemption_in(const Redemption& redemption) {
  return json::Value::object({{"shop", redemption.shop.text()},
                              {"slip", redemption.slip},
                              {"household", redemption.household.text()},
                              {"card", redemption.card.text()},
                              {"on", redemption.on.text()},
                              {"prices", redemption.prices},
                              {"lines", basket_in(redemption.lines)},
                              {"receiver", name(redemption.receiver)}});
}

WUMEI_INLINE market::BasketLine basket_line_from(const json::Value& line) {
  const json::Value* restriction = line.find("restriction");
  return {Sku(line.at("sku").text()), Quantity::of_units(line.at("quantity").integer()),
          restriction == nullptr ? std::string() : restriction->text()};
}

WUMEI_INLINE Redemption redemption_from(const json::Value& in) {
  Redemption redemption;
  redemption.shop = ShopId(in.at("shop").text());
  redemption.slip = in.at("slip").text();
  redemption.household = HouseholdId(in.at("household").text());
  redemption.card = id_or_none<CardId>(in.at("card"));
  redemption.on = Date::parse(in.at("on").text());
  redemption.prices = in.at("prices").integer();
  for (const json::Value& line : in.at("lines").items()) {
    redemption.lines.push_back(basket_line_from(line));
  }
  redemption.receiver = receiver(in.at("receiver").text());
  return redemption;
}

// Natural keys. Those of facts without a day begin with 0, before all dates: the growing end of
// the key index stays with the newest day.
WUMEI_INLINE std::string key_of(const ShopRegistration& shop) {
  return market_key("0/shop", {shop.shop.text()});
}

WUMEI_INLINE std::string key_of(const PricePublication& prices) {
  return market_key("0/prices", {prices.list, std::to_string(prices.version)});
}

WUMEI_INLINE std::string key_of(const Deposit& deposit) {
  return market_key(deposit.on.text() + "/deposit", {deposit.fund.text(), deposit.document});
}

/// Opening stock has no day in its key: read again on a later day it is still the same stock.
WUMEI_INLINE std::string key_of(const Receiving& receiving) {
  if (receiving.source == market::Source::opening) {
    const std::string& origin =
        receiving.donor.empty() ? receiving.fund.text() : receiving.donor.text();
    return market_key("0/opening-stock", {receiving.shop.text(), origin, receiving.delivery});
  }
  return market_key(receiving.on.text() + "/receive", {receiving.shop.text(), receiving.delivery});
}

WUMEI_INLINE std::string key_of(const Redemption& redemption) {
  return market_key(redemption.on.text() + "/redeem", {redemption.shop.text(), redemption.slip});
}

}  // namespace detail

WUMEI_INLINE std::string_view name(Receiver receiver) {
  for (const auto& [known, text] : detail::receiver_names) {
    if (known == receiver) return text;
  }
  throw InvariantViolation("a receiver without a name");
}

WUMEI_INLINE Receiver receiver(std::string_view stored_name) {
  for (const auto& [known, text] : detail::receiver_names) {
    if (text == stored_name) return known;
  }
  throw Error(Errc::corrupt, "\"" + std::string(stored_name) + "\" is not a receiver");
}

}  // namespace wumei::programme
