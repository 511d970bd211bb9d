#pragma once

#include "message.hpp"

#include <string>
#include <string_view>

namespace wumei::http {

/// Whether the client reads gzip: `Accept-Encoding` names it, or `*`, and not with `q=0`.
[[nodiscard]] bool takes_gzip(const Request& request);

/// The bytes as a gzip stream, the same for the same bytes. For what everybody may see: the length
/// of a packed answer tells of what stands beside a secret in it.
[[nodiscard]] std::string gzipped(std::string_view bytes);

}  // namespace wumei::http
