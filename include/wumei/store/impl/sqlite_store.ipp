#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>
#include <wumei/store/impl/refusals.ipp>
#include <wumei/store/impl/snapshot_blob.ipp>
#include <wumei/store/impl/sqlite_connection.ipp>
#include <wumei/store/sqlite_store.hpp>

#include <span>

#include <SQLiteCpp/Backup.h>

namespace wumei::store {

namespace detail {

inline constexpr std::int64_t sqlite_fence = 1;  ///< the file lock is the fence

}  // namespace detail

WUMEI_INLINE SqliteStore::SqliteStore(const std::filesystem::path& file, Access access)
    : connection_(std::make_unique<Connection>(file, access)) {
  switch (access) {
    case Access::create:
      connection_->execute(sql::writer_settings);
      connection_->leave_guards_to_others();
      connection_->migrate(0);
      break;
    case Access::write:
      static_cast<void>(connection_->version());
      connection_->execute(sql::writer_settings);
      connection_->leave_guards_to_others();
      break;
    case Access::read:
      static_cast<void>(connection_->version());
      connection_->execute(sql::reader_settings);
      sqlite3_db_config(connection_->database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                        nullptr);
      break;
  }
}

WUMEI_INLINE SqliteStore::~SqliteStore() = default;

/// SQLite reads as of one moment while any statement has a row to show.
WUMEI_INLINE Hold SqliteStore::hold() {
  auto reading = std::make_shared<detail::Query>(connection_->database.getHandle(), sql::any_read,
                                                 connection_->file.string());
  reading->step();
  return reading;
}

WUMEI_INLINE std::int64_t SqliteStore::size(const ProgrammeId& /*programme*/) {
  detail::Query& query = connection_->query(sql::size);
  const detail::QueryScope scope(query);
  query.step();
  return query.number(0);
}

WUMEI_INLINE std::int64_t SqliteStore::become_writer(const ProgrammeId& /*programme*/) {
  if (connection_->access == Access::read) {
    throw Error(Errc::busy, connection_->file.string() + " was opened for reading only");
  }
  if (!connection_->lock->held()) {
    connection_->lock->acquire(connection_->file.string() + ".lock");
    connection_->migrate(connection_->version());
  }
  return detail::sqlite_fence;
}

namespace detail {

/// Inserts as many of the entries, a whole statement at a time, as there are; the rest is left.
WUMEI_INLINE std::span<const StoredEntry> insert_entries(Query& query, std::size_t rows,
                                                         std::span<const StoredEntry> entries) {
  for (; entries.size() >= rows; entries = entries.subspan(rows)) {
    int place = 0;
    for (const StoredEntry& entry : entries.first(rows)) {
      query.bind(++place, entry.seq);
      query.bind(++place, std::string_view(entry.key));
      query.bind(++place, std::string_view(entry.leaf));
    }
    query.run();
  }
  return entries;
}

WUMEI_INLINE StoredDetail detail_of(Query& query) {
  return {query.number(0), query.text(1), query.text(2)};
}

}  // namespace detail

WUMEI_INLINE void SqliteStore::append(const ProgrammeId& programme, std::int64_t expected_size,
                                      std::int64_t fence, const Append& addition) {
  Connection& connection = *connection_;
  if (!connection.lock->held() || fence != detail::sqlite_fence) throw detail::fence_refused();
  if (addition.more) connection.execute(sql::long_addition_cache);
  connection.execute(sql::begin);
  try {
    const std::int64_t found = size(programme);
    if (found != expected_size) throw detail::size_conflict(expected_size, found);
    std::span<const StoredEntry> next = addition.entries;
    std::int64_t follows = expected_size;
    do {
      for (const StoredEntry& entry : next) detail::check_place(entry, follows++);
      next = detail::insert_entries(connection.query(sql::insert_entries), sql::entries_at_once,
                                    next);
      static_cast<void>(detail::insert_entries(connection.query(sql::insert_entry), 1, next));
      next = addition.more ? addition.more() : std::span<const StoredEntry>();
    } while (!next.empty());
    const StoredHashes hashes = addition.hashes ? addition.hashes() : StoredHashes();
    detail::insert_tiles(connection.query(sql::insert_tile), hashes.tiles);
    if (!hashes.edge.empty()) connection.write_edge(hashes.edge);
    for (const StoredDetail& detail : addition.details) {
      detail::Query& query = connection.query(sql::insert_detail);
      query.bind(1, detail.seq);
      query.bind_blob(2, detail.salt);
      query.bind(3, std::string_view(detail.body));
      query.run();
    }
    for (const StoredDocument& document : addition.documents) {
      detail::Query& query = connection.query(sql::insert_document);
      query.bind(1, std::string_view(document.digest));
      query.bind(2, std::string_view(document.body));
      query.run();
    }
    connection.erase_details(addition.erase);
    connection.query(sql::commit).run();
  } catch (...) {
    connection.undo();
    throw;
  }
  if (addition.more) connection.execute(sql::writer_cache);
  if (!addition.erase.empty()) connection.empty_wal();
}

WUMEI_INLINE void SqliteStore::read(const ProgrammeId& /*programme*/, Seq from, Seq until,
                                    const std::function<bool(Seq, std::string_view)>& visit) {
  // A query of its own: the visitor may read the store in turn.
  detail::Query query(connection_->database.getHandle(), sql::read_entries,
                      connection_->file.string());
  query.bind(1, from);
  query.bind(2, until);
  while (query.step()) {
    if (!visit(query.number(0), query.bytes(1))) return;
  }
}

WUMEI_INLINE void SqliteStore::read_rows(
    Seq from, Seq until, const std::function<bool(const audit::StoredRow&)>& visit) {
  detail::Query query(connection_->database.getHandle(), sql::read_rows,
                      connection_->file.string());
  query.bind(1, from);
  query.bind(2, until);
  while (query.step()) {
    if (!visit({query.number(0), query.bytes(1), query.bytes(2)})) return;
  }
}

WUMEI_INLINE std::string SqliteStore::leaf(const ProgrammeId& /*programme*/, Seq seq) {
  detail::Query& query = connection_->query(sql::find_leaf);
  const detail::QueryScope scope(query);
  query.bind(1, seq);
  if (!query.step()) throw detail::leaf_missing(seq);
  return query.text(0);
}

WUMEI_INLINE std::optional<Seq> SqliteStore::find_key(const ProgrammeId& /*programme*/,
                                                      std::string_view key) {
  detail::Query& query = connection_->query(sql::find_key);
  const detail::QueryScope scope(query);
  query.bind(1, key);
  if (!query.step()) return std::nullopt;
  return query.number(0);
}

WUMEI_INLINE std::optional<Seq> SqliteStore::find_first_part(const ProgrammeId& /*programme*/,
                                                             std::string_view key) {
  const std::string first = std::string(key) + "#1/";
  const std::string beyond = std::string(key) + "#10";  // '0' follows '/'
  detail::Query& query = connection_->query(sql::find_key_range);
  const detail::QueryScope scope(query);
  query.bind(1, std::string_view(first));
  query.bind(2, std::string_view(beyond));
  if (!query.step()) return std::nullopt;
  return query.number(0);
}

WUMEI_INLINE std::string SqliteStore::largest_key(const ProgrammeId& /*programme*/) {
  detail::Query& query = connection_->query(sql::largest_key);
  const detail::QueryScope scope(query);
  query.step();
  return query.text(0);
}

WUMEI_INLINE std::string SqliteStore::largest_key_under(const ProgrammeId& /*programme*/,
                                                        std::string_view prefix) {
  std::string beyond(prefix);
  beyond.back() = '0';  // follows '/'
  detail::Query& query = connection_->query(sql::largest_key_in);
  const detail::QueryScope scope(query);
  query.bind(1, prefix);
  query.bind(2, std::string_view(beyond));
  return query.step() ? query.text(0) : "";
}

WUMEI_INLINE std::optional<std::string> SqliteStore::tile(const ProgrammeId& /*programme*/,
                                                          int tree, int level, std::int64_t n) {
  detail::Query& query = connection_->query(sql::find_tile);
  const detail::QueryScope scope(query);
  query.bind(1, std::int64_t{tree});
  query.bind(2, std::int64_t{level});
  query.bind(3, n);
  if (!query.step()) return std::nullopt;
  return query.text(0);
}

WUMEI_INLINE std::optional<std::string> SqliteStore::document(const ProgrammeId& /*programme*/,
                                                              std::string_view digest) {
  detail::Query& query = connection_->query(sql::find_document);
  const detail::QueryScope scope(query);
  query.bind(1, digest);
  if (!query.step()) return std::nullopt;
  return query.text(0);
}

WUMEI_INLINE void SqliteStore::read_documents(
    const ProgrammeId& /*programme*/, const std::function<void(const StoredDocument&)>& visit) {
  detail::Query query(connection_->database.getHandle(), sql::read_documents,
                      connection_->file.string());
  while (query.step()) visit({query.text(0), query.text(1)});
}

WUMEI_INLINE std::optional<StoredDetail> SqliteStore::detail(const ProgrammeId& /*programme*/,
                                                             Seq seq) {
  detail::Query& query = connection_->query(sql::find_detail);
  const detail::QueryScope scope(query);
  query.bind(1, seq);
  if (!query.step()) return std::nullopt;
  return detail::detail_of(query);
}

WUMEI_INLINE void SqliteStore::read_details(
    const ProgrammeId& /*programme*/, const std::function<void(const StoredDetail&)>& visit) {
  detail::Query query(connection_->database.getHandle(), sql::read_details,
                      connection_->file.string());
  while (query.step()) visit(detail::detail_of(query));
}

WUMEI_INLINE void SqliteStore::put_checkpoint(const ProgrammeId& /*programme*/,
                                              const StoredCheckpoint& checkpoint,
                                              const std::vector<StoredTile>& edge) {
  Connection& connection = *connection_;
  if (!connection.lock->held()) throw detail::fence_refused();
  connection.execute(sql::begin);
  try {
    detail::Query& known = connection.query(sql::find_checkpoint);
    const detail::QueryScope scope(known);
    known.bind(1, checkpoint.size);
    if (!known.step()) {
      detail::Query& query = connection.query(sql::insert_checkpoint);
      query.bind(1, checkpoint.size);
      query.bind(2, std::string_view(checkpoint.note));
      query.run();
    } else if (known.bytes(0) != checkpoint.note) {
      throw Error(Errc::conflict, "another checkpoint is stored at size " +
                                      std::to_string(checkpoint.size));
    }
    known.reset();
    connection.write_edge(edge);
    connection.query(sql::commit).run();
  } catch (const Error&) {
    connection.undo();
    throw;
  }
}

WUMEI_INLINE std::vector<StoredCheckpoint> SqliteStore::checkpoints(
    const ProgrammeId& /*programme*/) {
  detail::Query& query = connection_->query(sql::read_checkpoints);
  const detail::QueryScope scope(query);
  std::vector<StoredCheckpoint> all;
  while (query.step()) {
    const std::int64_t size = query.number(0);
    if (all.empty() || all.back().size != size) all.push_back({size, query.text(1)});
    all.back().note += query.text(2);
  }
  return all;
}

WUMEI_INLINE std::optional<StoredCheckpoint> SqliteStore::newest_checkpoint(
    const ProgrammeId& /*programme*/) {
  detail::Query& query = connection_->query(sql::newest_checkpoint);
  const detail::QueryScope scope(query);
  std::optional<StoredCheckpoint> newest;
  while (query.step()) {
    if (!newest) newest = {query.number(0), query.text(1)};
    newest->note += query.text(2);
  }
  return newest;
}

WUMEI_INLINE void SqliteStore::add_cosignatures(const ProgrammeId& /*programme*/,
                                                std::int64_t size,
                                                const std::vector<std::string>& lines) {
  Connection& connection = *connection_;
  if (!connection.lock->held()) throw detail::fence_refused();
  connection.execute(sql::begin);
  try {
    detail::Query& known = connection.query(sql::find_checkpoint);
    const detail::QueryScope scope(known);
    known.bind(1, size);
    if (!known.step()) throw detail::no_checkpoint(size);
    known.reset();
    detail::Query& query = connection.query(sql::insert_cosignature);
    for (const std::string& line : lines) {
      query.bind(1, size);
      query.bind(2, std::string_view(line));
      query.run();
    }
    connection.query(sql::commit).run();
  } catch (const Error&) {
    connection.undo();
    throw;
  }
}

WUMEI_INLINE void SqliteStore::put_snapshot(const ProgrammeId& /*programme*/,
                                            const SnapshotLabel& label,
                                            const std::function<void(const ByteSink&)>& write) {
  Connection& connection = *connection_;
  if (!connection.lock->held()) throw detail::fence_refused();
  connection.execute(sql::begin);
  try {
    connection.query(sql::clear_snapshot).run();
    detail::Query& query = connection.query(sql::insert_snapshot);
    query.bind(1, label.size);
    query.bind(2, std::string_view(label.digest));
    query.bind(3, label.bytes);
    query.run();
    {
      detail::SnapshotBlob blob(connection.database, connection.file.string(), label.size,
                                detail::SnapshotBlob::For::writing, sql::writer_cache);
      write([&](std::string_view bytes) { blob.write(bytes); });
    }
    connection.query(sql::commit).run();
  } catch (...) {
    connection.undo();
    throw;
  }
}

WUMEI_INLINE std::optional<StoredSnapshot> SqliteStore::snapshot(
    const ProgrammeId& /*programme*/) {
  Connection& connection = *connection_;
  detail::Query& query = connection.query(sql::find_snapshot);
  const detail::QueryScope scope(query);
  if (!query.step()) return std::nullopt;
  SnapshotLabel label{query.number(0), query.text(1), query.number(2)};
  const auto blob = std::make_shared<detail::SnapshotBlob>(
      connection.database, connection.file.string(), label.size,
      detail::SnapshotBlob::For::reading,
      connection.access == Access::read ? sql::reader_cache : sql::writer_cache);
  return StoredSnapshot{std::move(label),
                        [blob](char* to, std::size_t count) { blob->read(to, count); }};
}

WUMEI_INLINE void SqliteStore::backup(const std::filesystem::path& copy) {
  if (std::filesystem::exists(copy)) {
    throw Error(Errc::conflict, copy.string() + " exists; a backup never overwrites a file");
  }
  SQLite::Database target = detail::open_database(copy, Access::create);
  try {
    // One step copies all pages inside one read transaction: the moment of the copy is one.
    SQLite::Backup(target, connection_->database).executeStep(-1);
  } catch (const SQLite::Exception& exception) {
    std::filesystem::remove(copy);
    throw Error(detail::errc_of_sqlite(exception.getErrorCode()),
                copy.string() + ": " + exception.what());
  }
}

}  // namespace wumei::store
