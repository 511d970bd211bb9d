#include "lease_fixture.hpp"

#include <rapidcheck.h>

#include <wumei/audit/tree.hpp>
#include <wumei/programme/household_commands.hpp>
#include <wumei/programme/lease_document.hpp>

using namespace wumei;
using test::LeaseCounter;

namespace {

const std::string escrow_of_home = "t/03-1-a:escrow/0301001";
const std::string escrow_of_neighbour = "t/03-1-a:escrow/0301002";

/// The counter whose till has a network: it asks for points of one cart.
struct OnlineCounter : LeaseCounter {
  [[nodiscard]] programme::LeaseAddition cart(const HouseholdId& household,
                                              const std::string& points,
                                              const std::string& random = "aa") const {
    return {till, 1, "00000000000000" + random, household, Points::parse(points)};
  }
  programme::Receipt add(const programme::LeaseAddition& asked) {
    return accept(programme::lease_add_command(keeper, asked));
  }
  /// The refusal of what is asked; nothing is written.
  Refusal no(const programme::LeaseAddition& asked) {
    const std::int64_t before = book->size();
    const auto outcome = book->submit(programme::lease_add_command(keeper, asked));
    REQUIRE_FALSE(outcome);
    REQUIRE(book->size() == before);
    return outcome.refusal();
  }
  [[nodiscard]] std::int64_t addable(const HouseholdId& household) const {
    const programme::State& state = book->state();
    return programme::addable(state, till, *leases().lease(till, 1), household, book->today())
        .units();
  }
};

std::string said(const Refusal& refusal, std::string_view name) {
  for (const Fact& fact : refusal.facts) {
    if (fact.name == name) return fact.value;
  }
  return {};
}

}  // namespace

TEST_CASE("points for a cart join the open lease, the lots that end first", "[lease]") {
  OnlineCounter counter;
  const auto lease = counter.lend("10");

  const auto receipt = counter.add(counter.cart(counter.home, "15"));

  CHECK(receipt.kind == "lease.add");
  CHECK(counter.lot(escrow_of_home, "2026-04-09") == 20'00);
  CHECK(counter.lot(escrow_of_home, "2027-12-31") == 5'00);
  CHECK(counter.spendable() == 35'00);
  const std::string leaf = counter.book->leaf(receipt.first);
  const ledger::Entry entry = ledger::decode(leaf);
  CHECK(entry.refs == std::vector<ledger::Seq>{lease.first});
  CHECK(entry.key == "0/lease-add/03-1-a/1/00000000000000aa");
  CHECK(counter.leases().lease(counter.till, 1)->added ==
        std::vector<ledger::Seq>{receipt.first});
  counter.sound();
}

TEST_CASE("a household of which points were added is in the lease", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  const auto merge = programme::merge_command(counter.officer("village"),
                                              {counter.neighbour, counter.home});

  counter.add(counter.cart(counter.neighbour, "6"));

  REQUIRE(counter.leases().holder(counter.neighbour) != nullptr);
  CHECK(*counter.leases().holder(counter.neighbour) == counter.till);
  CHECK(programme::leasable(counter.book->state(), counter.neighbour, counter.book->today()) ==
        Points());
  CHECK(counter.refusal(merge) == RefusalCode::lease_open);
  programme::OfflineRedemption sale = counter.sold({LeaseCounter::line("G04", 2)});
  sale.household = counter.neighbour;
  CHECK(counter.flags(sale).empty());
  CHECK(counter.balance(escrow_of_neighbour) == 0);
  counter.sound();
}

TEST_CASE("a redemption beyond the issue's share is covered by the addition", "[lease]") {
  OnlineCounter counter;
  counter.lend("20");

  counter.add(counter.cart(counter.home, "13"));

  const auto sale = counter.upload(
      counter.sold({LeaseCounter::line("G04", 1), LeaseCounter::line("G17", 1)}));
  CHECK(sale.out.at("points").integer() == 33'00);
  CHECK(sale.out.at("excess").integer() == 0);
  CHECK(sale.out.at("flags").items().empty());
  CHECK(counter.escrow() == 0);
  CHECK(counter.spendable() == 27'00);
  counter.sound();
}

TEST_CASE("points asked for twice are lent once, with other facts not at all", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  const programme::LeaseAddition asked = counter.cart(counter.home, "5");
  const auto first = counter.add(asked);

  const auto again = counter.add(asked);

  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(counter.escrow() == 15'00);
  CHECK(counter.no(counter.cart(counter.home, "6")).code == RefusalCode::key_conflict);
  CHECK(counter.no(counter.cart(counter.neighbour, "5")).code == RefusalCode::key_conflict);
  counter.close(0, 0);
  CHECK(counter.add(asked).replayed);
  CHECK(counter.escrow() == 0);
}

TEST_CASE("nothing is added to a lease that there is not, or by who has no business", "[lease]") {
  OnlineCounter counter;
  programme::LeaseAddition asked = counter.cart(counter.home, "5");
  CHECK(counter.no(asked).code == RefusalCode::lease_unknown);
  counter.lend("10");
  asked.lease = 2;
  CHECK(counter.no(asked).code == RefusalCode::lease_unknown);
  asked.lease = 1;
  asked.till = TillId("03-1-b");
  CHECK(counter.no(asked).code == RefusalCode::lease_unknown);

  asked.till = counter.till;
  for (const char* role : {"grid-worker", "panel", "supervisor", "village"}) {
    CHECK(counter.refusal(programme::lease_add_command(counter.officer(role), asked)) ==
          RefusalCode::role_missing);
  }
  counter.accept(programme::lease_add_command(counter.officer("shop-supervisor"), asked));
  asked.random = "00000000000000ab";
  counter.accept(programme::lease_add_command(counter.township, asked));
}

TEST_CASE("nothing is added to a lease that was given back", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  counter.close(0, 0);
  const Refusal closed = counter.no(counter.cart(counter.home, "5"));
  CHECK(closed.code == RefusalCode::wrong_state);
  CHECK(said(closed, "state") == "closed");

  counter.lend("10", 2);
  counter.pass_hours(73);
  counter.force(2);
  programme::LeaseAddition second = counter.cart(counter.home, "5");
  second.lease = 2;
  CHECK(said(counter.no(second), "state") == "forced");
}

TEST_CASE("nothing is added after the end of a lease", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  counter.pass_hours(72);
  counter.add(counter.cart(counter.home, "1"));

  counter.clock.set(Instant::from_millis(counter.clock.now().millis() + 1));

  const Refusal late = counter.no(counter.cart(counter.home, "1", "ab"));
  CHECK(late.code == RefusalCode::wrong_state);
  CHECK(said(late, "till") == "03-1-a");
  CHECK_FALSE(said(late, "stop").empty());
}

TEST_CASE("nothing is added for a till that used a number twice", "[lease]") {
  OnlineCounter counter;
  counter.lend("30");
  programme::OfflineRedemption sale = counter.sold({LeaseCounter::line("G04", 2)});
  counter.upload(sale);
  sale.random = "00000000000000ff";
  CHECK(counter.flags(sale) == "fork");

  CHECK(counter.no(counter.cart(counter.home, "5")).code == RefusalCode::till_quarantined);
}

TEST_CASE("nothing is added of who takes no part, or is leased to another till", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  CHECK(counter.no(counter.cart(HouseholdId("0399999"), "5")).code ==
        RefusalCode::household_unknown);
  programme::LeaseIssue other = counter.asked("5");
  other.till = TillId("03-1-b");
  other.households[0].household = counter.neighbour;
  counter.accept(programme::lease_command(counter.keeper, other));

  const Refusal taken = counter.no(counter.cart(counter.neighbour, "5"));
  CHECK(taken.code == RefusalCode::lease_open);
  CHECK(said(taken, "household") == "0301002");
  CHECK(said(taken, "till") == "03-1-b");
  CHECK(counter.addable(counter.neighbour) == 0);

  counter.accept(programme::lease_close_command(counter.keeper, {other.till, 1, 0, 0}));
  CHECK(counter.addable(counter.neighbour) == 30'00);
  counter.accept(programme::household_change_command(
      counter.head, {counter.neighbour, people::Status::dormant, "01", GridId("V03-G1"), 3, "P2",
                     "", ""}));
  CHECK(counter.no(counter.cart(counter.neighbour, "5")).code ==
        RefusalCode::household_inactive);
  CHECK(counter.addable(counter.neighbour) == 0);
}

TEST_CASE("a household has at most one redemption in a lease once points are added", "[lease]") {
  OnlineCounter counter;
  market::LeaseTerms terms;
  terms.redemption = Points::parse("34");
  counter.accept(programme::lease_terms_command(counter.township, terms));
  counter.lend("30");
  terms.redemption = Points::parse("10");
  counter.accept(programme::lease_terms_command(counter.township, terms));  // the lease keeps 34

  const Refusal over = counter.no(counter.cart(counter.home, "4.01"));
  CHECK(over.code == RefusalCode::lease_limit);
  CHECK(said(over, "limit") == "redemption");
  CHECK(said(over, "asked") == "4.01");
  CHECK(said(over, "allowed") == "4.00");
  counter.add(counter.cart(counter.home, "4"));
  CHECK(said(counter.no(counter.cart(counter.home, "0.01", "ab")), "allowed") == "0.00");

  counter.upload(counter.sold({LeaseCounter::line("G04", 1)}));
  CHECK(counter.addable(counter.home) == 3'00);
  counter.add(counter.cart(counter.home, "3", "ac"));
  CHECK(counter.escrow() == 34'00);
}

TEST_CASE("a lease that holds more than one redemption leaves no room", "[lease]") {
  OnlineCounter counter;
  market::LeaseTerms terms;
  terms.redemption = Points::parse("10");
  counter.accept(programme::lease_terms_command(counter.township, terms));
  counter.lend("30");

  CHECK(counter.addable(counter.home) == 0);
  CHECK(said(counter.no(counter.cart(counter.home, "0.01")), "allowed") == "0.00");
}

TEST_CASE("no more is added than the household may spend that day", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  const Refusal beyond = counter.no(counter.cart(counter.neighbour, "30.01"));
  CHECK(beyond.code == RefusalCode::not_enough_points);
  CHECK(said(beyond, "points") == "30.01");
  CHECK(said(beyond, "spendable") == "30.00");

  counter.set_day("2026-04-10");  // ten more in spendable have ended, and are not swept yet
  CHECK(counter.addable(counter.home) == 40'00);
  CHECK(counter.no(counter.cart(counter.home, "40.01")).code == RefusalCode::lease_limit);
  counter.upload(counter.sold({LeaseCounter::line("G04", 1)}));
  CHECK(said(counter.no(counter.cart(counter.home, "40.01")), "spendable") == "40.00");
  counter.add(counter.cart(counter.home, "40"));
  CHECK(counter.lot("h/0301001:spendable", "2026-04-09") == 10'00);
  CHECK(counter.lot("h/0301001:spendable", "2027-12-31") == 0);
  counter.sound();
}

TEST_CASE("an addition of nothing or without an id is no command", "[lease]") {
  OnlineCounter counter;
  const auto code = [&](const programme::LeaseAddition& asked) {
    try {
      static_cast<void>(programme::lease_add_command(counter.keeper, asked));
    } catch (const Error& error) {
      return error.code();
    }
    return Errc::cancelled;
  };

  CHECK(code(counter.cart(counter.home, "0")) == Errc::bad_input);
  CHECK(code(counter.cart(counter.home, "-1")) == Errc::bad_input);
  CHECK(code(counter.cart(counter.home, "1", "AA")) == Errc::bad_input);
  CHECK(code(counter.cart(counter.home, "1", "a")) == Errc::bad_input);
}

TEST_CASE("what was added and not spent goes back to its lots with the rest", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  counter.add(counter.cart(counter.home, "15"));
  counter.add(counter.cart(counter.neighbour, "8", "ab"));
  counter.upload(counter.sold({LeaseCounter::line("G04", 1)}));

  const auto closed = counter.close(1, 1);

  CHECK(closed.out.at("points").integer() == 30'00);
  CHECK(counter.lot("h/0301001:spendable", "2026-04-09") == 17'00);
  CHECK(counter.lot("h/0301001:spendable", "2027-12-31") == 40'00);
  CHECK(counter.balance("h/0301002:spendable") == 30'00);
  CHECK(counter.leases().holder(counter.neighbour) == nullptr);
  counter.sound();
}

TEST_CASE("an addition is part of what a till holds, and is not reversed", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  const auto added = counter.add(counter.cart(counter.neighbour, "8"));
  const programme::State& state = counter.book->state();

  const auto tills = market::exposure_by_till(state.leases, state.book, counter.clock.now());

  CHECK(tills.at(counter.till) == market::Exposure{Points::parse("18"), Points(), 1});
  CHECK(counter.refusal(programme::reverse_command(*counter.book, counter.township, added.first,
                                                   "退货")) == RefusalCode::not_reversible);
}

TEST_CASE("a till takes its lease along with all that was added", "[lease]") {
  OnlineCounter counter;
  const auto lease = counter.lend("10");
  const auto before = programme::lease_document(*counter.book, counter.till, 1);
  counter.add(counter.cart(counter.home, "15"));
  const auto last = counter.add(counter.cart(counter.neighbour, "8", "ab"));

  const auto document = programme::lease_document(*counter.book, counter.till, 1);

  CHECK_FALSE(before.added);
  CHECK(document.entry == lease.first);
  REQUIRE(document.added);
  Sha256 sha;
  CHECK(*document.added ==
        audit::LeaseEntry{last.first, audit::leaf_hash(sha, counter.book->leaf(last.first))});
  const std::vector<ledger::Lot> lots{{"2026-04-09", 20'00}, {"2027-12-31", 5'00}};
  const std::vector<ledger::Lot> eight{{"2027-12-31", 8'00}};
  REQUIRE(document.households.size() == 2);
  CHECK(document.households[0] == audit::LeasedHousehold{"0301001", 25'00, lots});
  CHECK(document.households[1] == audit::LeasedHousehold{"0301002", 8'00, eight});
  CHECK(audit::parse_lease(audit::lease_text(document)) == document);
  audit::check_grows(before, document);
  counter.close(0, 0);
  counter.lend("10", 2);
  audit::check_follows(document, programme::lease_document(*counter.book, counter.till, 2));
}

TEST_CASE("a ledger opened again knows what was added", "[lease]") {
  OnlineCounter counter;
  counter.lend("10");
  counter.add(counter.cart(counter.neighbour, "8"));

  const programme::Programme again = counter.reopened();

  CHECK(again.state().leases.lease(counter.till, 1)->added ==
        counter.leases().lease(counter.till, 1)->added);
  CHECK(*again.state().leases.holder(counter.neighbour) == counter.till);
}

namespace {

/// One addition or sale, drawn; what the two households have is what they had, less what they
/// were given goods for.
void draw_cart(OnlineCounter& counter, int number, std::int64_t& sold) {
  const HouseholdId household = *rc::gen::element(counter.home, counter.neighbour);
  const std::string random(1, "0123456789abcdef"[number % 16]);
  if (*rc::gen::inRange(0, 3) > 0) {
    programme::LeaseAddition asked = counter.cart(household, "1", "a" + random);
    asked.points = Points::of_units(*rc::gen::inRange(1, 25'00));
    const bool fits = asked.points.units() <= counter.addable(household);
    const auto outcome = counter.book->submit(
        programme::lease_add_command(counter.keeper, asked));
    RC_ASSERT(static_cast<bool>(outcome) == fits);
    return;
  }
  programme::OfflineRedemption sale = counter.sold({LeaseCounter::line("G04", 1)}, number);
  sale.household = household;
  sold += 3'00 - counter.upload(sale).out.at("excess").integer();
}

}  // namespace

TEST_CASE("points only change sides while they are added, spent and given back", "[lease]") {
  CHECK(rc::check("escrow and spendable sum to what there was, less what was sold", [] {
    OnlineCounter counter;
    counter.lend("10");
    std::int64_t sold = 0;
    const auto both = [&] {
      return counter.spendable() + counter.escrow() + counter.balance("h/0301002:spendable") +
             counter.balance(escrow_of_neighbour);
    };
    for (int number = 1; number <= 12; ++number) {
      draw_cart(counter, number, sold);
      RC_ASSERT(both() == 90'00 - sold);
    }
    const auto records =
        static_cast<std::int64_t>(counter.leases().lease(counter.till, 1)->counters.size());
    counter.close(records, 12);
    RC_ASSERT(counter.escrow() == 0);
    RC_ASSERT(counter.balance(escrow_of_neighbour) == 0);
    RC_ASSERT(both() == 90'00 - sold);
    counter.sound();
  }));
}
