#include "csv.hpp"

#include <wumei/base/text.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace wumei::cli {

namespace {

/// Cuts text into rows of cells (RFC 4180). A line break inside quotes belongs to the cell.
class Cutter {
 public:
  Cutter(const std::string& file, std::string_view text) : file_(file), text_(text) {}

  /// Puts the next row into `cells`, whose strings are used again; false at the end.
  bool next(std::vector<std::string>& cells) {
    if (at_ == text_.size()) return false;
    opened_ = line_;
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
      if (count == cells.size()) cells.emplace_back();
      more = read_cell(cells[count]);
    }
    cells.resize(count);
    return true;
  }

  /// Where the row begins.
  [[nodiscard]] std::int64_t line() const { return opened_; }

 private:
  /// Reads one cell; true when another follows in this row.
  bool read_cell(std::string& cell) {
    if (at_ < text_.size() && text_[at_] == '"') {
      read_quoted(quoted_);
      cell = trim(quoted_);
    } else {
      const std::size_t start = at_;
      while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) ++at_;
      cell = trim(text_.substr(start, at_ - start));
    }
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      return true;
    }
    end_line();
    return false;
  }

  void read_quoted(std::string& cell) {
    const std::int64_t opened = line_;
    cell.clear();
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
  std::int64_t opened_ = 0;
  std::string quoted_;
};

void drop_blanks_at_end(std::vector<std::string>& cells) {
  while (!cells.empty() && cells.back().empty()) cells.pop_back();
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

/// Finds a row whose key another has. Where keys grow from row to row, as they mostly do, none can
/// come again and none is looked up.
class Repeats {
 public:
  explicit Repeats(const std::vector<std::string>& heads) : heads_(heads) {}

  void check(const Row& row) {
    if (heads_.empty()) return;
    const Keyed& next = rows_.emplace_back(key_of(row), row.line());
    if (growing_ && (rows_.size() == 1 || rows_[rows_.size() - 2].first < next.first)) return;
    if (growing_) lines_.insert(rows_.begin(), rows_.end() - 1);
    growing_ = false;
    const auto [first, added] = lines_.insert(next);
    if (added) return;
    throw row.error(heads_.back(), "a value once only; line " + std::to_string(first->second) +
                                       " has it already");
  }

 private:
  using Keyed = std::pair<std::string, std::int64_t>;

  [[nodiscard]] std::string key_of(const Row& row) const {
    if (heads_.size() == 1) return half_width(row.text(heads_.front()));
    std::string key;
    for (const std::string& head : heads_) {
      const std::string cell = half_width(row.text(head));
      key += std::to_string(cell.size()) + ' ' + cell;
    }
    return key;
  }

  const std::vector<std::string>& heads_;
  std::vector<Keyed> rows_;
  bool growing_ = true;
  std::unordered_map<std::string, std::int64_t> lines_;  ///< once a key did not grow
};

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
  const std::vector<std::string>& heads = csv_->heads_;
  const auto column = static_cast<std::size_t>(std::find(heads.begin(), heads.end(), head) -
                                               heads.begin());
  return column < std::min(heads.size(), cells_.size()) ? cells_[column] : nothing;
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

void Csv::read(std::string_view bytes, const Heads& wanted,
               const std::function<void(Row&)>& visit) {
  const std::string text = decoded(file_, bytes);
  Cutter cutter(file_, text);
  while (heads_.empty() && cutter.next(heads_)) drop_blanks_at_end(heads_);
  if (heads_.empty()) throw bad_input({file_, 1, 0, "head"}, "", joined(wanted.required, ","));
  check_heads({file_, cutter.line(), 0, ""}, heads_, wanted);
  Row row(*this, 0, {});
  Repeats repeats(wanted.key);
  while (cutter.next(row.cells_)) {
    drop_blanks_at_end(row.cells_);
    row.line_ = cutter.line();
    if (row.cells_.size() > heads_.size()) {
      throw bad_input({file_, row.line_, 0, ""}, std::to_string(row.cells_.size()),
                      std::to_string(heads_.size()) + " cells, as in the head");
    }
    if (row.cells_.empty()) continue;
    repeats.check(row);
    visit(row);
  }
}

std::unique_ptr<Csv> read_csv(const std::string& file, std::string_view bytes,
                              const Heads& heads) {
  std::unique_ptr<Csv> csv(new Csv(file));
  csv->read(bytes, heads, [&](Row& row) { csv->rows_.push_back(std::move(row)); });
  return csv;
}

void each_row(const std::string& file, std::string_view bytes, const Heads& heads,
              const std::function<void(const Row&)>& visit) {
  Csv(file).read(bytes, heads, visit);
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
