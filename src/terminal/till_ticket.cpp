#include "escpos.hpp"
#include "text_till.hpp"

#include <wumei/publish/html.hpp>

#include <algorithm>

namespace wumei::terminal {

using publish::Language;
using publish::plain;

namespace {

/// A code has capitals and no underscores; the hexadecimal part stays what it is.
std::string as_code(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == '_') letter = '-';
  }
  return text;
}

}  // namespace

std::string till_ticket(const TillFile& file, const TillRecord& record, Points left,
                        const std::pair<Roll, Language>& look) {
  const auto& [roll, language] = look;
  const auto said = [&language = look.second](std::string_view zh, std::string_view en,
                                              const std::string& value) {
    return std::string(publish::pick(language, zh, en)) +
           std::string(publish::pick(language, "：", ": ")) + value;
  };
  const TillLease lease = *file.lease();
  const programme::OfflineRedemption& sale = record.sale;
  const auto household = std::find_if(
      lease.households.begin(), lease.households.end(),
      [&](const LeasedHousehold& known) { return known.household == sale.household; });
  const std::string head = household == lease.households.end() ? "" : " " + household->head;
  Ticket ticket(roll);
  ticket.large(lease.document.shop);
  ticket.centred(publish::pick(language, "积分兑换小票（离线）", "Points redeemed, offline"));
  ticket.line(said("户", "Household", sale.household.text() + head));
  ticket.line(said("店员", "Clerk", sale.clerk.text()));
  ticket.line(said("终端", "Till", sale.till.text()));
  ticket.line(said("时间", "Time", sale.at.text(file.name()->offset_minutes)));
  ticket.rule();
  for (const market::BasketLine& line : sale.lines) {
    const market::Goods& goods = lease.prices.goods.at(line.sku);
    ticket.pair(goods.name + " " + line.quantity.text() + goods.unit,
                plain(goods.price * line.quantity.units()));
  }
  ticket.rule();
  ticket.pair(publish::pick(language, "合计积分", "Points"), plain(record.points));
  ticket.pair(publish::pick(language, "可在本店离线使用", "To be used here offline"),
              plain(left));
  ticket.rule();
  ticket.line(said("编号", "Number", id_of(sale)));
  ticket.code(as_code(id_of(sale)));
  ticket.line(publish::pick(language, "报送乡镇后记入账本。对小票有疑问，请当日告诉店长。",
                            "It enters the ledger when the till reports. "
                            "Is something wrong? Tell the keeper today."));
  return std::move(ticket).finish();
}

}  // namespace wumei::terminal
