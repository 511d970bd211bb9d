#include "guard.hpp"

#include <arpa/inet.h>

#include <algorithm>

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

bool is_loopback(const std::string& address) {
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, address.c_str(), &six) == 1 &&
         std::equal(six.s6_addr, six.s6_addr + 16, in6addr_loopback.s6_addr);
}

bool is_same_origin(const Request& request) {
  const std::string origin = request.header("Origin");
  return origin.empty() || origin == "http://" + request.header("Host");
}

}  // namespace wumei::http
