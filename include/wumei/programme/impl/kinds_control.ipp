#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/impl/expiry.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE void fold_log_open(State& state, const Record& record) {
  Charter& charter = state.charter;
  charter.origin = record.in.at("origin").text();
  charter.programme = record.in.at("programme").text();
  charter.title = record.in.at("title").text();
  charter.offset_minutes = static_cast<int>(record.in.at("offset").integer());
  charter.log_key = record.in.at("log_key").text();
  charter.rehearsal = record.in.at("rehearsal").flag();
  charter.close_day = static_cast<int>(record.in.at("close_day").integer());
}

WUMEI_INLINE void fold_day_close(State& state, const Record& record) {
  state.last_day_close = Date::parse(record.in.at("day").text());
}

WUMEI_INLINE std::optional<ledger::Violation> check_day_close(const State& before,
                                                              const Record& record) {
  if (record.out == to_json(totals(before.book))) return std::nullopt;
  return ledger::Violation{13, "the totals of the day close do not follow from the entries"};
}

WUMEI_INLINE void fold_import(State& state, const Record& record) {
  state.imports[record.entry.seq] = {record.in.at("file").text(), record.in.at("digest").text(),
                                     record.in.at("kind").text(),
                                     record.out.at("first").integer(),
                                     record.out.at("entries").integer()};
}

WUMEI_INLINE void fold_reverse(State& state, const Record& record) {
  const json::Value& kind_name = record.out.at("kind");
  const Kind* kind = find_kind(kind_name.text());
  if (kind == nullptr || kind->reverse == nullptr) return;
  ledger::Entry original;
  original.seq = record.entry.refs.front();
  original.kind = kind_name.text();
  original.effective = Date::parse(record.out.at("effective").text());
  kind->reverse(state, {original, record.out.at("in"), record.out.at("out")});
}

/// The book folds budgets, closes and late approvals by itself: they move its bounds.
inline constexpr std::array<Kind, 9> control_table{{
    {"log.open", &fold_log_open},
    {"budget.approve", nullptr},
    {"period.close", nullptr},
    {"period.late", nullptr},
    {"day.close", &fold_day_close, &check_day_close},
    {"points.expire", nullptr, &check_expiry},
    {"import.record", &fold_import},
    {"entry.reverse", &fold_reverse},
    {"ledger.transfer", nullptr},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> control_kinds() { return detail::control_table; }

}  // namespace wumei::programme
