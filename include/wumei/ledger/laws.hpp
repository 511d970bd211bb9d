#pragma once

#include <wumei/ledger/book.hpp>

#include <span>

/// The laws of the ledger as named functions: the writer, the tests and `verify` call the same.
/// Each says true when the law holds. Laws 5, 7 and 9 to 13 need more than quantities and are in
/// `audit/verify.hpp` and `programme/laws.hpp`.
namespace wumei::ledger::laws {

/// Law 1: the legs of an entry sum to zero in every unit, and no (account, lot) appears twice.
/// `purposes` are those of the legs' accounts.
[[nodiscard]] bool legs_balance(std::span<const Leg> legs, std::span<const Purpose> purposes);

/// Law 2: an account stays on its side of zero in total and in every lot, and an issued account
/// stays above its floor.
[[nodiscard]] bool within_bound(Bound bound, std::int64_t balance, std::int64_t floor);

/// Law 3: balance and previous pointer continue the account's chain.
[[nodiscard]] bool continues_chain(const Leg& leg, std::int64_t balance_before, Seq last_entry);

/// Law 4: seq has no gap and recorded time never decreases.
[[nodiscard]] bool follows(const Entry& entry, Seq size, Instant last_recorded);

/// Law 6: a reversal names one entry that exists, is not itself a reversal, and is named once.
[[nodiscard]] bool reverses_once(const Entry& entry, const Book& book);

/// Law 8: no effective date lies in a closed period, but with the late approval in refs, and none
/// lies after the day it was recorded.
[[nodiscard]] bool in_open_period(const Entry& entry, const Book& book);

}  // namespace wumei::ledger::laws

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/laws.ipp>
#endif
