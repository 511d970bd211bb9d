#pragma once

#include "monthly.hpp"

#include <wumei/store/store.hpp>

#include <filesystem>

/// Monthly sums from one process to the next: a log of millions is added up once and not whenever
/// a notebook is opened. Kept in the user's own folder of caches, `$XDG_CACHE_HOME/wumei` or
/// `~/.cache/wumei`, and not beside the ledger, where whoever may change one may change the other.
namespace wumei::python {

/// What was kept for that log, of its first `most` entries at most. Nothing, unless the log still
/// begins with the very entries that were added up, by the root of its tree over them; what cannot
/// be read counts as nothing.
[[nodiscard]] Monthly kept_monthly(store::Store& store, std::int64_t most);

/// Keeps them for that log. Where that cannot be done nothing is said: they are added up again.
void keep_monthly(store::Store& store, const Monthly& monthly);

}  // namespace wumei::python
