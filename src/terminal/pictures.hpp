#pragma once

#include <wumei/base/id.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace wumei::terminal {

/// A picture of goods, as a browser gets it.
struct Picture {
  std::string_view content_type;  ///< by what the file begins with, whatever its name says
  std::string tag;                ///< another one when the file changes
  std::string bytes;
};

/// The folder in which an operator keeps a picture for each of the goods: `G04.jpg`, `.jpeg`,
/// `.png` or `.webp`. No SVG, which may hold scripts. The folder is looked at anew each time, so
/// that a picture that is put there is seen without a new start.
class Pictures {
 public:
  static constexpr std::uintmax_t bytes_most = 1024 * 1024;

  /// None of anything.
  Pictures() = default;
  /// Throws Errc::not_found when there is no such folder.
  explicit Pictures(std::filesystem::path folder);

  /// The tag of the goods' picture; "" where there is none that could be shown: no file, one that
  /// is larger than `bytes_most`, one that is no picture, or a link.
  [[nodiscard]] std::string tag(const Sku& sku) const;
  [[nodiscard]] std::optional<Picture> read(const Sku& sku) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace wumei::terminal
