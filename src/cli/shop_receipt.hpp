#pragma once

#include "session.hpp"

#include <wumei/programme/market_commands.hpp>

namespace wumei::cli {

/// The slip of a redemption, as people read it: shop, household with its masked name, lines,
/// points, balance, the entry, and the latest signed checkpoint for `verify --checkpoint`.
void print_receipt(Session& session, const programme::Redemption& redemption,
                   const programme::Receipt& receipt);

}  // namespace wumei::cli
