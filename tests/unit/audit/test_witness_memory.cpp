#include "pipeline.hpp"
#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/export_log.hpp>
#include <wumei/audit/tiles.hpp>
#include <wumei/audit/witness.hpp>

#include <fstream>

namespace wumei::audit {
namespace {

using testing::SampleLog;
using testing::TemporaryFolder;

const std::string log_e1 = "wumei.example/village/e1";

std::string note(std::int64_t size, std::string_view root, const std::string& origin = log_e1) {
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  const std::string text = checkpoint_text({origin, {size, sha256(root)}});
  return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

std::vector<std::string> texts(const std::vector<WitnessedNote>& notes) {
  std::vector<std::string> all;
  for (const WitnessedNote& kept : notes) all.push_back(kept.note);
  return all;
}

void put(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

TEST_CASE("a memory gives back whole notes by epoch and size", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  CHECK(memory.notes().empty());
  CHECK_FALSE(std::filesystem::exists(folder / "memory"));

  const auto lock = memory.lock();
  const std::vector<std::string> notes{note(9, "a"), note(80, "b"), note(700, "c"),
                                       note(75, "d", "wumei.example/village/e2"),
                                       note(12, "e", "wumei.example/village/e10")};
  for (const std::size_t i : {4U, 1U, 3U, 0U, 2U}) memory.remember(notes[i]);

  CHECK(texts(memory.notes()) == notes);
  CHECK(texts(WitnessMemory(folder / "memory", "wumei.example/village/e7").notes()) == notes);
  CHECK(texts(read_witnessed(witnessed_logs(folder / "memory").at(0))) == notes);
  CHECK(WitnessMemory(folder / "memory", "wumei.example/Village/e1").notes().empty());
}

TEST_CASE("what is remembered is not written over", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  const auto lock = memory.lock();
  memory.remember(note(9, "a"));
  const Note kept = parse_note(note(9, "a"));

  memory.remember(format_note({kept.text, {kept.signatures[0], kept.signatures[0]}}));
  CHECK_ERROR(memory.remember(note(9, "b")), Errc::conflict);

  CHECK(texts(memory.notes()) == std::vector{note(9, "a")});
}

TEST_CASE("evidence is kept apart from what is remembered", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  const auto lock = memory.lock();
  memory.remember(note(9, "a"));

  const auto file = memory.keep_evidence(note(9, "b"));
  CHECK(memory.keep_evidence(note(9, "b")) == file);

  CHECK(testing::contents(file) == note(9, "b"));
  CHECK(memory.evidence() == std::vector{note(9, "b")});
  CHECK(texts(memory.notes()) == std::vector{note(9, "a")});
}

TEST_CASE("only one at a time compares and remembers", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  {
    const auto lock = memory.lock();
    CHECK_ERROR(static_cast<void>(memory.lock()), Errc::busy);
  }
  CHECK_NOTHROW(static_cast<void>(memory.lock()));
}

TEST_CASE("a note that was half written is not remembered", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  const auto lock = memory.lock();
  put(memory.folder() / "e1-9.note.new", note(9, "a").substr(0, 20));

  CHECK(memory.notes().empty());
  memory.remember(note(9, "b"));
  CHECK(texts(memory.notes()) == std::vector{note(9, "b")});
}

TEST_CASE("a damaged memory answers nothing", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  const auto lock = memory.lock();
  for (const std::string& damaged : {note(9, "a").substr(0, 40), note(10, "a"), std::string()}) {
    put(memory.folder() / "e1-9.note", damaged);
    CHECK_ERROR(memory.notes(), Errc::corrupt);
    CHECK_ERROR(memory.remember(note(9, "a")), Errc::corrupt);
  }
}

TEST_CASE("a memory that cannot be written throws", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  put(folder / "memory", "a file where the folder should be");

  CHECK_ERROR(static_cast<void>(memory.lock()), Errc::io);
  CHECK_ERROR(memory.remember(note(9, "a")), Errc::io);
}

TEST_CASE("a note that cannot be written leaves the memory as it was", "[audit]") {
  const TemporaryFolder folder;
  const WitnessMemory memory(folder / "memory", log_e1);
  const auto lock = memory.lock();
  memory.remember(note(9, "a"));
  // A folder in the place of the temporary file: not even root can write it.
  std::filesystem::create_directory(memory.folder() / "e1-12.note.new");

  CHECK_ERROR(memory.remember(note(12, "b")), Errc::io);

  CHECK(texts(memory.notes()) == std::vector{note(9, "a")});
}

SampleLog sample() {
  SampleLog log;
  log.open();
  log.grow(599);
  return log;
}

std::string head_note(const SampleLog& log) {
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  const std::string text = checkpoint_text(log.checkpoint());
  return format_note({text, {{signer->key().name(), signer->key().id(), signer->sign(text)}}});
}

/// The folder that `wumei export` writes: the same tiles, the entries one a line.
void write_export(const SampleLog& log, const std::filesystem::path& folder, int lines) {
  static_cast<void>(export_tiles(log.hashes(), head_note(log), folder));
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += (i < 600 ? log.leaves[static_cast<std::size_t>(i)] : "[]") + "\n";
  }
  put(folder / "entries.jsonl", text);
}

Finding verified(const std::filesystem::path& folder) {
  const auto replay = quantity_replay();
  return verify(export_reader(folder), *replay, {});
}

TEST_CASE("an exported folder is verified like the ledger", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = sample();
  write_export(log, folder / "lines", 600);
  write_export(log, folder / "more", 650);
  static_cast<void>(
      export_tiles(log.hashes(), head_note(log), folder / "bundles", {.entries = true}));

  for (const char* kind : {"lines", "more", "bundles"}) {
    INFO(kind);
    const Finding finding = verified(folder / kind);
    INFO(finding.message);
    CHECK(finding.verdict == Verdict::verified);
    CHECK(finding.entries == 600);
    CHECK(finding.tiles == 2);
    CHECK(finding.checkpoints == 1);
  }
}

TEST_CASE("an exported folder that lacks something is found out", "[audit]") {
  const TemporaryFolder folder;
  const SampleLog log = sample();
  write_export(log, folder / "short", 599);
  write_export(log, folder / "cut", 600);
  const std::string whole = testing::contents(folder / "cut" / "entries.jsonl");
  put(folder / "cut" / "entries.jsonl", whole.substr(0, whole.size() - 1));
  write_export(log, folder / "long", 600);
  put(folder / "long" / "entries.jsonl", std::string(70'000, 'x') + "\n" + whole);
  static_cast<void>(export_tiles(log.hashes(), head_note(log), folder / "tiles"));
  write_export(log, folder / "document", 600);
  put(folder / "document" / "documents" / std::string(64, 'a'), "not what its name says");

  CHECK(verified(folder / "short").verdict == Verdict::failed);
  CHECK_ERROR(verified(folder / "cut"), Errc::corrupt);
  CHECK_ERROR(verified(folder / "long"), Errc::corrupt);
  CHECK_ERROR(verified(folder / "tiles"), Errc::not_found);
  CHECK_ERROR(verified(folder / "nothing"), Errc::not_found);
  CHECK(verified(folder / "document").law == law_document);
}

}  // namespace
}  // namespace wumei::audit
