#pragma once

#include <wumei/audit/signer.hpp>
#include <wumei/programme/programme.hpp>

/// The log's key, replaced.
namespace wumei::programme {

/// `key.rotate`: checkpoints of more entries than those before it are signed by `new_key`. Both
/// sign for it, at the place the entry gets: the next one of the programme. Role: township. Refused
/// with wrong_state when the old key is not the one in use, the new one is no other key of that
/// name, or another entry came in between.
[[nodiscard]] Command rotate_command(const Programme& programme, const Actor& actor,
                                     audit::Signer& old_key, audit::Signer& new_key);

}  // namespace wumei::programme

#ifndef WUMEI_COMPILED
#include <wumei/programme/impl/key_commands.ipp>
#include <wumei/programme/impl/kinds_log.ipp>
#endif
