#include "api_fixture.hpp"

/// What the page gets of a scanner that the program reads.
namespace {

using wumei::terminal::Api;
using wumei::test::has;
using wumei::test::Shop;
namespace terminal = wumei::terminal;
namespace http = wumei::http;

/// The question for what came after that number.
std::string question(int listener, int after) {
  return "/api/scans?listener=" + std::to_string(listener) + "&after=" + std::to_string(after);
}

bool waits(const Shop& shop) { return shop.last.later.has_value(); }

}  // namespace

TEST_CASE("a page gets each scan once, and again when the answer was lost") {
  Shop shop;
  shop.api.scans().put("before anybody listens");
  CHECK(shop.ask("POST", "/api/scans") == R"({"listener":1,"last":0})");
  CHECK(shop.ask("GET", question(1, 0)) == R"({"scans":[]})");
  CHECK(waits(shop));
  shop.api.scans().put("C9");
  shop.api.scans().put("");
  const std::string both = R"({"scans":[{"number":1,"code":"C9"},{"number":2,"code":""}]})";
  CHECK(shop.ask("GET", question(1, 0)) == both);
  CHECK_FALSE(waits(shop));
  CHECK(shop.ask("GET", question(1, 0)) == both);
  CHECK(shop.ask("GET", question(1, 1)) == R"({"scans":[{"number":2,"code":""}]})");
  CHECK(shop.ask("GET", question(1, 2)) == R"({"scans":[]})");
}

TEST_CASE("a page that waits for a scan is answered before its patience ends") {
  Shop shop;
  shop.ask("POST", "/api/scans");
  http::Request waiting = shop.request("GET", question(1, 0));
  waiting.waited = std::chrono::milliseconds(4'000);
  CHECK(shop.outcome_of(waiting) == "200");
  CHECK(shop.last.later == std::chrono::milliseconds(6'000));
  waiting.waited = Api::scans_wait;
  CHECK(shop.outcome_of(waiting) == "200");
  CHECK_FALSE(waits(shop));
}

TEST_CASE("of two pages the one that asked last has the scanner") {
  Shop shop;
  shop.ask("POST", "/api/scans");
  shop.api.scans().put("C1");
  CHECK(shop.ask("POST", "/api/scans") == R"({"listener":2,"last":1})");
  shop.api.scans().put("C2");
  CHECK(shop.outcome("GET", question(1, 0)) == "409 scans.elsewhere");
  CHECK(shop.ask("GET", question(2, 1)) == R"({"scans":[{"number":2,"code":"C2"}]})");
}

TEST_CASE("scans are for the session that is at the counter, and for no other") {
  Shop shop;
  shop.ask("POST", "/api/scans");
  shop.api.scans().put("tried before the shop opens");
  shop.sign_in();
  CHECK(shop.outcome("GET", question(1, 0)) == "409 scans.over");
  CHECK(shop.ask("POST", "/api/scans") == R"({"listener":2,"last":1})");
  shop.api.scans().put("C9");
  const std::string mine = std::exchange(shop.cookie, "");
  CHECK(shop.outcome("GET", question(2, 1)) == "401 session.none");
  CHECK(shop.outcome("POST", "/api/scans") == "401 session.none");
  shop.cookie = mine;
  CHECK(has(shop.ask("GET", question(2, 1)), R"("code":"C9")"));
  CHECK(shop.outcome("DELETE", "/api/session") == "200");
  shop.api.scans().put("after the clerk has left");
  CHECK(shop.outcome("GET", question(2, 2)) == "409 scans.over");
  CHECK(has(shop.ask("POST", "/api/scans"), R"({"listener":3,)"));
  CHECK(shop.ask("GET", question(3, 2)) == R"({"scans":[]})");
}

TEST_CASE("listening is no work: an idle session ends, and its scans with it") {
  Shop shop;
  shop.sign_in();
  shop.ask("POST", "/api/scans");
  shop.up += Api::idle - std::chrono::milliseconds(1);
  CHECK(shop.outcome("GET", question(1, 0)) == "200");
  shop.api.scans().put("C9");
  shop.up += std::chrono::milliseconds(1);
  CHECK(shop.outcome("GET", question(1, 0)) == "409 scans.over");
}

TEST_CASE("who waits is told of scans, of another page and of another session") {
  Shop shop;
  int told = 0;
  shop.api.scans().on_news([&] { ++told; });
  shop.api.scans().put("nobody waits");
  CHECK(told == 0);
  shop.ask("POST", "/api/scans");
  CHECK(told == 1);
  shop.api.scans().put("C9");
  CHECK(told == 2);
  shop.sign_in();
  CHECK(told == 3);
  shop.outcome("DELETE", "/api/session");
  CHECK(told == 4);
}

TEST_CASE("a page that asks for nothing for a while gets the newest scans") {
  Shop shop;
  shop.ask("POST", "/api/scans");
  for (std::size_t i = 0; i <= terminal::Scans::kept; ++i) {
    shop.api.scans().put("C" + std::to_string(i));
  }
  const std::string got = shop.ask("GET", question(1, 0));
  CHECK(got.starts_with(R"({"scans":[{"number":2,"code":"C1"})"));
  CHECK(got.ends_with(R"({"number":33,"code":"C32"}]})"));
}

TEST_CASE("a question for scans that is none, or of another page, is refused") {
  Shop shop;
  CHECK(shop.outcome("GET", question(1, 0)) == "409 scans.over");  // nobody listens yet
  shop.ask("POST", "/api/scans");
  CHECK(shop.outcome("GET", "/api/scans") == "400 bad_input");
  CHECK(shop.outcome("GET", "/api/scans?listener=1&after=-x") == "400 bad_input");
  http::Request foreign = shop.request("POST", "/api/scans");
  foreign.headers.emplace_back("Origin", "http://elsewhere.example");
  CHECK(shop.outcome_of(foreign) == "403 origin");
}

TEST_CASE("how the scanner stands is part of how the shop stands") {
  Shop shop;
  CHECK(has(shop.ask("GET", "/api/state"), R"("scanner":{"state":"none",)"));
  shop.api.scans().stands(terminal::ScannerState::ok);
  CHECK(has(shop.ask("GET", "/api/state"), R"("scanner":{"state":"ok",)"));
  shop.api.scans().stands(terminal::ScannerState::away);
  CHECK(has(shop.ask("GET", "/api/state"), R"("scanner":{"state":"away","text":{"zh":"扫码枪)"));
}
