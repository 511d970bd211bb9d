#include "market_fixture.hpp"

#include <wumei/programme/kinds.hpp>
#include <wumei/programme/natural_key.hpp>

#include <rapidcheck.h>

#include <array>
#include <numeric>

using namespace wumei;
using test::Counter;

namespace {

std::int64_t sum_of_legs(const ledger::Entry& entry, std::string_view ending) {
  std::int64_t sum = 0;
  for (const ledger::Leg& leg : entry.legs) {
    if (leg.account.ends_with(ending)) sum += leg.amount;
  }
  return sum;
}

/// Everything `verify` checks of one stored entry against the state before it.
std::optional<ledger::Violation> check_entry(const programme::State& before,
                                             const std::string& leaf) {
  const ledger::Entry entry = ledger::decode(leaf);
  const json::Value data = ledger::parse_data(entry);
  const programme::Kind* kind = programme::find_kind(entry.kind);
  return kind->check(before, {entry, data.at("in"), data.at("out")});
}

/// The same leaf with one text replaced by another; the replacement must fit.
std::string forged(std::string leaf, const std::string& text, const std::string& other) {
  const std::size_t at = leaf.find(text);
  REQUIRE(at != std::string::npos);
  return leaf.replace(at, text.size(), other);
}

/// The command under the key that is free once its entry was taken back.
programme::Command freed(const Counter& counter, programme::Command command) {
  command.key = programme::key_after_reversals(*counter.book, command.key);
  return command;
}

}  // namespace

TEST_CASE("points, goods and cost of a sale move in one entry", "[market]") {
  Counter counter;

  const auto receipt = counter.accept(programme::redemption_command(
      counter.keeper, counter.sale({Counter::line("G04", 2), Counter::line("G17", 1)})));

  CHECK(receipt.count == 1);
  const std::string leaf = counter.book->leaf(receipt.first);
  const ledger::Entry entry = ledger::decode(leaf);
  CHECK(entry.refs == std::vector<ledger::Seq>{counter.prices});
  CHECK(sum_of_legs(entry, ":spendable") == -36'00);
  CHECK(sum_of_legs(entry, ":redeemed") == 36'00);
  CHECK(sum_of_legs(entry, ":stock/G04") == -2);
  CHECK(sum_of_legs(entry, ":out/G17") == 1);
  CHECK(sum_of_legs(entry, ":spent") == 30'80);
  CHECK(counter.balance("f/V03:stock_cost") == 260'00 + 48'00 - 30'80);
  CHECK(counter.balance("f/V03:cash") == 740'00);
}

TEST_CASE("a double tap is one sale, the same slip with other goods none", "[market]") {
  Counter counter;
  const auto sale = counter.sale({Counter::line("G04", 2)});
  const auto first = counter.accept(programme::redemption_command(counter.keeper, sale));

  const auto again = counter.accept(programme::redemption_command(counter.keeper, sale));

  CHECK(again.replayed);
  CHECK(again.first == first.first);
  CHECK(counter.balance("h/0301001:spendable") == 34'00);
  CHECK(counter.refused(counter.sale({Counter::line("G04", 3)})) == RefusalCode::key_conflict);
}

TEST_CASE("donated goods are spent at the donor's stated value and thank the donor", "[market]") {
  Counter counter;
  counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 2)})));

  const auto& donor = counter.book->state().market.donors.at(DonorId("D001"));
  CHECK(donor.value == Yuan::parse("48"));
  CHECK(donor.handed_out.at(Sku("G04")) == Counter::pieces(2));
  CHECK(donor.reached.size() == 1);
  CHECK(counter.balance("f/V03:donated_value") == -48'00);
}

TEST_CASE("opening stock cites a document instead of a witness", "[market]") {
  Counter counter;
  auto opening = counter.delivery({{Sku("G26"), Counter::pieces(6), Yuan::parse("1.8")}});
  opening.source = market::Source::opening;
  opening.donor = DonorId();
  opening.witness = OfficerId();
  opening.delivery = "2025年盘点表";

  counter.accept(programme::receiving_command(counter.keeper, opening));

  CHECK(counter.balance("s/03-1:stock/G26") == 6);
  CHECK(counter.balance("f/V03:bought/G26") == -6);
  CHECK(counter.balance("f/V03:topup") == -1000'00 - 10'80);
}

TEST_CASE("a reversed sale gives points, goods, limit and slip back", "[market]") {
  Counter counter;
  const auto sale = counter.sale({Counter::line("G04", 5)});
  const auto command = programme::redemption_command(counter.keeper, sale);
  const auto sold = counter.accept(command);

  counter.accept(programme::reverse_command(*counter.book, counter.keeper, sold.first, "typo"));

  const market::Market& market = counter.book->state().market;
  CHECK(counter.balance("h/0301001:spendable") == 40'00);
  CHECK(counter.balance("s/03-1:stock/G04") == 20);
  CHECK(market.taken.empty());
  CHECK(market.donors.at(DonorId("D001")).reached.empty());
  CHECK(counter.accept(command).replayed);
  const auto again = counter.accept(freed(counter, command));
  CHECK_FALSE(again.replayed);
  CHECK(counter.balance("h/0301001:spendable") == 25'00);
}

TEST_CASE("a reversed delivery leaves shelf, fund and tally, unless goods are gone", "[market]") {
  Counter counter;
  auto delivery = counter.delivery({{Sku("G26"), Counter::pieces(4), Yuan::parse("1.8")}});
  const auto command = programme::receiving_command(counter.keeper, delivery);
  const auto received = counter.accept(command);
  counter.accept(programme::reverse_command(*counter.book, counter.keeper, received.first, "typo"));
  CHECK(counter.balance("s/03-1:stock/G26") == 0);
  CHECK(counter.book->state().market.donors.at(DonorId("D001")).value == Yuan::parse("48"));

  const auto again = counter.accept(freed(counter, command));
  counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G26", 2)})));
  CHECK(counter.refusal(programme::reverse_command(*counter.book, counter.keeper, again.first,
                                                   "typo")) == RefusalCode::not_reversible);
}

TEST_CASE("verify decides a sale anew: other points, price, lot or officer are found", "[market]") {
  Counter counter;
  const programme::State before = counter.book->state();
  const auto receipt = counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 2)})));
  const std::string leaf = counter.book->leaf(receipt.first);

  CHECK_FALSE(check_entry(before, leaf).has_value());
  CHECK(check_entry(before, forged(leaf, "\"price\":300", "\"price\":200"))->law == 9);
  CHECK(check_entry(before, forged(leaf, "\"quantity\":2}", "\"quantity\":1}"))->law == 9);
  CHECK(check_entry(before, forged(leaf, "\"\",600,", "\"\",500,"))->law == 9);
  CHECK(check_entry(before, forged(leaf, "o-keeper@", "o-panel@"))->law == 7);
  CHECK(check_entry(before, forged(leaf, "\"prices\":" + std::to_string(counter.prices),
                                   "\"prices\":1"))->law == 12);
}

TEST_CASE("verify passes every entry of the market, and finds a list from before its day",
          "[market]") {
  Counter counter;
  const programme::State before = counter.book->state();
  const auto receipt = counter.accept(programme::prices_command(counter.township, counter.list(2)));
  const std::string leaf = counter.book->leaf(receipt.first);

  CHECK_FALSE(check_entry(before, leaf).has_value());
  CHECK(check_entry(before, forged(leaf, "\"from\":\"2026-04-08\"", "\"from\":\"2026-04-07\""))
            ->law == 12);
}

TEST_CASE("a log opened anew has the same market", "[market]") {
  Counter counter;
  counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 2)})));

  const programme::Programme again = counter.reopened();

  const market::Market& before = counter.book->state().market;
  const market::Market& after = again.state().market;
  CHECK(after.taken == before.taken);
  CHECK(after.lots.size() == before.lots.size());
  CHECK(after.lists.at(counter.prices).goods == before.lists.at(counter.prices).goods);
}

TEST_CASE("a snapshot keeps lists, lots, what was taken and donors", "[market]") {
  Counter counter;
  const auto sold = counter.accept(
      programme::redemption_command(counter.keeper, counter.sale({Counter::line("G04", 2)})));
  counter.accept(programme::reverse_command(*counter.book, counter.keeper, sold.first, "typo"));
  counter.accept(programme::redemption_command(counter.keeper,
                                               counter.sale({Counter::line("G04", 3)}, "0002")));
  const std::string digest = counter.book->save_snapshot();

  const auto again = programme::Programme::open(
      counter.store, counter.clock, counter.ids,
      {.programme = "test", .snapshot_digest = digest, .write = false});

  const market::Market& before = counter.book->state().market;
  const market::Market& after = again.state().market;
  CHECK(after.taken == before.taken);
  CHECK(after.shop(ShopId("03-1"))->name == "柳河爱心超市");
  CHECK(after.list_by_seq(counter.prices)->minimum == Points::parse("5"));
  CHECK(after.lots.begin()->second.unit_cost == before.lots.begin()->second.unit_cost);
  CHECK(after.donors.at(DonorId("D001")).reached == before.donors.at(DonorId("D001")).reached);
}

TEST_CASE("whatever is sold, stock is what came in less what went out, and points are price "
          "times pieces",
          "[market]") {
  CHECK(rc::check("market keeps its books", [] {
    Counter counter;
    const std::array<std::pair<const char*, std::int64_t>, 3> prices{
        {{"G04", 3'00}, {"G17", 30'00}, {"G26", 2'50}}};
    std::int64_t spent = 0;
    for (int i = 0; i < 12; ++i) {
      const auto& [sku, price] = prices[*rc::gen::inRange<std::size_t>(0, 3)];
      const auto quantity = *rc::gen::inRange<std::int64_t>(1, 6);
      const auto sale = counter.sale({Counter::line(sku, quantity)}, std::to_string(i));
      const auto outcome =
          counter.book->submit(programme::redemption_command(counter.keeper, sale));
      if (outcome) spent += price * quantity;
    }
    RC_ASSERT(counter.balance("h/0301001:spendable") == 40'00 - spent);
    RC_ASSERT(counter.balance("f/V03:redeemed") == spent);
    for (const auto& [sku, received] : {std::pair{"G04", 20}, {"G17", 10}, {"G26", 0}}) {
      const std::string name(sku);
      const std::int64_t left = counter.balance("s/03-1:stock/" + name);
      RC_ASSERT(left >= 0);
      RC_ASSERT(left == received - counter.balance("s/03-1:out/" + name));
    }
    RC_ASSERT(counter.balance("f/V03:stock_cost") + counter.balance("f/V03:spent") == 308'00);
  }));
}
