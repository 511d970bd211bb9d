#include "csv.hpp"
#include "market_files.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/stock_commands.hpp>

#include <map>

/// The files of the love supermarkets: shops, goods, deposits, deliveries, redemptions, and the
/// stock that was there before the ledger.
namespace wumei::cli {
namespace {

using programme::ImportFile;
using programme::ImportRow;

/// A fact of that day is booked on it while its accounts are open, else today.
ImportRow row_on(const Session& session, programme::Command command, Date on, const Row& row) {
  const auto closed = session.state().book.closed_through();
  if (on <= session.today() && (!closed || on > *closed)) command.effective = on;
  return {std::move(command), row.place()};
}

std::vector<ImportRow> read_shops(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"店编号", "村编号", "店名"}, .optional = {}, .key = {"店编号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const programme::ShopRegistration shop{row.id<ShopId>("店编号"), row.id<VillageId>("村编号"),
                                           row.needed("店名")};
    rows.push_back({programme::shop_command(session.actor(), shop), row.place()});
  }
  return rows;
}

/// The next version of the list `goods`, in force from today.
std::vector<ImportRow> read_price_list(Session& session, const ImportFile& file) {
  programme::PricePublication prices;
  prices.list = default_list;
  prices.version = next_version(session.state().market, prices.list);
  prices.from = session.today();
  prices.minimum = default_minimum();
  prices.goods = read_goods(file.name, file.bytes);
  prices.document = file.bytes;
  programme::Command command = programme::prices_command(session.actor(), prices);
  return {{std::move(command), {file.name, 1, 0, ""}}};
}

std::vector<ImportRow> read_deposits(Session& session, const ImportFile& file) {
  const auto csv = read_csv(file.name, file.bytes,
                            {.required = {"日期", "基金", "金额", "凭证号"},
                             .optional = {},
                             .key = {"日期", "基金", "凭证号"}});
  std::vector<ImportRow> rows;
  for (const Row& row : csv->rows()) {
    const programme::Deposit deposit{row.id<VillageId>("基金"), row.yuan("金额"),
                                     row.needed("凭证号"), row.date("日期")};
    rows.push_back(row_on(session, programme::deposit_command(session.actor(), deposit),
                          deposit.on, row));
  }
  return rows;
}

/// Rows that together are one fact, in the order in which their first rows stand in the file.
/// `same` names the columns that all of them must share with the first.
std::vector<std::vector<const Row*>> grouped(const Csv& csv, const std::vector<std::string>& key,
                                             const std::vector<std::string>& same) {
  std::vector<std::vector<const Row*>> groups;
  std::map<std::vector<std::string>, std::size_t> place;
  for (const Row& row : csv.rows()) {
    std::vector<std::string> cells;
    for (const std::string& head : key) cells.push_back(row.needed(head));
    const auto [known, is_new] = place.try_emplace(std::move(cells), groups.size());
    if (is_new) groups.emplace_back();
    std::vector<const Row*>& group = groups[known->second];
    group.push_back(&row);
    for (const std::string& head : same) {
      const std::string& first = group.front()->text(head);
      if (row.text(head) == first) continue;
      throw row.error(head, "\"" + first + "\" as in line " +
                                std::to_string(group.front()->line()) + " of the same slip");
    }
  }
  return groups;
}

programme::ReceivedLine delivery_line(const Row& row) {
  programme::ReceivedLine line;
  line.sku = row.id<Sku>("商品编号");
  line.quantity = row.amount<Quantity>("数量");
  line.unit_cost = row.yuan("单价");
  if (line.quantity <= Quantity()) throw row.error("数量", "one or more pieces");
  if (line.unit_cost <= Yuan()) throw row.error("单价", "a unit cost above zero");
  line.restriction = row.text("用途限制");
  if (!row.empty("保质期")) line.best_before = row.date("保质期");
  return line;
}

std::vector<ImportRow> read_deliveries(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"日期", "店编号", "来源", "来源编号", "单号", "商品编号", "数量", "单价",
                    "用途限制", "保质期", "见证人"},
       .optional = {},
       .key = {"日期", "店编号", "单号", "商品编号", "用途限制", "保质期"}});
  std::vector<ImportRow> rows;
  for (const auto& group : grouped(*csv, {"日期", "店编号", "单号"},
                                   {"来源", "来源编号", "见证人"})) {
    const Row& first = *group.front();
    programme::Receiving receiving;
    receiving.shop = first.id<ShopId>("店编号");
    receiving.on = first.date("日期");
    receiving.delivery = first.needed("单号");
    receiving.witness = first.id<OfficerId>("见证人");
    if (first.choice("来源", {"捐赠", "采购"}) == 0) {
      receiving.source = market::Source::donor;
      receiving.donor = first.id<DonorId>("来源编号");
    } else {
      receiving.source = market::Source::purchase;
      receiving.fund = first.id<VillageId>("来源编号");
    }
    for (const Row* row : group) receiving.lines.push_back(delivery_line(*row));
    rows.push_back(row_on(session, programme::receiving_command(session.actor(), receiving),
                          receiving.on, first));
  }
  return rows;
}

/// 来源编号 of opening stock is a donor, a fund, or nothing.
void set_origin(const programme::State& state, const Row& row, programme::Receiving& receiving) {
  if (row.empty("来源编号")) return;
  const auto donor = row.id<DonorId>("来源编号");
  const auto fund = row.id<VillageId>("来源编号");
  if (state.people.donor(donor) != nullptr) {
    receiving.donor = donor;
  } else if (state.people.village(fund) != nullptr) {
    receiving.fund = fund;
  } else {
    throw row.error("来源编号", "a registered donor, a village, or nothing");
  }
}

std::vector<ImportRow> read_opening_stock(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"店编号", "商品编号", "数量", "单价", "来源编号", "凭证号"},
       .optional = {"用途限制", "保质期"},
       .key = {"店编号", "商品编号", "来源编号", "凭证号", "用途限制", "保质期"}});
  std::map<std::vector<std::string>, std::vector<const Row*>> groups;
  for (const Row& row : csv->rows()) {
    groups[{row.needed("店编号"), row.text("来源编号"), row.needed("凭证号")}].push_back(&row);
  }
  std::vector<ImportRow> rows;
  for (const auto& [key, group] : groups) {
    const Row& first = *group.front();
    programme::Receiving receiving;
    receiving.source = market::Source::opening;
    receiving.shop = first.id<ShopId>("店编号");
    receiving.on = session.today();
    receiving.delivery = first.needed("凭证号");
    set_origin(session.state(), first, receiving);
    for (const Row* row : group) receiving.lines.push_back(delivery_line(*row));
    rows.push_back({programme::receiving_command(session.actor(), receiving), first.place()});
  }
  return rows;
}

programme::CountedLine counted_line(const Row& row) {
  programme::CountedLine line{row.id<Sku>("商品编号"), row.amount<Quantity>("实盘数量")};
  if (line.counted < Quantity()) throw row.error("实盘数量", "0 or more pieces");
  try {
    line.reason = parse_count_reason(row.text("原因"));
  } catch (const Error&) {
    throw row.error("原因", "damaged, expired, miscounted, missing or found");
  }
  return line;
}

std::vector<ImportRow> read_counts(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"日期", "店编号", "盘点单号", "商品编号", "实盘数量", "原因", "见证人"},
       .optional = {},
       .key = {"日期", "店编号", "盘点单号", "商品编号"}});
  std::vector<ImportRow> rows;
  for (const auto& group : grouped(*csv, {"日期", "店编号", "盘点单号"}, {"见证人"})) {
    const Row& first = *group.front();
    programme::StockCount count{first.id<ShopId>("店编号"), first.needed("盘点单号"),
                                first.date("日期"), first.id<OfficerId>("见证人"), {}};
    for (const Row* row : group) count.lines.push_back(counted_line(*row));
    rows.push_back(row_on(session, programme::count_command(session.actor(), count), count.on,
                          first));
  }
  return rows;
}

programme::Receiver receiver_of(const Row& row) {
  switch (row.choice("领取人", {"本人", "家人", "代领"})) {
    case 0: return programme::Receiver::self;
    case 1: return programme::Receiver::family;
  }
  return programme::Receiver::proxy;
}

std::vector<ImportRow> read_redemptions(Session& session, const ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"日期", "店编号", "小票号", "户编号", "卡号", "商品编号", "数量", "领取人"},
       .optional = {},
       .key = {"日期", "店编号", "小票号", "商品编号"}});
  std::vector<ImportRow> rows;
  for (const auto& group : grouped(*csv, {"店编号", "小票号"},
                                   {"日期", "户编号", "卡号", "领取人"})) {
    const Row& first = *group.front();
    programme::Redemption redemption;
    redemption.shop = first.id<ShopId>("店编号");
    redemption.slip = first.needed("小票号");
    redemption.household = first.id<HouseholdId>("户编号");
    if (!first.empty("卡号")) redemption.card = first.id<CardId>("卡号");
    redemption.on = first.date("日期");
    redemption.prices = prices_in_force(session.state().market, redemption.on);
    redemption.receiver = receiver_of(first);
    for (const Row* row : group) {
      const auto quantity = row->amount<Quantity>("数量");
      if (quantity <= Quantity()) throw row->error("数量", "one or more pieces");
      redemption.lines.push_back({row->id<Sku>("商品编号"), quantity, {}});
    }
    rows.push_back(row_on(session, programme::redemption_command(session.actor(), redemption),
                          redemption.on, first));
  }
  return rows;
}

}  // namespace

void add_import_market(ImportRegistry& registry) {
  registry.push_back({"shops", {"爱心超市", "love supermarkets"}, read_shops});
  registry.push_back({"goods", {"商品价目表", "the price list"}, read_price_list});
  registry.push_back({"deposits", {"拨入超市的资金", "money paid into funds"}, read_deposits});
  registry.push_back({"deliveries", {"捐赠与采购入库", "goods received"}, read_deliveries});
  registry.push_back({"opening-stock", {"期初库存", "stock from before"}, read_opening_stock});
  registry.push_back({"counts", {"货架盘点", "counts of shelves"}, read_counts});
  registry.push_back({"redemptions", {"积分兑换", "redemptions"}, read_redemptions});
}

}  // namespace wumei::cli
