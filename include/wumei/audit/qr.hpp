#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Proofs and notes in a two-dimensional code. There is no second format: the code holds the very
/// text, deflated (zlib, RFC 1950), in Base45 (RFC 9285), after `WUMEI1:`. Deflating takes back
/// what base64 added to the hashes, and Base45 is the alphabet that QR codes pack best, so a proof
/// among ten million entries fits one code on 80 mm paper.
namespace wumei::audit {

inline constexpr std::string_view qr_prefix = "WUMEI1:";
/// What the largest QR code (version 40, level L) holds of this alphabet.
inline constexpr std::size_t qr_payload_max = 4'296;
/// A text longer than this is refused before it is inflated further.
inline constexpr std::size_t qr_text_max = 16 * 1024;

[[nodiscard]] std::string to_base45(std::string_view bytes);
/// Strict: throws Errc::bad_input for another alphabet, a length that no bytes give, or a group
/// beyond its range.
[[nodiscard]] std::string from_base45(std::string_view text);

/// True for text that begins as a payload does.
[[nodiscard]] bool is_qr_payload(std::string_view text);

/// Throws Errc::bad_input when the text or its payload is too long for one code.
[[nodiscard]] std::string to_qr_payload(std::string_view text);

/// Throws Errc::bad_input for another prefix, more characters than a code holds, text that is not
/// Base45, a damaged or cut stream, bytes after its end, and more than `qr_text_max` bytes of text.
[[nodiscard]] std::string from_qr_payload(std::string_view payload);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/qr.ipp>
#endif
