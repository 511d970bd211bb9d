#pragma once

#include "loop.hpp"
#include "wire.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

namespace wumei::http {

using Plain = boost::beast::basic_stream<Tcp, Executor>;
using Secure = asio::ssl::stream<Plain>;

/// One client, from its first byte to its last. Held by the step it waits for, and by that alone:
/// a step that starts no other ends the connection.
template <class Wire>
class Connection : public Loop::Held, public std::enable_shared_from_this<Connection<Wire>> {
 public:
  Connection(Loop& loop, Socket socket);

  void start();
  void stop() override;
  void ask_again() override;

 private:
  using Failure = boost::beast::error_code;
  static constexpr bool secure = std::is_same_v<Wire, Secure>;
  enum class Stage : int { reading = 0, answering = 1, waiting = 2, writing = 3 };

  static Wire wire_of(Loop& loop, Socket socket);
  [[nodiscard]] Plain& plain();
  template <class Step>
  auto then(Step step) {
    return [self = this->shared_from_this(), step](Failure failure, std::size_t bytes) {
      ((*self).*step)(failure, bytes);
    };
  }
  void wait();
  void first_bytes(Failure failure, std::size_t bytes);
  void begin();
  void more_bytes(Failure failure, std::size_t bytes);
  void read_headers();
  void headers();
  int take_room();
  void go_on(Failure failure, std::size_t bytes);
  void read_body();
  void body(Failure failure, std::size_t bytes);
  void ask();
  Reply reply_of_request();
  void answered(Response response);
  void wait_to_ask(std::chrono::milliseconds time);
  void refuse(int status);
  void write(Response response, bool keep_alive);
  void written(Failure failure, std::size_t bytes);
  void close();
  void linger(Failure failure, std::size_t bytes);

  Wire wire_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Answer answer_;
  std::optional<Loop::Room> room_;  ///< that the body takes, until its answer is written
  std::chrono::milliseconds body_time_{};
  Timer later_;
  std::chrono::steady_clock::time_point asked_{};
  std::int64_t nudges_ = 0;       ///< of the loop when the handler was asked last
  std::size_t header_bytes_ = 0;  ///< of this request, read so far
  std::size_t answered_ = 0;
  Stage stage_ = Stage::reading;
  bool keep_ = false;
  bool closed_ = false;
};

template <class Wire>
Wire Connection<Wire>::wire_of(Loop& loop, Socket socket) {
  if constexpr (secure) {
    return Wire(std::move(socket), *loop.tls);
  } else {
    return Wire(std::move(socket));
  }
}

template <class Wire>
Connection<Wire>::Connection(Loop& loop, Socket socket)
    : Held(loop, Loop::client_of(socket)), wire_(wire_of(loop, std::move(socket))),
      buffer_(loop.options.limits.header_bytes + 16384), later_(loop.io) {}

template <class Wire>
Plain& Connection<Wire>::plain() {
  if constexpr (secure) {
    return wire_.next_layer();
  } else {
    return wire_;
  }
}

template <class Wire>
void Connection<Wire>::stop() {
  if (stage_ == Stage::answering || stage_ == Stage::writing) return;
  if (stage_ == Stage::waiting) {
    later_.cancel();
    return;
  }
  closed_ = true;
  plain().close();
}

template <class Wire>
void Connection<Wire>::ask_again() {
  if (stage_ == Stage::waiting) later_.cancel();
}

template <class Wire>
void Connection<Wire>::start() {
  if constexpr (secure) {
    plain().expires_after(loop_.options.limits.header);
    wire_.async_handshake(asio::ssl::stream_base::server,
                          [self = this->shared_from_this()](Failure failure) {
                            if (!failure && !self->closed_) self->wait();
                          });
  } else {
    wait();
  }
}

template <class Wire>
void Connection<Wire>::wait() {
  stage_ = Stage::reading;
  parser_.emplace();
  // Beast's own limit holds for one call of `put` only, not for the headers as a whole.
  parser_->header_limit(std::numeric_limits<std::uint32_t>::max());
  // What the body may have is known with the headers.
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
  room_.reset();
  header_bytes_ = 0;
  if (buffer_.size() != 0) {
    begin();
    return;
  }
  plain().expires_after(loop_.options.limits.idle);
  wire_.async_read_some(buffer_.prepare(4096), then(&Connection::first_bytes));
}

template <class Wire>
void Connection<Wire>::first_bytes(Failure failure, std::size_t bytes) {
  if (failure) return;
  buffer_.commit(bytes);
  begin();
}

template <class Wire>
void Connection<Wire>::begin() {
  plain().expires_after(loop_.options.limits.header);
  read_headers();
}

template <class Wire>
void Connection<Wire>::more_bytes(Failure failure, std::size_t bytes) {
  if (failure) return;
  buffer_.commit(bytes);
  read_headers();
}

template <class Wire>
void Connection<Wire>::read_headers() {
  Failure failure;
  const std::size_t used = parser_->put(buffer_.data(), failure);
  buffer_.consume(used);
  header_bytes_ += used;
  const bool more = failure == boost::beast::http::error::need_more;
  const std::size_t unread = more ? buffer_.size() : 0;
  if (header_bytes_ + unread > loop_.options.limits.header_bytes) {
    refuse(431);
  } else if (more) {
    wire_.async_read_some(buffer_.prepare(4096), then(&Connection::more_bytes));
  } else if (failure) {
    refuse(status_of(failure));
  } else {
    headers();
  }
}

template <class Wire>
void Connection<Wire>::headers() {
  if (const int status = status_of(*parser_)) {
    refuse(status);
    return;
  }
  request_ = {};
  if (!read_head(*parser_, request_)) {
    refuse(400);
    return;
  }
  if (const int status = take_room()) {
    refuse(status);
    return;
  }
  if (!expects_continue(*parser_)) {
    read_body();
    return;
  }
  static constexpr std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
  plain().expires_after(loop_.options.limits.write);
  asio::async_write(wire_, asio::buffer(go), then(&Connection::go_on));
}

/// The status that refuses the body that the headers promise; 0 when there is room for it.
template <class Wire>
int Connection<Wire>::take_room() {
  const Options& options = loop_.options;
  const std::size_t few = options.limits.body_bytes;
  const std::size_t most = options.body_most ? options.body_most(request_) : few;
  const auto length = parser_->content_length();
  parser_->body_limit(most);
  if (length && *length > most) return 413;
  const bool large = most > few && (parser_->chunked() || (length && *length > few));
  body_time_ = options.limits.body;
  if (!large) return 0;
  if (loop_.large >= options.limits.large_at_once) return 503;
  room_.emplace(loop_);
  body_time_ += std::chrono::seconds((length ? *length : most) / (64 * 1024));
  return 0;
}

template <class Wire>
void Connection<Wire>::go_on(Failure failure, std::size_t /*bytes*/) {
  if (!failure) read_body();
}

template <class Wire>
void Connection<Wire>::read_body() {
  plain().expires_after(body_time_);
  boost::beast::http::async_read(wire_, buffer_, *parser_, then(&Connection::body));
}

template <class Wire>
void Connection<Wire>::body(Failure failure, std::size_t /*bytes*/) {
  if (failure) {
    refuse(status_of(failure));
    return;
  }
  request_.body = std::move(parser_->get().body());
  ++answered_;
  keep_ = parser_->keep_alive() && answered_ < loop_.options.limits.requests;
  asked_ = std::chrono::steady_clock::now();
  ask();
}

template <class Wire>
void Connection<Wire>::ask() {
  stage_ = Stage::answering;
  nudges_ = loop_.nudges;
  request_.waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - asked_);
  const Reply reply = reply_of_request();
  const auto work = [this, reply] {
    Response response = answer(loop_.options, request_);
    if (response.promised) {
      response.promised(reply);
    } else {
      reply(std::move(response));
    }
  };
  const bool brief = loop_.options.brief && loop_.options.brief(request_);
  if (loop_.pool && !brief) {
    asio::post(*loop_.pool, work);
  } else {
    work();
  }
}

/// The guard keeps `io` at work until the answer is there. The connection goes back with it: it
/// must not come to its end on another thread, however many copies of the reply there are.
template <class Wire>
Reply Connection<Wire>::reply_of_request() {
  struct Back {
    std::shared_ptr<Connection> connection;
    asio::executor_work_guard<Executor> guard;
  };
  auto back = std::make_shared<Back>(
      Back{this->shared_from_this(), asio::make_work_guard(loop_.io)});
  return [back = std::move(back)](Response response) {
    Loop& loop = back->connection->loop_;
    asio::post(loop.io, [connection = std::move(back->connection),
                         response = std::move(response)]() mutable {
      connection->answered(std::move(response));
    });
  };
}

template <class Wire>
void Connection<Wire>::answered(Response response) {
  if (!response.later || loop_.stopping) {
    write(std::move(response), keep_);
    return;
  }
  request_.again = true;
  if (nudges_ != loop_.nudges) {  // what it lacked may have come while it was looking
    ask();
  } else {
    wait_to_ask(*response.later);
  }
}

template <class Wire>
void Connection<Wire>::wait_to_ask(std::chrono::milliseconds time) {
  stage_ = Stage::waiting;
  later_.expires_after(time);
  later_.async_wait([self = this->shared_from_this()](Failure) { self->ask(); });
}

template <class Wire>
void Connection<Wire>::refuse(int status) {
  if (status != 0) write(refusal(loop_.options, status), false);
}

template <class Wire>
void Connection<Wire>::write(Response response, bool keep_alive) {
  answer_ = on_wire(loop_.options, std::move(response), keep_alive);
  // HEAD: the length of the body, without the body.
  if (parser_->get().method() == boost::beast::http::verb::head) answer_.body().clear();
  stage_ = Stage::writing;
  plain().expires_after(loop_.options.limits.write);
  boost::beast::http::async_write(wire_, answer_, then(&Connection::written));
}

template <class Wire>
void Connection<Wire>::written(Failure failure, std::size_t /*bytes*/) {
  stage_ = Stage::reading;
  if (failure || loop_.stopping) return;
  if (answer_.keep_alive()) {
    wait();
    return;
  }
  plain().expires_after(loop_.options.limits.linger);
  if constexpr (secure) {
    wire_.async_shutdown([self = this->shared_from_this()](Failure) { self->close(); });
  } else {
    close();
  }
}

/// Closing while bytes of the client lie unread resets the connection, and the answer with it.
template <class Wire>
void Connection<Wire>::close() {
  Failure failure;
  plain().socket().shutdown(Tcp::socket::shutdown_send, failure);
  linger(failure, 0);
}

template <class Wire>
void Connection<Wire>::linger(Failure failure, std::size_t /*bytes*/) {
  if (failure) return;
  buffer_.clear();
  plain().async_read_some(buffer_.prepare(4096), then(&Connection::linger));
}

}  // namespace wumei::http
