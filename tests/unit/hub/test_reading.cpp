#include "hub_fixture.hpp"

#include <wumei/audit/checkpoint.hpp>
#include <wumei/store/log_reader.hpp>

#include <filesystem>
#include <fstream>

namespace {

using namespace wumei;
using namespace wumei::test;
using hub::Right;

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> reads(const ShopHub& office) {
  return lines_of(office.ledger.string() + ".reads");
}

}  // namespace

TEST_CASE("the head of a ledger is that of its log") {
  ShopHub office;
  office.become("o-keeper");
  office.ask("GET", "/v1/ledgers/test");
  CHECK(office.value("size").integer() == office.book->size());
  CHECK(office.value("root").text() == to_hex(office.book->root().bytes()));
  CHECK(office.value("today").text() == "2026-04-08");
  CHECK_FALSE(has(office.last.body, "checkpoint"));
  CHECK(office.outcome("GET", "checkpoint") == "404 not_found");
}

TEST_CASE("a household is shown with its points, its head masked") {
  ShopHub office;
  office.become("o-keeper", {Right::look});
  const std::string body = office.ask("GET", "households/0301001");
  CHECK(has(body, R"("head":"张*")"));
  CHECK_FALSE(has(body, "phone"));
  CHECK(has(body, R"("spendable":"40.00")"));
  CHECK(has(body, R"("lots":[{"points":"40.00","expires":"2027-12-31"}])"));
  CHECK(office.outcome("GET", "households/0301099") == "404 not_found");
  CHECK(office.outcome("GET", "households/%E6%9D%8E") == "400 bad_input");
  CHECK(office.outcome("GET", "households/0301001?full=yes") == "400 bad_input");
  CHECK_FALSE(std::filesystem::exists(office.ledger.string() + ".reads"));
}

TEST_CASE("every look at a whole name is written down, each line bound to the one before") {
  ShopHub office;
  office.become("o-keeper", {Right::look, Right::people}, "pc-7");
  CHECK(has(office.ask("GET", "households/0301001?full=true"), R"("head":"张三")"));
  CHECK(has(office.ask("GET", "households/0301002/statement?full=true"), R"("head":"张三")"));
  office.start();  // a hub that starts anew goes on where it was
  CHECK(has(office.ask("GET", "households?q=0301&full=true"), R"("head":"张三")"));
  CHECK(office.outcome("GET", "households/0301099?full=true") == "404 not_found");
  CHECK(office.outcome("GET", "households?q=0399&full=true") == "200");
  const std::vector<std::string> lines = reads(office);
  REQUIRE(lines.size() == 3);
  const std::vector<std::string> what{"household 0301001", "statement 0301002",
                                      "households 0301001 0301002 0301003"};
  std::string previous;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const json::Value line = json::parse(lines[i]);
    CHECK(line.at("what").text() == what[i]);
    CHECK(line.at("at").text() == "2026-04-08T04:00:00Z");
    CHECK(line.at("officer").text() == "o-keeper");
    CHECK(line.at("device").text() == "pc-7");
    CHECK(line.at("previous").text() == previous);
    previous = to_hex(sha256(lines[i]).bytes());
  }
}

TEST_CASE("a look that cannot be written down shows nothing") {
  ShopHub office;
  office.become("o-keeper");
  std::filesystem::create_directory(office.ledger.string() + ".reads");
  CHECK(office.outcome("GET", "households/0301001?full=true") == "507 disk");
  CHECK_FALSE(has(office.last.body, "张三"));
  CHECK(office.outcome("GET", "households/0301001") == "200");
}

TEST_CASE("an officer with no role in the village sees no whole name there") {
  ShopHub office;
  programme::Appointment away;
  away.officer = OfficerId("o-away");
  away.roles = {people::Role::keeper};
  away.villages = {VillageId("V04")};
  office.accept(programme::village_command(office.head, {VillageId("V04"), "松岭村"}));
  office.accept(programme::appointment_command(office.head, away));
  office.become("o-away");
  CHECK(office.outcome("GET", "households/0301001?full=true") == "403 token.right");
  CHECK(has(office.ask("GET", "households?q=0301001&full=true"), R"("head":"张*")"));
  CHECK_FALSE(std::filesystem::exists(office.ledger.string() + ".reads"));
}

TEST_CASE("households are found by number, card and village, and no more than asked for") {
  ShopHub office;
  office.become("o-keeper");
  office.ask("GET", "households?card=C2");
  REQUIRE(office.value("households").items().size() == 1);
  CHECK(office.value("households").items()[0].at("household").text() == "0301002");
  office.ask("GET", "households?village=V03&limit=2");
  CHECK(office.value("households").items().size() == 2);
  CHECK(office.value("more").flag());
  office.ask("GET", "households?village=V99");
  CHECK(office.value("households").items().empty());
  CHECK(office.outcome("GET", "households?limit=0") == "400 bad_input");
  CHECK(office.outcome("GET", "households?limit=201") == "400 bad_input");
  CHECK(office.outcome("GET", "households?limit=2x") == "400 bad_input");
  CHECK(office.outcome("GET", "households?village=%20") == "400 bad_input");
}

TEST_CASE("a statement tells every movement, in the language asked for") {
  ShopHub office;
  office.become("o-keeper");
  REQUIRE(office.outcome("POST", "redemptions", office.sold("0001")) == "201");
  office.ask("GET", "households/0301001/statement");
  const json::Value lines = office.value("lines");
  REQUIRE(lines.items().size() == 2);
  CHECK(lines.items()[0].at("spendable").text() == "-6.00");
  CHECK(lines.items()[1].at("spendable").text() == "40.00");
  office.ask("GET", "households/0301001/statement?lines=1&lang=en");
  CHECK(office.value("lines").items().size() == 1);
  CHECK(office.value("more").flag());
  CHECK(office.outcome("GET", "households/0301001/statement?lang=fr") == "400 bad_input");
  CHECK(office.outcome("GET", "households/0301099/statement") == "404 not_found");
}

TEST_CASE("shops, prices and shelves are shown as the ledger has them") {
  ShopHub office;
  office.become("o-keeper");
  CHECK(has(office.ask("GET", "shops"), R"({"shop":"03-1","village":"V03")"));
  office.ask("GET", "prices");
  CHECK(office.value("prices").integer() == office.prices);
  CHECK(office.value("goods").items().size() == 3);
  CHECK(office.outcome("GET", "prices?on=2026-03-31") == "404 not_found");
  CHECK(office.outcome("GET", "prices?on=today") == "400 bad_input");
  const std::string shelf = office.ask("GET", "shops/03-1/stock");
  CHECK(has(shelf, R"("sku":"G04","name":"商品G04","unit":"件","quantity":"20")"));
  CHECK(office.outcome("GET", "shops/03-9/stock") == "404 not_found");
}

TEST_CASE("all shops are shown at a glance, over 1 to 26 weeks") {
  ShopHub office;
  office.become("o-keeper");
  office.ask("GET", "overview?weeks=3");
  const json::Value shops = office.value("shops");
  REQUIRE(shops.items().size() == 1);
  const json::Value& shop = shops.items()[0];
  CHECK(shop.at("shop").text() == "03-1");
  CHECK(shop.at("silent").flag());
  CHECK(shop.find("silent_days") == nullptr);
  CHECK(shop.at("figures").at("weeks").items().size() == 3);
  CHECK(shop.at("goods").items()[0].at("left").text() == "20");
  CHECK(office.outcome("GET", "overview?weeks=27") == "400 bad_input");
  CHECK(office.outcome("GET", "overview?weeks=no") == "400 bad_input");
}

TEST_CASE("the log is read page by page to its end") {
  ShopHub office;
  office.become("o-keeper");
  std::int64_t after = -1;
  std::vector<std::int64_t> seen;
  do {
    office.ask("GET", "entries?limit=7&after=" + std::to_string(after));
    const json::Value entries = office.value("entries");
    for (const json::Value& entry : entries.items()) {
      seen.push_back(entry.at("seq").integer());
    }
    after = office.value("next").integer();
  } while (after + 1 < office.value("size").integer());
  REQUIRE(std::ssize(seen) == office.book->size());
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == static_cast<std::int64_t>(i));
  office.ask("GET", "entries?after=" + std::to_string(after));
  CHECK(office.value("entries").items().empty());
  CHECK(office.value("next").integer() == after);
  CHECK(office.outcome("GET", "entries?after=-2") == "400 bad_input");
  CHECK(office.outcome("GET", "entries?limit=1001") == "400 bad_input");
  CHECK(office.outcome("GET", "entries?wait=31") == "400 bad_input");
}

TEST_CASE("an entry comes with its bytes, which have its hash") {
  ShopHub office;
  office.become("o-keeper");
  office.ask("GET", "entries/" + std::to_string(office.prices));
  CHECK(office.value("kind").text() == "prices.publish");
  CHECK(office.value("officer").text() == "o-township");
  CHECK(office.value("leaf").text() == office.book->leaf(office.prices));
  office.ask("GET", "entries?limit=1&leaves=true");
  CHECK(office.value("entries").items()[0].at("leaf").text() == office.book->leaf(0));
  CHECK(office.outcome("GET", "entries/" + std::to_string(office.book->size())) ==
        "404 not_found");
  CHECK(office.outcome("GET", "entries/-1") == "404 not_found");
  CHECK(office.outcome("GET", "entries/99999999999999999999") == "404 not_found");
}

TEST_CASE("who asks for news waits until there are some or the time is over") {
  ShopHub office;
  office.become("o-keeper");
  const std::string target = "entries?wait=5&after=" + std::to_string(office.book->size() - 1);
  http::Request asked = office.request("GET", target);
  http::Response answer = office.hub->answer(asked);
  REQUIRE(answer.later);
  CHECK(*answer.later == std::chrono::milliseconds(5'000));
  asked.again = true;
  asked.waited = std::chrono::milliseconds(1'200);
  CHECK(*office.hub->answer(asked).later == std::chrono::milliseconds(3'800));
  const int nudges = office.nudges;
  REQUIRE(office.outcome("POST", "redemptions", office.sold("0001")) == "201");
  CHECK(office.nudges == nudges + 1);
  answer = office.hub->answer(asked);
  CHECK_FALSE(answer.later);
  CHECK(has(answer.body, R"("kind":"redeem.confirm")"));
  asked = office.request("GET", "entries?wait=5&after=" + std::to_string(office.book->size() - 1));
  asked.waited = std::chrono::milliseconds(5'000);
  CHECK_FALSE(office.hub->answer(asked).later);
}

TEST_CASE("a token waits for news eight times at once and no more") {
  ShopHub office;
  office.become("o-keeper");
  const http::Request asked =
      office.request("GET", "entries?wait=5&after=" + std::to_string(office.book->size() - 1));
  for (int i = 0; i < 8; ++i) CHECK(office.hub->answer(asked).later);
  http::Response refused = office.hub->answer(asked);
  CHECK(ShopHub::outcome_of(refused) == "429 rate");
  CHECK_FALSE(refused.later);
  const std::string first = office.secret;
  office.become("o-village");  // another token has room of its own
  CHECK(office.hub->answer(office.request("GET", "entries?wait=5&after=9999")).later);
  office.secret = first;
  http::Request over = asked;
  over.again = true;
  CHECK(office.hub->answer(over).later);  // asked again too early: it waits on
  over.waited = std::chrono::milliseconds(5'000);
  CHECK_FALSE(office.hub->answer(over).later);
  CHECK(office.hub->answer(asked).later);  // one has left
  CHECK_FALSE(office.hub->answer(asked).later);
}

TEST_CASE("waiting takes from the rate once") {
  ShopHub office;
  office.start({.per_second = 1, .burst = 2});
  office.become("o-keeper");
  http::Request asked =
      office.request("GET", "entries?wait=5&after=" + std::to_string(office.book->size() - 1));
  CHECK(office.hub->answer(asked).later);
  asked.again = true;
  for (int i = 0; i < 5; ++i) CHECK(office.hub->answer(asked).later);
  CHECK(office.outcome("GET", "shops") == "200");
  CHECK(office.outcome("GET", "shops") == "429 rate");
}

TEST_CASE("an entry is proven against the newest signed head, and one behind it is not") {
  ShopHub office;
  office.become("o-keeper");
  const std::string entry = "entries/" + std::to_string(office.prices) + "/proof";
  CHECK(office.outcome("GET", entry) == "409 checkpoint.none");
  const std::filesystem::path key = office.folder / "key";
  const audit::VerifierKey log_key =
      audit::create_key_file(key, "wumei.example/test", "correct horse");
  const auto signer = audit::open_key_file(key, "correct horse");
  const std::string note = store::sign_and_keep(
      office.store, "test", audit::HeadFile(office.folder / "head"), *signer,
      {office.book->state().charter.origin, {office.book->size(), office.book->root()}});
  office.ask("GET", entry);
  const audit::ProofCheck checked =
      audit::check_proof(audit::parse_proof(office.value("proof").text()), log_key);
  CHECK(checked.index == office.prices);
  CHECK(checked.leaf == office.book->leaf(office.prices));
  CHECK(office.ask("GET", "checkpoint") == note);
  REQUIRE(office.outcome("POST", "redemptions", office.sold("0001")) == "201");
  const std::string last = std::to_string(office.book->size() - 1);
  CHECK(office.outcome("GET", "entries/" + last + "/proof") == "409 checkpoint.none");
  CHECK(office.outcome("GET", "entries/9999/proof") == "404 not_found");
}
