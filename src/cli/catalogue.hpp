#pragma once

#include <wumei/base/decision.hpp>
#include <wumei/base/error.hpp>
#include <wumei/publish/language.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every sentence the command line says, compiled in twice. Not gettext: a fresh Debian has no
/// zh_CN locale generated, and gettext then answers in English whatever LANG says.
namespace wumei::cli {

using publish::Language;

/// One text in both languages, for places where it is used once (help).
struct Bilingual {
  std::string_view zh;
  std::string_view en;
  [[nodiscard]] std::string_view in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

/// One line of a slice's table. `{name}` in a text is replaced by the fact of that name.
struct TextEntry {
  std::string_view key;
  std::string_view zh;
  std::string_view en;
};
using TextTable = std::span<const TextEntry>;

/// All tables in one language.
class Catalogue {
 public:
  Catalogue(Language language, std::span<const TextTable> tables);

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] bool has(std::string_view key) const { return texts_.contains(key); }

  /// The text of `key` with facts filled in; the key itself when there is no such text, so a
  /// missing one is seen, not hidden.
  [[nodiscard]] std::string tr(std::string_view key, const Facts& facts = {}) const;

  /// A sentence of the library, in Chinese when that is the language and the sentence is known.
  [[nodiscard]] std::string said(std::string_view english) const;

  /// Heading of a column or fact: the text `col.<key>`, else the key.
  [[nodiscard]] std::string heading(std::string_view key) const;

  /// A refusal as a sentence (`publish::reason`) with its facts in brackets.
  [[nodiscard]] std::string sentence(const Refusal& refusal) const;

  /// A failure: its kind, its place if it has one, and what the library says of it.
  [[nodiscard]] std::string sentence(const Error& error) const;

  [[nodiscard]] std::string_view pick(const Bilingual& text) const { return text.in(language_); }

 private:
  [[nodiscard]] std::string value_of(const Fact& fact) const;

  Language language_;
  std::map<std::string_view, std::string_view> texts_;
};

/// `zh` when `--lang`, or the first set of LC_ALL, LC_MESSAGES, LANG, says Chinese; else `en`.
[[nodiscard]] Language choose_language(std::string_view option);

/// Every slice's table, in one list (`verbs.cpp`); the catalogue test walks it.
[[nodiscard]] std::vector<TextTable> all_texts();

}  // namespace wumei::cli
