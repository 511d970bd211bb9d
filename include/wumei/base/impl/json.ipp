#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/impl/json_plain.ipp>
#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <array>
#include <charconv>
#include <type_traits>

#include <simdjson.h>

namespace wumei::json {
namespace detail {

template <class T>
const T& held_as(const std::variant<std::int64_t, std::string, bool, Array, Object>& held,
                 const char* what) {
  if (const T* value = std::get_if<T>(&held)) return *value;
  throw Error(Errc::corrupt, std::string("a JSON value is not ") + what);
}

WUMEI_INLINE std::int64_t exact(std::int64_t number) {
  if (number > exact_max || number < -exact_max) {
    throw Error(Errc::overflow, std::to_string(number) + " is beyond 2^53 - 1");
  }
  return number;
}

WUMEI_INLINE std::string checked_text(std::string_view text) {
  if (!is_nfc(text)) throw Error(Errc::bad_input, "text in JSON is not in Unicode normal form C");
  return std::string(text);
}

WUMEI_INLINE Value convert(const simdjson::dom::element& element) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::INT64: return Value(exact(std::int64_t(element.get_int64())));
    case element_type::STRING: return Value(checked_text(std::string_view(element.get_string())));
    case element_type::BOOL: return Value(bool(element.get_bool()));
    case element_type::ARRAY: {
      const simdjson::dom::array source = element.get_array();
      Array items;
      for (const auto item : source) items.push_back(convert(item));
      return Value(std::move(items));
    }
    case element_type::OBJECT: {
      const simdjson::dom::object source = element.get_object();
      Object members;
      for (const auto field : source) {
        for (const auto& [key, value] : members) {
          if (key == field.key) throw Error(Errc::bad_input, "JSON key \"" + key + "\" twice");
        }
        members.emplace_back(checked_text(field.key), convert(field.value));
      }
      return Value(std::move(members));
    }
    case element_type::UINT64:
    case element_type::DOUBLE:
    case element_type::NULL_VALUE: break;
  }
  throw Error(Errc::bad_input, "JSON holds a float, a null or a number beyond 2^53 - 1");
}

}  // namespace detail

WUMEI_INLINE const std::string& Value::text() const {
  return detail::held_as<std::string>(held_, "a text");
}
WUMEI_INLINE std::int64_t Value::integer() const {
  return detail::held_as<std::int64_t>(held_, "an integer");
}
WUMEI_INLINE bool Value::flag() const { return detail::held_as<bool>(held_, "true or false"); }
WUMEI_INLINE const Array& Value::items() const {
  return detail::held_as<Array>(held_, "an array");
}
WUMEI_INLINE const Object& Value::members() const {
  return detail::held_as<Object>(held_, "an object");
}

WUMEI_INLINE const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : members()) {
    if (name == key) return &value;
  }
  return nullptr;
}

WUMEI_INLINE const Value& Value::at(std::string_view key) const {
  if (const Value* value = find(key)) return *value;
  throw Error(Errc::corrupt, "JSON key \"" + std::string(key) + "\" is missing");
}

WUMEI_INLINE void Value::add(std::string key, Value value) {
  WUMEI_ASSERT(is_object());
  std::get<Object>(held_).emplace_back(std::move(key), std::move(value));
}

WUMEI_INLINE void Value::add(Value item) {
  WUMEI_ASSERT(is_array());
  std::get<Array>(held_).push_back(std::move(item));
}

struct Parser::Buffers {
  simdjson::dom::parser parser;
  std::string spelled;
};

WUMEI_INLINE Parser::Parser() : buffers_(std::make_unique<Buffers>()) {}
WUMEI_INLINE Parser::~Parser() = default;
WUMEI_INLINE Parser::Parser(Parser&&) noexcept = default;
WUMEI_INLINE Parser& Parser::operator=(Parser&&) noexcept = default;

WUMEI_INLINE Value Parser::parse_lenient(std::string_view text) {
  simdjson::dom::element root;
  if (const auto error = buffers_->parser.parse(text.data(), text.size()).get(root)) {
    throw Error(Errc::bad_input, std::string("not JSON: ") + simdjson::error_message(error));
  }
  return detail::convert(root);
}

WUMEI_INLINE Value Parser::parse(std::string_view text) {
  Value value;
  parse_into(value, text);
  return value;
}

WUMEI_INLINE void Parser::parse_into(Value& into, std::string_view text) {
  if (detail::PlainReader(text).read(into)) return;
  into = parse_lenient(text);
  buffers_->spelled.clear();
  write_to(buffers_->spelled, into);
  if (buffers_->spelled != text) {
    throw Error(Errc::bad_input, "JSON is not in its one canonical spelling");
  }
}

WUMEI_INLINE Value parse_lenient(std::string_view text) { return Parser().parse_lenient(text); }
WUMEI_INLINE Value parse(std::string_view text) { return Parser().parse(text); }

WUMEI_INLINE void write_text(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; continue;
      case '\\': out += "\\\\"; continue;
      case '\b': out += "\\b"; continue;
      case '\f': out += "\\f"; continue;
      case '\n': out += "\\n"; continue;
      case '\r': out += "\\r"; continue;
      case '\t': out += "\\t"; continue;
      default: break;
    }
    if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

WUMEI_INLINE void write_to(std::string& out, const Value& value) {
  if (value.is_integer()) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   detail::exact(value.integer()));
    out.append(digits.data(), end.ptr);
  } else if (value.is_text()) {
    if (!is_nfc(value.text())) throw Error(Errc::bad_input, "text is not in normal form C");
    write_text(out, value.text());
  } else if (value.is_flag()) {
    out += value.flag() ? "true" : "false";
  } else if (value.is_array()) {
    char separator = '[';
    for (const Value& item : value.items()) {
      out += separator;
      write_to(out, item);
      separator = ',';
    }
    out += value.items().empty() ? "[]" : "]";
  } else {
    char separator = '{';
    for (const auto& [key, member] : value.members()) {
      out += separator;
      write_text(out, key);
      out += ':';
      write_to(out, member);
      separator = ',';
    }
    out += value.members().empty() ? "{}" : "}";
  }
}

WUMEI_INLINE std::string write(const Value& value) {
  std::string out;
  write_to(out, value);
  return out;
}

}  // namespace wumei::json
