#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/accounts.hpp>
#include <wumei/programme/kinds.hpp>

namespace wumei::programme {
namespace detail {

/// The state that the entries before `until` leave.
WUMEI_INLINE State state_before(const Programme& programme, ledger::Seq until) {
  State state;
  json::Parser parser;
  ledger::Entry entry;
  programme.store().read(programme.id(), 0, until, [&](ledger::Seq, std::string_view leaf) {
    ledger::decode(leaf, entry);
    fold(state, entry, parser);
    return true;
  });
  return state;
}

}  // namespace detail

WUMEI_INLINE ledger::Seq last_close(const Programme& programme) {
  const ledger::Seq seq = programme.state().last_close;
  if (seq == ledger::no_seq) throw Error(Errc::not_found, "no day was closed yet");
  return seq;
}

WUMEI_INLINE audit::BalanceProof prove_balance(const Programme& programme,
                                               const HouseholdId& household, ledger::Seq close) {
  const std::string leaf = programme.leaf(close);
  if (ledger::decode(leaf).kind != "day.close") {
    throw Error(Errc::not_found, "entry " + std::to_string(close) + " is not the close of a day");
  }
  const std::string detail = programme.detail(close);
  if (detail.empty()) {
    throw Error(Errc::not_found, "the secret of the accounts at entry " + std::to_string(close) +
                                     " was erased");
  }
  const std::string secret = read_secret_detail(detail);
  // A close moves nothing: right after it the accounts are those it saw.
  audit::BalanceProof proof =
      programme.size() == close + 1
          ? prove_account(programme.state(), household, secret)
          : prove_account(detail::state_before(programme, close), household, secret);
  proof.close.index = close;
  return proof;
}

}  // namespace wumei::programme
