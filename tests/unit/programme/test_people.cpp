#include "people_fixture.hpp"

using namespace wumei;
using namespace wumei::test;
using programme::card_command;
using programme::household_command;

TEST_CASE("an officer nobody appointed may do nothing", "[programme]") {
  Office office;
  const Actor stranger{OfficerId("o-nobody"), DeviceId("test")};

  CHECK(office.refuse(programme::village_command(stranger, {VillageId("V04"), "李家村"})) ==
        RefusalCode::officer_unknown);
  CHECK(office.refuse(household_command(stranger, Office::household("0301018"))) ==
        RefusalCode::officer_unknown);
}

TEST_CASE("a dismissed officer may do nothing until he is appointed again", "[programme]") {
  Office office;
  const Command register_one =
      household_command(Office::worker(), Office::household("0301018"));
  office.accept(programme::dismissal_command(Office::founder(), {OfficerId("o-lin")}));

  CHECK(office.refuse(register_one) == RefusalCode::officer_dismissed);
  CHECK(office.refuse(programme::dismissal_command(Office::founder(), {OfficerId("o-lin")})) ==
        RefusalCode::officer_dismissed);
  office.accept(programme::appointment_command(
      Office::founder(), office.appointment("o-lin", {Role::village}, {"V03"})));
  office.accept(register_one);
}

TEST_CASE("only the township's admin and officials appoint, and nobody himself", "[programme]") {
  Office office;

  CHECK(office.refuse(programme::appointment_command(
            Office::worker(), office.appointment("o-wang", {Role::keeper}, {"V03"}))) ==
        RefusalCode::role_missing);
  CHECK(office.refuse(programme::appointment_command(
            Office::founder(), office.appointment("o-zhao", {Role::keeper}, {}))) ==
        RefusalCode::four_eyes);
  CHECK(office.refuse(programme::dismissal_command(Office::founder(), {OfficerId("o-zhao")})) ==
        RefusalCode::four_eyes);
  CHECK(office.refuse(programme::appointment_command(
            Office::founder(), office.appointment("o-wang", {Role::keeper}, {"V99"}))) ==
        RefusalCode::village_unknown);
  CHECK_ERROR(programme::appointment_command(Office::founder(), office.appointment("o", {}, {})),
              Errc::bad_input);
}

TEST_CASE("a role in one village is none in another", "[programme]") {
  Office office;
  office.accept(programme::village_command(Office::founder(), {VillageId("V04"), "李家村"}));
  programme::HouseholdRegistration elsewhere = Office::household("0401001");
  elsewhere.village = VillageId("V04");
  elsewhere.grid = {};

  CHECK(office.refuse(household_command(Office::worker(), elsewhere)) ==
        RefusalCode::role_missing);
  CHECK(office.refuse(programme::village_command(Office::worker(), {VillageId("V05"), "x"})) ==
        RefusalCode::role_missing);
  office.accept(household_command(Office::founder(), elsewhere));
}

TEST_CASE("a village, grid, household or donor is registered once", "[programme]") {
  Office office;
  const programme::DonorRegistration donor{DonorId("D001"), "县供电公司",
                                           people::DonorKind::company};
  office.accept(programme::donor_command(Office::founder(), donor));

  CHECK(office.refuse(programme::village_command(Office::founder(), {VillageId("V03"), "x"})) ==
        RefusalCode::duplicate);
  CHECK(office.refuse(programme::grid_command(
            Office::founder(), {GridId("V03-G1"), VillageId("V03"), OfficerId("o-lin")})) ==
        RefusalCode::duplicate);
  CHECK(office.refuse(household_command(Office::founder(), Office::household("0301017"))) ==
        RefusalCode::duplicate);
  CHECK(office.refuse(programme::donor_command(Office::founder(), donor)) ==
        RefusalCode::duplicate);
}

TEST_CASE("a card or passbook belongs to one household", "[programme]") {
  Office office;
  programme::HouseholdRegistration same_card = Office::household("0301018");
  same_card.card = CardId("C0301017-1");
  programme::HouseholdRegistration same_passbook = Office::household("0301018");
  same_passbook.passbook = "P0301017";

  CHECK(office.refuse(household_command(Office::worker(), same_card)) == RefusalCode::duplicate);
  CHECK(office.refuse(household_command(Office::worker(), same_passbook)) ==
        RefusalCode::duplicate);
}

TEST_CASE("a household lies in a known village and a grid of that village", "[programme]") {
  Office office;
  programme::HouseholdRegistration nowhere = Office::household("0301018");
  nowhere.village = VillageId("V99");
  programme::HouseholdRegistration astray = Office::household("0301018");
  office.accept(programme::village_command(Office::founder(), {VillageId("V04"), "李家村"}));
  astray.village = VillageId("V04");  // its grid is one of V03
  programme::HouseholdRegistration gridless = Office::household("0301018");
  gridless.grid = GridId("V04-G1");
  programme::HouseholdRegistration empty = Office::household("0301018");
  empty.people = 0;

  CHECK(office.refuse(household_command(Office::founder(), nowhere)) ==
        RefusalCode::village_unknown);
  CHECK(office.refuse(household_command(Office::founder(), astray)) ==
        RefusalCode::village_mismatch);
  CHECK(office.refuse(household_command(Office::founder(), gridless)) ==
        RefusalCode::grid_unknown);
  CHECK_ERROR(household_command(Office::founder(), empty), Errc::bad_input);
}

TEST_CASE("a grid worker is an officer who is one there", "[programme]") {
  Office office;
  office.accept(programme::appointment_command(
      Office::founder(), office.appointment("o-wang", {Role::keeper}, {"V03"})));
  const auto grid = [](const char* officer) {
    return programme::grid_command(Office::founder(),
                                   {GridId("V03-G1"), VillageId("V03"), OfficerId(officer)});
  };

  CHECK(office.refuse(grid("o-nobody")) == RefusalCode::officer_unknown);
  CHECK(office.refuse(grid("o-wang")) == RefusalCode::role_missing);
  CHECK(office.refuse(programme::grid_command(
            Office::founder(), {GridId("V99-G1"), VillageId("V99"), {}})) ==
        RefusalCode::village_unknown);
}

TEST_CASE("a grid changes hands by registering it again", "[programme]") {
  Office office;
  office.accept(programme::appointment_command(
      Office::founder(), office.appointment("o-wang", {Role::grid_worker}, {"V03"})));

  office.accept(programme::grid_command(
      Office::founder(), {GridId("V03-G1"), VillageId("V03"), OfficerId("o-wang")}));

  const people::Household household = *office.registry().household(HouseholdId("0301017"));
  CHECK(people::chain(office.registry(), household).grid_worker == OfficerId("o-wang"));
}

TEST_CASE("a lost card stops when the new one is issued", "[programme]") {
  Office office;
  const HouseholdId household("0301017");
  const CardId lost("C0301017-1");
  const CardId fresh("C0301017-2");

  CHECK(office.refuse(card_command(Office::worker(), {household, fresh, CardId("C9")})) ==
        RefusalCode::wrong_state);
  CHECK(office.refuse(card_command(Office::worker(), {household, lost, lost})) ==
        RefusalCode::duplicate);
  CHECK(office.refuse(card_command(Office::worker(), {HouseholdId("0309999"), fresh, {}})) ==
        RefusalCode::household_unknown);
  office.accept(card_command(Office::worker(), {household, fresh, lost}));

  CHECK(people::present_card(office.registry(), lost).refusal().code ==
        RefusalCode::card_stopped);
  CHECK(people::present_card(office.registry(), CardId("C9")).refusal().code ==
        RefusalCode::card_unknown);
  CHECK(people::present_card(office.registry(), fresh).value() == household);
}

TEST_CASE("a dormant household gets no card and a closed one stays closed", "[programme]") {
  Office office;
  const auto change = [](Status status) {
    return programme::household_change_command(Office::worker(), Office::change(status));
  };
  office.accept(change(Status::dormant));

  CHECK(office.refuse(card_command(Office::worker(), {HouseholdId("0301017"), CardId("C-new"),
                                                      CardId("C0301017-1")})) ==
        RefusalCode::household_inactive);
  CHECK(office.refuse(change(Status::dormant)) == RefusalCode::nothing_to_do);
  office.accept(change(Status::closed));
  CHECK(office.refuse(change(Status::resident)) == RefusalCode::wrong_state);
  CHECK(office.registry().stopped_cards.contains(CardId("C0301017-1")));
}

TEST_CASE("a change keeps the name unless it brings one", "[programme]") {
  Office office;
  const HouseholdId household("0301017");
  office.accept(programme::household_change_command(Office::worker(),
                                                    Office::change(Status::away)));
  const programme::Person before = programme::head_of(office.ledger, household);
  programme::HouseholdChange heir = Office::change(Status::away);
  heir.head = "张小军";
  heir.passbook = "P-new";

  office.accept(programme::household_change_command(Office::worker(), heir));

  CHECK(before == programme::Person{"张建国", "13800000017"});
  CHECK(programme::head_of(office.ledger, household).name == "张小军");
  CHECK_FALSE(office.registry().household_by_passbook("P0301017"));
  CHECK(office.registry().household_by_passbook("P-new")->id == household);
}

TEST_CASE("a registration read twice is known, on any day", "[programme]") {
  Office office;
  Command command = household_command(Office::founder(), Office::household("0301018"));
  command.key = programme::registration_key("household", "0301018");
  office.accept(command);
  office.clock.set(Instant::parse("2026-05-08T09:30:00+08:00"));

  const programme::Receipt again = office.accept(command);

  CHECK(again.replayed);
  programme::HouseholdRegistration other = Office::household("0301018");
  other.phone = "13900000000";
  Command changed = household_command(Office::founder(), other);
  changed.key = command.key;
  CHECK(office.refuse(changed) == RefusalCode::key_conflict);
}

TEST_CASE("names, phones and PIN hashes stay out of the log", "[programme]") {
  Office office;

  for (ledger::Seq seq = 0; seq < office.ledger.size(); ++seq) {
    const std::string leaf = office.ledger.leaf(seq);
    for (const char* secret : {"张建国", "13800000017", "林小红", "赵敏", "argon2id"}) {
      CHECK(leaf.find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("the log folds to the same register when it is opened again", "[programme]") {
  Office office;
  office.accept(card_command(Office::worker(), {HouseholdId("0301017"), CardId("C-2"),
                                                CardId("C0301017-1")}));

  const Programme again = Programme::open(office.store, office.clock, office.ids, {"guanqiao"});

  const people::Registry& registry = again.state().people;
  CHECK(registry.household(HouseholdId("0301017"))->card == CardId("C-2"));
  CHECK(registry.officer(OfficerId("o-zhao"))->roles == people::all_roles());
  CHECK(registry.stopped_cards == office.registry().stopped_cards);
}
