#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/award_commands.hpp>
#include <wumei/programme/impl/award_facts.ipp>

#include <algorithm>

/// Ranking from the state: the same functions write `award.rank` and check it.
namespace wumei::programme {
namespace detail {

/// Rows an entry holds at most: with the longest ids a leaf stays below 65,535 bytes.
inline constexpr std::size_t placings_per_entry = 500;

/// The inspection a household is ranked by, or nullptr when it is no candidate.
WUMEI_INLINE const scoring::WholeInspection* ranked_inspection(
    const State& state, const awards::Round& round, const people::Household& household) {
  if (household.status != people::Status::resident) return nullptr;
  return scoring::latest_whole(state.deeds, household.id, {round.from, round.until});
}

/// How many candidates each village has; villages without one are not there.
WUMEI_INLINE std::map<VillageId, std::int64_t> scored_homes(const State& state,
                                                            const awards::Round& round) {
  std::map<VillageId, std::int64_t> homes;
  for (const auto& [id, household] : state.people.households) {
    if (ranked_inspection(state, round, household) != nullptr) homes[household.village] += 1;
  }
  return homes;
}

/// Deductions in the window stand in for open rectification orders.
WUMEI_INLINE std::vector<awards::Candidate> award_candidates(const State& state,
                                                             const awards::Round& round,
                                                             const VillageId& village) {
  std::vector<awards::Candidate> candidates;
  for (const auto& [id, household] : state.people.households) {
    if (household.village != village) continue;
    const scoring::WholeInspection* visit = ranked_inspection(state, round, household);
    if (visit == nullptr) continue;
    candidates.push_back({id, village, visit->total, visit->dimensions,
                          scoring::deductions(state.deeds, id, {round.from, round.until})});
  }
  return candidates;
}

WUMEI_INLINE awards::Terms award_terms(const State& state, const awards::Round& round) {
  const rules::PublishedBook* book = state.rules.book_at(round.rules);
  const rules::PublishedSheet* sheet = state.rules.sheet_at(round.sheet);
  WUMEI_ASSERT(book != nullptr);
  WUMEI_ASSERT(sheet != nullptr);
  awards::Terms terms{book->book.award, {}, round.seed};
  for (const rules::Dimension& dimension : sheet->sheet.dimensions) {
    terms.dimensions.push_back(dimension.id);
  }
  return terms;
}

WUMEI_INLINE std::vector<awards::Placing> village_ranking(
    const State& state, const awards::Round& round, const VillageId& village,
    const std::map<VillageId, std::int64_t>& homes) {
  const awards::Terms terms = award_terms(state, round);
  std::set<HouseholdId> vetoes;
  for (const auto& [household, veto] : round.vetoes) vetoes.insert(household);
  return awards::rank_village(terms, award_candidates(state, round, village), vetoes,
                              awards::quotas(terms.award, homes).at(village));
}

/// Which rows of which village an entry of the ranking holds.
struct RankingPart {
  VillageId village;
  std::size_t first = 0;
};

WUMEI_INLINE std::vector<RankingPart> ranking_parts(
    const std::map<VillageId, std::int64_t>& homes) {
  std::vector<RankingPart> parts;
  for (const auto& [village, count] : homes) {
    for (std::size_t first = 0; first < static_cast<std::size_t>(count);
         first += placings_per_entry) {
      parts.push_back({village, first});
    }
  }
  return parts;
}

/// `data.out` of part `index`: its place among the parts, the quotas of its village, its rows.
WUMEI_INLINE json::Value ranking_out(const State& state, const awards::Round& round,
                                     const std::map<VillageId, std::int64_t>& homes,
                                     std::size_t index) {
  const std::vector<RankingPart> parts = ranking_parts(homes);
  const RankingPart& part = parts.at(index);
  json::Array places;
  const awards::Quotas quotas = awards::quotas(award_terms(state, round).award, homes);
  for (const auto& [level, count] : quotas.at(part.village)) {
    places.push_back(json::Array{rules::name(level), count});
  }
  const std::vector<awards::Placing> placings =
      village_ranking(state, round, part.village, homes);
  json::Array rows;
  const std::size_t last = std::min(placings.size(), part.first + placings_per_entry);
  for (std::size_t i = part.first; i < last; ++i) rows.push_back(placing_out(placings[i]));
  return json::Value::object({{"part", static_cast<std::int64_t>(index)},
                              {"parts", static_cast<std::int64_t>(parts.size())},
                              {"village", part.village.text()},
                              {"homes", homes.at(part.village)},
                              {"quotas", std::move(places)},
                              {"results", std::move(rows)}});
}

}  // namespace detail

WUMEI_INLINE std::vector<awards::Placing> ranking_now(const State& state, const RoundId& round) {
  const awards::Round* known = awards::find_round(state.awards, round);
  if (known == nullptr) {
    throw Error(Errc::not_found, "no award round is called " + round.text(),
                {{"round", round.text()}});
  }
  const std::map<VillageId, std::int64_t> homes = detail::scored_homes(state, *known);
  std::vector<awards::Placing> placings;
  for (const auto& [village, count] : homes) {
    for (awards::Placing& placing : detail::village_ranking(state, *known, village, homes)) {
      placings.push_back(std::move(placing));
    }
  }
  return placings;
}

}  // namespace wumei::programme
