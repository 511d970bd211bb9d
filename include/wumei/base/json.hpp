#pragma once

#include <wumei/base/error.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// The JSON of entries: integers, strings, booleans, arrays and objects whose key order is kept.
/// No floats, no null, integers within +-(2^53 - 1), text in NFC. One value has one spelling, the
/// one of Python's `json.dumps(x, ensure_ascii=False, separators=(",", ":"))`, so bytes can be
/// hashed and a reader re-encodes what it read and compares.
namespace wumei::json {

namespace detail {
class PlainReader;
}

class Value;
using Array = std::vector<Value>;
/// Keys in the order they were given. Small objects: look-up is linear.
using Object = std::vector<std::pair<std::string, Value>>;

class Value {
 public:
  Value() : held_(Object{}) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(std::string_view text) : held_(std::string(text)) {}
  Value(const char* text) : held_(std::string(text)) {}
  Value(std::int64_t number) : held_(number) {}
  Value(int number) : held_(std::int64_t{number}) {}
  Value(bool flag) : held_(flag) {}
  Value(Array items) : held_(std::move(items)) {}
  Value(Object members) : held_(std::move(members)) {}

  [[nodiscard]] static Value object(
      std::initializer_list<std::pair<std::string, Value>> members) {
    return Value(Object(members));
  }

  /// The accessors throw Errc::corrupt when the value is of another type: data that wumei wrote
  /// does not have the shape its kind promises.
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] bool flag() const;
  [[nodiscard]] const Array& items() const;
  [[nodiscard]] const Object& members() const;
  [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string>(held_); }
  [[nodiscard]] bool is_integer() const { return std::holds_alternative<std::int64_t>(held_); }
  [[nodiscard]] bool is_flag() const { return std::holds_alternative<bool>(held_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(held_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(held_); }

  /// Member of an object; throws Errc::corrupt when it is missing.
  [[nodiscard]] const Value& at(std::string_view key) const;
  /// Member of an object, or nullptr.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// Appends a member (objects) or an item (arrays).
  void add(std::string key, Value value);
  void add(Value item);

  bool operator==(const Value&) const = default;

 private:
  friend class detail::PlainReader;

  std::variant<std::int64_t, std::string, bool, Array, Object> held_;
};

/// Reads many texts with one set of buffers: replay and verify parse the data of every entry, and
/// fresh buffers would cost more than the parsing. One object per thread.
class Parser {
 public:
  Parser();
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  /// As `json::parse`.
  [[nodiscard]] Value parse(std::string_view text);
  /// The same into a value whose memory is used again: entries of one kind have one shape. After
  /// a throw it holds nothing of use.
  void parse_into(Value& into, std::string_view text);
  /// As `json::parse_lenient`.
  [[nodiscard]] Value parse_lenient(std::string_view text);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

/// Reads canonical JSON. Throws Errc::bad_input for anything that `write` would not have written:
/// white space, another escape, a float, a duplicate key, text that is not NFC.
[[nodiscard]] Value parse(std::string_view text);

/// Reads ordinary JSON (white space and any escape allowed) under the same value rules.
[[nodiscard]] Value parse_lenient(std::string_view text);

/// The one spelling. Throws Errc::bad_input for text that is not NFC or UTF-8 and
/// Errc::overflow for integers beyond +-(2^53 - 1).
[[nodiscard]] std::string write(const Value& value);
void write_to(std::string& out, const Value& value);

/// Appends `text` as a JSON string. Escapes only what JSON demands, as Python does.
void write_text(std::string& out, std::string_view text);

}  // namespace wumei::json

#ifndef WUMEI_COMPILED
#include <wumei/base/impl/json.ipp>
#endif
