#pragma once

#include <string>
#include <string_view>

/// PINs of officers: six digits typed at a counter. The hash is private detail, so whoever holds
/// only the public log cannot try them all.
namespace wumei::people {

/// True for exactly six ASCII digits.
[[nodiscard]] bool is_pin(std::string_view text);

/// `$argon2id$v=19$m=8192,t=3,p=1$salt$hash` as libsodium and other programs write and read it.
/// `salt` is 16 bytes of the caller that no other PIN has: nothing here draws randomness. Throws
/// Errc::bad_input unless `pin` is six digits.
[[nodiscard]] std::string hash_pin(std::string_view pin, std::string_view salt);

/// Whether the PIN gives that hash, compared in constant time. False for a PIN that is not six
/// digits; throws Errc::corrupt for a hash that `hash_pin` did not write.
[[nodiscard]] bool pin_matches(std::string_view pin, std::string_view hash);

}  // namespace wumei::people

#ifndef WUMEI_COMPILED
#include <wumei/people/impl/pin.ipp>
#endif
