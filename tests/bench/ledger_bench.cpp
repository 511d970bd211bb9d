#include "bench.hpp"

#include <wumei/audit/verify.hpp>
#include <wumei/programme/group_writer.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <memory>
#include <thread>

#include <sqlite3.h>

namespace wumei::bench {
namespace {

constexpr std::int64_t households = 10'000;
constexpr std::int64_t bulk_entries = 400'000;
constexpr std::int64_t bulk_batch = 8'000;
constexpr std::int64_t single_entries = 2'000;
constexpr std::int64_t group_threads = 64;
constexpr std::int64_t group_entries = 19'200;

programme::Founding founding() {
  programme::Founding founding;
  founding.charter.origin = "wumei.example/bench/e1";
  founding.charter.programme = "bench";
  founding.founder = {OfficerId("o-bench"), DeviceId("bench")};
  founding.founder_detail = "{}";
  return founding;
}

std::string household(std::int64_t number) {
  return "h/" + std::to_string(1'000'000 + number % households) + ":honour";
}

/// One transfer of two legs: fund to household, as an app developer would post it.
programme::Command transfer(const programme::Actor& actor, std::int64_t number) {
  programme::Command command;
  command.actor = actor;
  command.kind = "ledger.transfer";
  command.key = "t" + std::to_string(10'000'000'000 + number);
  command.decide = [number](const programme::State&,
                            const programme::Context&) -> Decision<programme::Drafts> {
    const std::int64_t points = 1 + number % 97;
    programme::Drafts drafts(1);
    drafts[0].kind = "ledger.transfer";
    ledger::add_move(drafts[0].moves, "f/V03:honour_given", "", -points);
    ledger::add_move(drafts[0].moves, household(number * 7919), "", points);
    return drafts;
  };
  return command;
}

/// A ledger file that grows by transfers, and the bare file that takes the same leaves.
struct Grown {
  std::filesystem::path file;
  std::filesystem::path bare;
  SystemClock clock;
  RandomIds ids;
  std::unique_ptr<store::SqliteStore> store;
  std::unique_ptr<programme::Programme> programme;
  std::vector<store::StoredEntry> leaves;
  sqlite3* connection = nullptr;

  void fresh(const Scratch& scratch, const std::string& name) {
    file = scratch.file(name + ".wumei");
    programme.reset();
    store.reset();
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
      std::filesystem::remove(file.string() + suffix);
    }
    store = std::make_unique<store::SqliteStore>(file, store::Access::create);
    programme = std::make_unique<programme::Programme>(
        programme::Programme::create(*store, clock, ids, founding()));
  }

  std::int64_t append(std::int64_t entries, std::int64_t batch) {
    const programme::Actor actor = founding().founder;
    for (std::int64_t done = 0; done < entries; done += batch) {
      programme->begin();
      for (std::int64_t i = done; i < done + batch; ++i) {
        static_cast<void>(*programme->submit(transfer(actor, i)));
      }
      static_cast<void>(programme->commit());
    }
    return entries;
  }

  /// Single transfers of many threads at once, each of which waits for its own to be durable.
  [[nodiscard]] std::int64_t append_in_threads(std::int64_t entries, std::int64_t threads) const {
    const programme::Actor actor = founding().founder;
    programme::GroupWriter writer(*programme);
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

  void fresh_bare(const Scratch& scratch, const std::string& name) {
    if (connection != nullptr) sqlite3_close(connection);
    bare = scratch.file(name + ".db");
    for (const char* suffix : {"", "-wal", "-shm"}) {
      std::filesystem::remove(bare.string() + suffix);
    }
    leaves.clear();
    store->read("bench", 1, store->size("bench"), [&](store::Seq seq, std::string_view leaf) {
      leaves.push_back({seq, std::string(ledger::decode(leaf).key), std::string(leaf)});
      return true;
    });
    sqlite3_open(bare.c_str(), &connection);
    // The ledger's own table, key and triggers; see store/impl/sql.ipp.
    sqlite3_exec(connection,
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

  std::int64_t insert_bare(std::int64_t batch) {
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(connection, "INSERT INTO entry VALUES(?,?,?)", -1, &insert, nullptr);
    const auto count = static_cast<std::int64_t>(leaves.size());
    for (std::int64_t done = 0; done < count; done += batch) {
      sqlite3_exec(connection, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
      for (std::int64_t i = done; i < std::min(done + batch, count); ++i) {
        const store::StoredEntry& entry = leaves[static_cast<std::size_t>(i)];
        sqlite3_bind_int64(insert, 1, entry.seq);
        sqlite3_bind_text(insert, 2, entry.key.data(), static_cast<int>(entry.key.size()),
                          SQLITE_STATIC);
        sqlite3_bind_text(insert, 3, entry.leaf.data(), static_cast<int>(entry.leaf.size()),
                          SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) std::abort();
        sqlite3_reset(insert);
      }
      sqlite3_exec(connection, "COMMIT", nullptr, nullptr, nullptr);
    }
    sqlite3_finalize(insert);
    return count;
  }

  /// The cheapest thing that touches every leaf: what replay and verify are measured against.
  [[nodiscard]] std::int64_t scan() const {
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
};

Figure append_figure(const Scratch& scratch, const std::string& name, std::int64_t entries,
                     std::int64_t batch) {
  const auto grown = std::make_shared<Grown>();
  Figure figure;
  figure.name = name;
  figure.unit = "1/s";
  figure.baseline_name = "prepared single-row INSERT of the same leaves, same table and triggers";
  figure.candidate = {[=, &scratch] { grown->fresh(scratch, name); },
                      [=] { return grown->append(entries, batch); }};
  figure.baseline = {[=, &scratch] { grown->fresh_bare(scratch, name); },
                     [=] { return grown->insert_bare(batch); }};
  return figure;
}

Figure group_figure(const Scratch& scratch) {
  const auto grown = std::make_shared<Grown>();
  const auto prepare = [=, &scratch] { grown->fresh(scratch, "append.group64"); };
  const auto together = [=] { return grown->append_in_threads(group_entries, group_threads); };
  const auto alone = [=] { return grown->append(single_entries, 1); };
  return {"append.group64", "1/s", {prepare, together}, {prepare, alone},
          "the same transfers by one thread, a commit each", 5};
}

/// One ledger of 400,000 transfers, made when the first figure needs it.
std::shared_ptr<Grown> shared_ledger(const Scratch& scratch) {
  const auto grown = std::make_shared<Grown>();
  grown->file = scratch.file("shared.wumei");
  return grown;
}

void fill_once(Grown& grown, const Scratch& scratch) {
  if (std::filesystem::exists(grown.file)) return;
  grown.fresh(scratch, "shared");
  static_cast<void>(grown.append(bulk_entries, bulk_batch));
  grown.programme.reset();
  grown.store.reset();
}

std::int64_t replay(Grown& grown) {
  store::SqliteStore store(grown.file, store::Access::read);
  return programme::Programme::open(store, grown.clock, grown.ids,
                                    {.programme = "bench", .write = false})
      .size();
}

std::int64_t verify_all(Grown& grown) {
  store::SqliteStore store(grown.file, store::Access::read);
  programme::ProgrammeReplay replay;
  const audit::Finding finding = audit::verify(store::log_reader(store, "bench"), replay, {});
  // Bare transfers are of no kind whose rules can be checked, so this is as good as it gets.
  if (finding.verdict != audit::Verdict::could_not_check) std::abort();
  return finding.entries;
}

}  // namespace

std::vector<Figure> ledger_figures(const Scratch& scratch) {
  std::vector<Figure> figures;
  figures.push_back(append_figure(scratch, "append.batch8000", bulk_entries, bulk_batch));
  figures.push_back(append_figure(scratch, "append.batch100", bulk_entries / 4, 100));
  figures.push_back(append_figure(scratch, "append.batch1", single_entries, 1));
  figures.push_back(group_figure(scratch));
  const std::shared_ptr<Grown> grown = shared_ledger(scratch);
  const auto prepare = [=, &scratch] { fill_once(*grown, scratch); };
  const Work scan{prepare, [=] { return grown->scan(); }};
  figures.push_back({"replay", "1/s", {prepare, [=] { return replay(*grown); }}, scan,
                     "SELECT leaf", 5});
  figures.push_back({"verify.one_core", "1/s", {prepare, [=] { return verify_all(*grown); }},
                     scan, "SELECT leaf", 5});
  return figures;
}

}  // namespace wumei::bench
