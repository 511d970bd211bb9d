#include "hub_fixture.hpp"

#include <sys/stat.h>

#include <fstream>

namespace {

using namespace wumei;
using namespace wumei::test;
using hub::Right;

const std::string head_path = "/v1/ledgers/test";

mode_t mode_of(const std::filesystem::path& file) {
  struct stat found {};
  REQUIRE(::stat(file.c_str(), &found) == 0);
  return found.st_mode & 0777;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a request without a token, or with no token there is, is refused") {
  ShopHub office;
  CHECK(office.outcome("GET", head_path) == "401 token.none");
  CHECK(office.header("WWW-Authenticate") == "Bearer");
  office.secret = "wumei_x";
  CHECK(office.outcome("GET", head_path) == "401 token.unknown");
  office.become("o-keeper");
  http::Request asked = office.request("GET", head_path);
  asked.headers[0].second = "Basic " + office.secret;
  CHECK(office.outcome_of(office.hub->answer(asked)) == "401 token.unknown");
  asked.headers[0].second = "Bearer " + office.secret + "x";
  CHECK(office.outcome_of(office.hub->answer(asked)) == "401 token.unknown");
  asked.headers[0].second = "Bearer " + office.secret;
  asked.headers.push_back(asked.headers[0]);  // two of them are none
  CHECK(office.outcome_of(office.hub->answer(asked)) == "401 token.unknown");
  CHECK(office.outcome("GET", head_path) == "200");
}

TEST_CASE("a token is good until the instant it expires") {
  ShopHub office;
  office.become("o-keeper");
  const std::int64_t made = office.wall.millis();
  office.wall = Instant::from_millis(made + 86'399'999);
  CHECK(office.outcome("GET", head_path) == "200");
  office.wall = Instant::from_millis(made + 86'400'000);
  CHECK(office.outcome("GET", head_path) == "401 token.expired");
}

TEST_CASE("a token that is revoked ends at once, and others go on") {
  ShopHub office;
  const auto lost = office.token("o-keeper", {Right::look});
  const auto kept = office.token("o-keeper", {Right::look});
  office.secret = lost.secret;
  CHECK(office.outcome("GET", head_path) == "200");
  hub::TokenFile(office.ledger).revoke(lost.id, office.wall);
  hub::TokenFile(office.ledger).revoke(lost.id, office.wall);
  CHECK(office.outcome("GET", head_path) == "401 token.revoked");
  office.secret = kept.secret;
  CHECK(office.outcome("GET", head_path) == "200");
  CHECK_ERROR(hub::TokenFile(office.ledger).revoke("00000000", office.wall), Errc::not_found);
}

TEST_CASE("a token gives the rights it was made with and no others") {
  ShopHub office;
  office.become("o-keeper", {Right::look});
  CHECK(office.outcome("POST", "redemptions", office.sold("1")) == "403 token.right");
  CHECK(office.outcome("POST", "claims", "{}") == "403 token.right");
  CHECK(office.outcome("POST", "notices", "{}", "k") == "403 token.right");
  CHECK(office.outcome("GET", "households/0301001?full=true") == "403 token.right");
  const std::string sale = R"({"commands":[{"do":"redemption.add","facts":)" + office.sold("1");
  CHECK(office.outcome("POST", "batch", sale + "}]}") == "403 token.right");
  office.become("o-keeper", {Right::shop});
  CHECK(office.outcome("GET", head_path) == "403 token.right");
  CHECK(office.outcome("POST", "redemptions", office.sold("1")) == "201");
}

TEST_CASE("what an officer may not do, his token may not do either") {
  ShopHub office;
  office.become("o-village");
  CHECK(office.outcome("POST", "redemptions", office.sold("1")) == "403 role.missing");
  office.become("o-nobody");
  CHECK(office.outcome("POST", "redemptions", office.sold("1")) == "403 officer.unknown");
  office.become("o-keeper");
  office.accept(programme::dismissal_command(office.head, {OfficerId("o-keeper")}));
  CHECK(office.outcome("POST", "redemptions", office.sold("1")) == "403 officer.dismissed");
}

TEST_CASE("the token of an officer who left opens nothing, not even a look") {
  ShopHub office;
  office.sign = [] { return "a note\n"; };
  office.start();
  office.become("o-keeper");
  CHECK(office.outcome("GET", "shops") == "200");
  office.accept(programme::dismissal_command(office.head, {OfficerId("o-keeper")}));
  for (const char* target : {"shops", "households/0301001", "entries", "/v1/ledgers"}) {
    CHECK(office.outcome("GET", target) == "403 officer.dismissed");
  }
  CHECK(office.outcome("POST", "checkpoint") == "403 officer.dismissed");
}

TEST_CASE("a token of one ledger opens no other, nor tells that it is there") {
  ShopHub near;
  ShopHub far;
  programme::Founding founding;
  founding.charter = near.book->state().charter;
  founding.charter.programme = "other";
  founding.founder = near.head;
  store::MemoryStore store;
  auto other = programme::Programme::create(store, near.clock, near.ids, founding);
  hub::Hub both({{*near.book, near.ledger}, {other, far.ledger}},
                {.uptime = [] { return std::chrono::milliseconds(0); },
                 .now = [&] { return near.wall; }});
  near.become("o-head");
  const auto outcome = [&](const std::string& target) {
    return near.outcome_of(both.answer(near.request("GET", target)));
  };
  CHECK(outcome("/v1/ledgers/test") == "200");
  CHECK(outcome("/v1/ledgers/other") == "403 token.ledger");
  CHECK(outcome("/v1/ledgers/nowhere") == "403 token.ledger");
  const std::string list = both.answer(near.request("GET", "/v1/ledgers")).body;
  CHECK(has(list, R"("ledger":"test")"));
  CHECK_FALSE(has(list, "other"));
  far.become("o-head");
  near.secret = far.secret;
  CHECK(outcome("/v1/ledgers/other") == "200");
  CHECK_ERROR(hub::Hub({{*near.book, near.ledger}, {*far.book, far.ledger}}, {}), Errc::conflict);
}

TEST_CASE("secrets are kept nowhere, and the files are their owner's alone") {
  ShopHub office;
  office.become("o-keeper");
  CHECK(office.secret.size() == 49);
  CHECK(office.outcome("GET", "households/0301001?full=true") == "200");
  for (const char* suffix : {".tokens", ".reads"}) {
    const std::string file = office.ledger.string() + suffix;
    CHECK(mode_of(file) == 0600);
    CHECK_FALSE(has(text_of(file), office.secret.substr(6)));
  }
  const std::vector<hub::Token> tokens = hub::TokenFile(office.ledger).read();
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].hash == sha256(office.secret));
}

TEST_CASE("a token file that others may read opens nothing") {
  ShopHub office;
  office.become("o-keeper");
  ::chmod((office.ledger.string() + ".tokens").c_str(), 0640);
  CHECK(office.outcome("GET", head_path) == "500 internal");
  CHECK_ERROR(hub::TokenFile(office.ledger).read(), Errc::unauthorised);
}

TEST_CASE("a token that a power cut left half written does not count, and harms no other") {
  ShopHub office;
  office.become("o-keeper");
  const std::string file = office.ledger.string() + ".tokens";
  std::ofstream(file, std::ios::app) << R"({"token":"0000)";
  CHECK(hub::TokenFile(office.ledger).read().size() == 1);
  CHECK(office.outcome("GET", head_path) == "200");
  office.become("o-village");
  CHECK(hub::TokenFile(office.ledger).read().size() == 2);
  CHECK(office.outcome("GET", head_path) == "200");
  std::ofstream(file, std::ios::app) << "nonsense\n";
  CHECK_ERROR(hub::TokenFile(office.ledger).read(), Errc::corrupt);
}

TEST_CASE("a token beyond its rate is told when to come again") {
  ShopHub office;
  office.start({.per_second = 1, .burst = 3});
  office.become("o-keeper");
  for (int i = 0; i < 3; ++i) CHECK(office.outcome("GET", head_path) == "200");
  CHECK(office.outcome("GET", head_path) == "429 rate");
  CHECK(office.header("Retry-After") == "1");
  const std::string slow = office.secret;
  office.become("o-village");
  CHECK(office.outcome("GET", head_path) == "200");  // each has a bucket of its own
  office.secret = slow;
  office.up += std::chrono::milliseconds(999);
  CHECK(office.outcome("GET", head_path) == "429 rate");
  office.up += std::chrono::milliseconds(1);
  CHECK(office.outcome("GET", head_path) == "200");
  office.secret = "wumei_guess";
  for (int i = 0; i < 3; ++i) CHECK(office.outcome("GET", head_path) == "401 token.unknown");
  CHECK(office.outcome("GET", head_path) == "429 rate");
}

TEST_CASE("a batch counts command by command") {
  ShopHub office;
  office.start({.per_second = 1, .burst = 10});
  office.become("o-keeper");
  std::string commands;
  for (int i = 0; i < 8; ++i) {
    commands += std::string(i == 0 ? "" : ",") + R"({"do":"redemption.add","facts":{}})";
  }
  const std::string body = R"({"commands":[)" + commands + "]}";
  CHECK(office.outcome("POST", "batch", body) == "400 bad_input");
  CHECK(office.outcome("POST", "batch", body) == "429 rate");
  CHECK(office.header("Retry-After") == "6");
}

TEST_CASE("a bucket fills at its rate up to its burst and never beyond") {
  using std::chrono::milliseconds;
  hub::RateLimit rate({.per_second = 2, .burst = 4});
  const Digest who = sha256("a");
  CHECK(rate.take(who, 4, milliseconds(0)) == milliseconds(0));
  CHECK(rate.take(who, 1, milliseconds(0)) == milliseconds(500));
  CHECK(rate.take(who, 1, milliseconds(499)) == milliseconds(1));
  CHECK(rate.take(who, 1, milliseconds(500)) == milliseconds(0));
  CHECK(rate.take(who, 5, milliseconds(1'000'000'000)) == milliseconds(0));  // at most the burst
  CHECK(rate.take(who, 1, milliseconds(1'000'000'000)) == milliseconds(500));
}
