#include "world.hpp"

#include <wumei/audit/verify.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

#include <stdexcept>

namespace sim {

using namespace wumei;

namespace {

const store::ProgrammeId programme_id = "sim";

programme::Founding founding() {
  programme::Founding asked;
  asked.charter.origin = "wumei.example/sim/e1";
  asked.charter.programme = programme_id;
  asked.charter.title = "官桥镇";
  asked.charter.rehearsal = true;
  asked.founder = {OfficerId("o-head"), DeviceId("pc")};
  asked.founder_detail = "{\"name\":\"王站长\",\"pin\":\"\"}";
  return asked;
}

}  // namespace

test::Survivors survivors(const std::string& name) {
  if (name == "some") return test::Survivors::some;
  if (name == "torn") return test::Survivors::torn;
  if (name == "all") return test::Survivors::all;
  return test::Survivors::none;
}

World::World(bool on_disk)
    : clock(Instant::parse("2026-04-01T09:00:00+08:00")), ids(7),
      disk_(on_disk ? std::make_unique<Disk>() : nullptr) {
  open_store();
  book_.emplace(programme::Programme::create(*store_, clock, ids, founding()));
  founded_ = true;
}

World::~World() {
  book_.reset();
  store_.reset();
}

void World::open_store() {
  if (disk_ == nullptr) {
    if (store_ == nullptr) store_ = std::make_unique<store::MemoryStore>();
    return;
  }
  store_.reset();
  disk_->vfs.show_files();
  store_ = std::make_unique<store::SqliteStore>(
      disk_->folder / "sim.wumei", founded_ ? store::Access::write : store::Access::create);
}

void World::reopen(bool by_snapshot) {
  book_.reset();
  open_store();
  book_.emplace(programme::Programme::open(
      *store_, clock, ids,
      {.programme = programme_id, .snapshot_digest = by_snapshot ? snapshot_ : ""}));
}

void World::plan(const PowerCut& cut) {
  planned_ = cut;
  at_cut_.reset();
  if (disk_ == nullptr) return;
  test::FaultDisk& disk = disk_->vfs.disk;
  planned_.change += disk.changes();
  disk.watch = [this, &disk](const test::Operation&) {
    if (disk.changes() != planned_.change || at_cut_) return;
    at_cut_ = disk;
    at_cut_->watch = nullptr;
  };
}

bool World::cut() {
  if (disk_ == nullptr) {
    reopen(false);
    return true;
  }
  disk_->vfs.disk.watch = nullptr;
  const bool acknowledged = !at_cut_;
  if (!at_cut_) at_cut_ = disk_->vfs.disk;
  book_.reset();
  store_.reset();
  at_cut_->reboot(planned_.survivors, static_cast<std::uint64_t>(planned_.change));
  disk_->vfs.insert(std::move(*at_cut_));
  at_cut_.reset();
  reopen(false);
  return acknowledged;
}

void World::break_disk(test::Trouble trouble, std::int64_t change) {
  if (disk_ == nullptr) return;
  trouble_at_ = disk_->vfs.disk.changes() + change;
  disk_->vfs.disk.plan({trouble, trouble_at_, false});
}

bool World::mend_disk() {
  if (disk_ == nullptr) return true;
  disk_->vfs.disk.mend();
  return disk_->vfs.disk.changes() <= trouble_at_;
}

std::string World::replayed_digest() {
  programme::Programme fresh = programme::Programme::open(
      *store_, clock, ids, {.programme = programme_id, .write = false});
  return fresh.save_snapshot();
}

std::string World::live_digest() { return book_->save_snapshot(); }

std::string World::verified() {
  programme::ProgrammeReplay replay;
  const audit::Finding found =
      audit::verify(store::log_reader(*store_, programme_id), replay, {});
  if (found.verdict == audit::Verdict::verified && found.head.root == book_->root()) return "";
  return std::string(audit::name(found.verdict)) + " at entry " + std::to_string(found.seq) +
         ", law " + std::to_string(found.law) + ": " + found.message;
}

}  // namespace sim
