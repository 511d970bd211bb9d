#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>
#include <wumei/publish/html.hpp>
#include <wumei/publish/qr_symbol.hpp>

#include <cerrno>
#include <cstring>
#include <memory>

#include <qrencode.h>

namespace wumei::publish {

WUMEI_INLINE QrSymbol QrSymbol::of(std::string_view text, QrLevel level) {
  const std::unique_ptr<QRinput, decltype(&QRinput_free)> input(
      QRinput_new2(0, level == QrLevel::low ? QR_ECLEVEL_L : QR_ECLEVEL_M), &QRinput_free);
  const bool added =
      input && QRinput_append(input.get(), QR_MODE_AN, static_cast<int>(text.size()),
                              reinterpret_cast<const unsigned char*>(text.data())) == 0;
  if (!added) {
    throw Error(Errc::bad_input, "a code holds digits, capital letters and a few signs only");
  }
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeInput(input.get()),
                                                             &QRcode_free);
  if (!code) {
    throw Error(Errc::bad_input, std::to_string(text.size()) +
                                     " characters do not fit one code; hand over the file");
  }
  QrSymbol symbol;
  symbol.width_ = code->width;
  const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  for (std::size_t i = 0; i < count; ++i) {
    symbol.modules_ += static_cast<char>(code->data[i] & 1);  // the other bits say what it is for
  }
  return symbol;
}

WUMEI_INLINE bool QrSymbol::is_dark(int x, int y) const {
  if (x < 0 || y < 0 || x >= width_ || y >= width_) return false;
  return modules_[static_cast<std::size_t>(y * width_ + x)] == 1;
}

WUMEI_INLINE std::string qr_svg(const QrSymbol& symbol, std::string_view label) {
  const int side = symbol.width() + 2 * quiet_zone;
  const std::string size = std::to_string(side / 2) + (side % 2 == 0 ? "mm" : ".5mm");
  const std::string box = std::to_string(side);
  std::string svg = "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                    "aria-label=\"" + escape_html(label) + "\" width=\"" + size +
                    "\" height=\"" + size + "\" style=\"width:" + size + ";height:" + size +
                    "\" viewBox=\"0 0 " + box + " " + box +
                    "\" shape-rendering=\"crispEdges\"><rect width=\"" + box + "\" height=\"" +
                    box + "\" fill=\"#fff\"/><path d=\"";
  for (int y = 0; y < symbol.width(); ++y) {
    for (int x = 0; x < symbol.width();) {
      int length = 0;
      while (symbol.is_dark(x + length, y)) ++length;
      if (length > 0) {
        const std::string run = std::to_string(length);
        svg += "M" + std::to_string(x + quiet_zone) + " " + std::to_string(y + quiet_zone) + "h" +
               run + "v1h-" + run + "z";
      }
      x += length + 1;
    }
  }
  return svg + "\"/></svg>\n";
}

WUMEI_INLINE std::string qr_text(const QrSymbol& symbol) {
  std::string text;
  const int end = symbol.width() + quiet_zone;
  for (int y = -quiet_zone; y < end; y += 2) {
    for (int x = -quiet_zone; x < end; ++x) {
      const bool upper = !symbol.is_dark(x, y);
      const bool lower = y + 1 < end && !symbol.is_dark(x, y + 1);
      text += upper ? (lower ? "\u2588" : "\u2580") : (lower ? "\u2584" : " ");
    }
    text += '\n';
  }
  return text;
}

}  // namespace wumei::publish
