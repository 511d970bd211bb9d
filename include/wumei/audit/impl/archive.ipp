#pragma once

#include <wumei/audit/tree.hpp>
#include <wumei/base/assert.hpp>

#include <boost/serialization/library_version_type.hpp>
#include <boost/serialization/version.hpp>

#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

namespace wumei::audit {

/// Snapshots only. Tiles not yet taken belong to an append under way, never to a snapshot.
struct TreeArchive {
  template <class Archive>
  static void serialize(Archive& archive, Tree& tree) {
    WUMEI_ASSERT(tree.complete_.empty());
    archive& tree.size_;
    archive& tree.edge_;
    archive& tree.unfinished_;
  }
};

template <class Archive>
void serialize(Archive& archive, Tree& tree, unsigned /*version*/) {
  TreeArchive::serialize(archive, tree);
}

}  // namespace wumei::audit
