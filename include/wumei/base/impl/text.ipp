#pragma once

#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <iconv.h>
#include <utf8proc.h>

namespace wumei {
namespace detail {

/// Code point at the start of `text` and its length; a length of 0 says "not UTF-8".
struct CodePoint {
  std::int32_t value = 0;
  std::size_t length = 0;
};

WUMEI_INLINE CodePoint code_point(std::string_view text) {
  utf8proc_int32_t value = 0;
  const auto length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &value);
  return length <= 0 ? CodePoint{} : CodePoint{value, static_cast<std::size_t>(length)};
}

WUMEI_INLINE bool is_ascii(std::string_view text) {
  unsigned char all = 0;  // without a way out in between, many bytes are taken at once
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

WUMEI_INLINE std::string from_gb18030(std::string_view bytes) {
  const iconv_t converter = ::iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    throw Error(Errc::unsupported, "this system cannot read GB18030; save the file as UTF-8");
  }
  std::string input(bytes);
  std::string output(bytes.size() * 2 + 16, '\0');
  char* from = input.data();
  char* to = output.data();
  std::size_t from_left = input.size();
  std::size_t to_left = output.size();
  const std::size_t result = ::iconv(converter, &from, &from_left, &to, &to_left);
  ::iconv_close(converter);
  if (result == static_cast<std::size_t>(-1)) {
    throw Error(Errc::bad_input, "the text is neither UTF-8 nor GB18030 (byte " +
                                     std::to_string(bytes.size() - from_left) +
                                     "); save the file as UTF-8");
  }
  output.resize(output.size() - to_left);
  return output;
}

}  // namespace detail

WUMEI_INLINE bool is_utf8(std::string_view text) {
  if (detail::is_ascii(text)) return true;
  while (!text.empty()) {
    const detail::CodePoint point = detail::code_point(text);
    if (point.length == 0) return false;
    text.remove_prefix(point.length);
  }
  return true;
}

WUMEI_INLINE std::string to_nfc(std::string_view text) {
  if (detail::is_ascii(text)) return std::string(text);
  utf8proc_uint8_t* result = nullptr;
  const auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &result,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  if (length < 0) throw Error(Errc::bad_input, "the text is not valid UTF-8");
  return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(length)};
}

WUMEI_INLINE bool is_nfc(std::string_view text) {
  return detail::is_ascii(text) || (is_utf8(text) && to_nfc(text) == text);
}

WUMEI_INLINE std::string half_width(std::string_view text) {
  if (detail::is_ascii(text)) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const detail::CodePoint point = detail::code_point(text);
    const std::size_t length = std::max<std::size_t>(point.length, 1);
    if (point.value >= 0xFF01 && point.value <= 0xFF5E) {
      result += static_cast<char>(point.value - 0xFEE0);
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result;
}

WUMEI_INLINE std::string_view trim(std::string_view text) {
  const auto graphic = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!text.empty() && graphic(text.front()) && graphic(text.back())) return text;
  constexpr std::string_view spaces[] = {" ", "\t", "\r", "\n", "\u3000", "\u00a0"};
  const auto strip = [&](auto test, auto cut) {
    for (bool found = true; found;) {
      found = false;
      for (const std::string_view space : spaces) {
        if (!text.empty() && test(space)) {
          cut(space.size());
          found = true;
        }
      }
    }
  };
  strip([&](std::string_view s) { return text.starts_with(s); },
        [&](std::size_t n) { text.remove_prefix(n); });
  strip([&](std::string_view s) { return text.ends_with(s); },
        [&](std::size_t n) { text.remove_suffix(n); });
  return text;
}

WUMEI_INLINE std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const detail::CodePoint point = detail::code_point(text);
    if (point.length == 0) return width + text.size();
    width += static_cast<std::size_t>(std::max(0, utf8proc_charwidth(point.value)));
    text.remove_prefix(point.length);
  }
  return width;
}

WUMEI_INLINE std::string decode_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (is_utf8(bytes)) return to_nfc(bytes);
  return to_nfc(detail::from_gb18030(bytes));
}

WUMEI_INLINE std::string mask_name(std::string_view person) {
  std::vector<std::string_view> characters;
  for (std::string_view rest = person; !rest.empty();) {
    const std::size_t length = std::max<std::size_t>(detail::code_point(rest).length, 1);
    characters.push_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  if (characters.empty()) return "*";
  std::string masked(characters.front());
  masked += '*';
  if (characters.size() >= 3) masked += characters.back();
  return masked;
}

}  // namespace wumei
