#pragma once

#include <wumei/base/rational.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/scoring/sheet_score.hpp>

namespace wumei::scoring {
namespace detail {

inline constexpr std::int64_t percent_units = 10'000;  // 100.00

WUMEI_INLINE void check_mark(const rules::ScoreSheet& sheet, const rules::SheetItem& item,
                             Score mark) {
  const Place place{{}, 0, 0, item.code};
  if (mark < Score() || mark > item.max) {
    throw bad_input(place, mark.text(), "a mark from 0 to " + item.max.text());
  }
  if (sheet.step > Score() && mark.units() % sheet.step.units() != 0) {
    throw bad_input(place, mark.text(), "a multiple of " + sheet.step.text());
  }
}

WUMEI_INLINE Score share(Score marks, Score full) {
  return Score::of_units(
      multiply(marks.units(), {percent_units, full.units()}, Rounding::down));
}

}  // namespace detail

WUMEI_INLINE std::vector<const rules::SheetItem*> items_of(const rules::ScoreSheet& sheet,
                                                           Part part) {
  std::vector<const rules::SheetItem*> items;
  for (const rules::SheetItem& item : sheet.items) {
    if (looks_at(part, item)) items.push_back(&item);
  }
  return items;
}

WUMEI_INLINE SheetScore score_marks(const rules::ScoreSheet& sheet, Part part,
                                    std::span<const Score> marks) {
  const std::vector<const rules::SheetItem*> items = items_of(sheet, part);
  if (marks.size() != items.size()) {
    throw bad_input({{}, 0, 0, std::string(name(part))}, std::to_string(marks.size()) + " marks",
                    std::to_string(items.size()) + " marks");
  }
  SheetScore score;
  Score sum;
  Score full_sum;
  std::vector<Score> full;
  for (std::size_t i = 0; i < items.size(); ++i) {
    detail::check_mark(sheet, *items[i], marks[i]);
    if (score.dimensions.empty() || score.dimensions.back().id != items[i]->dimension) {
      score.dimensions.push_back({items[i]->dimension, {}, {}});
      full.emplace_back();
    }
    score.dimensions.back().marks += marks[i];
    full.back() += items[i]->max;
    sum += marks[i];
    full_sum += items[i]->max;
  }
  for (std::size_t i = 0; i < full.size(); ++i) {
    score.dimensions[i].percent = detail::share(score.dimensions[i].marks, full[i]);
  }
  score.total = detail::share(sum, full_sum);
  return score;
}

WUMEI_INLINE std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::scored: return "scored";
    case Outcome::absent: return "absent";
    case Outcome::refused: return "refused";
    case Outcome::exempt: return "exempt";
  }
  WUMEI_ASSERT(false);
  return {};
}

WUMEI_INLINE Outcome parse_outcome(std::string_view text) {
  if (text == "scored" || text == "已检") return Outcome::scored;
  if (text == "absent" || text == "不在家") return Outcome::absent;
  if (text == "refused" || text == "拒检") return Outcome::refused;
  if (text == "exempt" || text == "免检") return Outcome::exempt;
  throw bad_input({}, text, "scored, absent, refused or exempt (已检, 不在家, 拒检, 免检)");
}

WUMEI_INLINE Part parse_visit(std::string_view text) {
  if (text == "outside" || text == "月检") return Part::outside;
  if (text == "whole" || text == "季检") return Part::whole;
  throw bad_input({}, text, "outside or whole (月检, 季检)");
}

}  // namespace wumei::scoring
