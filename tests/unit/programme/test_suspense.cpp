#include "merchant_fixture.hpp"

using namespace wumei;
using test::Counter;
using test::MerchantCounter;

namespace {

/// 0301001 took 15 points of soap under a lease of 10: 5 stand in suspense.
struct Beyond : MerchantCounter {
  Beyond() {
    lend("10");
    upload(sold({line("G04", 5)}));
    close(1, 1);
    REQUIRE(balance("h/0301001:suspense") == -500);
  }

  [[nodiscard]] programme::SuspenseRepayment repayment(const std::string& points) const {
    return {home, Points::parse(points), "同意书1", book->today()};
  }
  RefusalCode refused_repayment(const programme::SuspenseRepayment& asked) {
    return refusal(programme::suspense_repayment_command(keeper, asked));
  }
  programme::Receipt propose(const std::string& points) {
    return accept(programme::suspense_proposal_command(
        officer("village"), {home, Points::parse(points), "终端离线超额"}));
  }
  [[nodiscard]] std::int64_t suspense() const { return balance("h/0301001:suspense"); }
};

}  // namespace

TEST_CASE("a repayment is refused for who, whom and how much", "[suspense]") {
  Beyond town;
  auto asked = town.repayment("5");
  CHECK(town.refusal(programme::suspense_repayment_command(town.officer("women"), asked)) ==
        RefusalCode::role_missing);
  asked.household = HouseholdId("0309999");
  CHECK(town.refused_repayment(asked) == RefusalCode::household_unknown);
  CHECK(town.refused_repayment(town.repayment("5.01")) == RefusalCode::nothing_to_do);
  asked = town.repayment("5");
  asked.on = Date::of(2026, 4, 9);
  CHECK(town.refused_repayment(asked) == RefusalCode::date_in_future);
  asked = town.repayment("5");
  asked.consent = "";
  CHECK_THROWS_AS(programme::suspense_repayment_command(town.keeper, asked), Error);
  CHECK_THROWS_AS(programme::suspense_repayment_command(town.keeper, town.repayment("0")), Error);
}

TEST_CASE("a household without points repays nothing", "[suspense]") {
  Beyond town;
  town.buy(town.bought({Counter::line("G17", 1)}));
  town.buy(town.bought({Counter::line("G26", 4)}, "L-2"));
  town.lend("6", 2);

  CHECK(town.spendable() == 400);
  CHECK(town.refused_repayment(town.repayment("5")) == RefusalCode::not_enough_points);
}

TEST_CASE("a household repays suspense out of the lots that end first", "[suspense]") {
  Beyond town;
  const auto held = town.spendable();
  const auto receipt = town.accept(
      programme::suspense_repayment_command(town.keeper, town.repayment("3")));

  CHECK(town.suspense() == -200);
  CHECK(town.spendable() == held - 300);
  town.reverse(receipt.first);
  CHECK(town.suspense() == -500);
  CHECK(town.spendable() == held);
  town.sound();
}

TEST_CASE("a write-off is proposed within suspense, once", "[suspense]") {
  Beyond town;
  const auto refused = [&](const std::string& points) {
    return town.refusal(programme::suspense_proposal_command(
        town.officer("village"), {town.home, Points::parse(points), "终端离线超额"}));
  };
  CHECK(refused("6") == RefusalCode::nothing_to_do);
  town.propose("3");
  CHECK(refused("3") == RefusalCode::nothing_to_do);
  CHECK(town.refusal(programme::suspense_proposal_command(
            town.keeper, {town.home, Points::parse("1"), "x"})) == RefusalCode::role_missing);
  CHECK_THROWS_AS(programme::suspense_proposal_command(
                      town.head, {town.home, Points::parse("1"), ""}), Error);
}

TEST_CASE("a write-off takes a second person, and the fund's budget", "[suspense]") {
  Beyond town;
  const auto waive = [](const programme::Actor& actor, ledger::Seq proposal) {
    return programme::suspense_waiver_command(actor, {proposal});
  };
  CHECK(town.refusal(waive(town.township, 3)) == RefusalCode::settlement_unknown);
  const auto proposal = town.accept(programme::suspense_proposal_command(
      town.head, {town.home, Points::parse("5"), "终端离线超额"})).first;
  CHECK(town.refusal(waive(town.head, proposal)) == RefusalCode::four_eyes);
  CHECK(town.refusal(waive(town.officer("village"), proposal)) == RefusalCode::role_missing);
  CHECK(town.refusal(waive(town.township, proposal)) == RefusalCode::budget_exhausted);
  town.budget(Points::parse("100"));
  const auto waived = town.accept(waive(town.township, proposal));

  CHECK(town.suspense() == 0);
  CHECK(town.balance("f/V03:issued/2026") == -500);
  CHECK(town.book->state().merchants.write_offs.empty());
  CHECK(town.refusal(waive(town.township, proposal)) == RefusalCode::settlement_unknown);
  CHECK(town.refused_reversal(waived.first) == RefusalCode::not_reversible);
  CHECK(town.refused_reversal(proposal) == RefusalCode::not_reversible);
  town.sound();
}

TEST_CASE("a proposal that is overtaken or taken back is no more", "[suspense]") {
  Beyond town;
  town.budget(Points::parse("100"));
  const auto proposal = town.propose("5").first;
  town.accept(programme::suspense_repayment_command(town.keeper, town.repayment("1")));
  CHECK(town.refusal(programme::suspense_waiver_command(town.township, {proposal})) ==
        RefusalCode::nothing_to_do);
  town.reverse(proposal);
  CHECK(town.refusal(programme::suspense_waiver_command(town.township, {proposal})) ==
        RefusalCode::settlement_unknown);
  town.sound();
}
