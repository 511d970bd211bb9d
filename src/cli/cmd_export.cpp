#include "audit_files.hpp"
#include "export_folder.hpp"
#include "remote.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/tiles.hpp>
#include <wumei/store/log_reader.hpp>

#include <algorithm>

namespace wumei::cli {
namespace {

void tell(Context& context, const std::string& folder, const ExportFolder& done) {
  context.out.fact("file", folder);
  context.out.fact("entries", done.entries());
  context.out.fact("tiles", done.tiles());
  context.out.fact("checkpoint_size", done.checkpoint_size());
}

void write_folder(Context& context, const std::string& name) {
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  const store::Hold moment = store.hold();
  const auto checkpoints = store.checkpoints(only_programme);
  ExportFolder folder(name, checkpoints.empty() ? std::string() : checkpoints.back().note);
  const std::int64_t size = store.size(only_programme);
  Progress progress(context, context.tr("progress.export"), size);
  store.read(only_programme, 0, size, [&](ledger::Seq seq, std::string_view leaf) {
    if (seq % 4096 == 0) stop_if_interrupted();
    progress.at(seq);
    folder.add({&leaf, 1});
    return true;
  });
  store.read_documents(only_programme, [&](const store::StoredDocument& document) {
    folder.add_document(document.digest, document.body);
  });
  folder.finish();
  tell(context, name, folder);
}

/// The log page by page: its hashes are computed here, from what came.
void add_entries(Context& context, const Remote& remote, ExportFolder& folder,
                 std::int64_t size) {
  Progress progress(context, context.tr("progress.export"), size);
  while (folder.entries() < size) {
    stop_if_interrupted();
    progress.at(folder.entries());
    const std::int64_t limit = std::min<std::int64_t>(1'000, size - folder.entries());
    const json::Value page = remote.get("entries", {{"after", std::to_string(folder.entries() - 1)},
                                                    {"limit", std::to_string(limit)},
                                                    {"leaves", "true"}});
    std::vector<std::string_view> leaves;
    for (const json::Value& entry : page.at("entries").items()) {
      leaves.push_back(entry.at("leaf").text());
    }
    if (leaves.empty()) throw Error(Errc::io, "the hub did not hand out its whole log");
    folder.add(leaves);
  }
}

/// Its name would be that of a file here.
[[noreturn]] void unlike_its_name(const std::string& digest) {
  throw Error(Errc::corrupt, "the hub handed out another document than " + digest);
}

void add_documents(const Remote& remote, ExportFolder& folder) {
  std::string after;
  for (bool more = true; more;) {
    const json::Value page = remote.get("documents", {{"after", after}});
    for (const json::Value& document : page.at("documents").items()) {
      const json::Value* text = document.find("text");
      const std::string body =
          text != nullptr ? text->text() : from_base64(document.at("base64").text());
      const std::string& digest = document.at("digest").text();
      if (digest != "sha256:" + to_hex(sha256(body).bytes())) unlike_its_name(digest);
      folder.add_document(digest, body);
    }
    after = page.at("next").text();
    more = page.at("more").flag();
  }
}

void export_over_hub(Context& context, const Arguments& arguments) {
  if (!arguments.has("folder")) throw Usage(context.tr("usage.export_tiles_here"));
  const Remote remote(context);
  const json::Value head = remote.head();
  const std::int64_t size = head.at("size").integer();
  if (context.options.dry_run) {
    context.out.fact("entries", size);
    context.out.tr("export.dry_run");
    return;
  }
  const json::Value* checkpoint = head.find("checkpoint");
  const std::string name = arguments.text("folder");
  ExportFolder folder(name, checkpoint == nullptr ? std::string()
                                                  : checkpoint->at("note").text());
  add_entries(context, remote, folder, size);
  add_documents(remote, folder);
  folder.finish();
  tell(context, name, folder);
  if (folder.is_signed()) return;
  throw Verdict(ExitCode::verification_failed, context.tr("export.unsigned"));
}

/// The folder for a file server: hashes and checkpoint, entries only when asked for.
void publish_tiles(Context& context, const Arguments& arguments) {
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  const auto checkpoints = store.checkpoints(only_programme);
  if (!arguments.has("checkpoint") && checkpoints.empty()) {
    throw Error(Errc::not_found, context.tr("checkpoint.none"));
  }
  const std::string note = arguments.has("checkpoint")
                               ? read_checkpoint_file(context, arguments.text("checkpoint"))
                               : checkpoints.back().note;
  const std::int64_t size = audit::checkpoint_of(note).head.size;
  if (context.options.dry_run) {
    context.out.fact("entries", size);
    context.out.tr("export.dry_run");
    return;
  }
  Progress progress(context, context.tr("progress.export"), size);
  audit::TileExportOptions options;
  options.entries = arguments.flag("entries");
  options.progress = [&](std::int64_t done) {
    stop_if_interrupted();
    progress.at(done);
  };
  const audit::TileExport done = audit::export_tiles(store::hash_reader(store, only_programme),
                                                     note, arguments.text("tiles"), options);
  context.out.fact("file", arguments.text("tiles"));
  context.out.fact("size", done.size);
  context.out.fact("written", done.written);
  context.out.fact("kept", done.kept);
}

void run_export(Context& context, const Arguments& arguments) {
  if (arguments.has("folder") == arguments.has("tiles")) {
    throw Usage(context.tr("usage.export_what"));
  }
  if (arguments.has("tiles")) {
    publish_tiles(context, arguments);
    return;
  }
  if (arguments.flag("entries")) throw Usage(context.tr("usage.export_entries"));
  if (context.options.dry_run) {
    store::SqliteStore store(context.ledger_path(), store::Access::read);
    context.out.fact("entries", store.size(only_programme));
    context.out.tr("export.dry_run");
    return;
  }
  write_folder(context, arguments.text("folder"));
}

}  // namespace

void add_export(Verbs& verbs) {
  Option folder = positional("folder", "FOLDER", {"新文件夹", "a new folder"});
  folder.shape = Shape::positional_optional;
  folder.hint = Hint::output;
  Option tiles = optional_output(
      "tiles", "DIR",
      {"改为写公开文件夹（tlog-tiles），可反复写，供网页服务器提供",
       "a folder for a file server (tlog-tiles) instead; may be repeated"});
  Option note = optional_file("checkpoint", "FILE",
                              {"与 --tiles 同用：公开这份（已有见证的）凭据",
                               "with --tiles: publish this (cosigned) note"});
  verbs.push_back(
      {.name = "export",
       .help = {"导出全部记录、凭据和哈希树，供审计",
                "Write entries, checkpoint and tiles for audit"},
       .example = "wumei -L zhen.wumei export audit-2026-06",
       .options = {folder, tiles, note,
                   flag("entries", {"与 --tiles 同用：也写记录（含各户余额，勿公开）",
                                    "with --tiles: entries too; they show balances, not for the "
                                    "public"})},
       .run = run_export,
       .over_hub = export_over_hub});
}

}  // namespace wumei::cli
