#include "console.hpp"
#include "serving.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <http/client.hpp>
#include <http/guard.hpp>
#include <http/server.hpp>
#include <terminal/api.hpp>
#include <terminal/failure.hpp>
#include <terminal/text_counter.hpp>
#include <terminal/text_till.hpp>
#include <terminal/till_station.hpp>
#include <wumei/base/text.hpp>
#include <wumei/programme/programme.hpp>

#include <iostream>
#include <mutex>

namespace wumei::cli {
namespace {

/// Signs a closed day where the passphrase can be had without asking.
std::function<std::string()> signing(Session& session) {
  if (!session.context().has_passphrase()) return {};
  return [&session] { return sign_head(session, *open_signer(session)); };
}

/// Reads the scanner for the page; nullptr where there is none to read.
std::unique_ptr<terminal::Scanner> read_scanner(const std::string& address, terminal::Scans& scans,
                                                http::Server& server) {
  if (address.empty()) return nullptr;
  scans.on_news([&server] { server.nudge(); });
  auto scanner = std::make_unique<terminal::Scanner>(terminal::Scanner::Parts{
      .address = address,
      .scanned = [&scans](const std::string& code) { scans.put(code); },
      .there =
          [&scans](bool there) {
            scans.stands(there ? terminal::ScannerState::ok : terminal::ScannerState::away);
          }});
  scanner->start();
  return scanner;
}

/// The address is the first line of the output, and leaves before the first request comes.
void serve(Context& context, terminal::Api& api, const Arguments& arguments, std::mutex& still) {
  std::uint16_t own_port = port_of(arguments);
  http::Fields headers = http::security_headers();
  headers.emplace_back("Cache-Control", "no-store");
  http::Server server({.handler = [&](const http::Request& request) {
                         const std::lock_guard<std::mutex> alone(still);
                         return api.answer(request, own_port);
                       },
                       .refusal = terminal::Api::refusal,
                       .headers = std::move(headers),
                       .port = own_port});
  own_port = server.port();
  const StoppedBySignals stopped(server);
  // Its thread nudges the server, so that it ends before that.
  const auto scanner = read_scanner(arguments.text("scanner"), api.scans(), server);
  const std::string url = "http://127.0.0.1:" + std::to_string(own_port) + "/";
  context.out.line(url);
  context.out.set("url", json::Value(url));
  std::cout.flush();
  server.run();
}

/// "" for none; where there is a name there must be the folder.
terminal::Pictures pictures_of(const Arguments& arguments) {
  const std::string folder = arguments.text("pictures");
  return folder.empty() ? terminal::Pictures() : terminal::Pictures(folder);
}

void open_counter(Context& context, const Arguments& arguments) {
  if (arguments.flag("text") && context.out.json()) throw Usage(context.tr("usage.text_json"));
  Session session(context, Access::serve);
  const auto shop = arguments.id<ShopId>("shop");
  if (session.state().market.shop(shop) == nullptr) {
    throw Refused({RefusalCode::shop_unknown, {{"shop", shop.text()}}});
  }
  terminal::Journal journal(context.ledger_path().string() + ".till-" + shop.text());
  terminal::Printer printer(arguments.text("printer"));
  terminal::Counter counter(session.programme(), journal, {.shop = shop});
  const bool narrow = arguments.text("paper") == "58";
  terminal::Desk desk{.counter = counter,
                      .journal = journal,
                      .printer = printer,
                      .ledger = context.ledger_path(),
                      .uptime = uptime,
                      .sign = signing(session),
                      .roll = narrow ? terminal::Roll::mm58 : terminal::Roll::mm80,
                      .language = context.texts.language(),
                      .pictures = pictures_of(arguments)};
  if (arguments.flag("text")) {
    ClerkTerminal here(context, arguments.text("scanner"));
    terminal::TextCounter(std::move(desk), here.console()).run();
    return;
  }
  terminal::Api api(std::move(desk));
  std::mutex still;  // nobody else is there
  serve(context, api, arguments, still);
}

/// The token itself, or the one in a file of that name.
std::string token_of(const Context& context) {
  const std::string& given = context.options.token;
  if (given.empty()) throw Usage(context.tr("usage.hub_token"));
  if (given.starts_with("wumei_")) return given;
  return std::string(trim(read_file(given)));
}

/// How long one request may take.
struct Waits {
  std::chrono::seconds connect;
  std::chrono::seconds answer;
};
constexpr Waits in_the_background{std::chrono::seconds(5), std::chrono::seconds(20)};
constexpr Waits while_a_clerk_waits{std::chrono::seconds(1), std::chrono::seconds(2)};

/// Sends what a till asks, with the token of the hub.
terminal::AskHub asking(const Context& context, const Waits& waits) {
  const Options& options = context.options;
  const std::string secret = token_of(context);
  http::Address address;
  try {
    address = http::parse_address(options.hub);
  } catch (const Error&) {
    throw bad_input({"", 0, 0, "--hub"}, options.hub, "an address as https://10.0.0.5:8443/");
  }
  http::Patience patience;
  patience.authorities = options.hub_ca;
  patience.connect = waits.connect;
  patience.answer = waits.answer;
  return [address, patience, token = secret](const terminal::HubRequest& request) {
    const http::Response answer = http::fetch(
        address,
        {request.method, request.target, {{"Authorization", "Bearer " + token}}, request.body},
        patience);
    return terminal::HubAnswer{answer.status, answer.body};
  };
}

/// The machine's clock; for a rehearsal --now, or else the moment of what it last saw.
std::function<Instant()> clock_of(const Context& context, const terminal::TillFile& file) {
  const std::optional<terminal::TillName> name = file.name();
  const bool rehearsal = name && name->rehearsal;
  const std::string& now = context.options.now;
  if (!rehearsal && !now.empty()) throw Usage(context.tr("usage.now_real"));
  if (!rehearsal) return [] { return SystemClock().now(); };
  const Instant at = now.empty() ? std::max(file.hub_time(), file.last_record())
                                 : parse_now(now, name->offset_minutes);
  return [at, &file] { return std::max(at, file.hub_time()); };
}

struct OwnTill {
  TillId till;
  ShopId shop;
};

/// The first start, for which there must be a hub: no lease, no names, no key to check one with.
void name_till(const Context& context, terminal::TillFile& file, const terminal::AskHub& ask,
               const OwnTill& own) {
  terminal::LeasedTill unnamed(file, [] { return Instant(); });
  try {
    terminal::TillSync(file, unnamed, ask).name_till(own.till, own.shop);
  } catch (const terminal::Stop& stop) {
    const Facts facts{{"till", own.till.text()},
                      {"hub", context.options.hub},
                      {"why", terminal::sentence(std::current_exception(),
                                                 context.texts.language())}};
    const bool away = stop.code() == "hub.away";
    throw Error(away ? Errc::io : Errc::unauthorised,
                context.tr(away ? "till.first_away" : "till.first_refused", facts));
  }
}

/// The file of the till, which is of that till and shop or becomes so now.
std::unique_ptr<terminal::TillFile> open_file(const Context& context, const Arguments& arguments,
                                              const terminal::AskHub& ask) {
  const OwnTill own{arguments.id<TillId>("till"), arguments.id<ShopId>("shop")};
  const std::string path =
      arguments.has("file") ? arguments.text("file") : own.till.text() + ".till";
  auto file = std::make_unique<terminal::TillFile>(path);
  std::optional<terminal::TillName> known = file->name();
  if (!known) {
    name_till(context, *file, ask, own);
    return file;
  }
  known->till = own.till;
  known->shop = own.shop;
  file->put_name(*known);  // or it is another till's
  return file;
}

/// A till of its own, which has no ledger beside it.
void open_till(Context& context, const Arguments& arguments) {
  if (!arguments.has("till")) throw Usage(context.tr("usage.till_name"));
  const bool text = arguments.flag("text");
  if (text && context.out.json()) throw Usage(context.tr("usage.text_json"));
  const OfficerId clerk = text ? context.officer() : OfficerId();
  const terminal::AskHub ask = asking(context, in_the_background);
  const auto file = open_file(context, arguments, ask);
  const std::function<Instant()> now = clock_of(context, *file);
  terminal::LeasedTill till(*file, now);
  terminal::Printer printer(arguments.text("printer"));
  const terminal::Roll roll =
      arguments.text("paper") == "58" ? terminal::Roll::mm58 : terminal::Roll::mm80;
  const publish::Language language = context.texts.language();
  terminal::TillSync hub(*file, till, asking(context, while_a_clerk_waits));
  terminal::TillClerks clerks(*file, now, ask);
  if (text) {
    terminal::TillSync sync(*file, till, ask);
    ClerkTerminal here(context, arguments.text("scanner"));
    terminal::TextTill({.file = *file,
                        .till = till,
                        .sync = sync,
                        .hub = hub,
                        .clerks = clerks,
                        .console = here.console(),
                        .printer = printer,
                        .clerk = clerk,
                        .pin = context.options.pin,
                        .roll = roll,
                        .language = language})
        .run();
    return;
  }
  std::mutex still;
  terminal::SyncLoop sync({.file = *file, .till = till, .ask = ask, .still = still});
  terminal::Api api(terminal::station_of(terminal::TillDesk{.file = *file,
                                                            .till = till,
                                                            .clerks = clerks,
                                                            .sync = sync,
                                                            .hub = hub,
                                                            .printer = printer,
                                                            .disk = file->path(),
                                                            .uptime = uptime,
                                                            .roll = roll,
                                                            .language = language,
                                                            .pictures = pictures_of(arguments)}));
  sync.start();
  serve(context, api, arguments, still);
}

}  // namespace

void add_terminal(Verbs& verbs) {
  verbs.push_back(
      {.name = "terminal",
       .help = {"爱心超市收银台：在本机浏览器中换购、退货、日结",
                "The counter of a love supermarket, in a browser on this machine"},
       .example = "wumei -L liuhe.wumei terminal --shop 03-1 --printer /dev/usb/lp0",
       .options = {required("shop", "SHOP", {"店编号", "the shop"}),
                   port_option(),
                   optional("printer", "WHERE", {"小票打印机：设备或 tcp:主机:端口",
                                                 "slip printer: a device, or tcp:HOST:PORT"}),
                   one_of(optional("paper", "MM", {"纸宽（80）", "width of its paper (80)"}),
                          {"80", "58"}),
                   optional_file("scanner", "DEVICE",
                                 {"本程序直接读的扫码枪：/dev/input/by-id/…",
                                  "scanner to read here: /dev/input/by-id/..."}),
                   optional_file("pictures", "FOLDER",
                                 {"商品图片：商品编号.jpg、.png 或 .webp",
                                  "pictures of goods: SKU.jpg, .png or .webp"}),
                   flag("text", {"没有浏览器：在这里一行一行地办",
                                 "no browser: line by line, here"}),
                   optional("till", "TILL", {"经 --hub：本终端编号",
                                             "with --hub: the name of this till"}),
                   optional_file("file", "FILE", {"经 --hub：本终端的流水（TILL.till）",
                                                  "with --hub: its journal (TILL.till)"})},
       .run = open_counter,
       .over_hub = open_till});
}

}  // namespace wumei::cli
