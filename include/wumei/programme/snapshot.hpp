#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/programme/state.hpp>
#include <wumei/store/store.hpp>

#include <string>

namespace wumei::programme {

/// What a snapshot holds: the fold and the right edge of the tree.
struct SnapshotView {
  State& state;
  audit::Tree& tree;
};

/// How a snapshot begins: the version of wumei that wrote it, its length and the digest of each of
/// its pieces.
struct SnapshotIndex {
  std::string text;
  store::SnapshotLabel label;  ///< its digest is that of `text`, and so of everything
};

/// The view goes through the archive once for its index and once for its bytes, and is never held
/// a second time: a county's would be a hundred megabytes. Must not change in between.
[[nodiscard]] SnapshotIndex index_snapshot(const SnapshotView& view);
/// Hands on the index, then a Boost.Serialization archive of the view. Only a cache for this
/// machine: not portable, never an interchange format.
void write_snapshot(const SnapshotView& view, const SnapshotIndex& index,
                    const store::ByteSink& sink);

/// Loads a snapshot whose index has `trusted_digest` (from the head file), each piece after
/// comparing its own digest: an archive is not safe to open on bytes somebody else may have
/// written. Leaves the view untouched and returns false when a digest differs or another version
/// wrote it: the caller replays.
bool load_snapshot(const store::StoredSnapshot& snapshot, const std::string& trusted_digest,
                   const SnapshotView& view);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/snapshot.ipp>
#endif
