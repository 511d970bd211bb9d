#pragma once

#include <wumei/config.hpp>
#include <wumei/store/impl/sqlite_connection.ipp>
#include <wumei/store/sqlite_store.hpp>

#include <functional>

namespace wumei::store {

namespace detail {

/// Stands for one key of one entry in a sum that does not depend on the order.
WUMEI_INLINE std::uint64_t weight(std::string_view key, std::int64_t seq) {
  std::uint64_t mixed = std::hash<std::string_view>{}(key) +
                        (static_cast<std::uint64_t>(seq) + 1) * 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
  return mixed ^ mixed >> 27;
}

}  // namespace detail

/// Two scans instead of a look-up an entry: the index is right when it is sorted and holds the
/// same.
WUMEI_INLINE void SqliteStore::check_keys() {
  detail::Query query(connection_->database.getHandle(), sql::read_keys,
                      connection_->file.string());
  std::uint64_t difference = 0;
  bool sorted = true;
  std::string last;
  while (query.step()) {
    const std::string_view key = query.bytes(2);
    const std::uint64_t weight = detail::weight(key, query.number(1));
    const bool of_index = query.number(0) != 0;
    difference += of_index ? weight : 0 - weight;
    if (!of_index) continue;
    sorted = sorted && key > last;
    last = key;
  }
  if (difference == 0 && sorted) return;
  throw Error(Errc::corrupt, connection_->file.string() +
                                 ": the index of keys is damaged; the entries are whole: "
                                 "bring back a backup, or have REINDEX run");
}

}  // namespace wumei::store
