#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/base/error.hpp>

namespace wumei::cli {

/// What the shell sees. Documented in `wumei --help`; the numbers never change.
enum class ExitCode : int {
  done = 0,
  refused = 1,              ///< the rules say no; nothing was written
  usage = 2,                ///< the command line cannot be understood
  bad_input = 3,            ///< a file or a value cannot be read as what it should be
  conflict = 4,             ///< contradicts the ledger, or another process writes it
  storage = 5,              ///< disk, permission, corrupt or too new a file
  verification_failed = 6,  ///< the ledger or a proof is wrong
  could_not_check = 7,      ///< something needed for the check is missing
  stale = 8,                ///< the ledger is older than a checkpoint it was shown
  equivocation = 9,         ///< two heads that cannot both be true
  internal = 70,            ///< a fault of wumei itself; the ledger is as it was
  cancelled = 130,          ///< interrupted; nothing was written
};

/// A refusal is the rules' own no, but for a key that stands for something else already: that
/// contradicts the ledger.
[[nodiscard]] constexpr ExitCode exit_code(RefusalCode code) {
  return code == RefusalCode::key_conflict ? ExitCode::conflict : ExitCode::refused;
}

/// The one table from failures to exit codes.
[[nodiscard]] constexpr ExitCode exit_code(Errc code) {
  switch (code) {
    case Errc::bad_input:
    case Errc::not_found:
    case Errc::overflow: return ExitCode::bad_input;
    case Errc::conflict:
    case Errc::busy: return ExitCode::conflict;
    case Errc::io:
    case Errc::corrupt:
    case Errc::unsupported: return ExitCode::storage;
    case Errc::unauthorised: return ExitCode::refused;
    case Errc::cancelled: return ExitCode::cancelled;
  }
  return ExitCode::storage;
}

}  // namespace wumei::cli
