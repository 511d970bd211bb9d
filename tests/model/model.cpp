#include "model.hpp"

namespace naive {

Num Account::balance() const {
  Num sum = 0;
  for (const auto& [name, amount] : lots) sum += amount;
  return sum;
}

Num Account::lot(const std::string& name) const {
  const auto found = lots.find(name);
  return found == lots.end() ? 0 : found->second;
}

std::string Asked::text(const std::string& name) const {
  const auto found = command.in.find(name);
  return found == command.in.end() ? std::string() : found->second;
}

Num Asked::number(const std::string& name) const {
  const auto found = command.in.find(name);
  return found == command.in.end() ? 0 : std::stoll(found->second);
}

void Model::found(const std::string& founder, const std::set<std::string>& roles) {
  Entry first;
  first.kind = "log.open";
  first.officer = founder;
  first.recorded = first.effective = today();
  Entry second = first;
  second.kind = "officer.appoint";
  facts.log = {first, second};
  facts.keys["log"] = 0;
  facts.officers[founder] = {roles, {}, true, 1, 0};
  facts.last_recorded = now;
}

Day Model::today() const {
  const long long then = std::max(now, facts.last_recorded);
  return static_cast<Day>(then / 1440);
}

const Account& Model::account(const std::string& name) const {
  static const Account none;
  const auto found = facts.accounts.find(name);
  return found == facts.accounts.end() ? none : found->second;
}

Num Model::balance(const std::string& name) const { return account(name).balance(); }

void Model::begin() { before_batch_ = std::make_shared<const Facts>(facts); }

void Model::abandon() {
  if (before_batch_ == nullptr) return;
  facts = *before_batch_;
  before_batch_.reset();
}

const std::map<std::string, Model::Row>& Model::table() {
  static const std::map<std::string, Row> rows{
      {"village", {&Model::village, &Model::fold_village}},
      {"appoint", {&Model::appoint, &Model::fold_appoint}},
      {"dismiss", {&Model::dismiss, &Model::fold_dismiss}},
      {"donor", {&Model::donor, &Model::fold_donor}},
      {"household", {&Model::household, &Model::fold_household}},
      {"change", {&Model::change, &Model::fold_change}},
      {"card", {&Model::card, &Model::fold_card}},
      {"opening", {&Model::opening, &Model::fold_opening}},
      {"split", {&Model::split_household, &Model::fold_nothing}},
      {"merge", {&Model::merge_households, &Model::fold_merge}},
      {"rules", {&Model::rules, &Model::fold_rules}},
      {"sheet", {&Model::sheet, &Model::fold_sheet}},
      {"visit", {&Model::visit, &Model::fold_visit}},
      {"budget", {&Model::budget, &Model::fold_budget}},
      {"close-period", {&Model::close_period, &Model::fold_close_period}},
      {"erase", {&Model::erase, &Model::fold_erase}},
      {"late", {&Model::late, &Model::fold_late}},
      {"close-day", {&Model::close_day, &Model::fold_close_day}},
      {"expire", {&Model::expire, &Model::fold_nothing}},
      {"claim", {&Model::claim, &Model::fold_claim}},
      {"check", {&Model::check, &Model::fold_check}},
      {"withdraw", {&Model::withdraw, &Model::fold_withdraw}},
      {"notice", {&Model::post_notice, &Model::fold_notice}},
      {"object", {&Model::object, &Model::fold_object}},
      {"decide", {&Model::decide, &Model::fold_decide}},
      {"confirm", {&Model::confirm, &Model::fold_confirm}},
      {"shop", {&Model::shop, &Model::fold_shop}},
      {"prices", {&Model::prices, &Model::fold_prices}},
      {"deposit", {&Model::deposit, &Model::fold_nothing}},
      {"receive", {&Model::receive, &Model::fold_receive}},
      {"redeem", {&Model::redeem, &Model::fold_redeem}},
      {"count", {&Model::count, &Model::fold_nothing}},
      {"transfer", {&Model::transfer, &Model::fold_nothing}},
      {"terms", {&Model::terms, &Model::fold_terms}},
      {"lend", {&Model::lend, &Model::fold_lend}},
      {"lend-more", {&Model::lend_more, &Model::fold_lend_more}},
      {"offline", {&Model::offline, &Model::fold_offline}},
      {"report", {&Model::report, &Model::fold_report}},
      {"recall", {&Model::recall, &Model::fold_recall}},
      {"force", {&Model::force, &Model::fold_force}},
      {"merchant", {&Model::merchant, &Model::fold_merchant}},
      {"sell", {&Model::sell, &Model::fold_sell}},
      {"match", {&Model::match, &Model::fold_match}},
      {"settle", {&Model::settle, &Model::fold_settle}},
      {"pay", {&Model::pay, &Model::fold_pay}},
      {"repay", {&Model::repay, &Model::fold_nothing}},
      {"propose", {&Model::propose, &Model::fold_propose}},
      {"waive", {&Model::waive, &Model::fold_waive}},
      {"reverse", {&Model::reverse, &Model::fold_reverse}},
  };
  return rows;
}

/// The same key for something else is a conflict; a claim that the rules refused counts as the same
/// kind as one they settled.
bool Model::says_the_same(const Command& command, const Entry& entry) const {
  const bool claim = command.kind.starts_with("claim.") && entry.kind == "claim.refuse";
  if (command.kind != entry.kind && !claim) return false;
  if (command.content != entry.content) return false;
  if (command.effective && *command.effective != entry.effective) return false;
  // What a till reports may come by anyone's hand.
  if (command.op == "offline" || command.op == "report") return true;
  return command.officer == entry.officer && command.device == entry.device;
}

std::optional<Outcome> Model::known(const Command& command) const {
  const auto found = facts.keys.find(command.key);
  if (found == facts.keys.end()) return std::nullopt;
  const Entry& entry = facts.log[static_cast<std::size_t>(found->second)];
  if (!says_the_same(command, entry)) return Outcome{.code = "key.conflict"};
  return Outcome{.replayed = true, .first = found->second, .kind = entry.kind};
}

Outcome Model::send(const Command& command, int step) {
  if (auto before = known(command)) {
    if (before->code.empty()) facts.seq_of[step] = before->first;
    return *before;
  }
  Asked asked{command, today(), 0, static_cast<Num>(facts.log.size())};
  asked.effective = command.effective.value_or(asked.today);
  if (asked.effective > asked.today) return {.code = "date.future"};
  if (command.late) {
    const auto approval = facts.late.find(*command.late);
    const bool fits = approval != facts.late.end() && approval->second == asked.effective;
    if (!fits) return {.code = "late.unfit"};
  }
  const Row& row = table().at(command.op);
  Decided decided = (this->*row.decide)(asked);
  if (!decided.code.empty()) return {.code = decided.code};
  if (facts.closed_through && asked.effective <= *facts.closed_through && !command.late) {
    return {.code = "period.closed"};
  }
  const Num seq = write(asked, decided.draft);
  facts.seq_of[step] = seq;
  (this->*row.fold)(asked, seq);
  return {.first = seq, .kind = decided.draft.kind, .shown = decided.draft.shown};
}

Num Model::write(const Asked& asked, const Draft& draft) {
  facts.last_recorded = std::max(now, facts.last_recorded);
  Entry entry;
  entry.kind = draft.kind;
  entry.officer = asked.command.officer;
  entry.device = asked.command.device;
  entry.key = asked.command.key;
  entry.content = asked.command.content;
  entry.effective = asked.effective;
  entry.recorded = asked.today;
  entry.in = asked.command.in;
  entry.out = draft.out;
  entry.list = draft.list;
  entry.code = draft.code;
  for (const auto& [place, amount] : draft.moves) {
    if (amount != 0) entry.moves[place] = amount;
  }
  const Num seq = asked.next;
  facts.keys[entry.key] = seq;
  post(entry.moves, seq);
  facts.log.push_back(entry);
  const auto officer = facts.officers.find(entry.officer);
  if (officer != facts.officers.end()) officer->second.last_act = seq;
  return seq;
}

void Model::post(const Moves& moves, Num seq) {
  for (const auto& [place, amount] : moves) {
    Account& account = facts.accounts[place.first];
    account.last = seq;
    account.lots[place.second] += amount;
    if (account.lots[place.second] == 0) account.lots.erase(place.second);
  }
}

void Model::fold_nothing(const Asked& /*asked*/, Num /*seq*/) {}

std::string Model::unknown(const std::string& officer) const {
  const auto found = facts.officers.find(officer);
  if (found == facts.officers.end()) return "officer.unknown";
  return found->second.active ? "" : "officer.dismissed";
}

/// `roles` is a list with commas; village "" asks for the township.
std::string Model::lacks(const std::string& officer, const std::string& roles,
                         const std::string& village) const {
  if (std::string no = unknown(officer); !no.empty()) return no;
  const Officer& known = facts.officers.at(officer);
  if (!known.villages.empty() && !known.villages.contains(village)) return "role.missing";
  for (const std::string& role : split(roles, ',')) {
    if (known.roles.contains(role)) return "";
  }
  return "role.missing";
}

std::string Model::lacks_for(const std::string& officer, const std::string& roles,
                             const std::string& household) const {
  const auto found = facts.households.find(household);
  if (found == facts.households.end()) return "household.unknown";
  return lacks(officer, roles, found->second.village);
}

std::string Model::inactive(const std::string& household) const {
  const auto found = facts.households.find(household);
  if (found == facts.households.end()) return "household.unknown";
  const std::string& status = found->second.facts.status;
  return status == "dormant" || status == "closed" ? "household.inactive" : "";
}

std::string Model::open_business(const std::string& household) const {
  for (const auto& [seq, claim] : facts.claims) {
    if (claim.household == household) return "state.wrong";
  }
  for (const auto& [seq, earning] : facts.earnings) {
    if (earning.household == household) return "state.wrong";
  }
  return facts.leased.contains(household) ? "lease.open" : "";
}

}  // namespace naive
