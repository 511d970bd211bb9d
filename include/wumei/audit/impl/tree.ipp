#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>

#include <bit>
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

WUMEI_INLINE Digest head_of(Sha256& sha, std::span<const Digest> hashes) {
  if (hashes.empty()) return sha.digest("");
  std::vector<Digest> level(hashes.begin(), hashes.end());
  // Pairing from the left and carrying an odd last one up gives the recursive tree of the RFC:
  // its left subtree is the largest complete one.
  while (level.size() > 1) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2) {
      level[kept++] = node_hash(sha, level[i], level[i + 1]);
    }
    if (level.size() % 2 == 1) level[kept++] = level.back();
    level.resize(kept);
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

WUMEI_INLINE void Tree::append(std::string_view leaf) { append_hash(leaf_hash(sha_, leaf)); }

WUMEI_INLINE void Tree::append_hash(const Digest& leaf_hash) {
  Digest head = leaf_hash;
  add_to_tile(0, head);
  // The trailing ones of the size are the complete subtrees that the new leaf completes further.
  int height = 0;
  for (std::int64_t rest = size_; rest % 2 == 1; rest /= 2) {
    head = node_hash(sha_, edge_.back(), head);
    edge_.pop_back();
    if (++height % 8 == 0) add_to_tile(static_cast<std::size_t>(height / 8), head);
  }
  edge_.push_back(head);
  ++size_;
  WUMEI_ASSERT(edge_.size() == static_cast<std::size_t>(
                                   std::popcount(static_cast<std::uint64_t>(size_))));
}

WUMEI_INLINE void Tree::add_to_tile(std::size_t level, const Digest& hash) {
  if (unfinished_.size() == level) unfinished_.emplace_back();
  std::string& tile = unfinished_[level];
  tile.append(hash.bytes());
  if (tile.size() < tile_width * hash_bytes) return;
  const std::int64_t covered = (size_ + 1) >> (8 * level);  // hashes of this level so far
  complete_.push_back({static_cast<int>(level), covered / tile_width - 1, std::move(tile)});
  tile.clear();
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
