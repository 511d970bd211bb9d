#include "people_fixture.hpp"

using namespace wumei;
using namespace wumei::test;
using programme::find_households;
using programme::HouseholdQuery;
using programme::Names;
using programme::Viewer;

namespace {

std::vector<std::string> found(const Office& office, const HouseholdQuery& query) {
  std::vector<std::string> ids;
  for (const auto& match : find_households(office.ledger, query, {})) {
    ids.push_back(match.household.id.text());
  }
  return ids;
}

/// 0301017 张建国 and 0301018 李大山, both of group 一组.
void add_neighbour(Office& office) {
  programme::HouseholdRegistration neighbour = Office::household("0301018");
  neighbour.head = "李大山";
  office.accept(programme::household_command(Office::founder(), neighbour));
}

}  // namespace

TEST_CASE("a wrong PIN, a stranger and a dismissed officer are turned away", "[programme]") {
  Office office;
  const OfficerId lin("o-lin");

  CHECK_ERROR(programme::authenticate(office.ledger, lin, "314158"), Errc::unauthorised);
  CHECK_ERROR(programme::authenticate(office.ledger, lin, ""), Errc::unauthorised);
  CHECK_ERROR(programme::authenticate(office.ledger, OfficerId("o-x"), "314159"),
              Errc::unauthorised);
  CHECK_NOTHROW(programme::authenticate(office.ledger, lin, "314159"));
  CHECK_NOTHROW(programme::authenticate(office.ledger, OfficerId("o-zhao"), "271828"));
  office.accept(programme::dismissal_command(Office::founder(), {lin}));
  CHECK_ERROR(programme::authenticate(office.ledger, lin, "314159"), Errc::unauthorised);
}

TEST_CASE("a household nobody fits is not found", "[programme]") {
  Office office;

  CHECK(found(office, {.any = "王"}).empty());
  CHECK(found(office, {.card = "not a card"}).empty());
  CHECK(found(office, {.name = "张", .group = "二组"}).empty());
  CHECK(found(office, {.name = "张", .village = VillageId("V04")}).empty());
  CHECK_ERROR(programme::head_of(office.ledger, HouseholdId("0309999")), Errc::not_found);
}

TEST_CASE("a household is found by name, number, group, card and passbook", "[programme]") {
  Office office;
  add_neighbour(office);
  const std::vector<std::string> first{"0301017"};
  const std::vector<std::string> both{"0301017", "0301018"};

  CHECK(found(office, {.name = "建国"}) == first);
  CHECK(found(office, {.any = "张"}) == first);
  CHECK(found(office, {.any = "0301017"}) == first);
  CHECK(found(office, {.any = "0301"}) == both);
  CHECK(found(office, {.group = "一组"}) == both);
  CHECK(found(office, {.card = "C0301017-1"}) == first);
  CHECK(found(office, {.passbook = "P0301018"}) == std::vector<std::string>{"0301018"});
}

TEST_CASE("a stopped card still finds its household", "[programme]") {
  Office office;
  office.accept(programme::card_command(
      Office::worker(), {HouseholdId("0301017"), CardId("C-2"), CardId("C0301017-1")}));

  CHECK(found(office, {.card = "C0301017-1"}) == std::vector<std::string>{"0301017"});
}

TEST_CASE("names are masked for all but the officers of the village", "[programme]") {
  Office office;
  office.accept(programme::village_command(Office::founder(), {VillageId("V04"), "李家村"}));
  office.accept(programme::appointment_command(
      Office::founder(), office.appointment("o-wang", {Role::keeper}, {"V04"})));
  const auto head = [&](const Viewer& viewer) {
    return find_households(office.ledger, {.any = "0301017"}, viewer).at(0).head;
  };
  const programme::Person masked{"张*国", ""};
  const programme::Person full{"张建国", "13800000017"};

  CHECK(head({}) == masked);
  CHECK(head({Names::full, {}}) == masked);
  CHECK(head({Names::full, OfficerId("o-wang")}) == masked);
  CHECK(head({Names::masked, OfficerId("o-lin")}) == masked);
  CHECK(head({Names::full, OfficerId("o-lin")}) == full);
}
