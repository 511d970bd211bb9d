#pragma once

#include <wumei/config.hpp>
#include <wumei/market/coverage.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/publish/bulletin.hpp>
#include <wumei/publish/statement.hpp>
#include <wumei/publish/township.hpp>

#include <algorithm>

namespace wumei::publish {
namespace detail {

WUMEI_INLINE void add_row(VillageRow& total, const VillageRow& row) {
  total.households += row.households;
  total.issued += row.issued;
  total.pending += row.pending;
  total.spendable += row.spendable;
  total.redeemed += row.redeemed;
  total.opening += row.opening;
  total.taken += row.taken;
  total.stock += row.stock;
  total.cash += row.cash;
  for (const auto& [level, count] : row.winners) total.winners[level] += count;
}

/// One unit of each is a hundredth, so the units divide as the amounts do.
WUMEI_INLINE Ratio coverage_of(const VillageRow& row) {
  if (row.spendable <= Points()) return {1, 1};
  return {(row.stock + row.cash).units(), row.spendable.units()};
}

WUMEI_INLINE VillageRow village_row(const people::Village& village,
                                    const programme::Totals& totals) {
  VillageRow row;
  row.village = village.id;
  row.name = village.name;
  row.issued = Points::of_units(totals.issued);
  row.pending = Points::of_units(totals.pending);
  row.spendable = Points::of_units(totals.spendable + totals.escrow);
  row.redeemed = Points::of_units(totals.redeemed);
  row.opening = Points::of_units(totals.opening);
  row.taken = Points::of_units(totals.penalty) + Points::of_units(totals.expired) +
              Points::of_units(totals.arrears);
  row.stock = Yuan::of_units(totals.stock_cost);
  row.cash = Yuan::of_units(totals.cash);
  row.coverage = coverage_of(row);
  return row;
}

WUMEI_INLINE void count_households(const programme::State& state,
                                   std::map<VillageId, VillageRow>& rows) {
  for (const auto& [id, household] : state.people.households) {
    const auto row = rows.find(household.village);
    if (row != rows.end() && household.status != people::Status::closed) ++row->second.households;
  }
}

WUMEI_INLINE void count_winners(const programme::State& state,
                                std::map<VillageId, VillageRow>& rows, Township& township) {
  for (const auto& [id, round] : state.awards.rounds) {
    if (round.state < awards::RoundState::publicised) continue;
    township.rounds.push_back(id.text());
    for (const auto& [household, winner] : round.winners) {
      const auto row = rows.find(winner.village);
      if (row != rows.end()) ++row->second.winners[winner.level];
    }
  }
}

WUMEI_INLINE std::vector<CountedReason> by_count(std::vector<CountedReason> counts) {
  const auto more = [](const CountedReason& a, const CountedReason& b) {
    return a.count > b.count;
  };
  std::stable_sort(counts.begin(), counts.end(), more);
  return counts;
}

}  // namespace detail

WUMEI_INLINE Township gather_township(const programme::Programme& programme,
                                      const TownshipQuery& query) {
  const programme::State& state = programme.state();
  Township township;
  township.title = state.charter.title;
  township.day = query.day;
  township.log = log_head(programme);
  std::map<VillageId, VillageRow> rows;
  std::map<VillageId, programme::Totals> totals = programme::totals_by_village(state);
  for (const auto& [id, village] : state.people.villages) {
    rows.emplace(id, detail::village_row(village, totals[id]));
  }
  detail::count_households(state, rows);
  detail::count_winners(state, rows, township);
  for (const auto& [id, row] : rows) {
    detail::add_row(township.total, row);
    township.villages.push_back(row);
  }
  township.total.name = pick(query.language, "全镇", "Township");
  township.total.coverage = detail::coverage_of(township.total);
  for (const auto& [code, count] : state.deeds.refusals) {
    township.refused.push_back({reason(code, query.language), count});
  }
  for (const auto& [code, points] : state.deeds.trims) {
    if (points < Points::parse("1")) continue;
    township.trimmed.push_back(
        {reason(code, query.language), points.units() / Points::parse("1").units()});
  }
  township.refused = detail::by_count(std::move(township.refused));
  township.trimmed = detail::by_count(std::move(township.trimmed));
  return township;
}

}  // namespace wumei::publish
