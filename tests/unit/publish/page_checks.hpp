#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What is asked of every page.
namespace wumei::test {

inline bool contains(const std::string& page, std::string_view text) {
  return page.find(text) != std::string::npos;
}

/// Every opened element is closed in order; the few empty ones are known.
inline bool well_formed(const std::string& page) {
  const std::set<std::string> empty{"meta", "br", "!DOCTYPE"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at + 1)) {
    const bool closing = page[at + 1] == '/';
    const std::size_t from = at + (closing ? 2 : 1);
    const std::string tag = page.substr(from, page.find_first_of(" >/", from) - from);
    const std::size_t end = page.find('>', at);
    if (closing) {
      if (open.empty() || open.back() != tag) return false;
      open.pop_back();
    } else if (!empty.contains(tag) && page[end - 1] != '/') {
      open.push_back(tag);
    }
  }
  return open.empty();
}

}  // namespace wumei::test
