#pragma once

#include "app.hpp"

#include <exception>
#include <stdexcept>
#include <string>

namespace wumei::cli {

/// What ended a run, in the shape both people and programs get it.
struct Ending {
  ExitCode exit = ExitCode::done;
  std::string code;     ///< `points.short`, `bad_input`, `usage`, `verdict`, `internal`
  std::string message;  ///< in the language of the catalogue
  Facts facts;
};

/// The only place where failures become exit codes.
[[nodiscard]] Ending ending_of(const std::exception_ptr& thrown, const Catalogue& texts);

/// A verb that a hub ran and that ended badly there: it ends so here.
class Told : public std::runtime_error {
 public:
  explicit Told(Ending ending) : std::runtime_error(ending.message), ending_(std::move(ending)) {}
  [[nodiscard]] const Ending& ending() const { return ending_; }

 private:
  Ending ending_;
};

/// Text of the machine (file names, messages of the system) may not be UTF-8; JSON must be.
[[nodiscard]] std::string sayable(const std::string& text);

}  // namespace wumei::cli
