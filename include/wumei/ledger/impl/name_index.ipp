#pragma once

#include <wumei/base/assert.hpp>
#include <wumei/config.hpp>
#include <wumei/ledger/name_index.hpp>

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>

namespace wumei::ledger {
namespace detail {

WUMEI_INLINE std::uint64_t hash_of(std::string_view name) {
  return std::hash<std::string_view>{}(name);
}

WUMEI_INLINE std::uint32_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace detail

WUMEI_INLINE std::string_view NameIndex::name(std::uint32_t number) const {
  const std::uint32_t start = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(text_).substr(start, ends_[number] - start);
}

WUMEI_INLINE std::uint32_t NameIndex::find(std::string_view wanted) const {
  if (cells_.empty()) return none;
  const std::uint64_t hash = detail::hash_of(wanted);
  const std::uint32_t tag = detail::tag_of(hash);
  const std::size_t mask = cells_.size() - 1;
  for (std::size_t at = hash & mask; cells_[at].number != none; at = (at + 1) & mask) {
    if (cells_[at].tag == tag && name(cells_[at].number) == wanted) return cells_[at].number;
  }
  return none;
}

WUMEI_INLINE std::uint32_t NameIndex::add(std::string_view name) {
  WUMEI_ASSERT(text_.size() + name.size() < std::numeric_limits<std::uint32_t>::max());
  if (cells_.size() * 2 < (ends_.size() + 1) * 3) grow(cells_.size() * 2);
  const std::uint32_t number = size();
  text_ += name;
  ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  place(detail::hash_of(name), number);
  return number;
}

WUMEI_INLINE void NameIndex::place(std::uint64_t hash, std::uint32_t number) {
  const std::size_t mask = cells_.size() - 1;
  std::size_t at = hash & mask;
  while (cells_[at].number != none) at = (at + 1) & mask;
  cells_[at] = {detail::tag_of(hash), number};
}

WUMEI_INLINE void NameIndex::reserve(std::size_t names, std::size_t bytes) {
  text_.reserve(bytes);
  ends_.reserve(names);
  grow(std::bit_ceil((names * 3 + 1) / 2));
}

WUMEI_INLINE void NameIndex::grow(std::size_t cells) {
  cells_.assign(std::max<std::size_t>(16, cells), Cell{});
  for (std::uint32_t number = 0; number < size(); ++number) {
    place(detail::hash_of(name(number)), number);
  }
}

}  // namespace wumei::ledger
