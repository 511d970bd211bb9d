#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {

WUMEI_INLINE const Kind* find_kind(std::string_view name) {
  const std::array tables{control_kinds(), people_kinds(), rules_kinds(), scoring_kinds(),
                          notice_kinds(),  award_kinds(),  market_kinds(), epoch_kinds()};
  for (const std::span<const Kind> table : tables) {
    for (const Kind& kind : table) {
      if (kind.name == name) return &kind;
    }
  }
  return nullptr;
}

WUMEI_INLINE void fold(State& state, const ledger::Entry& entry, json::Parser& parser) {
  state.book.apply(entry);
  const Kind* kind = find_kind(entry.kind);
  if (kind == nullptr || kind->fold == nullptr) return;
  const json::Value data = ledger::parse_data(entry, parser);
  kind->fold(state, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
