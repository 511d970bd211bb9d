#pragma once

#include "counter_fixture.hpp"

#include <terminal/api.hpp>
#include <wumei/base/json.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace wumei::test {

/// A till behind its API, asked as the page asks.
struct Shop {
  static constexpr std::uint16_t port = 8080;

  Till till;
  terminal::Printer printer{""};
  std::chrono::milliseconds up{1'000};
  terminal::Api api{{.counter = *till.counter,
                     .journal = *till.journal,
                     .printer = printer,
                     .ledger = till.folder,
                     .uptime = [this] { return up; }}};
  std::string cookie;
  std::string csrf;
  http::Response last;

  http::Request request(const std::string& method, const std::string& target,
                        const std::string& body = "") const {
    http::Request asked;
    asked.method = method;
    REQUIRE(http::read_target(target, asked));
    asked.headers = {{"Host", "127.0.0.1:8080"}};
    if (!cookie.empty()) asked.headers.emplace_back("Cookie", cookie);
    if (!csrf.empty()) asked.headers.emplace_back("X-Wumei-Csrf", csrf);
    asked.body = body;
    return asked;
  }

  /// The body of the answer; `last` keeps the rest.
  std::string ask(const std::string& method, const std::string& target,
                  const std::string& body = "") {
    last = api.answer(request(method, target, body), port);
    return last.body;
  }
  /// `409 visit.none`, or `200` when there is no error.
  std::string outcome(const std::string& method, const std::string& target,
                      const std::string& body = "") {
    return outcome_of(request(method, target, body));
  }
  std::string outcome_of(const http::Request& asked) {
    last = api.answer(asked, port);
    const std::string status = std::to_string(last.status);
    if (last.status < 400) return status;
    return status + " " + json::parse_lenient(last.body).at("error").at("code").text();
  }

  void sign_in() {
    const json::Value body =
        json::parse_lenient(ask("POST", "/api/session", R"({"officer":"o-kp","pin":"111111"})"));
    csrf = body.at("clerk").at("csrf").text();
    REQUIRE(last.headers.front().first == "Set-Cookie");
    const std::string& set = last.headers.front().second;
    cookie = set.substr(0, set.find(';'));
  }
  /// Signed in with a household at the counter; the number of its redemption.
  std::string visit() {
    if (csrf.empty()) sign_in();
    ask("POST", "/api/visit",
        R"({"household":"0301009","card":"C9","answer":"17","receiver":"self"})");
    const std::string begin = R"({"redemption":")";
    REQUIRE(last.body.starts_with(begin));
    return last.body.substr(begin.size(), last.body.find('"', begin.size()) - begin.size());
  }
  std::string sale(const std::string& id, const std::string& quantity = "2") const {
    return R"({"id":")" + id + R"(","lines":[{"sku":"G04","quantity":")" + quantity +
           R"(","restriction":""}],"prices":)" + std::to_string(till.prices) + "}";
  }
  std::string debited() {
    const std::string id = visit();
    CHECK(outcome("POST", "/api/redemptions", sale(id)) == "200");
    return id;
  }
};

inline bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != text.npos;
}

}  // namespace wumei::test
