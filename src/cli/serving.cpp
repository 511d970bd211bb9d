#include "serving.hpp"

#include <atomic>
#include <csignal>

namespace wumei::cli {
namespace {

// A signal handler can reach nothing but a global; set while somebody listens.
std::atomic<http::Server*> serving{nullptr};

void on_signal(int /*signal*/) {
  if (http::Server* server = serving.load()) server->stop();
}

}  // namespace

StoppedBySignals::StoppedBySignals(http::Server& server) {
  serving = &server;
  before_interrupt_ = std::signal(SIGINT, on_signal);
  before_end_ = std::signal(SIGTERM, on_signal);
}

StoppedBySignals::~StoppedBySignals() {
  std::signal(SIGINT, before_interrupt_);
  std::signal(SIGTERM, before_end_);
  serving = nullptr;
}

Option port_option() {
  return optional("port", "N", {"端口（任一空闲）", "port (any that is free)"});
}

std::uint16_t port_of(const Arguments& arguments) {
  if (!arguments.has("port")) return 0;
  const std::int64_t port = arguments.integer("port");
  if (port < 0 || port > 65'535) throw arguments.wrong("port", "a port from 0 to 65535");
  return static_cast<std::uint16_t>(port);
}

std::chrono::milliseconds uptime() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace wumei::cli
