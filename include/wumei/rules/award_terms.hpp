#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/id.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::rules {

/// The three levels of a five-beauty courtyard, lowest first.
enum class Level : std::uint8_t {
  qualified = 1,      ///< 达标户
  demonstration = 2,  ///< 示范户
  model = 3,          ///< 标兵户
};

/// What a level asks and gives. Percentages are Scores: 80 is `Score::of_units(8000)`; a quota of
/// 100 means none.
struct LevelTerms {
  Level level = Level::qualified;
  RuleId rule;              ///< the rule that gives its points
  Score total;              ///< least total of the whole sheet
  Score dimension_percent;  ///< least share of each dimension's full marks
  Score village_quota = Score::of_units(10'000);   ///< most, of a village's scored resident homes
  Score township_quota = Score::of_units(10'000);  ///< most, of the township's
  bool operator==(const LevelTerms&) const = default;
};

/// One way to order households of the same total.
enum class TieBreak : std::uint8_t {
  dimension = 1,    ///< more marks in that dimension
  open_orders = 2,  ///< fewer open rectification orders
  draw = 3,         ///< a recorded draw; always last
};

struct TieStep {
  TieBreak by = TieBreak::draw;
  std::string dimension;  ///< `D1`; "" unless `by` is dimension
  bool operator==(const TieStep&) const = default;
};

/// 一票否决: what keeps a household out of the round.
struct Veto {
  std::string code;  ///< `illegal-building`
  std::string name;
  std::string name_en;
  std::int64_t barred_months = 0;
  bool operator==(const Veto&) const = default;
};

/// How courtyard rounds are run. A book without an `[award]` section has no levels.
struct AwardTerms {
  std::vector<LevelTerms> levels;  ///< lowest first
  std::vector<TieStep> tie_break;  ///< ends in the draw
  std::vector<Veto> vetoes;
  std::int64_t notice_working_days = 0;
  std::int64_t barred_months = 0;  ///< after a plaque is taken down

  [[nodiscard]] const LevelTerms* find(Level level) const;
  [[nodiscard]] const Veto* find_veto(std::string_view code) const;
  bool operator==(const AwardTerms&) const = default;
};

[[nodiscard]] std::string_view name(Level level);
[[nodiscard]] std::string_view chinese(Level level);  ///< 达标户
/// From the stored name or the Chinese word. Throws Errc::bad_input.
[[nodiscard]] Level parse_level(std::string_view text);

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/award_terms.ipp>
#endif
