#include "sample_log.hpp"

#include <catch.hpp>
#include <wumei/audit/key_rotation.hpp>
#include <wumei/audit/verify.hpp>

namespace wumei::audit {
namespace {

using testing::log_origin;
using testing::SampleLog;

const std::string name_of_log = "wumei.example/village";

std::unique_ptr<Signer> old_signer() { return signer_from_seed(name_of_log, testing::log_seed); }
std::unique_ptr<Signer> new_signer(char byte = 'n') {
  return signer_from_seed(name_of_log, std::string(32, byte));
}

std::string note_of(const SampleLog& log, Signer& signer) {
  const std::string text = checkpoint_text(log.checkpoint());
  return format_note({text, {{signer.key().name(), signer.key().id(), signer.sign(text)}}});
}

json::Value rotation(ledger::Seq seq, const std::string& origin = log_origin) {
  return sign_rotation({origin, seq}, *old_signer(), *new_signer());
}

/// 11 entries signed by the old key, then the change of the key and 10 more.
SampleLog log_with(const json::Value& facts) {
  SampleLog log;
  log.open();
  log.grow(10);
  log.checkpoints[11] = note_of(log, *old_signer());
  log.add("l-rotate", {.kind = std::string(rotation_kind), .in = facts, .out = json::Object{}});
  return log;
}

Finding found_in(const SampleLog& log, const VerifyOptions& options = {}) {
  const auto replay = quantity_replay();
  return verify(log.reader(), *replay, options);
}

json::Value with(const std::string& member, const std::string& value) {
  json::Object facts = rotation(11).members();
  for (auto& [name, held] : facts) {
    if (name == member) held = json::Value(value);
  }
  return json::Value(facts);
}

TEST_CASE("a change of the key is signed by both, at its place", "[audit]") {
  const std::string old_key = testing::log_key;
  const RotationPlace place{log_origin, 11};

  CHECK(check_rotation(rotation(11), place, old_key).text() == new_signer()->key().text());
  CHECK(rotation_message(place, new_signer()->key()) ==
        "wumei/key-rotate/1\nwumei.example/village/e1\n11\n" + new_signer()->key().text() + "\n");
  CHECK_ERROR(check_rotation(rotation(12), place, old_key), Errc::conflict);
  CHECK_ERROR(check_rotation(rotation(11, "wumei.example/village/e2"), place, old_key),
              Errc::conflict);
  CHECK_ERROR(check_rotation(rotation(11), place, new_signer()->key().text()), Errc::conflict);
  CHECK_ERROR(check_rotation(with("old_signature", to_base64(std::string(64, 'x'))), place,
                             old_key), Errc::conflict);
  CHECK_ERROR(check_rotation(with("new_signature", to_base64(std::string(64, 'x'))), place,
                             old_key), Errc::conflict);
  CHECK_ERROR(check_rotation(with("new_key", old_key), place, old_key), Errc::conflict);
  CHECK_ERROR(check_rotation(with("new_key", "nonsense"), place, old_key), Errc::bad_input);
  const auto stranger = signer_from_seed("elsewhere", std::string(32, 'n'));
  CHECK_ERROR(check_rotation(sign_rotation(place, *old_signer(), *stranger), place, old_key),
              Errc::conflict);
}

TEST_CASE("verify follows the key, and each signs only its time", "[audit]") {
  SampleLog log = log_with(rotation(11));
  SampleLog stolen = log;
  SampleLog early = log;
  log.checkpoints[12] = note_of(log, *new_signer());
  stolen.checkpoints[12] = note_of(stolen, *old_signer());
  SampleLog before;
  before.open();
  before.grow(10);
  early.checkpoints[11] = note_of(before, *new_signer());

  const Finding finding = found_in(log);

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.checkpoints == 2);
  CHECK(found_in(stolen).verdict == Verdict::failed);
  CHECK(found_in(stolen).law == law_checkpoint);
  CHECK(found_in(early).law == law_checkpoint);
  CHECK(found_in(log, {.held_notes = {note_of(log, *old_signer())}}).verdict == Verdict::failed);
  CHECK(found_in(log, {.held_notes = {note_of(log, *new_signer('z'))}}).verdict ==
        Verdict::could_not_check);
}

TEST_CASE("verify names a change of the key that not both signed", "[audit]") {
  for (const json::Value& facts : {rotation(10), with("new_signature", to_base64("short")),
                                   with("old_key", "")}) {
    const Finding finding = found_in(log_with(facts));
    CHECK(finding.verdict == Verdict::failed);
    CHECK(finding.law == law_key);
    CHECK(finding.seq == 11);
  }
}

TEST_CASE("the key known from outside may be the first, or one that signed since", "[audit]") {
  SampleLog log = log_with(rotation(11));
  const std::string fresh = new_signer()->key().text();

  CHECK(found_in(log, {.log_key = testing::log_key}).verdict == Verdict::verified);
  CHECK(found_in(log, {.log_key = fresh}).verdict == Verdict::could_not_check);
  CHECK(found_in(log, {.log_key = new_signer('z')->key().text()}).verdict == Verdict::failed);

  log.checkpoints[12] = note_of(log, *new_signer());

  CHECK(found_in(log, {.log_key = fresh}).verdict == Verdict::verified);
}

}  // namespace
}  // namespace wumei::audit
