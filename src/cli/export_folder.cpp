#include "export_folder.hpp"

#include "app.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/tiles.hpp>

#include <algorithm>

namespace wumei::cli {

ExportFolder::ExportFolder(std::filesystem::path folder, const std::string& note)
    : folder_(std::move(folder)) {
  if (std::filesystem::exists(folder_) && !std::filesystem::is_empty(folder_)) {
    throw Error(Errc::conflict, folder_.string() + " is not empty; name a new folder");
  }
  std::filesystem::create_directories(folder_);
  stream_.open(folder_ / "entries.jsonl", std::ios::binary);
  if (note.empty()) return;
  const audit::TreeHead head = audit::checkpoint_of(note).head;
  size_ = head.size;
  signed_root_ = head.root;
  put("checkpoint", note);
}

void ExportFolder::add(std::span<const std::string_view> leaves) {
  for (const std::string_view leaf : leaves) stream_ << leaf << '\n';
  const auto left = static_cast<std::size_t>(std::max<std::int64_t>(0, size_ - entries_));
  grow(leaves.first(std::min(left, leaves.size())));
  entries_ += std::ssize(leaves);
}

void ExportFolder::grow(std::span<const std::string_view> leaves) {
  if (leaves.empty()) return;
  tree_.append_each(leaves);
  for (const audit::Tile& tile : tree_.take_complete_tiles()) put(tile);
}

void ExportFolder::add_document(const std::string& digest, std::string_view body) {
  put("documents/" + digest.substr(digest.find(':') + 1), body);
}

void ExportFolder::finish() {
  stream_.close();
  if (!stream_) {
    throw Error(Errc::io, (folder_ / "entries.jsonl").string() + ": cannot be written");
  }
  for (const audit::Tile& tile : tree_.edge_tiles()) {
    if (!tile.hashes.empty()) put(tile);
  }
}

bool ExportFolder::is_signed() const {
  return size_ == 0 || (tree_.size() == size_ && tree_.root() == signed_root_);
}

void ExportFolder::put(const audit::Tile& tile) {
  const auto width = static_cast<std::int64_t>(tile.hashes.size() / audit::hash_bytes);
  put(audit::tile_path(tile.level, tile.n, width), tile.hashes);
  ++tiles_;
}

void ExportFolder::put(const std::string& name, std::string_view bytes) {
  const std::filesystem::path file = folder_ / name;
  std::filesystem::create_directories(file.parent_path());
  write_file(file, bytes);
}

}  // namespace wumei::cli
