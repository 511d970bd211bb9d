#include "fuzz.hpp"
#include "township.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/programme/snapshot.hpp>

/// The guard before the archive of a state.
namespace wumei::fuzz {
namespace {

/// The snapshot of a small township, with its state as entries give it.
struct Original {
  Original() {
    const std::string digest = township.book->save_snapshot();
    body = township.store.snapshot(township.book->id()).value().body;
    demand(document_name(body) == digest, "a snapshot under another name");
  }
  test::Township township;
  std::string body;
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
  return programme::write_snapshot({state, tree});
}

}  // namespace

/// First byte: `p` patches the snapshot, `r` brings a body of its own, `c` cuts it, each under the
/// digest it then has; in upper case under the digest of the original. A body under another
/// digest changes nothing; one under its own is loaded whole or not at all.
void snapshot(std::string_view input) {
  static const Original original;
  if (input.empty()) throw Error(Errc::bad_input, "nothing");
  const char how = input[0];
  input.remove_prefix(1);
  std::string body = original.body;
  if (how == 'p' || how == 'P') body = patched(body, input);
  if (how == 'c' || how == 'C') body = body.substr(0, input.size() * 16);
  if (how == 'r' || how == 'R') body = body.substr(0, body.find('\n') + 1) + std::string(input);
  const bool trusted = how >= 'a';
  const std::string digest = document_name(trusted ? body : original.body);

  programme::State state;
  audit::Tree tree;
  const std::string empty = again(state, tree);
  const bool loaded = programme::load_snapshot(body, digest, {state, tree});
  if (!loaded) {
    demand(again(state, tree) == empty, "a snapshot that was refused left its mark");
    throw Error(Errc::corrupt, "refused");
  }
  demand(trusted || body == original.body, "a body of another digest was loaded");
  const std::string written = again(state, tree);
  programme::State second;
  audit::Tree second_tree;
  demand(programme::load_snapshot(written, document_name(written), {second, second_tree}),
         "a state that was loaded is not loaded again");
  demand(again(second, second_tree) == written, "another state when it is loaded again");
}

}  // namespace wumei::fuzz
