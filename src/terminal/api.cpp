#include "api.hpp"

#include "pages.hpp"
#include "shape.hpp"
#include "works.hpp"

#include <http/asked.hpp>
#include <http/guard.hpp>
#include <http/packed.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/version.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

namespace wumei::terminal {
namespace {

using http::Asked;

constexpr std::chrono::milliseconds printer_kept{5'000};  // asking one that is gone takes seconds
constexpr std::string_view cookie = "till";

const Page* page_at(const http::Request& request) {
  const auto all = pages();
  const auto page = std::find_if(all.begin(), all.end(),
                                 [&](const Page& known) { return known.path == request.path; });
  return request.method == "GET" && page != all.end() ? &*page : nullptr;
}

/// The page's gzipped body, packed when somebody first asks for one.
const std::string& packed_body(const Page& page) {
  static const std::map<std::string_view, std::string> all = [] {
    std::map<std::string_view, std::string> packed;
    for (const Page& each : pages()) packed[each.path] = http::gzipped(each.body);
    return packed;
  }();
  return all.at(page.path);
}

http::Response page_response(const Page& page, const http::Request& request) {
  const bool packed = http::takes_gzip(request);
  std::string etag(page.etag);
  if (packed) etag.insert(etag.size() - 1, "-gzip");
  http::Response response;
  response.headers = {
      {"ETag", etag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (request.header("If-None-Match") == etag) {
    response.status = 304;
    return response;
  }
  response.content_type = page.content_type;
  response.body = packed ? packed_body(page) : page.body;
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

/// What only shows how things stand is asked by the page itself, again and again.
bool is_work(const http::Request& request) {
  if (request.path == "/api/scans" || request.path.starts_with("/api/pictures/")) return false;
  const bool looks = request.path == "/api/state" || request.path == "/api/visit";
  return request.method != "GET" || !looks;
}

std::int64_t number_of(const http::Request& request, const std::string& name) {
  const std::string text = request.parameter(name).value_or("");
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (text.empty() || fault != std::errc() || stop != end) {
    throw bad_input({"", 0, 0, name}, text, "a whole number");
  }
  return number;
}

Json scan_json(const Scan& scan) {
  return Json::object({{"number", scan.number}, {"code", scan.code}});
}

std::string version() {
  return std::to_string(WUMEI_VERSION_MAJOR) + "." + std::to_string(WUMEI_VERSION_MINOR) + "." +
         std::to_string(WUMEI_VERSION_PATCH);
}

std::int64_t free_megabytes(const std::filesystem::path& ledger) {
  std::error_code failure;
  const auto space = std::filesystem::space(ledger, failure);
  return failure ? 0 : static_cast<std::int64_t>(space.available / (1024 * 1024));
}

}  // namespace

json::Value body_of(const http::Request& request) {
  return request.body.empty() ? json::Value() : json::parse_lenient(request.body);
}

http::Response json_response(const Json& body, int status) {
  return {status, "application/json", body.text()};
}

http::Response failed(const Failure& failure) {
  return json_response(Json::object({{"error", failure.error}}), failure.status);
}

Json Api::clerk_json() const {
  return Json::object({{"officer", session_->clerk.officer},
                       {"name", session_->clerk.name},
                       {"csrf", session_->csrf},
                       {"idle_seconds", int{idle / std::chrono::seconds(1)}}});
}

Api::Api(Station station) : station_(std::move(station)) {
  open_.on("GET", "/api/state",
           [this](const http::Request& request, const auto&) { return state(request); });
  open_.on("POST", "/api/session",
           [this](const http::Request& request, const auto&) { return sign_in(request); });
  open_.on("GET", "/api/clerks", [this](const http::Request&, const auto&) {
    const auto shown = [](const Clerk& clerk) {
      return Json::object({{"officer", clerk.officer},
                           {"name", clerk.name},
                           {"locked_seconds", clerk.locked_seconds}});
    };
    return json_response(Json::object({{"clerks", Json::array(station_.clerks(), shown)}}));
  });
  open_.on("POST", "/api/scans",
           [this](const http::Request& request, const auto&) { return listen(request); });
  open_.on("GET", "/api/scans",
           [this](const http::Request& request, const auto&) { return scanned(request); });
  closed_.on("DELETE", "/api/session",
             [this](const http::Request&, const auto&) { return sign_out(); });
  for (const Service& service : station_.services) {
    closed_.on(std::string(service.method), std::string(service.pattern),
               [this, &service](const http::Request& request, const auto& parts) {
                 return service.run({request, parts, session_->clerk.officer});
               });
  }
}

http::Response Api::refusal(int status) {
  Failure said = failure(http::code_of(status));
  said.status = status;
  return failed(said);
}

http::Response Api::answer(const http::Request& request, std::uint16_t port) {
  try {
    if (!http::names_loopback(request, port)) throw Stop("origin");
    if (const Page* page = page_at(request)) return page_response(*page, request);
    if (request.method != "GET" && !http::is_same_origin(request)) throw Stop("origin");
    http::Response response = routed(request);
    // Whatever a clerk does beyond looking is written somewhere.
    const bool writes = request.method != "GET" && is_work(request);
    if (writes && response.status < 400) disk_failed_ = false;
    return response;
  } catch (...) {
    const Failure said = failure(std::current_exception());
    if (said.status == 507) disk_failed_ = true;
    return failed(said);
  }
}

http::Response Api::routed(const http::Request& request) {
  const http::Router::Match open = open_.find(request);
  if (open.route != nullptr) return (*open.route)(request, open.parts);
  Session* known = session(request);
  if (known == nullptr) throw Stop("session.none");
  if (request.method != "GET" && request.header("X-Wumei-Csrf") != known->csrf) throw Stop("csrf");
  const http::Router::Match match = closed_.find(request);
  if (match.route == nullptr) {
    const std::string allowed = match.allowed + open.allowed;
    http::Response response = failed(failure(allowed.empty() ? "not_found" : "method"));
    if (!allowed.empty()) response.headers = {{"Allow", allowed}};
    return response;
  }
  if (is_work(request)) known->worked = station_.uptime();
  return (*match.route)(request, match.parts);
}

Api::Session* Api::session(const http::Request& request) {
  if (session_ && station_.uptime() - session_->worked >= idle) {
    session_.reset();
    scans_.end();
  }
  const bool mine = session_ && request.cookie(cookie) == session_->id;
  return mine ? &*session_ : nullptr;
}

http::Response Api::sign_in(const http::Request& request) {
  const json::Value body = body_of(request);
  const Asked asked(body);
  const Clerk clerk = station_.sign_in(OfficerId(asked.text("officer")), asked.text("pin"));
  session_ = Session{to_base64url(random_bytes(32)), to_base64url(random_bytes(32)), clerk,
                     station_.uptime()};
  scans_.end();
  http::Response response = json_response(Json::object({{"clerk", clerk_json()}}));
  response.headers = {{"Set-Cookie", std::string(cookie) + "=" + session_->id +
                                         "; HttpOnly; SameSite=Strict; Path=/"}};
  return response;
}

http::Response Api::sign_out() {
  session_.reset();
  scans_.end();
  http::Response response = json_response(Json::object({}));
  response.headers = {
      {"Set-Cookie", std::string(cookie) + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"}};
  return response;
}

std::string Api::listening(const http::Request& request) {
  const Session* known = session(request);
  if (known != nullptr) return known->id;
  if (session_) throw Stop("session.none");
  return "";
}

http::Response Api::listen(const http::Request& request) {
  const Scans::Listening begun = scans_.listen(listening(request));
  return json_response(Json::object({{"listener", begun.listener}, {"last", begun.last}}));
}

http::Response Api::scanned(const http::Request& request) {
  const Scans::Listening seen{number_of(request, "listener"), number_of(request, "after")};
  const std::vector<Scan> found = scans_.after(seen, listening(request));
  http::Response response =
      json_response(Json::object({{"scans", Json::array(found, scan_json)}}));
  if (found.empty() && request.waited < scans_wait) response.later = scans_wait - request.waited;
  return response;
}

PrinterState Api::printer_state() {
  const std::chrono::milliseconds now = station_.uptime();
  if (!printer_asked_ || now - *printer_asked_ >= printer_kept) {
    printer_state_ = station_.printer.state();
    printer_asked_ = now;
  }
  return printer_state_;
}

http::Response Api::state(const http::Request& request) {
  const bool mine = session(request) != nullptr;
  Json shown = station_.state(mine);
  shown.add("read_only", disk_failed_)
      .add("printer", printer_json(printer_state()))
      .add("scanner", scanner_json(scans_.state()))
      .add("disk_free_mb", free_megabytes(station_.disk))
      .add("version", version())
      .add("clerk", mine ? clerk_json() : Json(nullptr));
  return json_response(shown);
}

}  // namespace wumei::terminal
