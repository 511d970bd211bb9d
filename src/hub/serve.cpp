#include "serve.hpp"

#include <http/guard.hpp>

namespace wumei::hub {
namespace {

constexpr std::size_t connections = 256;
constexpr std::size_t at_work = 64;

}  // namespace

http::Limits limits() {
  http::Limits limits;
  limits.connections = connections;
  return limits;
}

http::Options server_options(Hub& hub) {
  http::Options options;
  options.handler = [&hub](const http::Request& request) { return hub.answer(request); };
  options.threads = at_work;
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
