#pragma once

#include <wumei/config.hpp>
#include <wumei/store/impl/sqlite_connection.ipp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

namespace wumei::store::detail {

/// The bytes of the snapshot kept, read or written from their beginning. While it is open for
/// reading the connection stays in one read transaction. The bytes pass through the cache of pages;
/// nothing asks for them again, so that it is kept small meanwhile.
class SnapshotBlob {
 public:
  enum class For : std::uint8_t { reading = 0, writing = 1 };

  /// `usual_cache` is the setting that holds afterwards.
  SnapshotBlob(SQLite::Database& database, std::string file, std::int64_t row, For use,
               const char* usual_cache)
      : handle_(database.getHandle()), file_(std::move(file)), usual_cache_(usual_cache) {
    check(sqlite3_blob_open(handle_, "main", "snapshot", "body", row, static_cast<int>(use),
                            &blob_));
    sqlite3_exec(handle_, sql::small_cache, nullptr, nullptr, nullptr);
  }
  ~SnapshotBlob() {
    sqlite3_blob_close(blob_);
    sqlite3_exec(handle_, usual_cache_, nullptr, nullptr, nullptr);
  }
  SnapshotBlob(const SnapshotBlob&) = delete;
  SnapshotBlob& operator=(const SnapshotBlob&) = delete;

  void read(char* to, std::size_t count) {
    check(sqlite3_blob_read(blob_, to, static_cast<int>(count), at_));
    at_ += static_cast<int>(count);
  }
  void write(std::string_view bytes) {
    check(sqlite3_blob_write(blob_, bytes.data(), static_cast<int>(bytes.size()), at_));
    at_ += static_cast<int>(bytes.size());
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw sqlite_error(handle_, code, file_);
  }

  sqlite3* handle_;
  sqlite3_blob* blob_ = nullptr;
  std::string file_;
  const char* usual_cache_;
  int at_ = 0;
};

}  // namespace wumei::store::detail
