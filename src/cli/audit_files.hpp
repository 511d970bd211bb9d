#pragma once

#include "app.hpp"

#include <wumei/audit/verify.hpp>
#include <wumei/store/sqlite_store.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the verbs about checking share.
namespace wumei::cli {

/// A ledger file holds one log.
inline const store::ProgrammeId only_programme;

/// The signed note in a file: a checkpoint, or that of a proof; also as the payload of a code.
[[nodiscard]] std::string read_checkpoint_file(const Context& context, const std::string& file);

/// `--key`: a verifier key itself, or a file whose first line is or ends in one.
[[nodiscard]] std::string verifier_key(const Context& context, const std::string& text);

/// Where the entries lie: the file of -L opened to be read, or for a guest what the hub has open.
class ReadStore {
 public:
  explicit ReadStore(const Context& context);
  [[nodiscard]] store::Store& operator*() { return own_ ? *own_ : *hub_; }

 private:
  std::optional<store::SqliteStore> own_;
  store::Store* hub_ = nullptr;
};

/// A new key that is only tried. Throws Errc::conflict for a file that is there.
void would_make_key(Context& context, const std::string& file);

/// Checks the whole log, held against `replay`; progress on stderr.
[[nodiscard]] audit::Finding verify_log(const Context& context, const audit::LogReader& log,
                                        audit::Replay& replay, audit::VerifyOptions options);

/// The same for the log in the file, with every law known.
[[nodiscard]] audit::Finding verify_file(const Context& context,
                                         const std::filesystem::path& ledger,
                                         audit::VerifyOptions options);

/// Prints a finding; throws Verdict unless it is `verified`. `said` names what that is under a
/// policy: witnessed or unwitnessed.
void report_finding(Context& context, const audit::Finding& finding,
                    std::string_view said = {});

}  // namespace wumei::cli
