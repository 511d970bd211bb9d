#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/config.hpp>
#include <wumei/programme/erase_commands.hpp>
#include <wumei/programme/roles.hpp>

namespace wumei::programme {
namespace detail {

/// Without his PIN an officer in office could do nothing any more, nor could anybody appoint him
/// anew who is the last of the township.
WUMEI_INLINE bool of_officer_in_office(const State& state, ledger::Seq seq) {
  for (const auto& [id, officer] : state.people.officers) {
    if (officer.seq == seq) return officer.active;
  }
  return false;
}

WUMEI_INLINE Decision<Drafts> decide_erase(const State& state, const Context& context,
                                           const std::string& leaf, const json::Value& in) {
  if (auto refusal = lacks_role(state, context, people::Role::township, {})) return *refusal;
  const ledger::Entry target = ledger::decode(leaf);
  const std::string seq = std::to_string(target.seq);
  if (target.detail.empty()) return Refusal{RefusalCode::nothing_to_do, {{"seq", seq}}};
  if (const auto known = state.erased.find(target.seq); known != state.erased.end()) {
    return Refusal{RefusalCode::duplicate,
                   {{"seq", seq}, {"erased_by", std::to_string(known->second)}}};
  }
  if (of_officer_in_office(state, target.seq)) {
    return Refusal{RefusalCode::wrong_state, {{"seq", seq}, {"state", "in_office"}}};
  }
  return Drafts{{.kind = "detail.erase", .refs = {target.seq}, .in = in, .erase = {target.seq}}};
}

/// The household an entry is about: it says so itself, or the claim that it answers does.
WUMEI_INLINE std::string household_of(const Programme& programme, ledger::Seq seq) {
  const std::string leaf = programme.leaf(seq);
  const json::Value data = ledger::parse_data(ledger::decode(leaf));
  const json::Value& in = data.at("in");
  if (const json::Value* household = in.find("household")) return household->text();
  const json::Value* claim = in.find("claim");
  return claim == nullptr ? std::string() : household_of(programme, claim->integer());
}

}  // namespace detail

WUMEI_INLINE Command erase_command(const Programme& programme, const Actor& actor,
                                   const Erasure& erasure) {
  if (erasure.ground.empty() || erasure.document.empty()) {
    throw Error(Errc::bad_input, "an erasure names its ground and the paper that asked for it");
  }
  Command command;
  command.actor = actor;
  command.kind = "detail.erase";
  command.key = "erase/" + std::to_string(erasure.seq);
  command.in = json::Value::object({{"seq", erasure.seq},
                                    {"ground", erasure.ground},
                                    {"document", erasure.document}});
  command.decide = [leaf = programme.leaf(erasure.seq), in = command.in](
                       const State& state, const Context& context) {
    return detail::decide_erase(state, context, leaf, in);
  };
  return command;
}

WUMEI_INLINE std::vector<ledger::Seq> details_about(const Programme& programme,
                                                    const HouseholdId& household) {
  if (!programme.state().people.households.contains(household)) {
    throw Error(Errc::not_found, "no household " + household.text() + " in this ledger",
                {{"household", household.text()}});
  }
  std::vector<ledger::Seq> kept;
  programme.store().read_details(programme.id(), [&](const store::StoredDetail& detail) {
    if (detail::household_of(programme, detail.seq) == household.text()) {
      kept.push_back(detail.seq);
    }
  });
  return kept;
}

WUMEI_INLINE std::optional<ledger::Violation> check_erasure(const State& before,
                                                            const Record& record,
                                                            const std::string& target) {
  const ledger::Seq named = record.entry.refs.front();
  const bool sound = record.in.at("seq").integer() == named && record.in.members().size() == 3 &&
                     record.out.members().empty() &&
                     !record.in.at("ground").text().empty() &&
                     !record.in.at("document").text().empty();
  if (!sound) {
    return ledger::Violation{audit::law_detail, "an erasure of another entry or without ground"};
  }
  const Decision<Drafts> decided =
      detail::decide_erase(before, context_of(before, record.entry), target, record.in);
  if (decided) return std::nullopt;
  const RefusalCode code = decided.refusal().code;
  return should_be_refused(record, code, concerns_rights(code) ? 7 : audit::law_detail);
}

}  // namespace wumei::programme
