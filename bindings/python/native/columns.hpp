#pragma once

#include "arrow_abi.hpp"

#include <wumei/base/date.hpp>
#include <wumei/ledger/name_index.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Columns of a table as Arrow lays them out in memory, filled row by row and handed over without
/// a copy. Nothing here knows Python.
namespace wumei::python {

/// What a column holds. The Arrow type is beside each.
enum class Type : std::uint8_t {
  integer = 1,  ///< int64
  decimal = 2,  ///< decimal128(18, 2): points, honour, yuan, scores, pieces
  measure = 3,  ///< decimal128(18, 3): quantities of deeds
  date = 4,     ///< date32
  instant = 5,  ///< timestamp[ms, UTC]
  flag = 6,     ///< bool
  text = 7,     ///< utf8
  word = 8,     ///< dictionary<int32, utf8>: ids and codes, which repeat
  seqs = 9,     ///< list<int64>: entries
};

struct Field {
  std::string name;
  Type type = Type::integer;
  bool nullable = false;
  std::string about = {};  ///< one line for the documentation
};
using Fields = std::vector<Field>;

/// Words that columns of one table share, laid out as an Arrow array once.
class Dictionary {
 public:
  Dictionary() = default;
  /// The words of `index` by their numbers.
  explicit Dictionary(const ledger::NameIndex& index);

  [[nodiscard]] std::int32_t add(std::string_view word);
  [[nodiscard]] std::int64_t size() const { return std::ssize(offsets_) - 1; }
  [[nodiscard]] std::string_view operator[](std::int32_t code) const;
  [[nodiscard]] const void* offsets() const { return offsets_.data(); }
  [[nodiscard]] const void* text() const { return text_.data(); }

 private:
  ledger::NameIndex index_;
  std::vector<std::int32_t> offsets_ = {0};
  std::string text_;
};
using SharedDictionary = std::shared_ptr<const Dictionary>;

/// One column under way.
class Column {
 public:
  explicit Column(Type type) : type_(type) {}

  [[nodiscard]] Type type() const { return type_; }
  void none();
  void integer(std::int64_t value) { put(value); valid(); }
  void decimal(__int128 value) { put(value); valid(); }
  void date(Date day) { put(day.days()); valid(); }
  void flag(bool value);
  void text(std::string_view value);
  /// A word of this batch's own dictionary.
  void word(std::string_view value);
  /// A word of the shared dictionary by its number; below zero is none.
  void word(std::int32_t code, const SharedDictionary& words);
  void seqs(std::span<const std::int64_t> values);

  /// Moves the column into `out`, which then owns it.
  void release_to(ArrowArray& out);
  [[nodiscard]] std::int64_t size() const { return size_; }

 private:
  template <class Value>
  void put(Value value) {
    const auto* bytes = reinterpret_cast<const char*>(&value);
    values_.insert(values_.end(), bytes, bytes + sizeof value);
  }
  void valid();
  void set_bit(std::vector<std::uint8_t>& bits, bool value) const;

  friend struct Exported;
  Type type_;
  std::int64_t size_ = 0;
  std::int64_t nulls_ = 0;
  std::vector<char> values_;           ///< fixed width values, codes, or offsets
  std::vector<std::uint8_t> bits_;     ///< of flags
  std::vector<std::uint8_t> validity_; ///< empty while nothing is missing
  std::string text_;
  std::vector<std::int64_t> items_;
  std::shared_ptr<Dictionary> own_;
  SharedDictionary words_;
};

/// Rows of a table: the columns asked for, filled from left to right.
class Rows {
 public:
  /// `wanted` holds the numbers of the fields to keep, in order; the others are skipped.
  Rows(const Fields& fields, const std::vector<std::size_t>& wanted);

  [[nodiscard]] std::int64_t size() const { return size_; }
  /// True when the column at hand is kept: what it costs can be spared otherwise.
  [[nodiscard]] bool wanted() const { return columns_[at_].has_value(); }
  Rows& skip() { ++at_; return *this; }
  Rows& none();
  Rows& integer(std::int64_t value);
  /// Nothing for a number below zero: seqs use it for none.
  Rows& seq(std::int64_t value) { return value < 0 ? none() : integer(value); }
  Rows& hundredths(std::int64_t units);
  Rows& wide(__int128 units);  ///< hundredths
  Rows& pieces(std::int64_t count);
  Rows& measure(std::int64_t thousandths);
  Rows& date(Date day);
  Rows& instant(Instant at) { return integer(at.millis()); }
  Rows& flag(bool value);
  /// Nothing for an empty text.
  Rows& text(std::string_view value);
  Rows& word(std::string_view value);
  Rows& word(std::int32_t code, const SharedDictionary& words);
  Rows& seqs(std::span<const std::int64_t> values);
  void end();

  /// Moves everything into a struct array.
  void release_to(ArrowArray& out);

 private:
  [[nodiscard]] Column* column();

  std::vector<std::optional<Column>> columns_;
  std::vector<std::size_t> wanted_;
  std::size_t at_ = 0;
  std::int64_t size_ = 0;
};

/// The schema of those fields as a struct.
void export_schema(const Fields& fields, const std::vector<std::size_t>& wanted, ArrowSchema& out);

}  // namespace wumei::python
