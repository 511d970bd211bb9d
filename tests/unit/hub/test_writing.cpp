#include "hub_fixture.hpp"

namespace {

using namespace wumei;
using namespace wumei::test;

std::string claim(const std::string& number = "1", const std::string& quantity = "1") {
  return R"({"household":"0301001","rule":"VOL01","on":"2026-04-12","quantity":")" + quantity +
         R"(","evidence":[{"kind":"E3","ref":"0412"}],"number":)" + number + "}";
}

}  // namespace

TEST_CASE("a redemption sent twice is debited once and answered twice") {
  ShopHub shop;
  shop.become("o-keeper");
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001")) == "201");
  const std::int64_t entry = shop.value("entry").integer();
  CHECK(shop.value("kind").text() == "redeem.confirm");
  CHECK(shop.value("out").at("points").integer() == 600);
  const std::int64_t size = shop.book->size();
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001")) == "200");
  CHECK(shop.value("entry").integer() == entry);
  CHECK(shop.value("replayed").flag());
  CHECK(shop.value("out").at("points").integer() == 600);
  CHECK(shop.book->size() == size);
  CHECK(shop.balance("h/0301001:spendable") == 3'400);
  CHECK(shop.nudges == 1);
}

TEST_CASE("the slip number with other goods, or from another till, is a conflict") {
  ShopHub shop;
  shop.become("o-keeper");
  REQUIRE(shop.outcome("POST", "redemptions", shop.sold("0001")) == "201");
  const std::int64_t size = shop.book->size();
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001", "3")) == "409 key.conflict");
  CHECK(shop.value("facts").at("differs").text() == "facts");
  shop.become("o-keeper", hub::all_rights(), "till-2");
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001")) == "409 key.conflict");
  CHECK(shop.value("facts").at("differs").text() == "device");
  CHECK(shop.book->size() == size);
}

TEST_CASE("what the rules refuse is told with its facts, and nothing is written") {
  ShopHub shop;
  shop.become("o-keeper");
  const std::int64_t size = shop.book->size();
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001", "6")) == "422 goods.limit");
  CHECK(shop.value("facts").at("limit").text() == "5");
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001", "1")) == "422 points.minimum");
  CHECK(shop.book->size() == size);
  CHECK(shop.nudges == 0);
}

TEST_CASE("a card and the list in force stand for household and prices") {
  ShopHub shop;
  shop.become("o-keeper");
  const std::string body =
      R"({"shop":"03-1","slip":"7","on":"2026-04-08","card":"CARD","lines":[)"
      R"({"sku":"G04","quantity":"2"}],"receiver":"family"})";
  std::string by_card = body;
  by_card.replace(by_card.find("CARD"), 4, "C1");
  CHECK(shop.outcome("POST", "redemptions", by_card) == "201");
  CHECK(shop.outcome("POST", "redemptions", by_card) == "200");
  CHECK(shop.outcome("POST", "redemptions", body) == "404 not_found");
  std::string stale = shop.sold("8");
  stale.replace(stale.find("\"prices\":") + 9, 1, "1");
  CHECK(shop.outcome("POST", "redemptions", stale).substr(0, 3) == "422");
}

TEST_CASE("what is to be looked up in the ledger is no brief answer") {
  ShopHub shop;
  shop.become("o-keeper");
  const auto brief = [&](const std::string& target, const std::string& body) {
    return shop.hub->is_brief(shop.request("POST", target, body));
  };
  CHECK(brief("redemptions", shop.sold("1")));
  CHECK(brief("claims", "{}"));
  CHECK_FALSE(brief("redemptions", R"({"card":"C1","prices":9})"));
  CHECK_FALSE(brief("redemptions", R"({"household":"0301001","slip":"\"prices\""})"));
  CHECK_FALSE(brief("redemptions/7/reverse", R"({"household":"","prices":1})"));
  CHECK_FALSE(shop.hub->is_brief(shop.request("GET", "redemptions/7")));
}

TEST_CASE("a redemption is taken back once, and says so when it is sent again") {
  ShopHub shop;
  shop.become("o-keeper");
  REQUIRE(shop.outcome("POST", "redemptions", shop.sold("0001")) == "201");
  const std::string sale = "redemptions/" + std::to_string(shop.value("entry").integer());
  CHECK_FALSE(has(shop.ask("GET", sale), R"("reversed":true)"));
  const std::string body = R"({"reason":"拿错了"})";
  CHECK(shop.outcome("POST", sale + "/reverse", body) == "400 key.missing");
  CHECK(shop.outcome("POST", sale + "/reverse", R"({"reason":""})", "a") == "400 bad_input");
  CHECK(shop.outcome("POST", sale + "/reverse", body, "a") == "201");
  CHECK(shop.outcome("POST", sale + "/reverse", body, "a") == "200");
  CHECK(shop.outcome("POST", sale + "/reverse", R"({"reason":"又"})", "a") == "409 key.conflict");
  CHECK(shop.outcome("POST", sale + "/reverse", body, "b") == "409 reverse.twice");
  CHECK(shop.balance("h/0301001:spendable") == 4'000);
  CHECK(has(shop.ask("GET", sale), R"("reversed":true)"));
  // The lost answer of the sale is asked for again: nothing is debited anew.
  CHECK(shop.outcome("POST", "redemptions", shop.sold("0001")) == "200");
  CHECK(shop.value("reversed").flag());
  CHECK(shop.balance("h/0301001:spendable") == 4'000);
  const std::string prices = "redemptions/" + std::to_string(shop.prices);
  CHECK(shop.outcome("POST", prices + "/reverse", body, "c") == "404 not_found");
  CHECK(shop.outcome("GET", prices) == "404 not_found");
}

TEST_CASE("goods are taken in before a witness") {
  ShopHub shop;
  shop.become("o-keeper");
  const std::string body =
      R"({"shop":"03-1","delivery":"DN-9","on":"2026-04-08","witness":"o-shop-supervisor",)"
      R"("donor":"D001","lines":[{"sku":"G04","quantity":"5","unit_cost":"2.40"}]})";
  CHECK(shop.outcome("POST", "deliveries", body) == "201");
  CHECK(shop.outcome("POST", "deliveries", body) == "200");
  CHECK(shop.balance("s/03-1:stock/G04") == 25);
  std::string both = body;
  both.insert(1, R"("fund":"V03",)");
  CHECK(shop.outcome("POST", "deliveries", both) == "400 bad_input");
}

TEST_CASE("a claim goes from its record to its points, each step once") {
  DeedHub office;
  office.become("o-grid-worker", hub::all_rights(), "pc-1");
  REQUIRE(office.outcome("POST", "claims", claim("1", "2")) == "201");
  const std::int64_t seq = office.value("entry").integer();
  CHECK(office.outcome("POST", "claims", claim("1", "2")) == "200");
  CHECK(office.outcome("POST", "claims", claim("1", "3")) == "409 key.conflict");
  const std::string path = "claims/" + std::to_string(seq);
  CHECK(has(office.ask("GET", path), R"("state":"recorded","step":1})"));
  CHECK(office.outcome("POST", path + "/check", R"({"pass":true})", "x") == "403 role.missing");
  for (const auto& [officer, step] :
       std::vector<std::pair<std::string, int>>{{"o-group-leader", 1}, {"o-village", 2}}) {
    if (!office.state().deeds.claims.contains(seq)) break;
    office.become(officer, hub::all_rights(), "pc-2");
    const std::string body = R"({"pass":true,"step":)" + std::to_string(step) + "}";
    CHECK(office.outcome("POST", path + "/check", R"({"pass":true,"step":9})", "k9") ==
          "409 conflict");
    CHECK(office.outcome("POST", path + "/check", body, "k" + std::to_string(step)) == "201");
    const std::int64_t entry = office.value("entry").integer();
    const std::int64_t size = office.book->size();
    // Its answer was lost: what the claim waits for now is another step.
    CHECK(office.outcome("POST", path + "/check", body, "k" + std::to_string(step)) == "200");
    CHECK(office.value("entry").integer() == entry);
    CHECK(office.outcome("POST", path + "/check", R"({"pass":false})",
                         "k" + std::to_string(step)) == "409 key.conflict");
    CHECK(office.book->size() == size);
  }
  office.ask("GET", path);
  CHECK(office.value("state").text() == "settled");
  CHECK(office.value("answer").at("kind").text() == "claim.settle");
}

TEST_CASE("a claim is refused with a reason, or taken back") {
  DeedHub office;
  office.become("o-grid-worker");
  REQUIRE(office.outcome("POST", "claims", claim("1")) == "201");
  const std::string first = "claims/" + std::to_string(office.value("entry").integer());
  REQUIRE(office.outcome("POST", "claims", claim("2")) == "201");
  const std::string second = "claims/" + std::to_string(office.value("entry").integer());
  office.become("o-group-leader");
  const std::string no = R"({"pass":false,"reason":"evidence.missing","words":"照片不清"})";
  CHECK(office.outcome("POST", first + "/check", R"({"pass":false,"reason":"x"})", "r") ==
        "400 bad_input");
  CHECK(office.outcome("POST", first + "/check", no, "r") == "201");
  CHECK(office.value("kind").text() == "claim.refuse");
  CHECK(office.outcome("POST", first + "/check", no, "r") == "200");
  CHECK(has(office.ask("GET", first), R"("state":"refused")"));
  CHECK_FALSE(has(office.last.body, "照片"));
  CHECK(office.outcome("POST", second + "/withdraw", "", "w") == "201");
  CHECK(office.outcome("POST", second + "/withdraw", "", "w") == "200");
  CHECK(office.outcome("POST", second + "/withdraw", "", "w2") == "409 state.wrong");
  CHECK(office.outcome("POST", second + "/withdraw", "") == "400 key.missing");
  CHECK(office.outcome("POST", "claims/0/withdraw", "", "w3") == "409 state.wrong");
  CHECK(office.outcome("POST", "claims/9999/check", R"({"pass":true})", "w4") == "404 not_found");
}

TEST_CASE("open claims are listed, all or those one may check") {
  DeedHub office;
  office.become("o-grid-worker");
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(office.outcome("POST", "claims", claim(std::to_string(i))) == "201");
  }
  const auto count = [&](const std::string& query) {
    const std::string body = office.ask("GET", "claims" + query);
    std::size_t found = 0;
    for (std::size_t at = 0; (at = body.find("\"claim\":", at)) != body.npos; ++at) ++found;
    return found;
  };
  CHECK(count("") == 3);
  CHECK(count("?limit=2") == 2);
  CHECK(has(office.last.body, R"("more":true)"));
  CHECK(count("?mine=true") == 0);
  CHECK(count("?village=V99") == 0);
  CHECK(count("?through=2026-04-11") == 0);
  CHECK(count("?step=2") == 0);
  CHECK(count("?after=" + std::to_string(office.book->size() - 2)) == 1);
  office.become("o-group-leader");
  CHECK(count("?mine=true&step=1") == 3);
}

TEST_CASE("a notice is posted, objected to, decided and confirmed") {
  DeedHub office;
  const auto earned = office.settle(office.deed("VOL01", "2"));
  const auto other = office.settle(office.deed("VOL01", "1", 2));
  office.become("o-village");
  const std::string body = R"({"notice":"N-1","village":"V03","through":"2026-04-20","days":3})";
  CHECK(office.outcome("POST", "notices", body, "n") == "201");
  CHECK(office.outcome("POST", "notices", body, "n") == "200");
  CHECK(has(office.ask("GET", "notices"), R"("notice":"N-1")"));
  CHECK(office.outcome("GET", "notices/N-9") == "404 not_found");
  CHECK(office.outcome("POST", "notices/N-1/confirm", "", "c") == "422 notice.running");
  const std::string entry = std::to_string(earned.first);
  CHECK(office.outcome("POST", "objections",
                       R"({"entry":)" + entry + R"(,"on":"2026-04-20","ground":"not-done",)" +
                           R"("words":"没有来"})", "o") == "201");
  CHECK(has(office.ask("GET", "notices/N-1"), R"("objections":1)"));
  CHECK_FALSE(has(office.last.body, "没有来"));
  office.become("o-township");
  CHECK(office.outcome("POST", "verdicts",
                       R"({"entry":)" + entry + R"(,"on":"2026-04-20","verdict":"amended"})",
                       "v") == "400 bad_input");
  CHECK(office.outcome("POST", "verdicts",
                       R"({"entry":)" + entry + R"(,"on":"2026-04-20","verdict":"upheld"})",
                       "v") == "201");
  office.set_day("2026-04-24");
  CHECK(office.outcome("POST", "notices/N-1/confirm", R"({"notice":"N-2"})", "c") ==
        "400 bad_input");
  office.become("o-supervisor");
  const std::string confirmed = office.outcome("POST", "notices/N-1/confirm", "", "c");
  INFO(confirmed);
  CHECK(confirmed == "201");
  CHECK(office.outcome("POST", "notices/N-1/confirm", "", "c") == "200");
  CHECK(office.balance(Purpose::spendable) == other.out.at("points").integer());
}

TEST_CASE("the keys of two devices are two keys, and one that is none is refused") {
  DeedHub office;
  office.become("o-grid-worker", hub::all_rights(), "pc-1");
  REQUIRE(office.outcome("POST", "claims", claim("1")) == "201");
  const std::string first = "claims/" + std::to_string(office.value("entry").integer());
  REQUIRE(office.outcome("POST", "claims", claim("2")) == "201");
  const std::string second = "claims/" + std::to_string(office.value("entry").integer());
  for (const std::string& key : {std::string("a#1/2"), std::string("a b"), std::string("键"),
                                 std::string(70, 'k')}) {
    CHECK(office.outcome("POST", first + "/withdraw", "", key) == "400 bad_input");
  }
  CHECK(office.outcome("POST", first + "/withdraw", "", "1") == "201");
  CHECK(office.outcome("POST", second + "/withdraw", "", "1") == "409 key.conflict");
  office.become("o-grid-worker", hub::all_rights(), "pc-2");
  CHECK(office.outcome("POST", second + "/withdraw", "", "1") == "201");
}

TEST_CASE("each command of a batch has its own outcome, and all that are accepted are written") {
  ShopHub shop;
  shop.become("o-keeper");
  const auto item = [](const std::string& deed, const std::string& facts) {
    return R"({"do":")" + deed + R"(","facts":)" + facts + "}";
  };
  std::string zero = shop.sold("4");
  zero.replace(zero.find("\"on\":\"2026-04-08\""), 17, "\"on\":\"2026-04-09\"");
  const std::string body = R"({"commands":[)" + item("redemption.add", shop.sold("1")) + "," +
                           item("redemption.add", shop.sold("2", "9")) + "," +
                           item("redemption.add", shop.sold("1")) + "," +
                           item("redemption.add", zero) + "," +
                           item("redemption.add", shop.sold("3", "3")) + "]}";
  const std::int64_t size = shop.book->size();
  CHECK(shop.outcome("POST", "batch", body) == "200");
  std::vector<std::int64_t> statuses;
  const json::Value outcomes = shop.value("outcomes");
  for (const json::Value& outcome : outcomes.items()) {
    statuses.push_back(outcome.at("status").integer());
  }
  CHECK(statuses == std::vector<std::int64_t>{201, 422, 200, 422, 201});
  CHECK(shop.book->size() == size + 2);
  CHECK(shop.nudges == 1);
  shop.ask("POST", "batch", body);
  CHECK(shop.value("outcomes").items()[4].at("receipt").at("replayed").flag());
  CHECK(shop.book->size() == size + 2);
}

TEST_CASE("a command whose decision throws leaves the others of its batch alone") {
  ShopHub shop;
  shop.become("o-keeper");
  // What the goods are worth in all goes beyond what an entry can hold.
  const std::string worth =
      R"({"shop":"03-1","delivery":"DN-9","on":"2026-04-08","witness":"o-shop-supervisor",)"
      R"("donor":"D001","lines":[{"sku":"G04","quantity":"9007199254740991",)"
      R"("unit_cost":"90000000000000"}]})";
  CHECK(shop.outcome("POST", "deliveries", worth) == "400 bad_input");
  const std::string body = R"({"commands":[{"do":"redemption.add","facts":)" + shop.sold("1") +
                           R"(},{"do":"delivery.add","facts":)" + worth +
                           R"(},{"do":"redemption.add","facts":)" + shop.sold("2", "3") + "}]}";
  const std::int64_t size = shop.book->size();
  CHECK(shop.outcome("POST", "batch", body) == "200");
  const json::Value outcomes = shop.value("outcomes");
  CHECK(outcomes.items()[0].at("status").integer() == 201);
  CHECK(outcomes.items()[1].at("status").integer() == 400);
  CHECK(outcomes.items()[1].at("error").at("code").text() == "bad_input");
  CHECK(outcomes.items()[2].at("status").integer() == 201);
  CHECK(shop.book->size() == size + 2);
}

TEST_CASE("a batch that cannot be read writes nothing and says which command it was") {
  ShopHub shop;
  shop.become("o-keeper");
  const std::int64_t size = shop.book->size();
  const std::string good = R"({"do":"redemption.add","facts":)" + shop.sold("1") + "}";
  const auto bad = [&](const std::string& second) {
    return shop.outcome("POST", "batch", R"({"commands":[)" + good + "," + second + "]}");
  };
  CHECK(bad(R"({"do":"redemption.add","facts":{}})") == "400 bad_input");
  CHECK(shop.value("facts").at("command").text() == "2");
  CHECK(bad(R"({"do":"points.make","facts":{}})") == "400 bad_input");
  CHECK(bad(R"({"do":"claim.withdraw","facts":{"claim":1}})") == "400 key.missing");
  CHECK(bad("17") == "400 bad_input");
  CHECK(shop.outcome("POST", "batch", R"({"commands":[]})") == "400 bad_input");
  std::string many;
  for (int i = 0; i < 101; ++i) many += (i == 0 ? "" : ",") + good;
  CHECK(shop.outcome("POST", "batch", R"({"commands":[)" + many + "]}") == "400 bad_input");
  CHECK(shop.book->size() == size);
}

TEST_CASE("a day is closed once, by who may") {
  ShopHub shop;
  shop.become("o-keeper", {hub::Right::look, hub::Right::shop});
  CHECK(shop.outcome("POST", "days/2026-04-08/close", "", "d") == "403 token.right");
  shop.become("o-village");
  CHECK(shop.outcome("POST", "days/today/close", "", "d") == "400 bad_input");
  CHECK(shop.outcome("POST", "days/2026-04-09/close", "", "d").substr(0, 3) == "422");
  CHECK(shop.outcome("POST", "days/2026-04-08/close", "") == "400 key.missing");
  CHECK(shop.outcome("POST", "days/2026-04-08/close", "", "d") == "201");
  CHECK(shop.value("kind").text() == "day.close");
  CHECK(shop.outcome("POST", "days/2026-04-08/close", "", "d") == "200");
  CHECK(shop.outcome("POST", "days/2026-04-08/close", "", "e") == "422 period.closed");
}

TEST_CASE("a head is signed where a key is at hand") {
  ShopHub shop;
  shop.become("o-township");
  CHECK(shop.outcome("POST", "checkpoint") == "409 key.absent");
  shop.sign = [] { return "a note\n"; };
  shop.start();
  CHECK(shop.ask("POST", "checkpoint") == "a note\n");
  CHECK(shop.last.status == 201);
  shop.become("o-township", {hub::Right::look});
  CHECK(shop.outcome("POST", "checkpoint") == "403 token.right");
}
