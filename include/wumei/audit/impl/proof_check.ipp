#pragma once

#include <wumei/audit/proof_check.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/entry.hpp>

#include <algorithm>
#include <utility>

namespace wumei::audit {

namespace detail {

/// Ends the check of a proof; caught by `judge_proof` alone.
struct ProofFault {
  ProofVerdict verdict = ProofVerdict::failed;
  std::string message;
  std::vector<std::string> evidence = {};
};

/// Holds a note against the policy; what it throws as an Error becomes a verdict.
WUMEI_INLINE NoteCheck judge_note(const ProofTerms& terms, std::string_view note,
                                  ProofVerdict when_wrong) {
  try {
    return check_note(terms.policy, note, terms.times);
  } catch (const Error& error) {
    if (error.code() == Errc::not_found) {
      throw ProofFault{ProofVerdict::could_not_check, error.what()};
    }
    if (error.code() == Errc::unauthorised) throw ProofFault{when_wrong, error.what()};
    throw;
  }
}

/// The entry says the same place as the proof, in its one spelling.
WUMEI_INLINE void judge_entry(const ProofFile& proof) {
  if (proof.leaf.empty()) {
    throw ProofFault{ProofVerdict::could_not_check, "the proof does not hold the entry"};
  }
  try {
    const ledger::Entry entry = ledger::decode(proof.leaf);
    static_cast<void>(ledger::parse_data(entry));
    if (entry.seq != proof.index) {
      throw ProofFault{ProofVerdict::failed, "the entry calls itself " + std::to_string(entry.seq) +
                                                 ", the proof " + std::to_string(proof.index)};
    }
  } catch (const Error& error) {
    const bool other_format = error.code() == Errc::unsupported;
    throw ProofFault{other_format ? ProofVerdict::could_not_check : ProofVerdict::failed,
                     error.what()};
  }
}

WUMEI_INLINE void judge_path(const ProofFile& proof, const TreeHead& head) {
  Sha256 sha;
  if (verify_inclusion(leaf_hash(sha, proof.leaf), proof.index, head, proof.path)) return;
  throw ProofFault{ProofVerdict::failed, "the path does not lead from entry " +
                                             std::to_string(proof.index) +
                                             " to the signed root of size " +
                                             std::to_string(head.size)};
}

/// Whether the hashes lead from one signed head to the other. They come from anywhere, so they
/// convict the log only when they are the tree under its own larger head.
WUMEI_INLINE bool leads_to(const HashReader& hashes, const TreeHead& older, const TreeHead& newer) {
  try {
    if (older.size == 0) return true;
    if (verify_consistency(older, newer, consistency_proof(hashes, older.size, newer.size))) {
      return true;
    }
    if (root_at(hashes, newer.size) == newer.root) return false;
  } catch (const Error& error) {
    throw ProofFault{ProofVerdict::could_not_check, error.what()};
  }
  throw ProofFault{ProofVerdict::could_not_check,
                   "the hashes given are not those of the checkpoint of size " +
                       std::to_string(newer.size)};
}

WUMEI_INLINE void judge_held(const ProofTerms& terms, const ProofFinding& finding,
                             const std::string& held) {
  const Checkpoint kept = judge_note(terms, held, ProofVerdict::could_not_check).checkpoint;
  const Checkpoint& shown = finding.note.checkpoint;
  if (kept.origin != shown.origin) {
    throw ProofFault{ProofVerdict::could_not_check, "the checkpoint held is of " + kept.origin +
                                                        ", the proof of " + shown.origin};
  }
  const auto sizes = std::minmax(kept.head, shown.head, [](const TreeHead& a, const TreeHead& b) {
    return a.size < b.size;
  });
  if (kept.head.size == shown.head.size) {
    if (kept.head.root == shown.head.root) return;
  } else if (!terms.hashes) {
    throw ProofFault{ProofVerdict::could_not_check,
                     "nothing leads from the checkpoint of size " +
                         std::to_string(sizes.first.size) + " to that of size " +
                         std::to_string(sizes.second.size) + ": give the hashes with --tiles"};
  } else if (leads_to(*terms.hashes, sizes.first, sizes.second)) {
    return;
  }
  throw ProofFault{ProofVerdict::equivocation,
                   "two signed checkpoints, of sizes " + std::to_string(sizes.first.size) +
                       " and " + std::to_string(sizes.second.size) +
                       ", cannot both be true: keep both, they are proof",
                   {held, finding.proof.checkpoint}};
}

WUMEI_INLINE void judge_age(const ProofTerms& terms, const NoteCheck& note) {
  if (!terms.no_older_than) return;
  if (note.seen.empty()) {
    throw ProofFault{ProofVerdict::could_not_check,
                     "no witness of the policy says when it saw the checkpoint"};
  }
  const auto newest = std::max_element(
      note.seen.begin(), note.seen.end(),
      [](const Sighting& a, const Sighting& b) { return a.at < b.at; });
  if (newest->at >= *terms.no_older_than) return;
  throw ProofFault{ProofVerdict::stale, "sound, but last witnessed before the time asked for"};
}

}  // namespace detail

WUMEI_INLINE std::string_view name(ProofVerdict verdict) {
  switch (verdict) {
    case ProofVerdict::witnessed: return "witnessed";
    case ProofVerdict::unwitnessed: return "unwitnessed";
    case ProofVerdict::failed: return "failed";
    case ProofVerdict::could_not_check: return "could_not_check";
    case ProofVerdict::stale: return "stale";
    case ProofVerdict::equivocation: return "equivocation";
  }
  return "";
}

WUMEI_INLINE ProofFinding judge_proof(std::string_view text, const ProofTerms& terms) {
  ProofFinding finding;
  finding.proof = parse_proof(text);
  static_cast<void>(checkpoint_of(finding.proof.checkpoint));
  try {
    finding.note = detail::judge_note(terms, finding.proof.checkpoint, ProofVerdict::failed);
    detail::judge_entry(finding.proof);
    detail::judge_path(finding.proof, finding.note.checkpoint.head);
    for (const std::string& held : terms.held_notes) detail::judge_held(terms, finding, held);
    detail::judge_age(terms, finding.note);
    const bool witnessed = finding.note.is == Witnessing::witnessed;
    if (!witnessed && terms.require_witness) {
      throw detail::ProofFault{ProofVerdict::failed,
                               "too few witnesses of the policy have cosigned the checkpoint"};
    }
    finding.verdict = witnessed ? ProofVerdict::witnessed : ProofVerdict::unwitnessed;
  } catch (const detail::ProofFault& fault) {
    finding.verdict = fault.verdict;
    finding.message = fault.message;
    finding.evidence = fault.evidence;
  }
  return finding;
}

}  // namespace wumei::audit
