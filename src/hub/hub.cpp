#include "hub.hpp"

#include "openapi.hpp"
#include "serve.hpp"
#include "shape.hpp"

#include <wumei/programme/roles.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>

namespace wumei::hub {
namespace {

constexpr std::string_view scheme = "Bearer ";
constexpr int waits_most = 8;  ///< of one token at once: each holds a connection

/// Commands of a batch count one by one, as do the records of an upload.
std::int64_t cost_of(const http::Request& request) {
  const bool upload = request.path.ends_with("/redemptions") && request.path.find("/tills/") !=
                                                                    std::string::npos;
  const bool batch = request.method == "POST" && (request.path.ends_with("/batch") || upload);
  return batch ? std::max<std::int64_t>(1, commands_in(request)) : 1;
}

}  // namespace

Ledger::Ledger(const Served& served)
    : name(served.programme.state().charter.programme),
      writer(served.programme,
             [this](std::function<void()> work) { boost::asio::post(hand, std::move(work)); }),
      tokens(TokenFile(served.file)), reads(served.file), sign(served.sign),
      sign_lease(served.sign_lease), desk(served.desk) {}

std::optional<Refusal> not_in_office(Ledger& ledger, const OfficerId& officer) {
  return ledger.writer.read([&](const programme::Programme& programme) {
    return programme::unknown_officer(programme.state(), officer);
  });
}

Hub::Hub(const std::vector<Served>& ledgers, Settings settings)
    : settings_(std::move(settings)), rate_(settings_.rate) {
  for (const Served& served : ledgers) {
    auto ledger = std::make_unique<Ledger>(served);
    for (const auto& other : ledgers_) {
      if (other->name != ledger->name) continue;
      throw Error(Errc::conflict, "two ledgers are called " + ledger->name);
    }
    ledgers_.push_back(std::move(ledger));
  }
  on("GET", "/v1/openapi.json", [](const http::Request&, const auto&) {
    return http::Response{200, "application/json", std::string(openapi())};
  });
  on("GET", "/v1/ledgers",
     [this](const http::Request& request, const auto&) { return list(request); });
  for (const auto works :
       {household_works(), deed_works(), market_works(), overview_works(), log_works(),
        lease_works(), write_works(), verb_works()}) {
    for (const Work& work : works) {
      on(work.method, work.pattern, [this, &work](const http::Request& request, const auto& parts) {
        return run(work, request, parts);
      });
      if (work.brief) brief_.on(std::string(work.method), work.pattern, {});
    }
  }
}

void Hub::on(std::string_view method, std::string_view pattern, http::Router::Route route) {
  routes_.push_back(std::string(method) + " " + std::string(pattern));
  router_.on(std::string(method), pattern, std::move(route));
}

http::Response Hub::refusal(int status) {
  Failure said = failure(http::code_of(status));
  said.status = status;
  return failed(said);
}

std::size_t Hub::body_most(const http::Request& head) {
  const std::size_t few = limits().body_bytes;
  if (head.path.find("/verbs/") == std::string::npos) return few;
  try {
    const http::Router::Match match = router_.find(head);
    const Holder asking = holder(head);
    const auto right = [&](const Work& work) {
      return head.path.ends_with(work.pattern.substr(work.pattern.find("/verbs/"))) &&
             asking.token->rights.contains(work.right);
    };
    const std::span<const Work> works = verb_works();
    const bool may = match.route != nullptr && asking.ledger->name == match.parts[0] &&
                     std::any_of(works.begin(), works.end(), right);
    return may ? verb_body_most : few;
  } catch (const Stop&) {
    return few;  // it is told why when it is answered
  }
}

bool Hub::is_brief(const http::Request& request) const {
  return brief_.find(request).route != nullptr && says_all(request);
}

http::Response Hub::answer(const http::Request& request) {
  try {
    return waited(request);
  } catch (const Stop& stop) {
    http::Response response = failed(failure(std::current_exception()));
    for (const Fact& fact : stop.facts()) {
      if (fact.name == "wait_seconds") response.headers.emplace_back("Retry-After", fact.value);
    }
    if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
  } catch (...) {
    return failed(failure(std::current_exception()));
  }
}

/// The server asks again for each that waits until there is an answer, whether its client is still
/// there or not: so each is counted once and leaves once.
http::Response Hub::waited(const http::Request& request) {
  const auto leave = [&] {
    const std::lock_guard<std::mutex> lock(waiting_mutex_);
    const auto found = waiting_.find(sha256(request.header("Authorization")));
    if (found != waiting_.end() && --found->second == 0) waiting_.erase(found);
  };
  http::Response response;
  try {
    response = routed(request);
  } catch (...) {
    if (request.again) leave();
    throw;
  }
  if (request.again && !response.later) leave();
  if (request.again || !response.later) return response;
  const std::lock_guard<std::mutex> lock(waiting_mutex_);
  int& waiting = waiting_[sha256(request.header("Authorization"))];
  if (waiting == waits_most) throw Stop("rate", {{"wait_seconds", "1"}});
  ++waiting;
  return response;
}

http::Response Hub::routed(const http::Request& request) {
  const http::Router::Match match = router_.find(request);
  if (match.route != nullptr) return (*match.route)(request, match.parts);
  http::Response response = failed(failure(match.allowed.empty() ? "not_found" : "method"));
  if (!match.allowed.empty()) response.headers = {{"Allow", match.allowed}};
  return response;
}

http::Response Hub::run(const Work& work, const http::Request& request,
                        const http::Router::Parts& parts) {
  const Holder asking = holder(request);
  // Another ledger and one that does not exist look alike: nobody can list what is served here.
  if (asking.ledger->name != parts[0]) throw Stop("token.ledger");
  if (!asking.token->rights.contains(work.right)) {
    throw Stop("token.right", {{"right", std::string(name(work.right))}});
  }
  // Who waits was counted when it asked first.
  if (!request.again) take(asking.token->hash, cost_of(request));
  if (request.method == "GET") {
    if (auto no = not_in_office(*asking.ledger, asking.token->officer)) return failed(failure(*no));
  }
  return work.run({request, parts, *asking.ledger, *asking.token, settings_});
}

http::Response Hub::list(const http::Request& request) {
  const Holder asking = holder(request);
  take(asking.token->hash, 1);
  if (auto no = not_in_office(*asking.ledger, asking.token->officer)) return failed(failure(*no));
  Json ledgers = Json::array();
  ledgers.add(ledger_json(*asking.ledger));
  return json_response(Json::object({{"ledgers", ledgers}}));
}

Hub::Holder Hub::holder(const http::Request& request) {
  const std::string header = request.header("Authorization");
  if (header.empty()) throw Stop("token.none");
  if (!header.starts_with(scheme)) throw Stop("token.unknown");
  const std::string_view secret = std::string_view(header).substr(scheme.size());
  for (const auto& ledger : ledgers_) {
    const std::shared_ptr<const Token> token = ledger->tokens.find(secret);
    if (!token) continue;
    if (token->revoked) throw Stop("token.revoked");
    if (settings_.now() >= token->expires) throw Stop("token.expired");
    return {token, ledger.get()};
  }
  take({}, 1);  // all that guess share one bucket, and nobody who knows
  throw Stop("token.unknown");
}

void Hub::take(const Digest& who, std::int64_t cost) {
  const std::chrono::milliseconds wait = rate_.take(who, cost, settings_.uptime());
  if (wait == std::chrono::milliseconds::zero()) return;
  throw Stop("rate", {{"wait_seconds", std::to_string((wait.count() + 999) / 1'000)}});
}

}  // namespace wumei::hub
