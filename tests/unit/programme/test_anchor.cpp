#include "deeds_fixture.hpp"
#include "forged_log.hpp"

#include <wumei/audit/signer.hpp>
#include <wumei/programme/anchor_commands.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>

namespace wumei::programme {
namespace {

using test::facts;
using test::Township;

audit::Checkpoint head(std::int64_t size, const std::string& entries = "entries",
                       const std::string& origin = "wumei.example/child/e1") {
  return {origin, {size, sha256(entries + std::to_string(size))}};
}

std::string note_of(const audit::Checkpoint& checkpoint, char seed = 'c') {
  const auto signer = audit::signer_from_seed("wumei.example/child", std::string(32, seed));
  const std::string text = audit::checkpoint_text(checkpoint);
  return audit::format_note(
      {text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

Command anchoring(const Township& town, const audit::Checkpoint& checkpoint) {
  return anchor_command(town.head, note_of(checkpoint));
}

TEST_CASE("a child's checkpoints are kept in order of size, one root a size", "[programme]") {
  Township town;
  town.accept(anchoring(town, head(10)));

  CHECK(town.refusal(anchoring(town, head(9))) == RefusalCode::wrong_state);
  CHECK(town.refusal(anchoring(town, head(10, "other"))) == RefusalCode::wrong_state);
  CHECK(town.refusal(anchor_command(town.head, note_of(head(10), 'd'))) ==
        RefusalCode::duplicate);
  CHECK(contradicting_anchor(town.book->state(), head(9))->size == 10);
  CHECK(contradicting_anchor(town.book->state(), head(10, "other"))->root == head(10).head.root);
  CHECK_FALSE(contradicting_anchor(town.book->state(), head(10)));
  CHECK_FALSE(contradicting_anchor(town.book->state(), head(11)));

  CHECK(town.accept(anchoring(town, head(10))).replayed);
  town.accept(anchoring(town, head(11)));
  town.accept(anchoring(town, head(3, "entries", "wumei.example/child/e2")));
  CHECK(town.book->state().anchors.size() == 2);
}

TEST_CASE("only the township anchors, and only another log's checkpoint", "[programme]") {
  Township town;

  CHECK(town.refusal(anchor_command(Township::officer("village"), note_of(head(10)))) ==
        RefusalCode::role_missing);
  CHECK(town.refusal(anchoring(town, head(10, "entries", "wumei.example/test/e7"))) ==
        RefusalCode::wrong_state);
  CHECK_ERROR(anchor_command(town.head, "no note"), Errc::bad_input);
}

TEST_CASE("an anchored note is a public document, missed when it is gone", "[programme]") {
  Township town;
  const ledger::Seq seq = town.accept(anchoring(town, head(10))).first;
  const std::string digest = document_name(note_of(head(10)));

  CHECK(town.store.document("test", digest) == note_of(head(10)));
  CHECK(town.reopened().state().anchors.at("wumei.example/child/e1").note == digest);
  ProgrammeReplay whole;
  CHECK(audit::verify(store::log_reader(town.store, "test"), whole, {}).verdict ==
        audit::Verdict::verified);
  audit::LogReader log = store::log_reader(town.store, "test");
  log.documents = [](const auto&) {};
  ProgrammeReplay replay;
  const audit::Finding finding = audit::verify(log, replay, {});
  CHECK(finding.law == audit::law_document);
  CHECK(finding.seq == seq);
}

TEST_CASE("verify names a forged anchor", "[programme]") {
  test::DeedsTownship town;
  town.accept(anchor_command(town.head, note_of(head(10))));
  const auto anchor = [](const audit::Checkpoint& checkpoint) {
    return ledger::Draft{
        .kind = "anchor.record",
        .in = facts({{"origin", checkpoint.origin},
                     {"size", checkpoint.head.size},
                     {"root", to_base64(checkpoint.head.root.bytes())},
                     {"note", document_name("a note")}})};
  };

  CHECK(test::law_of(town, {.draft = anchor(head(9))}) == audit::law_anchor);
  CHECK(test::law_of(town, {.draft = anchor(head(10, "other"))}) == audit::law_anchor);
  CHECK(test::law_of(town, {.draft = anchor(head(0))}) == audit::law_anchor);
  CHECK(test::law_of(town, {.actor = town.village, .draft = anchor(head(11))}) == 7);
  CHECK(test::ForgedLog(town).add({.draft = anchor(head(11))}).verified().verdict ==
        audit::Verdict::verified);
}

}  // namespace
}  // namespace wumei::programme
