#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/impl/expiry.ipp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

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

WUMEI_INLINE std::optional<ledger::Violation> check_log_open(const State&, const Record& record) {
  const std::int64_t offset = record.in.at("offset").integer();
  if (record.entry.seq != 0) return ledger::Violation{4, "a log is opened by its first entry only"};
  if (offset >= -14 * 60 && offset <= 14 * 60) return std::nullopt;
  return ledger::Violation{4, "no place is " + std::to_string(offset) + " minutes from UTC"};
}

/// Law 2 leans on budgets, so one must be what `budget_command` would write.
WUMEI_INLINE std::optional<ledger::Violation> check_budget(const State& before,
                                                           const Record& record) {
  const json::Value& in = record.in;
  const std::int64_t from = in.at("from").integer();
  const std::int64_t until = in.at("until").integer();
  const std::int64_t year = in.at("year").integer();
  const bool sound = 1 <= from && from <= until && until <= 12 && year >= 1970 && year <= 9999 &&
                     in.at("monthly").integer() > 0;
  if (!sound) return ledger::Violation{2, "a budget over impossible months or of no points"};
  const Context context = context_of(before, record.entry);
  if (!lacks_role(before, context, people::Role::township, {})) return std::nullopt;
  return ledger::Violation{7, "a budget was approved by who may not"};
}

/// Law 7 for what the township alone does.
WUMEI_INLINE std::optional<ledger::Violation> check_township(const State& before,
                                                             const Record& record) {
  return unlawful_actor(record, lacks_role(before, context_of(before, record.entry),
                                           people::Role::township, {}));
}

/// A budget is taken back while the others cover what was issued under it; a wrong one is replaced
/// by approving the right one first.
WUMEI_INLINE std::optional<Refusal> may_reverse_budget(const State& state,
                                                       const Record& original) {
  const auto over = state.book.overdrawn_without(original.entry.seq);
  if (!over) return std::nullopt;
  return Refusal{RefusalCode::budget_exhausted,
                 {{"fund", original.in.at("fund").text()},
                  {"until", over->month.text().substr(0, 7)},
                  {"issued", Points::of_units(over->issued).text()},
                  {"left", Points::of_units(over->left).text()}}};
}

/// A closed period never opens again.
WUMEI_INLINE std::optional<ledger::Violation> check_period_close(const State& before,
                                                                 const Record& record) {
  if (auto broken = check_township(before, record)) return broken;
  const Date through = Date::parse(record.in.at("through").text());
  const auto closed = before.book.closed_through();
  if ((!closed || through > *closed) && through < record.entry.effective) return std::nullopt;
  return ledger::Violation{8, "the period through " + through.text() +
                                  " is closed already or not over"};
}

WUMEI_INLINE std::optional<ledger::Violation> check_import(const State& before,
                                                           const Record& record) {
  const std::int64_t first = record.out.at("first").integer();
  const std::int64_t entries = record.out.at("entries").integer();
  if (first > 0 && entries > 0 && first + entries == before.book.size()) return std::nullopt;
  return ledger::Violation{4, "an import names entries that are not those right before it"};
}

WUMEI_INLINE void fold_day_close(State& state, const Record& record) {
  state.last_day_close = Date::parse(record.in.at("day").text());
  state.last_close = record.entry.seq;
}

WUMEI_INLINE std::optional<ledger::Violation> check_day_close(const State& before,
                                                              const Record& record) {
  if (auto broken = unlawful_actor(record, may_not_close_day(
                                               before, context_of(before, record.entry)))) {
    return broken;
  }
  if (Date::parse(record.in.at("day").text()) <= before.last_day_close) {
    return ledger::Violation{13, "the day was closed before"};
  }
  const json::Value* root = record.out.find("account_root");
  if (root == nullptr || root->text().size() != 2 * audit::hash_bytes) {
    return ledger::Violation{13, "the day close names no root of the accounts"};
  }
  if (record.out == close_data(before, root->text())) return std::nullopt;
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
    {"log.open", &fold_log_open, &check_log_open},
    {"budget.approve", nullptr, &check_budget, &nothing_to_undo, &may_reverse_budget},
    {"period.close", nullptr, &check_period_close},
    {"period.late", nullptr, &check_township},
    {"day.close", &fold_day_close, &check_day_close},
    {"points.expire", nullptr, &check_expiry},
    {"import.record", &fold_import, &check_import},
    {"entry.reverse", &fold_reverse},
    {bare_transfer, nullptr, nullptr, &nothing_to_undo},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> control_kinds() { return detail::control_table; }

}  // namespace wumei::programme
