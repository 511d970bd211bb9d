#pragma once

namespace wumei::market {

/// Shops, goods, prices, stock lots, redemptions.
struct Market {};

}  // namespace wumei::market
