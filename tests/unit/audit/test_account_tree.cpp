#include <catch.hpp>
#include <wumei/audit/account_tree.hpp>

#include <functional>
#include <string>

namespace wumei::audit {
namespace {

const std::string secret(32, 's');

AccountState account(std::string_view household, std::int64_t spendable = 0,
                     ledger::Seq last = ledger::no_seq) {
  return {household, spendable, 0, 0, 0, last};
}

std::string padded(int i) {
  std::string text = std::to_string(301'000 + i);
  return text;
}

/// Over `count` households, the i-th with i points.
AccountTree tree_of(int count, const std::string& under = secret) {
  AccountTree tree(under);
  for (int i = 0; i < count; ++i) tree.add(account(padded(i), i * 100, i));
  return tree;
}

/// The proof of account `index` in an entry 7 that closes a day with this tree.
BalanceProof proof_of(AccountTree& tree, int index, const std::string& kind = "day.close") {
  const json::Value out = json::Value::object(
      {{"accounts", tree.size()}, {"account_root", to_hex(tree.root().bytes())}});
  const ledger::Draft draft{
      .kind = kind, .in = json::Value::object({{"day", "2026-04-25"}}), .out = out};
  const ledger::Position position{7, Instant::from_millis(1'777'100'000'000),
                                  Date::of(2026, 4, 25), "o-lin@pc1", "2026-04-25/close", ""};
  BalanceProof proof;
  proof.leaf = tree.leaf(account(padded(index), index * 100, index));
  proof.index = index;
  proof.accounts = tree.size();
  proof.path = tree.path(index);
  proof.close = {ledger::encode(position, draft, {}), 7, {sha256("sibling")}, "a note\n"};
  return proof;
}

TEST_CASE("a secret has 32 bytes", "[audit]") {
  CHECK_ERROR(AccountTree(std::string(31, 's')), Errc::bad_input);
  CHECK_ERROR(AccountTree(""), Errc::bad_input);
  CHECK_ERROR(AccountTree(std::string(65, 's')), Errc::bad_input);
}

TEST_CASE("an account's leaf is canonical JSON under the HMAC of its household", "[audit]") {
  AccountTree tree(secret);
  const std::string blind =
      to_base64url(hmac_sha256(secret, "wumei/account/1\n0301017").bytes());

  CHECK(tree.leaf({"0301017", 1250, 300, -40, 9900, 77}) ==
        "[\"wumei/account/1\",\"0301017\",[1250,300,-40,9900],77,\"" + blind + "\"]");
  Sha256 sha;  // the vector of the format document
  CHECK(to_hex(leaf_hash(sha, tree.leaf({"0301017", 1250, 300, -40, 9900, 77})).bytes()) ==
        "59cb05e5e97f4aa1982c7331fc1bcb7f18ef24dad825101598d852d1ceebe3e7");
  CHECK(tree.leaf(account("0301018")).starts_with(
      "[\"wumei/account/1\",\"0301018\",[0,0,0,0],-1,\""));
  CHECK(AccountTree(std::string(32, 't')).leaf(account("0301017")) !=
        tree.leaf(account("0301017")));
}

TEST_CASE("the root is that of RFC 6962 over the leaves", "[audit]") {
  CHECK(AccountTree(secret).root() == sha256(""));
  for (const int count : {1, 2, 3, 255, 256, 257, 600}) {
    AccountTree tree = tree_of(count);
    Tree plain;
    for (int i = 0; i < count; ++i) plain.append(tree.leaf(account(padded(i), i * 100, i)));
    CHECK(tree.root() == plain.root());
    CHECK(tree.size() == count);
  }
}

TEST_CASE("every account has a path to the root, and no other", "[audit]") {
  AccountTree tree = tree_of(600);
  Sha256 sha;
  for (int i = 0; i < 600; i += 37) {
    const Digest leaf = leaf_hash(sha, tree.leaf(account(padded(i), i * 100, i)));
    CHECK(verify_inclusion(leaf, i, {600, tree.root()}, tree.path(i)));
    CHECK_FALSE(verify_inclusion(leaf, i + 1, {600, tree.root()}, tree.path(i)));
  }
  CHECK_ERROR(tree.path(600), Errc::bad_input);
  CHECK_ERROR(tree.path(-1), Errc::bad_input);
}

TEST_CASE("a leaf is read back strictly", "[audit]") {
  AccountTree tree(secret);
  const std::string leaf = tree.leaf({"0301017", 1250, 300, -40, 9900, 77});
  const Account read = parse_account_leaf(leaf);

  CHECK(read.household == "0301017");
  CHECK(read.spendable == 1250);
  CHECK(read.pending == 300);
  CHECK(read.arrears == -40);
  CHECK(read.honour == 9900);
  CHECK(read.last == 77);
  const auto changed = [&](const std::string& from, const std::string& into) {
    std::string text = leaf;
    text.replace(text.find(from), from.size(), into);
    return text;
  };
  for (const std::string& wrong :
       {std::string("nonsense"), std::string("[]"), changed("account/1", "account/2"),
        changed(",300", ", 300"), changed(",300", ""), changed("77", "-2"), changed("77", "\"\""),
        changed("0301017", ""), changed("\"]", "x\"]")}) {
    INFO(wrong);
    CHECK_ERROR(parse_account_leaf(wrong), Errc::bad_input);
  }
}

TEST_CASE("a balance proof proves a household's balance at the close", "[audit]") {
  AccountTree tree = tree_of(600);
  const BalanceProof proof = proof_of(tree, 300);

  const std::string text = write_balance_proof(proof);
  const Balance balance = account_in_close(parse_balance_proof(text));

  CHECK(text.starts_with("wumei/balance@v1\naccount "));
  CHECK(text.find("\nindex 300 of 600\n") != text.npos);
  CHECK(parse_balance_proof(text) == proof);
  CHECK(balance.account.household == "301300");
  CHECK(balance.account.spendable == 30'000);
  CHECK(balance.day == Date::of(2026, 4, 25));
}

TEST_CASE("a balance proof with anything changed proves nothing", "[audit]") {
  AccountTree tree = tree_of(600);
  AccountTree other = tree_of(600, std::string(32, 't'));
  const BalanceProof proof = proof_of(tree, 300);
  const auto refused = [&](const std::function<void(BalanceProof&)>& change) {
    BalanceProof changed = proof;
    change(changed);
    CHECK_ERROR(account_in_close(changed), Errc::conflict);
  };

  refused([&](auto& p) { p.leaf = tree.leaf(account(padded(300), 30'100, 300)); });
  refused([](auto& p) { p.index = 301; });
  refused([](auto& p) { p.accounts = 601; });
  refused([](auto& p) { p.path.pop_back(); });
  refused([&](auto& p) { p.path = other.path(300); });
  refused([](auto& p) { p.close.index = 8; });
  refused([&](auto& p) { p.close.leaf = proof_of(tree, 300, "day.closed").close.leaf; });
  refused([&](auto& p) { p.close.leaf = proof_of(other, 300).close.leaf; });
  BalanceProof nonsense = proof;
  nonsense.close.leaf.back() = ' ';
  CHECK_ERROR(account_in_close(nonsense), Errc::corrupt);
}

TEST_CASE("the text of a balance proof is read strictly", "[audit]") {
  AccountTree tree = tree_of(3);
  const std::string text = write_balance_proof(proof_of(tree, 1));
  const auto changed = [&](const std::string& from, const std::string& into) {
    std::string wrong = text;
    wrong.replace(wrong.find(from), from.size(), into);
    return wrong;
  };

  CHECK_ERROR(parse_balance_proof(""), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof("wumei/balance@v1\n"), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("@v1", "@v2")), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("account ", "konto ")), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("index 1 of 3", "index 1")), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("index 1 of 3", "index 3 of 3")), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("index 1 of 3", "index 01 of 3")), Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("index 1 of 3\n", "index 1 of 3\nAAAA\n")),
              Errc::bad_input);
  CHECK_ERROR(parse_balance_proof(changed("c2sp.org", "c2sp.net")), Errc::bad_input);
}

}  // namespace
}  // namespace wumei::audit
