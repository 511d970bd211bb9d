#include "forged_log.hpp"

using namespace wumei;
using namespace wumei::test;
using namespace wumei::programme;
using notice::Verdict;
using people::Role;

namespace {

/// Two hours of voluntary work that the grid worker filed and the group leader checked, in notice,
/// and an objection against it.
struct ObjectedTownship : DeedsTownship {
  ObjectedTownship() : entry(settle(deed("VOL01", "2")).first) { post(); }
  const Seq entry;

  void object(const Actor& filer) {
    accept(objection_command(filer, {{entry}, book->today(), notice::Ground::amount}, "x"));
  }

  /// As a clerk types it in from the panel's paper.
  [[nodiscard]] Command typed(const Actor& typist, const OfficerId& decider,
                              Verdict verdict = Verdict::upheld) const {
    NoticeDecide decision;
    decision.subject.entry = entry;
    decision.on = book->today();
    decision.verdict = verdict;
    decision.by = decider;
    return verdict_command(typist, decision, "");
  }

  void give_role(const Actor& officer, people::Roles roles,
                 const std::set<VillageId>& villages = {}) {
    accept(appointment_command(head, {officer.officer, std::move(roles), villages, "某某", ""}));
  }

  /// Code and the officer it names.
  [[nodiscard]] std::pair<RefusalCode, std::string> refused(const Command& command) {
    const Decision<Receipt> outcome = book->submit(command);
    REQUIRE_FALSE(outcome);
    std::string named;
    for (const Fact& fact : outcome.refusal().facts) {
      if (fact.name == "officer") named = fact.value;
    }
    return {outcome.refusal().code, named};
  }
};

using Refused = std::pair<RefusalCode, std::string>;

}  // namespace

TEST_CASE("nobody types in a decision in another's name without the right to decide",
          "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.grid);
  const OfficerId decider = town.supervisor.officer;

  for (const Actor& typist : {town.keeper, town.village, town.panel}) {
    CHECK(town.refused(town.typed(typist, decider)) ==
          Refused(RefusalCode::role_missing, typist.officer.text()));
  }
  CHECK(town.refused(town.typed(town.officer("nobody"), decider)).first ==
        RefusalCode::officer_unknown);
  town.give_role(town.keeper, {Role::supervisor});
  town.accept(village_command(town.head, {VillageId("V04"), "李家村"}));
  town.give_role(town.panel, {Role::supervisor}, {VillageId("V04")});
  CHECK(town.refused(town.typed(town.panel, decider)).first == RefusalCode::role_missing);
  town.accept(town.typed(town.keeper, decider));
}

TEST_CASE("whoever filed or checked the points types in no decision on them",
          "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.village);
  town.give_role(town.grid, {Role::grid_worker, Role::township});
  town.give_role(town.leader, {Role::group_leader, Role::township});
  const Actor elsewhere{town.grid.officer, DeviceId("other-machine")};

  for (const Actor& typist : {town.grid, elsewhere, town.leader}) {
    CHECK(town.refused(town.typed(typist, town.supervisor.officer)) ==
          Refused(RefusalCode::four_eyes, typist.officer.text()));
    CHECK(town.refused(town.typed(town.township, typist.officer)) ==
          Refused(RefusalCode::four_eyes, typist.officer.text()));
  }
}

TEST_CASE("whoever wrote the objection down types in no decision on it", "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.township);

  CHECK(town.refused(town.typed(town.township, town.supervisor.officer)) ==
        Refused(RefusalCode::four_eyes, "o-township"));
  CHECK(town.refused(town.typed(town.supervisor, town.township.officer)) ==
        Refused(RefusalCode::four_eyes, "o-township"));
}

TEST_CASE("a decision names an officer in office who holds the role there",
          "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.grid);

  CHECK(town.refused(town.typed(town.township, town.village.officer)) ==
        Refused(RefusalCode::role_missing, "o-village"));
  CHECK(town.refused(town.typed(town.township, OfficerId("o-9"))) ==
        Refused(RefusalCode::officer_unknown, "o-9"));
  town.accept(dismissal_command(town.head, {town.supervisor.officer}));
  CHECK(town.refused(town.typed(town.township, town.supervisor.officer)) ==
        Refused(RefusalCode::officer_dismissed, "o-supervisor"));
}

TEST_CASE("a decision on paper keeps both who decided and who typed it in",
          "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.grid);

  const Receipt typed = town.accept(town.typed(town.township, town.supervisor.officer));

  const std::string leaf = town.book->leaf(typed.first);
  const ledger::Entry entry = ledger::decode(leaf);
  CHECK(entry.actor == "o-township@unit");
  CHECK(ledger::parse_data(entry).at("in").at("by").text() == "o-supervisor");
  CHECK(town.balance(Purpose::pending) == 0);
}

TEST_CASE("verify names a verdict of who may not decide", "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.grid);
  const ledger::Draft honest = town.draft_of(town.typed(town.supervisor, OfficerId()));
  const auto by = [&](const char* decider) {
    ledger::Draft draft = honest;
    json::Object in = honest.in.members();
    in.back().second = decider;
    draft.in = json::Value(std::move(in));
    return draft;
  };

  CHECK(ForgedLog(town).add({.actor = town.supervisor, .draft = honest}).verified().verdict ==
        audit::Verdict::verified);
  CHECK(law_of(town, {.actor = town.keeper, .draft = honest}) == 7);
  CHECK(law_of(town, {.actor = town.grid, .draft = honest}) == 7);
  CHECK(law_of(town, {.actor = town.supervisor, .draft = by("o-grid-worker")}) == 7);
  CHECK(law_of(town, {.actor = town.supervisor, .draft = by("o-village")}) == 7);
  CHECK(law_of(town, {.actor = town.supervisor, .draft = by("o-9")}) == 7);
}

TEST_CASE("verify names a verdict on what nobody objected to, or of other points",
          "[programme][notice]") {
  ObjectedTownship town;
  town.object(town.grid);
  const ledger::Draft honest = town.draft_of(town.typed(town.supervisor, OfficerId()));
  ledger::Draft kept = honest;
  kept.moves.clear();
  ledger::Draft elsewhere = honest;
  elsewhere.refs = {town.entry};

  CHECK(law_of(town, {.actor = town.supervisor, .draft = kept}) == 10);
  CHECK(law_of(town, {.actor = town.supervisor, .draft = elsewhere}) == 10);

  const Command kept_up = town.typed(town.supervisor, OfficerId(), Verdict::dismissed);
  const ledger::Draft again = town.draft_of(kept_up);
  town.accept(kept_up);
  CHECK(law_of(town, {.actor = town.supervisor, .draft = again}) == 10);
}
