#pragma once

#include <wumei/market/market.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the shop verbs and the market's imports share.
namespace wumei::cli {

/// Name of the price list when nobody says another.
inline constexpr const char* default_list = "goods";

/// 起兑积分: smallest redemption of the default catalogue.
[[nodiscard]] Points default_minimum();

/// A price list's lines: 商品编号,名称,单位,积分价,参考成本,每月限量.
[[nodiscard]] std::vector<market::Goods> read_goods(const std::string& file,
                                                    std::string_view bytes);

/// One more than the highest version of that list.
[[nodiscard]] std::int64_t next_version(const market::Market& market, const std::string& list);

/// Entry that published the list in force on that day, or `no_seq`.
[[nodiscard]] ledger::Seq prices_in_force(const market::Market& market, Date day);

}  // namespace wumei::cli
