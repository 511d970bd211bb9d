#pragma once

#include "server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/error.hpp>

#include <atomic>
#include <map>
#include <optional>
#include <unordered_set>

/// What the connections of one server share. For this folder only, as `wire.hpp`.
namespace wumei::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// Everything but `pool`, `nudged` and `wake` belongs to the thread that runs `io`.
struct Loop {
  /// By what a client is counted: his address, or the network of one in IPv6, of which everybody
  /// has as many as he likes.
  using Client = asio::ip::address;
  [[nodiscard]] static Client client_of(const Socket& socket);

  /// What the loop asks of a connection, whatever its bytes travel over.
  class Held {
   public:
    Held(Loop& loop, Client client);
    virtual ~Held();
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    /// Closes it unless an answer is being made or written, which then is its last.
    virtual void stop() = 0;
    /// Asks the handler again if it was told to wait.
    virtual void ask_again() = 0;

   protected:
    Loop& loop_;

   private:
    Client client_;
  };

  /// Room for one large body, for as long as it lives.
  class Room {
   public:
    explicit Room(Loop& loop) : loop_(loop) { ++loop_.large; }
    ~Room() { --loop_.large; }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;

   private:
    Loop& loop_;
  };

  explicit Loop(Options given);

  void accept();
  void accepted(Socket socket);
  void nudge_all();
  void stop_all();

  Options options;
  std::uint16_t port = 0;  ///< that it listens on; asked from any thread
  bool stopping = false;
  std::int64_t nudges = 0;
  std::atomic<bool> nudged{false};        ///< a nudge is on its way
  std::unordered_set<Held*> connections;  ///< outlives `io`, which keeps them alive
  std::map<Client, std::size_t> clients;  ///< connections of each; outlives them, as do the large
  std::size_t large = 0;                  ///< bodies beyond `Limits::body_bytes` at hand
  std::optional<asio::ssl::context> tls;
  asio::io_context io{1};
  asio::basic_socket_acceptor<Tcp, Executor> acceptor{io};
  Timer pause{io};
  asio::posix::basic_stream_descriptor<Executor> wake{io};
  std::optional<asio::thread_pool> pool;  ///< of handlers, when they have threads of their own

 private:
  void read_certificate(const Tls& files);
  void refuse(Socket socket);
  [[nodiscard]] bool is_full(const Socket& socket) const;
};

}  // namespace wumei::http
