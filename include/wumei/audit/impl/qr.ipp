#pragma once

#include <wumei/audit/qr.hpp>
#include <wumei/base/deflate.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

#include <cstdint>
#include <utility>

#include <zlib.h>

namespace wumei::audit {

namespace detail {

inline constexpr std::string_view base45_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Base45 writes a number little end first.
WUMEI_INLINE void add_base45(std::string& text, std::uint32_t number, int digits) {
  for (; digits > 0; --digits, number /= 45) text += base45_digits[number % 45];
}

/// Value of up to three digits. Throws when a character is not of the alphabet.
WUMEI_INLINE std::uint32_t base45_number(std::string_view digits) {
  std::uint32_t number = 0;
  for (std::size_t i = digits.size(); i-- > 0;) {
    const std::size_t digit = base45_digits.find(digits[i]);
    if (digit == std::string_view::npos) {
      throw Error(Errc::bad_input,
                  "the byte " + to_hex(digits.substr(i, 1)) + " is no character of Base45");
    }
    number = number * 45 + static_cast<std::uint32_t>(digit);
  }
  return number;
}

/// The shortest over all windows: a small one finds fewer chance repeats in the hashes, which cost
/// more to name than to write out.
WUMEI_INLINE std::string deflate_text(std::string_view text) {
  std::string shortest = deflated(text, MAX_WBITS);
  for (int bits = 9; bits < MAX_WBITS; ++bits) {
    std::string bytes = deflated(text, bits);
    if (bytes.size() < shortest.size()) shortest = std::move(bytes);
  }
  return shortest;
}

/// Inflates into a buffer of `qr_text_max` bytes and one: a bomb fills it and goes no further.
WUMEI_INLINE std::string inflate_text(std::string_view bytes) {
  std::string text(qr_text_max + 1, '\0');
  uLongf size = text.size();
  auto taken = static_cast<uLong>(bytes.size());
  const int done = ::uncompress2(reinterpret_cast<Bytef*>(text.data()), &size,
                                 reinterpret_cast<const Bytef*>(bytes.data()), &taken);
  if (done == Z_BUF_ERROR || (done == Z_OK && size > qr_text_max)) {
    throw Error(Errc::bad_input, "the code holds more than 16 KiB of text");
  }
  if (done != Z_OK) throw Error(Errc::bad_input, "the code is damaged or incomplete");
  if (taken != bytes.size()) throw Error(Errc::bad_input, "the code goes on after its text");
  text.resize(size);
  return text;
}

}  // namespace detail

WUMEI_INLINE std::string to_base45(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() / 2 * 3 + 2);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto first = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    if (i + 1 == bytes.size()) {
      detail::add_base45(text, first, 2);
    } else {
      detail::add_base45(text, first * 256 + static_cast<unsigned char>(bytes[i + 1]), 3);
    }
  }
  return text;
}

WUMEI_INLINE std::string from_base45(std::string_view text) {
  if (text.size() % 3 == 1) throw Error(Errc::bad_input, "Base45 text of an impossible length");
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::string_view digits = text.substr(i, 3);
    const std::uint32_t number = detail::base45_number(digits);
    const bool whole = digits.size() == 3;
    if (number > (whole ? 0xffffU : 0xffU)) {
      throw Error(Errc::bad_input, "\"" + std::string(digits) + "\" is beyond the range of Base45");
    }
    if (whole) bytes += static_cast<char>(number / 256);
    bytes += static_cast<char>(number % 256);
  }
  return bytes;
}

WUMEI_INLINE bool is_qr_payload(std::string_view text) { return text.starts_with(qr_prefix); }

WUMEI_INLINE std::string to_qr_payload(std::string_view text) {
  if (text.size() > qr_text_max) {
    throw Error(Errc::bad_input, std::to_string(text.size()) +
                                     " bytes of text are too many for one code");
  }
  std::string payload = std::string(qr_prefix) + to_base45(detail::deflate_text(text));
  if (payload.size() > qr_payload_max) {
    throw Error(Errc::bad_input, std::to_string(payload.size()) +
                                     " characters do not fit one code; hand over the file");
  }
  return payload;
}

WUMEI_INLINE std::string from_qr_payload(std::string_view payload) {
  if (!is_qr_payload(payload)) {
    throw Error(Errc::bad_input, "the code does not begin with WUMEI1:");
  }
  if (payload.size() > qr_payload_max) {
    throw Error(Errc::bad_input, std::to_string(payload.size()) +
                                     " characters are more than a code holds");
  }
  return detail::inflate_text(from_base45(payload.substr(qr_prefix.size())));
}

}  // namespace wumei::audit
