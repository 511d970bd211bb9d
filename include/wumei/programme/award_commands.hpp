#pragma once

#include <wumei/programme/command.hpp>

#include <string>
#include <vector>

/// Commands of an award round, in the order they happen. Officers of 妇联 or 乡镇 (`women`,
/// `township`) for the whole township run a round; someone else than who ranked grants.
namespace wumei::programme {

/// `award.open`: announces a round over inspections of the whole sheet from `from` to `until`.
struct AwardOpening {
  RoundId round;
  Date from;
  Date until;
  std::string seed;  ///< of the draw: 8 to 64 characters, drawn in public before the ranking
  Date on;
};
/// Refused with role_missing, duplicate, rule_not_in_force (no rule book with an award section, or
/// no sheet, on that day), wrong_state when `from` lies after `until`.
[[nodiscard]] Decision<Drafts> decide_award_opening(const State& state, const Context& context,
                                                    const AwardOpening& opening);
[[nodiscard]] Command award_opening_command(const Actor& actor, const AwardOpening& opening);

/// `award.veto`: a fact that shuts a household out (一票否决). The officer may also be of the
/// village (两委, 监委会).
struct AwardVeto {
  RoundId round;
  HouseholdId household;
  std::string reason;  ///< code of a veto of the rule book
  Date on;
  std::string detail;  ///< private
};
[[nodiscard]] Decision<Drafts> decide_award_veto(const State& state, const Context& context,
                                                 const AwardVeto& veto);
[[nodiscard]] Command award_veto_command(const Actor& actor, const AwardVeto& veto);

/// `award.rank`: ranks every village, one entry a village (more for a very large one), so that a
/// reader of the log can rank again and compare. Candidates are resident households with a scored
/// whole-sheet inspection in the window; the latest counts. Nothing_to_do when there are none.
struct AwardRanking {
  RoundId round;
  Date on;
};
[[nodiscard]] Decision<Drafts> decide_award_ranking(const State& state, const Context& context,
                                                    const AwardRanking& ranking);
[[nodiscard]] Command award_ranking_command(const Actor& actor, const AwardRanking& ranking);

/// `award.publish`: opens the public notice over the working days the rule book says.
struct AwardNotice {
  RoundId round;
  Date on;
};
[[nodiscard]] Decision<Drafts> decide_award_notice(const State& state, const Context& context,
                                                   const AwardNotice& notice);
[[nodiscard]] Command award_notice_command(const Actor& actor, const AwardNotice& notice);

/// `award.object`: someone objects to how a household was ranked.
struct AwardObjection {
  RoundId round;
  HouseholdId household;
  Date on;
  std::string detail;  ///< private: who, and what they say
};
[[nodiscard]] Decision<Drafts> decide_award_objection(const State& state, const Context& context,
                                                      const AwardObjection& objection);
[[nodiscard]] Command award_objection_command(const Actor& actor, const AwardObjection& objection);

/// `award.decide`: dismissed, or upheld. An upheld objection takes the round back to announced: the
/// wrong inspection is mended or a veto filed, and the round is ranked and publicised again.
struct AwardAnswer {
  RoundId round;
  ledger::Seq objection = 0;
  bool upheld = false;
  Date on;
};
[[nodiscard]] Decision<Drafts> decide_award_answer(const State& state, const Context& context,
                                                   const AwardAnswer& answer);
[[nodiscard]] Command award_answer_command(const Actor& actor, const AwardAnswer& answer);

/// `award.grant`: points of one winner. The points follow from the rule book on `on`; caps apply,
/// so a winner that was already given the same or a higher level this year earns less or nothing:
/// an entry without legs, so that the household can ask why. Points repay arrears first.
struct AwardGrant {
  RoundId round;
  HouseholdId household;
  rules::Level level = rules::Level::qualified;
  Date on;
};
/// Refused as `awards::may_grant` says, with duplicate for a second grant, wrong_state for a level
/// the household did not win, budget_exhausted when the village's fund may not issue the points.
[[nodiscard]] Decision<Drafts> decide_award_grant(const State& state, const Context& context,
                                                  const AwardGrant& grant);
/// Key `<on>/award/<round>/<household>`: granting a round again adds nothing. A grant that was
/// taken back is made again under `key_after_reversals`.
[[nodiscard]] Command award_grant_command(const Actor& actor, const AwardGrant& grant);

/// Grants still to be made in a publicised round, by household; submit them in one batch.
[[nodiscard]] std::vector<AwardGrant> grants_due(const State& state, const RoundId& round, Date on);

/// `award.close`: every winner has its grant; the round is confirmed for good.
struct AwardClosing {
  RoundId round;
  Date on;
};
[[nodiscard]] Decision<Drafts> decide_award_closing(const State& state, const Context& context,
                                                    const AwardClosing& closing);
[[nodiscard]] Command award_closing_command(const Actor& actor, const AwardClosing& closing);

/// The round ranked against the state as it stands: what the next `award.rank` would say, by
/// village, then rank. Throws Errc::not_found for a round that does not exist.
[[nodiscard]] std::vector<awards::Placing> ranking_now(const State& state, const RoundId& round);

/// The placings an `award.rank` entry holds, read from its `data.out`. Throws Errc::corrupt.
[[nodiscard]] std::vector<awards::Placing> placings_in(const json::Value& out);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/award_commands.ipp>
#endif
