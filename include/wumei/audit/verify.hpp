#pragma once

#include <wumei/audit/checkpoint.hpp>
#include <wumei/ledger/book.hpp>
#include <wumei/ledger/laws.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The check of a whole log from its first entry, trusting nothing but the bytes and, if given,
/// checkpoints that were held outside.
namespace wumei::audit {

/// One stored entry; the views live during the visit only.
struct StoredRow {
  ledger::Seq seq = 0;
  std::optional<std::string_view> key;  ///< what it is filed under, where that is kept
  std::string_view leaf;
};

/// A stored log as `verify` reads it. `store::log_reader` makes one from a store.
struct LogReader {
  using Visit = std::function<bool(const StoredRow&)>;
  std::int64_t size = 0;
  /// Calls back for entries `from` to `until - 1` in order until it answers false.
  std::function<void(ledger::Seq from, ledger::Seq until, const Visit&)> read;
  std::function<std::string(ledger::Seq)> leaf;
  std::function<std::optional<std::string>(int, std::int64_t)> tile;
  /// Calls back with (size, note) of every stored checkpoint in order of size.
  std::function<void(const std::function<void(std::int64_t, const std::string&)>&)> checkpoints;
  /// Calls back with (name, body) of every stored document. Left empty where documents are not
  /// kept (an export): nothing is then said about them.
  std::function<void(const std::function<void(const std::string&, const std::string&)>&)> documents;
  /// Calls back with (seq, salt, body) of every private detail not erased, in order of seq. Left
  /// empty where they are not kept.
  std::function<void(
      const std::function<void(ledger::Seq, const std::string&, const std::string&)>&)>
      details;
  /// Private text of one entry; nothing for none. May be left empty like `details`.
  std::function<std::optional<std::string>(ledger::Seq)> detail = {};
};

/// The fold that the laws are checked against. The plain one knows quantities only; `programme`
/// supplies one that also knows its kinds and their laws 7 and 9 to 14.
class Replay {
 public:
  virtual ~Replay() = default;
  /// Called before the first entry: the log whose earlier entries a check may read again.
  virtual void begin(const LogReader& /*log*/) {}
  /// The first law the entry breaks, before it is folded.
  [[nodiscard]] virtual std::optional<ledger::Violation> check(const ledger::Entry& entry,
                                                               const json::Value& data) = 0;
  /// Folds an entry that `check` has passed.
  virtual void apply(const ledger::Entry& entry, const json::Value& data) = 0;
  /// False for a kind this version does not know: laws 1 to 6 and 8 were checked, the rest not.
  [[nodiscard]] virtual bool knows(std::string_view kind) const = 0;
  /// Name of the public document that the entry publishes; "" for none.
  [[nodiscard]] virtual std::string published(const ledger::Entry& /*entry*/,
                                              const json::Value& /*data*/) const {
    return {};
  }
};

/// Laws 1 to 4, 6 and 8 over a Book; every kind counts as known.
[[nodiscard]] std::unique_ptr<Replay> quantity_replay();

/// How a verification ended. The command line has an exit code for each.
enum class Verdict : std::uint8_t {
  verified = 1,
  failed = 2,           ///< the log breaks a law or its own hashes
  could_not_check = 3,  ///< nothing to check, or entries of an unknown kind
  stale = 4,            ///< sound, but ends before the time asked for
  equivocation = 5,     ///< two signed heads that cannot both be true
};
[[nodiscard]] std::string_view name(Verdict verdict);

struct VerifyOptions {
  std::vector<std::string> held_notes = {};  ///< checkpoints kept outside: receipts, a witness
  /// Verifier key known from outside, the first or one that followed it; "" takes entry 0's.
  std::string log_key = {};
  std::optional<Instant> no_older_than = {};  ///< the last entry must be at least this new
  std::function<void(std::int64_t done)> progress = {};  ///< called every 65,536 entries
  /// 2 hashes and decodes in a second thread, which calls nothing of `log` and of the replay.
  int threads = 1;
};

/// Law numbers of `Finding`: 1 to 14 are the laws of the ledger; these are the log's own.
inline constexpr int law_none = 0;
inline constexpr int law_encoding = 101;    ///< the entry is not in its one spelling
inline constexpr int law_tile = 102;        ///< a stored tile is not the hash of the entries
inline constexpr int law_checkpoint = 103;  ///< a stored checkpoint does not fit the log
inline constexpr int law_held = 104;        ///< a checkpoint held outside does not fit the log
inline constexpr int law_document = 105;    ///< a document is missing or not what its name says
inline constexpr int law_detail = 106;      ///< a private detail is gone or not the one promised
inline constexpr int law_key = 108;         ///< a change of the key that not both keys signed
inline constexpr int law_anchor = 109;      ///< an anchor that contradicts an earlier one
inline constexpr int law_epoch = 107;       ///< a new epoch does not follow the one before

/// An entry whose private detail is gone, and the one that says so.
struct Erased {
  ledger::Seq seq = ledger::no_seq;
  ledger::Seq by = ledger::no_seq;
  bool operator==(const Erased&) const = default;
};

/// What was found. `seq` is the first bad entry, or `no_seq` when the fault is not in one.
struct Finding {
  Verdict verdict = Verdict::could_not_check;
  ledger::Seq seq = ledger::no_seq;
  int law = law_none;
  std::string message;            ///< one sentence with the values
  TreeHead head;                  ///< size and root as recomputed
  std::string origin;
  std::int64_t entries = 0;       ///< entries checked
  std::int64_t checkpoints = 0;   ///< stored checkpoints checked
  std::int64_t held = 0;          ///< outside checkpoints checked
  std::int64_t tiles = 0;
  std::int64_t documents = 0;
  std::int64_t details = 0;
  std::int64_t erased = 0;        ///< commitments whose detail was erased
  std::int64_t unknown = 0;       ///< entries of a kind this version does not know
  std::vector<Erased> erasures;   ///< by which entries, in order
  std::vector<std::string> evidence;  ///< the two notes of an equivocation
};

/// Checks the whole log. Never throws for what the log says: that is a Finding. Errors of reading
/// (Errc::io) pass through.
[[nodiscard]] Finding verify(const LogReader& log, Replay& replay, const VerifyOptions& options);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/verify.ipp>
#endif
