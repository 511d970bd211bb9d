#pragma once

#include <wumei/audit/verify.hpp>
#include <wumei/store/store.hpp>

namespace wumei::store {

/// The stored log as `audit::verify` reads it. `store` must outlive the reader.
[[nodiscard]] audit::LogReader log_reader(Store& store, const ProgrammeId& programme);

/// The stored log as the proof functions read it. `store` must outlive the reader.
[[nodiscard]] audit::HashReader hash_reader(Store& store, const ProgrammeId& programme);

}  // namespace wumei::store

#ifndef WUMEI_COMPILED
#include <wumei/store/impl/log_reader.ipp>
#endif
