#include "failure.hpp"

#include <algorithm>

namespace wumei::http {

const FailureRow* row_of(std::span<const FailureRow> rows, std::string_view code) {
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const FailureRow& known) { return known.code == code; });
  return row == rows.end() ? nullptr : &*row;
}

std::string_view code_of(int status) {
  switch (status) {
    case 413:
    case 431: return "too_large";
    case 500: return "internal";
    case 503: return "busy";
    default: return "bad_input";
  }
}

std::string_view code_of(Errc code) {
  switch (code) {
    case Errc::bad_input:
    case Errc::overflow: return "bad_input";
    case Errc::not_found: return "not_found";
    case Errc::conflict: return "conflict";
    case Errc::busy: return "busy";
    case Errc::io: return "disk";
    case Errc::unauthorised:
    case Errc::corrupt:
    case Errc::unsupported:
    case Errc::cancelled: return "internal";
  }
  return "internal";
}

}  // namespace wumei::http
