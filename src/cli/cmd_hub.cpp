#include "desk.hpp"
#include "serving.hpp"
#include "session.hpp"
#include "verbs.hpp"

#include <hub/serve.hpp>
#include <wumei/programme/find.hpp>
#include <wumei/programme/programme.hpp>

#include <iostream>
#include <memory>

/// The hub: an HTTP API over ledgers of this machine, and the tokens that open it.
namespace wumei::cli {
namespace {

constexpr std::int64_t days_most = 366;
constexpr std::int64_t day_millis = 86'400'000;

Instant machine_time() { return SystemClock().now(); }

/// A ledger that is open for as long as the hub serves it.
struct Open {
  Open(const Context& like, const std::string& ledger)
      : context{like.options, like.texts, like.out} {
    if (ledger != like.options.ledger) {  // head and key are of the one named with -L
      context.options.ledger = ledger;
      context.options.head.clear();
      context.options.key.clear();
    }
    session = std::make_unique<Session>(context, Access::serve);
    size = session->programme().size();
  }
  /// Signs where the passphrase can be had without asking.
  [[nodiscard]] std::function<std::string()> signing() const {
    if (!context.has_passphrase()) return {};
    return [&open = *session] { return sign_head(open, *open_signer(open)); };
  }
  [[nodiscard]] std::function<std::string(const audit::LeaseDocument&)> signing_leases() const {
    if (!context.has_passphrase()) return {};
    return [&open = *session, signer = std::shared_ptr<audit::Signer>()](
               const audit::LeaseDocument& lease) mutable {
      if (!signer) signer = open_signer(open);
      return audit::sign_lease(lease, *signer);
    };
  }
  void save() {
    const std::int64_t grown = session->programme().size() - size;
    if (grown > programme::Programme::worth_a_snapshot) session->save_snapshot();
  }

  Context context;
  std::unique_ptr<Session> session;
  std::int64_t size = 0;
};

std::vector<std::unique_ptr<Open>> open_all(const Context& context, const Arguments& arguments) {
  std::vector<std::unique_ptr<Open>> all;
  all.push_back(std::make_unique<Open>(context, context.ledger_path().string()));
  for (const std::string& ledger : arguments.list("also")) {
    all.push_back(std::make_unique<Open>(context, ledger));
  }
  return all;
}

std::optional<http::Tls> tls_of(const Context& context, const Arguments& arguments) {
  if (arguments.has("tls-cert") != arguments.has("tls-key")) {
    throw Usage(context.tr("usage.tls_pair"));
  }
  if (!arguments.has("tls-cert")) return std::nullopt;
  return http::Tls{arguments.text("tls-cert"), arguments.text("tls-key")};
}

hub::Rate rate_of(const Arguments& arguments) {
  hub::Rate rate;
  if (!arguments.has("rate")) return rate;
  rate.per_second = arguments.integer("rate");
  if (rate.per_second < 1 || rate.per_second > 1'000'000) {
    throw arguments.wrong("rate", "a number from 1 to 1000000");
  }
  rate.burst = 4 * rate.per_second;
  return rate;
}

/// The address is the first line of the output, and leaves before the first request comes.
void say_address(Context& context, const http::Server& server, const http::Options& options) {
  const bool six = options.address.find(':') != std::string::npos;
  const std::string url = std::string(options.tls ? "https://" : "http://") +
                          (six ? "[" + options.address + "]" : options.address) + ":" +
                          std::to_string(server.port()) + "/";
  context.out.line(url);
  context.out.set("url", json::Value(url));
  std::cout.flush();
}

void serve(Context& context, const Arguments& arguments) {
  const std::optional<http::Tls> tls = tls_of(context, arguments);
  const std::string address = arguments.has("listen") ? arguments.text("listen") : "127.0.0.1";
  hub::check_address(address, tls.has_value(), arguments.flag("plain"));
  const auto all = open_all(context, arguments);
  std::vector<hub::Served> served;
  for (const auto& open : all) {
    served.push_back({open->session->programme(), open->context.ledger_path(), open->signing(),
                      open->signing_leases(), desk_of(open->context)});
  }
  http::Server* listening = nullptr;
  hub::Hub hub(served, {.rate = rate_of(arguments),
                        .uptime = uptime,
                        .now = machine_time,
                        .nudge = [&listening] { listening->nudge(); }});
  http::Options options = hub::server_options(hub);
  options.address = address;
  options.port = port_of(arguments);
  options.tls = tls;
  {
    http::Server server(options);
    listening = &server;
    const StoppedBySignals stopped(server);
    say_address(context, server, options);
    server.run();
  }
  for (const auto& open : all) open->save();
}

hub::Rights rights_of(const Arguments& arguments) {
  hub::Rights rights{hub::Right::look};
  for (const std::string& text : arguments.list("right")) {
    rights.insert(arguments.reading("right", [&] { return hub::parse_right(text); }));
  }
  return rights;
}

/// Nobody makes a token for somebody else: what is done with it is done in his name.
void add_token(Context& context, const Arguments& arguments) {
  const std::int64_t days = arguments.has("days") ? arguments.integer("days") : 90;
  if (days < 1 || days > days_most) {
    throw arguments.wrong("days", "a number from 1 to " + std::to_string(days_most));
  }
  const hub::Rights rights = rights_of(arguments);
  const auto device = arguments.id<DeviceId>("for");
  Session session(context, Access::read);
  const OfficerId officer = context.officer();
  programme::authenticate(session.programme(), officer, context.options.pin);
  if (context.options.dry_run) {
    context.out.tr("hub.token_dry_run");
    return;
  }
  const Instant now = machine_time();
  const hub::TokenFile::Made made = hub::TokenFile(context.ledger_path()).add(
      {officer, device, rights, now, Instant::from_millis(now.millis() + days * day_millis)});
  context.out.fact("token", made.id);
  context.out.fact("secret", made.secret);
  context.out.tr("hub.shown_once");
}

Cell state_cell(const Context& context, const hub::Token& token) {
  const bool expired = machine_time() >= token.expires;
  const char* state = token.revoked ? "revoked" : expired ? "expired" : "valid";
  const char* key = token.revoked ? "hub.is_revoked" : expired ? "hub.expired" : "hub.valid";
  return {context.tr(key), json::Value(state)};
}

void list_tokens(Context& context, const Arguments& /*arguments*/) {
  const Session session(context, Access::read);
  const int offset = session.state().charter.offset_minutes;
  Table table{"tokens", {{"token"}, {"officer"}, {"device"}, {"rights"}, {"expires"}, {"state"}},
              {}};
  for (const hub::Token& token : hub::TokenFile(context.ledger_path()).read()) {
    std::string words;
    json::Array stored;
    for (const hub::Right right : token.rights) {
      words += (words.empty() ? "" : " ") + std::string(name(right));
      stored.emplace_back(name(right));
    }
    table.rows.push_back({token.id, token.officer, token.device,
                          Cell(words, std::move(stored)),
                          token.expires.text(offset), state_cell(context, token)});
  }
  context.out.table(table);
}

void revoke_token(Context& context, const Arguments& arguments) {
  const std::string id = arguments.text("token");
  const bool dry_run = context.options.dry_run;
  if (!dry_run) hub::TokenFile(context.ledger_path()).revoke(id, machine_time());
  context.out.tr(dry_run ? "hub.revoke_dry_run" : "hub.revoked", {{"token", id}});
}

Verb serve_verb() {
  return {.name = "serve",
          .help = {"在本机开放账本接口，按 Ctrl-C 停止", "Serve the ledger until Ctrl-C"},
          .example = "wumei -L guanqiao.wumei hub serve --port 8443 --listen 10.0.0.5 "
                     "--tls-cert hub.pem --tls-key hub.key",
          .options = {many("also", "LEDGER", {"同时开放的其他账本", "another ledger to serve"}),
                      optional("listen", "ADDRESS", {"监听地址（127.0.0.1）",
                                                     "address to listen on (127.0.0.1)"}),
                      port_option(),
                      optional_file("tls-cert", "FILE", {"证书链（PEM）",
                                                         "chain of certificates (PEM)"}),
                      optional_file("tls-key", "FILE", {"证书的私钥（PEM）", "its key (PEM)"}),
                      flag("plain", {"不用 TLS 也对外监听（网络须可信）",
                                     "without TLS beyond this machine, on a network you trust"}),
                      optional("rate", "N", {"每个令牌每秒请求数（50）",
                                             "requests a second for each token (50)"})},
          .run = serve};
}

std::vector<std::string> right_names() {
  std::vector<std::string> names;
  for (const hub::Right right : hub::all_rights()) names.emplace_back(name(right));
  return names;
}

Verb token_verb() {
  return {.name = "token",
          .help = {"令牌：哪台设备以谁的名义使用接口", "Tokens: which device acts for whom"},
          .verbs = {{.name = "add",
                     .help = {"本人为一台设备生成令牌", "Make one for a device of your own"},
                     .example = "wumei -L guanqiao.wumei --as KP03 --pin 482913 hub token add "
                                "--for till-1 --right shop --days 90",
                     .options = {required("for", "DEVICE", {"设备名称", "name of the device"}),
                                 one_of(many("right", "RIGHT",
                                             {"权限，查看（look）总是有的",
                                              "what it may do beside looking"}),
                                        right_names()),
                                 optional("days", "N", {"有效天数（90）", "valid so long (90)"})},
                     .run = add_token},
                    {.name = "list",
                     .help = {"令牌一览", "List the tokens of a ledger"},
                     .example = "wumei -L guanqiao.wumei hub token list",
                     .run = list_tokens},
                    {.name = "revoke",
                     .help = {"立即停用一个令牌", "End one at once"},
                     .example = "wumei -L guanqiao.wumei hub token revoke 3f2a9c01",
                     .options = {positional("token", "TOKEN", {"令牌编号", "its number"})},
                     .run = revoke_token}}};
}

}  // namespace

void add_hub(Verbs& verbs) {
  verbs.push_back({.name = "hub",
                   .help = {"账本接口：供收银台和其他程序使用",
                            "The ledger for programs: an HTTP API"},
                   .verbs = {serve_verb(), token_verb()}});
}

}  // namespace wumei::cli
