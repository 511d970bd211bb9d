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

/// Up to 256 hashes of one level, as `store::StoredTile` keeps them.
struct Tile {
  int level = 0;
  std::int64_t n = 0;
  std::string hashes;
};

/// SHA-256 of 0x00 and the leaf (RFC 6962, section 2.1).
[[nodiscard]] Digest leaf_hash(Sha256& sha, std::string_view leaf);
/// That of each of the leaves.
[[nodiscard]] std::vector<Digest> leaf_hashes(Sha256& sha,
                                              std::span<const std::string_view> leaves);
/// SHA-256 of 0x01 and both children.
[[nodiscard]] Digest node_hash(Sha256& sha, const Digest& left, const Digest& right);
/// Tree head over these leaf hashes (for a tile: over its 256 hashes of one level).
[[nodiscard]] Digest head_of(Sha256& sha, std::span<const Digest> hashes);

inline constexpr std::int64_t tile_width = 256;
inline constexpr std::size_t hash_bytes = 32;

/// The right edge of the growing tree: one hash for every set bit of the size, plus the
/// unfinished tile of each level. Appending costs one node hash on average.
class Tree {
 public:
  Tree() = default;
  /// A copy grows on its own; it shares nothing with the original.
  Tree(const Tree& other);
  Tree& operator=(const Tree& other);
  Tree(Tree&&) noexcept = default;
  Tree& operator=(Tree&&) noexcept = default;
  ~Tree() = default;

  [[nodiscard]] std::int64_t size() const { return size_; }

  /// Adds the leaf with these bytes.
  void append(std::string_view leaf);
  /// Adds several: the more at once, the faster.
  void append_each(std::span<const std::string_view> leaves);
  /// Adds a leaf by its hash.
  void append_hash(const Digest& leaf_hash) { append_hashes({&leaf_hash, 1}); }
  void append_hashes(std::span<const Digest> leaf_hashes);

  /// Tree head over all leaves; SHA-256 of nothing for the empty tree.
  [[nodiscard]] Digest root() const;

  /// Tiles completed since the last call, in order; each is written once.
  [[nodiscard]] std::vector<Tile> take_complete_tiles();

  /// The tiles being filled, with the hashes they have so far.
  [[nodiscard]] std::vector<Tile> edge_tiles() const;

 private:
  friend struct TreeArchive;

  void add_to_tiles(std::size_t level, std::int64_t first, std::span<const Digest> hashes);

  mutable Sha256 sha_;  ///< a reused context, no state that shows
  std::int64_t size_ = 0;
  std::vector<Digest> edge_;           ///< subtree heads, largest first
  std::vector<std::string> unfinished_;  ///< per level: hashes of the tile being filled
  std::vector<Tile> complete_;
};

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/tree.ipp>
#endif
