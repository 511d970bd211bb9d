#pragma once

#include <wumei/audit/policy.hpp>
#include <wumei/audit/proof.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The check of a proof by someone who holds only the proof and a policy.
namespace wumei::audit {

/// How it ended. The command line has an exit code for each.
enum class ProofVerdict : std::uint8_t {
  witnessed = 1,        ///< in the log, and the quorum of the policy saw that head
  unwitnessed = 2,      ///< in the log, on the word of the log alone
  failed = 3,           ///< wrong, or unwitnessed where a witness is required
  could_not_check = 4,  ///< something needed for the check is missing
  stale = 5,            ///< in the log, but last seen before the time asked for
  equivocation = 6,     ///< the log signed two heads that cannot both be true
};
[[nodiscard]] std::string_view name(ProofVerdict verdict);

struct ProofTerms {
  Policy policy = {};
  CosignatureTimes times = {};
  bool require_witness = false;
  std::optional<Instant> no_older_than = {};  ///< some witness saw the head then or later
  std::vector<std::string> held_notes = {};   ///< checkpoints kept elsewhere
  /// Hashes of the log, to lead from a held checkpoint to the proof's or back. Not trusted.
  std::optional<HashReader> hashes = {};
};

struct ProofFinding {
  ProofVerdict verdict = ProofVerdict::could_not_check;
  std::string message;         ///< one sentence; "" when the proof holds
  ProofFile proof;             ///< as read
  NoteCheck note;              ///< meaningless unless the note holds against the policy
  std::vector<std::string> evidence;  ///< the two notes of an equivocation
};

/// Everything of a proof, in this order, ending at the first that does not hold: it is read
/// strictly; the note holds against the policy (`check_note`); the entry is in its one spelling and
/// calls itself by the proof's index; its path leads to the signed root; every held checkpoint is a
/// prefix of the proof's or the other way round; it is recent enough; it is witnessed if it must
/// be. Throws Errc::bad_input for text that cannot be read as a proof; all else is a finding.
[[nodiscard]] ProofFinding judge_proof(std::string_view text, const ProofTerms& terms);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/proof_check.ipp>
#endif
