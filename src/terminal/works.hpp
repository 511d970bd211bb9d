#pragma once

#include "api.hpp"
#include "failure.hpp"

#include <http/message.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace wumei::terminal {

/// One request of a clerk who is signed in.
struct Call {
  const http::Request& request;
  const http::Router::Parts& parts;
  const OfficerId& clerk;
};

/// What the API does for a clerk, by method and path.
struct Work {
  std::string_view method;
  std::string_view pattern;
  http::Response (*run)(Desk& desk, const Call& call);
};
[[nodiscard]] std::span<const Work> works();

/// The body; an object without members when there is none. Throws Errc::bad_input.
[[nodiscard]] json::Value body_of(const http::Request& request);
[[nodiscard]] http::Response json_response(const Json& body, int status = 200);
[[nodiscard]] http::Response failed(const Failure& failure);
/// Goods by how soon they run out, and the cover of the village's fund.
[[nodiscard]] http::Response shelf_watch(Desk& desk, const Call& call);
[[nodiscard]] Json briefs_json(const Counter& counter, const std::vector<Sale>& sales);

}  // namespace wumei::terminal
