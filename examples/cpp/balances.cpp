#include <wumei/base/amount.hpp>
#include <wumei/base/clock.hpp>
#include <wumei/base/error.hpp>
#include <wumei/ledger/account.hpp>
#include <wumei/programme/programme.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <iostream>
#include <string_view>

/// Opens a ledger for reading and prints what every household may spend:
///     balances demo/guanqiao.wumei
int main(int count, char** words) try {
  if (count != 2) {
    std::cerr << "usage: balances LEDGER\n";
    return 2;
  }
  wumei::store::SqliteStore store(words[1], wumei::store::Access::read);
  wumei::SystemClock clock;
  wumei::RandomIds ids;
  const wumei::programme::Programme::Opening reading{.programme = {}, .write = false};
  const auto programme = wumei::programme::Programme::open(store, clock, ids, reading);
  const auto& book = programme.state().book;
  for (const auto& [id, household] : programme.state().people.households) {
    const auto account = wumei::ledger::of_household(id, wumei::ledger::Purpose::spendable);
    const auto points = wumei::Points::of_units(book.balance(account));
    std::cout << id.text() << "  " << points.text() << "\n";
  }
  return 0;
} catch (const wumei::Error& error) {
  std::cerr << error.what() << "\n";
  return 5;
}
