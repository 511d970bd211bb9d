#include "audit_files.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <wumei/store/log_reader.hpp>

#include <fstream>

namespace wumei::cli {
namespace {

/// C2SP tlog-tiles: the number in groups of three digits, all but the last marked with x.
std::string tile_path(const audit::Tile& tile) {
  std::string digits = std::to_string(tile.n);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string path = "tile/" + std::to_string(tile.level);
  for (std::size_t at = 0; at < digits.size(); at += 3) {
    path += (at + 3 < digits.size() ? "/x" : "/") + digits.substr(at, 3);
  }
  const std::size_t width = tile.hashes.size() / audit::hash_bytes;
  const bool partial = width < static_cast<std::size_t>(audit::tile_width);
  return partial ? path + ".p/" + std::to_string(width) : path;
}

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
    put(tile_path(tile), tile.hashes);
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

void run_export(Context& context, const Arguments& arguments) {
  if (context.options.dry_run) {
    store::SqliteStore store(context.ledger_path(), store::Access::read);
    context.out.fact("entries", store.size(only_programme));
    return;
  }
  Export(context, arguments.text("folder")).run();
}

}  // namespace

void add_export(Verbs& verbs) {
  verbs.push_back(
      {.name = "export",
       .help = {"导出全部记录、凭据和哈希树，供审计",
                "Write entries, checkpoint and tiles for audit"},
       .example = "wumei -L zhen.wumei export audit-2026-06",
       .options = {positional_file("folder", "FOLDER", {"新文件夹", "a new folder"})},
       .run = run_export});
}

}  // namespace wumei::cli
