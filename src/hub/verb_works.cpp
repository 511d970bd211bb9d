#include "commands.hpp"
#include "hub.hpp"
#include "writing.hpp"

#include <wumei/base/text.hpp>
#include <wumei/programme/roles.hpp>

#include <algorithm>
#include <array>

/// The verbs of the command line.
namespace wumei::hub {
namespace {

using http::Asked;

constexpr std::string_view front = "/v1/ledgers/*/verbs/";
constexpr std::size_t name_most = 4'096;       ///< bytes of the name of a file
constexpr std::size_t arguments_most = 1'000;  ///< values of one argument

/// A client that writes `dryrun` means something: what is not known is not passed over.
void need_known(const json::Value& object, std::span<const std::string_view> known) {
  for (const auto& [name, value] : object.members()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw bad_input({"", 0, 0, name}, name, "a member that openapi.json describes");
  }
}

std::vector<std::string> values_of(const std::string& name, const json::Value& value) {
  if (value.is_flag() && value.flag()) return {};
  if (value.is_text()) return {value.text()};
  if (!value.is_array() || value.items().empty() || value.items().size() > arguments_most) {
    throw bad_input({"", 0, 0, name}, "", "text, a list of texts, or true");
  }
  std::vector<std::string> values;
  for (const json::Value& item : value.items()) {
    if (!item.is_text()) throw bad_input({"", 0, 0, name}, "", "a list of texts");
    values.push_back(item.text());
  }
  return values;
}

VerbFile file_of(const json::Value& item) {
  constexpr std::array<std::string_view, 3> known{"name", "text", "base64"};
  const Asked asked(item);
  need_known(item, known);
  const std::string& name = asked.text("name");
  if (name.empty() || name.size() > name_most || asked.has("text") == asked.has("base64")) {
    throw bad_input({"", 0, 0, "files"}, name, "a name, and text or base64");
  }
  return {name, asked.has("text") ? asked.text("text") : from_base64(asked.text("base64"))};
}

void read_options(const Asked& asked, VerbCall& verb) {
  verb.chinese = asked.text_or_none("lang") != "en";
  verb.json = asked.has("json") && asked.flag("json");
  verb.dry_run = asked.has("dry_run") && asked.flag("dry_run");
  verb.effective = asked.text_or_none("effective");
  verb.late = asked.text_or_none("late");
}

void read_body(const json::Value& body, VerbCall& verb) {
  constexpr std::array<std::string_view, 3> parts{"arguments", "files", "options"};
  constexpr std::array<std::string_view, 5> options{"lang", "json", "dry_run", "effective",
                                                    "late"};
  need_known(body, parts);
  const Asked asked(body);
  if (const json::Value* arguments = body.find("arguments")) {
    static_cast<void>(asked.object("arguments"));
    for (const auto& [name, value] : arguments->members()) {
      verb.arguments[name] = values_of(name, value);
    }
  }
  if (asked.has("files")) {
    for (const json::Value& item : asked.items("files")) verb.files.push_back(file_of(item));
  }
  if (const json::Value* given = body.find("options")) {
    read_options(asked.object("options"), verb);
    need_known(*given, options);
  }
}

/// The key of the ledger for what has none of its own. It holds the request's digest, so that after
/// a restart of the hub, too, no other request passes for the one that was answered.
std::string command_key(const Call& call, const Digest& request, std::int64_t number) {
  const std::string text = call.request.header("Idempotency-Key");
  if (text.empty()) throw Stop("key.missing");
  return client_key(call.token.device, text + "." + to_hex(request.bytes()).substr(0, 8) + "." +
                                           std::to_string(number));
}

void note_look(const Call& call, const std::string& what) {
  if (!call.token.rights.contains(Right::people)) {
    throw Stop("token.right", {{"right", std::string(name(Right::people))}});
  }
  call.ledger.reads.add(
      {call.settings.now(), call.token.officer, call.token.device, call.token.id, what});
}

Json file_json(const VerbFile& file) {
  const bool text = is_utf8(file.bytes);
  return Json::object({{"name", file.name},
                       {text ? "text" : "base64", text ? file.bytes : to_base64(file.bytes)}});
}

http::Response response_of(const VerbAnswer& answer) {
  if (answer.exit == 0) {
    return json_response(Json::object({{"exit", 0},
                                       {"text", answer.text},
                                       {"files", Json::array(answer.files, file_json)}}));
  }
  Json facts = Json::object({});
  for (const Fact& fact : answer.facts) facts.add(fact.name, fact.value);
  return json_response(
      Json::object({{"code", answer.code},
                    {"message", Json::object({{"zh", answer.chinese}, {"en", answer.english}})},
                    {"facts", facts},
                    {"exit", answer.exit},
                    {"text", answer.text}}),
      answer.status);
}

/// Runs it while nobody else has the ledger. A refusal is not kept: the same request may be sent
/// again when things have changed.
http::Response run_alone(const Call& call, const VerbCall& verb, const Digest& request,
                         programme::Programme& programme) {
  Ledger& ledger = call.ledger;
  // What writes asks it by itself; what only looks would not.
  if (auto no = programme::unknown_officer(programme.state(), verb.actor.officer)) {
    return failed(failure(*no));
  }
  const std::string key = verb.has_key && !verb.dry_run ? key_of(call) : std::string();
  if (!key.empty()) {
    if (auto known = ledger.answers.find(key, request)) return *known;
  }
  const std::int64_t before = programme.size();
  http::Response response = response_of(ledger.desk(verb, programme));
  if (programme.size() == before) return response;  // nothing that could be done twice
  if (call.settings.nudge) call.settings.nudge();
  if (!key.empty() && response.status < 400) ledger.answers.keep(key, request, response);
  return response;
}

http::Response run_verb(const Call& call) {
  if (!call.ledger.desk) throw Stop("not_found");
  VerbCall verb;
  verb.verb = call.request.path.substr(call.request.path.rfind('/') + 1);
  read_body(call.request.body.empty() ? json::Value::object({}) : body_of(call.request), verb);
  const Digest request = sha256(verb.verb + "\n" + call.request.body);
  verb.actor = call.actor();
  verb.look = [&call](const std::string& what) { note_look(call, what); };
  verb.key = [&call, &request](std::int64_t number) { return command_key(call, request, number); };
  verb.has_key = !call.request.header("Idempotency-Key").empty();
  return call.ledger.writer.alone([&](programme::Programme& programme) {
    return run_alone(call, verb, request, programme);
  });
}

/// A route a verb.
struct Routes {
  Routes() {
    for (const VerbRow& row : verb_rows()) {
      patterns.push_back(std::string(front) + std::string(row.name));
    }
    for (const VerbRow& row : verb_rows()) {
      works.push_back({"POST", patterns[works.size()], row.right, run_verb});
    }
  }
  std::vector<std::string> patterns;
  std::vector<Work> works;
};

}  // namespace

std::span<const Work> verb_works() {
  static const Routes routes;
  return routes.works;
}

}  // namespace wumei::hub
