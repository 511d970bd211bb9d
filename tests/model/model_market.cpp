#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

/// `rice:4:250:R:2026-05-01`: goods, pieces, unit cost in fen, restriction, best before.
struct Line {
  std::string sku;
  Num pieces = 0;
  Num cost = 0;
  std::string restriction;
  Day best_before = 0;
};

std::vector<Line> lines_of(const std::string& text) {
  std::vector<Line> lines;
  for (const std::string& item : split(text, ',')) {
    std::vector<std::string> cells = split(item, ':');
    cells.resize(5);
    Line line;
    line.sku = cells[0];
    line.pieces = std::stoll(cells[1]);
    if (!cells[2].empty()) line.cost = std::stoll(cells[2]);
    line.restriction = cells[3];
    line.best_before = day_of({9999, 12, 31});
    if (!cells[4].empty()) line.best_before = parse_day(cells[4]);
    lines.push_back(line);
  }
  return lines;
}

Num cost_of(const std::vector<Line>& lines) {
  Num sum = 0;
  for (const Line& line : lines) sum += line.pieces * line.cost;
  return sum;
}

}  // namespace

Decided Model::shop(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (!facts.villages.contains(asked.text("village"))) return refuse("village.unknown");
  if (facts.shops.contains(asked.text("shop"))) return refuse("duplicate");
  return {.draft = {.kind = "shop.register"}};
}

void Model::fold_shop(const Asked& asked, Num /*seq*/) {
  facts.shops[asked.text("shop")] = asked.text("village");
}

Decided Model::prices(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (asked.day("from") < asked.today) return refuse("date.not_yet");
  for (const auto& [seq, list] : facts.lists) {
    if (list.version == asked.number("version")) return refuse("duplicate");
  }
  return {.draft = {.kind = "prices.publish"}};
}

void Model::fold_prices(const Asked& asked, Num seq) {
  PriceList list{"goods", asked.number("version"), asked.day("from"), asked.number("minimum")};
  for (const std::string& item : split(asked.text("goods"), ',')) {
    const std::vector<std::string> cells = split(item, ':');
    list.goods[cells[0]] = {std::stoll(cells[1]), std::stoll(cells[2])};
  }
  facts.lists[seq] = list;
}

/// The list with the latest first day that has come; of two the later entry.
const PriceList* Model::list_on(Day day, Num* seq) const {
  const PriceList* found = nullptr;
  for (const auto& [entry, list] : facts.lists) {
    if (list.from > day || (found != nullptr && list.from < found->from)) continue;
    found = &list;
    *seq = entry;
  }
  return found;
}

Decided Model::deposit(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (!facts.villages.contains(asked.text("fund"))) return refuse("village.unknown");
  if (asked.day("on") > asked.today) return refuse("date.future");
  Decided decided{.draft = {.kind = "fund.deposit"}};
  decided.draft.moves[{"f/" + asked.text("fund") + ":topup", ""}] = -asked.number("yuan");
  decided.draft.moves[{"f/" + asked.text("fund") + ":cash", ""}] = asked.number("yuan");
  return decided;
}

std::string Model::receive_refusal(const Asked& asked, const std::string& fund) const {
  const auto shop = facts.shops.find(asked.text("shop"));
  if (shop == facts.shops.end()) return "shop.unknown";
  if (std::string no = lacks(asked.officer(), "keeper", shop->second); !no.empty()) return no;
  const std::string witness = asked.text("witness");
  if (asked.text("source") != "opening" || !witness.empty()) {
    if (witness == asked.officer()) return "role.four_eyes";
    const std::string no = lacks(witness, "shop-supervisor,supervisor,village,township",
                                 shop->second);
    if (!no.empty()) return no;
  }
  if (asked.day("on") > asked.today) return "date.future";
  const std::string donor = asked.text("donor");
  if (!donor.empty() && !facts.donors.contains(donor)) return "donor.unknown";
  if (!facts.villages.contains(fund)) return "village.unknown";
  const std::vector<Line> lines = lines_of(asked.text("lines"));
  for (const Line& line : lines) {
    const bool known = std::any_of(facts.lists.begin(), facts.lists.end(), [&](const auto& list) {
      return list.second.goods.contains(line.sku);
    });
    if (!known) return "goods.unknown";
  }
  const bool bought = asked.text("source") == "purchase";
  return bought && cost_of(lines) > balance("f/" + fund + ":cash") ? "budget.exhausted" : "";
}

Decided Model::receive(const Asked& asked) const {
  std::string fund = asked.text("fund");
  const auto shop = facts.shops.find(asked.text("shop"));
  if (fund.empty() && shop != facts.shops.end()) fund = shop->second;
  if (std::string no = receive_refusal(asked, fund); !no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "goods.receive"}};
  Moves& moves = decided.draft.moves;
  const std::string donor = asked.text("donor");
  const std::vector<Line> lines = lines_of(asked.text("lines"));
  Num number = 0;
  for (const Line& line : lines) {
    const std::string from = donor.empty() ? "f/" + fund + ":bought/" : "d/" + donor + ":given/";
    const std::string lot = std::to_string(asked.next) + "." + std::to_string(++number);
    moves[{from + line.sku, ""}] -= line.pieces;
    moves[{"s/" + asked.text("shop") + ":stock/" + line.sku, lot}] += line.pieces;
  }
  const std::string purpose = asked.text("source") == "purchase" ? ":cash"
                              : donor.empty()                    ? ":topup"
                                                                 : ":donated_value";
  moves[{"f/" + fund + purpose, ""}] -= cost_of(lines);
  moves[{"f/" + fund + ":stock_cost", ""}] += cost_of(lines);
  return decided;
}

void Model::fold_receive(const Asked& asked, Num seq) {
  Num number = 0;
  std::string fund = asked.text("fund");
  if (fund.empty()) fund = facts.shops.at(asked.text("shop"));
  for (const Line& line : lines_of(asked.text("lines"))) {
    const std::string name = std::to_string(seq) + "." + std::to_string(++number);
    facts.stock[name] = {seq,  number,
                         asked.text("shop"), line.sku,
                         fund, asked.text("donor"),
                         line.restriction,   line.pieces,
                         line.cost,          line.best_before};
  }
}

std::string Model::may_redeem(const Asked& asked) const {
  const auto shop = facts.shops.find(asked.text("shop"));
  if (shop == facts.shops.end()) return "shop.unknown";
  if (std::string no = lacks(asked.officer(), "keeper", shop->second); !no.empty()) return no;
  return asked.day("on") > asked.today ? "date.future" : may_show(asked);
}

/// A household that takes part, with its own card or its passbook.
std::string Model::may_show(const Asked& asked) const {
  const std::string household = asked.text("household");
  if (std::string no = inactive(household); !no.empty()) return no;
  const std::string card = asked.text("card");
  if (card.empty()) return "";
  const auto holder = facts.cards.find(card);
  if (holder == facts.cards.end()) return "card.unknown";
  if (facts.stopped.contains(card)) return "card.stopped";
  if (std::string no = inactive(holder->second); !no.empty()) return no;
  return holder->second == household ? "" : "card.unknown";
}

std::string Model::basket(const Asked& asked, const PriceList& list, Num* points) const {
  std::set<std::string> seen;
  const std::vector<Line> lines = lines_of(asked.text("lines"));
  if (lines.empty()) return "nothing";
  for (const Line& line : lines) {
    const auto goods = list.goods.find(line.sku);
    if (goods == list.goods.end()) return "goods.unknown";
    if (!seen.insert(line.sku).second) return "duplicate";
    *points += goods->second.price * line.pieces;
  }
  if (*points < list.minimum) return "points.minimum";
  for (const Line& line : lines) {
    const std::string month = asked.text("on").substr(0, 7);
    const auto before =
        facts.taken.find(asked.text("household") + "/" + line.sku + "/" + month);
    const Num taken = before == facts.taken.end() ? 0 : before->second;
    const bool over = taken + line.pieces > list.goods.at(line.sku).limit;
    if (over && defect_ != Defect::forgets_limit) return "goods.limit";
  }
  return "";
}

/// Pieces of the asked restriction that have not spoiled, what spoils first first.
std::string Model::pick(const Asked& asked, Moves& moves) const {
  const std::string shop = "s/" + asked.text("shop");
  for (const Line& line : lines_of(asked.text("lines"))) {
    Num wanted = line.pieces;
    Num others = 0;
    Num open = 0;
    std::map<std::tuple<Day, Num, Num>, std::string> order;
    const std::string shelf = shop + ":stock/" + line.sku;
    for (const auto& [name, amount] : account(shelf).lots) {
      const StockLot& lot = facts.stock.at(name);
      if (lot.best_before < asked.day("on")) continue;
      if (lot.restriction == line.restriction) {
        open += amount;
        order[{lot.best_before, lot.seq, lot.line}] = name;
      } else {
        others += amount;
      }
    }
    if (open < wanted) {
      const bool kept = line.restriction.empty() && open + others >= wanted;
      return kept ? "goods.restricted" : "stock.short";
    }
    for (const auto& [place, name] : order) {
      const StockLot& lot = facts.stock.at(name);
      const Num taken = std::min(wanted, account(shelf).lot(name));
      moves[{shelf, name}] -= taken;
      moves[{"f/" + lot.fund + ":stock_cost", ""}] -= taken * lot.cost;
      moves[{"f/" + lot.fund + ":spent", ""}] += taken * lot.cost;
      wanted -= taken;
    }
    moves[{shop + ":out/" + line.sku, ""}] += line.pieces;
  }
  return "";
}

Num Model::spendable_on(const std::string& household, Day day) const {
  Num sum = 0;
  for (const auto& [lot, amount] : account("h/" + household + ":spendable").lots) {
    if (parse_day(lot) >= day) sum += amount;
  }
  return sum;
}

std::string Model::may_pay(const Asked& asked, Num* points) const {
  Num current = -1;
  const PriceList* list = list_on(asked.day("on"), &current);
  if (list == nullptr) return "date.not_yet";
  if (current != asked.number("prices")) return "prices.stale";
  if (std::string no = basket(asked, *list, points); !no.empty()) return no;
  const bool enough = spendable_on(asked.text("household"), asked.day("on")) >= *points;
  return enough ? "" : "points.short";
}

Decided Model::redeem(const Asked& asked) const {
  if (std::string no = may_redeem(asked); !no.empty()) return refuse(no);
  Num points = 0;
  if (std::string no = may_pay(asked, &points); !no.empty()) return refuse(no);
  const std::string household = asked.text("household");
  Decided decided{.draft = {.kind = "redeem.confirm"}};
  Moves& moves = decided.draft.moves;
  std::vector<std::pair<std::string, Num>> lots;
  for (const auto& lot : account("h/" + household + ":spendable").lots) {
    if (parse_day(lot.first) >= asked.day("on")) lots.push_back(lot);
  }
  if (defect_ == Defect::newest_first) std::reverse(lots.begin(), lots.end());
  Num due = points;
  for (const auto& [lot, amount] : lots) {
    const Num taken = std::min(due, amount);
    moves[{"h/" + household + ":spendable", lot}] -= taken;
    due -= taken;
  }
  moves[{"f/" + facts.households.at(household).village + ":redeemed", ""}] += points;
  if (std::string no = pick(asked, moves); !no.empty()) return refuse(no);
  decided.draft.shown = "points=" + std::to_string(points);
  return decided;
}

void Model::fold_redeem(const Asked& asked, Num seq) {
  static_cast<void>(asked);
  take(facts.log[static_cast<std::size_t>(seq)], 1);
}

/// Counts a redemption's pieces against the month's limit, or brings them back.
void Model::take(const Entry& redemption, Num sign) {
  const std::string month = redemption.in.at("on").substr(0, 7);
  for (const Line& line : lines_of(redemption.in.at("lines"))) {
    facts.taken[redemption.in.at("household") + "/" + line.sku + "/" + month] += sign * line.pieces;
  }
}

}  // namespace naive
