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
#include <wumei/programme/impl/snapshot_reader.ipp>
#include <wumei/programme/snapshot.hpp>
#include <wumei/rules/impl/archive.ipp>
#include <wumei/scoring/impl/archive.ipp>
#include <wumei/version.hpp>

#include <sstream>
#include <utility>

#include <boost/archive/binary_oarchive.hpp>

namespace wumei::programme {
namespace detail {

/// Counts the layouts of the state within one release; it goes up with every change of a struct
/// that is archived.
inline constexpr int snapshot_layout = 14;

/// Changes with every release: the layout of the state is allowed to change with it.
WUMEI_INLINE std::string snapshot_tag() {
  return "wumei/snapshot/" + std::to_string(WUMEI_VERSION_MAJOR) + "." +
         std::to_string(WUMEI_VERSION_MINOR) + "." + std::to_string(WUMEI_VERSION_PATCH) + "/" +
         std::to_string(snapshot_layout) + "\n";
}

}  // namespace detail

WUMEI_INLINE std::string write_snapshot(const SnapshotView& view) {
  std::ostringstream out;
  out << detail::snapshot_tag();
  boost::archive::binary_oarchive archive(out);
  archive << view.state << view.tree;
  return out.str();
}

WUMEI_INLINE bool load_snapshot(const std::string& body, const std::string& trusted_digest,
                                const SnapshotView& view) {
  if (document_name(body) != trusted_digest) return false;
  const std::string tag = detail::snapshot_tag();
  if (!body.starts_with(tag)) return false;
  State state;
  audit::Tree tree;
  // What does not load is a cache of another layout or of another machine, or was damaged before
  // its digest was taken: the log is what counts.
  try {
    detail::MemoryBytes bytes(std::string_view(body).substr(tag.size()));
    detail::SnapshotReader archive(bytes);
    archive >> state >> tree;
    if (bytes.left() != 0 || tree.size() != state.book.size()) return false;
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
