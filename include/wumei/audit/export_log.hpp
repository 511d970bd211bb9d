#pragma once

#include <wumei/audit/verify.hpp>

#include <filesystem>

/// A log that left its ledger as a folder, as `verify` reads it: what a witness or an auditor gets.
/// It holds no private details, so nothing is said about them.
namespace wumei::audit {

/// Reads a folder with the entries in `entries.jsonl`, one a line, or in tlog-tiles bundles
/// (`tile/entries/`), beside `checkpoint`, `tile/` and, if they are there, `documents/`. Only the
/// entries under the checkpoint count. Nothing in the folder is trusted, and it must not change
/// while it is read.
///
/// Throws Errc::not_found when checkpoint or entries are missing, Errc::bad_input for a checkpoint
/// that cannot be read; the reader throws Errc::corrupt for a line no entry can be and Errc::io.
[[nodiscard]] LogReader export_reader(const std::filesystem::path& folder);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/export_log.ipp>
#endif
