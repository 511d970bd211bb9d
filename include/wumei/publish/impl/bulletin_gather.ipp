#pragma once

#include <wumei/base/text.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/person.hpp>
#include <wumei/publish/statement.hpp>

#include <algorithm>
#include <set>

namespace wumei::publish {
namespace detail {

using Heads = std::map<HouseholdId, programme::Person>;

WUMEI_INLINE std::string shown_head(const Heads& heads, const HouseholdId& household,
                                    const BulletinQuery& query) {
  const auto found = heads.find(household);
  return found == heads.end() ? "" : shown_name(found->second, query.masked, query.language);
}

using RuleTotals = std::map<RuleId, RuleTotal>;

struct BulletinTally {
  RuleTotals gains;
  RuleTotals deductions;
};

/// One household's deeds of the period, added to the totals by rule on the way.
WUMEI_INLINE BulletinRow tally_household(const programme::State& state, const Bulletin& bulletin,
                                         const HouseholdId& household, BulletinTally& tally) {
  BulletinRow row;
  row.household = household;
  for (const scoring::Grant& grant : scoring::grants_of(state.deeds, household)) {
    if (!bulletin.period.contains(grant.on) || grant.points.is_zero()) continue;
    const bool gain = grant.points > Points();
    const RuleId& rule = state.deeds.subjects[grant.subject].rule;
    RuleTotal& total = (gain ? tally.gains : tally.deductions)[rule];
    ++total.times;
    total.points += grant.points;
    (gain ? row.earned : row.deducted) += grant.points;
    if (gain) ++row.times;
  }
  return row;
}

WUMEI_INLINE std::vector<RuleTotal> named_totals(const programme::State& state,
                                                 const RuleTotals& totals, Date on,
                                                 Language language) {
  const rules::PublishedBook* book = state.rules.book_on(on);
  std::vector<RuleTotal> named;
  for (const auto& [rule, total] : totals) {
    named.push_back(total);
    named.back().rule = rule;
    named.back().name =
        rule_name(state, book == nullptr ? ledger::no_seq : book->seq, rule, language);
  }
  return named;
}

/// How far the notice is, from the earnings of the period that still wait.
WUMEI_INLINE void fill_stage(const programme::State& state, const VillageId& village,
                             Bulletin& bulletin) {
  for (const auto& [seq, earning] : state.deeds.earnings) {
    if (earning.village != village || !bulletin.period.contains(earning.on)) continue;
    if (earning.points.is_zero()) continue;
    const auto posted = state.notices.notice_of.find(seq);
    if (posted == state.notices.notice_of.end()) {
      bulletin.stage = NoticeStage::unposted;
      return;
    }
    bulletin.until = std::max(bulletin.until, state.notices.notices.at(posted->second).until);
    bulletin.stage =
        bulletin.until >= bulletin.printed ? NoticeStage::running : NoticeStage::over;
  }
}

/// When the lists that were posted in the period hung, oldest first, each window once.
WUMEI_INLINE std::vector<Period> notice_windows(const programme::State& state,
                                                const VillageId& village, Period period) {
  std::set<std::pair<Date, Date>> windows;
  for (const auto& [id, notice] : state.notices.notices) {
    const bool shown = notice.scope == notice::Scope::points && notice.village == village;
    if (shown && period.contains(notice.posted)) windows.emplace(notice.posted, notice.until);
  }
  std::vector<Period> periods;
  for (const auto& [posted, until] : windows) periods.push_back({posted, until});
  return periods;
}

WUMEI_INLINE std::vector<AwardList> award_lists(const programme::State& state,
                                                const BulletinQuery& query,
                                                const Bulletin& bulletin, const Heads& heads) {
  std::vector<AwardList> lists;
  for (const auto& [id, round] : state.awards.rounds) {
    const bool shown = round.state >= awards::RoundState::publicised &&
                       round.notice_until >= bulletin.period.first;
    if (!shown || round.posted > bulletin.printed) continue;
    std::map<rules::Level, AwardList, std::greater<>> by_level;
    for (const auto& [household, winner] : round.winners) {
      if (winner.village != query.village) continue;
      by_level[winner.level].winners.push_back(
          {household, shown_head(heads, household, query)});
    }
    for (auto& [level, list] : by_level) {
      list.round = id.text();
      list.level = level_name(level, query.language);
      list.granted = round.state == awards::RoundState::confirmed;
      list.until = round.notice_until;
      lists.push_back(std::move(list));
    }
  }
  return lists;
}

}  // namespace detail

WUMEI_INLINE std::pair<std::int64_t, std::string> group_order(const std::string& name) {
  std::int64_t number = 0;
  for (const char c : half_width(name)) {
    if (c >= '0' && c <= '9' && number < 100'000) number = number * 10 + (c - '0');
  }
  return {number, name};
}

WUMEI_INLINE std::string level_name(rules::Level level, Language language) {
  switch (level) {
    case rules::Level::qualified: return pick(language, "达标户", "qualified");
    case rules::Level::demonstration: return pick(language, "示范户", "demonstration");
    case rules::Level::model: return pick(language, "标兵户", "model");
  }
  return "";
}

WUMEI_INLINE Bulletin gather_bulletin(const programme::Programme& programme,
                                      const BulletinQuery& query) {
  const programme::State& state = programme.state();
  const people::Village* village = state.people.village(query.village);
  if (village == nullptr) {
    throw Error(Errc::not_found, "there is no village " + query.village.text(),
                {{"village", query.village.text()}});
  }
  Bulletin bulletin;
  bulletin.id = query.village;
  bulletin.township = state.charter.title;
  bulletin.village = village->name;
  bulletin.month = query.month;
  bulletin.period = accounting_month(query.month, state.charter.close_day);
  bulletin.printed = query.printed;
  bulletin.log = log_head(programme);
  detail::fill_stage(state, query.village, bulletin);
  bulletin.windows = detail::notice_windows(state, query.village, bulletin.period);

  const detail::Heads heads = programme::heads(programme);
  detail::BulletinTally tally;
  std::map<std::pair<std::int64_t, std::string>, BulletinGroup> groups;
  for (const auto& [id, household] : state.people.households) {
    if (household.village != query.village) continue;
    if (household.status != people::Status::closed) ++bulletin.households;
    BulletinRow row = detail::tally_household(state, bulletin, id, tally);
    if (row.times == 0 && row.deducted.is_zero()) continue;
    row.head = detail::shown_head(heads, id, query);
    BulletinGroup& group = groups[group_order(household.group)];
    group.name = household.group;
    group.rows.push_back(std::move(row));
  }
  for (auto& [order, group] : groups) bulletin.groups.push_back(std::move(group));
  const Date last = bulletin.period.last;
  bulletin.gains = detail::named_totals(state, tally.gains, last, query.language);
  bulletin.deductions = detail::named_totals(state, tally.deductions, last, query.language);
  bulletin.awards = detail::award_lists(state, query, bulletin, heads);
  return bulletin;
}

}  // namespace wumei::publish
