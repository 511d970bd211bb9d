#include "model.hpp"

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

std::string purpose_of(const std::string& account) {
  const std::size_t colon = account.find(':');
  return account.substr(colon + 1, account.find('/', colon) - colon - 1);
}

}  // namespace

Decided Model::rules(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (asked.day("from") < asked.today) return refuse("date.not_yet");
  for (const Book& book : facts.books) {
    if (book.version >= asked.number("version")) return refuse("duplicate");
  }
  return {.draft = {.kind = "rules.publish"}};
}

void Model::fold_rules(const Asked& asked, Num seq) {
  Book book = make_book(static_cast<std::uint64_t>(asked.number("variant")),
                        asked.number("version"));
  book.from = asked.day("from");
  book.seq = seq;
  facts.books.push_back(book);
}

const Book* Model::book_on(Day day) const {
  const Book* latest = nullptr;
  for (const Book& book : facts.books) {
    if (book.from <= day && day < book.until) latest = &book;
  }
  return latest;
}

Decided Model::budget(const Asked& asked) const {
  if (!facts.villages.contains(asked.text("fund"))) return refuse("village.unknown");
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  return {.draft = {.kind = "budget.approve"}};
}

void Model::fold_budget(const Asked& asked, Num seq) {
  const int year = static_cast<int>(asked.number("year"));
  const std::string account = "f/" + asked.text("fund") + ":issued/" + std::to_string(year);
  for (Num month = asked.number("from"); month <= asked.number("until"); ++month) {
    const Day first = day_of({year, static_cast<int>(month), 1});
    facts.releases.push_back({account, first, asked.number("monthly"), seq});
  }
}

Num Model::released(const std::string& account, Day by, Num without) const {
  Num sum = 0;
  for (const Release& release : facts.releases) {
    if (release.account != account || release.budget == without) continue;
    if (release.from <= by) sum += release.amount;
  }
  return sum;
}

Decided Model::close_period(const Asked& asked) const {
  const Day through = asked.day("through");
  if (through > asked.today) return refuse("date.future");
  if (facts.closed_through && through <= *facts.closed_through) return refuse("period.closed");
  if (asked.effective <= through) return refuse("date.not_yet");
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  return {.draft = {.kind = "period.close"}};
}

void Model::fold_close_period(const Asked& asked, Num /*seq*/) {
  facts.closed_through = asked.day("through");
}

Decided Model::late(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  return {.draft = {.kind = "period.late"}};
}

void Model::fold_late(const Asked& asked, Num seq) { facts.late[seq] = asked.day("on"); }

/// Names and words go, but not those of an officer who is still one.
Decided Model::erase(const Asked& asked) const {
  static const std::set<std::string> with_words{"household.register", "officer.appoint",
                                                "notice.object", "notice.decide", "day.close"};
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  const Num seq = asked.number("seq");
  if (!with_words.contains(facts.log[static_cast<std::size_t>(seq)].kind)) return refuse("nothing");
  if (facts.erased.contains(seq)) return refuse("duplicate");
  for (const auto& [id, officer] : facts.officers) {
    if (officer.seq == seq && officer.active) return refuse("state.wrong");
  }
  return {.draft = {.kind = "detail.erase"}};
}

void Model::fold_erase(const Asked& asked, Num /*seq*/) {
  facts.erased.insert(asked.number("seq"));
}

Decided Model::close_day(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township,village,keeper", ""); !no.empty()) {
    return refuse(no);
  }
  if (asked.day("day") > asked.today) return refuse("date.future");
  if (asked.day("day") <= facts.last_day_close) return refuse("period.closed");
  Decided decided{.draft = {.kind = "day.close"}};
  decided.draft.out["accounts"] = static_cast<Num>(facts.households.size());
  for (const auto& [name, amount] : totals("")) {
    decided.draft.shown += name + "=" + std::to_string(amount) + " ";
  }
  decided.draft.shown += "accounts=" + std::to_string(facts.households.size());
  return decided;
}

void Model::fold_close_day(const Asked& asked, Num /*seq*/) {
  facts.last_day_close = asked.day("day");
}

Decided Model::expire(const Asked& asked) const {
  if (std::string no = lacks(asked.officer(), "township", ""); !no.empty()) return refuse(no);
  if (asked.day("day") > asked.today) return refuse("date.future");
  Decided decided{.draft = {.kind = "points.expire"}};
  for (const auto& [id, household] : facts.households) {
    const std::string name = "h/" + id + ":spendable";
    for (const auto& [lot, amount] : account(name).lots) {
      if (parse_day(lot) >= asked.day("day")) continue;
      decided.draft.moves[{name, lot}] -= amount;
      decided.draft.moves[{"f/" + household.village + ":expired", ""}] += amount;
    }
  }
  if (decided.draft.moves.empty()) return refuse("nothing");
  return decided;
}

/// The village an account belongs to; "" for a donor's.
std::string Model::village_of(const std::string& account) const {
  const std::string id = account.substr(2, account.find(':') - 2);
  if (account.starts_with("f/")) return id;
  if (account.starts_with("t/")) {
    return village_of("h/" + account.substr(account.find('/', 2) + 1) + ":");
  }
  if (account.starts_with("h/")) {
    const auto found = facts.households.find(id);
    return found == facts.households.end() ? "" : found->second.village;
  }
  if (!account.starts_with("s/")) return "";
  const auto found = facts.shops.find(id);
  return found == facts.shops.end() ? "" : found->second;
}

/// What a day's close says, by purpose; goods under `stock/SKU`. Of everything for village "".
std::map<std::string, Num> Model::totals(const std::string& village) const {
  std::map<std::string, Num> sums;
  for (const char* purpose : {"issued", "pending", "spendable", "arrears", "redeemed", "expired",
                              "penalty", "opening", "honour", "cash", "stock_cost"}) {
    sums[purpose] = 0;
  }
  for (const auto& [name, account] : facts.accounts) {
    if (!village.empty() && village_of(name) != village) continue;
    const std::string purpose = purpose_of(name);
    const Num balance = account.balance();
    if (purpose == "stock") {
      if (balance != 0) sums["stock/" + name.substr(name.rfind('/') + 1)] += balance;
    } else if (purpose == "escrow" || purpose == "suspense") {
      sums[purpose] += balance;
    } else if (sums.contains(purpose)) {
      sums[purpose] += purpose == "issued" || purpose == "opening" ? -balance : balance;
    }
  }
  for (const char* rare : {"escrow", "suspense"}) {
    if (sums[rare] == 0) sums.erase(rare);
  }
  return sums;
}

/// Laws 1 and 2: what an account may not become.
bool Model::breaks_bounds(const Moves& moves, Day effective) const {
  static const std::set<std::string> below{"arrears", "opening", "given", "bought", "topup",
                                           "donated_value", "suspense", "short", "payable"};
  static const std::set<std::string> free{"honour", "honour_given", "variance"};
  std::map<std::string, Account> after;
  for (const auto& [place, amount] : moves) {
    if (amount == 0) continue;
    Account& touched = after.try_emplace(place.first, account(place.first)).first->second;
    touched.lots[place.second] += amount;
  }
  for (const auto& [name, touched] : after) {
    const std::string purpose = purpose_of(name);
    if (free.contains(purpose)) continue;
    const Num balance = touched.balance();
    if (purpose == "issued") {
      const bool falls = balance < this->balance(name);
      if (balance > 0 || (falls && balance < -released(name, effective, -1))) return true;
      continue;
    }
    if (below.contains(purpose)) {
      if (balance > 0) return true;
      continue;
    }
    for (const auto& [lot, amount] : touched.lots) {
      if (amount < 0) return true;
    }
  }
  return false;
}

}  // namespace naive
