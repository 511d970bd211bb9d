#include "forged_log.hpp"

#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/opening_commands.hpp>

namespace wumei::programme {
namespace {

using ledger::Draft;
using test::DeedsTownship;
using test::facts;
using test::Forged;
using test::ForgedLog;
using test::law_of;

/// A second village with a household of its own, V03 as the fixture has it.
struct TwoVillages : DeedsTownship {
  TwoVillages() {
    accept(village_command(head, {VillageId("V04"), "李家村"}));
    accept(donor_command(head, {DonorId("D1"), "县水利局", people::DonorKind::company}));
    accept(shop_command(head, {ShopId("03-1"), VillageId("V03"), "柳河爱心超市"}));
    accept(household_command(head, household("0401001", "V04")));
  }

  [[nodiscard]] static HouseholdRegistration household(const char* id, const char* village) {
    HouseholdRegistration asked;
    asked.household = HouseholdId(id);
    asked.village = VillageId(village);
    asked.group = "01";
    asked.people = 3;
    return asked;
  }

  [[nodiscard]] int law(std::string kind, json::Value in) {
    return law_of(*this, {.draft = {.kind = std::move(kind), .in = std::move(in)}});
  }
  /// The law a sound entry breaks when a keeper writes it; it must be sound when `head` does.
  [[nodiscard]] int law_by_keeper(const Command& command) {
    const Draft draft = draft_of(command);
    const audit::Finding sound =
        ForgedLog(*this).add({.actor = command.actor, .draft = draft}).verified();
    INFO(sound.message);
    CHECK(sound.verdict == audit::Verdict::verified);
    return law_of(*this, {.actor = keeper, .draft = draft});
  }
};

json::Value household_facts(const char* id, const char* village, const char* card = "",
                            const char* passbook = "", std::int64_t people = 3) {
  return facts({{"household", id}, {"village", village}, {"group", "01"}, {"grid", ""},
                {"status", "resident"}, {"people", people}, {"passbook", passbook},
                {"card", card}});
}

json::Value change_facts(const char* id, const char* status, std::int64_t people,
                         const char* passbook = "P1") {
  return facts({{"household", id}, {"status", status}, {"group", "01"}, {"grid", "V03-G1"},
                {"people", people}, {"passbook", passbook}});
}

json::Value card_facts(const char* id, const char* card, const char* replaces) {
  return facts({{"household", id}, {"card", card}, {"replaces", replaces}});
}

json::Value appointment_facts(const char* officer, json::Array roles, json::Array villages) {
  return facts({{"officer", officer}, {"roles", std::move(roles)},
                {"villages", std::move(villages)}});
}

}  // namespace

TEST_CASE("verify names a village or a grid that is there already, or nowhere", "[programme]") {
  TwoVillages town;
  const auto grid = [&](const char* id, const char* village, const char* officer) {
    return town.law("grid.register",
                    facts({{"grid", id}, {"village", village}, {"officer", officer}}));
  };

  CHECK(town.law("village.register", facts({{"village", "V03"}, {"name", "x"}})) == 14);
  CHECK(grid("V03-G1", "V03", "o-grid-worker") == 14);
  CHECK(grid("V03-G1", "V04", "") == 14);
  CHECK(grid("V09-G1", "V09", "") == 14);
  CHECK(grid("V03-G2", "V03", "o-9") == 7);
  CHECK(grid("V03-G2", "V03", "o-keeper") == 7);
}

TEST_CASE("verify names a household that is registered again or impossible", "[programme]") {
  TwoVillages town;
  const auto household = [&](json::Value in) {
    return town.law("household.register", std::move(in));
  };

  CHECK(household(household_facts("0301001", "V04")) == 14);
  CHECK(household(household_facts("0301001", "V03")) == 14);
  CHECK(household(household_facts("0901001", "V09")) == 14);
  CHECK(household(household_facts("0301009", "V03", "C1")) == 14);
  CHECK(household(household_facts("0301009", "V03", "", "P1")) == 14);
  CHECK(household(household_facts("0301009", "V03", "", "", 0)) == 14);
  CHECK(household(household_facts("0301009", "V03", "", "", 100)) == 14);
  CHECK(household(facts({{"household", "0301009"}})) == audit::law_encoding);
}

TEST_CASE("verify names a change of nobody, of nothing, or of a household that is closed",
          "[programme]") {
  TwoVillages town;
  const auto change = [&](json::Value in) { return town.law("household.change", std::move(in)); };

  CHECK(change(change_facts("0309009", "away", 3)) == 14);
  CHECK(change(change_facts("0301001", "resident", 3)) == 14);
  CHECK(change(change_facts("0301001", "resident", 3, "P2")) == 14);
  CHECK(change(change_facts("0301001", "resident", 0)) == 14);
  town.accept(opening_command(town.head, {town.home, Points::parse("3"), Honour(),
                                          Date::of(2027, 12, 31), "旧账"}));
  CHECK(change(change_facts("0301001", "closed", 3)) == 14);
}

TEST_CASE("verify takes a change of the name alone, which is private", "[programme]") {
  TwoVillages town;
  HouseholdChange heir{town.home, people::Status::resident, "01", GridId("V03-G1"), 3, "P1",
                       "张小军", ""};
  town.accept(household_change_command(town.head, heir));

  const audit::Finding finding = ForgedLog(town).verified();

  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

TEST_CASE("verify names a card that was issued before or replaces another", "[programme]") {
  TwoVillages town;
  const auto card = [&](json::Value in) { return town.law("card.issue", std::move(in)); };

  CHECK(card(card_facts("0301001", "C2", "C1")) == 14);
  CHECK(card(card_facts("0301001", "C1", "C1")) == 14);
  CHECK(card(card_facts("0301001", "C9", "")) == 14);
  CHECK(card(card_facts("0309009", "C9", "")) == 14);
}

TEST_CASE("verify names an officer who was not appointed, or by himself", "[programme]") {
  TwoVillages town;
  const auto appoint = [&](json::Value in) { return town.law("officer.appoint", std::move(in)); };
  const auto dismiss = [&](const char* officer) {
    return town.law("officer.dismiss", facts({{"officer", officer}}));
  };

  CHECK(appoint(appointment_facts("o-township", {"admin"}, {})) == 7);
  CHECK(appoint(appointment_facts("o-new", {"keeper"}, {"V09"})) == 14);
  CHECK(appoint(appointment_facts("o-new", {}, {})) == 14);
  CHECK(appoint(appointment_facts("o-new", {"keeper", "admin"}, {})) == 14);
  CHECK(appoint(appointment_facts("o-new", {"emperor"}, {})) == audit::law_encoding);
  CHECK(dismiss("o-9") == 7);
  CHECK(dismiss("o-township") == 7);
}

TEST_CASE("the first officer is appointed by himself, and nobody else is", "[programme]") {
  const auto law = [](ledger::Seq seq, const std::string& officer) {
    const Draft draft{.kind = "officer.appoint",
                      .in = appointment_facts("o-head", {"township"}, {})};
    const std::string actor = officer + "@unit";
    const std::string leaf = ledger::encode(
        {seq, Instant::from_millis(0), Date::of(1970, 1, 1), actor, "k", ""}, draft, {});
    const ledger::Entry entry = ledger::decode(leaf);
    const json::Value data = ledger::parse_data(entry);
    const auto violation = find_kind(entry.kind)->check(State(), {entry, data.at("in"),
                                                                  data.at("out")});
    return violation ? violation->law : 0;
  };

  CHECK(law(1, "o-head") == 0);
  CHECK(law(1, "o-other") == 7);
  CHECK(law(2, "o-head") == 7);
}

TEST_CASE("verify names a donor, a shop or money that cannot be", "[programme]") {
  TwoVillages town;
  const auto deposit = [&](const char* fund, std::int64_t fen, const char* document) {
    Draft draft{.kind = "fund.deposit",
                .in = facts({{"fund", fund}, {"yuan", fen}, {"document", document},
                             {"on", "2026-04-20"}})};
    const std::string account = "f/" + std::string(fund);
    draft.moves = {{account + ":cash", "", fen}, {account + ":topup", "", -fen}};
    return law_of(town, {.draft = std::move(draft)});
  };
  town.accept(deposit_command(town.head, {VillageId("V03"), Yuan::parse("10"), "D1",
                                          Date::of(2026, 4, 20)}));

  CHECK(town.law("donor.register",
                 facts({{"donor", "D1"}, {"name", "x"}, {"kind", "company"}})) == 14);
  CHECK(town.law("shop.register",
                 facts({{"shop", "03-1"}, {"village", "V03"}, {"name", "x"}})) == 14);
  CHECK(town.law("shop.register",
                 facts({{"shop", "09-1"}, {"village", "V09"}, {"name", "x"}})) == 14);
  CHECK(deposit("V09", 100, "D2") == 14);
  CHECK(deposit("V03", -100, "D2") == 9);
  CHECK(deposit("V03", 100, "") == 9);
}

TEST_CASE("verify names a price list without goods and one that is published again",
          "[programme]") {
  TwoVillages town;
  const PricePublication list{"goods", 1, town.book->today(), Points::parse("5"),
                              {{Sku("G04"), "盐", "袋", Points::parse("3"), Yuan::parse("2"),
                                Quantity::of_units(5)}}, "text"};
  const Draft right = town.draft_of(prices_command(town.head, list));
  Draft empty = right;
  empty.in = facts({{"list", "goods"}, {"version", 1}, {"from", "2026-04-20"},
                    {"digest", "sha256:0"}, {"minimum", 500}, {"goods", json::Array{}}});

  CHECK(law_of(town, {.draft = empty}) == 9);
  town.accept(prices_command(town.head, list));
  CHECK(law_of(town, {.draft = right}) == 14);
}

TEST_CASE("verify names households that part or meet as they cannot", "[programme]") {
  TwoVillages town;
  const auto pair = [](const char* household, const char* into) {
    return facts({{"household", household}, {"into", into}});
  };

  CHECK(town.law("household.merge", pair("0309009", "0301001")) == 14);
  CHECK(town.law("household.merge", pair("0301001", "0301001")) == 14);
  CHECK(town.law("household.merge", pair("0301001", "0401001")) == 9);
  CHECK(town.law("household.split",
                 facts({{"household", "0309009"}, {"into", "0301001"}, {"moved", 1}, {"of", 2}})) ==
        14);
  CHECK(town.law("household.split",
                 facts({{"household", "0301001"}, {"into", "0301002"}, {"moved", 2}, {"of", 2}})) ==
        9);
}

TEST_CASE("verify names who wrote into the register without the role", "[programme]") {
  TwoVillages town;
  const Actor& head = town.head;
  const HouseholdChange away{town.home, people::Status::away, "01", GridId("V03-G1"), 3, "P1",
                             "", ""};
  const OpeningBalance opening{town.home, Points::parse("3"), Honour(), Date::of(2027, 12, 31),
                               "旧账"};

  CHECK(town.law_by_keeper(village_command(head, {VillageId("V05"), "x"})) == 7);
  CHECK(town.law_by_keeper(grid_command(head, {GridId("V03-G2"), VillageId("V03"), {}})) == 7);
  CHECK(town.law_by_keeper(
            household_command(head, TwoVillages::household("0301009", "V03"))) == 7);
  CHECK(town.law_by_keeper(household_change_command(head, away)) == 7);
  CHECK(town.law_by_keeper(card_command(head, {town.home, CardId("C9"), CardId("C1")})) == 7);
  CHECK(town.law_by_keeper(appointment_command(
            head, {OfficerId("o-new"), {people::Role::keeper}, {}, "", ""})) == 7);
  CHECK(town.law_by_keeper(dismissal_command(head, {OfficerId("o-women")})) == 7);
  CHECK(town.law_by_keeper(
            donor_command(head, {DonorId("D2"), "x", people::DonorKind::company})) == 7);
  CHECK(town.law_by_keeper(shop_command(head, {ShopId("03-2"), VillageId("V03"), "x"})) == 7);
  CHECK(town.law_by_keeper(deposit_command(
            head, {VillageId("V03"), Yuan::parse("1"), "D1", town.book->today()})) == 7);
  CHECK(town.law_by_keeper(opening_command(head, opening)) == 7);
  CHECK(town.law_by_keeper(
            merge_command(head, {HouseholdId("0301002"), HouseholdId("0301003")})) == 7);
}

TEST_CASE("verify names who closed, approved or inspected without the role", "[programme]") {
  TwoVillages town;
  InspectionRecord visit;
  visit.household = town.home;
  visit.on = Date::of(2026, 4, 20);
  visit.judge = town.grid.officer;
  visit.status = scoring::Outcome::absent;
  const auto late = late_command(town.head, {Date::of(2026, 4, 2), "r", "d"});

  CHECK(town.law_by_keeper(late) == 7);
  CHECK(town.law_by_keeper(close_period_command(town.head, Date::of(2026, 4, 10))) == 7);
  CHECK(town.law_by_keeper(inspection_command(town.grid, visit)) == 7);
  const ledger::Seq claim = town.record(town.deed("VOL01"));
  CHECK(town.law_by_keeper(withdraw_command(town.grid, claim)) == 7);
  const Draft closing = town.draft_of(close_day_command(town.head, town.book->today()));
  CHECK(law_of(town, {.actor = DeedsTownship::officer("women"), .draft = closing}) == 7);
}

TEST_CASE("verify names who posted, objected or confirmed without the role", "[programme]") {
  TwoVillages town;
  const ledger::Seq earned = town.settle(town.deed("VOL01")).first;
  CHECK(town.law_by_keeper(notice_open_command(
            town.village, {NoticeId("N-1"), VillageId("V03"), town.book->today(), 3})) == 7);
  town.post();
  CHECK(town.law_by_keeper(objection_command(
            town.grid, {{earned}, town.book->today(), notice::Ground::other}, "")) == 7);
  town.set_day("2026-04-24");
  CHECK(town.law_by_keeper(confirm_command(town.supervisor, NoticeId("N-1"))) == 7);
}

}  // namespace wumei::programme
