#include "commands.hpp"
#include "shape.hpp"

#include <algorithm>

/// Everything that writes: one command, or several that go to disk together.
namespace wumei::hub {
namespace {

using http::Asked;

constexpr std::size_t batch_most = 100;

/// The body; throws Errc::bad_input for what is no JSON object.
json::Value body_of(const http::Request& request) {
  json::Value body = json::parse_lenient(request.body);
  if (!body.is_object()) throw bad_input({}, "", "a JSON object");
  return body;
}

std::string key_of(const Call& call) {
  const std::string text = call.request.header("Idempotency-Key");
  return text.empty() ? std::string() : client_key(call.token.device, text);
}

Json receipt_json(Ledger& ledger, const programme::Receipt& receipt) {
  // A sale that is sent again may have been taken back meanwhile, which the till should know.
  const bool reversed =
      receipt.replayed && ledger.writer.read([&](const programme::Programme& programme) {
        return programme.state().book.is_reversed(receipt.first);
      });
  return Json::object({{"entry", receipt.first},
                       {"count", receipt.count},
                       {"kind", receipt.kind},
                       {"replayed", receipt.replayed},
                       {"reversed", reversed},
                       {"out", Json::of_text(json::write(receipt.out))}});
}

void nudge(const Call& call) {
  if (call.settings.nudge) call.settings.nudge();
}

/// What the path says is a fact like those of the body.
struct Subject {
  std::string_view name;  ///< "" where the path names nothing
  bool entry = false;     ///< the number of an entry, else a name
};

json::Value facts_of(const Call& call, const Subject& subject) {
  json::Value facts = call.request.body.empty() ? json::Value() : body_of(call.request);
  if (subject.name.empty()) return facts;
  if (facts.find(subject.name) != nullptr) {
    throw bad_input({"", 0, 0, std::string(subject.name)}, "",
                    "nothing: the path says it already");
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
  const programme::Actor actor = call.actor();
  const Asked asked(facts);
  const programme::Command command =
      make(*find_deed(deed), {call.ledger.writer, actor, asked, key_of(call)});
  const Decision<programme::Receipt> outcome = call.ledger.writer.submit(command);
  if (!outcome) return failed(failure(outcome.refusal()));
  if (!outcome->replayed) nudge(call);
  return json_response(receipt_json(call.ledger, *outcome), outcome->replayed ? 200 : 201);
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

/// What a decision throws is the outcome of its command alone. Thrown within a group it would undo
/// what the same batch wrote before it, and the ledger would be read anew.
void contain(programme::Command& command, std::exception_ptr& thrown) {
  command.decide = [decide = std::move(command.decide), &thrown](
                       const programme::State& state, const programme::Context& context)
      -> Decision<programme::Drafts> {
    thrown = nullptr;
    try {
      return decide(state, context);
    } catch (const Error&) {
      thrown = std::current_exception();
      return Refusal{RefusalCode::nothing_to_do, {}};
    }
  };
}

Json outcome_json(Ledger& ledger, const Decision<programme::Receipt>& outcome,
                  const std::exception_ptr& thrown) {
  if (!outcome) {
    const Failure said = thrown ? failure(thrown) : failure(outcome.refusal());
    return Json::object({{"status", said.status}, {"error", said.body}});
  }
  return Json::object({{"status", outcome->replayed ? 200 : 201},
                       {"receipt", receipt_json(ledger, *outcome)}});
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
  std::vector<std::exception_ptr> thrown(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) contain(commands[i], thrown[i]);
  const std::vector<Decision<programme::Receipt>> outcomes =
      call.ledger.writer.submit_all(commands);
  const auto added = [](const Decision<programme::Receipt>& outcome) {
    return outcome && !outcome->replayed;
  };
  if (std::any_of(outcomes.begin(), outcomes.end(), added)) nudge(call);
  Json shown = Json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    shown.add(outcome_json(call.ledger, outcomes[i], thrown[i]));
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
http::Response close_day(const Call& call) { return submit(call, "day.close", {"day"}); }

constexpr Work works[] = {
    {"POST", "/v1/ledgers/*/claims", Right::claims, add_claim},
    {"POST", "/v1/ledgers/*/claims/*/check", Right::claims, check_claim},
    {"POST", "/v1/ledgers/*/claims/*/withdraw", Right::claims, withdraw_claim},
    {"POST", "/v1/ledgers/*/notices", Right::notices, open_notice},
    {"POST", "/v1/ledgers/*/notices/*/confirm", Right::notices, confirm_notice},
    {"POST", "/v1/ledgers/*/objections", Right::notices, add_objection},
    {"POST", "/v1/ledgers/*/verdicts", Right::notices, add_verdict},
    {"POST", "/v1/ledgers/*/redemptions", Right::shop, add_redemption},
    {"POST", "/v1/ledgers/*/redemptions/*/reverse", Right::shop, reverse_redemption},
    {"POST", "/v1/ledgers/*/deliveries", Right::shop, add_delivery},
    {"POST", "/v1/ledgers/*/days/*/close", Right::close, close_day},
    {"POST", "/v1/ledgers/*/batch", Right::look, batch},
};

}  // namespace

std::span<const Work> write_works() { return works; }

std::int64_t commands_in(const http::Request& request) {
  const json::Value body = body_of(request);
  return static_cast<std::int64_t>(Asked(body).items("commands").size());
}

}  // namespace wumei::hub
