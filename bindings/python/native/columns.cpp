#include "columns.hpp"

#include <wumei/base/assert.hpp>

#include <array>
#include <cstring>

namespace wumei::python {

Dictionary::Dictionary(const ledger::NameIndex& index) {
  offsets_.reserve(index.size() + 1);
  for (std::uint32_t number = 0; number < index.size(); ++number) {
    text_ += index.name(number);
    offsets_.push_back(static_cast<std::int32_t>(text_.size()));
  }
}

std::int32_t Dictionary::add(std::string_view word) {
  std::uint32_t number = index_.find(word);
  if (number != ledger::NameIndex::none) return static_cast<std::int32_t>(number);
  number = index_.add(word);
  text_ += word;
  offsets_.push_back(static_cast<std::int32_t>(text_.size()));
  return static_cast<std::int32_t>(number);
}

std::string_view Dictionary::operator[](std::int32_t code) const {
  const auto at = static_cast<std::size_t>(code);
  return std::string_view(text_).substr(static_cast<std::size_t>(offsets_[at]),
                                        static_cast<std::size_t>(offsets_[at + 1] - offsets_[at]));
}

void Column::set_bit(std::vector<std::uint8_t>& bits, bool value) const {
  const auto byte = static_cast<std::size_t>(size_ / 8);
  if (bits.size() <= byte) bits.resize(byte + 1, 0);
  if (value) bits[byte] = static_cast<std::uint8_t>(bits[byte] | (1U << (size_ % 8)));
}

/// The bitmap is only made once something is missing: most columns never need one.
void Column::valid() {
  if (!validity_.empty()) set_bit(validity_, true);
  ++size_;
}

void Column::none() {
  if (validity_.empty()) {
    validity_.assign(static_cast<std::size_t>(size_ / 8 + 1), 0xff);
    validity_.back() = static_cast<std::uint8_t>((1U << (size_ % 8)) - 1);
  }
  set_bit(validity_, false);
  switch (type_) {
    case Type::integer:
    case Type::instant: put(std::int64_t{0}); break;
    case Type::decimal:
    case Type::measure: put(__int128{0}); break;
    case Type::date:
    case Type::word: put(std::int32_t{0}); break;
    case Type::flag: set_bit(bits_, false); break;
    case Type::text: put(static_cast<std::int32_t>(text_.size())); break;
    case Type::seqs: put(static_cast<std::int32_t>(items_.size())); break;
  }
  ++nulls_;
  ++size_;
}

void Column::flag(bool value) {
  set_bit(bits_, value);
  valid();
}

void Column::text(std::string_view value) {
  text_ += value;
  put(static_cast<std::int32_t>(text_.size()));
  valid();
}

void Column::word(std::string_view value) {
  if (!own_) {
    own_ = std::make_shared<Dictionary>();
    words_ = own_;
  }
  put(own_->add(value));
  valid();
}

void Column::word(std::int32_t code, const SharedDictionary& words) {
  if (words_ != words) words_ = words;
  if (code < 0) return none();
  put(code);
  valid();
}

void Column::seqs(std::span<const std::int64_t> values) {
  items_.insert(items_.end(), values.begin(), values.end());
  put(static_cast<std::int32_t>(items_.size()));
  valid();
}

/// What an exported array owns; `private_data` of it.
struct Exported {
  Column column{Type::integer};
  std::array<const void*, 3> buffers = {nullptr, nullptr, nullptr};
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  ArrowArray dictionary = {};
  SharedDictionary words;
  std::vector<std::int32_t> offsets;

  static void release(ArrowArray* array) {
    auto* owned = static_cast<Exported*>(array->private_data);
    for (ArrowArray& child : owned->children) {
      if (child.release != nullptr) child.release(&child);  // a child may have been moved out
    }
    if (owned->dictionary.release != nullptr) owned->dictionary.release(&owned->dictionary);
    array->release = nullptr;
    delete owned;
  }

  static void give(std::unique_ptr<Exported> owned, ArrowArray& out, std::int64_t length,
                   std::int64_t n_buffers) {
    out = {};
    out.length = length;
    out.n_buffers = n_buffers;
    out.buffers = owned->buffers.data();
    if (!owned->children.empty()) {
      for (ArrowArray& child : owned->children) owned->child_pointers.push_back(&child);
      out.children = owned->child_pointers.data();
      out.n_children = std::ssize(owned->child_pointers);
    }
    if (owned->dictionary.release != nullptr) out.dictionary = &owned->dictionary;
    out.release = &Exported::release;
    out.private_data = owned.release();
  }

  static void words_to(const SharedDictionary& words, ArrowArray& out) {
    auto owned = std::make_unique<Exported>();
    owned->words = words;
    owned->buffers = {nullptr, words->offsets(), words->text()};
    give(std::move(owned), out, words->size(), 3);
  }

  /// Offsets have one more entry than there are rows, the first one zero.
  void offsets_first() {
    offsets.resize(column.values_.size() / sizeof(std::int32_t) + 1, 0);
    std::memcpy(offsets.data() + 1, column.values_.data(), column.values_.size());
    buffers[1] = offsets.data();
  }
};

void Column::release_to(ArrowArray& out) {
  const std::int64_t length = size_;
  const std::int64_t nulls = nulls_;
  auto owned = std::make_unique<Exported>();
  owned->column = std::move(*this);
  Column& held = owned->column;
  if (nulls > 0) owned->buffers[0] = held.validity_.data();
  owned->buffers[1] = held.values_.data();
  std::int64_t n_buffers = 2;
  switch (held.type_) {
    case Type::flag: owned->buffers[1] = held.bits_.data(); break;
    case Type::text:
      owned->offsets_first();
      owned->buffers[2] = held.text_.data();
      n_buffers = 3;
      break;
    case Type::seqs: {
      owned->offsets_first();
      Column items(Type::integer);
      for (const std::int64_t item : held.items_) items.integer(item);
      owned->children.resize(1);
      items.release_to(owned->children[0]);
      break;
    }
    case Type::word:
      if (!held.words_) held.words_ = std::make_shared<const Dictionary>();
      Exported::words_to(held.words_, owned->dictionary);
      break;
    default: break;
  }
  Exported::give(std::move(owned), out, length, n_buffers);
  out.null_count = nulls;
}

Rows::Rows(const Fields& fields, const std::vector<std::size_t>& wanted)
    : columns_(fields.size()), wanted_(wanted) {
  for (const std::size_t number : wanted) columns_[number].emplace(fields[number].type);
}

Column* Rows::column() {
  std::optional<Column>& column = columns_[at_++];
  return column ? &*column : nullptr;
}

Rows& Rows::none() {
  if (Column* to = column()) to->none();
  return *this;
}

Rows& Rows::integer(std::int64_t value) {
  if (Column* to = column()) to->integer(value);
  return *this;
}

Rows& Rows::hundredths(std::int64_t units) {
  if (Column* to = column()) to->decimal(units);
  return *this;
}

Rows& Rows::wide(__int128 units) {
  if (Column* to = column()) to->decimal(units);
  return *this;
}

Rows& Rows::pieces(std::int64_t count) {
  if (Column* to = column()) to->decimal(__int128{count} * 100);
  return *this;
}

Rows& Rows::measure(std::int64_t thousandths) {
  if (Column* to = column()) to->decimal(thousandths);
  return *this;
}

Rows& Rows::date(Date day) {
  if (Column* to = column()) to->date(day);
  return *this;
}

Rows& Rows::flag(bool value) {
  if (Column* to = column()) to->flag(value);
  return *this;
}

Rows& Rows::text(std::string_view value) {
  Column* to = column();
  if (to == nullptr) return *this;
  value.empty() ? to->none() : to->text(value);
  return *this;
}

Rows& Rows::word(std::string_view value) {
  Column* to = column();
  if (to == nullptr) return *this;
  value.empty() ? to->none() : to->word(value);
  return *this;
}

Rows& Rows::word(std::int32_t code, const SharedDictionary& words) {
  if (Column* to = column()) to->word(code, words);
  return *this;
}

Rows& Rows::seqs(std::span<const std::int64_t> values) {
  if (Column* to = column()) to->seqs(values);
  return *this;
}

void Rows::end() {
  WUMEI_ASSERT(at_ == columns_.size());
  at_ = 0;
  ++size_;
}

void Rows::release_to(ArrowArray& out) {
  auto owned = std::make_unique<Exported>();
  owned->children.resize(wanted_.size());
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    columns_[wanted_[i]]->release_to(owned->children[i]);
  }
  Exported::give(std::move(owned), out, size_, 1);
}

namespace {

const char* format_of(Type type) {
  switch (type) {
    case Type::integer: return "l";
    case Type::decimal: return "d:18,2";
    case Type::measure: return "d:18,3";
    case Type::date: return "tdD";
    case Type::instant: return "tsm:UTC";
    case Type::flag: return "b";
    case Type::text: return "u";
    case Type::word: return "i";
    case Type::seqs: return "+l";
  }
  return "n";
}

struct ExportedSchema {
  std::string name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> child_pointers;
  ArrowSchema dictionary = {};

  static void release(ArrowSchema* schema) {
    auto* owned = static_cast<ExportedSchema*>(schema->private_data);
    for (ArrowSchema& child : owned->children) {
      if (child.release != nullptr) child.release(&child);
    }
    if (owned->dictionary.release != nullptr) owned->dictionary.release(&owned->dictionary);
    schema->release = nullptr;
    delete owned;
  }

  static void give(std::unique_ptr<ExportedSchema> owned, const char* format, bool nullable,
                   ArrowSchema& out) {
    out = {};
    out.format = format;
    out.name = owned->name.c_str();
    out.flags = nullable ? ARROW_FLAG_NULLABLE : 0;
    for (ArrowSchema& child : owned->children) owned->child_pointers.push_back(&child);
    out.n_children = std::ssize(owned->child_pointers);
    if (out.n_children > 0) out.children = owned->child_pointers.data();
    if (owned->dictionary.release != nullptr) out.dictionary = &owned->dictionary;
    out.release = &ExportedSchema::release;
    out.private_data = owned.release();
  }
};

void plain_schema(const std::string& name, Type type, bool nullable, ArrowSchema& out) {
  auto owned = std::make_unique<ExportedSchema>();
  owned->name = name;
  if (type == Type::word) plain_schema("", Type::text, false, owned->dictionary);
  if (type == Type::seqs) {
    owned->children.resize(1);
    plain_schema("item", Type::integer, false, owned->children[0]);
  }
  ExportedSchema::give(std::move(owned), format_of(type), nullable, out);
}

}  // namespace

void export_schema(const Fields& fields, const std::vector<std::size_t>& wanted,
                   ArrowSchema& out) {
  auto owned = std::make_unique<ExportedSchema>();
  owned->children.resize(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Field& field = fields[wanted[i]];
    plain_schema(field.name, field.type, field.nullable, owned->children[i]);
  }
  ExportedSchema::give(std::move(owned), "+s", false, out);
}

}  // namespace wumei::python
