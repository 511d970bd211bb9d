#include "fault_vfs.hpp"

#include <wumei/base/assert.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>

namespace wumei::test {

/// What SQLite holds of an open file. The base must come first.
struct OpenFile {
  sqlite3_file base{};
  FaultVfs* vfs = nullptr;
  std::string name;
  bool syncs_folder = false;  ///< a new journal: its first sync makes its name durable
  bool passing = false;       ///< goes when it is closed
  int lock = SQLITE_LOCK_NONE;
  unsigned shared = 0;        ///< bits of the shared memory's locks
  unsigned exclusive = 0;

  static OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
  [[nodiscard]] FaultDisk& disk() const { return vfs->disk; }

  /// The highest lock that another connection holds on the same file.
  [[nodiscard]] int others_lock() const {
    int highest = SQLITE_LOCK_NONE;
    for (const OpenFile* other : vfs->open_) {
      if (other != this && other->name == name) highest = std::max(highest, other->lock);
    }
    return highest;
  }
  [[nodiscard]] bool others_hold(unsigned bits, bool also_shared) const {
    return std::any_of(vfs->open_.begin(), vfs->open_.end(), [&](const OpenFile* other) {
      const unsigned held = other->exclusive | (also_shared ? other->shared : 0);
      return other != this && other->name == name && (held & bits) != 0;
    });
  }

  static int close(sqlite3_file* base);
  static int shm_map(sqlite3_file* base, int region, int size, int extend, void volatile** out);
};

namespace {

int read_file(sqlite3_file* base, void* into, int size, sqlite3_int64 offset) {
  const OpenFile& file = OpenFile::of(base);
  return file.disk().read(file.name, static_cast<char*>(into), size, offset);
}

int write_file(sqlite3_file* base, const void* from, int size, sqlite3_int64 offset) {
  const OpenFile& file = OpenFile::of(base);
  return file.disk().change({Change::write, file.name, offset,
                             {static_cast<const char*>(from), static_cast<std::size_t>(size)}});
}

int truncate_file(sqlite3_file* base, sqlite3_int64 size) {
  const OpenFile& file = OpenFile::of(base);
  return file.disk().change({Change::truncate, file.name, size});
}

int sync_file(sqlite3_file* base, int /*flags*/) {
  OpenFile& file = OpenFile::of(base);
  const int code = file.disk().change({Change::sync, file.name, 0, "", file.syncs_folder});
  if (code == SQLITE_OK) file.syncs_folder = false;
  return code;
}

int file_size(sqlite3_file* base, sqlite3_int64* size) {
  const OpenFile& file = OpenFile::of(base);
  *size = file.disk().size(file.name);
  return SQLITE_OK;
}

int lock_file(sqlite3_file* base, int level) {
  OpenFile& file = OpenFile::of(base);
  if (file.lock >= level) return SQLITE_OK;
  const int others = file.others_lock();
  if (level == SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED && others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
    file.lock = SQLITE_LOCK_PENDING;
    return SQLITE_BUSY;
  }
  file.lock = level;
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* base, int level) {
  OpenFile& file = OpenFile::of(base);
  file.lock = std::min(file.lock, level);
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* base, int* reserved) {
  const OpenFile& file = OpenFile::of(base);
  *reserved = std::max(file.lock, file.others_lock()) >= SQLITE_LOCK_RESERVED ? 1 : 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_lock(sqlite3_file* base, int first, int count, int flags) {
  OpenFile& file = OpenFile::of(base);
  const unsigned bits = ((1U << count) - 1) << first;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    file.shared &= ~bits;
    file.exclusive &= ~bits;
    return SQLITE_OK;
  }
  const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (file.others_hold(bits, alone)) return SQLITE_BUSY;
  (alone ? file.exclusive : file.shared) |= bits;
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

/// Kept until a disk is inserted: the next connection finds it as the one before left it.
int shm_unmap(sqlite3_file* base, int /*remove*/) {
  OpenFile& file = OpenFile::of(base);
  file.shared = file.exclusive = 0;
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = OpenFile::close,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = OpenFile::shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int sleep_not(sqlite3_vfs*, int microseconds) { return microseconds; }

}  // namespace

int OpenFile::close(sqlite3_file* base) {
  OpenFile& file = of(base);
  if (file.passing) static_cast<void>(file.disk().change({Change::remove, file.name}));
  FaultVfs& vfs = *file.vfs;
  vfs.open_.remove(&file);
  const bool last = std::none_of(vfs.open_.begin(), vfs.open_.end(),
                                 [&](const OpenFile* other) { return other->name == file.name; });
  if (last) vfs.memory_.erase(file.name);
  file.~OpenFile();
  return SQLITE_OK;
}

/// Shared memory is a file too: on a full disk it cannot grow.
int OpenFile::shm_map(sqlite3_file* base, int region, int size, int extend, void volatile** out) {
  const OpenFile& file = of(base);
  auto& regions = file.vfs->memory_[file.name].regions;
  const auto wanted = static_cast<std::size_t>(region);
  WUMEI_ASSERT(size == 32768);
  *out = nullptr;
  if (wanted >= regions.size() && extend == 0) return SQLITE_OK;
  if (wanted >= regions.size() && file.disk().is_full()) return SQLITE_IOERR_SHMSIZE;
  while (wanted >= regions.size()) {
    regions.push_back(std::make_unique<std::array<char, 32768>>());
    regions.back()->fill(0);
  }
  *out = regions[wanted]->data();
  return SQLITE_OK;
}

FaultVfs::FaultVfs() {
  const sqlite3_vfs* machine = sqlite3_vfs_find(nullptr);
  vfs_ = *machine;
  vfs_.szOsFile = sizeof(OpenFile);
  vfs_.pNext = nullptr;
  vfs_.zName = "wumei-fault";
  vfs_.pAppData = this;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  vfs_.xAccess = access;
  vfs_.xFullPathname = full_path;
  vfs_.xRandomness = randomness;
  vfs_.xSleep = sleep_not;
  vfs_.xGetLastError = last_error;
  sqlite3_vfs_register(&vfs_, 1);
  sqlite3_randomness(0, nullptr);  // the same salts in every run
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs_);
  for (const std::string& name : disk.names()) std::filesystem::remove(name);
}

void FaultVfs::insert(FaultDisk other) {
  WUMEI_ASSERT(open_.empty());
  for (const std::string& name : disk.names()) std::filesystem::remove(name);
  memory_.clear();
  disk = std::move(other);
  show_files();
}

void FaultVfs::show_files() const {
  for (const std::string& name : disk.names()) {
    std::ofstream(name, std::ios::app).flush();
    std::filesystem::resize_file(name, static_cast<std::uintmax_t>(disk.size(name)));
  }
}

int FaultVfs::open(sqlite3_vfs* base, const char* name, sqlite3_file* into, int flags, int* got) {
  FaultVfs& vfs = of(base);
  into->pMethods = nullptr;
  const std::string path =
      name == nullptr ? "passing-" + std::to_string(vfs.disk.changes()) : name;
  const bool there = vfs.disk.has(path);
  if (!there && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  if (!there) {
    if (const int code = vfs.disk.change({Change::create, path}); code != SQLITE_OK) return code;
    if (name != nullptr) std::ofstream(path, std::ios::app).flush();
  }
  auto* file = new (into) OpenFile;
  file->base.pMethods = &methods;
  file->vfs = &vfs;
  file->name = path;
  file->syncs_folder =
      !there && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  file->passing = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  vfs.open_.push_back(file);
  if (got != nullptr) *got = flags;
  return SQLITE_OK;
}

int FaultVfs::remove(sqlite3_vfs* base, const char* name, int sync_folder) {
  FaultVfs& vfs = of(base);
  if (!vfs.disk.has(name)) return SQLITE_IOERR_DELETE_NOENT;
  int code = vfs.disk.change({Change::remove, name});
  if (code != SQLITE_OK) return code;
  std::filesystem::remove(name);
  if (sync_folder != 0) code = vfs.disk.change({Change::sync, name, 0, "", true});
  return code;
}

int FaultVfs::access(sqlite3_vfs* base, const char* name, int flags, int* found) {
  const FaultVfs& vfs = of(base);
  const bool there = vfs.disk.has(name);
  *found = there && (flags != SQLITE_ACCESS_EXISTS || vfs.disk.size(name) > 0) ? 1 : 0;
  return SQLITE_OK;
}

int FaultVfs::full_path(sqlite3_vfs*, const char* name, int size, char* into) {
  sqlite3_snprintf(size, into, "%s", name);
  return SQLITE_OK;
}

/// As the system's `errno`.
int FaultVfs::last_error(sqlite3_vfs* base, int, char*) {
  return of(base).disk.is_full() ? ENOSPC : EIO;
}

int FaultVfs::randomness(sqlite3_vfs* base, int size, char* into) {
  FaultVfs& vfs = of(base);
  for (int i = 0; i < size; ++i) {
    vfs.random_ = vfs.random_ * 6364136223846793005U + 1442695040888963407U;
    into[i] = static_cast<char>(vfs.random_ >> 56);
  }
  return size;
}

}  // namespace wumei::test
