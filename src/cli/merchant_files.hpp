#pragma once

#include <wumei/market/market.hpp>
#include <wumei/market/merchants.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The sheet that a merchant brings at the end of a month.
namespace wumei::cli {

/// 小票号,日期,户或卡,商品,数量,金额: one line for each of the goods on a slip; goods by number or
/// by the name that a price list has. Digits and stars may be full-width, dates as people write
/// them.
/// Throws Errc::bad_input with line and column for a total, a cell that is not what it should be,
/// and goods that no list names.
[[nodiscard]] std::vector<market::ClaimLine> read_merchant_sheet(const market::Market& market,
                                                                 const std::string& file,
                                                                 std::string_view bytes);

/// A number as people type it: NFC, full-width characters as their ASCII twins.
[[nodiscard]] std::string slip_number(std::string_view text);

}  // namespace wumei::cli
