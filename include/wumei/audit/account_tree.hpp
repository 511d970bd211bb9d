#pragma once

#include <wumei/audit/proof.hpp>
#include <wumei/base/date.hpp>
#include <wumei/ledger/entry.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// What every household has, hashed into one root at the close of a day. A household can then show
/// its balance with a path of some hashes, and learns nothing of its neighbours: each leaf is
/// blinded under a secret of that close.
namespace wumei::audit {

/// A household's accounts at the close of a day.
struct AccountState {
  std::string_view household;
  std::int64_t spendable = 0;
  std::int64_t pending = 0;
  std::int64_t arrears = 0;
  std::int64_t honour = 0;
  ledger::Seq last = ledger::no_seq;  ///< newest entry that touched one of the four
};

/// The tree over all households in order of registration (RFC 6962 over the leaves).
class AccountTree {
 public:
  /// Throws Errc::bad_input unless the secret has 32 bytes.
  explicit AccountTree(std::string_view secret);

  void reserve(std::size_t accounts) { hashes_.reserve(accounts); }
  /// Adds the next household. Reuses its buffers: closing a day adds thousands.
  void add(const AccountState& account);

  /// Canonical JSON `["wumei/account/1", household, [spendable, pending, arrears, honour], last,
  /// blind]`; the blind is the HMAC-SHA-256 of the household under the secret.
  [[nodiscard]] std::string leaf(const AccountState& account);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(hashes_.size()); }
  [[nodiscard]] Digest root();
  /// Audit path of household number `index`, nearest sibling first. Throws Errc::bad_input.
  [[nodiscard]] std::vector<Digest> path(std::int64_t index) const;

 private:
  void write_leaf(const AccountState& account);

  Sha256 sha_;
  std::string inner_;    ///< the secret as HMAC mixes it in, 64 bytes each
  std::string outer_;
  std::string message_;  ///< buffers
  std::string leaf_;
  std::vector<Digest> hashes_;
};

/// What a leaf says, read back.
struct Account {
  std::string household;
  std::int64_t spendable = 0;
  std::int64_t pending = 0;
  std::int64_t arrears = 0;
  std::int64_t honour = 0;
  ledger::Seq last = ledger::no_seq;
  std::string blind;
  bool operator==(const Account&) const = default;
};
/// Strict: throws Errc::bad_input for anything but the one spelling of a leaf.
[[nodiscard]] Account parse_account_leaf(std::string_view leaf);

/// What a household keeps to show its balance at the close of a day.
struct BalanceProof {
  std::string leaf;          ///< bytes of the account's leaf
  std::int64_t index = 0;    ///< its place among `accounts`
  std::int64_t accounts = 0;
  std::vector<Digest> path;
  ProofFile close;           ///< proof of the `day.close` entry
  bool operator==(const BalanceProof&) const = default;
};

inline constexpr std::string_view balance_proof_tag = "wumei/balance@v1";

[[nodiscard]] std::string write_balance_proof(const BalanceProof& proof);
/// Strict: throws Errc::bad_input naming the line. Verifies nothing.
[[nodiscard]] BalanceProof parse_balance_proof(std::string_view text);

/// What a balance proof says, once its close is proven.
struct Balance {
  Account account;
  Date day;  ///< business day that was closed
};

/// Follows the path from the account to the root that the close names. The close itself is to be
/// proven with `check_proof` or `judge_proof`. Throws Errc::conflict when the entry is not the
/// close of a day or the path does not lead to its root, Errc::bad_input for a malformed leaf.
[[nodiscard]] Balance account_in_close(const BalanceProof& proof);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/account_tree.ipp>
#endif
