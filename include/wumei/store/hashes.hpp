#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/store/store.hpp>

#include <span>
#include <vector>

namespace wumei::store {

/// Tiles of the log's tree as a store keeps them.
[[nodiscard]] std::vector<StoredTile> stored_tiles(std::vector<audit::Tile> tiles);

/// Grows the tree by the entries.
void grow(audit::Tree& tree, std::span<const StoredEntry> entries);

/// What the tree has completed since it was asked last, and its edge now.
[[nodiscard]] StoredHashes take_hashes(audit::Tree& tree);

}  // namespace wumei::store

#ifndef WUMEI_COMPILED
#include <wumei/store/impl/hashes.ipp>
#endif
