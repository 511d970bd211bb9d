#include "counter.hpp"

#include <wumei/ledger/book.hpp>
#include <wumei/market/basket.hpp>
#include <wumei/market/coverage.hpp>

#include <algorithm>
#include <set>

/// The shelf and the goods a household asks for.
namespace wumei::terminal {
namespace {

struct Asker {
  const programme::State& state;
  const market::PriceList& list;
  market::Visit visit;
};

/// Why this line alone would be refused.
std::optional<Refusal> problem_of(const Asker& asker, const market::BasketLine& line,
                                  const market::PricedLine& priced) {
  const market::Basket alone{{priced}, priced.points};
  auto limit = market::over_limit(asker.state.market, asker.list, asker.visit, alone);
  if (limit) return limit;
  const auto picked =
      market::pick_stock(asker.state.market, asker.state.book, asker.visit, line);
  if (!picked) return picked.refusal();
  return std::nullopt;
}

CartLine cart_line(const Asker& asker, const market::BasketLine& line) {
  CartLine shown;
  shown.asked = line;
  const auto goods = asker.list.goods.find(line.sku);
  if (goods == asker.list.goods.end()) {
    const market::Goods* known = asker.state.market.goods(line.sku);
    shown.name = known == nullptr ? line.sku.text() : known->name;
    shown.problem = Refusal{RefusalCode::goods_unknown, {{"sku", line.sku.text()}}};
    return shown;
  }
  shown.name = goods->second.name;
  shown.unit = goods->second.unit;
  shown.price = goods->second.price;
  shown.points = shown.price * line.quantity.units();
  shown.problem = problem_of(asker, line, {line.sku, line.quantity, shown.price, shown.points});
  return shown;
}

void note_goods(const programme::State& state, const market::Visit& visit, ShelfGoods& shown) {
  std::set<std::string> restrictions;
  for (const ledger::Lot& held :
       state.book.lots(ledger::stock(visit.shop, shown.goods.sku))) {
    const market::StockLot* lot = state.market.lot(held.name);
    if (lot == nullptr || lot->best_before < visit.on) continue;
    if (!lot->restriction.empty()) {
      restrictions.insert(lot->restriction);
      continue;
    }
    shown.on_shelf += Quantity::of_units(held.amount);
    shown.best_before = std::min(shown.best_before, lot->best_before);
  }
  shown.restrictions.assign(restrictions.begin(), restrictions.end());
}

}  // namespace

bool Cart::ready() const {
  if (lines.empty() || !problems.empty()) return false;
  return std::none_of(lines.begin(), lines.end(),
                      [](const CartLine& line) { return line.problem.has_value(); });
}

PricedShelf Counter::shelf() const {
  const programme::State& state = programme_.state();
  PricedShelf shelf;
  shelf.list = state.market.list_on(programme_.today());
  if (shelf.list == nullptr) return shelf;
  const market::Visit visit{{}, settings_.shop, programme_.today()};
  for (const auto& [sku, goods] : shelf.list->goods) {
    shelf.goods.push_back({goods, {}, {}, market::keeps});
    note_goods(state, visit, shelf.goods.back());
  }
  return shelf;
}

std::vector<Limit> Counter::limits(const HouseholdId& household) const {
  const programme::State& state = programme_.state();
  const Date today = programme_.today();
  const market::PriceList* list = state.market.list_on(today);
  std::vector<Limit> limits;
  if (list == nullptr) return limits;
  const Date resets = calendar_period(Cycle::month, today).last.plus_days(1);
  for (const auto& [sku, goods] : list->goods) {
    const Quantity taken = state.market.taken_in_month(household, sku, today);
    limits.push_back({sku, std::max(Quantity(), goods.monthly_limit - taken), resets});
  }
  return limits;
}

Cart Counter::priced(const HouseholdId& household,
                     const std::vector<market::BasketLine>& lines) const {
  const programme::State& state = programme_.state();
  const Date today = programme_.today();
  const Points held = Points::of_units(ledger::spendable_on(state.book, household, today));
  const market::PriceList* list = state.market.list_on(today);
  Cart cart;
  cart.after = held;
  if (list == nullptr) {
    cart.problems.push_back({RefusalCode::not_yet_valid, {{"on", today.text()}}});
    return cart;
  }
  const Asker asker{state, *list, {household, settings_.shop, today}};
  for (const market::BasketLine& line : lines) {
    const bool again =
        std::any_of(cart.lines.begin(), cart.lines.end(),
                    [&](const CartLine& other) { return other.asked.sku == line.sku; });
    cart.lines.push_back(cart_line(asker, line));
    cart.points += cart.lines.back().points;
    if (again) {
      cart.lines.back().problem = Refusal{RefusalCode::duplicate, {{"sku", line.sku.text()}}};
    }
  }
  cart.after = held - cart.points;
  if (cart.after < Points()) {
    cart.problems.push_back({RefusalCode::not_enough_points,
                             {{"points", cart.points.text()},
                              {"spendable", held.text()},
                              {"missing", (cart.points - held).text()}}});
  }
  if (!lines.empty() && cart.points < list->minimum) {
    cart.problems.push_back({RefusalCode::below_minimum,
                             {{"points", cart.points.text()}, {"minimum", list->minimum.text()}}});
  }
  return cart;
}

Cart Counter::put_cart(std::vector<market::BasketLine> lines) {
  std::optional<Draft> draft = journal_.draft();
  if (!draft) throw Stop("visit.none");
  for (const market::BasketLine& line : lines) {
    if (line.quantity >= Quantity::of_units(1)) continue;
    throw bad_input({"", 0, 0, "quantity"}, line.quantity.text(), "one piece or more");
  }
  draft->lines = std::move(lines);
  journal_.put_draft(*draft);
  return priced(draft->household, draft->lines);
}

}  // namespace wumei::terminal
