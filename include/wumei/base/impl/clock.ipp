#pragma once

#include <wumei/base/clock.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/config.hpp>

#include <chrono>
#include <string_view>

namespace wumei {
namespace detail {

WUMEI_INLINE std::string base32(std::uint64_t value, int digits) {
  constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text(static_cast<std::size_t>(digits), '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 5) *at = alphabet[value & 31];
  return text;
}

WUMEI_INLINE std::string timed_key(Instant now, std::uint64_t tail) {
  return base32(static_cast<std::uint64_t>(now.millis()), 10) + base32(tail, 12);
}

}  // namespace detail

WUMEI_INLINE Instant SystemClock::now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_millis(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

WUMEI_INLINE std::string RandomIds::next_key(Instant now) {
  const std::string bytes = random_bytes(8);
  std::uint64_t tail = 0;
  for (const char c : bytes) tail = tail << 8 | static_cast<unsigned char>(c);
  return detail::timed_key(now, tail);
}

WUMEI_INLINE std::string RandomIds::salt() { return random_bytes(32); }

WUMEI_INLINE std::string CountedIds::next_key(Instant now) {
  return detail::timed_key(now, seed_ << 40 | ++count_);
}

WUMEI_INLINE std::string CountedIds::salt() {
  const std::string label =
      "wumei/counted-salt " + std::to_string(seed_) + " " + std::to_string(++count_);
  return std::string(sha256(label).bytes());
}

}  // namespace wumei
