#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

const char* const till_roles = "keeper,shop-supervisor,township";
const char* const recall_roles = "shop-supervisor,supervisor,township";
constexpr std::size_t most_lots = 200;

Decided refuse(const std::string& code) { return {.code = code}; }

std::string escrow(const std::string& till, const std::string& household) {
  return "t/" + till + ":escrow/" + household;
}

/// `rice:2` or `rice:2::R`: goods, pieces, restriction.
struct Sold {
  std::string sku;
  Num pieces = 0;
  std::string restriction;
};

std::vector<Sold> sold_lines(const std::string& text) {
  std::vector<Sold> lines;
  for (const std::string& item : split(text, ',')) {
    std::vector<std::string> cells = split(item, ':');
    cells.resize(4);
    lines.push_back({cells[0], std::stoll(cells[1]), cells[3]});
  }
  return lines;
}

std::string points_shown(Num points) { return "points=" + std::to_string(points); }

}  // namespace

bool Terms::off() const {
  for (const Num limit : {share, household, till, records, hours, redemption}) {
    if (limit == 0) return true;
  }
  return false;
}

const Lease* Model::lease(const std::string& till, Num number) const {
  const auto known = facts.tills.find(till);
  if (known == facts.tills.end() || number < 1) return nullptr;
  const auto& leases = known->second.leases;
  if (number > static_cast<Num>(leases.size())) return nullptr;
  return &leases[static_cast<std::size_t>(number) - 1];
}

Lease& Model::lease_of(const Asked& asked) {
  Till& till = facts.tills.at(asked.text("till"));
  return till.leases[static_cast<std::size_t>(asked.number("lease")) - 1];
}

long long Model::moment() const { return std::max(now, facts.last_recorded); }

/// The most that may be lent of a household: a share of what has not ended.
Num Model::leasable(const std::string& household) const {
  const Terms& terms = facts.terms;
  if (terms.off() || !inactive(household).empty() || facts.leased.contains(household)) return 0;
  return std::min(terms.household, spendable_on(household, today()) * terms.share / 100);
}

/// The most that may be added of a household to the till's lease: a redemption less what the till
/// has of it, and no more than has not ended.
Num Model::addable(const std::string& till, const Lease& known,
                   const std::string& household) const {
  const auto holder = facts.leased.find(household);
  const bool elsewhere = holder != facts.leased.end() && holder->second != till;
  if (elsewhere || !inactive(household).empty()) return 0;
  const Num room = std::max<Num>(0, known.redemption - balance(escrow(till, household)));
  return std::min(room, spendable_on(household, today()));
}

Decided Model::terms(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  const Terms& known = facts.terms;
  const bool same = known.share == asked.number("share") &&
                    known.household == asked.number("household") &&
                    known.till == asked.number("most") &&
                    known.records == asked.number("records") &&
                    known.hours == asked.number("hours") &&
                    known.redemption == asked.number("redemption");
  return same ? refuse("nothing") : Decided{.draft = {.kind = "lease.terms"}};
}

void Model::fold_terms(const Asked& asked, Num /*seq*/) {
  facts.terms = {asked.number("share"), asked.number("household"), asked.number("most"),
                 asked.number("records"), asked.number("hours"), asked.number("redemption")};
}

std::string Model::may_lend(const Asked& asked) const {
  const auto shop = facts.shops.find(asked.text("shop"));
  if (shop == facts.shops.end()) return "shop.unknown";
  if (std::string no = lacks(asked.officer(), till_roles, shop->second); !no.empty()) return no;
  if (facts.terms.off()) return "lease.off";
  const auto till = facts.tills.find(asked.text("till"));
  Num next = 1;
  if (till != facts.tills.end()) {
    if (till->second.shop != asked.text("shop")) return "state.wrong";
    if (till->second.quarantined) return "till.quarantined";
    if (till->second.leases.back().state == "open") return "lease.open";
    next = static_cast<Num>(till->second.leases.size()) + 1;
  }
  if (asked.number("number") != next) return "state.wrong";
  Num current = -1;
  if (list_on(asked.today, &current) == nullptr) return "date.not_yet";
  return current == asked.number("prices") ? "" : "prices.stale";
}

/// Out of the lots that end first, of those that have not ended.
void Model::to_escrow(const Asked& asked, const std::string& household, Num points,
                      Moves& moves) const {
  const std::string home = "h/" + household + ":spendable";
  for (const auto& [lot, amount] : account(home).lots) {
    if (parse_day(lot) < asked.today) continue;
    const Num taken = std::min(points, amount);
    moves[{home, lot}] -= taken;
    moves[{escrow(asked.text("till"), household), lot}] += taken;
    points -= taken;
    if (points == 0) break;
  }
}

Decided Model::lend(const Asked& asked) const {
  if (std::string no = may_lend(asked); !no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "lease.issue"}};
  Moves& moves = decided.draft.moves;
  Num total = 0;
  for (const std::string& item : split(asked.text("households"), ',')) {
    const std::string id = item.substr(0, item.find(':'));
    const Num points = std::stoll(item.substr(item.find(':') + 1));
    if (std::string no = inactive(id); !no.empty()) return refuse(no);
    if (facts.leased.contains(id)) return refuse("lease.open");
    if (points > leasable(id)) return refuse("lease.limit");
    total += points;
    to_escrow(asked, id, points, moves);
  }
  if (total > facts.terms.till || moves.size() > 2 * most_lots) return refuse("lease.limit");
  decided.draft.shown = points_shown(total);
  return decided;
}

void Model::fold_lend(const Asked& asked, Num seq) {
  Till& till = facts.tills[asked.text("till")];
  till.shop = asked.text("shop");
  const long long issued = facts.last_recorded;
  till.leases.push_back({seq, asked.number("prices"), issued, issued + facts.terms.hours * 60,
                         facts.terms.records, facts.terms.redemption});
  for (const std::string& item : split(asked.text("households"), ',')) {
    facts.leased[item.substr(0, item.find(':'))] = asked.text("till");
  }
}

/// More for one cart, under a lease that a till still sells by.
Decided Model::lend_more(const Asked& asked) const {
  if (std::string no = may_end(asked, till_roles); !no.empty()) return refuse(no);
  const std::string till = asked.text("till");
  const Lease& known = *lease(till, asked.number("lease"));
  if (facts.tills.at(till).quarantined) return refuse("till.quarantined");
  if (moment() > known.stop) return refuse("state.wrong");
  const std::string home = asked.text("household");
  if (std::string no = inactive(home); !no.empty()) return refuse(no);
  const auto holder = facts.leased.find(home);
  if (holder != facts.leased.end() && holder->second != till) return refuse("lease.open");
  const Num points = asked.number("points");
  const Num after = balance(escrow(till, home)) + points;
  if (after > known.redemption) return refuse("lease.limit");
  if (points > spendable_on(home, asked.today)) return refuse("points.short");
  Decided decided{.draft = {.kind = "lease.add"}};
  to_escrow(asked, home, points, decided.draft.moves);
  return decided;
}

void Model::fold_lend_more(const Asked& asked, Num seq) {
  lease_of(asked).added.push_back(seq);
  facts.leased[asked.text("household")] = asked.text("till");
}

/// Pieces off the shelf, what spoils first first, and from nowhere what is not there.
Num Model::hand_out(const Asked& asked, const std::string& shop, Day on, Moves& moves) const {
  Num missing = 0;
  for (const Sold& line : sold_lines(asked.text("lines"))) {
    const std::string shelf = "s/" + shop + ":stock/" + line.sku;
    std::map<std::tuple<Day, Num, Num>, std::string> order;
    for (const auto& [name, amount] : account(shelf).lots) {
      const StockLot& lot = facts.stock.at(name);
      if (lot.best_before < on || lot.restriction != line.restriction) continue;
      order[{lot.best_before, lot.seq, lot.line}] = name;
    }
    Num wanted = line.pieces;
    for (const auto& [place, name] : order) {
      const StockLot& lot = facts.stock.at(name);
      const Num taken = std::min(wanted, account(shelf).lot(name));
      moves[{shelf, name}] -= taken;
      moves[{"f/" + lot.fund + ":stock_cost", ""}] -= taken * lot.cost;
      moves[{"f/" + lot.fund + ":spent", ""}] += taken * lot.cost;
      wanted -= taken;
    }
    moves[{"s/" + shop + ":short/" + line.sku, ""}] -= wanted;
    moves[{"s/" + shop + ":out/" + line.sku, ""}] += line.pieces;
    missing += wanted;
  }
  return missing;
}

/// Points out of escrow; what it does not cover is returned.
Num Model::take_escrow(const Asked& asked, const Lease& lease, Num points, Moves& moves) const {
  const std::string home = asked.text("household");
  const auto holder = facts.leased.find(home);
  const bool covered = lease.state == "open" && holder != facts.leased.end() &&
                       holder->second == asked.text("till");
  if (!covered) return points;
  const long long sold = parse_minutes(asked.text("sold"));
  const Day on = static_cast<Day>(sold / 1440);
  const std::string name = escrow(asked.text("till"), home);
  for (const bool ended : {false, true}) {
    if (ended && (sold < lease.issued || sold > lease.stop)) break;
    for (const auto& [lot, amount] : account(name).lots) {
      if ((parse_day(lot) < on) != ended) continue;
      const Num taken = std::min(points, amount);
      moves[{name, lot}] -= taken;
      points -= taken;
    }
  }
  return points;
}

std::vector<std::string> Model::flags(const Asked& asked, const Lease& lease, Num points) const {
  const std::string home = asked.text("household");
  const long long sold = parse_minutes(asked.text("sold"));
  std::vector<std::string> raised;
  const bool used = lease.counters.contains(asked.number("counter"));
  if (lease.state == "closed" || used) raised.push_back("fork");
  if (lease.state != "open") raised.push_back("returned");
  if (sold < lease.issued || sold > lease.stop || sold > moment()) raised.push_back("time");
  if (asked.number("counter") > lease.records) raised.push_back("records");
  if (points > lease.redemption) raised.push_back("redemption");
  bool over = false;
  for (const Sold& line : sold_lines(asked.text("lines"))) {
    const auto before = facts.taken.find(home + "/" + line.sku + "/" +
                                         asked.text("sold").substr(0, 7));
    const Num taken = before == facts.taken.end() ? 0 : before->second;
    over = over || taken + line.pieces > facts.lists.at(lease.prices).goods.at(line.sku).limit;
  }
  if (over) raised.push_back("limit");
  if (!inactive(home).empty()) raised.push_back("household");
  const std::string card = asked.text("card");
  const auto holder = facts.cards.find(card);
  const bool own = holder != facts.cards.end() && holder->second == home &&
                   !facts.stopped.contains(card);
  if (!card.empty() && !own) raised.push_back("card");
  const std::string village = facts.shops.at(facts.tills.at(asked.text("till")).shop);
  if (!lacks(asked.text("clerk"), "keeper", village).empty()) raised.push_back("clerk");
  return raised;
}

Decided Model::offline(const Asked& asked) const {
  const Lease* known = lease(asked.text("till"), asked.number("lease"));
  if (known == nullptr) return refuse("lease.unknown");
  const std::string shop = facts.tills.at(asked.text("till")).shop;
  const std::string no = lacks(asked.officer(), till_roles, facts.shops.at(shop));
  if (!no.empty()) return refuse(no);
  const std::string home = asked.text("household");
  if (!facts.households.contains(home)) return refuse("household.unknown");
  Num points = 0;
  for (const Sold& line : sold_lines(asked.text("lines"))) {
    const auto& goods = facts.lists.at(known->prices).goods;
    if (!goods.contains(line.sku)) return refuse("goods.unknown");
    points += goods.at(line.sku).price * line.pieces;
  }
  Decided decided{.draft = {.kind = "lease.redeem"}};
  Moves& moves = decided.draft.moves;
  const Num excess = take_escrow(asked, *known, points, moves);
  std::string answers = home;
  while (facts.merged.contains(answers)) answers = facts.merged.at(answers);
  moves[{"h/" + answers + ":suspense", ""}] -= excess;
  moves[{"f/" + facts.households.at(home).village + ":redeemed", ""}] += points;
  const Day on = static_cast<Day>(parse_minutes(asked.text("sold")) / 1440);
  const Num missing = hand_out(asked, shop, on, moves);
  std::vector<std::string> raised = flags(asked, *known, points);
  if (!raised.empty() && raised.front() == "fork") decided.draft.out["fork"] = 1;
  if (excess > 0) raised.push_back("over");
  if (missing > 0) raised.push_back("short");
  decided.draft.shown = points_shown(points) + " excess=" + std::to_string(excess) + " flags=";
  for (const std::string& flag : raised) decided.draft.shown += flag + ",";
  return decided;
}

void Model::fold_offline(const Asked& asked, Num seq) {
  Lease& known = lease_of(asked);
  if (known.state != "closed") known.counters.insert(asked.number("counter"));
  const Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  if (entry.out.contains("fork")) facts.tills.at(asked.text("till")).quarantined = true;
  for (const Sold& line : sold_lines(asked.text("lines"))) {
    facts.taken[asked.text("household") + "/" + line.sku + "/" +
                asked.text("sold").substr(0, 7)] += line.pieces;
  }
}

/// All that the till has left goes home.
Decided Model::give_back(const Asked& asked, const std::string& kind) const {
  Decided decided{.draft = {.kind = kind}};
  Num points = 0;
  for (const auto& [household, till] : facts.leased) {
    if (till != asked.text("till")) continue;
    for (const auto& [lot, amount] : account(escrow(till, household)).lots) {
      decided.draft.moves[{escrow(till, household), lot}] -= amount;
      decided.draft.moves[{"h/" + household + ":spendable", lot}] += amount;
      points += amount;
    }
  }
  decided.draft.shown = points_shown(points);
  return decided;
}

std::string Model::may_end(const Asked& asked, const std::string& roles) const {
  const Lease* known = lease(asked.text("till"), asked.number("lease"));
  if (known == nullptr) return "lease.unknown";
  const std::string village = facts.shops.at(facts.tills.at(asked.text("till")).shop);
  if (std::string no = lacks(asked.officer(), roles, village); !no.empty()) return no;
  return known->state == "open" ? "" : "state.wrong";
}

Decided Model::report(const Asked& asked) const {
  if (std::string no = may_end(asked, till_roles); !no.empty()) return refuse(no);
  const std::set<Num>& counters = lease(asked.text("till"), asked.number("lease"))->counters;
  const Num highest = counters.empty() ? 0 : *counters.rbegin();
  const bool right = static_cast<Num>(counters.size()) == asked.number("records") &&
                     highest <= asked.number("last");
  return right ? give_back(asked, "lease.close") : refuse("lease.records");
}

void Model::end_lease(const Asked& asked, const std::string& state) {
  lease_of(asked).state = state;
  std::erase_if(facts.leased,
                [&](const auto& known) { return known.second == asked.text("till"); });
}

void Model::fold_report(const Asked& asked, Num /*seq*/) {
  end_lease(asked, "closed");
  lease_of(asked).counters.clear();
}

Decided Model::recall(const Asked& asked) const {
  if (std::string no = may_end(asked, recall_roles); !no.empty()) return refuse(no);
  const Lease* known = lease(asked.text("till"), asked.number("lease"));
  const bool early = moment() <= known->stop && defect_ != Defect::recalls_early;
  if (early) return refuse("state.wrong");
  return known->recalled.empty() ? Decided{.draft = {.kind = "lease.recall"}}
                                 : refuse("duplicate");
}

void Model::fold_recall(const Asked& asked, Num /*seq*/) {
  lease_of(asked).recalled = asked.officer();
}

Decided Model::force(const Asked& asked) const {
  if (std::string no = may_end(asked, recall_roles); !no.empty()) return refuse(no);
  const std::string& by = lease(asked.text("till"), asked.number("lease"))->recalled;
  if (by.empty()) return refuse("state.wrong");
  return by == asked.officer() ? refuse("role.four_eyes") : give_back(asked, "lease.force");
}

void Model::fold_force(const Asked& asked, Num /*seq*/) { end_lease(asked, "forced"); }

}  // namespace naive
