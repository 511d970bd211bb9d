#pragma once

#include <string_view>

namespace wumei::cli {

/// The page on which a citizen checks a code, without title and key of a log; compiled in from
/// `src/check`.
[[nodiscard]] std::string_view check_page();

}  // namespace wumei::cli
