#include "audit_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/audit/tiles.hpp>
#include <wumei/store/log_reader.hpp>

#include <fstream>

namespace wumei::cli {
namespace {

class Export {
 public:
  Export(Context& context, std::filesystem::path folder)
      : context_(context), folder_(std::move(folder)),
        store_(context.ledger_path(), store::Access::read), size_(store_.size(only_programme)) {
    if (std::filesystem::exists(folder_) && !std::filesystem::is_empty(folder_)) {
      throw Error(Errc::conflict, folder_.string() + " is not empty; name a new folder");
    }
  }

  void run() {
    std::filesystem::create_directories(folder_);
    entries();
    const auto checkpoints = store_.checkpoints(only_programme);
    if (!checkpoints.empty()) {
      put("checkpoint", checkpoints.back().note);
      tiles(checkpoints.back().size);
    }
    store_.read_documents(only_programme, [&](const store::StoredDocument& document) {
      put("documents/" + document.digest.substr(document.digest.find(':') + 1), document.body);
    });
    context_.out.fact("file", folder_.string());
    context_.out.fact("entries", size_);
    context_.out.fact("tiles", tiles_);
    context_.out.fact("checkpoint_size", checkpoints.empty() ? 0 : checkpoints.back().size);
  }

 private:
  void entries() {
    Progress progress(context_, context_.tr("progress.export"), size_);
    const std::filesystem::path file = folder_ / "entries.jsonl";
    std::ofstream stream(file, std::ios::binary);
    store_.read(only_programme, 0, size_, [&](ledger::Seq seq, std::string_view leaf) {
      if (seq % 4096 == 0) stop_if_interrupted();
      progress.at(seq);
      stream << leaf << '\n';
      return true;
    });
    stream.close();
    if (!stream) throw Error(Errc::io, file.string() + ": cannot be written");
  }

  void tiles(std::int64_t size) {
    for (int level = 0; (size >> (8 * level)) >= audit::tile_width; ++level) {
      const std::int64_t complete = (size >> (8 * level)) / audit::tile_width;
      for (std::int64_t n = 0; n < complete; ++n) {
        put({level, n, store_.tile(only_programme, 0, level, n).value_or("")});
      }
    }
    const audit::HashReader hashes = store::hash_reader(store_, only_programme);
    for (const audit::Tile& tile : audit::edge_tiles(hashes, size)) put(tile);
  }

  void put(const audit::Tile& tile) {
    const auto width = static_cast<std::int64_t>(tile.hashes.size() / audit::hash_bytes);
    put(audit::tile_path(tile.level, tile.n, width), tile.hashes);
    ++tiles_;
  }

  void put(const std::string& name, std::string_view bytes) {
    const std::filesystem::path file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    write_file(file, bytes);
  }

  Context& context_;
  std::filesystem::path folder_;
  store::SqliteStore store_;
  std::int64_t size_;
  std::int64_t tiles_ = 0;
};

/// The folder for a file server: hashes and checkpoint, entries only when asked for.
void publish_tiles(Context& context, const Arguments& arguments) {
  store::SqliteStore store(context.ledger_path(), store::Access::read);
  const auto checkpoints = store.checkpoints(only_programme);
  if (!arguments.has("checkpoint") && checkpoints.empty()) {
    throw Error(Errc::not_found, context.tr("checkpoint.none"));
  }
  const std::string note = arguments.has("checkpoint")
                               ? read_checkpoint_file(arguments.text("checkpoint"))
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
  Export(context, arguments.text("folder")).run();
}

}  // namespace

void add_export(Verbs& verbs) {
  Option folder = positional_file("folder", "FOLDER", {"新文件夹", "a new folder"});
  folder.shape = Shape::positional_optional;
  Option tiles = optional_file(
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
       .run = run_export});
}

}  // namespace wumei::cli
