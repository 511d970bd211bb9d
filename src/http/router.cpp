#include "router.hpp"

#include <utility>

namespace wumei::http {
namespace {

/// The texts between one `/` and the next. A trailing `/` leaves an empty one at the end: `/a` and
/// `/a/` are two paths.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = path.find('/');
    parts.push_back(path.substr(0, end));
    if (end == path.npos) return parts;
    path.remove_prefix(end + 1);
  }
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = pattern.size(); i-- > 0;) {  // most patterns begin alike
    if (pattern[i] == "*" ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return true;
}

Router::Parts stars(const std::vector<std::string>& pattern,
                    const std::vector<std::string_view>& path) {
  Router::Parts parts;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*") parts.emplace_back(path[i]);
  }
  return parts;
}

}  // namespace

void Router::on(std::string method, std::string_view pattern, Route route) {
  const std::vector<std::string_view> parts = parts_of(pattern);
  entries_.push_back({std::move(method), {parts.begin(), parts.end()}, std::move(route)});
}

Router::Match Router::find(const Request& request) const {
  Match match;
  const std::vector<std::string_view> path = parts_of(request.path);
  for (const Entry& entry : entries_) {
    if (!fits(entry.pattern, path)) continue;
    if (entry.method == request.method) return {&entry.route, stars(entry.pattern, path), ""};
    match.allowed += (match.allowed.empty() ? "" : ", ") + entry.method;
    if (entry.method == "GET") match.allowed += ", HEAD";
  }
  return match;
}

}  // namespace wumei::http
