#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wumei {

/// How a division that does not come out even becomes a whole number of units. There is no
/// default: whoever divides says which.
enum class Rounding : std::uint8_t {
  down = 1,       ///< towards minus infinity
  up = 2,         ///< towards plus infinity
  half_up = 3,    ///< to nearest, a tie away from zero
  half_even = 4,  ///< to nearest, a tie to the even neighbour
};

/// An exact fraction, kept as written; the denominator is positive.
struct Ratio {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  bool operator==(const Ratio&) const = default;
};

/// `value * ratio`, rounded once, through 128-bit intermediates. Throws Errc::overflow when the
/// result leaves 64 bits and Errc::bad_input for a denominator of zero or less.
[[nodiscard]] std::int64_t multiply(std::int64_t value, Ratio ratio, Rounding rounding);

/// One mark with its weight in a weighted mean.
struct Weighted {
  std::int64_t value = 0;
  std::int64_t weight = 0;
};

/// Sum of value * weight over sum of weight, rounded once. Throws Errc::bad_input when the
/// weights do not sum to a positive number.
[[nodiscard]] std::int64_t weighted_mean(std::span<const Weighted> marks, Rounding rounding);

/// Shares of `total` in proportion to `weights` by largest remainder (Hamilton): everyone gets
/// the rounded-down share, what is left goes one unit each to the largest remainders, a tie to
/// the earlier position. The shares sum to `total` exactly. `total` and all weights are >= 0;
/// all weights zero gives all shares zero only when `total` is zero, else Errc::bad_input.
[[nodiscard]] std::vector<std::int64_t> split_largest_remainder(
    std::int64_t total, std::span<const std::int64_t> weights);

/// Negative, zero or positive as `left` is smaller than, equal to or larger than `right`; exact.
[[nodiscard]] int compare(Ratio left, Ratio right);

}  // namespace wumei

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/rational.ipp>
#endif
