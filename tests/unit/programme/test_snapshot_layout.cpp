#include "layout_archive.hpp"

#include <catch.hpp>
#include <snapshot_bytes.hpp>

#include <wumei/base/digest.hpp>
#include <wumei/programme/snapshot.hpp>

#include <string>

using namespace wumei;

namespace {

/// `snapshot_layout` and the digest of what is archived under it. They change together.
constexpr const char* pinned_layout = "20";
constexpr const char* pinned_digest =
    "sha256:62548017d40772a879675b8884ba65e3ab91ef46158a042945a303b66e3015e3";

/// The last part of a snapshot's first line: `wumei/snapshot/0.1.0/4`.
std::string layout_number() {
  programme::State state;
  audit::Tree tree;
  const std::string body = test::SnapshotBytes::of(state, tree).bytes;
  const std::string tag = body.substr(0, body.find('\n'));
  return tag.substr(tag.rfind('/') + 1);
}

}  // namespace

TEST_CASE("an archive that changed has a new layout number", "[programme]") {
  test::LayoutArchive archive;
  archive & programme::State() & audit::Tree();
  const std::string digest = document_name(archive.text());

  INFO(archive.text());
  INFO("What a snapshot holds has changed. Raise snapshot_layout in "
       "include/wumei/programme/impl/snapshot.ipp, or an older snapshot of this release is read "
       "as one of this layout, and pin here: " << digest);
  CHECK(digest == pinned_digest);
  CHECK(layout_number() == pinned_layout);
}

TEST_CASE("the layout tells types, their order and their nesting", "[programme]") {
  test::LayoutArchive archive;
  archive & std::map<std::int64_t, scoring::Answer>() & std::vector<Date>() & true;

  CHECK(archive.text() == "map(i8{e1i8})vector({i4})u1");
}
