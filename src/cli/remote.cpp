#include "remote.hpp"

#include "ending.hpp"

#include <wumei/base/digest.hpp>
#include <wumei/base/text.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>

namespace wumei::cli {
namespace {

constexpr std::chrono::minutes patient{10};  ///< a large file takes its time
constexpr std::size_t answer_most = 256 * 1024 * 1024;

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

/// Throws what the hub said no with, or as the verb ended there.
[[noreturn]] void refuse(int status, const json::Value& error, Context& context) {
  Facts facts;
  for (const auto& [name, value] : error.at("facts").members()) {
    facts.push_back({name, value.text()});
  }
  const std::string& code = error.at("code").text();
  const bool zh = context.texts.language() == Language::zh;
  const std::string& message = error.at("message").at(zh ? "zh" : "en").text();
  if (const json::Value* exit = error.find("exit")) {
    context.out.relay(error.at("text").text());
    throw Told({static_cast<ExitCode>(exit->integer()), code, message, std::move(facts)});
  }
  if (const auto refusal = refusal_named(code)) throw Refused({*refusal, std::move(facts)});
  throw Error(errc_of(status), message + bracketed(facts, context.texts), std::move(facts));
}

json::Value file_json(const std::string& name, const std::string& bytes) {
  json::Value file = json::Value::object({{"name", name}});
  if (is_utf8(bytes)) {
    file.add("text", bytes);
  } else {
    file.add("base64", to_base64(bytes));
  }
  return file;
}

/// The files that an option names. One that is not there stays away: the verb says so.
void add_files(const Option& option, const Arguments& arguments, json::Array& files) {
  if (option.hint != Hint::file) return;
  for (const std::string& name : arguments.list(option.name)) {
    if (name == "-") {
      files.push_back(file_json(name, {std::istreambuf_iterator<char>(std::cin), {}}));
    } else if (std::error_code failure; std::filesystem::exists(name, failure)) {
      files.push_back(file_json(name, read_file(name)));
    }
  }
}

json::Value value_of(const Option& option, const Arguments& arguments) {
  if (option.shape == Shape::flag) return json::Value(true);
  const std::vector<std::string> values = arguments.list(option.name);
  if (option.shape != Shape::many && option.shape != Shape::positional_list) {
    return json::Value(values.front());
  }
  json::Array list;
  for (const std::string& value : values) list.emplace_back(value);
  return json::Value(std::move(list));
}

/// A hub writes only where it was told to.
bool may_write(const Verb& verb, const Arguments& arguments, const std::string& name) {
  return std::any_of(verb.options.begin(), verb.options.end(), [&](const Option& option) {
    return option.hint == Hint::output && arguments.text(option.name) == name;
  });
}

}  // namespace

Remote::Remote(Context& context) : context_(context) {
  const Options& options = context.options;
  if (!options.now.empty()) throw Usage(context.tr("usage.hub_options"));
  if (options.token.empty()) throw Usage(context.tr("usage.hub_token"));
  try {
    address_ = http::parse_address(options.hub);
  } catch (const Error&) {
    throw bad_input({"", 0, 0, "--hub"}, options.hub, "an address as https://10.0.0.5:8443/");
  }
  patience_.authorities = options.hub_ca;
  patience_.answer = patient;
  patience_.body_bytes = answer_most;
  token_ = options.token;
  const json::Value known = asked({"GET", "/v1/ledgers"});
  name_ = known.at("ledgers").items().at(0).at("ledger").text();
}

std::string Remote::base() const { return "/v1/ledgers/" + http::escaped(name_) + "/"; }

json::Value Remote::head() const {
  return asked({"GET", "/v1/ledgers/" + http::escaped(name_)});
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

json::Value Remote::request_of(const Verb& verb, const Arguments& arguments) const {
  json::Object given;
  json::Array files;
  for (const Option& option : verb.options) {
    if (!arguments.has(option.name)) continue;
    given.emplace_back(option.name, value_of(option, arguments));
    add_files(option, arguments, files);
  }
  const Options& options = context_.options;
  const bool zh = context_.texts.language() == Language::zh;
  json::Value chosen = json::Value::object({{"lang", zh ? "zh" : "en"}});
  if (options.json) chosen.add("json", true);
  if (options.dry_run) chosen.add("dry_run", true);
  if (!options.effective.empty()) chosen.add("effective", options.effective);
  if (!options.late.empty()) chosen.add("late", options.late);
  return json::Value::object({{"arguments", std::move(given)},
                              {"files", std::move(files)},
                              {"options", std::move(chosen)}});
}

void Remote::run(const Verb& verb, const std::string& name, const Arguments& arguments) const {
  const json::Value answer = sent("verbs/" + name, request_of(verb, arguments));
  for (const json::Value& file : answer.at("files").items()) {
    const std::string& into = file.at("name").text();
    if (!may_write(verb, arguments, into)) no_answer(address_);
    const json::Value* text = file.find("text");
    write_file(into, text != nullptr ? text->text() : from_base64(file.at("base64").text()));
  }
  context_.out.relay(answer.at("text").text());
}

json::Value Remote::sent(const std::string& path, const json::Value& body) const {
  const http::Call call{"POST",
                        base() + path,
                        {{"Idempotency-Key", to_hex(random_bytes(8))},
                         {"Content-Type", "application/json"}},
                        json::write(body)};
  try {
    return asked(call);
  } catch (const Error& error) {
    if (error.code() != Errc::io) throw;
    return asked(call);  // if it was written the hub says so
  }
}

json::Value Remote::asked(http::Call call) const {
  call.headers.emplace_back("Authorization", "Bearer " + token_);
  const http::Response answer = http::fetch(address_, call, patience_);
  if (answer.content_type != "application/json") no_answer(address_);
  const json::Value body = json::parse_lenient(answer.body);
  if (answer.status >= 400) refuse(answer.status, body, context_);
  return body;
}

}  // namespace wumei::cli
