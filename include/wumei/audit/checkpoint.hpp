#pragma once

#include <wumei/audit/note.hpp>
#include <wumei/audit/proof.hpp>

#include <string>
#include <string_view>

namespace wumei::audit {

/// C2SP tlog-checkpoint: the claim "this log has this many entries under this root".
struct Checkpoint {
  std::string origin;
  TreeHead head;
  bool operator==(const Checkpoint&) const = default;
};

/// Three lines: origin, size, base64 root. This is what is signed.
[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);

/// Reads a note's text. wumei writes no extension lines and refuses them, since no signature of
/// a witness need cover them. Throws Errc::bad_input.
[[nodiscard]] Checkpoint parse_checkpoint(std::string_view text);

/// What a signed note states, whoever signed it. Throws Errc::bad_input; verifies nothing.
[[nodiscard]] Checkpoint checkpoint_of(std::string_view note);

/// Name of a log over all its epochs: the origin without a last part `/eN`.
[[nodiscard]] std::string_view log_name(std::string_view origin);
/// 2 for `.../e2`; 1 for an origin without an epoch. Throws Errc::bad_input for `.../e02`.
[[nodiscard]] std::int64_t epoch_number(std::string_view origin);

/// A checkpoint read from a note and proven to be signed by the log.
/// Throws Errc::bad_input when the note is malformed or of another log than the key (epochs do
/// not count: one key may sign several), and Errc::unauthorised when the key's signature is
/// absent or wrong.
[[nodiscard]] Checkpoint open_checkpoint(std::string_view note, const VerifierKey& log_key);

/// Outcome of checking a proof file, for people who hold only the file and the log's key.
struct ProofCheck {
  Checkpoint checkpoint;
  std::int64_t index = 0;
  std::string leaf;
};

/// Everything of a proof file: signature, leaf hash, path. Throws Errc::bad_input when the file
/// cannot be read, Errc::unauthorised for a signature that is missing or wrong, Errc::conflict
/// when the path does not lead from the entry to the signed root.
[[nodiscard]] ProofCheck check_proof(const ProofFile& proof, const VerifierKey& log_key);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/checkpoint.ipp>
#endif
