#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/rules/score_sheet.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::scoring {

using rules::Part;

/// What came of a visit. Only a scored one carries marks: a household that was away, refused or is
/// exempt has no score, which is not a score of zero.
enum class Outcome : std::uint8_t {
  scored = 1,   ///< 已检
  absent = 2,   ///< 不在家
  refused = 3,  ///< 拒检
  exempt = 4,   ///< 免检
};

struct DimensionScore {
  std::string id;   ///< `D1`
  Score marks;
  Score percent;    ///< of the full marks looked at, rounded down: rounding lifts nobody over a bar
  bool operator==(const DimensionScore&) const = default;
};

/// A scored visit.
struct SheetScore {
  Score total;      ///< of 100.00; what was looked at is rescaled to 100, rounded down
  std::vector<DimensionScore> dimensions;  ///< those looked at, in sheet order
  bool operator==(const SheetScore&) const = default;
};

/// Scores the marks of the items that an inspection of `part` looks at, in sheet order. Throws
/// Errc::bad_input, naming the item, for a mark below zero, above the item's maximum or between two
/// steps, and for a number of marks that is not the number of items looked at.
[[nodiscard]] SheetScore score_marks(const rules::ScoreSheet& sheet, Part part,
                                     std::span<const Score> marks);

/// The items that an inspection of `part` looks at, in sheet order.
[[nodiscard]] std::vector<const rules::SheetItem*> items_of(const rules::ScoreSheet& sheet,
                                                            Part part);

// Names as stored. The parsers throw Errc::bad_input and also take the words of spreadsheets:
// 已检, 不在家, 拒检, 免检; 月检, 季检.
[[nodiscard]] std::string_view name(Outcome outcome);
[[nodiscard]] Outcome parse_outcome(std::string_view text);
[[nodiscard]] Part parse_visit(std::string_view text);

}  // namespace wumei::scoring

#ifndef WUMEI_COMPILED
#include <wumei/scoring/impl/sheet_score.ipp>
#endif
