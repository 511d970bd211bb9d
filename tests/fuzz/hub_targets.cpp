#include "fuzz.hpp"

#include <settled.hpp>
#include <township.hpp>

#include <desk.hpp>
#include <hub/hub.hpp>
#include <wumei/programme/market_commands.hpp>
#include <wumei/programme/opening_commands.hpp>

/// Requests of the hub, and its file of tokens.
namespace wumei::fuzz {
namespace {

/// A township with a shop, behind a hub, and a token that may do everything. It lives as long as
/// the process: what an input sells is sold.
struct Office : test::Township {
  Office() {
    context.options.ledger = (scratch.folder() / "hub.wumei").string();
    const programme::Actor township = officer("township");
    accept(programme::shop_command(township, {ShopId("03-1"), VillageId("V03"), "柳河爱心超市"}));
    accept(programme::prices_command(
        township, {"goods", 1, book->today(), Points::parse("5"),
                   {{Sku("G04"), "肥皂", "块", Points::parse("3"), Yuan::parse("2"),
                     Quantity::of_units(5)}},
                   "G04\n"}));
    programme::Receiving stock;
    stock.source = market::Source::opening;
    stock.shop = ShopId("03-1");
    stock.delivery = "COUNT-1";
    stock.on = book->today();
    stock.lines = {{Sku("G04"), Quantity::of_units(1'000), Yuan::parse("2")}};
    accept(programme::receiving_command(officer("keeper"), stock));
    accept(programme::opening_command(township, {household(1), Points::parse("40"), Honour(),
                                                 Date::of(2027, 12, 31), "1"}));
    const std::filesystem::path ledger = scratch.folder() / "hub.wumei";
    secret = hub::TokenFile(ledger).add({head.officer, head.device, hub::all_rights(), clock.now(),
                                         Instant::parse("2099-01-01T00:00Z")})
                 .secret;
    hub = std::make_unique<hub::Hub>(
        std::vector<hub::Served>{{*book, ledger, {}, {}, cli::desk_of(context)}},
        hub::Settings{.rate = {1'000'000'000, 1'000'000'000},
                      .uptime = [] { return std::chrono::milliseconds(0); },
                      .now = [this] { return clock.now(); }});
  }

  Scratch scratch;
  // The verbs of the command line, as the hub runs them.
  const cli::Catalogue texts{cli::Language::en, cli::all_texts()};
  std::ostringstream nowhere;
  cli::Printer printer{nowhere, texts, false};
  cli::Context context{{}, texts, printer};
  std::string secret;
  std::unique_ptr<hub::Hub> hub;
};

}  // namespace

/// `POST /v1/ledgers/test/claims` in the first line, the body behind it. Whatever it is, the hub
/// knows why it says no, and then nothing was written.
void hub_request(std::string_view input) {
  static Office office;
  const std::size_t end = input.find('\n');
  const std::string_view line = input.substr(0, end);
  const std::size_t space = line.find(' ');
  http::Request request;
  request.method = line.substr(0, space);
  const std::string_view target = space == line.npos ? "" : line.substr(space + 1);
  if (!http::read_target(target, request)) throw Error(Errc::bad_input, "no target");
  request.headers = {{"Authorization", "Bearer " + office.secret}, {"Idempotency-Key", "k"}};
  if (end != input.npos) request.body = input.substr(end + 1);
  const std::int64_t before = office.book->size();
  const http::Response answer = test::settled(office.hub->answer(request));
  demand(answer.status < 500, "the hub has a fault: " + answer.body);
  if (answer.content_type == "application/json") {
    must("the answer is no JSON", [&] { return json::parse_lenient(answer.body); });
  }
  if (answer.status < 400) return;
  demand(office.book->size() == before, "it was refused, and something was written");
  demand(!office.book->in_batch(), "it was refused, and a batch is open");
  throw Error(Errc::bad_input, answer.body);
}

/// Lines of a token file: each token that is read was written by somebody who holds its ledger, but
/// a damaged file opens nothing.
void tokens(std::string_view input) {
  static const Scratch scratch;
  const std::filesystem::path file = scratch.put("t.wumei.tokens", input);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                         std::filesystem::perms::owner_write);
  const auto read = hub::TokenFile(scratch.folder() / "t.wumei").read();
  for (const hub::Token& token : read) {
    demand(!token.id.empty() && !token.officer.empty() && !token.device.empty(), "half a token");
  }
}

}  // namespace wumei::fuzz
