#pragma once

#include "fault_disk.hpp"

#include <array>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace wumei::test {

struct OpenFile;

/// SQLite's default file system, as long as it lives: every database is opened on its `FaultDisk`,
/// so that the store needs no word about it. The store also asks the machine which files there
/// are; `show_files` makes empty ones of the same names and sizes.
///
/// The shared memory of the write-ahead log lies on the heap, shared by the connections of this
/// process as by processes: with exclusive locking SQLite would take another path than the one
/// that ledgers take. It is forgotten when a disk is inserted, as by a restart.
class FaultVfs {
 public:
  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  FaultDisk disk;

  /// Takes another disk; no file may be open.
  void insert(FaultDisk other);
  void show_files() const;

 private:
  friend struct OpenFile;
  struct SharedMemory {
    std::vector<std::unique_ptr<std::array<char, 32768>>> regions;
  };
  static FaultVfs& of(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* into, int flags, int* got);
  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder);
  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* found);
  static int full_path(sqlite3_vfs* vfs, const char* name, int size, char* into);
  static int last_error(sqlite3_vfs* vfs, int size, char* into);
  static int randomness(sqlite3_vfs* vfs, int size, char* into);

  sqlite3_vfs vfs_{};
  std::uint64_t random_ = 1;
  std::list<OpenFile*> open_;
  std::map<std::string, SharedMemory> memory_;
};

}  // namespace wumei::test
