#pragma once

#include <wumei/base/date.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

namespace wumei {
namespace detail {

WUMEI_INLINE std::chrono::year_month_day civil(Date date) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(date.days())));
}

/// Digits of `text` as a number; nothing when there is any other character or none at all.
WUMEI_INLINE std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.front() >= '0' && text.front() <= '9';
  if (!digits || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

WUMEI_INLINE Error not_a_date(std::string_view text) {
  return bad_input({}, text, "a date as 2026-04-08");
}

WUMEI_INLINE std::optional<Date> date_if_real(int year, int month, int day) {
  const std::chrono::year_month_day civil_date{std::chrono::year(year),
                                               std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1970 || year > 9999 || month < 1 || day < 1 || !civil_date.ok()) return std::nullopt;
  const auto count = std::chrono::sys_days(civil_date).time_since_epoch().count();
  return Date::from_days(static_cast<std::int32_t>(count));
}

/// Cuts the text up to the first of `marks` (any of them) off `rest`.
WUMEI_INLINE std::string_view cut(std::string_view& rest,
                                  std::initializer_list<std::string_view> marks) {
  for (const std::string_view mark : marks) {
    const std::size_t at = rest.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view head = rest.substr(0, at);
    rest.remove_prefix(at + mark.size());
    return head;
  }
  return {};
}

}  // namespace detail

WUMEI_INLINE Date Date::of(int year, int month, int day) {
  if (const auto date = detail::date_if_real(year, month, day)) return *date;
  throw detail::not_a_date(std::to_string(year) + "-" + std::to_string(month) + "-" +
                           std::to_string(day));
}

WUMEI_INLINE Date Date::parse(std::string_view text) {
  bool shaped = text.size() == 10;
  for (std::size_t i = 0; shaped && i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    shaped = dash ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
  }
  if (shaped) {
    const auto pair = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    if (const auto date = detail::date_if_real(pair(0) * 100 + pair(2), pair(5), pair(8))) {
      return *date;
    }
  }
  throw detail::not_a_date(text);
}

WUMEI_INLINE Date Date::parse_lenient(std::string_view text) {
  const std::string ascii = half_width(trim(text));
  std::string_view rest = ascii;
  const auto year = detail::whole_number(detail::cut(rest, {"年", "-", "/", "."}));
  const auto month = detail::whole_number(detail::cut(rest, {"月", "-", "/", "."}));
  if (rest.ends_with("日")) rest.remove_suffix(std::string_view("日").size());
  const auto day = detail::whole_number(rest);
  if (year && month && day) {
    if (const auto date = detail::date_if_real(*year, *month, *day)) return *date;
  }
  throw detail::not_a_date(text);
}

WUMEI_INLINE int Date::year() const { return int(detail::civil(*this).year()); }
WUMEI_INLINE int Date::month() const {
  return static_cast<int>(unsigned(detail::civil(*this).month()));
}
WUMEI_INLINE int Date::day() const {
  return static_cast<int>(unsigned(detail::civil(*this).day()));
}
WUMEI_INLINE int Date::weekday() const {
  const std::chrono::weekday day{std::chrono::sys_days(std::chrono::days(days_))};
  return static_cast<int>(day.iso_encoding());
}

WUMEI_INLINE std::string Date::text() const {
  const auto civil_date = detail::civil(*this);
  const auto year = static_cast<unsigned>(int(civil_date.year()));
  std::string digits = "0000-00-00";
  const auto put = [&](std::size_t end, unsigned value, int count) {
    for (; count > 0; --count, value /= 10) digits[--end] = static_cast<char>('0' + value % 10);
  };
  put(4, year, 4);
  put(7, unsigned(civil_date.month()), 2);
  put(10, unsigned(civil_date.day()), 2);
  return digits;
}

WUMEI_INLINE std::string_view name(Cycle cycle) {
  switch (cycle) {
    case Cycle::day: return "day";
    case Cycle::month: return "month";
    case Cycle::quarter: return "quarter";
    case Cycle::year: return "year";
    case Cycle::ever: return "ever";
  }
  return "unknown";
}

WUMEI_INLINE Period calendar_period(Cycle cycle, Date date) {
  using namespace std::chrono;
  const year_month_day civil_date = detail::civil(date);
  const auto span = [&](unsigned first_month, unsigned last_month) {
    const year_month_day_last end{civil_date.year(), month_day_last(month(last_month))};
    return Period{Date::of(int(civil_date.year()), static_cast<int>(first_month), 1),
                  Date::of(int(civil_date.year()), static_cast<int>(last_month),
                           static_cast<int>(unsigned(end.day())))};
  };
  const unsigned this_month = unsigned(civil_date.month());
  switch (cycle) {
    case Cycle::day: return {date, date};
    case Cycle::month: return span(this_month, this_month);
    case Cycle::quarter: {
      const unsigned first = (this_month - 1) / 3 * 3 + 1;
      return span(first, first + 2);
    }
    case Cycle::year: return span(1, 12);
    case Cycle::ever: return {Date::of(1970, 1, 1), Date::of(9999, 12, 31)};
  }
  return {date, date};
}

WUMEI_INLINE Period accounting_month(std::string_view month, int close_day) {
  const std::string padded = std::string(month) + "-01";
  const Date first = Date::parse(padded);
  const Date before = first.plus_days(-1);
  const Date last = Date::of(first.year(), first.month(), close_day);
  return {Date::of(before.year(), before.month(), close_day).plus_days(1), last};
}

WUMEI_INLINE Date plus_working_days(Date from, int count) {
  Date date = from;
  while (count > 0) {
    date = date.plus_days(1);
    if (date.weekday() <= 5) --count;
  }
  return date;
}

WUMEI_INLINE Instant Instant::parse(std::string_view text) {
  const auto refuse = [&] {
    return bad_input({}, text, "a time as 2026-04-08T09:30:00+08:00");
  };
  if (text.size() < 17 || text[10] != 'T' || text[13] != ':') throw refuse();
  const Date date = Date::parse(text.substr(0, 10));
  const auto hour = detail::whole_number(text.substr(11, 2));
  const auto minute = detail::whole_number(text.substr(14, 2));
  std::optional<int> second = 0;
  std::string_view zone = text.substr(16);
  if (zone.size() >= 3 && zone[0] == ':') {
    second = detail::whole_number(zone.substr(1, 2));
    zone.remove_prefix(3);
  }
  int offset = 0;
  if (zone != "Z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') throw refuse();
    const auto hours = detail::whole_number(zone.substr(1, 2));
    const auto minutes = detail::whole_number(zone.substr(4, 2));
    if (!hours || !minutes || *hours > 14 || *minutes > 59) throw refuse();
    offset = (*hours * 60 + *minutes) * (zone[0] == '-' ? -1 : 1);
  }
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) throw refuse();
  const std::int64_t minutes = std::int64_t{date.days()} * 1440 + *hour * 60 + *minute - offset;
  return from_millis((minutes * 60 + *second) * 1000);
}

WUMEI_INLINE Date Instant::date(int offset_minutes) const {
  const std::int64_t local = millis_ + std::int64_t{offset_minutes} * 60'000;
  const std::int64_t day = 86'400'000;
  return Date::from_days(static_cast<std::int32_t>((local >= 0 ? local : local - day + 1) / day));
}

WUMEI_INLINE std::string Instant::text(int offset_minutes) const {
  const Date day = date(offset_minutes);
  const std::int64_t local = millis_ + std::int64_t{offset_minutes} * 60'000;
  const auto second = static_cast<int>((local - std::int64_t{day.days()} * 86'400'000) / 1000);
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%s %02d:%02d:%02d", day.text().c_str(),
                second / 3600, second / 60 % 60, second % 60);
  return buffer.data();
}

}  // namespace wumei
