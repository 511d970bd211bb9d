#pragma once

#include <string_view>

namespace wumei::hub {

/// The description of the API, `openapi.json`, byte for byte. Written by `embed.cmake`.
[[nodiscard]] std::string_view openapi();

}  // namespace wumei::hub
