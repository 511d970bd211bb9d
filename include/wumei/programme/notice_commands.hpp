#pragma once

#include <wumei/notice/board.hpp>
#include <wumei/programme/command.hpp>
#include <wumei/programme/kinds.hpp>

#include <string>
#include <vector>

/// Notices of points (公示): what was earned is posted, can be objected to, and comes into force
/// when someone who had no hand in it confirms.
namespace wumei::programme {

struct NoticeOpen {
  NoticeId notice;
  VillageId village;
  Date through;            ///< deeds done by this day
  std::int64_t days = 0;   ///< length of the window; at least what the rule book demands
};

/// Which earning is meant: by its entry, or as paper says it, by household and rule: then the
/// latest one in notice of a deed done by the day of the objection.
struct Subject {
  ledger::Seq entry = ledger::no_seq;
  HouseholdId household = {};
  RuleId rule = {};
};

struct NoticeObject {
  Subject subject;
  Date on;                 ///< day it was brought
  notice::Ground ground = notice::Ground::other;
};

struct NoticeDecide {
  Subject subject;         ///< what the open objection is against
  Date on = {};            ///< day the objection was brought, when found by household and rule
  notice::Verdict verdict = notice::Verdict::dismissed;
  Points points = {};      ///< what is left after an amendment; not used otherwise
  OfficerId by = {};       ///< who decided, as a paper says; empty: the actor
};

/// Entries that one `notice.confirm` brings into force at most.
inline constexpr std::size_t confirm_max = 100;
/// Entries that one part of a `notice.open` lists at most.
inline constexpr std::size_t notice_part_max = 5000;

/// Posts every earning of the village that is in no notice yet. Refuses role_missing, duplicate,
/// nothing_to_do, below_minimum for a window shorter than the rule book's.
[[nodiscard]] Decision<Drafts> decide_notice_open(const State& state, const Context& context,
                                                  const NoticeOpen& notice);
/// Writes down an objection. Refuses wrong_state, date_in_future, objection_late, objection_open
/// and role_missing.
[[nodiscard]] Decision<Drafts> decide_objection(const State& state, const Context& context,
                                                const NoticeObject& objection);
/// Decides it. An upheld objection sends the pending points back to the fund, an amended one the
/// difference. The actor and, where a paper names another, that officer both hold the role and had
/// no hand in the points or the objection. Refuses wrong_state, role_missing, four_eyes, and
/// below_minimum or not_enough_points for an amendment that is not smaller than what it amends.
[[nodiscard]] Decision<Drafts> decide_verdict(const State& state, const Context& context,
                                              const NoticeDecide& verdict);
/// Brings a notice into force: arrears first, then spendable points by expiry, and honour; takes
/// deductions. Entries with an open objection stay behind. Refuses wrong_state, notice_running,
/// objection_open, role_missing, four_eyes.
[[nodiscard]] Decision<Drafts> decide_confirm(const State& state, const Context& context,
                                              const NoticeId& notice);

[[nodiscard]] Command notice_open_command(Actor actor, NoticeOpen notice);
/// `words` is what the villager said, or the answer; private. The keys are fresh: an import sets
/// natural ones.
[[nodiscard]] Command objection_command(Actor actor, NoticeObject objection, std::string words);
[[nodiscard]] Command verdict_command(Actor actor, NoticeDecide verdict, std::string words);
[[nodiscard]] Command confirm_command(Actor actor, NoticeId notice);

/// Days of public notice the rule book in force on `on` demands of points; 0 with none in force.
[[nodiscard]] std::int64_t notice_days(const State& state, Date on);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/notice_commands.ipp>
#endif
