#pragma once

#include <wumei/base/amount.hpp>
#include <wumei/base/date.hpp>
#include <wumei/base/error.hpp>
#include <wumei/base/id.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wumei::cli {

/// The column heads a file must have. Any order; a missing or an extra head is an error by name.
struct Heads {
  std::vector<std::string> required;
  std::vector<std::string> optional = {};  ///< may be left out of the file altogether
  std::vector<std::string> key = {};       ///< these columns together may not repeat
};

class Csv;

/// One row. Cells are trimmed and in NFC. Every reading error is Errc::bad_input with
/// FILE:LINE and the column head.
class Row {
 public:
  Row(const Csv& csv, std::int64_t line, std::vector<std::string> cells)
      : csv_(&csv), line_(line), cells_(std::move(cells)) {}

  [[nodiscard]] std::int64_t line() const { return line_; }
  /// "" for an empty cell or an optional column the file does not have.
  [[nodiscard]] const std::string& text(std::string_view head) const;
  [[nodiscard]] bool empty(std::string_view head) const { return text(head).empty(); }
  /// An empty cell is an error.
  [[nodiscard]] const std::string& needed(std::string_view head) const;
  [[nodiscard]] Date date(std::string_view head) const;
  [[nodiscard]] std::int64_t integer(std::string_view head) const;
  template <class Amount>
  [[nodiscard]] Amount amount(std::string_view head) const {
    return reading(head, [&] { return Amount::parse(needed(head)); });
  }
  [[nodiscard]] Points points(std::string_view head) const { return amount<Points>(head); }
  [[nodiscard]] Yuan yuan(std::string_view head) const { return amount<Yuan>(head); }
  template <class Identifier>
  [[nodiscard]] Identifier id(std::string_view head) const {
    return reading(head, [&] { return Identifier(half_width_cell(head)); });
  }
  /// Position in `words` of the cell (0 first); any other word is an error that lists them.
  [[nodiscard]] std::size_t choice(std::string_view head,
                                   const std::vector<std::string_view>& words) const;
  /// Cell split at 、 , ; or white space, pieces trimmed.
  [[nodiscard]] std::vector<std::string> list(std::string_view head) const;

  /// Where a cell is, for errors found later (`ImportRow::place`).
  [[nodiscard]] Place place(std::string_view head = {}) const;
  /// Bad input at that cell.
  [[nodiscard]] Error error(std::string_view head, std::string_view expected) const;

 private:
  friend class Csv;
  [[nodiscard]] std::string half_width_cell(std::string_view head) const;
  [[nodiscard]] Error named(std::string_view head, const Error& error) const;
  template <class Read>
  auto reading(std::string_view head, Read read) const {
    try {
      return read();
    } catch (const Error& error) {
      throw named(head, error);
    }
  }
  const Csv* csv_;
  std::int64_t line_;
  std::vector<std::string> cells_;
};

/// A file of rows under heads. UTF-8 with or without byte order mark, or GB18030; LF or CRLF;
/// RFC 4180 quotes; blank lines and trailing blank cells are skipped.
class Csv {
 public:
  Csv(const Csv&) = delete;
  Csv& operator=(const Csv&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] bool has(std::string_view head) const {
    return std::find(heads_.begin(), heads_.end(), head) != heads_.end();
  }
  /// Heads as the file has them, in its order.
  [[nodiscard]] const std::vector<std::string>& heads() const { return heads_; }

 private:
  friend class Row;
  friend std::unique_ptr<Csv> read_csv(const std::string& file, std::string_view bytes,
                                       const Heads& heads);
  friend void each_row(const std::string& file, std::string_view bytes, const Heads& heads,
                       const std::function<void(const Row&)>& visit);
  explicit Csv(std::string file) : file_(std::move(file)) {}
  /// Shows each row, whose cells the visitor may take.
  void read(std::string_view bytes, const Heads& wanted, const std::function<void(Row&)>& visit);

  std::string file_;
  std::vector<std::string> heads_;
  std::vector<Row> rows_;
};

/// `file` is only named in errors. Rows point into the Csv, hence the pointer. Throws
/// Errc::bad_input for an empty file, wrong heads, a broken quote, a repeated key.
[[nodiscard]] std::unique_ptr<Csv> read_csv(const std::string& file, std::string_view bytes,
                                            const Heads& heads);

/// Shows the rows one by one, for a file too long to hold; a row and its cells are gone after
/// `visit`. Throws as `read_csv` does, once what stands before was shown.
void each_row(const std::string& file, std::string_view bytes, const Heads& heads,
              const std::function<void(const Row&)>& visit);

/// One line of a CSV file, cells quoted where they must be, ending in CRLF.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

}  // namespace wumei::cli
