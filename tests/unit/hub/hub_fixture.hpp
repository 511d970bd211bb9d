#pragma once

#include "described.hpp"

#include <deeds_fixture.hpp>
#include <lease_fixture.hpp>
#include <market_fixture.hpp>
#include <settled.hpp>

#include <hub/hub.hpp>
#include <wumei/base/digest.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace wumei::test {

/// A township of the fixtures behind a hub, asked with one token at a time.
template <class Town>
struct HubOf : Town {
  HubOf()
      : folder(std::filesystem::temp_directory_path() / ("hub-" + to_hex(random_bytes(8)))),
        ledger(folder / "test.wumei") {
    std::filesystem::create_directories(folder);
    start();
  }
  ~HubOf() { std::filesystem::remove_all(folder); }

  void start(hub::Rate rate = {1'000'000, 1'000'000}) {
    hub = nullptr;
    hub = std::make_unique<hub::Hub>(
        std::vector<hub::Served>{{*this->book, ledger, sign, sign_lease, desk}},
        hub::Settings{.rate = rate,
                      .uptime = [this] { return up; },
                      .now = [this] { return wall; },
                      .nudge = [this] { ++nudges; }});
  }

  std::filesystem::path folder;
  std::filesystem::path ledger;
  Instant wall = Instant::parse("2026-04-08T12:00:00+08:00");
  std::chrono::milliseconds up{1'000};
  std::atomic<int> nudges{0};
  std::function<std::string()> sign = {};
  std::function<std::string(const audit::LeaseDocument&)> sign_lease = {};
  hub::Desk desk = {};  ///< of the next `start`
  std::unique_ptr<hub::Hub> hub;
  std::string secret;  ///< of the token to be shown; "" for none
  http::Response last;

  hub::TokenFile::Made token(const std::string& officer, const hub::Rights& rights,
                             const std::string& device = "till-1") {
    return hub::TokenFile(ledger).add({OfficerId(officer), DeviceId(device), rights, wall,
                                       Instant::from_millis(wall.millis() + 86'400'000)});
  }
  /// Shows a new token of that officer from now on.
  void become(const std::string& officer, const hub::Rights& rights = hub::all_rights(),
              const std::string& device = "till-1") {
    secret = token(officer, rights, device).secret;
  }

  http::Request request(const std::string& method, const std::string& target,
                        const std::string& body = "", const std::string& key = "") const {
    http::Request asked;
    asked.method = method;
    REQUIRE(http::read_target(target.starts_with("/") ? target : "/v1/ledgers/test/" + target,
                              asked));
    if (!secret.empty()) asked.headers.emplace_back("Authorization", "Bearer " + secret);
    if (!key.empty()) asked.headers.emplace_back("Idempotency-Key", key);
    asked.body = body;
    return asked;
  }
  /// The body of the answer, which is as `openapi.json` describes it; `last` keeps the rest.
  std::string ask(const std::string& method, const std::string& target,
                  const std::string& body = "", const std::string& key = "") {
    const http::Request asked = request(method, target, body, key);
    last = settled(hub->answer(asked));
    CHECK(misdescribed(asked, last) == "");
    return last.body;
  }
  /// `409 key.conflict`, or `201` when there is no error.
  std::string outcome(const std::string& method, const std::string& target,
                      const std::string& body = "", const std::string& key = "") {
    ask(method, target, body, key);
    return outcome_of(last);
  }
  static std::string outcome_of(const http::Response& response) {
    const std::string status = std::to_string(response.status);
    if (response.status < 400) return status;
    const json::Value error = json::parse_lenient(response.body);
    CHECK_FALSE(error.at("message").at("zh").text().empty());
    CHECK_FALSE(error.at("message").at("en").text().empty());
    CHECK(error.at("facts").is_object());
    return status + " " + error.at("code").text();
  }
  /// A member of the last answer.
  [[nodiscard]] json::Value value(const std::string& name) const {
    return json::parse_lenient(last.body).at(name);
  }
  [[nodiscard]] std::string header(const std::string& name) const {
    for (const auto& [known, text] : last.headers) {
      if (known == name) return text;
    }
    return "";
  }
};

/// A shop with goods and points: see `Counter`.
struct ShopHub : HubOf<Counter> {
  [[nodiscard]] std::string sold(const std::string& slip, const std::string& quantity = "2") const {
    return R"({"shop":"03-1","slip":")" + slip + R"(","on":"2026-04-08","household":"0301001",)" +
           R"("prices":)" + std::to_string(prices) + R"(,"lines":[{"sku":"G04","quantity":")" +
           quantity + R"("}]})";
  }
};

/// Till 03-1-a and the key of the log: see `LeaseCounter`.
struct LeaseHub : HubOf<LeaseCounter> {
  LeaseHub() {
    sign_lease = [this](const audit::LeaseDocument& lease) {
      return audit::sign_lease(lease, *signer);
    };
    start();
    become("o-keeper");
  }
  std::unique_ptr<audit::Signer> signer =
      audit::signer_from_seed("wumei.example/test/e1", std::string(32, 's'));

  /// The first lease: 30 points of 0301001.
  std::string lent() {
    return outcome("POST", "tills/03-1-a/leases",
                   R"({"shop":"03-1","number":1,"households":[)"
                   R"({"household":"0301001","points":"30"}]})");
  }
  /// A record of two pieces of G04, which are 6 points.
  [[nodiscard]] std::string record(int counter, const std::string& random = "0f",
                                   const std::string& quantity = "2",
                                   const std::string& household = "0301001") const {
    return R"({"counter":)" + std::to_string(counter) + R"(,"random":"00000000000000)" + random +
           R"(","household":")" + household + R"(","at":)" +
           std::to_string(book->now().millis()) +
           R"(,"clerk":"o-keeper","lines":[{"sku":"G04","quantity":")" + quantity + R"("}]})";
  }
  std::string bring(const std::string& records, const std::string& voids = "") {
    return outcome("POST", "tills/03-1-a/leases/1/redemptions",
                   R"({"records":[)" + records + "]" +
                       (voids.empty() ? "" : R"(,"void":[)" + voids + "]") + "}");
  }
};

/// Claims and notices under the example rule book: see `DeedsTownship`.
struct DeedHub : HubOf<DeedsTownship> {};

inline bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != text.npos;
}

}  // namespace wumei::test
