#pragma once

#include <string_view>
#include <type_traits>

#include <boost/serialization/level.hpp>
#include <boost/serialization/tracking.hpp>

namespace wumei::programme::detail {

/// What says itself how it is archived.
template <class T>
concept SaysItsLevel = requires { typename T::implementation_level; };

/// True for a type of wumei and for a container of such: a program that archives classes of its own
/// beside this header archives them as before.
template <class T>
consteval bool is_of_wumei() {
  const std::string_view name = __PRETTY_FUNCTION__;
  return name.find("wumei::", name.find("T = ")) != std::string_view::npos;
}

/// A class that a snapshot writes as its members alone.
template <class T>
concept PlainClass = std::is_class_v<T> && !SaysItsLevel<T> && is_of_wumei<T>();

}  // namespace wumei::programme::detail

/// A snapshot's first line is its version, and it holds no pointers: no class needs a version of
/// its own, no object to be known again. Without that, Boost looks every object up in two tables.
namespace boost::serialization {

template <class T>
  requires wumei::programme::detail::PlainClass<T>
struct implementation_level_impl<const T> {
  using tag = mpl::integral_c_tag;
  using type = mpl::int_<object_serializable>;
  BOOST_STATIC_CONSTANT(int, value = type::value);
};

template <class T>
  requires wumei::programme::detail::PlainClass<T>
struct tracking_level_impl<const T> {
  using tag = mpl::integral_c_tag;
  using type = mpl::int_<track_never>;
  BOOST_STATIC_CONSTANT(int, value = type::value);
};

}  // namespace boost::serialization
