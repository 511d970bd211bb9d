#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>

#include <array>
#include <unordered_map>

namespace wumei::programme {

namespace detail {

WUMEI_INLINE std::unordered_map<std::string_view, const Kind*> kinds_by_name() {
  const std::array tables{control_kinds(), people_kinds(), rules_kinds(), scoring_kinds(),
                          notice_kinds(),  award_kinds(),  market_kinds(), epoch_kinds()};
  std::unordered_map<std::string_view, const Kind*> kinds;
  for (const std::span<const Kind> table : tables) {
    for (const Kind& kind : table) kinds.emplace(kind.name, &kind);
  }
  return kinds;
}

}  // namespace detail

WUMEI_INLINE const Kind* find_kind(std::string_view name) {
  static const std::unordered_map<std::string_view, const Kind*> kinds = detail::kinds_by_name();
  const auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : found->second;
}

WUMEI_INLINE void fold(State& state, const ledger::Entry& entry, json::Parser& parser) {
  state.book.apply(entry);
  const Kind* kind = find_kind(entry.kind);
  if (kind == nullptr || kind->fold == nullptr) return;
  const json::Value data = ledger::parse_data(entry, parser);
  kind->fold(state, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
