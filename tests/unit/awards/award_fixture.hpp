#pragma once

#include <wumei/awards/ranking.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei::awards {

inline Score score(std::string_view text) { return Score::parse(text); }

/// The levels of the township's rule book: 达标 80/60 %, 示范 90/70 % with 20 % a village, 标兵 95
/// with `model_quota` per cent of the township; ties by D1, D3, open orders, draw.
inline Terms township_terms(std::string_view model_quota = "3") {
  using rules::Level;
  using rules::TieBreak;
  Terms terms;
  terms.award.levels = {
      {Level::qualified, RuleId("AWD01"), score("80"), score("60"), score("100"), score("100")},
      {Level::demonstration, RuleId("AWD02"), score("90"), score("70"), score("20"), score("100")},
      {Level::model, RuleId("AWD03"), score("95"), score("70"), score("100"), score(model_quota)}};
  terms.award.tie_break = {{TieBreak::dimension, "D1"},
                           {TieBreak::dimension, "D3"},
                           {TieBreak::open_orders, ""},
                           {TieBreak::draw, ""}};
  terms.dimensions = {"D1", "D2", "D3", "D4", "D5"};
  terms.seed = "draw-2026";
  return terms;
}

/// A candidate of V01 with the same percentage in every dimension.
inline Candidate candidate(std::string_view household, std::string_view total,
                           std::string_view percent = "80") {
  return {HouseholdId(household), VillageId("V01"), score(total),
          std::vector<Score>(5, score(percent)), 0};
}

}  // namespace wumei::awards
