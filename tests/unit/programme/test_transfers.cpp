#include "people_fixture.hpp"

#include <wumei/programme/transfer_commands.hpp>

using namespace wumei;
using namespace wumei::test;
using programme::transfer_command;

TEST_CASE("a transfer moves honour between two accounts and is known again", "[programme]") {
  Office office;
  Command command = transfer_command(Office::founder(), {"m/1:honour", "m/2:honour",
                                                         Honour::parse("2.5")});
  command.key = "2026-04-01/transfer/1";
  office.accept(command);

  CHECK(office.ledger.state().book.balance("m/1:honour") == -250);
  CHECK(office.ledger.state().book.balance("m/2:honour") == 250);
  CHECK(office.accept(command).replayed);
}

TEST_CASE("a transfer takes the township's role and registered holders", "[programme]") {
  Office office;
  const programme::Transfer free{"m/1:honour", "m/2:honour", Honour::parse("1")};

  CHECK(office.refuse(transfer_command(Office::worker(), free)) == RefusalCode::role_missing);
  CHECK(office.refuse(transfer_command(
            Office::founder(), {"m/1:honour", "h/9999999:honour", Honour::parse("1")})) ==
        RefusalCode::household_unknown);
  CHECK(office.refuse(transfer_command(
            Office::founder(), {"f/V99:honour_given", "m/2:honour", Honour::parse("1")})) ==
        RefusalCode::village_unknown);
}

TEST_CASE("points, goods and yuan are not transferred", "[programme]") {
  const auto asked = [](std::string from, std::string to, std::string_view amount) {
    return transfer_command(Office::founder(),
                            {std::move(from), std::move(to), Honour::parse(amount)});
  };
  CHECK_ERROR(asked("h/0301017:spendable", "m/2:honour", "1"), Errc::bad_input);
  CHECK_ERROR(asked("m/1:honour", "f/V03:cash", "1"), Errc::bad_input);
  CHECK_ERROR(asked("m/1:honour", "m/1:honour", "1"), Errc::bad_input);
  CHECK_ERROR(asked("m/1:honour", "m/2:honour", "0"), Errc::bad_input);
}
