#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/proof_check.hpp>

#include <algorithm>
#include <utility>

namespace wumei::audit {
namespace {

using testing::SampleLog;

constexpr std::int64_t seen_at = 1'775'001'000'000;

/// A log of 300 entries, its head signed by the log and cosigned by the township.
struct Proven {
  SampleLog log;
  std::string note;
  ProofFile proof;

  explicit Proven(int count = 300) {
    log.open();
    log.grow(count - 1);
    note = cosigned();
    const int index = std::min(200, count - 1);
    proof = {log.leaves.at(static_cast<std::size_t>(index)), index,
             inclusion_proof(log.hashes(), index, log.tree.size()), note};
  }

  [[nodiscard]] std::string signed_only() const {
    const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
    const std::string text = checkpoint_text(log.checkpoint());
    return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
  }
  [[nodiscard]] std::string cosigned() const {
    const auto witness = signer_from_seed("wumei.example/township", testing::witness_seed);
    Note note_made = parse_note(signed_only());
    note_made.signatures.push_back(
        cosign(*witness, note_made.text, Instant::from_millis(seen_at)));
    return format_note(note_made);
  }
};

ProofTerms terms() { return {.policy = parse_policy(testing::pipeline_policy())}; }

ProofVerdict verdict_of(const ProofFile& proof, const ProofTerms& asked = terms()) {
  const ProofFinding finding = judge_proof(write_proof(proof), asked);
  INFO(finding.message);
  const bool holds = finding.verdict == ProofVerdict::witnessed ||
                     finding.verdict == ProofVerdict::unwitnessed;
  CHECK(finding.message.empty() == holds);
  return finding.verdict;
}

/// The note of a rewritten log: entry 5 is another.
Proven rewritten(int count) {
  Proven other(5);
  other.log.add("x", {.kind = "note.add", .in = json::Value::object({{"a", 1}}),
                      .out = json::Value(json::Object{})});
  other.log.grow(count - 6);
  return other;
}

TEST_CASE("text that is no proof is bad input, whatever is asked", "[audit]") {
  const std::string good = write_proof(Proven().proof);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  std::string crowd = good;
  const std::string line = good.substr(good.rfind("\xe2\x80\x94"));
  for (int i = 0; i < 15; ++i) crowd += line;
  ProofFile tall = Proven().proof;
  tall.path.resize(64, tall.path[0]);

  CHECK_ERROR(judge_proof("", terms()), Errc::bad_input);
  CHECK_ERROR(judge_proof(with("index 200", "index 0200"), terms()), Errc::bad_input);
  CHECK_ERROR(judge_proof(with("\n300\n", "\n0300\n"), terms()), Errc::bad_input);
  CHECK_ERROR(judge_proof(crowd, terms()), Errc::bad_input);
  CHECK_ERROR(judge_proof(write_proof(tall), terms()), Errc::bad_input);
  CHECK_ERROR(judge_proof(good + "more\n", terms()), Errc::bad_input);
}

TEST_CASE("a log that the policy does not know cannot be checked", "[audit]") {
  const ProofTerms nobody{.policy = parse_policy("quorum none\n")};

  CHECK(verdict_of(Proven().proof, nobody) == ProofVerdict::could_not_check);
}

TEST_CASE("a wrong or missing signature of a known key fails the proof", "[audit]") {
  const Proven proven;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
    Note note = parse_note(proven.note);
    note.signatures[which].bytes[30] ^= 1;
    ProofFile proof = proven.proof;
    proof.checkpoint = format_note(note);
    CHECK(verdict_of(proof) == ProofVerdict::failed);
  }
  Note without_log = parse_note(proven.note);
  without_log.signatures.erase(without_log.signatures.begin());
  ProofFile proof = proven.proof;
  proof.checkpoint = format_note(without_log);
  CHECK(verdict_of(proof) == ProofVerdict::failed);
}

TEST_CASE("an entry that is absent cannot be checked, one that is another fails", "[audit]") {
  const Proven proven;
  ProofFile absent = proven.proof;
  absent.leaf.clear();
  ProofFile spaced = proven.proof;
  spaced.leaf.insert(1, " ");
  ProofFile text = proven.proof;
  text.leaf = "not an entry";
  ProofFile other = proven.proof;
  other.leaf = proven.log.leaves[201];
  ProofFile index = proven.proof;
  index.index = 201;

  ProofFile newer = proven.proof;
  newer.leaf.replace(newer.leaf.find("entry/1"), 7, "entry/2");

  CHECK(verdict_of(absent) == ProofVerdict::could_not_check);
  CHECK(verdict_of(newer) == ProofVerdict::could_not_check);
  for (const ProofFile& proof : {spaced, text, other, index}) {
    CHECK(verdict_of(proof) == ProofVerdict::failed);
  }
}

TEST_CASE("a sound entry at a place it does not have in the tree fails", "[audit]") {
  // The entry calls itself 200 and stands at 201 of the tree that was signed.
  Proven shifted(200);
  const std::string leaf = Proven().log.leaves[200];
  shifted.log.tree.append("x");
  shifted.log.leaves.push_back("x");
  shifted.log.tree.append(leaf);
  shifted.log.leaves.push_back(leaf);
  const ProofFile proof{leaf, 200, inclusion_proof(shifted.log.hashes(), 201, 202),
                        shifted.cosigned()};

  CHECK(verdict_of(proof) == ProofVerdict::failed);
}

TEST_CASE("a path that is cut, longer or changed fails", "[audit]") {
  const Proven proven;
  ProofFile cut = proven.proof;
  cut.path.pop_back();
  ProofFile longer = proven.proof;
  longer.path.push_back(longer.path[0]);
  ProofFile empty = proven.proof;
  empty.path.clear();
  ProofFile changed = proven.proof;
  changed.path[3].data[0] ^= 1;
  ProofFile turned = proven.proof;
  std::swap(turned.path[0], turned.path[1]);

  for (const ProofFile& proof : {cut, longer, empty, changed, turned}) {
    CHECK(verdict_of(proof) == ProofVerdict::failed);
  }
}

TEST_CASE("a proof is witnessed or not, and fails where a witness is required", "[audit]") {
  const Proven proven;
  ProofFile bare = proven.proof;
  bare.checkpoint = proven.signed_only();
  ProofTerms strict = terms();
  strict.require_witness = true;
  ProofTerms early = strict;
  early.times.latest = Instant::from_millis(seen_at - 1'000);

  const ProofFinding finding = judge_proof(write_proof(proven.proof), strict);

  CHECK(finding.verdict == ProofVerdict::witnessed);
  CHECK(finding.proof == proven.proof);
  REQUIRE(finding.note.seen.size() == 1);
  CHECK(finding.note.seen[0].at == Instant::from_millis(seen_at));
  CHECK(verdict_of(bare) == ProofVerdict::unwitnessed);
  CHECK(verdict_of(bare, strict) == ProofVerdict::failed);
  CHECK(verdict_of(proven.proof, early) == ProofVerdict::failed);
}

TEST_CASE("a head last seen before the time asked for is stale", "[audit]") {
  const Proven proven;
  ProofTerms fresh = terms();
  fresh.no_older_than = Instant::from_millis(seen_at);
  ProofTerms fresher = terms();
  fresher.no_older_than = Instant::from_millis(seen_at + 1);
  ProofFile bare = proven.proof;
  bare.checkpoint = proven.signed_only();

  CHECK(verdict_of(proven.proof, fresh) == ProofVerdict::witnessed);
  CHECK(verdict_of(proven.proof, fresher) == ProofVerdict::stale);
  CHECK(verdict_of(bare, fresh) == ProofVerdict::could_not_check);
}

TEST_CASE("a held head of the same size must be the same", "[audit]") {
  const Proven proven;
  ProofTerms same = terms();
  same.held_notes = {proven.signed_only()};
  ProofTerms other = terms();
  other.held_notes = {rewritten(300).signed_only()};

  CHECK(verdict_of(proven.proof, same) == ProofVerdict::witnessed);
  const ProofFinding finding = judge_proof(write_proof(proven.proof), other);
  CHECK(finding.verdict == ProofVerdict::equivocation);
  CHECK(finding.evidence == std::vector<std::string>{other.held_notes[0], proven.note});
}

TEST_CASE("a held head of another size is compared both ways with the log's hashes", "[audit]") {
  const Proven proven;
  const Proven older(100);
  const Proven newer(900);
  ProofTerms asked = terms();
  asked.held_notes = {older.signed_only(), newer.signed_only()};
  CHECK(verdict_of(proven.proof, asked) == ProofVerdict::could_not_check);

  asked.hashes = newer.log.hashes();
  CHECK(verdict_of(proven.proof, asked) == ProofVerdict::witnessed);

  for (const int size : {100, 900}) {
    const Proven forked = rewritten(size);
    ProofTerms fork = terms();
    fork.held_notes = {forked.signed_only()};
    // The tree under the larger of the two heads convicts; any other says nothing.
    fork.hashes = size < 300 ? proven.log.hashes() : forked.log.hashes();
    CHECK(verdict_of(proven.proof, fork) == ProofVerdict::equivocation);
    const Proven third = rewritten(300);
    fork.hashes = size < 300 ? third.log.hashes() : newer.log.hashes();
    CHECK(verdict_of(proven.proof, fork) == ProofVerdict::could_not_check);
  }
}

TEST_CASE("a held note that is of another log or not signed says nothing", "[audit]") {
  const Proven proven;
  ProofTerms forged = terms();
  forged.held_notes = {rewritten(300).signed_only()};
  forged.held_notes[0].replace(forged.held_notes[0].find("\n300\n"), 5, "\n301\n");
  ProofTerms epoch = terms();
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  Checkpoint next = proven.log.checkpoint();
  next.origin = "wumei.example/village/e2";
  const std::string text = checkpoint_text(next);
  epoch.held_notes = {
      format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}})};
  ProofTerms garbage = terms();
  garbage.held_notes = {"hello\n"};

  CHECK(verdict_of(proven.proof, forged) == ProofVerdict::could_not_check);
  CHECK(verdict_of(proven.proof, epoch) == ProofVerdict::could_not_check);
  CHECK_ERROR(judge_proof(write_proof(proven.proof), garbage), Errc::bad_input);
}

TEST_CASE("every verdict of a proof has a name", "[audit]") {
  CHECK(name(ProofVerdict::witnessed) == "witnessed");
  CHECK(name(ProofVerdict::unwitnessed) == "unwitnessed");
  CHECK(name(ProofVerdict::failed) == "failed");
  CHECK(name(ProofVerdict::could_not_check) == "could_not_check");
  CHECK(name(ProofVerdict::stale) == "stale");
  CHECK(name(ProofVerdict::equivocation) == "equivocation");
}

}  // namespace
}  // namespace wumei::audit
