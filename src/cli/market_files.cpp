#include "market_files.hpp"

#include "csv.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace wumei::cli {

Points default_minimum() { return Points::parse("5.00"); }

std::vector<market::Goods> read_goods(const std::string& file, std::string_view bytes) {
  const auto csv = read_csv(
      file, bytes,
      {.required = {"商品编号", "名称", "单位", "积分价", "参考成本", "每月限量"},
       .optional = {},
       .key = {"商品编号"}});
  std::vector<market::Goods> goods;
  for (const Row& row : csv->rows()) {
    market::Goods line;
    line.sku = row.id<Sku>("商品编号");
    line.name = row.needed("名称");
    line.unit = row.needed("单位");
    line.price = row.points("积分价");
    line.reference_cost = row.yuan("参考成本");
    line.monthly_limit = row.amount<Quantity>("每月限量");
    if (line.price <= Points()) throw row.error("积分价", "points above zero");
    if (line.reference_cost < Yuan()) throw row.error("参考成本", "yuan, not below zero");
    if (line.monthly_limit <= Quantity()) throw row.error("每月限量", "one or more pieces");
    goods.push_back(std::move(line));
  }
  return goods;
}

std::int64_t next_version(const market::Market& market, const std::string& list) {
  std::int64_t highest = 0;
  for (const auto& [seq, known] : market.lists) {
    if (known.list == list) highest = std::max(highest, known.version);
  }
  return highest + 1;
}

ledger::Seq prices_in_force(const market::Market& market, Date day) {
  const market::PriceList* list = market.list_on(day);
  return list == nullptr ? ledger::no_seq : list->seq;
}

GoodsWord parse_goods_word(const std::string& text, std::string_view shape) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) throw bad_input({"", 0, 0, "--line"}, text, shape);
  const std::size_t end = text.find_first_of("@:", equals);
  const std::size_t count = end == std::string::npos ? end : end - equals - 1;
  GoodsWord line;
  line.sku = Sku(text.substr(0, equals));
  line.quantity = Quantity::parse(text.substr(equals + 1, count));
  if (line.quantity <= Quantity()) throw bad_input({"", 0, 0, "--line"}, text, shape);
  if (end != std::string::npos) line.rest = text.substr(end);
  return line;
}

market::BasketLine parse_basket_line(const std::string& text) {
  constexpr std::string_view shape = "SKU=PIECES or SKU=PIECES:RESTRICTION";
  const GoodsWord line = parse_goods_word(text, shape);
  if (line.rest.starts_with('@')) throw bad_input({"", 0, 0, "--line"}, text, shape);
  return {line.sku, line.quantity, line.rest.empty() ? "" : to_nfc(line.rest.substr(1))};
}

programme::CountReason parse_count_reason(const std::string& text) {
  using programme::CountReason;
  constexpr std::array<std::pair<std::string_view, CountReason>, 5> words{{
      {"损坏", CountReason::damaged},
      {"过期", CountReason::expired},
      {"记错", CountReason::miscounted},
      {"短少", CountReason::missing},
      {"盘盈", CountReason::found},
  }};
  for (const auto& [word, reason] : words) {
    if (text == word) return reason;
  }
  return programme::count_reason(text);
}

}  // namespace wumei::cli
