#include "../programme/deeds_fixture.hpp"

#include <counted_store.hpp>

#include <wumei/programme/control_commands.hpp>
#include <wumei/publish/statement.hpp>

using namespace wumei;
using namespace wumei::test;
using publish::Statement;

namespace {

Statement statement_of(const programme::Programme& programme, const HouseholdId& household) {
  publish::StatementQuery query;
  query.household = household;
  query.day = Date::of(2026, 4, 20);
  return publish::gather_statement(programme, query);
}

/// Records a claim and refuses it at its first check; the entry that says so.
Seq refuse(DeedsTownship& town, const programme::ClaimRecord& claim, RefusalCode reason) {
  const Seq seq = town.record(claim);
  return town
      .accept(programme::check_command(town.state(), town.leader, {seq, false, reason}, ""))
      .first;
}

/// Entries read one by one for that household's statement.
std::int64_t entries_read(DeedsTownship& town, const HouseholdId& household) {
  CountedStore counted(town.store);
  const auto reader = programme::Programme::open(counted, town.clock, town.ids,
                                                 {.programme = "test", .write = false});
  counted.leaves_read = 0;
  static_cast<void>(statement_of(reader, household));
  return counted.leaves_read;
}

}  // namespace

TEST_CASE("a statement lists the household's refused claims, newest first", "[publish]") {
  DeedsTownship town;
  const Seq older = refuse(town, town.deed("VOL01"), RefusalCode::evidence_missing);
  programme::ClaimRecord other = town.deed("VOL01");
  other.household = HouseholdId("0301002");
  refuse(town, other, RefusalCode::duplicate);
  const Seq newer = refuse(town, town.deed("VOL01", "1", 2), RefusalCode::duplicate);

  const Statement statement = statement_of(*town.book, town.home);
  REQUIRE(statement.refused.size() == 2);
  CHECK(statement.refused[0].seq == newer);
  CHECK(statement.refused[0].why == publish::reason(RefusalCode::duplicate, publish::Language::zh));
  CHECK(statement.refused[1].seq == older);
  CHECK(statement.refused[1].on == Date::of(2026, 4, 12));
  CHECK(statement.refused[1].what == "VOL01");
  CHECK(statement.refused[1].why ==
        publish::reason(RefusalCode::evidence_missing, publish::Language::zh));
}

TEST_CASE("a statement that leaves older lines out leaves older refusals out", "[publish]") {
  DeedsTownship town;
  refuse(town, town.deed("VOL01"), RefusalCode::evidence_missing);
  town.settle(town.deed("VOL01", "1", 2));
  const Seq shown = town.settle(town.deed("VOL01", "1", 3)).first;
  const Seq newer = refuse(town, town.deed("VOL01", "1", 4), RefusalCode::duplicate);
  publish::StatementQuery query;
  query.household = town.home;
  query.day = Date::of(2026, 4, 20);
  query.lines_max = 1;

  const Statement statement = publish::gather_statement(*town.book, query);

  CHECK(statement.more);
  REQUIRE(statement.lines.size() == 1);
  CHECK(statement.lines[0].seq == shown);
  REQUIRE(statement.refused.size() == 1);
  CHECK(statement.refused[0].seq == newer);
}

TEST_CASE("a line about an accepted claim tells the rule and the day of the deed", "[publish]") {
  DeedsTownship town;
  const Seq settled = town.settle(town.deed("VOL01", "12")).first;

  const Statement statement = statement_of(*town.book, town.home);
  REQUIRE(statement.lines.size() == 1);
  CHECK(statement.lines[0].seq == settled);
  CHECK(statement.lines[0].on == Date::of(2026, 4, 12));
  CHECK(statement.lines[0].what ==
        town.state().rules.books.front().book.find(RuleId("VOL01"))->name);
  CHECK(statement.lines[0].pending == Points::parse("10"));
}

TEST_CASE("a line about a claim that was taken back tells the same", "[publish]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("VOL01", "2"));
  const Seq settled = town.pass(claim, town.leader).first;
  const Seq withdrawn = town.accept(programme::withdraw_command(town.grid, claim)).first;

  const Statement statement = statement_of(*town.book, town.home);
  REQUIRE(statement.lines.size() == 2);
  CHECK(statement.lines[0].seq == withdrawn);
  CHECK(statement.lines[1].seq == settled);
  CHECK(statement.lines[1].on == Date::of(2026, 4, 12));
  CHECK(statement.lines[1].what ==
        town.state().rules.books.front().book.find(RuleId("VOL01"))->name);
}

TEST_CASE("a refusal that was reversed leaves the statement", "[publish]") {
  DeedsTownship town;
  const Seq refused = refuse(town, town.deed("VOL01"), RefusalCode::duplicate);
  CHECK(statement_of(*town.book, town.home).refused.size() == 1);

  town.accept(programme::reverse_command(*town.book, town.head, refused, "误拒"));

  CHECK(statement_of(*town.book, town.home).refused.empty());
  CHECK(statement_of(town.reopened(), town.home).refused.empty());
}

TEST_CASE("a statement lists what waits of the household and nothing of its neighbours",
          "[publish]") {
  DeedsTownship town;
  programme::ClaimRecord theirs = town.deed("VOL01");
  theirs.household = HouseholdId("0301002");
  town.settle(theirs);
  const Seq first = town.settle(town.deed("VOL01", "2")).first;
  town.post();
  const Seq second = town.settle(town.deed("VOL01", "1", 2)).first;

  const Statement statement = statement_of(*town.book, town.home);
  REQUIRE(statement.waiting.size() == 2);
  CHECK(statement.waiting[0].seq == first);
  CHECK(statement.waiting[0].points == Points::parse("2"));
  CHECK(statement.waiting[0].posted);
  CHECK(statement.waiting[1].seq == second);
  CHECK_FALSE(statement.waiting[1].posted);
}

TEST_CASE("a statement reads no entry for what other households did", "[publish]") {
  DeedsTownship town;
  refuse(town, town.deed("VOL01"), RefusalCode::duplicate);
  town.settle(town.deed("VOL01", "1", 2));
  const std::int64_t before = entries_read(town, town.home);
  CHECK(before == 3);  // the refusal and the claim that it answers, and the settlement

  for (std::int64_t number = 1; number <= 5; ++number) {
    programme::ClaimRecord claim = town.deed("VOL01", "1", number);
    claim.household = HouseholdId("0301002");
    refuse(town, claim, RefusalCode::duplicate);
    claim.number += 100;
    town.settle(claim);
  }
  CHECK(entries_read(town, town.home) == before);

  refuse(town, town.deed("VOL01", "1", 3), RefusalCode::duplicate);
  CHECK(entries_read(town, town.home) == before + 2);
}
