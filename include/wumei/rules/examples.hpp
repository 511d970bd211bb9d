#pragma once

#include <wumei/rules/evaluate.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wumei::rules {

/// An example that does not hold: which deed (from 1), and both results as text.
struct ExampleFailure {
  std::string title;
  std::int64_t line = 0;
  std::int64_t deed = 0;
  std::string expected;
  std::string got;
};

/// Runs every example against an empty tally; empty when all hold.
[[nodiscard]] std::vector<ExampleFailure> run_examples(const RuleBook& book);

}  // namespace wumei::rules

#ifndef WUMEI_COMPILED
#include <wumei/rules/impl/examples.ipp>
#endif
