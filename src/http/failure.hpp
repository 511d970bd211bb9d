#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/base/error.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// What the APIs have in common when they say no; how each spells it is its own.
namespace wumei::http {

/// One row of a table of codes that are not refusals of the ledger.
struct FailureRow {
  std::string_view code;
  int status;
  std::string_view zh;
  std::string_view en;
};

/// The row with that code, or nullptr.
[[nodiscard]] const FailureRow* row_of(std::span<const FailureRow> rows, std::string_view code);

/// A "no" of the API itself, by a code of its table or the name of a refusal.
class Stop : public std::runtime_error {
 public:
  explicit Stop(std::string code, Facts facts = {})
      : std::runtime_error(code), code_(std::move(code)), facts_(std::move(facts)) {}
  explicit Stop(const Refusal& refusal)
      : Stop(std::string(name(refusal.code)), refusal.facts) {}

  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  std::string code_;
  Facts facts_;
};

/// The code of a status that the server itself answers with.
[[nodiscard]] std::string_view code_of(int status);

/// `bad_input`, `not_found`, `conflict`, `busy`, `disk` for an I/O error, else `internal`.
[[nodiscard]] std::string_view code_of(Errc code);

}  // namespace wumei::http
