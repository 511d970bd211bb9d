#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/store/store.hpp>

#include <set>

namespace wumei::store {

namespace detail {

/// Throws Errc::conflict unless the entry is the next of a log of `size` entries.
WUMEI_INLINE void check_place(const StoredEntry& entry, std::int64_t size) {
  if (entry.seq == size) return;
  throw Error(Errc::conflict, "entry " + std::to_string(entry.seq) +
                                  " does not follow a log of " + std::to_string(size) +
                                  " entries");
}

/// Throws Errc::conflict unless the entries follow the log and their keys are new.
WUMEI_INLINE void check_entries(std::span<const StoredEntry> entries, std::int64_t size,
                                const std::function<bool(const std::string&)>& has_key) {
  std::set<std::string_view> fresh;
  for (const StoredEntry& entry : entries) {
    check_place(entry, size++);
    if (has_key(entry.key) || !fresh.insert(entry.key).second) {
      throw Error(Errc::conflict, "the key \"" + entry.key + "\" is in the log already",
                  {{"key", entry.key}});
    }
  }
}

WUMEI_INLINE Error size_conflict(std::int64_t expected, std::int64_t found) {
  return {Errc::conflict, "the log has " + std::to_string(found) + " entries, not " +
                              std::to_string(expected) + ": someone else added to it"};
}

WUMEI_INLINE Error fence_refused() {
  return {Errc::busy, "this ledger is not open for writing here, or another writer took it over"};
}

WUMEI_INLINE Error leaf_missing(Seq seq) {
  return {Errc::not_found, "no entry " + std::to_string(seq)};
}

WUMEI_INLINE Error no_checkpoint(std::int64_t size) {
  return {Errc::not_found, "no checkpoint of size " + std::to_string(size)};
}

}  // namespace detail

}  // namespace wumei::store
