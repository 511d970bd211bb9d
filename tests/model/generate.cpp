#include "generate.hpp"

#include <algorithm>

namespace sim {

using naive::Fields;
using naive::Model;
using naive::Step;

const std::vector<Generator::Choice>& Generator::choices() {
  static const std::vector<Choice> all{
      {10, &Generator::clock},   {16, &Generator::claim},   {24, &Generator::check},
      {6, &Generator::visit},
      {2, &Generator::withdraw}, {4, &Generator::notice},   {4, &Generator::object},
      {4, &Generator::decide},   {6, &Generator::confirm},  {12, &Generator::redeem},
      {3, &Generator::receive},  {1, &Generator::deposit},  {1, &Generator::prices},
      {5, &Generator::opening},  {2, &Generator::expire},   {2, &Generator::budget},
      {1, &Generator::rules},    {2, &Generator::close},    {1, &Generator::late},
      {3, &Generator::people},   {2, &Generator::card},     {2, &Generator::officers},
      {2, &Generator::pair},
      {1, &Generator::lease_terms}, {6, &Generator::lend},  {14, &Generator::offline},
      {5, &Generator::lend_more},
      {4, &Generator::lease_end},
      {3, &Generator::count},    {3, &Generator::transfer},
      {4, &Generator::sell},     {4, &Generator::month},    {4, &Generator::suspense},
      {6, &Generator::reverse},  {5, &Generator::resend},   {4, &Generator::twist},
      {2, &Generator::erase},
      {2, &Generator::file},
      {2, &Generator::group},    {2, &Generator::batch},    {4, &Generator::fate},
  };
  return all;
}

Step Generator::next(const Model& model) {
  while (queue_.empty()) {
    int total = 0;
    for (const Choice& choice : choices()) total += choice.weight;
    auto left = dice_.between(1, total);
    for (const Choice& choice : choices()) {
      left -= choice.weight;
      if (left > 0) continue;
      (this->*choice.make)(model);
      break;
    }
  }
  Step step = queue_.front();
  queue_.pop_front();
  return step;
}

Step& Generator::add(const std::string& op, Fields fields) {
  queue_.push_back({next_id_++, op, std::move(fields)});
  return queue_.back();
}

Step& Generator::ask(const Model& model, const std::string& op, const std::string& roles,
                     Fields fields) {
  static const std::vector<std::string> devices{"pc", "till-1", "till-2"};
  Step& step = add(op, std::move(fields));
  step.fields["as"] = officer(model, roles);
  step.fields["at"] = dice_.pick(devices);
  sometimes_dated(model, step);
  if (dice_.one_in(12)) step.fields["hold"] = "1";
  asked_.push_back(step);
  return step;
}

void Generator::fresh_key(Step& step) {
  step.fields["key"] = "k" + std::to_string(step.id);
  asked_.back() = step;
}

/// An accounting date of its own, with the approval that a closed one needs when there is one.
void Generator::sometimes_dated(const Model& model, Step& step) {
  if (!dice_.one_in(14)) return;
  if (!model.facts.late.empty() && dice_.one_in(2)) {
    const auto& [seq, day] = *model.facts.late.rbegin();
    const int approval = step_of(model, seq);
    if (approval == 0) return;
    step.fields["late"] = std::to_string(approval);
    step.fields["eff"] = dice_.one_in(5) ? past(model, 5) : naive::text(day);
    return;
  }
  step.fields["eff"] = dice_.one_in(10) ? naive::text(model.today() + 1) : past(model, 30);
}

/// Mostly somebody who may; the founder may everything.
std::string Generator::officer(const Model& model, const std::string& roles) {
  static const std::vector<std::string> anybody{
      "o-head", "o-admin", "o-grid-worker", "o-group-leader", "o-panel", "o-women", "o-village",
      "o-supervisor", "o-township", "o-keeper", "o-shop-supervisor", "o-v1", "o-v2", "o-many",
      "o-nobody"};
  if (dice_.one_in(9)) return dice_.pick(anybody);
  std::vector<std::string> fit;
  for (const auto& [id, known] : model.facts.officers) {
    for (const std::string& role : naive::split(roles, ',')) {
      if (!known.active || !known.roles.contains(role)) continue;
      fit.push_back(id);
      break;
    }
  }
  return fit.empty() ? "o-head" : dice_.pick(fit);
}

std::string Generator::household(const Model& model) {
  if (dice_.one_in(40)) return "0199999";
  std::vector<std::string> ids;
  for (const auto& [id, household] : model.facts.households) ids.push_back(id);
  if (ids.empty()) return "0199999";
  // Two of them do most, or nobody would ever reach a limit.
  const auto few = std::min<std::int64_t>(static_cast<std::int64_t>(ids.size()), 2);
  if (!dice_.one_in(3)) return ids[static_cast<std::size_t>(dice_.between(0, few - 1))];
  return dice_.pick(ids);
}

std::string Generator::past(const Model& model, int days) {
  return naive::text(model.today() - static_cast<naive::Day>(dice_.between(0, days)));
}

std::string Generator::number(std::int64_t low, std::int64_t high) {
  return std::to_string(dice_.between(low, high));
}

/// The step that led to an entry; 0 for none.
int Generator::step_of(const Model& model, naive::Num seq) const {
  for (const auto& [step, first] : model.facts.seq_of) {
    if (first == seq) return step;
  }
  return 0;
}

void Generator::clock(const Model& model) {
  long long minutes = dice_.between(1, 600);
  if (dice_.one_in(2)) minutes = dice_.between(1, 4) * 1440;
  if (dice_.one_in(12)) minutes = dice_.between(5, 60) * 1440;
  if (dice_.one_in(60)) minutes = dice_.between(60, 300) * 1440;
  if (dice_.one_in(8)) minutes = -minutes;
  // The book ends with 2029; a log that outlives it would be a log of refusals.
  const long long last = naive::parse_minutes("2029-12-30T10:00");
  const long long first = naive::parse_minutes("2026-04-01T09:00");
  add("clock", {{"to", naive::minutes_text(std::clamp(model.now + minutes, first, last))}});
}

void Generator::claim(const Model& model) {
  static const std::vector<std::string> rules{"FIX1", "FIX2", "PER1",  "TIER1", "TIER2",
                                              "EXC1", "DED1", "DED2", "PERS1"};
  std::string rule = dice_.pick(rules);
  if (dice_.one_in(50)) rule = "NONE";
  const bool counted = rule == "PER1" || rule == "DED2" || rule.starts_with("TIER");
  const std::string quantity = counted ? std::to_string(dice_.between(0, 12) * 1000 + 500) : "1000";
  const std::string on = dice_.one_in(40) ? naive::text(model.today() + 1) : past(model, 6);
  Step& step = ask(model, "claim", rule == "PER1" || rule == "DED2" ? "grid-worker" : "village",
                   {{"household", household(model)},
                    {"rule", rule},
                    {"on", on},
                    {"qty", dice_.one_in(40) ? "0" : quantity},
                    {"n", std::to_string(next_id_)},
                    {"evidence", dice_.one_in(20) ? "E2" : "E1"}});
  if (rule == "PERS1") step.fields["person"] = "p" + number(1, 2);
  asked_.back() = step;
}

void Generator::check(const Model& model) {
  const bool closed = dice_.one_in(20);
  const int claim = closed ? step_of_any(model, model.facts.answers)
                           : step_of_any(model, model.facts.claims);
  if (claim == 0) return;
  std::string role = "panel";
  const auto open = model.facts.claims.find(model.facts.seq_of.at(claim));
  if (open != model.facts.claims.end()) {
    const std::string step = model.next_step(open->second);
    role = step.substr(0, step.find(':'));
  }
  Step& step = ask(model, "check", role, {{"claim", std::to_string(claim)}});
  if (dice_.one_in(16)) step.fields["reason"] = "evidence.missing";
  fresh_key(step);
}

void Generator::withdraw(const Model& model) {
  const int claim = dice_.one_in(2) ? step_of_any(model, model.facts.claims)
                                    : step_of_any(model, model.facts.answers);
  if (claim == 0) return;
  fresh_key(ask(model, "withdraw", "group-leader,village,township",
                {{"claim", std::to_string(claim)}}));
}

void Generator::notice(const Model& model) {
  if (!dice_.one_in(10)) notices_.push_back("N" + std::to_string(next_id_));
  Step& step = ask(model, "notice", "village,township",
                   {{"notice", notices_.back()},
                    {"village", dice_.one_in(3) ? "V02" : "V01"},
                    {"through", dice_.one_in(10) ? past(model, 9) : naive::text(model.today())},
                    {"days", number(1, 5)}});
  fresh_key(step);
}

void Generator::object(const Model& model) {
  if (model.facts.notice_of.empty() && !dice_.one_in(6)) return;
  Step& step = ask(model, "object", "grid-worker,group-leader,village,supervisor,township",
                   {{"on", past(model, 3)}});
  const int entry = step_of_any(model, model.facts.notice_of);
  if (entry != 0 && !dice_.one_in(5)) {
    step.fields["entry"] = std::to_string(entry);
  } else {
    step.fields["household"] = household(model);
    step.fields["rule"] = dice_.one_in(2) ? "FIX2" : "PER1";
  }
  fresh_key(step);
}

void Generator::decide(const Model& model) {
  if (model.facts.open_objections.empty() && !dice_.one_in(6)) return;
  static const std::vector<std::string> verdicts{"dismissed", "upheld", "amended"};
  Step& step = ask(model, "decide", "supervisor,township", {{"verdict", dice_.pick(verdicts)}});
  const int entry = dice_.one_in(12) ? step_of_any(model, model.facts.notice_of)
                                     : step_of_any(model, model.facts.open_objections);
  if (entry != 0 && !dice_.one_in(6)) {
    step.fields["entry"] = std::to_string(entry);
    const auto earning = model.facts.earnings.find(model.facts.seq_of.at(entry));
    if (step.text("verdict") == "amended" && earning != model.facts.earnings.end()) {
      step.fields["points"] = std::to_string(earning->second.points / dice_.between(1, 4));
    }
  } else {
    step.fields["household"] = household(model);
    step.fields["rule"] = dice_.one_in(2) ? "FIX2" : "PER1";
    step.fields["on"] = past(model, 2);
    step.fields["points"] = number(-2, 3);
  }
  if (dice_.one_in(5)) step.fields["by"] = officer(model, "supervisor,township");
  fresh_key(step);
}

void Generator::confirm(const Model& model) {
  std::vector<std::string> waiting;
  for (const auto& [id, notice] : model.facts.notices) {
    if (!notice.waiting.empty()) waiting.push_back(id);
  }
  if (waiting.empty() && !dice_.one_in(6)) return;
  const std::string notice = waiting.empty() || dice_.one_in(12) ? dice_.pick(notices_)
                                                                 : dice_.pick(waiting);
  fresh_key(ask(model, "confirm", "village,supervisor,township", {{"notice", notice}}));
}

}  // namespace sim
