#include "lease_fixture.hpp"

#include <wumei/programme/household_commands.hpp>

using namespace wumei;
using test::LeaseCounter;

namespace {

programme::Command issue(const LeaseCounter& counter, const programme::LeaseIssue& asked) {
  return programme::lease_command(counter.keeper, asked);
}

std::string fact(const Decision<programme::Receipt>& outcome, std::string_view name) {
  REQUIRE_FALSE(outcome);
  for (const Fact& fact : outcome.refusal().facts) {
    if (fact.name == name) return fact.value;
  }
  return {};
}

market::LeaseTerms terms_without(std::int64_t market::LeaseTerms::*limit) {
  market::LeaseTerms terms;
  terms.*limit = 0;
  return terms;
}

}  // namespace

TEST_CASE("a lease takes the lots that end first and keeps their dates", "[lease]") {
  LeaseCounter counter;

  const auto receipt = counter.lend("30");

  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2026-04-09") == 20'00);
  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2027-12-31") == 10'00);
  CHECK(counter.spendable() == 30'00);
  CHECK(market::leased(counter.leases(), counter.book->state().book, counter.home).units() ==
        30'00);
  CHECK(receipt.out.at("points").integer() == 30'00);
  CHECK(receipt.out.at("stop").integer() == counter.clock.now().millis() + 72 * 3'600'000);
  CHECK(receipt.out.at("records").integer() == 200);
  CHECK(receipt.out.at("redemption").integer() == 50'00);
}

TEST_CASE("a lease asked for twice is one lease, with other amounts none", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");

  CHECK(counter.lend("30").replayed);
  CHECK(counter.escrow() == 30'00);
  CHECK(counter.refusal(issue(counter, counter.asked("20"))) == RefusalCode::key_conflict);
}

TEST_CASE("leases stay within the terms in force", "[lease]") {
  LeaseCounter counter;
  CHECK(counter.refusal(issue(counter, counter.asked("36.01"))) == RefusalCode::lease_limit);
  const auto by_share = counter.book->submit(issue(counter, counter.asked("36.01")));
  CHECK(fact(by_share, "limit") == "share");
  CHECK(fact(by_share, "allowed") == "36.00");

  market::LeaseTerms terms;
  terms.household = Points::parse("25");
  terms.till = Points::parse("30");
  counter.accept(programme::lease_terms_command(counter.township, terms));
  const auto by_household = counter.book->submit(issue(counter, counter.asked("25.01")));
  CHECK(fact(by_household, "limit") == "household");

  programme::LeaseIssue both = counter.asked("20");
  both.households.push_back({counter.neighbour, Points::parse("10.01")});
  CHECK(fact(counter.book->submit(issue(counter, both)), "limit") == "till");
  both.households[1].points = Points::parse("10");
  counter.accept(issue(counter, both));
}

TEST_CASE("what ended before today is neither lent nor counted", "[lease]") {
  LeaseCounter counter;
  counter.set_day("2026-04-10");

  const auto outcome = counter.book->submit(issue(counter, counter.asked("24.01")));

  CHECK(fact(outcome, "allowed") == "24.00");
  counter.lend("24");
  CHECK(counter.lot("t/03-1-a:escrow/0301001", "2027-12-31") == 24'00);
}

TEST_CASE("a limit of zero turns leases off", "[lease]") {
  LeaseCounter counter;
  for (const auto limit : {&market::LeaseTerms::share, &market::LeaseTerms::records,
                           &market::LeaseTerms::hours}) {
    counter.accept(programme::lease_terms_command(counter.township, terms_without(limit)));
    CHECK(counter.refusal(issue(counter, counter.asked("10"))) == RefusalCode::lease_off);
    CHECK(programme::leasable(counter.book->state(), counter.home, counter.book->today()) ==
          Points());
  }
  market::LeaseTerms again;
  counter.accept(programme::lease_terms_command(counter.township, again));
  CHECK(counter.refusal(programme::lease_terms_command(counter.township, again)) ==
        RefusalCode::nothing_to_do);
  CHECK(programme::leasable(counter.book->state(), counter.home, counter.book->today()).units() ==
        36'00);
  counter.lend("36");
}

TEST_CASE("only the township says what may be lent", "[lease]") {
  LeaseCounter counter;

  CHECK(counter.refusal(programme::lease_terms_command(
            counter.keeper, terms_without(&market::LeaseTerms::share))) ==
        RefusalCode::role_missing);
}

TEST_CASE("impossible terms, leases and reports are no commands", "[lease]") {
  LeaseCounter counter;
  market::LeaseTerms terms;
  terms.share = 101;
  CHECK_THROWS_AS(programme::lease_terms_command(counter.township, terms), Error);
  CHECK_THROWS_AS(issue(counter, counter.asked("0")), Error);
  programme::LeaseIssue twice = counter.asked("10");
  twice.households.push_back(twice.households[0]);
  CHECK_THROWS_AS(issue(counter, twice), Error);
  twice.households.clear();
  CHECK_THROWS_AS(issue(counter, twice), Error);
  CHECK_THROWS_AS(programme::lease_close_command(counter.keeper, {counter.till, 1, 2, 1}), Error);
  CHECK_THROWS_AS(programme::lease_recall_command(counter.keeper, {counter.till, 1, ""}), Error);
}

TEST_CASE("a till has one lease after the other, at one shop", "[lease]") {
  LeaseCounter counter;
  CHECK(counter.refusal(issue(counter, counter.asked("10", 2))) == RefusalCode::wrong_state);
  counter.lend("10");
  const auto second = counter.book->submit(issue(counter, counter.asked("5", 2)));
  CHECK(second.refusal().code == RefusalCode::lease_open);
  CHECK(fact(second, "state") == "open");
  counter.pass_hours(73);
  CHECK(fact(counter.book->submit(issue(counter, counter.asked("5", 2))), "state") == "doubt");

  counter.close(0, 0);
  CHECK(counter.spendable() == 60'00);
  CHECK(counter.refusal(issue(counter, counter.asked("5", 1))) == RefusalCode::key_conflict);
  CHECK(counter.refusal(issue(counter, counter.asked("10", 3))) == RefusalCode::wrong_state);
  counter.accept(programme::shop_command(counter.township,
                                         {ShopId("03-2"), VillageId("V03"), "河东店"}));
  programme::LeaseIssue elsewhere = counter.asked("10", 2);
  elsewhere.shop = ShopId("03-2");
  CHECK(counter.refusal(issue(counter, elsewhere)) == RefusalCode::wrong_state);
  counter.lend("10", 2);
}

TEST_CASE("a household is leased to one till", "[lease]") {
  LeaseCounter counter;
  counter.lend("10");

  programme::LeaseIssue other = counter.asked("5");
  other.till = TillId("03-1-b");
  const auto outcome = counter.book->submit(issue(counter, other));

  CHECK(outcome.refusal().code == RefusalCode::lease_open);
  CHECK(fact(outcome, "till") == "03-1-a");
  other.households[0].household = counter.neighbour;
  counter.accept(issue(counter, other));
}

TEST_CASE("who takes no part, an unknown shop and stale prices get no lease", "[lease]") {
  LeaseCounter counter;
  programme::LeaseIssue asked = counter.asked("10");
  asked.shop = ShopId("09-9");
  CHECK(counter.refusal(issue(counter, asked)) == RefusalCode::shop_unknown);
  asked = counter.asked("10");
  asked.households[0].household = HouseholdId("0399999");
  CHECK(counter.refusal(issue(counter, asked)) == RefusalCode::household_unknown);
  CHECK(counter.refusal(programme::lease_command(counter.officer("grid-worker"),
                                                 counter.asked("10"))) ==
        RefusalCode::role_missing);

  const ledger::Seq before = counter.prices;
  counter.prices = counter.accept(programme::prices_command(counter.township,
                                                            counter.list(2))).first;
  asked = counter.asked("10");
  asked.prices = before;
  CHECK(counter.refusal(issue(counter, asked)) == RefusalCode::stale_prices);

  counter.accept(programme::household_change_command(
      counter.head, {counter.home, people::Status::dormant, "01", GridId("V03-G1"), 3, "P1", "",
                     ""}));
  CHECK(counter.refusal(issue(counter, counter.asked("10"))) == RefusalCode::household_inactive);
}

TEST_CASE("a lease of more lots than an entry holds is refused", "[lease]") {
  LeaseCounter counter;
  programme::LeaseIssue asked = counter.asked("1");
  asked.households.clear();
  for (int number = 11; number < 12 + static_cast<int>(programme::lease_lots); ++number) {
    counter.register_household(number);
    const HouseholdId household = counter.household(number);
    counter.open_with(household.text(), "2", Date::of(2027, 12, 31));
    asked.households.push_back({household, Points::parse("1")});
  }

  CHECK(fact(counter.book->submit(issue(counter, asked)), "limit") == "lots");
  asked.households.pop_back();
  counter.accept(issue(counter, asked));
}

TEST_CASE("while a lease is open a household neither merges, splits nor closes", "[lease]") {
  LeaseCounter counter;
  const auto village = counter.officer("village");
  const auto merge = programme::merge_command(village, {counter.home, counter.neighbour});
  const auto split = programme::split_command(village, {counter.home, counter.neighbour, 1, 3});
  const auto closing = programme::household_change_command(
      counter.head,
      {counter.home, people::Status::closed, "01", GridId("V03-G1"), 3, "P1", "", ""});
  counter.lend("10");

  CHECK(counter.refusal(merge) == RefusalCode::lease_open);
  CHECK(counter.refusal(split) == RefusalCode::lease_open);
  CHECK(counter.refusal(closing) == RefusalCode::lease_open);
  counter.close(0, 0);
  counter.accept(merge);
}

TEST_CASE("expiry passes over what is leased until it is given back", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.set_day("2026-04-10");
  const auto expire = programme::expire_command(counter.township, Date::of(2026, 4, 10));

  CHECK(counter.refusal(expire) == RefusalCode::nothing_to_do);
  counter.close(0, 0);
  counter.accept(expire);
  CHECK(counter.balance("f/V03:expired") == 20'00);
  CHECK(counter.spendable() == 40'00);
}

TEST_CASE("an earning taken back while its points are leased is owed", "[lease]") {
  LeaseCounter counter;
  const auto opening = counter.accept(programme::opening_command(
      counter.township, {HouseholdId("0301003"), Points::parse("50"), Honour(),
                         Date::of(2027, 12, 31), "误登"}));
  programme::LeaseIssue asked = counter.asked("30");
  asked.households[0].household = HouseholdId("0301003");
  counter.accept(issue(counter, asked));

  counter.accept(programme::reverse_command(*counter.book, counter.township, opening.first,
                                            "登错户"));

  CHECK(counter.balance("h/0301003:spendable") == 0);
  CHECK(counter.balance("h/0301003:arrears") == -30'00);
  CHECK(counter.balance("t/03-1-a:escrow/0301003") == 30'00);
}

TEST_CASE("exposure is what tills hold, open and in doubt, by till and by shop", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  counter.pass_hours(24);
  programme::LeaseIssue other = counter.asked("10");
  other.till = TillId("03-1-b");
  other.households[0].household = counter.neighbour;
  counter.accept(issue(counter, other));
  counter.upload(counter.sold({LeaseCounter::line("G04", 2)}));
  counter.pass_hours(49);
  const programme::State& state = counter.book->state();

  const auto tills = market::exposure_by_till(state.leases, state.book, counter.clock.now());
  const auto shops = market::exposure_by_shop(state.leases, state.book, counter.clock.now());

  CHECK(tills.at(counter.till) == market::Exposure{Points(), Points::parse("24"), 1});
  CHECK(tills.at(TillId("03-1-b")) == market::Exposure{Points::parse("10"), Points(), 1});
  CHECK(shops.at(ShopId("03-1")) ==
        market::Exposure{Points::parse("10"), Points::parse("24"), 2});
  CHECK(market::total(shops) == market::total(tills));
}

TEST_CASE("neither a lease nor what was redeemed under it is reversed", "[lease]") {
  LeaseCounter counter;
  const auto lease = counter.lend("30");
  const auto sale = counter.upload(counter.sold({LeaseCounter::line("G04", 2)}));
  const auto reversal = [&](ledger::Seq seq) {
    return programme::reverse_command(*counter.book, counter.township, seq, "退货");
  };

  CHECK(counter.refusal(reversal(lease.first)) == RefusalCode::not_reversible);
  CHECK(counter.refusal(reversal(sale.first)) == RefusalCode::not_reversible);
  CHECK(counter.refusal(reversal(counter.prices)) == RefusalCode::not_reversible);
  const auto close = counter.close(1, 1);
  CHECK(counter.refusal(reversal(close.first)) == RefusalCode::not_reversible);
}

TEST_CASE("the shop of a till stays", "[lease]") {
  LeaseCounter counter;
  const auto shop = counter.accept(programme::shop_command(
      counter.township, {ShopId("03-2"), VillageId("V03"), "河东店"}));
  programme::LeaseIssue asked = counter.asked("10");
  asked.shop = ShopId("03-2");
  counter.accept(issue(counter, asked));
  counter.close(0, 0);

  CHECK(counter.refusal(programme::reverse_command(*counter.book, counter.township, shop.first,
                                                   "误登")) == RefusalCode::not_reversible);
}

TEST_CASE("the day's close tells what tills hold, and nothing where none do", "[lease]") {
  LeaseCounter counter;
  counter.lend("30");
  programme::OfflineRedemption sale = counter.sold({LeaseCounter::line("G17", 1)});
  sale.household = counter.neighbour;
  counter.upload(sale);

  const auto closed = counter.accept(programme::close_day_command(counter.township,
                                                                  counter.book->today()));

  CHECK(closed.out.at("escrow").integer() == 30'00);
  CHECK(closed.out.at("suspense").integer() == -30'00);
  CHECK(closed.out.at("spendable").integer() == 60'00);
  LeaseCounter without;
  const auto plain = without.accept(programme::close_day_command(without.township,
                                                                 without.book->today()));
  CHECK(plain.out.find("escrow") == nullptr);
  CHECK(plain.out.find("suspense") == nullptr);
}
