#include "counter.hpp"

#include <wumei/market/coverage.hpp>
#include <wumei/programme/control_commands.hpp>

#include <algorithm>

/// The close of the day, and goods in.
namespace wumei::terminal {
namespace {

/// So many kinds of goods are counted, those that are worth most on the shelf.
constexpr std::size_t counted_goods = 10;

struct OnShelf {
  market::Goods goods;
  Quantity pieces;
  Points worth;
};

std::vector<OnShelf> worth_most(const programme::State& state, const ShopId& shop, Date today) {
  std::vector<OnShelf> all;
  for (const market::ShelfLine& line : market::shelf(state.market, state.book, shop, today)) {
    const market::Goods* goods = state.market.goods(line.sku);
    if (goods == nullptr || line.quantity.is_zero()) continue;
    all.push_back({*goods, line.quantity, goods->price * line.quantity.units()});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const OnShelf& a, const OnShelf& b) { return a.worth > b.worth; });
  if (all.size() > counted_goods) all.resize(counted_goods);
  std::sort(all.begin(), all.end(),
            [](const OnShelf& a, const OnShelf& b) { return a.goods.sku < b.goods.sku; });
  return all;
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
  for (const OnShelf& shelf : worth_most(programme_.state(), settings_.shop, day.day)) {
    day.to_count.push_back(shelf.goods);
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

ClosedDay Counter::close_day(const std::vector<Count>& counts, const OfficerId& clerk,
                             const OfficerId& second) {
  refuse_while_unresolved();
  if (clerk == second) {
    throw Stop(Refusal{RefusalCode::four_eyes, {{"officer", second.text()}}});
  }
  const Date today = programme_.today();
  std::vector<Count> compared;
  ClosedDay closed;
  Facts unexplained;
  for (const OnShelf& shelf : worth_most(programme_.state(), settings_.shop, today)) {
    const auto count = std::find_if(counts.begin(), counts.end(), [&](const Count& known) {
      return known.sku == shelf.goods.sku;
    });
    if (count == counts.end()) {
      throw bad_input({"", 0, 0, "counts"}, "", "a count of " + shelf.goods.name);
    }
    compared.push_back({today, shelf.goods.sku, shelf.pieces, count->counted, count->reason});
    if (count->counted == shelf.pieces) continue;
    closed.differences.push_back({compared.back(), shelf.goods.name});
    if (!count->reason.empty()) continue;
    unexplained.push_back({shelf.goods.sku.text(), (count->counted - shelf.pieces).text()});
  }
  if (!unexplained.empty()) throw Stop("count.reason", std::move(unexplained));
  if (journal_.is_closed(today)) {
    throw Stop(Refusal{RefusalCode::duplicate, {{"day", today.text()}}});
  }
  closed.seq = close_ledger(today, clerk, second);
  journal_.close(today, compared);
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
