#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wumei {

/// 32 bytes of SHA-256.
struct Digest {
  std::array<std::uint8_t, 32> data{};

  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(data.data()), data.size()};
  }
  /// Throws Errc::bad_input unless `bytes` is exactly 32 long.
  [[nodiscard]] static Digest from_bytes(std::string_view bytes);
  auto operator<=>(const Digest&) const = default;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    for (std::uint8_t& byte : data) archive& byte;
  }
};

/// SHA-256 with the algorithm fetched once and the context reused: about four times faster on
/// short input than the one-shot call of OpenSSL 3. One object per thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  /// Digest of `prefix` followed by `text`.
  [[nodiscard]] Digest digest(std::string_view text) { return digest({}, text); }
  [[nodiscard]] Digest digest(std::string_view prefix, std::string_view text);
  /// Digests of `prefix` followed by each of the texts, one after the other in `into`, which is as
  /// long as `texts`. A processor with SHA instructions takes a third of the time of `digest`.
  void digest_each(char prefix, std::span<const std::string_view> texts, std::span<Digest> into);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// One digest, when speed does not matter.
[[nodiscard]] Digest sha256(std::string_view text);

/// HMAC-SHA-256.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view text);

/// Bytes from the operating system's generator. Throws Errc::io when it fails.
[[nodiscard]] std::string random_bytes(std::size_t count);

[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string from_hex(std::string_view hex);        ///< throws Errc::bad_input
[[nodiscard]] std::string to_base64(std::string_view bytes);     ///< standard alphabet, padded
[[nodiscard]] std::string from_base64(std::string_view text);    ///< strict; throws Errc::bad_input
[[nodiscard]] std::string to_base64url(std::string_view bytes);  ///< `-_`, no padding

/// `sha256:` and 64 hex digits: the name of a stored document.
[[nodiscard]] std::string document_name(std::string_view body);

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/digest.ipp>
#endif
