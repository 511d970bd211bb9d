#include "client.hpp"

#include <catch.hpp>
#include <http/client.hpp>
#include <tls.hpp>

#include <wumei/base/digest.hpp>

#include <filesystem>

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

http::Address here(const Running& running, bool tls = false) {
  return {"127.0.0.1", running.server.port(), tls};
}

/// A server that says these bytes to whoever connects, and closes.
class Says {
 public:
  explicit Says(std::string bytes) : listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listening_, 1);
    socklen_t size = sizeof address;
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this, bytes = std::move(bytes)] {
      const int client = ::accept(listening_, nullptr, nullptr);
      std::array<char, 4096> asked{};
      static_cast<void>(::recv(client, asked.data(), asked.size(), 0));
      ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      ::shutdown(client, SHUT_WR);
      while (::recv(client, asked.data(), asked.size(), 0) > 0) continue;
      ::close(client);
    });
  }
  ~Says() {
    thread_.join();
    ::close(listening_);
  }
  std::uint16_t port = 0;

 private:
  int listening_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("an address is a scheme, a host and a port") {
  CHECK(http::parse_address("http://127.0.0.1:8080/") == http::Address{"127.0.0.1", 8080, false});
  CHECK(http::parse_address("https://hub.example") == http::Address{"hub.example", 443, true});
  CHECK(http::parse_address("http://[::1]:90") == http::Address{"::1", 90, false});
  for (const char* url :
       {"", "hub.example", "ftp://hub", "http://", "http:///", "http://hub:/", "http://hub:0",
        "http://hub:65536", "http://hub:8o", "http://user@hub/", "http://hub/v1/", "http://hub?x",
        "http://[::1", "http://[]:80", "http://a b", "http://a:80:90", "https://\r\nX: y"}) {
    INFO(url);
    CHECK_ERROR(http::parse_address(url), Errc::bad_input);
  }
}

TEST_CASE("a request is answered whatever its status, with headers and body") {
  Running running({.handler = [](const http::Request& request) {
    return http::Response{404, "text/plain", request.method + " " + request.path + " " +
                                                 request.header("X-Key") + " " + request.body,
                          {{"X-Answer", "yes"}}};
  }});
  const http::Response answer =
      http::fetch(here(running), {"POST", "/a/" + http::escaped("张 3"), {{"X-Key", "k"}}, "body"});
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "text/plain");
  CHECK(answer.body == "POST /a/张 3 k body");
  bool told = false;
  for (const auto& [name, value] : answer.headers) told |= name == "X-Answer" && value == "yes";
  CHECK(told);
}

TEST_CASE("what goes into a target cannot end it") {
  CHECK(http::escaped("a-B_9.~") == "a-B_9.~");
  CHECK(http::escaped("a b/c?d&e=f\r\n%") == "a%20b%2Fc%3Fd%26e%3Df%0D%0A%25");
}

TEST_CASE("nobody there, or one who says nothing or nonsense, is a failure") {
  const std::uint16_t closed = 9;  // of discard: no other test is given it
  CHECK_ERROR(http::fetch({"127.0.0.1", closed, false}, {"GET", "/"}), Errc::io);
  for (const std::string& bytes :
       {std::string(), std::string("nonsense\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\nContent-"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"),
        std::string("HTTP/1.1 200 OK\r\n") + std::string(100'000, 'x'),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")}) {
    const Says says(bytes);
    CHECK_ERROR(http::fetch({"127.0.0.1", says.port, false}, {"GET", "/"}), Errc::io);
  }
}

TEST_CASE("a server that takes too long is given up") {
  Running running({.handler =
                       [](const http::Request& request) {
                         http::Response response = echo(request);
                         if (request.waited < milliseconds(60'000)) {
                           response.later = milliseconds(60'000);
                         }
                         return response;
                       }});
  http::Patience patience;
  patience.answer = milliseconds(20);
  CHECK_ERROR(http::fetch(here(running), {"GET", "/"}, patience), Errc::io);
}

TEST_CASE("under TLS only a certificate that is trusted and of that host will do") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("client-" + to_hex(random_bytes(8)));
  std::filesystem::create_directories(folder);
  const std::string certificate = folder / "cert.pem";
  const std::string key = folder / "key.pem";
  const std::string other = folder / "other.pem";
  make_certificate(certificate, key);
  make_certificate(other, folder / "other.key");
  {
    Running running({.handler = echo, .tls = http::Tls{certificate, key}});
    http::Patience patience;
    patience.authorities = certificate;
    CHECK(http::fetch(here(running, true), {"GET", "/a"}, patience).body == "GET /a ");
    CHECK_ERROR(http::fetch({"localhost", running.server.port(), true}, {"GET", "/a"}, patience),
                Errc::unauthorised);
    patience.authorities = other;
    CHECK_ERROR(http::fetch(here(running, true), {"GET", "/a"}, patience), Errc::unauthorised);
    patience.authorities.clear();
    CHECK_ERROR(http::fetch(here(running, true), {"GET", "/a"}, patience), Errc::unauthorised);
    patience.authorities = key;
    CHECK_ERROR(http::fetch(here(running, true), {"GET", "/a"}, patience), Errc::bad_input);
  }
  Running plain_server({.handler = echo});
  CHECK_ERROR(http::fetch(here(plain_server, true), {"GET", "/a"}), Errc::io);
  std::filesystem::remove_all(folder);
}
