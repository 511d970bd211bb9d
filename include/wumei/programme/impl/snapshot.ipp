#pragma once

#include <wumei/programme/impl/archive_level.ipp>

#include <wumei/audit/impl/archive.ipp>
#include <wumei/awards/impl/archive.ipp>
#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/impl/archive.ipp>
#include <wumei/market/impl/archive.ipp>
#include <wumei/notice/impl/archive.ipp>
#include <wumei/people/impl/archive.ipp>
#include <wumei/programme/impl/snapshot_pieces.ipp>
#include <wumei/programme/impl/snapshot_reader.ipp>
#include <wumei/programme/snapshot.hpp>
#include <wumei/rules/impl/archive.ipp>
#include <wumei/scoring/impl/archive.ipp>
#include <wumei/version.hpp>

#include <functional>
#include <utility>

#include <boost/archive/binary_oarchive.hpp>

namespace wumei::programme {
namespace detail {

/// Counts the layouts of the state within one release; it goes up with every change of a struct
/// that is archived.
inline constexpr int snapshot_layout = 20;

/// Changes with every release: the layout of the state is allowed to change with it.
WUMEI_INLINE std::string snapshot_tag() {
  return "wumei/snapshot/" + std::to_string(WUMEI_VERSION_MAJOR) + "." +
         std::to_string(WUMEI_VERSION_MINOR) + "." + std::to_string(WUMEI_VERSION_PATCH) + "/" +
         std::to_string(snapshot_layout) + "\n";
}

WUMEI_INLINE void archive_pieces(const SnapshotView& view,
                                 std::function<void(std::string_view)> take) {
  PieceWriter pieces(std::move(take));
  {
    boost::archive::binary_oarchive archive(pieces);
    archive << view.state << view.tree;
  }
  pieces.finish();
}

}  // namespace detail

WUMEI_INLINE SnapshotIndex index_snapshot(const SnapshotView& view) {
  detail::PieceIndex pieces;
  Sha256 sha;
  detail::archive_pieces(view, [&](std::string_view piece) { pieces.add(sha, piece); });
  SnapshotIndex index;
  index.text = pieces.text(detail::snapshot_tag());
  index.label.size = view.state.book.size();
  index.label.digest = document_name(index.text);
  index.label.bytes = static_cast<std::int64_t>(index.text.size() + pieces.length);
  return index;
}

WUMEI_INLINE void write_snapshot(const SnapshotView& view, const SnapshotIndex& index,
                                 const store::ByteSink& sink) {
  sink(index.text);
  detail::archive_pieces(view, sink);
}

WUMEI_INLINE bool load_snapshot(const store::StoredSnapshot& snapshot,
                                const std::string& trusted_digest, const SnapshotView& view) {
  State state;
  audit::Tree tree;
  // What does not load is a cache of another layout or of another machine, or was damaged before
  // its digest was taken: the log is what counts.
  try {
    const auto index = detail::read_index(snapshot, detail::snapshot_tag(), trusted_digest);
    if (!index) return false;
    detail::PieceReader pieces(snapshot.read, *index);
    detail::SnapshotReader archive(pieces);
    archive >> state >> tree;
    if (pieces.left() != 0 || tree.size() != state.book.size()) return false;
  } catch (const boost::archive::archive_exception&) {
    return false;
  } catch (const Error&) {
    return false;
  }
  view.state = std::move(state);
  view.tree = std::move(tree);
  return true;
}

}  // namespace wumei::programme
