#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/store/impl/refusals.ipp>
#include <wumei/store/memory_store.hpp>

#include <algorithm>
#include <tuple>

namespace wumei::store {

struct MemoryStore::Log {
  using TileName = std::tuple<int, int, std::int64_t>;
  std::int64_t fence = 0;
  std::vector<std::string> leaves;
  std::map<std::string, Seq, std::less<>> keys;
  std::map<TileName, std::string> tiles;
  std::map<TileName, std::string> edge;
  std::map<Seq, StoredDetail> details;
  std::map<std::string, std::string, std::less<>> documents;
  std::map<std::int64_t, std::string> checkpoints;
  std::map<std::int64_t, std::vector<std::string>> cosignatures;
  std::optional<SnapshotLabel> snapshot;
  std::shared_ptr<const std::string> snapshot_bytes;

  /// The checkpoint of that size, which is there, as witnesses cosigned it.
  [[nodiscard]] StoredCheckpoint cosigned(std::int64_t size) const {
    StoredCheckpoint checkpoint{size, checkpoints.at(size)};
    const auto found = cosignatures.find(size);
    if (found == cosignatures.end()) return checkpoint;
    for (const std::string& line : found->second) checkpoint.note += line;
    return checkpoint;
  }

  void add(std::span<const StoredEntry> entries) {
    detail::check_entries(entries, static_cast<std::int64_t>(leaves.size()),
                          [&](const std::string& key) { return keys.contains(key); });
    for (const StoredEntry& entry : entries) {
      leaves.push_back(entry.leaf);
      keys.emplace(entry.key, entry.seq);
    }
  }

  /// Takes back what was added behind the first `size` entries.
  void cut(std::int64_t size) {
    leaves.resize(static_cast<std::size_t>(size));
    std::erase_if(keys, [&](const auto& known) { return known.second >= size; });
  }

  void refuse_stored(const std::vector<StoredTile>& fresh) const {
    for (const StoredTile& tile : fresh) {
      if (!tiles.contains({tile.tree, tile.level, tile.n})) continue;
      throw Error(Errc::conflict, "tile " + std::to_string(tile.level) + "/" +
                                      std::to_string(tile.n) + " is stored already");
    }
  }
};

WUMEI_INLINE MemoryStore::MemoryStore() = default;
WUMEI_INLINE MemoryStore::~MemoryStore() = default;

WUMEI_INLINE MemoryStore::Log& MemoryStore::log(const ProgrammeId& programme) {
  std::unique_ptr<Log>& found = logs_[programme];
  if (!found) found = std::make_unique<Log>();
  return *found;
}

WUMEI_INLINE std::int64_t MemoryStore::size(const ProgrammeId& programme) {
  return static_cast<std::int64_t>(log(programme).leaves.size());
}

WUMEI_INLINE std::int64_t MemoryStore::become_writer(const ProgrammeId& programme) {
  return ++log(programme).fence;
}

WUMEI_INLINE void MemoryStore::append(const ProgrammeId& programme, std::int64_t expected_size,
                                      std::int64_t fence, const Append& addition) {
  Log& held = log(programme);
  if (fence != held.fence) throw detail::fence_refused();
  if (expected_size != size(programme)) {
    throw detail::size_conflict(expected_size, size(programme));
  }
  const StoredHashes hashes = [&] {
    try {
      std::span<const StoredEntry> next = addition.entries;
      do {
        held.add(next);
        next = addition.more ? addition.more() : std::span<const StoredEntry>();
      } while (!next.empty());
      StoredHashes taken = addition.hashes ? addition.hashes() : StoredHashes();
      held.refuse_stored(taken.tiles);
      return taken;
    } catch (...) {
      held.cut(expected_size);
      throw;
    }
  }();
  for (const StoredTile& tile : hashes.tiles) {
    held.tiles.emplace(Log::TileName{tile.tree, tile.level, tile.n}, tile.hashes);
  }
  if (!hashes.edge.empty()) held.edge.clear();
  for (const StoredTile& tile : hashes.edge) {
    held.edge[{tile.tree, tile.level, tile.n}] = tile.hashes;
  }
  for (const StoredDetail& detail : addition.details) held.details.emplace(detail.seq, detail);
  for (const Seq seq : addition.erase) held.details.erase(seq);
  for (const StoredDocument& document : addition.documents) {
    held.documents.emplace(document.digest, document.body);
  }
}

WUMEI_INLINE void MemoryStore::read(const ProgrammeId& programme, Seq from, Seq until,
                                    const std::function<bool(Seq, std::string_view)>& visit) {
  const Log& held = log(programme);
  const Seq end = std::min(until, static_cast<Seq>(held.leaves.size()));
  for (Seq seq = std::max<Seq>(from, 0); seq < end; ++seq) {
    if (!visit(seq, held.leaves[static_cast<std::size_t>(seq)])) return;
  }
}

WUMEI_INLINE std::string MemoryStore::leaf(const ProgrammeId& programme, Seq seq) {
  const Log& held = log(programme);
  if (seq < 0 || seq >= static_cast<Seq>(held.leaves.size())) throw detail::leaf_missing(seq);
  return held.leaves[static_cast<std::size_t>(seq)];
}

WUMEI_INLINE std::optional<Seq> MemoryStore::find_key(const ProgrammeId& programme,
                                                      std::string_view key) {
  const Log& held = log(programme);
  const auto found = held.keys.find(key);
  if (found == held.keys.end()) return std::nullopt;
  return found->second;
}

WUMEI_INLINE std::optional<Seq> MemoryStore::find_first_part(const ProgrammeId& programme,
                                                             std::string_view key) {
  const Log& held = log(programme);
  const std::string prefix = std::string(key) + "#1/";
  const auto found = held.keys.lower_bound(prefix);
  if (found == held.keys.end() || !found->first.starts_with(prefix)) return std::nullopt;
  return found->second;
}

WUMEI_INLINE std::string MemoryStore::largest_key(const ProgrammeId& programme) {
  const Log& held = log(programme);
  for (auto key = held.keys.rbegin(); key != held.keys.rend(); ++key) {
    if (!key->first.starts_with(founding_key)) return key->first;
  }
  return "";
}

WUMEI_INLINE std::string MemoryStore::largest_key_under(const ProgrammeId& programme,
                                                        std::string_view prefix) {
  const Log& held = log(programme);
  std::string beyond(prefix);
  beyond.back() = '0';  // follows '/'
  const auto next = held.keys.lower_bound(beyond);
  if (next == held.keys.begin()) return "";
  const std::string& key = std::prev(next)->first;
  return key.starts_with(prefix) ? key : "";
}

WUMEI_INLINE std::optional<std::string> MemoryStore::tile(const ProgrammeId& programme, int tree,
                                                          int level, std::int64_t n) {
  const Log& held = log(programme);
  for (const auto* tiles : {&held.tiles, &held.edge}) {
    if (const auto found = tiles->find({tree, level, n}); found != tiles->end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

WUMEI_INLINE std::optional<std::string> MemoryStore::document(const ProgrammeId& programme,
                                                              std::string_view digest) {
  const Log& held = log(programme);
  const auto found = held.documents.find(digest);
  if (found == held.documents.end()) return std::nullopt;
  return found->second;
}

WUMEI_INLINE void MemoryStore::read_documents(
    const ProgrammeId& programme, const std::function<void(const StoredDocument&)>& visit) {
  for (const auto& [digest, body] : log(programme).documents) visit({digest, body});
}

WUMEI_INLINE std::optional<StoredDetail> MemoryStore::detail(const ProgrammeId& programme,
                                                             Seq seq) {
  const Log& held = log(programme);
  const auto found = held.details.find(seq);
  if (found == held.details.end()) return std::nullopt;
  return found->second;
}

WUMEI_INLINE void MemoryStore::read_details(
    const ProgrammeId& programme, const std::function<void(const StoredDetail&)>& visit) {
  for (const auto& [seq, detail] : log(programme).details) visit(detail);
}

WUMEI_INLINE void MemoryStore::put_checkpoint(const ProgrammeId& programme,
                                              const StoredCheckpoint& checkpoint,
                                              const std::vector<StoredTile>& edge) {
  Log& held = log(programme);
  const auto [place, added] = held.checkpoints.emplace(checkpoint.size, checkpoint.note);
  if (!added && place->second != checkpoint.note) {
    throw Error(Errc::conflict, "another checkpoint is stored at size " +
                                    std::to_string(checkpoint.size));
  }
  held.edge.clear();
  for (const StoredTile& tile : edge) held.edge[{tile.tree, tile.level, tile.n}] = tile.hashes;
}

WUMEI_INLINE std::vector<StoredCheckpoint> MemoryStore::checkpoints(const ProgrammeId& programme) {
  const Log& held = log(programme);
  std::vector<StoredCheckpoint> all;
  for (const auto& [size, note] : held.checkpoints) all.push_back(held.cosigned(size));
  return all;
}

WUMEI_INLINE std::optional<StoredCheckpoint> MemoryStore::newest_checkpoint(
    const ProgrammeId& programme) {
  const Log& held = log(programme);
  if (held.checkpoints.empty()) return std::nullopt;
  return held.cosigned(held.checkpoints.rbegin()->first);
}

WUMEI_INLINE void MemoryStore::add_cosignatures(const ProgrammeId& programme, std::int64_t size,
                                                const std::vector<std::string>& lines) {
  Log& held = log(programme);
  if (!held.checkpoints.contains(size)) throw detail::no_checkpoint(size);
  std::vector<std::string>& kept = held.cosignatures[size];
  for (const std::string& line : lines) {
    if (std::find(kept.begin(), kept.end(), line) == kept.end()) kept.push_back(line);
  }
}

WUMEI_INLINE void MemoryStore::put_snapshot(const ProgrammeId& programme,
                                            const SnapshotLabel& label,
                                            const std::function<void(const ByteSink&)>& write) {
  const auto body = std::make_shared<std::string>();
  write([&](std::string_view bytes) { body->append(bytes); });
  WUMEI_ASSERT(static_cast<std::int64_t>(body->size()) == label.bytes);
  log(programme).snapshot = label;
  log(programme).snapshot_bytes = body;
}

WUMEI_INLINE std::optional<StoredSnapshot> MemoryStore::snapshot(const ProgrammeId& programme) {
  const Log& held = log(programme);
  if (!held.snapshot) return std::nullopt;
  const auto read = [body = held.snapshot_bytes, at = std::size_t{0}](char* to,
                                                                     std::size_t count) mutable {
    WUMEI_ASSERT(count <= body->size() - at);
    std::copy_n(body->data() + at, count, to);
    at += count;
  };
  return StoredSnapshot{*held.snapshot, read};
}

}  // namespace wumei::store
