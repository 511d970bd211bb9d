#pragma once

#include <wumei/base/digest.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The RFC 6962 Merkle tree over the bytes of entries.
namespace wumei::audit {

/// A complete tile: 256 hashes of one level, as `store::StoredTile` keeps it.
struct Tile {
  int level = 0;
  std::int64_t n = 0;
  std::string hashes;
};

/// The right edge of the growing tree: one hash for every set bit of the size, plus the
/// unfinished tile of each level. Appending costs one node hash on average.
class Tree {
 public:
  [[nodiscard]] std::int64_t size() const { return size_; }

  /// Adds the leaf with these bytes.
  void append(std::string_view leaf);

  /// Tree head over all leaves; SHA-256 of nothing for the empty tree.
  [[nodiscard]] Digest root() const;

  /// Tiles completed since the last call, in order; each is written once.
  [[nodiscard]] std::vector<Tile> take_complete_tiles();

 private:
  friend struct TreeArchive;
  mutable Sha256 sha_;
  std::int64_t size_ = 0;
  std::vector<Digest> edge_;           ///< subtree heads, largest first
  std::vector<std::string> unfinished_;  ///< per level: hashes of the tile being filled
  std::vector<Tile> complete_;
};

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/tree.ipp>
#endif
