#pragma once

#include "app.hpp"
#include "verb.hpp"

#include <wumei/audit/account_tree.hpp>

#include <optional>
#include <string>

/// A household's proof of its balance, as `proof` writes and `check-proof` reads it.
namespace wumei::cli {

/// `--balance HOUSEHOLD` and `--day DATE`.
[[nodiscard]] std::vector<Option> balance_options();

/// The balance asked for with `--balance`, without the proof of the close at `close.index`; nothing
/// when an entry was asked for. Throws Usage for both or neither.
[[nodiscard]] std::optional<audit::BalanceProof> asked_balance(Context& context,
                                                               const Arguments& arguments);

/// A proof file that proves a balance; nothing for one that proves an entry.
[[nodiscard]] std::optional<audit::BalanceProof> read_balance(std::string_view text);

/// Whether the account is in the proven close; if not, why, in one English sentence.
[[nodiscard]] std::string fault_of_balance(const audit::BalanceProof& proof);

/// What was proven, in plain words: `signer` is the key that signed `size` entries.
struct BalanceWords {
  std::string origin;
  std::string signer;
  std::int64_t size = 0;
};
void print_balance(Context& context, const audit::BalanceProof& proof, const BalanceWords& words);

}  // namespace wumei::cli
