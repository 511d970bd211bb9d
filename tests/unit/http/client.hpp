#pragma once

#include <http/server.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace wumei::test {

/// A server at work on a port of its own until it goes out of scope.
class Running {
 public:
  explicit Running(http::Options options)
      : server(std::move(options)), thread_([this] { server.run(); }) {}
  ~Running() { finish(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Stops it and waits until `run` has returned.
  void finish() {
    server.stop();
    if (thread_.joinable()) thread_.join();
  }

  http::Server server;

 private:
  std::thread thread_;
};

/// One connection that sends bytes as they are told.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval patience{30, 0};  // a server that never answers fails the test, not the run
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
  }
  explicit Client(const Running& running) : Client(running.server.port()) {}
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// For poll(2).
  [[nodiscard]] int socket() const { return socket_; }

  Client& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t sent = send_some(bytes);
      if (sent == 0) break;  // the server has heard enough
      bytes.remove_prefix(sent);
    }
    return *this;
  }

  /// How many of them were sent; 0 when the server has closed.
  std::size_t send_some(std::string_view bytes) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
  }

  /// Everything until the server closes.
  [[nodiscard]] std::string read_all() {
    while (fill()) continue;
    return std::move(unread_);
  }

  /// One answer, its headers and as much body as they announce, unless it is one to HEAD.
  [[nodiscard]] std::string read_answer(bool with_body = true) {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == unread_.npos) {
      if (!fill()) throw std::runtime_error("closed before an answer: " + unread_);
    }
    std::size_t size = end + 4;
    const std::size_t length = unread_.find("Content-Length: ");
    if (with_body && length < end) {
      size += std::strtoul(unread_.c_str() + length + 16, nullptr, 10);
    }
    while (unread_.size() < size && fill()) continue;
    const std::string answer = unread_.substr(0, size);
    unread_.erase(0, size);
    return answer;
  }

 private:
  bool fill() {
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EAGAIN) throw std::runtime_error("the server said nothing");
    if (got <= 0) return false;
    unread_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::string unread_;
};

[[nodiscard]] inline std::string status_of(const std::string& answer) {
  return answer.substr(9, 3);
}
[[nodiscard]] inline std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}
[[nodiscard]] inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

/// A request of one line and Host.
[[nodiscard]] inline std::string plain(const std::string& line, const std::string& more = "") {
  return line + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

/// Tells what it was asked: `METHOD PATH?name=value BODY`.
[[nodiscard]] inline http::Response echo(const http::Request& request) {
  std::string text = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) text += "?" + name + "=" + value;
  return {200, "text/plain; charset=utf-8", text + " " + request.body};
}

}  // namespace wumei::test
