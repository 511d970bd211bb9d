#pragma once

#include <wumei/audit/qr.hpp>
#include <wumei/config.hpp>
#include <wumei/publish/html.hpp>
#include <wumei/publish/qr_symbol.hpp>

#include <array>

namespace wumei::publish {
namespace detail {

/// Black on white, thin rules, large figures: it is photocopied and read without good light.
inline constexpr std::string_view page_style = R"(
* { box-sizing: border-box; }
html { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;
  color: #000; background: #fff; line-height: 1.45; }
body { margin: 0 auto; padding: 0 1pt; }
header { border-bottom: 2pt solid #000; margin-bottom: 10pt; padding-bottom: 6pt; }
h1 { font-size: 1.7em; margin: 0; letter-spacing: .05em; }
h2 { font-size: 1.2em; margin: 13pt 0 5pt; padding-top: 3pt; break-after: avoid;
  break-inside: avoid; }
h2::before { content: ""; display: inline-block; height: .95em; vertical-align: -.1em;
  border-left: 5pt solid #000; margin-right: 6pt; }
section { break-inside: avoid; }
p { margin: 4pt 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: .5pt solid #888; padding: 3pt 5pt; text-align: left;
  vertical-align: top; }
th { border-bottom: 1.2pt solid #000; font-weight: 600; white-space: nowrap; }
.day { white-space: nowrap; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
tr.sum td { border-top: 1.2pt solid #000; font-weight: 600; }
.small { font-size: .85em; color: #333; }
.facts { display: flex; flex-wrap: wrap; gap: 2pt 18pt; }
.figures { display: flex; gap: 8pt; margin: 8pt 0; }
.figures div { flex: 1; border: 1.2pt solid #000; padding: 6pt 8pt; }
.figures b { display: block; font-size: 2em; line-height: 1.2;
  font-variant-numeric: tabular-nums; }
.two { columns: 2; column-gap: 18pt; }
.two td { padding: 1pt 5pt; }
.dense td { padding: 1.5pt 5pt; }
.dense { line-height: 1.3; }
.pair { display: grid; grid-template-columns: 1fr 1fr; column-gap: 14pt; align-items: start; }
.names { display: grid; grid-template-columns: repeat(auto-fill, minmax(35mm, 1fr)); }
.names span { white-space: nowrap; }
pre { white-space: pre-wrap; margin: 2pt 0; }
.two h3 { font-size: 1em; margin: 8pt 0 2pt; break-after: avoid; }
.two h3:first-child { margin-top: 0; }
.note { border: 1pt solid #000; padding: 6pt 8pt; margin: 8pt 0; }
footer { margin-top: 14pt; border-top: 1pt solid #000; padding-top: 5pt; font-size: .8em;
  break-inside: avoid; }
.hash { font-family: "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
  word-break: break-all; }
svg { width: 100%; height: auto; display: block; }
.noted { display: flex; gap: 4mm; align-items: flex-start; }
.noted svg { flex: none; }
)";

inline constexpr std::string_view a4_style =
    "@page { size: A4; margin: 16mm 15mm; @bottom-right { font-size: 9pt;\n"
    "  content: counter(page) \" / \" counter(pages); } }\n"
    "@media screen { body { max-width: 190mm; padding: 8mm 5mm; } }\n";
inline constexpr std::string_view landscape_style =
    "@page { size: A4 landscape; margin: 9mm 12mm; @bottom-right { font-size: 9pt;\n"
    "  content: counter(page) \" / \" counter(pages); } }\n"
    "@media screen { body { max-width: 297mm; padding: 5mm 6mm; } }\n"
    "header { display: flex; justify-content: space-between; align-items: baseline;\n"
    "  margin-bottom: 4pt; padding-bottom: 3pt; }\n"
    "th, td { padding: 1.2pt 4pt; line-height: 1.25; }\n"
    "td.n, th.n, .board td { vertical-align: middle; }\n"
    ".board th { white-space: normal; vertical-align: bottom; line-height: 1.15; }\n"
    ".board td:first-child { white-space: nowrap; }\n"
    ".warn { background: #ffe3a3; font-weight: 700; print-color-adjust: exact;\n"
    "  -webkit-print-color-adjust: exact; }\n"
    ".top { display: grid; grid-template-columns: 11fr 9fr; gap: 8pt; align-items: stretch; }\n"
    ".top .figures { flex-wrap: wrap; margin: 4pt 0; gap: 5pt; }\n"
    ".top .figures div { flex: 1 0 30%; padding: 3pt 6pt; line-height: 1.2; }\n"
    ".top .figures b { font-size: 1.6em; }\n"
    ".spark svg { width: 46mm; height: 4.3mm; margin-left: auto; }\n"
    "svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }\n"
    ".next { break-before: page; }\n"
    "ul { margin: 3pt 0; padding-left: 14pt; }\n";
inline constexpr std::string_view roll80_style =
    "@page { size: 80mm 210mm; margin: 3mm; }\n"
    "body { width: 74mm; }\n";
inline constexpr std::string_view roll58_style =
    "@page { size: 58mm 210mm; margin: 2mm 5mm; }\n"
    "body { width: 48mm; padding: 0; }\n"
    "td, p { overflow-wrap: anywhere; }\n";
inline constexpr std::string_view roll_style =
    "h1 { font-size: 1.3em; text-align: center; }\n"
    "th, td { padding: 1.5pt 2pt; }\n"
    "pre { font-size: .82em; }\n"
    ".noted { display: block; }\n"
    ".noted svg { margin: 1mm auto; max-width: 100%; }\n";

[[nodiscard]] WUMEI_INLINE std::string style_of(Paper paper) {
  if (paper == Paper::a4) return std::string(a4_style);
  if (paper == Paper::a4_landscape) return std::string(landscape_style);
  return std::string(paper == Paper::roll80 ? roll80_style : roll58_style) +
         std::string(roll_style);
}

inline constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace detail

WUMEI_INLINE std::string escape_html(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else {
      safe += c;
    }
  }
  return safe;
}

WUMEI_INLINE std::string html_page(const PageFrame& frame, std::string_view body) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"";
  page += pick(frame.language, "zh-CN", "en");
  page += "\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  page += escape_html(frame.title) + "</title>\n<style>" + std::string(detail::page_style);
  page += "html { font-size: " + std::to_string(frame.font_points) + "pt; }\n";
  page += detail::style_of(frame.paper);
  page += "</style>\n</head>\n<body>\n";
  page += body;
  page += "</body>\n</html>\n";
  return page;
}

WUMEI_INLINE std::string element(std::string_view tag, std::string_view text,
                                 std::string_view kind) {
  std::string html = "<" + std::string(tag);
  if (!kind.empty()) html += " class=\"" + std::string(kind) + "\"";
  return html + ">" + escape_html(text) + "</" + std::string(tag) + ">";
}

WUMEI_INLINE std::string table_row(std::string_view tag, const std::vector<std::string>& cells,
                                   std::size_t numbers_from) {
  std::string row = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    row += "<" + std::string(tag) + (i >= numbers_from ? " class=\"n\">" : ">") + cells[i] + "</" +
           std::string(tag) + ">";
  }
  return row + "</tr>\n";
}

WUMEI_INLINE std::string plain(std::string decimal) {
  if (decimal.find('.') == std::string::npos) return decimal;
  decimal.erase(decimal.find_last_not_of('0') + 1);
  if (decimal.ends_with('.')) decimal.pop_back();
  return decimal;
}

WUMEI_INLINE std::string change(Points points) {
  if (points.is_zero()) return "";
  return (points > Points() ? "+" : "") + points.text();
}

WUMEI_INLINE std::string long_date(Date date, Language language) {
  const std::string day = std::to_string(date.day());
  const std::string year = std::to_string(date.year());
  if (language == Language::zh) {
    return year + "年" + std::to_string(date.month()) + "月" + day + "日";
  }
  const auto month = static_cast<std::size_t>(date.month() - 1);
  return day + " " + std::string(detail::month_names[month]) + " " + year;
}

WUMEI_INLINE std::string note_block(std::string_view note, Language language) {
  if (note.empty()) return "";
  return element("p", pick(language,
                           "签名凭据：扫码或抄进文件即可核验账本（末行过长会折行，抄时连成一行）：",
                           "Signed checkpoint. Scanned, or typed into a file, it checks the "
                           "ledger; its last line is one line, however it is broken here:")) +
         "\n<div class=\"noted\">\n" +
         qr_svg(QrSymbol::of(audit::to_qr_payload(note), QrLevel::medium),
                pick(language, "签名凭据的二维码", "The signed checkpoint as a QR code")) +
         "<pre class=\"hash\">" + escape_html(note) + "</pre>\n</div>\n";
}

WUMEI_INLINE std::string footer(const LogHead& log, std::string_view subject, Language language) {
  std::string html = "<footer>\n<p>";
  html += pick(language, "编号 ", "No. ") + escape_html(subject) + "/" + std::to_string(log.size);
  html += pick(language, "　打印时间 ", ". Printed ") + escape_html(log.printed);
  html += pick(language, "　账本 ", ". Ledger ") + escape_html(log.origin);
  html += pick(language, "，共 ", ", ") + std::to_string(log.size);
  html += pick(language, " 笔。", " entries.");
  html += "</p>\n<p>";
  html += pick(language, "账本指纹：", "Fingerprint of the ledger: ");
  html += element("span", log.root, "hash") + "</p>\n";
  if (!log.key.empty()) {
    html += "<p>" + pick(language, "账本公钥：", "Key of the ledger: ") +
            element("span", log.key, "hash") + "</p>\n";
  }
  return html + note_block(log.checkpoint, language) + "</footer>\n";
}

}  // namespace wumei::publish
