#include "serve.hpp"

#include <http/guard.hpp>

namespace wumei::hub {
namespace {

constexpr std::size_t connections = 256;
constexpr std::size_t at_work = 64;
constexpr std::size_t of_one_address = 96;  ///< so that one alone does not take them all
constexpr std::size_t large_at_once = 2;

}  // namespace

http::Limits limits() {
  http::Limits limits;
  limits.connections = connections;
  limits.connections_of_one = of_one_address;
  limits.large_at_once = large_at_once;
  return limits;
}

http::Options server_options(Hub& hub) {
  http::Options options;
  options.handler = [&hub](const http::Request& request) { return hub.answer(request); };
  options.threads = at_work;
  options.brief = [&hub](const http::Request& request) { return hub.is_brief(request); };
  options.body_most = [&hub](const http::Request& head) { return hub.body_most(head); };
  options.refusal = Hub::refusal;
  options.headers = http::security_headers();
  options.headers.emplace_back("Cache-Control", "no-store");
  options.limits = limits();
  return options;
}

void check_address(const std::string& address, bool tls, bool plain) {
  if (tls || plain || http::is_loopback(address)) return;
  throw bad_input({"", 0, 0, "--listen"}, address,
                  "this machine (127.0.0.1), or --tls-cert and --tls-key, or --plain");
}

}  // namespace wumei::hub
