#include "told.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace wumei::test {

std::int64_t Told::syncs() const {
  return std::count_if(changes.begin(), changes.end(), [](const Operation& operation) {
    return operation.change == Change::sync;
  });
}

const Pause& Told::end_of(std::size_t step) const {
  return *std::find_if(pauses.begin(), pauses.end() - 1,
                       [&](const Pause& pause) { return pause.step > step; });
}

Told Stage::tell_all() {
  Told told;
  vfs.disk.watch = [&](const Operation& operation) {
    told.changes.push_back(operation);
    told.heads.push_back(head_text());
  };
  const auto pause = [&](std::size_t step) {
    told.pauses.push_back({step, vfs.disk, head_text(), ""});
    told.pauses.back().disk.watch = nullptr;
  };
  const auto acknowledge = [&](std::size_t, Desk& desk) {
    told.done_at.push_back(vfs.disk.changes());
    told.sizes.push_back(desk.book->size());
  };
  const std::size_t steps = story().size();
  for (std::size_t from = 0; from < steps;) {
    std::size_t until = from + 1;
    while (until < steps && !story()[until].opens) ++until;
    pause(from);
    tell(ledger, from, until, acknowledge);
    from = until;
  }
  pause(steps);
  told.heads.push_back(head_text());
  vfs.disk.watch = nullptr;
  for (Pause& there : told.pauses) {
    if (there.step == 0) continue;
    set(there.disk, there.head);
    there.contents = read_all();
  }
  store::SqliteStore store(ledger, store::Access::read);
  store.read(story_programme, 0, told.sizes.back(), [&](ledger::Seq, std::string_view leaf) {
    told.leaves.emplace_back(leaf);
    return true;
  });
  return told;
}

void Stage::set(FaultDisk disk, const std::string& text) {
  vfs.insert(std::move(disk));
  std::filesystem::remove(head);
  if (!text.empty()) std::ofstream(head, std::ios::binary) << text;
}

std::string Stage::head_text() const {
  std::ifstream stream(head, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string Stage::read_all() const {
  store::SqliteStore store(ledger, store::Access::read);
  return contents(store);
}

std::uint64_t seed_of(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t mixed = seed + (number + 1) * 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
  return mixed ^ mixed >> 27;
}

}  // namespace wumei::test
