#pragma once

#include "market_fixture.hpp"

#include <wumei/programme/kinds.hpp>
#include <wumei/programme/lease_commands.hpp>
#include <wumei/programme/verify.hpp>

#include <string>
#include <utility>
#include <vector>

namespace wumei::test {

/// The counter with till 03-1-a at its shop. Household 0301001 has 40 points through 2027 and 20
/// more through 2026-04-09; 0301002 has 30 through 2027.
struct LeaseCounter : Counter {
  const TillId till{"03-1-a"};
  const HouseholdId home{"0301001"};
  const HouseholdId neighbour{"0301002"};

  LeaseCounter() {
    open_with("0301001", "20", Date::of(2026, 4, 9));
    open_with("0301002", "30", Date::of(2027, 12, 31));
  }

  void open_with(const std::string& household, const std::string& points, Date expires) {
    accept(programme::opening_command(township, {HouseholdId(household), Points::parse(points),
                                                 Honour(), expires, "收条" + points}));
  }

  [[nodiscard]] programme::LeaseIssue asked(const std::string& points,
                                            std::int64_t number = 1) const {
    return {till, ShopId("03-1"), number, prices, {{home, Points::parse(points)}}};
  }
  /// Lends `points` of 0301001 to the till.
  programme::Receipt lend(const std::string& points, std::int64_t number = 1) {
    return accept(programme::lease_command(keeper, asked(points, number)));
  }

  [[nodiscard]] programme::OfflineRedemption sold(std::vector<market::BasketLine> lines,
                                                  std::int64_t counter = 1,
                                                  std::int64_t lease = 1) const {
    programme::OfflineRedemption redemption;
    redemption.till = till;
    redemption.lease = lease;
    redemption.counter = counter;
    redemption.random = "00000000000000f" + std::to_string(counter % 10);
    redemption.household = home;
    redemption.at = book->now();
    redemption.clerk = OfficerId("o-keeper");
    redemption.lines = std::move(lines);
    return redemption;
  }
  programme::Receipt upload(const programme::OfflineRedemption& redemption) {
    return accept(programme::offline_command(keeper, redemption));
  }
  /// The flags of what is uploaded, joined by spaces.
  std::string flags(const programme::OfflineRedemption& redemption) {
    const programme::Receipt receipt = upload(redemption);
    std::string text;
    for (const json::Value& flag : receipt.out.at("flags").items()) {
      text += (text.empty() ? "" : " ") + flag.text();
    }
    return text;
  }

  programme::Receipt close(std::int64_t records, std::int64_t last, std::int64_t lease = 1) {
    return accept(programme::lease_close_command(keeper, {till, lease, records, last}));
  }
  /// Two people take the lease back; its end has come.
  void force(std::int64_t lease = 1) {
    accept(programme::lease_recall_command(officer("shop-supervisor"), {till, lease, "终端损坏"}));
    accept(programme::lease_force_command(officer("supervisor"), {till, lease}));
  }
  void pass_hours(std::int64_t hours) {
    clock.set(Instant::from_millis(clock.now().millis() + hours * 3'600'000));
  }

  [[nodiscard]] const market::Leases& leases() const { return book->state().leases; }
  [[nodiscard]] std::int64_t escrow() const { return balance("t/03-1-a:escrow/0301001"); }
  [[nodiscard]] std::int64_t spendable() const { return balance("h/0301001:spendable"); }
  [[nodiscard]] std::int64_t lot(const std::string& account, const std::string& name) const {
    return book->state().book.lot_balance(account, name);
  }

  /// Every entry passes the laws, and a fresh fold ends where the ledger is.
  void sound() const {
    programme::ProgrammeReplay replay;
    audit::LogReader log;
    log.leaf = [&](ledger::Seq seq) { return book->leaf(seq); };
    replay.begin(log);
    for (ledger::Seq seq = 0; seq < book->size(); ++seq) {
      const std::string leaf = book->leaf(seq);
      const ledger::Entry entry = ledger::decode(leaf);
      const json::Value data = ledger::parse_data(entry);
      const auto broken = replay.check(entry, data);
      INFO(seq << " " << (broken ? broken->what : ""));
      REQUIRE_FALSE(broken);
      replay.apply(entry, data);
    }
  }
};

}  // namespace wumei::test
