#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/witness.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <map>

namespace wumei::audit {
namespace {

const std::string log_of_all = "wumei.example/village";

/// A copy of a log that goes its own way: entries as text, and where its name changed.
struct Branch {
  std::vector<std::string> leaves;
  std::vector<EpochStep> steps;

  [[nodiscard]] HashReader hashes() const {
    return {[](int, std::int64_t) -> std::optional<std::string> { return std::nullopt; },
            [this](std::int64_t index) { return leaves.at(static_cast<std::size_t>(index)); }};
  }
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(leaves.size()); }
  [[nodiscard]] std::string origin_at(std::int64_t size) const {
    std::string origin = log_of_all + "/e1";
    for (const EpochStep& step : steps) {
      if (step.seq < size) origin = step.origin_new;
    }
    return origin;
  }
  [[nodiscard]] std::string note(std::int64_t of) const {
    const auto signer = signer_from_seed(log_of_all, testing::log_seed);
    const std::string text = checkpoint_text({origin_at(of), {of, root_at(hashes(), of)}});
    return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
  }
};

/// What was cosigned: the entries themselves, which no witness keeps.
struct Cosigned {
  Checkpoint checkpoint;
  std::vector<std::string> leaves;
};

/// The log side of a run: copies that grow, split and are restored as chance has it.
class Township {
 public:
  const Branch& any() { return branches_.at(pick(branches_.size())); }

  void act() {
    Branch branch = any();
    const auto kept = static_cast<std::int64_t>(1 + pick(branch.leaves.size()));
    switch (pick(3)) {
      case 0: grow(branches_.at(pick(branches_.size()))); return;
      case 1: cut(branch, kept); break;
      default: cut(branch, kept); restore(branch);
    }
    grow(branch);
    branches_.push_back(branch);
  }

  /// A head that may be named as lost: mostly that which was cosigned last.
  TreeHead known;

 private:
  static std::size_t pick(std::size_t below) {
    return *rc::gen::inRange<std::size_t>(0, below);
  }
  void grow(Branch& branch) {
    for (std::size_t more = 1 + pick(4); more > 0; --more) {
      branch.leaves.push_back("entry " + std::to_string(++written_));
    }
  }
  static void cut(Branch& branch, std::int64_t kept) {
    branch.leaves.resize(static_cast<std::size_t>(kept));
    std::erase_if(branch.steps, [&](const EpochStep& step) { return step.seq >= kept; });
  }
  void restore(Branch& branch) {
    const std::string old = branch.origin_at(branch.size());
    const std::int64_t number = epoch_number(old) + 1 + static_cast<std::int64_t>(pick(2));
    const std::string next = log_of_all + "/e" + std::to_string(number);
    const TreeHead named = pick(2) == 0 ? known : TreeHead{};
    branch.steps.push_back({branch.size(), old, next, {}, named});
    branch.leaves.push_back("epoch " + std::to_string(++written_));
  }

  std::vector<Branch> branches_{{{"entry 0"}, {}}};
  int written_ = 0;
};

bool is_prefix(const std::vector<std::string>& older, const std::vector<std::string>& newer) {
  return older.size() <= newer.size() && std::equal(older.begin(), older.end(), newer.begin());
}

/// Follows from `older`, or stands in an epoch that says in public what was lost of it.
bool may_follow(const Cosigned& older, const Cosigned& newer, const Branch& branch) {
  const std::int64_t size = older.checkpoint.head.size;
  if (is_prefix(older.leaves, newer.leaves) && branch.origin_at(size) == older.checkpoint.origin) {
    return true;
  }
  return std::any_of(branch.steps.begin(), branch.steps.end(), [&](const EpochStep& step) {
    return step.seq < newer.checkpoint.head.size && step.witnessed_head == older.checkpoint.head;
  });
}

/// How often each answer was given, so that the runs are known to reach them.
using Tally = std::map<WitnessVerdict, int>;

/// One witness before one township: whatever is shown, what it cosigned is never contradicted.
void witness_a_run(Tally& tally) {
  Township township;
  std::vector<WitnessedNote> memory;
  std::vector<Cosigned> cosigned;
  for (int step = 0; step < 12; ++step) {
    township.act();
    const Branch branch = township.any();
    const std::int64_t size = *rc::gen::inRange<std::int64_t>(1, branch.size() + 1);
    const std::string note = branch.note(size);
    std::vector<EpochStep> steps = branch.steps;
    std::erase_if(steps, [&](const EpochStep& one) { return one.seq >= size; });
    const bool whole = *rc::gen::arbitrary<bool>();
    const std::int64_t known = memory.empty() ? 0 : memory.back().checkpoint.head.size;
    const WitnessDecision decision =
        whole ? judge_log(memory, {note, log_of_all + "/e1", steps, branch.hashes()}, true)
              : judge_request(memory, make_request(branch.hashes(), note, std::min(known, size)),
                              true);
    ++tally[decision.verdict];
    if (decision.verdict != WitnessVerdict::cosign) continue;
    const auto end = branch.leaves.begin() + static_cast<std::ptrdiff_t>(size);
    const Cosigned fresh{checkpoint_of(note), {branch.leaves.begin(), end}};
    if (!cosigned.empty()) RC_ASSERT(may_follow(cosigned.back(), fresh, branch));
    memory.push_back({fresh.checkpoint, note});
    cosigned.push_back(fresh);
    township.known = fresh.checkpoint.head;
  }
}

TEST_CASE("whatever is shown, no two heads cosigned contradict each other", "[audit]") {
  Tally tally;

  CHECK(rc::check("cosigned heads", [&] { witness_a_run(tally); }));

  for (const auto verdict :
       {WitnessVerdict::cosign, WitnessVerdict::again, WitnessVerdict::stale,
        WitnessVerdict::could_not_check, WitnessVerdict::failed, WitnessVerdict::equivocation}) {
    INFO(name(verdict));
    CHECK(tally[verdict] > 0);
  }
}

TEST_CASE("a request has one spelling, and no other is read", "[audit]") {
  Branch branch;
  for (int i = 0; i < 9; ++i) branch.leaves.push_back("entry " + std::to_string(i));
  const std::string good = write_request(make_request(branch.hashes(), branch.note(9), 6));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char other : {'0', '9', 'A', ' ', '\n', '='}) {
      std::string changed = good;
      changed[at] = other;
      std::string read = changed;
      try {
        read = write_request(parse_request(changed));
      } catch (const Error& error) {
        CHECK(error.code() == Errc::bad_input);
      }
      CHECK(read == changed);
    }
  }
}

}  // namespace
}  // namespace wumei::audit
