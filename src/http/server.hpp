#pragma once

#include "message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

/// A small HTTP/1.1 server for one machine's counter or one township's hub.
///
///     http::Server server({.handler = [](const http::Request& request) {
///       return http::Response{200, "text/plain; charset=utf-8", "hello " + request.path};
///     }});
///     std::cout << "http://127.0.0.1:" << server.port() << "/\n";
///     server.run();  // until server.stop()
///
/// One thread does everything: it reads, calls the handler and writes, so handlers run one after
/// the other and need no locks, unless `Options::threads` asks for more. What is slow or too large
/// is refused by `Limits` and costs at most `connections` times a request's size.
namespace wumei::http {

/// Answers one request. What it throws becomes a 500 that does not tell what was thrown.
using Handler = std::function<Response(const Request& request)>;

/// What one client may use. A time is for the whole step, however the bytes trickle.
struct Limits {
  std::size_t header_bytes = 8 * 1024;       ///< request line and headers together; else 431
  std::size_t body_bytes = 256 * 1024;       ///< else 413
  std::size_t connections = 64;              ///< open at once; one more is told 503 and closed
  /// Of them, those of one IP address, in IPv6 of one /64; 0: no fewer than of all together.
  std::size_t connections_of_one = 0;
  std::size_t large_at_once = 4;             ///< bodies beyond `body_bytes`; one more is told 503
  std::size_t requests = 10'000;             ///< answered on one connection before it is closed
  std::chrono::milliseconds idle{60'000};    ///< from one answer to the next request's first byte
  std::chrono::milliseconds header{10'000};  ///< from the first byte to the end of the headers
  /// From the end of the headers to that of the body; a second more for each 64 KiB that a body
  /// has beyond `body_bytes`.
  std::chrono::milliseconds body{20'000};
  std::chrono::milliseconds write{20'000};   ///< for the client to take the whole answer
  std::chrono::milliseconds linger{1'000};   ///< for it to stop sending once it was refused
};

/// Whom the server says it is. Only TLS 1.2 and later are spoken.
struct Tls {
  std::string certificate;  ///< file: the chain in PEM, the server's own first
  std::string key;          ///< file: its private key in PEM, without a passphrase
};

struct Options {
  Handler handler = {};
  /// Handlers at work at once, each on a thread of its own: they guard what they share. 0: the
  /// server's own thread runs them, one after the other.
  std::size_t threads = 0;
  /// Requests whose handler runs on the server's own thread although it has others: it must not
  /// wait for anything, and does best to promise its answer. To wake one of many threads for each
  /// would cost more than the answer. Empty: there are none.
  std::function<bool(const Request& request)> brief = {};
  /// The answer the server gives by itself: 400 a request that is none, 413, 431, 417, 500, 501 an
  /// unknown method, 503, 505. Empty: a line of text.
  std::function<Response(int status)> refusal = {};
  /// What the body of a request may have, of which the headers are known; on the server's thread.
  /// Empty: `Limits::body_bytes`, whatever it is.
  std::function<std::size_t(const Request& head)> body_most = {};
  Fields headers = {};                ///< added to every answer, also to the server's own
  std::string address = "127.0.0.1";  ///< an IP address; loopback, unless it is told otherwise
  std::uint16_t port = 0;             ///< 0: one that is free
  Limits limits = {};
  std::optional<Tls> tls = {};
};

struct Loop;

class Server {
 public:
  /// Binds and listens; from here on clients can connect, but are answered by `run`. Throws
  /// Errc::bad_input for an address that is none and files that are no certificate or not its key,
  /// Errc::not_found for files that are not there, Errc::unauthorised for a key that every user of
  /// the machine can read, Errc::busy when the port is taken and Errc::io when it cannot be had.
  explicit Server(Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;

  /// Serves until `stop`; then finishes the answers that are being written and closes everything.
  /// Once in a server's life.
  void run();

  /// Makes `run` return, now or, when it has not begun, as soon as it does. May be called from a
  /// signal handler, from another thread and more than once, as long as the server lives.
  void stop() noexcept;

  /// Asks the handler again for whoever it told `Response::later`. From any thread, as long as the
  /// server lives.
  void nudge();

 private:
  std::unique_ptr<Loop> loop_;
};

}  // namespace wumei::http
