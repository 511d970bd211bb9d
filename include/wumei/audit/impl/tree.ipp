#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>

#include <bit>
#include <optional>
#include <utility>

namespace wumei::audit {

WUMEI_INLINE Digest leaf_hash(Sha256& sha, std::string_view leaf) {
  return sha.digest(std::string_view("\0", 1), leaf);
}

WUMEI_INLINE Digest node_hash(Sha256& sha, const Digest& left, const Digest& right) {
  char both[1 + 2 * hash_bytes];
  both[0] = 1;
  left.bytes().copy(both + 1, hash_bytes);
  right.bytes().copy(both + 1 + hash_bytes, hash_bytes);
  return sha.digest(std::string_view(both, sizeof both));
}

WUMEI_INLINE std::vector<Digest> leaf_hashes(Sha256& sha,
                                             std::span<const std::string_view> leaves) {
  std::vector<Digest> hashes(leaves.size());
  sha.digest_each('\0', leaves, hashes);
  return hashes;
}

namespace detail {

/// Puts the hash of every pair of one level in the place of the level. An odd last one goes.
WUMEI_INLINE void hash_pairs(Sha256& sha, std::vector<Digest>& level) {
  static_assert(sizeof(Digest) == hash_bytes);  // so that a pair is one text
  std::vector<std::string_view> pairs(level.size() / 2);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i] = {level[2 * i].bytes().data(), 2 * hash_bytes};
  }
  std::vector<Digest> parents(pairs.size());
  sha.digest_each('\1', pairs, parents);
  level = std::move(parents);
}

}  // namespace detail

WUMEI_INLINE Digest head_of(Sha256& sha, std::span<const Digest> hashes) {
  if (hashes.empty()) return sha.digest("");
  std::vector<Digest> level(hashes.begin(), hashes.end());
  // Pairing from the left and carrying an odd last one up gives the recursive tree of the RFC:
  // its left subtree is the largest complete one.
  while (level.size() > 1) {
    const std::optional<Digest> odd =
        level.size() % 2 == 1 ? std::optional(level.back()) : std::nullopt;
    detail::hash_pairs(sha, level);
    if (odd) level.push_back(*odd);
  }
  return level.front();
}

WUMEI_INLINE Tree::Tree(const Tree& other)
    : size_(other.size_),
      edge_(other.edge_),
      unfinished_(other.unfinished_),
      complete_(other.complete_) {}

WUMEI_INLINE Tree& Tree::operator=(const Tree& other) {
  size_ = other.size_;
  edge_ = other.edge_;
  unfinished_ = other.unfinished_;
  complete_ = other.complete_;
  return *this;
}

WUMEI_INLINE void Tree::append(std::string_view leaf) { append_each({&leaf, 1}); }

WUMEI_INLINE void Tree::append_each(std::span<const std::string_view> leaves) {
  append_hashes(leaf_hashes(sha_, leaves));
}

WUMEI_INLINE void Tree::append_hashes(std::span<const Digest> leaf_hashes) {
  std::vector<Digest> level(leaf_hashes.begin(), leaf_hashes.end());
  std::vector<Digest> left;  // of each level the one that waits for its right neighbour
  std::int64_t before = size_;
  for (std::size_t height = 0; !level.empty(); ++height, before /= 2) {
    if (height % 8 == 0) add_to_tiles(height / 8, before, level);
    if (before % 2 == 1) {
      level.insert(level.begin(), edge_.back());
      edge_.pop_back();
    }
    if (level.size() % 2 == 1) left.push_back(level.back());
    detail::hash_pairs(sha_, level);
  }
  edge_.insert(edge_.end(), left.rbegin(), left.rend());
  size_ += static_cast<std::int64_t>(leaf_hashes.size());
  WUMEI_ASSERT(edge_.size() == static_cast<std::size_t>(
                                   std::popcount(static_cast<std::uint64_t>(size_))));
}

/// `first` is the place of the first of the hashes in their level.
WUMEI_INLINE void Tree::add_to_tiles(std::size_t level, std::int64_t first,
                                     std::span<const Digest> hashes) {
  if (unfinished_.size() == level) unfinished_.emplace_back();
  std::string& tile = unfinished_[level];
  for (const Digest& hash : hashes) {
    tile.append(hash.bytes());
    if (++first % tile_width != 0) continue;
    complete_.push_back({static_cast<int>(level), first / tile_width - 1, std::move(tile)});
    tile.clear();
  }
}

WUMEI_INLINE Digest Tree::root() const {
  if (edge_.empty()) return sha_.digest("");
  Digest root = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) root = node_hash(sha_, edge_[i], root);
  return root;
}

WUMEI_INLINE std::vector<Tile> Tree::edge_tiles() const {
  std::vector<Tile> edge;
  for (std::size_t level = 0; level < unfinished_.size(); ++level) {
    if (unfinished_[level].empty()) continue;
    const std::int64_t n = size_ >> (8 * (level + 1));
    edge.push_back({static_cast<int>(level), n, unfinished_[level]});
  }
  return edge;
}

WUMEI_INLINE std::vector<Tile> Tree::take_complete_tiles() {
  return std::exchange(complete_, {});
}

}  // namespace wumei::audit
