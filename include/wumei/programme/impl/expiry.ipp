#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/control_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

/// Households of one `points.expire` entry: about 60 bytes a leg, well below an entry's most.
inline constexpr std::size_t expiry_households = 300;

WUMEI_INLINE void add_expired_lots(std::vector<ledger::Move>& moves, const State& state,
                                   const people::Household& household, Date day) {
  const std::string account =
      ledger::of_household(household.id, ledger::Purpose::spendable);
  const std::string first_valid = day.text();
  for (const ledger::Lot& lot : state.book.lots(account)) {
    if (lot.name >= first_valid) break;
    ledger::add_move(moves, account, lot.name, -lot.amount);
    ledger::add_move(moves, ledger::of_fund(household.village, ledger::Purpose::expired), "",
                     lot.amount);
  }
}

WUMEI_INLINE Drafts expiry_drafts(const State& state, const json::Value& in, Date day) {
  Drafts drafts;
  std::size_t households = 0;
  ledger::Draft draft{.kind = "points.expire", .in = in};
  const auto close_draft = [&] {
    if (!draft.moves.empty()) drafts.push_back(draft);
    draft.moves.clear();
    households = 0;
  };
  for (const auto& [id, household] : state.people.households) {
    const std::size_t before = draft.moves.size();
    add_expired_lots(draft.moves, state, household, day);
    if (draft.moves.size() > before && ++households == expiry_households) close_draft();
  }
  close_draft();
  return drafts;
}

/// Only lots past their last day go, whole, and to the sink of their village. An entry need not
/// name every such household: a run over many is split.
WUMEI_INLINE std::optional<ledger::Violation> check_expiry(const State& before,
                                                           const Record& record) {
  const Date day = Date::parse(record.in.at("day").text());
  const Context context = context_of(before, record.entry);
  if (auto broken = unlawful_actor(
          record, lacks_role(before, context, people::Role::township, {}))) {
    return broken;
  }
  if (day > context.today) {
    return ledger::Violation{10, "points expire on " + day.text() + ", before that day has come"};
  }
  std::vector<ledger::Move> moves;
  std::string_view account;
  for (const ledger::Leg& leg : record.entry.legs) {
    const ledger::AccountName name = ledger::parse_account(leg.account);
    if (name.purpose != ledger::Purpose::spendable || leg.account == account) continue;
    account = leg.account;
    const auto household = before.people.household(HouseholdId(name.holder.substr(2)));
    if (household) add_expired_lots(moves, before, *household, day);
  }
  if (moves_exactly(record.entry, moves)) return std::nullopt;
  return ledger::Violation{10, "other lots go than those that had expired on " + day.text()};
}

}  // namespace detail

WUMEI_INLINE Command expire_command(const Actor& actor, Date day) {
  Command command;
  command.actor = actor;
  command.kind = "points.expire";
  command.in = json::Value::object({{"day", day.text()}});
  command.decide = [in = command.in, day](const State& state,
                                          const Context& context) -> Decision<Drafts> {
    if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
    if (day > context.today) return Refusal{RefusalCode::date_in_future, {{"day", day.text()}}};
    Drafts drafts = detail::expiry_drafts(state, in, day);
    if (drafts.empty()) return Refusal{RefusalCode::nothing_to_do, {{"day", day.text()}}};
    return drafts;
  };
  return command;
}

}  // namespace wumei::programme
