#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wumei {

/// True for well-formed UTF-8 without lone surrogates.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Unicode normal form C. Throws Errc::bad_input for text that is not UTF-8.
[[nodiscard]] std::string to_nfc(std::string_view text);

/// True when `to_nfc(text) == text`; cheap for ASCII.
[[nodiscard]] bool is_nfc(std::string_view text);

/// Full-width digits, signs, point and letters (０-９，．－＋Ａ-ｚ) as ASCII; the rest unchanged.
[[nodiscard]] std::string half_width(std::string_view text);

/// `text` without white space (also U+3000 and no-break space) at either end.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Columns a terminal needs: 2 for wide characters, 0 for combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Bytes of a file as UTF-8: a byte order mark is dropped, valid UTF-8 is kept, anything else is
/// read as GB18030 (what Excel in Chinese saves as CSV). Throws Errc::bad_input when neither fits.
[[nodiscard]] std::string decode_text(std::string_view bytes);

/// A name for the notice board: first character, `*` for the middle, last character of names of
/// three or more (张*国), `张*` for two. Never shows a whole name.
[[nodiscard]] std::string mask_name(std::string_view person);

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/text.ipp>
#endif
