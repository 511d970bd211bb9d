#pragma once

#include "journal.hpp"

#include <wumei/base/error.hpp>
#include <wumei/base/id.hpp>
#include <wumei/market/basket.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <functional>
#include <span>
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

/// Wrong answers, from the table `tries` that both kinds of journal have.
[[nodiscard]] Tries read_tries(SQLite::Database& database, std::string_view subject);
void write_tries(SQLite::Database& database, std::string_view subject, const Tries& tries);

/// An id that may be empty.
[[nodiscard]] CardId card_of(const std::string& text);

/// Takes a file of this program for one process, its user's alone, and brings it to the newest
/// format in one transaction: `steps[n]` makes format n + 1 of format n, the first one of nothing.
/// The lock is taken with the first write and kept. Throws Errc::bad_input for another kind of
/// file, Errc::unsupported for a newer format.
void take_file(SQLite::Database& database, const std::string& file, int application,
               std::span<const std::function<void()>> steps);

/// A new file, before the first byte is in it; where there are no users it stays as it is.
void keep_private(const std::filesystem::path& path);

}  // namespace wumei::terminal
