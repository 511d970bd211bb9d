#pragma once

#include <wumei/ledger/entry.hpp>

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::ledger {

/// Fetches the stored bytes of one entry.
using LeafReader = std::function<std::string(Seq)>;

/// One line of an account's history.
struct HistoryLine {
  Seq seq = 0;
  Date effective;
  std::string kind;
  std::string lot;
  std::int64_t amount = 0;
  std::int64_t balance = 0;
};

/// Up to `limit` latest movements of the account, newest first, found by following
/// previous-entry pointers from `last`: one read an entry, whatever the size of the log.
[[nodiscard]] std::vector<HistoryLine> history(std::string_view account, Seq last,
                                               const LeafReader& read,
                                               std::size_t limit =
                                                   std::numeric_limits<std::size_t>::max());

/// Which entries a balance counts: those up to a log position and an accounting date.
struct AsOf {
  Seq seq = std::numeric_limits<Seq>::max();
  Date effective = Date::from_days(std::numeric_limits<std::int32_t>::max());
};

/// Balance of the account as of a log position and an accounting date. `last` is the latest entry
/// that touched it. Cost: one read an entry of the account.
[[nodiscard]] std::int64_t balance(std::string_view account, Seq last, const AsOf& as_of,
                                   const LeafReader& read);

}  // namespace wumei::ledger

#ifndef WUMEI_COMPILED
#include <wumei/ledger/impl/history.ipp>
#endif
