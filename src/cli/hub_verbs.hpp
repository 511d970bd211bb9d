#pragma once

#include "verb.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What --hub does to each verb. Every one is in exactly one of four places: it has an `over_hub`
/// of its own, it is one of `hub::verb_rows`, or it stands in one of the two tables behind these.
namespace wumei::cli {

/// The words that call a verb, dots between them: `claim.record`.
[[nodiscard]] std::string dotted(const std::vector<const Verb*>& path);
/// The verb of that name, or nullptr.
[[nodiscard]] const Verb* find_verb(const Verbs& verbs, std::string_view name);

/// Needs no ledger, so that it runs where it is typed.
[[nodiscard]] bool is_anywhere(std::string_view name);
/// Why it is only for the machine that has the ledger; nullptr for what goes by way of a hub.
[[nodiscard]] const Bilingual* why_here(std::string_view name);

}  // namespace wumei::cli
