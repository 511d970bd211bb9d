#include "model.hpp"

#include <algorithm>

// Who settles what tills gave beyond their leases, and what is undone of it and of merchants.
namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

}  // namespace

Decided Model::repay(const Asked& asked) const {
  const std::string home = asked.text("household");
  const Num points = asked.number("points");
  std::string no = lacks_for(asked.officer(), "keeper,shop-supervisor,village,township", home);
  if (no.empty() && asked.day("on") > asked.today) no = "date.future";
  if (no.empty()) no = inactive(home);
  if (no.empty() && points > -balance("h/" + home + ":suspense")) no = "nothing";
  if (no.empty() && points > spendable_on(home, asked.today)) no = "points.short";
  if (!no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "suspense.repay"}};
  pay_points(home, points, asked.today, decided.draft.moves);
  decided.draft.moves[{"h/" + home + ":suspense", ""}] = points;
  return decided;
}

Decided Model::propose(const Asked& asked) const {
  const std::string home = asked.text("household");
  std::string no = lacks_for(asked.officer(), "shop-supervisor,village,township", home);
  if (!no.empty()) return refuse(no);
  Num left = -balance("h/" + home + ":suspense");
  for (const auto& [seq, known] : facts.write_offs) {
    if (known.household == home) left -= known.points;
  }
  if (asked.number("points") > left) return refuse("nothing");
  return {.draft = {.kind = "suspense.propose"}};
}

void Model::fold_propose(const Asked& asked, Num seq) {
  facts.write_offs[seq] = {asked.text("household"), asked.number("points"), asked.officer()};
}

Decided Model::waive(const Asked& asked) const {
  const auto found = facts.write_offs.find(asked.number("proposal"));
  if (found == facts.write_offs.end()) return refuse("settlement.unknown");
  const WriteOff& known = found->second;
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (known.officer == asked.officer()) return refuse("role.four_eyes");
  if (known.points > -balance("h/" + known.household + ":suspense")) return refuse("nothing");
  const std::string issued = "f/" + facts.households.at(known.household).village + ":issued/" +
                             std::to_string(civil(asked.effective).year);
  if (released(issued, asked.effective, -1) + balance(issued) < known.points) {
    return refuse("budget.exhausted");
  }
  Decided decided{.draft = {.kind = "suspense.waive"}};
  decided.draft.moves[{issued, ""}] = -known.points;
  decided.draft.moves[{"h/" + known.household + ":suspense", ""}] = known.points;
  decided.draft.shown = "points=" + std::to_string(known.points);
  return decided;
}

void Model::fold_waive(const Asked& asked, Num /*seq*/) {
  facts.write_offs.erase(asked.number("proposal"));
}

/// Out of what ends first, of what has not ended.
void Model::pay_points(const std::string& household, Num points, Day on, Moves& moves) const {
  const std::string name = "h/" + household + ":spendable";
  for (const auto& [lot, amount] : account(name).lots) {
    if (parse_day(lot) < on || points == 0) continue;
    const Num taken = std::min(points, amount);
    moves[{name, lot}] -= taken;
    points -= taken;
  }
}

std::string Model::may_undo_settled(const Entry& entry, Num seq) const {
  if (entry.kind == "suspense.propose") {
    return facts.write_offs.contains(seq) ? "" : "reverse.barred";
  }
  const auto found = facts.merchants.find(entry.in.at("merchant"));
  if (found == facts.merchants.end()) return "reverse.barred";
  const Merchant& merchant = found->second;
  bool barred = false;
  if (entry.kind == "merchant.register") {
    barred = !merchant.sales.empty() || !merchant.months.empty();
  } else if (entry.kind == "merchant.redeem") {
    barred = !merchant.sales.at(entry.in.at("slip")).claimed.empty();
  } else if (entry.kind != "merchant.pay") {
    const MerchantMonth& month = merchant.months.at(entry.in.at("month"));
    barred = (entry.kind == "merchant.claim" ? month.settle : month.pay) >= 0;
  }
  return barred ? "reverse.barred" : "";
}

void Model::undo_settled(const Entry& entry, Num seq) {
  if (entry.kind == "suspense.propose") {
    facts.write_offs.erase(seq);
    return;
  }
  const std::string id = entry.in.at("merchant");
  Merchant& merchant = facts.merchants.at(id);
  if (entry.kind == "merchant.register") {
    facts.merchants.erase(id);
  } else if (entry.kind == "merchant.redeem") {
    merchant.sales.erase(entry.in.at("slip"));
    take(entry, -1);
  } else if (entry.kind == "merchant.claim") {
    mark(entry, false);
    merchant.months.erase(entry.in.at("month"));
  } else if (entry.kind == "merchant.settle") {
    merchant.months.at(entry.in.at("month")).settle = -1;
  } else {
    merchant.months.at(entry.in.at("month")).pay = -1;
  }
}

}  // namespace naive
