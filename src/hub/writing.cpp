#include "writing.hpp"

#include "commands.hpp"

namespace wumei::hub {
namespace {

void nudge(const Settings& settings) {
  if (settings.nudge) settings.nudge();
}

/// What its caller is told of a command, whose outcome `take` returns or throws.
template <class Take>
http::Response told(Ledger& ledger, const Settings& settings, const Take& take) {
  try {
    const Decision<programme::Receipt> outcome = take();
    if (!outcome) return failed(failure(outcome.refusal()));
    if (!outcome->replayed) nudge(settings);
    return json_response(receipt_json(ledger, *outcome), outcome->replayed ? 200 : 201);
  } catch (...) {
    return failed(failure(std::current_exception()));
  }
}

programme::Command command_of(const Call& call, std::string_view deed, const json::Value& facts) {
  const programme::Actor actor = call.actor();
  const http::Asked asked(facts);
  return make(*find_deed(deed), {call.ledger.writer, actor, asked, key_of(call)});
}

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

}  // namespace

json::Value body_of(const http::Request& request) {
  json::Value body = json::parse_lenient(request.body);
  if (!body.is_object()) throw bad_input({}, "", "a JSON object");
  return body;
}

Error said_twice(std::string_view name) {
  return bad_input({"", 0, 0, std::string(name)}, "", "nothing: the path says it already");
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

http::Response write(const Call& call, std::string_view deed, const json::Value& facts) {
  return {.promised = [&ledger = call.ledger, &settings = call.settings,
                       command = command_of(call, deed, facts)](http::Reply reply) {
    ledger.writer.submit_then(command, [&, reply = std::move(reply)](programme::Settled settled) {
      reply(told(ledger, settings, [&] { return std::move(settled).take(); }));
    });
  }};
}

http::Response write_now(const Call& call, std::string_view deed, const json::Value& facts) {
  return told(call.ledger, call.settings, [&] {
    return call.ledger.writer.submit(command_of(call, deed, facts));
  });
}

std::vector<Outcome> write_all(const Call& call, std::vector<programme::Command>& commands) {
  std::vector<std::exception_ptr> thrown(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) contain(commands[i], thrown[i]);
  std::vector<Decision<programme::Receipt>> decisions = call.ledger.writer.submit_all(commands);
  std::vector<Outcome> outcomes;
  bool news = false;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    news = news || (decisions[i] && !decisions[i]->replayed);
    outcomes.push_back({std::move(decisions[i]), thrown[i]});
  }
  if (news) nudge(call.settings);
  return outcomes;
}

Json outcome_json(Ledger& ledger, const Outcome& outcome) {
  if (!outcome.decision) {
    const Failure said =
        outcome.thrown ? failure(outcome.thrown) : failure(outcome.decision.refusal());
    return Json::object({{"status", said.status}, {"error", said.body}});
  }
  return Json::object({{"status", outcome.decision->replayed ? 200 : 201},
                       {"receipt", receipt_json(ledger, *outcome.decision)}});
}

}  // namespace wumei::hub
