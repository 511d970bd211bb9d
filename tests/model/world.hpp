#pragma once

#include "../fault/fault_vfs.hpp"
#include "../unit/audit/temporary_folder.hpp"
#include "model.hpp"

#include <wumei/programme/programme.hpp>
#include <wumei/store/memory_store.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The ledger as tills and offices see it, on a disk that power may leave, or in memory.
namespace sim {

/// When the power goes while a command is written: at the `change`-th change of the disk from now,
/// and what of the unsynced changes outlives it.
struct PowerCut {
  std::int64_t change = 0;
  wumei::test::Survivors survivors = wumei::test::Survivors::none;
};

[[nodiscard]] wumei::test::Survivors survivors(const std::string& name);

class World {
 public:
  explicit World(bool on_disk);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  wumei::FixedClock clock;
  wumei::CountedIds ids;

  [[nodiscard]] wumei::programme::Programme& book() { return *book_; }
  [[nodiscard]] wumei::store::Store& store() { return *store_; }
  [[nodiscard]] bool on_disk() const { return disk_ != nullptr; }

  /// The process dies and comes back; with a snapshot when one was saved and is asked for.
  void reopen(bool by_snapshot);
  void save_snapshot() { snapshot_ = book_->save_snapshot(); }

  /// From now until `cut`, the disk is watched; only there on a disk.
  void plan(const PowerCut& cut);
  /// The power goes: the disk is as it was at the planned change, or as it is when that never came,
  /// which `true` says: then all that was written had been acknowledged.
  [[nodiscard]] bool cut();
  /// One change of the disk fails, `change` changes from now.
  void break_disk(wumei::test::Trouble trouble, std::int64_t change);
  /// Whether it did not yet.
  [[nodiscard]] bool mend_disk();

  /// The state from the log alone, as a digest; and what the full check of the log says.
  [[nodiscard]] std::string replayed_digest();
  [[nodiscard]] std::string live_digest();
  [[nodiscard]] std::string verified();

 private:
  struct Disk {
    wumei::testing::TemporaryFolder folder;
    wumei::test::FaultVfs vfs;
  };
  void open_store();

  std::unique_ptr<Disk> disk_;
  std::unique_ptr<wumei::store::Store> store_;
  std::optional<wumei::programme::Programme> book_;
  std::string snapshot_;
  PowerCut planned_;
  std::optional<wumei::test::FaultDisk> at_cut_;
  std::int64_t trouble_at_ = 0;
  bool founded_ = false;
};

/// The library's command for the model's; made against the state as it is.
[[nodiscard]] wumei::programme::Command command_of(const naive::Command& command,
                                                   const wumei::programme::Programme& book);
/// The same for leases; nothing for another command.
[[nodiscard]] std::optional<wumei::programme::Command> lease_command_of(
    const naive::Command& command);
/// The same for merchants and suspense.
[[nodiscard]] std::optional<wumei::programme::Command> merchant_command_of(
    const naive::Command& command);
/// What a comparison looks at of an entry about merchants or suspense; nothing for another.
[[nodiscard]] std::optional<std::string> merchant_shown(const wumei::programme::Receipt& receipt);
/// A rule book as the township would write it.
[[nodiscard]] std::string book_text(const naive::Book& book);
[[nodiscard]] std::string sheet_text();

/// What the library answered, in the words of the model. `!` and more for an error.
[[nodiscard]] naive::Outcome outcome_of(
    const wumei::Decision<wumei::programme::Receipt>& decision);
[[nodiscard]] naive::Outcome submit(wumei::programme::Programme& book,
                                    const wumei::programme::Command& command);

/// The first thing that the ledger and the model say differently; "" for nothing.
[[nodiscard]] std::string difference(const wumei::programme::Programme& book,
                                     const naive::Model& model);
/// The same for what is printed: statements, shelves, coverage, the township's page.
[[nodiscard]] std::string report_difference(const wumei::programme::Programme& book,
                                            const naive::Model& model);

/// The same for leases: tills, exposure, what may be lent.
[[nodiscard]] std::string lease_difference(const wumei::programme::Programme& book,
                                           const naive::Model& model);
[[nodiscard]] std::string merchant_difference(const wumei::programme::Programme& book,
                                              const naive::Model& model);
/// The same for keys: what was acknowledged is found again under its own.
[[nodiscard]] std::string key_difference(const wumei::programme::Programme& book,
                                         const naive::Model& model);
/// The same for who would win which plaque.
[[nodiscard]] std::string ranking_difference(const wumei::programme::Programme& book,
                                             const naive::Model& model);
/// The same for what lies behind them: notices, counts, what was taken, balances of other days.
[[nodiscard]] std::string fact_difference(const wumei::programme::Programme& book,
                                          const naive::Model& model);

}  // namespace sim
