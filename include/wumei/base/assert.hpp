#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wumei {

/// A bug in wumei or in its caller, never an outcome of input. An open programme that sees one
/// refuses further writes; only the edge of a program catches it, to report it.
class InvariantViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

namespace detail {
[[noreturn]] inline void invariant_failed(std::string_view what, std::source_location where) {
  throw InvariantViolation(std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                           ": " + std::string(what));
}
}  // namespace detail

}  // namespace wumei

/// On in every build. Write the condition that must hold, one a line.
#define WUMEI_ASSERT(condition)                                                         \
  ((condition) ? static_cast<void>(0)                                                   \
               : ::wumei::detail::invariant_failed(#condition, std::source_location::current()))
