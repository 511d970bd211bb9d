#include "api_fixture.hpp"

#include <http/packed.hpp>

using wumei::terminal::Api;
using wumei::test::has;
using wumei::test::Shop;
namespace http = wumei::http;

TEST_CASE("The page is served from the program, and once only while it stays the same") {
  Shop shop;
  CHECK(has(shop.ask("GET", "/"), "<!doctype html>"));
  CHECK(shop.last.content_type == "text/html; charset=utf-8");
  http::Request again = shop.request("GET", "/");
  again.headers.emplace_back("If-None-Match", shop.last.headers.front().second);
  CHECK(shop.outcome_of(again) == "304");
  CHECK(shop.last.body.empty());
  CHECK(has(shop.ask("GET", "/vendor/preact.js"), "export"));
}

TEST_CASE("The page comes packed to a browser that unpacks it, under a tag of its own") {
  Shop shop;
  const auto header = [&](std::string_view name) {
    for (const auto& [known, value] : shop.last.headers) {
      if (known == name) return value;
    }
    return std::string();
  };
  const std::string plain = shop.ask("GET", "/app.js");
  const std::string tag = header("ETag");
  CHECK(header("Vary") == "Accept-Encoding");
  CHECK(header("Content-Encoding").empty());
  http::Request packing = shop.request("GET", "/app.js");
  packing.headers.emplace_back("Accept-Encoding", "gzip, deflate, br");
  CHECK(shop.outcome_of(packing) == "200");
  CHECK(header("Content-Encoding") == "gzip");
  CHECK(shop.last.body == http::gzipped(plain));
  CHECK(header("ETag") != tag);
  packing.headers.emplace_back("If-None-Match", tag);
  CHECK(shop.outcome_of(packing) == "200");
  packing.headers.back().second = header("ETag");
  CHECK(shop.outcome_of(packing) == "304");
}

TEST_CASE("What stands at the counter is told to all, whose turn it is to the clerk") {
  Shop shop;
  CHECK(has(shop.ask("GET", "/api/state"), R"("name":"柳河爱心超市")"));
  CHECK(has(shop.last.body, R"("unresolved":[],"visit":null)"));
  CHECK(has(shop.last.body, R"("clerk":null)"));
  CHECK(has(shop.last.body, R"("printer":{"state":"none")"));
  CHECK(has(shop.ask("GET", "/api/clerks"),
            R"({"officer":"o-kp","name":"李梅","locked_seconds":0})"));
  const std::string id = shop.debited();
  CHECK(has(shop.ask("GET", "/api/state"), R"("clerk":{"officer":"o-kp","name":"李梅")"));
  CHECK(has(shop.last.body, R"("unresolved":[{"id":")" + id));
}

TEST_CASE("A session is for its cookie and token, and ends idle, by sign-out and by another") {
  Shop shop;
  CHECK(shop.outcome("GET", "/api/goods") == "401 session.none");
  CHECK(shop.outcome("POST", "/api/session", R"({"officer":"o-kp","pin":"999999"})") ==
        "401 pin.wrong");
  CHECK(has(shop.last.body, R"("tries_left":4)"));
  shop.sign_in();
  CHECK(has(shop.last.headers.front().second, "; HttpOnly; SameSite=Strict; Path=/"));
  CHECK(shop.outcome("GET", "/api/goods") == "200");
  const std::string token = std::exchange(shop.csrf, "wrong");
  CHECK(shop.outcome("PUT", "/api/cart", R"({"lines":[]})") == "403 csrf");
  CHECK(shop.outcome("DELETE", "/api/session") == "403 csrf");
  shop.csrf = token;
  shop.up += Api::idle - std::chrono::milliseconds(1);
  CHECK(shop.outcome("GET", "/api/visit") == "409 visit.none");  // looking is no work
  shop.up += std::chrono::milliseconds(1);
  CHECK(shop.outcome("GET", "/api/goods") == "401 session.none");
  shop.sign_in();
  CHECK(shop.outcome("DELETE", "/api/session") == "200");
  CHECK(shop.outcome("GET", "/api/goods") == "401 session.none");
  shop.sign_in();
  const std::string first = shop.cookie;
  shop.sign_in();
  shop.cookie = first;
  CHECK(shop.outcome("GET", "/api/goods") == "401 session.none");
}

TEST_CASE("Work keeps a session") {
  Shop shop;
  shop.sign_in();
  for (int i = 0; i < 3; ++i) {
    shop.up += Api::idle - std::chrono::milliseconds(1);
    CHECK(shop.outcome("GET", "/api/goods") == "200");
  }
}

TEST_CASE("Requests of other pages are refused, whatever they know") {
  Shop shop;
  shop.sign_in();
  http::Request asked = shop.request("GET", "/api/state");
  asked.headers.front().second = "evil.example:8080";
  CHECK(shop.outcome_of(asked) == "403 origin");
  asked = shop.request("GET", "/");
  asked.headers.front().second = "127.0.0.1:8081";
  CHECK(shop.outcome_of(asked) == "403 origin");
  asked = shop.request("POST", "/api/session", R"({"officer":"o-kp","pin":"111111"})");
  asked.headers.emplace_back("Origin", "http://evil.example");
  CHECK(shop.outcome_of(asked) == "403 origin");
  asked = shop.request("PUT", "/api/cart", R"({"lines":[]})");
  asked.headers.emplace_back("Origin", "http://127.0.0.1:8080");
  CHECK(shop.outcome_of(asked) == "409 visit.none");
}

TEST_CASE("A clerk is locked out after five wrong PINs") {
  Shop shop;
  const std::string wrong = R"({"officer":"o-kp","pin":"999999"})";
  for (int i = 0; i < 4; ++i) CHECK(shop.outcome("POST", "/api/session", wrong) == "401 pin.wrong");
  CHECK(shop.outcome("POST", "/api/session", wrong) == "423 pin.locked");
  CHECK(has(shop.last.body, R"("wait_seconds":600)"));
}

TEST_CASE("A household is found, masked, by what it shows or by name") {
  Shop shop;
  shop.sign_in();
  CHECK(has(shop.ask("POST", "/api/card", R"({"code":"C9"})"),
            R"({"household":{"id":"0301009","head":"欧*国","group":"01","people":2,"village":)"));
  CHECK(has(shop.last.body, R"("card":"C9","ask":"phone","tries_left":3})"));
  CHECK(shop.outcome("POST", "/api/card", R"({"code":"C77"})") == "409 card.unknown");
  CHECK(has(shop.ask("GET", "/api/households?q=%E6%AC%A7%E9%98%B3"), R"("head":"欧*国")"));
  CHECK(has(shop.last.body, R"("more":false)"));
}

TEST_CASE("A visit asks who it is, shows the account and ends") {
  Shop shop;
  shop.sign_in();
  CHECK(shop.outcome("DELETE", "/api/visit") == "409 visit.none");
  const auto begin = [&](const std::string& household, const std::string& answer) {
    return shop.outcome(
        "POST", "/api/visit",
        R"({"household":")" + household + R"(","answer":")" + answer + R"(","receiver":"self"})");
  };
  CHECK(begin("0301009", "18") == "403 identity.wrong");
  CHECK(has(shop.last.body, R"("tries_left":2)"));
  CHECK(begin("0301009", "17") == "200");
  CHECK(has(shop.last.body, R"("available":"40.00")"));
  CHECK(has(shop.last.body, R"("arrears":"0.00")"));
  CHECK(has(shop.last.body, R"("G04":{"left":"5","resets":"2026-05-01"})"));
  CHECK(begin("0301001", "张") == "409 visit.open");
  CHECK(shop.outcome("DELETE", "/api/visit") == "200");
  for (int i = 0; i < 2; ++i) CHECK(begin("0301009", "18") == "403 identity.wrong");
  CHECK(begin("0301009", "18") == "423 identity.locked");
  CHECK(shop.outcome("POST", "/api/visit", R"({"household":"0301001","receiver":"cat"})") ==
        "400 bad_input");
}

TEST_CASE("Goods and the cart tell prices, what is left and what is wrong") {
  Shop shop;
  shop.visit();
  CHECK(has(shop.ask("GET", "/api/goods"), R"("minimum":"5.00")"));
  CHECK(has(shop.last.body, R"("price":"3.00","monthly_limit":"5","on_shelf":"20")"));
  const std::string six = R"({"lines":[{"sku":"G04","quantity":"6","restriction":""}]})";
  CHECK(has(shop.ask("PUT", "/api/cart", six), R"("problem":{"code":"goods.limit")"));
  CHECK(has(shop.last.body, R"("left":"5")"));
  CHECK(has(shop.last.body, R"("ready":false)"));
  const std::string two = R"({"lines":[{"sku":"G04","quantity":"2"}]})";
  CHECK(has(shop.ask("PUT", "/api/cart", two), R"("problem":null)"));
  CHECK(has(shop.last.body, R"("points":"6.00","after":"34.00","problems":[],"ready":true)"));
}

TEST_CASE("A redemption is debited once, handed over, listed and printed") {
  Shop shop;
  const std::string id = shop.debited();
  const std::string first = shop.last.body;
  CHECK(has(first, R"("state":"debited")"));
  CHECK(has(first, R"("lines":[{"sku":"G04","name":"商品G04","unit":"件","quantity":"2")"));
  CHECK(has(first, R"("before":"40.00","after":"34.00")"));
  CHECK(shop.ask("POST", "/api/redemptions", shop.sale(id)) == first);
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(id, "3")) == "409 id.conflict");
  CHECK(shop.till.spendable() == 3'400);
  CHECK(shop.outcome("POST", "/api/visit", R"({"household":"0301001","receiver":"self"})") ==
        "409 unresolved");
  const std::string path = "/api/redemptions/" + id;
  CHECK(has(shop.ask("POST", path + "/handed"), R"("state":"done")"));
  CHECK(shop.outcome("POST", path + "/handed") == "200");
  CHECK(shop.outcome("POST", path + "/not-handed", R"({"reason":"x"})") == "409 state.wrong");
  CHECK(has(shop.ask("GET", "/api/redemptions"), R"({"redemptions":[{"id":")" + id));
  CHECK(shop.ask("GET", "/api/redemptions?day=2026-04-07") == R"({"redemptions":[]})");
  CHECK(has(shop.ask("GET", path), R"("state":"done")"));
  CHECK(shop.outcome("GET", "/api/redemptions/nothing") == "404 not_found");
  CHECK(has(shop.ask("POST", path + "/print"), R"("printer":{"state":"none")"));
  CHECK(has(shop.last.body, R"("copies":0)"));
  CHECK(has(shop.ask("GET", path + "/slip.html?lang=zh"), id));
  CHECK(shop.last.content_type == "text/html; charset=utf-8");
  CHECK(has(shop.last.headers.front().second, "default-src 'none'; style-src 'unsafe-inline'"));
}

TEST_CASE("What was not handed over goes back") {
  Shop shop;
  const std::string id = shop.debited();
  CHECK(has(shop.ask("POST", "/api/redemptions/" + id + "/not-handed", R"({"reason":"断货"})"),
            R"("state":"taken_back")"));
  CHECK(has(shop.last.body, R"("returned":"2")"));
  CHECK(shop.till.spendable() == 4'000);
}

TEST_CASE("A redemption without a visit or with old prices is refused") {
  Shop shop;
  shop.sign_in();
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale("7KQ2-000001")) == "409 visit.none");
  const std::string id = shop.visit();
  shop.till.prices -= 1;
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(id)) == "409 prices.stale");
}
