#include <catch.hpp>

#include <wumei/base/amount.hpp>

using wumei::Errc;
using wumei::Points;

TEST_CASE("points are read and printed exactly", "[base]") {
  CHECK(Points::parse("3.5").units() == 350);
  CHECK(Points::parse("-0.05").text() == "-0.05");
  CHECK(Points::parse("１２．５").text() == "12.50");
}

TEST_CASE("text that is not one decimal number is refused", "[base]") {
  for (const char* text : {"", "3.5.1", "NaN", "1e3", ".5", "5.", "--1", "0x10", "3.501", "1,000"}) {
    CHECK_ERROR(Points::parse(text), Errc::bad_input);
  }
  CHECK_ERROR(Points::parse("99999999999999999999"), Errc::overflow);
}

TEST_CASE("arithmetic that would overflow throws and changes nothing", "[base]") {
  const Points most = Points::of_units(INT64_MAX);

  CHECK_ERROR(most + Points::of_units(1), Errc::overflow);
  CHECK_ERROR(most * 2, Errc::overflow);
  CHECK_ERROR(Points::of_units(INT64_MIN) - Points::of_units(1), Errc::overflow);
}
