#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/programme/command.hpp>

#include <cstdint>
#include <string>

/// A restored ledger does not go on under its old name: two copies of one log that both sign are
/// two truths. The restored one opens a new epoch and says what was lost.
namespace wumei::programme {

/// What `epoch.open` states, for everyone to see.
struct Epoch {
  std::string origin_old;
  std::string origin_new;
  audit::TreeHead signed_head;     ///< last head known to be signed; size 0 for none
  audit::TreeHead witnessed_head;  ///< last head known to be witnessed; size 0 for none
  ledger::Seq lost_from = 0;       ///< first entry that is gone; equal to `lost_until` for none
  ledger::Seq lost_until = 0;      ///< one past the last
};

/// `.../e1` gives `.../e2`; an origin without an epoch gets `/e2`.
[[nodiscard]] std::string next_epoch(const std::string& origin);

/// True when both name the same log and the new epoch is a later one. Numbers may be skipped: the
/// next one may have been used by a copy that is gone.
[[nodiscard]] bool follows_epoch(const std::string& origin_new, const std::string& origin_old);

/// `epoch.open`. Role: township. Refused (wrong.state) unless the new origin is a later epoch of
/// the ledger's own.
[[nodiscard]] Command epoch_command(const Actor& actor, const Epoch& epoch);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/epoch_commands.ipp>
#include <wumei/programme/impl/kinds_epoch.ipp>
#endif
