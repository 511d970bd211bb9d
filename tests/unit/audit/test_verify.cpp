#include "sample_log.hpp"
#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/head_file.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/audit/verify.hpp>

namespace wumei::audit {
namespace {

using testing::SampleLog;

std::string signed_note(const Checkpoint& checkpoint, const std::string& seed = testing::log_seed) {
  const auto signer = signer_from_seed("wumei.example/village", seed);
  const std::string text = checkpoint_text(checkpoint);
  return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

/// What one thread finds, which is what two must find.
Finding verified(const SampleLog& log, VerifyOptions options = {}) {
  const auto alone = quantity_replay();
  const Finding finding = verify(log.reader(), *alone, options);
  options.threads = 2;
  const auto beside = quantity_replay();
  const Finding same = verify(log.reader(), *beside, options);
  CHECK(same.verdict == finding.verdict);
  CHECK(same.seq == finding.seq);
  CHECK(same.law == finding.law);
  CHECK(same.message == finding.message);
  CHECK(same.head == finding.head);
  CHECK(same.tiles == finding.tiles);
  return finding;
}

/// A log of 601 entries with checkpoints at 301 and 601 and its edge stored, as a store has it.
SampleLog sound_log() {
  SampleLog log;
  log.open();
  log.grow(300);
  log.checkpoints[301] = signed_note(log.checkpoint());
  log.grow(300);
  log.checkpoints[601] = signed_note(log.checkpoint());
  for (Tile& tile : log.tree.edge_tiles()) log.tiles[{tile.level, tile.n}] = tile.hashes;
  log.documents[document_name("rules")] = "rules";
  return log;
}

SampleLog truncated(SampleLog log, std::size_t entries) {
  log.leaves.resize(log.leaves.size() - entries);
  log.checkpoints.erase(601);
  log.tiles.erase({0, 2});
  return log;
}

/// Knows one kind only, and refuses entry 7 by law 9.
class PickyReplay final : public Replay {
 public:
  std::optional<ledger::Violation> check(const ledger::Entry& entry,
                                         const json::Value& /*data*/) override {
    if (entry.seq == refused) return ledger::Violation{9, "the rule gives another amount"};
    return std::nullopt;
  }
  void apply(const ledger::Entry& /*entry*/, const json::Value& /*data*/) override {}
  bool knows(std::string_view kind) const override { return kind == "log.open"; }
  std::int64_t refused = -1;
};

TEST_CASE("the first of several faults in a long log is named, however far it was read ahead",
          "[audit]") {
  SampleLog log;
  log.open();
  log.grow(3'000);
  CHECK(verified(log).verdict == Verdict::verified);

  std::string& late = log.leaves[2'500];
  late[late.size() / 2] ^= 1;
  CHECK(verified(log).seq == 2'500);
  std::string& early = log.leaves[1'023];  // the last of the first chunk
  early[early.size() / 2] ^= 1;
  CHECK(verified(log).seq == 1'023);
  log.leaves[1'022] = "[]";
  CHECK(verified(log).seq == 1'022);
}

TEST_CASE("a sound log is verified and its parts are counted", "[audit]") {
  const SampleLog log = sound_log();

  const Finding finding = verified(log);

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.head == log.checkpoint().head);
  CHECK(finding.origin == testing::log_origin);
  CHECK(finding.entries == 601);
  CHECK(finding.checkpoints == 2);
  CHECK(finding.tiles == 2);
  CHECK(finding.documents == 1);
  CHECK(finding.details == 120);
  CHECK(finding.erased == 0);
}

TEST_CASE("an empty log is never a pass", "[audit]") {
  CHECK(verified(SampleLog{}).verdict == Verdict::could_not_check);
}

TEST_CASE("one flipped bit anywhere in any entry names that entry", "[audit]") {
  const SampleLog log = sound_log();
  int missed = 0;

  for (std::size_t seq = 0; seq < log.leaves.size(); seq += 7) {
    SampleLog changed = log;
    std::string& leaf = changed.leaves[seq];
    leaf[(seq * 31) % leaf.size()] ^= 1;
    const Finding finding = verified(changed);
    const bool named = finding.verdict == Verdict::failed &&
                       finding.seq == static_cast<std::int64_t>(seq);
    missed += named ? 0 : 1;
  }

  CHECK(missed == 0);
}

TEST_CASE("a change that keeps every law and rewrites the tiles fails at a checkpoint",
          "[audit]") {
  SampleLog log = sound_log();
  log.tiles.clear();
  SampleLog rewritten;
  for (std::size_t i = 0; i < log.leaves.size(); ++i) {
    std::string leaf = log.leaves[i];
    if (i == 400) leaf.replace(leaf.find("@pc1"), 4, "@pc2");
    rewritten.put(log.keys[i], leaf);
  }
  rewritten.checkpoints = log.checkpoints;
  rewritten.details = log.details;

  const Finding finding = verified(rewritten);

  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.law == law_checkpoint);
  CHECK(finding.message.find("301 to 600") != std::string::npos);
}

TEST_CASE("a missing, swapped or renumbered entry is named", "[audit]") {
  SampleLog swapped = sound_log();
  std::swap(swapped.leaves[400], swapped.leaves[401]);
  swapped.tiles.clear();
  SampleLog removed = sound_log();
  removed.leaves.erase(removed.leaves.begin() + 500);
  removed.keys.clear();
  LogReader holes = removed.reader();
  holes.read = [&](std::int64_t from, std::int64_t until, const LogReader::Visit& visit) {
    for (std::int64_t seq = from; seq < until; ++seq) {
      if (seq != 77 && !visit({seq, {}, removed.leaves[static_cast<std::size_t>(seq)]})) return;
    }
  };
  const auto replay = quantity_replay();

  CHECK(verified(removed).seq == 500);
  const Finding hole = verify(holes, *replay, {});
  CHECK(hole.seq == 77);
  CHECK(hole.law == 4);
  CHECK(verified(swapped).law == law_tile);
}

TEST_CASE("a private detail of no entry is named", "[audit]") {
  SampleLog log = sound_log();
  log.details[-1] = {std::string(32, 's'), "stray"};

  CHECK(verified(log).law == law_detail);
}

TEST_CASE("an entry filed under no key is named", "[audit]") {
  SampleLog log = sound_log();
  log.keys[400].clear();

  const Finding finding = verified(log);

  CHECK(finding.seq == 400);
  CHECK(finding.law == 5);
}

TEST_CASE("tail truncation passes alone and fails against a checkpoint held outside", "[audit]") {
  const SampleLog log = sound_log();
  const SampleLog shorter = truncated(log, 10);
  const std::string held = log.checkpoints.at(601);

  CHECK(verified(shorter).verdict == Verdict::verified);
  const Finding finding = verified(shorter, {.held_notes = {held}});
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.law == law_held);
  CHECK(finding.message.find("shorter than a checkpoint you hold") != std::string::npos);
  CHECK(verified(log, {.held_notes = {held}}).held == 1);
}

TEST_CASE("a log that kept its checkpoint but lost its tail fails by itself", "[audit]") {
  SampleLog log = sound_log();
  log.leaves.resize(600);

  CHECK(verified(log).law == law_checkpoint);
}

TEST_CASE("a rewritten and signed log fails against a held checkpoint", "[audit]") {
  const SampleLog log = sound_log();
  SampleLog rewritten;
  rewritten.open();
  rewritten.grow(200);
  rewritten.add("other", {.kind = "note.add",
                          .in = json::Value::object({{"text", "x"}}),
                          .out = json::Value(json::Object{})});
  rewritten.grow(500);
  rewritten.checkpoints[702] = signed_note(rewritten.checkpoint());

  CHECK(verified(rewritten).verdict == Verdict::verified);
  CHECK(verified(rewritten, {.held_notes = {log.checkpoints.at(601)}}).law == law_held);
}

TEST_CASE("two signed roots of one size are an equivocation, with both as evidence", "[audit]") {
  const SampleLog log = sound_log();
  Checkpoint other = log.checkpoint();
  other.head.root = sha256("another history");
  const std::string note = signed_note(other);

  const Finding finding = verified(log, {.held_notes = {note}});

  CHECK(finding.verdict == Verdict::equivocation);
  CHECK(finding.evidence == std::vector<std::string>{log.checkpoints.at(601), note});
}

TEST_CASE("a held note that proves nothing is not a pass", "[audit]") {
  const SampleLog log = sound_log();
  Checkpoint foreign = log.checkpoint();
  foreign.origin = "elsewhere/e1";
  const std::string forged = signed_note(log.checkpoint(), std::string(32, 's'));

  for (const std::string& note : {std::string("garbage"), signed_note(foreign), forged}) {
    CHECK(verified(log, {.held_notes = {note}}).verdict == Verdict::could_not_check);
  }
}

TEST_CASE("stored checkpoints must be signed, of this log and at their size", "[audit]") {
  SampleLog forged = sound_log();
  forged.checkpoints[301] = signed_note(forged.checkpoint(), std::string(32, 's'));
  SampleLog unsigned_one = sound_log();
  unsigned_one.checkpoints[601] =
      signed_note(unsigned_one.checkpoint(), std::string(32, 's'));
  SampleLog foreign = sound_log();
  Checkpoint other = foreign.checkpoint();
  other.origin = "elsewhere/e1";
  foreign.checkpoints[601] = signed_note(other);
  SampleLog unreadable = sound_log();
  unreadable.checkpoints[601] = "garbage";

  for (const SampleLog& log : {forged, unsigned_one, foreign, unreadable}) {
    CHECK(verified(log).law == law_checkpoint);
  }
}

TEST_CASE("a log key known from outside must be the log's", "[audit]") {
  const SampleLog log = sound_log();
  const auto other = signer_from_seed("wumei.example/village", std::string(32, 's'));

  CHECK(verified(log, {.log_key = testing::log_key}).verdict == Verdict::verified);
  CHECK(verified(log, {.log_key = other->key().text()}).verdict == Verdict::failed);
}

TEST_CASE("a key used twice names the second entry", "[audit]") {
  SampleLog log;
  log.open();
  log.grow(5);
  log.add("k00000003", {.kind = "note.add", .in = json::Value(json::Object{}),
                        .out = json::Value(json::Object{})});
  log.grow(5);

  const Finding finding = verified(log);

  CHECK(finding.law == 5);
  CHECK(finding.seq == 6);
}

TEST_CASE("an entry filed under another key is named", "[audit]") {
  SampleLog log = sound_log();
  log.keys[300] = "k99999999";

  const Finding finding = verified(log);

  CHECK(finding.law == 5);
  CHECK(finding.seq == 300);
}

TEST_CASE("the entries of one command stand together, all of them", "[audit]") {
  const auto with_keys = [](const std::vector<std::string>& keys) {
    SampleLog log;
    log.open();
    for (const std::string& key : keys) {
      log.add(key, {.kind = "note.add", .in = json::Value(json::Object{}),
                    .out = json::Value(json::Object{})});
    }
    return verified(log);
  };

  CHECK(with_keys({"a#1/3", "a#2/3", "a#3/3", "b"}).verdict == Verdict::verified);
  CHECK(with_keys({"a#1/3", "a#2/3"}).law == 5);
  CHECK(with_keys({"a#1/3", "a#3/3"}).seq == 2);
  CHECK(with_keys({"a#1/2", "b"}).seq == 2);
  CHECK(with_keys({"a#1/2", "b#2/2"}).seq == 2);
  CHECK(with_keys({"a#2/2"}).seq == 1);
  CHECK(with_keys({"a", "a#1/2", "a#2/2"}).seq == 2);
}

TEST_CASE("an altered detail is named, and so is one that is gone for no reason", "[audit]") {
  SampleLog altered = sound_log();
  altered.details[10].second = "{\"note\":\"Private\"}";
  SampleLog salted = sound_log();
  salted.details[15].first = "another salt";
  SampleLog gone = sound_log();
  gone.details.erase(10);
  gone.details.erase(600);
  SampleLog last = sound_log();
  last.details.erase(600);

  CHECK(verified(altered).law == law_detail);
  CHECK(verified(altered).seq == 10);
  CHECK(verified(salted).seq == 15);
  CHECK(verified(gone).verdict == Verdict::failed);
  CHECK(verified(gone).law == law_detail);
  CHECK(verified(gone).seq == 10);
  CHECK(verified(last).seq == 600);
}

TEST_CASE("an altered document or tile fails", "[audit]") {
  SampleLog document = sound_log();
  document.documents[document_name("rules")] = "rulez";
  SampleLog tile = sound_log();
  tile.tiles.erase({0, 1});

  CHECK(verified(document).law == law_document);
  CHECK(verified(tile).law == law_tile);
}

TEST_CASE("an old log is stale when a newer one was asked for", "[audit]") {
  const SampleLog log = sound_log();
  const Instant last = Instant::from_millis(1'775'000'000'600);

  CHECK(verified(log, {.no_older_than = last}).verdict == Verdict::verified);
  CHECK(verified(log, {.no_older_than = Instant::from_millis(last.millis() + 1)}).verdict ==
        Verdict::stale);
}

TEST_CASE("laws of the programme come in as a replay", "[audit]") {
  const SampleLog log = sound_log();
  PickyReplay picky;
  PickyReplay refusing;
  refusing.refused = 7;

  const Finding unknown = verify(log.reader(), picky, {});
  const Finding refused = verify(log.reader(), refusing, {});

  CHECK(unknown.verdict == Verdict::could_not_check);
  CHECK(unknown.unknown == 600);
  CHECK(refused.law == 9);
  CHECK(refused.seq == 7);
}

TEST_CASE("a restored log goes by its new name from then on", "[audit]") {
  SampleLog log;
  log.open();
  log.grow(20);
  const std::string kept = signed_note(log.checkpoint());
  Checkpoint lost = log.checkpoint();
  lost.head = {23, sha256("entries that were lost")};
  log.checkpoints[21] = kept;
  log.add("epoch", {.kind = "epoch.open",
                    .in = json::Value::object({{"origin_old", testing::log_origin},
                                               {"origin_new", "wumei.example/village/e2"}}),
                    .out = json::Value(json::Object{})});
  log.grow(10);
  Checkpoint now = log.checkpoint();
  now.origin = "wumei.example/village/e2";
  log.checkpoints[32] = signed_note(now);

  const Finding finding = verified(log, {.held_notes = {kept}});

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.origin == "wumei.example/village/e2");
  CHECK(verified(log, {.held_notes = {signed_note(lost)}}).law == law_held);
}

TEST_CASE("every verdict has its own name", "[audit]") {
  CHECK(name(Verdict::verified) == "verified");
  CHECK(name(Verdict::failed) == "failed");
  CHECK(name(Verdict::could_not_check) == "could_not_check");
  CHECK(name(Verdict::stale) == "stale");
  CHECK(name(Verdict::equivocation) == "equivocation");
}

}  // namespace
}  // namespace wumei::audit
