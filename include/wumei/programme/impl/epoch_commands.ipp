#pragma once

#include <wumei/config.hpp>
#include <wumei/programme/epoch_commands.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

WUMEI_INLINE json::Value epoch_data(const Epoch& epoch) {
  const auto root = [](const audit::TreeHead& head) {
    return head.size == 0 ? std::string() : to_base64(head.root.bytes());
  };
  return json::Value::object({{"origin_old", epoch.origin_old},
                              {"origin_new", epoch.origin_new},
                              {"signed_size", epoch.signed_head.size},
                              {"signed_root", root(epoch.signed_head)},
                              {"witnessed_size", epoch.witnessed_head.size},
                              {"witnessed_root", root(epoch.witnessed_head)},
                              {"lost_from", epoch.lost_from},
                              {"lost_until", epoch.lost_until}});
}

}  // namespace detail

WUMEI_INLINE std::string next_epoch(const std::string& origin) {
  return std::string(audit::log_name(origin)) + "/e" +
         std::to_string(audit::epoch_number(origin) + 1);
}

WUMEI_INLINE bool follows_epoch(const std::string& origin_new, const std::string& origin_old) {
  return audit::log_name(origin_new) == audit::log_name(origin_old) &&
         audit::epoch_number(origin_new) > audit::epoch_number(origin_old);
}

WUMEI_INLINE Command epoch_command(const Actor& actor, const Epoch& epoch) {
  Command command;
  command.actor = actor;
  command.kind = "epoch.open";
  command.key = "epoch/" + epoch.origin_new.substr(audit::log_name(epoch.origin_new).size() + 1);
  command.in = detail::epoch_data(epoch);
  command.decide = [epoch, in = command.in](const State& state,
                                            const Context& context) -> Decision<Drafts> {
    if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
    const bool follows = epoch.origin_old == state.charter.origin &&
                         follows_epoch(epoch.origin_new, state.charter.origin);
    if (!follows) {
      return Refusal{RefusalCode::wrong_state,
                     {{"state", state.charter.origin}, {"asked", epoch.origin_new}}};
    }
    return Drafts{{.kind = "epoch.open", .in = in}};
  };
  return command;
}

}  // namespace wumei::programme
