#pragma once

#include <wumei/awards/ranking.hpp>
#include <wumei/base/rational.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cstddef>

namespace wumei::awards {
namespace detail {

inline constexpr std::int64_t hundred_per_cent = 10'000;

/// `percent` of `count`, rounded down: a quota is an upper limit.
WUMEI_INLINE std::int64_t share_of(std::int64_t count, Score percent) {
  return multiply(count, {percent.units(), hundred_per_cent}, Rounding::down);
}

WUMEI_INLINE bool reaches(const rules::LevelTerms& level, const Candidate& candidate) {
  const bool every_dimension =
      std::all_of(candidate.dimensions.begin(), candidate.dimensions.end(),
                  [&](Score percent) { return percent >= level.dimension_percent; });
  return candidate.total >= level.total && every_dimension;
}

/// Negative when `left` is ahead by this step, positive when `right` is, zero for a tie.
WUMEI_INLINE int compare_step(const rules::TieStep& step, const Terms& terms,
                              const Candidate& left, const Candidate& right) {
  switch (step.by) {
    case rules::TieBreak::dimension: {
      const auto found =
          std::find(terms.dimensions.begin(), terms.dimensions.end(), step.dimension);
      const auto index = static_cast<std::size_t>(found - terms.dimensions.begin());
      if (index >= left.dimensions.size() || index >= right.dimensions.size()) return 0;
      if (left.dimensions[index] == right.dimensions[index]) return 0;
      return left.dimensions[index] > right.dimensions[index] ? -1 : 1;
    }
    case rules::TieBreak::open_orders:
      if (left.open_orders == right.open_orders) return 0;
      return left.open_orders < right.open_orders ? -1 : 1;
    case rules::TieBreak::draw: {
      const Digest mine = draw_ticket(terms.seed, left.household);
      const Digest other = draw_ticket(terms.seed, right.household);
      if (mine == other) return 0;
      return mine < other ? -1 : 1;
    }
  }
  return 0;
}

WUMEI_INLINE bool ranks_before(const Terms& terms, const Candidate& left,
                               const Candidate& right) {
  if (left.total != right.total) return left.total > right.total;
  for (const rules::TieStep& step : terms.award.tie_break) {
    const int order = compare_step(step, terms, left, right);
    if (order != 0) return order < 0;
  }
  // A book whose tie-break does not end in the draw still ranks the same way twice.
  const int drawn = compare_step({rules::TieBreak::draw, ""}, terms, left, right);
  return drawn != 0 ? drawn < 0 : left.household < right.household;
}

/// The highest level the candidate reaches and `left` has room for; takes one place of it.
WUMEI_INLINE void place(Placing& placing, const rules::AwardTerms& terms,
                        const Candidate& candidate,
                        std::map<rules::Level, std::int64_t>& left) {
  for (auto level = terms.levels.rbegin(); level != terms.levels.rend(); ++level) {
    if (!reaches(*level, candidate)) continue;
    if (left[level->level] > 0) {
      left[level->level] -= 1;
      placing.level = level->level;
      return;
    }
    placing.held_back = RefusalCode::quota_full;
  }
  if (!placing.held_back) placing.held_back = RefusalCode::below_threshold;
}

}  // namespace detail

WUMEI_INLINE Quotas quotas(const rules::AwardTerms& terms,
                           const std::map<VillageId, std::int64_t>& homes) {
  std::vector<std::int64_t> weights;
  std::int64_t everyone = 0;
  for (const auto& [village, count] : homes) {
    weights.push_back(count);
    everyone += count;
  }
  Quotas result;
  for (const rules::LevelTerms& level : terms.levels) {
    const std::vector<std::int64_t> shares =
        split_largest_remainder(detail::share_of(everyone, level.township_quota), weights);
    std::size_t position = 0;
    for (const auto& [village, count] : homes) {
      result[village][level.level] =
          std::min(detail::share_of(count, level.village_quota), shares[position++]);
    }
  }
  return result;
}

WUMEI_INLINE Digest draw_ticket(std::string_view seed, const HouseholdId& household) {
  return sha256(std::string(seed) + household.text());
}

WUMEI_INLINE std::vector<Placing> rank_village(
    const Terms& terms, std::span<const Candidate> candidates,
    const std::set<HouseholdId>& vetoes, const std::map<rules::Level, std::int64_t>& places) {
  std::vector<const Candidate*> order;
  for (const Candidate& candidate : candidates) order.push_back(&candidate);
  std::sort(order.begin(), order.end(), [&](const Candidate* a, const Candidate* b) {
    return detail::ranks_before(terms, *a, *b);
  });
  std::map<rules::Level, std::int64_t> left = places;
  std::vector<Placing> placings;
  placings.reserve(order.size());
  for (const Candidate* candidate : order) {
    Placing placing{candidate->household, candidate->village, candidate->total,
                    static_cast<std::int64_t>(placings.size()) + 1};
    if (vetoes.contains(candidate->household)) {
      placing.held_back = RefusalCode::vetoed;
    } else {
      detail::place(placing, terms.award, *candidate, left);
    }
    placings.push_back(std::move(placing));
  }
  return placings;
}

WUMEI_INLINE std::vector<Placing> rank_round(const Terms& terms,
                                             std::span<const Candidate> candidates,
                                             const std::set<HouseholdId>& vetoes) {
  std::map<VillageId, std::vector<Candidate>> by_village;
  std::map<VillageId, std::int64_t> homes;
  for (const Candidate& candidate : candidates) {
    by_village[candidate.village].push_back(candidate);
    homes[candidate.village] += 1;
  }
  const Quotas places = quotas(terms.award, homes);
  std::vector<Placing> placings;
  for (const auto& [village, here] : by_village) {
    for (Placing& placing : rank_village(terms, here, vetoes, places.at(village))) {
      placings.push_back(std::move(placing));
    }
  }
  return placings;
}

}  // namespace wumei::awards
