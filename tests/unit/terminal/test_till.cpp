#include "till_fixture.hpp"

#include <terminal/escpos.hpp>
#include <terminal/text_till.hpp>

namespace {

using namespace wumei;
using namespace wumei::test;
using terminal::id_of;
using terminal::LeaseStage;
using terminal::RecordState;
using Line = LeasedShop::Line;

}  // namespace

TEST_CASE("a till without a lease sells nothing") {
  LeasedShop shop;
  CHECK(shop.stop([&] { shop.leased->begin("C1", programme::Receiver::self); }) == "lease.none");
  CHECK(shop.stop([&] { static_cast<void>(shop.leased->report()); }) == "lease.none");
  shop.line = Line::cut;
  shop.fails_after = 0;
  CHECK(shop.stop([&] { static_cast<void>(shop.sync->run()); }) == "hub.away");
}

TEST_CASE("a till takes a lease along and sells under it with no hub") {
  LeasedShop shop;
  CHECK(shop.sync->run().renewed == 1);
  shop.line = Line::cut;
  shop.fails_after = 0;
  CHECK(shop.leased->left(shop.home) == Points::parse("36"));
  const terminal::TillRecord record = shop.debit();
  CHECK(record.sale.random.size() == 16);
  CHECK(record.points == Points::parse("6"));
  CHECK(shop.leased->left(shop.home) == Points::parse("30"));
  CHECK(shop.leased->handed_over(1).state == RecordState::done);
  CHECK(shop.leased->handed_over(1).state == RecordState::done);
  CHECK(shop.leased->state().unsent == 1);
  CHECK_FALSE(shop.file->draft());
}

TEST_CASE("what the lease does not cover is refused, and nothing is debited") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  const auto begin = [&](const std::string& code) {
    return shop.stop([&] { shop.leased->begin(code, programme::Receiver::self); });
  };
  CHECK(begin("C3") == "lease.household");  // has no points to lend
  CHECK(begin("") == "lease.household");
  CHECK(begin("C1") == "");
  CHECK(begin("C2") == "visit.open");
  const auto problem = [&](const std::string& sku, std::int64_t pieces) {
    const auto cart = shop.leased->put_cart({Counter::line(sku, pieces)});
    return cart.problem ? cart.problem->code() : std::string();
  };
  CHECK(problem("G04", 1) == "points.minimum");
  CHECK(problem("G04", 6) == "goods.limit");
  CHECK(problem("G17", 2) == "lease.redemption");
  CHECK(problem("G17", 1) == "");
  shop.leased->end_visit();
  CHECK(begin("C2") == "");
  CHECK(problem("G17", 1) == "points.short");
  CHECK(shop.stop([&] { static_cast<void>(shop.leased->confirm(OfficerId("o-keeper"))); }) ==
        "points.short");
  CHECK(shop.stop([&] { static_cast<void>(problem("G99", 1)); }) == "goods.unknown");
  CHECK_THROWS_AS(problem("G04", 0), Error);
  CHECK(shop.file->records(1).empty());
}

TEST_CASE("pieces of a month and lots that ended are counted at the till too") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  static_cast<void>(shop.sell(4));  // 12 of the 20 points that end on the 9th
  shop.leased->begin("C1", programme::Receiver::self);
  CHECK(shop.leased->put_cart({Counter::line("G04", 2)}).problem->code() == "goods.limit");
  CHECK(shop.leased->left(shop.home) == Points::parse("24"));
  shop.set_day("2026-04-10");
  CHECK(shop.leased->left(shop.home) == Points::parse("16"));
}

TEST_CASE("a stopped card, a clock set back and the end of the lease stop the till") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  const auto begin = [&] {
    return shop.stop([&] { shop.leased->begin("C1", programme::Receiver::self); });
  };
  CHECK(begin() == "");
  static_cast<void>(shop.leased->put_cart({Counter::line("G04", 2)}));
  const Instant noon = shop.clock.now();
  shop.clock.set(Instant::from_millis(noon.millis() - 60'000));
  const auto confirm = [&] {
    return shop.stop([&] { static_cast<void>(shop.leased->confirm(OfficerId("o-keeper"))); });
  };
  CHECK(confirm() == "clock.wrong");
  shop.clock.set(Instant::from_millis(noon.millis() + 72LL * 3'600'000));
  CHECK(confirm() == "");
  CHECK(shop.leased->handed_over(1).state == RecordState::done);
  shop.clock.set(Instant::from_millis(shop.clock.now().millis() + 1));
  CHECK(begin() == "lease.over");
  shop.file->put_stopped({CardId("C1")}, noon);
  CHECK(shop.stop([&] { static_cast<void>(shop.leased->find("C1")); }) == "card.stopped");
  CHECK(shop.leased->find("P1").card.empty());
}

TEST_CASE("a debit that nobody answered for is asked about after a restart, and blocks the rest") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  const std::string id = id_of(shop.debit().sale);
  shop.restart();
  REQUIRE(shop.leased->unresolved().size() == 1);
  CHECK(id_of(shop.leased->unresolved()[0].sale) == id);
  CHECK(shop.stop([&] { shop.leased->begin("C2", programme::Receiver::self); }) == "unresolved");
  CHECK(shop.stop([&] { static_cast<void>(shop.leased->report()); }) == "unresolved");
  CHECK(shop.sync->run().sent == 0);  // nobody knows yet what to tell
  CHECK(shop.leased->not_handed_over(1, "缺货").state == RecordState::returned);
  CHECK(shop.leased->not_handed_over(1, "缺货").state == RecordState::returned);
  CHECK(shop.stop([&] { static_cast<void>(shop.leased->handed_over(1)); }) == "state.wrong");
  CHECK(shop.leased->left(shop.home) == Points::parse("36"));
  static_cast<void>(shop.sell());
  CHECK(shop.sync->run().sent == 1);  // the number that came to nothing is no gap
  CHECK(shop.escrow() == 30'00);
}

TEST_CASE("goods come back line by line until the record went over the wire") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  static_cast<void>(shop.sell(3));
  const auto back = [&](std::int64_t counter, std::int64_t pieces) {
    return shop.leased->take_return(counter, {Counter::line("G04", pieces)}, "坏了");
  };
  CHECK_THROWS_AS(back(1, 4), Error);
  const auto kept = back(1, 1);
  REQUIRE(kept);
  CHECK(kept->sale.counter == 2);
  CHECK(kept->points == Points::parse("6"));
  CHECK(kept->state == RecordState::done);
  CHECK(shop.stop([&] { static_cast<void>(back(1, 1)); }) == "state.wrong");
  shop.line = Line::answer_lost;
  shop.fails_after = 1;
  CHECK(shop.stop([&] { static_cast<void>(shop.sync->run()); }) == "hub.away");
  CHECK(shop.stop([&] { static_cast<void>(back(2, 1)); }) == "return.sent");
  shop.line = Line::whole;
  CHECK(shop.sync->run().sent == 1);
  CHECK(shop.escrow() == 30'00);
}

TEST_CASE("a sync that is cut anywhere is done by the next one, and nothing is booked twice") {
  for (const Line how : {Line::cut, Line::answer_lost, Line::twice}) {
    for (int after = 0; after < 8; ++after) {
      LeasedShop shop;
      static_cast<void>(shop.sync->run());
      for (int i = 0; i < 2; ++i) static_cast<void>(shop.sell());
      static_cast<void>(shop.leased->report());
      shop.line = how;
      shop.fails_after = after;
      static_cast<void>(shop.stop([&] { static_cast<void>(shop.sync->run()); }));
      shop.restart();
      shop.line = Line::whole;
      static_cast<void>(shop.sync->run());
      INFO("after " << after);
      CHECK(shop.leased->state().lease == 2);
      CHECK(shop.leased->state().stage == LeaseStage::open);
      CHECK_FALSE(shop.leases().till(shop.till)->quarantined);
      CHECK(shop.escrow() + shop.spendable() == 60'00 - 12'00);
    }
  }
}

TEST_CASE("a file that was lost does not get what was lent to it again") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  static_cast<void>(shop.sell());
  shop.pass_hours(1);
  shop.file_name = "new disk";
  shop.restart();
  for (int i = 0; i < 2; ++i) {
    CHECK(shop.stop([&] { static_cast<void>(shop.sync->run()); }) == "lease.lost");
  }
  CHECK(shop.stop([&] { shop.leased->begin("C1", programme::Receiver::self); }) == "lease.none");
}

TEST_CASE("a disk that was set back is found out and gets no further lease") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  shop.stop_till();
  std::filesystem::copy_file(shop.folder / "till", shop.folder / "copy");
  shop.restart();
  static_cast<void>(shop.sell());
  CHECK(shop.sync->run().sent == 1);
  shop.file_name = "copy";
  shop.restart();
  static_cast<void>(shop.sell());
  static_cast<void>(shop.stop([&] { static_cast<void>(shop.sync->run()); }));
  CHECK(shop.leases().till(shop.till)->quarantined);
}

TEST_CASE("a lease that another key signed is not used") {
  LeasedShop shop;
  shop.signer = audit::signer_from_seed("wumei.example/test/e1", std::string(32, 'x'));
  CHECK(shop.stop([&] { static_cast<void>(shop.sync->run()); }) == "lease.forged");
  CHECK(shop.stop([&] { shop.leased->begin("C1", programme::Receiver::self); }) == "lease.none");
}

TEST_CASE("a lease that is over is reported by the next sync, and one forced back as well") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  static_cast<void>(shop.sell());
  shop.pass_hours(73);
  shop.force();
  const terminal::Synced synced = shop.sync->run();
  CHECK(synced.sent == 1);
  CHECK(synced.closed);
  CHECK(synced.renewed == 2);
  CHECK(shop.balance("h/0301001:suspense") == -6'00);
}

TEST_CASE("the slip of a leased till has its number, goods and what is left, on either paper") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  const terminal::TillRecord record = shop.sell();
  const terminal::SoldSlip sold = terminal::sold_of(*shop.file, *shop.leased, record);
  CHECK(sold.slip.after == Points::parse("30"));
  for (const auto roll : {terminal::Roll::mm80, terminal::Roll::mm58}) {
    for (const auto language : {publish::Language::zh, publish::Language::en}) {
      const std::string slip = terminal::till_ticket(sold, roll, language, 1);
      CHECK(slip.find("03-1-a/1/1/") != slip.npos);
      CHECK(slip.find("0301001") != slip.npos);
      CHECK(slip.find(terminal::to_gb18030("商品G04 2")) != slip.npos);
      CHECK(slip.find(terminal::to_gb18030("张*")) != slip.npos);
    }
  }
}
