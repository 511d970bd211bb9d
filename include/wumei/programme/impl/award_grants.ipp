#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/notice/board.hpp>
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/impl/award_facts.ipp>
#include <wumei/programme/roles.hpp>
#include <wumei/rules/evaluate.hpp>
#include <wumei/scoring/tally.hpp>

#include <algorithm>

/// Points of winners: decided here, and computed again by the check of law 9.
namespace wumei::programme {
namespace detail {

/// What a grant brings, or the refusal by the rules that leaves nothing (kept in the entry).
struct AwardPoints {
  Points points;
  json::Value out;
};

WUMEI_INLINE Decision<AwardPoints> award_points(const State& state, const AwardGrant& grant) {
  const rules::PublishedBook* book = state.rules.book_on(grant.on);
  const rules::LevelTerms* terms =
      book == nullptr ? nullptr : book->book.award.find(grant.level);
  if (terms == nullptr) {
    return Refusal{RefusalCode::rule_not_in_force,
                   {{"level", std::string(rules::name(grant.level))}, {"on", grant.on.text()}}};
  }
  rules::Deed deed;
  deed.rule = terms->rule;
  deed.household = grant.household;
  deed.on = grant.on;
  deed.evidence = {"round"};  // the system kind that the round itself is
  const Decision<rules::Earned> earned =
      rules::evaluate(book->book, deed, scoring::DeedsTally(state.deeds));
  AwardPoints result;
  json::Array trims;
  if (earned) {
    result.points = earned->points;
    for (const rules::Trim& trim : earned->trims) {
      trims.push_back(
          json::Value::object({{"code", name(trim.code)}, {"points", trim.points.units()}}));
    }
  }
  result.out = json::Value::object({{"rules", book->seq},
                                    {"rule", terms->rule.text()},
                                    {"points", result.points.units()},
                                    {"trims", std::move(trims)},
                                    {"code", earned ? "" : name(earned.refusal().code)}});
  return result;
}

/// Points go to arrears first and to the lot of their expiry after; honour counts them all.
WUMEI_INLINE std::vector<ledger::Move> award_moves(const State& state, const AwardGrant& grant,
                                                   Date effective, Points points) {
  using ledger::Purpose;
  std::vector<ledger::Move> moves;
  if (points.is_zero()) return moves;
  const auto household = state.people.household(grant.household);
  const rules::PublishedBook* book = state.rules.book_on(grant.on);
  WUMEI_ASSERT(household.has_value());
  WUMEI_ASSERT(book != nullptr);
  const std::int64_t units = points.units();
  const std::string arrears = ledger::of_household(grant.household, Purpose::arrears);
  const std::int64_t repaid = std::min(units, -state.book.balance(arrears));
  ledger::add_move(moves, ledger::issued(household->village, effective.year()), "", -units);
  if (repaid > 0) ledger::add_move(moves, arrears, "", repaid);
  if (units > repaid) {
    ledger::add_move(moves, ledger::of_household(grant.household, Purpose::spendable),
                     rules::expiry(book->book, grant.on).text(), units - repaid);
  }
  ledger::add_move(moves, ledger::of_household(grant.household, Purpose::honour), "", units);
  ledger::add_move(moves, ledger::of_fund(household->village, Purpose::honour_given), "", -units);
  return moves;
}

/// The winner a grant is for; wrong_state when the household did not win that level, duplicate
/// when it has its grant.
WUMEI_INLINE Decision<awards::Winner> ungranted_winner(const awards::Round& round,
                                                       const AwardGrant& grant) {
  const auto winner = round.winners.find(grant.household);
  if (winner == round.winners.end() || winner->second.level != grant.level) {
    return Refusal{RefusalCode::wrong_state,
                   {{"round", round.id.text()},
                    {"household", grant.household.text()},
                    {"level", std::string(rules::name(grant.level))}}};
  }
  if (winner->second.granted != 0) {
    return Refusal{RefusalCode::duplicate,
                   {{"entry", std::to_string(winner->second.granted)},
                    {"household", grant.household.text()}}};
  }
  return winner->second;
}

/// The entry of a grant, given that the round may grant; what the check of law 9 compares with.
WUMEI_INLINE Decision<ledger::Draft> award_grant_draft(const State& state,
                                                       const awards::Round& round,
                                                       Date effective, const AwardGrant& grant) {
  if (auto winner = ungranted_winner(round, grant); !winner) return winner.refusal();
  if (auto refusal = people::inactive(state.people, grant.household)) return *refusal;
  Decision<AwardPoints> earned = award_points(state, grant);
  if (!earned) return earned.refusal();
  const VillageId village = state.people.household(grant.household)->village;
  const std::int64_t issuable = state.book.issuable(village, effective);
  if (earned->points.units() > issuable) {
    return Refusal{RefusalCode::budget_exhausted,
                   {{"fund", village.text()},
                    {"points", earned->points.text()},
                    {"issuable", Points::of_units(issuable).text()}}};
  }
  ledger::Draft draft;
  draft.kind = "award.grant";
  draft.refs = {round.seq, round.ranking};
  draft.in = award_grant_in(grant);
  draft.moves = award_moves(state, grant, effective, earned->points);
  draft.out = earned->out;
  return draft;
}

/// Winners whose household may still earn and that have no grant.
WUMEI_INLINE std::int64_t missing_grants(const State& state, const awards::Round& round) {
  std::int64_t missing = 0;
  for (const auto& [household, winner] : round.winners) {
    if (winner.granted == 0 && !people::inactive(state.people, household)) ++missing;
  }
  return missing;
}

/// What a closing says: how many households hold each level, and the points they got.
WUMEI_INLINE json::Value award_closing_out(const awards::Round& round) {
  std::map<rules::Level, std::int64_t> levels;
  Points points;
  for (const auto& [household, winner] : round.winners) {
    levels[winner.level] += 1;
    points += winner.points;
  }
  json::Array counts;
  for (const auto& [level, count] : levels) {
    counts.push_back(json::Array{rules::name(level), count});
  }
  return json::Value::object({{"levels", std::move(counts)}, {"points", points.units()}});
}

/// Last day of the notice of a ranking posted on `on`, as the round's rule book says.
WUMEI_INLINE json::Value award_notice_out(const State& state, const awards::Round& round,
                                          Date on) {
  const rules::PublishedBook* book = state.rules.book_at(round.rules);
  WUMEI_ASSERT(book != nullptr);
  const auto days = static_cast<int>(book->book.award.notice_working_days);
  const Date until = notice::window_end(on, days, notice::Counting::working_days);
  return json::Value::object({{"until", until.text()}});
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_award_grant(const State& state, const Context& context,
                                                 const AwardGrant& grant) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (grant.on > context.today) {
    return Refusal{RefusalCode::date_in_future,
                   {{"on", grant.on.text()}, {"today", context.today.text()}}};
  }
  if (auto refusal =
          awards::may_grant(state.awards, grant.round, context.actor.officer, grant.on)) {
    return *refusal;
  }
  const awards::Round& round = *awards::find_round(state.awards, grant.round);
  Decision<ledger::Draft> draft =
      detail::award_grant_draft(state, round, context.effective, grant);
  if (!draft) return draft.refusal();
  return Drafts{std::move(draft).value()};
}

WUMEI_INLINE Command award_grant_command(const Actor& actor, const AwardGrant& grant) {
  Command command;
  command.actor = actor;
  command.kind = "award.grant";
  command.key = grant.on.text() + "/award/" + grant.round.text() + "/" + grant.household.text();
  command.in = detail::award_grant_in(grant);
  command.decide = [grant](const State& state, const Context& context) {
    return decide_award_grant(state, context, grant);
  };
  return command;
}

WUMEI_INLINE std::vector<AwardGrant> grants_due(const State& state, const RoundId& round,
                                                Date on) {
  std::vector<AwardGrant> due;
  const awards::Round* known = awards::find_round(state.awards, round);
  if (known == nullptr || known->state != awards::RoundState::publicised) return due;
  for (const auto& [household, winner] : known->winners) {
    if (winner.granted == 0 && !people::inactive(state.people, household)) {
      due.push_back({round, household, winner.level, on});
    }
  }
  return due;
}

WUMEI_INLINE Decision<Drafts> decide_award_closing(const State& state, const Context& context,
                                                   const AwardClosing& closing) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  if (auto refusal =
          awards::may_grant(state.awards, closing.round, context.actor.officer, closing.on)) {
    return *refusal;
  }
  const awards::Round& round = *awards::find_round(state.awards, closing.round);
  const std::int64_t missing = detail::missing_grants(state, round);
  if (missing != 0) {
    return Refusal{RefusalCode::wrong_state,
                   {{"round", round.id.text()}, {"missing", std::to_string(missing)}}};
  }
  ledger::Draft draft;
  draft.kind = "award.close";
  draft.refs = {round.seq, round.ranking};
  draft.in = detail::award_round_in(closing.round, closing.on);
  draft.out = detail::award_closing_out(round);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_closing_command(const Actor& actor, const AwardClosing& closing) {
  Command command;
  command.actor = actor;
  command.kind = "award.close";
  command.in = detail::award_round_in(closing.round, closing.on);
  command.decide = [closing](const State& state, const Context& context) {
    return decide_award_closing(state, context, closing);
  };
  return command;
}

}  // namespace wumei::programme
