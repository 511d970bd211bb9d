#pragma once

#include <wumei/market/basket.hpp>
#include <wumei/programme/stock_commands.hpp>

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

/// `G04=2`, with what follows the quantity in `rest`.
struct GoodsWord {
  Sku sku;
  Quantity quantity;
  std::string rest;
};

/// Throws Errc::bad_input naming --line and `shape`.
[[nodiscard]] GoodsWord parse_goods_word(const std::string& text, std::string_view shape);

/// `G04=2`, or `G17=1:困难户` for goods kept for certain households.
[[nodiscard]] market::BasketLine parse_basket_line(const std::string& text);

/// `missing` or 短少: why a count differs; none for an empty text.
[[nodiscard]] programme::CountReason parse_count_reason(const std::string& text);

}  // namespace wumei::cli
