#include <catch.hpp>
#include <rapidcheck.h>

#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>

#include <string>
#include <vector>

#include <iconv.h>

namespace wumei {
namespace {

std::string any_chinese() {
  static const std::vector<std::string> characters{"五", "美", "庭", "院", "积", "分", "爱", "心",
                                                   "超", "市", "1",  "A",  "，", "。", "龘", "𠮷"};
  std::string text;
  for (const auto index : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, characters.size()))) {
    text += characters[index];
  }
  return text;
}

std::string in_gb18030(std::string text) {
  const iconv_t converter = ::iconv_open("GB18030", "UTF-8");
  std::string bytes(text.size() * 4 + 4, '\0');
  char* from = text.data();
  char* to = bytes.data();
  std::size_t from_left = text.size();
  std::size_t to_left = bytes.size();
  ::iconv(converter, &from, &from_left, &to, &to_left);
  ::iconv_close(converter);
  bytes.resize(bytes.size() - to_left);
  return bytes;
}

TEST_CASE("bytes that are neither UTF-8 nor GB18030 are refused", "[base]") {
  CHECK_ERROR(decode_text("\xFF\xFF\xFF"), Errc::bad_input);
  CHECK_ERROR(to_nfc("\xC3"), Errc::bad_input);
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\xC1\xAA"));  // overlong: half of a classic GBK word
  CHECK_FALSE(is_nfc("\xC3"));
}

TEST_CASE("a file is read with and without byte order mark and in GB18030", "[base]") {
  CHECK(decode_text("\xEF\xBB\xBF户编号") == "户编号");
  CHECK(decode_text("户编号") == "户编号");
  CHECK(decode_text("\xBB\xA7\xB1\xE0\xBA\xC5") == "户编号");
  CHECK(decode_text("") == "");
}

TEST_CASE("a file comes out in normal form C", "[base]") {
  CHECK(decode_text("cafe\u0301") == "café");
  CHECK(is_nfc("café"));
  CHECK_FALSE(is_nfc("cafe\u0301"));
}

TEST_CASE("Chinese text survives GB18030", "[base]") {
  CHECK(rc::check("decode(gb18030(text)) == text", [] {
    const std::string text = any_chinese();
    const std::string bytes = in_gb18030(text);
    RC_PRE(!is_utf8(bytes) || bytes == text);
    RC_ASSERT(decode_text(bytes) == text);
    RC_ASSERT(decode_text(text) == text);
  }));
}

TEST_CASE("normal form is reached in one step", "[base]") {
  CHECK(rc::check("nfc(nfc(text)) == nfc(text)", [] {
    const std::string text = any_chinese() + "e\u0301";
    RC_ASSERT(to_nfc(to_nfc(text)) == to_nfc(text));
    RC_ASSERT(is_nfc(to_nfc(text)));
  }));
}

TEST_CASE("full-width digits, signs and letters become ASCII, the rest stays", "[base]") {
  CHECK(half_width("－１２．５ＡＢｚ＋") == "-12.5ABz+");
  CHECK(half_width("五１\u3000") == "五1\u3000");
  CHECK(half_width("\xFF") == "\xFF");
}

TEST_CASE("white space of every kind is trimmed at both ends only", "[base]") {
  CHECK(trim(" \t\u3000\u00a0 户 编号\r\n\u3000") == "户 编号");
  CHECK(trim("\u3000 ") == "");
  CHECK(trim("") == "");
}

TEST_CASE("trimming twice trims no more", "[base]") {
  CHECK(rc::check("trim", [](const std::string& text) {
    RC_ASSERT(trim(trim(text)) == trim(text));
  }));
}

TEST_CASE("wide characters take two columns, combining ones none", "[base]") {
  CHECK(display_width("五美") == 4);
  CHECK(display_width("V03 村") == 6);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("") == 0);
  CHECK(display_width("a\xFF") == 2);
}

TEST_CASE("columns of two texts add up", "[base]") {
  CHECK(rc::check("width", [] {
    const std::string left = any_chinese();
    const std::string right = any_chinese();
    RC_ASSERT(display_width(left + right) == display_width(left) + display_width(right));
  }));
}

TEST_CASE("a masked name never shows the whole name", "[base]") {
  CHECK(mask_name("张建国") == "张*国");
  CHECK(mask_name("欧阳建国") == "欧*国");
  CHECK(mask_name("张三") == "张*");
  CHECK(mask_name("张") == "张*");
  CHECK(mask_name("") == "*");
}

}  // namespace
}  // namespace wumei
