#include "csv.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/programme.hpp>

/// Budgets, closes and reversals: what keeps the books.
namespace wumei::cli {
namespace {

void approve_budget(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const auto month = [&](const char* name, int otherwise) {
    return arguments.has(name) ? static_cast<int>(arguments.integer(name)) : otherwise;
  };
  programme::Budget budget;
  budget.fund = arguments.id<VillageId>("fund");
  budget.year = arguments.has("year") ? static_cast<int>(arguments.integer("year"))
                                      : session.today().year();
  budget.from = month("from", 1);
  budget.until = month("until", 12);
  budget.monthly = arguments.amount<Points>("monthly");
  budget.document = arguments.text("document");
  session.submit(programme::budget_command(session.actor(), budget));
}

std::vector<programme::ImportRow> read_budgets(Session& session,
                                               const programme::ImportFile& file) {
  const auto csv = read_csv(
      file.name, file.bytes,
      {.required = {"基金", "年度", "起始月", "结束月", "每月额度", "文件号"}, .optional = {},
       .key = {"基金", "年度", "起始月"}});
  std::vector<programme::ImportRow> rows;
  for (const Row& row : csv->rows()) {
    programme::Budget budget;
    budget.fund = row.id<VillageId>("基金");
    budget.year = static_cast<int>(row.integer("年度"));
    budget.from = static_cast<int>(row.integer("起始月"));
    budget.until = static_cast<int>(row.integer("结束月"));
    budget.monthly = row.points("每月额度");
    budget.document = row.needed("文件号");
    rows.push_back({programme::budget_command(session.actor(), budget), row.place()});
  }
  return rows;
}

void close_day(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const Date day = arguments.has("day") ? arguments.date("day") : session.today();
  // A key that is missing, not this ledger's or locked is found out before the day is closed.
  const auto signer =
      context.has_passphrase() && !session.dry_run() ? open_signer(session) : nullptr;
  session.submit(programme::close_day_command(session.actor(), day));
  if (session.dry_run()) return;
  if (signer) {
    const std::string note = sign_head(session, *signer);
    context.out.tr("close.signed", {{"size", std::to_string(session.programme().size())}});
    context.out.set("checkpoint", json::Value(note));
  } else {
    context.out.tr("close.unsigned");
  }
  session.save_snapshot();
}

void close_month(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const Date through = arguments.month("month", session.state().charter.close_day).last;
  session.submit(programme::close_period_command(session.actor(), through));
}

void close_expire(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  const Date day = arguments.has("day") ? arguments.date("day") : session.today();
  session.submit(programme::expire_command(session.actor(), day));
}

void close_late(Context& context, const Arguments& arguments) {
  Session session(context, Access::write);
  session.submit(programme::late_command(
      session.actor(),
      {arguments.date("date"), arguments.text("reason"), arguments.text("document")}));
}

void reverse(Context& context, const Arguments& arguments) {
  if (arguments.has("seq") == arguments.has("batch")) throw Usage(context.tr("usage.reverse_what"));
  Session session(context, Access::write);
  const std::string reason = arguments.text("reason");
  if (arguments.has("seq")) {
    session.submit(programme::reverse_command(session.programme(), session.actor(),
                                              arguments.integer("seq"), reason));
    return;
  }
  const std::int64_t entries = need(programme::reverse_import(
      session.programme(), session.actor(),
      {arguments.integer("batch"), reason, session.dry_run()}));
  context.out.tr(session.dry_run() ? "done.batch_dry_run" : "done.batch",
                 {{"entries", std::to_string(entries)}});
  context.out.set("dry_run", json::Value(session.dry_run()));
  context.out.set("entries", json::Value(entries));
}

}  // namespace

void add_budget(Verbs& verbs) {
  verbs.push_back(
      {.name = "budget", .help = {"积分额度", "Budgets of points"}, .verbs = {
          {.name = "approve", .help = {"批准一个村的额度", "Approve the budget of a village"},
           .example = "wumei budget approve V03 --monthly 12000 --document 官政〔2026〕4号",
           .options = {positional("fund", "VILLAGE", {"村编号", "village whose fund it is"}),
                       required("monthly", "POINTS", {"每月额度", "points a month"}),
                       required("document", "TEXT", {"批文号", "number of the approval"}),
                       optional("year", "YEAR", {"年度（今年）", "year (this one)"}),
                       optional("from", "MONTH", {"起始月（1）", "first month (1)"}),
                       optional("until", "MONTH", {"结束月（12）", "last month (12)"})},
           .run = approve_budget}}});
}

void add_close(Verbs& verbs) {
  verbs.push_back(
      {.name = "close", .help = {"日结与月结", "Close the day or the month"}, .verbs = {
          {.name = "day", .help = {"日结：写入合计并签发凭据", "Write the day's totals and sign"},
           .example = "wumei close day",
           .options = {optional("day", "DATE", {"营业日（今天）", "business day (today)"})},
           .run = close_day},
          {.name = "month", .help = {"月结：此后不再记入该期", "Close an accounting month"},
           .example = "wumei close month 2026-04",
           .options = {positional("month", "YYYY-MM", {"账期", "the month"})},
           .run = close_month},
          {.name = "expire", .help = {"清理到期积分", "Move points that have expired"},
           .example = "wumei close expire --day 2028-01-01",
           .options = {optional("day", "DATE", {"到期界线（今天）", "expired before (today)"})},
           .run = close_expire},
          {.name = "late", .help = {"批准补记已结账期", "Allow an entry in a closed period"},
           .example = "wumei close late 2026-04-20 --reason 漏记 --document 官政〔2026〕9号",
           .options = {positional("date", "DATE", {"补记的日期", "the day it is for"}),
                       required("reason", "TEXT", {"原因", "why"}),
                       required("document", "TEXT", {"批文号", "number of the approval"})},
           .run = close_late}}});
}

void add_reverse(Verbs& verbs) {
  Option seq = positional("seq", "SEQ", {"要冲正的序号", "the entry"});
  seq.shape = Shape::positional_optional;
  verbs.push_back({.name = "reverse",
                   .help = {"冲正一笔，或整批导入", "Take back one entry or a whole import"},
                   .example = "wumei reverse 1204 --reason 户号录错",
                   .options = {seq, optional("batch", "SEQ", {"导入批次号", "the import's entry"}),
                               required("reason", "TEXT", {"原因", "why"})},
                   .run = reverse});
}

void add_import_budgets(ImportRegistry& registry) {
  registry.push_back({.name = "budgets", .help = {"积分额度", "budgets"}, .read = read_budgets});
}

}  // namespace wumei::cli
