#pragma once

#include "message.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::http {

/// Which function answers which method and path. Few routes: looked through in order.
class Router {
 public:
  /// What stood at the stars of the pattern.
  using Parts = std::vector<std::string>;
  using Route = std::function<Response(const Request& request, const Parts& parts)>;

  struct Match {
    const Route* route = nullptr;  ///< nullptr: 404 when `allowed` is empty, else 405
    Parts parts = {};
    std::string allowed = {};  ///< for the header Allow: the methods this path has
  };

  /// `pattern`: `/api/redemptions/*/handed`, a `*` for one part that is not empty.
  void on(std::string method, std::string_view pattern, Route route);
  /// Valid until the router changes.
  [[nodiscard]] Match find(const Request& request) const;

 private:
  struct Entry {
    std::string method;
    std::vector<std::string> pattern;  ///< part by part
    Route route;
  };
  std::vector<Entry> entries_;
};

}  // namespace wumei::http
