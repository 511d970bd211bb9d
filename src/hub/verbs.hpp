#pragma once

#include "tokens.hpp"

#include <http/message.hpp>
#include <wumei/base/json.hpp>
#include <wumei/programme/programme.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The verbs of the command line, over HTTP: `POST /v1/ledgers/NAME/verbs/claim.record` runs in
/// the hub what `wumei claim record` runs beside the ledger, for the officer of the token. The hub
/// knows which verbs there are and what right each takes; what a verb does, it does not know.
namespace wumei::hub {

/// A verb that may be asked for, by the words that call it, dots between them.
struct VerbRow {
  std::string_view name;
  Right right;
};
[[nodiscard]] std::span<const VerbRow> verb_rows();

/// A file that came along or goes back.
struct VerbFile {
  std::string name;   ///< as the arguments call it; no path of the hub's machine
  std::string bytes;
};

/// One verb as it was asked for.
struct VerbCall {
  std::string verb;
  std::map<std::string, std::vector<std::string>> arguments;  ///< a flag has none
  std::vector<VerbFile> files;
  bool chinese = false;
  bool json = false;
  bool dry_run = false;
  std::string effective;  ///< as --effective has it; "" when it was not given
  std::string late;
  programme::Actor actor;
  /// Writes a look at private detail down. Throws Stop `token.right` for a token without `people`.
  std::function<void(const std::string& what)> look;
  /// For the n-th command, from 1, that has no key of its own. Throws Stop `key.missing`.
  std::function<std::string(std::int64_t number)> key;
  bool has_key = false;
};

/// What came of it.
struct VerbAnswer {
  int exit = 0;               ///< as the command line exits
  std::string text = {};      ///< what it prints, in the language asked for
  std::vector<VerbFile> files = {};
  // Of the ending, unless it was good.
  int status = 200;
  std::string code = {};
  std::string chinese = {};
  std::string english = {};
  Facts facts = {};
};

/// Runs a verb. The programme is its own until it returns.
using Desk = std::function<VerbAnswer(const VerbCall& call, programme::Programme& programme)>;

/// The last answers to requests with a key: who asks again hears the same, and a key that comes
/// with another request is seen. Only a help: what was written is known by the keys of the ledger,
/// also after the hub was started anew. Guarded by who holds the programme.
class Answers {
 public:
  /// The answer to that very request; `key.conflict` for a key of another one.
  [[nodiscard]] std::optional<http::Response> find(const std::string& key,
                                                   const Digest& request) const;
  void keep(const std::string& key, const Digest& request, const http::Response& answer);

 private:
  struct Known {
    Digest request;
    http::Response answer;
  };
  std::map<std::string, Known> known_;
  std::deque<std::string> order_;
};

/// What the body of a verb may have where the token may send files along: a register of 140,000
/// households is 20 MB.
inline constexpr std::size_t verb_body_most = 64 * 1024 * 1024;

}  // namespace wumei::hub
