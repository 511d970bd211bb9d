#include "people_fixture.hpp"

#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/kinds.hpp>

using namespace wumei;
using namespace wumei::test;
using programme::HouseholdMerge;
using programme::HouseholdSplit;
using programme::merge_command;
using programme::split_command;

namespace {

const HouseholdId parents("0301017");
const HouseholdId son("0301018");

/// Parents with 36.50 points of 2026, 10.00 of 2027 and 120 honour; the son has a house but none.
struct Family : Office {
  Family() {
    accept(programme::household_command(founder(), household("0301018")));
    bring(parents, "36.5", "120", 2026);
    bring(parents, "10", "0", 2027);
  }
  void bring(const HouseholdId& household, const char* points, const char* honour, int year) {
    accept(programme::opening_command(
        founder(), {household, Points::parse(points), Honour::parse(honour),
                    Date::of(year, 12, 31), "P-" + std::to_string(year)}));
  }
  [[nodiscard]] std::int64_t held(const HouseholdId& household, const char* purpose) const {
    return ledger.state().book.balance("h/" + household.text() + ":" + purpose);
  }
  [[nodiscard]] std::int64_t lot(const HouseholdId& household, const char* expires) const {
    return ledger.state().book.lot_balance("h/" + household.text() + ":spendable", expires);
  }
};

/// An entry of the log, and its kind's check against the state before it.
std::optional<ledger::Violation> check_with(const Programme& ledger, ledger::Seq seq,
                                            json::Value in) {
  programme::State before;
  json::Parser parser;
  for (ledger::Seq i = 0; i < seq; ++i) {
    const std::string leaf = ledger.leaf(i);
    programme::fold(before, ledger::decode(leaf), parser);
  }
  const std::string leaf = ledger.leaf(seq);
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value out;
  return programme::find_kind(entry.kind)->check(before, {entry, in, out});
}

}  // namespace

TEST_CASE("households that cannot part or join are told why", "[programme]") {
  Family family;
  const auto split = [](const Actor& actor, const HouseholdId& from, const HouseholdId& into) {
    return split_command(actor, {from, into, 2, 5});
  };
  family.accept(programme::appointment_command(
      Office::founder(), family.appointment("o-wang", {Role::keeper}, {"V03"})));
  family.accept(programme::village_command(Office::founder(), {VillageId("V04"), "李家村"}));
  programme::HouseholdRegistration far = Office::household("0401001");
  far.village = VillageId("V04");
  far.grid = {};
  family.accept(programme::household_command(Office::founder(), far));

  CHECK(family.refuse(split({OfficerId("o-wang"), DeviceId("d")}, parents, son)) ==
        RefusalCode::role_missing);
  CHECK(family.refuse(split(Office::worker(), HouseholdId("0309999"), son)) ==
        RefusalCode::household_unknown);
  CHECK(family.refuse(split(Office::worker(), parents, HouseholdId("0309999"))) ==
        RefusalCode::household_unknown);
  CHECK(family.refuse(split(Office::worker(), parents, parents)) == RefusalCode::duplicate);
  CHECK(family.refuse(split(Office::worker(), parents, HouseholdId("0401001"))) ==
        RefusalCode::village_mismatch);
  CHECK(family.refuse(split(Office::worker(), son, parents)) == RefusalCode::nothing_to_do);
  for (const auto& [moved, of] : {std::pair{0, 5}, {5, 5}, {1, 100}, {-1, 5}}) {
    CHECK_ERROR(split_command(Office::worker(), {parents, son, moved, of}), Errc::bad_input);
  }
}

TEST_CASE("a closed household neither gives nor takes", "[programme]") {
  Family family;
  programme::HouseholdChange close = Office::change(Status::closed);
  close.household = son;
  close.passbook = "P0301018";
  family.accept(programme::household_change_command(Office::worker(), close));

  CHECK(family.refuse(merge_command(Office::worker(), {parents, son})) ==
        RefusalCode::household_inactive);
  CHECK(family.refuse(merge_command(Office::worker(), {son, parents})) ==
        RefusalCode::household_inactive);
}

TEST_CASE("a split shares every lot and leaves the remainder with the old household",
          "[programme]") {
  Family family;

  family.accept(split_command(Office::worker(), {parents, son, 2, 7}));

  CHECK(family.lot(son, "2026-12-31") == 1042);  // 3650 * 2 / 7 = 1042.86
  CHECK(family.lot(parents, "2026-12-31") == 2608);
  CHECK(family.lot(son, "2027-12-31") == 285);   // 1000 * 2 / 7 = 285.71
  CHECK(family.lot(parents, "2027-12-31") == 715);
  CHECK(family.held(son, "honour") == 3428);     // 12000 * 2 / 7 = 3428.57
  CHECK(family.held(parents, "honour") == 8572);
}

TEST_CASE("a merge sums points, keeps the higher honour and closes the one that joins",
          "[programme]") {
  Family family;
  family.bring(son, "5", "150", 2026);

  family.accept(merge_command(Office::worker(), {parents, son}));

  CHECK(family.lot(son, "2026-12-31") == 4150);
  CHECK(family.lot(son, "2027-12-31") == 1000);
  CHECK(family.held(son, "honour") == 15000);
  CHECK(family.held(parents, "spendable") == 0);
  CHECK(family.held(parents, "honour") == 0);
  CHECK(family.ledger.state().book.balance("f/V03:honour_given") == -15000);
  CHECK(family.registry().household(parents)->status == Status::closed);
  CHECK(people::present_card(family.registry(), CardId("C0301017-1")).refusal().code ==
        RefusalCode::card_stopped);
}

TEST_CASE("the check of a split and a merge sees another share", "[programme]") {
  Family family;
  const auto in = [](std::int64_t moved) {
    return json::Value::object({{"household", parents.text()}, {"into", son.text()},
                                {"moved", moved}, {"of", 7}});
  };
  const auto split =
      family.accept(split_command(Office::worker(), {parents, son, 2, 7})).first;
  const auto merge = family.accept(merge_command(Office::worker(), {son, parents})).first;
  const auto pair = [](const HouseholdId& from, const HouseholdId& into) {
    return json::Value::object({{"household", from.text()}, {"into", into.text()}});
  };

  CHECK_FALSE(check_with(family.ledger, split, in(2)));
  CHECK(check_with(family.ledger, split, in(3))->law == 9);
  CHECK(check_with(family.ledger, split, in(7))->law == 9);
  CHECK_FALSE(check_with(family.ledger, merge, pair(son, parents)));
  CHECK(check_with(family.ledger, merge, pair(parents, son))->law == 9);
}
