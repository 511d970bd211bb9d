#include "model.hpp"

#include <algorithm>
#include <tuple>

// Counts of shelves, and goods that go from one shop to another.
namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

/// `rice:4:missing` of a count, `rice:4::R` of a transfer.
struct Line {
  std::string sku;
  Num pieces = 0;
  std::string reason;
  std::string restriction;
};

std::vector<Line> lines_of(const std::string& text) {
  std::vector<Line> lines;
  for (const std::string& item : split(text, ',')) {
    std::vector<std::string> cells = split(item, ':');
    cells.resize(4);
    lines.push_back({cells[0], std::stoll(cells[1]), cells[2], cells[3]});
  }
  return lines;
}

bool explains(const std::string& reason, Num difference) {
  if (difference == 0) return true;
  if (reason == "miscounted") return true;
  if (difference > 0) return reason == "found";
  return reason == "damaged" || reason == "expired" || reason == "missing";
}

/// What spoils first first, then what came first.
std::vector<std::string> in_order(const Facts& facts, const Account& shelf) {
  std::vector<std::string> names;
  for (const auto& [name, amount] : shelf.lots) names.push_back(name);
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    const StockLot& left = facts.stock.at(a);
    const StockLot& right = facts.stock.at(b);
    return std::tuple(left.best_before, left.seq, left.line) <
           std::tuple(right.best_before, right.seq, right.line);
  });
  return names;
}

}  // namespace

std::string Model::stock_refusal(const Asked& asked, const std::string& mine,
                                 const std::string& second, const std::string& roles,
                                 const std::string& theirs) const {
  if (std::string no = lacks(asked.officer(), "keeper", facts.shops.at(mine)); !no.empty()) {
    return no;
  }
  if (second == asked.officer()) return "role.four_eyes";
  if (std::string no = lacks(second, roles, facts.shops.at(theirs)); !no.empty()) return no;
  if (asked.day("on") > asked.today) return "date.future";
  return asked.day("on") > facts.last_day_close ? "" : "state.wrong";
}

bool Model::listed(const std::string& sku) const {
  return std::any_of(facts.lists.begin(), facts.lists.end(),
                     [&](const auto& list) { return list.second.goods.contains(sku); });
}

/// The newest lot of a delivery that stands, which came to the shop or lies there now.
std::string Model::newest_lot(const std::string& shop, const std::string& sku) const {
  std::string newest;
  std::pair<Num, Num> place{-1, 0};
  const Account& shelf = account("s/" + shop + ":stock/" + sku);
  for (const auto& [name, lot] : facts.stock) {
    if (lot.sku != sku || facts.log[static_cast<std::size_t>(lot.seq)].reversed) continue;
    if (lot.shop != shop && shelf.lot(name) == 0) continue;
    if (std::pair(lot.seq, lot.line) < place) continue;
    place = {lot.seq, lot.line};
    newest = name;
  }
  return newest;
}

Decided Model::count(const Asked& asked) const {
  const std::string shop = asked.text("shop");
  if (!facts.shops.contains(shop)) return refuse("shop.unknown");
  std::string no = stock_refusal(asked, shop, asked.text("witness"),
                                 "shop-supervisor,supervisor,village,township", shop);
  if (!no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "stock.count"}};
  for (const Line& line : lines_of(asked.text("lines"))) {
    if (!listed(line.sku)) return refuse("goods.unknown");
    const std::string goods = "/" + line.sku;
    const std::string shelf = "s/" + shop + ":stock" + goods;
    const Num beyond = -balance("s/" + shop + ":short" + goods);
    const Num change = line.pieces - balance(shelf);
    const std::string newest = newest_lot(shop, line.sku);
    if (change > 0 && newest.empty()) return refuse("goods.unknown");
    if (!explains(line.reason, change + beyond)) return refuse("count.reason");
    Moves& moves = decided.draft.moves;
    const auto move = [&](const std::string& name, const char* against, Num pieces) {
      const StockLot& lot = facts.stock.at(name);
      moves[{shelf, name}] += pieces;
      moves[{"f/" + lot.fund + ":stock_cost", ""}] += pieces * lot.cost;
      moves[{"f/" + lot.fund + against, ""}] -= pieces * lot.cost;
    };
    Num gone = std::max<Num>(-change, 0);
    for (const std::string& name : in_order(facts, account(shelf))) {
      const Num part = std::min(gone, account(shelf).lot(name));
      move(name, ":spent", -part);
      gone -= part;
    }
    if (change > 0) move(newest, ":donated_value", change);
    moves[{"s/" + shop + ":short" + goods, ""}] += beyond;
    moves[{"s/" + shop + ":variance" + goods, ""}] -= change + beyond;
    decided.draft.shown += line.sku + "=" + std::to_string(change + beyond) + " ";
  }
  std::erase_if(decided.draft.moves, [](const auto& move) { return move.second == 0; });
  return decided;
}

Decided Model::transfer(const Asked& asked) const {
  const std::string from = asked.text("from");
  const std::string to = asked.text("to");
  if (!facts.shops.contains(from) || !facts.shops.contains(to)) return refuse("shop.unknown");
  if (from == to) return refuse("nothing");
  std::string no = stock_refusal(asked, to, asked.text("sender"),
                                 "keeper,shop-supervisor,village,township", from);
  if (!no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "stock.transfer"}};
  for (const Line& line : lines_of(asked.text("lines"))) {
    if (!listed(line.sku)) return refuse("goods.unknown");
    const std::string shelf = "s/" + from + ":stock/" + line.sku;
    Num wanted = line.pieces;
    Num others = 0;
    for (const std::string& name : in_order(facts, account(shelf))) {
      const StockLot& lot = facts.stock.at(name);
      if (lot.best_before < asked.day("on")) continue;
      const Num held = account(shelf).lot(name);
      if (lot.restriction != line.restriction) {
        others += held;
        continue;
      }
      const Num part = std::min(wanted, held);
      decided.draft.moves[{shelf, name}] -= part;
      decided.draft.moves[{"s/" + to + ":stock/" + line.sku, name}] += part;
      wanted -= part;
    }
    if (wanted == 0) continue;
    return refuse(line.restriction.empty() && others >= wanted ? "goods.restricted"
                                                               : "stock.short");
  }
  std::erase_if(decided.draft.moves, [](const auto& move) { return move.second == 0; });
  return decided;
}

}  // namespace naive
