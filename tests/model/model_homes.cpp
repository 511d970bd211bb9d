#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

}  // namespace

/// What must hold before anything goes from one household to another.
std::string Model::may_move(const Asked& asked) const {
  const std::string from = asked.text("household");
  const std::string into = asked.text("into");
  if (std::string no = lacks_for(asked.officer(), "township,village", from); !no.empty()) return no;
  if (from == into) return "duplicate";
  for (const std::string& id : {from, into}) {
    const auto found = facts.households.find(id);
    if (found == facts.households.end()) return "household.unknown";
    if (found->second.facts.status == "closed") return "household.inactive";
    if (std::string no = open_business(id); !no.empty()) return no;
  }
  const bool same = facts.households.at(from).village == facts.households.at(into).village;
  return same ? "" : "village.mismatch";
}

/// A share of every lot, of the debt and of the standing, the rest staying behind.
Decided Model::split_household(const Asked& asked) const {
  if (std::string no = may_move(asked); !no.empty()) return refuse(no);
  const std::string from = "h/" + asked.text("household");
  const std::string into = "h/" + asked.text("into");
  Decided decided{.draft = {.kind = "household.split"}};
  bool any = false;
  for (const char* purpose : {":spendable", ":arrears", ":honour"}) {
    for (const auto& [lot, amount] : account(from + purpose).lots) {
      const Num size = std::abs(amount) * asked.number("moved") / asked.number("of");
      const Num share = amount < 0 ? -size : size;
      decided.draft.moves[{from + purpose, lot}] -= share;
      decided.draft.moves[{into + purpose, lot}] += share;
      any = any || share != 0;
    }
  }
  return any ? decided : refuse("nothing");
}

/// Everything goes over; debt is paid from what expires first; the higher standing remains.
Decided Model::merge_households(const Asked& asked) const {
  if (std::string no = may_move(asked); !no.empty()) return refuse(no);
  const std::string from = "h/" + asked.text("household");
  const std::string into = "h/" + asked.text("into");
  Decided decided{.draft = {.kind = "household.merge"}};
  Moves& moves = decided.draft.moves;
  std::map<std::string, Num> lots = account(into + ":spendable").lots;
  for (const auto& [lot, amount] : account(from + ":spendable").lots) {
    moves[{from + ":spendable", lot}] -= amount;
    moves[{into + ":spendable", lot}] += amount;
    lots[lot] += amount;
  }
  const Num brought_debt = balance(from + ":arrears");
  moves[{from + ":arrears", ""}] -= brought_debt;
  moves[{into + ":arrears", ""}] += brought_debt;
  moves[{into + ":suspense", ""}] += balance(from + ":suspense");
  moves[{from + ":suspense", ""}] -= balance(from + ":suspense");
  Num debt = -(brought_debt + balance(into + ":arrears"));
  for (const auto& [lot, amount] : lots) {
    const Num paid = std::min(debt, amount);
    moves[{into + ":spendable", lot}] -= paid;
    moves[{into + ":arrears", ""}] += paid;
    debt -= paid;
  }
  const Num brought = balance(from + ":honour");
  const Num gained = std::max<Num>(brought - balance(into + ":honour"), 0);
  moves[{from + ":honour", ""}] -= brought;
  moves[{into + ":honour", ""}] += gained;
  const std::string& village = facts.households.at(asked.text("household")).village;
  moves[{"f/" + village + ":honour_given", ""}] += brought - gained;
  return decided;
}

void Model::fold_merge(const Asked& asked, Num /*seq*/) {
  Household& household = facts.households.at(asked.text("household"));
  household.facts.status = "closed";
  if (!household.card.empty()) facts.stopped.insert(household.card);
  facts.merged[asked.text("household")] = asked.text("into");
}

}  // namespace naive
