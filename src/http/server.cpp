#include "server.hpp"

#include "wire.hpp"

#include <wumei/base/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <optional>
#include <sstream>
#include <unordered_set>

namespace wumei::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using tcp = asio::ip::tcp;
using Failure = beast::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Stream = beast::basic_stream<tcp, Executor>;

}  // namespace

struct Server::Loop {
  class Connection;

  explicit Loop(Options given);

  void accept();
  void accepted(Socket socket);
  void stop_all();

  Options options;
  bool stopping = false;
  std::unordered_set<Connection*> connections;  ///< outlives `io`, which keeps them alive
  asio::io_context io{1};
  asio::basic_socket_acceptor<tcp, Executor> acceptor{io};
  asio::basic_waitable_timer<std::chrono::steady_clock,
                             asio::wait_traits<std::chrono::steady_clock>, Executor>
      pause{io};
  asio::posix::basic_stream_descriptor<Executor> wake{io};
};

/// One client, from its first byte to its last. Held by the step it waits for, and by that alone:
/// a step that starts no other ends the connection.
class Server::Loop::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, Socket socket);
  ~Connection() { loop_.connections.erase(this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void wait();
  /// Closes it unless an answer is being written, which then is its last.
  void stop();

 private:
  template <class Step>
  auto then(Step step) {
    return [self = shared_from_this(), step](Failure failure, std::size_t bytes) {
      ((*self).*step)(failure, bytes);
    };
  }
  void first_bytes(Failure failure, std::size_t bytes);
  void begin();
  void more_bytes(Failure failure, std::size_t bytes);
  void read_headers();
  void headers();
  void go_on(Failure failure, std::size_t bytes);
  void read_body();
  void body(Failure failure, std::size_t bytes);
  void refuse(int status);
  void write(Response response, bool keep_alive);
  void written(Failure failure, std::size_t bytes);
  void linger(Failure failure, std::size_t bytes);

  Loop& loop_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Answer answer_;
  std::size_t header_bytes_ = 0;  ///< of this request, read so far
  std::size_t answered_ = 0;
  bool writing_ = false;
};

Server::Loop::Connection::Connection(Loop& loop, Socket socket)
    : loop_(loop), stream_(std::move(socket)), buffer_(loop.options.limits.header_bytes + 16384) {
  loop_.connections.insert(this);
}

void Server::Loop::Connection::stop() {
  if (!writing_) stream_.close();
}

void Server::Loop::Connection::wait() {
  parser_.emplace();
  // Beast's own limit holds for one call of `put` only, not for the headers as a whole.
  parser_->header_limit(std::numeric_limits<std::uint32_t>::max());
  parser_->body_limit(loop_.options.limits.body_bytes);
  header_bytes_ = 0;
  if (buffer_.size() != 0) {
    begin();
    return;
  }
  stream_.expires_after(loop_.options.limits.idle);
  stream_.async_read_some(buffer_.prepare(4096), then(&Connection::first_bytes));
}

void Server::Loop::Connection::first_bytes(Failure failure, std::size_t bytes) {
  if (failure) return;
  buffer_.commit(bytes);
  begin();
}

void Server::Loop::Connection::begin() {
  stream_.expires_after(loop_.options.limits.header);
  read_headers();
}

void Server::Loop::Connection::more_bytes(Failure failure, std::size_t bytes) {
  if (failure) return;
  buffer_.commit(bytes);
  read_headers();
}

void Server::Loop::Connection::read_headers() {
  Failure failure;
  const std::size_t used = parser_->put(buffer_.data(), failure);
  buffer_.consume(used);
  header_bytes_ += used;
  const bool more = failure == wire::error::need_more;
  const std::size_t unread = more ? buffer_.size() : 0;
  if (header_bytes_ + unread > loop_.options.limits.header_bytes) {
    refuse(431);
  } else if (more) {
    stream_.async_read_some(buffer_.prepare(4096), then(&Connection::more_bytes));
  } else if (failure) {
    refuse(status_of(failure));
  } else {
    headers();
  }
}

void Server::Loop::Connection::headers() {
  if (const int status = status_of(*parser_)) {
    refuse(status);
    return;
  }
  request_ = {};
  if (!read_head(*parser_, request_)) {
    refuse(400);
    return;
  }
  if (!expects_continue(*parser_)) {
    read_body();
    return;
  }
  static constexpr std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(loop_.options.limits.write);
  asio::async_write(stream_, asio::buffer(go), then(&Connection::go_on));
}

void Server::Loop::Connection::go_on(Failure failure, std::size_t /*bytes*/) {
  if (!failure) read_body();
}

void Server::Loop::Connection::read_body() {
  stream_.expires_after(loop_.options.limits.body);
  wire::async_read(stream_, buffer_, *parser_, then(&Connection::body));
}

void Server::Loop::Connection::body(Failure failure, std::size_t /*bytes*/) {
  if (failure) {
    refuse(status_of(failure));
    return;
  }
  request_.body = std::move(parser_->get().body());
  ++answered_;
  const bool keep = parser_->keep_alive() && answered_ < loop_.options.limits.requests;
  write(answer(loop_.options, request_), keep);
}

void Server::Loop::Connection::refuse(int status) {
  if (status != 0) write(refusal(loop_.options, status), false);
}

void Server::Loop::Connection::write(Response response, bool keep_alive) {
  answer_ = on_wire(loop_.options, std::move(response), keep_alive);
  // HEAD: the length of the body, without the body.
  if (parser_->get().method() == wire::verb::head) answer_.body().clear();
  writing_ = true;
  stream_.expires_after(loop_.options.limits.write);
  wire::async_write(stream_, answer_, then(&Connection::written));
}

void Server::Loop::Connection::written(Failure failure, std::size_t /*bytes*/) {
  writing_ = false;
  if (failure || loop_.stopping) return;
  if (answer_.keep_alive()) {
    wait();
    return;
  }
  // Closing while bytes of the client lie unread resets the connection, and the answer with it.
  stream_.socket().shutdown(tcp::socket::shutdown_send, failure);
  stream_.expires_after(loop_.options.limits.linger);
  linger(failure, 0);
}

void Server::Loop::Connection::linger(Failure failure, std::size_t /*bytes*/) {
  if (failure) return;
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(4096), then(&Connection::linger));
}

Server::Loop::Loop(Options given) : options(std::move(given)) {
  Failure failure;
  const auto address = asio::ip::make_address(options.address, failure);
  if (failure) throw bad_input({"", 0, 0, "address"}, options.address, "an IP address");
  const tcp::endpoint endpoint(address, options.port);
  const auto attempt = [&](const Failure& result) {
    if (!result) return;
    const Errc code = result == asio::error::address_in_use ? Errc::busy : Errc::io;
    throw Error(code, "port " + std::to_string(options.port) + " of " + options.address +
                          " cannot be had: " + result.message());
  };
  attempt(acceptor.open(endpoint.protocol(), failure));
  attempt(acceptor.set_option(asio::socket_base::reuse_address(true), failure));
  attempt(acceptor.bind(endpoint, failure));
  attempt(acceptor.listen(asio::socket_base::max_listen_connections, failure));
  const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) throw Error(Errc::io, "the server has no file descriptor left");
  attempt(wake.assign(event, failure));
}

void Server::Loop::accept() {
  acceptor.async_accept([this](Failure failure, Socket socket) {
    if (!failure) {
      accept();
      accepted(std::move(socket));
    } else if (!stopping) {  // no descriptor left, most likely: asking at once would spin
      pause.expires_after(std::chrono::milliseconds(50));
      pause.async_wait([this](Failure cancelled) {
        if (!cancelled) accept();
      });
    }
  });
}

void Server::Loop::accepted(Socket socket) {
  if (stopping) return;
  Failure ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (connections.size() < options.limits.connections) {
    std::make_shared<Connection>(*this, std::move(socket))->wait();
    return;
  }
  std::ostringstream text;
  text << on_wire(options, refusal(options, 503), false);
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(text.str()), 0, ignored);
}

void Server::Loop::stop_all() {
  stopping = true;
  Failure ignored;
  acceptor.close(ignored);
  pause.cancel();
  for (Connection* connection : connections) connection->stop();
}

Server::Server(Options options) : loop_(std::make_unique<Loop>(std::move(options))) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return loop_->acceptor.local_endpoint().port(); }

void Server::run() {
  Loop& loop = *loop_;
  loop.wake.async_wait(asio::posix::descriptor_base::wait_read,
                       [&loop](Failure) { loop.stop_all(); });
  loop.accept();
  for (;;) {
    try {
      loop.io.run();
      return;
    } catch (...) {  // memory ran out for one connection: it is gone, the others are served
      continue;
    }
  }
}

void Server::stop() noexcept {
  const int kept = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written =
      ::write(loop_->wake.native_handle(), &one, sizeof one);  // fails only when it was told before
  errno = kept;
}

}  // namespace wumei::http
