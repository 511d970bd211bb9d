#pragma once

#include <wumei/audit/account_tree.hpp>
#include <wumei/programme/state.hpp>

/// The tree over the accounts of all households that the close of a day commits to.
namespace wumei::programme {

/// The tree of the state's households, in order of registration, blinded under `secret`.
[[nodiscard]] audit::AccountTree account_tree(const State& state, std::string_view secret);

/// The private detail of a `day.close` that keeps `secret`, and back; reading throws
/// Errc::bad_input or Errc::corrupt for anything else.
[[nodiscard]] std::string secret_detail(std::string_view secret);
[[nodiscard]] std::string read_secret_detail(std::string_view detail);

/// What a household's leaf needs to be proven in that tree. Throws Errc::not_found for a household
/// that the state does not know.
[[nodiscard]] audit::BalanceProof prove_account(const State& state, const HouseholdId& household,
                                                std::string_view secret);

/// Law 13 of a `day.close`: that its root is of these accounts under the secret it keeps.
[[nodiscard]] std::optional<ledger::Violation> check_account_root(const State& before,
                                                                  const json::Value& out,
                                                                  const std::string& detail);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/account_root.ipp>
#endif
