#include "packed.hpp"

#include <wumei/base/deflate.hpp>
#include <wumei/base/text.hpp>

#include <algorithm>
#include <optional>

namespace wumei::http {
namespace {

/// What is before the separator; `rest` keeps what is behind it.
std::string_view next(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trim(part);
}

/// `q=0`, `q=0.0`, `q=0.000`.
bool is_never(std::string_view weight) {
  if (weight.size() < 3 || !same_name(weight.substr(0, 2), "q=")) return false;
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool takes_gzip(const Request& request) {
  const std::string header = request.header("Accept-Encoding");
  std::optional<bool> any;
  for (std::string_view rest = header; !rest.empty();) {
    std::string_view coding = next(rest, ',');
    const std::string_view name = next(coding, ';');
    const bool taken = !is_never(trim(coding));
    if (same_name(name, "gzip")) return taken;
    if (name == "*") any = taken;
  }
  return any.value_or(false);
}

std::string gzipped(std::string_view bytes) {
  constexpr int window_bits = 15 + 16;  // 16 asks zlib for gzip's head and tail
  return deflated(bytes, window_bits);
}

}  // namespace wumei::http
