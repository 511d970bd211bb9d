#include "hub_fixture.hpp"

#include <rapidcheck.h>

#include <algorithm>

// Whatever is sent, the hub says no in its own shape and the ledger stays as it was.

namespace {

using namespace wumei;
using namespace wumei::test;

/// Every route that takes a body, its path filled with what there may be.
const std::vector<std::string>& writing_paths() {
  static const std::vector<std::string> paths{
      "claims", "claims/5/check", "claims/5/withdraw", "notices", "notices/N-1/confirm",
      "objections", "verdicts", "redemptions", "redemptions/5/reverse", "deliveries",
      "days/5/close", "batch"};
  return paths;
}

/// A body with one byte changed, dropped or doubled; or cut short.
std::string broken(std::string body, std::size_t where, int how, char byte) {
  const std::size_t at = where % body.size();
  if (how == 0) body[at] = byte;
  if (how == 1) body.erase(at, 1);
  if (how == 2) body.insert(at, 1, byte);
  if (how == 3) body.resize(at);
  return body;
}

/// JSON of any shape: what the members may be called is known to whoever reads `openapi.json`.
rc::Gen<std::string> any_json(int depth) {
  static const std::vector<std::string> names{
      "household", "rule", "on", "quantity", "evidence", "number", "pass", "step", "reason",
      "words", "notice", "village", "through", "days", "entry", "verdict", "points", "shop",
      "slip", "card", "prices", "lines", "sku", "receiver", "delivery", "witness", "donor",
      "commands", "do", "facts", "kind", "ref", "claim", "redemption", "unit_cost"};
  static const std::vector<std::string> leaves{
      "0", "-1", "9007199254740991", "9007199254740992", "1.5", "null", "true", "false", "\"\"",
      "\"2026-04-08\"", "\"0301001\"", "\"V03\"", "\"03-1\"", "\"G04\"", "\"1\"", "\"-1\"",
      "\"99999999999999999999\"", "\"a#1/2\"", "\"\\u0000\"", "\"张三\"", "\"e\\u0301\"",
      "\"redemption.add\"", "\"claim.check\"", "[]", "{}"};
  if (depth == 0) return rc::gen::elementOf(leaves);
  return rc::gen::oneOf(
      rc::gen::elementOf(leaves),
      rc::gen::map(rc::gen::container<std::vector<std::string>>(
                       rc::gen::map(rc::gen::pair(rc::gen::elementOf(names),
                                                  rc::gen::lazy([depth] {
                                                    return any_json(depth - 1);
                                                  })),
                                    [](const std::pair<std::string, std::string>& member) {
                                      return "\"" + member.first + "\":" + member.second;
                                    })),
                   [](const std::vector<std::string>& members) {
                     std::string text;
                     for (const std::string& member : members) {
                       text += (text.empty() ? "" : ",") + member;
                     }
                     return "{" + text + "}";
                   }),
      rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::lazy([depth] {
                     return any_json(depth - 1);
                   })),
                   [](const std::vector<std::string>& items) {
                     std::string text;
                     for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
                     return "[" + text + "]";
                   }));
}

/// The answer is a "no" that says why, and nothing was written.
void check_refused(ShopHub& shop, std::int64_t size, const Digest& root) {
  RC_ASSERT(shop.last.status >= 400);
  RC_ASSERT(shop.last.status < 500);
  const json::Value error = json::parse_lenient(shop.last.body);
  RC_ASSERT(!error.at("code").text().empty());
  RC_ASSERT(shop.book->size() == size);
  RC_ASSERT(shop.book->root() == root);
}

}  // namespace

TEST_CASE("any bytes as a body are refused and change nothing") {
  ShopHub shop;
  shop.become("o-head");
  const std::int64_t size = shop.book->size();
  const Digest root = shop.book->root();
  CHECK(rc::check([&](const std::string& body) {
    const std::string path = *rc::gen::elementOf(writing_paths());
    // A path alone can be a whole request: then an empty body is no wrong one.
    shop.ask("POST", path, body, "k");
    check_refused(shop, size, root);
  }));
}

TEST_CASE("any JSON as a body is refused and changes nothing") {
  ShopHub shop;
  shop.become("o-head");
  const std::int64_t size = shop.book->size();
  const Digest root = shop.book->root();
  CHECK(rc::check([&] {
    const std::string path = *rc::gen::elementOf(writing_paths());
    shop.ask("POST", path, *any_json(3), "k");
    if (path == "batch" && shop.last.status == 200) return;  // its commands were refused
    check_refused(shop, size, root);
  }));
  CHECK(shop.book->size() == size);
}

TEST_CASE("a good redemption with one fault is refused, or is one that another slip would be") {
  CHECK(rc::check([](std::size_t where, char byte) {
    ShopHub shop;
    shop.become("o-keeper");
    const std::int64_t size = shop.book->size();
    const Digest root = shop.book->root();
    const int how = *rc::gen::inRange(0, 4);
    shop.ask("POST", "redemptions", broken(shop.sold("0001"), where, how, byte), "k");
    if (shop.last.status == 201) {
      RC_ASSERT(shop.book->size() == size + 1);
    } else {
      check_refused(shop, size, root);
    }
  }));
}

TEST_CASE("any query is answered or refused, and changes nothing") {
  ShopHub shop;
  shop.become("o-head");
  const std::int64_t size = shop.book->size();
  const std::vector<std::string> paths{
      "households", "households/0301001", "households/0301001/statement", "claims", "claims/5",
      "notices", "notices/N-1", "shops/03-1/stock", "overview", "prices", "entries", "entries/5",
      "entries/5/proof", "redemptions/5"};
  const std::vector<std::string> names{"q", "card", "group", "village", "limit", "full", "lines",
                                       "lang", "through", "step", "mine", "after", "closed", "on",
                                       "wait", "leaves", "weeks"};
  CHECK(rc::check([&](const std::string& value) {
    http::Request asked = shop.request("GET", *rc::gen::elementOf(paths));
    // The server lets no other text through: see `read_target`.
    std::string text;
    for (const char c : value) text += c >= 0x20 && c < 0x7f ? c : '9';
    asked.query.emplace_back(*rc::gen::elementOf(names), text);
    const int status = test::settled(shop.hub->answer(asked)).status;
    RC_ASSERT(status == 200 || (status >= 400 && status < 500));
    RC_ASSERT(shop.book->size() == size);
  }));
}

TEST_CASE("any token is refused") {
  ShopHub shop;
  shop.become("o-head");
  CHECK(rc::check([&](const std::string& secret) {
    http::Request asked = shop.request("GET", "shops");
    asked.headers[0].second = *rc::gen::element<std::string>("Bearer ", "bearer ", "") + secret;
    RC_ASSERT(shop.hub->answer(asked).status == 401);
  }));
}
