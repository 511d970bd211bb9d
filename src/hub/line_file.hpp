#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::hub {

/// A file of lines that only grows, for its owner's eyes alone (mode 0600). A line that a power cut
/// left half written never counted.
class LineFile {
 public:
  explicit LineFile(std::filesystem::path file) : file_(std::move(file)) {}

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  /// The whole lines; none when there is no file yet. Throws Errc::unauthorised when other users
  /// of the machine may read it, and Errc::io.
  [[nodiscard]] std::vector<std::string> read() const;

  /// Adds a line, durable when it returns; makes the file when there is none. Processes that add at
  /// once wait for each other. Throws as `read`.
  void append(std::string_view line) const;

 private:
  std::filesystem::path file_;
};

}  // namespace wumei::hub
