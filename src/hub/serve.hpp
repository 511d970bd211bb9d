#pragma once

#include "hub.hpp"

#include <http/server.hpp>

namespace wumei::hub {

/// What one client of a hub may use.
[[nodiscard]] http::Limits limits();

/// Options of a server that asks the hub, with a thread for every handler that may be at work: they
/// mostly wait for the disk, and what waits together is written together. Address, port and TLS are
/// the caller's. The hub must outlive the server.
[[nodiscard]] http::Options server_options(Hub& hub);

/// Where a hub may listen. Throws Errc::bad_input for an address that other machines reach without
/// TLS, where tokens would go over the wire for all to read, unless `plain` says that it is meant.
void check_address(const std::string& address, bool tls, bool plain);

}  // namespace wumei::hub
