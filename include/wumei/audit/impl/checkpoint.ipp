#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <array>

namespace wumei::audit {

WUMEI_INLINE std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.head.size) + "\n" +
         to_base64(checkpoint.head.root.bytes()) + "\n";
}

WUMEI_INLINE Checkpoint parse_checkpoint(std::string_view text) {
  std::array<std::string_view, 3> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      throw Error(Errc::bad_input, "not a checkpoint: expected origin, size and root lines");
    }
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (!text.empty() || lines[0].empty()) {
    throw Error(Errc::bad_input, "not a checkpoint: expected origin, size and root, nothing more");
  }
  return {std::string(lines[0]),
          {parse_log_number(lines[1]), Digest::from_bytes(from_base64(lines[2]))}};
}

WUMEI_INLINE Checkpoint checkpoint_of(std::string_view note) {
  return parse_checkpoint(parse_note(note).text);
}

WUMEI_INLINE std::string_view log_name(std::string_view origin) {
  const std::size_t slash = origin.rfind("/e");
  if (slash == std::string_view::npos || slash + 2 == origin.size()) return origin;
  const std::string_view epoch = origin.substr(slash + 2);
  const bool digits = epoch.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? origin.substr(0, slash) : origin;
}

WUMEI_INLINE std::int64_t epoch_number(std::string_view origin) {
  const std::string_view name = log_name(origin);
  return name.size() == origin.size() ? 1 : parse_log_number(origin.substr(name.size() + 2));
}

WUMEI_INLINE Checkpoint open_checkpoint(std::string_view note, const VerifierKey& log_key) {
  const Note parsed = parse_note(note);
  Checkpoint checkpoint = parse_checkpoint(parsed.text);
  if (log_name(checkpoint.origin) != log_name(log_key.name())) {
    throw Error(Errc::bad_input, "the checkpoint is of " + checkpoint.origin + ", the key of " +
                                     log_key.name());
  }
  if (is_signed_by(parsed, log_key) != Signed::yes) {
    throw Error(Errc::unauthorised, "the checkpoint of size " +
                                        std::to_string(checkpoint.head.size) +
                                        " is not signed by " + log_key.text());
  }
  return checkpoint;
}

WUMEI_INLINE ProofCheck check_proof(const ProofFile& proof, const VerifierKey& log_key) {
  const Checkpoint checkpoint = open_checkpoint(proof.checkpoint, log_key);
  if (proof.leaf.empty()) throw Error(Errc::bad_input, "the proof does not hold the entry");
  Sha256 sha;
  const Digest leaf = leaf_hash(sha, proof.leaf);
  if (!verify_inclusion(leaf, proof.index, checkpoint.head, proof.path)) {
    throw Error(Errc::conflict, "the path does not lead from entry " +
                                    std::to_string(proof.index) + " to the signed root of size " +
                                    std::to_string(checkpoint.head.size));
  }
  return {checkpoint, proof.index, proof.leaf};
}

}  // namespace wumei::audit
