#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/cosignature.hpp>

#include <rapidcheck.h>

namespace wumei::audit {
namespace {

using testing::cosigned_at;

const VerifierKey witness = VerifierKey::parse(testing::witness_key);

Note pipeline() { return parse_note(testing::pipeline_note()); }

/// The note with the cosignature of its witness replaced by one made at `at`.
Note cosigned_again(Instant at) {
  Note note = pipeline();
  const auto signer = signer_from_seed(witness.name(), testing::witness_seed);
  note.signatures[1] = cosign(*signer, note.text, at);
  return note;
}

TEST_CASE("a changed checkpoint, time or signature makes a cosignature wrong", "[audit]") {
  Note text = pipeline();
  text.text.replace(text.text.find("\n8\n"), 3, "\n9\n");
  Note time = pipeline();
  time.signatures[1].bytes[7] ^= 1;
  Note signature = pipeline();
  signature.signatures[1].bytes[71] ^= 1;
  Note shorter = pipeline();
  shorter.signatures[1].bytes.pop_back();
  Note longer = pipeline();
  longer.signatures[1].bytes += '\0';

  for (const Note& note : {text, time, signature, shorter, longer}) {
    CHECK(check_cosignature(note, witness) == CosignatureCheck{Cosigned::wrong, {}});
    CHECK(is_signed_by(note, witness) == Signed::wrong);
  }
}

TEST_CASE("one wrong line under a witness's key makes all of them wrong", "[audit]") {
  Note note = pipeline();
  note.signatures.push_back(note.signatures[1]);
  note.signatures.back().bytes[40] ^= 1;

  CHECK(check_cosignature(note, witness).is == Cosigned::wrong);
}

TEST_CASE("a time of more than 63 bits makes a cosignature wrong", "[audit]") {
  const auto signer = signer_from_seed(witness.name(), testing::witness_seed);
  Note note = pipeline();
  const std::string message = "cosignature/v1\ntime 9223372036854775808\n" + note.text;
  note.signatures[1].bytes = "\x80" + std::string(7, '\0') + signer->sign(message);

  CHECK(check_cosignature(note, witness).is == Cosigned::wrong);
  CHECK_FALSE(cosignature_seconds(note.signatures[1].bytes));
  CHECK_FALSE(cosignature_seconds(std::string(71, '\1')));
}

TEST_CASE("lines under other names or ids are not looked at", "[audit]") {
  Note other_name = pipeline();
  other_name.signatures[1].name = "wumei.example/other";
  Note other_id = pipeline();
  other_id.signatures[1].id[0] ^= 1;
  Note none = pipeline();
  none.signatures.pop_back();

  for (const Note& note : {other_name, other_id, none}) {
    CHECK(check_cosignature(note, witness) == CosignatureCheck{Cosigned::absent, {}});
  }
}

TEST_CASE("a cosignature of no time that counts is untimely", "[audit]") {
  const auto signer = signer_from_seed(witness.name(), testing::witness_seed);
  const Instant at = Instant::from_millis(cosigned_at);
  const Instant next = Instant::from_millis(cosigned_at + 1'000);
  Note zero = pipeline();
  zero.signatures[1].bytes =
      std::string(8, '\0') + signer->sign("cosignature/v1\ntime 0\n" + zero.text);
  Note far = pipeline();
  far.signatures[1].bytes = "\x7f" + std::string(7, '\xff') +
                            signer->sign("cosignature/v1\ntime 9223372036854775807\n" + far.text);

  CHECK(check_cosignature(pipeline(), witness, {.earliest = next}) ==
        CosignatureCheck{Cosigned::untimely, at});
  CHECK(check_cosignature(cosigned_again(next), witness, {.latest = at}) ==
        CosignatureCheck{Cosigned::untimely, next});
  CHECK(check_cosignature(zero, witness).is == Cosigned::untimely);
  CHECK(check_cosignature(far, witness).is == Cosigned::untimely);
}

TEST_CASE("nothing is cosigned but a checkpoint, and at no time before 1970", "[audit]") {
  const auto signer = signer_from_seed(witness.name(), testing::witness_seed);
  const Instant now = Instant::from_millis(cosigned_at);

  CHECK_ERROR(cosign(*signer, "hello\n", now), Errc::bad_input);
  CHECK_ERROR(cosign(*signer, pipeline().text + "extension\n", now), Errc::bad_input);
  CHECK_ERROR(cosign(*signer, pipeline().text, Instant::from_millis(999)), Errc::bad_input);
  CHECK_ERROR(cosign(*signer, pipeline().text, Instant::from_millis(-5'000)), Errc::bad_input);
  CHECK_ERROR(check_cosignature(pipeline(), VerifierKey::parse(testing::log_key)),
              Errc::bad_input);
}

TEST_CASE("cosigning the vector's checkpoint gives the vector's bytes", "[audit]") {
  const auto signer = signer_from_seed(witness.name(), testing::witness_seed);
  const Note note = pipeline();
  REQUIRE(note.signatures.size() == 2);

  const NoteSignature made = cosign(*signer, note.text, Instant::from_millis(cosigned_at + 999));

  CHECK(cosigner_key(*signer) == witness);
  CHECK(made == note.signatures[1]);
  CHECK(cosignature_seconds(made.bytes) == cosigned_at / 1'000);
  CHECK(check_cosignature(note, witness) ==
        CosignatureCheck{Cosigned::yes, Instant::from_millis(cosigned_at)});
}

TEST_CASE("of several cosignatures of one witness the earliest is told", "[audit]") {
  Note note = cosigned_again(Instant::from_millis(cosigned_at + 5'000));
  note.signatures.push_back(pipeline().signatures[1]);

  CHECK(check_cosignature(note, witness) ==
        CosignatureCheck{Cosigned::yes, Instant::from_millis(cosigned_at)});
}

TEST_CASE("a witness's answer is lines, and joins the note once", "[audit]") {
  const Note note = pipeline();
  const std::string lines = signature_lines(std::span(note.signatures).subspan(1));
  Note bare = note;
  bare.signatures.pop_back();

  CHECK(testing::pipeline_note().ends_with("\n" + lines));
  CHECK(parse_signature_lines(lines) == std::vector{note.signatures[1]});
  CHECK(with_signatures(bare, parse_signature_lines(lines)) == note);
  CHECK(with_signatures(note, parse_signature_lines(lines)) == note);
  CHECK_ERROR(parse_signature_lines(""), Errc::bad_input);
  CHECK_ERROR(parse_signature_lines("hello\n"), Errc::bad_input);
  CHECK_ERROR(parse_signature_lines("hello\n\n" + lines), Errc::bad_input);
  CHECK_ERROR(parse_signature_lines(lines.substr(0, lines.size() - 1)), Errc::bad_input);
  Note crowd = note;
  crowd.signatures.assign(16, note.signatures[0]);
  CHECK_ERROR(with_signatures(crowd, std::span(note.signatures).subspan(1)), Errc::bad_input);
}

TEST_CASE("one flipped bit anywhere in a cosigned note never passes", "[audit]") {
  CHECK(rc::check("flipped bit", [] {
    const std::string good = testing::pipeline_note();
    const auto at = *rc::gen::inRange<std::size_t>(0, good.size());
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << *rc::gen::inRange(0, 8)));
    bool passed = false;
    try {
      const Note note = parse_note(bad);
      const VerifierKey log = VerifierKey::parse(testing::log_key);
      passed = is_signed_by(note, log) == Signed::yes &&
               check_cosignature(note, witness).is == Cosigned::yes;
    } catch (const Error& error) {
      RC_ASSERT(error.code() == Errc::bad_input);
    }
    RC_ASSERT_FALSE(passed);
  }));
}

}  // namespace
}  // namespace wumei::audit
