#include "forged_log.hpp"

#include <wumei/programme/opening_commands.hpp>

namespace wumei::programme {
namespace {

using ledger::Draft;
using ledger::Move;
using test::DeedsTownship;
using test::facts;
using test::Forged;
using test::ForgedLog;
using test::law_of;

/// A plain entry without legs, of a kind that any officer of the township may write.
Draft deposit_of(std::int64_t fen) {
  Draft draft{.kind = "fund.deposit",
              .in = facts({{"fund", "V03"},
                           {"yuan", fen},
                           {"document", "官财3号"},
                           {"on", "2026-04-20"}})};
  draft.moves = {{"f/V03:cash", "", fen}, {"f/V03:topup", "", -fen}};
  return draft;
}

Draft transfer(std::vector<Move> moves) {
  return {.kind = "ledger.transfer", .moves = std::move(moves)};
}

/// A claim of 0301001 that waits for its first check, and its record.
ledger::Seq open_claim(DeedsTownship& town, std::string_view rule = "VOL01") {
  return town.record(town.deed(rule));
}

TEST_CASE("a forged entry that is sound in itself is verified", "[programme]") {
  DeedsTownship town;

  const audit::Finding finding = ForgedLog(town).add({.draft = deposit_of(100)}).verified();

  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

TEST_CASE("verify names a forged entry whose legs break laws 1 to 3", "[programme]") {
  DeedsTownship town;
  const auto with = [](std::function<void(std::vector<ledger::Leg>&)> spoil) {
    return Forged{.draft = deposit_of(100), .spoil = std::move(spoil)};
  };

  CHECK(law_of(town, with([](auto& legs) { legs.pop_back(); })) == 1);
  CHECK(law_of(town, with([](auto& legs) { legs.push_back(legs.back()); })) == 1);
  CHECK(law_of(town, with([](auto& legs) { legs[0].amount = legs[0].balance = 101; })) == 1);
  CHECK(law_of(town, {.draft = deposit_of(-100)}) == 2);
  CHECK(law_of(town, {.draft = transfer({{"f/V03:issued/2026", "", -100'001},
                                         {"h/0301001:pending", "9", 100'001}})}) == 2);
  CHECK(law_of(town, {.draft = transfer({{"f/V03:issued/2027", "", -1},
                                         {"h/0301001:pending", "9", 1}})}) == 2);
  CHECK(law_of(town, with([](auto& legs) { ++legs[0].balance; })) == 3);
  CHECK(law_of(town, with([](auto& legs) { legs[0].previous = 3; })) == 3);
}

TEST_CASE("verify names a forged entry out of its place", "[programme]") {
  DeedsTownship town;
  const Draft late_opening{.kind = "log.open", .in = facts({{"offset", 480}})};

  CHECK(law_of(town, {.draft = deposit_of(1), .seq_later = 1}) == 4);
  CHECK(law_of(town, {.draft = deposit_of(1), .recorded_later = -40LL * 86'400'000}) == 4);
  CHECK(law_of(town, {.draft = late_opening}) == 4);
  CHECK(law_of(town, {.draft = {.kind = "import.record",
                                .in = facts({{"file", "a"}, {"digest", "b"}, {"kind", "c"}}),
                                .out = facts({{"first", 2}, {"entries", 1'000'000'000}})}}) == 4);
}

TEST_CASE("verify names a forged entry with a key that is taken, broken or not its own",
          "[programme]") {
  DeedsTownship town;

  CHECK(law_of(town, {.draft = deposit_of(1), .key = "log#1/2"}) == 5);
  CHECK(law_of(town, {.draft = deposit_of(1), .key = "x#2/2"}) == 5);
  CHECK(law_of(town, {.draft = deposit_of(1), .key = "zz", .column = "zy"}) == 5);
  CHECK(law_of(town, {.draft = deposit_of(1), .key = "zz", .column = ""}) == 5);
}

TEST_CASE("verify names a reversal of what is reversed, or of more than there was",
          "[programme]") {
  DeedsTownship town;
  const ledger::Seq earned = town.settle(town.deed("VOL01")).first;
  const ledger::Seq other = town.settle(town.deed("CIV07")).first;
  const Draft right = town.draft_of(reverse_command(*town.book, town.head, earned, "r"));
  Draft richer = right;
  richer.moves = {{"f/V03:issued/2026", "", 1}, {"h/0301001:pending", std::to_string(other), -1}};
  Draft elsewhere = right;
  elsewhere.refs = {other};
  Draft untrue = right;
  untrue.out = facts({{"kind", "claim.settle"}});
  const auto by_head = [&](const Draft& draft) { return Forged{town.head, draft}; };

  CHECK(ForgedLog(town).add(by_head(right)).verified().verdict == audit::Verdict::verified);
  CHECK(law_of(town, by_head(richer)) == 6);
  CHECK(law_of(town, by_head(elsewhere)) == 6);
  CHECK(law_of(town, by_head(untrue)) == 6);
  CHECK(law_of(town, {.actor = town.keeper, .draft = right}) == 7);

  town.accept(reverse_command(*town.book, town.head, earned, "r"));
  CHECK(law_of(town, by_head(right)) == 6);
  Draft twice = right;
  twice.refs = {town.book->size() - 1};
  CHECK(law_of(town, by_head(twice)) == 6);
}

TEST_CASE("verify names the reversal of a budget that leaves a month uncovered", "[programme]") {
  DeedsTownship town;
  const auto kind_at = [&](ledger::Seq seq) {
    return std::string(ledger::decode(town.book->leaf(seq)).kind);
  };
  ledger::Seq budget = 0;
  while (kind_at(budget) != "budget.approve") ++budget;
  const Draft taken_back = town.draft_of(reverse_command(*town.book, town.head, budget, "r"));
  const Forged forged{town.head, taken_back};
  CHECK(ForgedLog(town).add(forged).verified().verdict == audit::Verdict::verified);

  static_cast<void>(town.settle(town.deed("VOL01")));

  CHECK(law_of(town, forged) == 2);
}

TEST_CASE("verify names who passed a check that was not his", "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = open_claim(town);
  const scoring::Claim& open = town.state().deeds.claims.at(claim);
  Draft answer = town.draft_of(town.passing(claim, town.leader));
  Draft budget{.kind = "budget.approve",
               .in = facts({{"fund", "V03"}, {"year", 2026}, {"from", 4}, {"until", 4},
                            {"monthly", 100}, {"document", "d"}})};
  Draft appointment{.kind = "officer.appoint",
                    .in = facts({{"officer", "o-keeper"},
                                 {"roles", json::Array{"township"}},
                                 {"villages", json::Array{}}})};

  CHECK(open.officers.size() == 1);
  CHECK(law_of(town, {.actor = town.grid, .draft = answer}) == 7);
  CHECK(law_of(town, {.actor = town.keeper, .draft = answer}) == 7);
  CHECK(law_of(town, {.actor = town.keeper, .draft = budget}) == 7);
  CHECK(law_of(town, {.actor = town.keeper, .draft = appointment}) == 7);
  CHECK(law_of(town, {.actor = town.officer("nobody"), .draft = deposit_of(1)}) == 7);
  answer.refs = {claim - 1};
  CHECK(law_of(town, {.actor = town.leader, .draft = answer}) == 9);
  budget.in = facts({{"fund", "V03"}, {"year", 2026}, {"from", 4}, {"until", 3},
                     {"monthly", -100}, {"document", "d"}});
  CHECK(law_of(town, {.draft = budget}) == 2);
}

TEST_CASE("verify names an answer that skips a check", "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = town.record(town.deed("GOV03"));
  Draft first = town.draft_of(town.passing(claim, town.head));
  const std::string own = std::to_string(town.book->size());
  Draft skipping{.kind = "claim.settle", .refs = {claim}};
  skipping.in = facts({{"claim", claim}, {"step", 1}});
  skipping.out = facts({{"points", 100}, {"trims", json::Array{}}, {"rules", 1}});
  skipping.moves = {{"f/V03:issued/2026", "", -100}, {"h/0301001:pending", own, 100}};

  CHECK(first.kind == "claim.check");
  CHECK(law_of(town, {.actor = town.head, .draft = skipping}) == 7);
}

TEST_CASE("verify names an entry of a closed period and one that opens it again", "[programme]") {
  DeedsTownship town;
  town.set_day("2026-04-28");
  town.accept(close_period_command(town.head, Date::of(2026, 4, 25)));
  const ledger::Seq approval =
      town.accept(late_command(town.head, {Date::of(2026, 4, 20), "单据迟到", "官政12号"})).first;
  const auto dated = [&](int day, std::vector<ledger::Seq> refs) {
    Draft draft{.kind = "period.late",
                .refs = std::move(refs),
                .in = facts({{"on", "2026-04-20"}, {"reason", "r"}, {"document", "d"}})};
    return Forged{.draft = draft, .effective = Date::of(2026, 4, day)};
  };
  const Draft reopen{.kind = "period.close", .in = facts({{"through", "2026-04-10"}})};

  CHECK(law_of(town, dated(20, {})) == 8);
  CHECK(law_of(town, dated(21, {approval})) == 8);
  CHECK(ForgedLog(town).add(dated(20, {approval})).verified().verdict ==
        audit::Verdict::verified);
  CHECK(law_of(town, dated(29, {})) == 8);
  CHECK(law_of(town, {.draft = reopen}) == 8);
}

TEST_CASE("verify names points that no rule gives", "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = open_claim(town);
  const std::string own = std::to_string(town.book->size());
  const std::vector<Move> gift{{"f/V03:issued/2026", "", -5'000},
                               {"h/0301001:pending", own, 5'000}};
  Draft rejected = town.draft_of(check_command(
      town.state(), town.leader, {claim, false, RefusalCode::evidence_missing}, ""));
  rejected.moves = gift;
  Draft disguised = rejected;
  disguised.kind = "claim.settle";
  disguised.out = facts({{"points", 5'000}, {"trims", json::Array{}}, {"rules", 1}});
  Draft smuggled{.kind = "period.late",
                 .moves = gift,
                 .in = facts({{"on", "2026-04-20"}, {"reason", "r"}, {"document", "d"}})};
  Draft robbery{.kind = "opening.balance",
                .in = facts({{"household", "0301001"}, {"points", 100}, {"honour", 0},
                             {"expires", "2027-12-31"}, {"document", "d"}})};
  robbery.moves = {{"f/V03:topup", "", 0}, {"h/0301001:spendable", "2027-12-31", 100},
                   {"h/0301002:arrears", "", -100}};
  std::erase_if(robbery.moves, [](const Move& move) { return move.amount == 0; });

  CHECK(law_of(town, {.draft = transfer(gift)}) == 9);
  CHECK(law_of(town, {.actor = town.leader, .draft = rejected}) == 9);
  CHECK(law_of(town, {.actor = town.leader, .draft = disguised}) == 9);
  CHECK(law_of(town, {.draft = smuggled}) == 9);
  CHECK(law_of(town, {.draft = robbery}) == 9);
}

TEST_CASE("verify names another amount than the rule gives", "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = open_claim(town);
  Draft answer = town.draft_of(town.passing(claim, town.leader));
  const std::string own = std::to_string(town.book->size());
  Draft rich = answer;
  rich.out = facts({{"points", 5'000}, {"trims", json::Array{}},
                    {"rules", answer.out.at("rules").integer()}});
  rich.moves = {{"f/V03:issued/2026", "", -5'000}, {"h/0301001:pending", own, 5'000}};
  Draft other_house = answer;
  other_house.moves = {{"f/V03:issued/2026", "", -100}, {"h/0301002:pending", own, 100}};

  CHECK(answer.kind == "claim.settle");
  CHECK(law_of(town, {.actor = town.leader, .draft = rich}) == 9);
  CHECK(law_of(town, {.actor = town.leader, .draft = other_house}) == 9);
}

TEST_CASE("verify names an answer that contradicts the claim it names", "[programme]") {
  DeedsTownship town;
  const ledger::Seq claim = open_claim(town);
  const ledger::Seq richer = open_claim(town, "CIV04");
  const Draft answer = town.draft_of(town.passing(claim, town.leader));
  Draft of_another_rule = town.draft_of(town.passing(richer, town.leader));
  of_another_rule.refs = {claim};
  of_another_rule.in = answer.in;
  Draft at_another_step = answer;
  at_another_step.in = facts({{"claim", claim}, {"step", 2}});
  Draft with_its_own_facts = answer;
  with_its_own_facts.in = facts({{"claim", claim}, {"step", 1}, {"rule", "CIV04"}});
  Draft with_a_reason = answer;
  with_a_reason.in = facts({{"claim", claim}, {"step", 1}, {"reason", "duplicate"}});
  const auto by_leader = [&](const Draft& draft) {
    return Forged{.actor = town.leader, .draft = draft};
  };

  CHECK(answer.in == facts({{"claim", claim}, {"step", 1}}));
  CHECK(of_another_rule.out.at("points").integer() == 200);
  CHECK(law_of(town, by_leader(of_another_rule)) == 9);
  CHECK(law_of(town, by_leader(at_another_step)) == 9);
  CHECK(law_of(town, by_leader(with_its_own_facts)) == 9);
  CHECK(law_of(town, by_leader(with_a_reason)) == 9);
}

TEST_CASE("verify names points that leave their notice or their lot too early", "[programme]") {
  DeedsTownship town;
  const ledger::Seq earned = town.settle(town.deed("VOL01")).first;
  Draft hasty{.kind = "notice.open",
              .in = facts({{"notice", "N-1"}, {"scope", "points"}, {"village", "V03"},
                           {"through", "2026-04-20"}, {"days", 0}}),
              .out = facts({{"until", "2026-04-20"}, {"entries", json::Array{earned}}})};
  CHECK(law_of(town, {.draft = hasty}) == 10);
  town.post();
  Draft confirm{.kind = "notice.confirm",
                .in = facts({{"notice", "N-1"}}),
                .out = facts({{"earnings", json::Array{earned}}, {"points", 1}})};
  Draft expiry{.kind = "points.expire", .in = facts({{"day", "2099-01-01"}})};
  town.accept(opening_command(town.head, {town.home, Points::parse("3"), Honour(),
                                          Date::of(2026, 4, 19 + 11), "旧账"}));
  expiry.moves = {{"f/V03:expired", "", 300}, {"h/0301001:spendable", "2026-04-30", -300}};
  Draft elsewhere{.kind = "points.expire", .in = facts({{"day", "2026-05-01"}})};
  elsewhere.moves = {{"f/V03:redeemed", "", 300}, {"h/0301001:spendable", "2026-04-30", -300}};

  CHECK(law_of(town, {.draft = confirm}) == 10);
  CHECK(law_of(town, {.draft = expiry}) == 10);
  town.set_day("2026-05-02");
  CHECK(law_of(town, {.draft = elsewhere}) == 10);
}

TEST_CASE("verify names a text that holds from before it was published", "[programme]") {
  DeedsTownship town;
  Draft backdated{.kind = "prices.publish",
                  .in = facts({{"list", "goods"}, {"version", 1}, {"from", "2026-04-01"},
                               {"minimum", 500}, {"digest", "sha256:0"},
                               {"goods", json::Array{}}})};
  Draft unknown{.kind = "claim.record",
                .in = facts({{"rule", "NONE"}, {"household", "0301001"}, {"on", "2026-04-12"},
                             {"quantity", 1'000}, {"evidence", json::Array{}}, {"person", ""},
                             {"by", "self"}})};

  CHECK(law_of(town, {.draft = backdated}) == 12);
  CHECK(law_of(town, {.draft = unknown}) == 12);
}

TEST_CASE("verify names a day that is closed twice or with other totals", "[programme]") {
  DeedsTownship town;
  town.accept(close_day_command(town.head, town.book->today()));
  const json::Value sums = to_json(totals(town.state().book));
  const Draft again{.kind = "day.close", .in = facts({{"day", "2026-04-19"}}), .out = sums};
  const Draft wrong{.kind = "day.close",
                    .in = facts({{"day", "2026-04-21"}}),
                    .out = facts({{"issued", 1}})};

  CHECK(law_of(town, {.draft = again}) == 13);
  CHECK(law_of(town, {.draft = wrong}) == 13);
}

TEST_CASE("verify survives entries about what does not exist", "[programme]") {
  DeedsTownship town;
  const auto about = [](std::string kind, json::Value in) {
    return Forged{.draft = {.kind = std::move(kind), .in = std::move(in)}};
  };
  const json::Value nobody = facts({{"household", "9"}, {"status", "resident"}, {"group", "1"},
                                    {"grid", ""}, {"people", 1}, {"passbook", ""}});

  CHECK(law_of(town, about("household.change", nobody)) == 14);
  CHECK(law_of(town, about("officer.dismiss", facts({{"officer", "o-9"}}))) == 7);
  CHECK(law_of(town, about("claim.check", facts({{"claim", 3}}))) == 7);
  CHECK(law_of(town, about("award.rank", facts({{"round", "R"}}))) > 0);
  CHECK(law_of(town, about("redeem.confirm", facts({}))) == audit::law_encoding);
  CHECK(law_of(town, about("notice.open", facts({{"village", "V03"}, {"days", exact_max}}))) == 10);
}

TEST_CASE("verify says so when entries moved for no reason it knows", "[programme]") {
  DeedsTownship town;

  const audit::Finding finding =
      ForgedLog(town)
          .add({.draft = transfer({{"f/V03:honour_given", "", -5}, {"h/0301001:honour", "", 5}})})
          .verified();

  CHECK(finding.verdict == audit::Verdict::could_not_check);
  CHECK(finding.unknown == 1);
}

}  // namespace
}  // namespace wumei::programme
