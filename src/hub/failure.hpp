#pragma once

#include <http/json_text.hpp>
#include <http/message.hpp>
#include <wumei/base/decision.hpp>

#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// What the hub says when it says no, always in one shape:
///     {"code": "points.short", "message": {"zh": ..., "en": ...}, "facts": {...}}
namespace wumei::hub {

using http::Json;

/// One row of the table of codes that are not refusals of the ledger.
struct FailureRow {
  std::string_view code;
  int status;
  std::string_view zh;
  std::string_view en;
};
[[nodiscard]] std::span<const FailureRow> failure_rows();

/// A "no" of the hub itself, by a code of the table.
class Stop : public std::runtime_error {
 public:
  explicit Stop(std::string code, Facts facts = {})
      : std::runtime_error(code), code_(std::move(code)), facts_(std::move(facts)) {}
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const Facts& facts() const { return facts_; }

 private:
  std::string code_;
  Facts facts_;
};

struct Failure {
  int status = 500;
  Json body = nullptr;
};

/// A code that is not in the table is `internal`.
[[nodiscard]] Failure failure(std::string_view code, const Facts& facts = {});
/// 403 over who acted, 409 for what contradicts the ledger, else 422.
[[nodiscard]] Failure failure(const Refusal& refusal);
/// Of whatever was thrown. What is neither a Stop nor an Error is `internal`, and nothing of its
/// text is told.
[[nodiscard]] Failure failure(const std::exception_ptr& thrown);

[[nodiscard]] http::Response json_response(const Json& body, int status = 200);
[[nodiscard]] http::Response failed(const Failure& failure);

}  // namespace wumei::hub
