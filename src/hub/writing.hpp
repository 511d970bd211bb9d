#pragma once

#include "hub.hpp"

#include <wumei/base/json.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <vector>

/// What the routes that write have in common.
namespace wumei::hub {

/// The body; throws Errc::bad_input for what is no JSON object.
[[nodiscard]] json::Value body_of(const http::Request& request);
/// Errc::bad_input for a fact of the body that the path says already.
[[nodiscard]] Error said_twice(std::string_view name);
[[nodiscard]] std::string key_of(const Call& call);
[[nodiscard]] Json receipt_json(Ledger& ledger, const programme::Receipt& receipt);

/// Makes the deed of those facts and submits it: 201, 200 for what was written before, or why not.
/// No thread waits for it to be durable.
[[nodiscard]] http::Response write(const Call& call, std::string_view deed,
                                   const json::Value& facts);
/// The same for a caller that has more to say once it is durable.
[[nodiscard]] http::Response write_now(const Call& call, std::string_view deed,
                                       const json::Value& facts);

/// What became of one of several commands.
struct Outcome {
  Decision<programme::Receipt> decision;
  std::exception_ptr thrown;  ///< by its decision; null otherwise
};
/// Submits them together, in order. What a decision throws is the outcome of its command alone:
/// thrown within a group it would undo what the same request wrote before it, and the ledger would
/// be read anew.
[[nodiscard]] std::vector<Outcome> write_all(const Call& call,
                                             std::vector<programme::Command>& commands);
[[nodiscard]] Json outcome_json(Ledger& ledger, const Outcome& outcome);

}  // namespace wumei::hub
