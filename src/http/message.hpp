#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers, with nothing of the network in them.
namespace wumei::http {

/// Names and values in the order they came; names in any case.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// What a handler is asked. The path and the query are decoded once, are UTF-8 and hold no control
/// characters; the path begins with `/` and has no `.` or `..` among its parts.
struct Request {
  std::string method;  ///< GET, POST, PUT or DELETE; HEAD arrives as GET
  std::string path;
  Fields query;
  Fields headers;
  std::string body;
  bool again = false;  ///< it was asked before, and the handler said `Response::later`
  std::chrono::milliseconds waited{};  ///< since it was asked first

  /// The header's value, "" when there is none; several of one name are joined with ", ", so that
  /// a check of the whole value fails when someone sends two.
  [[nodiscard]] std::string header(std::string_view name) const;
  /// The cookie of that name, or "". The first wins.
  [[nodiscard]] std::string cookie(std::string_view name) const;
  /// The first `name=` of the query, or nothing.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

struct Response;
/// Takes an answer to where it was asked for; once, from any thread.
using Reply = std::function<void(Response response)>;

struct Response {
  int status = 200;
  std::string content_type = {};  ///< "" when there is no body
  std::string body = {};
  Fields headers = {};
  /// There is nothing to say yet: the server asks its handler again after so long or at
  /// `Server::nudge`, whichever comes first, and sends this only when it is stopped meanwhile.
  std::optional<std::chrono::milliseconds> later = {};
  /// The answer is made by somebody else, so that no thread waits for it: this is called with where
  /// it goes, which must be told sooner or later. Nothing of the rest is sent.
  std::function<void(Reply reply)> promised = {};
};

/// Splits and decodes the target of a request line, `/a%20b?c=d`. False, with nothing of use in
/// `request`, for a target that is not as `Request` promises: no leading `/`, an escape that cannot
/// be decoded, a `#`, an escaped `/`, a control character, `.` or `..`, not UTF-8.
[[nodiscard]] bool read_target(std::string_view target, Request& request);

/// Whether two names of headers are one: ASCII letters in any case.
[[nodiscard]] bool same_name(std::string_view left, std::string_view right);

}  // namespace wumei::http
