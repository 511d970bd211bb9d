#include "sample_log.hpp"
#include "temporary_folder.hpp"

#include <catch.hpp>
#include <wumei/audit/head_file.hpp>
#include <wumei/audit/signer.hpp>

#include <fstream>
#include <sstream>

#include <sys/stat.h>

namespace wumei::audit {
namespace {

using testing::SampleLog;
using testing::TemporaryFolder;
using testing::contents;

/// Says at the moment of signing what the head file holds.
class WatchingSigner final : public Signer {
 public:
  WatchingSigner(const HeadFile& head) : head_(head) {}
  const VerifierKey& key() const override { return signer_->key(); }
  std::string sign(std::string_view message) override {
    seen = head_.read();
    return signer_->sign(message);
  }
  std::optional<SignedHead> seen;

 private:
  const HeadFile& head_;
  std::unique_ptr<Signer> signer_ = signer_from_seed("wumei.example/village", testing::log_seed);
};

TEST_CASE("Ed25519 agrees with RFC 8032", "[audit]") {
  struct Vector {
    std::string seed, key, message, signature;
  };
  const std::vector<Vector> vectors{
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
       "f9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
       "f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
       "4dc6594a7c15e9716ed28dc027beceea1ec40a"},
      {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
       "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3"
       "feebbd454d4423643ce80e2a9ac94fa54ca49f",
       "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c664"
       "31e0303dca179c138ac17ad9bef1177331a704"}};

  for (const Vector& vector : vectors) {
    const auto signer = signer_from_seed("rfc8032", from_hex(vector.seed));
    const std::string message = from_hex(vector.message);
    CHECK(to_hex(signer->key().key()) == vector.key);
    CHECK(to_hex(signer->sign(message)) == vector.signature);
    CHECK(verify_ed25519(from_hex(vector.key), message, from_hex(vector.signature)));
    CHECK_FALSE(verify_ed25519(from_hex(vector.key), message + "x", from_hex(vector.signature)));
  }
  CHECK_ERROR(signer_from_seed("short", "seed"), Errc::bad_input);
}

TEST_CASE("a key file opens with its passphrase and no other", "[audit]") {
  const TemporaryFolder folder;
  const auto file = folder / "log.key";

  const VerifierKey made = create_key_file(file, "wumei.example/village", "correct horse");

  const auto signer = open_key_file(file, "correct horse");
  CHECK(signer->key() == made);
  CHECK(read_public_key(file) == made);
  CHECK(verify_ed25519(made.key(), "message", signer->sign("message")));
  CHECK_ERROR(open_key_file(file, "wrong horse"), Errc::unauthorised);
  CHECK_ERROR(open_key_file(file, ""), Errc::unauthorised);
  CHECK_ERROR(create_key_file(file, "wumei.example/village", "correct horse"), Errc::conflict);
  struct stat state {};
  REQUIRE(::stat(file.c_str(), &state) == 0);
  CHECK((state.st_mode & 0777) == 0600);
  CHECK(contents(file).find("BEGIN ENCRYPTED PRIVATE KEY") != std::string::npos);
}

TEST_CASE("bad key files are told apart", "[audit]") {
  const TemporaryFolder folder;
  const VerifierKey made = create_key_file(folder / "a.key", "village", "correct horse");
  const VerifierKey other = create_key_file(folder / "b.key", "village", "correct horse");
  std::string swapped = contents(folder / "a.key");
  swapped.replace(swapped.find(made.text()), made.text().size(), other.text());

  std::ofstream(folder / "swapped.key") << swapped;
  std::ofstream(folder / "text.key") << "hello\n";
  std::ofstream(folder / "bare.key") << "wumei-key " << made.text() << "\n";

  CHECK_ERROR(open_key_file(folder / "swapped.key", "correct horse"), Errc::corrupt);
  CHECK_ERROR(open_key_file(folder / "text.key", "correct horse"), Errc::bad_input);
  CHECK_ERROR(open_key_file(folder / "bare.key", "correct horse"), Errc::bad_input);
  CHECK_ERROR(open_key_file(folder / "none.key", "correct horse"), Errc::not_found);
  CHECK_ERROR(create_key_file(folder / "c.key", "village", "short"), Errc::bad_input);
  CHECK_ERROR(create_key_file(folder / "no" / "c.key", "village", "correct horse"), Errc::io);
}

TEST_CASE("the head file is written before a signature is made", "[audit]") {
  const TemporaryFolder folder;
  const HeadFile head(folder / "head");
  WatchingSigner signer(head);
  SampleLog log;
  log.open();
  log.grow(10);

  const std::string note = sign_checkpoint(head, signer, log.hashes(), log.checkpoint());

  REQUIRE(signer.seen);
  CHECK(signer.seen->head == log.checkpoint().head);
  CHECK(open_checkpoint(note, signer.key()) == log.checkpoint());
}

TEST_CASE("a head is never signed that contradicts the last one", "[audit]") {
  const TemporaryFolder folder;
  const HeadFile head(folder / "head");
  WatchingSigner signer(head);
  SampleLog log;
  log.open();
  log.grow(10);
  const Checkpoint early = log.checkpoint();
  log.grow(300);
  static_cast<void>(sign_checkpoint(head, signer, log.hashes(), early));
  static_cast<void>(sign_checkpoint(head, signer, log.hashes(), log.checkpoint()));
  const SignedHead before = head.read().value();
  SampleLog rewritten;
  rewritten.open();
  rewritten.grow(5);
  rewritten.add("x", {.kind = "note.add", .in = json::Value::object({{"a", 1}}),
                      .out = json::Value(json::Object{})});
  rewritten.grow(400);
  Checkpoint other_origin = log.checkpoint();
  other_origin.origin = "wumei.example/village/e2";
  Checkpoint wrong_root = log.checkpoint();
  wrong_root.head.root = sha256("other");

  CHECK_ERROR(sign_checkpoint(head, signer, log.hashes(), early), Errc::conflict);
  CHECK_ERROR(sign_checkpoint(head, signer, rewritten.hashes(), rewritten.checkpoint()),
              Errc::conflict);
  CHECK_ERROR(sign_checkpoint(head, signer, log.hashes(), other_origin), Errc::conflict);
  CHECK_ERROR(sign_checkpoint(head, signer, log.hashes(), wrong_root), Errc::conflict);
  CHECK_ERROR(head.advance(wrong_root), Errc::conflict);
  CHECK_ERROR(sign_checkpoint(head, signer, log.hashes(), {log.checkpoint().origin, {}}),
              Errc::bad_input);

  CHECK(head.read().value() == before);
  CHECK_NOTHROW(sign_checkpoint(head, signer, log.hashes(), log.checkpoint()));
}

TEST_CASE("no signature leaves when the head file cannot be written", "[audit]") {
  const TemporaryFolder folder;
  const HeadFile head(folder / "missing" / "head");
  WatchingSigner signer(head);
  SampleLog log;
  log.open();

  CHECK_ERROR(sign_checkpoint(head, signer, log.hashes(), log.checkpoint()), Errc::io);

  CHECK_FALSE(signer.seen);
}

TEST_CASE("a signer's name says its kind, and only key files are opened yet", "[audit]") {
  const TemporaryFolder folder;
  const std::string passphrase = "a long passphrase";
  const VerifierKey key = create_key_file(folder / "k.key", "wumei.example/village", passphrase);
  int asked = 0;
  const auto ask = [&] { return ++asked, passphrase; };

  CHECK(open_signer((folder / "k.key").string(), ask)->key() == key);
  CHECK(open_signer("file:" + (folder / "k.key").string(), ask)->key() == key);
  CHECK(asked == 2);
  CHECK(key_file_named("file:agent:work") == "agent:work");
  CHECK_ERROR(open_signer("agent:work", ask), Errc::unsupported);
  CHECK_ERROR(open_signer("pkcs11:token=office;object=points", ask), Errc::unsupported);
  CHECK_ERROR(key_file_named("agent:"), Errc::unsupported);
  CHECK_ERROR(key_file_named("pkcs11:"), Errc::unsupported);
  CHECK(asked == 2);  // nobody is asked for the passphrase of a key that cannot be used
}

TEST_CASE("the head file remembers the snapshot and survives a new epoch", "[audit]") {
  const TemporaryFolder folder;
  const HeadFile head(folder / "head");

  CHECK_FALSE(head.read());
  CHECK(head.trusted_snapshot().empty());
  head.trust_snapshot("sha256:ab");
  head.advance({"log/e1", {5, sha256("5")}});
  CHECK(head.trusted_snapshot() == "sha256:ab");
  CHECK_ERROR(head.begin_epoch({"log/e1", {3, sha256("3")}}), Errc::conflict);
  head.begin_epoch({"log/e2", {3, sha256("3")}});
  CHECK(head.read().value() == SignedHead{"log/e2", {3, sha256("3")}, ""});
}

TEST_CASE("a damaged head file is corrupt, one of a newer format unsupported", "[audit]") {
  const TemporaryFolder folder;
  const HeadFile head(folder / "head");
  head.advance({"log/e1", {5, sha256("5")}});
  const std::string good = contents(folder / "head");
  const auto write = [&](const std::string& text) { std::ofstream(folder / "head") << text; };

  write(good.substr(0, 30));
  CHECK_ERROR(head.read(), Errc::corrupt);
  std::string bad_size = good;
  write(bad_size.replace(bad_size.find("size 5"), 6, "size x"));
  CHECK_ERROR(head.read(), Errc::corrupt);
  write(good + "snapshot sha256:ab\n");
  CHECK_ERROR(head.read(), Errc::corrupt);
  write("wumei/head/7\n");
  CHECK_ERROR(head.read(), Errc::unsupported);
}

}  // namespace
}  // namespace wumei::audit
