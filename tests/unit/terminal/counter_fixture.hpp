#pragma once

#include <market_fixture.hpp>

#include <terminal/counter.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/people/pin.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace wumei::test {

/// The shop of `Counter` with a till: keeper `o-kp` (PIN 111111), a second keeper `o-kp2` (222222)
/// and the village's supervisor `o-sv` (333333) and township officer `o-tw` (444444). Household
/// 0301009 has a phone that ends in 17 and 40 points; 0301001 is known by its family name 张.
struct Till : Counter {
  Till() : folder(std::filesystem::temp_directory_path() / ("till-" + to_hex(random_bytes(8)))) {
    std::filesystem::create_directories(folder);
    appoint("o-kp", people::Role::keeper, "111111");
    appoint("o-kp2", people::Role::keeper, "222222");
    appoint("o-sv", people::Role::shop_supervisor, "333333");
    appoint("o-tw", people::Role::township, "444444");
    programme::HouseholdRegistration asked;
    asked.household = HouseholdId("0301009");
    asked.village = VillageId("V03");
    asked.group = "01";
    asked.grid = GridId("V03-G1");
    asked.people = 2;
    asked.passbook = "P9";
    asked.card = CardId("C9");
    asked.head = "欧阳建国";
    asked.phone = "13800000017";
    accept(programme::household_command(head, asked));
    accept(programme::opening_command(township, {asked.household, Points::parse("40"), Honour(),
                                                 Date::of(2027, 12, 31), "2025年台账"}));
    start();
  }
  ~Till() {
    counter.reset();
    journal.reset();
    std::filesystem::remove_all(folder);
  }

  std::filesystem::path folder;
  std::unique_ptr<terminal::Journal> journal;
  std::unique_ptr<terminal::Counter> counter;
  const OfficerId clerk{"o-kp"};
  const HouseholdId customer{"0301009"};

  /// What a restart of the process does: nothing is kept but the ledger and the journal.
  void start() {
    counter.reset();
    journal.reset();
    journal = std::make_unique<terminal::Journal>(folder / "journal");
    counter = std::make_unique<terminal::Counter>(*book, *journal,
                                                  terminal::Settings{.shop = ShopId("03-1")});
  }

  void appoint(const std::string& id, people::Role role, const std::string& pin) {
    programme::Appointment appointment;
    appointment.officer = OfficerId(id);
    appointment.roles = {role};
    appointment.villages = role == people::Role::township ? std::set<VillageId>{}
                                                          : std::set<VillageId>{VillageId("V03")};
    appointment.name = "李梅";
    appointment.pin_hash = people::hash_pin(pin, std::string(16, 's'));
    accept(programme::appointment_command(head, appointment));
  }

  /// The code of the Stop that `work` throws; "" when it throws none.
  template <class Work>
  static std::string stop(Work work) {
    try {
      work();
    } catch (const terminal::Stop& stop) {
      return stop.code();
    }
    return {};
  }

  std::string refused_pin(const std::string& officer, const std::string& pin) {
    return stop([&] { static_cast<void>(counter->sign_in(OfficerId(officer), pin)); });
  }
  std::string refused_second(const std::string& officer, const std::string& pin) {
    return stop([&] { static_cast<void>(counter->second(clerk, OfficerId(officer), pin)); });
  }

  void visit(const std::string& answer = "17") {
    counter->begin_visit({.household = customer, .card = CardId("C9"), .answer = answer}, clerk);
  }

  /// A visit whose cart was debited; its slip number.
  std::string debited(const std::vector<market::BasketLine>& lines) {
    visit();
    const std::string id = counter->visit()->draft.id;
    counter->put_cart(lines);
    counter->confirm(id, lines, prices, clerk);
    return id;
  }
  std::string done(const std::vector<market::BasketLine>& lines) {
    const std::string id = debited(lines);
    counter->handed_over(id);
    return id;
  }

  [[nodiscard]] std::int64_t spendable() const { return balance("h/0301009:spendable"); }
  [[nodiscard]] std::int64_t on_shelf(const std::string& sku) const {
    return balance("s/03-1:stock/" + sku);
  }
};

}  // namespace wumei::test
