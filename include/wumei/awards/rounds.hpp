#pragma once

namespace wumei::awards {

/// Award rounds and plaques.
struct Rounds {};

}  // namespace wumei::awards
