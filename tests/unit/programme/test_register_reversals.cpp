#include "deeds_fixture.hpp"
#include "market_fixture.hpp"
#include "people_fixture.hpp"

#include <wumei/programme/batch.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/natural_key.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

// What `entry.reverse` takes back of the register, and what stands in its way.
namespace wumei::programme {
namespace {

using people::Status;
using test::Counter;
using test::Office;

const VillageId v04("V04");
const HouseholdId moved_home("0301017");

Command reversal(const Office& office, ledger::Seq seq) {
  return reverse_command(office.ledger, Office::founder(), seq, "录错");
}

/// The refusal of a reversal and the fact that names what stands in its way.
std::pair<RefusalCode, std::string> barred(Office& office, ledger::Seq seq, std::string_view fact) {
  const Decision<Receipt> outcome = office.ledger.submit(reversal(office, seq));
  REQUIRE_FALSE(outcome);
  for (const Fact& known : outcome.refusal().facts) {
    if (known.name == fact) return {outcome.refusal().code, known.value};
  }
  return {outcome.refusal().code, "no such fact"};
}

void verifies(store::Store& store, const store::ProgrammeId& id) {
  ProgrammeReplay replay;
  const audit::Finding finding = audit::verify(store::log_reader(store, id), replay, {});
  INFO(finding.message);
  CHECK(finding.verdict == audit::Verdict::verified);
}

using Barred = std::pair<RefusalCode, std::string>;

TEST_CASE("a village is taken back while nothing refers to it", "[programme]") {
  Office office;
  const ledger::Seq village =
      office.accept(village_command(Office::founder(), {v04, "李家村"})).first;
  const ledger::Seq grid =
      office.accept(grid_command(Office::founder(), {GridId("V04-G1"), v04, {}})).first;

  CHECK(barred(office, village, "grid") == Barred{RefusalCode::not_reversible, "V04-G1"});
  office.accept(reversal(office, grid));
  office.accept(appointment_command(Office::founder(),
                                    office.appointment("o-wang", {people::Role::keeper}, {"V04"})));
  CHECK(barred(office, village, "officer") == Barred{RefusalCode::not_reversible, "o-wang"});
  office.accept(dismissal_command(Office::founder(), {OfficerId("o-wang")}));
  const ledger::Seq budget =
      office.accept(budget_command(Office::founder(),
                                   {v04, 2026, 4, 12, Points::parse("5"), "官政2号"}))
          .first;
  CHECK(barred(office, village, "fund") == Barred{RefusalCode::not_reversible, "V04"});
  office.accept(reversal(office, budget));
  const ledger::Seq paid =
      office.accept(deposit_command(Office::founder(), {v04, Yuan::parse("9"), "官财3号",
                                                        office.ledger.today()}))
          .first;
  CHECK(barred(office, village, "account") == Barred{RefusalCode::not_reversible, "f/V04:cash"});
  office.accept(reversal(office, paid));
  const ledger::Seq shop =
      office.accept(shop_command(Office::founder(), {ShopId("04-1"), v04, "李家超市"})).first;
  CHECK(barred(office, village, "shop") == Barred{RefusalCode::not_reversible, "04-1"});
  office.accept(reversal(office, shop));

  office.accept(reversal(office, village));

  CHECK(office.registry().village(v04) == nullptr);
  office.accept(village_command(Office::founder(), {v04, "李家河村"}));
  CHECK(office.registry().village(v04)->name == "李家河村");
  verifies(office.store, "guanqiao");
}

TEST_CASE("a village with households stays", "[programme]") {
  Office office;
  const ledger::Seq grid = 4;

  CHECK(barred(office, 2, "grid") == Barred{RefusalCode::not_reversible, "V03-G1"});
  CHECK(barred(office, grid, "household") == Barred{RefusalCode::not_reversible, "0301017"});
}

TEST_CASE("a grid gets the worker it had before, the latest change first", "[programme]") {
  Office office;
  const GridId grid("V03-G1");
  office.accept(appointment_command(
      Office::founder(), office.appointment("o-sun", {people::Role::grid_worker}, {"V03"})));
  const ledger::Seq first = office.registry().grid(grid)->seq;
  const ledger::Seq to_sun =
      office.accept(grid_command(Office::founder(), {grid, VillageId("V03"), OfficerId("o-sun")}))
          .first;
  const ledger::Seq vacant =
      office.accept(grid_command(Office::founder(), {grid, VillageId("V03"), {}})).first;

  CHECK(barred(office, to_sun, "later") ==
        Barred{RefusalCode::not_reversible, std::to_string(vacant)});
  CHECK(barred(office, first, "later") ==
        Barred{RefusalCode::not_reversible, std::to_string(vacant)});
  office.accept(reversal(office, vacant));
  CHECK(office.registry().grid(grid)->officer == OfficerId("o-sun"));
  office.accept(reversal(office, to_sun));
  CHECK(office.registry().grid(grid)->officer == OfficerId("o-lin"));
  CHECK(office.registry().grid(grid)->seq == first);
  verifies(office.store, "guanqiao");
}

TEST_CASE("a grid does not go back to a worker who has left", "[programme]") {
  Office office;
  const ledger::Seq vacant =
      office.accept(grid_command(Office::founder(), {GridId("V03-G1"), VillageId("V03"), {}}))
          .first;
  office.accept(dismissal_command(Office::founder(), {OfficerId("o-lin")}));

  CHECK(office.refuse(reversal(office, vacant)) == RefusalCode::officer_dismissed);
}

TEST_CASE("a household goes back to what it was, with its name and its card", "[programme]") {
  Office office;
  HouseholdChange wrong = Office::change(Status::closed);
  wrong.group = "二组";
  wrong.passbook = "P-2";
  wrong.head = "王五";
  const ledger::Seq closed =
      office.accept(household_change_command(Office::founder(), wrong)).first;
  CHECK(people::present_card(office.registry(), CardId("C0301017-1")).refusal().code ==
        RefusalCode::card_stopped);

  office.accept(reversal(office, closed));

  const people::Household household = *office.registry().household(moved_home);
  CHECK(household.status == Status::resident);
  CHECK(household.group == "一组");
  CHECK(office.registry().household_by_passbook("P0301017")->id == household.id);
  CHECK_FALSE(office.registry().household_by_passbook("P-2"));
  CHECK(people::present_card(office.registry(), CardId("C0301017-1")).value() == moved_home);
  CHECK(head_of(office.ledger, moved_home).name == "张建国");
  verifies(office.store, "guanqiao");
}

TEST_CASE("of a household's changes the latest goes first", "[programme]") {
  Office office;
  const ledger::Seq away =
      office.accept(household_change_command(Office::founder(), Office::change(Status::away)))
          .first;
  const ledger::Seq dormant =
      office.accept(household_change_command(Office::founder(), Office::change(Status::dormant)))
          .first;

  CHECK(barred(office, away, "later") ==
        Barred{RefusalCode::not_reversible, std::to_string(dormant)});
  office.accept(reversal(office, dormant));
  CHECK(office.registry().household(moved_home)->status == Status::away);
  const Programme again =
      Programme::open(office.store, office.clock, office.ids,
                      {.programme = "guanqiao", .snapshot_digest = office.ledger.save_snapshot(),
                       .write = false});
  CHECK(again.state().people.household(moved_home)->earlier.size() == 1);
  office.accept(reversal(office, away));
  CHECK(office.registry().household(moved_home)->status == Status::resident);
  verifies(office.store, "guanqiao");
}

TEST_CASE("a change stays when its grid or passbook went to others, or a merge came after",
          "[programme]") {
  Office office;
  office.accept(grid_command(Office::founder(), {GridId("V03-G2"), VillageId("V03"), {}}));
  HouseholdChange moved = Office::change(Status::resident);
  moved.passbook = "P-2";
  const ledger::Seq change =
      office.accept(household_change_command(Office::founder(), moved)).first;
  HouseholdRegistration other = Office::household("0301018");
  other.passbook = "P0301017";
  const ledger::Seq taken = office.accept(household_command(Office::founder(), other)).first;

  CHECK(barred(office, change, "passbook") == Barred{RefusalCode::duplicate, "P0301017"});
  office.accept(reversal(office, taken));
  other.passbook = "P-18";
  office.accept(household_command(Office::founder(), other));
  office.accept(merge_command(Office::founder(), {moved_home, HouseholdId("0301018")}));
  CHECK(barred(office, change, "household") ==
        Barred{RefusalCode::household_inactive, "0301017"});
  verifies(office.store, "guanqiao");
}

TEST_CASE("a change goes with its household and cannot come back from it", "[programme]") {
  Office office;
  const ledger::Seq registered = office.registry().household(moved_home)->since_seq;
  const ledger::Seq away =
      office.accept(household_change_command(Office::founder(), Office::change(Status::away)))
          .first;
  office.accept(reversal(office, registered));

  CHECK(office.refuse(reversal(office, away)) == RefusalCode::household_unknown);
}

TEST_CASE("donor and shop are taken back once their deliveries are", "[market]") {
  Counter counter;
  const auto reversing = [&](ledger::Seq seq) {
    return reverse_command(*counter.book, counter.head, seq, "录错");
  };
  const market::Market& market = counter.book->state().market;
  const ledger::Seq donor = counter.book->state().people.donor(DonorId("D001"))->seq;
  const ledger::Seq shop = market.shop(ShopId("03-1"))->seq;
  CHECK(counter.refusal(reversing(donor)) == RefusalCode::not_reversible);
  CHECK(counter.refusal(reversing(shop)) == RefusalCode::not_reversible);
  std::set<ledger::Seq> deliveries;
  for (const auto& [name, lot] : market.lots) deliveries.insert(lot.seq);
  for (const ledger::Seq delivery : deliveries) counter.accept(reversing(delivery));

  counter.accept(reversing(shop));
  counter.accept(reversing(donor));

  CHECK(market.shop(ShopId("03-1")) == nullptr);
  CHECK(counter.book->state().people.donor(DonorId("D001")) == nullptr);
  verifies(counter.store, "test");
}

TEST_CASE("a whole register that was imported is taken back and imported again", "[programme]") {
  Office office;
  const auto rows = [] {
    const auto row = [](Command command, std::string_view topic, std::string_view id,
                        std::int64_t line) {
      command.key = registration_key(topic, id);
      return ImportRow{std::move(command), {"register.csv", line, 0, ""}};
    };
    const Actor by = Office::founder();
    HouseholdRegistration household = Office::household("0401001");
    household.village = v04;
    household.grid = GridId("V04-G1");
    return std::vector<ImportRow>{
        row(village_command(by, {v04, "李家村"}), "village", "V04", 2),
        row(grid_command(by, {GridId("V04-G1"), v04, {}}), "grid", "V04-G1", 3),
        row(household_command(by, household), "household", "0401001", 4)};
  };
  const ImportFile file{"register.csv", "register", "V04,李家村"};
  const auto import = [&] {
    return import_rows(office.ledger, Office::founder(), file, rows()).value();
  };
  const ImportReceipt first = import();

  CHECK(reverse_import(office.ledger, Office::founder(), {first.record, "录错"}).value() == 3);
  CHECK(office.registry().village(v04) == nullptr);
  const ImportReceipt again = import();

  CHECK(again.added == 4);
  CHECK(office.registry().household(HouseholdId("0401001"))->grid == GridId("V04-G1"));
  CHECK(office.ledger.find("0/village/V04~2") == again.record - 3);
  verifies(office.store, "guanqiao");
}

}  // namespace
}  // namespace wumei::programme
