#pragma once

namespace wumei::scoring {

/// Claims and inspections, and what counts towards caps.
struct Deeds {};

}  // namespace wumei::scoring
