#pragma once

#include "places.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <string>

namespace wumei::python {

class Ledger;

/// What is added up together.
struct MonthlyKey {
  std::int32_t month = 0;  ///< year * 12 + month - 1, of the accounting date
  std::string village;     ///< "" for an account of none
  std::string purpose;
  std::string unit;
  std::string kind;
  auto operator<=>(const MonthlyKey&) const = default;
};

struct MonthlySum {
  __int128 amount = 0;  ///< in 0.01
  std::int64_t legs = 0;
};

/// Sums of legs by month. Entries never change, so what was added up once is kept, and only what
/// was written since is read.
struct Monthly {
  std::int64_t entries = 0;  ///< of the log, from the first one
  std::map<MonthlyKey, MonthlySum> sums;
};

/// Brings the sums up to `places.entries()`, reading in so many threads what no process of this
/// user has added up before.
void bring_up(Monthly& monthly, const Ledger& ledger, const Places& places, int threads);

}  // namespace wumei::python
