#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/text.hpp>
#include <wumei/config.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/// A closed vocabulary over tomlplusplus: whoever reads a table says which keys it may have, and
/// every complaint says where, what was found and what was expected. Internal to `rules`.
namespace wumei::rules::detail {

using TomlKeys = std::vector<std::string_view>;

/// Bounds of a whole number, both allowed.
struct TomlRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

/// The word of `known` that looks most like `word`; "" when none is near.
WUMEI_INLINE std::string nearest_word(std::string_view word, const TomlKeys& known) {
  std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
  std::string nearest;
  for (const std::string_view candidate : known) {
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t changed = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() >= best) continue;
    best = row.back();
    nearest = candidate;
  }
  return nearest;
}

/// `one of a, b, c`, and the nearest of them when there is one.
WUMEI_INLINE std::string expected_words(std::string_view word, const TomlKeys& known) {
  std::string list;
  for (const std::string_view key : known) list += (list.empty() ? "" : ", ") + std::string(key);
  const std::string near = nearest_word(word, known);
  return near.empty() ? "one of " + list : near + "? (known here: " + list + ")";
}

/// A value as a reader would recognise it in his file.
WUMEI_INLINE std::string shown(const toml::node& node) {
  std::ostringstream out;
  if (node.is_table() || node.is_array()) {
    out << (node.is_table() ? "a table" : "a list");
  } else {
    out << toml::node_view<const toml::node>(node);
  }
  return out.str();
}

class TomlTable {
 public:
  /// Throws Errc::bad_input when the table has a key that is not in `keys`.
  TomlTable(const toml::table& table, std::string file, std::string path, const TomlKeys& keys);

  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  [[nodiscard]] bool is_text(std::string_view key) const { return need(key).is_string(); }
  /// The one of `keys` the table has; throws unless there is exactly one.
  [[nodiscard]] std::string_view exactly_one(const TomlKeys& keys) const;

  // Each throws Errc::bad_input when the key is missing or holds something else.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::string text_or(std::string_view key, std::string fallback) const;
  [[nodiscard]] std::string word(std::string_view key, const TomlKeys& known) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, TomlRange range) const;
  [[nodiscard]] bool flag_or(std::string_view key, bool fallback) const;
  [[nodiscard]] Date date(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
  [[nodiscard]] TomlTable table(std::string_view key, const TomlKeys& keys) const;
  /// A list of tables; empty when the key is missing.
  [[nodiscard]] std::vector<TomlTable> tables(std::string_view key, const TomlKeys& keys) const;
  /// Every sub-table of a table whose own keys are names, in order of name.
  [[nodiscard]] std::vector<std::pair<std::string, TomlTable>> named_tables(
      std::string_view key, const TomlKeys& keys) const;
  /// A whole number or a decimal in quotes.
  template <class Amount>
  [[nodiscard]] Amount amount(std::string_view key) const {
    const toml::node& node = need(key);
    try {
      return Amount::parse(decimal(key, node));
    } catch (const Error& error) {
      if (!error.fact("line").empty()) throw;
      throw wrong(key, shown(node), "a number with at most " + std::to_string(Amount::scale) +
                                        " decimal places, in quotes if it has any");
    }
  }
  template <class Identifier>
  [[nodiscard]] Identifier id(std::string_view key) const {
    return reading(key, "an id of 1 to 40 letters, digits, '-', '_' or '.'",
                   [](const std::string& text) { return Identifier(text); });
  }
  /// `parse` of the text; its Error becomes one with a place.
  template <class Parse>
  [[nodiscard]] auto reading(std::string_view key, std::string_view expected, Parse parse) const {
    const std::string value = text(key);
    try {
      return parse(value);
    } catch (const Error&) {
      throw wrong(key, value, expected);
    }
  }

  /// The complaint about the value of `key`, or about the table when it has no such key.
  [[nodiscard]] Error wrong(std::string_view key, std::string_view found,
                            std::string_view expected) const;
  [[nodiscard]] std::int64_t line() const { return table_->source().begin.line; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  [[nodiscard]] std::string field(std::string_view key) const;
  [[nodiscard]] const toml::node& need(std::string_view key) const;
  [[nodiscard]] std::string decimal(std::string_view key, const toml::node& node) const;

  const toml::table* table_;
  std::string file_;
  std::string path_;
};

/// Throws Errc::bad_input at the place where the text stops being TOML.
[[nodiscard]] WUMEI_INLINE toml::table parse_toml(std::string_view text,
                                                  const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const Place place{file, error.source().begin.line, error.source().begin.column, {}};
    throw bad_input(place, error.description(), "TOML");
  }
}

WUMEI_INLINE TomlTable::TomlTable(const toml::table& table, std::string file, std::string path,
                                  const TomlKeys& keys)
    : table_(&table), file_(std::move(file)), path_(std::move(path)) {
  if (keys.empty()) return;
  for (const auto& [key, node] : table) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    const Place place{file_, key.source().begin.line, key.source().begin.column,
                      field(key.str())};
    throw bad_input(place, "unknown key " + std::string(key.str()),
                    expected_words(key.str(), keys));
  }
}

WUMEI_INLINE std::string TomlTable::field(std::string_view key) const {
  if (key.empty()) return path_;
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

WUMEI_INLINE Error TomlTable::wrong(std::string_view key, std::string_view found,
                                    std::string_view expected) const {
  const toml::node* node = table_->get(key);
  const toml::source_region& source = node == nullptr ? table_->source() : node->source();
  return bad_input({file_, source.begin.line, source.begin.column, field(key)}, found, expected);
}

WUMEI_INLINE const toml::node& TomlTable::need(std::string_view key) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) throw wrong(key, "", "this key, which is missing");
  return *node;
}

WUMEI_INLINE std::string_view TomlTable::exactly_one(const TomlKeys& keys) const {
  std::string_view one;
  std::string all;
  for (const std::string_view key : keys) {
    all += (all.empty() ? "" : ", ") + std::string(key);
    if (!has(key)) continue;
    if (!one.empty()) {
      throw wrong(key, "both " + std::string(one) + " and " + std::string(key), "only one");
    }
    one = key;
  }
  if (one.empty()) throw wrong("", "none of them", "exactly one of " + all);
  return one;
}

WUMEI_INLINE std::string TomlTable::text(std::string_view key) const {
  const toml::node& node = need(key);
  const auto* value = node.as_string();
  if (value == nullptr) throw wrong(key, shown(node), "a text in quotes");
  if (trim(value->get()).empty()) throw wrong(key, value->get(), "a text that is not empty");
  return to_nfc(value->get());
}

WUMEI_INLINE std::string TomlTable::text_or(std::string_view key, std::string fallback) const {
  return has(key) ? text(key) : std::move(fallback);
}

WUMEI_INLINE std::string TomlTable::word(std::string_view key, const TomlKeys& known) const {
  std::string value = text(key);
  if (std::find(known.begin(), known.end(), value) == known.end()) {
    throw wrong(key, value, expected_words(value, known));
  }
  return value;
}

WUMEI_INLINE std::int64_t TomlTable::integer(std::string_view key, TomlRange range) const {
  const toml::node& node = need(key);
  const auto* value = node.as_integer();
  if (value == nullptr || value->get() < range.min || value->get() > range.max) {
    throw wrong(key, shown(node), "a whole number from " + std::to_string(range.min) + " to " +
                                      std::to_string(range.max));
  }
  return value->get();
}

WUMEI_INLINE bool TomlTable::flag_or(std::string_view key, bool fallback) const {
  if (!has(key)) return fallback;
  const auto* value = need(key).as_boolean();
  if (value == nullptr) throw wrong(key, shown(need(key)), "true or false");
  return value->get();
}

WUMEI_INLINE Date TomlTable::date(std::string_view key) const {
  const toml::node& node = need(key);
  const auto* value = node.as_date();
  if (value == nullptr) throw wrong(key, shown(node), "a date like 2026-04-01, without quotes");
  try {
    return Date::of(value->get().year, value->get().month, value->get().day);
  } catch (const Error&) {
    throw wrong(key, shown(node), "a day from 1970 on");
  }
}

WUMEI_INLINE std::vector<std::string> TomlTable::texts(std::string_view key) const {
  const toml::node& node = need(key);
  const auto* list = node.as_array();
  if (list == nullptr) throw wrong(key, shown(node), "a list of texts");
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    const auto* value = item.as_string();
    if (value == nullptr) throw wrong(key, shown(item), "a list of texts");
    texts.push_back(to_nfc(value->get()));
  }
  return texts;
}

WUMEI_INLINE TomlTable TomlTable::table(std::string_view key, const TomlKeys& keys) const {
  const toml::node& node = need(key);
  const auto* value = node.as_table();
  if (value == nullptr) throw wrong(key, shown(node), "a table { ... }");
  return TomlTable(*value, file_, field(key), keys);
}

WUMEI_INLINE std::vector<TomlTable> TomlTable::tables(std::string_view key,
                                                      const TomlKeys& keys) const {
  std::vector<TomlTable> tables;
  if (!has(key)) return tables;
  const toml::node& node = need(key);
  const auto* list = node.as_array();
  if (list == nullptr) throw wrong(key, shown(node), "a list of tables");
  for (const toml::node& item : *list) {
    const auto* value = item.as_table();
    if (value == nullptr) throw wrong(key, shown(item), "a list of tables");
    const std::string number = "[" + std::to_string(tables.size() + 1) + "]";
    tables.emplace_back(*value, file_, field(key) + number, keys);
  }
  return tables;
}

WUMEI_INLINE std::vector<std::pair<std::string, TomlTable>> TomlTable::named_tables(
    std::string_view key, const TomlKeys& keys) const {
  std::vector<std::pair<std::string, TomlTable>> named;
  const TomlTable parent = table(key, {});
  for (const auto& [name, node] : *parent.table_) {
    named.emplace_back(std::string(name.str()), parent.table(name.str(), keys));
  }
  return named;
}

WUMEI_INLINE std::string TomlTable::decimal(std::string_view key, const toml::node& node) const {
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* text = node.as_string()) return text->get();
  const std::string found = shown(node);
  if (node.is_floating_point()) {
    throw wrong(key, found, "\"" + found + "\" in quotes: numbers here are exact");
  }
  throw wrong(key, found, "a whole number, or a decimal in quotes like \"2.5\"");
}

/// Throws Errc::unsupported for a document of a later schema than this program knows.
WUMEI_INLINE void check_schema(const TomlTable& top) {
  const std::int64_t schema = top.integer("schema", {1, 1'000'000});
  if (schema == 1) return;
  const Error error = top.wrong("schema", std::to_string(schema), "1; a newer wumei reads this");
  throw Error(Errc::unsupported, error.what(), error.facts());
}

}  // namespace wumei::rules::detail
