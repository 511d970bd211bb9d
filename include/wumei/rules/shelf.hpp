#pragma once

namespace wumei::rules {

/// Published rule books, score sheets and which version holds on which day.
struct Shelf {};

}  // namespace wumei::rules
