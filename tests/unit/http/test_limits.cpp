#include "client.hpp"

#include <catch.hpp>

#include <memory>
#include <vector>

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

/// How an answer to these bytes begins, with the server left running: `HTTP/1.1 400`.
std::string status_for(const std::string& bytes, const http::Limits& limits = {}) {
  Running running({.handler = echo, .limits = limits});
  const std::string all = Client(running).send(bytes).read_all();
  const std::string next = Client(running).send(plain("GET /next")).read_answer();
  CHECK(body_of(next) == "GET /next ");  // nobody else noticed
  CHECK(contains(all, "\r\nConnection: close\r\n"));
  return status_of(all);
}

}  // namespace

TEST_CASE("headers that are too long are refused with 431") {
  CHECK(status_for(plain("GET /", "X-Long: " + std::string(9'000, 'x') + "\r\n")) == "431");
  CHECK(status_for(plain("GET /" + std::string(9'000, 'x'))) == "431");
  CHECK(status_for("GET /" + std::string(5'000'000, 'x')) == "431");
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  CHECK(status_for(plain("GET /", many)) == "431");
  CHECK(status_for(plain("GET /", "X: 1234567890\r\n"), {.header_bytes = 40}) == "431");
}

TEST_CASE("a body that is too long is refused with 413 before it was read") {
  const http::Limits limits{.body_bytes = 10};
  CHECK(status_for(plain("POST /", "Content-Length: 11\r\n"), limits) == "413");
  CHECK(status_for(plain("POST /", "Content-Length: 99999999999\r\n"), limits) == "413");
  const std::string chunked = plain("POST /", "Transfer-Encoding: chunked\r\n");
  CHECK(status_for(chunked + "b\r\nabcdefghijk\r\n0\r\n\r\n", limits) == "413");
  CHECK(status_for(chunked + "6\r\nabcdef\r\n6\r\nabcdef\r\n0\r\n\r\n", limits) == "413");
  CHECK(status_for(chunked + "fffffffffff\r\n", limits) == "413");
}

TEST_CASE("a client that was refused while sending can still read why") {
  CHECK(status_for(plain("POST /", "Content-Length: 3000000\r\n") + std::string(3'000'000, 'x')) ==
        "413");
}

TEST_CASE("a body in chunks is one body, and what trails it is no header") {
  Running running({.handler = [](const http::Request& request) {
    return http::Response{200, "text/plain", request.body + "|" + request.header("X-Late")};
  }});
  Client client(running);
  client.send(plain("POST /", "Transfer-Encoding: chunked\r\n") +
              "3\r\nabc\r\n4;name=value\r\ndefg\r\n0\r\nX-Late: yes\r\n\r\n");
  CHECK(body_of(client.read_answer()) == "abcdefg|");
}

TEST_CASE("a chunk that is none is refused") {
  const std::string chunked = plain("POST /", "Transfer-Encoding: chunked\r\n");
  CHECK(status_for(chunked + "xyz\r\nabc\r\n0\r\n\r\n") == "400");
  CHECK(status_for(chunked + "3\r\nabcdef\r\n0\r\n\r\n") == "400");
  CHECK(status_for(chunked + "-1\r\nabc\r\n0\r\n\r\n") == "400");
  CHECK(status_for(chunked + "fffffffffffffffff\r\nabc\r\n0\r\n\r\n") == "400");
}

TEST_CASE("a length that is none, or not the only one, is refused") {
  CHECK(status_for(plain("POST /", "Content-Length: three\r\n")) == "400");
  CHECK(status_for(plain("POST /", "Content-Length: -3\r\n")) == "400");
  CHECK(status_for(plain("POST /", "Content-Length: 3\r\nContent-Length: 4\r\n") + "abcd") ==
        "400");
  CHECK(status_for(plain("POST /", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")) ==
        "400");
  CHECK(status_for(plain("POST /", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")) ==
        "400");
}

TEST_CASE("an encoding of the body that is not served is refused") {
  CHECK(status_for(plain("POST /", "Transfer-Encoding: gzip, chunked\r\n")) == "501");
  CHECK(status_for(plain("POST /", "Transfer-Encoding: identity\r\n")) == "501");
}

TEST_CASE("bytes that are no request are refused with 400") {
  CHECK(status_for("nonsense\r\n\r\n") == "400");
  CHECK(status_for("GET /\r\n\r\n") == "400");
  CHECK(status_for("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n") == "400");
  CHECK(status_for("GET / HTTP/1.1\r\n\r\n") == "400");  // no Host
  CHECK(status_for(plain("GET /", "Host: y\r\n")) == "400");
  CHECK(status_for(std::string("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", 31)) == "400");
  CHECK(status_for("GET / HTTP/2.0\r\nHost: x\r\n\r\n") == "505");
}

TEST_CASE("a path that could mean another is refused before any handler") {
  for (const char* target :
       {"/../etc/passwd", "/a/../b", "/a/..", "/./a", "/%2e%2e/a",  "/a/%2E.", "/a%2fb",
        "/a%00b",         "/a%0ab",  "/a%",   "/a%2", "/a%zz",      "/%ff",    "/a?b=%",
        "/a?b=%00",       "/a#b",    "a",     "*",    "http://x/a", "//../a",  "/a%7f"}) {
    INFO(target);
    CHECK(status_for(plain("GET " + std::string(target))) == "400");
  }
}

TEST_CASE("a method that is not served is refused with 501") {
  CHECK(status_for(plain("BREW /")) == "501");
  CHECK(status_for(plain("TRACE /")) == "501");
  CHECK(status_for(plain("OPTIONS *")) == "501");
  CHECK(status_for(plain("CONNECT x:80")) == "501");
}

TEST_CASE("a client that waits to be asked for its body is asked") {
  Running running({.handler = echo});
  Client client(running);
  client.send(plain("POST /", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
  CHECK(client.read_answer() == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(body_of(client.send("abc").read_answer()) == "POST / abc");
  CHECK(status_for(plain("POST /", "Content-Length: 3\r\nExpect: cake\r\n")) == "417");
}

TEST_CASE("a client that is too slow is closed without an answer") {
  SECTION("with its first byte") {
    Running running({.handler = echo, .limits = {.idle = milliseconds(20)}});
    CHECK(Client(running).read_all().empty());
  }
  SECTION("with its next request") {
    Running running({.handler = echo, .limits = {.idle = milliseconds(20)}});
    std::string all;  // the first request, too, may have been too late
    while (all.empty()) all = Client(running).send(plain("GET /a")).read_all();
    CHECK(body_of(all) == "GET /a ");
  }
  SECTION("with its headers") {
    Running running({.handler = echo, .limits = {.header = milliseconds(20)}});
    CHECK(Client(running).send("GET / HTTP/1.1\r\nHost: x\r\n").read_all().empty());
  }
  SECTION("with its body") {
    Running running({.handler = echo, .limits = {.body = milliseconds(20)}});
    CHECK(Client(running).send(plain("POST /", "Content-Length: 3\r\n") + "a").read_all().empty());
  }
  SECTION("with taking the answer") {
    const std::string large(30'000'000, 'x');  // more than the sockets hold
    const auto handler = [&](const http::Request&) {
      return http::Response{200, "text/plain", large};
    };
    Running running({.handler = handler, .limits = {.connections = 1, .write = milliseconds(20)}});
    Client slow(running);
    slow.send(plain("GET /"));
    // The one place is free again as soon as the server has given up on the slow client.
    while (status_of(Client(running).send(plain("GET /")).read_answer(false)) == "503") continue;
    CHECK(slow.read_all().size() < large.size());
  }
  SECTION("with going away") {
    Running running({.handler = echo, .limits = {.connections = 1, .linger = milliseconds(20)}});
    Client slow(running);
    CHECK(status_of(slow.send(plain("GET /", "Connection: close\r\n")).read_all()) == "200");
    while (status_of(Client(running).send(plain("GET /")).read_answer(false)) == "503") continue;
  }
}

TEST_CASE("bytes that trickle do not stretch the time for the headers") {
  // Were it stretched, all of these bytes would come through and be told 431.
  const http::Limits limits{.header_bytes = 4'000'000, .header = milliseconds(30)};
  Running running({.handler = echo, .limits = limits});
  Client client(running);
  while (client.send_some("x")) continue;
  CHECK(client.read_all().empty());
}

TEST_CASE("a connection beyond the limit is told so, and others go on") {
  Running running({.handler = echo, .limits = {.connections = 3}});
  std::vector<std::unique_ptr<Client>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<Client>(running));
    CHECK(status_of(open.back()->send(plain("GET /")).read_answer()) == "200");
  }
  for (int i = 0; i < 50; ++i) {
    const std::string all = Client(running).read_all();
    CHECK(status_of(all) == "503");
    CHECK(contains(all, "Connection: close"));
  }
  for (const auto& client : open) {
    CHECK(status_of(client->send(plain("GET /")).read_answer()) == "200");
  }
  open.pop_back();
  while (status_of(Client(running).send(plain("GET /")).read_answer(false)) == "503") continue;
}

TEST_CASE("one address has no more connections than it may, whatever is left for others") {
  http::Limits limits;
  limits.connections_of_one = 2;
  Running running({.handler = echo, .limits = limits});
  Client first(running);
  Client second(running);
  CHECK(body_of(first.send(plain("GET /1")).read_answer()) == "GET /1 ");
  CHECK(body_of(second.send(plain("GET /2")).read_answer()) == "GET /2 ");
  CHECK(status_of(Client(running).read_all()) == "503");
  CHECK(body_of(first.send(plain("GET /3")).read_answer()) == "GET /3 ");
}

TEST_CASE("an address that closes a connection has room for another") {
  http::Limits limits;
  limits.connections_of_one = 1;
  Running running({.handler = echo, .limits = limits});
  { CHECK(status_of(Client(running).send(plain("GET /")).read_answer()) == "200"); }
  // Closed here is not yet closed there.
  while (status_of(Client(running).send(plain("GET /")).read_answer(false)) == "503") continue;
}

TEST_CASE("a large body is for whom the headers say that it is") {
  http::Limits limits{.body_bytes = 10};
  Running running({.handler = echo,
                   .body_most =
                       [](const http::Request& head) {
                         return std::size_t{head.header("X-Pass") == "yes" ? 20U : 10U};
                       },
                   .limits = limits});
  const auto told = [&](const std::string& headers, const std::string& body) {
    return status_of(Client(running)
                         .send(plain("POST /", headers + "Connection: close\r\n") + body)
                         .read_all());
  };
  const std::string pass = "X-Pass: yes\r\n";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  CHECK(told("Content-Length: 10\r\n", "0123456789") == "200");
  CHECK(told("Content-Length: 11\r\n", "0123456789a") == "413");
  CHECK(told(pass + "Content-Length: 20\r\n", "0123456789abcdefghij") == "200");
  CHECK(told(pass + "Content-Length: 21\r\n", "0123456789abcdefghijk") == "413");
  CHECK(told(chunked, "b\r\n0123456789a\r\n0\r\n\r\n") == "413");
  CHECK(told(pass + chunked, "b\r\n0123456789a\r\n0\r\n\r\n") == "200");
  CHECK(told(pass + chunked, "15\r\n0123456789abcdefghijk\r\n0\r\n\r\n") == "413");
}

TEST_CASE("of large bodies there are few at a time") {
  http::Limits limits{.body_bytes = 10, .large_at_once = 1};
  Running running({.handler = echo,
                   .body_most = [](const http::Request&) { return std::size_t{20}; },
                   .limits = limits});
  const std::string head = plain("POST /", "Content-Length: 20\r\n");
  Client first(running);
  first.send(plain("POST /", "Content-Length: 20\r\nExpect: 100-continue\r\n"));
  CHECK(status_of(first.read_answer(false)) == "100");  // its headers were read
  CHECK(status_of(Client(running).send(head).read_all()) == "503");
  CHECK(status_of(Client(running)
                      .send(plain("POST /", "Content-Length: 10\r\n") + "0123456789")
                      .read_answer()) == "200");
  CHECK(status_of(first.send("0123456789abcdefghij").read_answer()) == "200");
  // Its room is free as soon as the next request of that connection begins.
  CHECK(status_of(first.send(head + "0123456789abcdefghij").read_answer()) == "200");
}
