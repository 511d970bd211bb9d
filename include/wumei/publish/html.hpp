#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/publish/language.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Pages as plain HTML: no script, nothing fetched, one style sheet inside, made to be printed.
namespace wumei::publish {

/// Text with the characters that HTML gives a meaning replaced.
[[nodiscard]] std::string escape_html(std::string_view text);

enum class Paper : std::uint8_t {
  a4 = 1,
  roll80 = 2,  ///< 80 mm thermal paper
  roll58 = 3,  ///< 58 mm, of which 48 are printed on
  a4_landscape = 4,
};

struct PageFrame {
  std::string title;
  Language language = Language::zh;
  Paper paper = Paper::a4;
  std::int32_t font_points = 12;  ///< size of ordinary text
};

/// A whole document around `body`.
[[nodiscard]] std::string html_page(const PageFrame& frame, std::string_view body);

/// `<tag class="kind">text</tag>`, the text escaped.
[[nodiscard]] std::string element(std::string_view tag, std::string_view text,
                                  std::string_view kind = {});
/// A table row of cells that are HTML already; cells from the second on are numbers and stand
/// right when `numbers_from` says so.
[[nodiscard]] std::string table_row(std::string_view tag, const std::vector<std::string>& cells,
                                    std::size_t numbers_from);

/// An amount as people write it: `12`, `2.5`, never `12.00`.
[[nodiscard]] std::string plain(std::string decimal);
template <class Tag, int Scale>
[[nodiscard]] std::string plain(Amount<Tag, Scale> amount) {
  return plain(amount.text());
}
/// A movement in a column, signed, with both decimals: `+5.00`, `-2.50`; "" for zero.
[[nodiscard]] std::string change(Points points);
/// `2026年4月8日` or `8 April 2026`.
[[nodiscard]] std::string long_date(Date date, Language language);

/// What a page says about the log it was printed from, so that it can be checked later.
struct LogHead {
  std::string origin = {};
  std::int64_t size = 0;
  std::string root = {};        ///< hex
  std::string checkpoint = {};  ///< newest signed note, "" while there is none
  std::string key = {};         ///< verifier key of the log, `name+id+base64`
  std::string printed = {};     ///< `2026-06-30 19:00` by the clock of the programme
  bool operator==(const LogHead&) const = default;
};
/// Number of the paper (`subject/size`), time of printing, size, root and key of the log, and the
/// signed note in full, so that whoever holds the paper can check the log.
[[nodiscard]] std::string footer(const LogHead& log, std::string_view subject, Language language);
/// The note alone, as a QR code and as it must be typed again; "" for none.
[[nodiscard]] std::string note_block(std::string_view note, Language language);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/html.ipp>
#endif
