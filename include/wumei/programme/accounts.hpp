#pragma once

#include <wumei/programme/account_root.hpp>
#include <wumei/programme/programme.hpp>

/// A household's proof of its balance at the close of a day.
namespace wumei::programme {

/// The newest `day.close` of the log. Throws Errc::not_found when no day was closed yet.
[[nodiscard]] ledger::Seq last_close(const Programme& programme);

/// Everything of a balance proof but the proof of the close, which needs a checkpoint. Replays the
/// log up to the close when entries followed it. Throws Errc::not_found when `close` is not the
/// close of a day, its secret was erased, or the household was not registered by then.
[[nodiscard]] audit::BalanceProof prove_balance(const Programme& programme,
                                                const HouseholdId& household, ledger::Seq close);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/accounts.ipp>
#endif
