#pragma once

#include "counter.hpp"

#include <http/failure.hpp>
#include <http/json_text.hpp>
#include <wumei/publish/language.hpp>

#include <exception>
#include <span>
#include <string>
#include <string_view>

/// What the API says when it says no: a code for the page, a sentence in two languages for people.
namespace wumei::terminal {

using http::FailureRow;
using http::Json;

/// The codes that are not refusals of the ledger.
[[nodiscard]] std::span<const FailureRow> failure_rows();

struct Failure {
  int status;
  Json error;  ///< `{"code", "facts", "text": {"zh", "en"}}`
};

/// By a code of the table or the name of a refusal (409); anything else is `internal` (500).
[[nodiscard]] Failure failure(std::string_view code, const Facts& facts = {});
[[nodiscard]] Failure failure(const Refusal& refusal);
/// A code of the table with facts that are more than text.
[[nodiscard]] Failure failure_with(std::string_view code, const Json& facts);
/// Of whatever was thrown. What is neither a Stop nor an Error is `internal`, and nothing of its
/// text is told.
[[nodiscard]] Failure failure(const std::exception_ptr& thrown);

/// The same for people: the sentence, and what the facts add to it.
[[nodiscard]] std::string sentence(const std::exception_ptr& thrown, publish::Language language);
[[nodiscard]] std::string sentence(const Refusal& refusal, publish::Language language);

[[nodiscard]] Json text_json(std::string_view zh, std::string_view en);

}  // namespace wumei::terminal
