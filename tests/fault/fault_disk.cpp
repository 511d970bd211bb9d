#include "fault_disk.hpp"

#include <algorithm>
#include <cstring>

#include <sqlite3.h>

namespace wumei::test {

namespace {

void change_bytes(std::string& bytes, const Operation& operation) {
  const auto offset = static_cast<std::size_t>(operation.offset);
  if (operation.change == Change::truncate) {
    bytes.resize(offset);
    return;
  }
  bytes.resize(std::max(bytes.size(), offset + operation.bytes.size()));
  bytes.replace(offset, operation.bytes.size(), operation.bytes);
}

}  // namespace

int FaultDisk::change(const Operation& operation) {
  if (watch) watch(operation);
  const std::int64_t number = changes_++;
  const bool changes_fail = fault_.trouble == Trouble::full ||
                            fault_.trouble == Trouble::write_error ||
                            fault_.trouble == Trouble::power_gone;
  if (changes_fail && hit(number)) return fail(operation);
  apply(operation);
  return SQLITE_OK;
}

void FaultDisk::apply(const Operation& operation) {
  last_written_ = -1;
  switch (operation.change) {
    case Change::create:
      names_[operation.name] = next_file_;
      files_[next_file_++] = {};
      return;
    case Change::remove:
      names_.erase(operation.name);
      return;
    case Change::sync:
      sync(operation);
      return;
    case Change::write:
      last_written_ = names_.at(operation.name);
      break;
    case Change::truncate:
      break;
  }
  File& changed = file(operation.name);
  change_bytes(changed.seen, operation);
  changed.unsynced.push_back(operation);
}

void FaultDisk::sync(const Operation& operation) {
  const auto found = names_.find(operation.name);
  if (found != names_.end()) {
    File& synced = files_.at(found->second);
    for (const Operation& waiting : synced.unsynced) change_bytes(synced.kept, waiting);
    synced.unsynced.clear();
    kept_names_[operation.name] = found->second;
  }
  if (operation.with_folder) kept_names_ = names_;
}

/// A write that fails has written its first half. A full disk still syncs and forgets. A failed
/// sync forgets what it should have kept, as Linux does: the pages count as clean afterwards.
int FaultDisk::fail(const Operation& operation) {
  if (fault_.trouble == Trouble::power_gone) return SQLITE_IOERR;
  const bool full = fault_.trouble == Trouble::full;
  Operation half = operation;
  half.bytes.resize(operation.bytes.size() / 2);
  switch (operation.change) {
    case Change::create:
      return SQLITE_CANTOPEN;
    case Change::write:
      apply(half);
      return full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    case Change::truncate:
      if (!full) return SQLITE_IOERR_TRUNCATE;
      break;
    case Change::sync:
      if (full) break;
      if (has(operation.name)) file(operation.name).unsynced.clear();
      return SQLITE_IOERR_FSYNC;
    case Change::remove:
      if (!full) return SQLITE_IOERR_DELETE;
      break;
  }
  apply(operation);
  return SQLITE_OK;
}

int FaultDisk::read(const std::string& name, char* into, std::int64_t size, std::int64_t offset) {
  const std::int64_t number = reads_++;
  const std::string& bytes = file(name).seen;
  const auto end = static_cast<std::int64_t>(bytes.size());
  std::int64_t there = std::clamp<std::int64_t>(end - offset, 0, size);
  const bool struck = hit(number);
  if (struck && fault_.trouble == Trouble::read_error) return SQLITE_IOERR_READ;
  if (struck && fault_.trouble == Trouble::short_read) there /= 2;
  if (there > 0) std::memcpy(into, bytes.data() + offset, static_cast<std::size_t>(there));
  std::memset(into + there, 0, static_cast<std::size_t>(size - there));
  if (struck && fault_.trouble == Trouble::flipped_bit && there > 0) {
    static_cast<void>(toss());
    const std::uint64_t bit = (dice_ >> 16) % static_cast<std::uint64_t>(there * 8);
    into[bit / 8] = static_cast<char>(into[bit / 8] ^ (1 << (bit % 8)));
  }
  return there < size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

std::int64_t FaultDisk::size(const std::string& name) const {
  return static_cast<std::int64_t>(bytes(name).size());
}

const std::string& FaultDisk::bytes(const std::string& name) const {
  return files_.at(names_.at(name)).seen;
}

std::vector<std::string> FaultDisk::names() const {
  std::vector<std::string> all;
  for (const auto& [name, number] : names_) all.push_back(name);
  return all;
}

void FaultDisk::damage(const std::string& name, std::int64_t bit) {
  for (std::string* bytes : {&file(name).seen, &file(name).kept}) {
    char& byte = bytes->at(static_cast<std::size_t>(bit / 8));
    byte = static_cast<char>(byte ^ (1 << (bit % 8)));
  }
}

void FaultDisk::reboot(Survivors survivors, std::uint64_t seed) {
  dice_ = seed;
  const bool keep_names = survivors == Survivors::all || survivors == Survivors::torn ||
                          (survivors == Survivors::some && toss());
  if (!keep_names) names_ = kept_names_;
  std::map<int, File> after;
  for (const auto& [name, number] : names_) {
    std::string bytes = survived(files_.at(number), survivors, number == last_written_);
    after[number] = {bytes, bytes, {}};
  }
  files_ = std::move(after);
  kept_names_ = names_;
  last_written_ = -1;
  mend();
}

std::string FaultDisk::survived(const File& file, Survivors survivors, bool last) {
  std::string bytes = file.kept;
  if (survivors == Survivors::none) return bytes;
  for (const Operation& operation : file.unsynced) {
    const bool torn = survivors == Survivors::torn && last && &operation == &file.unsynced.back();
    const bool whole = operation.change == Change::truncate;
    if (!torn && survivors != Survivors::some) {
      change_bytes(bytes, operation);
    } else if (!whole) {
      bytes = scattered(operation, std::move(bytes));
    } else if (toss()) {
      change_bytes(bytes, operation);
    }
  }
  return bytes;
}

/// The sectors of a write that reached the disk; each by a toss.
std::string FaultDisk::scattered(const Operation& write, std::string bytes) {
  const auto end = write.offset + static_cast<std::int64_t>(write.bytes.size());
  for (std::int64_t at = write.offset; at < end;) {
    const std::int64_t next = std::min(end, (at / sector + 1) * sector);
    if (toss()) {
      Operation part = write;
      part.offset = at;
      part.bytes = write.bytes.substr(static_cast<std::size_t>(at - write.offset),
                                      static_cast<std::size_t>(next - at));
      change_bytes(bytes, part);
    }
    at = next;
  }
  return bytes;
}

bool FaultDisk::toss() {
  dice_ = dice_ * 6364136223846793005U + 1442695040888963407U;
  return (dice_ >> 40 & 1) != 0;
}

}  // namespace wumei::test
