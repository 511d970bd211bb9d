#include "commands.hpp"
#include "shape.hpp"
#include "writing.hpp"

#include <algorithm>

/// Everything that writes: one command, or several that go to disk together.
namespace wumei::hub {
namespace {

using http::Asked;

constexpr std::size_t batch_most = 100;

/// What the path says is a fact like those of the body.
struct Subject {
  std::string_view name;  ///< "" where the path names nothing
  bool entry = false;     ///< the number of an entry, else a name
};

json::Value facts_of(const Call& call, const Subject& subject) {
  json::Value facts = call.request.body.empty() ? json::Value() : body_of(call.request);
  if (subject.name.empty()) return facts;
  if (facts.find(subject.name) != nullptr) {
    throw said_twice(subject.name);
  }
  if (subject.entry) {
    facts.add(std::string(subject.name), seq_of(call.parts[1]));
  } else {
    facts.add(std::string(subject.name), call.parts[1]);
  }
  return facts;
}

http::Response submit(const Call& call, std::string_view deed, const Subject& subject) {
  const json::Value facts = facts_of(call, subject);
  return write(call, deed, facts);
}

/// One of a batch, made but not yet submitted.
programme::Command made(const Call& call, const json::Value& item, const std::string& key) {
  const Asked asked(item);
  const Deed* deed = find_deed(asked.text("do"));
  if (deed == nullptr) throw bad_input({"", 0, 0, "do"}, asked.text("do"), "a known command");
  if (!call.token.rights.contains(deed->right)) {
    throw Stop("token.right", {{"right", std::string(name(deed->right))}});
  }
  const programme::Actor actor = call.actor();
  const Asked facts = asked.object("facts");
  return make(*deed, {call.ledger.writer, actor, facts, key});
}

std::vector<programme::Command> commands_of(const Call& call, const json::Array& items) {
  const std::string key = call.request.header("Idempotency-Key");
  std::vector<programme::Command> commands;
  for (const json::Value& item : items) {
    const std::string number = std::to_string(commands.size() + 1);
    try {
      commands.push_back(made(call, item,
                              key.empty() ? std::string()
                                          : client_key(call.token.device, key + "." + number)));
    } catch (const Error& error) {
      Facts facts = error.facts();
      facts.push_back({"command", number});
      throw Error(error.code(), error.what(), std::move(facts));
    }
  }
  return commands;
}

/// Commands that become durable together, in order, each with its own outcome. One that cannot be
/// read leaves all of them undone, and says which it is.
http::Response batch(const Call& call) {
  const json::Value body = body_of(call.request);
  const json::Array& items = Asked(body).items("commands");
  if (items.empty() || items.size() > batch_most) {
    throw bad_input({"", 0, 0, "commands"}, std::to_string(items.size()) + " commands",
                    "1 to " + std::to_string(batch_most));
  }
  std::vector<programme::Command> commands = commands_of(call, items);
  Json shown = Json::array();
  for (const Outcome& outcome : write_all(call, commands)) {
    shown.add(outcome_json(call.ledger, outcome));
  }
  return json_response(Json::object({{"outcomes", shown}}));
}

http::Response add_claim(const Call& call) { return submit(call, "claim.add", {}); }
http::Response check_claim(const Call& call) {
  return submit(call, "claim.check", {"claim", true});
}
http::Response withdraw_claim(const Call& call) {
  return submit(call, "claim.withdraw", {"claim", true});
}
http::Response open_notice(const Call& call) { return submit(call, "notice.open", {}); }
http::Response confirm_notice(const Call& call) {
  return submit(call, "notice.confirm", {"notice"});
}
http::Response add_objection(const Call& call) { return submit(call, "objection.add", {}); }
http::Response add_verdict(const Call& call) { return submit(call, "verdict.add", {}); }
http::Response add_redemption(const Call& call) { return submit(call, "redemption.add", {}); }
http::Response reverse_redemption(const Call& call) {
  return submit(call, "redemption.reverse", {"redemption", true});
}
http::Response add_delivery(const Call& call) { return submit(call, "delivery.add", {}); }
http::Response add_count(const Call& call) { return submit(call, "stock.count", {}); }
http::Response add_transfer(const Call& call) { return submit(call, "stock.transfer", {}); }
http::Response close_day(const Call& call) { return submit(call, "day.close", {"day"}); }

constexpr Work works[] = {
    {"POST", "/v1/ledgers/*/claims", Right::claims, add_claim, true},
    {"POST", "/v1/ledgers/*/claims/*/check", Right::claims, check_claim},
    {"POST", "/v1/ledgers/*/claims/*/withdraw", Right::claims, withdraw_claim},
    {"POST", "/v1/ledgers/*/notices", Right::notices, open_notice},
    {"POST", "/v1/ledgers/*/notices/*/confirm", Right::notices, confirm_notice},
    {"POST", "/v1/ledgers/*/objections", Right::notices, add_objection},
    {"POST", "/v1/ledgers/*/verdicts", Right::notices, add_verdict},
    {"POST", "/v1/ledgers/*/redemptions", Right::shop, add_redemption, true},
    {"POST", "/v1/ledgers/*/redemptions/*/reverse", Right::shop, reverse_redemption},
    {"POST", "/v1/ledgers/*/deliveries", Right::shop, add_delivery},
    {"POST", "/v1/ledgers/*/counts", Right::shop, add_count},
    {"POST", "/v1/ledgers/*/transfers", Right::shop, add_transfer},
    {"POST", "/v1/ledgers/*/days/*/close", Right::close, close_day},
    {"POST", "/v1/ledgers/*/batch", Right::look, batch},
};

}  // namespace

std::span<const Work> write_works() { return works; }

bool says_all(const http::Request& request) {
  if (!request.path.ends_with("/redemptions")) return true;
  const std::string& body = request.body;
  return body.find("\"household\"") != body.npos && body.find("\"prices\"") != body.npos;
}

std::int64_t commands_in(const http::Request& request) {
  const json::Value body = body_of(request);
  const bool records = request.path.ends_with("/redemptions");
  return static_cast<std::int64_t>(Asked(body).items(records ? "records" : "commands").size());
}

}  // namespace wumei::hub
