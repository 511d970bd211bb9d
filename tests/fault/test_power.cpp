#include "told.hpp"

#include <catch.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <set>

using namespace wumei;
using namespace wumei::test;

namespace {

constexpr std::uint64_t power_seed = 20261124;

/// What the power cut left, and what had been acknowledged by then.
struct Cut {
  FaultDisk disk;
  std::string head;
  std::size_t acknowledged = 0;  ///< steps
};

/// Names, bytes and acknowledged steps: an equal cut needs no second look.
std::string fingerprint(const Cut& cut) {
  std::string all = std::to_string(cut.acknowledged) + cut.head;
  for (const std::string& name : cut.disk.names()) {
    all += name + std::to_string(cut.disk.size(name)) + cut.disk.bytes(name);
  }
  return std::string(sha256(all).bytes());
}

class PowerTest {
 public:
  PowerTest() : told(stage.tell_all()) {}

  Stage stage;
  const Told told;

  /// Steps acknowledged once so many changes were made.
  [[nodiscard]] std::size_t acknowledged(std::int64_t changes) const {
    return static_cast<std::size_t>(
        std::upper_bound(told.done_at.begin(), told.done_at.end(), changes) -
        told.done_at.begin());
  }

  /// The ledger opens with whole commands, each as it was acknowledged; it verifies; the session,
  /// or the whole story, goes on to the same end.
  void check(const Cut& cut, bool to_the_end) {
    stage.set(cut.disk, cut.head);
    const bool founded = cut.acknowledged > 0 || is_founded();
    if (founded) check_opened(cut.acknowledged);
    // A file that the power cut before it was a ledger is removed, and the founding tried again.
    if (!founded) stage.set(FaultDisk(), "");
    const std::size_t next = founded ? std::max<std::size_t>(cut.acknowledged, 1) : 0;
    const Pause& end = to_the_end ? told.end() : told.end_of(next);
    tell(stage.ledger, next, end.step);
    CHECK(stage.read_all() == end.contents);
  }

 private:
  [[nodiscard]] bool is_founded() const {
    try {
      store::SqliteStore store(stage.ledger, store::Access::write);
      const std::int64_t size = store.size(story_programme);
      CHECK((size == 0 || size == told.sizes.front()));
      return size > 0;
    } catch (const Error& error) {
      INFO(error.what());
      CHECK((error.code() == Errc::not_found || error.code() == Errc::bad_input));
      return false;
    }
  }

  void check_opened(std::size_t done) const {
    Desk desk(stage.ledger, store::Access::write);
    const std::int64_t size = desk.book->size();
    const std::int64_t least = done == 0 ? told.sizes[0] : told.sizes[done - 1];
    const std::int64_t most = done < told.sizes.size() ? told.sizes[done] : least;
    CHECK((size == least || size == most));
    std::int64_t same = 0;
    desk.store.read(story_programme, 0, size, [&](ledger::Seq seq, std::string_view leaf) {
      same += leaf == told.leaves[static_cast<std::size_t>(seq)] ? 1 : 0;
      return true;
    });
    CHECK(same == size);
    const audit::Finding finding = verified(desk.store);
    INFO(finding.message);
    CHECK(finding.verdict == audit::Verdict::verified);
    CHECK(finding.entries == size);
    CHECK(finding.erased == 0);
    CHECK(desk.head.read().value_or(audit::SignedHead{}).head.size <= size);
  }
};

constexpr std::array<Survivors, 4> ways{Survivors::none, Survivors::some, Survivors::torn,
                                        Survivors::all};

/// Cuts the power in the midst of what follows a cut: the recovery and the step after it.
void cut_again(PowerTest& test, const Cut& cut, std::uint64_t seed) {
  const std::size_t steps = std::min(cut.acknowledged + 1, story().size());
  std::vector<FaultDisk> states;
  test.stage.set(cut.disk, cut.head);
  test.stage.vfs.disk.watch = [&](const Operation&) { states.push_back(test.stage.vfs.disk); };
  tell(test.stage.ledger, cut.acknowledged, steps);
  test.stage.vfs.disk.watch = nullptr;
  if (states.empty()) return;
  const std::size_t at = seed % states.size();
  INFO("cut again at change " << at << " of what followed");
  Cut second{std::move(states[at]), test.stage.head_text(), cut.acknowledged};
  second.disk.watch = nullptr;
  second.disk.reboot(ways[seed / 7 % ways.size()], seed);
  test.check(second, false);
}

}  // namespace

TEST_CASE("whenever the power goes, the ledger opens with all that was acknowledged", "[power]") {
  PowerTest test;
  const auto total = static_cast<std::int64_t>(test.told.changes.size());
  std::set<std::string> seen;
  FaultDisk rolling;
  std::int64_t twice = 0;
  for (std::int64_t number = 0; number <= total; ++number) {
    if (number > 0) rolling.change(test.told.changes[static_cast<std::size_t>(number - 1)]);
    for (std::size_t way = 0; way < ways.size(); ++way) {
      const std::uint64_t seed = seed_of(power_seed, static_cast<std::uint64_t>(number) * 8 + way);
      Cut cut{rolling, test.told.heads[static_cast<std::size_t>(number)],
              test.acknowledged(number)};
      cut.disk.reboot(ways[way], seed);
      if (!seen.insert(fingerprint(cut)).second) continue;
      INFO("cut after change " << number << " of " << total << ", survivors "
                               << static_cast<int>(ways[way]) << ", seed " << seed);
      test.check(cut, seen.size() % 16 == 0);
      if (cut.acknowledged > 0 && seen.size() % 8 == 0) {
        cut_again(test, cut, seed);
        ++twice;
      }
    }
  }
  std::cout << "power: " << total << " changes, " << test.told.syncs() << " syncs, all cut in "
            << ways.size() << " ways (seed " << power_seed << "): " << seen.size()
            << " different disks, " << twice << " of them cut again\n";
}
