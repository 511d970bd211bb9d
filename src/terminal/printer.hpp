#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wumei::terminal {

/// What is known of the printer. Printing never holds up a sale: whatever it says, the points are
/// debited and the slip can be printed again.
enum class PrinterState : std::uint8_t {
  none = 1,       ///< the counter has no printer: slips are pages
  ok = 2,
  paper_out = 3,
  offline = 4,    ///< it does not answer, or takes no bytes
};

/// A receipt printer: `tcp:HOST:PORT` (raw, usually 9100), the path of a device, or "" for none.
class Printer {
 public:
  /// Throws Errc::bad_input for an address of another shape. Opens nothing yet.
  explicit Printer(std::string address);
  ~Printer();
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  /// Asks the printer by `DLE EOT 2` and `DLE EOT 4`, which it answers even without paper. A device
  /// that cannot be read is taken to be ok: many USB printers never answer.
  [[nodiscard]] PrinterState state();

  /// Sends a slip. Anything but `ok` means that it may not have come out. Gives up after two
  /// seconds without progress.
  [[nodiscard]] PrinterState print(std::string_view ticket);

 private:
  struct Line;
  std::string address_;
};

}  // namespace wumei::terminal
