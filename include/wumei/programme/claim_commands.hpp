#pragma once

#include <wumei/notice/board.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/scoring/deeds.hpp>

#include <string>
#include <vector>

/// Claims (申报): recorded, checked step by step along the rule's chain, and answered by points or
/// by a reason. No officer acts twice in one claim.
namespace wumei::programme {

/// What is written down when a household, or someone for it, says what it did.
struct ClaimRecord {
  HouseholdId household;
  RuleId rule;
  Date on;                                    ///< day of the deed
  Measure quantity = Measure::of_units(1000); ///< 1.000: one time, hour or kilogram
  std::string person = {};                    ///< pseudonym, for rules that count per person
  std::vector<scoring::Evidence> evidence = {};
  scoring::ClaimedBy by = scoring::ClaimedBy::self;
  std::int64_t number = 1;                    ///< tells deeds of one rule and day apart
};

/// An answer to a claim at its next step: let it pass, or refuse it.
struct ClaimCheck {
  ledger::Seq claim = 0;
  bool pass = true;
  RefusalCode reason = RefusalCode::evidence_missing;  ///< of a refusal
};

/// Records a claim. Refuses household_unknown, household_inactive, rule_unknown,
/// rule_not_in_force, date_in_future, and what `lacks_role` says of the chain's first role. A rule
/// whose chain is the record alone settles, or refuses, the claim in the same command.
[[nodiscard]] Decision<Drafts> decide_claim(const State& state, const Context& context,
                                            const ClaimRecord& claim);

/// The next step of a claim. The last step evaluates the rule: the draft is `claim.settle` with the
/// points, or `claim.refuse` with the reason. Refuses wrong_state for a claim that is not open,
/// role_missing and four_eyes.
[[nodiscard]] Decision<Drafts> decide_check(const State& state, const Context& context,
                                            const ClaimCheck& check);

/// Takes back a claim that is open, or whose points still wait: they return to the fund. Refuses
/// wrong_state, role_missing, and objection_open while an objection against it is undecided.
[[nodiscard]] Decision<Drafts> decide_withdraw(const State& state, const Context& context,
                                               ledger::Seq claim);

[[nodiscard]] Command claim_command(Actor actor, ClaimRecord claim);
/// Throws Errc::not_found when no claim was recorded at `check.claim`. `reason_text` is private.
/// The command is of the step the claim waits for in `state`: sent when another officer has done
/// that step it is refused as wrong_state.
[[nodiscard]] Command check_command(const State& state, Actor actor, ClaimCheck check,
                                    std::string reason_text);
[[nodiscard]] Command withdraw_command(Actor actor, ledger::Seq claim);

/// Which open claims to look at; an empty village means all, step 0 any, 1 the first check.
struct ClaimFilter {
  VillageId village = {};
  Date through = Date::of(9999, 12, 31);  ///< last day of the deed
  std::int32_t step = 0;                  ///< only claims whose next step is this one
};

/// Open claims that wait for a step which `officer` may do, in order of recording.
[[nodiscard]] std::vector<ledger::Seq> claims_waiting(const State& state, const OfficerId& officer,
                                                      const ClaimFilter& filter);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/claim_commands.ipp>
#endif
