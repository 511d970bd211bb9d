#include "desk.hpp"
#include "hub_verbs.hpp"
#include "verbs.hpp"

#include <hub_fixture.hpp>

#include <hub/serve.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

using namespace wumei;
using namespace wumei::test;

/// The counter of the fixtures behind a hub that runs the verbs of the command line.
struct VerbHub : ShopHub {
  VerbHub() {
    own.options.ledger = ledger.string();
    desk = cli::desk_of(own);
    start();
    become("o-head");
  }

  const cli::Catalogue texts{cli::Language::en, cli::all_texts()};
  std::ostringstream nowhere;
  cli::Printer printer{nowhere, texts, false};
  cli::Context own{{}, texts, printer};

  /// `{"arguments":{...},...}` for a verb; `more` is what follows the arguments.
  std::string run(const std::string& verb, const std::string& arguments,
                  const std::string& more = "", const std::string& key = "k-1") {
    return outcome("POST", "verbs/" + verb,
                   "{\"arguments\":{" + arguments + "}" + (more.empty() ? "" : "," + more) + "}",
                   key);
  }
  [[nodiscard]] std::string reads() const {
    std::ifstream file(ledger.string() + ".reads");
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

const std::string english = R"("options":{"lang":"en"})";

std::string file(const std::string& name, const std::string& text) {
  return R"("files":[{"name":")" + name + R"(","text":")" + text + R"("}])";
}

std::string villages(const std::string& text) {
  return file("villages.csv", "村编号,村名\\n" + text) + "," + english;
}
const std::string import_villages = R"("kind":"villages","file":"villages.csv")";

}  // namespace

TEST_CASE("a verb takes the right that its row says", "[cli]") {
  VerbHub town;
  town.become("o-head", {hub::Right::look});
  const std::int64_t size = town.book->size();
  for (const hub::VerbRow& row : hub::verb_rows()) {
    INFO(row.name);
    const std::string outcome = town.run(std::string(row.name), "");
    // Ranks are for officials alone, so that the look itself is written down.
    const bool more = row.right != hub::Right::look || row.name == "rank";
    CHECK((outcome == "403 token.right") == more);
  }
  CHECK(town.book->size() == size);
}

TEST_CASE("a token does not do what its officer may not", "[cli]") {
  VerbHub town;
  town.become("o-keeper");
  const std::int64_t size = town.book->size();
  CHECK(town.run("officer.appoint", R"("officer":"o-new","role":["township"],"name":"王芳")") ==
        "403 role.missing");
  CHECK(town.value("exit").integer() == 1);
  CHECK(town.book->size() == size);
}

TEST_CASE("a token that has ended runs no verb", "[cli]") {
  VerbHub town;
  town.wall = Instant::parse("2026-04-20T12:00:00+08:00");
  CHECK(town.run("shop.stock", R"("shop":"03-1")") == "401 token.expired");
}

TEST_CASE("a token of an officer who left runs no verb, not even to look", "[cli]") {
  VerbHub town;
  town.become("o-keeper");
  CHECK(town.run("shop.stock", R"("shop":"03-1")") == "200");
  town.accept(programme::dismissal_command(town.head, {OfficerId("o-keeper")}));
  CHECK(town.run("shop.stock", R"("shop":"03-1")") == "403 officer.dismissed");
}

TEST_CASE("a file is imported as one, and once", "[cli]") {
  VerbHub town;
  CHECK(town.run("import", import_villages, villages("V04,松岭村\\n")) == "200");
  CHECK(has(town.value("text").text(), "villages.csv: 1 rows, 2 entries added"));
  const std::int64_t size = town.book->size();
  CHECK(town.run("import", import_villages, villages("V04,松岭村\\n"), "k-2") == "200");
  CHECK(has(town.value("text").text(), "imported before"));
  CHECK(town.book->size() == size);
}

TEST_CASE("what is wrong with a file is said at its line and column", "[cli]") {
  VerbHub town;
  const std::int64_t size = town.book->size();
  CHECK(town.run("import", import_villages, villages("V04,松岭村\\nv 5,青石村\\n")) ==
        "400 bad_input");
  CHECK(town.value("exit").integer() == 3);
  CHECK(town.value("facts").at("file").text() == "villages.csv");
  CHECK(town.value("facts").at("line").text() == "3");
  CHECK(town.value("facts").at("field").text() == "村编号");
  CHECK(has(town.value("message").at("en").text(), "villages.csv"));
  CHECK(town.book->size() == size);
  CHECK_FALSE(town.book->in_batch());
}

TEST_CASE("a trial of a verb writes nothing", "[cli]") {
  VerbHub town;
  const std::int64_t size = town.book->size();
  const Digest root = town.book->root();
  CHECK(town.run("import", import_villages,
                 file("villages.csv", "村编号,村名\\nV04,松岭村\\n") +
                     R"(,"options":{"lang":"en","dry_run":true})") == "200");
  CHECK(has(town.value("text").text(), "villages.csv: 1 rows"));
  CHECK(town.book->size() == size);
  CHECK(town.book->root() == root);
}

TEST_CASE("a request sent again is answered by what it wrote", "[cli]") {
  VerbHub town;
  const std::string reversal = R"("seq":"5","reason":"记错")";
  CHECK(town.run("reverse", reversal, english) == "200");
  const std::string text = town.value("text").text();
  const std::int64_t size = town.book->size();
  CHECK(town.run("reverse", reversal, english) == "200");
  CHECK(town.value("text").text() == text);
  CHECK(town.book->size() == size);

  SECTION("with other content it is a conflict") {
    CHECK(town.run("reverse", R"("seq":"6","reason":"记错")", english) == "409 key.conflict");
  }
  SECTION("after the hub was started anew as well") {
    town.start();
    CHECK(town.run("reverse", reversal, english) == "200");
    CHECK(has(town.value("text").text(), "Known already"));
  }
  SECTION("under another key it is another request") {
    CHECK(town.run("reverse", reversal, english, "k-2") == "409 reverse.twice");
  }
  CHECK(town.book->size() == size);
}

TEST_CASE("a command without a key of its own needs one of the request", "[cli]") {
  VerbHub town;
  const std::int64_t size = town.book->size();
  CHECK(town.run("reverse", R"("seq":"5","reason":"记错")", "", "") == "400 key.missing");
  CHECK(town.book->size() == size);
}

TEST_CASE("no verb reads a file of the hub's machine, whatever it is called", "[cli]") {
  VerbHub town;
  const std::filesystem::path secret = town.folder / "secret";
  std::ofstream(secret) << "村编号,村名\nV09,秘密村\n";
  std::ofstream(town.ledger) << "not this either";
  const std::int64_t size = town.book->size();
  for (const std::string& name :
       {secret.string(), town.ledger.string(), std::string("../secret"), std::string("/etc/passwd"),
        std::string("-"), std::string("/dev/stdin")}) {
    INFO(name);
    const std::string quoted = "\"" + name + "\"";
    CHECK(town.run("import", R"("kind":"villages","file":)" + quoted) == "404 not_found");
    CHECK(town.value("exit").integer() == 3);
    CHECK(town.run("rules.publish", "\"file\":" + quoted) == "404 not_found");
    CHECK(town.run("rules.sheet", "\"file\":" + quoted) == "404 not_found");
    CHECK(town.run("rules.show", "\"book\":" + quoted) == "404 not_found");
    CHECK(town.run("rules.diff", "\"before\":" + quoted + ",\"after\":\"1\"") == "404 not_found");
    CHECK(town.run("shop.prices", "\"file\":" + quoted) == "404 not_found");
    CHECK(town.run("anchor", "\"file\":" + quoted) == "404 not_found");
    CHECK(town.run("proof", "\"seq\":\"1\",\"checkpoint\":" + quoted) == "404 not_found");
    CHECK(town.run("check-page", "\"policy\":" + quoted) == "404 not_found");
  }
  CHECK(town.book->size() == size);
}

TEST_CASE("what a verb writes goes back, and nowhere else", "[cli]") {
  VerbHub town;
  const std::filesystem::path target = town.folder / "page.html";
  CHECK(town.run("report", "\"html\":\"" + target.string() + "\"") == "200");
  const json::Value page = town.value("files").items().at(0);
  CHECK(page.at("name").text() == target.string());
  CHECK(has(page.at("text").text(), "<html"));
  CHECK_FALSE(std::filesystem::exists(target));
  CHECK(town.run("check-page", R"("out":"../../x")") == "200");
  CHECK(town.value("files").items().at(0).at("name").text() == "../../x");
}

TEST_CASE("a look at whole names needs its right and is written down", "[cli]") {
  VerbHub town;
  town.become("o-head", {hub::Right::look});
  CHECK(town.run("find", R"("name":"张","full":true)") == "403 token.right");
  CHECK(town.run("statement", R"("household":"0301001","full":true)") == "403 token.right");
  CHECK(town.run("bulletin", R"("village":"V03","month":"2026-04","full":true)") ==
        "403 token.right");
  CHECK(town.run("rank", "") == "403 token.right");
  CHECK(town.run("find", R"("name":"张")") == "200");
  CHECK_FALSE(has(town.last.body, "张三"));
  CHECK(town.reads().empty());
  town.become("o-head");
  CHECK(town.run("find", R"("name":"张","full":true)") == "200");
  CHECK(has(town.last.body, "张三"));
  CHECK(has(town.reads(), "find 张"));
  CHECK(town.run("statement", R"("household":"0301001","full":true)") == "200");
  CHECK(has(town.reads(), "statement 0301001"));
}

TEST_CASE("a request that is not as described is refused", "[cli]") {
  VerbHub town;
  const std::string shop = R"("shop":"03-1")";
  CHECK(town.run("shop.stock", shop) == "200");
  CHECK(town.run("shop.stock", "") == "400 bad_input");
  CHECK(town.run("shop.stock", R"("shop":["03-1"])") == "200");  // a list of one is one
  CHECK(town.run("shop.stock", R"("shop":["03-1","03-2"])") == "400 bad_input");
  CHECK(town.run("shop.stock", R"("shop":true)") == "400 bad_input");
  CHECK(town.run("shop.stock", shop + R"(,"other":"x")") == "400 bad_input");
  CHECK(town.run("shop.stock", shop, R"("option":{})") == "400 bad_input");
  CHECK(town.run("shop.stock", shop, R"("options":{"dryrun":true})") == "400 bad_input");
  CHECK(town.run("shop.stock", shop, R"("files":[{"name":"x"}])") == "400 bad_input");
  CHECK(town.run("receipt", R"("seq":"1","paper":"59")") == "400 bad_input");
  CHECK(town.run("find", R"("name":"张","full":"yes")") == "400 bad_input");
  CHECK(town.run("init", "") == "404 not_found");
  CHECK(town.run("hub.token.add", R"("for":"x")") == "404 not_found");
}

TEST_CASE("a verb ends with the code and the exit that it has beside the ledger", "[cli]") {
  VerbHub town;
  CHECK(town.run("shop.stock", R"("shop":"09-9")") == "422 shop.unknown");
  CHECK(town.value("exit").integer() == 1);
  CHECK(town.run("find", "") == "400 usage");
  CHECK(town.value("exit").integer() == 2);
  CHECK(town.run("statement", R"("household":"9999999")") == "404 not_found");
  CHECK(town.value("exit").integer() == 3);
  CHECK(town.run("checkpoint", "") == "404 not_found");  // this hub has no key
}

TEST_CASE("a body beyond the usual is for a token that may run the verb", "[cli]") {
  VerbHub town;
  const auto most = [&](const std::string& target) {
    return town.hub->body_most(town.request("POST", target));
  };
  const std::size_t few = hub::limits().body_bytes;
  CHECK(most("verbs/import") == hub::verb_body_most);
  CHECK(most("verbs/nothing") == few);
  CHECK(most("redemptions") == few);
  CHECK(most("/v1/ledgers/other/verbs/import") == few);
  town.become("o-head", {hub::Right::look});
  CHECK(most("verbs/import") == few);
  town.secret = "wumei_nobody";
  CHECK(most("verbs/import") == few);
  town.secret = "";
  CHECK(most("verbs/import") == few);
}
