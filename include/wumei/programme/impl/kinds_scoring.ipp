#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/impl/claim_commands.ipp>
#include <wumei/programme/impl/inspection_commands.ipp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE void fold_claim_record(State& state, const Record& record) {
  const scoring::Claim claim = claim_of(record);
  state.deeds.claims.emplace(claim.seq, claim);
}

WUMEI_INLINE void fold_claim_check(State& state, const Record& record) {
  const auto claim = state.deeds.claims.find(record.in.at("claim").integer());
  WUMEI_ASSERT(claim != state.deeds.claims.end());
  ++claim->second.steps;
  claim->second.officers.emplace_back(record.entry.officer());
}

/// Closes an open claim; returns it with everyone who had a hand in it.
WUMEI_INLINE scoring::Claim close_claim(State& state, const Record& record,
                                        scoring::ClaimState how) {
  const ledger::Seq seq = record.in.at("claim").integer();
  const auto found = state.deeds.claims.find(seq);
  WUMEI_ASSERT(found != state.deeds.claims.end());
  scoring::Claim claim = std::move(found->second);
  state.deeds.claims.erase(found);
  const OfficerId last(record.entry.officer());
  if (std::find(claim.officers.begin(), claim.officers.end(), last) == claim.officers.end()) {
    claim.officers.push_back(last);
  }
  state.deeds.answers.set(seq, {how, record.entry.seq});
  return claim;
}

WUMEI_INLINE void fold_claim_settle(State& state, const Record& record) {
  scoring::Claim claim = close_claim(state, record, scoring::ClaimState::settled);
  scoring::Earning earning;
  earning.household = std::move(claim.household);
  earning.rule = std::move(claim.rule);
  earning.on = claim.on;
  earning.person = std::move(claim.person);
  earning.officers = std::move(claim.officers);
  fold_earning(state, record, std::move(earning));
  count_trims(state, record.out);
}

WUMEI_INLINE void fold_claim_refuse(State& state, const Record& record) {
  const scoring::Claim claim = close_claim(state, record, scoring::ClaimState::refused);
  state.deeds.refused[claim.household].push_back(record.entry.seq);
  ++state.deeds.refusals[refusal_code(record.out.at("code").text())];
}

WUMEI_INLINE void fold_claim_withdraw(State& state, const Record& record) {
  const ledger::Seq seq = record.in.at("claim").integer();
  if (const auto answer = state.deeds.answers.find(seq)) {
    const ledger::Seq earning = answer->seq;
    scoring::amend(state.deeds, earning, Points());
    notice::release(state.notices, earning);
  }
  state.deeds.claims.erase(seq);
  state.deeds.answers.set(seq, {scoring::ClaimState::withdrawn, record.entry.seq});
}

WUMEI_INLINE void fold_inspection(State& state, const Record& record) {
  const std::string& part = record.in.at("part").text();
  const std::string& status = record.in.at("status").text();
  ++state.deeds.outcomes[part + "/" + status];
  count_trims(state, record.out);
  if (record.out.at("points").integer() != 0) {
    scoring::Earning earning;
    earning.household = HouseholdId(record.in.at("household").text());
    earning.rule = RuleId(record.out.at("rule").text());
    earning.on = day_of(record.in);
    earning.officers = {OfficerId(record.entry.officer())};
    const OfficerId judge(record.in.at("judge").text());
    if (judge != earning.officers.front()) earning.officers.push_back(judge);
    fold_earning(state, record, std::move(earning));
  }
  if (part != name(rules::Part::whole) || status != name(scoring::Outcome::scored)) return;
  scoring::WholeInspection visit;
  visit.seq = record.entry.seq;
  visit.on = day_of(record.in);
  visit.sheet = record.out.at("sheet").integer();
  visit.total = Score::of_units(record.out.at("score").integer());
  for (const json::Value& percent : record.out.at("dimensions").items()) {
    visit.dimensions.push_back(Score::of_units(percent.integer()));
  }
  state.deeds.inspections[HouseholdId(record.in.at("household").text())].push_back(visit);
}

WUMEI_INLINE void reverse_deed(State& state, const Record& original) {
  scoring::reverse(state.deeds, original.entry.seq);
  notice::release(state.notices, original.entry.seq);
}

/// What a reversal of a deed cannot undo: a deduction once it was taken, since no leg says from
/// which lots; a claim while its answer stands.
WUMEI_INLINE std::optional<Refusal> may_reverse_deed(const State& state, const Record& original) {
  const ledger::Seq seq = original.entry.seq;
  const json::Value* points = original.out.find("points");
  const bool deduction = points != nullptr && points->integer() < 0;
  if (deduction && !state.deeds.earnings.contains(seq)) {
    if (const auto household = scoring::granted_to(state.deeds, seq)) {
      return Refusal{RefusalCode::not_reversible, {{"seq", std::to_string(seq)},
                                                   {"household", household->text()}}};
    }
  }
  const auto answer = state.deeds.answers.find(seq);
  const bool answered = answer && answer->state != scoring::ClaimState::reversed &&
                        answer->state != scoring::ClaimState::withdrawn;
  if (!answered) return std::nullopt;
  return Refusal{RefusalCode::not_reversible,
                 {{"seq", std::to_string(seq)}, {"answer", std::to_string(answer->seq)}}};
}

/// Laws 7, 12 and 14: a claim is of a known household and a rule of that day, written down by who
/// the rule says.
WUMEI_INLINE std::optional<ledger::Violation> check_claim_record(const State& before,
                                                                 const Record& record) {
  const scoring::Claim claim = claim_of(record);
  const auto household = before.people.household(claim.household);
  if (!household) return broken(14, record, "is of no known household");
  const rules::Rule* rule = claim_rule(before, claim.rule, claim.on);
  if (rule == nullptr) return broken(12, record, "cites a rule that was not in force");
  return unlawful_actor(record, may_not_record(before, context_of(before, record.entry), *rule,
                                               household->village));
}

/// Law 7 for a step of a claim: whoever acts has the role the step asks for and had no hand in the
/// claim before. A rule without checks is answered right behind the record, by the same command.
WUMEI_INLINE std::optional<ledger::Violation> check_claim_step(const State& before,
                                                               const Record& record) {
  const auto found = before.deeds.claims.find(record.in.at("claim").integer());
  if (found == before.deeds.claims.end()) {
    return broken(7, record, "answers a claim that is not open");
  }
  const scoring::Claim& claim = found->second;
  const rules::Rule* rule = claim_rule(before, claim.rule, claim.on);
  if (rule == nullptr) return broken(12, record, "its rule is no longer in force");
  if (rule->steps_after_record().empty()) return std::nullopt;
  const auto refusal = may_not_check(before, context_of(before, record.entry), claim);
  if (refusal) return broken(7, record, name(refusal->code));
  const bool passes = record.in.find("reason") == nullptr;
  const bool last = claim_step(before, claim)->last;
  if (passes && last != (record.entry.kind != "claim.check")) {
    return broken(7, record, "skips a check of its claim or adds one");
  }
  if (record.entry.kind == "claim.check" && record.in != claim_step_in(claim)) {
    return broken(7, record, "is not the check its claim waits for");
  }
  return std::nullopt;
}

/// Laws 7, 9 and 12 for the answer to a claim: the rules, asked again, say the same.
WUMEI_INLINE std::optional<ledger::Violation> check_claim_answer(const State& before,
                                                                 const Record& record) {
  if (auto violation = check_claim_step(before, record)) return violation;
  if (record.entry.refs.empty() || record.entry.refs.front() != record.in.at("claim").integer()) {
    return broken(9, record, "does not cite its claim");
  }
  const scoring::Claim& claim = before.deeds.claims.at(record.entry.refs.front());
  const json::Value* reason = record.in.find("reason");
  const json::Value facts =
      reason == nullptr ? claim_step_in(claim) : claim_reject_in(claim, reason->text());
  if (record.in != facts) return broken(9, record, "is not the answer its claim waits for");
  if (reason != nullptr) {
    const Refusal given{refusal_code(reason->text()), {}};
    if (record.entry.kind == "claim.refuse" && record.out == refusal_json(given)) {
      return std::nullopt;
    }
    return broken(9, record, "gives points or facts for a claim that was rejected");
  }
  const ledger::Draft expected =
      claim_answer(before, {record.entry.effective, record.entry.seq}, claim);
  if (expected.kind != record.entry.kind || expected.out != record.out) {
    return broken(9, record, "the rule book gives " + json::write(expected.out));
  }
  if (!legs_are(record.entry, expected.moves)) return broken(9, record, "its legs differ");
  return std::nullopt;
}

/// Laws 7 and 10: points that come back were pending, and nobody had objected to them.
WUMEI_INLINE std::optional<ledger::Violation> check_claim_withdraw(const State& before,
                                                                   const Record& record) {
  return decided_otherwise(before, record,
                           decide_withdraw(before, context_of(before, record.entry),
                                           record.in.at("claim").integer()),
                           10);
}

/// Laws 7, 9 and 12: the sheet and the rules, asked again, say the same.
WUMEI_INLINE std::optional<ledger::Violation> check_inspection(const State& before,
                                                               const Record& record) {
  const InspectionRecord inspection = inspection_of(record.in);
  if (const auto refusal =
          inspection_unusable(before, context_of(before, record.entry), inspection)) {
    return broken(law_against(refusal->code, 12), record, name(refusal->code));
  }
  const InspectionResult expected = inspection_result(
      before, {record.entry.effective, record.entry.seq}, inspection);
  if (expected.out != record.out) {
    return broken(9, record, "the rule book gives " + json::write(expected.out));
  }
  if (!legs_are(record.entry, expected.moves)) return broken(9, record, "its legs differ");
  return std::nullopt;
}

inline constexpr std::array scoring_kind_table{
    Kind{"claim.record", fold_claim_record, check_claim_record, reverse_deed, may_reverse_deed},
    Kind{"claim.check", fold_claim_check, check_claim_step, nullptr},
    Kind{"claim.settle", fold_claim_settle, check_claim_answer, reverse_deed, may_reverse_deed},
    Kind{"claim.refuse", fold_claim_refuse, check_claim_answer, reverse_deed},
    Kind{"claim.withdraw", fold_claim_withdraw, check_claim_withdraw, nullptr},
    Kind{"inspection.record", fold_inspection, check_inspection, reverse_deed,
         may_reverse_deed},
};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> scoring_kinds() { return detail::scoring_kind_table; }

}  // namespace wumei::programme
