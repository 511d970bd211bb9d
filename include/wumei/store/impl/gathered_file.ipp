#pragma once

#include <wumei/config.hpp>

#include <cstddef>
#include <new>
#include <string>
#include <vector>

#include <sqlite3.h>

/// SQLite hands each page of its write-ahead log to the system in two calls, and each page of a
/// checkpoint in another. A ledger's writes follow one another in the file, so that here they are
/// gathered, and the system gets a long one: half the time it spends on an addition.
namespace wumei::store::detail {

/// An open file whose writes wait until they are many, until something of the file is asked for,
/// or until it is synced. What waits when the process dies was acknowledged to nobody: SQLite syncs
/// the log before it commits, and the database before it gives up the log (synchronous=FULL).
/// SQLite owns the memory and casts to the base, which must come first.
class GatheredFile {
 public:
  static int open(sqlite3_vfs* machine, const char* name, sqlite3_file* into, int flags,
                  int* got) {
    auto* file = new (into) GatheredFile(machine->szOsFile);
    const int code = machine->xOpen(machine, name, file->real(), flags, got);
    if (code == SQLITE_OK) {
      file->base_.pMethods = &methods();
    } else {
      if (file->real()->pMethods != nullptr) file->real()->pMethods->xClose(file->real());
      file->~GatheredFile();
      into->pMethods = nullptr;
    }
    return code;
  }

 private:
  /// SQLite's own part for Unix writes no more in one call.
  static constexpr std::size_t most = 131'071;

  explicit GatheredFile(int size)
      : memory_((static_cast<std::size_t>(size) + sizeof(Unit) - 1) / sizeof(Unit)) {}

  static GatheredFile& of(sqlite3_file* file) { return *reinterpret_cast<GatheredFile*>(file); }
  [[nodiscard]] sqlite3_file* real() {
    return reinterpret_cast<sqlite3_file*>(memory_.data());
  }
  [[nodiscard]] const sqlite3_io_methods& io() { return *real()->pMethods; }

  /// What could not be written is forgotten: whoever is told undoes the addition it belongs to.
  int flush() {
    if (waiting_.empty()) return SQLITE_OK;
    const int code = io().xWrite(real(), waiting_.data(), static_cast<int>(waiting_.size()), at_);
    waiting_.clear();
    return code;
  }

  int write(const char* bytes, std::size_t size, sqlite3_int64 offset) {
    const bool follows = offset == at_ + static_cast<sqlite3_int64>(waiting_.size());
    if (!follows || waiting_.size() + size > most) {
      if (const int code = flush(); code != SQLITE_OK) return code;
    }
    if (waiting_.empty()) at_ = offset;
    waiting_.append(bytes, size);
    return SQLITE_OK;
  }

  /// What the caller asks once nothing waits any more.
  template <class Ask>
  static int after_flush(sqlite3_file* file, Ask ask) {
    GatheredFile& gathered = of(file);
    const int code = gathered.flush();
    return code != SQLITE_OK ? code : ask(gathered.io(), gathered.real());
  }

  static int close(sqlite3_file* file) {
    GatheredFile& gathered = of(file);
    const int flushed = gathered.flush();
    const int closed = gathered.io().xClose(gathered.real());
    gathered.~GatheredFile();
    return flushed != SQLITE_OK ? flushed : closed;
  }

  static const sqlite3_io_methods& methods();

  using Unit = std::max_align_t;
  sqlite3_file base_{};
  std::vector<Unit> memory_;   ///< the machine's own part
  std::string waiting_;        ///< bytes to be written at `at_`
  sqlite3_int64 at_ = 0;
};

WUMEI_INLINE const sqlite3_io_methods& GatheredFile::methods() {
  static const sqlite3_io_methods all{
      .iVersion = 2,
      .xClose = close,
      .xRead = [](sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
        return after_flush(file, [&](const sqlite3_io_methods& io, sqlite3_file* real) {
          return io.xRead(real, into, size, offset);
        });
      },
      .xWrite = [](sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
        return of(file).write(static_cast<const char*>(from), static_cast<std::size_t>(size),
                              offset);
      },
      .xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
        return after_flush(file, [&](const sqlite3_io_methods& io, sqlite3_file* real) {
          return io.xTruncate(real, size);
        });
      },
      .xSync = [](sqlite3_file* file, int flags) {
        return after_flush(file, [&](const sqlite3_io_methods& io, sqlite3_file* real) {
          return io.xSync(real, flags);
        });
      },
      .xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
        return after_flush(file, [&](const sqlite3_io_methods& io, sqlite3_file* real) {
          return io.xFileSize(real, size);
        });
      },
      .xLock = [](sqlite3_file* file, int level) {
        return of(file).io().xLock(of(file).real(), level);
      },
      .xUnlock = [](sqlite3_file* file, int level) {
        return of(file).io().xUnlock(of(file).real(), level);
      },
      .xCheckReservedLock = [](sqlite3_file* file, int* reserved) {
        return of(file).io().xCheckReservedLock(of(file).real(), reserved);
      },
      .xFileControl = [](sqlite3_file* file, int what, void* more) {
        return of(file).io().xFileControl(of(file).real(), what, more);
      },
      .xSectorSize = [](sqlite3_file* file) { return of(file).io().xSectorSize(of(file).real()); },
      .xDeviceCharacteristics = [](sqlite3_file* file) {
        return of(file).io().xDeviceCharacteristics(of(file).real());
      },
      .xShmMap = [](sqlite3_file* file, int region, int size, int extend, void volatile** out) {
        return of(file).io().xShmMap(of(file).real(), region, size, extend, out);
      },
      .xShmLock = [](sqlite3_file* file, int first, int count, int flags) {
        return of(file).io().xShmLock(of(file).real(), first, count, flags);
      },
      .xShmBarrier = [](sqlite3_file* file) { of(file).io().xShmBarrier(of(file).real()); },
      .xShmUnmap = [](sqlite3_file* file, int remove) {
        return of(file).io().xShmUnmap(of(file).real(), remove);
      },
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
  return all;
}

/// Looked up at every call: a test may put another in its place.
WUMEI_INLINE sqlite3_vfs* machine() { return sqlite3_vfs_find(nullptr); }

/// The machine's file system, but for how files are opened.
WUMEI_INLINE sqlite3_vfs gathering_vfs() {
  sqlite3_vfs vfs{};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(GatheredFile);
  vfs.mxPathname = machine()->mxPathname;
  vfs.zName = "wumei-gathering";
  vfs.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* into, int flags, int* got) {
    return GatheredFile::open(machine(), name, into, flags, got);
  };
  vfs.xDelete = [](sqlite3_vfs*, const char* name, int sync_folder) {
    return machine()->xDelete(machine(), name, sync_folder);
  };
  vfs.xAccess = [](sqlite3_vfs*, const char* name, int flags, int* found) {
    return machine()->xAccess(machine(), name, flags, found);
  };
  vfs.xFullPathname = [](sqlite3_vfs*, const char* name, int size, char* into) {
    return machine()->xFullPathname(machine(), name, size, into);
  };
  vfs.xRandomness = [](sqlite3_vfs*, int size, char* into) {
    return machine()->xRandomness(machine(), size, into);
  };
  vfs.xSleep = [](sqlite3_vfs*, int microseconds) {
    return machine()->xSleep(machine(), microseconds);
  };
  vfs.xGetLastError = [](sqlite3_vfs*, int size, char* into) {
    return machine()->xGetLastError(machine(), size, into);
  };
  vfs.xCurrentTimeInt64 = [](sqlite3_vfs*, sqlite3_int64* now) {
    return machine()->xCurrentTimeInt64(machine(), now);
  };
  return vfs;
}

/// Its name, for opening a database with it.
WUMEI_INLINE const char* gathering() {
  static sqlite3_vfs vfs = gathering_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace wumei::store::detail
