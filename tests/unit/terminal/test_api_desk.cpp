#include "api_fixture.hpp"

#include <terminal/failure.hpp>

#include <set>

using wumei::test::has;
using wumei::test::Shop;
using wumei::test::Till;
namespace terminal = wumei::terminal;

namespace {

const std::string supervisor = R"({"officer":"o-sv","pin":"333333"})";

/// A redemption of two G04 that is done.
std::string done(Shop& shop) {
  const std::string id = shop.debited();
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  return id;
}

std::string count(const std::string& sku, const std::string& counted, const std::string& reason) {
  return R"({"sku":")" + sku + R"(","counted":")" + counted + R"(","reason":")" + reason + "\"}";
}

}  // namespace

TEST_CASE("Goods come back by line, and others are taken instead for no more points") {
  Shop shop;
  const std::string path = "/api/redemptions/" + done(shop) + "/return";
  const std::string one = R"({"lines":[{"sku":"G04","quantity":"1"}],"reason":"破损")";
  CHECK(shop.outcome("POST", path, one + R"(,"exchange":[{"sku":"G17","quantity":"1"}]})") ==
        "409 exchange.more");
  CHECK(shop.outcome("POST", path, R"({"lines":[],"reason":"x"})") == "400 bad_input");
  const std::string all = R"({"lines":[{"sku":"G04","quantity":"2"}],"reason":"破损"})";
  CHECK(has(shop.ask("POST", path, all), R"({"returned":{"id":)"));
  CHECK(has(shop.last.body, R"("state":"returned")"));
  CHECK(has(shop.last.body, R"("again":null})"));
  CHECK(shop.till.spendable() == 4'000);
}

TEST_CASE("After its day a return needs the supervisor") {
  Shop shop;
  const std::string path = "/api/redemptions/" + done(shop) + "/return";
  shop.till.set_day("2026-04-09");
  const std::string all = R"({"lines":[{"sku":"G04","quantity":"2"}],"reason":"破损")";
  CHECK(shop.outcome("POST", path, all + "}") == "403 supervisor.needed");
  CHECK(shop.outcome("POST", path, all + R"(,"supervisor":{"officer":"o-kp","pin":"111111"}})") ==
        "409 role.four_eyes");
}

TEST_CASE("A day is counted blind, differences are explained, and it closes once") {
  Shop shop;
  shop.debited();
  CHECK(has(shop.ask("GET", "/api/day"), R"("redemptions":1,"points":"6.00","returns":0)"));
  CHECK(has(shop.last.body, R"("count":[{"sku":"G04","name":"商品G04","unit":"件"})"));
  const auto close = [&](const std::string& g04, const std::string& reason) {
    return R"({"counts":[)" + count("G04", g04, reason) + "," + count("G17", "10", "") +
           R"(],"second":)" + supervisor + "}";
  };
  CHECK(shop.outcome("POST", "/api/day/close", close("18", "")) == "409 unresolved");
  const std::string id = shop.till.journal->unresolved().front().id;
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  CHECK(shop.outcome("POST", "/api/day/close", close("17", "")) == "409 count.reason");
  CHECK(has(shop.last.body, R"("facts":{"differences":[{"sku":"G04","name":"商品G04",)"
                            R"("counted":"17","book":"18","difference":"-1","reason":""}]})"));
  CHECK(shop.outcome("POST", "/api/day/close",
                     R"({"counts":[],"second":{"officer":"o-sv","pin":"1"}})") == "401 pin.wrong");
  CHECK(has(shop.ask("POST", "/api/day/close", close("17", "damaged")),
            R"("difference":"-1","reason":"damaged")"));
  CHECK(has(shop.last.body, R"("note":"")"));
  CHECK(has(shop.ask("GET", "/api/state"), R"("closed_today":true)"));
  CHECK(shop.outcome("POST", "/api/day/close", close("17", "damaged")) == "409 duplicate");
}

TEST_CASE("Goods come in before a second person, once for a delivery note") {
  Shop shop;
  shop.sign_in();
  CHECK(has(shop.ask("GET", "/api/donors"), R"({"donors":[{"id":"D001","name":"县水利局"}]})"));
  const std::string note =
      R"({"delivery":"DN-9","source":"donor","donor":"D001","lines":[{"sku":"G04","quantity":"5",)"
      R"("unit_cost":"","best_before":"2026-12-01","restriction":""}],"second":)" +
      supervisor + "}";
  CHECK(has(shop.ask("POST", "/api/goods-in", note), R"({"seq":)"));
  CHECK(shop.till.on_shelf("G04") == 25);
  CHECK(shop.outcome("POST", "/api/goods-in", note) == "409 duplicate");
  CHECK(shop.outcome("POST", "/api/goods-in", R"({"delivery":"X","source":"found","lines":[]})") ==
        "400 bad_input");
}

TEST_CASE("The shelf says what runs out, what went, and whether the fund covers the points") {
  Shop shop;
  CHECK(shop.outcome("GET", "/api/shelf") == "401 session.none");
  done(shop);
  CHECK(has(shop.ask("GET", "/api/shelf"),
            R"({"weeks":4,"goods":[{"sku":"G04","name":"商品G04","unit":"件","state":"enough",)"
            R"("left":"18","restricted":"0","spoiled":"0","handed_out":"2","beyond":"0",)"
            R"("empty_since":""},{"sku":"G17",)"));
  CHECK(has(shop.last.body, R"("fund":{"stock":")"));
  CHECK(has(shop.last.body, R"("thin":false)"));
}

TEST_CASE("A body that is not what it should be names the member") {
  Shop shop;
  shop.visit();
  for (const char* body : {"", "{", "[]", "{\"lines\":7}", "{\"lines\":[7]}",
                           R"({"lines":[{"sku":"G 04","quantity":"1"}]})",
                           R"({"lines":[{"sku":"G04","quantity":"a"}]})",
                           R"({"lines":[{"sku":"G04","quantity":"0"}]})",
                           R"({"lines":[{"sku":"G04","quantity":1}]})", "{\"lines\":null}"}) {
    INFO(body);
    CHECK(shop.outcome("PUT", "/api/cart", body) == "400 bad_input");
  }
  CHECK(shop.outcome("PUT", "/api/cart", "{}") == "400 bad_input");
  CHECK(has(shop.last.body, R"("field":"lines")"));
  CHECK(shop.outcome("GET", "/api/redemptions?day=yesterday") == "400 bad_input");
  CHECK(shop.outcome("POST", "/api/redemptions", R"({"id":"x","lines":[],"prices":"7"})") ==
        "400 bad_input");
}

TEST_CASE("What there is not is not found, and what cannot be asked so says how it can") {
  Shop shop;
  shop.sign_in();
  CHECK(shop.outcome("GET", "/api/nothing") == "404 not_found");
  CHECK(shop.outcome("GET", "/nothing.js") == "404 not_found");
  CHECK(shop.outcome("DELETE", "/api/goods") == "405 method");
  CHECK(shop.last.headers == wumei::http::Fields{{"Allow", "GET, HEAD"}});
}

TEST_CASE("A clock behind the last entry opens no visit") {
  Shop shop;
  shop.sign_in();
  shop.till.clock.set(wumei::Instant::from_millis(shop.till.clock.now().millis() - 60'000));
  CHECK(has(shop.ask("GET", "/api/state"), R"("clock":{"ok":false)"));
  CHECK(shop.outcome("POST", "/api/visit",
                     R"({"household":"0301009","answer":"17","receiver":"self"})") ==
        "409 clock.wrong");
}

TEST_CASE("What the server refuses by itself has the shape of the API") {
  for (const auto& [status, code] :
       std::initializer_list<std::pair<int, std::string>>{{400, "bad_input"},
                                                          {413, "too_large"},
                                                          {431, "too_large"},
                                                          {500, "internal"},
                                                          {501, "bad_input"},
                                                          {503, "busy"}}) {
    const auto answer = terminal::Api::refusal(status);
    CHECK(answer.status == status);
    CHECK(has(answer.body, R"({"error":{"code":")" + code));
  }
}

TEST_CASE("Every code is known once and said in both languages, and faults tell no secrets") {
  std::set<std::string_view> codes;
  for (const terminal::FailureRow& row : terminal::failure_rows()) {
    INFO(row.code);
    CHECK(codes.insert(row.code).second);
    CHECK(row.status >= 400);
    CHECK_FALSE((row.zh.empty() || row.en.empty()));
    CHECK(terminal::failure(row.code).status == row.status);
  }
  const auto thrown = [](const auto& what) {
    return terminal::failure(std::make_exception_ptr(what));
  };
  const terminal::Failure full = thrown(wumei::Error(wumei::Errc::io, "no space"));
  CHECK(full.status == 507);
  CHECK(has(full.error.text(), R"("code":"disk.full")"));
  CHECK(thrown(wumei::Error(wumei::Errc::busy, "x")).status == 503);
  CHECK(thrown(wumei::Error(wumei::Errc::conflict, "x")).status == 409);
  const terminal::Failure fault = thrown(std::runtime_error("secret"));
  CHECK(fault.status == 500);
  CHECK_FALSE(has(fault.error.text(), "secret"));
  CHECK(terminal::failure("no.such.code").status == 500);
}
