#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>
#include <wumei/programme/transfer_commands.hpp>

#include <algorithm>
#include <utility>

namespace wumei::programme {
namespace detail {

/// Why the account's holder may not take part.
WUMEI_INLINE std::optional<Refusal> unregistered(const State& state, std::string_view account) {
  const std::string_view holder = ledger::parse_account(account).holder;
  const std::string_view id = holder.substr(std::min<std::size_t>(2, holder.size()));
  const bool household = holder.starts_with("h/");
  if (household && !state.people.households.contains(HouseholdId(id))) {
    return Refusal{RefusalCode::household_unknown, {{"household", std::string(id)}}};
  }
  if (holder.starts_with("f/") && state.people.village(VillageId(id)) == nullptr) {
    return Refusal{RefusalCode::village_unknown, {{"village", std::string(id)}}};
  }
  return std::nullopt;
}

}  // namespace detail

WUMEI_INLINE bool takes_transfers(std::string_view account) {
  const ledger::AccountName name = ledger::parse_account(account);
  return (name.purpose == ledger::Purpose::honour ||
          name.purpose == ledger::Purpose::honour_given) &&
         name.detail.empty();
}

namespace detail {

inline constexpr std::string_view transfer_kind = "honour.transfer";

/// Throws Errc::bad_input for a transfer that no command would make.
WUMEI_INLINE void check_transfer_facts(const Transfer& transfer) {
  for (const std::string* account : {&transfer.from, &transfer.to}) {
    if (!takes_transfers(*account)) throw bad_input({}, *account, "an account of honour");
  }
  if (transfer.to == transfer.from) throw bad_input({}, transfer.to, "another account");
  if (transfer.amount <= Honour()) {
    throw bad_input({}, transfer.amount.text(), "an amount above zero");
  }
}

WUMEI_INLINE json::Value transfer_facts(const Transfer& transfer) {
  json::Object facts;
  facts.reserve(3);
  facts.emplace_back("from", transfer.from);
  facts.emplace_back("to", transfer.to);
  facts.emplace_back("amount", transfer.amount.units());
  return facts;
}

WUMEI_INLINE Decision<Drafts> decide_transfer(const State& state, const Context& context,
                                              const Transfer& transfer) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  for (const std::string* account : {&transfer.from, &transfer.to}) {
    if (auto refusal = unregistered(state, *account)) return *refusal;
  }
  Drafts drafts(1);
  drafts[0].kind = transfer_kind;
  drafts[0].in = transfer_facts(transfer);
  drafts[0].moves.reserve(2);
  ledger::add_move(drafts[0].moves, transfer.from, "", -transfer.amount.units());
  ledger::add_move(drafts[0].moves, transfer.to, "", transfer.amount.units());
  return drafts;
}

WUMEI_INLINE std::optional<ledger::Violation> check_transfer(const State& before,
                                                             const Record& record) {
  const Transfer transfer{record.in.at("from").text(), record.in.at("to").text(),
                          Honour::of_units(record.in.at("amount").integer())};
  try {
    check_transfer_facts(transfer);
  } catch (const Error& error) {
    return ledger::Violation{9, std::string(transfer_kind) + ": " + error.what()};
  }
  return decided_anew(before, record, transfer, &decide_transfer, 9);
}

}  // namespace detail

WUMEI_INLINE Command transfer_command(const Actor& actor, Transfer transfer) {
  detail::check_transfer_facts(transfer);
  Command command;
  command.actor = actor;
  command.kind = detail::transfer_kind;
  command.in = detail::transfer_facts(transfer);
  command.decide = [transfer = std::move(transfer)](const State& state, const Context& context) {
    return detail::decide_transfer(state, context, transfer);
  };
  return command;
}

}  // namespace wumei::programme
