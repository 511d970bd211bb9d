#pragma once

#include <wumei/audit/impl/archive.ipp>
#include <wumei/awards/impl/archive.ipp>
#include <wumei/ledger/impl/archive.ipp>
#include <wumei/market/impl/archive.ipp>
#include <wumei/notice/impl/archive.ipp>
#include <wumei/people/impl/archive.ipp>
#include <wumei/rules/impl/archive.ipp>
#include <wumei/scoring/impl/archive.ipp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/serialization/serialization.hpp>

namespace wumei::test {

/// Writes down which types an archive holds and in which order, instead of their values: the same
/// text with every version of Boost and every standard library.
class LayoutArchive {
 public:
  using is_saving = std::true_type;
  using is_loading = std::false_type;

  template <class T>
  LayoutArchive& operator&(const T& value) {
    describe(value);
    return *this;
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  template <class T>
  void describe(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      text_ += 'e' + std::to_string(sizeof(T));
    } else if constexpr (std::is_integral_v<T>) {
      text_ += (std::is_signed_v<T> ? 'i' : 'u') + std::to_string(sizeof(T));
    } else {
      T copy = value;
      text_ += '{';
      if constexpr (requires { pack(*this, copy); }) {
        pack(*this, copy);
      } else {
        boost::serialization::serialize_adl(*this, copy, 0);
      }
      text_ += '}';
    }
  }
  void describe(const std::string& /*value*/) { text_ += 's'; }

  template <class T>
  void describe(const std::vector<T>& /*values*/) {
    container("vector", T());
  }
  template <class T>
  void describe(const std::set<T>& /*values*/) {
    container("set", T());
  }
  template <class T>
  void describe(const std::optional<T>& /*value*/) {
    container("optional", T());
  }
  template <class Key, class T, class Less>
  void describe(const std::map<Key, T, Less>& /*values*/) {
    container("map", std::pair<Key, T>());
  }
  template <class Key, class T>
  void describe(const PackedMap<Key, T>& /*values*/) {
    container("packed", std::pair<Key, T>());
  }
  template <class T>
  void describe(const PackedList<T>& /*values*/) {
    container("list", T());
  }
  template <class A, class B>
  void describe(const std::pair<A, B>& values) {
    describe(values.first);
    describe(values.second);
  }

  template <class T>
  void container(const char* name, const T& element) {
    text_ += name + std::string("(");
    describe(element);
    text_ += ')';
  }

  std::string text_;
};

}  // namespace wumei::test
