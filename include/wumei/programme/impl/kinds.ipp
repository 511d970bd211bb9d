#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace wumei::programme {

namespace detail {

WUMEI_INLINE std::unordered_map<std::string_view, const Kind*> kinds_by_name() {
  const std::array tables{control_kinds(), people_kinds(), rules_kinds(), scoring_kinds(),
                          notice_kinds(),  award_kinds(),  market_kinds(), epoch_kinds(),
                          log_kinds()};
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

WUMEI_INLINE void nothing_to_undo(State& /*state*/, const Record& /*original*/) {}

WUMEI_INLINE Context context_of(const State& before, const ledger::Entry& entry) {
  Context context;
  context.now = entry.recorded;
  context.today = entry.recorded.date(before.charter.offset_minutes);
  context.effective = entry.effective;
  context.actor.officer = OfficerId(entry.officer());
  context.actor.device = DeviceId(entry.actor.substr(entry.officer().size() + 1));
  context.next = entry.seq;
  return context;
}

WUMEI_INLINE bool moves_exactly(const ledger::Entry& entry, std::vector<ledger::Move> moves) {
  std::sort(moves.begin(), moves.end(), [](const ledger::Move& a, const ledger::Move& b) {
    return a.account != b.account ? a.account < b.account : a.lot < b.lot;
  });
  return std::equal(moves.begin(), moves.end(), entry.legs.begin(), entry.legs.end(),
                    [](const ledger::Move& move, const ledger::Leg& leg) {
                      return move.account == leg.account && move.lot == leg.lot &&
                             move.amount == leg.amount;
                    });
}

WUMEI_INLINE bool concerns_rights(RefusalCode code) {
  return code == RefusalCode::role_missing || code == RefusalCode::four_eyes ||
         code == RefusalCode::officer_unknown || code == RefusalCode::officer_dismissed;
}

WUMEI_INLINE void fold(State& state, const ledger::Entry& entry, json::Parser& parser) {
  state.book.apply(entry);
  const Kind* kind = find_kind(entry.kind);
  if (kind == nullptr || kind->fold == nullptr) return;
  const json::Value data = ledger::parse_data(entry, parser);
  kind->fold(state, {entry, data.at("in"), data.at("out")});
}

}  // namespace wumei::programme
