#include "merchant_fixture.hpp"

#include <rapidcheck.h>

using namespace wumei;
using test::Counter;
using test::MerchantCounter;

TEST_CASE("a merchant is registered once, by the township, on a contract", "[merchants]") {
  MerchantCounter town;
  const auto refused = [&](const programme::MerchantRegistration& asked) {
    return town.refusal(programme::merchant_command(town.township, asked));
  };
  // The same facts are known; other ones under the same id contradict them.
  auto asked = MerchantCounter::registration();
  CHECK(town.accept(programme::merchant_command(town.township, asked)).replayed);
  asked.name = "老王粮油店";
  CHECK(refused(asked) == RefusalCode::key_conflict);
  asked = MerchantCounter::registration("M02");
  CHECK(town.refusal(programme::merchant_command(town.keeper, asked)) ==
        RefusalCode::role_missing);
  asked.contract.villages.insert(VillageId("V09"));
  CHECK(refused(asked) == RefusalCode::village_unknown);
  asked.contract.villages = {VillageId("V03")};
  asked.contract.fund = VillageId("V09");
  CHECK(refused(asked) == RefusalCode::village_unknown);
}

TEST_CASE("a registration that no state could accept is bad input", "[merchants]") {
  const auto bad = [](void (*spoil)(programme::MerchantRegistration&)) {
    auto asked = MerchantCounter::registration();
    spoil(asked);
    CHECK_THROWS_AS(programme::merchant_command(Counter::officer("township"), asked), Error);
  };
  bad([](auto& asked) { asked.name = ""; });
  bad([](auto& asked) { asked.contract.villages.clear(); });
  bad([](auto& asked) { asked.contract.rate = 0; });
  bad([](auto& asked) { asked.contract.term.last = Date::of(2026, 3, 31); });
  bad([](auto& asked) { asked.contract.document = ""; });
}

TEST_CASE("a redemption at a merchant is refused for who, when, where and what", "[merchants]") {
  MerchantCounter town;
  const auto sale = town.bought({Counter::line("G04", 2)});

  auto asked = sale;
  asked.merchant = MerchantId("M09");
  CHECK(town.refused(asked) == RefusalCode::merchant_unknown);
  CHECK(town.refusal(programme::merchant_redemption_command(Counter::officer("women"), sale)) ==
        RefusalCode::role_missing);
  asked = sale;
  asked.household = HouseholdId("0309999");
  CHECK(town.refused(asked) == RefusalCode::household_unknown);
  asked = sale;
  asked.on = Date::of(2026, 4, 9);
  CHECK(town.refused(asked) == RefusalCode::date_in_future);
  asked.on = Date::of(2026, 3, 31);
  CHECK(town.refused(asked) == RefusalCode::merchant_contract);
  asked = sale;
  asked.card = CardId("C2");
  CHECK(town.refused(asked) == RefusalCode::card_unknown);
  asked = sale;
  asked.prices = 3;
  CHECK(town.refused(asked) == RefusalCode::stale_prices);
  asked.prices = town.prices;
  asked.lines = {Counter::line("G04", 6)};
  CHECK(town.refused(asked) == RefusalCode::goods_limit);
  asked.lines = {Counter::line("G17", 2), Counter::line("G04", 1)};
  CHECK(town.refused(asked) == RefusalCode::not_enough_points);
  asked.lines = {{Sku("G04"), Counter::pieces(2), "残疾人户"}};
  CHECK_THROWS_AS(programme::merchant_redemption_command(town.keeper, asked), Error);
}

TEST_CASE("a merchant serves the villages of its contract", "[merchants]") {
  MerchantCounter town;
  town.accept(programme::village_command(town.head, {VillageId("V04"), "东湖村"}));
  auto other = MerchantCounter::registration("M02");
  other.contract.villages = {VillageId("V04")};
  town.accept(programme::merchant_command(town.township, other));
  auto asked = town.bought({Counter::line("G04", 2)});
  asked.merchant = MerchantId("M02");

  CHECK(town.refused(asked) == RefusalCode::village_mismatch);
}

TEST_CASE("points go, the merchant is owed, and no shelf changes", "[merchants]") {
  MerchantCounter town;
  const auto receipt = town.buy(town.bought({Counter::line("G04", 2)}));

  CHECK(receipt.out.at("yuan").integer() == 600);
  CHECK(town.payable() == -600);
  CHECK(town.balance("f/V03:spent") == 600);
  CHECK(town.balance("f/V03:redeemed") == 600);
  CHECK(town.spendable() == 5'400);
  CHECK(town.balance("s/03-1:stock/G04") == 20);
  CHECK(town.refused(town.bought({Counter::line("G04", 4)}, "L-2")) == RefusalCode::goods_limit);
  town.sound();
}

TEST_CASE("a slip stands once, whatever its day, until it is taken back", "[merchants]") {
  MerchantCounter town;
  const auto first = town.buy(town.bought({Counter::line("G04", 2)}));
  town.set_day("2026-04-09");
  const auto again = town.bought({Counter::line("G04", 2)});
  CHECK(town.refused(again) == RefusalCode::duplicate);

  town.reverse(first.first);

  CHECK(town.payable() == 0);
  CHECK(town.buy(again).count == 1);
  CHECK(town.payable() == -600);
  town.sound();
}

TEST_CASE("a month is settled after its end, by two people, and paid by a third hand",
          "[merchants]") {
  MerchantCounter town;
  const auto claim = programme::merchant_claim_command(town.officer("village"), town.sheet());
  CHECK(town.refusal(claim) == RefusalCode::month_open);
  CHECK(town.refusal(programme::merchant_settlement_command(
            town.township, {town.shop, "2026-04"})) == RefusalCode::settlement_unknown);
  CHECK(town.refusal(programme::merchant_payment_command(town.head, town.payment())) ==
        RefusalCode::settlement_unknown);
  town.april();
  CHECK(town.refusal(programme::merchant_claim_command(town.keeper, town.sheet())) ==
        RefusalCode::role_missing);

  const auto receipt = town.claim(town.sheet());
  CHECK(receipt.out.at("verdicts").items()[0].text() == "matched");
  CHECK(receipt.out.at("verdicts").items()[1].text() == "differs:yuan");
  CHECK(receipt.out.at("payable").integer() == 600);
  CHECK(receipt.out.at("disputed").integer() == 1'200);
  CHECK(town.refusal(programme::merchant_payment_command(town.head, town.payment())) ==
        RefusalCode::settlement_unknown);
  town.settle();
  CHECK(town.refusal(programme::merchant_payment_command(town.township, town.payment())) ==
        RefusalCode::four_eyes);
  town.pay();

  CHECK(town.balance("f/V03:cash") == 74'000 - 600);
  CHECK(town.payable() == -1'000);
  town.sound();
}

TEST_CASE("who prepared a sheet does not approve it", "[merchants]") {
  MerchantCounter town;
  town.april();
  town.accept(programme::merchant_claim_command(town.head, town.sheet()));

  CHECK(town.refusal(programme::merchant_settlement_command(town.head, {town.shop, "2026-04"})) ==
        RefusalCode::four_eyes);
  CHECK(town.refusal(programme::merchant_settlement_command(town.officer("village"),
                                                            {town.shop, "2026-04"})) ==
        RefusalCode::role_missing);
}

TEST_CASE("a month has one sheet, one settlement and one payment", "[merchants]") {
  MerchantCounter town;
  town.april();
  town.claim(town.sheet());
  auto second = town.sheet();
  second.statement = "JS-4b";
  const auto again = programme::merchant_claim_command(town.officer("village"), second);
  CHECK(town.refusal(again) == RefusalCode::already_settled);
  town.settle();
  CHECK(town.refusal(programme::merchant_settlement_command(town.head, {town.shop, "2026-04"})) ==
        RefusalCode::already_settled);
  town.pay();
  CHECK(town.refusal(programme::merchant_payment_command(town.head, town.payment("付-2"))) ==
        RefusalCode::already_settled);
  CHECK(town.accept(programme::merchant_payment_command(town.head, town.payment())).replayed);
}

TEST_CASE("a settled month takes no more redemptions", "[merchants]") {
  MerchantCounter town;
  const auto late = town.bought({Counter::line("G04", 2)}, "L-9");
  town.april();
  town.claim(town.sheet());
  town.settle();
  CHECK(town.refused(late) == RefusalCode::already_settled);
}

TEST_CASE("a fund pays what it has", "[merchants]") {
  MerchantCounter town;
  town.april();
  town.claim(town.sheet());
  town.settle();
  auto bought = town.delivery({{Sku("G17"), Counter::pieces(1), Yuan::parse("735")}}, "PO-2");
  bought.source = market::Source::purchase;
  bought.donor = DonorId();
  town.accept(programme::receiving_command(town.keeper, bought));
  CHECK(town.refusal(programme::merchant_payment_command(town.head, town.payment())) ==
        RefusalCode::not_enough_cash);
}

TEST_CASE("a month of nothing payable is settled and not paid", "[merchants]") {
  MerchantCounter town;
  town.set_day("2026-05-02");
  town.claim({town.shop, "2026-04", "JS-4", {}});
  town.settle();
  CHECK(town.refusal(programme::merchant_payment_command(town.head, town.payment())) ==
        RefusalCode::nothing_to_do);
}

TEST_CASE("what was disputed can stand in the next month's sheet", "[merchants]") {
  MerchantCounter town;
  town.april();
  town.claim(town.sheet());
  town.settle();
  town.pay();
  town.set_day("2026-06-01");
  const auto receipt = town.claim({town.shop, "2026-05", "JS-5",
                                   {MerchantCounter::claimed("L-2", "G26", 4, "10"),
                                    MerchantCounter::claimed("L-1", "G04", 2, "6")}});

  CHECK(receipt.out.at("verdicts").items()[0].text() == "matched");
  CHECK(receipt.out.at("verdicts").items()[1].text() == "claimed");
  CHECK(receipt.out.at("payable").integer() == 1'000);
  town.sound();
}

TEST_CASE("sheet, settlement and payment are taken back in turn, and redemptions last",
          "[merchants]") {
  MerchantCounter town;
  const auto sale = town.buy(town.bought({Counter::line("G04", 2)}));
  town.set_day("2026-05-02");
  const auto claim = town.claim(
      {town.shop, "2026-04", "JS-4", {MerchantCounter::claimed("L-1", "G04", 2, "6")}});
  const auto settled = town.settle();
  const auto paid = town.pay();
  CHECK(town.refused_reversal(settled.first) == RefusalCode::not_reversible);
  CHECK(town.refused_reversal(claim.first) == RefusalCode::not_reversible);
  CHECK(town.refused_reversal(sale.first) == RefusalCode::not_reversible);
  CHECK(town.refused_reversal(town.merchant().seq) == RefusalCode::not_reversible);

  town.reverse(paid.first);
  CHECK(town.payable() == -600);
  town.reverse(settled.first);
  town.reverse(claim.first);
  town.reverse(sale.first);

  CHECK(town.payable() == 0);
  CHECK(town.merchant().months.empty());
  CHECK(town.merchant().sales.empty());
  town.reverse(town.merchant().seq);
  CHECK(town.book->state().merchants.known.empty());
  town.sound();
}

TEST_CASE("a sheet that no merchant sends is bad input", "[merchants]") {
  MerchantCounter town;
  const auto bad = [&](const programme::MerchantClaim& asked) {
    CHECK_THROWS_AS(programme::merchant_claim_command(town.head, asked), Error);
  };
  auto asked = town.sheet();
  asked.month = "2026-4";
  bad(asked);
  asked = town.sheet();
  asked.statement = "";
  bad(asked);
  for (const char* holder : {"", "***", "*1*2*", "张三", "03 01 001"}) {
    asked = town.sheet();
    asked.lines[0].holder = holder;
    bad(asked);
  }
  asked = town.sheet();
  asked.lines[0].yuan = Yuan();
  bad(asked);
  asked.lines.assign(market::claim_lines + 1, town.sheet().lines[0]);
  bad(asked);
}

TEST_CASE("what is payable is what was redeemed and not paid, whatever comes in which order",
          "[merchants]") {
  CHECK(rc::check([] {
    MerchantCounter town;
    std::vector<ledger::Seq> acts;
    const auto submit = [&](const programme::Command& command) {
      const auto done = town.book->submit(command);
      if (done && !done->replayed) acts.push_back(done->first);
    };
    const int steps = *rc::gen::inRange(1, 14);
    for (int step = 0; step < steps; ++step) {
      const std::string slip = "L-" + std::to_string(*rc::gen::inRange(1, 5));
      switch (*rc::gen::inRange(0, 6)) {
        case 0:
        case 1:
          submit(programme::merchant_redemption_command(
              town.keeper, town.bought({Counter::line("G04", *rc::gen::inRange(2, 4))}, slip)));
          break;
        case 2:
          town.set_day("2026-05-02");
          submit(programme::merchant_claim_command(
              town.officer("village"),
              {town.shop, "2026-04", "JS-4",
               {MerchantCounter::claimed(slip.c_str(), "G04", 2, "6"),
                MerchantCounter::claimed("L-1", "G04", 3, "9")}}));
          break;
        case 3:
          submit(programme::merchant_settlement_command(town.township, {town.shop, "2026-04"}));
          break;
        case 4:
          submit(programme::merchant_payment_command(town.head, town.payment()));
          break;
        default:
          if (acts.empty()) break;
          submit(programme::reverse_command(*town.book, town.township,
                                            *rc::gen::elementOf(acts), "误记"));
      }
      Yuan owed;
      for (const auto& [known, sale] : town.merchant().sales) {
        for (const market::SaleLine& line : sale.lines) {
          const market::MonthlySettlement* month = town.merchant().month(2026 * 12 + 3);
          const bool paid = line.claim != ledger::no_seq && month->pay != ledger::no_seq;
          if (!paid) owed += line.yuan;
        }
      }
      RC_ASSERT(town.payable() == -owed.units());
    }
    town.sound();
  }));
}
