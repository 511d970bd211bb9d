#pragma once

#include <wumei/audit/proof.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <map>
#include <utility>

namespace wumei::audit {

namespace detail {

/// Heads of complete subtrees, from stored tiles where there are any and from entries otherwise.
/// Keeps the tiles it has read: one proof asks the same tile up to eight times.
class SubtreeHeads {
 public:
  explicit SubtreeHeads(const HashReader& log) : log_(log) {}

  /// Head over the `2^height` leaves that start at `index * 2^height`.
  Digest complete(int height, std::int64_t index) {
    const int level = height / 8;
    const std::int64_t width = std::int64_t{1} << (height % 8);
    if (width == 1) return hash(level, index);
    std::vector<Digest> hashes;
    for (std::int64_t i = 0; i < width; ++i) hashes.push_back(hash(level, index * width + i));
    return head_of(sha_, hashes);
  }

  /// Head over leaves `from` to `until - 1`, as the recursive definition splits them.
  Digest range(std::int64_t from, std::int64_t until) {
    const std::int64_t count = until - from;
    const auto unsigned_count = static_cast<std::uint64_t>(count);
    if (std::has_single_bit(unsigned_count) && from % count == 0) {
      return complete(std::countr_zero(unsigned_count), from / count);
    }
    const std::int64_t left = split(count);
    const Digest left_head = range(from, from + left);
    return node_hash(sha_, left_head, range(from + left, until));
  }

  /// Largest power of two below `count`, which is at least 2.
  static std::int64_t split(std::int64_t count) {
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(count - 1)));
  }

  Digest empty() { return sha_.digest(""); }

 private:
  /// Hash number `position` of a tile level.
  Digest hash(int level, std::int64_t position) {
    const std::string& tile = tile_of(level, position / tile_width);
    const auto at = static_cast<std::size_t>(position % tile_width) * hash_bytes;
    if (at < tile.size()) {
      return Digest::from_bytes(std::string_view(tile).substr(at, hash_bytes));
    }
    const auto key = std::pair(level, position);
    if (const auto known = single_.find(key); known != single_.end()) return known->second;
    const Digest found = level == 0 ? leaf_hash(sha_, log_.leaf(position))
                                    : below(level - 1, position * tile_width);
    return single_.emplace(key, found).first->second;
  }

  Digest below(int level, std::int64_t first) {
    std::vector<Digest> hashes;
    for (std::int64_t i = 0; i < tile_width; ++i) hashes.push_back(hash(level, first + i));
    return head_of(sha_, hashes);
  }

  const std::string& tile_of(int level, std::int64_t n) {
    const auto key = std::pair(level, n);
    if (const auto known = tiles_.find(key); known != tiles_.end()) return known->second;
    std::string tile = log_.tile(level, n).value_or("");
    if (tile.size() % hash_bytes != 0 || tile.size() > tile_width * hash_bytes) {
      throw Error(Errc::corrupt, "tile " + std::to_string(level) + "/" + std::to_string(n) +
                                     " has " + std::to_string(tile.size()) + " bytes");
    }
    return tiles_.emplace(key, std::move(tile)).first->second;
  }

  const HashReader& log_;
  Sha256 sha_;
  std::map<std::pair<int, std::int64_t>, std::string> tiles_;
  std::map<std::pair<int, std::int64_t>, Digest> single_;
};

/// Siblings left of an old head's edge: what a consistency proof lists (RFC 9162, 2.1.4.1).
struct ProofRange {
  std::int64_t from = 0;
  std::int64_t until = 0;
};

WUMEI_INLINE void add_subproof(SubtreeHeads& heads, std::int64_t older, ProofRange range,
                               bool whole, std::vector<Digest>& proof) {
  const std::int64_t count = range.until - range.from;
  if (older == count) {
    if (!whole) proof.push_back(heads.range(range.from, range.until));
    return;
  }
  const std::int64_t middle = range.from + SubtreeHeads::split(count);
  if (older <= middle - range.from) {
    add_subproof(heads, older, {range.from, middle}, whole, proof);
    proof.push_back(heads.range(middle, range.until));
  } else {
    add_subproof(heads, older - (middle - range.from), {middle, range.until}, false, proof);
    proof.push_back(heads.range(range.from, middle));
  }
}

}  // namespace detail

WUMEI_INLINE Digest root_at(const HashReader& log, std::int64_t size) {
  WUMEI_ASSERT(size >= 0);
  detail::SubtreeHeads heads(log);
  return size == 0 ? heads.empty() : heads.range(0, size);
}

WUMEI_INLINE std::vector<Tile> edge_tiles(const HashReader& log, std::int64_t size) {
  detail::SubtreeHeads heads(log);
  std::vector<Tile> edge;
  for (int level = 0; size >> (8 * level) > 0; ++level) {
    const std::int64_t hashes = size >> (8 * level);
    const std::int64_t n = hashes / tile_width;
    if (hashes % tile_width == 0) continue;
    Tile tile{level, n, {}};
    for (std::int64_t at = n * tile_width; at < hashes; ++at) {
      tile.hashes.append(heads.complete(8 * level, at).bytes());
    }
    edge.push_back(std::move(tile));
  }
  return edge;
}

WUMEI_INLINE std::vector<Digest> inclusion_proof(const HashReader& log, std::int64_t index,
                                                 std::int64_t size) {
  if (index < 0 || index >= size) {
    throw Error(Errc::bad_input, "entry " + std::to_string(index) + " is not in a log of " +
                                     std::to_string(size) + " entries");
  }
  detail::SubtreeHeads heads(log);
  std::vector<Digest> path;
  std::int64_t from = 0;
  for (std::int64_t until = size; until - from > 1;) {
    const std::int64_t middle = from + detail::SubtreeHeads::split(until - from);
    if (index < middle) {
      path.push_back(heads.range(middle, until));
      until = middle;
    } else {
      path.push_back(heads.range(from, middle));
      from = middle;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

WUMEI_INLINE std::vector<Digest> consistency_proof(const HashReader& log, std::int64_t older,
                                                   std::int64_t newer) {
  if (older <= 0 || older > newer) {
    throw Error(Errc::bad_input, "no proof leads from size " + std::to_string(older) + " to " +
                                     std::to_string(newer));
  }
  detail::SubtreeHeads heads(log);
  std::vector<Digest> proof;
  detail::add_subproof(heads, older, {0, newer}, true, proof);
  return proof;
}

WUMEI_INLINE bool verify_inclusion(const Digest& leaf, std::int64_t index, const TreeHead& head,
                                   std::span<const Digest> path) {
  if (index < 0 || index >= head.size || path.size() > 63) return false;
  Sha256 sha;
  Digest running = leaf;
  std::int64_t position = index;
  std::int64_t last = head.size - 1;
  for (const Digest& sibling : path) {
    if (last == 0) return false;
    if (position % 2 == 1 || position == last) {
      running = node_hash(sha, sibling, running);
      while (position % 2 == 0 && position != 0) {
        position /= 2;
        last /= 2;
      }
    } else {
      running = node_hash(sha, running, sibling);
    }
    position /= 2;
    last /= 2;
  }
  // Without `last == 0` a path that is too short would pass for a taller tree.
  return last == 0 && running == head.root;
}

WUMEI_INLINE bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                                     std::span<const Digest> path) {
  if (older.size <= 0 || older.size > newer.size || path.size() > 64) return false;
  if (older.size == newer.size) return path.empty() && older.root == newer.root;
  std::vector<Digest> steps(path.begin(), path.end());
  if (std::has_single_bit(static_cast<std::uint64_t>(older.size))) {
    steps.insert(steps.begin(), older.root);
  }
  if (steps.empty()) return false;
  Sha256 sha;
  std::int64_t position = older.size - 1;
  std::int64_t last = newer.size - 1;
  for (; position % 2 == 1; position /= 2) last /= 2;
  Digest old_running = steps.front();
  Digest new_running = steps.front();
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (last == 0) return false;
    if (position % 2 == 1 || position == last) {
      old_running = node_hash(sha, steps[i], old_running);
      new_running = node_hash(sha, steps[i], new_running);
      while (position % 2 == 0 && position != 0) {
        position /= 2;
        last /= 2;
      }
    } else {
      new_running = node_hash(sha, new_running, steps[i]);
    }
    position /= 2;
    last /= 2;
  }
  return last == 0 && old_running == older.root && new_running == newer.root;
}

namespace detail {

inline constexpr std::string_view proof_words = "the proof";

/// Takes the text up to the next newline; throws when there is none. `whole` names the text.
WUMEI_INLINE std::string_view take_line(std::string_view& rest, std::string_view whole,
                                        std::string_view what) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    throw Error(Errc::bad_input, std::string(whole) + " ends before its " + std::string(what));
  }
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

/// Takes hashes, one a line, and the empty line after them.
WUMEI_INLINE std::vector<Digest> take_path(std::string_view& rest, std::string_view whole,
                                           std::string_view next) {
  std::vector<Digest> path;
  for (;;) {
    const std::string_view line = take_line(rest, whole, next);
    if (line.empty()) return path;
    if (path.size() == 63) {
      throw Error(Errc::bad_input, std::string(whole) + " has over 63 hashes");
    }
    path.push_back(Digest::from_bytes(from_base64(line)));
  }
}

}  // namespace detail

WUMEI_INLINE std::int64_t parse_log_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end() || number < 0 ||
      std::to_string(number) != digits) {
    throw Error(Errc::bad_input, "\"" + std::string(digits) +
                                     "\" is not a number without sign and leading zeros");
  }
  return number;
}

WUMEI_INLINE std::string write_proof(const ProofFile& proof) {
  std::string text = "c2sp.org/tlog-proof@v1\n";
  if (!proof.leaf.empty()) text += "extra " + to_base64(proof.leaf) + "\n";
  text += "index " + std::to_string(proof.index) + "\n";
  for (const Digest& hash : proof.path) text += to_base64(hash.bytes()) + "\n";
  return text + "\n" + proof.checkpoint;
}

WUMEI_INLINE ProofFile parse_proof(std::string_view text) {
  ProofFile proof;
  std::string_view rest = text;
  if (detail::take_line(rest, detail::proof_words, "first line") != "c2sp.org/tlog-proof@v1") {
    throw Error(Errc::bad_input, "not a proof file: its first line must be c2sp.org/tlog-proof@v1");
  }
  std::string_view line = detail::take_line(rest, detail::proof_words, "index");
  if (line.starts_with("extra ")) {
    proof.leaf = from_base64(line.substr(6));
    line = detail::take_line(rest, detail::proof_words, "index");
  }
  if (!line.starts_with("index ")) {
    throw Error(Errc::bad_input, "the proof has no line \"index N\" after its first");
  }
  proof.index = parse_log_number(line.substr(6));
  proof.path = detail::take_path(rest, detail::proof_words, "checkpoint");
  proof.checkpoint = rest;
  return proof;
}

}  // namespace wumei::audit
