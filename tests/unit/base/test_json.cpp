#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/amount.hpp>
#include <wumei/base/assert.hpp>
#include <wumei/base/json.hpp>
#include <wumei/base/text.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wumei::json {
namespace {

std::string any_text() {
  static const std::vector<std::string> pieces{
      "a",  "Z", "0", " ", "\"", "\\", "\n", "\t", "\r", "\b", "\f", std::string(1, '\0'),
      "\x1f", "\x7f", "/", "五", "美", "é", "🏠", "\u3000"};
  std::string text;
  for (const auto index : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, pieces.size()))) {
    text += pieces[index];
  }
  return to_nfc(text);
}

Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 5 : 3)) {
    case 0: return Value(*rc::gen::inRange<std::int64_t>(-exact_max, exact_max + 1));
    case 1: return Value(any_text());
    case 2: return Value(*rc::gen::arbitrary<bool>());
    case 3: {
      Array items;
      const int count = *rc::gen::inRange(0, 4);
      for (int i = 0; i < count; ++i) items.push_back(any_value(depth - 1));
      return Value(std::move(items));
    }
    default: {
      Object members;
      const int count = *rc::gen::inRange(0, 4);
      for (int i = 0; i < count; ++i) {
        members.emplace_back("k" + std::to_string(i) + any_text(), any_value(depth - 1));
      }
      return Value(std::move(members));
    }
  }
}

TEST_CASE("what Python would not have written is refused", "[base]") {
  for (const char* text :
       {"", "{", "[1,]", "null", "[null]", "1.5", "[1e3]", "[1.0]", "-0", "[01]", "NaN",
        "[1 ,2]", " 1", "{\"a\": 1}", "\"\\u0041\"", "\"\\/\"", "\"\\u001F\"", "\"\\u000a\"",
        "{\"a\":1,\"a\":2}", "'a'", "[1]x", "\"\\ud800\"", "\"e\u0301\"", "tru",
        "18446744073709551616"}) {
    INFO(text);
    CHECK_ERROR(parse(text), Errc::bad_input);
  }
  CHECK_ERROR(parse("\"\xC0\xAF\""), Errc::bad_input);
  CHECK_ERROR(parse("\"\xED\xA0\x80\""), Errc::bad_input);  // a surrogate spelt in UTF-8
}

TEST_CASE("integers beyond 2^53 - 1 overflow when read and when written", "[base]") {
  CHECK_ERROR(parse("9007199254740992"), Errc::overflow);
  CHECK_ERROR(parse("-9007199254740992"), Errc::overflow);
  CHECK_ERROR(write(Value(std::int64_t{9'007'199'254'740'992})), Errc::overflow);
  CHECK(parse("-9007199254740991").integer() == -exact_max);
}

TEST_CASE("text that is not UTF-8 or not in normal form is not written", "[base]") {
  CHECK_ERROR(write(Value("\xFF")), Errc::bad_input);
  CHECK_ERROR(write(Value("e\u0301")), Errc::bad_input);
}

TEST_CASE("a value of another type is corrupt data", "[base]") {
  const Value value = parse(R"({"a":[1,"x",true]})");

  CHECK_ERROR(value.text(), Errc::corrupt);
  CHECK_ERROR(value.integer(), Errc::corrupt);
  CHECK_ERROR(value.items(), Errc::corrupt);
  CHECK_ERROR(value.flag(), Errc::corrupt);
  CHECK_ERROR(value.at("a").members(), Errc::corrupt);
  CHECK_ERROR(value.at("b"), Errc::corrupt);
  CHECK(value.find("b") == nullptr);
}

TEST_CASE("members and items are added at the end", "[base]") {
  Value object;
  object.add("b", Value(1));
  object.add("a", Value(Array{}));
  Value list{Array{}};
  list.add(Value("x"));

  CHECK(write(object) == R"({"b":1,"a":[]})");
  CHECK(write(list) == R"(["x"])");
  CHECK_THROWS_AS(list.add("key", Value(1)), InvariantViolation);
  CHECK_THROWS_AS(object.add(Value(1)), InvariantViolation);
}

TEST_CASE("the one spelling is the one of Python's json.dumps", "[base]") {
  // json.dumps({...}, ensure_ascii=False, separators=(",", ":")) in Python 3.11.
  const Value value = Value::object({{"名", "五美\n\"院\"\\"},
                                     {"n", -12},
                                     {"ok", true},
                                     {"no", false},
                                     {"list", Array{Value(1), Value("\x01\x7f"), Value(Array{})}},
                                     {"o", Object{}}});

  CHECK(write(value) ==
        "{\"名\":\"五美\\n\\\"院\\\"\\\\\",\"n\":-12,\"ok\":true,\"no\":false,"
        "\"list\":[1,\"\\u0001\x7f\",[]],\"o\":{}}");
}

TEST_CASE("lenient reading takes white space and escapes, under the same value rules", "[base]") {
  CHECK(parse_lenient(" { \"a\" : [ 1 , \"\\u4e94\" ] } ") ==
        Value::object({{"a", Array{Value(1), Value("五")}}}));
  CHECK_ERROR(parse_lenient("[1.5]"), Errc::bad_input);
  CHECK_ERROR(parse_lenient("[null]"), Errc::bad_input);
  CHECK_ERROR(parse_lenient("{\"a\":1,\"a\":1}"), Errc::bad_input);
}

TEST_CASE("reading what was written gives the value back", "[base]") {
  CHECK(rc::check("parse(write(value)) == value", [] {
    const Value value = any_value(3);
    const std::string text = write(value);
    RC_ASSERT(parse(text) == value);
    RC_ASSERT(parse_lenient(text) == value);
  }));
}

TEST_CASE("a space anywhere outside a text makes another spelling", "[base]") {
  CHECK(rc::check("white space", [] {
    std::string text = write(Value(Array{any_value(2), any_value(2)}));
    text.insert(1, 1, *rc::gen::element(' ', '\n', '\t'));
    RC_ASSERT_THROWS_AS(parse(text), Error);
  }));
}

TEST_CASE("a value that is read into keeps nothing of what it held", "[base]") {
  CHECK(rc::check("read into another value", [] {
    Value used = any_value(3);
    const Value value = any_value(3);
    Parser parser;
    parser.parse_into(used, write(value));
    RC_ASSERT(used == value);
  }));
}

TEST_CASE("text is canonical exactly when writing what it says gives it back", "[base]") {
  const auto gives_itself = [](const std::string& text) {
    try {
      return write(parse_lenient(text)) == text;
    } catch (const Error&) {
      return false;
    }
  };
  const auto is_taken = [](const std::string& text) {
    try {
      static_cast<void>(parse(text));
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  CHECK(rc::check("canonical text with one byte put in, taken out or changed", [&] {
    std::string text = write(any_value(3));
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char byte = *rc::gen::elementOf(std::string("0-9,:[]{}\"\\ atn.e\x01\xe4\x7f"));
    switch (*rc::gen::inRange(0, 3)) {
      case 0: text.insert(at, 1, byte); break;
      case 1: text.erase(at, 1); break;
      default: text[at] = byte;
    }
    RC_ASSERT(is_taken(text) == gives_itself(text));
  }));
  for (const char* text : {"-0", "-1", "0", "00", "01", "999999999999999", "9007199254740991",
                           "9007199254740992", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\"}", "\"\xe4\"",
                           "truer", "tru", "", "-", "[[[[1]]]]", "{\"a\":1,\"a\":2}"}) {
    CAPTURE(text);
    CHECK(is_taken(text) == gives_itself(text));
  }
}

}  // namespace
}  // namespace wumei::json
