#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/impl/sha256_pair.ipp>
#include <wumei/config.hpp>

#include <algorithm>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace wumei {

WUMEI_INLINE Digest Digest::from_bytes(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.data.size()) {
    throw Error(Errc::bad_input, "a SHA-256 digest has 32 bytes, not " +
                                     std::to_string(bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), digest.data.begin());
  return digest;
}

struct Sha256::Context {
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(),
                                                                &EVP_MD_CTX_free};
};

WUMEI_INLINE Sha256::Sha256() : context_(std::make_unique<Context>()) {
  const bool ready = context_->algorithm && context_->state &&
                     EVP_DigestInit_ex2(context_->state.get(), context_->algorithm.get(),
                                        nullptr) == 1;
  if (!ready) throw Error(Errc::unsupported, "this OpenSSL has no SHA-256");
}
WUMEI_INLINE Sha256::~Sha256() = default;
WUMEI_INLINE Sha256::Sha256(Sha256&&) noexcept = default;
WUMEI_INLINE Sha256& Sha256::operator=(Sha256&&) noexcept = default;

WUMEI_INLINE Digest Sha256::digest(std::string_view prefix, std::string_view text) {
  Digest result;
  EVP_MD_CTX* state = context_->state.get();
  const bool done = EVP_DigestInit_ex2(state, nullptr, nullptr) == 1 &&  // as it was set up
                    (prefix.empty() ||
                     EVP_DigestUpdate(state, prefix.data(), prefix.size()) == 1) &&
                    EVP_DigestUpdate(state, text.data(), text.size()) == 1 &&
                    EVP_DigestFinal_ex(state, result.data.data(), nullptr) == 1;
  WUMEI_ASSERT(done);
  return result;
}

WUMEI_INLINE void Sha256::digest_each(char prefix, std::span<const std::string_view> texts,
                                      std::span<Digest> into) {
  WUMEI_ASSERT(texts.size() == into.size());
  static const bool in_pairs = detail::has_sha_instructions();  // asking takes microseconds
  if (in_pairs) return detail::digest_in_pairs(prefix, texts, into);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    into[i] = digest(std::string_view(&prefix, 1), texts[i]);
  }
}

WUMEI_INLINE Digest sha256(std::string_view text) { return Sha256().digest(text); }

WUMEI_INLINE Digest hmac_sha256(std::string_view key, std::string_view text) {
  Digest result;
  const unsigned char* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), result.data.data(),
           nullptr);
  WUMEI_ASSERT(done != nullptr);
  return result;
}

WUMEI_INLINE std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw Error(Errc::io, "the system's random generator failed");
  }
  return bytes;
}

WUMEI_INLINE std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return hex;
}

WUMEI_INLINE std::string from_hex(std::string_view hex) {
  const auto digit = [&](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    throw Error(Errc::bad_input, "\"" + std::string(hex) + "\" is not lower-case hexadecimal");
  };
  if (hex.size() % 2 != 0) throw Error(Errc::bad_input, "hexadecimal text of odd length");
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return bytes;
}

WUMEI_INLINE std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

WUMEI_INLINE std::string from_base64(std::string_view text) {
  const auto refuse = [&] { return Error(Errc::bad_input, "not strict base64 text"); };
  if (text.size() % 4 != 0) throw refuse();
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0) throw refuse();
  for (std::string_view rest = text; rest.ends_with('='); rest.remove_suffix(1)) {
    if (!bytes.empty()) bytes.pop_back();
  }
  // OpenSSL forgives spare bits and outer white space; a hash input must have one spelling.
  if (to_base64(bytes) != text) throw refuse();
  return bytes;
}

WUMEI_INLINE std::string to_base64url(std::string_view bytes) {
  std::string text = to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

WUMEI_INLINE std::string document_name(std::string_view body) {
  return "sha256:" + to_hex(sha256(body).bytes());
}

}  // namespace wumei
