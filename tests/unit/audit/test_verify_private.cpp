#include "sample_log.hpp"

#include <catch.hpp>
#include <wumei/audit/verify.hpp>

namespace wumei::audit {
namespace {

using testing::SampleLog;

Finding checked(const SampleLog& log) {
  const auto replay = quantity_replay();
  return verify(log.reader(), *replay, {});
}

/// 601 entries, every fifth with a private detail.
SampleLog log_with_details() {
  SampleLog log;
  log.open();
  log.grow(600);
  for (Tile& tile : log.tree.edge_tiles()) log.tiles[{tile.level, tile.n}] = tile.hashes;
  return log;
}

/// A log whose entry 601 says that the private detail of `seq` was erased.
SampleLog log_erasing(ledger::Seq seq) {
  SampleLog log = log_with_details();
  log.add("zz-erase", {.kind = "detail.erase",
                       .refs = {seq},
                       .in = json::Value::object({{"seq", seq}}),
                       .out = json::Value(json::Object{})});
  return log;
}

TEST_CASE("an erased detail is counted by the entry that erased it", "[audit]") {
  SampleLog erased = log_erasing(10);
  erased.details.erase(10);
  const SampleLog kept = log_erasing(10);
  SampleLog another = log_erasing(10);
  another.details.erase(10);
  another.details.erase(15);

  const Finding finding = checked(erased);

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.erased == 1);
  CHECK(finding.erasures == std::vector<Erased>{{10, 601}});
  CHECK(checked(kept).law == law_detail);
  CHECK(checked(kept).seq == 10);
  CHECK(checked(another).seq == 15);
}

TEST_CASE("a detail erased while a check goes on is erased by an entry after it", "[audit]") {
  SampleLog grown = log_erasing(10);
  grown.details.erase(10);
  LogReader log = grown.reader();
  log.size = 601;
  const auto replay = quantity_replay();

  const Finding finding = verify(log, *replay, {});

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.erasures == std::vector<Erased>{{10, 601}});
}

TEST_CASE("what is not kept is not missed", "[audit]") {
  SampleLog log = log_with_details();
  LogReader exported = log.reader();
  exported.details = nullptr;
  exported.documents = nullptr;
  const auto replay = quantity_replay();

  const Finding finding = verify(exported, *replay, {});

  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.details == 0);
  CHECK(finding.erased == 0);
}

}  // namespace
}  // namespace wumei::audit
