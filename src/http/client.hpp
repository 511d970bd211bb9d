#pragma once

#include "message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

/// The other end: one request to a server, waited for.
namespace wumei::http {

/// `http://HOST[:PORT]/` or `https://HOST[:PORT]/`.
struct Address {
  std::string host;  ///< a name or an IP address, without the brackets of one in IPv6
  std::uint16_t port = 0;
  bool tls = false;
  bool operator==(const Address&) const = default;
};

/// Throws Errc::bad_input for any other text: with a path, a user or a query.
[[nodiscard]] Address parse_address(const std::string& url);

struct Call {
  std::string method;
  std::string target;  ///< path and query, as they go over the wire: see `escaped`
  Fields headers = {};
  std::string body = {};
};

struct Patience {
  std::string authorities = {};  ///< file of certificates to trust; "" for the machine's own
  std::chrono::milliseconds connect{10'000};  ///< with the handshake
  std::chrono::milliseconds answer{60'000};   ///< from the request to the end of the answer
  std::size_t body_bytes = 16 * 1024 * 1024;
};

/// The server's answer, whatever its status; redirections are not followed. Under TLS the
/// certificate must be of that host and of a trusted authority. Throws Errc::io when it cannot be
/// reached, or goes silent, or says what is no answer, and Errc::unauthorised for a certificate
/// that is not to be trusted; then nobody knows whether it acted on the request.
[[nodiscard]] Response fetch(const Address& address, const Call& call,
                             const Patience& patience = {});

/// As a part of a path or query: all but letters, digits, `-`, `_`, `.` and `~` as `%41`.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace wumei::http
