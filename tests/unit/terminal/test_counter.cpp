#include "counter_fixture.hpp"

using wumei::Date;
using wumei::Errc;
using wumei::HouseholdId;
using wumei::OfficerId;
using wumei::Points;
using wumei::RefusalCode;
using wumei::Sku;
using wumei::terminal::Stage;
using wumei::test::Till;

TEST_CASE("A clerk signs in with the PIN, and five wrong ones lock it for ten minutes") {
  Till till;
  CHECK(till.counter->sign_in(till.clerk, "111111").name == "李梅");
  for (int i = 0; i < 4; ++i) {
    CHECK(till.refused_pin("o-kp", "999999") == "pin.wrong");
  }
  CHECK(till.refused_pin("o-kp", "999999") == "pin.locked");
  till.start();
  CHECK(till.refused_pin("o-kp", "111111") == "pin.locked");
  CHECK(till.counter->clerks().front().locked_seconds == 600);
  till.clock.set(wumei::Instant::from_millis(till.clock.now().millis() + 600'000));
  CHECK(till.counter->sign_in(till.clerk, "111111").officer == till.clerk);
}

TEST_CASE("Only a keeper of the village opens the counter") {
  Till till;
  CHECK(till.refused_pin("o-sv", "333333") == "role.missing");
  CHECK(till.refused_pin("o-nobody", "333333") == "pin.wrong");
  CHECK(till.counter->clerks().size() == 2);
}

TEST_CASE("A second person is somebody else of the village, by PIN") {
  Till till;
  CHECK(till.counter->second(till.clerk, OfficerId("o-sv"), "333333") == OfficerId("o-sv"));
  CHECK(till.refused_second("o-kp", "111111") == "role.four_eyes");
  CHECK(till.refused_second("o-sv", "1") == "pin.wrong");
}

TEST_CASE("A household is found by card, passbook or number, and shown masked") {
  Till till;
  for (const char* code : {"C9", " P9 ", "0301009", "Ｃ９"}) {
    CHECK(till.counter->find(code).household == till.customer);
  }
  CHECK(till.counter->find("C9").head == "欧*国");
  CHECK(till.counter->find("C9").question == wumei::terminal::Question::phone);
  CHECK(till.counter->find("C1").question == wumei::terminal::Question::family);
  CHECK(Till::stop([&] { static_cast<void>(till.counter->find("C77")); }) == "card.unknown");
  CHECK(Till::stop([&] { static_cast<void>(till.counter->find("")); }) == "card.unknown");
  CHECK(till.counter->search("欧阳", 50).size() == 1);
  CHECK(till.counter->search("张", 2).size() == 3);
  CHECK(till.counter->search(" ", 2).empty());
}

TEST_CASE("A wrong answer is counted and the third locks the question") {
  Till till;
  CHECK(Till::stop([&] { till.visit("18"); }) == "identity.wrong");
  CHECK(till.counter->find("C9").tries_left == 2);
  CHECK(Till::stop([&] { till.visit(""); }) == "identity.wrong");
  CHECK(Till::stop([&] { till.visit("欧阳"); }) == "identity.locked");
  CHECK(Till::stop([&] { till.visit("17"); }) == "identity.locked");
  till.clock.set(wumei::Instant::from_millis(till.clock.now().millis() + 600'000));
  till.visit("17");
  CHECK(till.counter->visit()->customer.household == till.customer);
}

TEST_CASE("A family name answers, the whole name does not") {
  Till till;
  const auto ask = [&](const char* answer) {
    return Till::stop([&] {
      till.counter->begin_visit({.household = HouseholdId("0301001"), .answer = answer},
                                till.clerk);
    });
  };
  CHECK(ask("张三") == "identity.wrong");
  CHECK(ask("李") == "identity.wrong");
  CHECK(ask("张") == "");
}

TEST_CASE("A proxy is named, and nothing of him enters the ledger") {
  Till till;
  wumei::terminal::Identification asked{.household = till.customer, .answer = "17"};
  asked.receiver = wumei::programme::Receiver::proxy;
  CHECK_ERROR(till.counter->begin_visit(asked, till.clerk), Errc::bad_input);
  asked.proxy = "赵六";
  till.counter->begin_visit(asked, till.clerk);
  const auto slip = till.counter->confirm(till.counter->visit()->draft.id, {Till::line("G04", 2)},
                                          till.prices, till.clerk);
  CHECK(slip.sale.proxy == "赵六");
  CHECK(till.book->leaf(slip.sale.seq).find("赵六") == std::string::npos);
}

TEST_CASE("One household stands at the counter at a time") {
  Till till;
  CHECK(Till::stop([&] { till.counter->end_visit(); }) == "visit.none");
  till.visit();
  CHECK(Till::stop([&] {
          till.counter->begin_visit({.household = HouseholdId("0301001"), .answer = "张"},
                                    till.clerk);
        }) == "visit.open");
  till.counter->end_visit();
  CHECK_FALSE(till.counter->visit());
}

TEST_CASE("A cart is priced, says what is wrong with each line, and survives a restart") {
  Till till;
  CHECK(Till::stop([&] { till.counter->put_cart({}); }) == "visit.none");
  till.visit();
  const auto cart = till.counter->put_cart({Till::line("G04", 6), Till::line("G26", 1),
                                            Till::line("G99", 1)});
  REQUIRE(cart.lines.size() == 3);
  CHECK(cart.lines[0].problem->code == RefusalCode::goods_limit);
  CHECK(cart.lines[1].problem->code == RefusalCode::not_enough_stock);
  CHECK(cart.lines[2].problem->code == RefusalCode::goods_unknown);
  CHECK_FALSE(cart.ready());
  CHECK(till.counter->put_cart({Till::line("G17", 2)}).problems.front().code ==
        RefusalCode::not_enough_points);
  CHECK(till.counter->put_cart({Till::line("G04", 1)}).problems.front().code ==
        RefusalCode::below_minimum);
  CHECK(till.counter->put_cart({Till::line("G04", 1), Till::line("G04", 1)})
            .lines.back().problem->code == RefusalCode::duplicate);
  CHECK_ERROR(till.counter->put_cart({Till::line("G04", 0)}), Errc::bad_input);
  CHECK(till.counter->put_cart({Till::line("G04", 2)}).ready());
  till.start();
  CHECK(till.counter->visit()->cart.after == Points::parse("34"));
}

TEST_CASE("A sale is debited once, however often it is confirmed") {
  Till till;
  till.visit();
  const std::string id = till.counter->visit()->draft.id;
  const std::vector<wumei::market::BasketLine> lines{Till::line("G04", 2)};
  const auto first = till.counter->confirm(id, lines, till.prices, till.clerk);
  const std::int64_t size = till.book->size();
  const auto again = till.counter->confirm(id, lines, till.prices, till.clerk);
  CHECK(again.sale.seq == first.sale.seq);
  CHECK(again.code == first.code);
  CHECK(till.book->size() == size);
  CHECK(till.spendable() == 3'400);
  CHECK(Till::stop([&] {
          till.counter->confirm(id, {Till::line("G04", 3)}, till.prices, till.clerk);
        }) == "id.conflict");
  CHECK(Till::stop([&] { till.counter->confirm("X-000001", lines, till.prices, till.clerk); }) ==
        "visit.none");
  CHECK_FALSE(till.counter->visit());
}

TEST_CASE("A refused sale leaves ledger and draft as they were") {
  Till till;
  till.visit();
  const std::string id = till.counter->visit()->draft.id;
  const std::int64_t size = till.book->size();
  CHECK(Till::stop([&] {
          till.counter->confirm(id, {Till::line("G17", 2)}, till.prices, till.clerk);
        }) == "points.short");
  CHECK(Till::stop([&] {
          till.counter->confirm(id, {Till::line("G04", 2)}, till.prices - 1, till.clerk);
        }) == "prices.stale");
  CHECK(till.book->size() == size);
  CHECK(till.counter->unresolved().empty());
  CHECK(till.counter->visit()->draft.id == id);
}

TEST_CASE("The counter asks for every hand-over before it serves the next") {
  Till till;
  const std::string id = till.debited({Till::line("G04", 2)});
  CHECK(Till::stop([&] { till.visit(); }) == "unresolved");
  till.start();
  REQUIRE(till.counter->unresolved().size() == 1);
  CHECK(till.counter->handed_over(id).sale.stage == Stage::done);
  CHECK(till.counter->handed_over(id).sale.stage == Stage::done);
  CHECK(till.counter->unresolved().empty());
  CHECK(Till::stop([&] { till.counter->not_handed_over(id, "x", till.clerk); }) == "state.wrong");
}

TEST_CASE("Goods that were not given come back with their points") {
  Till till;
  const std::string id = till.debited({Till::line("G04", 2)});
  CHECK(till.on_shelf("G04") == 18);
  CHECK(till.counter->not_handed_over(id, "停电", till.clerk).sale.stage == Stage::taken_back);
  const std::int64_t size = till.book->size();
  CHECK(till.counter->not_handed_over(id, "停电", till.clerk).sale.stage == Stage::taken_back);
  CHECK(till.book->size() == size);
  CHECK(till.spendable() == 4'000);
  CHECK(till.on_shelf("G04") == 20);
  CHECK(Till::stop([&] { till.counter->handed_over(id); }) == "state.wrong");
  CHECK_ERROR(till.counter->handed_over("nothing"), Errc::not_found);
}

TEST_CASE("A power cut before the debit gives the cart back") {
  Till till;
  till.visit();
  const auto draft = till.counter->visit()->draft;
  till.counter->put_cart({Till::line("G04", 2)});
  till.journal->put_sale({.id = draft.id, .on = till.book->today(), .household = till.customer,
                          .clerk = till.clerk, .prices = till.prices,
                          .lines = {Till::line("G04", 2)}});
  till.start();
  CHECK(till.counter->unresolved().empty());
  CHECK(till.counter->visit()->draft.id == draft.id);
  CHECK(till.spendable() == 4'000);
}

TEST_CASE("A power cut after the debit asks whether the goods were given") {
  Till till;
  till.visit();
  const auto draft = till.counter->visit()->draft;
  till.journal->put_sale({.id = draft.id, .on = till.book->today(), .household = till.customer,
                          .clerk = till.clerk, .prices = till.prices,
                          .lines = {Till::line("G04", 2)}});
  auto redemption = till.sale({Till::line("G04", 2)}, draft.id);
  redemption.household = till.customer;
  till.accept(wumei::programme::redemption_command({till.clerk, wumei::DeviceId("x")}, redemption));
  till.start();
  REQUIRE(till.counter->unresolved().size() == 1);
  CHECK(till.counter->unresolved().front().stage == Stage::debited);
  CHECK_FALSE(till.counter->visit());
  CHECK(till.counter->handed_over(draft.id).slip.points == Points::parse("6"));
}

TEST_CASE("An entry reversed elsewhere answers the question at the counter") {
  Till till;
  const std::string id = till.debited({Till::line("G04", 2)});
  till.accept(wumei::programme::reverse_command(
      *till.book, till.township, till.counter->sold(id).sale.seq, "错单"));
  CHECK(till.counter->unresolved().empty());
  CHECK(till.counter->sold(id).sale.stage == Stage::taken_back);
}

TEST_CASE("Some goods of a slip come back and the rest stays sold") {
  Till till;
  const std::string id = till.done({Till::line("G04", 4)});
  CHECK(till.spendable() == 2'800);
  const auto back = till.counter->take_return(
      {.id = id, .lines = {Till::line("G04", 2)}, .reason = "破损"}, till.clerk);
  CHECK(back.sale.sale.stage == Stage::returned);
  REQUIRE(back.kept);
  CHECK(back.kept->sale.stage == Stage::done);
  CHECK(back.kept->sale.before == id);
  CHECK(back.kept->slip.points == Points::parse("6"));
  CHECK(till.spendable() == 3'400);
  CHECK(till.on_shelf("G04") == 18);
  CHECK(Till::stop([&] {
          till.counter->take_return({.id = id, .lines = {Till::line("G04", 1)}, .reason = "x"},
                                    till.clerk);
        }) == "state.wrong");
}

TEST_CASE("A whole return leaves nothing sold") {
  Till till;
  const std::string id = till.done({Till::line("G04", 4)});
  const auto back = till.counter->take_return(
      {.id = id, .lines = {Till::line("G04", 4)}, .reason = "破损"}, till.clerk);
  CHECK_FALSE(back.kept);
  CHECK(till.spendable() == 4'000);
  CHECK(till.on_shelf("G04") == 20);
}

TEST_CASE("What does not fit the slip does not come back") {
  Till till;
  const std::string id = till.done({Till::line("G04", 4)});
  const std::int64_t size = till.book->size();
  const auto back = [&](std::vector<wumei::market::BasketLine> lines) {
    till.counter->take_return({.id = id, .lines = std::move(lines), .reason = "x"}, till.clerk);
  };
  CHECK_ERROR(back({}), Errc::bad_input);
  CHECK_ERROR(back({Till::line("G04", 5)}), Errc::bad_input);
  CHECK_ERROR(back({Till::line("G17", 1)}), Errc::bad_input);
  CHECK(Till::stop([&] { back({Till::line("G04", 3)}); }) == "points.minimum");
  CHECK(till.book->size() == size);
  CHECK(till.counter->unresolved().empty());
  CHECK(till.counter->sold(id).sale.stage == Stage::done);
}

TEST_CASE("Goods are exchanged for others of no more points, which are still to be handed over") {
  Till till;
  till.accept(wumei::programme::receiving_command(
      till.keeper, till.delivery({{Sku("G26"), Till::pieces(9), wumei::Yuan::parse("2")}}, "D9")));
  const std::string id = till.done({Till::line("G04", 4)});
  wumei::terminal::Return asked{.id = id, .lines = {Till::line("G04", 1)}, .reason = "换货"};
  asked.instead = {Till::line("G26", 2)};
  CHECK(Till::stop([&] { till.counter->take_return(asked, till.clerk); }) == "exchange.more");
  CHECK(till.spendable() == 2'800);
  asked.instead = {Till::line("G26", 1)};
  const auto back = till.counter->take_return(asked, till.clerk);
  CHECK(back.kept->sale.stage == Stage::debited);
  CHECK(till.counter->unresolved().size() == 1);
  CHECK(till.spendable() == 2'850);
}

TEST_CASE("After the day of the sale a supervisor takes the return") {
  Till till;
  const std::string id = till.done({Till::line("G04", 4)});
  till.set_day("2026-04-09");
  wumei::terminal::Return asked{.id = id, .lines = {Till::line("G04", 2)}, .reason = "破损"};
  CHECK(Till::stop([&] { till.counter->take_return(asked, till.clerk); }) == "supervisor.needed");
  asked.supervisor = OfficerId("o-sv");
  CHECK(Till::stop([&] { till.counter->take_return(asked, till.clerk); }) == "role.missing");
  asked.supervisor = OfficerId("o-tw");
  CHECK(till.counter->take_return(asked, till.clerk).kept->slip.on == Date::of(2026, 4, 8));
  CHECK(till.spendable() == 3'400);
}

TEST_CASE("A delivery note is taken in once") {
  Till till;
  auto receiving = till.delivery({{Sku("G26"), Till::pieces(9), wumei::Yuan::parse("2")}}, "D9");
  receiving.witness = OfficerId("o-sv");
  CHECK(till.counter->take_in(receiving, till.clerk) > 0);
  CHECK(Till::stop([&] { till.counter->take_in(receiving, till.clerk); }) == "duplicate");
  CHECK(till.on_shelf("G26") == 9);
}

TEST_CASE("A clock behind the last entry stops the selling") {
  Till till;
  till.clock.set(wumei::Instant::from_millis(till.clock.now().millis() - 1));
  CHECK_FALSE(till.counter->clock_ok());
  CHECK(Till::stop([&] { till.visit(); }) == "clock.wrong");
}

TEST_CASE("A shop the ledger does not know has no counter") {
  Till till;
  CHECK(Till::stop([&] {
          wumei::terminal::Counter other(*till.book, *till.journal,
                                         {.shop = wumei::ShopId("99-9")});
        }) == "shop.unknown");
}

TEST_CASE("The shelf names what can be sold today") {
  Till till;
  const auto shelf = till.counter->shelf();
  REQUIRE(shelf.goods.size() == 3);
  CHECK(shelf.goods[0].on_shelf == Till::pieces(20));
  CHECK(shelf.goods[2].on_shelf == Till::pieces(0));
}
