#include "client.hpp"

#include <catch.hpp>
#include <tls.hpp>

#include <wumei/base/digest.hpp>

#include <filesystem>
#include <fstream>

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

const std::string closing = "Connection: close\r\n";

/// A folder with the certificate of a server and its key.
struct Certified {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("tls-" + to_hex(random_bytes(8)));
  std::filesystem::path certificate = folder / "cert.pem";
  std::filesystem::path key = folder / "key.pem";

  Certified() {
    std::filesystem::create_directories(folder);
    make_certificate(certificate, key);
  }
  ~Certified() { std::filesystem::remove_all(folder); }

  [[nodiscard]] http::Options options(const http::Limits& limits = {}) const {
    return {.handler = echo, .limits = limits, .tls = http::Tls{certificate, key}};
  }
};

}  // namespace

TEST_CASE("a request under TLS is answered, and the connection ended in order") {
  const Certified certified;
  Running running(certified.options());
  TlsClient client(running.server.port(), certified.certificate);
  REQUIRE(client.shaken());
  const std::string all =
      client.send(plain("GET /a")).send(plain("POST /b", closing + "Content-Length: 3\r\n"))
          .send("abc").read_all();
  CHECK(contains(all, "GET /a "));
  CHECK(all.ends_with("POST /b abc"));
}

TEST_CASE("a large answer under TLS arrives whole") {
  const Certified certified;
  const std::string large(3'000'000, 'x');
  http::Options options = certified.options();
  options.handler = [&](const http::Request&) {
    return http::Response{200, "text/plain", large};
  };
  Running running(std::move(options));
  TlsClient client(running.server.port(), certified.certificate);
  CHECK(body_of(client.send(plain("GET /", closing)).read_all()) == large);
}

TEST_CASE("TLS before 1.2 is not spoken") {
  const Certified certified;
  Running running(certified.options());
  CHECK_FALSE(TlsClient(running.server.port(), certified.certificate, TLS1_1_VERSION).shaken());
  CHECK(TlsClient(running.server.port(), certified.certificate, TLS1_2_VERSION).shaken());
}

TEST_CASE("a client that knows another certificate turns away") {
  const Certified certified;
  const Certified other;
  Running running(certified.options());
  CHECK_FALSE(TlsClient(running.server.port(), other.certificate).shaken());
  CHECK(TlsClient(running.server.port(), certified.certificate).shaken());
}

TEST_CASE("a request without TLS is told nothing by a server with it") {
  const Certified certified;
  Running running(certified.options());
  const std::string all = Client(running).send(plain("GET /secret")).read_all();
  CHECK_FALSE(contains(all, "HTTP"));
  CHECK_FALSE(contains(all, "secret"));
}

TEST_CASE("a client that does not finish the handshake is closed") {
  const Certified certified;
  Running running(certified.options({.header = milliseconds(20)}));
  CHECK(Client(running).send("\x16\x03\x01").read_all().empty());
}

TEST_CASE("limits hold under TLS") {
  const Certified certified;
  Running running(certified.options({.body_bytes = 10}));
  TlsClient client(running.server.port(), certified.certificate);
  CHECK(status_of(client.send(plain("POST /", "Content-Length: 11\r\n")).read_all()) == "413");
  Running hasty(certified.options({.idle = milliseconds(200)}));
  TlsClient silent(hasty.server.port(), certified.certificate);
  REQUIRE(silent.shaken());
  CHECK(silent.read_all().empty());
}

TEST_CASE("files that are no certificate, or the key of another, are refused") {
  const Certified certified;
  const Certified other;
  const auto serve = [](const std::filesystem::path& certificate,
                        const std::filesystem::path& key) {
    http::Server server({.handler = echo, .tls = http::Tls{certificate, key}});
  };
  CHECK_ERROR(serve("nowhere.pem", certified.key), Errc::not_found);
  CHECK_ERROR(serve(certified.key, certified.key), Errc::bad_input);
  CHECK_ERROR(serve(certified.certificate, other.key), Errc::bad_input);
  CHECK_ERROR(serve(certified.certificate, "nowhere.pem"), Errc::not_found);
  std::filesystem::permissions(certified.key, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  CHECK_ERROR(serve(certified.certificate, certified.key), Errc::unauthorised);
}
