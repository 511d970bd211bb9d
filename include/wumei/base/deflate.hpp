#pragma once

#include <string>
#include <string_view>

namespace wumei {

/// The bytes as zlib packs them best, the same for the same bytes: a zlib stream with a window of
/// `2^window_bits` bytes, 9 to 15; with 16 more a gzip stream. Throws InvariantViolation for other
/// windows. Linear in the bytes.
[[nodiscard]] std::string deflated(std::string_view bytes, int window_bits);

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/deflate.ipp>
#endif
