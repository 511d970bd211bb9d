#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/ledger/entry.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wumei::cli {

/// The folder of `wumei export`, written as the log comes: entries in order, the newest signed
/// checkpoint, the tiles up to it, the documents. The tiles are computed from the very entries that
/// stand beside them, wherever those come from.
class ExportFolder {
 public:
  /// Throws Errc::conflict unless the folder is new or empty. `note`: the newest signed checkpoint,
  /// "" for none.
  ExportFolder(std::filesystem::path folder, const std::string& note);

  /// The entries that come next.
  void add(std::span<const std::string_view> leaves);
  void add_document(const std::string& digest, std::string_view body);
  void finish();  ///< throws Errc::io
  /// Whether the entries are those that the checkpoint signed.
  [[nodiscard]] bool is_signed() const;

  [[nodiscard]] std::int64_t entries() const { return entries_; }
  [[nodiscard]] std::int64_t tiles() const { return tiles_; }
  [[nodiscard]] std::int64_t checkpoint_size() const { return size_; }

 private:
  void grow(std::span<const std::string_view> leaves);
  void put(const audit::Tile& tile);
  void put(const std::string& name, std::string_view bytes);

  std::filesystem::path folder_;
  std::ofstream stream_;
  audit::Tree tree_;
  Digest signed_root_;
  std::int64_t size_ = 0;  ///< of the checkpoint
  std::int64_t entries_ = 0;
  std::int64_t tiles_ = 0;
};

}  // namespace wumei::cli
