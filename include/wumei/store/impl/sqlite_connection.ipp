#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/store/impl/gathered_file.ipp>
#include <wumei/store/impl/sql.ipp>
#include <wumei/store/sqlite_store.hpp>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

namespace wumei::store::detail {

WUMEI_INLINE Errc errc_of_sqlite(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::busy;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
      return Errc::io;
    case SQLITE_CONSTRAINT:
      return Errc::conflict;
    case SQLITE_NOTADB:
      return Errc::bad_input;
  }
  return Errc::corrupt;  // SQLITE_CORRUPT, or a schema that is not the one we made
}

WUMEI_INLINE Error sqlite_error(sqlite3* handle, int code, const std::string& file) {
  // SQLite itself knows a full disk only where it writes a file, not where it makes or maps one.
  const bool system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  const bool full = system && sqlite3_system_errno(handle) == ENOSPC;
  return {errc_of_sqlite(code),
          file + ": " + (full ? sqlite3_errstr(SQLITE_FULL) : sqlite3_errmsg(handle)),
          {{"sqlite", std::to_string(code)}}};
}

/// A prepared statement. Text and blobs are bound without a copy: they must live until `reset`.
class Query {
 public:
  Query(sqlite3* handle, const char* text, std::string file)
      : handle_(handle), file_(std::move(file)) {
    check(sqlite3_prepare_v3(handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
  }
  ~Query() { sqlite3_finalize(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  void bind(int place, std::int64_t number) {
    check(sqlite3_bind_int64(statement_, place, number));
  }
  void bind(int place, std::string_view text) {
    check(sqlite3_bind_text64(statement_, place, text.data(), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
  }
  void bind_blob(int place, std::string_view bytes) {
    check(sqlite3_bind_blob64(statement_, place, bytes.data(), bytes.size(), SQLITE_STATIC));
  }

  /// True while there is a row.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(code);
    return false;
  }
  /// Runs a statement that gives no rows, ready to be bound again.
  void run() {
    step();
    reset();
  }
  void reset() { sqlite3_reset(statement_); }

  [[nodiscard]] std::int64_t number(int column) {
    return sqlite3_column_int64(statement_, column);
  }
  /// Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {static_cast<const char*>(data), size};
  }
  [[nodiscard]] std::string text(int column) { return std::string(bytes(column)); }

 private:
  void check(int code) {
    if (code != SQLITE_OK) fail(code);
  }
  [[noreturn]] void fail(int code) {
    const Error error = sqlite_error(handle_, code, file_);
    reset();
    throw error;
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  std::string file_;
};

WUMEI_INLINE void insert_tiles(Query& query, const std::vector<StoredTile>& tiles) {
  for (const StoredTile& tile : tiles) {
    query.bind(1, std::int64_t{tile.tree});
    query.bind(2, std::int64_t{tile.level});
    query.bind(3, tile.n);
    query.bind_blob(4, tile.hashes);
    query.run();
  }
}

/// Leaves a query ready for its next use however the scope ends.
class QueryScope {
 public:
  explicit QueryScope(Query& query) : query_(query) {}
  ~QueryScope() { query_.reset(); }
  QueryScope(const QueryScope&) = delete;
  QueryScope& operator=(const QueryScope&) = delete;

 private:
  Query& query_;
};

/// An operating-system lock on a file beside the ledger. The system drops it when the process
/// ends, however it ends.
class FileLock {
 public:
  FileLock() = default;
  ~FileLock() { release(); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  [[nodiscard]] bool held() const { return opened_ >= 0; }

  void acquire(const std::string& file) {
    if (held()) return;
    opened_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (opened_ < 0) throw Error(Errc::io, file + ": " + std::strerror(errno));
    if (::flock(opened_, LOCK_EX | LOCK_NB) == 0) return;
    release();
    throw Error(Errc::busy, file + ": another program writes this ledger; close it first");
  }

 private:
  void release() {
    if (opened_ >= 0) ::close(opened_);
    opened_ = -1;
  }
  int opened_ = -1;
};

/// `file:` address of a database that nothing can change.
WUMEI_INLINE std::string immutable_address(const std::filesystem::path& file) {
  std::string address = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      address += '%';
      address += digits[byte >> 4];
      address += digits[byte & 15];
    } else {
      address += c;
    }
  }
  return address + "?immutable=1";
}

/// On a read-only or full disk there is no place for the shared-memory file that SQLite wants
/// beside a ledger. One that was closed is then read as a file that nothing changes. Beside one
/// that was not, the newest entries lie in the write-ahead log, whose index is then made in memory;
/// that takes the file's lock, so that nobody writes meanwhile.
WUMEI_INLINE SQLite::Database open_for_reading(const std::filesystem::path& file) {
  const std::string name = file.string();
  // A store belongs to one thread, and SQLite would lock for each row and each column.
  SQLite::Database database(name, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, 5000);
  const auto first_read = [](SQLite::Database& opened) {
    return sqlite3_exec(opened.getHandle(), sql::any_read, nullptr, nullptr, nullptr) & 0xff;
  };
  const int code = first_read(database);
  const bool no_room =
      code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_IOERR;
  if (!no_room) return database;
  std::error_code missing;
  const std::uintmax_t waiting = std::filesystem::file_size(name + "-wal", missing);
  if (missing || waiting == 0) {
    return {immutable_address(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI, 5000};
  }
  SQLite::Database alone(name, SQLite::OPEN_READWRITE, 5000);
  sqlite3_db_config(alone.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  alone.exec(sql::index_in_memory);
  if (::access(name.c_str(), W_OK) != 0 && first_read(alone) != SQLITE_OK) {
    throw Error(Errc::io, name + ": its newest entries lie in " + name +
                              "-wal, which only a user who may write here can read; copy both "
                              "files to a folder of your own");
  }
  return alone;
}

/// A ledger holds names and phones: a new one is its owner's alone, whatever the umask allows, and
/// what SQLite puts beside it has the same mode. Who wants other users to read it says so with
/// chmod. Still empty, it tells nobody anything before; a disk without modes has none to set.
WUMEI_INLINE SQLite::Database new_database(const std::string& name) {
  SQLite::Database made(name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000, gathering());
  using std::filesystem::perms;
  std::error_code unsupported;
  std::filesystem::permissions(name, perms::owner_read | perms::owner_write, unsupported);
  return made;
}

WUMEI_INLINE SQLite::Database open_database(const std::filesystem::path& file, Access access) {
  const std::string name = file.string();
  try {
    switch (access) {
      case Access::create:
        return new_database(name);
      case Access::write:
        return {name, SQLite::OPEN_READWRITE, 5000, gathering()};
      case Access::read:
        break;
    }
    return open_for_reading(file);
  } catch (const SQLite::Exception& exception) {
    throw Error(errc_of_sqlite(exception.getErrorCode()), name + ": " + exception.what());
  }
}

}  // namespace wumei::store::detail

namespace wumei::store {

struct SqliteStore::Connection {
  Connection(const std::filesystem::path& opened, Access how)
      : file(opened), access(how), lock(locked_for(opened, how)),
        database(detail::open_database(opened, how)) {}

  static std::unique_ptr<detail::FileLock> locked_for(const std::filesystem::path& file,
                                                      Access access) {
    const bool there = std::filesystem::exists(file);
    if (access != Access::create && !there) {
      throw Error(Errc::not_found, "no ledger " + file.string());
    }
    if (std::filesystem::is_directory(file)) {
      throw Error(Errc::bad_input, file.string() + " is a folder, not a ledger");
    }
    if (access == Access::create && there) {
      throw Error(Errc::conflict, file.string() + " exists; a ledger is never overwritten");
    }
    auto lock = std::make_unique<detail::FileLock>();
    if (access == Access::create) lock->acquire(file.string() + ".lock");
    return lock;
  }

  void execute(const char* statements) {
    const int code = sqlite3_exec(database.getHandle(), statements, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw detail::sqlite_error(database.getHandle(), code, file.string());
  }

  /// The statement with that text, prepared on first use.
  detail::Query& query(const char* text) {
    std::unique_ptr<detail::Query>& found = queries[text];
    if (!found) {
      found = std::make_unique<detail::Query>(database.getHandle(), text, file.string());
    }
    return *found;
  }

  /// Format version of the file. Throws unless it is a ledger this version can read.
  int version() {
    detail::Query format(database.getHandle(), sql::format_of_file, file.string());
    const bool ledger = format.step() && format.number(0) == sql::application_id;
    if (!ledger) throw Error(Errc::bad_input, file.string() + " is not a ledger");
    const auto found = static_cast<int>(format.number(1));
    if (found > sql::newest_version) {
      throw Error(Errc::unsupported, file.string() + " has format " + std::to_string(found) +
                                         ", this program reads up to " +
                                         std::to_string(sql::newest_version) + ": update it");
    }
    return found;
  }

  /// The triggers keep other programs from changing a ledger. This one has no statement that would,
  /// and looks itself where an entry is added: running a trigger for each costs as much as the row.
  void leave_guards_to_others() {
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  }

  void migrate(int from) {
    if (from == sql::newest_version) return;
    execute(sql::begin);
    try {
      for (int next = from; next < sql::newest_version; ++next) {
        execute(sql::migrations[static_cast<std::size_t>(next)]);
        execute(("PRAGMA user_version=" + std::to_string(next + 1)).c_str());
      }
      execute(("PRAGMA application_id=" + std::to_string(sql::application_id)).c_str());
      execute(sql::commit);
    } catch (const Error&) {
      undo();
      throw;
    }
  }

  /// An error here adds nothing to the one being handled: SQLite rolls back on its own when the
  /// connection closes.
  void undo() noexcept {
    edge.reset();
    sqlite3_exec(database.getHandle(), sql::rollback, nullptr, nullptr, nullptr);
    sqlite3_exec(database.getHandle(), sql::writer_cache, nullptr, nullptr, nullptr);
  }

  /// Replaces the unfinished tiles. A commit of one entry changes the lowest alone, and rewriting
  /// them all would be most of what it writes.
  void write_edge(const std::vector<StoredTile>& next) {
    if (!edge) query(sql::clear_edge).run();
    const auto before = std::exchange(edge, std::nullopt).value_or(std::vector<StoredTile>());
    const auto is_in = [](const std::vector<StoredTile>& tiles, const StoredTile& tile) {
      return std::find(tiles.begin(), tiles.end(), tile) != tiles.end();
    };
    detail::Query& clearing = query(sql::clear_edge_level);
    for (const StoredTile& tile : before) {
      if (is_in(next, tile)) continue;
      clearing.bind(1, std::int64_t{tile.tree});
      clearing.bind(2, std::int64_t{tile.level});
      clearing.run();
    }
    std::vector<StoredTile> changed;
    for (const StoredTile& tile : next) {
      if (!is_in(before, tile)) changed.push_back(tile);
    }
    detail::insert_tiles(query(sql::insert_edge), changed);
    edge = next;
  }

  void erase_details(const std::vector<Seq>& seqs) {
    if (seqs.empty()) return;
    detail::Query& erasing = query(sql::erase_detail);
    for (const Seq seq : seqs) {
      erasing.bind(1, seq);
      erasing.run();
    }
    execute(sql::rewrite_details);
  }

  /// A reader may keep SQLite from it; the entries are durable all the same, so that no error comes
  /// of it, and whoever closes the ledger last empties it.
  void empty_wal() noexcept {
    sqlite3_exec(database.getHandle(), sql::empty_wal, nullptr, nullptr, nullptr);
  }

  std::filesystem::path file;
  Access access;
  std::unique_ptr<detail::FileLock> lock;
  SQLite::Database database;
  std::optional<std::vector<StoredTile>> edge;  ///< as this writer left it; nothing: not known
  std::map<const char*, std::unique_ptr<detail::Query>> queries;
};

}  // namespace wumei::store
