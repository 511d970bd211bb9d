#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/witness.hpp>

namespace wumei::audit {
namespace {

using testing::SampleLog;
using testing::log_of;

const std::string e1 = "wumei.example/village/e1";
const std::string e2 = "wumei.example/village/e2";
const std::string e3 = "wumei.example/village/e3";

/// Another history: the same entries up to `common`, then one with another key.
SampleLog fork_of(int common, int entries) {
  SampleLog log = log_of(common);
  ledger::Draft draft{.kind = "opening.balance",
                      .in = json::Value::object({{"household", "0199999"}}),
                      .out = json::Value(json::Object{})};
  log.add("another", draft);
  log.grow(entries - common - 1);
  return log;
}

std::string sign(const Checkpoint& checkpoint) {
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  const std::string text = checkpoint_text(checkpoint);
  return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

std::string note_of(const SampleLog& log, std::int64_t size, const std::string& origin = e1) {
  return sign({origin, {size, root_at(log.hashes(), size)}});
}

WitnessedNote seen(const std::string& note) { return {checkpoint_of(note), note}; }

WitnessedNote seen(const SampleLog& log, std::int64_t size, const std::string& origin = e1) {
  return seen(note_of(log, size, origin));
}

WitnessDecision shown(const std::vector<WitnessedNote>& remembered, const SampleLog& log,
                      std::int64_t size) {
  return judge_log(remembered, {note_of(log, size), e1, {}, log.hashes()}, false);
}

TEST_CASE("a witness cosigns what follows from all that it remembers", "[audit]") {
  const SampleLog log = log_of(300);

  CHECK(shown({seen(log, 200)}, log, 300).verdict == WitnessVerdict::cosign);
  CHECK(shown({seen(log, 5), seen(log, 200)}, log, 201).verdict == WitnessVerdict::cosign);
  CHECK(shown({seen(log, 200)}, log, 300).message.empty());
  CHECK(shown({seen(log, 200)}, log, 300).known == 200);
}

TEST_CASE("the newest head remembered is cosigned again", "[audit]") {
  const SampleLog log = log_of(300);

  CHECK(shown({seen(log, 5), seen(log, 200)}, log, 200).verdict == WitnessVerdict::again);
}

TEST_CASE("a log never seen takes a word of its own", "[audit]") {
  const SampleLog log = log_of(10);
  const ShownLog ten{note_of(log, 10), e1, {}, log.hashes()};
  const WitnessRequest request = make_request(log.hashes(), note_of(log, 10), 0);

  CHECK(judge_log({}, ten, true).verdict == WitnessVerdict::cosign);
  CHECK(judge_log({}, ten, false).verdict == WitnessVerdict::could_not_check);
  CHECK(judge_request({}, request, true).verdict == WitnessVerdict::cosign);
  CHECK(judge_request({}, request, false).verdict == WitnessVerdict::could_not_check);
  CHECK(judge_request({}, make_request(log.hashes(), note_of(log, 10), 4), true).verdict ==
        WitnessVerdict::could_not_check);
}

TEST_CASE("an empty log is not cosigned", "[audit]") {
  const SampleLog log = log_of(3);
  const std::string empty = sign({e1, {0, root_at(log.hashes(), 0)}});

  CHECK(judge_log({}, {empty, e1, {}, log.hashes()}, true).verdict ==
        WitnessVerdict::could_not_check);
  CHECK(judge_request({}, {0, {}, empty}, true).verdict == WitnessVerdict::could_not_check);
}

TEST_CASE("an older head than the newest remembered is stale", "[audit]") {
  const SampleLog log = log_of(300);
  const std::vector<WitnessedNote> remembered{seen(log, 100), seen(log, 200)};

  CHECK(shown(remembered, log, 150).verdict == WitnessVerdict::stale);
  CHECK(shown(remembered, log, 100).verdict == WitnessVerdict::stale);
  CHECK(shown(remembered, log, 50).verdict == WitnessVerdict::stale);
  CHECK(shown(remembered, log, 150).known == 200);
}

TEST_CASE("two heads that cannot both be true are shown together", "[audit]") {
  const SampleLog log = log_of(300);
  const SampleLog fork = fork_of(120, 300);
  const std::vector<WitnessedNote> remembered{seen(log, 100), seen(log, 150), seen(log, 200)};

  for (const std::int64_t size : {200, 300, 150, 170}) {
    INFO(size);
    const WitnessDecision decision = shown(remembered, fork, size);
    CHECK(decision.verdict == WitnessVerdict::equivocation);
    REQUIRE(decision.evidence.size() == 2);
    CHECK(decision.evidence[1] == note_of(fork, size));
  }
  CHECK(shown(remembered, fork, 300).evidence[0] == note_of(log, 200));
  CHECK(shown(remembered, fork, 170).evidence[0] == note_of(log, 150));
  CHECK(shown(remembered, fork, 110).verdict == WitnessVerdict::stale);
}

TEST_CASE("hashes of another log convict nobody", "[audit]") {
  const SampleLog log = log_of(300);
  const SampleLog fork = fork_of(120, 300);

  const WitnessDecision decision =
      judge_log(std::vector{seen(log, 200)}, {note_of(fork, 300), e1, {}, log.hashes()}, false);

  CHECK(decision.verdict == WitnessVerdict::could_not_check);
}

/// A log that was restored with `kept` entries and goes on under `origin_new`.
struct Restored {
  SampleLog log;
  ShownLog shown;
};

Restored restored(int kept, int size, EpochStep step) {
  Restored made{fork_of(kept, size), {}};
  step.seq = kept;
  made.shown = {note_of(made.log, size, step.origin_new), e1, {step}, made.log.hashes()};
  return made;
}

TEST_CASE("an epoch that has lost nothing witnessed is cosigned", "[audit]") {
  const SampleLog log = log_of(300);
  const Restored second = restored(200, 250, {0, e1, e2, {}, {}});

  CHECK(judge_log(std::vector{seen(log, 100), seen(log, 200)}, second.shown, false).verdict ==
        WitnessVerdict::cosign);
}

TEST_CASE("an epoch that has lost what was witnessed must name it", "[audit]") {
  const SampleLog log = log_of(300);
  const WitnessedNote newest = seen(log, 220);
  const std::vector<WitnessedNote> remembered{seen(log, 100), newest};
  const auto verdict = [&](const TreeHead& was_signed, const TreeHead& witnessed) {
    const Restored second = restored(200, 250, {0, e1, e2, was_signed, witnessed});
    return judge_log(remembered, second.shown, false);
  };

  CHECK(verdict({}, newest.checkpoint.head).verdict == WitnessVerdict::cosign);
  CHECK(verdict(newest.checkpoint.head, {}).verdict == WitnessVerdict::cosign);
  CHECK(verdict({}, {}).verdict == WitnessVerdict::equivocation);
  CHECK(verdict({}, {}).evidence[0] == newest.note);
  CHECK(verdict({}, seen(log, 210).checkpoint.head).verdict == WitnessVerdict::equivocation);
  CHECK(verdict({}, {220, sha256("other")}).verdict == WitnessVerdict::equivocation);
}

TEST_CASE("an epoch that names what was lost keeps all from before", "[audit]") {
  const SampleLog log = log_of(300);
  const WitnessedNote newest = seen(log, 220);
  const Restored second = restored(80, 250, {0, e1, e2, {}, newest.checkpoint.head});
  // Entry 60 of the restored log is not the one that was cosigned.
  const SampleLog forged = fork_of(60, 80);
  const std::vector<WitnessedNote> honest{seen(log, 70), newest};
  const std::vector<WitnessedNote> rewritten{seen(forged, 70), newest};

  CHECK(judge_log(honest, second.shown, false).verdict == WitnessVerdict::cosign);
  CHECK(judge_log(rewritten, second.shown, false).verdict == WitnessVerdict::equivocation);
}

TEST_CASE("an epoch that skips another names the head of the one skipped", "[audit]") {
  const SampleLog log = log_of(300);
  const Restored second = restored(200, 250, {0, e1, e2, {}, {}});
  const WitnessedNote in_second = seen(second.log, 250, e2);
  const std::vector<WitnessedNote> remembered{seen(log, 100), in_second};
  const auto verdict = [&](const TreeHead& witnessed) {
    const Restored third = restored(180, 300, {0, e1, e3, {}, witnessed});
    return judge_log(remembered, third.shown, false).verdict;
  };

  CHECK(verdict(in_second.checkpoint.head) == WitnessVerdict::cosign);
  CHECK(verdict({}) == WitnessVerdict::equivocation);
}

TEST_CASE("two restored copies of one epoch cannot both be cosigned", "[audit]") {
  const SampleLog log = log_of(300);
  const Restored one = restored(200, 250, {0, e1, e2, {}, {}});
  const Restored other = restored(205, 260, {0, e1, e2, {}, {}});

  CHECK(judge_log(std::vector{seen(log, 100), seen(one.log, 250, e2)}, other.shown, false)
            .verdict == WitnessVerdict::equivocation);
}

TEST_CASE("the epoch before is stale once a new one was cosigned", "[audit]") {
  const SampleLog log = log_of(300);
  const Restored second = restored(200, 250, {0, e1, e2, {}, {}});
  const std::vector<WitnessedNote> remembered{seen(log, 100), seen(second.log, 250, e2)};

  CHECK(shown(remembered, log, 300).verdict == WitnessVerdict::stale);
  CHECK(judge_request(remembered, make_request(log.hashes(), note_of(log, 300), 100), false)
            .verdict == WitnessVerdict::stale);
}

TEST_CASE("without the entries a witness follows the proof", "[audit]") {
  const SampleLog log = log_of(300);
  const SampleLog fork = fork_of(120, 300);
  const std::vector<WitnessedNote> remembered{seen(log, 100), seen(log, 200)};
  const auto verdict = [&](const SampleLog& of, std::int64_t size, std::int64_t old) {
    return judge_request(remembered, make_request(of.hashes(), note_of(of, size), old), false);
  };

  CHECK(verdict(log, 300, 200).verdict == WitnessVerdict::cosign);
  CHECK(verdict(log, 200, 200).verdict == WitnessVerdict::again);
  CHECK(verdict(log, 150, 100).verdict == WitnessVerdict::stale);
  CHECK(verdict(log, 300, 100).verdict == WitnessVerdict::could_not_check);
  CHECK(verdict(log, 300, 0).verdict == WitnessVerdict::could_not_check);
  CHECK(verdict(log, 300, 0).known == 200);
  CHECK(verdict(fork, 200, 200).verdict == WitnessVerdict::equivocation);
  CHECK(verdict(fork, 300, 200).verdict == WitnessVerdict::failed);
  CHECK(verdict(fork, 300, 200).evidence ==
        std::vector{note_of(log, 200), note_of(fork, 300)});
}

TEST_CASE("without the entries no new epoch is accepted", "[audit]") {
  const SampleLog log = log_of(300);
  const WitnessRequest request = make_request(log.hashes(), note_of(log, 300, e2), 200);

  CHECK(judge_request(std::vector{seen(log, 200)}, request, false).verdict ==
        WitnessVerdict::could_not_check);
}

TEST_CASE("a request reads back as it was written", "[audit]") {
  const SampleLog log = log_of(300);
  const WitnessRequest request = make_request(log.hashes(), note_of(log, 300), 77);
  const std::string text = write_request(request);

  CHECK(text.starts_with("old 77\n"));
  CHECK(is_request(text));
  CHECK(parse_request(text) == request);
  CHECK(make_request(log.hashes(), note_of(log, 300), 300).path.empty());
}

TEST_CASE("a request carries the log's own signature only", "[audit]") {
  const SampleLog log = log_of(300);
  const auto witness = signer_from_seed("wumei.example/township", testing::witness_seed);
  const Note bare = parse_note(note_of(log, 300));
  const NoteSignature line =
      cosign(*witness, bare.text, Instant::from_millis(testing::cosigned_at));
  const std::string cosigned = format_note(with_signatures(bare, std::vector{line}));

  CHECK(make_request(log.hashes(), cosigned, 0).note == format_note(bare));
}

TEST_CASE("a garbled request is refused", "[audit]") {
  const SampleLog log = log_of(300);
  const std::string good = write_request(make_request(log.hashes(), note_of(log, 300), 77));
  const std::string note = note_of(log, 300);
  std::string many = "old 5\n";
  for (int i = 0; i < 64; ++i) many += to_base64(std::string(32, 'h')) + "\n";

  for (const std::string& bad :
       {std::string(), std::string("old 77"), "new 77\n\n" + note, "old 077\n\n" + note,
        "old -1\n\n" + note, "old 301\n\n" + note, "old 77\nabc\n\n" + note, many + "\n" + note,
        "old 77\n" + note, good.substr(0, good.size() - 1), good + "x\n"}) {
    INFO(bad);
    CHECK_ERROR(parse_request(bad), Errc::bad_input);
  }
  CHECK_ERROR(make_request(log.hashes(), note, 301), Errc::bad_input);
}

Policy policy() { return parse_policy(testing::pipeline_policy()); }

NoteSignature cosigned(const std::string& note, std::int64_t millis = testing::cosigned_at) {
  const auto witness = signer_from_seed("wumei.example/township", testing::witness_seed);
  return cosign(*witness, parse_note(note).text, Instant::from_millis(millis));
}

TEST_CASE("a cosignature finds the checkpoint that it is of", "[audit]") {
  const SampleLog log = log_of(300);
  const std::vector<std::string> notes{note_of(log, 100), note_of(log, 200), note_of(log, 300)};
  const NoteSignature line = cosigned(notes[1]);
  const NoteSignature stranger{"elsewhere", "abcd", std::string(72, 's')};

  const auto taken = take_cosignatures(policy(), notes, std::vector{stranger, line});

  REQUIRE(taken.size() == 1);
  CHECK(taken[0].size == 200);
  CHECK(taken[0].line == line);
  CHECK(taken[0].by == Sighting{"township", testing::witness_key,
                                Instant::from_millis(testing::cosigned_at)});
  CHECK_FALSE(taken[0].known);
}

TEST_CASE("a checkpoint that a witness has cosigned already is known", "[audit]") {
  const SampleLog log = log_of(100);
  const std::string bare = note_of(log, 100);
  const std::string note =
      format_note(with_signatures(parse_note(bare), std::vector{cosigned(bare)}));

  const auto taken = take_cosignatures(policy(), std::vector{note},
                                       std::vector{cosigned(bare, testing::cosigned_at + 5'000)});

  REQUIRE(taken.size() == 1);
  CHECK(taken[0].known);
}

TEST_CASE("cosignatures that are wrong, early or of nobody known are not taken", "[audit]") {
  const SampleLog log = log_of(100);
  const std::vector<std::string> notes{note_of(log, 100)};
  NoteSignature wrong = cosigned(notes[0]);
  wrong.bytes[50] ^= 1;
  const NoteSignature elsewhere = cosigned(note_of(log, 99));
  const NoteSignature stranger{"elsewhere", "abcd", std::string(72, 's')};
  const CosignatureTimes before{.latest = Instant::from_millis(testing::cosigned_at - 1'000)};

  for (const NoteSignature& line : {wrong, elsewhere, stranger}) {
    CHECK_ERROR(take_cosignatures(policy(), notes, std::vector{line}), Errc::unauthorised);
  }
  CHECK_ERROR(take_cosignatures(policy(), notes, std::vector{cosigned(notes[0])}, before),
              Errc::unauthorised);
  CHECK_ERROR(take_cosignatures(policy(), notes, std::vector{cosigned(notes[0]), wrong}),
              Errc::unauthorised);
}

TEST_CASE("the words of a verdict are those of its name", "[audit]") {
  CHECK(name(WitnessVerdict::cosign) == "cosigned");
  CHECK(name(WitnessVerdict::again) == "cosigned_again");
  CHECK(name(WitnessVerdict::stale) == "stale");
  CHECK(name(WitnessVerdict::could_not_check) == "could_not_check");
  CHECK(name(WitnessVerdict::failed) == "failed");
  CHECK(name(WitnessVerdict::equivocation) == "equivocation");
}

}  // namespace
}  // namespace wumei::audit
