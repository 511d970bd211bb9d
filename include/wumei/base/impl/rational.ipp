#pragma once

#include <wumei/base/error.hpp>
#include <wumei/base/rational.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

#include <boost/multiprecision/cpp_int.hpp>

namespace wumei {
namespace detail {

using Wide = boost::multiprecision::checked_int256_t;

WUMEI_INLINE Wide divide(const Wide& numerator, const Wide& denominator, Rounding rounding) {
  Wide quotient;
  Wide remainder;
  boost::multiprecision::divide_qr(numerator, denominator, quotient, remainder);
  if (remainder < 0) {  // make the quotient a floor, so that 0 <= remainder < denominator
    quotient -= 1;
    remainder += denominator;
  }
  if (remainder == 0) return quotient;
  const Wide twice = remainder * 2;
  switch (rounding) {
    case Rounding::down: return quotient;
    case Rounding::up: return quotient + 1;
    case Rounding::half_up: {
      const bool tie_away_is_up = numerator > 0;
      if (twice > denominator || (twice == denominator && tie_away_is_up)) return quotient + 1;
      return quotient;
    }
    case Rounding::half_even: {
      const bool odd = (quotient % 2) != 0;
      if (twice > denominator || (twice == denominator && odd)) return quotient + 1;
      return quotient;
    }
  }
  return quotient;
}

WUMEI_INLINE std::int64_t narrow(const Wide& value) {
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value < std::numeric_limits<std::int64_t>::min()) {
    throw Error(Errc::overflow, "a division left the range of 64-bit units");
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace detail

WUMEI_INLINE std::int64_t multiply(std::int64_t value, Ratio ratio, Rounding rounding) {
  if (ratio.denominator <= 0) throw Error(Errc::bad_input, "a ratio needs a denominator above 0");
  return detail::narrow(
      detail::divide(detail::Wide(value) * ratio.numerator, ratio.denominator, rounding));
}

WUMEI_INLINE std::int64_t weighted_mean(std::span<const Weighted> marks, Rounding rounding) {
  detail::Wide sum = 0;
  detail::Wide weights = 0;
  for (const Weighted& mark : marks) {
    sum += detail::Wide(mark.value) * mark.weight;
    weights += mark.weight;
  }
  if (weights <= 0) throw Error(Errc::bad_input, "a weighted mean needs a positive total weight");
  return detail::narrow(detail::divide(sum, weights, rounding));
}

WUMEI_INLINE std::vector<std::int64_t> split_largest_remainder(
    std::int64_t total, std::span<const std::int64_t> weights) {
  detail::Wide sum = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0) throw Error(Errc::bad_input, "a share cannot have a negative weight");
    sum += weight;
  }
  std::vector<std::int64_t> shares(weights.size(), 0);
  if (total == 0) return shares;
  if (total < 0 || sum == 0) throw Error(Errc::bad_input, "nothing to share by: all weights are 0");
  std::vector<detail::Wide> remainders(weights.size());
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const detail::Wide exact = detail::Wide(total) * weights[i];
    shares[i] = detail::narrow(exact / sum);
    remainders[i] = exact % sum;
    left -= shares[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return remainders[a] > remainders[b];
  });
  for (std::size_t i = 0; left > 0; ++i, --left) ++shares[order[i]];
  return shares;
}

WUMEI_INLINE int compare(Ratio left, Ratio right) {
  const detail::Wide a = detail::Wide(left.numerator) * right.denominator;
  const detail::Wide b = detail::Wide(right.numerator) * left.denominator;
  return a < b ? -1 : (a > b ? 1 : 0);
}

}  // namespace wumei
