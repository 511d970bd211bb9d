#include "lease_fixture.hpp"

#include <wumei/programme/snapshot.hpp>
#include <wumei/programme/verify.hpp>

#include <wumei/programme/household_commands.hpp>

#include <snapshot_bytes.hpp>

using namespace wumei;
using test::LeaseCounter;

namespace {

programme::Command redeem(const LeaseCounter& counter,
                          const programme::OfflineRedemption& redemption) {
  return programme::offline_command(counter.keeper, redemption);
}

programme::OfflineRedemption two_soaps(const LeaseCounter& counter, std::int64_t number = 1,
                                       std::int64_t lease = 1) {
  return counter.sold({LeaseCounter::line("G04", 2)}, number, lease);
}

/// What the whole check of a ledger says of this one; "" when every entry holds.
std::string broken_law(const LeaseCounter& counter) {
  programme::ProgrammeReplay replay;
  audit::LogReader log;
  log.leaf = [&](ledger::Seq seq) { return counter.book->leaf(seq); };
  replay.begin(log);
  for (ledger::Seq seq = 0; seq < counter.book->size(); ++seq) {
    const std::string leaf = counter.book->leaf(seq);
    const ledger::Entry entry = ledger::decode(leaf);
    const json::Value data = ledger::parse_data(entry);
    if (const auto broken = replay.check(entry, data)) {
      return std::to_string(seq) + " breaks law " + std::to_string(broken->law) + ": " +
             broken->what;
    }
    replay.apply(entry, data);
  }
  return {};
}

}  // namespace

TEST_CASE("a redemption within the lease is paid from escrow, lots that end first", "[lease]") {
  LeaseCounter counter;
  const auto lease = counter.lend("30");

  const auto receipt = counter.upload(two_soaps(counter));

  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2026-04-09") == 14'00);
  CHECK(counter.balance("f/V03:redeemed") == 6'00);
  CHECK(counter.balance("s/03-1:stock/G04") == 18);
  CHECK(counter.balance("f/V03:spent") == 4'80);
  CHECK(counter.spendable() == 30'00);
  CHECK(receipt.out.at("excess").integer() == 0);
  CHECK(receipt.out.at("flags").items().empty());
  const std::string leaf = counter.book->leaf(receipt.first);
  const ledger::Entry entry = ledger::decode(leaf);
  CHECK(entry.refs == std::vector<ledger::Seq>{lease.first});
  CHECK(counter.book->state().market.taken_in_month(counter.home, Sku("G04"),
                                                    counter.book->today()) == counter.pieces(2));
}

TEST_CASE("a redemption brought again is answered as before, for ever and by whoever", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const programme::OfflineRedemption sale = two_soaps(counter);
  const auto first = counter.upload(sale);
  counter.close(1, 1);
  counter.pass_hours(24 * 400);

  const auto again =
      counter.accept(programme::offline_command(counter.officer("shop-supervisor"), sale));

  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(again.out == first.out);
  programme::OfflineRedemption other = sale;
  other.lines[0].quantity = counter.pieces(3);
  CHECK(counter.refusal(redeem(counter, other)) == RefusalCode::key_conflict);
}

TEST_CASE("redemptions arrive in any order and at any time", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const auto first = two_soaps(counter, 1);
  counter.pass_hours(1);
  const auto second = two_soaps(counter, 2);
  counter.pass_hours(100);

  CHECK(counter.flags(second).empty());
  CHECK(counter.flags(first).empty());
  CHECK(counter.escrow() == 18'00);
}

TEST_CASE("what is beyond the lease is accepted, flagged and held in suspense", "[lease]") {
  LeaseCounter counter;
  counter.lend("20");

  const auto receipt = counter.upload(counter.sold({LeaseCounter::line("G17", 1)}));

  CHECK(counter.escrow() == 0);
  CHECK(counter.balance("h/0301001:suspense") == -10'00);
  CHECK(counter.balance("f/V03:redeemed") == 30'00);
  CHECK(counter.spendable() == 40'00);
  CHECK(receipt.out.at("excess").integer() == 10'00);
  CHECK(receipt.out.at("flags").items().front().text() == "over");
}

TEST_CASE("a household that is in no lease is booked against its suspense", "[lease]") {
  LeaseCounter counter;
  counter.lend("20");
  programme::OfflineRedemption sale = two_soaps(counter);
  sale.household = counter.neighbour;

  CHECK(counter.flags(sale) == "over");
  CHECK(counter.balance("h/0301002:suspense") == -6'00);
  CHECK(counter.balance("h/0301002:spendable") == 30'00);
}

TEST_CASE("lots that the till could still spend go first, ended ones after", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.pass_hours(36);  // 2026-04-10 00:00: the lot of the 9th is over
  const auto in_time = counter.sold({LeaseCounter::line("G04", 4)});
  counter.pass_hours(100);

  CHECK(counter.flags(in_time).empty());
  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2026-04-09") == 18'00);
  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2027-12-31") == 0);
}

TEST_CASE("a time after the lease is flagged, and ended lots are not for it", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.pass_hours(73);

  CHECK(counter.flags(counter.sold({LeaseCounter::line("G04", 4)})) == "time over");
  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2026-04-09") == 20'00);
  CHECK(counter.balance("h/0301001:suspense") == -2'00);
}

TEST_CASE("a clock that runs ahead is flagged", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  programme::OfflineRedemption sale = two_soaps(counter);
  sale.at = Instant::from_millis(sale.at.millis() + 1);

  CHECK(counter.flags(sale) == "time");
  CHECK(counter.escrow() == 24'00);
}

TEST_CASE("the lease's list prices, whatever holds by now", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  programme::PricePublication dearer = counter.list(2);
  dearer.goods[0].price = Points::parse("9");
  counter.accept(programme::prices_command(counter.township, dearer));

  CHECK(counter.upload(two_soaps(counter)).out.at("points").integer() == 6'00);
}

TEST_CASE("goods beyond the shelf go to the shop's short account", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");

  const auto receipt = counter.upload(
      counter.sold({LeaseCounter::line("G26", 3), LeaseCounter::line("G04", 1)}));

  CHECK(counter.balance("s/03-1:short/G26") == -3);
  CHECK(counter.balance("s/03-1:out/G26") == 3);
  CHECK(receipt.out.at("lines").items()[0].at("short").integer() == 3);
  CHECK(receipt.out.at("lines").items()[1].at("short").integer() == 0);
  CHECK(receipt.out.at("flags").items().front().text() == "short");
  CHECK(counter.book->state().market.taken_in_month(counter.home, Sku("G26"),
                                                    counter.book->today()) == counter.pieces(3));
}

TEST_CASE("limits of the lease and of the month flag and do not refuse", "[lease]") {
  LeaseCounter counter;
  market::LeaseTerms terms;
  terms.records = 1;
  terms.redemption = Points::parse("10");
  counter.accept(programme::lease_terms_command(counter.township, terms));
  counter.lend("36");

  CHECK(counter.flags(counter.sold({LeaseCounter::line("G04", 4)}, 1)) == "redemption");
  CHECK(counter.flags(two_soaps(counter, 2)) == "records limit");
  CHECK(counter.escrow() == 18'00);
}

TEST_CASE("a dismissed clerk, a stopped card and a dormant household are flagged", "[lease]") {
  LeaseCounter counter;
  counter.lend("36");
  programme::OfflineRedemption sale = two_soaps(counter, 1);
  sale.card = CardId("C1");
  CHECK(counter.flags(sale).empty());
  counter.accept(programme::card_command(counter.head, {counter.home, CardId("C9"),
                                                        CardId("C1")}));
  sale = two_soaps(counter, 2);
  sale.card = CardId("C1");
  CHECK(counter.flags(sale) == "card");
  sale = two_soaps(counter, 3);
  sale.card = CardId("C2");
  CHECK(counter.flags(sale) == "limit card");
  counter.accept(programme::household_change_command(
      counter.head, {counter.home, people::Status::dormant, "01", GridId("V03-G1"), 3, "P1", "",
                     ""}));
  counter.accept(programme::dismissal_command(counter.head, {OfficerId("o-keeper")}));

  const auto receipt = counter.accept(programme::offline_command(
      counter.officer("shop-supervisor"), counter.sold({LeaseCounter::line("G26", 1)}, 4)));

  CHECK(json::write(receipt.out.at("flags")) == R"(["household","clerk","short"])");
  CHECK(counter.escrow() == 36'00 - 3 * 6'00 - 2'50);
}

TEST_CASE("two redemptions under one number quarantine the till and both are booked", "[lease]") {
  LeaseCounter counter;
  counter.lend("10");
  counter.upload(two_soaps(counter));
  programme::OfflineRedemption copy = two_soaps(counter);
  copy.random = "ffffffffffffffff";

  CHECK(counter.flags(copy) == "fork over");
  CHECK(counter.balance("h/0301001:suspense") == -2'00);
  CHECK(counter.leases().till(counter.till)->quarantined);
  counter.close(1, 1);
  CHECK(counter.refusal(programme::lease_command(counter.keeper, counter.asked("10", 2))) ==
        RefusalCode::till_quarantined);
}

TEST_CASE("a redemption after the closing report is one too many", "[lease]") {
  LeaseCounter counter;
  counter.lend("10");
  counter.close(0, 0);
  const programme::OfflineRedemption late = two_soaps(counter);

  CHECK(counter.flags(late) == "fork returned over");
  CHECK(counter.balance("h/0301001:suspense") == -6'00);
  CHECK(counter.spendable() == 60'00);
}

TEST_CASE("what no honest till can have written is refused", "[lease]") {
  LeaseCounter counter;
  counter.lend("10");
  CHECK(counter.refusal(redeem(counter, two_soaps(counter, 1, 2))) == RefusalCode::lease_unknown);
  programme::OfflineRedemption sale = two_soaps(counter);
  sale.till = TillId("09-9-a");
  CHECK(counter.refusal(redeem(counter, sale)) == RefusalCode::lease_unknown);
  sale = two_soaps(counter);
  sale.household = HouseholdId("0399999");
  CHECK(counter.refusal(redeem(counter, sale)) == RefusalCode::household_unknown);
  CHECK(counter.refusal(redeem(counter, counter.sold({LeaseCounter::line("G99", 1)}))) ==
        RefusalCode::goods_unknown);
  CHECK(counter.refusal(programme::offline_command(counter.officer("panel"),
                                                   two_soaps(counter))) ==
        RefusalCode::role_missing);
  sale = two_soaps(counter);
  sale.random = "FFFFFFFFFFFFFFFF";
  CHECK_THROWS_AS(redeem(counter, sale), Error);
  CHECK_THROWS_AS(redeem(counter, two_soaps(counter, 0)), Error);
  CHECK_THROWS_AS(redeem(counter, counter.sold({})), Error);
  CHECK_THROWS_AS(redeem(counter, counter.sold({LeaseCounter::line("G04", 0)})), Error);
  CHECK_THROWS_AS(redeem(counter, counter.sold({LeaseCounter::line("G04", 1),
                                                LeaseCounter::line("G04", 1)})),
                  Error);
}

TEST_CASE("a report closes once exactly what it tells of is booked", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const auto first = two_soaps(counter, 1);
  const auto third = two_soaps(counter, 3);  // of number 2 no goods were handed over
  const auto report = [&](std::int64_t records, std::int64_t last) {
    return programme::lease_close_command(counter.keeper, {counter.till, 1, records, last});
  };
  counter.upload(third);

  CHECK(counter.refusal(report(2, 3)) == RefusalCode::lease_records);
  counter.upload(first);
  CHECK(counter.refusal(report(1, 3)) == RefusalCode::lease_records);
  CHECK(counter.refusal(report(2, 2)) == RefusalCode::lease_records);
  CHECK(counter.refusal(programme::lease_close_command(counter.officer("panel"),
                                                       {counter.till, 1, 2, 3})) ==
        RefusalCode::role_missing);
  CHECK(counter.accept(report(2, 3)).out.at("points").integer() == 18'00);
  CHECK(counter.spendable() == 48'00);
  CHECK(counter.lot("h/0301001:spendable", "2026-04-09") == 8'00);
  CHECK(counter.leases().households.empty());
  CHECK(counter.accept(report(2, 3)).replayed);
  CHECK(counter.refusal(report(2, 2)) == RefusalCode::key_conflict);
}

TEST_CASE("a lease in doubt is taken back by two people, and late goods still count", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const auto sale = two_soaps(counter);
  const auto recall = [&](std::string_view role) {
    return programme::lease_recall_command(counter.officer(role), {counter.till, 1, "终端损坏"});
  };
  const auto force = [&](std::string_view role) {
    return programme::lease_force_command(counter.officer(role), {counter.till, 1});
  };
  CHECK(counter.refusal(recall("supervisor")) == RefusalCode::wrong_state);
  counter.pass_hours(73);
  CHECK(counter.refusal(force("supervisor")) == RefusalCode::wrong_state);
  CHECK(counter.refusal(recall("keeper")) == RefusalCode::role_missing);
  counter.accept(recall("supervisor"));
  CHECK(counter.escrow() == 30'00);
  CHECK(counter.refusal(recall("township")) == RefusalCode::duplicate);
  CHECK(counter.refusal(force("supervisor")) == RefusalCode::four_eyes);
  CHECK(counter.refusal(force("keeper")) == RefusalCode::role_missing);
  CHECK(counter.accept(force("township")).out.at("points").integer() == 30'00);
  CHECK(counter.spendable() == 60'00);

  CHECK(counter.refusal(force("township")) == RefusalCode::wrong_state);
  CHECK(counter.refusal(programme::lease_close_command(counter.keeper, {counter.till, 1, 0, 0})) ==
        RefusalCode::wrong_state);
  counter.lend("20", 2);
  CHECK(counter.flags(sale) == "returned over");
  CHECK(counter.balance("h/0301001:suspense") == -6'00);
  CHECK(counter.escrow() == 20'00);
  CHECK_FALSE(counter.leases().till(counter.till)->quarantined);
}

TEST_CASE("a merge takes suspense along, and what still comes goes to the successor", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  const auto first = two_soaps(counter, 1);
  const auto second = two_soaps(counter, 2);
  counter.pass_hours(73);
  counter.force();
  counter.upload(first);
  CHECK(counter.balance("h/0301001:suspense") == -6'00);

  counter.accept(programme::merge_command(counter.officer("village"),
                                          {counter.home, counter.neighbour}));
  CHECK(counter.flags(second) == "returned household over");

  CHECK(counter.balance("h/0301001:suspense") == 0);
  CHECK(counter.balance("h/0301002:suspense") == -12'00);
  CHECK(broken_law(counter).empty());
}

TEST_CASE("a recall takes nothing: the till may still report", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.pass_hours(73);
  counter.accept(programme::lease_recall_command(counter.officer("supervisor"),
                                                 {counter.till, 1, "终端损坏"}));

  CHECK(counter.close(0, 0).out.at("points").integer() == 30'00);
}

TEST_CASE("verify and a snapshot know everything of leases", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.upload(two_soaps(counter, 1));
  counter.upload(counter.sold({LeaseCounter::line("G17", 1)}, 2));
  counter.close(2, 2);
  counter.lend("10", 2);
  counter.upload(two_soaps(counter, 1, 2));
  counter.pass_hours(73);
  counter.accept(programme::lease_recall_command(counter.officer("supervisor"),
                                                 {counter.till, 2, "终端损坏"}));

  CHECK(broken_law(counter).empty());
  programme::State state = counter.book->state();
  audit::Tree tree;
  const auto bytes = test::SnapshotBytes::of(state, tree).bytes;
  programme::Programme again = counter.reopened();
  programme::State replayed = again.state();
  CHECK(test::SnapshotBytes::of(replayed, tree).bytes == bytes);
  const market::Lease& lease = replayed.leases.tills.at(counter.till).leases.at(2);
  CHECK(lease.counters == std::set<std::int64_t>{1});
  CHECK(lease.recalled_by == OfficerId("o-supervisor"));
}
