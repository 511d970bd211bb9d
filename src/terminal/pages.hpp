#pragma once

#include <span>
#include <string_view>

namespace wumei::terminal {

/// A file of the page, compiled in: what `web/files.txt` lists.
struct Page {
  std::string_view path;  ///< of the URL
  std::string_view content_type;
  std::string_view etag;  ///< in quotes; another one when a byte changes
  std::string_view body;
};

/// Written by `embed.cmake`.
[[nodiscard]] std::span<const Page> pages();

}  // namespace wumei::terminal
