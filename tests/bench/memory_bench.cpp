#include "bench.hpp"
#include "made.hpp"

#include <cstdio>
#include <cstdlib>

namespace wumei::bench {
namespace {

double peak_of_use(const std::filesystem::path& ledger) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string command = "'" + self + "' --use '" + ledger.string() + "'";
  std::FILE* answer = ::popen(command.c_str(), "r");
  double bytes = 0;
  if (answer == nullptr || std::fscanf(answer, "%lf", &bytes) != 1) std::abort();
  if (::pclose(answer) != 0) std::abort();
  // The batch that it left behind: the next run finds the ledger as it was made.
  for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(ledger.string() + suffix);
  return bytes;
}

Row memory_row(const Places& places, const std::string& name, const Scheme& scheme, double limit) {
  return {name, [=] {
            const std::filesystem::path ledger = made_scheme(places.kept, scheme);
            const std::string households = std::to_string(scheme.villages * scheme.households);
            report(Size{name, peak_of_use(ledger), limit,
                        "most memory of a process that opens a ledger of " + households +
                            " households, " + std::to_string(scheme.months) +
                            " months of inspections, claims and notices, by its snapshot for"
                            " writing, asks a balance, prints a statement of 50 lines and appends"
                            " 100 transfers; entries: " +
                            std::to_string(store::SqliteStore(ledger, store::Access::read)
                                               .size({}))});
          }};
}

}  // namespace

void add_memory_rows(Rows& rows, const Places& places) {
  rows.push_back(memory_row(places, "rss.village", village_scheme, 30e6));
  rows.push_back(memory_row(places, "rss.county", county_scheme, 150e6));
}

}  // namespace wumei::bench
