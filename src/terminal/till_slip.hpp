#pragma once

#include "escpos.hpp"
#include "till_clerks.hpp"

#include <string>

namespace wumei::terminal {

/// The sale of a record with all that its slip says.
[[nodiscard]] SoldSlip sold_of(const TillFile& file, const LeasedTill& till,
                               const TillRecord& record);

/// The slip of a sale under a lease: shop, clerk, household masked, goods, points, what may still
/// be used here, and the number of the sale, also as a code in capitals. The ledger has its own
/// number for it only later. `copy` counts from 1; from 2 on it says 补打.
[[nodiscard]] std::string till_ticket(const SoldSlip& sold, Roll roll, publish::Language language,
                                      std::int64_t copy);

}  // namespace wumei::terminal
