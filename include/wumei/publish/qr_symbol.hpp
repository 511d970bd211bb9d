#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Two-dimensional codes, drawn by libqrencode, for payloads of `wumei/audit/qr.hpp`.
namespace wumei::publish {

/// How much of the code may be lost: 7 % for a proof, which needs the room, 15 % for the checkpoint
/// on a receipt, which gets creased.
enum class QrLevel : std::uint8_t { low = 1, medium = 2 };

/// The modules of a code without its quiet zone.
class QrSymbol {
 public:
  /// The smallest code that holds the text. Throws Errc::bad_input for characters outside digits,
  /// capital letters, space and `$%*+-./:`, for no text, and for text that no code holds.
  [[nodiscard]] static QrSymbol of(std::string_view text, QrLevel level);

  /// 1 to 40; a code of version v has 17 + 4v modules on a side.
  [[nodiscard]] int version() const { return (width_ - 17) / 4; }
  [[nodiscard]] int width() const { return width_; }
  /// Light outside the code.
  [[nodiscard]] bool is_dark(int x, int y) const;

 private:
  QrSymbol() = default;
  int width_ = 0;
  std::string modules_;  ///< row by row, 1 for dark
};

/// Modules of white around a code that readers need.
inline constexpr int quiet_zone = 4;

/// An SVG with its quiet zone, half a millimetre a module: four dots of a thermal printer, so that
/// no module is rounded. `label` says what it is to those who do not see it.
[[nodiscard]] std::string qr_svg(const QrSymbol& symbol, std::string_view label);

/// For a terminal: two rows of modules a line, quiet zone included. Light modules are drawn, so it
/// is meant for light letters on a dark ground.
[[nodiscard]] std::string qr_text(const QrSymbol& symbol);

}  // namespace wumei::publish

#ifndef WUMEI_COMPILED
#include <wumei/publish/impl/qr_symbol.ipp>
#endif
