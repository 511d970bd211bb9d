#include "fuzz.hpp"

#include <wumei/audit/account_tree.hpp>
#include <wumei/audit/policy.hpp>
#include <wumei/audit/proof_check.hpp>

#include <algorithm>

/// Proofs: one spelling each, and none that was tampered with is accepted.
namespace wumei::fuzz {
namespace {

std::string corpus_file(const std::string& name) {
  return read_bytes(std::string(WUMEI_SOURCE_DIR) + "/tests/fuzz/" + name);
}

audit::ProofTerms terms_of(const std::string& policy_file) {
  return {.policy = audit::parse_policy(corpus_file(policy_file), policy_file)};
}

bool holds(const audit::ProofFinding& finding) {
  return finding.verdict == audit::ProofVerdict::witnessed ||
         finding.verdict == audit::ProofVerdict::unwitnessed;
}

/// The signatures of `original` that `shown` has too.
std::size_t kept(const std::string& original, const std::string& shown) {
  const auto have = audit::parse_note(shown).signatures;
  const auto want = audit::parse_note(original).signatures;
  return static_cast<std::size_t>(std::count_if(want.begin(), want.end(), [&](const auto& one) {
    return std::find(have.begin(), have.end(), one) != have.end();
  }));
}

/// A proof that holds says what the original said: its entry at its place under its signed head.
void demand_same(const audit::ProofFinding& original, const audit::ProofFinding& found) {
  demand(found.proof.leaf == original.proof.leaf, "another entry is accepted");
  demand(found.proof.index == original.proof.index, "another place is accepted");
  demand(found.proof.path == original.proof.path, "another path is accepted");
  demand(found.note.checkpoint == original.note.checkpoint, "another head is accepted");
  const std::size_t needed = found.verdict == audit::ProofVerdict::witnessed ? 2 : 1;
  demand(kept(original.proof.checkpoint, found.proof.checkpoint) >= needed,
         "signatures that nobody made are accepted");
}

}  // namespace

void proof(std::string_view input) {
  static const audit::ProofTerms terms = terms_of("originals/witnessed.policy");
  static const audit::ProofFinding original =
      audit::judge_proof(corpus_file("corpus/proof/witnessed.tlog-proof"), terms);
  demand(original.verdict == audit::ProofVerdict::witnessed, "the original proof does not hold");
  demand(audit::write_proof(audit::parse_proof(input)) == input, "two spellings of a proof");
  const audit::ProofFinding found = audit::judge_proof(input, terms);
  if (!holds(found)) throw Error(Errc::conflict, found.message);
  demand_same(original, found);
}

void balance_proof(std::string_view input) {
  static const audit::ProofTerms terms = terms_of("originals/balance.policy");
  static const audit::BalanceProof original =
      audit::parse_balance_proof(corpus_file("corpus/balance_proof/household.balance-proof"));
  const audit::BalanceProof read = audit::parse_balance_proof(input);
  demand(audit::write_balance_proof(read) == input, "two spellings of a balance proof");
  const audit::ProofFinding close = audit::judge_proof(audit::write_proof(read.close), terms);
  if (!holds(close)) throw Error(Errc::conflict, close.message);
  const audit::Balance balance = audit::account_in_close(read);
  demand(balance.account == audit::account_in_close(original).account,
         "another balance is accepted");
  demand(read.leaf == original.leaf && read.path == original.path && read.index == original.index,
         "another place among the accounts is accepted");
}

}  // namespace wumei::fuzz
