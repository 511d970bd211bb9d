#pragma once

#include <wumei/base/error.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace wumei {

/// Largest integer an entry may hold, 2^53 - 1: every JSON reader keeps it exactly.
inline constexpr std::int64_t exact_max = 9'007'199'254'740'991;

namespace detail {
/// Exact decimal text of `units` with `scale` places: always all places, `-0.50`, never `-.5`.
[[nodiscard]] std::string print_decimal(std::int64_t units, int scale);
/// Reads `[-+]digits[.digits]` with at most `scale` places (fewer are filled). Full-width digits
/// and signs are read as their ASCII twins, since spreadsheets hold them. Throws
/// Errc::bad_input for anything else, Errc::overflow beyond `exact_max` units.
[[nodiscard]] std::int64_t parse_decimal(std::string_view text, int scale);
[[noreturn]] void amount_overflow();
}  // namespace detail

/// An exact count of the smallest unit (0.01 point, 1 fen, one piece). Arithmetic is checked:
/// overflow throws Errc::overflow. There is no way in or out through floating point.
template <class Tag, int Scale>
class Amount {
 public:
  static constexpr int scale = Scale;

  constexpr Amount() = default;

  [[nodiscard]] static constexpr Amount of_units(std::int64_t units) { return Amount(units); }

  /// From text such as "3.5" or "-12"; see `detail::parse_decimal`.
  [[nodiscard]] static Amount parse(std::string_view text) {
    return Amount(detail::parse_decimal(text, Scale));
  }

  [[nodiscard]] constexpr std::int64_t units() const { return units_; }
  [[nodiscard]] std::string text() const { return detail::print_decimal(units_, Scale); }
  [[nodiscard]] constexpr bool is_zero() const { return units_ == 0; }
  constexpr auto operator<=>(const Amount&) const = default;

  constexpr Amount& operator+=(Amount other) {
    if (__builtin_add_overflow(units_, other.units_, &units_)) detail::amount_overflow();
    return *this;
  }
  constexpr Amount& operator-=(Amount other) {
    if (__builtin_sub_overflow(units_, other.units_, &units_)) detail::amount_overflow();
    return *this;
  }
  /// So many times this amount: a price by a count of pieces.
  constexpr Amount& operator*=(std::int64_t factor) {
    if (__builtin_mul_overflow(units_, factor, &units_)) detail::amount_overflow();
    return *this;
  }
  friend constexpr Amount operator+(Amount a, Amount b) { return a += b; }
  friend constexpr Amount operator-(Amount a, Amount b) { return a -= b; }
  friend constexpr Amount operator*(Amount a, std::int64_t factor) { return a *= factor; }
  friend constexpr Amount operator-(Amount a) { return Amount() - a; }

  template <class Archive>
  void serialize(Archive& archive, unsigned /*version*/) {
    archive& units_;
  }

 private:
  explicit constexpr Amount(std::int64_t units) : units_(units) {}
  std::int64_t units_ = 0;
};

using Points = Amount<struct PointsTag, 2>;      ///< 积分; one unit = 0.01 point
using Honour = Amount<struct HonourTag, 2>;      ///< 荣誉积分; never derived from Points
using Yuan = Amount<struct YuanTag, 2>;          ///< 元; one unit = 1 fen
using Quantity = Amount<struct QuantityTag, 0>;  ///< whole pieces of one SKU
using Score = Amount<struct ScoreTag, 2>;        ///< inspection marks and percentages, 0.01 steps
using Measure = Amount<struct MeasureTag, 3>;    ///< hours, kilograms, half-days: 0.001 steps

}  // namespace wumei

template <class Tag, int Scale>
struct std::hash<wumei::Amount<Tag, Scale>> {
  std::size_t operator()(wumei::Amount<Tag, Scale> amount) const noexcept {
    return std::hash<std::int64_t>{}(amount.units());
  }
};

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/amount.ipp>
#endif
