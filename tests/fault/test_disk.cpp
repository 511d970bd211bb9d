#include "fault_disk.hpp"

#include <catch.hpp>

#include <array>

#include <sqlite3.h>

using namespace wumei::test;

namespace {

const std::string page(4096, 'n');

FaultDisk disk_with_old_page() {
  FaultDisk disk;
  disk.change({Change::create, "a"});
  disk.change({Change::write, "a", 0, std::string(4096, 'o')});
  disk.change({Change::sync, "a"});
  return disk;
}

std::string after(FaultDisk disk, Survivors survivors, std::uint64_t seed = 1) {
  disk.reboot(survivors, seed);
  return disk.has("a") ? disk.bytes("a") : "no file";
}

}  // namespace

TEST_CASE("a write is read at once and outlives the power after a sync", "[disk]") {
  FaultDisk disk = disk_with_old_page();
  disk.change({Change::write, "a", 0, page});

  CHECK(disk.bytes("a") == page);
  CHECK(after(disk, Survivors::none) == std::string(4096, 'o'));
  CHECK(after(disk, Survivors::all) == page);
  disk.change({Change::sync, "a"});
  CHECK(after(disk, Survivors::none) == page);
}

TEST_CASE("a torn write has new and old sectors", "[disk]") {
  FaultDisk disk = disk_with_old_page();
  disk.change({Change::write, "a", 4096, page});
  disk.change({Change::write, "a", 0, page});

  const std::string torn = after(disk, Survivors::torn);

  CHECK(torn.substr(4096) == page);
  int old = 0;
  for (std::size_t at = 0; at < 4096; at += 512) {
    const bool is_old = torn.substr(at, 512) == std::string(512, 'o');
    CHECK((is_old || torn.substr(at, 512) == std::string(512, 'n')));
    old += is_old ? 1 : 0;
  }
  CHECK(old > 0);
  CHECK(old < 8);
}

TEST_CASE("a name is durable after a sync of its file or the folder", "[disk]") {
  FaultDisk disk;
  disk.change({Change::create, "a"});
  CHECK(after(disk, Survivors::none) == "no file");
  disk.change({Change::create, "b"});
  disk.change({Change::sync, "b", 0, "", true});
  CHECK(after(disk, Survivors::none).empty());
  disk.change({Change::remove, "a"});
  CHECK(after(disk, Survivors::none).empty());
  CHECK(after(disk, Survivors::all) == "no file");
}

TEST_CASE("what a failed sync should have kept is lost even after a good one", "[disk]") {
  FaultDisk disk = disk_with_old_page();
  disk.change({Change::write, "a", 0, page});
  disk.plan({Trouble::write_error, disk.changes()});

  CHECK(disk.change({Change::sync, "a"}) == SQLITE_IOERR_FSYNC);
  CHECK(disk.change({Change::sync, "a"}) == SQLITE_OK);
  CHECK(disk.bytes("a") == page);
  CHECK(after(disk, Survivors::none) == std::string(4096, 'o'));
}

TEST_CASE("a full disk takes half a write and fails until it is mended", "[disk]") {
  FaultDisk disk = disk_with_old_page();
  disk.plan({Trouble::full, disk.changes(), true});

  CHECK(disk.change({Change::write, "a", 4096, page}) == SQLITE_FULL);
  CHECK(disk.size("a") == 4096 + 2048);
  CHECK(disk.change({Change::write, "a", 4096, page}) == SQLITE_FULL);
  disk.mend();
  CHECK(disk.change({Change::write, "a", 4096, page}) == SQLITE_OK);
}

TEST_CASE("reads fail, end early or differ by one bit, once", "[disk]") {
  FaultDisk disk = disk_with_old_page();
  std::array<char, 512> into{};
  const auto read = [&](Trouble trouble) {
    disk.plan({trouble, disk.reads()});
    return disk.read("a", into.data(), 512, 0);
  };

  CHECK(read(Trouble::read_error) == SQLITE_IOERR_READ);
  CHECK(read(Trouble::short_read) == SQLITE_IOERR_SHORT_READ);
  CHECK(into[255] == 'o');
  CHECK(into[256] == '\0');
  CHECK(read(Trouble::flipped_bit) == SQLITE_OK);
  CHECK(std::string(into.data(), 512) != std::string(512, 'o'));
  CHECK(disk.read("a", into.data(), 512, 0) == SQLITE_OK);
  CHECK(std::string(into.data(), 512) == std::string(512, 'o'));
}
