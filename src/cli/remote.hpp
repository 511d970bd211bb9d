#pragma once

#include "verb.hpp"

#include <http/client.hpp>
#include <wumei/base/json.hpp>

#include <string>

/// Verbs that go to a hub (`--hub`) instead of a ledger file.
namespace wumei::cli {

/// The ledger that the token of WUMEI_TOKEN is of, behind the hub of --hub.
class Remote {
 public:
  /// Asks the hub for the ledger. Throws Usage without a token, and for --now, which a hub's clock
  /// does not know.
  explicit Remote(Context& context);

  /// Runs the verb there: sends its arguments with the files that they name, prints what it prints,
  /// and writes the files that it hands out. When the connection breaks it is sent once more, under
  /// the same key. Throws Told for what ended badly, Refused or Error for what the hub itself
  /// refuses.
  void run(const Verb& verb, const std::string& name, const Arguments& arguments) const;

  /// Head of the ledger: `GET /v1/ledgers/NAME`.
  [[nodiscard]] json::Value head() const;
  /// `path` is below that of the ledger: `claims/` + http::escaped(...).
  [[nodiscard]] json::Value get(const std::string& path, const http::Fields& query = {}) const;

 private:
  [[nodiscard]] json::Value asked(http::Call call) const;
  [[nodiscard]] json::Value sent(const std::string& path, const json::Value& body) const;
  [[nodiscard]] json::Value request_of(const Verb& verb, const Arguments& arguments) const;
  [[nodiscard]] std::string base() const;

  Context& context_;
  http::Address address_;
  http::Patience patience_;
  std::string token_;
  std::string name_;  ///< of the ledger
};

}  // namespace wumei::cli
