#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/impl/files.ipp>
#include <wumei/audit/tiles.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

namespace wumei::audit {

namespace detail {

WUMEI_INLINE std::string numbered_path(std::string path, std::int64_t n, std::int64_t width) {
  std::string digits = std::to_string(n);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  for (std::size_t at = 0; at < digits.size(); at += 3) {
    path += (at + 3 < digits.size() ? "/x" : "/") + digits.substr(at, 3);
  }
  return width < tile_width ? path + ".p/" + std::to_string(width) : path;
}

WUMEI_INLINE std::optional<std::string> folder_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  if (stream.bad() || bytes.bad()) throw Error(Errc::io, file.string() + ": cannot be read");
  return std::move(bytes).str();
}

/// How many hashes a tile has in a log of `size` entries; zero or less beyond its end.
WUMEI_INLINE std::int64_t width_of(int level, std::int64_t n, std::int64_t size) {
  const std::int64_t hashes = level < 8 ? size >> (8 * level) : 0;
  return std::min(tile_width, hashes - n * tile_width);
}

/// Everything written to the file system of `folder` is on disk before this returns.
WUMEI_INLINE void flush_folder(const std::filesystem::path& folder) {
  sync_opened(folder, &::syncfs);
}

WUMEI_INLINE void put_by_rename(const std::filesystem::path& file, std::string_view bytes) {
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  take_name(write_fresh(file, bytes), file);
}

class TileWriter {
 public:
  TileWriter(const HashReader& log, std::string_view note, std::filesystem::path folder,
             const TileExportOptions& options)
      : log_(log), note_(note), head_(checkpoint_of(note).head),
        folder_(std::move(folder)), options_(options) {
    done_.size = head_.size;
  }

  TileExport run() {
    if (root_at(log_, head_.size) != head_.root) {
      throw Error(Errc::corrupt, "the log does not have the root of the checkpoint of size " +
                                     std::to_string(head_.size));
    }
    check_folder();
    for (Tile& tile : edge_tiles(log_, head_.size)) {
      const std::pair<int, std::int64_t> at{tile.level, tile.n};
      edge_.emplace(at, std::move(tile.hashes));
    }
    for (int level = 0; width_of(level, 0, head_.size) > 0; ++level) write_level(level);
    if (done_.written > 0) flush_folder(folder_);
    put("checkpoint", with_older_cosignatures());
    flush_folder(folder_);
    return done_;
  }

 private:
  /// What the folder shows already must be an earlier state of this very log.
  void check_folder() const {
    const auto there = folder_file(folder_ / "checkpoint");
    if (!there) return;
    const Checkpoint older = checkpoint_of(*there);
    const Checkpoint newer = checkpoint_of(note_);
    const auto refuse = [&](const std::string& why) {
      return Error(Errc::conflict, folder_.string() + " holds a checkpoint " + why +
                                       "; export to a new folder");
    };
    if (older.origin != newer.origin) throw refuse("of another log, " + older.origin);
    if (older.head.size > newer.head.size) {
      throw refuse("of " + std::to_string(older.head.size) + " entries, more than " +
                   std::to_string(newer.head.size));
    }
    if (older.head.size > 0 && root_at(log_, older.head.size) != older.head.root) {
      throw refuse("of " + std::to_string(older.head.size) +
                   " entries that this log does not have");
    }
  }

  /// A note that was cosigned since it was stored keeps its cosignatures.
  [[nodiscard]] std::string with_older_cosignatures() const {
    const auto there = folder_file(folder_ / "checkpoint");
    if (!there) return note_;
    const Note older = parse_note(*there);
    const Note newer = parse_note(note_);
    return older.text == newer.text ? format_note(with_signatures(newer, older.signatures)) : note_;
  }

  void write_level(int level) {
    for (std::int64_t n = 0; width_of(level, n, head_.size) > 0; ++n) {
      const std::string tile = hashes(level, n);
      const std::int64_t width = width_of(level, n, head_.size);
      if (width == tile_width) check_parent(level, n, tile);
      put(tile_path(level, n, width), tile);
      if (level > 0) continue;
      if (options_.entries) put(bundle_path(n, width), bundle(n, tile));
      if (options_.progress) options_.progress(n * tile_width + width);
    }
  }

  [[nodiscard]] std::string hashes(int level, std::int64_t n) const {
    if (width_of(level, n, head_.size) < tile_width) return edge_.at({level, n});
    std::string tile = log_.tile(level, n).value_or("");
    if (tile.size() != tile_width * hash_bytes) {
      throw Error(Errc::corrupt, "tile " + std::to_string(level) + "/" + std::to_string(n) +
                                     " is missing or not whole");
    }
    return tile;
  }

  /// The head of a whole tile is a hash of the tile above it, and so on up to the signed root.
  void check_parent(int level, std::int64_t n, const std::string& tile) {
    const std::pair<int, std::int64_t> above{level + 1, n / tile_width};
    if (parent_at_ != above) {
      parent_ = hashes(above.first, above.second);
      parent_at_ = above;
    }
    std::vector<Digest> digests;
    for (std::size_t at = 0; at < tile.size(); at += hash_bytes) {
      digests.push_back(Digest::from_bytes(std::string_view(tile).substr(at, hash_bytes)));
    }
    const auto at = static_cast<std::size_t>(n % tile_width) * hash_bytes;
    if (head_of(sha_, digests).bytes() == std::string_view(parent_).substr(at, hash_bytes)) return;
    throw Error(Errc::corrupt, "tile " + std::to_string(level) + "/" + std::to_string(n) +
                                   " does not lead to the root of the checkpoint");
  }

  /// The entries under a tile of leaf hashes.
  [[nodiscard]] std::string bundle(std::int64_t n, std::string_view tile) {
    std::string bytes;
    for (std::size_t at = 0; at < tile.size(); at += hash_bytes) {
      const std::int64_t index = n * tile_width + static_cast<std::int64_t>(at / hash_bytes);
      const std::string leaf = log_.leaf(index);
      if (leaf.size() > 0xffff || leaf_hash(sha_, leaf).bytes() != tile.substr(at, hash_bytes)) {
        throw Error(Errc::corrupt, "entry " + std::to_string(index) +
                                       " is not the one whose hash was stored");
      }
      bytes += static_cast<char>(leaf.size() >> 8);
      bytes += static_cast<char>(leaf.size() & 0xff);
      bytes += leaf;
    }
    return bytes;
  }

  void put(const std::string& name, std::string_view bytes) {
    const std::filesystem::path file = folder_ / name;
    if (folder_file(file) == bytes) {
      ++done_.kept;
      return;
    }
    put_by_rename(file, bytes);
    ++done_.written;
  }

  const HashReader& log_;
  std::string note_;
  TreeHead head_;
  std::filesystem::path folder_;
  const TileExportOptions& options_;
  TileExport done_;
  std::map<std::pair<int, std::int64_t>, std::string> edge_;
  std::pair<int, std::int64_t> parent_at_{-1, -1};
  std::string parent_;
  Sha256 sha_;
};

/// The entries of a bundle.
WUMEI_INLINE std::vector<std::string> bundle_entries(const std::filesystem::path& file,
                                                     std::string_view bytes) {
  std::vector<std::string> entries;
  while (!bytes.empty()) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    const std::size_t length = bytes.size() < 2 ? 0 : byte(0) * std::size_t{256} + byte(1);
    if (bytes.size() < 2 + length) {
      throw Error(Errc::corrupt, file.string() + ": ends inside an entry");
    }
    entries.emplace_back(bytes.substr(2, length));
    bytes.remove_prefix(2 + length);
  }
  return entries;
}

WUMEI_INLINE std::optional<std::string> folder_tile(const std::filesystem::path& folder,
                                                    std::int64_t size, int level, std::int64_t n) {
  const std::int64_t width = width_of(level, n, size);
  if (width <= 0) return std::nullopt;
  const std::size_t bytes = static_cast<std::size_t>(width) * hash_bytes;
  std::optional<std::string> tile = folder_file(folder / tile_path(level, n, width));
  // A log may drop a partial tile once the whole one is there.
  if (!tile) tile = folder_file(folder / tile_path(level, n, tile_width));
  if (!tile) {
    throw Error(Errc::not_found,
                "the folder " + folder.string() + " lacks " + tile_path(level, n, width));
  }
  if (tile->size() < bytes || tile->size() % hash_bytes != 0) {
    throw Error(Errc::corrupt, (folder / tile_path(level, n, width)).string() + ": has " +
                                   std::to_string(tile->size()) + " bytes");
  }
  tile->resize(bytes);
  return tile;
}

}  // namespace detail

WUMEI_INLINE std::string tile_path(int level, std::int64_t n, std::int64_t width) {
  WUMEI_ASSERT(level >= 0 && level < 64 && n >= 0 && width >= 1 && width <= tile_width);
  return detail::numbered_path("tile/" + std::to_string(level), n, width);
}

WUMEI_INLINE std::string bundle_path(std::int64_t n, std::int64_t width) {
  WUMEI_ASSERT(n >= 0 && width >= 1 && width <= tile_width);
  return detail::numbered_path("tile/entries", n, width);
}

WUMEI_INLINE TileExport export_tiles(const HashReader& log, std::string_view note,
                                     const std::filesystem::path& folder,
                                     const TileExportOptions& options) {
  return detail::TileWriter(log, note, folder, options).run();
}

WUMEI_INLINE std::string read_folder_checkpoint(const std::filesystem::path& folder) {
  auto note = detail::folder_file(folder / "checkpoint");
  if (!note) throw Error(Errc::not_found, folder.string() + " has no checkpoint");
  return std::move(*note);
}

WUMEI_INLINE HashReader folder_reader(const std::filesystem::path& folder, std::int64_t size) {
  return {[folder, size](int level, std::int64_t n) {
            return detail::folder_tile(folder, size, level, n);
          },
          [folder, size](std::int64_t index) {
            const std::int64_t n = index / tile_width;
            const std::int64_t width = detail::width_of(0, n, size);
            const auto at = static_cast<std::size_t>(index % tile_width);
            if (index < 0 || index >= size) {
              throw Error(Errc::not_found, "there is no entry " + std::to_string(index));
            }
            std::filesystem::path file = folder / bundle_path(n, width);
            auto bytes = detail::folder_file(file);
            if (!bytes) bytes = detail::folder_file(file = folder / bundle_path(n, tile_width));
            if (!bytes) {
              throw Error(Errc::not_found,
                          "the folder " + folder.string() + " lacks " + bundle_path(n, width));
            }
            const std::vector<std::string> entries = detail::bundle_entries(file, *bytes);
            if (at >= entries.size()) {
              throw Error(Errc::corrupt, file.string() + ": has " +
                                             std::to_string(entries.size()) + " entries");
            }
            return entries[at];
          }};
}

}  // namespace wumei::audit
