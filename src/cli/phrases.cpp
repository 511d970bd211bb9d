#include "phrases.hpp"

#include <optional>
#include <vector>

namespace wumei::cli {
namespace {

/// `*` stands for any text, in both languages in the same order.
struct Phrase {
  std::string_view en;
  std::string_view zh;
};

constexpr Phrase phrases[] = {
    // What a cell, a column or an option should have been.
    {"only * and, if wanted, *", "只能是 *；还可以有 *"},
    {"only *", "只能是 *"},
    {"a column *; all of *", "有 * 这一列；各列为 *"},
    {"each column once", "每列只出现一次"},
    {"a value", "有内容，不能为空"},
    {"a value once only; line * has it already", "不重复的内容；第 * 行已有"},
    {"* cells, as in the head", "与表头相同的 * 格"},
    {"one of *", "以下之一：*"},
    {"a date as 2026-04-08", "日期，写作 2026-04-08"},
    {"a month as 2026-04", "月份，写作 2026-04"},
    {"a whole number", "整数"},
    {"a whole number from * to *", "* 到 * 的整数"},
    {"a number not below zero", "不小于零的数"},
    {"a number with at most * decimal places", "数字，小数最多 * 位"},
    {"an id: 1 to 40 letters, digits, '-', '_' or '.'", "编号：1 到 40 个字母、数字、-、_ 或 ."},
    {"a closing quote before the next comma (a quote inside is doubled)",
     "在下一个逗号之前有右引号（内容里的引号写两个）"},
    {"a kind of evidence of the rule book, as *", "规则册里的证据类型，如 *"},
    {"1: it counts occurrences (rule *)", "1：条目 * 按次计"},
    {"more than 0 (rule *)", "大于 0 的数（条目 *）"},
    {"a time as 2026-04-08 or 2026-04-08T09:30", "时间，写作 2026-04-08 或 2026-04-08T09:30"},
    {"a time not before the last entry, *", "不早于最后一笔（*）的时间"},
    {"* in quotes: numbers here are exact", "加引号的 *：这里的数必须准确"},
    {"this key, which is missing", "写明此项，现在缺少"},
    {"*? (known here: *)", "是不是 *？（此处可用：*）"},
    // Files and ledgers.
    {"there is no file *", "没有文件 *"},
    {"no ledger *", "没有账本 *"},
    {"* is not a ledger", "* 不是账本"},
    {"*: file is not a database", "* 不是账本"},
    {"* is a folder, not a ledger", "* 是文件夹，不是账本"},
    {"*: database disk image is malformed", "* 的内容残缺"},
    {"*: database or disk is full", "*：磁盘已满"},
    {"*: disk I/O error", "*：磁盘读写出错（可能已满）"},
    {"*: unable to open database file", "*：无法打开"},
    {"*: database is locked", "*：另一个程序正在使用"},
    {"*: another program writes this ledger; close it first",
     "*：另一个程序正在写入，请先关闭它"},
    {"* has format *, this program reads up to *: update it",
     "* 的格式是 *，本程序只认识到 *：请更新程序"},
    {"*: the text is neither UTF-8 nor GB18030 (byte *); save the file as UTF-8",
     "*：既不是 UTF-8 也不是 GB18030（第 * 字节）；请另存为 UTF-8"},
    {"* cannot be read", "* 无法读取"},
    {"* cannot be written", "* 无法写入"},
    {"* exists; init never overwrites", "* 已经存在；init 从不覆盖文件"},
    {"* exists; a backup never overwrites a file", "* 已经存在；备份从不覆盖文件"},
    {"* exists; a key is never overwritten", "* 已经存在；密钥从不覆盖"},
    {"* is not empty; name a new folder", "* 不是空文件夹；请另给一个"},
    // Officers, keys, what is looked up.
    {"officer * is not known, not in office, or the PIN is wrong",
     "没有人员 *，或已离任，或 PIN 不对"},
    {"no key file *", "没有密钥文件 *"},
    {"*: wrong passphrase", "*：口令不对"},
    {"* is not the key this ledger was founded with", "* 不是本账本建立时的密钥"},
    {"there is no household *", "没有户 *"},
    {"there is no entry *", "没有第 * 号记录"},
    {"no entry *", "没有第 * 号记录"},
    {"entry * is not an import", "第 * 号不是导入批次"},
    {"a budget runs over months 1 to 12 and releases points above 0",
     "额度的月份为 1 到 12，每月额度须大于 0"},
    {"not signed: a head of * entries was signed before, this log has *; was an old copy brought "
     "back? Use restore (head file *)",
     "没有签名：曾签过 * 笔的账头，现在的账本只有 * 笔；是否换回了旧副本？"
     "请用 restore（账头文件 *）"},
    // The option parser.
    {"The following argument was not expected: *", "*"},
    {"The following arguments were not expected: *", "*"},
    {"* is required", "*"},
    {"*: 1 required TEXT missing", "* 之后要写内容"},
};

/// The texts at the stars of `pattern`, the shortest that fit; nothing when it does not fit.
std::optional<std::vector<std::string>> at_stars(std::string_view pattern, std::string_view text) {
  std::vector<std::string> found;
  std::size_t star = pattern.find('*');
  if (text.substr(0, star) != pattern.substr(0, star)) return std::nullopt;
  if (star == pattern.npos) return found;
  text.remove_prefix(star);
  while (star != pattern.npos) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view after = pattern.substr(0, star);
    const std::size_t end = star == pattern.npos
                                ? (text.ends_with(after) ? text.size() - after.size() : text.npos)
                                : text.find(after);
    if (end == text.npos) return std::nullopt;
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end + after.size());
  }
  return found;
}

std::string with_stars(std::string_view pattern, const std::vector<std::string>& texts) {
  std::string filled;
  std::size_t next = 0;
  for (const char c : pattern) {
    if (c == '*' && next < texts.size()) {
      filled += texts[next++];
    } else {
      filled += c;
    }
  }
  return filled;
}

}  // namespace

std::string in_chinese(std::string_view english) {
  for (const Phrase& phrase : phrases) {
    if (const auto texts = at_stars(phrase.en, english)) return with_stars(phrase.zh, *texts);
  }
  return std::string(english);
}

}  // namespace wumei::cli
