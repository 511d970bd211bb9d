#pragma once

#include "app.hpp"
#include "verb.hpp"

/// The witness's side: `witness cosign`.
namespace wumei::cli {

/// The key file of `--key`. A witness has no ledger whose key could be meant.
[[nodiscard]] std::filesystem::path witness_key_path(const Context& context);
/// `--memory`, else beside the key.
[[nodiscard]] std::filesystem::path memory_path(const Context& context,
                                                const Arguments& arguments);

/// The option that `memory_path` reads.
[[nodiscard]] Option memory_option();

[[nodiscard]] Verb cosign_verb();

}  // namespace wumei::cli
