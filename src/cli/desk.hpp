#pragma once

#include "app.hpp"

#include <hub/verbs.hpp>

namespace wumei::cli {

/// Runs the verbs of this command line in a hub. `own` is of the hub's ledger: its file, its head,
/// its key; it must outlive the desk.
[[nodiscard]] hub::Desk desk_of(const Context& own);

}  // namespace wumei::cli
