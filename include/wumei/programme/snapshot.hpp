#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/programme/state.hpp>

#include <string>

namespace wumei::programme {

/// What a snapshot holds: the fold and the right edge of the tree.
struct SnapshotView {
  State& state;
  audit::Tree& tree;
};

/// A Boost.Serialization archive of the view, tagged with the version of wumei that wrote it. Only
/// a cache for this machine: not portable, never an interchange format.
[[nodiscard]] std::string write_snapshot(const SnapshotView& view);

/// Loads `body` after comparing its digest with `trusted_digest` (from the head file): an archive
/// is not safe to open on bytes somebody else may have written. Leaves the view untouched and
/// returns false when the digest differs or another version wrote it: the caller replays.
bool load_snapshot(const std::string& body, const std::string& trusted_digest,
                   const SnapshotView& view);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/snapshot.ipp>
#endif
