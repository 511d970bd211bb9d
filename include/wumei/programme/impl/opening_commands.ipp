#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/opening_commands.hpp>
#include <wumei/programme/roles.hpp>

#include <utility>

namespace wumei::programme {
namespace detail {

inline constexpr std::size_t opening_key_max = 60;  ///< of 64: room for `~n` after reversals

WUMEI_INLINE json::Value opening_in(const OpeningBalance& asked) {
  return json::Value::object({{"household", asked.household.text()},
                              {"points", asked.points.units()},
                              {"honour", asked.honour.units()},
                              {"expires", asked.expires.text()},
                              {"document", asked.document}});
}

WUMEI_INLINE std::string opening_subject(const OpeningBalance& asked) {
  return asked.household.text() + "/" + asked.document;
}

WUMEI_INLINE bool opening_key_spells(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '#' || c == '"' || c == '\\') return false;
  }
  return true;
}

WUMEI_INLINE std::vector<ledger::Move> opening_moves(const OpeningBalance& asked,
                                                     const VillageId& fund) {
  using ledger::Purpose;
  const std::int64_t points = asked.points.units();
  const std::int64_t honour = asked.honour.units();
  std::vector<ledger::Move> moves;
  ledger::add_move(moves, ledger::of_fund(fund, Purpose::opening), "", -points);
  ledger::add_move(moves, ledger::of_household(asked.household, Purpose::spendable),
                   asked.expires.text(), points);
  ledger::add_move(moves, ledger::of_fund(fund, Purpose::honour_given), "", -honour);
  ledger::add_move(moves, ledger::of_household(asked.household, Purpose::honour), "", honour);
  return moves;
}

}  // namespace detail

WUMEI_INLINE Decision<Drafts> decide_opening(const State& state, const Context& context,
                                             const OpeningBalance& asked) {
  if (auto refusal = lacks_role_for(state, context, {people::Role::township}, asked.household)) {
    return *refusal;
  }
  const people::Household household = *state.people.household(asked.household);
  if (household.status == people::Status::closed) {
    return *people::inactive(state.people, asked.household);
  }
  if (state.people.openings.contains(detail::opening_subject(asked))) {
    return Refusal{RefusalCode::duplicate, {{"household", asked.household.text()},
                                            {"document", asked.document}}};
  }
  if (asked.points.is_zero() && asked.honour.is_zero()) {
    return Refusal{RefusalCode::nothing_to_do, {{"household", asked.household.text()}}};
  }
  if (asked.expires < context.effective && !asked.points.is_zero()) {
    return Refusal{RefusalCode::wrong_state, {{"household", asked.household.text()},
                                              {"expires", asked.expires.text()},
                                              {"effective", context.effective.text()}}};
  }
  ledger::Draft draft;
  draft.kind = "opening.balance";
  draft.in = detail::opening_in(asked);
  draft.moves = detail::opening_moves(asked, household.village);
  return Drafts{draft};
}

WUMEI_INLINE Command opening_command(Actor actor, OpeningBalance asked) {
  if (asked.points < Points() || asked.honour < Honour()) {
    throw Error(Errc::bad_input, "an opening balance is not below zero",
                {{"points", asked.points.text()}, {"honour", asked.honour.text()}});
  }
  if (asked.document.empty()) {
    throw Error(Errc::bad_input, "an opening balance needs the paper it comes from",
                {{"field", "document"}});
  }
  Command command;
  command.actor = std::move(actor);
  command.kind = "opening.balance";
  command.in = detail::opening_in(asked);
  command.decide = [asked = std::move(asked)](const State& state, const Context& context) {
    return decide_opening(state, context, asked);
  };
  return command;
}

WUMEI_INLINE std::string opening_key(const OpeningBalance& asked, Date effective) {
  const std::string subject = detail::opening_subject(asked);
  std::string key = effective.text() + "/opening/" + subject;
  if (!detail::opening_key_spells(asked.document) || key.size() > detail::opening_key_max) {
    key = effective.text() + "/opening/" + to_hex(sha256(subject).bytes().substr(0, 12));
  }
  return key;
}

}  // namespace wumei::programme
