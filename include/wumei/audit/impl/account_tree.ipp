#pragma once

#include <wumei/audit/account_tree.hpp>
#include <wumei/audit/impl/proof.ipp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <charconv>

namespace wumei::audit {

namespace detail {

inline constexpr std::string_view account_tag = "wumei/account/1";
inline constexpr std::size_t hmac_block = 64;
inline constexpr std::string_view balance_words = "the balance proof";

WUMEI_INLINE void append_number(std::string& text, std::int64_t number) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  text.append(digits, end);
}

/// The secret filled up to a block and mixed with `mark` (RFC 2104).
WUMEI_INLINE std::string hmac_pad(std::string_view secret, char mark) {
  std::string pad(hmac_block, mark);
  for (std::size_t i = 0; i < secret.size(); ++i) pad[i] = static_cast<char>(pad[i] ^ secret[i]);
  return pad;
}

WUMEI_INLINE Error not_a_leaf(const std::string& why) {
  return {Errc::bad_input, "not the leaf of an account: " + why};
}

/// The part of a line after its word and a space.
WUMEI_INLINE std::string_view after_word(std::string_view line, std::string_view word) {
  if (line.starts_with(word) && line.substr(word.size()).starts_with(' ')) {
    return line.substr(word.size() + 1);
  }
  throw Error(Errc::bad_input, "the balance proof has no line \"" + std::string(word) + " ...\"");
}

/// `I of N`.
WUMEI_INLINE void read_place(std::string_view text, BalanceProof& proof) {
  const std::size_t of = text.find(" of ");
  if (of == std::string_view::npos) {
    throw Error(Errc::bad_input, "the balance proof has no line \"index I of N\"");
  }
  proof.index = parse_log_number(text.substr(0, of));
  proof.accounts = parse_log_number(text.substr(of + 4));
  if (proof.index >= proof.accounts) {
    throw Error(Errc::bad_input, "account " + std::to_string(proof.index) + " is not among " +
                                     std::to_string(proof.accounts));
  }
}

/// The root of the accounts that a close names, with their number.
WUMEI_INLINE TreeHead accounts_of(const json::Value& out) {
  const json::Value* accounts = out.find("accounts");
  const json::Value* root = out.find("account_root");
  if (accounts == nullptr || root == nullptr) return {};
  return {accounts->integer(), Digest::from_bytes(from_hex(root->text()))};
}

}  // namespace detail

WUMEI_INLINE AccountTree::AccountTree(std::string_view secret)
    : inner_(detail::hmac_pad(secret.substr(0, detail::hmac_block), 0x36)),
      outer_(detail::hmac_pad(secret.substr(0, detail::hmac_block), 0x5c)),
      message_(std::string(detail::account_tag) + "\n") {
  if (secret.size() == 32) return;
  throw Error(Errc::bad_input, "the secret of a day's accounts has 32 bytes, not " +
                                   std::to_string(secret.size()));
}

WUMEI_INLINE void AccountTree::write_leaf(const AccountState& account) {
  message_.resize(detail::account_tag.size() + 1);
  message_ += account.household;
  const Digest inner = sha_.digest(inner_, message_);
  const Digest blind = sha_.digest(outer_, inner.bytes());
  leaf_.assign("[\"").append(detail::account_tag).append("\",\"").append(account.household);
  leaf_ += "\",[";
  detail::append_number(leaf_, account.spendable);
  leaf_ += ',';
  detail::append_number(leaf_, account.pending);
  leaf_ += ',';
  detail::append_number(leaf_, account.arrears);
  leaf_ += ',';
  detail::append_number(leaf_, account.honour);
  leaf_ += "],";
  detail::append_number(leaf_, account.last);
  leaf_ += ",\"";
  leaf_ += to_base64url(blind.bytes());
  leaf_ += "\"]";
}

WUMEI_INLINE void AccountTree::add(const AccountState& account) {
  write_leaf(account);
  hashes_.push_back(leaf_hash(sha_, leaf_));
}

WUMEI_INLINE std::string AccountTree::leaf(const AccountState& account) {
  write_leaf(account);
  return leaf_;
}

WUMEI_INLINE Digest AccountTree::root() { return head_of(sha_, hashes_); }

WUMEI_INLINE std::vector<Digest> AccountTree::path(std::int64_t index) const {
  const auto tile = [this](int level, std::int64_t n) -> std::optional<std::string> {
    if (level > 0) return std::nullopt;
    std::string hashes;
    const auto end = std::min<std::size_t>(static_cast<std::size_t>((n + 1) * tile_width),
                                           hashes_.size());
    for (auto at = static_cast<std::size_t>(n * tile_width); at < end; ++at) {
      hashes += hashes_[at].bytes();
    }
    return hashes;
  };
  return inclusion_proof({tile, {}}, index, size());
}

WUMEI_INLINE Account parse_account_leaf(std::string_view leaf) {
  try {
    const json::Value value = json::parse(leaf);
    const json::Array& parts = value.items();
    if (parts.size() != 5 || parts[0].text() != detail::account_tag ||
        parts[2].items().size() != 4) {
      throw detail::not_a_leaf("it has other parts");
    }
    const json::Array& balances = parts[2].items();
    Account account{parts[1].text(),        balances[0].integer(), balances[1].integer(),
                    balances[2].integer(), balances[3].integer(), parts[3].integer(),
                    parts[4].text()};
    if (json::write(value) != leaf) throw detail::not_a_leaf("it is not in its one spelling");
    if (account.household.empty() || account.last < ledger::no_seq || account.blind.size() != 43) {
      throw detail::not_a_leaf("it says what no account says");
    }
    return account;
  } catch (const Error& error) {
    if (error.code() == Errc::bad_input) throw;
    throw detail::not_a_leaf(error.what());
  }
}

WUMEI_INLINE std::string write_balance_proof(const BalanceProof& proof) {
  std::string text = std::string(balance_proof_tag) + "\naccount " + to_base64(proof.leaf) +
                     "\nindex " + std::to_string(proof.index) + " of " +
                     std::to_string(proof.accounts) + "\n";
  for (const Digest& hash : proof.path) text += to_base64(hash.bytes()) + "\n";
  return text + "\n" + write_proof(proof.close);
}

WUMEI_INLINE BalanceProof parse_balance_proof(std::string_view text) {
  BalanceProof proof;
  std::string_view rest = text;
  const auto take = [&](std::string_view what) {
    return detail::take_line(rest, detail::balance_words, what);
  };
  if (take("first line") != balance_proof_tag) {
    throw Error(Errc::bad_input, "not a balance proof: its first line must be " +
                                     std::string(balance_proof_tag));
  }
  proof.leaf = from_base64(detail::after_word(take("account"), "account"));
  detail::read_place(detail::after_word(take("index"), "index"), proof);
  proof.path = detail::take_path(rest, detail::balance_words, "proof of the close");
  proof.close = parse_proof(rest);
  return proof;
}

WUMEI_INLINE Balance account_in_close(const BalanceProof& proof) {
  const ledger::Entry entry = ledger::decode(proof.close.leaf);
  if (entry.seq != proof.close.index || entry.kind != "day.close") {
    throw Error(Errc::conflict, "entry " + std::to_string(proof.close.index) +
                                    " is not the close of a day");
  }
  const json::Value data = ledger::parse_data(entry);
  const TreeHead head = detail::accounts_of(data.at("out"));
  Sha256 sha;
  const bool leads = head.size == proof.accounts &&
                     verify_inclusion(leaf_hash(sha, proof.leaf), proof.index, head, proof.path);
  if (!leads) {
    throw Error(Errc::conflict, "the path does not lead from account " +
                                    std::to_string(proof.index) + " to the root of the " +
                                    std::to_string(head.size) + " accounts of that close");
  }
  return {parse_account_leaf(proof.leaf), Date::parse(data.at("in").at("day").text())};
}

}  // namespace wumei::audit
