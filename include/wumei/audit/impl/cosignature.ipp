#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace wumei::audit {

namespace detail {

inline constexpr std::size_t note_signatures_max = 16;

/// Nothing when it cannot be an Instant: some 292 million years ahead.
WUMEI_INLINE std::optional<Instant> instant_of_seconds(std::int64_t seconds) {
  if (seconds > 9'000'000'000'000'000) return std::nullopt;
  return Instant::from_millis(seconds * 1'000);
}

WUMEI_INLINE bool is_timely(const std::optional<Instant>& at, const CosignatureTimes& times) {
  return at && times.earliest <= *at && *at <= times.latest;
}

}  // namespace detail

WUMEI_INLINE VerifierKey cosigner_key(const Signer& witness) {
  return VerifierKey::of(witness.key().name(), KeyType::cosignature, witness.key().key());
}

WUMEI_INLINE NoteSignature cosign(Signer& witness, std::string_view checkpoint_text, Instant now) {
  static_cast<void>(parse_checkpoint(checkpoint_text));
  if (!detail::is_timely(now, {})) {
    throw Error(Errc::bad_input, "no witness cosigns at " + std::to_string(now.millis()) +
                                     " ms: set the clock");
  }
  const std::int64_t seconds = now.millis() / 1'000;
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(seconds >> shift & 0xff);
  bytes += witness.sign(cosignature_message(checkpoint_text, seconds));
  const VerifierKey key = cosigner_key(witness);
  return {key.name(), key.id(), bytes};
}

WUMEI_INLINE CosignatureCheck check_cosignature(const Note& note, const VerifierKey& witness,
                                                const CosignatureTimes& times) {
  if (witness.type() != KeyType::cosignature) {
    throw Error(Errc::bad_input, witness.text() + " is not the key of a witness (type 4)");
  }
  if (is_signed_by(note, witness) == Signed::wrong) return {Cosigned::wrong, {}};
  CosignatureCheck found;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != witness.name() || signature.id != witness.id()) continue;
    const auto seconds = cosignature_seconds(signature.bytes);
    const auto at = seconds ? detail::instant_of_seconds(*seconds) : std::nullopt;
    if (!detail::is_timely(at, times)) {
      if (found.is == Cosigned::absent) found = {Cosigned::untimely, at.value_or(times.latest)};
    } else if (found.is != Cosigned::yes || *at < found.at) {
      found = {Cosigned::yes, *at};
    }
  }
  return found;
}

WUMEI_INLINE std::string signature_lines(std::span<const NoteSignature> signatures) {
  const std::string note = format_note({"\n", {signatures.begin(), signatures.end()}});
  return note.substr(2);
}

WUMEI_INLINE std::vector<NoteSignature> parse_signature_lines(std::string_view lines) {
  Note parsed = parse_note("lines\n\n" + std::string(lines));
  if (parsed.text != "lines\n") {
    throw Error(Errc::bad_input, "expected signature lines and no blank one");
  }
  return std::move(parsed.signatures);
}

WUMEI_INLINE Note with_signatures(Note note, std::span<const NoteSignature> signatures) {
  for (const NoteSignature& signature : signatures) {
    const auto& has = note.signatures;
    if (std::find(has.begin(), has.end(), signature) != has.end()) continue;
    if (has.size() == detail::note_signatures_max) {
      throw Error(Errc::bad_input, "a note carries at most 16 signatures");
    }
    note.signatures.push_back(signature);
  }
  return note;
}

}  // namespace wumei::audit
