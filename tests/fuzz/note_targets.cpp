#include "fuzz.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/lease_note.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/audit/policy.hpp>
#include <wumei/audit/qr.hpp>
#include <wumei/base/text.hpp>
#include <wumei/publish/qr_symbol.hpp>

/// What is read of notes, keys, policies and codes has one spelling each.
namespace wumei::fuzz {
namespace {

void signature_lines(std::string_view input) {
  const auto lines = audit::parse_signature_lines(input);
  demand(audit::signature_lines(lines) == input, "two spellings of signature lines");
}

/// One of the readers may refuse what another takes.
bool takes(void (*reader)(std::string_view), std::string_view input) {
  try {
    reader(input);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void note(std::string_view input) {
  if (takes(&signature_lines, input)) return;
  const audit::Note note = audit::parse_note(input);
  demand(audit::format_note(note) == input, "two spellings of a note");
  demand(!note.signatures.empty() && note.signatures.size() <= 16, "none or too many signatures");
  const audit::Checkpoint checkpoint = audit::parse_checkpoint(note.text);
  demand(audit::checkpoint_text(checkpoint) == note.text, "two spellings of a checkpoint");
  demand(checkpoint.origin.starts_with(audit::log_name(checkpoint.origin)), "another log's name");
  for (const audit::NoteSignature& signature : note.signatures) {
    const auto seconds = audit::cosignature_seconds(signature.bytes);
    demand(!seconds || *seconds >= 0, "a cosignature of a time before 1970");
  }
}

/// The text of a lease; the signatures around it are those of any note.
void lease(std::string_view input) {
  const audit::LeaseDocument lease = audit::parse_lease(input);
  demand(audit::lease_text(lease) == input, "two spellings of a lease");
  demand(lease.number >= 1 && lease.stop >= lease.issued, "a lease that nobody can have");
  demand(!lease.households.empty(), "a lease of nobody");
  demand(!lease.added || lease.added->seq > lease.entry, "added to a lease before its issue");
  for (const audit::LeasedHousehold& leased : lease.households) {
    std::int64_t sum = 0;
    for (const ledger::Lot& lot : leased.lots) sum += lot.amount;
    demand(sum == leased.points && sum > 0, "lots that are not the points");
  }
}

void verifier_key(std::string_view input) {
  const auto sm2 = [](std::string_view text) {
    demand(audit::Sm2Key::parse(text).text() == text, "two spellings of an SM2 key");
  };
  if (takes(sm2, input)) return;
  const audit::VerifierKey key = audit::VerifierKey::parse(input);
  demand(key.text() == input, "two spellings of a key");
  demand(is_utf8(key.name()) && key.key().size() == 32, "a key that no note can carry");
}

namespace {

/// A policy in the plainest spelling.
std::string spelled(const audit::Policy& policy) {
  std::string text;
  const auto url = [](const std::string& given) { return given.empty() ? "" : " " + given; };
  for (const auto& log : policy.logs) text += "log " + log.key.text() + url(log.url) + "\n";
  for (const auto& witness : policy.witnesses) {
    text += "witness " + witness.name + " " + witness.key.text() + url(witness.url) + "\n";
  }
  for (const auto& group : policy.groups) {
    text += "group " + group.name + " " + std::to_string(group.threshold);
    for (const std::string& member : group.members) text += " " + member;
    text += "\n";
  }
  return text + "quorum " + policy.quorum + "\n";
}

}  // namespace

void policy(std::string_view input) {
  const audit::Policy policy = audit::parse_policy(input, "policy");
  std::vector<std::string> witnesses;
  for (const auto& witness : policy.witnesses) witnesses.push_back(witness.name);
  for (const auto& group : policy.groups) {
    demand(group.threshold >= 1 && group.threshold <= group.members.size(), "a threshold beyond");
  }
  demand(!audit::meets_quorum(policy, {}), "a quorum of nobody");
  demand(audit::meets_quorum(policy, witnesses) == (policy.quorum != "none"),
         "a quorum that not even all witnesses meet");
  const std::string text = spelled(policy);
  if (text.size() > 64 * 1024) return;  // `all` became a longer number
  const audit::Policy again =
      must("spelled plainly, but not read", [&] { return audit::parse_policy(text, "again"); });
  demand(again == policy, "spelled plainly, it says something else");
}

void qr(std::string_view input) {
  const auto base45 = [](std::string_view text) {
    const std::string bytes = audit::from_base45(text);
    demand(audit::to_base45(bytes) == text, "two spellings in Base45");
  };
  const bool plain = takes(base45, input);
  if (!audit::is_qr_payload(input) && plain) return;
  const std::string text = audit::from_qr_payload(input);
  demand(text.size() <= audit::qr_text_max, "more text than a code may hold");
  static_cast<void>(must("read, but cannot be drawn", [&] {
    return publish::QrSymbol::of(std::string(input), publish::QrLevel::low);
  }));
  const std::string payload = audit::to_qr_payload(text);
  demand(must("made, but not read", [&] { return audit::from_qr_payload(payload); }) == text,
         "another text in the code");
}

}  // namespace wumei::fuzz
