#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

const std::set<std::string> undoable{
    "budget.approve", "village.register", "household.register", "household.change",
    "card.issue",     "officer.appoint",  "donor.register",     "opening.balance",
    "shop.register",  "prices.publish",   "fund.deposit",       "goods.receive",
    "stock.count",      "stock.transfer", "merchant.register", "merchant.redeem",
    "merchant.claim",   "merchant.settle", "merchant.pay", "suspense.repay", "suspense.propose",
    "redeem.confirm", "inspection.record", "claim.record",     "claim.settle",       "claim.refuse",
    "notice.object",  "notice.decide"};

std::string household_of(const std::string& account) {
  return account.substr(2, account.find(':') - 2);
}

/// Takes points back from a household: from `lot` alone where one is named, else from what expires
/// last; the rest is owed.
void take_back(Moves& moves, const Account& spendable, const std::string& home,
               const std::string& lot, Num amount) {
  for (auto known = spendable.lots.rbegin(); known != spendable.lots.rend(); ++known) {
    if (!lot.empty() && known->first != lot) continue;
    const Num taken = std::min(amount, known->second);
    moves[{home + ":spendable", known->first}] -= taken;
    amount -= taken;
  }
  moves[{home + ":arrears", ""}] -= amount;
}

}  // namespace

std::string Model::may_reverse(const Asked& asked, Num seq) const {
  const Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  if (entry.reversed) return "reverse.twice";
  if (!undoable.contains(entry.kind)) return "reverse.barred";
  const bool own = entry.officer == asked.officer() && entry.recorded == asked.today;
  std::string no = own ? unknown(asked.officer()) : lacks(asked.officer(), "township", "");
  if (!no.empty()) return no;
  if (entry.kind == "stock.count" || entry.kind == "stock.transfer") {
    const std::string& second = entry.in.at(entry.kind == "stock.count" ? "witness" : "sender");
    if (asked.officer() == entry.officer || asked.officer() == second) return "role.four_eyes";
  }
  if (entry.kind == "notice.object" || entry.kind == "notice.decide") {
    for (const auto* earnings : {&facts.earnings, &facts.set_aside}) {
      const auto about = earnings->find(entry.out.at("entry"));
      if (about == earnings->end()) continue;
      const std::vector<std::string>& hands = about->second.officers;
      const bool had = std::find(hands.begin(), hands.end(), asked.officer()) != hands.end();
      if (had) return "role.four_eyes";
      break;
    }
  }
  return may_undo(entry, seq);
}

std::string Model::may_undo(const Entry& entry, Num seq) const {
  if (entry.kind == "budget.approve") return uncovered_without(seq) ? "budget.exhausted" : "";
  if (entry.kind == "notice.object") {
    const auto known = facts.objections.find(seq);
    const bool open = known != facts.objections.end() && known->second.open;
    return open ? "" : "reverse.barred";
  }
  if (entry.kind == "notice.decide") return may_undo_verdict(entry, seq);
  if (entry.kind.starts_with("merchant.") || entry.kind == "suspense.propose") {
    return may_undo_settled(entry, seq);
  }
  const bool deed = entry.kind.starts_with("claim.") || entry.kind == "inspection.record";
  if (deed) return may_undo_deed(entry, seq);
  return may_undo_people(entry, seq);
}

std::string Model::may_undo_people(const Entry& entry, Num seq) const {
  if (entry.kind == "household.register") {
    const std::string id = entry.in.at("household");
    if (std::string no = open_business(id); !no.empty()) return no;
    const auto visits = facts.visits.find(id);
    if (visits != facts.visits.end() && !visits->second.empty()) return "reverse.barred";
    for (const char* purpose : {":pending", ":spendable", ":arrears", ":suspense", ":honour"}) {
      if (account("h/" + id + purpose).last >= 0) return "reverse.barred";
    }
  }
  if (entry.kind == "prices.publish") {
    for (const auto& [id, till] : facts.tills) {
      for (const Lease& lease : till.leases) {
        if (lease.prices == seq) return "reverse.barred";
      }
    }
  }
  if (entry.kind == "household.change") {
    const std::string id = entry.in.at("household");
    const auto found = facts.households.find(id);
    if (found == facts.households.end()) return "household.unknown";
    const Household& household = found->second;
    if (household.facts.seq != seq) return "reverse.barred";
    if (household.facts.status != entry.in.at("status")) return inactive(id);
    const auto holder = facts.passbooks.find(household.earlier.back().passbook);
    if (holder != facts.passbooks.end() && holder->second != id) return "duplicate";
  }
  if (entry.kind == "officer.appoint") {
    const auto officer = facts.officers.find(entry.in.at("officer"));
    const bool acted = officer != facts.officers.end() && officer->second.seq == seq &&
                       officer->second.last_act > seq;
    if (acted) return "reverse.barred";
  }
  return "";
}

std::string Model::may_undo_deed(const Entry& entry, Num seq) const {
  if (entry.kind == "claim.refuse") return "";
  if (entry.kind == "claim.settle" && entry.out.at("points") < 0) {
    const bool taken = !facts.earnings.contains(seq) &&
                       granted(entry.in.at("household"), seq) != 0;
    if (taken) return "reverse.barred";
  }
  const auto answer = facts.answers.find(seq);
  if (answer == facts.answers.end()) return "";
  const std::string& state = answer->second.state;
  return state == "reversed" || state == "withdrawn" ? "" : "reverse.barred";
}

std::string Model::may_undo_verdict(const Entry& entry, Num seq) const {
  const Num earning = entry.out.at("entry");
  const Num objection = entry.out.at("objection");
  if (facts.notices.at(facts.objections.at(objection).notice).confirmed > seq) {
    return "reverse.barred";
  }
  for (const auto& [later, known] : facts.objections) {
    if (later > objection && known.entry == earning) return "reverse.barred";
  }
  const auto& holds = entry.out.at("after") == 0 ? facts.set_aside : facts.earnings;
  const bool reversed = facts.log[static_cast<std::size_t>(earning)].reversed;
  return holds.contains(earning) && !reversed ? "" : "reverse.barred";
}

/// Whether some month would have issued more than the other budgets had released by then.
bool Model::uncovered_without(Num budget) const {
  std::map<std::string, std::map<Day, Num>> issues;
  for (const Entry& entry : facts.log) {
    const Civil day = civil(entry.effective);
    for (const auto& [place, amount] : entry.moves) {
      if (place.first.find(":issued/") == std::string::npos) continue;
      issues[place.first][day_of({day.year, day.month, 1})] -= amount;
    }
  }
  for (const auto& [account, months] : issues) {
    Num issued = 0;
    for (const auto& [month, amount] : months) {
      issued += amount;
      const Num left = released(account, month, budget);
      if (left < released(account, month, -1) && issued > left) return true;
    }
  }
  return false;
}

/// What a reversal moves. Points that are no longer where they went are sought where they are.
Moves Model::taken_back(const Entry& entry) const {
  Moves moves;
  Num gone = 0;
  std::string issued;
  for (const auto& [place, amount] : entry.moves) {
    const std::string& name = place.first;
    const std::string home = "h/" + household_of(name);
    if (name.find(":issued/") != std::string::npos) issued = name;
    if (name.ends_with(":spendable") && amount > 0) {
      take_back(moves, account(name), home, place.second, amount);
    } else if (name.ends_with(":pending") && amount > 0) {
      const Num held = std::min(account(name).lot(place.second), amount);
      moves[place] -= held;
      const Num counts = granted(household_of(name), std::stoll(place.second));
      const Num confirmed = std::max<Num>(std::min(amount, counts) - held, 0);
      gone += amount - held - confirmed;
      if (confirmed == 0) continue;
      take_back(moves, account(home + ":spendable"), home, "", confirmed);
      moves[{home + ":honour", ""}] -= confirmed;
      moves[{"f/" + village_of(name) + ":honour_given", ""}] += confirmed;
    } else {
      moves[place] -= amount;
    }
  }
  if (gone != 0) moves[{issued, ""}] -= gone;
  std::erase_if(moves, [](const auto& move) { return move.second == 0; });
  return moves;
}

Decided Model::reverse(const Asked& asked) const {
  const Num seq = asked.number("seq");
  if (std::string no = may_reverse(asked, seq); !no.empty()) return refuse(no);
  Decided decided{.draft = {.kind = "entry.reverse"}};
  Moves& moves = decided.draft.moves;
  moves = taken_back(facts.log[static_cast<std::size_t>(seq)]);
  for (const auto& [place, amount] : moves) {
    if (!place.first.starts_with("h/")) continue;
    const auto household = facts.households.find(household_of(place.first));
    const bool closed = household != facts.households.end() &&
                        household->second.facts.status == "closed";
    if (closed) return refuse("household.inactive");
  }
  const bool shut = facts.closed_through && asked.effective <= *facts.closed_through &&
                    !asked.command.late;
  if (shut) return refuse("period.closed");
  if (breaks_bounds(moves, asked.effective)) return refuse("reverse.barred");
  return decided;
}

void Model::fold_reverse(const Asked& asked, Num /*seq*/) {
  const Num original = asked.number("seq");
  Entry& entry = facts.log[static_cast<std::size_t>(original)];
  entry.reversed = true;
  undo(entry, original);
}

void Model::undo(const Entry& entry, Num seq) {
  if (entry.kind == "budget.approve") {
    std::erase_if(facts.releases, [seq](const Release& known) { return known.budget == seq; });
  } else if (entry.kind == "prices.publish") {
    facts.lists.erase(seq);
  } else if (entry.kind == "redeem.confirm") {
    take(entry, -1);
  } else if (entry.kind == "notice.object") {
    facts.open_objections.erase(entry.out.at("entry"));
    facts.objections.erase(seq);
  } else if (entry.kind == "notice.decide") {
    undo_verdict(entry);
  } else if (entry.kind.starts_with("merchant.") || entry.kind == "suspense.propose") {
    undo_settled(entry, seq);
  } else if (entry.kind.starts_with("claim.") || entry.kind == "inspection.record") {
    undo_deed(entry, seq);
  } else {
    undo_people(entry, seq);
  }
}

void Model::undo_people(const Entry& entry, Num seq) {
  if (entry.kind == "opening.balance") {
    facts.openings.erase(entry.in.at("household") + "/" + entry.in.at("document"));
  }
  if (entry.kind == "officer.appoint") {
    const auto officer = facts.officers.find(entry.in.at("officer"));
    if (officer != facts.officers.end() && officer->second.seq == seq) {
      officer->second.active = false;
    }
  }
  if (!entry.in.contains("household") || !facts.households.contains(entry.in.at("household"))) {
    return;
  }
  const std::string id = entry.in.at("household");
  Household& household = facts.households.at(id);
  if (entry.kind == "household.register") {
    give_passbook(id, "");
    std::erase_if(facts.cards, [&](const auto& card) { return card.second == id; });
    facts.households.erase(id);
  } else if (entry.kind == "household.change") {
    if (household.facts.status == "closed") facts.stopped.erase(household.card);
    const HouseholdFacts before = household.earlier.back();
    household.earlier.pop_back();
    give_passbook(id, before.passbook);
    household.facts = before;
  } else if (entry.kind == "card.issue" && household.card == entry.in.at("card")) {
    const auto replaces = entry.in.find("replaces");
    household.card = replaces == entry.in.end() ? "" : replaces->second;
    facts.cards.erase(entry.in.at("card"));
    facts.stopped.erase(household.card);
  }
}

void Model::undo_deed(const Entry& entry, Num seq) {
  amend(seq, 0);
  release(seq);
  for (auto& [household, entries] : facts.refused) std::erase(entries, seq);
  for (auto& [household, entries] : facts.visits) std::erase(entries, seq);
  if (facts.claims.erase(seq) > 0) facts.answers[seq] = {"reversed", seq};
  for (auto& [claim, answer] : facts.answers) {
    if (answer.seq == seq) answer.state = "reversed";
  }
  static_cast<void>(entry);
}

/// The objection is open again, and what it was about waits as before.
void Model::undo_verdict(const Entry& entry) {
  const Num earning = entry.out.at("entry");
  Objection& objection = facts.objections.at(entry.out.at("objection"));
  objection.open = true;
  facts.open_objections[earning] = entry.out.at("objection");
  if (entry.out.at("after") != 0) {
    amend(earning, entry.out.at("before"));
    return;
  }
  facts.notice_of[earning] = objection.notice;
  facts.notices.at(objection.notice).waiting.insert(earning);
  grant(earning, facts.set_aside.at(earning));
  facts.set_aside.erase(earning);
}

}  // namespace naive
