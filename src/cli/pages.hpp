#pragma once

#include "verb.hpp"

#include <functional>
#include <string>

/// What verbs that print papers share.
namespace wumei::cli {

[[nodiscard]] Language language_of(const Context& context);

/// `--html FILE`.
[[nodiscard]] Option html_option();

/// Writes the page when --html asks for one and says so; "-" means standard output. False when it
/// was not asked for.
[[nodiscard]] bool wrote_page(Context& context, const Arguments& arguments,
                              const std::function<std::string()>& page);

}  // namespace wumei::cli
