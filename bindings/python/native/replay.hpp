#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wumei::python {

/// What a household did, as a frame has it. `quantity` is in 0.001.
struct PastDeed {
  std::string household;
  std::string rule;
  std::string on;
  std::int64_t quantity = 1000;
  std::vector<std::string> evidence;
  std::string person;
};

/// Points that stand whatever the book says, as those of inspections; in 0.01.
struct PastGrant {
  std::string household;
  std::string rule;
  std::string on;
  std::int64_t points = 0;
};

/// What a deed would have brought: points in 0.01, and the codes of what took points away.
struct Replayed {
  std::int64_t points = 0;
  std::string reasons;
};

/// Judges deeds one after the other by a book of rules that nobody has to have published. With
/// `any_day` the book holds on every day: a draft for next year is asked about last year.
/// Throws wumei::Error as `rules::parse_book` does.
[[nodiscard]] std::vector<Replayed> replay(const std::string& toml, bool any_day,
                                           const std::vector<PastDeed>& deeds,
                                           const std::vector<PastGrant>& grants);

}  // namespace wumei::python
