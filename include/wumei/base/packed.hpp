#pragma once

#include <wumei/base/error.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Values as few bytes, for a state that holds millions. Both directions run over the same list of
/// members: a member `serialize(bytes, 0)`, or a function `pack(bytes, value)` beside the type.
/// Numbers take seven bits a byte, small ones one byte; text and lists stand behind their length.
namespace wumei {

/// Appends values to bytes.
class PackWriter {
 public:
  explicit PackWriter(std::string& to) : to_(to) {}

  template <class T>
  PackWriter& operator&(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      number(static_cast<std::uint64_t>(value));
    } else if constexpr (std::signed_integral<T>) {
      const auto wide = static_cast<std::int64_t>(value);
      number((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
    } else if constexpr (std::unsigned_integral<T>) {
      number(value);
    } else {
      // One list of members serves both directions; this one changes none.
      auto& members = const_cast<T&>(value);
      if constexpr (requires { members.serialize(*this, 0U); }) {
        members.serialize(*this, 0U);
      } else {
        pack(*this, members);
      }
    }
    return *this;
  }
  PackWriter& operator&(const std::string& value) { return text(value); }
  template <class T>
  PackWriter& operator&(const std::vector<T>& values) {
    number(values.size());
    for (const T& value : values) *this & value;
    return *this;
  }

  PackWriter& text(std::string_view value) {
    number(value.size());
    to_.append(value);
    return *this;
  }

 private:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) to_ += static_cast<char>(value | 0x80);
    to_ += static_cast<char>(value);
  }

  std::string& to_;
};

/// Takes values off bytes, which must outlive it. Throws Errc::corrupt where they end early.
class PackReader {
 public:
  explicit PackReader(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  template <class T>
  PackReader& operator&(T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(number());
    } else if constexpr (std::signed_integral<T>) {
      const std::uint64_t stored = number();
      value = static_cast<T>(static_cast<std::int64_t>(stored >> 1) ^
                             -static_cast<std::int64_t>(stored & 1));
    } else if constexpr (std::unsigned_integral<T>) {
      value = static_cast<T>(number());
    } else if constexpr (requires { value.serialize(*this, 0U); }) {
      value.serialize(*this, 0U);
    } else {
      pack(*this, value);
    }
    return *this;
  }
  PackReader& operator&(std::string& value) {
    value.assign(text());
    return *this;
  }
  template <class T>
  PackReader& operator&(std::vector<T>& values) {
    const std::uint64_t count = number();
    if (count > left()) ends_early();
    values.clear();
    values.resize(static_cast<std::size_t>(count));
    for (T& value : values) *this & value;
    return *this;
  }

  /// Valid as long as the bytes.
  [[nodiscard]] std::string_view text() {
    const std::uint64_t size = number();
    if (size > left()) ends_early();
    const std::string_view value(at_, static_cast<std::size_t>(size));
    at_ += size;
    return value;
  }
  [[nodiscard]] bool done() const { return at_ == end_; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

 private:
  [[nodiscard]] std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) ends_early();
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    ends_early();
  }
  [[noreturn]] static void ends_early() {
    throw Error(Errc::corrupt, "a packed value is damaged");
  }

  const char* at_;
  const char* end_;
};

/// A list of small values that grows at its end: a fraction of a vector's memory, and read from the
/// beginning only.
template <class T>
class PackedList {
 public:
  class const_iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    explicit const_iterator(std::string_view rest) : rest_(rest) { read(); }
    reference operator*() const { return value_; }
    pointer operator->() const { return &value_; }
    const_iterator& operator++() {
      rest_ = next_;
      read();
      return *this;
    }
    bool operator==(const const_iterator& other) const {
      return rest_.size() == other.rest_.size();
    }

   private:
    void read() {
      if (rest_.empty()) return;
      PackReader reader(rest_);
      reader & value_;
      next_ = rest_.substr(rest_.size() - reader.left());
    }

    std::string_view rest_;
    std::string_view next_;
    T value_{};
  };

  PackedList() = default;
  explicit PackedList(const std::vector<T>& values) {
    for (const T& value : values) push_back(value);
  }

  void push_back(const T& value) { PackWriter(bytes_) & value; }

  // Values are read into the iterator: a reference to one is good until the iterator moves.
  [[nodiscard]] const_iterator begin() const { return const_iterator(bytes_); }
  [[nodiscard]] const_iterator end() const { return const_iterator(std::string_view()); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::vector<T> values() const {
    std::vector<T> values;
    for (const T& value : *this) values.push_back(value);
    return values;
  }
  bool operator==(const PackedList&) const = default;

  template <class Bytes>
  void serialize(Bytes& bytes, unsigned /*version*/) {
    bytes& bytes_;
  }

 private:
  std::string bytes_;
};

}  // namespace wumei
