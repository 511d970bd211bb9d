#pragma once

#include <wumei/config.hpp>
#include <wumei/store/hashes.hpp>

#include <utility>

namespace wumei::store {

WUMEI_INLINE std::vector<StoredTile> stored_tiles(std::vector<audit::Tile> tiles) {
  std::vector<StoredTile> stored;
  stored.reserve(tiles.size());
  for (audit::Tile& tile : tiles) {
    stored.push_back({0, tile.level, tile.n, std::move(tile.hashes)});
  }
  return stored;
}

WUMEI_INLINE void grow(audit::Tree& tree, std::span<const StoredEntry> entries) {
  std::vector<std::string_view> leaves;
  leaves.reserve(entries.size());
  for (const StoredEntry& entry : entries) leaves.push_back(entry.leaf);
  tree.append_each(leaves);
}

WUMEI_INLINE StoredHashes take_hashes(audit::Tree& tree) {
  return {stored_tiles(tree.take_complete_tiles()), stored_tiles(tree.edge_tiles())};
}

}  // namespace wumei::store
