#include "parser.hpp"
#include "verbs.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/programme.hpp>

namespace wumei::cli {
namespace {

const ImportKind& find_import(const Context& context, const std::string& name) {
  std::vector<std::string> names;
  std::string known;
  for (const ImportKind& kind : all_imports()) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
    known += (known.empty() ? "" : ", ") + kind.name;
  }
  const std::vector<std::string> near = nearest(name, names);
  if (!near.empty()) {
    throw Usage(context.tr("usage.import_near", {{"kind", name}, {"near", near.front()}}));
  }
  throw Usage(context.tr("usage.import_kind", {{"kind", name}, {"known", known}}));
}

void print(Context& context, const programme::ImportFile& file,
           const programme::ImportReceipt& receipt) {
  const bool dry_run = context.options.dry_run;
  const Facts facts{{"file", file.name},
                    {"rows", std::to_string(receipt.rows)},
                    {"added", std::to_string(receipt.added)},
                    {"known", std::to_string(receipt.known)},
                    {"record", std::to_string(receipt.record)}};
  const char* said = receipt.seen_before ? "import.seen"
                     : receipt.rows == 0 ? "import.empty"
                     : dry_run           ? "import.dry_run"
                                         : "import.done";
  context.out.tr(said, facts);
  context.out.set("file", json::Value(file.name));
  context.out.set("kind", json::Value(file.kind));
  context.out.set("dry_run", json::Value(dry_run));
  context.out.set("seen_before", json::Value(receipt.seen_before));
  context.out.set("rows", json::Value(receipt.rows));
  context.out.set("added", json::Value(receipt.added));
  context.out.set("known", json::Value(receipt.known));
  context.out.set("record", json::Value(receipt.record));

  Table kinds{"kinds", {{"kind"}, {"count", Align::right}}, {}};
  for (const auto& [kind, count] : receipt.kinds) kinds.rows.push_back({kind, count});
  if (context.out.json() || receipt.kinds.size() > 1) context.out.table(kinds);

  Table refused{"refused", {{"line", Align::right}, {"code"}, {"reason"}}, {}};
  for (const auto& [place, refusal] : receipt.refused) {
    refused.rows.push_back({place.line, name(refusal.code), context.texts.sentence(refusal)});
  }
  if (!refused.rows.empty()) context.out.tr("import.refused");
  if (context.out.json() || !refused.rows.empty()) context.out.table(refused);
}

void import_file(Context& context, const Arguments& arguments) {
  const ImportKind& kind = find_import(context, arguments.text("kind"));
  const std::string path = arguments.text("file");
  const programme::ImportFile file{std::filesystem::path(path).filename().string(), kind.name,
                                   context.file(path)};
  Session session(context, Access::write);
  const programme::ImportRows rows = dated(session, kind.read(session, file));
  Progress progress(context, context.tr("progress.import"), rows.count);
  programme::ImportOptions options;
  options.dry_run = context.options.dry_run;
  options.skip_refused = arguments.flag("skip-refused");
  options.progress = [&](std::int64_t done, std::int64_t) {
    stop_if_interrupted();
    progress.at(done);
  };
  const auto receipt = need(programme::import_rows(session.programme(), session.actor(), file,
                                                   rows, options));
  print(context, file, receipt);
  if (!options.dry_run && receipt.added > programme::Programme::worth_a_snapshot) {
    session.save_snapshot();
  }
}

}  // namespace

programme::ImportRows dated(const Session& session, programme::ImportRows rows) {
  const Options& options = session.context().options;
  if (options.effective.empty() && options.late.empty()) return rows;
  return {rows.count, [&session, read = std::move(rows.row)](std::int64_t number) {
            programme::ImportRow row = read(number);
            session.date(row.command);
            return row;
          }};
}

void add_import(Verbs& verbs) {
  std::vector<std::string> kinds;
  for (const ImportKind& kind : all_imports()) kinds.push_back(kind.name);
  Option kind = positional("kind", "KIND", {"文件的内容，如 households", "what the file holds"});
  kind.help = {"内容：villages officers grids households shops donors goods budgets deliveries"
               " inspections claims objections verdicts redemptions opening opening-stock"
               " counts transfers …",
               "villages, officers, grids, households, shops, donors, goods, budgets, deliveries,"
               " inspections, claims, objections, verdicts, redemptions, opening,"
               " opening-stock, counts, transfers, ..."};
  verbs.push_back(
      {.name = "import",
       .help = {"导入表格（CSV），要么全部写入，要么不写", "Import a CSV file, all or nothing"},
       .example = "wumei -L guanqiao.wumei --as o-lin --pin 482913 import households "
                  "households.csv --dry-run",
       .options = {kind, positional_file("file", "FILE", {"CSV 文件", "the CSV file"}),
                   flag("skip-refused", {"跳过按规则不予办理的行",
                                         "leave out rows that the rules refuse"})},
       .run = import_file});
}

}  // namespace wumei::cli
