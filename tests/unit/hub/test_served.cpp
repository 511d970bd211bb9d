#include "client.hpp"
#include "hub_fixture.hpp"

#include <hub/serve.hpp>
#include <tls.hpp>

#include <thread>
#include <vector>

// Over sockets: many clients at once, TLS, those who wait, those who are slow.

namespace {

using namespace wumei;
using namespace wumei::test;
using std::chrono::milliseconds;

/// A hub at work behind a server.
struct Office : ShopHub {
  explicit Office(http::Limits limits = hub::limits(), std::optional<http::Tls> tls = {})
      : running(options(limits, std::move(tls))) {
    become("o-keeper");
  }

  http::Options options(const http::Limits& limits, std::optional<http::Tls> tls) {
    hub = std::make_unique<hub::Hub>(
        std::vector<hub::Served>{{*book, ledger}},
        hub::Settings{.rate = {1'000'000, 1'000'000},
                      .uptime = [this] { return up; },
                      .now = [this] { return wall; },
                      .nudge = [this] { running.server.nudge(); }});
    http::Options options = hub::server_options(*hub);
    options.limits = limits;
    options.tls = std::move(tls);
    return options;
  }

  [[nodiscard]] std::string asking(const std::string& line, const std::string& body = "") const {
    return line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + secret +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }

  Running running;
};

}  // namespace

TEST_CASE("tills that sell at once are each answered with their own sale") {
  Office office;
  office.accept(programme::receiving_command(
      office.keeper, office.delivery({{Sku("G26"), Counter::pieces(40), Yuan::parse("1")}})));
  constexpr int tills = 8;
  std::vector<std::string> answers(tills);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < tills; ++i) {
      threads.emplace_back([&, i] {
        Client client(office.running);
        // Two pieces a slip; the household may have four a month.
        const std::string body = R"({"shop":"03-1","slip":"T)" + std::to_string(i) +
                                 R"(","on":"2026-04-08","household":"0301001","prices":)" +
                                 std::to_string(office.prices) +
                                 R"(,"lines":[{"sku":"G26","quantity":"2"}]})";
        client.send(office.asking("POST /v1/ledgers/test/redemptions", body));
        answers[static_cast<std::size_t>(i)] = client.read_answer();
      });
    }
  }
  int sold = 0;
  int refused = 0;
  for (const std::string& answer : answers) {
    sold += status_of(answer) == "201" ? 1 : 0;
    refused += status_of(answer) == "422" && test::contains(answer, "goods.limit") ? 1 : 0;
  }
  CHECK(sold == 2);
  CHECK(refused == tills - 2);
  office.running.finish();
  CHECK(office.balance("h/0301001:spendable") == 3'000);
}

TEST_CASE("whoever waits for news gets it when another client writes") {
  Office office;
  const std::string last = std::to_string(office.book->size() - 1);
  Client waiting(office.running);
  waiting.send(office.asking("GET /v1/ledgers/test/entries?wait=30&after=" + last));
  Client till(office.running);
  till.send(office.asking("POST /v1/ledgers/test/redemptions", office.sold("1")));
  CHECK(status_of(till.read_answer()) == "201");
  CHECK(test::contains(waiting.read_answer(), "redeem.confirm"));
}

TEST_CASE("a hub that stops answers who waits and ends") {
  Office office;
  const std::string last = std::to_string(office.book->size() - 1);
  Client waiting(office.running);
  waiting.send(office.asking("GET /v1/ledgers/test/entries?wait=30&after=" + last));
  Client other(office.running);
  CHECK(status_of(other.send(office.asking("GET /v1/ledgers/test/shops")).read_answer()) == "200");
  office.running.finish();
  const std::string answer = waiting.read_all();
  CHECK((answer.empty() || test::contains(answer, R"("entries":[])")));
}

TEST_CASE("the hub is asked under TLS") {
  ShopHub folder;
  const std::filesystem::path certificate = folder.folder / "cert.pem";
  const std::filesystem::path key = folder.folder / "key.pem";
  make_certificate(certificate, key);
  Office office(hub::limits(), http::Tls{certificate, key});
  TlsClient client(office.running.server.port(), certificate);
  REQUIRE(client.shaken());
  std::string asked = office.asking("GET /v1/ledgers/test/shops");
  asked.insert(asked.find("Host"), "Connection: close\r\n");
  const std::string answer = client.send(asked).read_all();
  CHECK(status_of(answer) == "200");
  CHECK(test::contains(answer, "柳河爱心超市"));
  CHECK(test::contains(answer, "Cache-Control: no-store"));
  CHECK(test::contains(answer, "X-Content-Type-Options: nosniff"));
}

TEST_CASE("a client that is slow or sends too much is let go, and others are served") {
  http::Limits limits = hub::limits();
  limits.header = milliseconds(20);
  limits.body = milliseconds(20);
  Office office(limits);
  const std::string path = "POST /v1/ledgers/test/redemptions";
  CHECK(Client(office.running).send(path + " HTTP/1.1\r\nHost:").read_all().empty());
  const std::string whole = office.asking(path, office.sold("1"));
  CHECK(Client(office.running).send(whole.substr(0, whole.size() - 1)).read_all().empty());
  const std::string large = office.asking(path, std::string(300'000, ' '));
  const std::string answer = Client(office.running).send(large).read_all();
  CHECK(status_of(answer) == "413");
  CHECK(test::contains(body_of(answer), R"({"code":"too_large","message":{"zh":)"));
  Client next(office.running);
  CHECK(status_of(next.send(office.asking("GET /v1/ledgers/test/shops")).read_answer()) == "200");
  office.running.finish();
  CHECK(office.balance("h/0301001:spendable") == 4'000);
}
