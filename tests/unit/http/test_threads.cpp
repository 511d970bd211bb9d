#include "client.hpp"

#include <catch.hpp>

#include <http/guard.hpp>

#include <atomic>
#include <barrier>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

/// Says nothing until `ready`, then how often it was asked; gives up after a minute.
struct News {
  std::atomic<bool> ready{false};
  std::atomic<int> asked{0};

  http::Response answer(const http::Request&) {
    const bool there = ready;  // before it counts: whoever has seen the count may make it ready
    const int times = ++asked;
    if (there) return {200, "text/plain", "asked " + std::to_string(times)};
    return {.status = 200, .content_type = "text/plain", .body = "nothing",
            .later = milliseconds(60'000)};
  }
};

/// Promises every answer, and keeps the promise on a thread of its own when it is told to.
struct Promises {
  std::promise<http::Reply> made;
  std::thread keeper;

  http::Response answer(const http::Request&) {
    return {.promised = [this](http::Reply reply) { made.set_value(std::move(reply)); }};
  }
  void keep(http::Response response) {
    keeper = std::thread([reply = made.get_future().get(), response] { reply(response); });
  }
  ~Promises() {
    if (keeper.joinable()) keeper.join();
  }
};

}  // namespace

TEST_CASE("an answer that was promised is sent when it comes, from whichever thread") {
  for (const std::size_t threads : {0, 2}) {
    Promises promises;
    Running running({.handler = [&](const http::Request& asked) { return promises.answer(asked); },
                     .threads = threads});
    Client client(running);
    client.send(plain("GET /"));
    promises.keep({200, "text/plain", "kept"});
    CHECK(body_of(client.read_answer()) == "kept");
  }
}

TEST_CASE("a promised answer that would break the headers is a 500") {
  Promises promises;
  Running running({.handler = [&](const http::Request& asked) { return promises.answer(asked); }});
  Client client(running);
  client.send(plain("GET /"));
  promises.keep({200, "text/plain", "x", {{"X", "a\r\nSet-Cookie: b"}}});
  CHECK(status_of(client.read_answer()) == "500");
}

TEST_CASE("a server that stops waits for what was promised") {
  Promises promises;
  Running running({.handler = [&](const http::Request& asked) { return promises.answer(asked); },
                   .threads = 1});
  Client client(running);
  client.send(plain("GET /"));
  http::Reply reply = promises.made.get_future().get();
  running.server.stop();
  std::thread late([reply = std::move(reply)] { reply({200, "text/plain", "last"}); });
  running.finish();
  late.join();
  CHECK(body_of(client.read_all()) == "last");
}

TEST_CASE("what is brief is answered while every thread is at work") {
  std::promise<void> over;
  std::shared_future<void> wait = over.get_future().share();
  Running running({.handler =
                       [&](const http::Request& request) {
                         if (request.path == "/long") wait.get();
                         return echo(request);
                       },
                   .threads = 1,
                   .brief = [](const http::Request& asked) { return asked.path == "/brief"; }});
  Client held(running);
  held.send(plain("GET /long"));
  Client client(running);
  CHECK(body_of(client.send(plain("GET /brief")).read_answer()) == "GET /brief ");
  over.set_value();
  CHECK(body_of(held.read_answer()) == "GET /long ");
}

TEST_CASE("handlers with threads of their own work at once") {
  std::barrier meeting(4);  // nobody goes on before all four are there
  Running running({.handler =
                       [&](const http::Request& request) {
                         meeting.arrive_and_wait();
                         return echo(request);
                       },
                   .threads = 4});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<Client>(running));
    clients.back()->send(plain("GET /" + std::to_string(i)));
  }
  for (int i = 0; i < 4; ++i) {
    const std::string answer = clients[static_cast<std::size_t>(i)]->read_answer();
    CHECK(body_of(answer) == "GET /" + std::to_string(i) + " ");
  }
}

TEST_CASE("a handler that throws on its thread is a 500") {
  Running running({.handler = [](const http::Request&) -> http::Response { throw 1; },
                   .threads = 2});
  CHECK(status_of(Client(running).send(plain("GET /")).read_answer()) == "500");
}

TEST_CASE("whoever waits is asked for again when the server is nudged") {
  for (const std::size_t threads : {0, 2}) {
    News news;
    Running running({.handler = [&](const http::Request& request) { return news.answer(request); },
                     .threads = threads});
    Client waiting(running);
    waiting.send(plain("GET /news"));
    while (news.asked == 0) continue;
    running.server.nudge();
    while (news.asked < 2) continue;  // a nudge for nothing: it waits on
    news.ready = true;
    running.server.nudge();
    CHECK(body_of(waiting.read_answer()) == "asked 3");
  }
}

TEST_CASE("whoever waits is asked for again when the time is over, and told how long it was") {
  Running running({.handler = [](const http::Request& request) {
    http::Response response{200, "text/plain", "waited"};
    if (request.waited < milliseconds(20)) response.later = milliseconds(20) - request.waited;
    return response;
  }});
  CHECK(body_of(Client(running).send(plain("GET /")).read_answer()) == "waited");
}

TEST_CASE("a server that stops gives those who wait what there is") {
  News news;
  Running running({.handler = [&](const http::Request& request) { return news.answer(request); },
                   .threads = 1});
  Client waiting(running);
  waiting.send(plain("GET /news"));
  while (news.asked == 0) continue;
  running.finish();
  CHECK(body_of(waiting.read_all()) == "nothing");
}

TEST_CASE("addresses that only this machine reaches are known") {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1"}) {
    CHECK(http::is_loopback(address));
  }
  for (const char* address : {"0.0.0.0", "::", "10.0.0.1", "128.0.0.1", "localhost", "", "::2"}) {
    CHECK_FALSE(http::is_loopback(address));
  }
}
