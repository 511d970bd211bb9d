#pragma once

#include "line_file.hpp"

#include <wumei/base/date.hpp>
#include <wumei/base/digest.hpp>
#include <wumei/base/id.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Tokens: what a program shows instead of a PIN. Each is of one officer on one device and one
/// ledger.
namespace wumei::hub {

/// What a token may be used for. It gives nothing that its officer's roles do not give: those are
/// asked anew for every command.
enum class Right : std::uint8_t {
  look = 1,     ///< balances, entries, goods; names masked
  people = 2,   ///< whole names and phones: every look is written down
  claims = 3,   ///< claims and their checks
  notices = 4,  ///< notices, objections, verdicts
  shop = 5,     ///< redemptions and their reversal, deliveries, counts, leases
  close = 6,    ///< the close of a day or month, and signing the head
  import = 7,   ///< files of facts, of any kind that the officer's roles allow
  people_register = 8,  ///< officers, cards, what changes about a household
  awards = 9,   ///< rounds, vetoes, rankings, plaques
  rules = 10,   ///< rule books, score sheets and price lists
  money = 11,   ///< budgets of points and deposits into funds
  reverse = 12, ///< reversals, and approvals of late entries
  erase = 13,   ///< erasure of private detail
};
using Rights = std::set<Right>;

[[nodiscard]] std::string_view name(Right right);
/// Throws Errc::bad_input, listing the words known.
[[nodiscard]] Right parse_right(std::string_view text);
[[nodiscard]] Rights all_rights();

struct Token {
  std::string id;     ///< eight hex digits, by which it is listed and revoked
  Digest hash;        ///< SHA-256 of the secret, which is kept nowhere
  OfficerId officer;
  DeviceId device;
  Rights rights;
  Instant created;
  Instant expires;    ///< not valid from then on
  std::optional<Instant> revoked = {};
};

struct NewToken {
  OfficerId officer;  ///< has proven by PIN who he is
  DeviceId device;
  Rights rights;
  Instant created;
  Instant expires;
};

/// The tokens of one ledger: `LEDGER.tokens` beside it, one JSON object a line, each line adding or
/// revoking a token. No line is ever changed, so the file also tells who had access when.
class TokenFile {
 public:
  explicit TokenFile(const std::filesystem::path& ledger) : lines_(ledger.string() + ".tokens") {}

  [[nodiscard]] const std::filesystem::path& file() const { return lines_.file(); }

  /// In order of making. Throws Errc::corrupt naming the line.
  [[nodiscard]] std::vector<Token> read() const;
  struct Made {
    std::string id;
    std::string secret;  ///< `wumei_` and 43 characters, to be shown once
  };
  [[nodiscard]] Made add(const NewToken& wanted) const;
  /// Throws Errc::not_found for an id no token has. Again: no effect.
  void revoke(const std::string& id, Instant now) const;

 private:
  LineFile lines_;
};

/// The token file as a running hub asks it: read again whenever it changed. Thread-safe.
class Tokens {
 public:
  explicit Tokens(TokenFile file) : file_(std::move(file)) {}

  /// The token with that secret, valid or not; nothing for one the file does not know. Secrets are
  /// looked up by their SHA-256, so the time it takes tells nothing about how much of one is right.
  [[nodiscard]] std::shared_ptr<const Token> find(std::string_view secret);

 private:
  /// What tells that the file is another one.
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t bytes = -1;
    std::int64_t changed = 0;  ///< nanoseconds
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] Stamp stamp() const;
  void read_anew();

  TokenFile file_;
  std::mutex mutex_;
  Stamp read_;
  std::map<Digest, std::shared_ptr<const Token>> known_;
};

}  // namespace wumei::hub
