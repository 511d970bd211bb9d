#include "server.hpp"

#include "connection.hpp"

#include <wumei/base/error.hpp>

#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>

namespace wumei::http {
namespace {

using Failure = boost::beast::error_code;

}  // namespace

Loop::Loop(Options given) : options(std::move(given)) {
  Failure failure;
  const auto address = asio::ip::make_address(options.address, failure);
  if (failure) throw bad_input({"", 0, 0, "address"}, options.address, "an IP address");
  if (options.tls) read_certificate(*options.tls);
  const Tcp::endpoint endpoint(address, options.port);
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
  port = acceptor.local_endpoint(failure).port();
  attempt(failure);
  const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) throw Error(Errc::io, "the server has no file descriptor left");
  attempt(wake.assign(event, failure));
  if (options.threads != 0) pool.emplace(options.threads);
}

void Loop::read_certificate(const Tls& files) {
  tls.emplace(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(tls->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  for (const std::string& file : {files.certificate, files.key}) {
    if (::access(file.c_str(), R_OK) != 0) throw Error(Errc::not_found, file + " cannot be read");
  }
  struct stat key {};
  if (::stat(files.key.c_str(), &key) == 0 && (key.st_mode & 007) != 0) {
    throw Error(Errc::unauthorised,
                files.key + " can be read by other users; make it private with chmod 600");
  }
  Failure failure;
  // Without this OpenSSL asks for the passphrase of a key on the terminal.
  tls->set_password_callback([](std::size_t, auto) { return std::string(); }, failure);
  tls->use_certificate_chain_file(files.certificate, failure);
  if (failure) throw Error(Errc::bad_input, files.certificate + " is not a certificate in PEM");
  tls->use_private_key_file(files.key, asio::ssl::context::pem, failure);
  if (failure) throw Error(Errc::bad_input, files.key + " is not the key of that certificate");
}

void Loop::accept() {
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

Loop::Held::Held(Loop& loop, Client client) : loop_(loop), client_(std::move(client)) {
  loop_.connections.insert(this);
  ++loop_.clients[client_];
}

Loop::Held::~Held() {
  loop_.connections.erase(this);
  const auto counted = loop_.clients.find(client_);
  if (--counted->second == 0) loop_.clients.erase(counted);
}

Loop::Client Loop::client_of(const Socket& socket) {
  Failure failure;
  const Client address = socket.remote_endpoint(failure).address();
  if (failure || !address.is_v6()) return address;
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6(bytes);
}

bool Loop::is_full(const Socket& socket) const {
  const Limits& limits = options.limits;
  if (connections.size() >= limits.connections) return true;
  if (limits.connections_of_one == 0) return false;
  const auto counted = clients.find(client_of(socket));
  return counted != clients.end() && counted->second >= limits.connections_of_one;
}

void Loop::accepted(Socket socket) {
  if (stopping) return;
  Failure ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  if (is_full(socket)) {
    refuse(std::move(socket));
  } else if (tls) {
    std::make_shared<Connection<Secure>>(*this, std::move(socket))->start();
  } else {
    std::make_shared<Connection<Plain>>(*this, std::move(socket))->start();
  }
}

/// Who speaks TLS is just closed: saying more would take a handshake, which is what there is no
/// room for.
void Loop::refuse(Socket socket) {
  if (tls) return;
  Failure ignored;
  std::ostringstream text;
  text << on_wire(options, refusal(options, 503), false);
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(text.str()), 0, ignored);
}

void Loop::nudge_all() {
  nudged = false;
  ++nudges;
  for (Held* connection : connections) connection->ask_again();
}

void Loop::stop_all() {
  stopping = true;
  Failure ignored;
  acceptor.close(ignored);
  pause.cancel();
  for (Held* connection : connections) connection->stop();
}

Server::Server(Options options) : loop_(std::make_unique<Loop>(std::move(options))) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return loop_->port; }

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

void Server::nudge() {
  if (loop_->nudged.exchange(true)) return;
  asio::post(loop_->io, [loop = loop_.get()] { loop->nudge_all(); });
}

void Server::stop() noexcept {
  const int kept = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written =
      ::write(loop_->wake.native_handle(), &one, sizeof one);  // fails only when it was told before
  errno = kept;
}

}  // namespace wumei::http
