#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace wumei::test {

/// An operation that changes a disk. Reads are counted apart.
enum class Change : std::uint8_t { create = 1, write = 2, truncate = 3, sync = 4, remove = 5 };

struct Operation {
  Change change = Change::write;
  std::string name;
  std::int64_t offset = 0;    ///< of a write; the new size of a truncation
  std::string bytes = {};
  bool with_folder = false;   ///< a sync that makes names durable too
};

/// Which of the changes that no sync has confirmed outlive a power cut.
enum class Survivors : std::uint8_t {
  none = 1,  ///< the disk as of the last syncs
  some = 2,  ///< each sector by the toss of a coin
  torn = 3,  ///< everything but a part of the last write's sectors
  all = 4,   ///< everything: only the process died
};

enum class Trouble : std::uint8_t {
  none = 0,
  full = 1,         ///< no room for a write
  write_error = 2,  ///< a change fails; what a failed sync should have kept is lost for good
  read_error = 3,
  short_read = 4,   ///< only the first half is read
  flipped_bit = 5,  ///< one bit of what is read differs
  power_gone = 6,   ///< nothing is changed any more: whoever tries is told of an error
};

/// What goes wrong, from change number `at` on (or read number `at`, for troubles of reading).
struct Fault {
  Trouble trouble = Trouble::none;
  std::int64_t at = 0;
  bool lasting = false;  ///< until `mend`; else once
};

/// A disk of named files as a program and as a power cut see it: what is written can be read at
/// once and is durable after a sync. A name is durable after a sync of its file or of the folder.
/// Copying it copies all files.
class FaultDisk {
 public:
  static constexpr std::int64_t sector = 512;

  explicit FaultDisk(std::uint64_t seed = 1) : dice_(seed) {}

  void plan(const Fault& fault) { fault_ = fault; }
  void mend() { fault_ = {}; }
  /// Called before each change.
  std::function<void(const Operation&)> watch;

  [[nodiscard]] std::int64_t changes() const { return changes_; }
  [[nodiscard]] std::int64_t reads() const { return reads_; }
  [[nodiscard]] bool is_full() const { return fault_.trouble == Trouble::full && hit(changes_); }

  /// SQLite's result code.
  int change(const Operation& operation);
  int read(const std::string& name, char* into, std::int64_t size, std::int64_t offset);

  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }
  [[nodiscard]] std::int64_t size(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] const std::string& bytes(const std::string& name) const;
  /// Changes a file behind everybody's back.
  void damage(const std::string& name, std::int64_t bit);

  /// The power goes and comes back.
  void reboot(Survivors survivors, std::uint64_t seed);

 private:
  struct File {
    std::string seen;
    std::string kept;
    std::vector<Operation> unsynced;
  };

  [[nodiscard]] bool hit(std::int64_t number) const {
    return fault_.trouble != Trouble::none &&
           (fault_.lasting ? number >= fault_.at : number == fault_.at);
  }
  [[nodiscard]] File& file(const std::string& name) { return files_.at(names_.at(name)); }
  void apply(const Operation& operation);
  int fail(const Operation& operation);
  void sync(const Operation& operation);
  [[nodiscard]] std::string survived(const File& file, Survivors survivors, bool last);
  [[nodiscard]] std::string scattered(const Operation& write, std::string bytes);
  [[nodiscard]] bool toss();

  Fault fault_;
  std::int64_t changes_ = 0;
  std::int64_t reads_ = 0;
  std::uint64_t dice_;
  int next_file_ = 0;
  int last_written_ = -1;  ///< file of the last change, when that was a write
  std::map<int, File> files_;
  std::map<std::string, int> names_;
  std::map<std::string, int> kept_names_;
};

}  // namespace wumei::test
