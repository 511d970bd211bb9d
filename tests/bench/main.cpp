#include "bench.hpp"
#include "use.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

#include <sys/wait.h>
#include <unistd.h>

namespace {

/// In a process of its own: what the rows before left of the heap costs a row up to a sixth.
bool print_apart(const wumei::bench::Row& row) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) {
    row.print();
    std::fflush(stdout);
    std::_Exit(0);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace

/// wumei_bench KEPT TOWNSHIP WUMEI [NAME...]: KEPT is a folder for ledgers that are made once,
/// TOWNSHIP the ledger file of a season, WUMEI the command line. All rows without a NAME.
/// wumei_bench --use LEDGER, --balances LEDGER: see use.hpp.
int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "--use") return wumei::bench::use(words[1]);
  if (words.size() == 2 && words[0] == "--balances") return wumei::bench::time_balances(words[1]);
  if (words.size() < 3) return 2;
  const wumei::bench::Places places{words[0], words[1], words[2]};
  std::set<std::string> wanted(words.begin() + 3, words.end());
  const bool all = wanted.empty();
  const wumei::bench::Scratch scratch(places.kept);
  wumei::bench::Rows rows;
  wumei::bench::add_ledger_rows(rows, scratch);
  wumei::bench::add_postgres_rows(rows, scratch);
  wumei::bench::add_hub_rows(rows, scratch);
  wumei::bench::add_open_rows(rows, places);
  wumei::bench::add_size_rows(rows, scratch, places);
  wumei::bench::add_memory_rows(rows, places);
  wumei::bench::report_fsync(places.kept);
  for (const wumei::bench::Row& row : rows) {
    if (!all && wanted.erase(row.name) == 0) continue;
    if (print_apart(row)) continue;
    std::fprintf(stderr, "the figure %s could not be taken\n", row.name.c_str());
    return 1;
  }
  for (const std::string& name : wanted) std::fprintf(stderr, "no figure %s\n", name.c_str());
  return wanted.empty() ? 0 : 2;
}
