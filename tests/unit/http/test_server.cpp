#include "client.hpp"

#include <catch.hpp>

#include <csignal>

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

constexpr const char* ok_hello = "GET /hello";

}  // namespace

TEST_CASE("a request is answered with its body, its length and a date") {
  Running running({.handler = echo});
  const std::string answer = Client(running).send(plain("GET /hello?a=1")).read_answer();
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(contains(answer, "\r\nContent-Type: text/plain; charset=utf-8\r\n"));
  CHECK(contains(answer, "\r\nContent-Length: 15\r\n"));
  CHECK(contains(answer, "\r\nDate: "));
  CHECK(contains(answer, " GMT\r\n"));
  CHECK_FALSE(contains(answer, "Server:"));
  CHECK_FALSE(contains(answer, "Connection: close"));
  CHECK(body_of(answer) == "GET /hello?a=1 ");
}

TEST_CASE("requests that come in one packet are answered in order") {
  Running running({.handler = echo});
  Client client(running);
  client.send(plain("GET /1") + plain("POST /2", "Content-Length: 3\r\n") + "two" +
              plain("GET /3"));
  CHECK(body_of(client.read_answer()) == "GET /1 ");
  CHECK(body_of(client.read_answer()) == "POST /2 two");
  CHECK(body_of(client.read_answer()) == "GET /3 ");
}

TEST_CASE("a request that comes byte by byte is one request") {
  Running running({.handler = echo});
  Client client(running);
  for (const char c : plain("POST /a%20b", "Content-Length: 3\r\n") + "abc") {
    client.send(std::string(1, c));
  }
  CHECK(body_of(client.read_answer()) == "POST /a b abc");
}

TEST_CASE("a connection serves one request after the other") {
  Running running({.handler = echo});
  Client client(running);
  for (int i = 0; i < 20; ++i) {
    CHECK(body_of(client.send(plain(ok_hello)).read_answer()) == "GET /hello ");
  }
}

TEST_CASE("a client that asks to close is closed") {
  Running running({.handler = echo});
  SECTION("by its header") {
    const std::string all =
        Client(running).send(plain(ok_hello, "Connection: close\r\n")).read_all();
    CHECK(contains(all, "\r\nConnection: close\r\n"));
    CHECK(body_of(all) == "GET /hello ");
  }
  SECTION("by its version") {
    const std::string all = Client(running).send("GET /hello HTTP/1.0\r\n\r\n").read_all();
    CHECK(status_of(all) == "200");
  }
}

TEST_CASE("a connection is closed after as many answers as it may have") {
  Running running({.handler = echo, .limits = {.requests = 2}});
  const std::string all =
      Client(running).send(plain("GET /1") + plain("GET /2") + plain("GET /3")).read_all();
  CHECK(contains(all, "GET /2"));
  CHECK_FALSE(contains(all, "GET /3"));
}

TEST_CASE("HEAD is answered like GET, without the body") {
  Running running({.handler = echo});
  Client client(running);
  const std::string answer = client.send(plain("HEAD /hello")).read_answer(false);
  CHECK(contains(answer, "\r\nContent-Length: 11\r\n"));
  CHECK(body_of(answer).empty());
  // Nothing of a body stands before the next answer.
  CHECK(body_of(client.send(plain("GET /next")).read_answer()) == "GET /next ");
}

TEST_CASE("a status without a body has no length either") {
  Running running({.handler = [](const http::Request&) { return http::Response{304, "", "x"}; }});
  Client client(running);
  const std::string answer = client.send(plain(ok_hello)).read_answer();
  CHECK(answer.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK_FALSE(contains(answer, "Content-Length"));
  CHECK(status_of(client.send(plain(ok_hello)).read_answer()) == "304");
}

TEST_CASE("headers of the server are on every answer unless the handler gave its own") {
  const auto handler = [](const http::Request& request) {
    http::Response response{200, "text/plain", "x"};
    if (request.path == "/own") response.headers = {{"cache-control", "max-age=1"}};
    return response;
  };
  Running running({.handler = handler, .headers = {{"Cache-Control", "no-store"}}});
  Client client(running);
  CHECK(contains(client.send(plain("GET /a")).read_answer(), "Cache-Control: no-store\r\n"));
  const std::string own = client.send(plain("GET /own")).read_answer();
  CHECK(contains(own, "cache-control: max-age=1\r\n"));
  CHECK_FALSE(contains(own, "no-store"));
  CHECK(contains(client.send("nonsense\r\n\r\n").read_all(), "Cache-Control: no-store\r\n"));
}

TEST_CASE("what a handler throws is a 500 that does not tell what it was") {
  const auto handler = [](const http::Request& request) -> http::Response {
    if (request.path == "/text") throw std::runtime_error("secret");
    if (request.path == "/number") throw 5;
    return {200, "text/plain", "x", {{"X-Name", "a\r\nSet-Cookie: b"}}};
  };
  Running running({.handler = handler});
  Client client(running);
  const std::string answer = client.send(plain("GET /text")).read_answer();
  CHECK(status_of(answer) == "500");
  CHECK_FALSE(contains(answer, "secret"));
  CHECK(status_of(client.send(plain("GET /number")).read_answer()) == "500");
  const std::string split = client.send(plain("GET /split")).read_answer();
  CHECK(status_of(split) == "500");
  CHECK_FALSE(contains(split, "Set-Cookie"));
}

TEST_CASE("the server's own answers are worded by whoever starts it") {
  const auto refusal = [](int status) {
    return http::Response{status, "application/json",
                          "{\"status\":" + std::to_string(status) + "}"};
  };
  Running running({.handler = echo, .refusal = refusal});
  const std::string all = Client(running).send(plain("BREW /pot")).read_all();
  CHECK(status_of(all) == "501");
  CHECK(body_of(all) == "{\"status\":501}");
}

TEST_CASE("run returns when it is told to stop") {
  SECTION("before it began") {
    http::Server server({.handler = echo});
    server.stop();
    server.stop();
    server.run();
  }
  SECTION("while clients are connected") {
    Running running({.handler = echo});
    Client idle(running);
    Client half(running);
    Client served(running);
    half.send("GET / HTT");
    CHECK(status_of(served.send(plain(ok_hello)).read_answer()) == "200");
    running.finish();
    CHECK(idle.read_all().empty());
    CHECK(half.read_all().empty());
    CHECK(served.read_all().empty());
  }
  SECTION("by a handler, whose answer still goes out") {
    http::Server* server = nullptr;
    const std::string large(3'000'000, 'x');
    Running running({.handler = [&](const http::Request&) {
      server->stop();
      return http::Response{200, "text/plain", large};
    }});
    server = &running.server;
    CHECK(body_of(Client(running).send(plain(ok_hello)).read_all()) == large);
  }
  SECTION("from a signal") {
    static http::Server* server = nullptr;
    Running running({.handler = echo});
    server = &running.server;
    const auto before = std::signal(SIGUSR1, [](int) { server->stop(); });
    Client client(running);
    std::raise(SIGUSR1);
    CHECK(client.read_all().empty());
    std::signal(SIGUSR1, before);
  }
}

TEST_CASE("an address or a port that cannot be had is an error") {
  CHECK_ERROR(http::Server({.handler = echo, .address = "nowhere"}), Errc::bad_input);
  CHECK_ERROR(http::Server({.handler = echo, .address = "192.0.2.1"}), Errc::io);
  const http::Server first({.handler = echo});
  CHECK_ERROR(http::Server({.handler = echo, .port = first.port()}), Errc::busy);
}
