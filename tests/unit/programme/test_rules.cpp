#include "people_fixture.hpp"

#include <example_text.hpp>

#include <wumei/programme/kinds.hpp>
#include <wumei/programme/rules_commands.hpp>

using namespace wumei;
using namespace wumei::test;
using programme::RulesPublication;
using programme::SheetPublication;
using programme::rules_command;
using programme::sheet_command;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) FAIL("nothing to replace: " << from);
  return text.replace(at, from.size(), to);
}

/// The office's clock stands on 2026-04-08, a week after the book's own first day.
RulesPublication book_from(const std::string& day) {
  return {example_text("rulebook.toml"), "rulebook.toml", Date::parse(day)};
}

SheetPublication sheet_from(const std::string& day) {
  return {example_text("sheet.toml"), "sheet.toml", Date::parse(day)};
}

/// What the check of the entry's kind says about `leaf` in that state.
std::optional<ledger::Violation> check(const programme::State& before, const std::string& leaf) {
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value data = ledger::parse_data(entry);
  const programme::Kind* kind = programme::find_kind(entry.kind);
  REQUIRE(kind != nullptr);
  return kind->check(before, {entry, data.at("in"), data.at("out")});
}

}  // namespace

TEST_CASE("a rule book holds from no earlier than its publication", "[programme]") {
  Office office;
  RulesPublication own = book_from("2026-04-08");
  own.from = Date();

  CHECK(office.refuse(rules_command(Office::founder(), own)) == RefusalCode::not_yet_valid);
  CHECK(office.refuse(rules_command(Office::founder(), book_from("2026-04-07"))) ==
        RefusalCode::not_yet_valid);
  CHECK(office.refuse(sheet_command(Office::founder(), sheet_from("2026-04-07"))) ==
        RefusalCode::not_yet_valid);
  const auto receipt = office.accept(rules_command(Office::founder(), book_from("2026-04-08")));
  CHECK(receipt.out.at("rules").integer() == 37);
}

TEST_CASE("a published book is on the shelf under its entry", "[programme]") {
  Office office;

  const auto book = office.accept(rules_command(Office::founder(), book_from("2026-04-10")));
  const auto sheet = office.accept(sheet_command(Office::founder(), sheet_from("2026-04-10")));

  const rules::Shelf& shelf = office.ledger.state().rules;
  CHECK(shelf.book_on(Date::of(2026, 4, 9)) == nullptr);
  REQUIRE(shelf.book_on(Date::of(2026, 4, 10)) != nullptr);
  CHECK(shelf.book_on(Date::of(2026, 4, 10))->seq == book.first);
  CHECK(shelf.book_on(Date::of(2026, 4, 10))->book.find(RuleId("ENV01")) != nullptr);
  REQUIRE(shelf.sheet_on(Date::of(2026, 4, 10)) != nullptr);
  CHECK(shelf.sheet_on(Date::of(2026, 4, 10))->seq == sheet.first);
  CHECK(office.store.document(office.ledger.id(), shelf.books[0].digest) ==
        example_text("rulebook.toml"));
}

TEST_CASE("only the township publishes", "[programme]") {
  Office office;

  CHECK(office.refuse(rules_command(Office::worker(), book_from("2026-04-10"))) ==
        RefusalCode::role_missing);
  CHECK(office.refuse(sheet_command(Office::worker(), sheet_from("2026-04-10"))) ==
        RefusalCode::role_missing);
}

TEST_CASE("a book with a failing example is refused", "[programme]") {
  Office office;
  RulesPublication wrong = book_from("2026-04-10");
  wrong.text = replaced(wrong.text, "{ rule = \"ENV01\", points = 5 }",
                        "{ rule = \"ENV01\", points = 6 }");

  CHECK(office.refuse(rules_command(Office::founder(), wrong)) == RefusalCode::example_failed);
}

TEST_CASE("publishing the same twice adds nothing, another text needs a later version",
          "[programme]") {
  Office office;
  office.accept(rules_command(Office::founder(), book_from("2026-04-10")));
  RulesPublication changed = book_from("2026-04-11");
  changed.text = replaced(changed.text, "notice_days = 3", "notice_days = 5");

  CHECK(office.accept(rules_command(Office::founder(), book_from("2026-04-10"))).replayed);
  CHECK(office.refuse(rules_command(Office::founder(), changed)) == RefusalCode::duplicate);
  changed.from = Date::parse("2026-04-10");
  CHECK(office.refuse(rules_command(Office::founder(), changed)) == RefusalCode::key_conflict);
  changed.text = replaced(changed.text, "version = 1", "version = 2");
  const auto second = office.accept(rules_command(Office::founder(), changed));

  CHECK(office.ledger.state().rules.book_on(Date::of(2026, 4, 10))->seq == second.first);
}

TEST_CASE("a sheet version is published once", "[programme]") {
  Office office;
  office.accept(sheet_command(Office::founder(), sheet_from("2026-04-10")));

  CHECK(office.refuse(sheet_command(Office::founder(), sheet_from("2026-04-11"))) ==
        RefusalCode::duplicate);
}

TEST_CASE("a text that cannot be published is bad input", "[programme]") {
  CHECK_ERROR(rules_command(Office::founder(), {"schema = 1", "x.toml", {}}), Errc::bad_input);
  CHECK_ERROR(rules_command(Office::founder(), book_from("2026-03-31")), Errc::bad_input);
  CHECK_ERROR(rules_command(Office::founder(), book_from("2027-04-01")), Errc::bad_input);
  RulesPublication huge = book_from("2026-04-10");
  huge.text += "# " + std::string(60'000, 'x') + "\n";
  CHECK_ERROR(rules_command(Office::founder(), huge), Errc::bad_input);
}

TEST_CASE("a publication is checked by publishing its text anew", "[programme]") {
  Office office;
  const auto book = office.accept(rules_command(Office::founder(), book_from("2026-04-10")));
  const std::string leaf = office.ledger.leaf(book.first);
  const Office before;

  CHECK_FALSE(check(before.ledger.state(), leaf));
  const auto forged = check(before.ledger.state(),
                            replaced(leaf, "\"until\":\"2027-04-01\"", "\"until\":\"2028-04-01\""));
  REQUIRE(forged);
  CHECK(forged->law == 12);
  const auto early = check(before.ledger.state(),
                           replaced(leaf, "\"from\":\"2026-04-10\"", "\"from\":\"2026-04-02\""));
  REQUIRE(early);
  CHECK(early->law == 12);
  const auto broken = check(before.ledger.state(), replaced(leaf, "schema = 1", "schema = x"));
  REQUIRE(broken);
  CHECK(broken->law == 12);
  const auto stranger = check(before.ledger.state(), replaced(leaf, "o-zhao@", "o-lin@"));
  REQUIRE(stranger);
  CHECK(stranger->law == 7);
}
