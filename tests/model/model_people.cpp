#include "model.hpp"

namespace naive {

namespace {

Decided draft(const std::string& kind) { return {.draft = {.kind = kind}}; }
Decided refuse(const std::string& code) { return {.code = code}; }

}  // namespace

Decided Model::village(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "admin,township", ""); !no.empty()) return refuse(no);
  if (facts.villages.contains(asked.text("village"))) return refuse("duplicate");
  return draft("village.register");
}

void Model::fold_village(const Asked& asked, Num /*seq*/) {
  facts.villages[asked.text("village")] = asked.text("name");
}

Decided Model::appoint(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "admin,township", ""); !no.empty()) return refuse(no);
  if (asked.text("officer") == asked.officer()) return refuse("role.four_eyes");
  for (const std::string& village : split(asked.text("villages"), ',')) {
    if (!facts.villages.contains(village)) return refuse("village.unknown");
  }
  return draft("officer.appoint");
}

void Model::fold_appoint(const Asked& asked, Num seq) {
  Officer officer;
  for (const std::string& role : split(asked.text("roles"), ',')) officer.roles.insert(role);
  for (const std::string& village : split(asked.text("villages"), ',')) {
    officer.villages.insert(village);
  }
  officer.seq = seq;
  facts.officers[asked.text("officer")] = officer;
}

Decided Model::dismiss(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "admin,township", ""); !no.empty()) return refuse(no);
  if (asked.text("officer") == asked.officer()) return refuse("role.four_eyes");
  if (std::string no = unknown(asked.text("officer")); !no.empty()) return refuse(no);
  return draft("officer.dismiss");
}

void Model::fold_dismiss(const Asked& asked, Num /*seq*/) {
  facts.officers.at(asked.text("officer")).active = false;
}

Decided Model::donor(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "admin,township", ""); !no.empty()) return refuse(no);
  if (facts.donors.contains(asked.text("donor"))) return refuse("duplicate");
  return draft("donor.register");
}

void Model::fold_donor(const Asked& asked, Num /*seq*/) {
  facts.donors.insert(asked.text("donor"));
}

Decided Model::household(const Asked& asked) const {
  const std::string village = asked.text("village");
  if (!facts.villages.contains(village)) return refuse("village.unknown");
  if (std::string no = lacks(asked.officer(), "admin,township,village", village); !no.empty()) {
    return refuse(no);
  }
  if (facts.households.contains(asked.text("household"))) return refuse("duplicate");
  if (facts.cards.contains(asked.text("card"))) return refuse("duplicate");
  if (facts.passbooks.contains(asked.text("passbook"))) return refuse("duplicate");
  return draft("household.register");
}

void Model::give_passbook(const std::string& household, const std::string& passbook) {
  HouseholdFacts& known = facts.households.at(household).facts;
  facts.passbooks.erase(known.passbook);
  known.passbook = passbook;
  if (!passbook.empty()) facts.passbooks[passbook] = household;
}

void Model::fold_household(const Asked& asked, Num seq) {
  const std::string id = asked.text("household");
  Household household;
  household.village = asked.text("village");
  household.facts = {asked.text("status"), "", asked.number("people"), seq};
  household.card = asked.text("card");
  facts.households[id] = household;
  give_passbook(id, asked.text("passbook"));
  if (!household.card.empty()) facts.cards[household.card] = id;
}

Decided Model::change(const Asked& asked) const {
  const std::string id = asked.text("household");
  if (std::string no = lacks_for(asked.officer(), "admin,township,village", id); !no.empty()) {
    return refuse(no);
  }
  const HouseholdFacts& known = facts.households.at(id).facts;
  if (known.status == "closed") return refuse("state.wrong");
  const std::string passbook = asked.text("passbook");
  const std::string status = asked.text("status");
  if (known.status == status && known.passbook == passbook &&
      known.people == asked.number("people")) {
    return refuse("nothing");
  }
  const auto holder = facts.passbooks.find(passbook);
  if (holder != facts.passbooks.end() && holder->second != id) return refuse("duplicate");
  if (status == "closed") {
    if (std::string no = open_business(id); !no.empty()) return refuse(no);
    const std::string home = "h/" + id;
    if (balance(home + ":spendable") != 0) return refuse("state.wrong");
    if (balance(home + ":arrears") != 0) return refuse("state.wrong");
  }
  return draft("household.change");
}

void Model::fold_change(const Asked& asked, Num seq) {
  const std::string id = asked.text("household");
  Household& household = facts.households.at(id);
  household.earlier.push_back(household.facts);
  household.facts.status = asked.text("status");
  household.facts.people = asked.number("people");
  household.facts.seq = seq;
  give_passbook(id, asked.text("passbook"));
  if (household.facts.status == "closed" && !household.card.empty()) {
    facts.stopped.insert(household.card);
  }
}

Decided Model::card(const Asked& asked) const {
  const std::string id = asked.text("household");
  if (std::string no = lacks_for(asked.officer(), "admin,township,village", id); !no.empty()) {
    return refuse(no);
  }
  if (std::string no = inactive(id); !no.empty()) return refuse(no);
  if (facts.cards.contains(asked.text("card"))) return refuse("duplicate");
  if (facts.households.at(id).card != asked.text("replaces")) return refuse("state.wrong");
  return draft("card.issue");
}

void Model::fold_card(const Asked& asked, Num /*seq*/) {
  const std::string id = asked.text("household");
  if (!asked.text("replaces").empty()) facts.stopped.insert(asked.text("replaces"));
  facts.cards[asked.text("card")] = id;
  facts.households.at(id).card = asked.text("card");
}

Decided Model::opening(const Asked& asked) const {
  const std::string id = asked.text("household");
  if (std::string no = lacks_for(asked.officer(), "township", id); !no.empty()) return refuse(no);
  const Household& household = facts.households.at(id);
  if (household.facts.status == "closed") return refuse("household.inactive");
  if (facts.openings.contains(id + "/" + asked.text("document"))) return refuse("duplicate");
  const Num points = asked.number("points");
  const Num honour = asked.number("honour");
  if (points == 0 && honour == 0) return refuse("nothing");
  if (points != 0 && asked.day("expires") < asked.effective) return refuse("state.wrong");
  Decided decided = draft("opening.balance");
  Moves& moves = decided.draft.moves;
  moves[{"f/" + household.village + ":opening", ""}] = -points;
  moves[{"h/" + id + ":spendable", asked.text("expires")}] = points;
  moves[{"f/" + household.village + ":honour_given", ""}] = -honour;
  moves[{"h/" + id + ":honour", ""}] = honour;
  return decided;
}

void Model::fold_opening(const Asked& asked, Num /*seq*/) {
  facts.openings.insert(asked.text("household") + "/" + asked.text("document"));
}

}  // namespace naive
