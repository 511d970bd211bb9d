#pragma once

#include <wumei/base/error.hpp>
#include <wumei/config.hpp>

namespace wumei {

WUMEI_INLINE std::string_view name(Errc code) {
  switch (code) {
    case Errc::bad_input: return "bad_input";
    case Errc::not_found: return "not_found";
    case Errc::conflict: return "conflict";
    case Errc::busy: return "busy";
    case Errc::io: return "io";
    case Errc::corrupt: return "corrupt";
    case Errc::overflow: return "overflow";
    case Errc::unsupported: return "unsupported";
    case Errc::unauthorised: return "unauthorised";
    case Errc::cancelled: return "cancelled";
  }
  return "unknown";
}

WUMEI_INLINE std::string Error::fact(std::string_view fact_name) const {
  for (const Fact& fact : facts_) {
    if (fact.name == fact_name) return fact.value;
  }
  return {};
}

WUMEI_INLINE Error bad_input(const Place& place, std::string_view found,
                             std::string_view expected) {
  std::string message = place.file;
  Facts facts;
  if (!place.file.empty()) facts.push_back({"file", place.file});
  if (place.line > 0) {
    message += ":" + std::to_string(place.line);
    facts.push_back({"line", std::to_string(place.line)});
  }
  if (place.column > 0) {
    message += ":" + std::to_string(place.column);
    facts.push_back({"column", std::to_string(place.column)});
  }
  if (!message.empty()) message += ": ";
  if (!place.field.empty()) {
    message += place.field + ": ";
    facts.push_back({"field", place.field});
  }
  message += "found ";
  message += found.empty() ? std::string("nothing") : "\"" + std::string(found) + "\"";
  message += ", expected ";
  message += expected;
  facts.push_back({"found", std::string(found)});
  facts.push_back({"expected", std::string(expected)});
  return Error(Errc::bad_input, message, std::move(facts));
}

}  // namespace wumei
