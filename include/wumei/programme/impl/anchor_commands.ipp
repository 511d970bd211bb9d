#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/anchor_commands.hpp>
#include <wumei/programme/kinds.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {

namespace detail {

WUMEI_INLINE audit::Checkpoint anchored(const json::Value& in) {
  return {in.at("origin").text(),
          {in.at("size").integer(), Digest::from_bytes(from_base64(in.at("root").text()))}};
}

WUMEI_INLINE Decision<Drafts> decide_anchor(const State& state, const Context& context,
                                            const json::Value& in) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  const audit::Checkpoint checkpoint = anchored(in);
  const bool own =
      audit::log_name(checkpoint.origin) == audit::log_name(state.charter.origin);
  if (own || checkpoint.head.size <= 0 || contradicting_anchor(state, checkpoint)) {
    return Refusal{RefusalCode::wrong_state, {{"origin", checkpoint.origin}}};
  }
  const auto known = state.anchors.find(checkpoint.origin);
  if (known != state.anchors.end() && known->second.size == checkpoint.head.size) {
    return Refusal{RefusalCode::duplicate, {{"seq", std::to_string(known->second.seq)}}};
  }
  return Drafts{{.kind = "anchor.record", .in = in}};
}

WUMEI_INLINE void fold_anchor(State& state, const Record& record) {
  const audit::Checkpoint checkpoint = anchored(record.in);
  state.anchors[checkpoint.origin] = {checkpoint.head.size, checkpoint.head.root,
                                      record.in.at("note").text(), record.entry.seq};
}

WUMEI_INLINE std::optional<ledger::Violation> check_anchor(const State& before,
                                                           const Record& record) {
  const Decision<Drafts> decided =
      decide_anchor(before, context_of(before, record.entry), record.in);
  if (decided && record.in.members().size() == 4 && record.out.members().empty()) {
    return std::nullopt;
  }
  const RefusalCode code = decided ? RefusalCode::wrong_state : decided.refusal().code;
  return should_be_refused(record, code, concerns_rights(code) ? 7 : audit::law_anchor);
}

}  // namespace detail

WUMEI_INLINE std::optional<Anchor> contradicting_anchor(const State& state,
                                                        const audit::Checkpoint& checkpoint) {
  const auto known = state.anchors.find(checkpoint.origin);
  if (known == state.anchors.end()) return std::nullopt;
  const Anchor& anchor = known->second;
  const bool same_size = anchor.size == checkpoint.head.size;
  const bool contradicts = anchor.size > checkpoint.head.size ||
                           (same_size && anchor.root != checkpoint.head.root);
  return contradicts ? std::optional<Anchor>(anchor) : std::nullopt;
}

WUMEI_INLINE Command anchor_command(const Actor& actor, const std::string& note) {
  const audit::Checkpoint checkpoint = audit::checkpoint_of(note);
  const std::string digest = document_name(note);
  Command command;
  command.actor = actor;
  command.kind = "anchor.record";
  command.key = "anchor/" + digest.substr(7, 48);
  command.in = json::Value::object({{"origin", checkpoint.origin},
                                    {"size", checkpoint.head.size},
                                    {"root", to_base64(checkpoint.head.root.bytes())},
                                    {"note", digest}});
  command.documents = {note};
  command.decide = [in = command.in](const State& state, const Context& context) {
    return detail::decide_anchor(state, context, in);
  };
  return command;
}

}  // namespace wumei::programme
