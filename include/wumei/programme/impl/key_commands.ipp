#pragma once

#include <wumei/audit/key_rotation.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/key_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {

namespace detail {

WUMEI_INLINE Decision<Drafts> decide_rotation(const State& state, const Context& context,
                                              const json::Value& in) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  try {
    static_cast<void>(audit::check_rotation(in, {state.charter.origin, context.next},
                                            state.charter.log_key));
  } catch (const Error& error) {
    return Refusal{RefusalCode::wrong_state, {{"why", error.what()}}};
  }
  return Drafts{{.kind = std::string(audit::rotation_kind), .in = in}};
}

WUMEI_INLINE void fold_rotation(State& state, const Record& record) {
  state.charter.log_key = record.in.at("new_key").text();
}

WUMEI_INLINE std::optional<ledger::Violation> check_rotation_entry(const State& before,
                                                                   const Record& record) {
  const Decision<Drafts> decided =
      decide_rotation(before, context_of(before, record.entry), record.in);
  if (decided && record.out.members().empty()) return std::nullopt;
  const RefusalCode code = decided ? RefusalCode::wrong_state : decided.refusal().code;
  return should_be_refused(record, code, concerns_rights(code) ? 7 : audit::law_key);
}

}  // namespace detail

WUMEI_INLINE Command rotate_command(const Programme& programme, const Actor& actor,
                                    audit::Signer& old_key, audit::Signer& new_key) {
  Command command;
  command.actor = actor;
  command.kind = audit::rotation_kind;
  command.key = "key/" + to_hex(new_key.key().id());
  command.in = audit::sign_rotation({programme.state().charter.origin, programme.size()}, old_key,
                                    new_key);
  command.decide = [in = command.in](const State& state, const Context& context) {
    return detail::decide_rotation(state, context, in);
  };
  return command;
}

}  // namespace wumei::programme
