#include "deeds_fixture.hpp"

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;

// A check is written down against the claim as its officer saw it, and may come late.

TEST_CASE("a check that waited while another officer did that step is refused",
          "[programme][claim]") {
  DeedsTownship town;
  const Seq claim = town.record(town.deed("CIV01"));
  const Command waiting = town.passing(claim, town.head);
  town.pass(claim, town.council);

  const auto outcome = town.book->submit(waiting);

  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::wrong_state,
                                     {{"claim", std::to_string(claim)}, {"state", "checked"}}});
  CHECK(town.pass(claim, town.head).kind == "claim.settle");
}

TEST_CASE("a check written down under a longer chain does not answer the claim",
          "[programme][claim]") {
  DeedsTownship town;
  ClaimRecord today = town.deed("GOV03");
  today.on = Date::of(2026, 4, 20);
  const Seq claim = town.record(today);
  const Command waiting = town.passing(claim, town.leader);
  CHECK(waiting.kind == "claim.check");

  std::string shorter = example_text("rulebook.toml");
  const std::string chain = "\"group-leader:check\", \"panel:approve\"";
  shorter.replace(shorter.find("version = 1"), 11, "version = 2");
  shorter.replace(shorter.find(chain, shorter.find("id = \"GOV03\"")), chain.size(),
                  "\"group-leader:approve\"");
  town.accept(rules_command(town.head, {shorter, "rulebook.toml", Date::of(2026, 4, 20)}));

  const auto outcome = town.book->submit(waiting);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.refusal() == Refusal{RefusalCode::wrong_state,
                                     {{"claim", std::to_string(claim)}, {"state", "recorded"}}});
  CHECK(town.pass(claim, town.leader).kind == "claim.settle");
}
