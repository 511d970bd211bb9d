#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/kinds_market.ipp>
#include <wumei/programme/impl/stock_commands.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE std::optional<ledger::Violation> check_count(const State& before,
                                                          const Record& record) {
  const auto count = count_from(record.in);
  if (auto broken = check_facts(record, count, &check_count_facts)) return broken;
  return decided_anew(before, record, count, &decide_count, 9);
}

WUMEI_INLINE std::optional<ledger::Violation> check_stock_transfer(const State& before,
                                                                   const Record& record) {
  const auto transfer = stock_transfer_from(record.in);
  if (auto broken = check_facts(record, transfer, &check_stock_transfer_facts)) return broken;
  return decided_anew(before, record, transfer, &decide_stock_transfer, 9);
}

/// Goods never go back to a shop that there is not.
WUMEI_INLINE std::optional<Refusal> may_reverse_stock(const State& state,
                                                      const Record& original) {
  const bool is_count = original.entry.kind == "stock.count";
  for (const char* end : {is_count ? "shop" : "from", is_count ? "shop" : "to"}) {
    const ShopId shop(original.in.at(end).text());
    if (state.market.shop(shop) != nullptr) continue;
    return Refusal{RefusalCode::not_reversible, {{"shop", shop.text()}}};
  }
  return std::nullopt;
}

/// Who signed for goods does not sign himself free again.
WUMEI_INLINE std::vector<OfficerId> signing_hands(const State& /*state*/,
                                                  const Record& original) {
  const bool is_count = original.entry.kind == "stock.count";
  return {OfficerId(original.entry.officer()),
          OfficerId(original.in.at(is_count ? "witness" : "sender").text())};
}

/// The legs are all: a lot that moved keeps its name, and with it what was said of it.
inline constexpr std::array<Kind, 2> stock_table{{
    {"stock.count", nullptr, &check_count, &nothing_to_undo, &may_reverse_stock, "",
     &signing_hands},
    {"stock.transfer", nullptr, &check_stock_transfer, &nothing_to_undo, &may_reverse_stock, "",
     &signing_hands},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> stock_kinds() { return detail::stock_table; }

}  // namespace wumei::programme
