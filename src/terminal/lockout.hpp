#pragma once

#include "journal.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace wumei::terminal {

/// Counts wrong answers in a row and locks who gave too many, on disk, so that a restart does not
/// help who guesses. Whose answers they are is named by a subject: `pin/SK01`.
class Lockout {
 public:
  struct Parts {
    std::function<Tries(std::string_view subject)> read;
    std::function<void(std::string_view subject, const Tries& tries)> write;
    std::function<Instant()> now;
    std::int64_t seconds = 600;  ///< a lock lasts
  };
  /// After `most` wrong answers nothing is asked; `code` is `pin` or `identity`.
  struct Rule {
    std::string_view code;
    int most = 0;
  };
  explicit Lockout(Parts parts) : parts_(std::move(parts)) {}

  /// Until it is asked again; 0 for one that is not locked.
  [[nodiscard]] std::int64_t seconds_left(std::string_view subject, int most) const;
  [[nodiscard]] std::int64_t tries_left(std::string_view subject, int most) const;
  /// Throws Stop `pin.locked` with wait_seconds.
  void check(std::string_view subject, const Rule& rule) const;
  /// Counts one, and throws Stop `pin.wrong` with tries_left or `pin.locked`.
  [[noreturn]] void wrong(std::string_view subject, const Rule& rule) const;
  void right(std::string_view subject) const;

 private:
  Parts parts_;
};

}  // namespace wumei::terminal
