#pragma once

#include <catch.hpp>

#include <wumei/people/pin.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/memory_store.hpp>

#include <string>

namespace wumei::test {

using people::Role;
using people::Status;
using programme::Actor;
using programme::Command;
using programme::Programme;

/// A founded ledger with one village, its grid worker and one household, on 2026-04-08.
struct Office {
  store::MemoryStore store;
  FixedClock clock{Instant::parse("2026-04-08T09:30:00+08:00")};
  CountedIds ids{7};
  programme::Charter charter = founding().charter;
  Programme ledger = Programme::create(store, clock, ids, founding());

  Office() {
    accept(programme::village_command(founder(), {VillageId("V03"), "官桥村"}));
    accept(programme::appointment_command(
        founder(), appointment("o-lin", {Role::grid_worker, Role::village}, {"V03"})));
    accept(programme::grid_command(founder(), {GridId("V03-G1"), VillageId("V03"),
                                               OfficerId("o-lin")}));
    accept(programme::household_command(founder(), household("0301017")));
  }

  [[nodiscard]] static programme::Founding founding() {
    programme::Founding founding;
    founding.charter.origin = "wumei.example/guanqiao/e1";
    founding.charter.programme = "guanqiao";
    founding.charter.title = "官桥镇";
    founding.founder = founder();
    const std::string salt = programme::pin_salt(founding.charter, founder().officer);
    founding.founder_detail =
        programme::officer_detail("赵敏", people::hash_pin("271828", salt));
    return founding;
  }
  [[nodiscard]] static Actor founder() { return {OfficerId("o-zhao"), DeviceId("test")}; }
  [[nodiscard]] static Actor worker() { return {OfficerId("o-lin"), DeviceId("test")}; }

  [[nodiscard]] programme::Appointment appointment(const std::string& officer,
                                                   people::Roles roles,
                                                   std::vector<std::string> villages) const {
    programme::Appointment asked{OfficerId(officer), std::move(roles), {}, "林小红", ""};
    for (const std::string& village : villages) asked.villages.insert(VillageId(village));
    asked.pin_hash =
        people::hash_pin("314159", programme::pin_salt(charter, asked.officer));
    return asked;
  }
  [[nodiscard]] static programme::HouseholdRegistration household(const std::string& id) {
    programme::HouseholdRegistration asked;
    asked.household = HouseholdId(id);
    asked.village = VillageId("V03");
    asked.group = "一组";
    asked.grid = GridId("V03-G1");
    asked.people = 4;
    asked.passbook = "P" + id;
    asked.card = CardId("C" + id + "-1");
    asked.head = "张建国";
    asked.phone = "13800000017";
    return asked;
  }
  [[nodiscard]] static programme::HouseholdChange change(Status status) {
    return {HouseholdId("0301017"), status, "一组", GridId("V03-G1"), 4, "P0301017", "", ""};
  }

  programme::Receipt accept(const Command& command) {
    const auto receipt = ledger.submit(command);
    if (!receipt) FAIL(name(receipt.refusal().code));
    return receipt.value();
  }
  /// Submits what must be refused; the log must stay as it was.
  RefusalCode refuse(const Command& command) {
    const std::int64_t before = ledger.size();
    const auto receipt = ledger.submit(command);
    REQUIRE_FALSE(receipt);
    CHECK(ledger.size() == before);
    return receipt.refusal().code;
  }
  [[nodiscard]] const people::Registry& registry() const { return ledger.state().people; }
};

}  // namespace wumei::test
