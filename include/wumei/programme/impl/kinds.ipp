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
                          notice_kinds(),  award_kinds(),  market_kinds(), lease_kinds(),
                          stock_kinds(),   merchant_kinds(), suspense_kinds(), epoch_kinds(),
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
  const bool late = !entry.refs.empty() &&
                    before.book.admits_late(entry.refs.back(), entry.effective);
  if (late) context.late = entry.refs.back();
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

WUMEI_INLINE std::optional<ledger::Violation> unlawful_actor(
    const Record& record, const std::optional<Refusal>& refusal) {
  if (!refusal) return std::nullopt;
  return ledger::Violation{7, std::string(record.entry.kind) + " by " +
                                  std::string(record.entry.officer()) + ": " +
                                  std::string(name(refusal->code))};
}

WUMEI_INLINE int law_against(RefusalCode code, int law) {
  if (concerns_rights(code)) return 7;
  const auto is = [code](std::initializer_list<RefusalCode> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  if (is({RefusalCode::stale_prices, RefusalCode::not_yet_valid})) return 12;
  const bool registers =
      is({RefusalCode::duplicate, RefusalCode::village_unknown, RefusalCode::household_unknown,
          RefusalCode::shop_unknown, RefusalCode::donor_unknown, RefusalCode::merchant_unknown});
  return registers ? 14 : law;
}

WUMEI_INLINE ledger::Violation should_be_refused(const Record& record, RefusalCode code, int law) {
  return {law, std::string(record.entry.kind) + " should be refused: " + std::string(name(code))};
}

WUMEI_INLINE bool acts_on(const State& before, const ledger::Entry& entry,
                          const std::vector<ledger::Seq>& refs) {
  const std::size_t own = refs.size();
  if (entry.refs.size() < own || !std::equal(refs.begin(), refs.end(), entry.refs.begin())) {
    return false;
  }
  if (entry.refs.size() == own) return true;
  return entry.refs.size() == own + 1 &&
         before.book.admits_late(entry.refs.back(), entry.effective);
}

WUMEI_INLINE std::optional<ledger::Violation> decided_otherwise(const State& before,
                                                                const Record& record,
                                                                const Decision<Drafts>& decided,
                                                                int law) {
  const std::string kind(record.entry.kind);
  if (!decided) {
    const RefusalCode code = decided.refusal().code;
    return should_be_refused(record, code, law_against(code, law));
  }
  const ledger::Draft& draft = decided->front();
  if (draft.in != record.in) {
    return ledger::Violation{law, kind + ": facts not as the kind has them"};
  }
  if (draft.out != record.out || !acts_on(before, record.entry, draft.refs)) {
    return ledger::Violation{law, kind + ": decided otherwise than its facts say"};
  }
  if (moves_exactly(record.entry, draft.moves)) return std::nullopt;
  return ledger::Violation{law, kind + ": moves other points, goods or yuan than its facts say"};
}

namespace detail {

/// What the entry means beyond its quantities, which are folded.
WUMEI_INLINE void fold_facts(State& state, const ledger::Entry& entry, json::Parser& parser) {
  people::note_act(state.people, entry.officer(), entry.seq);
  const Kind* kind = find_kind(entry.kind);
  if (kind == nullptr || kind->fold == nullptr) return;
  const json::Value data = ledger::parse_data(entry, parser);
  kind->fold(state, {entry, data.at("in"), data.at("out")});
}

}  // namespace detail

WUMEI_INLINE void fold(State& state, const ledger::Entry& entry, json::Parser& parser) {
  state.book.apply(entry);
  detail::fold_facts(state, entry, parser);
}

WUMEI_INLINE void fold(State& state, const ledger::Entry& entry,
                       const ledger::FoundAccounts& found, json::Parser& parser) {
  state.book.apply(entry, found);
  detail::fold_facts(state, entry, parser);
}

}  // namespace wumei::programme
