#include "grown.hpp"

#include <wumei/programme/group_writer.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/transfer_commands.hpp>

#include <thread>

#include <sqlite3.h>

namespace wumei::bench {

programme::Founding founding() {
  programme::Founding founding;
  founding.charter.origin = "wumei.example/bench/e1";
  founding.charter.programme = "bench";
  founding.founder = {OfficerId("o-bench"), DeviceId("bench")};
  founding.founder_detail = "{}";
  return founding;
}

Transfer transfer_of(std::int64_t number) {
  return {"t" + std::to_string(10'000'000'000 + number), number * 7919 % transfer_accounts,
          1 + number % 97};
}

namespace {

std::string household(std::int64_t number) {
  return "h/" + std::to_string(1'000'000 + number) + ":honour";
}

/// One transfer of two legs: fund to household, of a kind that no rule looks at.
programme::Command bare_transfer(const programme::Actor& actor, std::int64_t number) {
  programme::Command command;
  command.actor = actor;
  command.kind = "ledger.transfer";
  command.key = transfer_of(number).key;
  command.decide = [number](const programme::State&,
                            const programme::Context&) -> Decision<programme::Drafts> {
    const Transfer transfer = transfer_of(number);
    programme::Drafts drafts(1);
    drafts[0].kind = "ledger.transfer";
    ledger::add_move(drafts[0].moves, "f/V03:honour_given", "", -transfer.points);
    ledger::add_move(drafts[0].moves, household(transfer.household), "", transfer.points);
    return drafts;
  };
  return command;
}

constexpr int villages = 20;
constexpr int households = 100;  ///< of each

std::string digits(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - text.size(), '0') + text;
}

VillageId village_id(std::int64_t village) { return VillageId("V" + digits(village, 2)); }

HouseholdId household_id(std::int64_t village, std::int64_t house) {
  return HouseholdId(digits(village, 2) + "01" + digits(house, 3));
}

/// The same rows that tests/bench/python.py writes, eight thousand a day.
programme::Command honour_transfer(const programme::Actor& actor, std::int64_t number) {
  const std::int64_t village = number % villages + 1;
  const std::int64_t day = number / bulk_batch;
  programme::Command command = programme::transfer_command(
      actor, {"f/" + village_id(village).text() + ":honour_given",
              "h/" + household_id(village, number * 7919 % households + 1).text() + ":honour",
              Honour::of_units((number % 97 + 1) * 100 + 25)});
  command.effective = Date::of(2026, static_cast<int>(day / 28) + 1,
                               static_cast<int>(day % 28) + 1);
  command.key = command.effective->text() + "/transfer/" + digits(number, 9);
  return command;
}

}  // namespace

programme::Command Grown::transfer(const programme::Actor& actor, std::int64_t number) const {
  return growth_ == Growth::bare ? bare_transfer(actor, number) : honour_transfer(actor, number);
}

void Grown::register_households() {
  const programme::Actor actor = founding().founder;
  programme_->begin();
  for (int village = 1; village <= villages; ++village) {
    const VillageId id = village_id(village);
    const GridId grid(id.text() + "-G1");
    static_cast<void>(*programme_->submit(programme::village_command(actor, {id, id.text()})));
    static_cast<void>(*programme_->submit(programme::grid_command(actor, {grid, id, {}})));
    for (int house = 1; house <= households; ++house) {
      programme::HouseholdRegistration asked;
      asked.household = household_id(village, house);
      asked.village = id;
      asked.group = "1";
      asked.grid = grid;
      asked.head = "户主";
      static_cast<void>(*programme_->submit(programme::household_command(actor, asked)));
    }
  }
  static_cast<void>(programme_->commit());
}

void Grown::fresh(const Scratch& scratch, const std::string& name) {
  file = scratch.file(name + ".wumei");
  programme_.reset();
  store_.reset();
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    std::filesystem::remove(file.string() + suffix);
  }
  store_ = std::make_unique<store::SqliteStore>(file, store::Access::create);
  programme_ = std::make_unique<programme::Programme>(
      programme::Programme::create(*store_, clock, ids, founding()));
  if (growth_ == Growth::honour) register_households();
}

std::int64_t Grown::append(std::int64_t entries, std::int64_t batch) {
  const programme::Actor actor = founding().founder;
  for (std::int64_t done = 0; done < entries; done += batch) {
    programme_->begin();
    for (std::int64_t i = done; i < done + batch; ++i) {
      static_cast<void>(*programme_->submit(transfer(actor, i)));
    }
    static_cast<void>(programme_->commit());
  }
  return entries;
}

std::int64_t Grown::append_in_threads(std::int64_t entries, std::int64_t threads) const {
  const programme::Actor actor = founding().founder;
  programme::GroupWriter writer(*programme_);
  std::vector<std::jthread> callers;
  for (std::int64_t first = 0; first < threads; ++first) {
    callers.emplace_back([&, first] {
      for (std::int64_t i = first; i < entries; i += threads) {
        static_cast<void>(*writer.submit(transfer(actor, i)));
      }
    });
  }
  callers.clear();
  return entries;
}

void Grown::fresh_bare(const Scratch& scratch, const std::string& name) {
  if (connection_ != nullptr) sqlite3_close(connection_);
  bare_ = scratch.file(name + ".db");
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(bare_.string() + suffix);
  }
  leaves_.clear();
  store_->read("bench", 1, store_->size("bench"), [&](store::Seq seq, std::string_view leaf) {
    leaves_.push_back({seq, std::string(ledger::decode(leaf).key), std::string(leaf)});
    return true;
  });
  sqlite3_open(bare_.c_str(), &connection_);
  // The ledger's own table, key and triggers; see store/impl/sql.ipp.
  sqlite3_exec(connection_,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
               "CREATE TABLE entry(seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
               " leaf TEXT NOT NULL) STRICT;"
               "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN"
               " SELECT RAISE(ABORT,'no'); END;"
               "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN"
               " SELECT RAISE(ABORT,'no'); END;"
               "CREATE TRIGGER entry_next BEFORE INSERT ON entry WHEN NEW.seq <>"
               " (SELECT coalesce(max(seq),0)+1 FROM entry) BEGIN"
               " SELECT RAISE(ABORT,'gap'); END;",
               nullptr, nullptr, nullptr);
}

std::int64_t Grown::insert_bare(std::int64_t batch) {
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(connection_, "INSERT INTO entry VALUES(?,?,?)", -1, &insert, nullptr);
  const auto count = static_cast<std::int64_t>(leaves_.size());
  for (std::int64_t done = 0; done < count; done += batch) {
    sqlite3_exec(connection_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (std::int64_t i = done; i < std::min(done + batch, count); ++i) {
      const store::StoredEntry& entry = leaves_[static_cast<std::size_t>(i)];
      sqlite3_bind_int64(insert, 1, entry.seq);
      sqlite3_bind_text(insert, 2, entry.key.data(), static_cast<int>(entry.key.size()),
                        SQLITE_STATIC);
      sqlite3_bind_text(insert, 3, entry.leaf.data(), static_cast<int>(entry.leaf.size()),
                        SQLITE_STATIC);
      if (sqlite3_step(insert) != SQLITE_DONE) std::abort();
      sqlite3_reset(insert);
    }
    sqlite3_exec(connection_, "COMMIT", nullptr, nullptr, nullptr);
  }
  sqlite3_finalize(insert);
  return count;
}

std::int64_t Grown::scan() const {
  sqlite3* reader = nullptr;
  sqlite3_open_v2(file.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* select = nullptr;
  sqlite3_prepare_v2(reader, "SELECT leaf FROM entry ORDER BY seq", -1, &select, nullptr);
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  while (sqlite3_step(select) == SQLITE_ROW) {
    bytes += sqlite3_column_bytes(select, 0);
    ++rows;
  }
  sqlite3_finalize(select);
  sqlite3_close(reader);
  return bytes > 0 ? rows : 0;
}

void Grown::close() {
  programme_.reset();
  store_.reset();
}

}  // namespace wumei::bench
