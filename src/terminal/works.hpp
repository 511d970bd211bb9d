#pragma once

#include "api.hpp"
#include "failure.hpp"

#include <http/asked.hpp>
#include <http/message.hpp>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace wumei::terminal {

/// What one way of keeping shop does for a clerk, by method and path.
template <class Desk>
struct Work {
  std::string_view method;
  std::string_view pattern;
  http::Response (*run)(Desk& desk, const Call& call);
};

/// The works as services, each of which keeps the desk.
template <class Desk>
std::vector<Service> services_of(const std::shared_ptr<Desk>& desk,
                                 std::span<const Work<Desk>> works) {
  std::vector<Service> services;
  for (const Work<Desk>& work : works) {
    services.push_back({work.method, work.pattern, [desk, run = work.run](const Call& call) {
                          return run(*desk, call);
                        }});
  }
  return services;
}

/// Goods of a cart, of a return.
[[nodiscard]] std::vector<market::BasketLine> basket(const json::Array& lines);
/// Throws Errc::bad_input for a word that is none.
[[nodiscard]] programme::Receiver receiver(const std::string& text);
/// The body; an object without members when there is none. Throws Errc::bad_input.
[[nodiscard]] json::Value body_of(const http::Request& request);
[[nodiscard]] http::Response json_response(const Json& body, int status = 200);
[[nodiscard]] http::Response failed(const Failure& failure);
/// What was counted, from the body of a close.
[[nodiscard]] std::vector<Count> counts_of(const http::Asked& asked, Date today);
/// The count was blind until now: the differences of a Stop `count.reason`, with the goods' names.
[[nodiscard]] Failure unexplained(const std::vector<Count>& counts, const Stop& stop,
                                  const std::function<std::string(const Sku&)>& name_of);
/// A page to be printed by the browser: its style is inside, and it runs nothing.
[[nodiscard]] http::Response slip_page(const SoldSlip& sold, const http::Request& request,
                                       Roll roll);
/// `not_found` where there is none that can be shown.
[[nodiscard]] http::Response picture_response(const Pictures& pictures, const Sku& sku,
                                              const http::Request& request);
/// Goods by how soon they run out, and the cover of the village's fund.
[[nodiscard]] http::Response shelf_watch(Desk& desk, const Call& call);
[[nodiscard]] Json briefs_json(const Counter& counter, const std::vector<Sale>& sales);

}  // namespace wumei::terminal
