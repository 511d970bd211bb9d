#pragma once

#include <wumei/programme/programme.hpp>
#include <wumei/publish/html.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// The monthly notice on a village's board. Names are masked, households stand in the order of
/// their numbers: the law wants no ranking on a wall.
namespace wumei::publish {

struct BulletinRow {
  HouseholdId household;
  std::string head;         ///< masked unless asked otherwise
  Points earned;
  std::int64_t times = 0;   ///< deeds that earned
  Points deducted;          ///< zero or below
};

struct BulletinGroup {
  std::string name;
  std::vector<BulletinRow> rows;
};

struct RuleTotal {
  RuleId rule;
  std::string name;
  std::int64_t times = 0;
  Points points;
};

struct AwardWinner {
  HouseholdId household;
  std::string head;
};

struct AwardList {
  std::string round;
  std::string level;
  bool granted = false;  ///< else still in notice
  Date until;            ///< last day for objections
  std::vector<AwardWinner> winners;
};

/// How far the public notice of the month's points is.
enum class NoticeStage : std::uint8_t {
  unposted = 1,   ///< some points were not posted yet
  running = 2,    ///< objections may be filed
  over = 3,       ///< the window is over, the points wait to be confirmed
  in_force = 4,   ///< nothing waits any more
};

struct Bulletin {
  VillageId id;
  std::string township;
  std::string village;
  std::string month;   ///< `2026-04`
  Period period;
  Date printed;
  NoticeStage stage = NoticeStage::in_force;
  Date until;          ///< last day for objections while the notice is running or over
  std::vector<Period> windows;  ///< day of posting to last day for objections, of each notice
  std::int64_t households = 0;  ///< of the village, closed ones left out
  std::vector<BulletinGroup> groups;  ///< only households with a deed in the period
  std::vector<RuleTotal> gains;
  std::vector<RuleTotal> deductions;
  std::vector<AwardList> awards;
  LogHead log;
};

struct BulletinQuery {
  VillageId village;
  std::string month;  ///< accounting month, `2026-04`
  Date printed;
  Language language = Language::zh;
  bool masked = true;
};

/// Throws Errc::not_found for an unknown village, Errc::bad_input for a month that is not one.
[[nodiscard]] Bulletin gather_bulletin(const programme::Programme& programme,
                                       const BulletinQuery& query);

[[nodiscard]] std::string bulletin_html(const Bulletin& bulletin, Language language);

/// Sorts `第2组` before `第10组`: by the number in a group's name, then by the name.
[[nodiscard]] std::pair<std::int64_t, std::string> group_order(const std::string& name);

/// `达标户`, `示范户`, `标兵户`.
[[nodiscard]] std::string level_name(rules::Level level, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/bulletin.ipp>
#include <wumei/publish/impl/bulletin_gather.ipp>
#endif
