#include "desk.hpp"
#include "hub_verbs.hpp"
#include "verbs.hpp"

#include <catch.hpp>

#include <hub/openapi.hpp>
#include <hub/verbs.hpp>
#include <wumei/base/json.hpp>

#include <algorithm>
#include <functional>
#include <set>

using namespace wumei;
using namespace wumei::cli;

namespace {

void each_verb(const Verbs& verbs, const std::string& front,
               const std::function<void(const std::string&, const Verb&)>& visit) {
  for (const Verb& verb : verbs) {
    const std::string name = front + verb.name;
    if (verb.verbs.empty()) visit(name, verb);
    each_verb(verb.verbs, name + ".", visit);
  }
}

bool runs_in_hub(const std::string& name) {
  const auto rows = hub::verb_rows();
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
}

json::Value schema_of(const Option& option) {
  json::Value schema = json::Value::object({});
  if (option.shape == Shape::flag) {
    schema.add("type", "boolean");
    schema.add("const", true);
  } else if (option.shape == Shape::many || option.shape == Shape::positional_list) {
    schema.add("type", "array");
    schema.add("items", json::Value::object({{"type", "string"}}));
  } else {
    schema.add("type", "string");
  }
  json::Array choices;
  for (const std::string& choice : option.choices) choices.emplace_back(choice);
  if (!choices.empty()) schema.add("enum", json::Value(std::move(choices)));
  schema.add("description", option.help.en);
  return schema;
}

/// What `openapi.json` has to say about the arguments of a verb.
json::Value arguments_of(const Verb& verb) {
  json::Array required;
  json::Value properties = json::Value::object({});
  for (const Option& option : verb.options) {
    const bool needed = option.shape == Shape::required || option.shape == Shape::positional ||
                        option.shape == Shape::positional_list;
    if (needed) required.emplace_back(option.name);
    properties.add(option.name, schema_of(option));
  }
  return json::Value::object({{"type", "object"},
                              {"additionalProperties", false},
                              {"required", json::Value(std::move(required))},
                              {"properties", properties}});
}

}  // namespace

TEST_CASE("every verb says what --hub does to it, in one place", "[cli]") {
  each_verb(all_verbs(), "", [](const std::string& name, const Verb& verb) {
    INFO(name);
    const int places = (verb.over_hub != nullptr ? 1 : 0) + (is_anywhere(name) ? 1 : 0) +
                       (why_here(name) != nullptr ? 1 : 0) + (runs_in_hub(name) ? 1 : 0);
    CHECK(places == 1);
    CHECK(find_verb(all_verbs(), name) == &verb);
  });
}

TEST_CASE("what a hub runs is a verb, each once", "[cli]") {
  std::set<std::string_view> names;
  for (const hub::VerbRow& row : hub::verb_rows()) {
    INFO(row.name);
    CHECK(find_verb(all_verbs(), row.name) != nullptr);
    CHECK(names.insert(row.name).second);
  }
}

TEST_CASE("the description of the hub has the arguments of each verb", "[cli]") {
  const json::Value document = json::parse_lenient(hub::openapi());
  for (const hub::VerbRow& row : hub::verb_rows()) {
    INFO(row.name);
    const json::Value& operation =
        document.at("paths").at("/v1/ledgers/{ledger}/verbs/" + std::string(row.name)).at("post");
    const json::Value& body =
        operation.at("requestBody").at("content").at("application/json").at("schema");
    const Verb& verb = *find_verb(all_verbs(), row.name);
    CHECK(json::write(body.at("properties").at("arguments")) == json::write(arguments_of(verb)));
    CHECK(operation.at("summary").text() == verb.help.en);
  }
}
