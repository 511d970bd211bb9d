#include "till_station.hpp"

#include <wumei/base/json.hpp>
#include <wumei/publish/html.hpp>

#include <algorithm>
#include <map>

/// The close of a day at a leased till.
namespace wumei::terminal {
namespace {

using publish::pick;

/// Pieces of each kind that were sold since the hub told of the shelf.
std::map<Sku, Quantity> sold_since(const TillFile& file, const RecordPlace& through,
                                   std::int64_t newest) {
  std::map<Sku, Quantity> sold;
  for (std::int64_t lease = through.lease; lease <= newest; ++lease) {
    for (const TillRecord& record : file.records(lease)) {
      const RecordPlace place{record.sale.lease, record.sale.counter};
      if (!stands(record) || place <= through) continue;
      for (const market::BasketLine& line : record.sale.lines) sold[line.sku] += line.quantity;
    }
  }
  return sold;
}

RecordPlace last_place(const TillFile& file) {
  const std::optional<TillLease> lease = file.lease();
  if (!lease) return {};
  const std::vector<TillRecord> records = file.records(lease->document.number);
  return {lease->document.number, records.empty() ? 0 : records.back().sale.counter};
}

bool may_witness(const TillFile& file, const OfficerId& officer) {
  const TillShop shop = shop_of(file);
  return std::any_of(shop.officers.begin(), shop.officers.end(), [&](const TillOfficer& known) {
    return known.officer == officer && known.witness;
  });
}

}  // namespace

std::vector<OnShelf> shelf_of(const TillFile& file) {
  const TillPost post = file.post();
  const std::optional<TillLease> lease = file.lease();
  if (post.shelf.empty()) return {};
  const std::map<Sku, Quantity> sold =
      sold_since(file, post.through, lease ? lease->document.number : 0);
  std::vector<OnShelf> shelf;
  const json::Value told = json::parse_lenient(post.shelf);
  for (const json::Value& line : told.at("stock").items()) {
    OnShelf held;
    held.sku = Sku(line.at("sku").text());
    held.name = line.at("name").text();
    held.unit = line.at("unit").text();
    held.pieces = Quantity::parse(line.at("quantity").text());
    const auto gone = sold.find(held.sku);
    if (gone != sold.end()) held.pieces -= gone->second;
    if (lease) {
      const auto goods = lease->prices.goods.find(held.sku);
      if (goods != lease->prices.goods.end()) {
        held.worth = goods->second.price * std::max<std::int64_t>(0, held.pieces.units());
      }
    }
    shelf.push_back(std::move(held));
  }
  return shelf;
}

TillDay day_of(const TillDesk& desk) {
  TillDay day;
  day.day = desk.till.today();
  const Instant from = Instant::from_millis(desk.till.now().millis() - 2LL * 86'400'000);
  for (const TillRecord& record : desk.file.records_since(from)) {
    if (desk.till.day_of(record.sale.at) != day.day) continue;
    if (!stands(record)) {
      ++day.returns;
      continue;
    }
    ++day.sales;
    day.points += record.points;
  }
  day.to_count = worth_most(shelf_of(desk.file));
  day.closed = desk.file.sheet(day.day).has_value();
  return day;
}

std::vector<Difference> close_day(TillDesk& desk, const std::vector<Count>& counts,
                                  const OfficerId& clerk, const OfficerId& second) {
  const std::vector<TillRecord> open = desk.till.unresolved();
  if (!open.empty()) throw Stop("unresolved", {{"id", id_of(open.front().sale)}});
  if (const std::optional<TillDraft> draft = desk.file.draft()) {
    throw Stop("visit.open", {{"household", draft->household.text()}});
  }
  if (clerk == second) throw Stop(Refusal{RefusalCode::four_eyes, {{"officer", second.text()}}});
  if (!may_witness(desk.file, second)) {
    throw Stop(Refusal{RefusalCode::role_missing, {{"officer", second.text()}}});
  }
  const TillDay day = day_of(desk);
  if (day.closed) throw Stop(Refusal{RefusalCode::duplicate, {{"day", day.day.text()}}});
  const std::vector<Difference> all = compared(day.to_count, counts, day.day);
  CountSheet sheet;
  sheet.day = day.day;
  sheet.clerk = clerk;
  sheet.witness = second;
  sheet.through = last_place(desk.file);
  for (const Difference& each : all) {
    sheet.lines.push_back({each.count.sku, each.count.counted,
                           programme::count_reason(each.count.reason)});
  }
  if (sheet.lines.empty()) sheet.state = SheetState::booked;  // nothing there to be counted
  desk.file.put_sheet(sheet);
  return differing(all);
}

std::string till_day_ticket(const TillDesk& desk, const std::vector<Difference>& differences) {
  const publish::Language language = desk.language;
  const TillDay day = day_of(desk);
  const TillState state = desk.till.state();
  Ticket ticket(desk.roll);
  ticket.large(pick(language, "日结单", "Close of day"));
  ticket.centred(shop_of(desk.file).name + " " + publish::long_date(day.day, language));
  ticket.rule();
  ticket.pair(pick(language, "兑换笔数", "Sales"), std::to_string(day.sales));
  ticket.pair(pick(language, "兑换积分", "Points"), publish::plain(day.points));
  ticket.pair(pick(language, "退货笔数", "Returns"), std::to_string(day.returns));
  for (const Difference& difference : differences) {
    const Count& count = difference.count;
    ticket.pair(difference.name + " " + (count.counted - count.book).text(),
                reason_words(programme::count_reason(count.reason), language));
  }
  ticket.rule();
  ticket.pair(pick(language, "离线额度", "Lease"), std::to_string(state.lease));
  ticket.pair(pick(language, "未报送笔数", "Not brought yet"), std::to_string(state.unsent));
  ticket.line(pick(language, "账面为上次同步时的数，报送后由账本核定。",
                   "The books are those of the last sync; the ledger settles it."));
  return std::move(ticket).finish();
}

}  // namespace wumei::terminal
