#include "client.hpp"

#include <wumei/base/error.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <openssl/ssl.h>

#include <charconv>
#include <optional>

namespace wumei::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Failure = beast::error_code;

/// A conversation with one server. Each step runs `io` until it is over: Beast's time limits hold
/// for what is asynchronous only.
class Talk {
 public:
  Talk(const Address& address, const Patience& patience)
      : address_(address), patience_(patience) {}

  Response ask(const Call& call) {
    connect();
    if (!address_.tls) return exchange(plain_, call);
    asio::ssl::context trust = trusted();
    asio::ssl::stream<beast::tcp_stream&> secure(plain_, trust);
    shake(secure);
    Response answer = exchange(secure, call);
    plain_.close();
    return answer;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Errc::io, "the hub at " + address_.host + " " + what);
  }

  template <class Start>
  Failure step(std::chrono::milliseconds time, Start start) {
    Failure result;
    plain_.expires_after(time);
    start([&result](Failure failure, auto&&...) { result = failure; });
    io_.restart();
    io_.run();
    return result;
  }

  void connect() {
    asio::ip::tcp::resolver resolver(io_);
    Failure failure;
    const auto found = resolver.resolve(address_.host, std::to_string(address_.port), failure);
    if (failure) fail("cannot be found: " + failure.message());
    failure = step(patience_.connect, [&](auto done) { plain_.async_connect(found, done); });
    if (failure) fail("cannot be reached: " + failure.message());
    plain_.socket().set_option(asio::ip::tcp::no_delay(true), failure);
  }

  [[nodiscard]] asio::ssl::context trusted() const {
    asio::ssl::context trust(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(trust.native_handle(), TLS1_2_VERSION);
    Failure failure;
    if (patience_.authorities.empty()) {
      trust.set_default_verify_paths(failure);
    } else {
      trust.load_verify_file(patience_.authorities, failure);
    }
    if (failure) {
      throw Error(Errc::bad_input, patience_.authorities + " is not a certificate in PEM");
    }
    trust.set_verify_mode(asio::ssl::verify_peer);
    return trust;
  }

  template <class Secure>
  void shake(Secure& secure) {
    secure.set_verify_callback(asio::ssl::host_name_verification(address_.host));
    SSL_set_tlsext_host_name(secure.native_handle(), address_.host.c_str());
    const Failure failure = step(patience_.connect, [&](auto done) {
      secure.async_handshake(asio::ssl::stream_base::client, done);
    });
    if (!failure) return;
    const bool distrusted = SSL_get_verify_result(secure.native_handle()) != X509_V_OK;
    if (!distrusted) fail("speaks no TLS: " + failure.message());
    throw Error(Errc::unauthorised,
                "the certificate of the hub at " + address_.host + " is not to be trusted");
  }

  template <class Wire>
  Response exchange(Wire& wire_, const Call& call) {
    wire::request<wire::string_body> request;
    request.version(11);
    request.method_string(call.method);
    request.target(call.target);
    const bool six = address_.host.find(':') != std::string::npos;
    request.set(wire::field::host, (six ? "[" + address_.host + "]" : address_.host) + ":" +
                                       std::to_string(address_.port));
    request.set(wire::field::connection, "close");
    for (const auto& [name, value] : call.headers) request.set(name, value);
    request.body() = call.body;
    request.prepare_payload();
    Failure failure = step(patience_.answer, [&](auto done) {
      wire::async_write(wire_, request, done);
    });
    // A server that refuses a request half-way may have closed its end already: its answer counts.
    beast::flat_buffer buffer;
    wire::response_parser<wire::string_body> parser;
    parser.body_limit(patience_.body_bytes);
    failure = step(patience_.answer, [&](auto done) {
      wire::async_read(wire_, buffer, parser, done);
    });
    if (failure) fail("did not answer: " + failure.message());
    return answer_of(parser.release());
  }

  static Response answer_of(wire::response<wire::string_body> answer) {
    Response response;
    response.status = static_cast<int>(answer.result_int());
    for (const auto& field : answer) {
      response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    const auto type = answer.find(wire::field::content_type);
    if (type != answer.end()) response.content_type = std::string(type->value());
    response.body = std::move(answer.body());
    return response;
  }

  const Address& address_;
  const Patience& patience_;
  asio::io_context io_{1};
  beast::tcp_stream plain_{io_};
};

Error no_address(const std::string& url) {
  return bad_input({"", 0, 0, "url"}, url, "an address as https://10.0.0.5:8443/");
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && port != 0 ? std::optional(port) : std::nullopt;
}

bool is_host(std::string_view text, bool six) {
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                       (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
    if (!plain && !(six && c == ':')) return false;
  }
  return !text.empty();
}

}  // namespace

Address parse_address(const std::string& url) {
  Address address;
  std::string_view rest = url;
  address.tls = rest.starts_with("https://");
  if (!address.tls && !rest.starts_with("http://")) throw no_address(url);
  rest.remove_prefix(address.tls ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const bool six = rest.starts_with('[');
  const std::size_t end = six ? rest.find(']') : rest.find(':');
  if (six && end == rest.npos) throw no_address(url);
  address.host = six ? rest.substr(1, end - 1) : rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : six ? end + 1 : end);
  const auto port = rest.empty() ? std::optional<std::uint16_t>(address.tls ? 443 : 80)
                    : rest.starts_with(':') ? port_of(rest.substr(1))
                                            : std::nullopt;
  if (!port || !is_host(address.host, six)) throw no_address(url);
  address.port = *port;
  return address;
}

Response fetch(const Address& address, const Call& call, const Patience& patience) {
  return Talk(address, patience).ask(call);
}

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                       (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte / 16];
      out += digits[byte % 16];
    }
  }
  return out;
}

}  // namespace wumei::http
