#include "bench.hpp"

#include <wumei/audit/head_file.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <memory>
#include <optional>

#include <sqlite3.h>

/// What a township's people wait for, over the ledger that a season left.
namespace wumei::bench {
namespace {

constexpr std::size_t statements = 50;

/// The ledger opened for reading, as the command line opens it.
struct Opened {
  explicit Opened(const std::filesystem::path& file) : store(file, store::Access::read) {}

  void open(const std::string& snapshot_digest) {
    programme.emplace(programme::Programme::open(
        store, clock, ids, {.snapshot_digest = snapshot_digest, .write = false}));
  }

  store::SqliteStore store;
  SystemClock clock;
  RandomIds ids;
  std::optional<programme::Programme> programme;
};

std::string trusted_snapshot(const std::filesystem::path& township) {
  return audit::HeadFile(township.string() + ".head").trusted_snapshot();
}

std::int64_t open_once(const std::filesystem::path& township, const std::string& digest) {
  Opened opened(township);
  opened.open(digest);
  return opened.programme->size() > 0 ? 1 : 0;
}

Figure open_figure(const std::filesystem::path& township) {
  Figure figure{"open.snapshot", "s", {}, {}, "opening by replay from the first entry"};
  figure.candidate.run = [=] { return open_once(township, trusted_snapshot(township)); };
  figure.baseline.run = [=] { return open_once(township, {}); };
  return figure;
}

/// Fifty households, spread over the register.
std::vector<HouseholdId> some_households(const programme::State& state) {
  std::vector<HouseholdId> chosen;
  const std::size_t step = state.people.households.size() / statements;
  std::size_t place = 0;
  for (const auto& [id, household] : state.people.households) {
    if (place++ % step == 0 && chosen.size() < statements) chosen.push_back(id);
  }
  return chosen;
}

std::int64_t print_statements(const Opened& opened) {
  std::size_t bytes = 0;
  for (const HouseholdId& household : some_households(opened.programme->state())) {
    publish::StatementQuery query;
    query.household = household;
    query.day = opened.programme->state().book.last_recorded().date(480);
    const publish::Statement statement = publish::gather_statement(*opened.programme, query);
    bytes += publish::statement_html(statement, query.language).size();
  }
  return bytes > 0 ? 1 : 0;
}

/// The ledger's own view, once for all fifty.
std::int64_t select_statements(const Opened& opened, const std::filesystem::path& township) {
  std::string text = "SELECT * FROM household_statement WHERE household IN (''";
  for (const HouseholdId& household : some_households(opened.programme->state())) {
    text += ",'" + household.text() + "'";
  }
  text += ") ORDER BY household, seq";
  sqlite3* reader = nullptr;
  sqlite3_open_v2(township.c_str(), &reader, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* select = nullptr;
  sqlite3_prepare_v2(reader, text.c_str(), -1, &select, nullptr);
  std::int64_t rows = 0;
  while (sqlite3_step(select) == SQLITE_ROW) ++rows;
  sqlite3_finalize(select);
  sqlite3_close(reader);
  return rows > 0 ? 1 : 0;
}

Figure statement_figure(const std::filesystem::path& township) {
  Figure figure{"statement.50", "s", {}, {},
                "one SELECT of the view household_statement for the same households"};
  const auto opened = std::make_shared<std::unique_ptr<Opened>>();
  const auto open = [=] {
    if (*opened) return;
    *opened = std::make_unique<Opened>(township);
    (*opened)->open(trusted_snapshot(township));
  };
  figure.candidate = {open, [=] { return print_statements(**opened); }};
  figure.baseline = {open, [=] { return select_statements(**opened, township); }};
  return figure;
}

}  // namespace

std::vector<Figure> township_figures(const std::filesystem::path& township) {
  return {open_figure(township), statement_figure(township)};
}

}  // namespace wumei::bench
