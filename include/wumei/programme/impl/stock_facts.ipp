#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/market_facts.ipp>
#include <wumei/programme/stock_commands.hpp>

#include <array>
#include <set>
#include <utility>

/// `data.in` of counts and transfers, written and read back in one place. Key order is the schema.
namespace wumei::programme {
namespace detail {

inline constexpr std::array<std::pair<CountReason, std::string_view>, 6> count_reasons{{
    {CountReason::none, ""},
    {CountReason::damaged, "damaged"},
    {CountReason::expired, "expired"},
    {CountReason::miscounted, "miscounted"},
    {CountReason::missing, "missing"},
    {CountReason::found, "found"},
}};

WUMEI_INLINE json::Value count_in(const StockCount& count) {
  json::Array lines;
  for (const CountedLine& line : count.lines) {
    lines.push_back(json::Value::object({{"sku", line.sku.text()},
                                         {"counted", line.counted.units()},
                                         {"reason", name(line.reason)}}));
  }
  return json::Value::object({{"shop", count.shop.text()},
                              {"sheet", count.sheet},
                              {"on", count.on.text()},
                              {"witness", count.witness.text()},
                              {"lines", std::move(lines)}});
}

WUMEI_INLINE StockCount count_from(const json::Value& in) {
  StockCount count{ShopId(in.at("shop").text()), in.at("sheet").text(),
                   Date::parse(in.at("on").text()), id_or_none<OfficerId>(in.at("witness")), {}};
  for (const json::Value& line : in.at("lines").items()) {
    count.lines.push_back({Sku(line.at("sku").text()),
                           Quantity::of_units(line.at("counted").integer()),
                           count_reason(line.at("reason").text())});
  }
  return count;
}

WUMEI_INLINE json::Value stock_transfer_in(const StockTransfer& transfer) {
  return json::Value::object({{"from", transfer.from.text()},
                              {"to", transfer.to.text()},
                              {"slip", transfer.slip},
                              {"on", transfer.on.text()},
                              {"sender", transfer.sender.text()},
                              {"lines", basket_in(transfer.lines)}});
}

WUMEI_INLINE StockTransfer stock_transfer_from(const json::Value& in) {
  StockTransfer transfer{ShopId(in.at("from").text()), ShopId(in.at("to").text()),
                         in.at("slip").text(), Date::parse(in.at("on").text()),
                         id_or_none<OfficerId>(in.at("sender")), {}};
  for (const json::Value& line : in.at("lines").items()) {
    transfer.lines.push_back(basket_line_from(line));
  }
  return transfer;
}

WUMEI_INLINE std::string key_of(const StockCount& count) {
  return market_key(count.on.text() + "/count", {count.shop.text(), count.sheet});
}

WUMEI_INLINE std::string key_of(const StockTransfer& transfer) {
  return market_key(transfer.on.text() + "/transfer",
                    {transfer.from.text(), transfer.to.text(), transfer.slip});
}

WUMEI_INLINE void check_count_facts(const StockCount& count) {
  const auto bad = [&](const std::string& what) {
    return Error(Errc::bad_input, "count " + count.sheet + ": " + what);
  };
  if (count.sheet.empty()) throw bad("a count cites its sheet");
  if (count.witness.empty()) throw bad("two people count a shelf; name the witness");
  if (count.lines.empty()) throw bad("there are no lines in it");
  std::set<Sku> seen;
  for (const CountedLine& line : count.lines) {
    if (line.counted < Quantity()) throw bad(line.sku.text() + " has a count below zero");
    if (!seen.insert(line.sku).second) throw bad(line.sku.text() + " stands in it twice");
  }
}

WUMEI_INLINE void check_stock_transfer_facts(const StockTransfer& transfer) {
  const auto bad = [&](const std::string& what) {
    return Error(Errc::bad_input, "transfer " + transfer.slip + ": " + what);
  };
  if (transfer.slip.empty()) throw bad("a transfer cites its slip");
  if (transfer.sender.empty()) throw bad("goods are handed over by two people; name the sender");
  if (transfer.lines.empty()) throw bad("there are no lines in it");
  std::set<std::pair<Sku, std::string>> seen;
  for (const market::BasketLine& line : transfer.lines) {
    const std::string& sku = line.sku.text();
    if (line.quantity <= Quantity()) throw bad(sku + " has no quantity above zero");
    if (!seen.insert({line.sku, line.restriction}).second) throw bad(sku + " stands in it twice");
  }
}

}  // namespace detail

WUMEI_INLINE std::string_view name(CountReason reason) {
  for (const auto& [known, text] : detail::count_reasons) {
    if (known == reason) return text;
  }
  throw InvariantViolation("a reason of a count without a name");
}

WUMEI_INLINE CountReason count_reason(std::string_view text) {
  for (const auto& [known, stored] : detail::count_reasons) {
    if (stored == text) return known;
  }
  throw bad_input({}, std::string(text), "damaged, expired, miscounted, missing or found");
}

}  // namespace wumei::programme
