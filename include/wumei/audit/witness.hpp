#pragma once

#include <wumei/audit/policy.hpp>
#include <wumei/audit/proof.hpp>
#include <wumei/audit/verify.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A witness is somebody else, with a key of its own and a memory. It cosigns a head of a log when
/// that head follows from every head that it has cosigned before, and keeps all of them whole:
/// two signed heads that cannot both be true are proof against whoever signed them.
///
/// With the entries at hand it has also checked every law (`audit::verify`). Without them it can
/// only follow a consistency proof, as C2SP tlog-witness has it.
namespace wumei::audit {

/// A head that was cosigned, with the note it was shown in and the witness's own line.
struct WitnessedNote {
  Checkpoint checkpoint;
  std::string note;
  bool operator==(const WitnessedNote&) const = default;
};

/// What a witness remembers of one log over all its epochs: a folder within `folder` that holds one
/// signed note a file, called by epoch and size, and those that contradict them under `evidence`.
/// Nothing in it is ever written twice or taken away.
class WitnessMemory {
 public:
  /// Touches nothing yet. `origin` may be of any epoch.
  WitnessMemory(const std::filesystem::path& folder, std::string_view origin);

  /// Held while a head is compared and remembered, so that two at once are one after the other.
  class Lock {
   public:
    explicit Lock(int opened) : opened_(opened) {}
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    int opened_;
  };
  /// Makes the folder if it is not there. Throws Errc::busy while another process holds the lock,
  /// Errc::io.
  [[nodiscard]] std::unique_ptr<Lock> lock() const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// By epoch, then size. Throws Errc::corrupt for a file that is not what its name says.
  [[nodiscard]] std::vector<WitnessedNote> notes() const;
  /// Notes kept as evidence, in order of file name.
  [[nodiscard]] std::vector<std::string> evidence() const;

  /// Durable when it returns: only then may a cosignature leave. A head that is there already is
  /// left as it is. Throws Errc::conflict for another root at a size that has one, Errc::io.
  void remember(const std::string& note) const;
  /// Keeps a note that contradicts what is remembered, and says where.
  std::filesystem::path keep_evidence(const std::string& note) const;

 private:
  std::filesystem::path folder_;
};

/// Folders of a memory, one for each log. Nothing when there is no memory yet.
[[nodiscard]] std::vector<std::filesystem::path> witnessed_logs(
    const std::filesystem::path& folder);
/// What one of these folders holds.
[[nodiscard]] std::vector<WitnessedNote> read_witnessed(const std::filesystem::path& log_folder);

/// `epoch.open` as a witness reads it: from the entry after `seq` on the log has another name.
struct EpochStep {
  ledger::Seq seq = ledger::no_seq;
  std::string origin_old;
  std::string origin_new;
  TreeHead signed_head;     ///< size 0 for none
  TreeHead witnessed_head;  ///< size 0 for none
  bool operator==(const EpochStep&) const = default;
};

/// Passes a replay on and notes what a witness asks of it: the first origin and the epochs.
class WitnessReplay final : public Replay {
 public:
  explicit WitnessReplay(Replay& laws) : laws_(laws) {}

  void begin(const LogReader& log) override { laws_.begin(log); }
  [[nodiscard]] std::optional<ledger::Violation> check(const ledger::Entry& entry,
                                                       const json::Value& data) override {
    return laws_.check(entry, data);
  }
  void apply(const ledger::Entry& entry, const json::Value& data) override;
  [[nodiscard]] bool knows(std::string_view kind) const override { return laws_.knows(kind); }
  [[nodiscard]] std::string published(const ledger::Entry& entry,
                                      const json::Value& data) const override {
    return laws_.published(entry, data);
  }

  [[nodiscard]] const std::string& origin() const { return origin_; }  ///< of entry 0
  [[nodiscard]] const std::vector<EpochStep>& steps() const { return steps_; }

 private:
  Replay& laws_;
  std::string origin_;
  std::vector<EpochStep> steps_;
};

/// How a witness answers. The command line has an exit code for each.
enum class WitnessVerdict : std::uint8_t {
  cosign = 1,           ///< it follows from all that is remembered
  again = 2,            ///< the newest head remembered, once more
  stale = 3,            ///< older than what is remembered
  could_not_check = 4,  ///< something needed is missing
  failed = 5,           ///< the proof does not lead to it
  equivocation = 6,     ///< it cannot be true beside what is remembered
};
[[nodiscard]] std::string_view name(WitnessVerdict verdict);

struct WitnessDecision {
  WitnessVerdict verdict = WitnessVerdict::could_not_check;
  std::string message;                ///< one sentence; "" when it may cosign
  std::int64_t known = 0;             ///< size of the newest head remembered; 0 for none
  std::vector<std::string> evidence;  ///< the note remembered and the one shown
};

/// What a witness with the entries at hand compares.
struct ShownLog {
  std::string note;              ///< signed by the log: `verify` has said so
  std::string origin;            ///< of entry 0
  std::vector<EpochStep> steps;  ///< of the log, in order
  HashReader hashes;             ///< of the log; may go beyond the note
};

/// Whether the head of `shown` may be cosigned after those `remembered` (as `notes()` gives them).
/// Every head remembered that the log's epochs have not left behind must be a prefix. Where a new
/// epoch has lost entries that were witnessed, it must name the newest head remembered as the last
/// one witnessed or signed. Without anything remembered only `first` lets it pass.
[[nodiscard]] WitnessDecision judge_log(std::span<const WitnessedNote> remembered,
                                        const ShownLog& shown, bool first);

/// The body of C2SP tlog-witness `add-checkpoint`: `old N`, a consistency proof from that size, an
/// empty line, the signed note.
struct WitnessRequest {
  std::int64_t old_size = 0;
  std::vector<Digest> path;
  std::string note;
  bool operator==(const WitnessRequest&) const = default;
};

[[nodiscard]] std::string write_request(const WitnessRequest& request);
/// Strict: throws Errc::bad_input naming the line. Verifies nothing.
[[nodiscard]] WitnessRequest parse_request(std::string_view text);
[[nodiscard]] bool is_request(std::string_view text);

/// The request for the newest of `log`'s notes from a witness that knows `old_size` entries. Only
/// the log's own signatures go along. Throws Errc::bad_input when `old_size` is beyond the note's.
[[nodiscard]] WitnessRequest make_request(const HashReader& log, const std::string& note,
                                          std::int64_t old_size);

/// The same as `judge_log` without entries. A new epoch is never accepted so. A proof from another
/// size than the newest remembered could not be checked: `known` is what C2SP answers with 409.
[[nodiscard]] WitnessDecision judge_request(std::span<const WitnessedNote> remembered,
                                            const WitnessRequest& request, bool first);

/// A cosignature that a witness of the policy made on one of the log's notes.
struct TakenCosignature {
  std::int64_t size = 0;
  NoteSignature line;
  Sighting by;
  bool known = false;  ///< the note carries one of that witness already
  bool operator==(const TakenCosignature&) const = default;
};

/// Finds the note that each line cosigns, trying the newest first; lines of unknown keys are
/// ignored. Throws Errc::unauthorised when a line of a known key cosigns none of them, is of no
/// time that counts, or when no line is of a witness of the policy.
[[nodiscard]] std::vector<TakenCosignature> take_cosignatures(
    const Policy& policy, std::span<const std::string> notes,
    std::span<const NoteSignature> lines, const CosignatureTimes& times = {});

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/witness.ipp>
#include <wumei/audit/impl/witness_judge.ipp>
#endif
