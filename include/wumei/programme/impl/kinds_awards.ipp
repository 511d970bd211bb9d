#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/impl/award_commands.ipp>
#include <wumei/programme/impl/award_facts.ipp>
#include <wumei/programme/impl/award_grants.ipp>
#include <wumei/programme/impl/award_ranking.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

/// How the entries of award rounds change the state, and what `verify` checks about them.
namespace wumei::programme {
namespace detail {

using ledger::Violation;

/// The round an entry is about; an entry of a round nobody opened is a broken log.
WUMEI_INLINE const awards::Round* round_before(const State& before, const Record& record) {
  return awards::find_round(before.awards, award_round_of(record.in));
}

WUMEI_INLINE awards::Round& round_of(State& state, const Record& record) {
  const auto found = state.awards.rounds.find(award_round_of(record.in));
  if (found == state.awards.rounds.end()) {
    throw Error(Errc::corrupt, "entry " + std::to_string(record.entry.seq) +
                                   " is about an award round that was not opened");
  }
  return found->second;
}

WUMEI_INLINE void fold_award_open(State& state, const Record& record) {
  const AwardOpening opening = award_opening_from(record.in);
  awards::Round round;
  round.id = opening.round;
  round.seq = record.entry.seq;
  round.opened = opening.on;
  round.from = opening.from;
  round.until = opening.until;
  round.seed = opening.seed;
  round.rules = record.out.at("rules").integer();
  round.sheet = record.out.at("sheet").integer();
  state.awards.rounds[opening.round] = std::move(round);
}

WUMEI_INLINE std::optional<Violation> check_award_open(const State& before,
                                                       const Record& record) {
  return decided_anew(before, record, award_opening_from(record.in), &decide_award_opening, 12);
}

WUMEI_INLINE void fold_award_veto(State& state, const Record& record) {
  const AwardVeto veto = award_veto_from(record.in);
  round_of(state, record).vetoes[veto.household] = {veto.reason, record.entry.seq};
}

WUMEI_INLINE std::optional<Violation> check_award_veto(const State& before,
                                                       const Record& record) {
  return decided_anew(before, record, award_veto_from(record.in), &decide_award_veto, 12);
}

WUMEI_INLINE void reverse_award_veto(State& state, const Record& original) {
  round_of(state, original).vetoes.erase(award_veto_from(original.in).household);
}

WUMEI_INLINE void fold_award_rank(State& state, const Record& record) {
  awards::Round& round = round_of(state, record);
  const std::int64_t part = record.out.at("part").integer();
  if (part == 0) {
    round.winners.clear();
    round.candidates = 0;
    round.ranking = record.entry.seq;
    round.ranker = OfficerId(record.entry.officer());
  }
  for (const awards::Placing& placing : placings_in(record.out)) {
    round.candidates += 1;
    if (!placing.level) continue;
    round.winners[placing.household] = {placing.village, *placing.level, placing.rank,
                                        placing.total, 0, Points()};
  }
  if (part + 1 == record.out.at("parts").integer()) round.state = awards::RoundState::ranked;
}

/// Laws 7 and 9: whoever ranks again gets the same list.
WUMEI_INLINE std::optional<Violation> check_award_rank(const State& before,
                                                       const Record& record) {
  const awards::Round* round = round_before(before, record);
  if (round == nullptr) return Violation{9, "an award round is ranked that was not opened"};
  if (auto unlawful = unlawful_actor(
          record, lacks_roles(before, context_of(before, record.entry), organising_roles, {}))) {
    return unlawful;
  }
  const std::map<VillageId, std::int64_t> homes = scored_homes(before, *round);
  const std::int64_t part = record.out.at("part").integer();
  const auto parts = static_cast<std::int64_t>(ranking_parts(homes).size());
  const bool same = 0 <= part && part < parts &&
                    record.out == ranking_out(before, *round, homes,
                                              static_cast<std::size_t>(part));
  if (same) return std::nullopt;
  return Violation{9, "the ranking of round " + round->id.text() +
                          " does not follow from the inspections"};
}

WUMEI_INLINE void fold_award_publish(State& state, const Record& record) {
  awards::Round& round = round_of(state, record);
  round.state = awards::RoundState::publicised;
  round.posted = award_day_of(record.in);
  round.notice_until = Date::parse(record.out.at("until").text());
}

WUMEI_INLINE std::optional<Violation> check_award_publish(const State& before,
                                                          const Record& record) {
  const AwardNotice notice{award_round_of(record.in), award_day_of(record.in)};
  return decided_anew(before, record, notice, &decide_award_notice, 12);
}

WUMEI_INLINE void fold_award_object(State& state, const Record& record) {
  round_of(state, record).protests[record.entry.seq] = {
      HouseholdId(record.in.at("household").text()), OfficerId(record.entry.officer()), true,
      false};
}

WUMEI_INLINE std::optional<Violation> check_award_object(const State& before,
                                                         const Record& record) {
  return decided_anew(before, record, award_objection_from(record.in), &decide_award_objection, 10);
}

WUMEI_INLINE void fold_award_decide(State& state, const Record& record) {
  const AwardAnswer answer = award_answer_from(record.in);
  awards::Round& round = round_of(state, record);
  const auto protest = round.protests.find(answer.objection);
  if (protest == round.protests.end()) {
    throw Error(Errc::corrupt, "an objection is decided that nobody filed");
  }
  protest->second.open = false;
  protest->second.upheld = answer.upheld;
  if (answer.upheld) round.state = awards::RoundState::announced;
}

WUMEI_INLINE std::optional<Violation> check_award_decide(const State& before,
                                                         const Record& record) {
  return decided_anew(before, record, award_answer_from(record.in), &decide_award_answer, 10);
}

WUMEI_INLINE void fold_award_grant(State& state, const Record& record) {
  const AwardGrant grant = award_grant_from(record.in);
  awards::Round& round = round_of(state, record);
  const auto winner = round.winners.find(grant.household);
  if (winner == round.winners.end()) {
    throw Error(Errc::corrupt, "an award is granted to a household that did not win");
  }
  winner->second.granted = record.entry.seq;
  winner->second.points = Points::of_units(record.out.at("points").integer());
  if (winner->second.points.is_zero()) return;
  scoring::Earning earning;
  earning.seq = record.entry.seq;
  earning.household = grant.household;
  earning.village = winner->second.village;
  earning.rule = RuleId(record.out.at("rule").text());
  earning.on = grant.on;
  earning.points = winner->second.points;
  earning.rules = record.out.at("rules").integer();
  earning.year = record.entry.effective.year();
  // The round had its own notice: the points are in force at once, and count towards caps.
  scoring::grant(state.deeds, earning);
  scoring::settle_earning(state.deeds, record.entry.seq);
}

WUMEI_INLINE void reverse_award_grant(State& state, const Record& original) {
  const AwardGrant grant = award_grant_from(original.in);
  const auto winner = round_of(state, original).winners.find(grant.household);
  if (winner == round_of(state, original).winners.end()) return;
  if (winner->second.granted != original.entry.seq) return;
  winner->second.granted = 0;
  winner->second.points = Points();
  scoring::amend(state.deeds, original.entry.seq, Points());
}

/// Law 7: who ranked does not grant; law 9: the points follow from the rule book.
WUMEI_INLINE std::optional<Violation> check_award_grant(const State& before,
                                                        const Record& record) {
  return decided_anew(before, record, award_grant_from(record.in), &decide_award_grant, 9);
}

WUMEI_INLINE void fold_award_close(State& state, const Record& record) {
  round_of(state, record).state = awards::RoundState::confirmed;
}

WUMEI_INLINE std::optional<Violation> check_award_close(const State& before,
                                                        const Record& record) {
  const AwardClosing closing{award_round_of(record.in), award_day_of(record.in)};
  return decided_anew(before, record, closing, &decide_award_closing, 9);
}

inline constexpr std::array<Kind, 8> award_table{{
    {"award.open", &fold_award_open, &check_award_open},
    {"award.veto", &fold_award_veto, &check_award_veto, &reverse_award_veto},
    {"award.rank", &fold_award_rank, &check_award_rank},
    {"award.publish", &fold_award_publish, &check_award_publish},
    {"award.object", &fold_award_object, &check_award_object},
    {"award.decide", &fold_award_decide, &check_award_decide},
    {"award.grant", &fold_award_grant, &check_award_grant, &reverse_award_grant},
    {"award.close", &fold_award_close, &check_award_close},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> award_kinds() { return detail::award_table; }

}  // namespace wumei::programme
