#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/date.hpp>

#include <cstdint>

namespace wumei {
namespace {

constexpr std::int32_t last_day = 2'932'896;  // 9999-12-31

Date any_date() { return Date::from_days(*rc::gen::inRange<std::int32_t>(0, last_day + 1)); }

TEST_CASE("a day that does not exist is refused", "[base]") {
  for (const char* text : {"2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                           "1969-12-31", "10000-01-01", "2026-4-8", "2026/04/08", "20260408", "",
                           "2026-04-08 ", "-026-04-08", "2026-04-0x"}) {
    INFO(text);
    CHECK_ERROR(Date::parse(text), Errc::bad_input);
  }
  CHECK_ERROR(Date::of(2026, 2, 30), Errc::bad_input);
  CHECK_ERROR(Date::of(2026, -1, 1), Errc::bad_input);
}

TEST_CASE("spreadsheet dates that are not dates are refused", "[base]") {
  for (const char* text : {"2026-02-30", "46120", "8/4/2026", "2026年4月", "四月八日", "", "2026-4",
                           "2026-4-8-1"}) {
    INFO(text);
    CHECK_ERROR(Date::parse_lenient(text), Errc::bad_input);
  }
}

TEST_CASE("the dates spreadsheets hold are read", "[base]") {
  const Date expected = Date::of(2026, 4, 8);

  for (const char* text : {"2026-04-08", "2026-4-8", "2026/4/8", "2026.4.8", "2026年4月8日",
                           "２０２６年４月８日", " 2026-04-08\t"}) {
    INFO(text);
    CHECK(Date::parse_lenient(text) == expected);
  }
}

TEST_CASE("parts of a date", "[base]") {
  const Date date = Date::parse("2026-11-24");

  CHECK(date.year() == 2026);
  CHECK(date.month() == 11);
  CHECK(date.day() == 24);
  CHECK(date.weekday() == 2);
  CHECK(Date().text() == "1970-01-01");
  CHECK(Date::of(2024, 2, 29).plus_days(1).text() == "2024-03-01");
}

TEST_CASE("printing and parsing a date gives it back", "[base]") {
  CHECK(rc::check("parse(text) == date", [] {
    const Date date = any_date();
    RC_ASSERT(Date::parse(date.text()) == date);
    RC_ASSERT(Date::parse_lenient(date.text()) == date);
    RC_ASSERT(Date::of(date.year(), date.month(), date.day()) == date);
  }));
}

TEST_CASE("the next day has the next weekday", "[base]") {
  CHECK(rc::check("weekdays go round", [] {
    const Date date = any_date();
    RC_ASSERT(date.plus_days(1).weekday() == date.weekday() % 7 + 1);
  }));
}

TEST_CASE("calendar periods", "[base]") {
  const Date date = Date::of(2024, 2, 10);

  CHECK(calendar_period(Cycle::day, date) == Period{date, date});
  CHECK(calendar_period(Cycle::month, date) == Period{Date::of(2024, 2, 1), Date::of(2024, 2, 29)});
  CHECK(calendar_period(Cycle::quarter, date) ==
        Period{Date::of(2024, 1, 1), Date::of(2024, 3, 31)});
  CHECK(calendar_period(Cycle::year, date) ==
        Period{Date::of(2024, 1, 1), Date::of(2024, 12, 31)});
  CHECK(calendar_period(Cycle::ever, date).contains(date));
}

TEST_CASE("every date lies in its own periods and the next period starts a day later", "[base]") {
  CHECK(rc::check("periods tile the calendar", [] {
    const Date date = Date::from_days(*rc::gen::inRange<std::int32_t>(0, last_day - 400));
    for (const Cycle cycle : {Cycle::day, Cycle::month, Cycle::quarter, Cycle::year}) {
      const Period period = calendar_period(cycle, date);
      const Date next = period.last.plus_days(1);
      RC_ASSERT(period.contains(date));
      RC_ASSERT(!period.contains(next));
      RC_ASSERT(calendar_period(cycle, next).first == next);
    }
  }));
}

TEST_CASE("every cycle has its name", "[base]") {
  CHECK(name(Cycle::day) == "day");
  CHECK(name(Cycle::month) == "month");
  CHECK(name(Cycle::quarter) == "quarter");
  CHECK(name(Cycle::year) == "year");
  CHECK(name(Cycle::ever) == "ever");
}

TEST_CASE("an accounting month runs from the day after one close to the next", "[base]") {
  CHECK(accounting_month("2026-04", 25) == Period{Date::of(2026, 3, 26), Date::of(2026, 4, 25)});
  CHECK(accounting_month("2026-01", 25) == Period{Date::of(2025, 12, 26), Date::of(2026, 1, 25)});
  CHECK_ERROR(accounting_month("2026-13", 25), Errc::bad_input);
  CHECK_ERROR(accounting_month("April", 25), Errc::bad_input);
}

TEST_CASE("working days skip the weekend and do not count the first day", "[base]") {
  const Date friday = Date::of(2026, 6, 26);

  CHECK(plus_working_days(friday, 0) == friday);
  CHECK(plus_working_days(friday, 1) == Date::of(2026, 6, 29));
  CHECK(plus_working_days(friday, 5) == Date::of(2026, 7, 3));
  CHECK(plus_working_days(Date::of(2026, 6, 27), 1) == Date::of(2026, 6, 29));
}

TEST_CASE("a time without an offset, or with a broken one, is refused", "[base]") {
  for (const char* text : {"2026-04-08T09:30", "2026-04-08 09:30Z", "2026-04-08T24:00Z",
                           "2026-04-08T09:60Z", "2026-04-08T09:30:60Z", "2026-04-08T09:30+15:00",
                           "2026-04-08T09:30+8", "2026-02-30T09:30Z", "", "2026-04-08T09:30Zz"}) {
    INFO(text);
    CHECK_ERROR(Instant::parse(text), Errc::bad_input);
  }
}

TEST_CASE("an instant is read at its offset and shown at another", "[base]") {
  const Instant instant = Instant::parse("2026-04-08T00:30:15+08:00");

  CHECK(instant == Instant::parse("2026-04-07T16:30:15Z"));
  CHECK(instant.text(480) == "2026-04-08 00:30:15");
  CHECK(instant.text(0) == "2026-04-07 16:30:15");
  CHECK(instant.date(480) == Date::of(2026, 4, 8));
  CHECK(instant.date(0) == Date::of(2026, 4, 7));
}

TEST_CASE("the civil date changes at midnight of the offset", "[base]") {
  CHECK(rc::check("date follows the offset", [] {
    const Date date = Date::from_days(*rc::gen::inRange<std::int32_t>(1, last_day));
    const std::int64_t midnight = std::int64_t{date.days()} * 86'400'000 - 480 * 60'000;
    RC_ASSERT(Instant::from_millis(midnight).date(480) == date);
    RC_ASSERT(Instant::from_millis(midnight - 1).date(480) == date.plus_days(-1));
  }));
}

}  // namespace
}  // namespace wumei
