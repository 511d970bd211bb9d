#include "catalogue.hpp"
#include "phrases.hpp"

#include <wumei/base/error.hpp>

#include <catch.hpp>

#include <cctype>

using namespace wumei;
using namespace wumei::cli;

namespace {

std::string said(const Error& error, Language language) {
  const std::vector<TextTable> tables = all_texts();
  return Catalogue(language, tables).sentence(error);
}

/// Two words of ASCII letters with a space between: a sentence, and not a code or an id.
bool has_english_sentence(const std::string& text) {
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t i = 2; i + 2 < text.size(); ++i) {
    if (text[i] == ' ' && letter(text[i - 2]) && letter(text[i - 1]) && letter(text[i + 1]) &&
        letter(text[i + 2])) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("every refusal with stored words among its facts is all Chinese", "[cli]") {
  const std::vector<TextTable> tables = all_texts();
  const Catalogue chinese(Language::zh, tables);
  const Facts facts{
      {"status", "away"},      {"state", "withdrawn"},
      {"role", "grid-worker"}, {"level", "demonstration"},
      {"per", "month"},        {"min", "1"},
      {"used", "4"},           {"answer", "17"},
      {"issuable", "3.00"},    {"closed", "2026-04-08"},
      {"days", "5"},           {"why", "h/0301017:spendable would stand at -5, floor 0"}};
  for (int code = 1; code <= 46; ++code) {
    const std::string text = chinese.sentence({static_cast<RefusalCode>(code), facts});
    INFO(text);
    CHECK_FALSE(has_english_sentence(text));
    CHECK(text.find("状态 外出，状态 已撤回，职责 网格员") != std::string::npos);
    CHECK(text.find("每 月") != std::string::npos);
    CHECK(text.find("将变为 -5，最低 0") != std::string::npos);
  }
}

TEST_CASE("every kind of error says what is wrong in both languages", "[cli]") {
  const std::vector<std::pair<Error, std::string>> errors = {
      {Error(Errc::bad_input, "a PIN is six digits"), "输入有误：PIN 是六位数字"},
      {Error(Errc::not_found, "no ledger a.wumei"), "找不到：没有账本 a.wumei"},
      {Error(Errc::conflict, "k exists; a key is never overwritten"),
       "与账本冲突：k 已经存在；密钥从不覆盖"},
      {Error(Errc::busy, "a.wumei: database is locked"),
       "账本正被占用：a.wumei：另一个程序正在使用"},
      {Error(Errc::io, "a.csv cannot be read"), "读写失败：a.csv 无法读取"},
      {Error(Errc::corrupt, "entry 5 breaks law 3: h/1:spendable would stand at -5, floor 0"),
       "文件已损坏：第 5 号违反第 3 条规则：h/1:spendable 将变为 -5，最低 0"},
      {Error(Errc::overflow, "an amount left the range of 64-bit units"),
       "数值超出范围：数额超出可计算的范围"},
      {Error(Errc::unsupported, "a.wumei has format 9, this program reads up to 1: update it"),
       "版本或格式不支持：a.wumei 的格式是 9，本程序只认识到 1：请更新程序"},
      {Error(Errc::unauthorised, "k: wrong passphrase"), "未获授权：k：口令不对"},
      {Error(Errc::cancelled, "interrupted: nothing was written"), "已中断，什么都没有写入"},
  };
  REQUIRE(errors.size() == 10);
  for (const auto& [error, chinese] : errors) {
    CHECK(said(error, Language::zh) == chinese);
    if (error.code() != Errc::cancelled) {
      CHECK(said(error, Language::en).ends_with(error.what()));
    }
  }
}

TEST_CASE("an error at a place is said with its place in both languages", "[cli]") {
  const Error cell = bad_input({"a.csv", 3, 0, "date"}, "x", "a date as 2026-04-08");
  CHECK(said(cell, Language::en) ==
        "bad input: a.csv:3: date: found \"x\", expected a date as 2026-04-08");
  CHECK(said(cell, Language::zh) ==
        "输入有误：a.csv 第 3 行 日期：读到“x”，应为 日期，写作 2026-04-08");

  const Error row(Errc::bad_input, "a.csv:3: delivery 7: there are no lines in it",
                  {{"file", "a.csv"}, {"line", "3"}});
  CHECK(said(row, Language::en) == "bad input: a.csv:3: delivery 7: there are no lines in it");
  CHECK(said(row, Language::zh) == "输入有误：a.csv 第 3 行：入库单 7：其中没有任何一行");

  const Error whole = bad_input({"r.toml", 0, 0, "from"}, "2026-01-01",
                                "a day from 2026-02-01 to the day before 2027-01-01");
  CHECK(said(whole, Language::zh) ==
        "输入有误：r.toml：起始：读到“2026-01-01”，应为 2026-02-01 起、2027-01-01 前一天止的日子");
}

TEST_CASE("what is not TOML is said with line and column and the parser's words", "[cli]") {
  const std::string raw = "Error while parsing value: could not determine value type";
  const Error error = bad_input({"r.toml", 2, 9, ""}, raw, "TOML");

  CHECK(said(error, Language::en) == "bad input: r.toml:2:9: not TOML: " + raw);
  CHECK(said(error, Language::zh) ==
        "输入有误：r.toml 第 2 行第 9 列：不是 TOML：读值时出错：看不出是什么值（" + raw + "）");
}

TEST_CASE("a phrase inside a frame is Chinese too, and one word is a name", "[cli]") {
  CHECK(in_chinese("entry 5: the legs do not sum to zero in every unit, or one stands twice") ==
        "第 5 号：各项变动合计不为零，或有重复");
  CHECK(in_chinese("no ledger key") == "没有账本 key");
  CHECK(in_chinese("what nobody translated") == "what nobody translated");
}

TEST_CASE("stars take the shortest text that fits", "[cli]") {
  CHECK(at_stars("* is *", "a is b is c") == std::vector<std::string>{"a", "b is c"});
  CHECK(at_stars("only *", "not this") == std::nullopt);
  CHECK(at_stars("*: x", "a: y") == std::nullopt);
}
