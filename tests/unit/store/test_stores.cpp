#include "../audit/sample_log.hpp"
#include "../audit/temporary_folder.hpp"
#include "conformance.hpp"

#include <catch.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/memory_store.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <csignal>
#include <fstream>

#include <sqlite3.h>
#include <sys/resource.h>

namespace wumei::store {
namespace {

using testing::entry;
using testing::TemporaryFolder;

const std::string programme = "guanqiao";

/// Runs SQL behind the store's back; returns SQLite's result code.
int run_sql(const std::filesystem::path& file, const std::string& statements) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  const int code = sqlite3_exec(handle, statements.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(handle);
  return code;
}

std::string query(const std::filesystem::path& file, const std::string& statement) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  std::string rows;
  const auto take = [](void* into, int columns, char** values, char**) {
    auto& text = *static_cast<std::string*>(into);
    for (int i = 0; i < columns; ++i) {
      text += (i > 0 ? "|" : "") + std::string(values[i] == nullptr ? "NULL" : values[i]);
    }
    text += "\n";
    return 0;
  };
  CHECK(sqlite3_exec(handle, statement.c_str(), take, &rows, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  return rows;
}

Append as_append(const testing::SampleLog& log) {
  Append addition;
  for (std::size_t i = 0; i < log.leaves.size(); ++i) {
    addition.entries.push_back({static_cast<Seq>(i), log.keys[i], log.leaves[i]});
  }
  StoredHashes stored;
  for (const auto& [name, hashes] : log.tiles) {
    stored.tiles.push_back({0, name.first, name.second, hashes});
  }
  addition.hashes = [stored] { return stored; };
  for (const auto& [seq, kept] : log.details) {
    addition.details.push_back({seq, kept.first, kept.second});
  }
  return addition;
}

audit::Finding verified(const std::filesystem::path& file,
                        const audit::VerifyOptions& options = {}) {
  SqliteStore store(file, Access::read);
  const auto replay = audit::quantity_replay();
  return audit::verify(log_reader(store, programme), *replay, options);
}

/// A signed ledger file of 601 entries; returns its checkpoint note.
std::string make_ledger(const std::filesystem::path& file) {
  testing::SampleLog log;
  log.open();
  log.grow(600);
  SqliteStore store(file, Access::create);
  const std::int64_t fence = store.become_writer(programme);
  store.append(programme, 0, fence, as_append(log));
  const auto signer = audit::signer_from_seed("wumei.example/village", testing::log_seed);
  return sign_and_keep(store, programme, audit::HeadFile(file.string() + ".head"), *signer,
                       log.checkpoint());
}

TEST_CASE("the memory store does what a store must", "[store]") {
  testing::check_store([] { return std::make_unique<MemoryStore>(); });
}

TEST_CASE("the SQLite store does what a store must", "[store]") {
  const TemporaryFolder folder;
  testing::check_store([&] {
    return std::make_unique<SqliteStore>(folder / "log.wumei", Access::create);
  });
}

TEST_CASE("the memory store keeps programmes apart and fences the older writer", "[store]") {
  MemoryStore store;
  const std::int64_t older = store.become_writer("a");
  const std::int64_t newer = store.become_writer("a");
  static_cast<void>(store.become_writer("b"));

  CHECK_ERROR(store.append("a", 0, older, {.entries = {entry(0, "x")}}), Errc::busy);
  store.append("a", 0, newer, {.entries = {entry(0, "x")}});
  CHECK(store.size("a") == 1);
  CHECK(store.size("b") == 0);
}

/// How many of the texts still stand anywhere in the ledger's files.
std::size_t left_in_files(const std::filesystem::path& folder,
                          const std::vector<std::string>& texts) {
  std::size_t left = 0;
  for (const auto& item : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(item.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(stream), {});
    for (const std::string& text : texts) left += bytes.find(text) == bytes.npos ? 0 : 1;
  }
  return left;
}

TEST_CASE("nothing of an erased detail stays in the file or beside it", "[store]") {
  const TemporaryFolder folder;
  SqliteStore store(folder / "log.wumei", Access::create);
  const std::int64_t fence = store.become_writer(programme);
  std::vector<std::string> erased;
  std::string kept;
  Append addition;
  for (Seq seq = 0; seq < 400; ++seq) {
    // Long and short ones, so that pages are filled unevenly and joined again.
    const std::string body = "private-" + std::to_string(seq) + "-" +
                             std::string(static_cast<std::size_t>(seq * 37 % 700), 'x');
    addition.entries.push_back(entry(seq, "k" + std::to_string(1000 + seq)));
    addition.details.push_back({seq, "salt", body});
  }
  store.append(programme, 0, fence, addition);
  Seq size = 400;
  for (Seq seq = 0; seq < 400; seq += seq % 50 == 0 ? 3 : 1) {
    if (seq % 5 == 4) continue;
    store.append(programme, size, fence,
                 {.entries = {entry(size, "m" + std::to_string(1000 + size))}, .erase = {seq}});
    erased.push_back("private-" + std::to_string(seq) + "-");
    ++size;
  }

  CHECK(left_in_files(folder / "", {"private-4-"}) == 1);
  CHECK(left_in_files(folder / "", erased) == 0);
}

TEST_CASE("a SQLite ledger has one writer, readers see it and cannot write", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  SqliteStore writer(file, Access::create);
  const std::int64_t fence = writer.become_writer(programme);
  SqliteStore second(file, Access::write);
  SqliteStore reader(file, Access::read);
  writer.append(programme, 0, fence, {.entries = {entry(0, "a")}});

  CHECK_ERROR(second.become_writer(programme), Errc::busy);
  CHECK_ERROR(second.append(programme, 1, fence, {.entries = {entry(1, "b")}}), Errc::busy);
  CHECK_ERROR(second.put_checkpoint(programme, {1, "n"}, {}), Errc::busy);
  const auto nothing = [](const store::ByteSink& /*sink*/) {};
  CHECK_ERROR(second.put_snapshot(programme, {1, "d", 0}, nothing), Errc::busy);
  CHECK_ERROR(reader.become_writer(programme), Errc::busy);
  CHECK(reader.size(programme) == 1);
  CHECK(second.size(programme) == 1);
}

TEST_CASE("a ledger that was closed opens again with its entries", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  {
    SqliteStore writer(file, Access::create);
    writer.append(programme, 0, writer.become_writer(programme), {.entries = {entry(0, "a")}});
  }
  SqliteStore writer(file, Access::write);

  writer.append(programme, 1, writer.become_writer(programme), {.entries = {entry(1, "b")}});

  CHECK(writer.size(programme) == 2);
}

TEST_CASE("files that are no ledger of this version are told apart", "[store]") {
  const TemporaryFolder folder;
  const auto ledger = folder / "log.wumei";
  static_cast<void>(make_ledger(ledger));
  std::ofstream(folder / "text.wumei") << std::string(5000, 't');
  std::ofstream(folder / "empty.wumei");
  REQUIRE(run_sql(folder / "other.wumei", "CREATE TABLE t(x); PRAGMA user_version=1") == SQLITE_OK);
  std::filesystem::copy(ledger, folder / "newer.wumei");
  REQUIRE(run_sql(folder / "newer.wumei", "PRAGMA user_version=99") == SQLITE_OK);
  const auto open = [&](const std::string& name, Access access) {
    return SqliteStore(folder / name, access).size(programme);
  };

  for (const Access access : {Access::read, Access::write}) {
    CHECK_ERROR(open("text.wumei", access), Errc::bad_input);
    CHECK_ERROR(open("empty.wumei", access), Errc::bad_input);
    CHECK_ERROR(open("other.wumei", access), Errc::bad_input);
    CHECK_ERROR(open(".", access), Errc::bad_input);
    CHECK_ERROR(open("newer.wumei", access), Errc::unsupported);
    CHECK_ERROR(open("missing.wumei", access), Errc::not_found);
  }
  CHECK_ERROR(open("log.wumei", Access::create), Errc::conflict);
  CHECK(open("log.wumei", Access::read) == 601);
}

TEST_CASE("a torn ledger file is corrupt", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  static_cast<void>(make_ledger(file));
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(8192);
    bytes << std::string(static_cast<std::size_t>(std::filesystem::file_size(file)) - 8192, '\xff');
  }

  CHECK_ERROR(verified(file), Errc::corrupt);
}

TEST_CASE("triggers refuse everything but the next entry", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  static_cast<void>(make_ledger(file));

  for (const std::string statement :
       {"UPDATE entry SET leaf='x' WHERE seq=3", "DELETE FROM entry WHERE seq=600",
        "INSERT OR REPLACE INTO entry VALUES(3,'k','x')", "INSERT INTO entry VALUES(700,'k','x')",
        "INSERT INTO entry VALUES(600,'k','x') ON CONFLICT(seq) DO UPDATE SET leaf='x'",
        "UPDATE tile SET n=9", "DELETE FROM tile", "UPDATE document SET body='x'",
        "UPDATE checkpoint SET note='x'", "DELETE FROM checkpoint",
        "UPDATE detail SET body='x'"}) {
    INFO(statement);
    const bool empty_table = statement.find("document") != std::string::npos;
    CHECK(run_sql(file, statement) == (empty_table ? SQLITE_OK : SQLITE_CONSTRAINT));
  }
  CHECK(verified(file).verdict == audit::Verdict::verified);
}

TEST_CASE("an entry changed with the triggers dropped is named by verify", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  const std::string note = make_ledger(file);
  CHECK(verified(file, {.held_notes = {note}}).verdict == audit::Verdict::verified);

  for (const int seq : {0, 100, 255, 511, 600}) {
    const auto copy = folder / (std::to_string(seq) + ".wumei");
    std::filesystem::copy(file, copy);
    REQUIRE(run_sql(copy, "DROP TRIGGER entry_update; UPDATE entry SET leaf ="
                          " replace(leaf, '@pc1', '@pc2') WHERE seq=" + std::to_string(seq)) ==
            SQLITE_OK);
    const audit::Finding finding = verified(copy);
    CHECK(finding.verdict == audit::Verdict::failed);
    CHECK(finding.seq == seq);
  }
  REQUIRE(run_sql(file, "DROP TRIGGER entry_update; UPDATE entry SET key='kx' WHERE seq=9") ==
          SQLITE_OK);
  CHECK(verified(file).seq == 9);
}

TEST_CASE("a ledger without its last entries fails against the note on a receipt", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  const std::string note = make_ledger(file);

  REQUIRE(run_sql(file, "DROP TRIGGER entry_delete; DROP TRIGGER checkpoint_delete;"
                        "DELETE FROM entry WHERE seq>590; DELETE FROM detail WHERE seq>590;"
                        "DELETE FROM checkpoint; DELETE FROM edge") == SQLITE_OK);

  CHECK(verified(file).verdict == audit::Verdict::verified);
  CHECK(verified(file, {.held_notes = {note}}).verdict == audit::Verdict::failed);
}

TEST_CASE("a full disk is an I/O error and leaves the ledger as it was", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  static_cast<void>(make_ledger(file));
  SqliteStore store(file, Access::write);
  const std::int64_t fence = store.become_writer(programme);
  Append large;
  for (Seq seq = 601; seq < 801; ++seq) {
    large.entries.push_back({seq, "z" + std::to_string(seq), std::string(60'000, 'x')});
  }
  // A file size limit answers as a full disk does; the signal it raises first is ignored.
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 3'000'000;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);

  bool refused = false;
  try {
    store.append(programme, 601, fence, large);
  } catch (const Error& error) {
    refused = error.code() == Errc::io;
  }
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);

  CHECK(refused);
  CHECK(store.size(programme) == 601);
  store.append(programme, 601, fence, {.entries = {large.entries.front()}});
  CHECK(store.size(programme) == 602);
}

TEST_CASE("the views show postings, balances and statements to any SQLite tool", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  static_cast<void>(make_ledger(file));

  CHECK(query(file, "SELECT * FROM posting WHERE seq=1") ==
        "1|2026-04-01|opening.balance|o-lin@pc1|f/V01:opening||-100|-100\n"
        "1|2026-04-01|opening.balance|o-lin@pc1|h/0100001:spendable|2027-12-31|100|100\n");
  CHECK(query(file, "SELECT * FROM balance WHERE account IN"
                    " ('f/V01:opening','h/0100001:spendable')") ==
        "f/V01:opening|-60000|600\nh/0100001:spendable|200|401\n");
  CHECK(query(file, "SELECT household, purpose, seq, amount, balance FROM household_statement"
                    " WHERE household='0100001' ORDER BY seq") ==
        "0100001|spendable|1|100|100\n0100001|spendable|401|100|200\n");
}

TEST_CASE("a backup of a live ledger is whole and verifies", "[store]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.wumei";
  static_cast<void>(make_ledger(file));
  SqliteStore writer(file, Access::write);
  writer.append(programme, 601, writer.become_writer(programme), {});

  SqliteStore(file, Access::read).backup(folder / "copy.wumei");

  CHECK(verified(folder / "copy.wumei").entries == 601);
  CHECK(verified(folder / "copy.wumei").verdict == audit::Verdict::verified);
  CHECK_ERROR(writer.backup(folder / "copy.wumei"), Errc::conflict);
}

TEST_CASE("a ledger in a folder whose name needs escaping opens", "[store]") {
  const TemporaryFolder folder;
  const auto odd = folder / "2026 100%?#\xe6\x9d\x91";
  std::filesystem::create_directory(odd);

  static_cast<void>(make_ledger(odd / "log.wumei"));

  CHECK(verified(odd / "log.wumei").entries == 601);
}

}  // namespace
}  // namespace wumei::store
