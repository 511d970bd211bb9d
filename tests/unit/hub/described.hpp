#pragma once

#include <hub/openapi.hpp>
#include <http/message.hpp>
#include <wumei/base/json.hpp>

#include <string>
#include <string_view>

// Whether what the hub says is what `openapi.json` says that it says: as much of JSON Schema as
// stands there, and stricter, since a member that is not described is a fault too.
namespace wumei::test {

inline const json::Value& document() {
  static const json::Value parsed = json::parse_lenient(hub::openapi());
  return parsed;
}

/// The part that a `$ref` names, or the value itself.
inline const json::Value& resolved(const json::Value& part) {
  const json::Value* name = part.find("$ref");
  if (name == nullptr) return part;
  const json::Value* found = &document();
  std::string_view rest = std::string_view(name->text()).substr(2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('/');
    found = &found->at(rest.substr(0, end));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  return resolved(*found);
}

[[nodiscard]] inline std::string misfit(const json::Value& value, const json::Value& part,
                                        const std::string& where);

inline std::string misfit_of_object(const json::Value& value, const json::Value& schema,
                                    const std::string& where) {
  const json::Value* properties = schema.find("properties");
  if (properties == nullptr) return "";
  for (const json::Value& name : schema.at("required").items()) {
    if (value.find(name.text()) == nullptr) return where + " lacks " + name.text();
  }
  for (const auto& [name, member] : value.members()) {
    const json::Value* property = properties->find(name);
    if (property == nullptr) return where + "." + name + " is not described";
    const std::string fault = misfit(member, *property, where + "." + name);
    if (!fault.empty()) return fault;
  }
  return "";
}

/// "" when the value is as described, else what is wrong.
inline std::string misfit(const json::Value& value, const json::Value& part,
                          const std::string& where) {
  const json::Value& schema = resolved(part);
  const std::string& type = schema.at("type").text();
  const bool fits = type == "string"    ? value.is_text()
                    : type == "integer" ? value.is_integer()
                    : type == "boolean" ? value.is_flag()
                    : type == "array"   ? value.is_array()
                                        : value.is_object();
  if (!fits) return where + " is no " + type;
  if (type == "object") return misfit_of_object(value, schema, where);
  if (type == "array") {
    for (const json::Value& item : value.items()) {
      const std::string fault = misfit(item, schema.at("items"), where + "[]");
      if (!fault.empty()) return fault;
    }
  }
  const json::Value* words = schema.find("enum");
  if (words == nullptr) return "";
  for (const json::Value& word : words->items()) {
    if (word == value) return "";
  }
  return where + " is none of the words described: " + value.text();
}

/// `/v1/ledgers/{ledger}/claims` has the path `/v1/ledgers/test/claims`.
inline bool has_path(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::size_t wanted = std::min(pattern.find('/'), pattern.size());
    const std::size_t found = std::min(path.find('/'), path.size());
    const bool any = pattern.starts_with('{') && found != 0;
    if (!any && pattern.substr(0, wanted) != path.substr(0, found)) return false;
    pattern.remove_prefix(std::min(wanted + 1, pattern.size()));
    path.remove_prefix(std::min(found + 1, path.size()));
  }
  return pattern.empty() && path.empty();
}

/// What is wrong with an answer; "" when it is as described, or to a request that is not.
inline std::string misdescribed(const http::Request& request, const http::Response& response) {
  for (const auto& [pattern, item] : document().at("paths").members()) {
    if (!has_path(pattern, request.path)) continue;
    const json::Value* operation = item.find(request.method == "GET" ? "get" : "post");
    if (operation == nullptr || (request.method != "GET" && request.method != "POST")) return "";
    const json::Value& responses = operation->at("responses");
    const json::Value* described = responses.find(std::to_string(response.status));
    if (described == nullptr && response.status < 400) return "a status that is not described";
    if (described == nullptr) described = responses.find("default");
    if (described == nullptr) return "no error is described";
    const json::Value& content = resolved(*described).at("content");
    const std::string type = response.content_type.substr(0, response.content_type.find(';'));
    const json::Value* body = content.find(type);
    if (body == nullptr) return "a body of " + type;
    if (type != "application/json") return "";
    return misfit(json::parse_lenient(response.body), body->at("schema"), request.path);
  }
  return "";
}

}  // namespace wumei::test
