#pragma once

#include "counter.hpp"

#include <wumei/publish/language.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// Slips as the bytes of ESC/POS thermal printers. Chinese text goes out in GB18030, the character
/// set of printers sold in China; codes go out as raster images, which every such printer prints.
namespace wumei::terminal {

/// Paper of a counter printer, 203 dots an inch.
enum class Roll : std::uint8_t {
  mm80 = 1,  ///< 48 columns, 576 dots
  mm58 = 2,  ///< 32 columns, 384 dots
};

/// Builds one slip from top to bottom. A Chinese character takes two columns.
class Ticket {
 public:
  /// Resets the printer: whatever an earlier slip left set is gone.
  explicit Ticket(Roll roll);

  Ticket& line(std::string_view text);       ///< wrapped at the edge of the paper
  Ticket& centred(std::string_view text);
  Ticket& large(std::string_view text);      ///< centred, twice as wide and high
  /// Left and right on one line; `right` moves to a line of its own when both do not fit.
  Ticket& pair(std::string_view left, std::string_view right);
  Ticket& rule();
  /// The text as a code with four dots a module, three where four are too wide for the paper;
  /// left out where three are. Throws Errc::bad_input for text that `publish::QrSymbol` refuses.
  Ticket& code(std::string_view text);

  /// The bytes, fed past the knife and cut.
  [[nodiscard]] std::string finish() &&;

 private:
  [[nodiscard]] std::size_t columns() const { return roll_ == Roll::mm80 ? 48 : 32; }
  [[nodiscard]] int dots() const { return roll_ == Roll::mm80 ? 576 : 384; }
  Roll roll_;
  std::string bytes_;
};

/// Text in GB18030. Throws Errc::bad_input for text that is not UTF-8.
[[nodiscard]] std::string to_gb18030(std::string_view text);

/// The slip of a sale: shop, clerk, household masked, goods, points, what is left, the proof code
/// and the newest signed checkpoint as a code. `copy` counts from 1; from 2 on it says 补打.
[[nodiscard]] std::string sale_ticket(const SoldSlip& sold, Roll roll, publish::Language language,
                                      std::int64_t copy);

/// A number as a code has it: capitals, no underscores.
[[nodiscard]] std::string as_code(std::string text);

/// The summary of a closed day.
[[nodiscard]] std::string day_ticket(const programme::Programme& programme, const DayClose& day,
                                     const ClosedDay& closed, Roll roll,
                                     publish::Language language);

}  // namespace wumei::terminal
