#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/rules/score_sheet.hpp>

namespace wumei::rules {

WUMEI_INLINE const SheetItem* ScoreSheet::find(std::string_view code) const {
  for (const SheetItem& item : items) {
    if (item.code == code) return &item;
  }
  return nullptr;
}

WUMEI_INLINE Score ScoreSheet::full_marks(std::string_view dimension) const {
  Score sum;
  for (const SheetItem& item : items) {
    if (item.dimension == dimension) sum += item.max;
  }
  return sum;
}

WUMEI_INLINE Score ScoreSheet::full_marks(Part part) const {
  Score sum;
  for (const SheetItem& item : items) {
    if (looks_at(part, item)) sum += item.max;
  }
  return sum;
}

WUMEI_INLINE bool looks_at(Part inspected, const SheetItem& item) {
  return inspected == Part::whole || item.part == Part::outside;
}

WUMEI_INLINE std::string_view name(Part part) {
  switch (part) {
    case Part::outside: return "outside";
    case Part::whole: return "whole";
  }
  return "unknown";
}

WUMEI_INLINE Part parse_part(std::string_view text) {
  for (const Part part : {Part::outside, Part::whole}) {
    if (text == name(part)) return part;
  }
  throw bad_input({.file = {}, .field = "part"}, text, "outside or whole");
}

}  // namespace wumei::rules
