#pragma once

#include <cstdint>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wumei {

/// What went wrong, for programs. Numbers are stable: they cross the Python and C borders.
/// The command line maps them to exit codes (`src/cli/exit_code.hpp`).
enum class Errc : std::uint8_t {
  bad_input = 1,     ///< text, file or argument that cannot be read as what it should be
  not_found = 2,     ///< an id, file or document that does not exist
  conflict = 3,      ///< the same key with other content; a fact that contradicts the ledger
  busy = 4,          ///< another process writes this ledger
  io = 5,            ///< disk full, read error, permission
  corrupt = 6,       ///< bytes that wumei wrote do not say what they must say
  overflow = 7,      ///< a number outside the range of its type
  unsupported = 8,   ///< a ledger, document or key of a newer or unknown format
  unauthorised = 9,  ///< wrong passphrase or PIN, or an officer who may not do this
  cancelled = 10,    ///< interrupted by the user; nothing was written
};

/// Stable lower-case name, as printed by `--json`.
[[nodiscard]] std::string_view name(Errc code);

/// One named value that belongs to an error or a refusal: `{"line", "17"}`.
struct Fact {
  std::string name;
  std::string value;
  bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

/// Where in a text the input is wrong. Line and column count from 1; 0 means "not known".
struct Place {
  std::string file = {};
  std::int64_t line = 0;
  std::int64_t column = 0;
  std::string field = {};
};

/// Every failure wumei reports: bad input, not found, conflict, busy, I/O, corrupt.
/// Programs read `code()` and `facts()`; `what()` is for people and may change.
class Error : public std::runtime_error {
 public:
  Error(Errc code, const std::string& message, Facts facts = {},
        std::source_location where = std::source_location::current())
      : std::runtime_error(message), code_(code), facts_(std::move(facts)), where_(where) {}

  [[nodiscard]] Errc code() const { return code_; }
  [[nodiscard]] const Facts& facts() const { return facts_; }
  [[nodiscard]] const std::source_location& where() const { return where_; }

  /// Value of the fact called `fact_name`; empty when there is none.
  [[nodiscard]] std::string fact(std::string_view fact_name) const;

 private:
  Errc code_;
  Facts facts_;
  std::source_location where_;
};

/// Bad input at a place, in one sentence: "FILE:LINE:COLUMN: field F: found X, expected Y".
[[nodiscard]] Error bad_input(const Place& place, std::string_view found,
                              std::string_view expected);

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/error.ipp>
#endif
