#pragma once

#include "session.hpp"

#include <http/client.hpp>
#include <wumei/base/json.hpp>

#include <optional>
#include <string>
#include <vector>

/// Commands that go to a hub (`--hub`) instead of a ledger file.
namespace wumei::cli {

/// The ledger that the token of WUMEI_TOKEN is of, behind the hub of --hub. What the hub refuses is
/// thrown as it would be here: Refused, or Error with the hub's words in the reader's language.
class Remote {
 public:
  /// Asks the hub for the ledger. Throws Usage without a token, and for options that a hub does not
  /// know: --dry-run, --effective, --late, --now.
  explicit Remote(Context& context);

  /// What the hub tells of the ledger: `today`, `title`.
  [[nodiscard]] const json::Value& ledger() const { return ledger_; }
  [[nodiscard]] Date today() const;

  /// `path` is below that of the ledger: `claims/` + http::escaped(...).
  [[nodiscard]] json::Value get(const std::string& path, const http::Fields& query = {}) const;
  /// Sends the facts of a command and prints "done" with entry and kind. When the connection breaks
  /// it sends them once more, under the same key. Returns the receipt.
  json::Value submit(const std::string& path, const json::Value& facts) const;
  /// Commands as a batch has them, in batches of a hundred. Prints how many entries were written.
  /// Unlike here each has its own outcome: a refusal leaves the others.
  Batch submit_all(const std::vector<json::Value>& commands) const;

 private:
  [[nodiscard]] json::Value asked(http::Call call) const;
  [[nodiscard]] json::Value sent(const std::string& path, const json::Value& facts) const;
  [[nodiscard]] std::string base() const;

  Context& context_;
  http::Address address_;
  http::Patience patience_;
  std::string token_;
  json::Value ledger_;
};

/// A member that may be missing, as text; "" then.
[[nodiscard]] std::string text_or_none(const json::Value& object, std::string_view name);

}  // namespace wumei::cli
