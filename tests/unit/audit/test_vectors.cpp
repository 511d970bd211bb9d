#include "sample_log.hpp"

#include <catch.hpp>
#include <wumei/audit/account_tree.hpp>
#include <wumei/audit/cosignature.hpp>
#include <wumei/audit/national.hpp>
#include <wumei/audit/proof_check.hpp>
#include <wumei/audit/qr.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/json.hpp>

#include <simdjson.h>

/// The library held to the files of tests/vectors, as tests/python/test_vectors.py holds the second
/// verifier.
namespace wumei::audit {
namespace {

namespace dom = simdjson::dom;

struct Vectors {
  explicit Vectors(const std::string& name)
      : top(parser.load(std::string(WUMEI_SOURCE_DIR) + "/tests/vectors/" + name)) {}

  dom::parser parser;
  dom::element top;
};

std::string text(dom::element value) { return std::string(std::string_view(value)); }

std::int64_t number(dom::element value) { return std::int64_t(value); }

Digest digest(dom::element value) { return Digest::from_bytes(from_hex(text(value))); }

std::vector<Digest> digests(dom::element value) {
  std::vector<Digest> found;
  for (const dom::element one : dom::array(value)) found.push_back(digest(one));
  return found;
}

/// The entries of log.json with their roots.
struct LogVectors : Vectors {
  LogVectors() : Vectors("log.json"), roots(digests(top["roots"])) {
    Sha256 sha;
    for (const dom::element row : dom::array(top["entries"])) {
      leaves.push_back(text(row["leaf"]));
      hashes.push_back(leaf_hash(sha, leaves.back()));
    }
  }

  TreeHead head(std::int64_t size) const {
    return {size, roots.at(static_cast<std::size_t>(size))};
  }

  std::vector<std::string> leaves;
  std::vector<Digest> hashes;
  std::vector<Digest> roots;
};

TEST_CASE("the vectors of canonical JSON are read and refused", "[audit]") {
  const Vectors vectors("readers.json");
  const dom::element rows = vectors.top["canonical_json"];

  for (const dom::element good : dom::array(rows["accept"])) {
    INFO(text(good));
    CHECK(json::write(json::parse(text(good))) == text(good));
  }
  for (const dom::element row : dom::array(rows["reject"])) {
    INFO(text(row["why"]) << ": " << text(row["text"]));
    CHECK_THROWS_AS(json::parse(text(row["text"])), Error);
  }
  for (const dom::element row : dom::array(rows["reject_hex"])) {
    INFO(text(row["why"]));
    CHECK_THROWS_AS(json::parse(from_hex(text(row["hex"]))), Error);
  }
}

TEST_CASE("the vectors of keys are read and refused", "[audit]") {
  const Vectors vectors("readers.json");

  for (const dom::element row : dom::array(vectors.top["keys"]["accept"])) {
    const std::string key = text(row["key"]);
    const std::string command = text(row["command"]);
    const ledger::KeyPart part{command, number(row["part"]), number(row["parts"])};
    INFO(key);
    CHECK(ledger::parse_key(key) == part);
    CHECK(ledger::spell_key(part) == key);
  }
  for (const dom::element key : dom::array(vectors.top["keys"]["reject"])) {
    INFO(text(key));
    CHECK_FALSE(ledger::parse_key(text(key)).has_value());
  }
}

TEST_CASE("the vectors of accounts are read and refused", "[audit]") {
  const Vectors vectors("readers.json");

  for (const dom::element row : dom::array(vectors.top["accounts"]["accept"])) {
    const std::string name = text(row["account"]);
    const ledger::AccountName account = ledger::parse_account(name);
    INFO(name);
    CHECK(account.holder == text(row["holder"]));
    CHECK(account.detail == text(row["detail"]));
    CHECK(ledger::unit(account) == text(row["unit"]));
    CHECK(ledger::has_lots(account.purpose) == bool(row["lots"]));
  }
  for (const dom::element name : dom::array(vectors.top["accounts"]["reject"])) {
    INFO(text(name));
    CHECK_ERROR(ledger::parse_account(text(name)), Errc::bad_input);
  }
}

TEST_CASE("the vectors of an entry are read and refused", "[audit]") {
  const Vectors vectors("readers.json");
  const dom::element rows = vectors.top["entries"];
  const std::string good = text(rows["accept"]);
  const auto refusal = [](const std::string& leaf) -> std::string {
    try {
      const ledger::Entry entry = ledger::decode(leaf);
      static_cast<void>(ledger::parse_data(entry));
      return entry.seq == 0 ? "accepted" : "failed";
    } catch (const Error& error) {
      return error.code() == Errc::unsupported ? "unsupported" : "failed";
    }
  };
  const std::string old = text(rows["longest"]["old"]);
  const auto times = static_cast<std::size_t>(number(rows["longest"]["times"]));
  const auto longest = [&](std::size_t more) {
    return std::string(good).replace(good.find(old), old.size(), std::string(times + more, 'x'));
  };

  CHECK(refusal(good) == "accepted");
  Sha256 sha;
  CHECK(leaf_hash(sha, good) == digest(rows["hash"]));
  for (const dom::element row : dom::array(rows["reject"])) {
    INFO(text(row["leaf"]));
    CHECK(refusal(text(row["leaf"])) == text(row["ends"]));
  }
  CHECK(longest(0).size() == ledger::leaf_max);
  CHECK(refusal(longest(0)) == "accepted");
  CHECK(refusal(longest(1)) == "failed");
}

TEST_CASE("the vectors of commitments come out", "[audit]") {
  const Vectors vectors("readers.json");

  for (const dom::element row : dom::array(vectors.top["commitments"])) {
    CHECK(ledger::commitment(from_hex(text(row["salt"])), text(row["body"])) == text(row["is"]));
  }
}

TEST_CASE("the vectors of codes are read and refused", "[audit]") {
  const Vectors vectors("readers.json");
  const dom::element rows = vectors.top["qr"];

  for (const dom::element payload : dom::array(rows["accept"])) {
    CHECK(from_qr_payload(text(payload)) == text(rows["text"]));
  }
  CHECK(from_qr_payload(to_qr_payload(text(rows["text"]))) == text(rows["text"]));
  for (const dom::element row : dom::array(rows["reject"])) {
    INFO(text(row["why"]));
    CHECK_ERROR(from_qr_payload(text(row["payload"])), Errc::bad_input);
  }
}

TEST_CASE("the hashes and roots of the vector log come out", "[audit]") {
  const LogVectors log;
  Tree tree;

  CHECK(tree.root() == log.roots.front());
  for (std::size_t seq = 0; seq < log.leaves.size(); ++seq) {
    CHECK(log.hashes[seq] == digest(dom::array(log.top["entries"]).at(seq)["hash"]));
    tree.append(log.leaves[seq]);
    CHECK(tree.root() == log.roots[seq + 1]);
  }
}

TEST_CASE("the proofs of the vector log verify, and under no other size or place", "[audit]") {
  const LogVectors log;
  const auto sizes = static_cast<std::int64_t>(log.leaves.size());

  for (const dom::element row : dom::array(log.top["inclusion"])) {
    const std::int64_t index = number(row["index"]);
    const std::int64_t size = number(row["size"]);
    std::vector<Digest> path = digests(row["path"]);
    const Digest& leaf = log.hashes[static_cast<std::size_t>(index)];
    for (std::int64_t other = 1; other <= sizes; ++other) {
      for (std::int64_t place = 0; place < other; ++place) {
        const bool right = place == index && other == size;
        CHECK(verify_inclusion(leaf, place, log.head(other), path) == right);
      }
    }
    path.push_back(leaf);
    CHECK_FALSE(verify_inclusion(leaf, index, log.head(size), path));
  }
  for (const dom::element row : dom::array(log.top["consistency"])) {
    const TreeHead older = log.head(number(row["older"]));
    const TreeHead newer = log.head(number(row["newer"]));
    std::vector<Digest> path = digests(row["path"]);
    CHECK(verify_consistency(older, newer, path));
    CHECK_FALSE(verify_consistency({older.size, log.roots[0]}, newer, path));
    CHECK_FALSE(verify_consistency(older, {newer.size, log.roots[0]}, path));
    path.push_back(log.roots[1]);
    CHECK_FALSE(verify_consistency(older, newer, path));
  }
}

TEST_CASE("the notes of the vector log are written and verify", "[audit]") {
  const LogVectors log;
  const VerifierKey key = VerifierKey::parse(text(log.top["log_key"]));
  const VerifierKey witness = VerifierKey::parse(text(log.top["witness_key"]));
  const Checkpoint checkpoint{text(log.top["origin"]),
                              log.head(static_cast<std::int64_t>(log.leaves.size()))};
  const Note cosigned = parse_note(text(log.top["cosigned"]));

  CHECK(open_checkpoint(text(log.top["note"]), key) == checkpoint);
  CHECK(open_checkpoint(text(log.top["cosigned"]), key) == checkpoint);
  CHECK(checkpoint_text(checkpoint) == cosigned.text);
  const CosignatureCheck seen = check_cosignature(cosigned, witness);
  CHECK(seen.is == Cosigned::yes);
  CHECK(seen.at.millis() == number(log.top["cosigned_at"]) * 1'000);
  const auto signer = signer_from_seed(key.name(), from_hex(text(log.top["log_seed"])));
  CHECK(signer->key() == key);
  const Note note{cosigned.text, {{key.name(), key.id(), signer->sign(cosigned.text)}}};
  CHECK(format_note(note) == text(log.top["note"]));
}

TEST_CASE("the vector log is sound, and with a newer entry in it could not be checked", "[audit]") {
  const LogVectors vectors;
  testing::SampleLog log;
  for (const std::string& leaf : vectors.leaves) {
    log.put(std::string(ledger::decode(leaf).key), leaf);
  }
  for (const dom::element row : dom::array(vectors.top["details"])) {
    log.details[number(row["seq"])] = {from_hex(text(row["salt"])), text(row["body"])};
  }
  const std::unique_ptr<Replay> replay = quantity_replay();

  const Finding finding =
      verify(log.reader(), *replay, {.held_notes = {text(vectors.top["cosigned"])}});

  INFO(finding.message);
  CHECK(finding.verdict == Verdict::verified);
  CHECK(finding.details == 5);
  CHECK(finding.head.root == vectors.roots.back());
  log.leaves[7].replace(log.leaves[7].find("entry/1"), 7, "entry/2");
  const Finding newer = verify(log.reader(), *quantity_replay(), {});
  CHECK(newer.verdict == Verdict::could_not_check);
  CHECK(newer.seq == 7);
  CHECK(newer.message.find("wumei/entry/2") != std::string::npos);
}

TEST_CASE("the vector of a balance proof proves it, and no change of it does", "[audit]") {
  const Vectors vectors("balance.json");
  const dom::element row = vectors.top;
  const VerifierKey key = VerifierKey::parse(text(row["log_key"]));
  const auto proven = [&](const std::string& file) {
    const BalanceProof proof = parse_balance_proof(file);
    static_cast<void>(check_proof(proof.close, key));
    return account_in_close(proof);
  };

  const Balance balance = proven(text(row["proof"]));
  CHECK(balance.account.household == text(row["household"]));
  CHECK(balance.account.spendable == number(row["spendable"]));
  CHECK(balance.account.honour == number(row["honour"]));
  CHECK(balance.account.last == number(row["last"]));
  CHECK(balance.day.text() == text(row["day"]));
  for (const dom::element wrong : dom::array(row["reject"])) {
    INFO(text(wrong["why"]));
    CHECK_THROWS_AS(proven(text(wrong["proof"])), Error);
  }
  AccountTree tree(from_hex(text(row["secret"])));
  for (const dom::element leaf : dom::array(row["accounts"])) {
    const Account account = parse_account_leaf(text(leaf));
    const AccountState state{account.household, account.spendable, account.pending,
                             account.arrears,   account.honour,    account.last};
    CHECK(tree.leaf(state) == text(leaf));
    tree.add(state);
  }
  CHECK(tree.root() == digest(row["account_root"]));
}

TEST_CASE("the tree of the public vectors comes out", "[audit]") {
  const Vectors vectors("public.json");
  const dom::element rows = vectors.top["tree"];
  const std::vector<Digest> roots = digests(rows["roots"]);
  Sha256 sha;
  Tree tree;
  std::vector<Digest> hashes;
  for (const dom::element leaf : dom::array(rows["leaves"])) {
    CHECK(tree.root() == roots[hashes.size()]);
    hashes.push_back(leaf_hash(sha, from_hex(text(leaf))));
    tree.append_hash(hashes.back());
  }
  const auto head = [&](dom::element size) {
    return TreeHead{number(size), roots.at(static_cast<std::size_t>(number(size)))};
  };

  CHECK(tree.root() == roots.back());
  for (const dom::element row : dom::array(rows["inclusion"])) {
    const std::int64_t index = number(row["index"]);
    CHECK(verify_inclusion(hashes.at(static_cast<std::size_t>(index)), index, head(row["size"]),
                           digests(row["path"])));
  }
  for (const dom::element row : dom::array(rows["consistency"])) {
    CHECK(verify_consistency(head(row["older"]), head(row["newer"]), digests(row["path"])));
  }
  CHECK(leaf_hash(sha, text(vectors.top["leaf"]["data"])) == digest(vectors.top["leaf"]["hash"]));
}

TEST_CASE("the signatures of the public vectors verify", "[audit]") {
  const Vectors vectors("public.json");

  for (const dom::element row : dom::array(vectors.top["ed25519"]["cases"])) {
    const std::string message = from_hex(text(row["message"]));
    const auto signer = signer_from_seed("name", from_hex(text(row["seed"])));
    CHECK(to_hex(signer->key().key()) == text(row["key"]));
    CHECK(to_hex(signer->sign(message)) == text(row["signature"]));
    CHECK(verify_ed25519(from_hex(text(row["key"])), message, from_hex(text(row["signature"]))));
  }
  for (const dom::element row : dom::array(vectors.top["notes"]["cases"])) {
    const VerifierKey key = VerifierKey::parse(text(row["key"]));
    const Note note = parse_note(text(row["text"]) + "\n\xe2\x80\x94 " + std::string(key.name()) +
                                 " " + text(row["signature"]) + "\n");
    CHECK(is_signed_by(note, key) == Signed::yes);
  }
  const dom::element sm2 = vectors.top["sm2"];
  const Sm2Key key =
      Sm2Key::of("GB/T32918.5", "\x04" + from_hex(text(sm2["x"])) + from_hex(text(sm2["y"])));
  CHECK(verify_sm2(key, text(sm2["message"]), from_hex(text(sm2["r"])) + from_hex(text(sm2["s"]))));
}

TEST_CASE("the codes and digests of the public vectors come out", "[audit]") {
  const Vectors vectors("public.json");

  for (const dom::element row : dom::array(vectors.top["base45"]["cases"])) {
    const dom::array pair(row);
    CHECK(to_base45(text(pair.at(0))) == text(pair.at(1)));
    CHECK(from_base45(text(pair.at(1))) == text(pair.at(0)));
  }
  for (const dom::element row : dom::array(vectors.top["sm3"]["cases"])) {
    const dom::array pair(row);
    CHECK(sm3(text(pair.at(0))) == digest(pair.at(1)));
  }
}

}  // namespace
}  // namespace wumei::audit
