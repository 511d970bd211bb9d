#include <catch.hpp>

#include <wumei/people/impl/archive.ipp>

#include <sstream>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

using namespace wumei;
using people::Household;
using people::Registry;
using people::Role;
using people::Status;

namespace {

/// One village, one grid, four households: one in each state of life.
Registry village() {
  Registry registry;
  const VillageId v03("V03");
  registry.villages[v03] = {v03, "官桥村"};
  registry.grids[GridId("V03-G1")] = {GridId("V03-G1"), v03, OfficerId("o-lin")};
  const Status states[] = {Status::resident, Status::away, Status::dormant, Status::closed};
  for (std::size_t i = 0; i < 4; ++i) {
    Household household;
    household.id = HouseholdId("030100" + std::to_string(i + 1));
    household.village = v03;
    household.grid = GridId("V03-G1");
    household.status = states[i];
    household.card = CardId("C" + std::to_string(i + 1));
    household.passbook = "P" + std::to_string(i + 1);
    registry.cards.set(household.card, household.id);
    registry.passbooks.set(household.passbook, household.id);
    registry.households.set(household.id, household);
  }
  return registry;
}

}  // namespace

TEST_CASE("a card nobody was given is refused", "[people]") {
  const auto shown = people::present_card(village(), CardId("C9"));

  REQUIRE_FALSE(shown);
  CHECK(shown.refusal().code == RefusalCode::card_unknown);
}

TEST_CASE("a replaced card is refused while the new one works", "[people]") {
  Registry registry = village();
  registry.stopped_cards.insert(CardId("C1"));
  registry.cards.set(CardId("C1-2"), HouseholdId("0301001"));

  const auto lost = people::present_card(registry, CardId("C1"));
  const auto fresh = people::present_card(registry, CardId("C1-2"));

  REQUIRE_FALSE(lost);
  CHECK(lost.refusal().code == RefusalCode::card_stopped);
  REQUIRE(fresh);
  CHECK(fresh.value() == HouseholdId("0301001"));
}

TEST_CASE("dormant and closed households take no part, away ones do", "[people]") {
  const Registry registry = village();

  CHECK_FALSE(people::inactive(registry, HouseholdId("0301001")));
  CHECK_FALSE(people::inactive(registry, HouseholdId("0301002")));
  CHECK(people::inactive(registry, HouseholdId("0301003"))->code ==
        RefusalCode::household_inactive);
  CHECK(people::present_card(registry, CardId("C4")).refusal().code ==
        RefusalCode::household_inactive);
  CHECK(people::inactive(registry, HouseholdId("0309999"))->code ==
        RefusalCode::household_unknown);
}

TEST_CASE("only resident households count for quotas", "[people]") {
  CHECK(people::resident_households(village(), VillageId("V03")) == 1);
  CHECK(people::resident_households(village(), VillageId("V04")) == 0);
}

TEST_CASE("the chain of responsibility ends where a post is vacant", "[people]") {
  Registry registry = village();
  const Household household = *registry.household(HouseholdId("0301001"));

  CHECK(people::chain(registry, household) ==
        people::Chain{VillageId("V03"), GridId("V03-G1"), OfficerId("o-lin")});
  registry.grids[GridId("V03-G1")].officer = {};
  CHECK(people::chain(registry, household).grid_worker.empty());
  registry.grids.clear();
  CHECK(people::chain(registry, household).grid_worker.empty());
}

TEST_CASE("a household is found by passbook, and by a card even after it was stopped", "[people]") {
  Registry registry = village();
  registry.stopped_cards.insert(CardId("C2"));

  CHECK(registry.household_by_passbook("P2")->id == HouseholdId("0301002"));
  CHECK_FALSE(registry.household_by_passbook("P9"));
  CHECK(registry.household_by_card(CardId("C2"))->id == HouseholdId("0301002"));
  CHECK_FALSE(registry.household_by_card(CardId("C9")));
}

TEST_CASE("an officer holds a role only in office and in his villages", "[people]") {
  people::Officer officer{OfficerId("o-lin"), {Role::grid_worker}, {VillageId("V03")}, true, 1};

  CHECK(officer.holds(Role::grid_worker, VillageId("V03")));
  CHECK_FALSE(officer.holds(Role::grid_worker, VillageId("V04")));
  CHECK_FALSE(officer.holds(Role::grid_worker, {}));
  CHECK_FALSE(officer.holds(Role::keeper, VillageId("V03")));
  officer.active = false;
  CHECK_FALSE(officer.holds(Role::grid_worker, VillageId("V03")));
  CHECK(people::founder(OfficerId("o-zhao"), 0).holds(Role::supervisor, {}));
}

TEST_CASE("a word that names no state or kind of donor is refused", "[people]") {
  CHECK_ERROR(people::parse_status("在家"), Errc::bad_input);
  CHECK_ERROR(people::parse_status(""), Errc::bad_input);
  CHECK_ERROR(people::parse_donor_kind("政府"), Errc::bad_input);
}

TEST_CASE("states and kinds of donor are read back from both their words", "[people]") {
  for (const Status status :
       {Status::resident, Status::away, Status::dormant, Status::closed}) {
    CHECK(people::parse_status(name(status)) == status);
    CHECK(people::parse_status(chinese(status)) == status);
  }
  using people::DonorKind;
  for (const DonorKind kind : {DonorKind::assistance_unit, DonorKind::company, DonorKind::person,
                               DonorKind::organisation}) {
    CHECK(people::parse_donor_kind(name(kind)) == kind);
    CHECK(people::parse_donor_kind(chinese(kind)) == kind);
  }
}

TEST_CASE("a registry comes back whole from an archive", "[people]") {
  Registry registry = village();
  registry.officers[OfficerId("o-zhao")] = people::founder(OfficerId("o-zhao"), 0);
  registry.donors[DonorId("D001")] = {DonorId("D001"), "县供电公司",
                                      people::DonorKind::company, 7};
  registry.stopped_cards.insert(CardId("C2"));
  registry.openings["0301001/2025-01"] = 9;
  std::stringstream bytes;

  boost::archive::binary_oarchive(bytes) << std::as_const(registry);
  Registry back;
  boost::archive::binary_iarchive(bytes) >> back;

  CHECK(back.officer(OfficerId("o-zhao"))->roles == people::all_roles());
  CHECK(back.donor(DonorId("D001"))->kind == people::DonorKind::company);
  CHECK(back.household(HouseholdId("0301003"))->status == Status::dormant);
  CHECK(back.household_by_card(CardId("C2"))->id == HouseholdId("0301002"));
  CHECK(back.stopped_cards == registry.stopped_cards);
  CHECK(back.openings == registry.openings);
  CHECK(back.villages.at(VillageId("V03")).name == "官桥村");
}
