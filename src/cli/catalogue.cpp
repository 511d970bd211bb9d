#include "catalogue.hpp"

#include "phrases.hpp"

#include <algorithm>
#include <cstdlib>

namespace wumei::cli {

namespace {

bool says_chinese(std::string_view locale) { return locale.substr(0, 2) == "zh"; }

const Fact* find(const Facts& facts, std::string_view name) {
  const auto at =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.name == name; });
  return at == facts.end() ? nullptr : &*at;
}

std::string fill(std::string_view text, const Facts& facts) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    filled += text.substr(0, open);
    if (const Fact* fact = find(facts, name)) filled += fact->value;
    text.remove_prefix(close + 1);
  }
  return filled + std::string(text);
}

}  // namespace

Catalogue::Catalogue(Language language, std::span<const TextTable> tables) : language_(language) {
  for (const TextTable& table : tables) {
    for (const TextEntry& entry : table) {
      texts_.emplace(entry.key, language == Language::zh ? entry.zh : entry.en);
    }
  }
}

std::string Catalogue::tr(std::string_view key, const Facts& facts) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? std::string(key) : fill(found->second, facts);
}

std::string Catalogue::said(std::string_view english) const {
  return language_ == Language::zh ? in_chinese(english) : std::string(english);
}

std::string Catalogue::heading(std::string_view key) const {
  const auto found = texts_.find("col." + std::string(key));
  return std::string(found == texts_.end() ? key : found->second);
}

/// Stored words have a text of their own; whole sentences are phrases of the library.
std::string Catalogue::value_of(const Fact& fact) const {
  const auto found = texts_.find("value." + fact.name + "." + fact.value);
  if (found != texts_.end()) return std::string(found->second);
  return fact.value.find(' ') == fact.value.npos ? fact.value : said(fact.value);
}

std::string Catalogue::sentence(const Refusal& refusal) const {
  const std::string said = publish::reason(refusal.code, language_);
  const bool chinese = language_ == Language::zh;
  std::string rest;
  for (const Fact& fact : refusal.facts) {
    if (!rest.empty()) rest += chinese ? "，" : ", ";
    rest += heading(fact.name) + " " + value_of(fact);
  }
  if (rest.empty()) return said;
  return chinese ? said + "（" + rest + "）" : said + " (" + rest + ")";
}

Language choose_language(std::string_view option) {
  if (!option.empty()) return says_chinese(option) ? Language::zh : Language::en;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') {
      return says_chinese(value) ? Language::zh : Language::en;
    }
  }
  return Language::en;
}

}  // namespace wumei::cli
