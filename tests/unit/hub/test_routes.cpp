#include "hub_fixture.hpp"

#include <hub/commands.hpp>
#include <hub/openapi.hpp>

#include <algorithm>
#include <set>

namespace {

using namespace wumei;
using namespace wumei::test;

/// `/v1/ledgers/{ledger}/claims` as the router has it: `/v1/ledgers/*/claims`.
std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (std::size_t i = 0; i < path.size(); ++i) {
    pattern += path[i] == '{' ? '*' : path[i];
    if (path[i] == '{') i = path.find('}', i);
  }
  return pattern;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

/// Calls `visit` for every operation of the document.
template <class Visit>
void each_operation(const json::Value& document, Visit visit) {
  for (const auto& [path, item] : document.at("paths").members()) {
    for (const auto& [method, operation] : item.members()) {
      if (method != "parameters") visit(path, method, operation);
    }
  }
}

/// Every `$ref` below a value.
void references(const json::Value& value, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const json::Value& item : value.items()) references(item, found);
  } else if (value.is_object()) {
    for (const auto& [name, member] : value.members()) {
      if (name == "$ref") found.insert(member.text());
      references(member, found);
    }
  }
}

std::map<std::string, std::string> rights_of_routes() {
  std::map<std::string, std::string> rights;
  for (const auto works : {hub::household_works(), hub::deed_works(), hub::market_works(),
                           hub::overview_works(), hub::log_works(), hub::lease_works(),
                           hub::write_works(), hub::verb_works()}) {
    for (const hub::Work& work : works) {
      rights[std::string(work.method) + " " + std::string(work.pattern)] = name(work.right);
    }
  }
  return rights;
}

}  // namespace

TEST_CASE("the document and the router have the same routes, each with its right") {
  const ShopHub office;
  const json::Value document = json::parse_lenient(hub::openapi());
  std::multiset<std::string> described;
  std::map<std::string, std::string> rights;
  each_operation(document, [&](const auto& path, const auto& method, const auto& operation) {
    const std::string route = upper(method) + " " + pattern_of(path);
    described.insert(route);
    const json::Value* right = operation.find("x-right");
    if (path.find("{ledger}") != path.npos) rights[route] = right->text();
  });
  const std::vector<std::string>& routes = office.hub->routes();
  CHECK(described == std::multiset<std::string>(routes.begin(), routes.end()));
  CHECK(rights == rights_of_routes());
}

TEST_CASE("the document names its parts, its parameters and its commands") {
  const json::Value document = json::parse_lenient(hub::openapi());
  CHECK(document.at("openapi").text() == "3.1.0");
  std::set<std::string> found;
  references(document, found);
  std::size_t known = 0;
  for (const char* kind : {"schemas", "parameters", "responses"}) {
    for (const auto& [name, part] : document.at("components").at(kind).members()) {
      INFO(name);
      CHECK(found.contains("#/components/" + std::string(kind) + "/" + name));
      ++known;
    }
  }
  CHECK(found.size() == known);
  std::set<std::string> operations;
  each_operation(document, [&](const auto& path, const auto&, const auto& operation) {
    CHECK(operations.insert(operation.at("operationId").text()).second);
    std::size_t braces = static_cast<std::size_t>(std::count(path.begin(), path.end(), '{'));
    if (path.find("{ledger}") != path.npos) --braces;  // stands with the path
    std::size_t named = 0;
    if (const json::Value* parameters = operation.find("parameters")) {
      for (const json::Value& parameter : parameters->items()) {
        const json::Value* in = parameter.find("in");
        named += in != nullptr && in->text() == "path" ? 1 : 0;
      }
    }
    INFO(path);
    CHECK(named == braces);
  });
}

TEST_CASE("what an answer has and the document has not is found") {
  http::Request asked;
  asked.method = "GET";
  asked.path = "/v1/ledgers/test/shops";
  const auto fault = [&](const std::string& body, int status = 200) {
    return misdescribed(asked, {status, "application/json", body});
  };
  CHECK(fault(R"({"shops":[]})") == "");
  CHECK(fault(R"({"shops":[{"shop":"a","village":"b","name":"c"}]})") == "");
  CHECK(fault(R"({"shops":[{"shop":"a","village":"b","name":"c","x":1}]})") != "");
  CHECK(fault(R"({"shops":[{"shop":"a","village":"b","name":3}]})") != "");
  CHECK(fault(R"({"shops":[{"shop":"a","village":"b"}]})") != "");
  CHECK(fault(R"({})") != "");
  CHECK(fault(R"({"shops":[]})", 201) != "");
  CHECK(fault(R"({"shops":[]})", 400) != "");
  CHECK(misdescribed(asked, {200, "text/plain", "shops"}) != "");
}

TEST_CASE("the commands of a batch are those of the document") {
  const json::Value document = json::parse_lenient(hub::openapi());
  const json::Value& items = document.at("components").at("schemas").at("Batch").at("properties")
                                 .at("commands").at("items");
  std::vector<std::string> described;
  for (const json::Value& name : items.at("properties").at("do").at("enum").items()) {
    described.push_back(name.text());
  }
  std::vector<std::string> known;
  for (const hub::Deed& deed : hub::deeds()) known.emplace_back(deed.name);
  CHECK(described == known);
}

TEST_CASE("the document is had without a token") {
  ShopHub office;
  CHECK(office.ask("GET", "/v1/openapi.json") == std::string(hub::openapi()));
  CHECK(office.last.status == 200);
}

TEST_CASE("a path or method there is not is told so") {
  ShopHub office;
  CHECK(office.outcome("GET", "/") == "404 not_found");
  CHECK(office.outcome("GET", "/v2/ledgers") == "404 not_found");
  CHECK(office.outcome("GET", "/v1/ledgers/") == "404 not_found");
  CHECK(office.outcome("DELETE", "/v1/ledgers") == "405 method");
  CHECK(office.header("Allow") == "GET, HEAD");
  CHECK(office.outcome("PUT", "claims") == "405 method");
  CHECK(office.header("Allow") == "GET, HEAD, POST");
}

TEST_CASE("what the server says by itself has the shape of the API") {
  for (const int status : {400, 413, 417, 431, 500, 501, 503, 505}) {
    const http::Response response = hub::Hub::refusal(status);
    CHECK(response.status == status);
    CHECK_FALSE(ShopHub::outcome_of(response).empty());
  }
}

TEST_CASE("every code of the hub has its words and a status of its kind") {
  std::set<std::string_view> codes;
  for (const hub::FailureRow& row : hub::failure_rows()) {
    CHECK(codes.insert(row.code).second);
    CHECK_FALSE(row.zh.empty());
    CHECK_FALSE(row.en.empty());
    CHECK(row.status >= 400);
    CHECK(row.status < 600);
  }
}
