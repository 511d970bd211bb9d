#include "till_slip.hpp"

#include <wumei/publish/html.hpp>

namespace wumei::terminal {

using publish::Language;
using publish::pick;
using publish::plain;

namespace {

Stage stage_of(RecordState state) {
  switch (state) {
    case RecordState::debited: return Stage::debited;
    case RecordState::done: return Stage::done;
    case RecordState::returned: return Stage::returned;
  }
  return Stage::debited;
}

Sale sale_of(const TillRecord& record, Date on) {
  Sale sale;
  sale.id = record.sale.random;
  sale.stage = stage_of(record.state);
  sale.on = on;
  sale.household = record.sale.household;
  sale.card = record.sale.card;
  sale.clerk = record.sale.clerk;
  sale.receiver = record.sale.receiver;
  sale.proxy = record.proxy;
  sale.lines = record.sale.lines;
  sale.kept = record.before != 0;
  sale.copies = record.copies;
  return sale;
}

}  // namespace

SoldSlip sold_of(const TillFile& file, const LeasedTill& till, const TillRecord& record) {
  const TillLease lease = *file.lease(record.sale.lease);
  const TillShop shop = shop_of(file);
  const int offset = file.name()->offset_minutes;
  SoldSlip sold;
  sold.sale = sale_of(record, till.day_of(record.sale.at));
  for (const TillOfficer& known : shop.officers) {
    if (known.officer == record.sale.clerk) sold.clerk_name = known.name;
  }
  sold.number = id_of(record.sale);
  sold.code = proof_code(file.secret(), sold.number + "|" + record.sale.household.text() +
                                                 "|" + record.points.text());
  publish::RedemptionSlip& slip = sold.slip;
  slip.township = shop.township;
  slip.shop = shop.name;
  slip.slip = sold.number.substr(0, sold.number.rfind('/'));
  slip.seq = ledger::no_seq;
  slip.on = sold.sale.on;
  slip.recorded = record.sale.at.text(offset).substr(0, 16);
  slip.household = record.sale.household;
  for (const LeasedHousehold& known : lease.households) {
    if (known.household == slip.household) slip.head = known.head;
  }
  for (const market::BasketLine& line : record.sale.lines) {
    const market::Goods& goods = lease.prices.goods.at(line.sku);
    slip.lines.push_back({goods.name, goods.unit, line.quantity, goods.price,
                          goods.price * line.quantity.units()});
  }
  slip.points = record.points;
  slip.after = till.left_after(record);
  slip.before = slip.after + slip.points;
  slip.log.printed = till.now().text(offset).substr(0, 16);
  return sold;
}

std::string as_code(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == '_') letter = '-';
  }
  return text;
}

std::string till_ticket(const SoldSlip& sold, Roll roll, Language language, std::int64_t copy) {
  const auto said = [&](std::string_view zh, std::string_view en, const std::string& value) {
    return std::string(pick(language, zh, en)) + std::string(pick(language, "：", ": ")) + value;
  };
  const publish::RedemptionSlip& slip = sold.slip;
  Ticket ticket(roll);
  ticket.large(slip.shop);
  ticket.centred(pick(language, "积分兑换小票（离线）", "Points redeemed, offline"));
  if (copy > 1) {
    ticket.centred(pick(language, "** 补打 第", "** Copy no. ") + std::to_string(copy) +
                   pick(language, "张 **", " **"));
  }
  ticket.line(said("户", "Household", slip.household.text() + " " + slip.head));
  if (!sold.sale.proxy.empty()) ticket.line(said("代领人", "Collected by", sold.sale.proxy));
  ticket.line(said("店员", "Clerk", sold.clerk_name.empty() ? sold.sale.clerk.text()
                                                            : sold.clerk_name));
  ticket.line(said("时间", "Time", slip.recorded));
  ticket.rule();
  for (const publish::ReceiptLine& line : slip.lines) {
    ticket.pair(line.goods + " " + line.quantity.text() + line.unit, plain(line.points));
  }
  ticket.rule();
  ticket.pair(pick(language, "合计积分", "Points"), plain(slip.points));
  ticket.pair(pick(language, "可在本店离线使用", "To be used here offline"), plain(slip.after));
  ticket.rule();
  ticket.line(said("编号", "Number", sold.number));
  if (!sold.code.empty()) {
    ticket.centred(pick(language, "兑换码", "Proof code"));
    ticket.large(sold.code);
  }
  ticket.code(as_code(sold.number));
  ticket.line(pick(language, "报送乡镇后记入账本。对小票有疑问，请当日告诉店长。",
                            "It enters the ledger when the till reports. "
                            "Is something wrong? Tell the keeper today."));
  return std::move(ticket).finish();
}

}  // namespace wumei::terminal
