#pragma once

#include <wumei/audit/lease_note.hpp>
#include <wumei/programme/programme.hpp>

namespace wumei::programme {

/// What a till takes along, from the entry that issued the lease: the same whenever it is asked
/// for. Throws Errc::not_found when there is no such lease.
[[nodiscard]] audit::LeaseDocument lease_document(const Programme& programme, const TillId& till,
                                                  std::int64_t number);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/lease_document.ipp>
#endif
