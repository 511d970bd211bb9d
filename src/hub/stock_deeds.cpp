#include "commands.hpp"
#include "facts.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/stock_commands.hpp>

/// What was counted on a shelf, and goods that went from one shop to another.
namespace wumei::hub {

using http::Asked;
using programme::Command;

Command stock_count(const Making& making) {
  const Asked& asked = making.asked;
  programme::StockCount count{id_of<ShopId>(asked, "shop"),
                              to_nfc(text_of(asked, "sheet", text_most)), date_of(asked, "on"),
                              id_of<OfficerId>(asked, "witness"), {}};
  for (const json::Value& item : items_of(asked, "lines")) {
    const Asked line(item);
    programme::CountedLine counted{id_of<Sku>(line, "sku"), amount_of<Quantity>(line, "counted")};
    if (line.has("reason")) counted.reason = reading(line, "reason", programme::count_reason);
    count.lines.push_back(counted);
  }
  return programme::count_command(making.actor, count);
}

Command stock_transfer(const Making& making) {
  const Asked& asked = making.asked;
  return programme::stock_transfer_command(
      making.actor, {id_of<ShopId>(asked, "from"), id_of<ShopId>(asked, "to"),
                     to_nfc(text_of(asked, "slip", text_most)), date_of(asked, "on"),
                     id_of<OfficerId>(asked, "sender"), basket_of(asked)});
}

}  // namespace wumei::hub
