#pragma once

#include "../unit/audit/temporary_folder.hpp"
#include "fault_vfs.hpp"
#include "story.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace wumei::test {

/// A disk as it is when a session of the story begins or ends.
struct Pause {
  std::size_t step = 0;  ///< the first step that was not done yet
  FaultDisk disk;
  std::string head;      ///< text of the head file, "" for none
  std::string contents;  ///< of the ledger; "" before the founding
};

/// The story told once without a fault, and all that is needed to compare other tellings.
struct Told {
  std::vector<Operation> changes;      ///< everything that was done to the disk
  std::vector<std::string> heads;      ///< the head file before each change, and at the end
  std::vector<std::int64_t> done_at;   ///< by step: changes when it was acknowledged
  std::vector<std::int64_t> sizes;     ///< by step: entries afterwards
  std::vector<std::string> leaves;
  std::vector<Pause> pauses;           ///< one at the beginning of each session, one at the end

  [[nodiscard]] std::int64_t syncs() const;
  /// The end of the session that step `step` belongs to; the last one's for a step beyond.
  [[nodiscard]] const Pause& end_of(std::size_t step) const;
  [[nodiscard]] const Pause& end() const { return pauses.back(); }
};

/// One folder with a simulated disk and a ledger on it.
class Stage {
 public:
  testing::TemporaryFolder folder;
  FaultVfs vfs;
  const std::filesystem::path ledger = folder / "log.wumei";
  const std::filesystem::path head = folder / "log.wumei.head";

  [[nodiscard]] Told tell_all();
  /// Puts a disk and a head file there.
  void set(FaultDisk disk, const std::string& head_text);
  [[nodiscard]] std::string head_text() const;
  /// Contents of the ledger, read without writing.
  [[nodiscard]] std::string read_all() const;
};

/// A seed drawn from another and a number.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::uint64_t number);

}  // namespace wumei::test
