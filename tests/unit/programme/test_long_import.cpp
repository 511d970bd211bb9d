#include "../audit/temporary_folder.hpp"
#include "people_fixture.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/transfer_commands.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <set>

using namespace wumei;
using namespace wumei::test;
using programme::Command;
using programme::ImportRow;

// A long import is inserted by a second thread while it is decided.
namespace {

constexpr std::int64_t rows = 5'000;

/// The same small ledger in each kind of store.
class Ledger {
 public:
  explicit Ledger(store::Store& store)
      : book(programme::Programme::create(store, clock_, ids_, Office::founding())),
        store_(store) {}

  [[nodiscard]] Decision<programme::ImportReceipt> import(
      const std::function<ImportRow(std::int64_t)>& row, const std::string& bytes = "bytes") {
    return programme::import_rows(book, Office::founder(), {"t.csv", "transfers", bytes},
                                  {rows, row});
  }

  /// The log as its store has it, folded anew.
  [[nodiscard]] Digest stored_root() {
    return programme::Programme::open(store_, clock_, ids_,
                                      {.programme = "guanqiao", .write = false})
        .root();
  }

 private:
  FixedClock clock_{Instant::parse("2026-04-08T09:00:00+08:00")};
  CountedIds ids_{7};

 public:
  programme::Programme book;

 private:
  store::Store& store_;
};

std::string key_of(std::int64_t number) {
  return "2026-04-08/transfer/" + std::to_string(10'000 + number);
}

ImportRow row_of(std::int64_t number) {
  Command command = programme::transfer_command(
      Office::founder(), {"m/" + std::to_string(number % 7) + ":honour", "m/7:honour",
                          Honour::of_units(number % 5 + 1)});
  command.key = key_of(number);
  return {std::move(command), {"t.csv", number + 2, 0, ""}};
}

template <class Check>
void in_each_store(Check check) {
  store::MemoryStore memory;
  check(memory);
  const wumei::testing::TemporaryFolder folder;
  store::SqliteStore file(folder / "a.wumei", store::Access::create);
  check(file);
}

}  // namespace

TEST_CASE("a long import is in the log row by row, and in its tree", "[programme][threads]") {
  in_each_store([](store::Store& store) {
    Ledger ledger(store);
    const ledger::Seq first = ledger.book.size();

    const auto receipt = ledger.import(row_of).value();

    CHECK(receipt.added == rows + 1);
    CHECK(receipt.record == first + rows);
    CHECK(store.size("guanqiao") == first + rows + 1);
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1'023}, rows - 1}) {
      const std::string leaf = store.leaf("guanqiao", first + number);
      CHECK(ledger::decode(leaf).key == key_of(number));
    }
    CHECK(ledger.stored_root() == ledger.book.root());
    CHECK(ledger.book.state().book.balance("m/7:honour") == 3 * rows);
  });
}

TEST_CASE("a row that was inserted before is known again in the same import",
          "[programme][threads]") {
  in_each_store([](store::Store& store) {
    Ledger ledger(store);
    const auto repeating = [](std::int64_t number) {
      return row_of(number < rows / 2 ? number : number - rows / 2);
    };

    const auto receipt = ledger.import(repeating).value();

    CHECK(receipt.known == rows / 2);
    CHECK(receipt.added == rows / 2 + 1);
    CHECK(ledger.stored_root() == ledger.book.root());
  });
}

TEST_CASE("rows of many days in no order are told apart from those the log has",
          "[programme][threads]") {
  const std::int64_t days = GENERATE(1, 40, 5'000);  // the last are more than a batch keeps apart
  const auto numbers_of_first = [](std::int64_t row) { return row * 7'919 % 4'001; };
  const auto numbers_of_second = [](std::int64_t row) { return 2'000 + row * 13 % 4'999; };
  const auto import_of = [&](const auto& number_of) {
    return [=](std::int64_t row) {
      const std::int64_t number = number_of(row);
      ImportRow made = row_of(number);
      made.command.key = "day" + std::to_string(number % days) + "/transfer/" +
                         std::to_string(number);
      return made;
    };
  };
  in_each_store([&](store::Store& store) {
    Ledger ledger(store);
    std::set<std::int64_t> model;
    const auto known_to_model = [&](const auto& number_of) {
      std::int64_t known = 0;
      for (std::int64_t row = 0; row < rows; ++row) {
        known += model.insert(number_of(row)).second ? 0 : 1;
      }
      return known;
    };

    CHECK(ledger.import(import_of(numbers_of_first), "first")->known ==
          known_to_model(numbers_of_first));
    CHECK(ledger.import(import_of(numbers_of_second), "second")->known ==
          known_to_model(numbers_of_second));
    CHECK(ledger.stored_root() == ledger.book.root());
  });
}

TEST_CASE("a refusal at the end of a long import undoes what was inserted",
          "[programme][threads]") {
  in_each_store([](store::Store& store) {
    Ledger ledger(store);
    const Digest root = ledger.book.root();
    const std::int64_t size = ledger.book.size();
    const auto refused = [](std::int64_t number) {
      ImportRow row = row_of(number);
      if (number == rows - 1) row.command.effective = Date::of(2030, 1, 1);
      return row;
    };

    const auto outcome = ledger.import(refused);

    REQUIRE_FALSE(outcome);
    CHECK(outcome.refusal().code == RefusalCode::date_in_future);
    CHECK(outcome.refusal().facts.back() == Fact{"line", "5001"});
    CHECK(store.size("guanqiao") == size);
    CHECK_FALSE(store.find_key("guanqiao", key_of(0)));
    CHECK(ledger.book.root() == root);
    CHECK(ledger.stored_root() == root);
    CHECK(ledger.import(row_of)->added == rows + 1);
  });
}

TEST_CASE("what the store refuses while a long import is decided ends it", "[programme][threads]") {
  store::MemoryStore store;
  Ledger ledger(store);
  const std::int64_t size = ledger.book.size();
  static_cast<void>(store.become_writer("guanqiao"));  // somebody else

  CHECK_ERROR(static_cast<void>(ledger.import(row_of)), Errc::busy);

  CHECK(store.size("guanqiao") == size);
  CHECK(ledger.book.size() == size);
  CHECK_FALSE(ledger.book.in_batch());
}
