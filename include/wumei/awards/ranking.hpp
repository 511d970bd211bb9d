#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/decision.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/id.hpp>
#include <wumei/rules/award_terms.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who wins which plaque: a pure function of scores, vetoes and terms, so that anyone who holds the
/// log can rank again and compare.
namespace wumei::awards {

/// What a round is ranked by.
struct Terms {
  rules::AwardTerms award;
  std::vector<std::string> dimensions;  ///< ids of the sheet's dimensions, in its order
  std::string seed;                     ///< of the draw; recorded before anyone is ranked
};

/// A scored resident household.
struct Candidate {
  HouseholdId household;
  VillageId village;
  Score total;
  std::vector<Score> dimensions;  ///< in per cent of their own maximum, in sheet order
  std::int64_t open_orders = 0;   ///< fewer is better
};

/// Where a candidate came in and what that wins. `held_back` says why it is not a level higher:
/// vetoed, below_threshold for a household without a level, quota_full for one that meets the
/// thresholds of a higher level than it gets. Nothing for one that got all its scores allow.
struct Placing {
  HouseholdId household;
  VillageId village;
  Score total;
  std::int64_t rank = 0;  ///< within the village, from 1
  std::optional<rules::Level> level = {};
  std::optional<RefusalCode> held_back = {};
  bool operator==(const Placing&) const = default;
};

using Quotas = std::map<VillageId, std::map<rules::Level, std::int64_t>>;

/// How many households of each village may hold each level: the village's percentage of its
/// candidates rounded down, and no more than its share of the township's percentage (of all
/// candidates, rounded down, shared out in proportion to candidates by largest remainder, a tie to
/// the village whose id comes first). `homes` are the candidates of each village, vetoed ones too:
/// they were scored, so they count in the base.
[[nodiscard]] Quotas quotas(const rules::AwardTerms& terms,
                            const std::map<VillageId, std::int64_t>& homes);

/// Ticket of a household in the draw: SHA-256 of the seed followed by the household id. Of tied
/// households the one whose ticket comes first in byte order ranks first.
[[nodiscard]] Digest draw_ticket(std::string_view seed, const HouseholdId& household);

/// Ranks the candidates of one village by total, then the steps of the book's tie-break, then the
/// draw, and hands out levels from the highest down, at most `places` of each; who misses a quota
/// is tried for the next level. In order of rank; the order of `candidates` does not matter.
[[nodiscard]] std::vector<Placing> rank_village(const Terms& terms,
                                                std::span<const Candidate> candidates,
                                                const std::set<HouseholdId>& vetoes,
                                                const std::map<rules::Level, std::int64_t>& places);

/// Ranks every village under the quotas of the township. Sorted by village, then rank.
[[nodiscard]] std::vector<Placing> rank_round(const Terms& terms,
                                              std::span<const Candidate> candidates,
                                              const std::set<HouseholdId>& vetoes);

}  // namespace wumei::awards

#ifndef WUMEI_COMPILED
#include <wumei/awards/impl/ranking.ipp>
#endif
