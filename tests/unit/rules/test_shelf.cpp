#include "catch.hpp"
#include "sample_book.hpp"

#include <wumei/rules/impl/archive.ipp>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

#include <sstream>

using namespace wumei;
using namespace wumei::rules;

namespace {

PublishedBook published(std::int64_t seq, const std::string& from, std::int64_t version) {
  std::string text = sample::text(sample::rule("A1", "points = 5"));
  text.replace(text.find("version = 1"), 11, "version = " + std::to_string(version));
  const RuleBook book = parse_book(text, "sample.toml");
  return {seq, Date::parse(from), book.until, "sha256:x", text, book};
}

std::int64_t seq_on(const Shelf& shelf, const std::string& date) {
  const PublishedBook* book = shelf.book_on(Date::parse(date));
  return book == nullptr ? -1 : book->seq;
}

}  // namespace

TEST_CASE("the day of the deed picks the version", "[rules]") {
  Shelf shelf;
  shelf.books = {published(3, "2026-01-01", 1), published(90, "2026-07-01", 2)};

  CHECK(seq_on(shelf, "2025-12-31") == -1);
  CHECK(seq_on(shelf, "2026-01-01") == 3);
  CHECK(seq_on(shelf, "2026-06-30") == 3);
  CHECK(seq_on(shelf, "2026-07-01") == 90);
  CHECK(seq_on(shelf, "2026-12-31") == 90);
  CHECK(seq_on(shelf, "2027-01-01") == -1);
  REQUIRE(shelf.book_at(90) != nullptr);
  CHECK(shelf.book_at(4) == nullptr);
  REQUIRE(shelf.book_version(1) != nullptr);
  CHECK(shelf.book_version(1)->seq == 3);
  CHECK(shelf.book_version(7) == nullptr);
}

TEST_CASE("the latest sheet that has begun counts", "[rules]") {
  Shelf shelf;
  shelf.sheets = {{1, Date::parse("2026-01-01"), "", "", {}},
                  {5, Date::parse("2026-07-01"), "", "", {}}};

  CHECK(shelf.sheet_on(Date::parse("2025-12-31")) == nullptr);
  CHECK(shelf.sheet_on(Date::parse("2026-06-30"))->seq == 1);
  CHECK(shelf.sheet_on(Date::parse("2026-07-01"))->seq == 5);
  CHECK(shelf.sheet_at(5)->from == Date::parse("2026-07-01"));
  CHECK(shelf.sheet_at(2) == nullptr);
}

TEST_CASE("a shelf comes back from an archive as it was", "[rules]") {
  Shelf shelf;
  shelf.books = {published(3, "2026-01-01", 1)};
  const std::string sheet = test::example_text("sheet.toml");
  shelf.sheets = {{4, Date::parse("2026-04-01"), "sha256:y", sheet, parse_sheet(sheet, "s")}};

  std::stringstream bytes;
  boost::archive::binary_oarchive(bytes) << static_cast<const Shelf&>(shelf);
  Shelf read;
  boost::archive::binary_iarchive(bytes) >> read;

  REQUIRE(read.books.size() == 1);
  CHECK(read.books[0].book == shelf.books[0].book);
  CHECK(read.books[0].seq == 3);
  REQUIRE(read.sheets.size() == 1);
  CHECK(read.sheets[0].sheet == shelf.sheets[0].sheet);
}
