#include <wumei/awards/rounds.hpp>

#include <catch.hpp>

#include <vector>

namespace wumei::awards {
namespace {

const RoundId h1("2026H1");
const HouseholdId home("0101001");
const OfficerId lin("o-lin");
const OfficerId wang("o-wang");
const OfficerId zhao("o-zhao");

/// A round over April to June, ranked by Lin, in notice to 3 July; an objection written down by
/// Wang is entry 40.
Rounds rounds_in(RoundState state) {
  Round round;
  round.id = h1;
  round.state = state;
  round.from = Date::of(2026, 4, 1);
  round.until = Date::of(2026, 6, 20);
  round.ranker = lin;
  round.notice_until = Date::of(2026, 7, 3);
  Rounds rounds;
  rounds.rounds[h1] = round;
  return rounds;
}

std::optional<RefusalCode> code(const std::optional<Refusal>& refusal) {
  if (!refusal) return std::nullopt;
  return refusal->code;
}

const Date in_window = Date::of(2026, 7, 3);
const Date after_window = Date::of(2026, 7, 4);

TEST_CASE("nothing can be done in a round that nobody opened", "[awards]") {
  const Rounds none;

  CHECK(code(may_veto(none, h1, home)) == RefusalCode::round_unknown);
  CHECK(code(may_rank(none, h1, in_window)) == RefusalCode::round_unknown);
  CHECK(code(may_publish(none, h1)) == RefusalCode::round_unknown);
  CHECK(code(may_protest(none, h1, in_window)) == RefusalCode::round_unknown);
  CHECK(code(may_answer(none, h1, 40, zhao)) == RefusalCode::round_unknown);
  CHECK(code(may_grant(none, h1, zhao, after_window)) == RefusalCode::round_unknown);
}

TEST_CASE("a round is opened once", "[awards]") {
  CHECK(code(may_open(rounds_in(RoundState::confirmed), h1)) == RefusalCode::duplicate);
  CHECK_FALSE(may_open(Rounds(), h1));
}

TEST_CASE("a household is vetoed once, and not once the ranking is public", "[awards]") {
  Rounds rounds = rounds_in(RoundState::announced);
  CHECK_FALSE(may_veto(rounds, h1, home));
  rounds.rounds[h1].vetoes[home] = {"fraud", 12};

  CHECK(code(may_veto(rounds, h1, home)) == RefusalCode::duplicate);
  CHECK(code(may_veto(rounds_in(RoundState::publicised), h1, home)) == RefusalCode::wrong_state);
  CHECK_FALSE(may_veto(rounds_in(RoundState::ranked), h1, home));
}

TEST_CASE("a round is ranked from the last day of its window on, until it is public", "[awards]") {
  const Rounds rounds = rounds_in(RoundState::announced);

  CHECK(code(may_rank(rounds, h1, Date::of(2026, 6, 19))) == RefusalCode::not_yet_valid);
  CHECK_FALSE(may_rank(rounds, h1, Date::of(2026, 6, 20)));
  CHECK_FALSE(may_rank(rounds_in(RoundState::ranked), h1, in_window));
  CHECK(code(may_rank(rounds_in(RoundState::publicised), h1, in_window)) ==
        RefusalCode::wrong_state);
}

TEST_CASE("only a ranked round is publicised", "[awards]") {
  CHECK(code(may_publish(rounds_in(RoundState::announced), h1)) == RefusalCode::wrong_state);
  CHECK(code(may_publish(rounds_in(RoundState::confirmed), h1)) == RefusalCode::wrong_state);
  CHECK_FALSE(may_publish(rounds_in(RoundState::ranked), h1));
}

TEST_CASE("objections are heard through the last day of the notice", "[awards]") {
  const Rounds rounds = rounds_in(RoundState::publicised);

  CHECK_FALSE(may_protest(rounds, h1, in_window));
  CHECK(code(may_protest(rounds, h1, after_window)) == RefusalCode::objection_late);
  CHECK(code(may_protest(rounds_in(RoundState::ranked), h1, in_window)) ==
        RefusalCode::wrong_state);
}

TEST_CASE("an objection is decided once, by neither its filer nor the ranker", "[awards]") {
  Rounds rounds = rounds_in(RoundState::publicised);
  rounds.rounds[h1].protests[40] = {home, wang, true, false};

  CHECK(code(may_answer(rounds, h1, 41, zhao)) == RefusalCode::wrong_state);
  CHECK(code(may_answer(rounds, h1, 40, wang)) == RefusalCode::four_eyes);
  CHECK(code(may_answer(rounds, h1, 40, lin)) == RefusalCode::four_eyes);
  CHECK_FALSE(may_answer(rounds, h1, 40, zhao));
  rounds.rounds[h1].protests[40].open = false;
  CHECK(code(may_answer(rounds, h1, 40, zhao)) == RefusalCode::wrong_state);
}

TEST_CASE("awards are granted after the notice by someone else than the ranker", "[awards]") {
  Rounds rounds = rounds_in(RoundState::publicised);

  CHECK(code(may_grant(rounds, h1, zhao, in_window)) == RefusalCode::notice_running);
  CHECK(code(may_grant(rounds, h1, lin, after_window)) == RefusalCode::four_eyes);
  CHECK_FALSE(may_grant(rounds, h1, zhao, after_window));
  CHECK(code(may_grant(rounds_in(RoundState::ranked), h1, zhao, after_window)) ==
        RefusalCode::wrong_state);
}

TEST_CASE("an undecided objection stops the grants", "[awards]") {
  Rounds rounds = rounds_in(RoundState::publicised);
  rounds.rounds[h1].protests[40] = {home, wang, true, false};

  CHECK(code(may_grant(rounds, h1, zhao, after_window)) == RefusalCode::objection_open);
}

TEST_CASE("a round is found by its id", "[awards]") {
  const Rounds rounds = rounds_in(RoundState::ranked);

  REQUIRE(find_round(rounds, h1) != nullptr);
  CHECK(find_round(rounds, h1)->ranker == lin);
  CHECK(find_round(rounds, RoundId("2026H2")) == nullptr);
}

TEST_CASE("every state of a round has its stored name", "[awards]") {
  CHECK(name(RoundState::announced) == "announced");
  CHECK(name(RoundState::ranked) == "ranked");
  CHECK(name(RoundState::publicised) == "publicised");
  CHECK(name(RoundState::confirmed) == "confirmed");
}

}  // namespace
}  // namespace wumei::awards
