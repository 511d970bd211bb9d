#pragma once

#include <string>
#include <string_view>

/// The library says what went wrong in English. What a clerk meets most is said again in Chinese.
namespace wumei::cli {

/// The English sentence in Chinese; the sentence itself when it is not known here.
[[nodiscard]] std::string in_chinese(std::string_view english);

}  // namespace wumei::cli
