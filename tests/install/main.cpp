#include <wumei/audit/verify.hpp>
#include <wumei/base/amount.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/memory_store.hpp>

#include <iostream>

/// Founds a ledger in memory and checks it: pulls in every module in either mode.
int main() {
  wumei::store::MemoryStore store;
  wumei::FixedClock clock(wumei::Instant::parse("2026-04-01T09:00:00+08:00"));
  wumei::CountedIds ids(1);
  wumei::programme::Founding founding;
  founding.charter.origin = "example.org/outside/e1";
  founding.charter.programme = "outside";
  founding.charter.title = "官桥镇";
  founding.charter.rehearsal = true;
  founding.founder = {wumei::OfficerId("T01"), wumei::DeviceId("pc")};
  founding.founder_detail = "{}";
  const auto programme = wumei::programme::Programme::create(store, clock, ids, founding);
  wumei::programme::ProgrammeReplay replay;
  const auto finding =
      wumei::audit::verify(wumei::store::log_reader(store, programme.id()), replay, {});
  std::cout << wumei::Points::parse("3.5").text() << " points, " << finding.entries
            << " entries, " << wumei::audit::name(finding.verdict) << "\n";
  return finding.verdict == wumei::audit::Verdict::verified ? 0 : 1;
}
