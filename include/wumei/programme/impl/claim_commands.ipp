#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/claim_commands.hpp>
#include <wumei/programme/impl/earning.ipp>
#include <wumei/programme/roles.hpp>

#include <algorithm>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value claim_record_in(const ClaimRecord& claim) {
  json::Array evidence;
  for (const scoring::Evidence& shown : claim.evidence) {
    evidence.push_back(json::Value::object({{"kind", shown.kind}, {"ref", shown.ref}}));
  }
  return json::Value::object({{"rule", claim.rule.text()},
                              {"household", claim.household.text()},
                              {"on", claim.on.text()},
                              {"quantity", claim.quantity.units()},
                              {"evidence", std::move(evidence)},
                              {"person", claim.person},
                              {"by", name(claim.by)}});
}

/// Facts of the next step of a claim, also of the one that answers it. What was claimed stands in
/// its record alone, which the state keeps until the answer is folded.
WUMEI_INLINE json::Value claim_step_in(const scoring::Claim& claim) {
  return json::Value::object({{"claim", claim.seq}, {"step", claim.steps + 1}});
}

/// Facts of the step at which an officer refuses the claim.
WUMEI_INLINE json::Value claim_reject_in(const scoring::Claim& claim, std::string_view reason) {
  return json::Value::object(
      {{"claim", claim.seq}, {"step", claim.steps + 1}, {"reason", reason}});
}

WUMEI_INLINE rules::Deed claim_deed(const scoring::Claim& claim) {
  rules::Deed deed;
  deed.rule = claim.rule;
  deed.household = claim.household;
  deed.on = claim.on;
  deed.quantity = claim.quantity;
  for (const scoring::Evidence& shown : claim.evidence) deed.evidence.push_back(shown.kind);
  deed.person = claim.person;
  return deed;
}

WUMEI_INLINE json::Value refusal_json(const Refusal& refusal) {
  json::Object facts;
  for (const Fact& fact : refusal.facts) facts.emplace_back(fact.name, fact.value);
  return json::Value::object({{"code", name(refusal.code)}, {"facts", std::move(facts)}});
}

/// The answer of the rules to a claim whose checks are all passed: `claim.settle` or
/// `claim.refuse`.
WUMEI_INLINE ledger::Draft claim_answer(const State& state, const EarningPlace& place,
                                        const scoring::Claim& claim) {
  ledger::Draft draft;
  draft.refs = {claim.seq};
  draft.in = claim_step_in(claim);
  Decision<EarningDraft> earned = earn(state, place, claim_deed(claim));
  if (!earned) {
    draft.kind = "claim.refuse";
    draft.out = refusal_json(earned.refusal());
    return draft;
  }
  draft.kind = "claim.settle";
  draft.moves = earned->moves;
  draft.out = json::Value::object({{"points", earned->points.units()},
                                   {"trims", earned->trims},
                                   {"rules", earned->rules}});
  return draft;
}

/// The rule a claim names, as the book of the deed's day has it, or nullptr.
WUMEI_INLINE const rules::Rule* claim_rule(const State& state, const RuleId& rule, Date on) {
  const rules::PublishedBook* published = state.rules.book_on(on);
  return published == nullptr ? nullptr : published->book.find(rule);
}

WUMEI_INLINE std::optional<Refusal> may_not_record(const State& state, const Context& context,
                                                   const rules::Rule& rule,
                                                   const VillageId& village) {
  if (!rule.chain.empty() && rule.chain.front().verb == rules::Verb::record) {
    return lacks_role(state, context, rule.chain.front().role, village);
  }
  return unknown_officer(state, context.actor.officer);
}

/// What keeps the claim from being written down at all.
WUMEI_INLINE std::optional<Refusal> claim_unusable(const State& state, const Context& context,
                                                   const ClaimRecord& claim) {
  if (auto refusal = people::inactive(state.people, claim.household)) return refusal;
  const Facts facts{{"rule", claim.rule.text()}, {"on", claim.on.text()}};
  if (claim.on > context.today) return Refusal{RefusalCode::date_in_future, facts};
  if (state.rules.book_on(claim.on) == nullptr) {
    return Refusal{RefusalCode::rule_not_in_force, facts};
  }
  const rules::Rule* rule = claim_rule(state, claim.rule, claim.on);
  if (rule == nullptr) return Refusal{RefusalCode::rule_unknown, facts};
  if (!rule->in_force(claim.on)) return Refusal{RefusalCode::rule_not_in_force, facts};
  // Throws for a quantity the rule cannot count: that is a slip of the pen, not a refused claim.
  static_cast<void>(points_before_caps(*rule, claim.quantity));
  return may_not_record(state, context, *rule,
                        state.people.household(claim.household)->village);
}

WUMEI_INLINE scoring::Claim claim_of(const Record& record) {
  scoring::Claim claim;
  claim.seq = record.entry.seq;
  claim.household = HouseholdId(record.in.at("household").text());
  claim.rule = RuleId(record.in.at("rule").text());
  claim.on = day_of(record.in);
  claim.person = record.in.at("person").text();
  claim.quantity = Measure::of_units(record.in.at("quantity").integer());
  for (const json::Value& shown : record.in.at("evidence").items()) {
    claim.evidence.push_back({shown.at("kind").text(), shown.at("ref").text()});
  }
  claim.by = scoring::parse_claimed_by(record.in.at("by").text());
  claim.officers = {OfficerId(record.entry.officer())};
  return claim;
}

struct ClaimStep {
  rules::Step step;
  bool last = false;
};

/// The step an open claim waits for. A book published later the same day may have dropped the rule
/// or shortened its chain: then there is none, and the claim can only be withdrawn.
WUMEI_INLINE Decision<ClaimStep> claim_step(const State& state, const scoring::Claim& claim) {
  const rules::Rule* rule = claim_rule(state, claim.rule, claim.on);
  const std::vector<rules::Step> steps =
      rule == nullptr ? std::vector<rules::Step>() : rule->steps_after_record();
  const auto done = static_cast<std::size_t>(claim.steps);
  if (done < steps.size()) return ClaimStep{steps[done], done + 1 == steps.size()};
  return Refusal{RefusalCode::rule_not_in_force,
                 {{"rule", claim.rule.text()}, {"on", claim.on.text()}}};
}

/// Why this officer may not do the next step of the claim: the role, or that he acted before.
WUMEI_INLINE std::optional<Refusal> may_not_check(const State& state, const Context& context,
                                                  const scoring::Claim& claim) {
  const auto household = state.people.household(claim.household);
  const Decision<ClaimStep> next = claim_step(state, claim);
  if (!next) return next.refusal();
  if (auto refusal = lacks_role(state, context, next->step.role, household->village)) {
    return refusal;
  }
  for (const OfficerId& earlier : claim.officers) {
    if (auto refusal = same_officer(context, earlier)) return refusal;
  }
  return std::nullopt;
}

WUMEI_INLINE Refusal claim_state_refusal(const State& state, ledger::Seq claim) {
  const bool known =
      state.deeds.claims.contains(claim) || state.deeds.answers.contains(claim);
  const std::string where =
      known ? std::string(name(scoring::claim_state(state.deeds, claim))) : "unknown";
  return {RefusalCode::wrong_state, {{"claim", std::to_string(claim)}, {"state", where}}};
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_claim(const State& state, const Context& context,
                                           const ClaimRecord& claim) {
  if (auto refusal = detail::claim_unusable(state, context, claim)) return *refusal;
  ledger::Draft draft;
  draft.kind = "claim.record";
  draft.in = detail::claim_record_in(claim);
  Drafts drafts{std::move(draft)};
  if (!detail::claim_rule(state, claim.rule, claim.on)->steps_after_record().empty()) {
    return drafts;
  }
  scoring::Claim recorded;
  recorded.seq = context.next;
  recorded.household = claim.household;
  recorded.rule = claim.rule;
  recorded.on = claim.on;
  recorded.person = claim.person;
  recorded.quantity = claim.quantity;
  recorded.evidence = claim.evidence;
  drafts.push_back(
      detail::claim_answer(state, {context.effective, context.next + 1}, recorded));
  return drafts;
}

WUMEI_INLINE Decision<Drafts> decide_check(const State& state, const Context& context,
                                           const ClaimCheck& check) {
  const auto found = state.deeds.claims.find(check.claim);
  if (found == state.deeds.claims.end()) return detail::claim_state_refusal(state, check.claim);
  const scoring::Claim& claim = found->second;
  if (auto refusal = detail::may_not_check(state, context, claim)) return *refusal;
  ledger::Draft draft;
  draft.refs = {claim.seq};
  if (!check.pass) {
    draft.kind = "claim.refuse";
    draft.in = detail::claim_reject_in(claim, name(check.reason));
    draft.out = detail::refusal_json({check.reason, {}});
    return Drafts{std::move(draft)};
  }
  if (!detail::claim_step(state, claim)->last) {
    draft.kind = "claim.check";
    draft.in = detail::claim_step_in(claim);
    return Drafts{std::move(draft)};
  }
  return Drafts{detail::claim_answer(state, {context.effective, context.next}, claim)};
}

WUMEI_INLINE Decision<Drafts> decide_withdraw(const State& state, const Context& context,
                                              ledger::Seq claim) {
  ledger::Draft draft;
  draft.kind = "claim.withdraw";
  draft.refs = {claim};
  draft.in = json::Value::object({{"claim", claim}});
  const auto may = {people::Role::grid_worker, people::Role::group_leader, people::Role::village,
                    people::Role::township};
  if (const auto open = state.deeds.claims.find(claim); open != state.deeds.claims.end()) {
    if (auto no = lacks_role_for(state, context, may, open->second.household)) return *no;
    draft.out = json::Value::object({{"points", 0}});
    return Drafts{std::move(draft)};
  }
  const auto answer = state.deeds.answers.find(claim);
  if (!answer || answer->state != scoring::ClaimState::settled) {
    return detail::claim_state_refusal(state, claim);
  }
  const ledger::Seq seq = answer->seq;
  const auto waiting = state.deeds.earnings.find(seq);
  if (waiting == state.deeds.earnings.end()) return detail::claim_state_refusal(state, claim);
  const scoring::Earning& earning = waiting->second;
  if (auto no = lacks_role_for(state, context, may, earning.household)) return *no;
  if (state.notices.open_objections.contains(seq)) {
    return Refusal{RefusalCode::objection_open, {{"entry", std::to_string(seq)}}};
  }
  draft.refs.push_back(seq);
  draft.out = json::Value::object({{"points", earning.points.units()}});
  draft.moves = detail::returned_moves(earning, earning.points);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command claim_command(Actor actor, ClaimRecord claim) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "claim.record";
  command.key = claim.on.text() + "/claim/" + claim.household.text() + "/" + claim.rule.text() +
                "/" + std::to_string(claim.number);
  command.in = detail::claim_record_in(claim);
  command.decide = [claim = std::move(claim)](const State& state, const Context& context) {
    return decide_claim(state, context, claim);
  };
  return command;
}

WUMEI_INLINE Command check_command(const State& state, Actor actor, ClaimCheck check,
                                   std::string reason_text) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "claim.check";
  command.detail = reason_text;
  const auto found = state.deeds.claims.find(check.claim);
  if (found == state.deeds.claims.end()) {
    static_cast<void>(scoring::claim_state(state.deeds, check.claim));  // throws for no claim
  } else if (!check.pass) {
    command.kind = "claim.refuse";
    command.in = detail::claim_reject_in(found->second, name(check.reason));
  } else {
    const auto step = detail::claim_step(state, found->second);
    if (step && step->last) command.kind = "claim.settle";
    command.in = detail::claim_step_in(found->second);
  }
  command.decide = [check, asked = command.in, answers = command.kind != "claim.check",
                    words = std::move(reason_text)](
                       const State& now, const Context& context) -> Decision<Drafts> {
    Decision<Drafts> drafts = decide_check(now, context, check);
    if (!drafts) return drafts;
    // Another officer was faster, or another book has another chain: whoever asked looked at
    // another step, and shall look again.
    const ledger::Draft& first = drafts->front();
    if (first.in != asked || (first.kind != "claim.check") != answers) {
      return detail::claim_state_refusal(now, check.claim);
    }
    if (words.empty()) return drafts;
    Drafts worded = *drafts;
    worded.front().detail = words;
    return worded;
  };
  return command;
}

WUMEI_INLINE Command withdraw_command(Actor actor, ledger::Seq claim) {
  Command command;
  command.actor = std::move(actor);
  command.kind = "claim.withdraw";
  command.in = json::Value::object({{"claim", claim}});
  command.decide = [claim](const State& state, const Context& context) {
    return decide_withdraw(state, context, claim);
  };
  return command;
}

WUMEI_INLINE std::vector<ledger::Seq> claims_waiting(const State& state, const OfficerId& officer,
                                                     const ClaimFilter& filter) {
  Context context;
  context.actor.officer = officer;
  std::vector<ledger::Seq> waiting;
  for (const auto& [seq, claim] : state.deeds.claims) {
    const VillageId village = state.people.household(claim.household)->village;
    if (!filter.village.empty() && filter.village != village) continue;
    if (claim.on > filter.through) continue;
    if (filter.step != 0 && claim.steps + 1 != filter.step) continue;
    if (!detail::may_not_check(state, context, claim)) waiting.push_back(seq);
  }
  return waiting;
}

}  // namespace wumei::programme
