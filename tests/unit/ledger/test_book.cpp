#include <catch.hpp>
#include <log_writer.hpp>

#include <wumei/ledger/history.hpp>

#include <rapidcheck.h>

#include <numeric>

using namespace wumei;
using ledger::Draft;
using ledger::Move;
using test::LogWriter;

namespace {

Draft transfer(std::vector<Move> moves) {
  return {.kind = "ledger.transfer", .moves = std::move(moves)};
}

Draft budget_of(std::int64_t from, std::int64_t until, std::int64_t monthly) {
  return {.kind = "budget.approve",
          .in = json::Value::object({{"fund", "V03"},
                                     {"year", 2026},
                                     {"from", from},
                                     {"until", until},
                                     {"monthly", monthly},
                                     {"document", "d"}})};
}

Draft reversal_of(ledger::Seq seq) { return {.kind = "entry.reverse", .refs = {seq}}; }

}  // namespace

TEST_CASE("law 1: legs that do not sum to zero in each unit are refused", "[ledger]") {
  const LogWriter log;

  CHECK(log.broken_law(transfer({{"h/1:honour", "", 5}})) == 1);
  CHECK(log.broken_law(transfer({{"h/1:honour", "", 5}, {"f/V:redeemed", "", -5}})) == 1);
  CHECK(log.broken_law(transfer({{"d/D:given/G01", "", -5}, {"s/S:out/G02", "", 5}})) == 1);
  CHECK(log.broken_law(transfer({{"h/1:honour", "", 5}, {"f/V:honour_given", "", -5}})) == 0);
}

TEST_CASE("law 1: one account and lot stands once in an entry", "[ledger]") {
  LogWriter log;
  const std::vector<Move> twice = {
      {"f/V:honour_given", "", -10}, {"h/1:honour", "", 5}, {"h/1:honour", "", 5}};

  CHECK(log.broken_law(transfer(twice)) == 1);
}

TEST_CASE("law 2: no account leaves its side of zero", "[ledger]") {
  LogWriter log;
  log.budget(1000);

  CHECK(log.broken_law(transfer({{"h/1:arrears", "", 1}, {"f/V03:issued/2026", "", -1}})) == 2);
  CHECK(log.broken_law(transfer({{"f/V03:issued/2026", "", -1001},
                                 {"h/1:pending", "2", 1001}})) == 2);
  CHECK(log.broken_law(transfer({{"f/V03:issued/2026", "", -1000},
                                 {"h/1:pending", "2", 1000}})) == 0);
  CHECK(log.broken_law(transfer({{"h/1:pending", "2", -1}, {"f/V03:redeemed", "", 1}})) == 2);
}

TEST_CASE("law 2: each lot stays above zero although the total would", "[ledger]") {
  LogWriter log;
  log.budget(1000);
  log.move({{"f/V03:issued/2026", "", -100}, {"h/1:spendable", "2026-12-31", 100}});

  CHECK(log.broken_law(transfer({{"h/1:spendable", "2027-12-31", -1},
                                 {"f/V03:redeemed", "", 1}})) == 2);
  CHECK(log.broken_law(transfer({{"h/1:spendable", "", -1}, {"f/V03:redeemed", "", 1}})) == 2);
  CHECK(log.broken_law(transfer({{"f/V03:redeemed", "x", 1},
                                 {"h/1:spendable", "2026-12-31", -1}})) == 2);
}

TEST_CASE("a budget is released month by month", "[ledger]") {
  LogWriter log;
  log.write(budget_of(4, 6, 100));
  const VillageId fund("V03");

  CHECK(log.book.issuable(fund, Date::of(2026, 3, 31)) == 0);
  CHECK(log.book.issuable(fund, Date::of(2026, 4, 1)) == 100);
  CHECK(log.book.issuable(fund, Date::of(2026, 6, 1)) == 300);
  log.move({{"f/V03:issued/2026", "", -60}, {"h/1:pending", "9", 60}});
  CHECK(log.book.issuable(fund, Date::of(2026, 4, 30)) == 40);
}

TEST_CASE("law 2: a budget that was taken back releases nothing from then on", "[ledger]") {
  LogWriter log;
  const VillageId fund("V03");
  const ledger::Seq wrong = log.write(budget_of(4, 6, 1000));
  CHECK(log.book.has_budget(fund));
  log.write(reversal_of(wrong));

  CHECK_FALSE(log.book.has_budget(fund));
  CHECK(log.book.issuable(fund, Date::of(2026, 6, 1)) == 0);
  CHECK(log.broken_law(transfer({{"f/V03:issued/2026", "", -1}, {"h/1:pending", "9", 1}})) == 2);
  CHECK(log.broken_law(reversal_of(wrong)) == 6);
}

TEST_CASE("law 2: a budget stays while a month leans on it", "[ledger]") {
  LogWriter log;
  const ledger::Seq april = log.write(budget_of(4, 4, 100));
  const ledger::Seq may = log.write(budget_of(5, 5, 100));
  log.move({{"f/V03:issued/2026", "", -60}, {"h/1:pending", "9", 60}});
  log.day = Date::of(2026, 5, 4);
  log.move({{"f/V03:issued/2026", "", -40}, {"h/1:pending", "10", 40}});

  // What May releases does not cover April, although it covers all that was issued.
  const auto over = log.book.overdrawn_without(april);
  REQUIRE(over);
  CHECK(over->account == "f/V03:issued/2026");
  CHECK(over->month == Date::of(2026, 4, 1));
  CHECK(over->issued == 60);
  CHECK(over->left == 0);
  CHECK(log.broken_law(reversal_of(april)) == 2);
  CHECK(log.broken_law(reversal_of(may)) == 0);

  // The right one first, then the wrong one goes.
  log.write(budget_of(4, 4, 60));
  CHECK(log.broken_law(reversal_of(april)) == 0);
  log.write(reversal_of(may));
  CHECK(log.broken_law(reversal_of(april)) == 2);
  // Points that came back make room where they lie.
  log.move({{"f/V03:issued/2026", "", 40}, {"h/1:pending", "10", -40}});
  CHECK(log.broken_law(reversal_of(april)) == 0);
}

TEST_CASE("the reversal of anything else leaves the budgets alone", "[ledger]") {
  LogWriter log;
  log.write(budget_of(4, 4, 100));
  const ledger::Seq given = log.move({{"f/V03:issued/2026", "", -100}, {"h/1:pending", "9", 100}});

  CHECK_FALSE(log.book.overdrawn_without(given));
  CHECK(log.broken_law(reversal_of(given)) == 0);
}

TEST_CASE("law 3: a wrong balance or previous pointer is found", "[ledger]") {
  LogWriter log;
  log.move({{"h/1:honour", "", 5}, {"f/V:honour_given", "", -5}});
  std::string bytes =
      log.bytes_of(transfer({{"h/1:honour", "", 2}, {"f/V:honour_given", "", -2}}));
  std::string wrong_balance = bytes;
  wrong_balance.replace(wrong_balance.find(",2,7,1]"), 7, ",2,8,1]");
  std::string wrong_previous = bytes;
  wrong_previous.replace(wrong_previous.find(",2,7,1]"), 7, ",2,7,0]");

  CHECK(log.book.check(ledger::decode(wrong_balance))->law == 3);
  CHECK(log.book.check(ledger::decode(wrong_previous))->law == 3);
  CHECK_FALSE(log.book.check(ledger::decode(bytes)));
}

TEST_CASE("law 4: a gap, a clock that runs back and a ref ahead are found", "[ledger]") {
  LogWriter log;
  const Draft nothing{.kind = "ledger.transfer"};
  const std::string next = log.bytes_of(nothing);
  log.write(nothing);

  CHECK(log.book.check(ledger::decode(next))->law == 4);  // its place is taken
  log.day = log.day.plus_days(-1);
  CHECK(log.broken_law(nothing) == 4);
  log.day = log.day.plus_days(1);
  CHECK(log.broken_law({.kind = "ledger.transfer", .refs = {99}}) == 4);
}

TEST_CASE("law 6: a reversal names one entry, once", "[ledger]") {
  LogWriter log;
  const ledger::Seq first =
      log.move({{"h/1:honour", "", 5}, {"f/V:honour_given", "", -5}});
  const Draft reversal{.kind = "entry.reverse",
                       .refs = {first},
                       .moves = {{"h/1:honour", "", -5}, {"f/V:honour_given", "", 5}}};

  CHECK(log.broken_law({.kind = "entry.reverse"}) == 6);
  const ledger::Seq undone = log.write(reversal);
  CHECK(log.broken_law(reversal) == 6);
  CHECK(log.broken_law({.kind = "entry.reverse", .refs = {undone}}) == 6);
  CHECK(log.book.is_reversed(first));
}

TEST_CASE("law 8: a closed period takes only what a late approval admits", "[ledger]") {
  LogWriter log;
  log.day = Date::of(2026, 4, 26);
  log.write({.kind = "period.close",
             .in = json::Value::object({{"through", "2026-04-25"}})});
  const ledger::Seq approval = log.write(
      {.kind = "period.late", .in = json::Value::object({{"on", "2026-04-25"}})});
  const auto dated = [&](std::vector<ledger::Seq> refs, Date effective) {
    const std::string bytes = ledger::encode(
        {log.book.size(), log.noon(), effective, "a@b", "kx", ""},
        {.kind = "ledger.transfer", .refs = std::move(refs)}, {});
    const auto violation = log.book.check(ledger::decode(bytes));
    return violation ? violation->law : 0;
  };

  CHECK(dated({}, Date::of(2026, 4, 25)) == 8);
  CHECK(dated({approval}, Date::of(2026, 4, 25)) == 0);
  CHECK(dated({approval}, Date::of(2026, 4, 24)) == 8);  // approved for another day
  CHECK(dated({}, Date::of(2026, 4, 26)) == 0);
  CHECK(dated({}, Date::of(2026, 4, 27)) == 8);  // after the day of recording
}

TEST_CASE("lots are spent soonest to expire first and never after their day", "[ledger]") {
  LogWriter log;
  log.budget(1000);
  log.move({{"f/V03:issued/2026", "", -90},
            {"h/1:spendable", "2027-12-31", 50},
            {"h/1:spendable", "2026-12-31", 40}});
  const auto taken = ledger::take_from_lots(log.book, "h/1:spendable", 60, Date::of(2026, 12, 31));
  const auto later = ledger::take_from_lots(log.book, "h/1:spendable", 60, Date::of(2027, 1, 1));

  REQUIRE(taken.size() == 2);
  CHECK(taken[0].lot == "2026-12-31");
  CHECK(taken[0].amount == -40);
  CHECK(taken[1].amount == -20);
  REQUIRE(later.size() == 1);
  CHECK(later[0].amount == -50);
  CHECK(ledger::spendable_on(log.book, HouseholdId("1"), Date::of(2027, 1, 1)) == 50);
}

TEST_CASE("a balance is known as of a log position and an accounting date", "[ledger]") {
  LogWriter log;
  const auto honour = [&](std::int64_t points) {
    return log.move({{"h/1:honour", "", points}, {"f/V:honour_given", "", -points}});
  };
  const ledger::Seq first = honour(5);
  log.day = Date::of(2026, 5, 1);
  const ledger::Seq second = honour(7);
  const auto read = [&](ledger::Seq seq) { return log.leaves[static_cast<std::size_t>(seq)]; };
  const ledger::Seq last = log.book.last_entry("h/1:honour");

  CHECK(last == second);
  CHECK(ledger::balance("h/1:honour", last, {}, read) == 12);
  CHECK(ledger::balance("h/1:honour", last, {.seq = first}, read) == 5);
  CHECK(ledger::balance("h/1:honour", last, {.effective = Date::of(2026, 4, 30)}, read) == 5);
  CHECK(ledger::history("h/1:honour", last, read, 1).size() == 1);
  CHECK(ledger::history("h/9:honour", ledger::no_seq, read).empty());
}

TEST_CASE("account names are taken apart or refused", "[ledger]") {
  CHECK(ledger::unit(ledger::parse_account("s/03-1:stock/G04")) == "G04");
  CHECK(ledger::parse_account("f/V03:issued/2026").detail == "2026");
  for (const char* wrong : {"", "h/1", ":pending", "h/1:nothing", "s/1:stock", "s/1:stock/",
                            "s/1:stock/points", "s/1:out/yuan", "d/1:given/honour"}) {
    CHECK_ERROR(ledger::parse_account(wrong), Errc::bad_input);
  }
}

TEST_CASE("any run of transfers agrees with a map of sums", "[ledger]") {
  const bool holds = rc::check("book equals model", [] {
    LogWriter log;
    std::map<std::string, std::int64_t> model;
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 5), rc::gen::inRange(-50, 50)));
    for (const auto& [household, points] : steps) {
      if (points == 0) continue;
      const std::string account = "h/" + std::to_string(household) + ":honour";
      log.move({{account, "", points}, {"f/V:honour_given", "", -points}});
      model[account] += points;
    }
    std::int64_t sum = 0;
    for (const auto& [account, points] : model) {
      RC_ASSERT(log.book.balance(account) == points);
      sum += points;
    }
    RC_ASSERT(log.book.balance("f/V:honour_given") == -sum);
  });
  CHECK(holds);
}
