#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/rules/award_terms.hpp>

namespace wumei::rules {

WUMEI_INLINE const LevelTerms* AwardTerms::find(Level level) const {
  for (const LevelTerms& terms : levels) {
    if (terms.level == level) return &terms;
  }
  return nullptr;
}

WUMEI_INLINE const Veto* AwardTerms::find_veto(std::string_view code) const {
  for (const Veto& veto : vetoes) {
    if (veto.code == code || veto.name == code) return &veto;
  }
  return nullptr;
}

WUMEI_INLINE std::string_view name(Level level) {
  switch (level) {
    case Level::qualified: return "qualified";
    case Level::demonstration: return "demonstration";
    case Level::model: return "model";
  }
  return "unknown";
}

WUMEI_INLINE std::string_view chinese(Level level) {
  switch (level) {
    case Level::qualified: return "达标户";
    case Level::demonstration: return "示范户";
    case Level::model: return "标兵户";
  }
  return "unknown";
}

WUMEI_INLINE Level parse_level(std::string_view text) {
  for (const Level level : {Level::qualified, Level::demonstration, Level::model}) {
    if (text == name(level) || text == chinese(level)) return level;
  }
  throw bad_input({.file = {}, .field = "level"}, text,
                  "qualified (达标户), demonstration (示范户) or model (标兵户)");
}

}  // namespace wumei::rules
