#pragma once

#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/people/pin.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

namespace wumei::people {
namespace detail {

/// Cost of one guess. A hash stored with other numbers stays readable: they are part of its text.
/// 2^12 with r = 8 takes 4 MB and about 10 ms, so 150 officers import in seconds and all million
/// PINs of one officer take hours on the machine of somebody who stole the details.
struct PinCost {
  std::uint64_t n = 4096;
  std::uint64_t r = 8;
  std::uint64_t p = 1;
};

inline constexpr std::size_t pin_hash_bytes = 32;

WUMEI_INLINE std::string scrypt(std::string_view pin, std::string_view salt, PinCost cost) {
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(
      EVP_KDF_fetch(nullptr, "SCRYPT", nullptr), EVP_KDF_free);
  if (!kdf) throw Error(Errc::unsupported, "this OpenSSL has no scrypt");
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(
      EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
  std::string secret(pin);
  std::string salted(salt);
  const std::array<OSSL_PARAM, 6> params{
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salted.data(), salted.size()),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &cost.n),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_R, &cost.r),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_P, &cost.p), OSSL_PARAM_construct_end()};
  std::string hash(pin_hash_bytes, '\0');
  const int derived = EVP_KDF_derive(
      context.get(), reinterpret_cast<unsigned char*>(hash.data()), hash.size(), params.data());
  OPENSSL_cleanse(secret.data(), secret.size());
  if (derived != 1) throw Error(Errc::unsupported, "scrypt could not be computed here");
  return hash;
}

[[noreturn]] WUMEI_INLINE void not_a_pin_hash() {
  throw Error(Errc::corrupt, "the stored PIN of the officer is not a scrypt hash");
}

WUMEI_INLINE std::uint64_t pin_number(std::string_view text, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number == 0 || number > most) not_a_pin_hash();
  return number;
}

WUMEI_INLINE std::array<std::string_view, 6> pin_fields(std::string_view hash) {
  std::array<std::string_view, 6> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t end = hash.find('$');
    if ((end == std::string_view::npos) != (i + 1 == fields.size())) not_a_pin_hash();
    fields[i] = hash.substr(0, end);
    hash.remove_prefix(i + 1 == fields.size() ? hash.size() : end + 1);
  }
  return fields;
}

}  // namespace detail

WUMEI_INLINE bool is_pin(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

WUMEI_INLINE std::string hash_pin(std::string_view pin, std::string_view salt) {
  if (!is_pin(pin)) throw Error(Errc::bad_input, "a PIN is six digits");
  if (salt.size() < 16) throw Error(Errc::bad_input, "the salt of a PIN needs 16 bytes");
  const detail::PinCost cost;
  return "scrypt$" + std::to_string(cost.n) + "$" + std::to_string(cost.r) + "$" +
         std::to_string(cost.p) + "$" + to_hex(salt) + "$" +
         to_hex(detail::scrypt(pin, salt, cost));
}

WUMEI_INLINE bool pin_matches(std::string_view pin, std::string_view hash) {
  const auto fields = detail::pin_fields(hash);
  if (fields[0] != "scrypt" || fields[5].size() != 2 * detail::pin_hash_bytes) {
    detail::not_a_pin_hash();
  }
  // Bounds keep a forged cost from taking the machine's memory.
  const detail::PinCost cost{detail::pin_number(fields[1], 1 << 16),
                             detail::pin_number(fields[2], 16), detail::pin_number(fields[3], 4)};
  if (!is_pin(pin)) return false;
  const std::string found = to_hex(detail::scrypt(pin, from_hex(fields[4]), cost));
  return CRYPTO_memcmp(found.data(), fields[5].data(), found.size()) == 0;
}

}  // namespace wumei::people
