#include "router.hpp"

#include <utility>

namespace wumei::http {
namespace {

/// The text before the next `/`, which is taken off with it.
std::string_view next_part(std::string_view& path) {
  const std::size_t end = path.find('/');
  const std::string_view part = path.substr(0, end);
  path = end == path.npos ? std::string_view() : path.substr(end + 1);
  return part;
}

/// A trailing `/` would be lost by taking parts off: `/a` and `/a/` are two paths.
bool fits(std::string_view pattern, std::string_view path, Router::Parts& parts) {
  if (pattern.ends_with('/') != path.ends_with('/')) return false;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_part(pattern);
    const std::string_view found = next_part(path);
    if (wanted == "*" && !found.empty()) {
      parts.emplace_back(found);
    } else if (wanted != found) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

void Router::on(std::string method, std::string pattern, Route route) {
  entries_.push_back({std::move(method), std::move(pattern), std::move(route)});
}

Router::Match Router::find(const Request& request) const {
  Match match;
  for (const Entry& entry : entries_) {
    Parts parts;
    if (!fits(entry.pattern, request.path, parts)) continue;
    if (entry.method == request.method) return {&entry.route, std::move(parts), ""};
    match.allowed += (match.allowed.empty() ? "" : ", ") + entry.method;
    if (entry.method == "GET") match.allowed += ", HEAD";
  }
  return match;
}

}  // namespace wumei::http
