#include <wumei/base/clock.hpp>
#include <wumei/base/error.hpp>
#include <wumei/programme/people_commands.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/programme/verify.hpp>
#include <wumei/store/log_reader.hpp>
#include <wumei/store/memory_store.hpp>

#include <iostream>

namespace programme = wumei::programme;

/// Founds a ledger in memory, registers a village, tries to register it again under another name,
/// and verifies the log from its first entry.
int main() try {
  wumei::store::MemoryStore store;
  wumei::FixedClock clock(wumei::Instant::parse("2026-04-01T09:00:00+08:00"));
  wumei::CountedIds ids(1);
  programme::Founding founding;
  founding.charter.origin = "example.org/guanqiao/e1";
  founding.charter.programme = "guanqiao";
  founding.charter.title = "官桥镇";
  founding.charter.rehearsal = true;
  founding.founder = {wumei::OfficerId("T01"), wumei::DeviceId("pc")};
  founding.founder_detail = "{}";
  auto ledger = programme::Programme::create(store, clock, ids, founding);

  const wumei::VillageId village("V03");
  const auto first =
      ledger.submit(programme::village_command(founding.founder, {village, "松岭村"}));
  std::cout << "entry " << first->first << ": " << first->kind << "\n";
  const auto second =
      ledger.submit(programme::village_command(founding.founder, {village, "柳溪村"}));
  if (!second) std::cout << "refused: " << wumei::name(second.refusal().code) << "\n";

  programme::ProgrammeReplay replay;
  const auto log = wumei::store::log_reader(store, ledger.id());
  const auto finding = wumei::audit::verify(log, replay, {});
  std::cout << wumei::audit::name(finding.verdict) << ": " << finding.entries << " entries\n";
  return 0;
} catch (const wumei::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
