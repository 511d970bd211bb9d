#pragma once

#include <wumei/base/error.hpp>
#include <wumei/base/id.hpp>
#include <wumei/market/basket.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the SQLite files of tills have in common.
namespace wumei::terminal {

[[nodiscard]] Errc errc_of(int code);

/// Runs `work`, and says what SQLite complains of as the rest of wumei would.
template <class Work>
auto guarded(const std::string& file, Work work) {
  try {
    return work();
  } catch (const SQLite::Exception& error) {
    throw Error(errc_of(error.getErrorCode()), file + ": " + error.what());
  }
}

/// Goods as canonical JSON `[["G04",2,""],...]`, and back.
[[nodiscard]] std::string write_lines(const std::vector<market::BasketLine>& lines);
[[nodiscard]] std::vector<market::BasketLine> read_lines(std::string_view text);

/// An id that may be empty.
[[nodiscard]] CardId card_of(const std::string& text);

/// A new file, before the first byte is in it; where there are no users it stays as it is.
void keep_private(const std::filesystem::path& path);

}  // namespace wumei::terminal
