#include "blind_count.hpp"
#include "counter.hpp"

#include <wumei/ledger/book.hpp>
#include <wumei/market/coverage.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/stock_commands.hpp>

#include <algorithm>

/// The close of the day, and goods in.
namespace wumei::terminal {
namespace {

/// The books of the shelf: all lots, less what leased tills handed over beyond them.
Quantity book_of(const programme::State& state, const ShopId& shop, const Sku& sku) {
  return Quantity::of_units(state.book.balance(ledger::stock(shop, sku)) +
                            state.book.balance(ledger::short_stock(shop, sku)));
}

std::vector<OnShelf> counted_shelf(const programme::State& state, const ShopId& shop, Date today) {
  std::vector<OnShelf> all;
  for (const market::ShelfLine& line : market::shelf(state.market, state.book, shop, today)) {
    const market::Goods* goods = state.market.goods(line.sku);
    if (goods == nullptr || line.quantity.is_zero()) continue;
    all.push_back({line.sku, goods->name, goods->unit, book_of(state, shop, line.sku),
                   goods->price * line.quantity.units()});
  }
  return worth_most(std::move(all));
}

/// Who may be the second of two who count a shelf, as the ledger has it.
bool may_witness(const people::Registry& people, const OfficerId& officer,
                 const VillageId& village) {
  using people::Role;
  const people::Officer* known = people.officer(officer);
  if (known == nullptr) return false;
  return known->holds(Role::shop_supervisor, village) || known->holds(Role::supervisor, village) ||
         known->holds(Role::village, village) || known->holds(Role::township, village);
}

}  // namespace

DayClose Counter::day() {
  DayClose day;
  day.day = programme_.today();
  for (const Sale& sale : sales(day.day)) {
    if (sale.stage == Stage::returned || sale.stage == Stage::taken_back) {
      ++day.returns;
      continue;
    }
    ++day.sales;
    day.points += points_of(sale);
  }
  day.unresolved = unresolved();
  for (const OnShelf& line : counted_shelf(programme_.state(), settings_.shop, day.day)) {
    day.to_count.push_back(*programme_.state().market.goods(line.sku));
  }
  day.closed = journal_.is_closed(day.day);
  return day;
}

ledger::Seq Counter::close_ledger(Date day, const OfficerId& clerk, const OfficerId& second) {
  for (const OfficerId& officer : {clerk, second}) {
    const auto closed = programme_.submit(programme::close_day_command(actor(officer), day));
    if (closed) return closed->first;
    const RefusalCode code = closed.refusal().code;
    if (code == RefusalCode::duplicate) return programme_.state().last_close;
    if (code != RefusalCode::role_missing) throw Stop(closed.refusal());
  }
  return ledger::no_seq;
}

/// Books the count that was kept, and closes: whatever ends the process between two steps, the key
/// of the count makes doing all of it again the same as doing it once.
ClosedDay Counter::finish_close(const Closing& closing) {
  ClosedDay closed;
  if (!closing.counts.empty()) {
    const auto counted = programme_.submit(programme::count_command(
        actor(closing.clerk), {.shop = settings_.shop,
                               .sheet = "till-" + journal_.till(),
                               .on = closing.day,
                               .witness = closing.second,
                               .lines = counted_lines(closing.counts)}));
    if (counted) closed.count = counted->first;
    // A day that the ledger has closed meanwhile takes no count: it stays in the journal alone.
    if (!counted && counted.refusal().code != RefusalCode::wrong_state) {
      journal_.drop_closing();
      throw Stop(counted.refusal());
    }
  }
  closed.seq = close_ledger(closing.day, closing.clerk, closing.second);
  journal_.close(closing.day, closing.counts);
  return closed;
}

void Counter::finish_pending_close() {
  const std::optional<Closing> closing = journal_.closing();
  if (!closing) return;
  try {
    static_cast<void>(finish_close(*closing));
  } catch (const Stop&) {
    // The ledger does not take the count: the day is open, and is to be counted again.
  }
}

ClosedDay Counter::close_day(const std::vector<Count>& counts, const OfficerId& clerk,
                             const OfficerId& second) {
  refuse_while_unresolved();
  if (clerk == second) {
    throw Stop(Refusal{RefusalCode::four_eyes, {{"officer", second.text()}}});
  }
  if (!may_witness(programme_.state().people, second, shop().village)) {
    throw Stop(Refusal{RefusalCode::role_missing, {{"officer", second.text()}}});
  }
  const Date today = programme_.today();
  if (journal_.is_closed(today)) {
    throw Stop(Refusal{RefusalCode::duplicate, {{"day", today.text()}}});
  }
  const std::vector<Difference> all =
      compared(counted_shelf(programme_.state(), settings_.shop, today), counts, today);
  Closing closing{today, clerk, second, {}};
  for (const Difference& each : all) closing.counts.push_back(each.count);
  journal_.begin_close(closing);
  ClosedDay closed = finish_close(closing);
  closed.differences = differing(all);
  return closed;
}

ledger::Seq Counter::take_in(programme::Receiving receiving, const OfficerId& clerk) {
  receiving.shop = settings_.shop;
  receiving.on = programme_.today();
  const auto taken = programme_.submit(programme::receiving_command(actor(clerk), receiving));
  if (!taken) throw Stop(taken.refusal());
  if (taken->replayed) throw Stop("duplicate", {{"delivery", receiving.delivery}});
  return taken->first;
}

}  // namespace wumei::terminal
