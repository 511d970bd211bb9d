#include "merchant_files.hpp"

#include "csv.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>
#include <array>

namespace wumei::cli {
namespace {

constexpr std::array<std::string_view, 6> totals{"合计", "总计", "小计", "共计", "total", "Total"};

bool is_total(const Row& row) {
  for (const char* head : {"小票号", "日期", "商品"}) {
    const std::string cell = half_width(row.text(head));
    const auto begins = [&](std::string_view word) { return cell.starts_with(word); };
    if (std::any_of(totals.begin(), totals.end(), begins)) return true;
  }
  return false;
}

Sku goods_of(const market::Market& market, const Row& row) {
  const std::string& cell = row.needed("商品");
  for (auto list = market.lists.rbegin(); list != market.lists.rend(); ++list) {
    for (const auto& [sku, goods] : list->second.goods) {
      if (sku.text() == half_width(cell) || goods.name == cell) return sku;
    }
  }
  throw row.error("商品", "goods that a price list names, by number or name");
}

}  // namespace

std::string slip_number(std::string_view text) { return half_width(to_nfc(text)); }

std::vector<market::ClaimLine> read_merchant_sheet(const market::Market& market,
                                                   const std::string& file,
                                                   std::string_view bytes) {
  const auto csv = read_csv(
      file, bytes, {.required = {"小票号", "日期", "户或卡", "商品", "数量", "金额"}});
  std::vector<market::ClaimLine> lines;
  for (const Row& row : csv->rows()) {
    if (is_total(row)) throw row.error("小票号", "a line of goods; leave totals out of the file");
    market::ClaimLine line;
    line.slip = slip_number(row.needed("小票号"));
    line.on = row.date("日期");
    line.holder = half_width(row.needed("户或卡"));
    line.sku = goods_of(market, row);
    line.quantity = row.amount<Quantity>("数量");
    line.yuan = row.yuan("金额");
    if (line.quantity <= Quantity()) throw row.error("数量", "one or more pieces");
    if (line.yuan <= Yuan()) throw row.error("金额", "yuan above zero");
    if (!market::shows_holder(line.holder)) {
      throw row.error("户或卡", "a household or card, three characters of it in the clear");
    }
    lines.push_back(std::move(line));
    if (lines.size() > market::claim_lines) {
      throw row.error("小票号", "at most 500 lines; the others can stand in the next sheet");
    }
  }
  return lines;
}

}  // namespace wumei::cli
