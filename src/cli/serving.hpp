#pragma once

#include "verb.hpp"

#include <http/server.hpp>

#include <chrono>
#include <cstdint>

/// What the verbs share that listen.
namespace wumei::cli {

/// Ctrl-C and SIGTERM end `server` instead of the process, for as long as this lives. One at a
/// time.
class StoppedBySignals {
 public:
  explicit StoppedBySignals(http::Server& server);
  ~StoppedBySignals();
  StoppedBySignals(const StoppedBySignals&) = delete;
  StoppedBySignals& operator=(const StoppedBySignals&) = delete;

 private:
  void (*before_interrupt_)(int);
  void (*before_end_)(int);
};

[[nodiscard]] Option port_option();
/// `--port`; 0, any that is free, when it is missing. Throws Errc::bad_input.
[[nodiscard]] std::uint16_t port_of(const Arguments& arguments);

/// Time that only grows.
[[nodiscard]] std::chrono::milliseconds uptime();

}  // namespace wumei::cli
