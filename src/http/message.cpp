#include "message.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>

namespace wumei::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Undoes `%41`; nothing when an escape or what comes of it is no text.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (is_control(c)) return std::nullopt;
    out += c;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

/// The text up to `end`, which is taken off with it; all of it when there is no `end`.
std::string_view cut_front(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(at == text.npos ? text.size() : at + 1);
  return front;
}

bool has_dots(std::string_view path) {
  while (!path.empty()) {
    const std::string_view part = cut_front(path, '/');
    if (part == "." || part == "..") return true;
  }
  return false;
}

bool read_path(std::string_view raw, std::string& path) {
  // Whether %2F divides or not is what two programs never agree on: no path here needs it.
  if (raw.find("%2f") != raw.npos || raw.find("%2F") != raw.npos) return false;
  std::optional<std::string> text = decoded(raw);
  if (!text || has_dots(*text)) return false;
  path = *std::move(text);
  return true;
}

bool read_query(std::string_view raw, Fields& query) {
  while (!raw.empty()) {
    std::string pair(cut_front(raw, '&'));
    std::replace(pair.begin(), pair.end(), '+', ' ');
    std::string_view value = pair;
    std::optional<std::string> key = decoded(cut_front(value, '='));
    std::optional<std::string> text = decoded(value);
    if (!key || !text) return false;
    query.emplace_back(*std::move(key), *std::move(text));
  }
  return true;
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool read_target(std::string_view target, Request& request) {
  request.query.clear();
  if (!target.starts_with('/') || target.find('#') != target.npos) return false;
  const std::string_view path = cut_front(target, '?');
  return read_path(path, request.path) && read_query(target, request.query);
}

std::string Request::header(std::string_view name) const {
  std::optional<std::string> joined;
  for (const auto& [key, value] : headers) {
    if (!same_name(key, name)) continue;
    joined = joined ? *joined + ", " + value : value;
  }
  return joined.value_or("");
}

std::string Request::cookie(std::string_view name) const {
  const std::string all = header("Cookie");
  std::string_view rest = all;
  while (!rest.empty()) {
    std::string_view value = trim(cut_front(rest, ';'));
    if (cut_front(value, '=') == name) return std::string(value);
  }
  return "";
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace wumei::http
