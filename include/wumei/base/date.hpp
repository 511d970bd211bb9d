#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace wumei {

/// A civil date of the programme (no time zone: the programme has one fixed UTC offset), from
/// 1970-01-01 to 9999-12-31. Prints and parses as `2026-04-08`.
class Date {
 public:
  constexpr Date() = default;
  [[nodiscard]] static constexpr Date from_days(std::int32_t days) { return Date(days); }

  /// Throws Errc::bad_input unless the day exists (2026-02-30 does not).
  [[nodiscard]] static Date of(int year, int month, int day);

  /// Exactly `YYYY-MM-DD`. Throws Errc::bad_input otherwise.
  [[nodiscard]] static Date parse(std::string_view text);

  /// What a spreadsheet holds: `2026-04-08`, `2026/4/8`, `2026.4.8` or `2026年4月8日`.
  [[nodiscard]] static Date parse_lenient(std::string_view text);

  [[nodiscard]] int year() const;
  [[nodiscard]] int month() const;
  [[nodiscard]] int day() const;
  /// 1 = Monday ... 7 = Sunday.
  [[nodiscard]] int weekday() const;
  /// Days since 1970-01-01.
  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  [[nodiscard]] std::string text() const;
  [[nodiscard]] constexpr Date plus_days(std::int32_t count) const { return Date(days_ + count); }
  constexpr auto operator<=>(const Date&) const = default;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& days_;
  }

 private:
  explicit constexpr Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

/// The stretches of time that caps count over. Calendar periods, not accounting ones.
enum class Cycle : std::uint8_t { day = 1, month = 2, quarter = 3, year = 4, ever = 5 };

[[nodiscard]] std::string_view name(Cycle cycle);

/// Dates from `first` to `last`, both included.
struct Period {
  Date first;
  Date last;
  [[nodiscard]] constexpr bool contains(Date date) const { return first <= date && date <= last; }
  bool operator==(const Period&) const = default;
};

/// The calendar day, month, quarter or year that holds `date`.
[[nodiscard]] Period calendar_period(Cycle cycle, Date date);

/// The accounting month called `2026-04`: 26 March to 25 April when `close_day` is 25.
[[nodiscard]] Period accounting_month(std::string_view month, int close_day);

/// The day `count` working days (Monday to Friday; public holidays are not known here) after
/// `from`, which itself does not count.
[[nodiscard]] Date plus_working_days(Date from, int count);

/// A point in time: Unix milliseconds, UTC.
class Instant {
 public:
  constexpr Instant() = default;
  [[nodiscard]] static constexpr Instant from_millis(std::int64_t millis) {
    return Instant(millis);
  }
  /// `2026-04-08T09:30:00+08:00`, seconds optional, `Z` allowed. Throws Errc::bad_input.
  [[nodiscard]] static Instant parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t millis() const { return millis_; }
  /// The civil date at a fixed offset in minutes east of UTC (+480 for China).
  [[nodiscard]] Date date(int offset_minutes) const;
  /// `2026-04-08 09:30:00` at that offset.
  [[nodiscard]] std::string text(int offset_minutes) const;
  constexpr auto operator<=>(const Instant&) const = default;

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& millis_;
  }

 private:
  explicit constexpr Instant(std::int64_t millis) : millis_(millis) {}
  std::int64_t millis_ = 0;
};

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/date.ipp>
#endif
