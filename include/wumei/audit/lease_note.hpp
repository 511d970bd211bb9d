#pragma once

#include <wumei/audit/note.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/ledger/lots.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a till takes along: a lease as a C2SP signed note of the log's key. A till spends nothing
/// on a lease that it cannot open, or that does not follow the one before.
namespace wumei::audit {

struct LeasedHousehold {
  std::string household;
  std::int64_t points = 0;        ///< hundredths; the sum of the lots
  std::vector<ledger::Lot> lots;  ///< soonest to end first; named by their last day
  bool operator==(const LeasedHousehold&) const = default;
};

/// An entry of the log and its hash, as a leaf of the tree.
struct LeaseEntry {
  std::int64_t seq = 0;
  Digest hash;
  bool operator==(const LeaseEntry&) const = default;
};

struct LeaseDocument {
  std::string origin;        ///< of the log, with its epoch
  std::int64_t entry = 0;    ///< seq of the `lease.issue`
  Digest hash;               ///< of that entry, as a leaf of the tree
  std::string till;
  std::string shop;
  std::int64_t number = 0;   ///< from 1
  std::int64_t prices = 0;   ///< entry that published the list
  std::int64_t issued = 0;   ///< Unix milliseconds, as is `stop`
  std::int64_t stop = 0;     ///< last moment the till may spend
  std::int64_t records = 0;  ///< most redemptions
  std::int64_t redemption = 0;         ///< most hundredths of a point in one of them
  std::optional<Digest> previous = {}; ///< `hash` of the till's lease before; none for the first
  /// The last `lease.add` whose points are among those below; none while nothing was added.
  std::optional<LeaseEntry> added = {};
  std::vector<LeasedHousehold> households;  ///< in order of name
  bool operator==(const LeaseDocument&) const = default;
};

/// What is signed: `wumei/lease@v1`, then a line for every member and one for every household.
[[nodiscard]] std::string lease_text(const LeaseDocument& lease);

/// Reads a note's text in its one spelling. Throws Errc::bad_input for anything else, and for what
/// no lease says: a number below 1, an end before the issue, no household or one out of order, lots
/// that do not sum to the points or are out of order, a first lease that has one before, points
/// that were added before the issue.
[[nodiscard]] LeaseDocument parse_lease(std::string_view text);

/// The signed note.
[[nodiscard]] std::string sign_lease(const LeaseDocument& lease, Signer& signer);

/// Reads a note and proves that the log signed it. Throws Errc::bad_input for a note that is
/// malformed or of another log than the key, Errc::unauthorised when the key's signature is absent
/// or wrong.
[[nodiscard]] LeaseDocument open_lease(std::string_view note, const VerifierKey& log_key);

/// Throws Errc::conflict unless `next` is `before` with more added to it, or the same.
void check_grows(const LeaseDocument& before, const LeaseDocument& next);

/// Throws Errc::conflict unless `next` is the lease right after `before` of the same log and till.
void check_follows(const LeaseDocument& before, const LeaseDocument& next);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/lease_note.ipp>
#endif
