#include "csv.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>

namespace wumei::cli {

namespace {

struct RawRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
};

/// Cuts text into rows of cells (RFC 4180). A line break inside quotes belongs to the cell.
class Cutter {
 public:
  Cutter(const std::string& file, std::string_view text) : file_(file), text_(text) {}

  std::vector<RawRow> cut() {
    while (at_ < text_.size()) {
      RawRow row{line_, {}};
      while (read_cell(row.cells)) {
      }
      rows_.push_back(std::move(row));
    }
    return std::move(rows_);
  }

 private:
  /// Reads one cell; true when another follows in this row.
  bool read_cell(std::vector<std::string>& cells) {
    std::string cell;
    if (at_ < text_.size() && text_[at_] == '"') {
      read_quoted(cell);
    } else {
      while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) cell += text_[at_++];
    }
    cells.push_back(to_nfc(trim(cell)));
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      return true;
    }
    end_line();
    return false;
  }

  void read_quoted(std::string& cell) {
    const std::int64_t opened = line_;
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        cell += text_[at_++];
      } else {
        if (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) break;
        return;
      }
    }
    throw bad_input({file_, opened, 0, ""}, "\"" + cell.substr(0, cell.find('\n')),
                    "a closing quote before the next comma (a quote inside is doubled)");
  }

  [[nodiscard]] bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  const std::string& file_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::vector<RawRow> rows_;
};

bool blank(const RawRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return cell.empty(); });
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const std::string& word : words) {
    if (!all.empty()) all += between;
    all += word;
  }
  return all;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string optional_part(const Heads& wanted) {
  return wanted.optional.empty() ? "" : " and, if wanted, " + joined(wanted.optional, ",");
}

void check_heads(const Place& place, const std::vector<std::string>& found, const Heads& wanted) {
  for (const std::string& head : found) {
    if (!contains(wanted.required, head) && !contains(wanted.optional, head)) {
      throw bad_input({place.file, place.line, 0, "head"}, head,
                      "only " + joined(wanted.required, ",") + optional_part(wanted));
    }
    if (std::count(found.begin(), found.end(), head) > 1) {
      throw bad_input({place.file, place.line, 0, "head"}, head, "each column once");
    }
  }
  for (const std::string& head : wanted.required) {
    if (!contains(found, head)) {
      throw bad_input({place.file, place.line, 0, "head"}, joined(found, ","),
                      "a column " + head + "; all of " + joined(wanted.required, ","));
    }
  }
}

void check_repeats(const Csv& csv, const Heads& heads) {
  if (heads.key.empty()) return;
  std::map<std::vector<std::string>, std::int64_t> lines;
  for (const Row& row : csv.rows()) {
    std::vector<std::string> key;
    for (const std::string& head : heads.key) key.push_back(half_width(row.text(head)));
    const auto [first, added] = lines.emplace(key, row.line());
    if (!added) {
      throw row.error(heads.key.back(), "a value once only; line " +
                                            std::to_string(first->second) + " has it already");
    }
  }
}

std::string decoded(const std::string& file, std::string_view bytes) {
  try {
    return decode_text(bytes);
  } catch (const Error& error) {
    throw Error(error.code(), file + ": " + error.what(), {{"file", file}});
  }
}

}  // namespace

const std::string& Row::text(std::string_view head) const {
  static const std::string nothing;
  const auto column = csv_->columns_.find(head);
  if (column == csv_->columns_.end() || column->second >= cells_.size()) return nothing;
  return cells_[column->second];
}

const std::string& Row::needed(std::string_view head) const {
  const std::string& cell = text(head);
  if (cell.empty()) throw error(head, "a value");
  return cell;
}

Date Row::date(std::string_view head) const {
  return reading(head, [&] { return Date::parse_lenient(half_width_cell(head)); });
}

std::int64_t Row::integer(std::string_view head) const {
  return amount<Quantity>(head).units();
}

std::size_t Row::choice(std::string_view head, const std::vector<std::string_view>& words) const {
  const auto found = std::find(words.begin(), words.end(), text(head));
  if (found == words.end()) {
    throw error(head, "one of " + joined({words.begin(), words.end()}, ", "));
  }
  return static_cast<std::size_t>(found - words.begin());
}

std::vector<std::string> Row::list(std::string_view head) const {
  std::vector<std::string> pieces;
  std::string piece;
  const auto take = [&] {
    if (!piece.empty()) pieces.push_back(piece);
    piece.clear();
  };
  const std::string cell = text(head);
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const std::string_view rest = std::string_view(cell).substr(i);
    const bool wide = rest.starts_with("、") || rest.starts_with("，") || rest.starts_with("；");
    if (wide) {
      take();
      i += 2;
    } else if (cell[i] == ',' || cell[i] == ';' || cell[i] == ' ') {
      take();
    } else {
      piece += cell[i];
    }
  }
  take();
  return pieces;
}

Place Row::place(std::string_view head) const {
  return {csv_->file(), line_, 0, std::string(head)};
}

Error Row::error(std::string_view head, std::string_view expected) const {
  return bad_input(place(head), text(head), expected);
}

std::string Row::half_width_cell(std::string_view head) const { return half_width(needed(head)); }

Error Row::named(std::string_view head, const Error& error) const {
  if (!error.fact("line").empty()) return error;
  if (!error.fact("expected").empty()) return this->error(head, error.fact("expected"));
  Facts facts{{"file", csv_->file()}, {"line", std::to_string(line_)},
              {"field", std::string(head)}};
  return Error(error.code(), csv_->file() + ":" + std::to_string(line_) + ": " +
                                 std::string(head) + ": " + error.what(), std::move(facts));
}

std::unique_ptr<Csv> read_csv(const std::string& file, std::string_view bytes,
                              const Heads& heads) {
  const std::string text = decoded(file, bytes);
  std::vector<RawRow> raw = Cutter(file, text).cut();
  std::erase_if(raw, blank);
  if (raw.empty()) throw bad_input({file, 1, 0, "head"}, "", joined(heads.required, ","));

  std::unique_ptr<Csv> csv(new Csv());
  csv->file_ = file;
  csv->heads_ = std::move(raw.front().cells);
  while (!csv->heads_.empty() && csv->heads_.back().empty()) csv->heads_.pop_back();
  check_heads({file, raw.front().line, 0, ""}, csv->heads_, heads);
  for (std::size_t i = 0; i < csv->heads_.size(); ++i) csv->columns_[csv->heads_[i]] = i;

  for (auto row = raw.begin() + 1; row != raw.end(); ++row) {
    while (!row->cells.empty() && row->cells.back().empty()) row->cells.pop_back();
    if (row->cells.size() > csv->heads_.size()) {
      throw bad_input({file, row->line, 0, ""}, std::to_string(row->cells.size()),
                      std::to_string(csv->heads_.size()) + " cells, as in the head");
    }
    csv->rows_.emplace_back(*csv, row->line, std::move(row->cells));
  }
  check_repeats(*csv, heads);
  return csv;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    if (cell.find_first_of(",\"\r\n") == cell.npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace wumei::cli
