#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/people/pin.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

#include <sodium.h>

namespace wumei::people {
namespace detail {

/// Cost of one guess: 8 MiB and some 10 ms, so 150 officers import in seconds and all million PINs
/// of one officer take hours on the machine of somebody who stole the details.
inline constexpr std::size_t pin_memory = 8192 * 1024;
inline constexpr unsigned long long pin_passes = 3;
inline constexpr std::string_view pin_cost = "$argon2id$v=19$m=8192,t=3,p=1$";

/// Salt and hash without padding, and a dollar between them.
inline constexpr std::size_t pin_hash_length = pin_cost.size() + 22 + 1 + 43;

/// Chooses the fastest code for this processor; any number of times, from any thread.
WUMEI_INLINE void start_sodium() {
  if (sodium_init() < 0) throw Error(Errc::unsupported, "libsodium does not start");
}

/// As the text of such a hash has it: without the padding.
WUMEI_INLINE std::string bare_base64(std::string_view bytes) {
  std::string text = to_base64(bytes);
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  return text;
}

}  // namespace detail

WUMEI_INLINE bool is_pin(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

WUMEI_INLINE std::string hash_pin(std::string_view pin, std::string_view salt) {
  if (!is_pin(pin)) throw Error(Errc::bad_input, "a PIN is six digits");
  if (salt.size() != crypto_pwhash_SALTBYTES) {
    throw Error(Errc::bad_input, "the salt of a PIN has 16 bytes");
  }
  detail::start_sodium();
  std::array<unsigned char, 32> hash{};
  const int derived = crypto_pwhash(
      hash.data(), hash.size(), pin.data(), pin.size(),
      reinterpret_cast<const unsigned char*>(salt.data()), detail::pin_passes, detail::pin_memory,
      crypto_pwhash_ALG_ARGON2ID13);
  if (derived != 0) throw Error(Errc::unsupported, "no memory to hash a PIN");
  return std::string(detail::pin_cost) + detail::bare_base64(salt) + "$" +
         detail::bare_base64({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

WUMEI_INLINE bool pin_matches(std::string_view pin, std::string_view hash) {
  detail::start_sodium();
  const std::string text(hash);
  // Another cost is not computed: a forged one would take the machine's memory.
  const bool ours = hash.starts_with(detail::pin_cost) &&
                    hash.size() == detail::pin_hash_length &&
                    crypto_pwhash_str_needs_rehash(text.c_str(), detail::pin_passes,
                                                   detail::pin_memory) == 0;
  if (!ours) {
    throw Error(Errc::corrupt, "the stored PIN of the officer is not a hash of this program");
  }
  return is_pin(pin) && crypto_pwhash_str_verify(text.c_str(), pin.data(), pin.size()) == 0;
}

}  // namespace wumei::people
