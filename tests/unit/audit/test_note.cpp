#include "pipeline.hpp"

#include <catch.hpp>
#include <wumei/audit/checkpoint.hpp>
#include <wumei/audit/note.hpp>
#include <wumei/audit/signer.hpp>

namespace wumei::audit {
namespace {

using testing::pipeline_file;

const std::string neumann_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string neumann_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string neumann_line =
    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n";

TEST_CASE("the signed notes of the C2SP and Go vectors verify", "[audit]") {
  const VerifierKey key = VerifierKey::parse(neumann_key);
  const VerifierKey root =
      VerifierKey::parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
  const VerifierKey foo =
      VerifierKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  const Note note = parse_note(neumann_text + "\n" + neumann_line +
                               "\xe2\x80\x94 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/"
                               "5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n");
  const Note example = parse_note(
      "This is an example message.\n\n\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq"
      "6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");

  CHECK(is_signed_by(note, key) == Signed::yes);
  CHECK(is_signed_by(note, root) == Signed::yes);
  CHECK(is_signed_by(note, foo) == Signed::absent);
  CHECK(is_signed_by(example, foo) == Signed::yes);
  CHECK(key.text() == neumann_key);
  CHECK(note.text == neumann_text);
}

TEST_CASE("signing again gives the bytes of the Go vector", "[audit]") {
  const auto signer = signer_from_seed(
      "PeterNeumann", from_hex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173"));

  const std::string note = format_note(
      {neumann_text, {{signer->key().name(), signer->key().id(), signer->sign(neumann_text)}}});

  CHECK(signer->key().text() == neumann_key);
  CHECK(note == neumann_text + "\n" + neumann_line);
  CHECK(format_note(parse_note(note)) == note);
}

TEST_CASE("a wrong signature under a known key is worse than none", "[audit]") {
  const VerifierKey key = VerifierKey::parse(neumann_key);
  Note note = parse_note(neumann_text + "\n" + neumann_line);

  note.text[0] = 'i';

  CHECK(is_signed_by(note, key) == Signed::wrong);
}

TEST_CASE("malformed notes are refused", "[audit]") {
  const std::string good = neumann_text + "\n" + neumann_line;
  const std::vector<std::string> bad{
      "", "text\n", neumann_text + "\n", neumann_text + neumann_line,
      good.substr(0, good.size() - 1), neumann_text + "\n- PeterNeumann x08g\n",
      neumann_text + "\n\xe2\x80\x94 PeterNeumann\n",
      neumann_text + "\n\xe2\x80\x94 P+N x08go/ZJ\n",
      neumann_text + "\n\xe2\x80\x94 PeterNeumann x08g\n", "tab\there\n\n" + neumann_line,
      "\xff\n\n" + neumann_line};

  for (const std::string& note : bad) {
    INFO(note);
    CHECK_ERROR(parse_note(note), Errc::bad_input);
  }
  std::string crowd = neumann_text + "\n";
  for (int i = 0; i < 17; ++i) crowd += neumann_line;
  CHECK_ERROR(parse_note(crowd), Errc::bad_input);
}

TEST_CASE("malformed and unknown verifier keys are refused", "[audit]") {
  CHECK_ERROR(VerifierKey::parse("PeterNeumann"), Errc::bad_input);
  CHECK_ERROR(VerifierKey::parse("PeterNeumann+c74f20a4" + neumann_key.substr(21)),
              Errc::bad_input);
  CHECK_ERROR(VerifierKey::parse("a+00000000+"), Errc::bad_input);
  CHECK_ERROR(VerifierKey::parse("a+00000000+" + to_base64(std::string(33, '\6'))),
              Errc::unsupported);
  CHECK_ERROR(VerifierKey::of("a b", KeyType::ed25519, std::string(32, 'k')), Errc::bad_input);
  CHECK_ERROR(VerifierKey::of("a", KeyType::ed25519, "short"), Errc::bad_input);
}

TEST_CASE("the whole pipeline gives the 488 bytes of the vector", "[audit]") {
  const std::string file = pipeline_file();
  REQUIRE(to_hex(sha256(file).bytes()) ==
          "e76496fe4f5d11e88c094f0684842793b53cad84b902223772b8719b88d57936");
  const ProofFile proof = parse_proof(file);
  const Note note = parse_note(proof.checkpoint);
  const Checkpoint checkpoint = parse_checkpoint(note.text);
  const auto signer = signer_from_seed("wumei.example/village", testing::log_seed);
  const VerifierKey township = VerifierKey::parse(
      "wumei.example/township+ac4622be+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM");

  CHECK(write_proof(proof) == file);
  CHECK(signer->key().text() == testing::log_key);
  CHECK(is_signed_by(note, signer->key()) == Signed::yes);
  CHECK(is_signed_by(note, township) == Signed::yes);
  CHECK(checkpoint == Checkpoint{"wumei.example/village",
                                 {8, Digest::from_bytes(from_hex(
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370ef"
                                         "f4604328"))}});
  CHECK(checkpoint_text(checkpoint) == note.text);
  CHECK(note.signatures[0].bytes == signer->sign(note.text));
}

TEST_CASE("a proof file is checked from signature to root", "[audit]") {
  ProofFile proof = parse_proof(pipeline_file());
  proof.leaf = from_hex("40414243");
  const VerifierKey key = VerifierKey::parse(testing::log_key);
  const VerifierKey other = VerifierKey::parse(neumann_key);

  const ProofCheck checked = check_proof(parse_proof(write_proof(proof)), key);

  CHECK(checked.index == 5);
  CHECK(checked.checkpoint.head.size == 8);
  CHECK(checked.leaf == proof.leaf);
  CHECK_ERROR(check_proof(proof, other), Errc::bad_input);
  ProofFile wrong_leaf = proof;
  wrong_leaf.leaf = "other";
  CHECK_ERROR(check_proof(wrong_leaf, key), Errc::conflict);
  ProofFile wrong_index = proof;
  wrong_index.index = 4;
  CHECK_ERROR(check_proof(wrong_index, key), Errc::conflict);
  ProofFile forged = proof;
  forged.checkpoint.replace(forged.checkpoint.find("\n8\n"), 3, "\n9\n");
  CHECK_ERROR(check_proof(forged, key), Errc::unauthorised);
  ProofFile bare = proof;
  bare.leaf.clear();
  CHECK_ERROR(check_proof(bare, key), Errc::bad_input);
}

TEST_CASE("malformed proof files are refused", "[audit]") {
  const std::string good = pipeline_file();
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };

  CHECK_ERROR(parse_proof(""), Errc::bad_input);
  CHECK_ERROR(parse_proof(with("@v1", "@v2")), Errc::bad_input);
  CHECK_ERROR(parse_proof(with("index 5", "index 05")), Errc::bad_input);
  CHECK_ERROR(parse_proof(with("index 5", "index -5")), Errc::bad_input);
  CHECK_ERROR(parse_proof(with("index 5\n", "")), Errc::bad_input);
  CHECK_ERROR(parse_proof(with("vBoGQ7EuTS18", "vBoGQ7EuTS1")), Errc::bad_input);
  CHECK_ERROR(parse_proof(good.substr(0, good.find("\n\n"))), Errc::bad_input);
}

TEST_CASE("malformed checkpoints are refused", "[audit]") {
  const std::string root = to_base64(std::string(32, 'r'));

  CHECK(parse_checkpoint("o\n5\n" + root + "\n").head.size == 5);
  CHECK_ERROR(parse_checkpoint("o\n5\n" + root), Errc::bad_input);
  CHECK_ERROR(parse_checkpoint("o\n5\n" + root + "\nextension\n"), Errc::bad_input);
  CHECK_ERROR(parse_checkpoint("\n5\n" + root + "\n"), Errc::bad_input);
  CHECK_ERROR(parse_checkpoint("o\n+5\n" + root + "\n"), Errc::bad_input);
  CHECK_ERROR(parse_checkpoint("o\n9223372036854775808\n" + root + "\n"), Errc::bad_input);
  CHECK_ERROR(parse_checkpoint("o\n5\nAAAA\n"), Errc::bad_input);
}

}  // namespace
}  // namespace wumei::audit
