#pragma once

#include <http/message.hpp>

#include <future>
#include <memory>
#include <utility>

namespace wumei::test {

/// The answer itself, for who asks a handler without a server: waits for one that was promised.
[[nodiscard]] inline http::Response settled(http::Response response) {
  if (!response.promised) return response;
  const auto kept = std::make_shared<std::promise<http::Response>>();
  response.promised([kept](http::Response answer) { kept->set_value(std::move(answer)); });
  return kept->get_future().get();
}

}  // namespace wumei::test
