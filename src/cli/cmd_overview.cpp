#include "pages.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/programme/programme.hpp>
#include <wumei/publish/donor.hpp>
#include <wumei/publish/overview.hpp>
#include <wumei/publish/township.hpp>

#include <optional>

/// For whoever runs a township's love supermarkets, and for those who give them goods.
namespace wumei::cli {
namespace {

Cell day_cell(const std::optional<Date>& day) {
  return day ? Cell(*day) : Cell("-", json::Value(""));
}

Cell percent_cell(const market::Coverage& fund) {
  if (fund.spendable <= Points()) return Cell("-", json::Value(""));
  const std::string percent = std::to_string(publish::percent(fund.ratio()));
  return Cell(percent + "%", json::Value(percent));
}

Points redeemed(const publish::ShopOverview& row) {
  Points sum;
  for (const publish::ShopWeek& week : row.weeks) sum += week.points;
  return sum;
}

/// What the sum has as well as a shop.
void add_figures(std::vector<Cell>& cells, const publish::ShopOverview& row) {
  const std::vector<Cell> figures{row.lent,
                                  row.used,
                                  row.exposure.open,
                                  row.exposure.in_doubt,
                                  row.suspense,
                                  row.short_pieces,
                                  static_cast<std::int64_t>(row.quarantined.size()),
                                  row.flagged,
                                  row.count(publish::ShelfState::out),
                                  row.count(publish::ShelfState::low),
                                  percent_cell(row.fund),
                                  redeemed(row)};
  cells.insert(cells.end(), figures.begin(), figures.end());
}

void print_shops(Context& context, const publish::Overview& overview) {
  Table table{"shops", {{"shop"}, {"alarms", Align::right}, {"last_sale"}, {"last_upload"},
                        {"silent_days", Align::right}}, {}};
  for (const char* key : {"lent", "used", "open", "in_doubt", "suspense", "short_pieces",
                          "quarantined", "flagged", "out", "low", "coverage", "redeemed_weeks"}) {
    table.columns.push_back({key, Align::right});
  }
  for (const publish::ShopOverview& row : overview.shops) {
    std::optional<Date> upload;
    if (row.last_upload) upload = row.last_upload->date(overview.offset_minutes);
    const Cell silent = row.silent_days
                            ? Cell(*row.silent_days)
                            : Cell(context.tr("overview.never"), json::Value(std::int64_t{-1}));
    table.rows.push_back({row.shop, row.alarms(), day_cell(row.last_sale), day_cell(upload),
                          silent});
    add_figures(table.rows.back(), row);
  }
  table.rows.push_back({Cell(context.tr("overview.all"), json::Value("all")),
                        Cell("", json::Value(std::int64_t{0})), Cell(""), Cell(""), Cell("")});
  add_figures(table.rows.back(), overview.total);
  context.out.table(table);
}

/// Everything the shops have had with --json, else what is out or low.
void print_goods(Context& context, const publish::Overview& overview) {
  Table table{"goods", {{"shop"}, {"sku"}, {"goods"}, {"state"}, {"left", Align::right},
                        {"restricted", Align::right}, {"spoiled", Align::right},
                        {"handed_out", Align::right}, {"beyond", Align::right},
                        {"empty_since"}}, {}};
  for (const publish::ShopOverview& row : overview.shops) {
    for (const publish::WatchedGoods& goods : row.goods) {
      if (!context.out.json() && goods.state == publish::ShelfState::enough) continue;
      const std::string_view state = name(goods.state);
      table.rows.push_back({row.shop, goods.sku, goods.name,
                            Cell(context.tr("shelf." + std::string(state)), json::Value(state)),
                            goods.left, goods.restricted, goods.spoiled, goods.handed_out,
                            goods.beyond, day_cell(goods.empty_since)});
    }
  }
  if (!context.out.json() && table.rows.empty()) return;
  context.out.line("");
  context.out.line(context.tr("overview.goods"));
  context.out.table(table);
}

/// Every shop's weeks with --json, else those of all shops together.
void print_weeks(Context& context, const publish::Overview& overview) {
  Table table{"weeks", {{"shop"}, {"from"}, {"redemptions", Align::right},
                        {"points", Align::right}, {"offline", Align::right}}, {}};
  const auto add = [&](const Cell& shop, const publish::ShopOverview& row) {
    for (const publish::ShopWeek& week : row.weeks) {
      table.rows.push_back({shop, week.first, week.redemptions, week.points, week.offline});
    }
  };
  if (context.out.json()) {
    for (const publish::ShopOverview& row : overview.shops) add(row.shop, row);
  }
  add(Cell(context.tr("overview.all"), json::Value("all")), overview.total);
  context.out.line("");
  context.out.line(context.tr("overview.weeks"));
  context.out.table(table);
}

void overview(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  publish::OverviewQuery query;
  query.day = session.today();
  if (arguments.has("weeks")) {
    query.weeks = arguments.integer("weeks");
    if (query.weeks < 1 || query.weeks > 26) {
      throw arguments.wrong("weeks", "a whole number from 1 to 26");
    }
  }
  const auto gathered = publish::gather_overview(session.programme(), query);
  const auto page = [&] { return publish::overview_html(gathered, language_of(context)); };
  if (wrote_page(context, arguments, page)) return;
  context.out.tr("overview.title",
                 {{"township", gathered.title},
                  {"day", publish::long_date(gathered.day, language_of(context))},
                  {"weeks", std::to_string(gathered.weeks)}});
  context.out.set("day", json::Value(gathered.day.text()));
  print_shops(context, gathered);
  std::string stopped;
  for (const TillId& till : gathered.total.quarantined) stopped += " " + till.text();
  if (!stopped.empty()) context.out.line(context.tr("overview.tills") + stopped.substr(1));
  print_goods(context, gathered);
  print_weeks(context, gathered);
}

void print_lots(Context& context, const publish::DonorReport& report) {
  Table lots{"lots", {{"on"}, {"shop"}, {"sku"}, {"goods"}, {"restriction"}, {"best_before"},
                      {"received", Align::right}, {"given", Align::right},
                      {"households", Align::right}, {"left", Align::right},
                      {"expired", Align::right}, {"other", Align::right}}, {}};
  for (const publish::DonatedLot& row : report.lots) {
    lots.rows.push_back({row.on, row.shop, row.sku, row.goods, row.restriction,
                         day_cell(row.best_before), row.received, row.given, row.households,
                         row.left, row.expired, row.other});
  }
  context.out.line("");
  context.out.line(context.tr("donor.lots"));
  context.out.table(lots);
  Table villages{"villages", {{"village"}, {"name"}, {"households", Align::right},
                              {"pieces", Align::right}}, {}};
  villages.columns[1].key = "village_name";
  for (const publish::ReachedVillage& row : report.villages) {
    villages.rows.push_back({row.village, row.name, row.households, row.pieces});
  }
  context.out.line("");
  context.out.line(context.tr("donor.villages"));
  context.out.table(villages);
}

void donor(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  publish::DonorQuery query;
  query.donor = arguments.id<DonorId>("donor");
  if (arguments.has("from")) query.from = arguments.date("from");
  if (arguments.has("to")) query.to = arguments.date("to");
  query.day = session.today();
  const auto report = publish::gather_donor(session.programme(), query);
  const auto page = [&] { return publish::donor_html(report, language_of(context)); };
  if (wrote_page(context, arguments, page)) return;
  const publish::DonatedLot& total = report.total;
  context.out.fact("donor", report.donor);
  if (!report.name.empty()) context.out.fact("donor_name", report.name);
  context.out.tr("donor.sentence",
                 {{"received", publish::plain(total.received)},
                  {"given", publish::plain(total.given)},
                  {"households", std::to_string(total.households)},
                  {"villages", std::to_string(report.villages.size())}});
  context.out.set("received", json::Value(total.received.text()));
  context.out.set("given", json::Value(total.given.text()));
  context.out.set("households", json::Value(total.households));
  context.out.fact("left", total.left);
  context.out.fact("expired", total.expired);
  context.out.fact("other", total.other);
  context.out.fact("value", report.value);
  print_lots(context, report);
}

}  // namespace

void add_overview(Verbs& verbs) {
  verbs.push_back(
      {.name = "overview",
       .help = {"各店总览：音讯、离线额度、缺货、资金",
                "All shops at a glance: silence, leases, goods, funds"},
       .example = "wumei -L guanqiao.wumei overview --html overview.html",
       .options = {html_option(), optional("weeks", "N", {"看近几周，1 至 26（8）",
                                                          "weeks to look at, 1 to 26 (8)"})},
       .run = overview});
}

void add_donor(Verbs& verbs) {
  verbs.push_back(
      {.name = "donor",
       .help = {"捐赠物资去向：收到、发放、到了多少户", "What became of a donor's goods"},
       .example = "wumei -L guanqiao.wumei donor D001 --html donor.html",
       .options = {positional("donor", "DONOR", {"捐赠方编号", "donor"}), html_option(),
                   optional("from", "DATE", {"只看此日起收到的货", "deliveries from this day on"}),
                   optional("to", "DATE", {"只看此日止收到的货", "deliveries up to this day"})},
       .run = donor});
}

}  // namespace wumei::cli
