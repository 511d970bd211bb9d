#pragma once

#include "app.hpp"
#include "verb.hpp"

#include <string>

/// Changing the signing key. The new key lies beside the old one, as `KEY.next`, until the entry is
/// durable that both have signed; then the files change names.
namespace wumei::cli {

/// `key rotate`.
[[nodiscard]] Verb rotate_verb();

/// Finishes a change that stopped between the entry and the files, and says so: the ledger names
/// `log_key`, and that key still lies beside the old one.
void finish_rotation(const Context& context, const std::string& log_key);

}  // namespace wumei::cli
