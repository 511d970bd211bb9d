#pragma once

#include <wumei/programme/batch.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/memory_store.hpp>

#include <memory>
#include <string>

namespace wumei::test {

/// A small rehearsal township in memory on 2026-04-01 09:00 +08:00: village V03 with grid V03-G1,
/// households 0301001 to 0301003, a founder `o-head` with every role, and one officer for every
/// role called `o-<role>`, e.g. `o-grid-worker`, `o-village`, `o-township`, `o-keeper`.
class Township {
 public:
  Township() : clock(Instant::parse("2026-04-01T09:00:00+08:00")), ids(7) {
    programme::Founding founding;
    founding.charter.origin = "wumei.example/test/e1";
    founding.charter.programme = "test";
    founding.charter.title = "官桥镇";
    founding.charter.rehearsal = true;
    founding.founder = head;
    founding.founder_detail = "{\"name\":\"王站长\",\"pin\":\"\"}";
    book = std::make_unique<programme::Programme>(
        programme::Programme::create(store, clock, ids, founding));
    register_everybody();
  }

  store::MemoryStore store;
  FixedClock clock;
  CountedIds ids;
  std::unique_ptr<programme::Programme> book;
  const programme::Actor head{OfficerId("o-head"), DeviceId("unit")};

  [[nodiscard]] static programme::Actor officer(std::string_view role) {
    return {OfficerId("o-" + std::string(role)), DeviceId("unit")};
  }

  [[nodiscard]] static HouseholdId household(int number) {
    return HouseholdId(std::to_string(301'000 + number).insert(0, "0"));
  }

  /// Household `number` of V03, with passbook `P<number>` and card `C<number>`.
  void register_household(int number) {
    programme::HouseholdRegistration asked;
    asked.household = household(number);
    asked.village = VillageId("V03");
    asked.group = "01";
    asked.grid = GridId("V03-G1");
    asked.people = 3;
    asked.passbook = "P" + std::to_string(number);
    asked.card = CardId("C" + std::to_string(number));
    asked.head = "张三";
    accept(programme::household_command(head, asked));
  }

  /// Noon of that day from now on.
  void set_day(std::string_view day) {
    clock.set(Instant::parse(std::string(day) + "T12:00:00+08:00"));
  }

  /// Submits and demands acceptance.
  programme::Receipt accept(const programme::Command& command) {
    const Decision<programme::Receipt> outcome = book->submit(command);
    if (!outcome) {
      throw InvariantViolation("refused: " + std::string(name(outcome.refusal().code)));
    }
    return *outcome;
  }

  /// Submits and demands a refusal; its code.
  RefusalCode refusal(const programme::Command& command) {
    const std::int64_t before = book->size();
    const Decision<programme::Receipt> outcome = book->submit(command);
    if (outcome) throw InvariantViolation("accepted: " + outcome->kind);
    if (book->size() != before) throw InvariantViolation("a refusal changed the log");
    return outcome.refusal().code;
  }

  /// Lets V03 issue so many points a month from April to December.
  void budget(Points monthly) {
    accept(programme::budget_command(
        head, {VillageId("V03"), 2026, 4, 12, monthly, "官政〔2026〕9号"}));
  }

  /// The same log opened anew from the store, from entry 0.
  [[nodiscard]] programme::Programme reopened() {
    return programme::Programme::open(store, clock, ids, {.programme = "test", .write = false});
  }

 private:
  void register_everybody() {
    accept(programme::village_command(head, {VillageId("V03"), "柳河村"}));
    for (const people::Role role : people::all_roles()) {
      programme::Appointment appointment;
      appointment.officer = OfficerId("o-" + std::string(people::name(role)));
      appointment.roles = {role};
      appointment.name = "某某";
      accept(programme::appointment_command(head, appointment));
    }
    accept(programme::grid_command(head, {GridId("V03-G1"), VillageId("V03"),
                                          OfficerId("o-grid-worker")}));
    for (int number = 1; number <= 3; ++number) register_household(number);
  }
};

/// What the verifier finds in the township's log.
inline audit::Finding verified(Township& town) {
  programme::ProgrammeReplay replay;
  return audit::verify(store::log_reader(town.store, "test"), replay, {});
}

}  // namespace wumei::test
