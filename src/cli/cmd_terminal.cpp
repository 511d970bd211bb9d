#include "serving.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <http/guard.hpp>
#include <http/server.hpp>
#include <terminal/api.hpp>
#include <terminal/text_counter.hpp>
#include <wumei/programme/programme.hpp>

#include <unistd.h>

#include <iostream>

namespace wumei::cli {
namespace {

/// Signs a closed day where the passphrase can be had without asking.
std::function<std::string()> signing(Session& session) {
  if (!session.context().has_passphrase()) return {};
  return [&session] { return sign_head(session, *open_signer(session)); };
}

/// The address is the first line of the output, and leaves before the first request comes.
void serve(Context& context, terminal::Api& api, std::uint16_t at) {
  std::uint16_t own_port = at;
  http::Fields headers = http::security_headers();
  headers.emplace_back("Cache-Control", "no-store");
  http::Server server({.handler = [&](const http::Request& request) {
                         return api.answer(request, own_port);
                       },
                       .refusal = terminal::Api::refusal,
                       .headers = std::move(headers),
                       .port = at});
  own_port = server.port();
  const StoppedBySignals stopped(server);
  const std::string url = "http://127.0.0.1:" + std::to_string(own_port) + "/";
  context.out.line(url);
  context.out.set("url", json::Value(url));
  std::cout.flush();
  server.run();
}

/// This terminal. Where nobody types, the answers are shown as if somebody had.
terminal::Console console() {
  const bool typed = isatty(STDIN_FILENO) != 0;
  const auto ask = [typed](const std::string& question, bool hidden) -> std::optional<std::string> {
    if (typed && hidden) return ask_hidden(question + ": ");
    std::cout << question << (typed ? ": " : ":") << std::flush;
    std::string answer;
    const bool answered = static_cast<bool>(std::getline(std::cin, answer));
    if (!typed && !answer.empty()) std::cout << ' ' << (hidden ? "******" : answer);
    if (!typed || !answered) std::cout << std::endl;
    return answered ? std::optional(answer) : std::nullopt;
  };
  return {ask, [](const std::string& line) { std::cout << line << std::endl; }};
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
                      .language = context.texts.language()};
  if (arguments.flag("text")) {
    terminal::TextCounter(std::move(desk), console()).run();
    return;
  }
  terminal::Api api(std::move(desk));
  serve(context, api, port_of(arguments));
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
                   flag("text", {"没有浏览器：在这里一行一行地办",
                                 "no browser: line by line, here"})},
       .run = open_counter});
}

}  // namespace wumei::cli
