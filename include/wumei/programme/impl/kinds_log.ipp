#pragma once

#include <wumei/audit/key_rotation.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/impl/anchor_commands.ipp>
#include <wumei/programme/impl/key_commands.ipp>
#include <wumei/programme/impl/transfer_commands.ipp>
#include <wumei/programme/kinds.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE void fold_erase(State& state, const Record& record) {
  state.erased[record.in.at("seq").integer()] = record.entry.seq;
}

/// `ProgrammeReplay` checks an erasure, since the entry it names must be read for it.
inline constexpr std::array<Kind, 4> log_table{{
    {"anchor.record", &fold_anchor, &check_anchor, nullptr, nullptr, "note"},
    {"detail.erase", &fold_erase},
    {transfer_kind, nullptr, &check_transfer, &nothing_to_undo},
    {audit::rotation_kind, &fold_rotation, &check_rotation_entry},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> log_kinds() { return detail::log_table; }

}  // namespace wumei::programme
