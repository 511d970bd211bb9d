#include "audit_files.hpp"
#include "fuzz.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/head_file.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/audit/tiles.hpp>

#include <algorithm>
#include <sstream>

/// Files that lie beside a ledger, or come from outside by name.
namespace wumei::fuzz {
namespace {

const Scratch& scratch() {
  static const Scratch one;
  return one;
}

/// `tag` is the first line.
std::string spelled(std::string_view tag, const audit::SignedHead& head) {
  return std::string(tag) + "\norigin " + head.origin + "\nsize " + std::to_string(head.head.size) +
         "\nroot " + to_base64(head.head.root.bytes()) + "\nsnapshot " + head.snapshot + "\n";
}

}  // namespace

void head_file(std::string_view input) {
  const audit::HeadFile file(scratch().put("head", input));
  const auto read = file.read();
  demand(read.has_value(), "a head file that is there counts as missing");
  const std::string_view tag = input.substr(0, input.find('\n'));
  demand(spelled(tag, *read) == input, "two spellings of a head file");
  must("a head that was read cannot be kept", [&] { file.trust_snapshot("sha256:00"); });
  audit::SignedHead wanted = *read;
  wanted.snapshot = "sha256:00";
  demand(must("kept, but not read", [&] { return file.read(); }) == wanted, "another head is kept");
}

void key_file(std::string_view input) {
  const auto file = scratch().put("key", input);
  if (input.starts_with("wumei-sm2-key ")) {
    const audit::Sm2Key key = audit::read_sm2_public_key(file);
    const auto signer = audit::open_sm2_key_file(file, "our passphrase");
    demand(audit::verify_sm2(key, "text", signer->sign("text")), "the key signs for another");
    return;
  }
  const audit::VerifierKey key = audit::read_public_key(file);
  const auto signer = audit::open_key_file(file, "our passphrase");
  demand(signer->key() == key && audit::verify_ed25519(key.key(), "text", signer->sign("text")),
         "the key signs for another");
}

/// `--checkpoint`, `--key` and the like: a note, a proof, a code or a key.
void shown_file(std::string_view input) {
  const auto file = scratch().put("shown", input);
  std::ostringstream unread;
  const cli::Catalogue texts(cli::Language::en, cli::all_texts());
  cli::Printer out(unread, texts, false);
  const cli::Context context{{}, texts, out};
  try {
    const std::string key = cli::verifier_key(context, file.string());
    demand(audit::VerifierKey::parse(key).text() == key, "a key that is none");
  } catch (const Error&) {
    const audit::Checkpoint checkpoint =
        audit::checkpoint_of(cli::read_checkpoint_file(context, file));
    demand(checkpoint.head.size >= 0 && !checkpoint.origin.empty(), "a checkpoint of nothing");
  }
}

namespace {

/// A number below `end` from two bytes of the input.
std::int64_t number(std::string_view input, std::size_t at, std::int64_t end) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  return (byte(at) * std::int64_t{256} + byte(at + 1)) % end;
}

std::string_view part(std::string_view bytes, std::int64_t from, std::int64_t count) {
  const auto at = std::min(static_cast<std::size_t>(from), bytes.size());
  return bytes.substr(at, static_cast<std::size_t>(count));
}

}  // namespace

/// A folder of tiles of up to 300 entries: size, index and an older size in two bytes each, then
/// the hashes of level 0, then the bundle of the first entries.
void tiles(std::string_view input) {
  if (input.size() < 6) throw Error(Errc::bad_input, "no size");
  const std::int64_t size = 1 + number(input, 0, 300);
  const std::int64_t index = number(input, 2, size);
  const std::int64_t older = 1 + number(input, 4, size);
  const std::string_view bytes = input.substr(6);
  const std::int64_t first = std::min<std::int64_t>(size, 256);
  scratch().put("tiles/" + audit::tile_path(0, 0, first), part(bytes, 0, first * 32));
  if (size > 256) {
    scratch().put("tiles/" + audit::tile_path(0, 1, size - 256),
                  part(bytes, 256 * 32, (size - 256) * 32));
  }
  scratch().put("tiles/" + audit::tile_path(1, 0, 1), part(bytes, 0, 32));
  scratch().put("tiles/" + audit::bundle_path(0, first), part(bytes, size * 32, 65'536));
  const audit::HashReader log = audit::folder_reader(scratch().folder() / "tiles", size);
  const audit::TreeHead head{size, audit::root_at(log, size)};
  const auto path = audit::inclusion_proof(log, index, size);
  if (first == size) {
    const auto hash = Digest::from_bytes(part(bytes, index * 32, 32));
    demand(audit::verify_inclusion(hash, index, head, path), "a path that does not lead");
    const audit::TreeHead before{older, audit::root_at(log, older)};
    demand(audit::verify_consistency(before, head, audit::consistency_proof(log, older, size)),
           "a proof that does not lead from one size to the other");
  }
  demand(log.leaf(index % first).size() <= 0xffff, "an entry longer than a bundle can hold");
}

}  // namespace wumei::fuzz
