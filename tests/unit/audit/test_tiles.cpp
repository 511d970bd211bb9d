#include "pipeline.hpp"
#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/tiles.hpp>

#include <algorithm>
#include <set>

namespace wumei::audit {
namespace {

using testing::SampleLog;
using testing::log_of;
using testing::TemporaryFolder;
using testing::contents;

void replace(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::set<std::string> files_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
    if (item.is_regular_file()) names.insert(std::filesystem::relative(item, folder).string());
  }
  return names;
}

/// The log's head now, signed by the log.
std::string signed_note(const SampleLog& log) {
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  const std::string text = checkpoint_text(log.checkpoint());
  return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

/// A log of `count` entries and, where that reaches further, the tiles of the others.
TEST_CASE("tile paths are those of the C2SP example", "[audit]") {
  CHECK(tile_path(0, 1'234'067, 256) == "tile/0/x001/x234/067");
  CHECK(tile_path(0, 273, 112) == "tile/0/273.p/112");
  CHECK(tile_path(2, 0, 1) == "tile/2/000.p/1");
  CHECK(tile_path(1, 999, 256) == "tile/1/999");
  CHECK(tile_path(1, 1'000, 255) == "tile/1/x001/000.p/255");
  CHECK(bundle_path(1'234, 256) == "tile/entries/x001/234");
  CHECK(bundle_path(0, 7) == "tile/entries/000.p/7");
}

TEST_CASE("a log of 600 entries gives the files that its size demands", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = log_of(600);

  const TileExport done = export_tiles(log.hashes(), signed_note(log), folder / "public");

  CHECK(files_in(folder / "public") ==
        std::set<std::string>{"checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88",
                              "tile/1/000.p/2"});
  CHECK(done.size == 600);
  CHECK(done.written == 5);
  CHECK(done.kept == 0);
  CHECK(contents(folder / "public" / "checkpoint") == signed_note(log));
}

TEST_CASE("exporting again writes nothing, and a longer log adds to the folder", "[audit]") {
  const TemporaryFolder folder;
  SampleLog log = log_of(600);
  const auto to = folder / "public";
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to));

  const TileExport again = export_tiles(log.hashes(), signed_note(log), to);
  log.grow(300);
  const TileExport longer = export_tiles(log.hashes(), signed_note(log), to);

  CHECK(again.written == 0);
  CHECK(again.kept == 5);
  CHECK(longer.kept == 2);
  CHECK(longer.written == 4);  // 0/002, 0/003.p/132, 1/000.p/3, checkpoint
  CHECK(files_in(to).contains("tile/0/002.p/88"));  // the older checkpoint's tile stays
}

TEST_CASE("proofs made of a folder are those of the log", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = log_of(600);
  const auto to = folder / "audit";
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to, {.entries = true}));

  const Checkpoint checkpoint = parse_checkpoint(parse_note(read_folder_checkpoint(to)).text);
  const HashReader reader = folder_reader(to, checkpoint.head.size);

  CHECK(checkpoint == log.checkpoint());
  CHECK(root_at(reader, 600) == log.tree.root());
  for (const std::int64_t index : {0, 255, 256, 511, 512, 599}) {
    CHECK(inclusion_proof(reader, index, 600) == inclusion_proof(log.hashes(), index, 600));
    CHECK(reader.leaf(index) == log.leaves[static_cast<std::size_t>(index)]);
  }
  CHECK(consistency_proof(reader, 257, 600) == consistency_proof(log.hashes(), 257, 600));
  CHECK_ERROR(reader.leaf(600), Errc::not_found);
  CHECK_ERROR(reader.leaf(-1), Errc::not_found);
}

TEST_CASE("entries leave only when asked for", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = log_of(300);
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), folder / "public"));
  static_cast<void>(
      export_tiles(log.hashes(), signed_note(log), folder / "audit", {.entries = true}));

  CHECK_FALSE(std::filesystem::exists(folder / "public" / "tile/entries"));
  CHECK_ERROR(folder_reader(folder / "public", 300).leaf(5), Errc::not_found);
  CHECK(files_in(folder / "audit").contains("tile/entries/001.p/44"));
  const std::string bundle = contents(folder / "audit" / "tile/entries/000");
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) * 256 +
                      static_cast<unsigned char>(bundle[1]);
  CHECK(bundle.substr(2, length) == log.leaves[0]);
}

TEST_CASE("the checkpoint comes last, and a stopped export leaves the older state", "[audit]") {
  const TemporaryFolder folder;
  const auto to = folder / "public";
  SampleLog log = log_of(600);
  const std::string older = signed_note(log);
  static_cast<void>(export_tiles(log.hashes(), older, to));
  log.grow(500);
  TileExportOptions options;
  options.progress = [&](std::int64_t done) {
    CHECK(contents(to / "checkpoint") == older);
    const HashReader reader = folder_reader(to, 600);
    CHECK(root_at(reader, 600) == parse_checkpoint(parse_note(older).text).head.root);
    if (done >= 1'024) throw Error(Errc::cancelled, "stopped");
  };

  CHECK_ERROR(export_tiles(log.hashes(), signed_note(log), to, options), Errc::cancelled);

  CHECK(contents(to / "checkpoint") == older);
  CHECK(export_tiles(log.hashes(), signed_note(log), to).size == 1'100);
  for (const std::string& name : files_in(to)) CHECK_FALSE(name.ends_with(".new"));
}

TEST_CASE("a folder of another or a longer history is not written over", "[audit]") {
  const TemporaryFolder folder;
  const auto to = folder / "public";
  SampleLog log = log_of(600);
  SampleLog shorter = log_of(500);
  SampleLog other;
  other.open();
  other.grow(5);
  other.add("x", {.kind = "note.add", .in = json::Value::object({{"a", 1}}),
                  .out = json::Value(json::Object{})});
  other.grow(800);
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to));
  const std::string before = contents(to / "checkpoint");
  std::string elsewhere = signed_note(log);
  elsewhere.replace(elsewhere.find("/e1\n"), 4, "/e2\n");

  CHECK_ERROR(export_tiles(shorter.hashes(), signed_note(shorter), to), Errc::conflict);
  CHECK_ERROR(export_tiles(other.hashes(), signed_note(other), to), Errc::conflict);
  CHECK_ERROR(export_tiles(log.hashes(), elsewhere, to), Errc::conflict);

  CHECK(contents(to / "checkpoint") == before);
}

TEST_CASE("tiles, entries and a note that do not fit each other are not published", "[audit]") {
  const TemporaryFolder folder;
  SampleLog log = log_of(600);
  const std::string note = signed_note(log);
  std::string other_root = note;
  other_root.replace(other_root.find("\n600\n"), 5, "\n599\n");
  SampleLog bad_tile = log_of(600);
  bad_tile.tiles[{0, 1}][40] ^= 1;
  SampleLog no_tile = log_of(600);
  no_tile.tiles.erase({0, 1});
  SampleLog bad_entry = log_of(600);
  bad_entry.leaves[300] += ' ';

  CHECK_ERROR(export_tiles(log.hashes(), other_root, folder / "a"), Errc::corrupt);
  CHECK_ERROR(export_tiles(bad_tile.hashes(), note, folder / "b"), Errc::corrupt);
  CHECK_ERROR(export_tiles(no_tile.hashes(), note, folder / "c"), Errc::corrupt);
  CHECK_ERROR(export_tiles(bad_entry.hashes(), note, folder / "d", {.entries = true}),
              Errc::corrupt);
  CHECK_ERROR(export_tiles(log.hashes(), "hello\n", folder / "e"), Errc::bad_input);
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    CHECK_FALSE(std::filesystem::exists(folder / name / "checkpoint"));
  }
}

TEST_CASE("a folder that cannot be written says so", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = log_of(3);
  replace(folder / "file", "in the way");

  CHECK_ERROR(export_tiles(log.hashes(), signed_note(log), folder / "file"), Errc::io);
}

TEST_CASE("a damaged tile is mended, and cosignatures of the same head stay", "[audit]") {
  const TemporaryFolder folder;
  const auto to = folder / "public";
  const SampleLog log = log_of(600);
  const auto witness = signer_from_seed("wumei.example/township", testing::witness_seed);
  Note cosigned = parse_note(signed_note(log));
  cosigned.signatures.push_back(
      cosign(*witness, cosigned.text, Instant::from_millis(testing::cosigned_at)));
  static_cast<void>(export_tiles(log.hashes(), format_note(cosigned), to));
  const std::string good = contents(to / "tile/0/001");
  replace(to / "tile/0/001", "short");

  const TileExport done = export_tiles(log.hashes(), signed_note(log), to);

  CHECK(done.written == 1);
  CHECK(contents(to / "tile/0/001") == good);
  CHECK(read_folder_checkpoint(to) == format_note(cosigned));
}

TEST_CASE("a folder with missing or malformed files is refused by its reader", "[audit]") {
  const TemporaryFolder folder;
  const auto to = folder / "audit";
  const SampleLog log = log_of(300);
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to, {.entries = true}));
  const HashReader reader = folder_reader(to, 300);
  replace(to / "tile/0/001.p/44", "short");
  replace(to / "tile/entries/000", contents(to / "tile/entries/000").substr(0, 9'999));
  replace(to / "tile/entries/001.p/44", "");

  CHECK_ERROR(read_folder_checkpoint(folder / "none"), Errc::not_found);
  CHECK_ERROR(reader.tile(0, 1), Errc::corrupt);
  CHECK_ERROR(reader.leaf(255), Errc::corrupt);
  CHECK_ERROR(reader.leaf(299), Errc::corrupt);
  std::filesystem::remove(to / "tile/0/001.p/44");
  CHECK_ERROR(reader.tile(0, 1), Errc::not_found);
  CHECK_FALSE(reader.tile(0, 2));
}

TEST_CASE("a partial tile may be served by the whole one", "[audit]") {
  const TemporaryFolder folder;
  const auto to = folder / "public";
  SampleLog log = log_of(300);
  const Digest root = log.tree.root();
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to));
  log.grow(300);
  static_cast<void>(export_tiles(log.hashes(), signed_note(log), to));

  std::filesystem::remove(to / "tile/0/001.p/44");

  CHECK(root_at(folder_reader(to, 300), 300) == root);
}

}  // namespace
}  // namespace wumei::audit
