#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::rules {

/// Which inspections look at an item.
enum class Part : std::uint8_t {
  outside = 1,  ///< seen from the lane: every month
  whole = 2,    ///< needs entry and consent: with the whole sheet, every quarter
};

struct Dimension {
  std::string id;  ///< `D1`
  std::string name;
  std::string name_en;
  bool operator==(const Dimension&) const = default;
};

struct SheetItem {
  std::string code;       ///< `D1.1`
  std::string dimension;  ///< `D1`
  std::string name;
  std::string name_en;
  Score max;
  Part part = Part::whole;  ///< `outside` items are looked at in both kinds of inspection
  bool operator==(const SheetItem&) const = default;
};

/// The 100-point sheet of a five-beauty courtyard.
struct ScoreSheet {
  std::string id;
  std::int64_t version = 0;
  std::string title;
  std::string title_en;
  Date from;
  Score step;  ///< marks are multiples of it
  std::vector<Dimension> dimensions;
  std::vector<SheetItem> items;  ///< dimension by dimension; the order of marks in entries

  [[nodiscard]] const SheetItem* find(std::string_view code) const;
  /// Full marks of one dimension; 0 for one the sheet does not have.
  [[nodiscard]] Score full_marks(std::string_view dimension) const;
  /// Full marks of what an inspection of that part looks at: 100 for the whole sheet.
  [[nodiscard]] Score full_marks(Part part) const;
  bool operator==(const ScoreSheet&) const = default;
};

/// True when an inspection of `inspected` looks at the item.
[[nodiscard]] bool looks_at(Part inspected, const SheetItem& item);

[[nodiscard]] std::string_view name(Part part);
/// From the stored name. Throws Errc::bad_input.
[[nodiscard]] Part parse_part(std::string_view text);

/// Reads a score sheet; errors as in `parse_book`. Items must sum to 100 and stand in the order of
/// their dimensions.
[[nodiscard]] ScoreSheet parse_sheet(std::string_view toml, const std::string& file);

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/parse_sheet.ipp>
#include <wumei/rules/impl/score_sheet.ipp>
#endif
