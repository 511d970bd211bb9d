#include "fuzz.hpp"
#include "snapshot_bytes.hpp"
#include "township.hpp"

/// The guard before the archive of a state.
namespace wumei::fuzz {
namespace {

/// The snapshot of a small township, with its state as entries give it.
struct Original {
  Original() {
    bytes.digest = township.book->save_snapshot();
    bytes.bytes = test::bytes_of(township.store.snapshot(township.book->id()).value());
    bytes.archive = test::SnapshotBytes::of_archive("").archive + sizeof(Digest);
    demand(test::SnapshotBytes::of_archive(archive()).digest == bytes.digest,
           "a snapshot of more than one piece, or under another name");
  }
  [[nodiscard]] std::string archive() const { return bytes.bytes.substr(bytes.archive); }

  test::Township township;
  test::SnapshotBytes bytes;
};

/// Four bytes each: a place in three, and what is mixed into the byte there.
std::string patched(std::string body, std::string_view patches) {
  for (; patches.size() >= 4; patches.remove_prefix(4)) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(patches[i]); };
    const std::size_t at = byte(0) * std::size_t{65'536} + byte(1) * std::size_t{256} + byte(2);
    body[at % body.size()] = static_cast<char>(body[at % body.size()] ^ byte(3));
  }
  return body;
}

std::string again(programme::State& state, audit::Tree& tree) {
  return test::SnapshotBytes::of(state, tree).bytes;
}

}  // namespace

/// First byte: `p` patches the archive, `r` brings one of its own, `c` cuts it, each under the
/// index that fits it; in upper case under the index of the original. An archive under another
/// index changes nothing; one under its own is loaded whole or not at all.
void snapshot(std::string_view input) {
  static const Original original;
  if (input.empty()) throw Error(Errc::bad_input, "nothing");
  const char how = input[0];
  input.remove_prefix(1);
  std::string archive = original.archive();
  if (how == 'p' || how == 'P') archive = patched(archive, input);
  if (how == 'c' || how == 'C') archive = archive.substr(0, input.size() * 16);
  if (how == 'r' || how == 'R') archive = std::string(input);
  const bool trusted = how >= 'a';
  test::SnapshotBytes brought = test::SnapshotBytes::of_archive(archive);
  if (!trusted) brought = {original.bytes.bytes.substr(0, original.bytes.archive) + archive,
                           original.bytes.archive, original.bytes.digest};

  programme::State state;
  audit::Tree tree;
  const std::string empty = again(state, tree);
  if (!brought.load(state, tree)) {
    demand(again(state, tree) == empty, "a snapshot that was refused left its mark");
    throw Error(Errc::corrupt, "refused");
  }
  demand(trusted || archive == original.archive(), "an archive of another digest was loaded");
  const test::SnapshotBytes written = test::SnapshotBytes::of(state, tree);
  programme::State second;
  audit::Tree second_tree;
  demand(written.load(second, second_tree), "a state that was loaded is not loaded again");
  demand(again(second, second_tree) == written.bytes, "another state when it is loaded again");
}

}  // namespace wumei::fuzz
