#include "use.hpp"

#include "made.hpp"

#include <wumei/publish/statement.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace wumei::bench {
namespace {

/// Most memory this process ever had resident. What `getrusage` says would hold the parent's, too.
long peak_bytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6) * 1024;
  }
  return 0;
}

programme::Command transfer(int number) {
  programme::Command command;
  command.actor = {OfficerId("T01"), DeviceId("pc")};
  command.kind = "ledger.transfer";
  command.decide = [number](const programme::State&,
                            const programme::Context&) -> Decision<programme::Drafts> {
    programme::Drafts drafts(1);
    drafts[0].kind = "ledger.transfer";
    const std::string household = scheme_household(1, number).text();
    ledger::add_move(drafts[0].moves, "f/V001:topup", "", -100);
    ledger::add_move(drafts[0].moves, "h/" + household + ":cash", "", 100);
    return drafts;
  };
  return command;
}

}  // namespace

int use(const std::filesystem::path& ledger) {
  Opened opened(ledger, store::Access::write);
  opened.open(trusted_snapshot(ledger));
  programme::Programme& programme = *opened.programme;
  const HouseholdId household = scheme_household(1, 1);
  const std::int64_t balance = programme.state().book.balance(
      ledger::of_household(household, ledger::Purpose::spendable));
  publish::StatementQuery query;
  query.household = household;
  query.day = programme.state().book.last_recorded().date(480);
  query.lines_max = 50;
  const std::string statement = publish::statement_html(
      publish::gather_statement(programme, query), query.language);
  programme.begin();
  for (int number = 1; number <= 100; ++number) {
    static_cast<void>(*programme.submit(transfer(number)));
  }
  if (programme.commit() != 100 || balance <= 0 || statement.empty()) std::abort();
  std::printf("%ld\n", peak_bytes());
  std::fflush(stdout);
  // Closing would move the batch into the ledger.
  std::_Exit(0);
}

int time_balances(const std::filesystem::path& ledger) {
  Opened opened(ledger);
  opened.open(trusted_snapshot(ledger));
  const auto start = std::chrono::steady_clock::now();
  std::string list;
  opened.programme->state().book.for_each_account([&](std::string_view account,
                                                      std::int64_t balance) {
    list.append(account).append(" ").append(std::to_string(balance)).append("\n");
  });
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  if (list.empty()) return 1;
  std::printf("%.9f\n", spent.count());
  return 0;
}

}  // namespace wumei::bench
