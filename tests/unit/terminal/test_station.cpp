#include "station_fixture.hpp"

#include <terminal/disk.hpp>
#include <wumei/audit/key_rotation.hpp>


/// The page over a leased till.
namespace {

using namespace wumei;
using namespace wumei::test;
using terminal::RecordState;
using terminal::SheetState;

json::Value lease_of(LeasedPage& shop) {
  shop.page("GET", "/api/state");
  return shop.value().at("lease");
}

}  // namespace

TEST_CASE("a clerk signs in at a leased till: first by the hub, then without one") {
  LeasedPage shop;
  CHECK(shop.sign_in() == "401 pin.wrong");  // nobody is known before the first sync
  shop.loop->run_once();
  shop.page("GET", "/api/clerks");
  CHECK(shop.value().at("clerks").items().size() == 2);
  shop.line = LeasedShop::Line::cut;
  shop.fails_after = 0;
  CHECK(shop.sign_in() == "503 pin.first");
  shop.line = LeasedShop::Line::whole;
  CHECK(shop.sign_in() == "200");
  shop.cut();
  shop.open();
  CHECK(shop.sign_in() == "200");
  CHECK(shop.sign_in("o-kp", "999999") == "401 pin.wrong");
  CHECK(shop.sign_in("o-kp2", "222222") == "503 pin.first");
}

TEST_CASE("a new PIN in the register ends the one that a till has kept") {
  LeasedPage shop;
  shop.loop->run_once();
  CHECK(shop.sign_in() == "200");
  shop.appoint("o-kp", people::Role::keeper, "444444");
  shop.loop->run_once();
  CHECK(shop.sign_in() == "401 pin.wrong");
  CHECK(shop.sign_in("o-kp", "444444") == "200");
}

TEST_CASE("five wrong PINs lock a clerk at the till, also over a restart") {
  LeasedPage shop;
  shop.loop->run_once();
  for (int i = 0; i < 4; ++i) CHECK(shop.sign_in("o-kp", "999999") == "401 pin.wrong");
  CHECK(shop.sign_in("o-kp", "999999") == "423 pin.locked");
  shop.open();
  CHECK(shop.sign_in() == "423 pin.locked");
  CHECK(shop.sign_in("o-nobody", "111111") == "401 pin.wrong");
  CHECK(shop.sign_in("o-sv", "333333") == "409 role.missing");
}

TEST_CASE("a household says who it is before its points are shown") {
  LeasedPage shop;
  shop.loop->run_once();
  CHECK(shop.sign_in() == "200");
  CHECK(shop.outcome("POST", "/api/card", R"({"code":"C1"})") == "200");
  CHECK(shop.value().at("ask").text() == "family");
  CHECK(shop.value().at("household").at("head").text() == "张*");
  const auto begin = [&](const std::string& answer) {
    return shop.outcome("POST", "/api/visit",
                        R"({"household":"0301001","card":"C1","answer":")" + answer +
                            R"(","receiver":"self"})");
  };
  CHECK(begin("王") == "403 identity.wrong");
  CHECK(begin("") == "403 identity.wrong");
  CHECK(begin("王") == "423 identity.locked");
  CHECK(begin("张") == "423 identity.locked");
  CHECK(shop.outcome("POST", "/api/visit",
                     R"({"household":"0301002","card":"C1","answer":"张","receiver":"self"})") ==
        "409 lease.household");
  CHECK(shop.outcome("POST", "/api/card", R"({"code":"C9"})") == "409 card.unknown");
  shop.cut();
  CHECK(shop.outcome("POST", "/api/card", R"({"code":"C3"})") == "409 lease.household");
}

TEST_CASE("a double tap at a leased till is one redemption") {
  LeasedPage shop;
  const std::string id = shop.debited();
  const std::string number = shop.value().at("slip").text();
  CHECK(number == "03-1-a/1/1");
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(id)) == "200");
  CHECK(shop.value().at("slip").text() == number);
  CHECK(shop.file->records(1).size() == 1);
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(id, 3)) == "409 id.conflict");
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale("0123456789abcdef")) ==
        "409 visit.none");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/not-handed", R"({"reason":"x"})") ==
        "409 state.wrong");
  const std::string other = shop.visit();
  std::string stale = shop.sale(other);
  stale.replace(stale.find("\"prices\":"), stale.npos, "\"prices\":0}");
  CHECK(shop.outcome("POST", "/api/redemptions", stale) == "409 prices.stale");
}

TEST_CASE("without a hub a leased till goes on, and says what it cannot do") {
  LeasedPage shop;
  shop.loop->run_once();
  REQUIRE(shop.sign_in() == "200");
  shop.cut();
  shop.loop->run_once();
  CHECK(lease_of(shop).at("away").flag());
  const std::string id = shop.visit();
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(id)) == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  CHECK(lease_of(shop).at("unsent").integer() == 1);
  CHECK(shop.outcome("GET", "/api/shelf") == "409 till.elsewhere");
  CHECK(shop.outcome("GET", "/api/donors") == "409 till.elsewhere");
  CHECK(shop.outcome("POST", "/api/goods-in", "{}") == "409 till.elsewhere");
  const std::string back = R"({"lines":[{"sku":"G04","quantity":"1"}],"reason":"x")";
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/return",
                     back + R"(,"exchange":[{"sku":"G04","quantity":"1"}]})") ==
        "409 exchange.leased");
  shop.line = LeasedShop::Line::whole;
  shop.loop->run_once();
  CHECK_FALSE(lease_of(shop).at("away").flag());
  CHECK(lease_of(shop).at("unsent").integer() == 0);
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/return", back + "}") ==
        "409 return.sent");
}

TEST_CASE("goods come back by line before the sale went to the hub") {
  LeasedPage shop;
  const std::string id = shop.done();
  const std::string back = R"({"lines":[{"sku":"G04","quantity":"1"}],"reason":"破损")";
  REQUIRE(shop.sign_in("o-kp2", "222222") == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/return", back + "}") ==
        "403 supervisor.needed");
  REQUIRE(shop.sign_in() == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/return", back + "}") == "200");
  CHECK(shop.value().at("again").at("slip").text() == "03-1-a/1/2");
  CHECK(shop.value().at("again").at("points").text() == "3.00");
  CHECK(shop.leased->left(shop.home) == Points::parse("33"));
  CHECK(shop.outcome("GET", "/api/redemptions/03-1-A-1-2") == "200");
  CHECK(shop.outcome("GET", "/api/redemptions/1-9") == "404 not_found");
  CHECK(shop.outcome("GET", "/api/redemptions/" + id + "/slip.html") == "200");
  CHECK(shop.last.body.find("03-1-a/1/1") != std::string::npos);
}

TEST_CASE("a cut at any step leaves a leased till that asks, and the hub has a sale once") {
  LeasedPage shop;
  const std::string id = shop.debited();
  shop.open();
  REQUIRE(shop.sign_in() == "200");
  shop.page("GET", "/api/state");
  CHECK(shop.value().at("unresolved").items().at(0).at("id").text() == id);
  CHECK(shop.outcome("POST", "/api/visit",
                     R"({"household":"0301002","card":"C2","answer":"张","receiver":"self"})") ==
        "409 unresolved");
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("18", "")) == "409 unresolved");
  CHECK(shop.outcome("POST", "/api/lease/end") == "409 unresolved");
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  const auto size = shop.book->size();
  shop.line = LeasedShop::Line::answer_lost;
  shop.fails_after = 1;  // the stop list passes, and the answer to the upload is lost
  shop.loop->run_once();
  CHECK(shop.file->lease()->acknowledged == 0);
  shop.open();
  shop.line = LeasedShop::Line::whole;
  shop.loop->run_once();
  CHECK(shop.file->lease()->acknowledged == 1);
  CHECK(shop.book->size() == size + 1);
}

TEST_CASE("a leased till closes its day blind and alone, and the ledger books the count once") {
  LeasedPage shop;
  static_cast<void>(shop.done());
  shop.page("GET", "/api/day");
  CHECK(shop.last.body.find(R"({"sku":"G04","name":"商品G04","unit":"件"})") != std::string::npos);
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("17", "")) == "409 count.reason");
  CHECK(shop.last.body.find(R"("book":"18","difference":"-1")") != std::string::npos);
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("17", "found")) ==
        "409 count.reason");
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("17", "sold")) ==
        "400 bad_input");
  CHECK(shop.outcome("POST", "/api/day/close",
                     LeasedPage::close("17", "missing", "o-kp", "111111")) ==
        "409 role.four_eyes");
  CHECK(shop.outcome("POST", "/api/day/close",
                     LeasedPage::close("17", "missing", "o-kp2", "222222")) ==
        "409 role.missing");
  shop.cut();
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("17", "missing", "o-sv")) ==
        "200");
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("17", "missing", "o-sv")) ==
        "409 duplicate");
  const std::string id = shop.file->records(1).front().sale.random;
  CHECK(shop.outcome("POST", "/api/redemptions/" + id + "/return",
                     R"({"lines":[{"sku":"G04","quantity":"1"}],"reason":"x"})") ==
        "409 return.closed");
  // What is sold after the count goes to the ledger behind it.
  const std::string later = shop.visit();
  CHECK(shop.outcome("POST", "/api/redemptions", shop.sale(later)) == "200");
  CHECK(shop.outcome("POST", "/api/redemptions/" + later + "/handed") == "200");
  shop.line = LeasedShop::Line::answer_lost;
  shop.fails_after = 2;  // the answer to the count is lost
  shop.loop->run_once();
  CHECK(shop.file->open_sheets().size() == 1);
  shop.line = LeasedShop::Line::whole;
  shop.loop->run_once();
  CHECK(shop.file->open_sheets().empty());
  CHECK(shop.balance("s/03-1:stock/G04") == 15);
  CHECK(shop.balance("s/03-1:variance/G04") == 1);
}

TEST_CASE("a count that the ledger does not take is shown, and nothing else waits for it") {
  LeasedPage shop;
  static_cast<void>(shop.done());
  CHECK(shop.outcome("POST", "/api/day/close", LeasedPage::close("18", "")) == "200");
  // Meanwhile pieces came in: the books are others, and the count has no reason for it.
  shop.accept(programme::receiving_command(
      shop.keeper, shop.delivery({{Sku("G04"), Counter::pieces(5), Yuan::parse("2.4")}}, "DN-9")));
  shop.loop->run_once();
  REQUIRE(shop.file->open_sheets().size() == 1);
  CHECK(shop.file->open_sheets().front().state == SheetState::refused);
  CHECK(lease_of(shop).at("sheets").items().at(0).at("problem").at("code").text() ==
        "count.reason");
  CHECK(shop.file->lease()->acknowledged == 1);
}

TEST_CASE("a lease that is ended is brought to the hub, and a new one comes") {
  LeasedPage shop;
  static_cast<void>(shop.done());
  CHECK(shop.outcome("POST", "/api/lease/end") == "200");
  CHECK(shop.value().at("stage").text() == "reported");
  CHECK(shop.outcome("POST", "/api/card", R"({"code":"C1"})") == "409 lease.none");
  shop.loop->run_once();
  CHECK(lease_of(shop).at("number").integer() == 2);
  CHECK(lease_of(shop).at("stage").text() == "open");
}

TEST_CASE("a till follows a key of the log that both keys signed, and no other") {
  for (const bool both : {true, false}) {
    LeasedShop shop;
    auto fresh = audit::signer_from_seed("wumei.example/test/e1", std::string(32, 'n'));
    auto thief = audit::signer_from_seed("wumei.example/test/e1", std::string(32, 't'));
    json::Value facts =
        audit::sign_rotation({"wumei.example/test/e1", 7}, *shop.signer, *fresh);
    if (!both) facts = audit::sign_rotation({"wumei.example/test/e1", 7}, *thief, *fresh);
    const std::string told = R"({"origin":"wumei.example/test/e2","key":")" +
                             fresh->key().text() + R"(","changes":[{"entry":7,"facts":)" +
                             json::write(facts) + "}]}";
    const std::string first = shop.file->name()->log_key;
    shop.signer = std::move(fresh);
    terminal::TillSync sync(*shop.file, *shop.leased, [&](const terminal::HubRequest& request) {
      if (request.target.ends_with("/keys")) return terminal::HubAnswer{200, told};
      return shop.ask(request);
    });
    if (both) {
      CHECK(sync.run().renewed == 1);
      CHECK(shop.file->name()->log_key == shop.signer->key().text());
    } else {
      CHECK(shop.stop([&] { static_cast<void>(sync.run()); }) == "lease.forged");
      CHECK(shop.file->name()->log_key == first);
    }
  }
}

TEST_CASE("a till's file of the first version is taken over as it is") {
  LeasedShop shop;
  static_cast<void>(shop.sync->run());
  static_cast<void>(shop.sell());
  shop.stop_till();
  const std::string path = (shop.folder / "till").string();
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec("DROP INDEX record_random; ALTER TABLE record DROP COLUMN proxy;"
            "ALTER TABLE record DROP COLUMN copies; ALTER TABLE draft DROP COLUMN proxy;"
            "ALTER TABLE draft DROP COLUMN random; DROP TABLE own; DROP TABLE post;"
            "DROP TABLE pin; DROP TABLE tries; DROP TABLE sheet; PRAGMA user_version=1");
  shop.restart();
  CHECK(shop.leased->left(shop.home) == Points::parse("30"));
  CHECK(shop.file->secret().size() == 32);
  CHECK(shop.sync->run().sent == 1);
}

namespace {

/// 45 points: more than the 36 that the lease has of the household.
std::string large_sale(const LeasedPage& shop, const std::string& id) {
  return R"({"id":")" + id + R"(","lines":[{"sku":"G17","quantity":"1","restriction":""},)" +
         R"({"sku":"G04","quantity":"5","restriction":""}],"prices":)" +
         std::to_string(shop.prices) + "}";
}

std::string scan(LeasedPage& shop, const std::string& code) {
  return shop.outcome("POST", "/api/card", R"({"code":")" + code + R"("})");
}

std::string available(LeasedPage& shop) {
  shop.page("GET", "/api/visit");
  return shop.value().at("balance").at("available").text();
}

}  // namespace

TEST_CASE("with a network a cart beyond the lease is lent for, and sold as any other") {
  LeasedPage shop;
  shop.loop->run_once();
  REQUIRE(shop.sign_in() == "200");
  REQUIRE(scan(shop, "C1") == "200");
  const std::string id = shop.visit();
  CHECK(available(shop) == "50.00");  // 36 in the lease, and the rest of what a cart may take
  REQUIRE(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "200");
  CHECK(shop.file->lease()->document.households.at(0).points == 45'00);
  CHECK(shop.escrow() == 45'00);
  REQUIRE(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "200");  // a second tap
  CHECK(shop.escrow() == 45'00);
  REQUIRE(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  shop.loop->run_once();
  CHECK(lease_of(shop).at("unsent").integer() == 0);
  CHECK(shop.escrow() == 0);
  CHECK(shop.spendable() == 15'00);
  CHECK(shop.balance("h/0301001:suspense") == 0);
  shop.sound();
}

TEST_CASE("without a network the lease alone counts, and a cart beyond it takes nothing") {
  LeasedPage shop;
  shop.loop->run_once();
  REQUIRE(shop.sign_in() == "200");
  REQUIRE(scan(shop, "C1") == "200");
  const std::string id = shop.visit();
  shop.cut();
  CHECK(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "503 hub.away");
  CHECK(shop.file->records(1).empty());
  shop.line = LeasedShop::Line::whole;
  REQUIRE(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "200");
  REQUIRE(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  shop.loop->run_once();
  shop.cut();
  shop.loop->run_once();
  REQUIRE(scan(shop, "C1") == "200");
  static_cast<void>(shop.visit());
  CHECK(available(shop) == "0.00");
}

TEST_CASE("an addition whose answer was lost is not added twice") {
  LeasedPage shop;
  shop.loop->run_once();
  REQUIRE(shop.sign_in() == "200");
  REQUIRE(scan(shop, "C1") == "200");
  const std::string id = shop.visit();
  shop.line = LeasedShop::Line::answer_lost;
  shop.fails_after = 0;
  CHECK(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "503 hub.away");
  CHECK(shop.escrow() == 45'00);
  shop.open();  // and the power failed
  shop.line = LeasedShop::Line::whole;
  REQUIRE(shop.sign_in() == "200");
  REQUIRE(shop.outcome("POST", "/api/redemptions", large_sale(shop, id)) == "200");
  CHECK(shop.escrow() == 45'00);
  REQUIRE(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  shop.loop->run_once();
  CHECK(shop.balance("h/0301001:suspense") == 0);
  shop.sound();
}

TEST_CASE("who is not in the lease is met by the hub, and what its rules say against him holds") {
  LeasedPage shop;
  shop.accept(programme::lease_terms_command(shop.township, {.till = Points::parse("30")}));
  shop.loop->run_once();  // a lease for 0301001 alone
  REQUIRE(shop.sign_in() == "200");
  CHECK(scan(shop, "C9") == "409 card.unknown");
  REQUIRE(scan(shop, "0301002") == "200");
  CHECK(shop.value().at("household").at("id").text() == "0301002");
  const std::string family = shop.value().at("household").at("head").text().substr(0, 3);
  REQUIRE(shop.outcome("POST", "/api/visit",
                       R"({"household":"0301002","card":"","answer":")" + family +
                           R"(","receiver":"self"})") == "200");
  const std::string id = shop.value().at("redemption").text();
  CHECK(available(shop) == "30.00");
  REQUIRE(shop.outcome("POST", "/api/redemptions", shop.sale(id)) == "200");
  REQUIRE(shop.outcome("POST", "/api/redemptions/" + id + "/handed") == "200");
  CHECK(shop.balance("t/03-1-a:escrow/0301002") == 6'00);
  shop.loop->run_once();
  CHECK(shop.balance("h/0301002:spendable") == 24'00);
  shop.cut();
  shop.loop->run_once();
  CHECK(scan(shop, "0301003") == "409 lease.household");
  shop.sound();
}
