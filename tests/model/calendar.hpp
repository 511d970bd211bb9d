#pragma once

#include <string>
#include <utility>

/// Days as plain counts since 1970-01-01, by the textbook and not by the library.
namespace naive {

using Day = int;

struct Civil {
  int year = 1970;
  int month = 1;
  int day = 1;
};

[[nodiscard]] Civil civil(Day day);
[[nodiscard]] Day day_of(const Civil& civil);
/// `2026-04-08`.
[[nodiscard]] std::string text(Day day);
[[nodiscard]] Day parse_day(const std::string& text);

/// First and last day of the calendar `day`, `month`, `quarter` or `year` around a day; all of time
/// for `ever`.
[[nodiscard]] std::pair<Day, Day> period(const std::string& cycle, Day day);

/// Minutes since 1970 as the clock on the wall shows them: `2026-04-08T09:30`.
[[nodiscard]] long long parse_minutes(const std::string& text);
[[nodiscard]] std::string minutes_text(long long minutes);

}  // namespace naive
