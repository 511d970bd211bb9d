#include "model.hpp"

#include <algorithm>

namespace naive {

namespace {

Decided refuse(const std::string& code) { return {.code = code}; }

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string role_of(const std::string& step) { return step.substr(0, step.find(':')); }

std::vector<std::string> steps_after_record(const Rule& rule) {
  std::vector<std::string> steps;
  for (const std::string& step : rule.chain) {
    if (!step.ends_with(":record")) steps.push_back(step);
  }
  return steps;
}

bool countable(const Rule& rule, Num quantity) {
  if (rule.pay == Pay::fixed) return quantity == 1000;
  if (rule.pay == Pay::per) return quantity > 0;
  return quantity >= 0;
}

Claim claim_of(const Asked& asked) {
  return {asked.text("household"), asked.text("rule"),   asked.day("on"),
          asked.number("qty"),     asked.text("evidence"), asked.text("person"),
          0,                       {asked.officer()}};
}

}  // namespace

Decided Model::claim(const Asked& asked) const {
  const Claim claim = claim_of(asked);
  if (std::string no = inactive(claim.household); !no.empty()) return refuse(no);
  if (claim.on > asked.today) return refuse("date.future");
  const Book* book = book_on(claim.on);
  if (book == nullptr) return refuse("rule.not_in_force");
  const Rule* rule = find_rule(*book, claim.rule);
  if (rule == nullptr) return refuse("rule.unknown");
  if (!countable(*rule, claim.quantity)) return refuse("!bad_input");
  const std::string village = facts.households.at(claim.household).village;
  const bool recorded = rule->chain.front().ends_with(":record");
  std::string no = recorded ? lacks(asked.officer(), role_of(rule->chain.front()), village)
                            : unknown(asked.officer());
  if (!no.empty()) return refuse(no);
  return {.draft = {.kind = "claim.record"}};
}

void Model::fold_claim(const Asked& asked, Num seq) { facts.claims[seq] = claim_of(asked); }

/// "" when the officer may do the next step of the claim; tells whether that is the last.
std::string Model::may_check(const std::string& officer, const Claim& claim, bool* last) const {
  *last = false;
  const Book* book = book_on(claim.on);
  const Rule* rule = book == nullptr ? nullptr : find_rule(*book, claim.rule);
  if (rule == nullptr) return "rule.not_in_force";
  const std::vector<std::string> steps = steps_after_record(*rule);
  const auto done = static_cast<std::size_t>(claim.steps);
  if (done >= steps.size()) return "rule.not_in_force";
  *last = done + 1 == steps.size();
  const std::string village = facts.households.at(claim.household).village;
  if (std::string no = lacks(officer, role_of(steps[done]), village); !no.empty()) return no;
  return contains(claim.officers, officer) ? "role.four_eyes" : "";
}

bool Model::may_check_next(const std::string& officer, const Claim& claim) const {
  bool last = false;
  return may_check(officer, claim, &last).empty();
}

std::string Model::next_step(const Claim& claim) const {
  const Book* book = book_on(claim.on);
  const Rule* rule = book == nullptr ? nullptr : find_rule(*book, claim.rule);
  if (rule == nullptr) return "";
  const std::vector<std::string> steps = steps_after_record(*rule);
  const auto done = static_cast<std::size_t>(claim.steps);
  return done < steps.size() ? steps[done] : "";
}

/// Who sends a check that was written down when the claim stood elsewhere is told so.
Decided Model::check(const Asked& asked) const {
  const auto found = facts.claims.find(asked.number("claim"));
  if (found == facts.claims.end()) return refuse("state.wrong");
  const Claim& claim = found->second;
  bool last = false;
  if (std::string no = may_check(asked.officer(), claim, &last); !no.empty()) return refuse(no);
  const bool stale = asked.number("step") != claim.steps + 1;
  const std::string reason = asked.text("reason");
  const std::string kind = !reason.empty() ? "claim.refuse" : last ? "claim.settle" : "claim.check";
  if (stale || kind != asked.command.kind) return refuse("state.wrong");
  if (!reason.empty()) {
    return {.draft = {.kind = "claim.refuse", .shown = "code=" + reason, .code = reason}};
  }
  if (!last) return {.draft = {.kind = "claim.check"}};
  return answer(asked, found->first);
}

/// What the rules say to a claim that passed every check; a no is written down, too.
Decided Model::answer(const Asked& asked, Num seq) const {
  const Claim& claim = facts.claims.at(seq);
  Evaluated given = evaluate(claim);
  Decided decided;
  Draft& draft = decided.draft;
  if (given.code.empty()) {
    given.code = issue(asked, claim.household, given.points, draft.moves);
  }
  if (!given.code.empty()) {
    draft.kind = "claim.refuse";
    draft.shown = "code=" + given.code;
    draft.code = given.code;
    return decided;
  }
  draft.kind = "claim.settle";
  draft.shown = "points=" + std::to_string(given.points) + " trims=" + given.trims;
  draft.out = given.trimmed;
  draft.out["points"] = given.points;
  draft.out["book"] = given.book;
  return decided;
}

std::vector<std::string> Model::close_claim(Num seq, const std::string& officer,
                                            const Answer& how) {
  std::vector<std::string> officers;
  const auto claim = facts.claims.find(seq);
  if (claim != facts.claims.end()) officers = claim->second.officers;
  if (!contains(officers, officer)) officers.push_back(officer);
  facts.claims.erase(seq);
  facts.answers[seq] = how;
  return officers;
}

void Model::fold_check(const Asked& asked, Num seq) {
  const Num number = asked.number("claim");
  Claim claim = facts.claims.at(number);
  Entry& entry = facts.log[static_cast<std::size_t>(seq)];
  if (entry.kind == "claim.check") {
    ++facts.claims.at(number).steps;
    facts.claims.at(number).officers.push_back(asked.officer());
    return;
  }
  entry.in["household"] = claim.household;
  if (entry.kind == "claim.refuse") {
    close_claim(number, asked.officer(), {"refused", seq});
    facts.refused[claim.household].push_back(seq);
    ++facts.refusals[entry.code];
    return;
  }
  Earning earning{claim.household, facts.households.at(claim.household).village,
                  claim.rule,      claim.person,
                  claim.on,        entry.out.at("points"),
                  entry.out.at("book"), civil(asked.effective).year};
  earning.officers = close_claim(number, asked.officer(), {"settled", seq});
  grant(seq, earning);
  for (const auto& [name, amount] : entry.out) {
    if (name.find('.') != std::string::npos) facts.trims[name] += amount;
  }
}

void Model::grant(Num seq, const Earning& earning) {
  facts.earnings[seq] = earning;
  std::vector<Grant>& grants = facts.grants[earning.household];
  grants.push_back({seq, earning.rule, earning.person, earning.on, earning.points});
  std::sort(grants.begin(), grants.end(),
            [](const Grant& a, const Grant& b) { return a.seq < b.seq; });
}

Num Model::granted(const std::string& household, Num seq) const {
  const auto found = facts.grants.find(household);
  if (found == facts.grants.end()) return 0;
  for (const Grant& grant : found->second) {
    if (grant.seq == seq) return grant.points;
  }
  return 0;
}

/// What entry `seq` counts for from now on; 0 takes it away.
void Model::amend(Num seq, Num points) {
  for (auto& [household, grants] : facts.grants) {
    for (Grant& grant : grants) {
      if (grant.seq == seq) grant.points = points;
    }
    std::erase_if(grants, [](const Grant& grant) { return grant.points == 0; });
  }
  const auto waiting = facts.earnings.find(seq);
  if (waiting == facts.earnings.end()) return;
  waiting->second.points = points;
  if (points == 0) facts.earnings.erase(waiting);
}

Decided Model::withdraw(const Asked& asked) const {
  const char* roles = "grid-worker,group-leader,village,township";
  const Num number = asked.number("claim");
  Decided decided{.draft = {.kind = "claim.withdraw"}};
  const auto open = facts.claims.find(number);
  if (open != facts.claims.end()) {
    decided.code = lacks_for(asked.officer(), roles, open->second.household);
    return decided;
  }
  const auto answer = facts.answers.find(number);
  if (answer == facts.answers.end() || answer->second.state != "settled") {
    return refuse("state.wrong");
  }
  const auto waiting = facts.earnings.find(answer->second.seq);
  if (waiting == facts.earnings.end()) return refuse("state.wrong");
  const Earning& earning = waiting->second;
  if (std::string no = lacks_for(asked.officer(), roles, earning.household); !no.empty()) {
    return refuse(no);
  }
  if (facts.open_objections.contains(waiting->first)) return refuse("objection.open");
  if (earning.points <= 0) return decided;
  const std::string lot = std::to_string(waiting->first);
  decided.draft.moves[{"h/" + earning.household + ":pending", lot}] = -earning.points;
  decided.draft.moves[{"f/" + earning.village + ":issued/" + std::to_string(earning.year), ""}] =
      earning.points;
  return decided;
}

void Model::fold_withdraw(const Asked& asked, Num seq) {
  const Num number = asked.number("claim");
  const auto answer = facts.answers.find(number);
  if (answer != facts.answers.end()) {
    const Num earning = answer->second.seq;
    amend(earning, 0);
    release(earning);
  }
  close_claim(number, asked.officer(), {"withdrawn", seq});
}

}  // namespace naive
