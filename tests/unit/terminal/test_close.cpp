#include "counter_fixture.hpp"

#include <wumei/programme/stock_commands.hpp>

/// The close of the day at a counter beside a ledger.
using wumei::Date;
using wumei::Errc;
using wumei::OfficerId;
using wumei::Points;
using wumei::Sku;
using wumei::test::Till;

TEST_CASE("A day is closed once, all questions answered and differences explained") {
  Till till;
  const std::string id = till.debited({Till::line("G04", 4)});
  std::vector<wumei::terminal::Count> counts{{{}, Sku("G04"), {}, Till::pieces(15), ""},
                                             {{}, Sku("G17"), {}, Till::pieces(10), ""}};
  const OfficerId second("o-sv");
  const auto close = [&] { return till.counter->close_day(counts, till.clerk, second); };
  CHECK(Till::stop(close) == "unresolved");
  till.counter->handed_over(id);
  CHECK(till.counter->day().to_count.size() == 2);
  CHECK(till.counter->day().points == Points::parse("12"));
  CHECK(Till::stop(close) == "count.reason");
  CHECK_FALSE(till.counter->day().closed);
  counts.front().reason = "found";  // no reason why something is missing
  CHECK(Till::stop(close) == "count.reason");
  counts.front().reason = "damaged";
  CHECK(Till::stop([&] { till.counter->close_day(counts, till.clerk, till.clerk); }) ==
        "role.four_eyes");
  CHECK_ERROR(till.counter->close_day({}, till.clerk, second), Errc::bad_input);
  const auto closed = close();
  REQUIRE(closed.differences.size() == 1);
  CHECK(closed.differences.front().count.book == Till::pieces(16));
  CHECK(closed.seq == wumei::ledger::no_seq);  // neither may close the township's day
  CHECK(closed.count + 1 == till.book->size());
  CHECK(till.on_shelf("G04") == 15);
  CHECK(till.balance("s/03-1:variance/G04") == 1);
  CHECK(till.counter->day().closed);
  CHECK(till.journal->counts(till.book->today()).size() == 2);
  CHECK(Till::stop(close) == "duplicate");
}

TEST_CASE("A count that was cut before or after the ledger had it is booked once") {
  for (const bool booked : {false, true}) {
    Till till;
    const Date today = till.book->today();
    using wumei::programme::CountReason;
    const wumei::terminal::Closing closing{
        today, till.clerk, OfficerId("o-sv"),
        {{today, Sku("G04"), Till::pieces(20), Till::pieces(18), "missing"},
         {today, Sku("G17"), Till::pieces(10), Till::pieces(10), ""}}};
    till.journal->begin_close(closing);
    if (booked) {
      const std::string name = till.journal->till();
      till.accept(wumei::programme::count_command(
          {till.clerk, wumei::DeviceId("till-" + name)},
          {wumei::ShopId("03-1"), "till-" + name, today, OfficerId("o-sv"),
           {{Sku("G04"), Till::pieces(18), CountReason::missing},
            {Sku("G17"), Till::pieces(10), CountReason::none}}}));
    }
    const auto size = till.book->size() + (booked ? 0 : 1);
    till.start();
    CHECK(till.book->size() == size);
    CHECK(till.on_shelf("G04") == 18);
    CHECK(till.counter->day().closed);
    CHECK(till.journal->counts(today).size() == 2);
    till.start();
    CHECK(till.book->size() == size);
  }
}

TEST_CASE("A count that the ledger does not take leaves the day open") {
  Till till;
  const Date today = till.book->today();
  till.journal->begin_close({today, till.clerk, OfficerId("o-sv"),
                             {{today, Sku("G04"), Till::pieces(20), Till::pieces(18), ""}}});
  const auto size = till.book->size();
  till.start();
  CHECK(till.book->size() == size);
  CHECK_FALSE(till.counter->day().closed);
  CHECK_FALSE(till.journal->closing());
}

TEST_CASE("The second of two who count is one who may witness") {
  Till till;
  const std::vector<wumei::terminal::Count> counts{{{}, Sku("G04"), {}, Till::pieces(20), ""},
                                                   {{}, Sku("G17"), {}, Till::pieces(10), ""}};
  CHECK(Till::stop([&] { till.counter->close_day(counts, till.clerk, OfficerId("o-kp2")); }) ==
        "role.missing");
  CHECK_FALSE(till.counter->day().closed);
}

TEST_CASE("Who may close the ledger's day closes it with the till's") {
  Till till;
  const std::vector<wumei::terminal::Count> counts{{{}, Sku("G04"), {}, Till::pieces(20), ""},
                                                   {{}, Sku("G17"), {}, Till::pieces(10), ""}};
  const auto closed = till.counter->close_day(counts, till.clerk, OfficerId("o-tw"));
  CHECK(closed.differences.empty());
  CHECK(closed.seq == till.book->state().last_close);
}
