#include "told.hpp"

#include <catch.hpp>

#include <algorithm>
#include <iostream>
#include <map>

using namespace wumei;
using namespace wumei::test;

namespace {

constexpr std::uint64_t damage_seed = 20261125;
constexpr std::int64_t flips = 1500;

/// How many entries are found by their key.
std::int64_t keys_found(store::SqliteStore& store) {
  std::int64_t found = 0;
  store.read_rows(0, store.size(story_programme), [&](const audit::StoredRow& row) {
    found += store.find_key(story_programme, *row.key) == row.seq ? 1 : 0;
    return true;
  });
  return found;
}

/// Opens, verifies and reads everything. How it ended; a ledger that verifies must be the true one.
std::string look(const Stage& stage, const std::string& truth) {
  try {
    store::SqliteStore store(stage.ledger, store::Access::read);
    const audit::Finding finding = verified(store);
    if (finding.verdict != audit::Verdict::verified) return "named by verify";
    store.check_keys();
    CHECK(contents(store) == truth);
    CHECK(keys_found(store) == finding.entries);
    return "harmless";
  } catch (const Error& error) {
    INFO(error.what());
    CHECK((error.code() == Errc::corrupt || error.code() == Errc::bad_input ||
           error.code() == Errc::unsupported || error.code() == Errc::io));
    return "refused: " + std::string(name(error.code()));
  }
}

void print(const std::string& what, const std::map<std::string, int>& endings) {
  std::cout << what << ":";
  for (const auto& [ending, count] : endings) std::cout << ' ' << count << ' ' << ending << ',';
  std::cout << " seed " << damage_seed << '\n';
}

}  // namespace

TEST_CASE("a bit flipped in the file never passes over wrong bytes", "[damage]") {
  Stage stage;
  const Told told = stage.tell_all();
  const FaultDisk& whole = told.end().disk;
  const auto bits = static_cast<std::uint64_t>(whole.size(stage.ledger.string()) * 8);
  std::map<std::string, int> endings;
  for (std::int64_t number = 0; number < flips; ++number) {
    // The first hundred bytes say how the file is read: they get more than their share.
    const std::uint64_t among = number % 8 == 0 ? 800 : bits;
    const std::uint64_t bit = seed_of(damage_seed, static_cast<std::uint64_t>(number)) % among;
    INFO("bit " << bit % 8 << " of byte " << bit / 8);
    FaultDisk disk = whole;
    disk.damage(stage.ledger.string(), static_cast<std::int64_t>(bit));
    stage.set(disk, told.end().head);

    ++endings[look(stage, told.end().contents)];
  }
  print("flipped bits", endings);
}

TEST_CASE("a read that fails, ends early or lies never passes over wrong bytes", "[damage]") {
  Stage stage;
  const Told told = stage.tell_all();
  const FaultDisk& whole = told.end().disk;
  stage.set(whole, told.end().head);
  REQUIRE(look(stage, told.end().contents) == "harmless");
  const std::int64_t first = whole.reads();
  const std::int64_t reads = stage.vfs.disk.reads() - first;
  std::map<std::string, int> endings;
  for (const Trouble trouble :
       {Trouble::read_error, Trouble::short_read, Trouble::flipped_bit}) {
    for (std::int64_t number = 0; number < reads; ++number) {
      INFO("trouble " << static_cast<int>(trouble) << " at read " << number << " of " << reads);
      stage.set(whole, told.end().head);
      stage.vfs.disk.plan({trouble, first + number, false});

      ++endings[look(stage, told.end().contents)];
    }
  }
  print("troubled reads", endings);
}

TEST_CASE("a bit flipped in what a crash left to recover costs whole commands at most",
          "[damage]") {
  Stage stage;
  const Told told = stage.tell_all();
  FaultDisk disk;
  const auto signing = static_cast<std::size_t>(told.done_at[told.done_at.size() - 3]);
  for (std::size_t number = 0; number < signing; ++number) disk.change(told.changes[number]);
  disk.reboot(Survivors::all, 1);
  const std::string wal = stage.ledger.string() + "-wal";
  REQUIRE(disk.has(wal));
  const auto bits = static_cast<std::uint64_t>(disk.size(wal) * 8);
  for (std::int64_t number = 0; number < flips / 10; ++number) {
    const std::uint64_t bit = seed_of(damage_seed, static_cast<std::uint64_t>(number)) % bits;
    INFO("bit " << bit % 8 << " of byte " << bit / 8 << " of the write-ahead log");
    FaultDisk damaged = disk;
    damaged.damage(wal, static_cast<std::int64_t>(bit));
    stage.set(damaged, told.heads[signing]);

    store::SqliteStore store(stage.ledger, store::Access::read);
    const std::int64_t size = store.size(story_programme);
    CHECK(verified(store).verdict == audit::Verdict::verified);
    CHECK(std::count(told.sizes.begin(), told.sizes.end(), size) > 0);
    CHECK(store.leaf(story_programme, size - 1) ==
          told.leaves[static_cast<std::size_t>(size - 1)]);
  }
}
