#pragma once

#include <wumei/audit/note.hpp>
#include <wumei/audit/signer.hpp>
#include <wumei/base/json.hpp>
#include <wumei/ledger/entry.hpp>

#include <string>
#include <string_view>

/// How a log changes its key: by an entry that both keys have signed. Who holds one of them alone
/// changes nothing, and whoever knew the old key knows the new one.
namespace wumei::audit {

inline constexpr std::string_view rotation_kind = "key.rotate";

/// Where a key changes: the log's origin, and the seq of the entry that says so.
struct RotationPlace {
  std::string origin;
  ledger::Seq seq = ledger::no_seq;
};

/// What both keys sign: `wumei/key-rotate/1`, origin, seq and the new key, a line each.
[[nodiscard]] std::string rotation_message(const RotationPlace& place, const VerifierKey& new_key);

/// The facts of the entry: `{old_key, new_key, old_signature, new_signature}`.
[[nodiscard]] json::Value sign_rotation(const RotationPlace& place, Signer& old_key,
                                        Signer& new_key);

/// The new key. Throws Errc::conflict when it does not follow `old_key` (the key in use, as text),
/// or one of the keys did not sign; Errc::bad_input and Errc::corrupt for malformed facts.
[[nodiscard]] VerifierKey check_rotation(const json::Value& facts, const RotationPlace& place,
                                         const std::string& old_key);

}  // namespace wumei::audit

#ifndef WUMEI_COMPILED
#include <wumei/audit/impl/key_rotation.ipp>
#endif
