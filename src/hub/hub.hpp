#pragma once

#include "failure.hpp"
#include "pin_tries.hpp"
#include "rate_limit.hpp"
#include "read_log.hpp"
#include "tokens.hpp"
#include "verbs.hpp"

#include <http/router.hpp>
#include <wumei/audit/lease_note.hpp>
#include <wumei/programme/group_writer.hpp>

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

/// The hub: an HTTP API over ledgers of this machine. `openapi.json` says what can be asked.
namespace wumei::hub {

/// A ledger to be served. The programme is the hub's alone as long as the hub lives.
struct Served {
  programme::Programme& programme;
  std::filesystem::path file;  ///< beside which tokens and looks at private detail are kept
  /// Signs the head of the ledger and returns the note; empty where no key is at hand.
  std::function<std::string()> sign = {};
  /// Signs a lease with the same key; empty where no key is at hand.
  std::function<std::string(const audit::LeaseDocument&)> sign_lease = {};
  Desk desk = {};  ///< runs the verbs of the command line; empty where there are none
};

/// A ledger behind the API; its name is the `programme` of its charter.
struct Ledger {
  explicit Ledger(const Served& served);

  std::string name;
  programme::GroupWriter writer;
  Tokens tokens;
  PinTries pins;
  ReadLog reads;
  std::function<std::string()> sign;  ///< called while nobody writes, as is the other
  std::function<std::string(const audit::LeaseDocument&)> sign_lease;
  Desk desk;
  Answers answers;
  boost::asio::thread_pool hand{1};  ///< writes what no thread waits for
};

struct Settings {
  Rate rate = {};  ///< of each token
  /// Time that only grows, for the rate.
  std::function<std::chrono::milliseconds()> uptime;
  /// By which tokens expire: the machine's clock, also for a ledger that rehearses.
  std::function<Instant()> now;
  /// Called when there are new entries, so that whoever waits for them is answered. From any
  /// thread; may be empty.
  std::function<void()> nudge = {};
};

/// One request by the holder of a token.
struct Call {
  const http::Request& request;
  const http::Router::Parts& parts;  ///< of the path; the first one names the ledger
  Ledger& ledger;
  const Token& token;
  const Settings& settings;

  [[nodiscard]] programme::Actor actor() const { return {token.officer, token.device}; }
};

/// What can be asked for, by method and path.
struct Work {
  std::string_view method;
  std::string_view pattern;
  Right right;
  http::Response (*run)(const Call& call);
  bool brief = false;  ///< waits for nothing when it says all: what takes its time is promised
};
[[nodiscard]] std::span<const Work> household_works();
[[nodiscard]] std::span<const Work> deed_works();    ///< claims, notices
[[nodiscard]] std::span<const Work> market_works();  ///< shops, prices, stock, slips
[[nodiscard]] std::span<const Work> overview_works();  ///< all shops at a glance
[[nodiscard]] std::span<const Work> log_works();     ///< head, entries, proofs
[[nodiscard]] std::span<const Work> lease_works();   ///< points lent to tills
[[nodiscard]] std::span<const Work> write_works();   ///< every other command
[[nodiscard]] std::span<const Work> verb_works();    ///< the command line's own
/// How many commands the body of a batch holds, or records that of an upload. Throws
/// Errc::bad_input for one that is none.
[[nodiscard]] std::int64_t commands_in(const http::Request& request);
/// Whether nothing is to be looked up that the body leaves out: of a sale the household of its card
/// and the list in force. Seen from its bytes, for who must not wait for the ledger.
[[nodiscard]] bool says_all(const http::Request& request);

/// Why that officer may not even look: officer_unknown or officer_dismissed. Commands ask it by
/// themselves.
[[nodiscard]] std::optional<Refusal> not_in_office(Ledger& ledger, const OfficerId& officer);

/// Answers requests: who asks is known by the token, what may be asked by its rights and the
/// officer's roles, how often by the rate. Thread-safe.
class Hub {
 public:
  /// Throws Errc::conflict when two ledgers have one name.
  Hub(const std::vector<Served>& ledgers, Settings settings);

  /// From any thread, several at once.
  [[nodiscard]] http::Response answer(const http::Request& request);
  /// Whether answering that request waits for nothing.
  [[nodiscard]] bool is_brief(const http::Request& request) const;
  /// What the server says by itself, in the shape of the API.
  [[nodiscard]] static http::Response refusal(int status);
  /// How many bytes the body of a request may have whose headers have come: many for a verb that
  /// the token may run, few for everybody else.
  [[nodiscard]] std::size_t body_most(const http::Request& head);

  /// Every route there is, as `GET /v1/ledgers/*/claims`, to be held against `openapi.json`.
  [[nodiscard]] const std::vector<std::string>& routes() const { return routes_; }

 private:
  /// A valid token and the ledger it is of.
  struct Holder {
    std::shared_ptr<const Token> token;
    Ledger* ledger = nullptr;
  };
  void on(std::string_view method, std::string_view pattern, http::Router::Route route);
  [[nodiscard]] http::Response routed(const http::Request& request);
  /// Answers, and counts who waits for news.
  [[nodiscard]] http::Response waited(const http::Request& request);
  [[nodiscard]] http::Response run(const Work& work, const http::Request& request,
                                   const http::Router::Parts& parts);
  [[nodiscard]] http::Response list(const http::Request& request);
  [[nodiscard]] Holder holder(const http::Request& request);
  /// Takes from the rate. Throws Stop `rate` with the seconds to wait.
  void take(const Digest& who, std::int64_t cost);

  Settings settings_;
  std::vector<std::unique_ptr<Ledger>> ledgers_;
  RateLimit rate_;
  std::mutex waiting_mutex_;
  std::map<Digest, int> waiting_;  ///< requests that wait for news, by the hash of their token
  http::Router router_;
  http::Router brief_;  ///< those of its routes that are
  std::vector<std::string> routes_;
};

}  // namespace wumei::hub
