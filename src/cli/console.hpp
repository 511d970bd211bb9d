#pragma once

#include "app.hpp"

#include <terminal/scanner.hpp>
#include <terminal/text_counter.hpp>

#include <memory>
#include <optional>
#include <string>

namespace wumei::cli {

/// This terminal for a clerk who keeps shop line by line: what is typed and, where the program
/// reads a scanner, what that reads. A scan answers only the questions that ask for one: it is no
/// PIN, no reason and no yes. Where nobody types, the answers are shown as if somebody had.
class ClerkTerminal {
 public:
  /// `scanner`: as `terminal::Scanner` takes it, and what that throws; "" for none.
  ClerkTerminal(const Context& context, const std::string& scanner);
  ~ClerkTerminal();
  ClerkTerminal(const ClerkTerminal&) = delete;
  ClerkTerminal& operator=(const ClerkTerminal&) = delete;

  /// Valid as long as this lives.
  [[nodiscard]] terminal::Console console();

 private:
  [[nodiscard]] std::optional<std::string> ask(const std::string& question,
                                               terminal::Answer answer);
  [[nodiscard]] std::optional<std::string> line(const std::string& question,
                                                terminal::Answer answer);
  /// The code that was scanned, once there is a whole one.
  [[nodiscard]] std::optional<std::string> scanned();
  /// Reads what has come from one of the two; false at its end.
  static bool read_more(int source, std::string& bytes);

  const Context& context_;
  bool typed_;
  std::string typed_bytes_;    ///< read and not yet answered with
  std::string scanned_bytes_;
  int scans_[2] = {-1, -1};  ///< a pipe from the scanner's thread, a line a code
  std::unique_ptr<terminal::Scanner> scanner_;
};

}  // namespace wumei::cli
