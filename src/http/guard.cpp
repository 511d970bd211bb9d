#include "guard.hpp"

namespace wumei::http {

Fields security_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
           "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Resource-Policy", "same-origin"}};
}

bool names_loopback(const Request& request, std::uint16_t port) {
  const std::string host = request.header("Host");
  const std::string suffix = port == 80 ? "" : ":" + std::to_string(port);  // 80 goes unsaid
  return host == "127.0.0.1" + suffix || host == "localhost" + suffix;
}

bool is_same_origin(const Request& request) {
  const std::string origin = request.header("Origin");
  return origin.empty() || origin == "http://" + request.header("Host");
}

}  // namespace wumei::http
