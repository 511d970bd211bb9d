#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/programme/command.hpp>

#include <optional>
#include <string>

/// A parent ledger keeps what a child's log has signed: the child can then no longer take it back.
namespace wumei::programme {

/// The newest anchor of that log which cannot be true beside `checkpoint`: a larger one, or one of
/// the same size with another root. Nothing when the checkpoint may follow.
[[nodiscard]] std::optional<Anchor> contradicting_anchor(const State& state,
                                                         const audit::Checkpoint& checkpoint);

/// `anchor.record`: keeps the signed note `note` of another log as a public document. Role:
/// township. Refused with wrong_state for a note of this log or one that `contradicting_anchor`
/// answers, with duplicate for a head that is anchored already. Throws Errc::bad_input for text
/// that is no checkpoint. Whether the other log signed it is for the caller to check.
[[nodiscard]] Command anchor_command(const Actor& actor, const std::string& note);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/anchor_commands.ipp>
#include <wumei/programme/impl/kinds_log.ipp>
#endif
