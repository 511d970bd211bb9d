#pragma once

#include <wumei/programme/command.hpp>
#include <wumei/programme/state.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wumei::programme {

/// One entry with its data parsed, as a fold sees it. The state never holds private detail: names
/// and PIN hashes are read from the store when a question needs them, so erasing them is enough.
struct Record {
  const ledger::Entry& entry;
  const json::Value& in;
  const json::Value& out;
};

/// How a kind of entry changes the state, and what `verify` checks about it beyond laws 1 to 8.
struct Kind {
  std::string_view name;
  /// Folds the entry's facts (not its legs: the book has those already); nullptr when there are
  /// none to keep, which spares parsing them.
  void (*fold)(State& state, const Record& record);
  /// Laws 7 and 9 to 14 for this kind against the state *before* the entry; nullptr for none.
  std::optional<ledger::Violation> (*check)(const State& before, const Record& record) = nullptr;
  /// Undoes the facts `fold` recorded when `entry.reverse` takes an entry of this kind back. The
  /// record holds the original's data; of its entry only seq, kind and effective are filled.
  void (*reverse)(State& state, const Record& original) = nullptr;
  /// Why `reverse` could no longer undo everything that followed from the entry; nullptr: it can.
  std::optional<Refusal> (*may_reverse)(const State& state, const Record& original) = nullptr;
  /// The member of `in` with the digest of the public document that the entry publishes; "": none.
  std::string_view document = {};
  /// Law 7: officers who may not reverse it, since it is about what they did; nullptr: nobody.
  std::vector<OfficerId> (*hands)(const State& state, const Record& original) = nullptr;
};

/// `Kind::reverse` of kinds of whose facts the fold keeps nothing, so that the legs are all.
void nothing_to_undo(State& state, const Record& original);

/// Moves anything but points for no reason the programme knows: for builders on the library and its
/// tests. `verify` says that it could not check it.
inline constexpr std::string_view bare_transfer = "ledger.transfer";

/// The context in which an entry was decided, from what the entry itself says.
[[nodiscard]] Context context_of(const State& before, const ledger::Entry& entry);

/// True when the entry's legs are exactly these moves.
[[nodiscard]] bool moves_exactly(const ledger::Entry& entry, std::vector<ledger::Move> moves);

/// True for a refusal over who acted: as a fault of an entry, that is law 7.
[[nodiscard]] bool concerns_rights(RefusalCode code);

/// Law 7, broken by an entry that this refusal should have kept its officer from writing; nothing
/// for no refusal.
[[nodiscard]] std::optional<ledger::Violation> unlawful_actor(
    const Record& record, const std::optional<Refusal>& refusal);

/// The law an entry broke that should have been refused: 7 over who acted, 14 over what nobody
/// registered or somebody did already, 12 over what was not valid, and else `law`, the kind's own.
[[nodiscard]] int law_against(RefusalCode code, int law);

/// What is wrong with an entry that should have been refused.
[[nodiscard]] ledger::Violation should_be_refused(const Record& record, RefusalCode code, int law);

/// True when the entry acts on these entries and, behind them, cites at most the approval that
/// lets it into a closed period.
[[nodiscard]] bool acts_on(const State& before, const ledger::Entry& entry,
                           const std::vector<ledger::Seq>& refs);

/// What is wrong with an entry that was decided anew from its own facts: that it should have been
/// refused, or says something else than was decided. The strictest check there is, and no second
/// spelling of any rule. `decided` is of one draft, `law` as in `law_against`.
[[nodiscard]] std::optional<ledger::Violation> decided_otherwise(const State& before,
                                                                 const Record& record,
                                                                 const Decision<Drafts>& decided,
                                                                 int law);

/// The same for the facts of an entry, which `decide` decides anew in the entry's own context.
template <class Facts>
[[nodiscard]] std::optional<ledger::Violation> decided_anew(
    const State& before, const Record& record, const Facts& facts,
    Decision<Drafts> (*decide)(const State&, const Context&, const Facts&), int law) {
  return decided_otherwise(before, record,
                           decide(before, context_of(before, record.entry), facts), law);
}

// Each slice lists its kinds in one table, defined in `impl/kinds_<slice>.ipp`.
[[nodiscard]] std::span<const Kind> control_kinds();    ///< log.open, budget, close, reverse
[[nodiscard]] std::span<const Kind> people_kinds();
[[nodiscard]] std::span<const Kind> rules_kinds();
[[nodiscard]] std::span<const Kind> scoring_kinds();    ///< claims, inspections
[[nodiscard]] std::span<const Kind> notice_kinds();
[[nodiscard]] std::span<const Kind> award_kinds();
[[nodiscard]] std::span<const Kind> market_kinds();
[[nodiscard]] std::span<const Kind> lease_kinds();      ///< leases of tills
[[nodiscard]] std::span<const Kind> stock_kinds();      ///< counts, goods from shop to shop
[[nodiscard]] std::span<const Kind> merchant_kinds();   ///< merchants and what they are paid
[[nodiscard]] std::span<const Kind> suspense_kinds();   ///< who settles suspense
[[nodiscard]] std::span<const Kind> epoch_kinds();      ///< epoch.open after a restore
[[nodiscard]] std::span<const Kind> log_kinds();        ///< erase, key, anchor, transfer

/// The kind of that name, or nullptr for one this version does not know.
[[nodiscard]] const Kind* find_kind(std::string_view name);

/// Folds one entry into the state: first the book, then the kind's own facts. Entries of unknown
/// kinds change the book only.
void fold(State& state, const ledger::Entry& entry, json::Parser& parser);
/// The same for an entry that `Book::check` has just passed, with what that found.
void fold(State& state, const ledger::Entry& entry, const ledger::FoundAccounts& found,
          json::Parser& parser);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/kinds.ipp>
#endif
