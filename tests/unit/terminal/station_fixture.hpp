#pragma once

#include "till_fixture.hpp"

#include <terminal/till_station.hpp>
#include <wumei/people/pin.hpp>

#include <mutex>

namespace wumei::test {

/// `LeasedShop` behind the API of the page. Clerk `o-kp` (111111), second person `o-sv` (333333),
/// a keeper `o-kp2` (222222) who may not witness.
struct LeasedPage : LeasedShop {
  static constexpr std::uint16_t port = 8080;

  LeasedPage() {
    appoint("o-kp", people::Role::keeper, "111111");
    appoint("o-kp2", people::Role::keeper, "222222");
    appoint("o-sv", people::Role::shop_supervisor, "333333");
    open();
  }

  std::mutex still;
  std::chrono::milliseconds up{1'000};
  terminal::Printer printer{""};
  std::unique_ptr<terminal::SyncLoop> loop;
  std::unique_ptr<terminal::TillClerks> clerks;
  std::unique_ptr<terminal::Api> api;
  std::string cookie;
  std::string csrf;
  http::Response last;

  void appoint(const std::string& id, people::Role role, const std::string& pin) {
    programme::Appointment appointment;
    appointment.officer = OfficerId(id);
    appointment.roles = {role};
    appointment.villages = {VillageId("V03")};
    appointment.name = "李梅";
    appointment.pin_hash = people::hash_pin(pin, std::string(16, 's'));
    accept(programme::appointment_command(head, appointment));
  }

  /// What a restart of the process does, behind the page too.
  void open() {
    api.reset();
    loop.reset();
    clerks.reset();
    restart();
    const auto asking = [this](const terminal::HubRequest& request) { return ask(request); };
    const auto now = [this] { return clock.now(); };
    loop = std::make_unique<terminal::SyncLoop>(terminal::SyncLoop::Parts{
        .file = *file, .till = *leased, .ask = asking, .still = still});
    clerks = std::make_unique<terminal::TillClerks>(*file, now, asking);
    api = std::make_unique<terminal::Api>(terminal::station_of(
        terminal::TillDesk{.file = *file,
                           .till = *leased,
                           .clerks = *clerks,
                           .sync = *loop,
                           .hub = *sync,
                           .printer = printer,
                           .disk = folder,
                           .uptime = [this] { return up; }}));
    cookie.clear();
    csrf.clear();
  }
  void cut() {
    line = Line::cut;
    fails_after = 0;
  }

  std::string page(const std::string& method, const std::string& target,
                   const std::string& body = "") {
    http::Request asked;
    asked.method = method;
    REQUIRE(http::read_target(target, asked));
    asked.headers = {{"Host", "127.0.0.1:8080"}};
    if (!cookie.empty()) asked.headers.emplace_back("Cookie", cookie);
    if (!csrf.empty()) asked.headers.emplace_back("X-Wumei-Csrf", csrf);
    asked.body = body;
    last = api->answer(asked, port);
    return last.body;
  }
  /// `409 visit.none`, or `200`; and each "no" is said in two languages.
  std::string outcome(const std::string& method, const std::string& target,
                      const std::string& body = "") {
    page(method, target, body);
    const std::string status = std::to_string(last.status);
    if (last.status < 400) return status;
    const json::Value error = json::parse_lenient(last.body).at("error");
    CHECK_FALSE(error.at("text").at("zh").text().empty());
    CHECK_FALSE(error.at("text").at("en").text().empty());
    return status + " " + error.at("code").text();
  }
  /// The last answer; the ledger's JSON knows no null, so that "" stands for it here.
  [[nodiscard]] json::Value value() const {
    std::string text = last.body;
    for (std::size_t at = 0; (at = text.find(":null", at)) != std::string::npos;) {
      text.replace(at, 5, ":\"\"");
    }
    return json::parse_lenient(text);
  }

  std::string sign_in(const std::string& officer = "o-kp", const std::string& pin = "111111") {
    const std::string came = outcome("POST", "/api/session", R"({"officer":")" + officer +
                                                                 R"(","pin":")" + pin + "\"}");
    if (last.status >= 400) return came;
    csrf = value().at("clerk").at("csrf").text();
    const std::string& set = last.headers.front().second;
    cookie = set.substr(0, set.find(';'));
    return came;
  }
  /// A household at the counter; the id of its redemption.
  std::string visit(const std::string& answer = "张") {
    REQUIRE(outcome("POST", "/api/visit", R"({"household":"0301001","card":"C1","answer":")" +
                                              answer + R"(","receiver":"self"})") == "200");
    return value().at("redemption").text();
  }
  [[nodiscard]] std::string sale(const std::string& id, int pieces = 2) const {
    return R"({"id":")" + id + R"(","lines":[{"sku":"G04","quantity":")" +
           std::to_string(pieces) + R"(","restriction":""}],"prices":)" +
           std::to_string(prices) + "}";
  }
  /// Synced, signed in and debited: the id.
  std::string debited() {
    loop->run_once();
    REQUIRE(sign_in() == "200");
    const std::string id = visit();
    REQUIRE(outcome("POST", "/api/redemptions", sale(id)) == "200");
    return id;
  }
  std::string done() {
    const std::string id = debited();
    REQUIRE(outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
    return id;
  }
  [[nodiscard]] static std::string close(const std::string& g04, const std::string& reason,
                                         const std::string& second = "o-sv",
                                         const std::string& pin = "333333") {
    return R"({"counts":[{"sku":"G04","counted":")" + g04 + R"(","reason":")" + reason +
           R"("},{"sku":"G17","counted":"10","reason":""}],"second":{"officer":")" + second +
           R"(","pin":")" + pin + "\"}}";
  }
};

}  // namespace wumei::test
