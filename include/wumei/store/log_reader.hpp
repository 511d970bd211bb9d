#pragma once

#include <wumei/audit/head_file.hpp>
#include <wumei/audit/verify.hpp>
#include <wumei/store/sqlite_store.hpp>
#include <wumei/store/store.hpp>

namespace wumei::store {

/// The stored log as `audit::verify` reads it. `store` must outlive the reader.
[[nodiscard]] audit::LogReader log_reader(Store& store, const ProgrammeId& programme);
/// The same; also gives the keys that a file keeps beside the leaves, so that they are checked.
[[nodiscard]] audit::LogReader log_reader(SqliteStore& store, const ProgrammeId& programme);

/// The stored log as the proof functions read it. `store` must outlive the reader.
[[nodiscard]] audit::HashReader hash_reader(Store& store, const ProgrammeId& programme);

/// Signs the head of the first `checkpoint.head.size` entries with `audit::sign_checkpoint`, keeps
/// the note and the edge of the tree in the store, and returns the note. The caller is the writer.
[[nodiscard]] std::string sign_and_keep(Store& store, const ProgrammeId& programme,
                                        const audit::HeadFile& head_file, audit::Signer& signer,
                                        const audit::Checkpoint& checkpoint);

}  // namespace wumei::store

#ifndef WUMEI_COMPILED
#include <wumei/store/impl/log_reader.ipp>
#endif
