#pragma once

namespace wumei::people {

/// Who and what the programme knows: villages, grids, households, officers, donors, shops.
struct Registry {};

}  // namespace wumei::people
