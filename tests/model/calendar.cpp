#include "calendar.hpp"

#include <array>

namespace naive {

namespace {

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int month_length(int year, int month) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

std::string two_digits(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

// Counted year by year and month by month: slow and beyond doubt.
Civil civil(Day day) {
  Civil found;
  for (;;) {
    const int length = leap(found.year) ? 366 : 365;
    if (day < length) break;
    day -= length;
    ++found.year;
  }
  while (day >= month_length(found.year, found.month)) {
    day -= month_length(found.year, found.month);
    ++found.month;
  }
  found.day = day + 1;
  return found;
}

Day day_of(const Civil& civil) {
  Day day = 0;
  for (int year = 1970; year < civil.year; ++year) day += leap(year) ? 366 : 365;
  for (int month = 1; month < civil.month; ++month) day += month_length(civil.year, month);
  return day + civil.day - 1;
}

std::string text(Day day) {
  const Civil found = civil(day);
  return std::to_string(found.year) + "-" + two_digits(found.month) + "-" + two_digits(found.day);
}

Day parse_day(const std::string& text) {
  return day_of({std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)),
                 std::stoi(text.substr(8, 2))});
}

std::pair<Day, Day> period(const std::string& cycle, Day day) {
  const Civil now = civil(day);
  if (cycle == "day") return {day, day};
  if (cycle == "ever") return {0, day_of({9999, 12, 31})};
  if (cycle == "year") return {day_of({now.year, 1, 1}), day_of({now.year, 12, 31})};
  const int months = cycle == "month" ? 1 : 3;
  const int first = (now.month - 1) / months * months + 1;
  const int last = first + months - 1;
  return {day_of({now.year, first, 1}), day_of({now.year, last, month_length(now.year, last)})};
}

long long parse_minutes(const std::string& text) {
  const long long hours = std::stoi(text.substr(11, 2));
  return parse_day(text.substr(0, 10)) * 1440LL + hours * 60 + std::stoi(text.substr(14, 2));
}

std::string minutes_text(long long minutes) {
  const int rest = static_cast<int>(minutes % 1440);
  return text(static_cast<Day>(minutes / 1440)) + "T" + two_digits(rest / 60) + ":" +
         two_digits(rest % 60);
}

}  // namespace naive
