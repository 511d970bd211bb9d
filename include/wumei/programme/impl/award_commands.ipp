#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/notice/board.hpp>
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/impl/award_facts.ipp>
#include <wumei/programme/impl/award_grants.ipp>
#include <wumei/programme/impl/award_ranking.ipp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

using people::Role;

WUMEI_INLINE std::optional<Refusal> award_in_future(const Context& context, Date on) {
  if (on <= context.today) return std::nullopt;
  return Refusal{RefusalCode::date_in_future,
                 {{"on", on.text()}, {"today", context.today.text()}}};
}

inline constexpr std::initializer_list<Role> organising_roles{Role::women, Role::township};

/// 妇联 or 乡镇 for the whole township, about a day that is not in the future.
WUMEI_INLINE std::optional<Refusal> may_not_organise(const State& state, const Context& context,
                                                     Date on) {
  if (auto refusal = lacks_roles(state, context, organising_roles, {})) return refusal;
  return award_in_future(context, on);
}

WUMEI_INLINE ledger::Draft award_draft(std::string kind, ledger::Seq opened, json::Value in) {
  ledger::Draft draft;
  draft.kind = std::move(kind);
  draft.refs = {opened};
  draft.in = std::move(in);
  return draft;
}

/// `Decide` and the facts, as every command of a round is made.
template <class Facts, class Decide>
Command award_command(const Actor& actor, std::string kind, json::Value in, Facts facts,
                      Decide decide) {
  Command command;
  command.actor = actor;
  command.kind = std::move(kind);
  command.in = std::move(in);
  command.decide = [facts = std::move(facts), decide](const State& state,
                                                      const Context& context) {
    return decide(state, context, facts);
  };
  return command;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_award_opening(const State& state, const Context& context,
                                                   const AwardOpening& opening) {
  if (auto refusal = detail::may_not_organise(state, context, opening.on)) return *refusal;
  if (auto refusal = awards::may_open(state.awards, opening.round)) return *refusal;
  if (opening.until < opening.from) {
    return Refusal{RefusalCode::wrong_state,
                   {{"from", opening.from.text()}, {"until", opening.until.text()}}};
  }
  const rules::PublishedBook* book = state.rules.book_on(opening.on);
  const rules::PublishedSheet* sheet = state.rules.sheet_on(opening.on);
  if (book == nullptr || sheet == nullptr || book->book.award.levels.empty()) {
    return Refusal{RefusalCode::rule_not_in_force, {{"on", opening.on.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "award.open";
  draft.refs = {std::min(book->seq, sheet->seq), std::max(book->seq, sheet->seq)};
  draft.in = detail::award_opening_in(opening);
  draft.out = json::Value::object({{"rules", book->seq}, {"sheet", sheet->seq}});
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_opening_command(const Actor& actor, const AwardOpening& opening) {
  if (opening.seed.size() < 8 || opening.seed.size() > 64) {
    throw Error(Errc::bad_input, "the seed of a draw has 8 to 64 characters",
                {{"field", "seed"}, {"found", opening.seed}});
  }
  return detail::award_command(actor, "award.open", detail::award_opening_in(opening), opening,
                               &decide_award_opening);
}

WUMEI_INLINE Decision<Drafts> decide_award_veto(const State& state, const Context& context,
                                                const AwardVeto& veto) {
  using people::Role;
  if (auto refusal = lacks_role_for(state, context,
                                    {Role::village, Role::supervisor, Role::women, Role::township},
                                    veto.household)) {
    return *refusal;
  }
  if (auto refusal = detail::award_in_future(context, veto.on)) return *refusal;
  if (auto refusal = awards::may_veto(state.awards, veto.round, veto.household)) return *refusal;
  const awards::Round& round = *awards::find_round(state.awards, veto.round);
  const rules::PublishedBook* book = state.rules.book_at(round.rules);
  WUMEI_ASSERT(book != nullptr);
  if (book->book.award.find_veto(veto.reason) == nullptr) {
    return Refusal{RefusalCode::rule_unknown, {{"veto", veto.reason}}};
  }
  ledger::Draft draft = detail::award_draft("award.veto", round.seq, detail::award_veto_in(veto));
  draft.detail = veto.detail;
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_veto_command(const Actor& actor, const AwardVeto& veto) {
  Command command = detail::award_command(actor, "award.veto", detail::award_veto_in(veto), veto,
                                          &decide_award_veto);
  command.detail = veto.detail;
  return command;
}

WUMEI_INLINE Decision<Drafts> decide_award_ranking(const State& state, const Context& context,
                                                   const AwardRanking& ranking) {
  if (auto refusal = detail::may_not_organise(state, context, ranking.on)) return *refusal;
  if (auto refusal = awards::may_rank(state.awards, ranking.round, ranking.on)) return *refusal;
  const awards::Round& round = *awards::find_round(state.awards, ranking.round);
  const std::map<VillageId, std::int64_t> homes = detail::scored_homes(state, round);
  const std::size_t parts = detail::ranking_parts(homes).size();
  if (parts == 0) {
    return Refusal{RefusalCode::nothing_to_do,
                   {{"round", ranking.round.text()},
                    {"from", round.from.text()},
                    {"until", round.until.text()}}};
  }
  Drafts drafts;
  for (std::size_t index = 0; index < parts; ++index) {
    ledger::Draft draft = detail::award_draft(
        "award.rank", round.seq, detail::award_round_in(ranking.round, ranking.on));
    draft.out = detail::ranking_out(state, round, homes, index);
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

WUMEI_INLINE Command award_ranking_command(const Actor& actor, const AwardRanking& ranking) {
  return detail::award_command(actor, "award.rank",
                               detail::award_round_in(ranking.round, ranking.on), ranking,
                               &decide_award_ranking);
}

WUMEI_INLINE Decision<Drafts> decide_award_notice(const State& state, const Context& context,
                                                  const AwardNotice& notice) {
  if (auto refusal = detail::may_not_organise(state, context, notice.on)) return *refusal;
  if (auto refusal = awards::may_publish(state.awards, notice.round)) return *refusal;
  const awards::Round& round = *awards::find_round(state.awards, notice.round);
  ledger::Draft draft = detail::award_draft("award.publish", round.seq,
                                            detail::award_round_in(notice.round, notice.on));
  draft.refs.push_back(round.ranking);
  draft.out = detail::award_notice_out(state, round, notice.on);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_notice_command(const Actor& actor, const AwardNotice& notice) {
  return detail::award_command(actor, "award.publish",
                               detail::award_round_in(notice.round, notice.on), notice,
                               &decide_award_notice);
}

WUMEI_INLINE Decision<Drafts> decide_award_objection(const State& state, const Context& context,
                                                     const AwardObjection& objection) {
  if (auto refusal = unknown_officer(state, context.actor.officer)) return *refusal;
  if (auto refusal = detail::award_in_future(context, objection.on)) return *refusal;
  if (auto refusal = awards::may_protest(state.awards, objection.round, objection.on)) {
    return *refusal;
  }
  if (!state.people.households.contains(objection.household)) {
    return Refusal{RefusalCode::household_unknown, {{"household", objection.household.text()}}};
  }
  const awards::Round& round = *awards::find_round(state.awards, objection.round);
  ledger::Draft draft = detail::award_draft("award.object", round.seq,
                                            detail::award_objection_in(objection));
  draft.detail = objection.detail;
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_objection_command(const Actor& actor,
                                             const AwardObjection& objection) {
  Command command =
      detail::award_command(actor, "award.object", detail::award_objection_in(objection),
                            objection, &decide_award_objection);
  command.detail = objection.detail;
  return command;
}

WUMEI_INLINE Decision<Drafts> decide_award_answer(const State& state, const Context& context,
                                                  const AwardAnswer& answer) {
  using people::Role;
  if (auto refusal = lacks_roles(state, context, {Role::township, Role::supervisor}, {})) {
    return *refusal;
  }
  if (auto refusal = detail::award_in_future(context, answer.on)) return *refusal;
  if (auto refusal = awards::may_answer(state.awards, answer.round, answer.objection,
                                        context.actor.officer)) {
    return *refusal;
  }
  const awards::Round& round = *awards::find_round(state.awards, answer.round);
  ledger::Draft draft =
      detail::award_draft("award.decide", round.seq, detail::award_answer_in(answer));
  draft.refs.push_back(answer.objection);
  return Drafts{std::move(draft)};
}

WUMEI_INLINE Command award_answer_command(const Actor& actor, const AwardAnswer& answer) {
  return detail::award_command(actor, "award.decide", detail::award_answer_in(answer), answer,
                               &decide_award_answer);
}

}  // namespace wumei::programme
