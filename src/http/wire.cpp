#include "wire.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <array>
#include <ctime>

namespace wumei::http {
namespace {

namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Failure = beast::error_code;

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

/// `Sun, 06 Nov 1994 08:49:37 GMT`, whatever the locale.
std::string http_date() {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> day{};
  std::array<char, 20> time{};
  std::strftime(day.data(), day.size(), ", %d ", &utc);
  std::strftime(time.data(), time.size(), " %Y %H:%M:%S GMT", &utc);
  return std::string(days[utc.tm_wday]) + day.data() + months[utc.tm_mon] + time.data();
}

bool is_served(wire::verb method) {
  return method == wire::verb::get || method == wire::verb::head || method == wire::verb::post ||
         method == wire::verb::put || method == wire::verb::delete_;
}

bool fits_a_line(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return true;
}

bool fits_lines(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (!fits_a_line(name) || !fits_a_line(value)) return false;
  }
  return fits_a_line(response.content_type);
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

int status_of(const Failure& failure) {
  if (failure == wire::error::buffer_overflow) return 431;
  if (failure == wire::error::body_limit) return 413;
  if (failure == wire::error::bad_version) return 505;
  if (failure == wire::error::end_of_stream || failure == wire::error::partial_message) return 0;
  const bool of_http = failure.category() == Failure(wire::error::bad_method).category();
  return of_http ? 400 : 0;
}

bool expects_continue(const Parser& parser) {
  return beast::iequals(parser.get()[wire::field::expect], "100-continue");
}

int status_of(const Parser& parser) {
  const auto& head = parser.get();
  if (head.version() != 11 && head.version() != 10) return 505;
  if (!is_served(head.method())) return 501;
  if (head.version() == 11 && head.count(wire::field::host) != 1) return 400;
  // An encoding that one program unwraps and another does not is how requests are smuggled.
  const bool encoded = head.count(wire::field::transfer_encoding) != 0;
  if (encoded && !beast::iequals(head[wire::field::transfer_encoding], "chunked")) return 501;
  if (head.count(wire::field::expect) != 0 && !expects_continue(parser)) return 417;
  return 0;
}

bool read_head(const Parser& parser, Request& request) {
  const auto& head = parser.get();
  const bool is_head = head.method() == wire::verb::head;
  request.method = is_head ? "GET" : text_of(head.method_string());
  for (const auto& field : head) {
    request.headers.emplace_back(text_of(field.name_string()), text_of(field.value()));
  }
  const beast::string_view target = head.target();
  return read_target({target.data(), target.size()}, request);
}

Response refusal(const Options& options, int status) {
  if (options.refusal) return options.refusal(status);
  return {status, "text/plain; charset=utf-8",
          text_of(wire::obsolete_reason(static_cast<wire::status>(status))) + "\n"};
}

Response answer(const Options& options, const Request& request) {
  try {
    return options.handler(request);
  } catch (...) {  // whatever it is, it ends here and tells the client nothing
    return refusal(options, 500);
  }
}

Answer on_wire(const Options& options, Response response, bool keep_alive) {
  if (!fits_lines(response)) response = refusal(options, 500);
  Answer answer;
  answer.result(static_cast<unsigned>(response.status));
  answer.version(11);
  answer.set(wire::field::date, http_date());
  for (const auto& [name, value] : response.headers) answer.insert(name, value);
  for (const auto& [name, value] : options.headers) {
    if (answer.count(name) == 0) answer.set(name, value);
  }
  answer.keep_alive(keep_alive);
  if (!has_body(response.status)) return answer;
  if (!response.content_type.empty()) {
    answer.set(wire::field::content_type, response.content_type);
  }
  answer.content_length(response.body.size());
  answer.body() = std::move(response.body);
  return answer;
}

}  // namespace wumei::http
