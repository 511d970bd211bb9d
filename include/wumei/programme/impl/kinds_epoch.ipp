#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

#include <array>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE void fold_epoch_open(State& state, const Record& record) {
  state.charter.origin = record.in.at("origin_new").text();
}

/// An epoch follows the one before and can only have lost what stood behind it.
WUMEI_INLINE std::optional<ledger::Violation> check_epoch_open(const State& before,
                                                               const Record& record) {
  const Context context = context_of(before, record.entry);
  if (auto broken = unlawful_actor(
          record, lacks_role(before, context, people::Role::township, {}))) {
    return broken;
  }
  const std::string& origin = before.charter.origin;
  const std::int64_t lost_from = record.in.at("lost_from").integer();
  const std::int64_t lost_until = record.in.at("lost_until").integer();
  const bool sound = record.in.at("origin_old").text() == origin &&
                     follows_epoch(record.in.at("origin_new").text(), origin) &&
                     lost_from == record.entry.seq && lost_until >= lost_from;
  if (sound) return std::nullopt;
  return ledger::Violation{audit::law_epoch, "the new epoch does not follow " + origin};
}

inline constexpr std::array<Kind, 1> epoch_table{{
    {"epoch.open", &fold_epoch_open, &check_epoch_open},
}};

}  // namespace detail

WUMEI_INLINE std::span<const Kind> epoch_kinds() { return detail::epoch_table; }

}  // namespace wumei::programme
