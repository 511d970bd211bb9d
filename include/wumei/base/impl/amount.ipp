#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

namespace wumei::detail {

WUMEI_INLINE void amount_overflow() {
  throw Error(Errc::overflow, "an amount left the range of 64-bit units");
}

WUMEI_INLINE std::string print_decimal(std::int64_t units, int scale) {
  const bool negative = units < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
  std::string digits = std::to_string(magnitude);
  const auto places = static_cast<std::size_t>(scale);
  while (digits.size() <= places) digits = '0' + digits;
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return negative ? "-" + digits : digits;
}

WUMEI_INLINE std::int64_t parse_decimal(std::string_view text, int scale) {
  const auto refuse = [&]() -> Error {
    return bad_input({}, text,
                     scale == 0 ? "a whole number"
                                : "a number with at most " + std::to_string(scale) +
                                      " decimal places");
  };
  const std::string ascii = half_width(text);
  std::string_view rest = ascii;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty() || rest.starts_with('.') || rest.ends_with('.')) throw refuse();
  std::int64_t units = 0;
  int places = -1;
  for (const char c : rest) {
    if (c == '.') {
      if (places >= 0) throw refuse();
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') throw refuse();
    if (places >= 0 && ++places > scale) throw refuse();
    units = units * 10 + (c - '0');
    if (units > exact_max) amount_overflow();
  }
  for (int place = places < 0 ? 0 : places; place < scale; ++place) {
    units *= 10;
    if (units > exact_max) amount_overflow();
  }
  return negative ? -units : units;
}

}  // namespace wumei::detail
