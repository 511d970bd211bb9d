#pragma once

#include "scan_decoder.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace wumei::terminal {

/// A scanner that this program reads itself, from a Linux input device that it has grabbed: neither
/// the window in front nor an input method sees its keys, and its Enter presses no button.
///
/// A device that goes (a cable, a scanner that sleeps) is opened again when it is back; the code
/// that was under way is lost.
class Scanner {
 public:
  struct Parts {
    /// A device, `/dev/input/by-id/...-event-kbd`, or `fifo:PATH`: a named pipe into which another
    /// program writes the same events, for a scanner at a serial port and for tests. Nothing is
    /// grabbed there, since nobody but its reader sees what is written.
    std::string address;
    /// Each code, once, on the scanner's own thread; "" for one that was not read whole.
    std::function<void(const std::string& code)> scanned;
    /// Whether the device is there: told by `start`, then on the same thread whenever it changes.
    std::function<void(bool there)> there;
    std::chrono::milliseconds pause{1'000};  ///< between two looks for one that is gone
  };

  /// Opens and grabs it, so that a wrong name is said at the start. Throws Errc::not_found,
  /// Errc::io where this user may not read it, Errc::bad_input for what is no input device or no
  /// pipe, Errc::busy when another program has grabbed it.
  explicit Scanner(Parts parts);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  /// Reads from now on, until its end. Once.
  void start();

 private:
  void loop();
  /// Hands on what is read, until the device is gone or `stop_` says so.
  void read_codes();
  /// Opens it again once it is back; false when it is time to stop.
  [[nodiscard]] bool wait_for_device();
  enum class Woken : std::uint8_t { timeout = 1, readable = 2, stopped = 3 };
  /// Waits for `stop_`, for `device_` where there is one, at most `timeout_ms`; -1: for ever.
  [[nodiscard]] Woken wait(int timeout_ms) const;
  void close();

  Parts parts_;
  ScanDecoder decoder_;
  int device_ = -1;
  int stop_ = -1;
  std::thread thread_;
};

}  // namespace wumei::terminal
