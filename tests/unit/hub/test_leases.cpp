#include "hub_fixture.hpp"

#include <wumei/audit/lease_note.hpp>

namespace {

using namespace wumei;
using namespace wumei::test;

const std::string leases = "tills/03-1-a/leases";
const std::string first = leases + "/1";

}  // namespace

TEST_CASE("a lease is not issued where nobody could sign it") {
  LeaseHub hub;
  hub.sign_lease = {};
  hub.start();
  const std::int64_t size = hub.book->size();
  CHECK(hub.lent() == "409 key.absent");
  CHECK(hub.book->size() == size);
}

TEST_CASE("a lease is issued once and its signed document had as often as asked") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  const std::string note = hub.value("note").text();
  const audit::LeaseDocument lease = audit::open_lease(note, hub.signer->key());
  CHECK(lease.till == "03-1-a");
  CHECK(lease.households.at(0).points == 30'00);
  CHECK(hub.lent() == "200");
  CHECK(hub.value("note").text() == note);
  CHECK(hub.outcome("GET", first) == "200");
  CHECK(hub.value("note").text() == note);
  CHECK(hub.value("state").text() == "open");
  CHECK(hub.escrow() == 30'00);
}

TEST_CASE("without a list of households the whole village is asked for") {
  LeaseHub hub;
  const std::string body = R"({"shop":"03-1","number":1})";
  CHECK(hub.outcome("POST", leases, R"({"shop":"09-9","number":1})") == "422 lease.nothing");
  REQUIRE(hub.outcome("POST", leases, body) == "201");
  CHECK(hub.outcome("POST", leases, body) == "200");  // its shares are those of the entry
  CHECK(hub.outcome("GET", first + "/households") == "200");
  const json::Array households = hub.value("households").items();
  REQUIRE(households.size() == 2);
  CHECK(households[0].at("head").text() == "张*");
  CHECK(households[0].at("card").text() == "C1");
  CHECK(households[0].at("points").text() == "36.00");
  CHECK(hub.outcome("GET", first + "/prices") == "200");
  CHECK(hub.value("prices").integer() == hub.prices);
}

TEST_CASE("what the rules of leases refuse is told, and nothing is written") {
  LeaseHub hub;
  const auto issue = [&](const std::string& number, const std::string& points) {
    return hub.outcome("POST", leases,
                       R"({"shop":"03-1","number":)" + number +
                           R"(,"households":[{"household":"0301001","points":")" + points +
                           R"("}]})");
  };
  const std::int64_t size = hub.book->size();
  CHECK(issue("2", "10") == "409 state.wrong");
  CHECK(issue("1", "50") == "422 lease.limit");
  CHECK(issue("1", "0") == "400 bad_input");
  CHECK(hub.outcome("POST", leases, R"({"shop":"03-1","number":1,"till":"x"})") ==
        "400 bad_input");
  CHECK(hub.bring(hub.record(1)) == "404 not_found");
  CHECK(hub.outcome("GET", first) == "404 not_found");
  CHECK(hub.outcome("POST", first + "/close", R"({"records":0,"last":0})") ==
        "422 lease.unknown");
  hub.become("o-grid-worker");
  CHECK(issue("1", "10") == "403 role.missing");
  hub.become("o-keeper", {hub::Right::look});
  CHECK(issue("1", "10") == "403 token.right");
  CHECK(hub.book->size() == size);
}

TEST_CASE("who stands at a till is told with what may be added, and is lent it for one cart") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  const auto met = [&](const std::string& code) {
    return hub.outcome("GET", first + "/visitor?code=" + code);
  };
  REQUIRE(met("C1") == "200");
  CHECK(hub.value("household").text() == "0301001");
  CHECK(hub.value("head").text() == "张*");
  CHECK(hub.value("points").text() == "20.00");  // 30 are lent, and 50 are the most of a cart
  REQUIRE(met("0301002") == "200");
  CHECK(hub.value("points").text() == "30.00");
  CHECK(met("") == "422 card.unknown");
  CHECK(met("0399999") == "422 card.unknown");
  CHECK(hub.outcome("GET", leases + "/7/visitor?code=C1") == "404 not_found");
  const auto add = [&](const std::string& random, const std::string& household,
                       const std::string& points) {
    return hub.outcome("POST", first + "/add",
                       R"({"random":"00000000000000)" + random + R"(","household":")" +
                           household + R"(","points":")" + points + "\"}");
  };
  CHECK(add("01", "0301001", "20.01") == "422 lease.limit");
  CHECK(add("01", "0301001", "0") == "400 bad_input");
  CHECK(add("0X", "0301001", "1") == "400 bad_input");
  CHECK(add("01", "0301002", "30.01") == "422 points.short");
  REQUIRE(add("01", "0301002", "12") == "201");
  const audit::LeaseDocument lease =
      audit::open_lease(hub.value("note").text(), hub.signer->key());
  REQUIRE(lease.added);
  CHECK(lease.added->seq == hub.book->size() - 1);
  CHECK(lease.households.at(1).points == 12'00);
  CHECK(add("01", "0301002", "12") == "200");
  CHECK(add("01", "0301002", "13") == "409 key.conflict");
  CHECK(hub.balance("t/03-1-a:escrow/0301002") == 12'00);
  hub.sign_lease = {};
  hub.start();
  hub.become("o-keeper");
  CHECK(add("02", "0301002", "1") == "409 key.absent");
  CHECK(hub.balance("t/03-1-a:escrow/0301002") == 12'00);
}

TEST_CASE("records are booked in order, and the highest number without a gap is told") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  REQUIRE(hub.bring(hub.record(1, "01") + "," + hub.record(2, "02")) == "200");
  CHECK(hub.value("through").integer() == 2);
  CHECK(hub.value("outcomes").items().at(0).at("status").integer() == 201);
  CHECK(hub.escrow() == 18'00);
  REQUIRE(hub.bring(hub.record(2, "02") + "," + hub.record(3, "03")) == "200");
  CHECK(hub.value("through").integer() == 3);
  CHECK(hub.value("outcomes").items().at(0).at("status").integer() == 200);
  CHECK(hub.escrow() == 12'00);
}

TEST_CASE("a gap is refused with the number that comes next, unless it was not handed over") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  const std::int64_t size = hub.book->size();
  CHECK(hub.bring(hub.record(2, "02")) == "409 lease.gap");
  CHECK(hub.value("facts").at("next").text() == "1");
  CHECK(hub.bring(hub.record(1, "01") + "," + hub.record(3, "03")) == "409 lease.gap");
  CHECK(hub.value("facts").at("next").text() == "2");
  CHECK(hub.bring(hub.record(2, "02") + "," + hub.record(1, "01")).substr(0, 3) != "200");
  CHECK(hub.bring("") == "400 bad_input");
  CHECK(hub.bring(hub.record(1, "0z")) == "400 bad_input");
  CHECK(hub.book->size() == size);
  CHECK(hub.bring(hub.record(1, "01") + "," + hub.record(3, "03"), "2") == "200");
  CHECK(hub.value("through").integer() == 3);
}

TEST_CASE("what no honest till writes holds up nothing that comes after it") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  REQUIRE(hub.bring(hub.record(1, "01", "2", "0399999") + "," + hub.record(2, "02")) == "200");
  const json::Array outcomes = hub.value("outcomes").items();
  CHECK(outcomes.at(0).at("error").at("code").text() == "household.unknown");
  CHECK(outcomes.at(1).at("status").integer() == 201);
  CHECK(hub.value("through").integer() == 0);
}

TEST_CASE("the same id with other content is an alarm: both are booked, the till is set aside") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  REQUIRE(hub.bring(hub.record(1)) == "200");
  CHECK_FALSE(hub.leases().till(hub.till)->quarantined);
  CHECK(hub.bring(hub.record(1, "0f", "3")) == "409 key.conflict");
  CHECK(hub.leases().till(hub.till)->quarantined);
  const std::int64_t size = hub.book->size();
  CHECK(hub.escrow() == 15'00);
  CHECK(hub.bring(hub.record(1, "0f", "3")) == "409 key.conflict");
  CHECK(hub.book->size() == size);
  CHECK(hub.bring(hub.record(1)) == "200");
  CHECK(hub.value("quarantined").flag());
}

TEST_CASE("a till reports, the rest goes back, and its records are still answered") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  REQUIRE(hub.bring(hub.record(1)) == "200");
  CHECK(hub.outcome("POST", first + "/close", R"({"records":2,"last":2})") ==
        "422 lease.records");
  CHECK(hub.outcome("POST", first + "/close", R"({"records":1,"last":1})") == "201");
  CHECK(hub.outcome("POST", first + "/close", R"({"records":1,"last":1})") == "200");
  CHECK(hub.escrow() == 0);
  CHECK(hub.bring(hub.record(1)) == "200");
  CHECK(hub.value("through").integer() == 1);
  CHECK_FALSE(hub.value("quarantined").flag());
}

TEST_CASE("two people take back a lease in doubt, each with a key") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  hub.become("o-shop-supervisor");
  const std::string why = R"({"reason":"终端损坏"})";
  CHECK(hub.outcome("POST", first + "/recall", why) == "400 key.missing");
  CHECK(hub.outcome("POST", first + "/recall", why, "a") == "409 state.wrong");
  hub.pass_hours(73);
  CHECK(hub.outcome("POST", first + "/force", "", "b") == "409 state.wrong");
  CHECK(hub.outcome("POST", first + "/recall", why, "c") == "201");
  CHECK(hub.outcome("POST", first + "/force", "", "d") == "403 role.four_eyes");
  hub.become("o-supervisor");
  CHECK(hub.outcome("POST", first + "/force", "", "e") == "201");
  CHECK(hub.outcome("GET", first) == "200");
  CHECK(hub.value("state").text() == "forced");
}

TEST_CASE("terms, exposure by till and shop, and stopped cards are told") {
  LeaseHub hub;
  REQUIRE(hub.lent() == "201");
  CHECK(hub.outcome("GET", "leases") == "200");
  CHECK(hub.value("total").at("open").text() == "30.00");
  CHECK(hub.value("tills").items().at(0).at("exposure").at("open").text() == "30.00");
  CHECK(hub.value("shops").items().at(0).at("shop").text() == "03-1");
  hub.pass_hours(73);
  hub.ask("GET", "leases");
  CHECK(hub.value("total").at("in_doubt").text() == "30.00");
  CHECK(hub.outcome("GET", "cards/stopped") == "200");
  CHECK(hub.value("cards").items().empty());
  const std::string off = R"({"share":60,"household":"0","till":"2000","records":200,"hours":72,)"
                          R"("redemption":"50"})";
  CHECK(hub.outcome("POST", "leases/terms", off, "a") == "403 role.missing");
  hub.become("o-township");
  CHECK(hub.outcome("POST", "leases/terms", off, "b") == "201");
}
