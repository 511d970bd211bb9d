#pragma once

#include "catalogue.hpp"

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/id.hpp>
#include <wumei/base/json.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::cli {

/// One value as people read it and as `--json` gives it. Amounts are decimal text in both.
struct Cell {
  std::string text;
  json::Value value;

  Cell(std::string_view words) : text(words), value(words) {}
  Cell(const std::string& words) : text(words), value(words) {}
  Cell(const char* words) : text(words), value(words) {}
  Cell(std::int64_t number) : text(std::to_string(number)), value(number) {}
  Cell(int number) : Cell(std::int64_t{number}) {}
  Cell(Date date) : Cell(date.text()) {}
  template <class Tag, int Scale>
  Cell(Amount<Tag, Scale> amount) : Cell(amount.text()) {}
  template <class Tag>
  Cell(const Id<Tag>& id) : Cell(id.text()) {}
  /// A word for people beside a stored name for programs.
  Cell(std::string words, json::Value stored)
      : text(std::move(words)), value(std::move(stored)) {}
};

enum class Align : std::uint8_t { left = 1, right = 2 };

/// `key` names the member in `--json`; the heading is the text `col.<key>`.
struct Column {
  std::string key;
  Align align = Align::left;
};

struct Table {
  std::string name;  ///< member of the JSON document that holds the rows
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

/// The only way to stdout. In text mode things are printed as they come; with `--json` they are
/// gathered, and `finish` writes exactly one document.
class Printer {
 public:
  Printer(std::ostream& out, const Catalogue& catalogue, bool json);

  [[nodiscard]] bool json() const { return json_; }
  /// Text mode only; `tr` looks the key up.
  void line(std::string_view text);
  void tr(std::string_view key, const Facts& facts = {});
  /// `--json` only.
  void set(std::string key, json::Value value);
  /// "Heading: value" in text, a member in JSON.
  void fact(const std::string& key, const Cell& cell);
  /// An aligned table in text (wide characters count two), an array of objects in JSON.
  void table(const Table& table);
  /// Plain bytes (HTML, a proof, CSV) in text mode; the member `text` with `--json`.
  void raw(std::string_view bytes);
  /// What another printer made, as it is; then this one has nothing to finish.
  void relay(std::string_view bytes);
  /// Writes the JSON document, with `schema_version` first; nothing in text mode.
  void finish();

 private:
  std::ostream& out_;
  const Catalogue& catalogue_;
  bool json_;
  bool relayed_ = false;
  json::Object document_;
};

}  // namespace wumei::cli
