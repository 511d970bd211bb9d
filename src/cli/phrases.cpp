#include "phrases.hpp"

#include <array>

namespace wumei::cli {
namespace {

std::string with_stars(std::string_view pattern, const std::vector<std::string>& texts) {
  std::string filled;
  std::size_t next = 0;
  for (const char c : pattern) {
    if (c == '*' && next < texts.size()) {
      const std::string& text = texts[next++];
      filled += text.find(' ') == text.npos ? text : in_chinese(text);  // one word is a name
    } else {
      filled += c;
    }
  }
  return filled;
}

}  // namespace

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

std::span<const PhraseTable> all_phrases() {
  static const std::array<PhraseTable, 7> tables{phrases_input(), phrases_rules(), phrases_audit(),
                                                 phrases_proof(), phrases_leases(),
                                                 phrases_merchants(), phrases_ledger()};
  return tables;
}

std::string in_chinese(std::string_view english) {
  for (const PhraseTable& table : all_phrases()) {
    for (const Phrase& phrase : table) {
      if (const auto texts = at_stars(phrase.en, english)) return with_stars(phrase.zh, *texts);
    }
  }
  return std::string(english);
}

}  // namespace wumei::cli
