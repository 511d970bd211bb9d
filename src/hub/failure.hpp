#pragma once

#include <http/failure.hpp>
#include <http/json_text.hpp>
#include <http/message.hpp>
#include <wumei/base/decision.hpp>

#include <exception>
#include <span>
#include <string_view>

/// What the hub says when it says no, always in one shape:
///     {"code": "points.short", "message": {"zh": ..., "en": ...}, "facts": {...}}
namespace wumei::hub {

using http::FailureRow;
using http::Json;
using http::Stop;

/// The codes that are not refusals of the ledger.
[[nodiscard]] std::span<const FailureRow> failure_rows();

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
