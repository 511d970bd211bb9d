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
[[nodiscard]] std::string read_checkpoint_file(const std::filesystem::path& file);

/// `--key`: a verifier key itself, or a file whose first line is or ends in one.
[[nodiscard]] std::string verifier_key(const std::string& text);

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
