#include "forged_log.hpp"

#include <wumei/programme/market_commands.hpp>

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;

namespace {

/// April is closed through the 25th, and 20 April was approved for what came too late.
struct ClosedTownship : DeedsTownship {
  ClosedTownship() {
    set_day("2026-04-28");
    accept(close_period_command(head, Date::of(2026, 4, 25)));
    approval = accept(late_command(head, {Date::of(2026, 4, 20), "单据迟到", "官政12号"})).first;
  }
  Seq approval = ledger::no_seq;

  [[nodiscard]] Command dated(Command command, int day, std::optional<Seq> late) const {
    command.effective = Date::of(2026, 4, day);
    command.late = late;
    return command;
  }
  [[nodiscard]] Command deposit(const char* document) const {
    return deposit_command(head, {VillageId("V03"), Yuan::parse("5"), document,
                                  Date::of(2026, 4, 20)});
  }
  [[nodiscard]] std::vector<Seq> refs_of(Seq seq) const {
    return ledger::decode(book->leaf(seq)).refs;
  }
};

}  // namespace

TEST_CASE("a closed day takes nothing without its approval, or with another's",
          "[programme][late]") {
  ClosedTownship town;
  const auto facts_of = [&](const Command& command) {
    const auto outcome = town.book->submit(command);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.refusal().code == RefusalCode::late_unfit);
    return outcome.refusal().facts;
  };
  const Command deposit = town.deposit("D1");
  const std::string approval = std::to_string(town.approval);

  CHECK(town.refusal(town.dated(deposit, 20, std::nullopt)) == RefusalCode::period_closed);
  CHECK(facts_of(town.dated(deposit, 20, 3)) == Facts{{"late", "3"}, {"effective", "2026-04-20"}});
  CHECK(facts_of(town.dated(deposit, 20, 9'999)) ==
        Facts{{"late", "9999"}, {"effective", "2026-04-20"}});
  CHECK(facts_of(town.dated(deposit, 21, town.approval)) ==
        Facts{{"late", approval}, {"effective", "2026-04-21"}, {"on", "2026-04-20"}});
  CHECK(facts_of(town.dated(deposit, 28, town.approval)) ==
        Facts{{"late", approval}, {"effective", "2026-04-28"}, {"on", "2026-04-20"}});
}

TEST_CASE("every entry of a late command cites the approval behind what it acts on",
          "[programme][late]") {
  ClosedTownship town;
  const auto late = [&](const Command& command) {
    return town.accept(town.dated(command, 20, town.approval)).first;
  };
  const Seq claim = late(claim_command(town.grid, town.deed("VOL01")));

  const Seq answer = late(town.passing(claim, town.leader));
  const Seq reversal = late(reverse_command(*town.book, town.head, answer, "户号录错"));

  CHECK(town.refs_of(claim) == std::vector<Seq>{town.approval});
  CHECK(town.refs_of(answer) == std::vector<Seq>{claim, town.approval});
  CHECK(town.refs_of(reversal) == std::vector<Seq>{answer, town.approval});
  const audit::Finding finding = ForgedLog(town).verified();
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

TEST_CASE("a reversal into a closed period asks for its late approval", "[programme][late]") {
  ClosedTownship town;
  const Seq deposit = town.accept(town.deposit("D1")).first;
  const Command reversal = reverse_command(*town.book, town.head, deposit, "重复入账");

  CHECK(town.refusal(town.dated(reversal, 20, std::nullopt)) == RefusalCode::period_closed);
  CHECK(town.accept(town.dated(reversal, 20, town.approval)).kind == "entry.reverse");
}

TEST_CASE("a late command that is sent again is known", "[programme][late]") {
  ClosedTownship town;
  const Command deposit = town.dated(town.deposit("D1"), 20, town.approval);
  const Receipt first = town.accept(deposit);

  const Receipt again = town.accept(deposit);

  CHECK(again.replayed);
  CHECK(again.first == first.first);
}

TEST_CASE("verify names an entry that acts on more than was decided", "[programme][late]") {
  ClosedTownship town;
  ledger::Draft draft = town.draft_of(town.deposit("D1"));
  const auto citing = [&](std::vector<Seq> refs, int day) {
    draft.refs = std::move(refs);
    return Forged{.draft = draft, .effective = Date::of(2026, 4, day)};
  };

  CHECK(law_of(town, citing({town.approval, town.approval}, 20)) == 9);
  CHECK(law_of(town, citing({3, town.approval}, 20)) == 9);
  CHECK(law_of(town, citing({town.approval}, 28)) == 9);
}
