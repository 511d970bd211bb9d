#include "guest.hpp"
#include "pages.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/roles.hpp>
#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/receipt.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>
#include <functional>

/// Papers: statement, bulletin, receipt, report. Each is printed as text, as JSON, or written as a
/// page with --html.
namespace wumei::cli {
namespace {

using publish::plain;

/// Whole names are for officers of the household's village who prove who they are.
void prove_may_see(Session& session, const VillageId& village, const std::string& what) {
  const OfficerId officer = proven_officer(session.context(), session.programme(), what);
  const people::Officer* known = session.state().people.officer(officer);
  const bool here = known->villages.empty() || known->villages.contains(village);
  if (!here || known->roles.empty()) {
    throw Refused({RefusalCode::role_missing,
                   {{"officer", officer.text()}, {"village", village.text()}}});
  }
}

void print_lots(Context& context, const publish::Statement& statement) {
  Table lots{"lots", {{"expires"}, {"points", Align::right}}, {}};
  for (const auto& lot : statement.lots) lots.rows.push_back({lot.expires, lot.points});
  if (context.out.json() || !lots.rows.empty()) {
    context.out.line("");
    context.out.table(lots);
  }
  Table waiting{"waiting", {{"seq", Align::right}, {"on"}, {"what"}, {"until"},
                            {"points", Align::right}}, {}};
  for (const auto& line : statement.waiting) {
    waiting.rows.push_back({line.seq, line.on, line.what,
                            line.posted ? line.until.text() : std::string(), line.points});
  }
  if (context.out.json() || !waiting.rows.empty()) {
    context.out.line("");
    context.out.line(context.tr("statement.waiting"));
    context.out.table(waiting);
  }
}

void print_movements(Context& context, const publish::Statement& statement) {
  Table lines{"lines", {{"seq", Align::right}, {"on"}, {"pending", Align::right},
                        {"spendable", Align::right}, {"what"}, {"why"}}, {}};
  for (const auto& line : statement.lines) {
    lines.rows.push_back({line.seq, line.on,
                          Cell(publish::change(line.pending), line.pending.text()),
                          Cell(publish::change(line.spendable), line.spendable.text()), line.what,
                          line.why});
  }
  context.out.line("");
  context.out.table(lines);
  Table refused{"refused", {{"seq", Align::right}, {"on"}, {"what"}, {"why"}}, {}};
  for (const auto& line : statement.refused) {
    refused.rows.push_back({line.seq, line.on, line.what, line.why});
  }
  if (context.out.json() || !refused.rows.empty()) {
    context.out.line("");
    context.out.line(context.tr("import.refused"));
    context.out.table(refused);
  }
}

void print_statement(Context& context, const publish::Statement& gathered) {
  context.out.fact("household", gathered.household);
  context.out.fact("head", gathered.head);
  context.out.fact("village", gathered.village);
  context.out.fact("group", gathered.group);
  context.out.fact("spendable", gathered.spendable);
  if (!gathered.leased.is_zero()) context.out.fact("leased", gathered.leased);
  context.out.fact("pending", gathered.pending);
  context.out.fact("honour", gathered.honour);
  if (context.out.json() || !gathered.arrears.is_zero()) {
    context.out.fact("arrears", gathered.arrears);
  }
  print_lots(context, gathered);
  print_movements(context, gathered);
}

void statement(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  publish::StatementQuery query;
  query.household = arguments.id<HouseholdId>("household");
  query.day = session.today();
  query.language = language_of(context);
  query.masked = !arguments.flag("full");
  if (arguments.has("lines")) {
    query.lines_max = static_cast<std::size_t>(std::max<std::int64_t>(
        1, arguments.integer("lines")));
  }
  const auto household = session.state().people.household(query.household);
  if (household && !query.masked) {
    prove_may_see(session, household->village, "statement " + query.household.text());
  }
  const auto gathered = publish::gather_statement(session.programme(), query);
  const auto page = [&] { return publish::statement_html(gathered, query.language); };
  if (wrote_page(context, arguments, page)) return;
  print_statement(context, gathered);
}

void bulletin(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  publish::BulletinQuery query;
  query.village = arguments.id<VillageId>("village");
  query.month = arguments.text("month");
  static_cast<void>(arguments.month("month", session.state().charter.close_day));
  query.printed = session.today();
  query.language = language_of(context);
  query.masked = !arguments.flag("full");
  if (!query.masked) {
    prove_may_see(session, query.village, "bulletin " + query.village.text() + " " + query.month);
  }
  const auto gathered = publish::gather_bulletin(session.programme(), query);
  const auto page = [&] { return publish::bulletin_html(gathered, query.language); };
  if (wrote_page(context, arguments, page)) return;
  context.out.fact("village", gathered.village);
  context.out.fact("from", gathered.period.first);
  context.out.fact("through", gathered.period.last);
  Table rows{"households", {{"group"}, {"household"}, {"head"}, {"points", Align::right},
                            {"penalty", Align::right}}, {}};
  for (const auto& group : gathered.groups) {
    for (const auto& row : group.rows) {
      rows.rows.push_back({group.name, row.household, row.head, row.earned, row.deducted});
    }
  }
  context.out.table(rows);
  Table rules{"rules", {{"rule"}, {"what"}, {"count", Align::right}, {"points", Align::right}}, {}};
  for (const auto& list : {gathered.gains, gathered.deductions}) {
    for (const auto& total : list) {
      rules.rows.push_back({total.rule, total.name, total.times, total.points});
    }
  }
  context.out.line("");
  context.out.table(rules);
}

void receipt(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  const auto slip = publish::gather_receipt(session.programme(), arguments.integer("seq"));
  const auto paper =
      arguments.text("paper") == "58" ? publish::Paper::roll58 : publish::Paper::roll80;
  const auto page = [&] { return publish::receipt_html(slip, language_of(context), paper); };
  if (wrote_page(context, arguments, page)) return;
  context.out.fact("shop", slip.shop);
  context.out.fact("household", slip.household);
  context.out.fact("slip", slip.slip);
  context.out.fact("on", slip.on);
  Table lines{"lines", {{"goods"}, {"quantity", Align::right}, {"price", Align::right},
                        {"points", Align::right}}, {}};
  for (const auto& line : slip.lines) {
    lines.rows.push_back({line.goods, line.quantity, line.price, line.points});
  }
  context.out.table(lines);
  context.out.fact("points", slip.points);
  context.out.fact("spendable", slip.after);
  context.out.set("checkpoint", json::Value(slip.log.checkpoint));
  context.out.line(slip.log.checkpoint);
}

/// The rows of the villages and the sum under them.
void print_villages(Context& context, Table table,
                    const std::function<std::vector<Cell>(const publish::VillageRow&)>& cells,
                    const publish::Township& township) {
  context.out.line("");
  context.out.line(context.tr("report." + table.name));
  for (const auto& row : township.villages) table.rows.push_back(cells(row));
  table.rows.push_back(cells(township.total));
  context.out.table(table);
}

Table village_table(const char* name, const std::vector<const char*>& figures) {
  Table table{name, {{"village"}}, {}};
  for (const char* key : figures) table.columns.push_back({key, Align::right});
  return table;
}

std::vector<Cell> point_cells(const publish::VillageRow& row) {
  return {row.name, row.households, row.issued, row.pending, row.redeemed, row.spendable};
}

std::vector<Cell> award_cells(const publish::VillageRow& row) {
  std::vector<Cell> cells{row.name};
  std::int64_t winners = 0;
  for (const rules::Level level : {rules::Level::model, rules::Level::demonstration,
                                   rules::Level::qualified}) {
    const auto found = row.winners.find(level);
    cells.emplace_back(found == row.winners.end() ? std::int64_t{0} : found->second);
    winners += found == row.winners.end() ? 0 : found->second;
  }
  cells.emplace_back(winners);
  return cells;
}

std::vector<Cell> coverage_cells(const publish::VillageRow& row) {
  const std::string covered =
      row.spendable.is_zero() ? "-" : std::to_string(publish::percent(row.coverage)) + "%";
  return {row.name, row.stock, row.cash, row.spendable, covered};
}

void print_reasons(Context& context, const char* name, const char* unit,
                   const std::vector<publish::CountedReason>& counts) {
  Table table{name, {{unit, Align::right}, {"reason"}}, {}};
  for (const auto& counted : counts) table.rows.push_back({counted.count, counted.reason});
  if (!context.out.json() && table.rows.empty()) return;
  context.out.line("");
  context.out.line(context.tr(std::string("report.") + name));
  context.out.table(table);
}

void report(Context& context, const Arguments& arguments) {
  Session session(context, Access::read);
  auto gathered = publish::gather_township(session.programme(),
                                           {session.today(), language_of(context)});
  std::error_code unknown;
  const auto bytes = std::filesystem::file_size(context.ledger_path(), unknown);
  gathered.bytes = unknown ? 0 : static_cast<std::int64_t>(bytes);
  gathered.seconds = arguments.text("seconds");
  const auto page = [&] { return publish::township_html(gathered, language_of(context)); };
  if (wrote_page(context, arguments, page)) return;
  context.out.tr("report.title",
                 {{"township", gathered.title},
                  {"day", publish::long_date(gathered.day, language_of(context))}});
  print_villages(context, village_table("villages", {"households", "issued", "pending", "redeemed",
                                                     "outstanding"}), point_cells, gathered);
  if (context.out.json() || !gathered.rounds.empty()) {
    print_villages(context, village_table("awards", {"model", "demonstration", "qualified",
                                                     "winners"}), award_cells, gathered);
  }
  print_villages(context, village_table("coverage", {"stock_cost", "cash", "outstanding",
                                                     "coverage"}), coverage_cells, gathered);
  print_reasons(context, "refused", "claims", gathered.refused);
  print_reasons(context, "trimmed", "points", gathered.trimmed);
  context.out.line("");
  context.out.fact("entries", gathered.log.size);
  context.out.fact("bytes", gathered.bytes);
  context.out.fact("root", gathered.log.root);
  if (!gathered.seconds.empty()) context.out.fact("seconds", gathered.seconds);
}

}  // namespace

void add_statement(Verbs& verbs) {
  verbs.push_back(
      {.name = "statement",
       .help = {"一户的对账单", "Statement of one household"},
       .example = "wumei -L guanqiao.wumei statement 0301017 --html statement.html",
       .options = {positional("household", "HOUSEHOLD", {"户编号", "household"}), html_option(),
                   optional("lines", "COUNT", {"最多几条明细（60）", "movements at most (60)"}),
                   flag("full", {"显示全名，需 --as 和 --pin",
                                 "the whole name; needs --as and --pin"})},
       .run = statement});
  verbs.push_back({.name = "receipt",
                   .help = {"重印一张兑换小票", "Print the slip of a redemption again"},
                   .example = "wumei -L guanqiao.wumei receipt 1204 --html slip.html",
                   .options = {positional("seq", "SEQ", {"凭证号", "entry of the redemption"}),
                               html_option(),
                               one_of(optional("paper", "MM",
                                               {"页宽（80）", "width of that page (80)"}),
                                      {"80", "58"})},
                   .run = receipt});
}

void add_bulletin(Verbs& verbs) {
  verbs.push_back(
      {.name = "bulletin",
       .help = {"一个村的月度公示", "Monthly notice of a village"},
       .example = "wumei -L guanqiao.wumei bulletin V03 --month 2026-04 --html board.html",
       .options = {positional("village", "VILLAGE", {"村编号", "village"}),
                   required("month", "YYYY-MM", {"账期", "accounting month"}), html_option(),
                   flag("full", {"显示全名，需 --as 和 --pin；不得张贴",
                                 "whole names; needs --as and --pin; not for the wall"})},
       .run = bulletin});
}

void add_report(Verbs& verbs) {
  verbs.push_back(
      {.name = "report",
       .help = {"全镇积分情况一览", "The township's points at a glance"},
       .example = "wumei -L guanqiao.wumei report --html report.html",
       .options = {html_option(), optional("seconds", "TEXT", {"写在页上的用时",
                                                               "time to print on the page"})},
       .run = report});
}

}  // namespace wumei::cli
