#pragma once

#include <wumei/audit/note.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/date.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// C2SP tlog-cosignature, the Ed25519 type (0x04): a witness says that at a time this was the
/// largest head of the log it had seen, and that it followed from all before. The bytes after the
/// key id are 8 of Unix seconds, big-endian, and 64 of signature over `cosignature_message`.
namespace wumei::audit {

/// Times between which a cosignature counts, both included. Time 0 says nothing, and a year beyond
/// 9999 is no date; whoever knows the time sets `latest`, since no witness sees the future.
struct CosignatureTimes {
  Instant earliest = Instant::from_millis(1'000);
  Instant latest = Instant::from_millis(253'402'300'799'000);
};

/// The verifier key of a witness with this private key: the same Ed25519 key under type 0x04, so a
/// witness's key file is like any other. C2SP wants a key of its own for each witness, and none
/// that also signs a log.
[[nodiscard]] VerifierKey cosigner_key(const Signer& witness);

/// Cosigns the text of a checkpoint at `now`, cut to whole seconds. Whether the witness may sign
/// is for the caller to have found out. Throws Errc::bad_input when the text is not a checkpoint
/// or the time is not one that counts.
[[nodiscard]] NoteSignature cosign(Signer& witness, std::string_view checkpoint_text, Instant now);

/// What a note says about one witness. `wrong` rejects the whole note; `untimely` counts as absent.
enum class Cosigned : std::uint8_t { yes = 1, absent = 2, wrong = 3, untimely = 4 };

struct CosignatureCheck {
  Cosigned is = Cosigned::absent;
  Instant at;  ///< of the earliest that counts; meaningless unless `is` says yes or untimely
  bool operator==(const CosignatureCheck&) const = default;
};

/// Checks every cosignature under the witness's name and key id: one that fails makes all wrong.
/// Lines under other names or ids are not looked at. Throws Errc::bad_input for a key that is not
/// of type 0x04.
[[nodiscard]] CosignatureCheck check_cosignature(const Note& note, const VerifierKey& witness,
                                                 const CosignatureTimes& times = {});

/// Signature lines as a witness answers them (C2SP tlog-witness), one each.
[[nodiscard]] std::string signature_lines(std::span<const NoteSignature> signatures);
/// Strict: throws Errc::bad_input for a line that is not one, none, or more than 16.
[[nodiscard]] std::vector<NoteSignature> parse_signature_lines(std::string_view lines);

/// The note with more signatures after its own; one that it has already is not added twice.
/// Verifies nothing. Throws Errc::bad_input when there would be more than 16.
[[nodiscard]] Note with_signatures(Note note, std::span<const NoteSignature> signatures);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/cosignature.ipp>
#endif
