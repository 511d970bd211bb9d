#include "people_fixture.hpp"

#include <wumei/ledger/account.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/natural_key.hpp>

using namespace wumei;
using namespace wumei::test;
using programme::opening_command;
using programme::OpeningBalance;

namespace {

OpeningBalance passbook_page() {
  return {HouseholdId("0301017"), Points::parse("36.5"), Honour::parse("120"),
          Date::of(2026, 12, 31), "存折0301017第3页"};
}

Command keyed(const Office& office, const OpeningBalance& asked) {
  Command command = opening_command(Office::founder(), asked);
  command.effective = Date::of(2026, 4, 1);
  command.key = programme::key_after_reversals(
      office.ledger, programme::opening_key(asked, *command.effective));
  return command;
}

std::int64_t balance(const Office& office, const std::string& account) {
  return office.ledger.state().book.balance(account);
}

}  // namespace

TEST_CASE("only the township brings balances over", "[programme]") {
  Office office;
  office.accept(programme::appointment_command(
      Office::founder(), office.appointment("o-wang", {Role::admin}, {})));
  const Actor admin{OfficerId("o-wang"), DeviceId("test")};

  CHECK(office.refuse(opening_command(Office::worker(), passbook_page())) ==
        RefusalCode::role_missing);
  CHECK(office.refuse(opening_command(admin, passbook_page())) == RefusalCode::role_missing);
}

TEST_CASE("an opening balance needs an open household, a paper and an amount", "[programme]") {
  Office office;
  OpeningBalance unknown = passbook_page();
  unknown.household = HouseholdId("0309999");
  OpeningBalance nothing = passbook_page();
  nothing.points = {};
  nothing.honour = {};
  OpeningBalance expired = passbook_page();
  expired.expires = Date::of(2025, 12, 31);
  OpeningBalance debt = passbook_page();
  debt.points = Points::parse("-1");
  OpeningBalance unproven = passbook_page();
  unproven.document = "";

  CHECK(office.refuse(opening_command(Office::founder(), unknown)) ==
        RefusalCode::household_unknown);
  CHECK(office.refuse(opening_command(Office::founder(), nothing)) ==
        RefusalCode::nothing_to_do);
  CHECK(office.refuse(opening_command(Office::founder(), expired)) == RefusalCode::wrong_state);
  CHECK_ERROR(opening_command(Office::founder(), debt), Errc::bad_input);
  CHECK_ERROR(opening_command(Office::founder(), unproven), Errc::bad_input);
  office.accept(programme::household_change_command(Office::worker(),
                                                    Office::change(Status::closed)));
  CHECK(office.refuse(opening_command(Office::founder(), passbook_page())) ==
        RefusalCode::household_inactive);
}

TEST_CASE("an opening balance credits points by expiry and honour", "[programme]") {
  Office office;

  office.accept(keyed(office, passbook_page()));

  CHECK(office.ledger.state().book.lot_balance("h/0301017:spendable", "2026-12-31") == 3650);
  CHECK(balance(office, "h/0301017:honour") == 12000);
  CHECK(balance(office, "f/V03:opening") == -3650);
  CHECK(balance(office, "f/V03:honour_given") == -12000);
}

TEST_CASE("the same paper is brought over once, whatever the day", "[programme]") {
  Office office;
  const Command command = keyed(office, passbook_page());
  office.accept(command);
  OpeningBalance next_page = passbook_page();
  next_page.document = "存折0301017第4页";

  CHECK(office.accept(command).replayed);
  CHECK(office.refuse(opening_command(Office::founder(), passbook_page())) ==
        RefusalCode::duplicate);
  office.accept(keyed(office, next_page));
  CHECK(balance(office, "h/0301017:spendable") == 7300);
}

TEST_CASE("after a reversal the paper can be brought over rightly", "[programme]") {
  Office office;
  const programme::Receipt wrong = office.accept(keyed(office, passbook_page()));
  office.accept(programme::reverse_command(office.ledger, Office::founder(), wrong.first,
                                           "抄错一行"));
  OpeningBalance right = passbook_page();
  right.points = Points::parse("35.6");

  office.accept(keyed(office, right));

  CHECK(balance(office, "h/0301017:spendable") == 3560);
  CHECK(balance(office, "f/V03:opening") == -3560);
  CHECK(balance(office, "h/0301017:honour") == 12000);
}

TEST_CASE("a household with points left is not closed", "[programme]") {
  Office office;
  office.accept(keyed(office, passbook_page()));

  CHECK(office.refuse(programme::household_change_command(
            Office::worker(), Office::change(Status::closed))) == RefusalCode::wrong_state);
}

TEST_CASE("a key of an opening fits 64 ASCII characters whatever the paper is called",
          "[programme]") {
  OpeningBalance asked = passbook_page();
  const Date day = Date::of(2026, 4, 1);

  CHECK(programme::opening_key(asked, day).size() == 43);
  asked.document = "2025-017";
  CHECK(programme::opening_key(asked, day) == "2026-04-01/opening/0301017/2025-017");
  asked.document = std::string(80, '7');
  CHECK(programme::opening_key(asked, day).size() == 43);
}

TEST_CASE("a reversed registration frees number, card and passbook", "[programme]") {
  Office office;
  Command command =
      programme::household_command(Office::founder(), Office::household("0301018"));
  command.key = programme::registration_key("household", "0301018");
  const programme::Receipt receipt = office.accept(command);

  office.accept(programme::reverse_command(office.ledger, Office::founder(), receipt.first,
                                           "重复登记"));

  CHECK_FALSE(office.registry().household(HouseholdId("0301018")));
  command.key = programme::key_after_reversals(office.ledger, command.key);
  CHECK(command.key == "0/household/0301018~2");
  CHECK_FALSE(office.accept(command).replayed);
  CHECK(office.registry().household_by_card(CardId("C0301018-1"))->id ==
        HouseholdId("0301018"));
}

TEST_CASE("the registration of a household with a history is not reversed", "[programme]") {
  Office office;
  const ledger::Seq registered = office.registry().household(HouseholdId("0301017"))->since_seq;
  office.accept(keyed(office, passbook_page()));

  CHECK(office.refuse(programme::reverse_command(office.ledger, Office::founder(), registered,
                                                 "重复登记")) == RefusalCode::not_reversible);

  CHECK(office.registry().household(HouseholdId("0301017"))->status == Status::resident);
  CHECK(people::present_card(office.registry(), CardId("C0301017-1")).value() ==
        HouseholdId("0301017"));
}

TEST_CASE("a reversed card gives the one before it back", "[programme]") {
  Office office;
  const CardId first("C0301017-1");
  const programme::Receipt receipt = office.accept(programme::card_command(
      Office::worker(), {HouseholdId("0301017"), CardId("C-2"), first}));

  office.accept(programme::reverse_command(office.ledger, Office::founder(), receipt.first,
                                           "卡号录错"));

  CHECK(people::present_card(office.registry(), first).value() == HouseholdId("0301017"));
  CHECK(people::present_card(office.registry(), CardId("C-2")).refusal().code ==
        RefusalCode::card_unknown);
}
