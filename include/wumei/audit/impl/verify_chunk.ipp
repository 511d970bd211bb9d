#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace wumei::audit::detail {

/// An entry as it was stored, and what it says: all that can be found out about it alone.
struct ReadEntry {
  ledger::Seq seq = 0;
  std::size_t start = 0;  ///< of the leaf in the chunk's bytes; the key it is filed under follows
  std::size_t leaf_size = 0;
  std::size_t key_size = 0;
  bool filed = false;  ///< a key was stored beside the leaf
  ledger::Entry entry;  ///< its views lie in the chunk's bytes
  json::Value data;
  std::exception_ptr fault;  ///< why entry or data cannot be read
};

/// Some entries in a row. One thread fills it, another may prepare it, the first judges it.
class Chunk {
 public:
  /// One thread goes over what it just read while that lies near; two hand over less often.
  explicit Chunk(int threads)
      : most_(static_cast<std::size_t>((threads > 1 ? 4 : 2) * tile_width)) {}

  [[nodiscard]] bool full() const { return used_ == most_; }

  void add(const StoredRow& row) {
    if (used_ == rows_.size()) rows_.emplace_back();
    ReadEntry& read = rows_[used_++];
    const std::string_view key = row.key.value_or(std::string_view());
    read.seq = row.seq;
    read.start = bytes_.size();
    read.leaf_size = row.leaf.size();
    read.key_size = key.size();
    read.filed = row.key.has_value();
    bytes_.append(row.leaf).append(key);
  }

  void clear() {
    used_ = 0;
    bytes_.clear();
    hashes.clear();
    completed.clear();
  }

  [[nodiscard]] std::string_view leaf(const ReadEntry& read) const {
    return std::string_view(bytes_).substr(read.start, read.leaf_size);
  }
  [[nodiscard]] std::string_view filed_key(const ReadEntry& read) const {
    return std::string_view(bytes_).substr(read.start + read.leaf_size, read.key_size);
  }
  [[nodiscard]] std::span<ReadEntry> rows() { return {rows_.data(), used_}; }

  std::vector<Digest> hashes;  ///< of the rows, once it is prepared
  std::map<ledger::Seq, std::vector<Tile>> completed;  ///< by the entry that completed them

 private:
  std::string bytes_;
  std::vector<ReadEntry> rows_;  ///< the first `used_` count; the others keep their memory
  std::size_t used_ = 0;
  std::size_t most_;
};

/// Hashes and reads the entries of one chunk after the other and grows the tree by them. Looks at
/// nothing but the chunk, so that it can run beside the check of the laws.
class Preparation {
 public:
  /// `sizes` are those whose roots will be asked for.
  explicit Preparation(const std::set<std::int64_t>& sizes) : sizes_(sizes) {}

  void run(Chunk& chunk) {
    leaves_.clear();
    for (const ReadEntry& read : chunk.rows()) leaves_.push_back(chunk.leaf(read));
    chunk.hashes = leaf_hashes(sha_, leaves_);
    grow(chunk);
    for (ReadEntry& read : chunk.rows()) {
      read.fault = nullptr;
      try {
        ledger::decode(chunk.leaf(read), read.entry);
        ledger::parse_data(read.entry, parser_, read.data);
      } catch (...) {
        read.fault = std::current_exception();
      }
    }
  }

  Tree tree;
  std::map<std::int64_t, Digest> roots;

 private:
  /// A tile at once, or up to a size whose root is asked for.
  void grow(Chunk& chunk) {
    for (std::span<const Digest> rest = chunk.hashes; !rest.empty();) {
      const std::int64_t size = tree.size();
      std::int64_t until = (size / tile_width + 1) * tile_width;
      if (const auto asked = sizes_.upper_bound(size); asked != sizes_.end()) {
        until = std::min(until, *asked);
      }
      const std::size_t count = std::min(rest.size(), static_cast<std::size_t>(until - size));
      tree.append_hashes(rest.first(count));
      rest = rest.subspan(count);
      if (tree.size() % tile_width == 0) {
        chunk.completed[tree.size() - 1] = tree.take_complete_tiles();
      }
      if (sizes_.contains(tree.size())) roots[tree.size()] = tree.root();
    }
  }

  const std::set<std::int64_t>& sizes_;
  Sha256 sha_;
  std::vector<std::string_view> leaves_;  ///< of the chunk at hand
  json::Parser parser_;
};

}  // namespace wumei::audit::detail
