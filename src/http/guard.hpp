#pragma once

#include "message.hpp"

#include <cstdint>

/// What keeps other people's web pages away from a server on this machine.
namespace wumei::http {

/// For every answer: the page runs only scripts and styles of its own, is framed by nobody, sends
/// nothing elsewhere and is guessed at by no browser.
[[nodiscard]] Fields security_headers();

/// Whether the browser meant this server: Host is 127.0.0.1 or localhost and the port. A page whose
/// own name was made to point here (DNS rebinding) names itself.
[[nodiscard]] bool names_loopback(const Request& request, std::uint16_t port);

/// Whether only this machine reaches a server there: `127.*.*.*` or `::1`.
[[nodiscard]] bool is_loopback(const std::string& address);

/// Whether no page of another origin sent it. Browsers name the origin with every POST, PUT and
/// DELETE; what is no browser names none. Ask `names_loopback` first: Host is what it is held
/// against.
[[nodiscard]] bool is_same_origin(const Request& request);

}  // namespace wumei::http
