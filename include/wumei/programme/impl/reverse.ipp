#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

#include <algorithm>

namespace wumei::programme {
namespace detail {

/// Takes back `amount` points that went to a household: from `lot` first, then from the lots that
/// expire last (its newest earnings), the rest becomes arrears.
WUMEI_INLINE void take_back_spendable(std::vector<ledger::Move>& moves, const ledger::Book& book,
                                      const HouseholdId& household, std::string_view lot,
                                      std::int64_t amount) {
  const std::string account = ledger::of_household(household, ledger::Purpose::spendable);
  std::vector<ledger::Lot> lots = book.lots(account);
  std::reverse(lots.begin(), lots.end());
  std::stable_partition(lots.begin(), lots.end(),
                        [&](const ledger::Lot& known) { return known.name == lot; });
  const bool this_lot_only = !lot.empty();
  for (const ledger::Lot& known : lots) {
    if (amount == 0 || (this_lot_only && known.name != lot)) break;
    const std::int64_t taken = std::min(amount, known.amount);
    ledger::add_move(moves, account, known.name, -taken);
    amount -= taken;
  }
  ledger::add_move(moves, ledger::of_household(household, ledger::Purpose::arrears), "", -amount);
}

/// A pending lot that has been confirmed is taken back where it went: spendable points and honour.
/// Returns how many of its points were there to take: an objection may have sent some back already.
WUMEI_INLINE std::int64_t take_back_pending(std::vector<ledger::Move>& moves, const State& state,
                                    const ledger::Leg& leg) {
  const std::int64_t held = std::min(state.book.lot_balance(leg.account, leg.lot), leg.amount);
  ledger::add_move(moves, std::string(leg.account), std::string(leg.lot), -held);
  const HouseholdId household(ledger::parse_account(leg.account).holder.substr(2));
  const Points counts =
      scoring::granted(state.deeds, household, std::stoll(std::string(leg.lot)));
  const std::int64_t confirmed = std::min(leg.amount, counts.units()) - held;
  if (confirmed <= 0) return held;
  take_back_spendable(moves, state.book, household, "", confirmed);
  const VillageId fund = village_of(state, leg.account);
  ledger::add_move(moves, ledger::of_household(household, ledger::Purpose::honour), "",
                   -confirmed);
  ledger::add_move(moves, ledger::of_fund(fund, ledger::Purpose::honour_given), "", confirmed);
  return held + confirmed;
}

WUMEI_INLINE std::vector<ledger::Move> reversal_moves(const State& state,
                                                      const ledger::Entry& original) {
  std::vector<ledger::Move> moves;
  std::int64_t gone = 0;  // sent back by an objection, so the fund has them
  std::string issued;
  for (const ledger::Leg& leg : original.legs) {
    const ledger::AccountName account = ledger::parse_account(leg.account);
    if (account.purpose == ledger::Purpose::spendable && leg.amount > 0) {
      take_back_spendable(moves, state.book, HouseholdId(account.holder.substr(2)), leg.lot,
                          leg.amount);
    } else if (account.purpose == ledger::Purpose::pending && leg.amount > 0) {
      gone += leg.amount - take_back_pending(moves, state, leg);
    } else {
      if (account.purpose == ledger::Purpose::issued) issued = leg.account;
      ledger::add_move(moves, std::string(leg.account), std::string(leg.lot), -leg.amount);
    }
  }
  if (gone != 0) ledger::add_move(moves, issued, "", -gone);
  return moves;
}

WUMEI_INLINE std::optional<Refusal> may_not_reverse(const State& state, const Context& context,
                                                    const ledger::Entry& original) {
  const std::string seq = std::to_string(original.seq);
  if (state.book.is_reversed(original.seq)) {
    return Refusal{RefusalCode::already_reversed, {{"seq", seq}}};
  }
  const Kind* kind = find_kind(original.kind);
  const bool undoable = kind != nullptr && kind->reverse != nullptr;
  if (!undoable || state.book.is_reversal(original.seq)) {
    return Refusal{RefusalCode::not_reversible, {{"seq", seq},
                                                 {"kind", std::string(original.kind)}}};
  }
  const bool own_slip = original.officer() == context.actor.officer.text() &&
                        original.recorded.date(state.charter.offset_minutes) == context.today;
  if (own_slip) return unknown_officer(state, context.actor.officer);
  return lacks_role(state, context, people::Role::township, {});
}

/// Whether the moves may be posted: a shelf that is already empty, or cash already spent, cannot
/// be taken back.
WUMEI_INLINE std::optional<ledger::Violation> unlawful(const State& state, const Context& context,
                                                       std::vector<ledger::Move> moves,
                                                       ledger::Seq original) {
  ledger::Entry probe;
  probe.seq = state.book.size();
  probe.recorded = context.now;
  probe.effective = context.effective;
  probe.kind = "entry.reverse";
  probe.refs = {original};
  if (context.late) probe.refs.push_back(*context.late);
  probe.legs = state.book.legs_for(moves);
  return state.book.check(probe);
}

/// A household that was closed or merged has handed its points on; a debt would stay with nobody.
WUMEI_INLINE std::optional<Refusal> moves_of_closed(const State& state,
                                                    const std::vector<ledger::Move>& moves) {
  for (const ledger::Move& move : moves) {
    const std::string_view holder = ledger::parse_account(move.account).holder;
    if (!holder.starts_with("h/")) continue;
    const HouseholdId household(holder.substr(2));
    const auto known = state.people.household(household);
    if (!known || known->status != people::Status::closed) continue;
    return people::inactive(state.people, household);
  }
  return std::nullopt;
}

WUMEI_INLINE Decision<Drafts> decide_reverse(const State& state, const Context& context,
                                             const std::string& leaf, const json::Value& in) {
  const ledger::Entry original = ledger::decode(leaf);
  if (auto refusal = may_not_reverse(state, context, original)) return *refusal;
  const json::Value data = ledger::parse_data(original);
  const Kind& kind = *find_kind(original.kind);
  const Record record{original, data.at("in"), data.at("out")};
  if (kind.hands != nullptr) {
    for (const OfficerId& officer : kind.hands(state, record)) {
      if (auto refusal = same_officer(context, officer)) return *refusal;
    }
  }
  if (kind.may_reverse != nullptr) {
    if (auto refusal = kind.may_reverse(state, record)) return *refusal;
  }
  ledger::Draft draft;
  draft.kind = "entry.reverse";
  draft.refs = {original.seq};
  draft.moves = reversal_moves(state, original);
  if (auto refusal = moves_of_closed(state, draft.moves)) return *refusal;
  draft.in = in;
  draft.out = json::Value::object({{"kind", original.kind},
                                   {"effective", original.effective.text()},
                                   {"in", data.at("in")},
                                   {"out", data.at("out")}});
  const auto violation = unlawful(state, context, draft.moves, original.seq);
  // A closed period is the engine's to refuse: it tells of the late approval that would help.
  if (violation && violation->law != 8) {
    return Refusal{RefusalCode::not_reversible, {{"seq", std::to_string(original.seq)},
                                                 {"why", violation->what}}};
  }
  return Drafts{std::move(draft)};
}

}  // namespace detail

WUMEI_INLINE std::optional<ledger::Violation> check_reversal(const State& before,
                                                             const Record& record,
                                                             const std::string& original) {
  const ledger::Seq named = record.entry.refs.front();
  const auto broken = [&](int law, const std::string& what) {
    return ledger::Violation{law, "the reversal of entry " + std::to_string(named) + " " + what};
  };
  if (record.in.at("seq").integer() != named) return broken(6, "says that it is of another");
  const Decision<Drafts> decided =
      detail::decide_reverse(before, context_of(before, record.entry), original, record.in);
  if (!decided) {
    const RefusalCode code = decided.refusal().code;
    return broken(concerns_rights(code) ? 7 : 6, "should be refused: " + std::string(name(code)));
  }
  const ledger::Draft& draft = decided->front();
  if (!moves_exactly(record.entry, draft.moves)) return broken(6, "moves something else back");
  if (draft.out == record.out && acts_on(before, record.entry, draft.refs)) return std::nullopt;
  return broken(6, "does not repeat its facts");
}

WUMEI_INLINE Command reverse_command(const Programme& programme, const Actor& actor,
                                     ledger::Seq seq, const std::string& reason) {
  Command command;
  command.actor = actor;
  command.kind = "entry.reverse";
  command.in = json::Value::object({{"seq", seq}, {"reason", reason}});
  command.decide = [leaf = programme.leaf(seq), in = command.in](
                       const State& state, const Context& context) {
    return detail::decide_reverse(state, context, leaf, in);
  };
  return command;
}

WUMEI_INLINE Decision<std::int64_t> reverse_import(Programme& programme, const Actor& actor,
                                                   const ImportReversal& asked) {
  const auto known = programme.state().imports.find(asked.record);
  if (known == programme.state().imports.end()) {
    throw Error(Errc::not_found, "entry " + std::to_string(asked.record) + " is not an import",
                {{"seq", std::to_string(asked.record)}});
  }
  const Import batch = known->second;
  std::int64_t reversed = 0;
  const OpenBatch open(programme);
  for (ledger::Seq seq = batch.first + batch.entries - 1; seq >= batch.first; --seq) {
    if (programme.state().book.is_reversed(seq)) continue;
    const auto done = programme.submit(reverse_command(programme, actor, seq, asked.reason));
    if (!done) return done.refusal();
    ++reversed;
  }
  if (reversed == 0) return Refusal{RefusalCode::nothing_to_do, {}};
  if (!asked.dry_run) static_cast<void>(programme.commit());
  return reversed;
}

}  // namespace wumei::programme
