#pragma once

#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <algorithm>
#include <cstddef>
#include <variant>

namespace wumei::json::detail {

/// Reads what nearly every entry holds: canonical JSON without escapes. It gives up at the first
/// doubt and says nothing about it: the full reader then finds out what the text is. Replay and
/// verify read the data of every entry, and this takes a third of the time of the full reader. What
/// the value held before lends its memory.
class PlainReader {
 public:
  explicit PlainReader(std::string_view text)
      : at_(text.data()), last_(text.data() + text.size()) {}

  [[nodiscard]] bool read(Value& into) { return read_value(into, 0) && at_ == last_; }

 private:
  static constexpr int deepest = 32;

  template <class T>
  static T& as(Value& value) {
    T* held = std::get_if<T>(&value.held_);
    return held != nullptr ? *held : value.held_.emplace<T>();
  }

  bool take(char c) {
    if (at_ == last_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool take(std::string_view word) {
    if (!std::string_view(at_, static_cast<std::size_t>(last_ - at_)).starts_with(word)) {
      return false;
    }
    at_ += word.size();
    return true;
  }

  bool read_value(Value& into, int depth) {
    if (at_ == last_ || depth > deepest) return false;
    switch (*at_) {
      case '"': return read_text_value(into);
      case '{': return read_object(into, depth);
      case '[': return read_array(into, depth);
      case 't': into = Value(true); return take("true");
      case 'f': into = Value(false); return take("false");
      default: return read_integer(into);
    }
  }

  /// Fifteen digits are always exact; the few longer numbers that are, the full reader takes.
  bool read_integer(Value& into) {
    const bool negative = take('-');
    const char* digits = at_;
    std::int64_t number = 0;
    while (at_ != last_ && *at_ >= '0' && *at_ <= '9' && at_ - digits < 16) {
      number = number * 10 + (*at_++ - '0');
    }
    const auto length = at_ - digits;
    const bool once = length == 1 ? *digits != '0' || !negative : length > 1 && *digits != '0';
    as<std::int64_t>(into) = negative ? -number : number;
    return once && length < 16;
  }

  bool read_text(std::string_view& text) {
    if (!take('"')) return false;
    const char* start = at_;
    const char* end = start;  // a local one stays in a register
    while (end != last_ && *end != '"' && *end != '\\' &&
           static_cast<unsigned char>(*end) >= 0x20) {
      ++end;
    }
    at_ = end;
    text = {start, static_cast<std::size_t>(end - start)};
    return take('"') && is_nfc(text);
  }

  bool read_text_value(Value& into) {
    std::string_view text;
    if (!read_text(text)) return false;
    as<std::string>(into) = text;
    return true;
  }

  bool read_array(Value& into, int depth) {
    Array& items = as<Array>(into);
    std::size_t count = 0;
    ++at_;
    while (!take(']')) {
      if (count > 0 && !take(',')) return false;
      if (count == items.size()) items.emplace_back();
      if (!read_value(items[count++], depth + 1)) return false;
    }
    items.resize(count);
    return true;
  }

  bool read_object(Value& into, int depth) {
    Object& members = as<Object>(into);
    std::size_t count = 0;
    ++at_;
    while (!take('}')) {
      if (count > 0 && !take(',')) return false;
      std::string_view key;
      if (!read_text(key) || !take(':')) return false;
      const auto end = members.begin() + static_cast<std::ptrdiff_t>(count);
      const bool twice = std::any_of(members.begin(), end,
                                     [&](const auto& member) { return member.first == key; });
      if (twice) return false;
      if (count == members.size()) members.emplace_back();
      auto& [name, value] = members[count++];
      name = key;
      if (!read_value(value, depth + 1)) return false;
    }
    members.resize(count);
    return true;
  }

  const char* at_;
  const char* last_;
};

}  // namespace wumei::json::detail
