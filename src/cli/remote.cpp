#include "remote.hpp"

#include <wumei/base/digest.hpp>

#include <algorithm>

namespace wumei::cli {
namespace {

Errc errc_of(int status) {
  switch (status) {
    case 400:
    case 413:
    case 422: return Errc::bad_input;
    case 401:
    case 403: return Errc::unauthorised;
    case 404: return Errc::not_found;
    case 409: return Errc::conflict;
    case 429:
    case 503: return Errc::busy;
    default: return Errc::io;
  }
}

std::optional<RefusalCode> refusal_named(const std::string& code) {
  try {
    return refusal_code(code);
  } catch (const Error&) {
    return std::nullopt;
  }
}

[[noreturn]] void no_answer(const http::Address& address) {
  throw Error(Errc::io, "the hub at " + address.host + " did not answer as a hub does");
}

/// What it is about, in brackets, unless the facts say where the input is wrong: those are told by
/// whoever prints the error.
std::string bracketed(const Facts& facts, const Catalogue& texts) {
  std::string list;
  for (const Fact& fact : facts) {
    if (fact.name == "field" || fact.name == "line") return "";
    list += (list.empty() ? "" : ", ") + texts.heading(fact.name) + " " + fact.value;
  }
  return list.empty() ? "" : " (" + list + ")";
}

/// Throws what the hub said no with.
[[noreturn]] void refuse(int status, const json::Value& error, const Catalogue& texts) {
  Facts facts;
  for (const auto& [name, value] : error.at("facts").members()) {
    facts.push_back({name, value.text()});
  }
  const std::string& code = error.at("code").text();
  if (const auto refusal = refusal_named(code)) throw Refused({*refusal, std::move(facts)});
  const bool zh = texts.language() == Language::zh;
  const std::string words =
      error.at("message").at(zh ? "zh" : "en").text() + bracketed(facts, texts);
  throw Error(errc_of(status), words, std::move(facts));
}

/// What became of one command of a batch. Throws for what is no refusal.
void add_outcome(Batch& batch, std::size_t at, const json::Value& outcome,
                 const Catalogue& texts) {
  if (const json::Value* error = outcome.find("error")) {
    try {
      refuse(static_cast<int>(outcome.at("status").integer()), *error, texts);
    } catch (const Refused& refused) {
      batch.refused.emplace_back(at, refused.refusal());
    }
    return;
  }
  const json::Value& receipt = outcome.at("receipt");
  batch.receipts.push_back({receipt.at("entry").integer(), receipt.at("count").integer(),
                            receipt.at("replayed").flag(), receipt.at("kind").text(),
                            receipt.at("out")});
  if (!batch.receipts.back().replayed) batch.entries += batch.receipts.back().count;
}

}  // namespace

std::string text_or_none(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value == nullptr ? std::string() : value->text();
}

Remote::Remote(Context& context) : context_(context) {
  const Options& options = context.options;
  const bool here_only = options.dry_run || !options.effective.empty() || !options.late.empty() ||
                         !options.now.empty();
  if (here_only) throw Usage(context.tr("usage.hub_options"));
  if (options.token.empty()) throw Usage(context.tr("usage.hub_token"));
  try {
    address_ = http::parse_address(options.hub);
  } catch (const Error&) {
    throw bad_input({"", 0, 0, "--hub"}, options.hub, "an address as https://10.0.0.5:8443/");
  }
  patience_.authorities = options.hub_ca;
  token_ = options.token;
  const json::Value known = asked({"GET", "/v1/ledgers"});
  ledger_ = known.at("ledgers").items().at(0);
}

Date Remote::today() const { return Date::parse(ledger_.at("today").text()); }

std::string Remote::base() const {
  return "/v1/ledgers/" + http::escaped(ledger_.at("ledger").text()) + "/";
}

json::Value Remote::get(const std::string& path, const http::Fields& query) const {
  std::string target = base() + path;
  char before = '?';
  for (const auto& [name, value] : query) {
    if (value.empty()) continue;
    target += before + name + "=" + http::escaped(value);
    before = '&';
  }
  return asked({"GET", std::move(target)});
}

json::Value Remote::sent(const std::string& path, const json::Value& facts) const {
  const http::Call call{"POST",
                        base() + path,
                        {{"Idempotency-Key", to_hex(random_bytes(12))},
                         {"Content-Type", "application/json"}},
                        json::write(facts)};
  try {
    return asked(call);
  } catch (const Error& error) {
    if (error.code() != Errc::io) throw;
    return asked(call);  // if it was written the hub says so
  }
}

Batch Remote::submit_all(const std::vector<json::Value>& commands) const {
  constexpr std::size_t at_once = 100;
  Batch batch;
  for (std::size_t first = 0; first < commands.size(); first += at_once) {
    const std::size_t end = std::min(first + at_once, commands.size());
    json::Array part(commands.begin() + static_cast<std::ptrdiff_t>(first),
                     commands.begin() + static_cast<std::ptrdiff_t>(end));
    const json::Value answer =
        sent("batch", json::Value::object({{"commands", std::move(part)}}));
    std::size_t at = first;
    for (const json::Value& outcome : answer.at("outcomes").items()) {
      add_outcome(batch, at++, outcome, context_.texts);
    }
  }
  context_.out.tr("done.batch", {{"entries", std::to_string(batch.entries)}});
  context_.out.set("dry_run", json::Value(false));
  context_.out.set("entries", json::Value(batch.entries));
  return batch;
}

json::Value Remote::submit(const std::string& path, const json::Value& facts) const {
  json::Value receipt = sent(path, facts);
  const std::string kind = receipt.at("kind").text();
  const bool replayed = receipt.at("replayed").flag();
  context_.out.tr(replayed ? "done.known" : "done.entry",
                  {{"seq", std::to_string(receipt.at("entry").integer())}, {"kind", kind}});
  context_.out.set("dry_run", json::Value(false));
  context_.out.set("seq", receipt.at("entry"));
  context_.out.set("kind", receipt.at("kind"));
  context_.out.set("added", replayed ? json::Value(0) : receipt.at("count"));
  context_.out.set("out", receipt.at("out"));
  return receipt;
}

json::Value Remote::asked(http::Call call) const {
  call.headers.emplace_back("Authorization", "Bearer " + token_);
  const http::Response answer = http::fetch(address_, call, patience_);
  if (answer.content_type != "application/json") no_answer(address_);
  const json::Value body = json::parse_lenient(answer.body);
  if (answer.status >= 400) refuse(answer.status, body, context_.texts);
  return body;
}

}  // namespace wumei::cli
