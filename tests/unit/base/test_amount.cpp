#include <catch.hpp>

#include <rapidcheck.h>
#include <wumei/base/amount.hpp>

#include <cstdint>
#include <unordered_map>

using wumei::Errc;
using wumei::exact_max;
using wumei::Measure;
using wumei::Points;
using wumei::Quantity;

TEST_CASE("points are read and printed exactly", "[base]") {
  CHECK(Points::parse("3.5").units() == 350);
  CHECK(Points::parse("-0.05").text() == "-0.05");
  CHECK(Points::parse("１２．５").text() == "12.50");
}

TEST_CASE("text that is not one decimal number is refused", "[base]") {
  for (const char* text : {"", "3.5.1", "NaN", "1e3", ".5", "5.", "--1", "+-1", "-", "0x10",
                           "3.501", "1,000", "1 000", " 1"}) {
    INFO(text);
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

TEST_CASE("an amount beyond 2^53 - 1 units is not read", "[base]") {
  CHECK(Quantity::parse("9007199254740991").units() == exact_max);
  CHECK_ERROR(Quantity::parse("9007199254740992"), Errc::overflow);
  CHECK_ERROR(Points::parse("90071992547409.92"), Errc::overflow);
  CHECK_ERROR(Points::parse("900719925474099"), Errc::overflow);
}

TEST_CASE("every scale prints all its places", "[base]") {
  CHECK(Quantity::of_units(-12).text() == "-12");
  CHECK(Points::of_units(7).text() == "0.07");
  CHECK(Measure::of_units(-1500).text() == "-1.500");
  CHECK(Points::of_units(INT64_MIN).text() == "-92233720368547758.08");
  CHECK(Points().text() == "0.00");
}

TEST_CASE("a price by a count is exact", "[base]") {
  CHECK(Points::parse("2.5") * 3 == Points::parse("7.50"));
  CHECK(-Points::parse("2.5") == Points::parse("-2.5"));
  CHECK(Points().is_zero());
}

TEST_CASE("amounts order and hash by their units", "[base]") {
  const std::unordered_map<Points, int> counts{{Points::parse("1"), 1}};

  CHECK(Points::parse("-1") < Points());
  CHECK(counts.contains(Points::parse("1.00")));
}

TEST_CASE("printing and parsing an amount gives it back", "[base]") {
  CHECK(rc::check("parse(text) == amount", [] {
    const auto units = *rc::gen::inRange<std::int64_t>(-exact_max, exact_max + 1);
    RC_ASSERT(Points::parse(Points::of_units(units).text()).units() == units);
    RC_ASSERT(Measure::parse(Measure::of_units(units).text()).units() == units);
    RC_ASSERT(Quantity::parse(Quantity::of_units(units).text()).units() == units);
  }));
}

TEST_CASE("addition undoes subtraction", "[base]") {
  CHECK(rc::check("a - b + b == a", [](std::int32_t a, std::int32_t b) {
    const Points left = Points::of_units(a);
    const Points right = Points::of_units(b);
    RC_ASSERT(left - right + right == left);
    RC_ASSERT(left + right == right + left);
  }));
}
