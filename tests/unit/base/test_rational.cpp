#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/error.hpp>
#include <wumei/base/rational.hpp>

#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace wumei {
namespace {

__extension__ typedef __int128 Int128;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Rounds numerator / denominator by comparing twice the distance, nothing else: an oracle that
/// shares no step with the library's.
std::int64_t rounded(Int128 numerator, Int128 denominator, Rounding rounding) {
  Int128 floor = numerator / denominator;
  if (floor * denominator > numerator) --floor;
  const Int128 above = numerator - floor * denominator;
  if (above == 0) return static_cast<std::int64_t>(floor);
  const Int128 twice = 2 * above;
  bool up = false;
  if (rounding == Rounding::up) up = true;
  if (rounding == Rounding::half_up) {
    up = twice > denominator || (twice == denominator && floor >= 0);
  }
  if (rounding == Rounding::half_even) {
    up = twice > denominator || (twice == denominator && floor % 2 != 0);
  }
  return static_cast<std::int64_t>(up ? floor + 1 : floor);
}

constexpr Rounding every_rounding[] = {Rounding::down, Rounding::up, Rounding::half_up,
                                       Rounding::half_even};

TEST_CASE("a ratio without a positive denominator is refused", "[base]") {
  CHECK_ERROR(multiply(1, {1, 0}, Rounding::down), Errc::bad_input);
  CHECK_ERROR(multiply(1, {1, -2}, Rounding::down), Errc::bad_input);
}

TEST_CASE("a product beyond 64 bits throws", "[base]") {
  CHECK_ERROR(multiply(most, {2, 1}, Rounding::down), Errc::overflow);
  CHECK_ERROR(multiply(std::numeric_limits<std::int64_t>::min(), {2, 1}, Rounding::down),
              Errc::overflow);
  CHECK_ERROR(multiply(most, {most, 1}, Rounding::down), Errc::overflow);
  CHECK(multiply(most, {most, most}, Rounding::down) == most);
}

TEST_CASE("each rounding at a tie, by hand", "[base]") {
  // 5 * 1/2 = 2.5 and -5 * 1/2 = -2.5
  CHECK(multiply(5, {1, 2}, Rounding::down) == 2);
  CHECK(multiply(5, {1, 2}, Rounding::up) == 3);
  CHECK(multiply(5, {1, 2}, Rounding::half_up) == 3);
  CHECK(multiply(5, {1, 2}, Rounding::half_even) == 2);
  CHECK(multiply(-5, {1, 2}, Rounding::down) == -3);
  CHECK(multiply(-5, {1, 2}, Rounding::up) == -2);
  CHECK(multiply(-5, {1, 2}, Rounding::half_up) == -3);
  CHECK(multiply(-5, {1, 2}, Rounding::half_even) == -2);
}

TEST_CASE("a product by a ratio rounds as 128-bit integers do", "[base]") {
  CHECK(rc::check("multiply", [](std::int32_t value, std::int32_t numerator) {
    const auto denominator = *rc::gen::inRange<std::int64_t>(1, 40);
    for (const Rounding rounding : every_rounding) {
      RC_ASSERT(multiply(value, {numerator, denominator}, rounding) ==
                rounded(Int128(value) * numerator, denominator, rounding));
    }
  }));
}

TEST_CASE("a mean without weight is refused", "[base]") {
  CHECK_ERROR(weighted_mean({}, Rounding::down), Errc::bad_input);
  const std::vector<Weighted> none{{5, 0}, {7, 0}};
  CHECK_ERROR(weighted_mean(none, Rounding::down), Errc::bad_input);
  const std::vector<Weighted> negative{{5, -1}};
  CHECK_ERROR(weighted_mean(negative, Rounding::down), Errc::bad_input);
}

TEST_CASE("a weighted mean, by hand", "[base]") {
  const std::vector<Weighted> marks{{9000, 25}, {8000, 20}, {7000, 20}};

  // (225000 + 160000 + 140000) / 65 = 8076.92...
  CHECK(weighted_mean(marks, Rounding::down) == 8076);
  CHECK(weighted_mean(marks, Rounding::half_up) == 8077);
}

TEST_CASE("a weighted mean agrees with 128-bit integers and stays within its marks", "[base]") {
  CHECK(rc::check("weighted mean", [](const std::vector<std::int32_t>& values) {
    RC_PRE(!values.empty());
    std::vector<Weighted> marks;
    Int128 sum = 0;
    Int128 weights = 0;
    for (const std::int32_t value : values) {
      marks.push_back({value, *rc::gen::inRange<std::int64_t>(1, 100)});
      sum += Int128(value) * marks.back().weight;
      weights += marks.back().weight;
    }
    for (const Rounding rounding : every_rounding) {
      RC_ASSERT(weighted_mean(marks, rounding) == rounded(sum, weights, rounding));
    }
  }));
}

TEST_CASE("shares by nothing, or by a negative weight, are refused", "[base]") {
  const std::vector<std::int64_t> zeros{0, 0};
  const std::vector<std::int64_t> negative{3, -1};

  CHECK_ERROR(split_largest_remainder(5, zeros), Errc::bad_input);
  CHECK_ERROR(split_largest_remainder(5, {}), Errc::bad_input);
  CHECK_ERROR(split_largest_remainder(5, negative), Errc::bad_input);
  CHECK_ERROR(split_largest_remainder(-1, std::vector<std::int64_t>{1}), Errc::bad_input);
  CHECK(split_largest_remainder(0, zeros) == zeros);
}

TEST_CASE("shares by largest remainder, by hand, a tie goes to the earlier", "[base]") {
  // 10 by 3:3:1 is 4.29, 4.29, 1.43: 4, 4, 1 and the last unit to the remainder .43.
  CHECK(split_largest_remainder(10, std::vector<std::int64_t>{3, 3, 1}) ==
        std::vector<std::int64_t>{4, 4, 2});
  CHECK(split_largest_remainder(3, std::vector<std::int64_t>{1, 1}) ==
        std::vector<std::int64_t>{2, 1});
}

TEST_CASE("shares sum to the total, keep to their quota and follow the weights", "[base]") {
  CHECK(rc::check("largest remainder", [] {
    const auto total = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto weights = *rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(0, 10'000));
    const Int128 sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    RC_PRE(sum > 0);

    const auto shares = split_largest_remainder(total, weights);

    RC_ASSERT(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == total);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const Int128 exact = Int128(total) * weights[i];
      RC_ASSERT(shares[i] >= exact / sum);
      RC_ASSERT(shares[i] <= (exact + sum - 1) / sum);
      for (std::size_t j = 0; j < weights.size(); ++j) {
        RC_ASSERT(weights[i] <= weights[j] || shares[i] >= shares[j]);
      }
    }
  }));
}

TEST_CASE("fractions compare exactly where binary fractions would not", "[base]") {
  CHECK(compare({1, 3}, {2, 6}) == 0);
  CHECK(compare({most - 1, most}, {most - 2, most - 1}) > 0);
  CHECK(compare({-1, 2}, {1, 3}) < 0);
}

TEST_CASE("comparing fractions the other way round gives the other sign", "[base]") {
  CHECK(rc::check("antisymmetric", [](std::int64_t a, std::int64_t b) {
    const Ratio left{a, *rc::gen::positive<std::int64_t>()};
    const Ratio right{b, *rc::gen::positive<std::int64_t>()};
    RC_ASSERT(compare(left, right) == -compare(right, left));
    RC_ASSERT(compare(left, left) == 0);
  }));
}

}  // namespace
}  // namespace wumei
